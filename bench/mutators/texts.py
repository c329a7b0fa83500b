"""What mutators share: a script as lines, words of shell, and how a mutant is told.

A mutator is a function from a script to edits, registered with `@kind(NAME)`; its docstring says which fault it plants
and where that fault can be seen. Lines count from 0 here. The look at shell is rough, and may be: what bash does not
accept is thrown away, and each mutant is one line or two, to be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

# A library with its version: base and suffix.
LIBRARY = re.compile(r"\b(lib[A-Za-z][\w+-]*(?:\.[A-Za-z_]\w*)*?)\.so((?:\.\d+)+)(?![\w.*?$\[{-])")
COPY = re.compile(r"(?:^|[\s;&|(])(?:cp|mv|install|rsync|copy\w*|\w*_cp|inst_\w+)\s")
LINK = re.compile(r"(?:^|[\s;&|({}])ln\s+(?:-\S+\s+)+")
LOADER = re.compile(r"(?:^|[\s\"'])(?:export\s+)?LD_LIBRARY_PATH=")
HERE = re.compile(
    r"dirname[^\n]*(?:\$0|\$\{0|BASH_SOURCE|_self|SELF)|\$\{(?:0|BASH_SOURCE(?:\[0\])?)%/\*\}|\$\{?APPDIR\b"
)
VARIABLE = re.compile(r"(?<![\\$])\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))")


class Edit(NamedTuple):
    """The lines from `first` up to `after` become `lines`. `gone`: the fault is that something is no longer there, so
    that a finding may be about any line."""

    first: int
    after: int
    lines: tuple[str, ...]
    gone: bool = False


class Script:
    """One script of a repository."""

    def __init__(self, repo: str, path: str, text: str, folder: list[Script]) -> None:
        """`folder` has all scripts of the script's folder, this one as well, once all are read."""
        self.repo = repo
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self._folder = folder
        self.here_doc = here_documents(self.lines)
        self.start = statements(self.lines)

    def siblings(self) -> Iterator[Script]:
        """The other scripts of the folder."""
        return (one for one in self._folder if one is not self)

    def code(self, *, documents: bool = False) -> Iterator[tuple[int, str]]:
        """The lines that are no comments; `documents`: those of here-documents as well."""
        for number, line in enumerate(self.lines):
            if line.strip() and not line.lstrip().startswith("#") and (documents or not self.here_doc[number]):
                yield number, line

    def statement(self, number: int) -> str:
        """The lines that backslashes join with line `number`."""
        first = self.start[number]
        last = number
        while last + 1 < len(self.lines) and self.start[last + 1] == first:
            last += 1
        return "\n".join(self.lines[first : last + 1])

    def around(self, number: int, reach: int) -> str:
        return "\n".join(self.lines[max(0, number - reach) : number + reach + 1])

    def without(self, number: int) -> str:
        """All the text but line `number` and comments."""
        return "\n".join(line for n, line in enumerate(self.lines) if n != number and not line.lstrip().startswith("#"))

    def shipped(self, number: int) -> bool:
        """Whether line `number` belongs to a launcher: the script itself, or what a here-document or an echo writes."""
        if self.here_doc[number] or re.match(r"\s*(?:echo|printf)\b", self.lines[number]):
            return True
        return self.launches()

    def launches(self) -> bool:
        """Whether the script finds its own folder, and its last lines start a program with its arguments."""
        last = "\n".join([line for line in self.lines if line.strip()][-12:])
        return bool(HERE.search(self.text)) and bool(re.search(r"(?m)^\s*exec\s|\"\$@\"|\$\*", last))


Mutator = Callable[[Script], Iterator[Edit]]
KINDS: dict[str, Mutator] = {}


def kind(name: str) -> Callable[[Mutator], Mutator]:
    """Register a mutator under `name`."""

    def register(mutator: Mutator) -> Mutator:
        assert name not in KINDS
        KINDS[name] = mutator
        return mutator

    return register


def here_documents(lines: list[str]) -> list[str]:
    """For each line "" outside of here-documents; inside, "open" where the shell expands the text, else "quoted"."""
    found = [""] * len(lines)
    ends: list[tuple[str, bool, str]] = []
    for number, line in enumerate(lines):
        if ends:
            end, tabs, how = ends[0]
            if (line.lstrip("\t") if tabs else line) == end:
                ends.pop(0)
            else:
                found[number] = how
            continue
        if "<<" in line and not line.lstrip().startswith("#"):
            for match in re.finditer(r"(?<!<)<<(-?)\s*(\\?)(['\"]?)([A-Za-z_!]\w*)\3", line):
                ends.append((match[4], bool(match[1]), "quoted" if match[2] or match[3] else "open"))
    return found if not ends else [""] * len(lines)


