"""LP307: a test for the unset case that reads the variable as it is."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import warned

TEST = 'if [[ -z "$LD_LIBRARY_PATH" ]]; then export LD_LIBRARY_PATH=/opt/x/lib; fi\n'


@pytest.mark.parametrize(
    "script",
    [
        f"set -eu\n{TEST}",
        f"#!/bin/bash -eu\n{TEST}",
        f"set -euo pipefail\n{TEST}",
        f"set -o errexit -o nounset\n{TEST}",
        'set -u\nif [ -n "${LD_LIBRARY_PATH}" ]; then make; fi\n',
        'set -u\ntest "$LD_LIBRARY_PATH" = "" && make\n',
        'set -u\ncase "$LD_LIBRARY_PATH" in\n*x*) make ;;\nesac\n',
        f"set -u\nprepare() {{\n{TEST}}}\nprepare\n",
        f"quiet() {{ set +u; }}\nset -u\n{TEST}",
    ],
)
def test_under_set_u_the_test_itself_ends_the_script(script: str) -> None:
    assert len(warned("LP307", script)) == 1


@pytest.mark.parametrize(
    "script",
    [
        TEST,
        f"set -e\n{TEST}",
        f"set -u\nset +u\n{TEST}",
        f"{TEST}set -u\n",
        "set -u\nif [[ -z ${LD_LIBRARY_PATH:-} ]]; then export LD_LIBRARY_PATH=/opt/x/lib; fi\n",
        "set -u\nif [[ -z ${LD_LIBRARY_PATH+x} ]]; then export LD_LIBRARY_PATH=/opt/x/lib; fi\n",
        f": ${{LD_LIBRARY_PATH:=}}\nset -u\n{TEST}",
        f"LD_LIBRARY_PATH=/opt/y/lib\nset -u\n{TEST}",
        'set -u\nif [ -v LD_LIBRARY_PATH ] && [ -n "$LD_LIBRARY_PATH" ]; then make; fi\n',
        f"strict() {{ set -u; }}\n{TEST}",
    ],
)
def test_where_the_variable_is_set_or_need_not_be(script: str) -> None:
    assert warned("LP307", script) == []


@pytest.mark.parametrize(
    "script",
    [
        'IFS=: read -ra dirs <<< "$LD_LIBRARY_PATH"\n',
        'for dir in ${LD_LIBRARY_PATH//:/ }; do ls "$dir"; done\n',
        'echo "looking into $LD_LIBRARY_PATH"\n',
        'docker run -e "DIRS=${LD_LIBRARY_PATH}" image\n',
    ],
)
def test_other_commands_read_it_too(script: str) -> None:
    assert len(warned("LP307", f"set -eu\n{script}")) == 1
    for before in ("LD_LIBRARY_PATH=/opt/x\n", ": ${LD_LIBRARY_PATH:=}\n", ". /etc/profile.d/x.sh\n", "set +u\n"):
        assert warned("LP307", f"set -eu\n{before}{script}") == []
    assert (
        warned("LP307", "set -eu\n" + script.replace("LD_LIBRARY_PATH", "LD_LIBRARY_PATH:-").replace("$LD", "${LD"))
        == []
    )


def test_a_launcher_that_is_written() -> None:
    script = f"cat > run <<'E'\n#!/bin/sh\nset -eu\n{TEST}exec prog\nE\n"
    assert warned("LP307", script) == [(4, "$LD_LIBRARY_PATH")]
    assert warned("LP307", script.replace("set -eu", "set -e")) == []


def test_the_old_value_is_kept_in_another_variable() -> None:
    script = "set -eu\nexport OLD_LD_LIBRARY_PATH=$LD_LIBRARY_PATH\nunset LD_LIBRARY_PATH\n"
    assert len(warned("LP307", script)) == 1
    assert len(warned("LP307", f'{script}. "$PREFIX/etc/x.sh"\n')) == 1
    assert warned("LP307", f'. "$PREFIX/etc/x.sh"\n{script}') == []
    assert warned("LP307", script.replace("=$LD_LIBRARY_PATH", "=${LD_LIBRARY_PATH-}")) == []


@pytest.mark.parametrize(
    "test",
    [
        'if [ -z "$LD_LIBRARY_PATH" ]; then',
        'if test -n "$LD_LIBRARY_PATH"; then',
        "if [[ $LD_LIBRARY_PATH != */x/* ]]; then",
    ],
)
def test_a_sourced_file_that_reckons_with_it_elsewhere(test: str) -> None:
    script = f'{test}\n  LD_LIBRARY_PATH=/x\nfi\nif [ -z "${{PS1:-}}" ]; then PS1="> "; fi\n'
    for path in ("etc/profile.d/x.sh", "env.sh", "sources/99-base.sh"):
        assert _in(path, script) == [1]
    assert _in("pack.sh", script) == []
    assert _in("env.sh", script.replace(":-", "")) == []
    assert _in("env.sh", f"set -e\n{script}") == []


def _in(path: str, script: str) -> list[int]:
    outcome = check([(path, MemoryRepository({path: script}), path)], Settings(selected(("LP307",), ()), {}))
    return [finding.place.line for finding in outcome.report.findings if finding.place is not None]
