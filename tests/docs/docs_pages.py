"""The pages that users read, and what stands in them: fenced blocks, headings, links.

How a page says what is run: every ```console block is. A line that begins with `$ ` is a command (`> ` goes on with
it), what follows is all that it prints, standard error included. The blocks of a page share one shell and one folder,
which holds a copy of `examples/`, as a clone of this repository does. In a comment on a line of its own:

    <!-- setup: NAME -->    from here on a new shell and folder, after setups/NAME.sh has run there

In the output, `…` stands for any text of its line and, alone on a line, for any lines; a figure before `s`, `ms` or
`MB` for any figure. Commands that cannot run in a test are listed in not_run.py, with the reason. A block of shell
without output has no other form: ```sh is refused, since nothing would check it. ```bash is the text of a script.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("examples/*.md"),
        *ROOT.glob("hooks/**/*.md"),
        *ROOT.glob(".github/**/*.md"),
    ]
)

_FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_SETUP = re.compile(r"^<!-- setup: ([a-z0-9-]+) -->$", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block. `kind` is what follows the fence; `line` that of the fence, from 1; `start` to `end`: text."""

    kind: str
    text: str
    line: int
    start: int
    end: int


class Command(NamedTuple):
    """A command of a console block, and what the page says that it prints. `setup`: a new session begins with it."""

    text: str
    output: str
    line: int
    setup: str | None


def blocks(text: str) -> list[Block]:
    return [
        Block(m[2].strip(), m[3], text.count("\n", 0, m.start()) + 1, m.start(3), m.end(3))
        for m in _FENCE.finditer(text)
    ]


def prose(text: str) -> str:
    """The page without its fenced blocks; lines stay where they are."""
    return _FENCE.sub(lambda m: "\n" * m[0].count("\n"), text)


def commands(text: str) -> list[Command]:
    """Every command of the page's console blocks, in order."""
    found: list[Command] = []
    setups = [(m.start(), m[1]) for m in _SETUP.finditer(text)]
    for block in blocks(text):
        if block.kind != "console":
            continue
        setup = None
        while setups and setups[0][0] < block.start:
            setup = setups.pop(0)[1]
        for at, words, output in parts(block.text):
            found.append(Command(words, output, block.line + 1 + at, setup))
            setup = None
    return found


def parts(console: str) -> list[tuple[int, str, str]]:
    """The commands of a console block: the number of its line, from 0; its text; what it prints."""
    found: list[tuple[int, list[str], list[str]]] = []
    for number, line in enumerate(console.split("\n")[:-1]):
        if line.startswith("$ "):
            found.append((number, [line[2:]], []))
        elif not found:
            raise ValueError(f"a console block begins with a command, not with {line!r}")
        elif (line == ">" or line.startswith("> ")) and not found[-1][2]:
            found[-1][1].append(line[2:])
        else:
            found[-1][2].append(line)
    return [(at, "\n".join(words), "\n".join(output)) for at, words, output in found]


def anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    found: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?)[ #]*$", prose(text), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        name = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        unique, count = name, 0
        while unique in found:
            count += 1
            unique = f"{name}-{count}"
        found.add(unique)
    return found


def links(text: str) -> list[tuple[int, str]]:
    """Where the page links to: line and target; pictures too."""
    plain = re.sub(r"`[^`\n]*`", lambda m: " " * len(m[0]), prose(text))
    return [(plain.count("\n", 0, m.start()) + 1, m[1]) for m in re.finditer(r"\]\(<?([^)\s>]+)>?[^)]*\)", plain)]


def code_spans(text: str) -> list[tuple[int, str]]:
    """The `code` in the sentences of a page, with its line. In a table `|` is written `\\|`."""
    plain = prose(text)
    return [
        (plain.count("\n", 0, m.start()) + 1, " ".join(m[2].replace("\\|", "|").split()))
        for m in re.finditer(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", plain, re.DOTALL)
        if "\n\n" not in m[2]
    ]
