"""shfmt and bash see the same as we do.

shfmt is asked for the words, assignments, redirections and the quoted and expanded parts of every simple command;
where it differs, one of the ways in which it is known to depart from bash must explain it (tests/bash/agreement.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lintpack.bash import parse
from tests.bash.acceptance import complaints
from tests.bash.agreement import ShfmtError, deviation, ours, part_deviation, shfmts
from tests.bash.snippets import SCRIPTS, SNIPPETS

if TYPE_CHECKING:
    from pathlib import Path

# shfmt takes `--` for the command, `time` for reserved in the middle of a pipeline, and `$'` for a quote in the
# lines of a here-document; it sees no process substitution inside of a parameter's word.
_NOT_SHFMTS = {"time -p -- a", "a | time b", "a <<E\n${b:-$'c'}\nE", "cp ${x:-<(a)}"}


def unexplained(text: str) -> list[str]:
    """What differs without a known reason."""
    mine, theirs = ours(parse(text)), shfmts(text)
    found = []
    for start in sorted(mine.commands.keys() | theirs.commands.keys()):
        a, b = mine.commands.get(start), theirs.commands.get(start)
        if a != b and not deviation(text, start, mine, theirs):
            found.append(f"{text[start : start + 40]!r}: {a} / {b}")
    for place in sorted(mine.parts.keys() | theirs.parts.keys()):
        kind, other = mine.parts.get(place), theirs.parts.get(place)
        if kind != other and not part_deviation(text, place, mine):
            found.append(f"{text[place[0] : place[1]]!r}: {kind} / {other}")
    return found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_whole_scripts_agree_with_shfmt(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert parse(text).problems == ()
    assert len(ours(parse(text)).commands) > 10
    assert unexplained(text) == []


def test_snippets_agree_with_shfmt() -> None:
    differ = {}
    refused = 0
    for text in sorted(set(SNIPPETS) - _NOT_SHFMTS):
        try:
            found = unexplained(text)
        except ShfmtError:
            refused += 1
            continue
        if found:
            differ[text] = found
    assert differ == {}
    assert refused < len(SNIPPETS) // 10


def test_bash_accepts_what_we_accept() -> None:
    texts = [*SNIPPETS, *(path.read_text(encoding="utf-8") for path in SCRIPTS)]
    assert {text: found for text in texts if (found := complaints(text))} == {}