def statements(lines: list[str]) -> list[int]:
    """For each line, the first of those that backslashes join with it."""
    starts: list[int] = []
    for number in range(len(lines)):
        joined = number > 0 and re.search(r"(?:^|[^\\])\\$", lines[number - 1])
        starts.append(starts[-1] if joined else number)
    return starts


def word_end(line: str, at: int) -> int:
    """The end of the shell word that begins at `at`."""
    quote = ""
    depth: list[str] = []
    while at < len(line):
        c = line[at]
        if c == "\\" and quote != "'":
            at += 2
            continue
        if quote == "'":
            quote = "" if c == "'" else quote
        elif c == "$" and line[at + 1 : at + 2] in ("(", "{"):
            depth.append(")" if line[at + 1] == "(" else "}")
            at += 1
        elif depth and c == depth[-1]:
            depth.pop()
        elif c == '"' and not depth:
            quote = "" if quote else '"'
        elif c == "'" and not quote and not depth:
            quote = "'"
        elif not quote and not depth and c in " \t;&|)<>":
            return at
        at += 1
    return min(at, len(line))


def words(line: str, at: int = 0) -> list[tuple[int, int]]:
    """The words of the simple command that begins at `at`, as spans."""
    found: list[tuple[int, int]] = []
    while at < len(line):
        if line[at] in " \t":
            at += 1
            continue
        end = word_end(line, at)
        if end == at or (line[at] == "\\" and end >= len(line)):
            break
        found.append((at, end))
        at = end
    return found


class Setting(NamedTuple):
    """An assignment of a search path: its line, the span of the value, and the spans of the value's elements."""

    number: int
    line: str
    start: int
    end: int
    elements: tuple[tuple[int, int], ...]

    @property
    def value(self) -> str:
        return self.line[self.start : self.end]

    def element(self, n: int) -> str:
        start, end = self.elements[n]
        return self.line[start:end]

    def having(self, value: str) -> Edit:
        """The same with another value, in the same quotes."""
        return Edit(self.number, self.number + 1, (self.line[: self.start] + value + self.line[self.end :],))


# The caller's value as an element: plain, or guarded and with its own colon.
OLD = re.compile(r"\\?\$(?:LD_LIBRARY_PATH|\{LD_LIBRARY_PATH(?::?[-+][^{}]*|:\+:\\?\$\{?LD_LIBRARY_PATH\}?)?\})")


def settings(script: Script, name: str = "LD_LIBRARY_PATH") -> Iterator[Setting]:
    """The assignments of LD_LIBRARY_PATH, with quotes taken off where they enclose all of the value."""
    pattern = re.compile(rf"(?:^|[\s\"'(;])(?:export\s+)?{name}=")
    for number, line in script.code(documents=True):
        if f"{name}=" not in line:
            continue
        match = pattern.search(line)
        if match is None or re.search(r"\b(grep|sed|awk|docker)\b", line):
            continue
        start, end = match.end(), word_end(line, match.end())
        # Inside of the quotes of an echo the value ends with them.
        if line[match.start()] in "\"'" and "=" in line[match.start() : start]:
            end = min(end, line.find(line[match.start()], start) % (len(line) + 1))
        while end > start and line[end - 1] in "\"'" and line[start] != line[end - 1]:
            end -= 1
        if end - start > 1 and line[start] in "\"'" and line[end - 1] == line[start]:
            start, end = start + 1, end - 1
        if end > start and not re.search(r"[\"'`]", line[start:end]):
            yield Setting(number, line, start, end, tuple(elements(line, start, end)))


def elements(line: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between the colons that are in no `${…}` nor `$(…)`."""
    depth = 0
    first = at
    while at < end:
        c = line[at]
        if c in "({":
            depth += 1
        elif c in ")}":
            depth -= 1
        elif c == ":" and not depth:
            yield first, at
            first = at + 1
        at += 1
    yield first, end


def swapped(line: str, start: int, end: int, text: str) -> str:
    """`line` with `text` in the place of a span."""
    return line[:start] + text + line[end:]


def one_line(number: int, text: str, *, gone: bool = False) -> Edit:
    return Edit(number, number + 1, (text,), gone)


def misspelt(name: str) -> str:
    """A slip of the fingers: two letters swapped, or one left out where that changes nothing."""
    for at in range(len(name) // 2, len(name) - 1):
        if name[at] != name[at + 1] and name[at].isalpha() and name[at + 1].isalpha():
            return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:-1] if len(name) > 3 else name + "S"
