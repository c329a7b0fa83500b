"""Every node knows exactly where it stands in the text."""

from __future__ import annotations

import pytest

from lintpack.bash import parse, tree
from tests.bash import shapes
from tests.bash.agreement import nodes
from tests.bash.snippets import SCRIPTS, SNIPPETS

TEXTS = [*SNIPPETS, *(path.read_text(encoding="utf-8") for path in SCRIPTS)]


def faults(text: str) -> list[str]:
    """What is wrong with the places of the nodes of `text`."""
    found = []
    for node in nodes(parse(text)):
        written = text[node.start : node.end]
        if not 0 <= node.start <= node.end <= len(text):
            found.append(f"{node}: outside of the text")
        raw = getattr(node, "raw", written)
        if raw != written:
            found.append(f"{node}: raw is not {written!r}")
        as_it_is = isinstance(node, tree.Literal) and "\\" not in written and "\t" not in written
        shown = getattr(node, "text", "") if as_it_is or isinstance(node, (tree.Glob, tree.Comment)) else written
        if _read(shown) != _read(written):
            found.append(f"{node}: text is not {written!r}")
        if isinstance(node, tree.Function) and _read(text[node.name_start : node.name_end]) != _read(node.name):
            found.append(f"{node}: its name is elsewhere")
        if isinstance(node, tree.Redirect) and node.operator not in _read(written):
            found.append(f"{node}: operator is not in {written!r}")
        found += [f"{child} is not inside of {node}" for child in _children(node) if not _inside(child, node)]
        if isinstance(node, (tree.Word, tree.DoubleQuoted)):
            ends = [node.start, *(part.end for part in node.parts)]
            starts = [*(part.start for part in node.parts), node.end]
            if any(end > start for end, start in zip(ends, starts, strict=True)):
                found.append(f"{node}: parts overlap")
    return found


def _read(text: str) -> str:
    """Without what bash leaves out."""
    return text.replace("\r", "").replace("\0", "")


def _children(node: tree.Node) -> list[tree.Node]:
    # A here-document's lines follow below the command.
    names: tuple[str, ...] = type(node).__match_args__
    values = [getattr(node, name) for name in names if name != "here"]
    children = [value for value in values if isinstance(value, tree.Node)]
    for value in values:
        if isinstance(value, tuple):
            children += [item for item in value if isinstance(item, tree.Node)]
    return children


def _inside(child: tree.Node, node: tree.Node) -> bool:
    return node.start <= child.start and child.end <= node.end


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_places_are_exact(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize("text", [path.read_text(encoding="utf-8") for path in SCRIPTS], ids=[p.stem for p in SCRIPTS])
def test_places_are_exact_with_other_line_ends(text: str) -> None:
    """With CRLF the tree is the same, and its places count the carriage returns."""
    other = text.replace("\n", "\r\n")
    assert faults(other) == []
    script = parse(other)
    assert shapes.statements(script.body) == shapes.statements(parse(text).body)
    assert [problem.message.partition(":")[0] for problem in script.problems] == ["line ends are CRLF"]


def test_other_line_ends_within_a_here_document() -> None:
    """A patch for a file of Windows' is right to have them."""
    assert parse("patch -p0 << \\EOF\n--- a\r\n+++ b\r\n f(unsigned x)\r\nEOF\ncp a b\n").problems == ()
    assert parse("cat << EOF\na\r\nEOF\ncp a b\r\n").problems != ()


def test_wide_characters_count_as_one() -> None:
    text = "echo é𝄞 $x"
    command = parse(text).body[0].command
    assert isinstance(command, tree.SimpleCommand)
    assert [(word.start, word.end) for word in command.words if isinstance(word, tree.Word)] == [
        (0, 4),
        (5, 7),
        (8, 10),
    ]
