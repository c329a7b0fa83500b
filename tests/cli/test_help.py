"""The help: every command and option is in it, and its examples are command lines that lintpack takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from lintpack.help import EXAMPLES, GROUPS, VARIABLES
from lintpack.options import COMMANDS, OPTIONS, formats, parse
from tests.docs.docs_pages import ROOT

if TYPE_CHECKING:
    from tests.conftest import Lintpack

NAMES = [command.name for command in COMMANDS]


def test_help_of_all(lintpack: Lintpack) -> None:
    done = lintpack("--help")
    assert (done.status, done.err) == (0, "")
    assert all(re.search(rf"^  {name} +[a-z]", done.out, re.MULTILINE) for name in NAMES)
    assert lintpack("help").out == lintpack("-h").out == done.out


@pytest.mark.parametrize("name", NAMES)
def test_help_of_a_command(lintpack: Lintpack, name: str) -> None:
    done = lintpack(name, "--help")
    assert (done.status, done.err) == (0, "")
    assert lintpack("help", name).out == done.out
    assert done.out.startswith(f"usage: lintpack {name} ")
    shown = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", done.out, re.MULTILINE))
    assert shown == {option.name for option in OPTIONS if name in option.commands.split()}
    assert all(re.search(rf"\b{form}\b", done.out) for form in formats(name))
    assert max(map(len, done.out.splitlines())) <= 100


def test_each_option_says_what_it_does_once() -> None:
    names = [option.name for option in OPTIONS]
    assert len(names) == len(set(names))
    grouped = [name for _, group in GROUPS for name in group]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) <= set(names)
    assert [o.name for o in OPTIONS if o.help[0].isupper() or o.help.endswith(".") or "repeated" in o.help] == []
    unknown = {command for option in OPTIONS for command in option.commands.split()} - set(NAMES)
    assert unknown == set()


def test_examples_are_taken() -> None:
    assert set(EXAMPLES) == {"", *NAMES}
    for name, examples in EXAMPLES.items():
        for words, _ in examples:
            arguments = parse(words.split()[1:])
            assert name in ("", arguments.command)


def test_every_variable_of_the_environment_is_told() -> None:
    read = set()
    for path in (ROOT / "lintpack").rglob("*.py"):
        read |= set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', path.read_text(encoding="utf-8")))
    # What belongs to the terminal, and to the programs that call lintpack, is theirs to tell of.
    theirs = {name for name in read if name.startswith(("GIT_", "GITHUB_", "PRE_COMMIT"))} | {"TERM", "COLUMNS", "PATH"}
    assert {name for name, _ in VARIABLES} == read - theirs


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["help", "lods"], "there is no command `lods`; did you mean `loads`?"),
        (["help", "a", "b"], "too many arguments; usage: lintpack help [COMMAND]"),
        (["--selct", "LP1", "x"], "there is no option `--selct`; did you mean `--select`?"),
        (["loads", "--fail-on", "error", "x"], "`lintpack loads` has no option `--fail-on`; `lintpack check` has it"),
        (["loads", "--format", "text", "x"], "`--format` is one of tree, json, dot, mermaid; not `text`"),
    ],
    ids=str,
)
def test_slips_are_answered(lintpack: Lintpack, words: list[str], message: str) -> None:
    done = lintpack(*words)
    assert (done.status, done.out) == (2, "")
    first, *more = done.err.splitlines()
    assert first == f"lintpack: {message}"
    # The next step: the help of the command that was meant.
    assert all(
        line in ("lintpack: `lintpack --help` says more", f"lintpack: `lintpack help {words[0]}` says more")
        for line in more
    )
