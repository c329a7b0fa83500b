"""Whether anybody would notice that a command failed."""

from __future__ import annotations

import pytest

from tests.script.plans import plan


@pytest.mark.parametrize(
    ("script", "unchecked"),
    [
        ("cp a d/", "no set -e"),
        ("set -e; cp a d/", None),
        ("cp a d/ || exit 1", None),
        ("cp a d/ || true", "|| true"),
        ("set -e; cp a d/ || :", "|| true"),
        ("cp a d/ || echo failed", "echo"),
        ("cp a d/ || { echo failed; exit 1; }", None),
        ("cp a d/ || (echo failed; exit 1)", "subshell"),
        ("set -e; cp a d/ || (echo failed; exit 1)", None),
        ("f() { cp a d/ || (exit 1); }; f || exit 1", None),
        ("ls | while read -r f; do cp a d/ || exit 1; done", "subshell"),
        ("set -e; ls | while read -r f; do cp a d/ || exit 1; done", None),
        ("(cp a d/ || exit 1) || exit 1", None),
        ("if cp a d/; then :; fi", None),
        ("if ! cp a d/; then exit 1; fi", None),
        ("while ! cp a d/; do sleep 1; break; done", None),
        ("cp a d/\nif [ $? -ne 0 ]; then exit 1; fi", None),
        ("set -e; cp a d/ && echo done", "condition"),
        ("cp a d/ && cp b d/ || exit 1", None),
        ("set -e; cp a d/ | tee log", "pipeline"),
        ("set -eo pipefail; cp a d/ | tee log", None),
        ("set -e; true | cp a d/", None),
        ("set -e; cp a d/ &", "background"),
        ("set -e; (cp a d/)", None),
        ("set -e; f() { cp a d/; }; f", None),
        ("set -e; f() { cp a d/; echo done; }; f || exit 1", "suspended"),
        ("set -e; f() { cp a d/; }; f || exit 1", None),
        ("set -e; f() { cp a d/; }; f || true", "|| true"),
        ("set -e; for i in 1; do cp a d/; done", None),
        ("set -e; [ -f a ] && cp a d/", None),
        ("#!/bin/bash -e\ncp a d/", None),
        ("bash -c 'cp a d/; echo done' || exit 1", "no set -e"),
        ("bash -ec 'cp a d/; echo done' || exit 1", None),
        ("bash -c 'cp a d/' || exit 1", None),
        ("bash -ec 'cp a d/; echo done' || true", "|| true"),
    ],
)
def test_who_looks_at_the_status(script: str, unchecked: str | None) -> None:
    assert plan(script).effects[0].origin.unchecked == unchecked


@pytest.mark.parametrize(
    ("script", "quiet"),
    [
        ("cp a d/", False),
        ("cp a d/ 2>/dev/null", True),
        ("cp a d/ &>/dev/null", True),
        ("cp a d/ >/dev/null 2>&1", True),
        ("cp a d/ 2>&1 >/dev/null", False),
        ("cp a d/ >log 2>&1", False),
        ("{ cp a d/; } 2>/dev/null", True),
        ("f() { cp a d/; }; f 2>/dev/null", True),
        ("ls 2>/dev/null; cp a d/", False),
    ],
)
def test_whether_its_errors_are_seen(script: str, quiet: bool) -> None:
    assert [e.origin.quiet for e in plan(script).effects if type(e).__name__ == "Transfer"] == [quiet]


def test_set_e_in_a_sourced_file_counts() -> None:
    assert plan(". ./x.sh\ncp a d/", {"x.sh": "set -e"}).effects[0].origin.unchecked is None


def test_subshells_are_noted() -> None:
    plain, inner = plan("cp a d/\n(cp b d/)").effects
    assert not plain.origin.subshell
    assert inner.origin.subshell
