"""Launchers that a script writes, and how they are spoken of."""

from __future__ import annotations

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected


def test_a_launcher_that_is_written_is_not_run_there() -> None:
    """LP302."""
    script = "cat > AppRun << EOF\n#!/bin/sh\nexport LD_LIBRARY_PATH=\\$D/lib:\\$LD_LIBRARY_PATH\nexec \\$D/prog\nEOF\n"
    entry = [("pack.sh", MemoryRepository({"pack.sh": script}), "pack.sh")]
    (one,) = check(entry, Settings(selected(("LP302",), ()), {})).report.findings
    assert [label.text for label in one.related] == ["`AppRun` is written here"]


def lines(script: str) -> list[int]:
    """Where LP302 finds something."""
    entry = [("pack.sh", MemoryRepository({"pack.sh": script}), "pack.sh")]
    return [one.place.line for one in check(entry, Settings(selected(("LP302",), ()), {})).report.findings if one.place]


def test_the_variable_s_name_is_in_a_variable() -> None:
    start = "list=LD_LIBRARY_PATH\n"
    other = "if [ $(uname) = Darwin ]; then list=DYLD_LIBRARY_PATH; fi\n"
    writes = "cat > $out/env.sh <<EOF\n# Settings.\nexport $list=$d/lib:\\$$list\nEOF\n"
    assert lines(start + writes) == [4]
    assert lines(start + other + writes) == [5]
    assert lines("list=PYTHONPATH\n" + writes) == []


def test_what_a_written_installer_writes() -> None:
    inner = "cat << END >> \\$rc\nexport LD_LIBRARY_PATH=/opt/x/lib:\\\\\\$LD_LIBRARY_PATH\nEND\n"
    assert lines(f"cat << EOF > install.sh\n#!/bin/bash\n{inner}EOF\n") == [4]


def test_a_launcher_that_a_variable_holds() -> None:
    """LP302: its text, with what is filled in, is written by `echo` at the end."""
    for start, end in (("", 'echo "$ENV" > $1/env.sh'), ("#!/bin/sh\n", 'printf "%s\\n" "$ENV" > "$1/env"')):
        script = f'ENV="{start}export LD_LIBRARY_PATH=\\"$1/lib\\":\\$LD_LIBRARY_PATH"\n{end}\n'
        entry = [("pack.sh", MemoryRepository({"pack.sh": script}), "pack.sh")]
        (one,) = check(entry, Settings(selected(("LP302",), ()), {})).report.findings
        assert one.place is not None
        assert one.place.line == 1 + start.count("\n")
