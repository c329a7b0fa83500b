"""Comments that hide findings, put where they belong: above the command, each with a reason to fill in.

    # lintpack: ignore[LP101] TODO: say why
    cp libfoo.so \\
        "$out"

The command may go over many lines, stand in a list or a function, or hold the finding in a string or a here-document:
a line is tried that starts a statement around the finding, the innermost first. It is taken where the text that comes
of it says the same to bash, by lintpack's own tree, and the comment is seen and covers the finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bash import parse
from lintpack.bash.tree import Node, Statement
from lintpack.bash.walk import each
from lintpack.record import replace
from lintpack.script.plan import ReadScript
from lintpack.source import Source
from lintpack.suppress import covers, here_documents, ignores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.bash.tree import Script
    from lintpack.findings import Finding

REASON = "TODO: say why"
# What is said of comments is mended in them.
NOT_THESE = frozenset({"LP002", "LP003"})


def with_ignores(source: Source, findings: Sequence[Finding]) -> tuple[str, int]:
    """The text of `source` with comments for `findings`, which are all in it, and how many comments these are. Findings
    that no comment can be about are left."""
    text = Text(source.path, source.text)
    for group in _grouped(source, findings):
        text.ignore(group)
    return text.source.text, text.added


def _grouped(source: Source, findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that start on one line get one comment; the last line first, so that most of what is still to come stays
    where it is."""
    groups: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.place is not None and finding.place.source is source and finding.code not in NOT_THESE:
            groups.setdefault(finding.place.line, []).append(finding)
    return [group for _, group in sorted(groups.items(), reverse=True)]


class Text:
    """A text that comments are put into. `added`: how many have been."""

    def __init__(self, path: str, text: str) -> None:
        self.added = 0
        self._set(Source(path, text), parse(text))
        # Offsets in the first text, and how many characters were put there.
        self._inserted: list[tuple[int, int]] = []
        self._end = "\r\n" if text[: text.find("\n") + 1].endswith("\r\n") else "\n"

    def _set(self, source: Source, tree: Script) -> None:
        self.source, self._tree = source, tree
        self._meaning = _meaning(tree)
        self._ignores = ignores(ReadScript(source, tree))

    def ignore(self, findings: Sequence[Finding]) -> None:
        """Put a comment about findings of one line, if there is a place for it."""
        left = [f for f in findings if not any(covers(ignore, self._now(f, self.source)) for ignore in self._ignores)]
        if not left:
            return
        codes = ", ".join(sorted({finding.code for finding in left}))
        line = min(place.line for finding in left if (place := self._now(finding, self.source).place) is not None)
        for candidate in _lines(self.source, line, self._tree):
            if self._try(candidate, codes, left):
                self.added += 1
                return

    def _try(self, line: int, codes: str, findings: Sequence[Finding]) -> bool:
        source = self.source
        words = source.line(line)
        at = line
        while at > 1 and source.line(at - 1).lstrip().startswith("# shellcheck "):
            # ShellCheck's own directives stay next to their command.
            at -= 1
        start = source.offset(at, 1)
        comment = f"{words[: len(words) - len(words.lstrip())]}# lintpack: ignore[{codes}] {REASON}{self._end}"
        after = Source(source.path, source.text[:start] + comment + source.text[start:])
        tree = parse(after.text)
        if len(tree.problems) > len(self._tree.problems) or _meaning(tree) != self._meaning:
            return False
        found = ignores(ReadScript(after, tree))
        self._inserted.append((start, len(comment)))
        moved = [self._now(finding, after) for finding in findings]
        if not all(any(covers(ignore, finding) for ignore in found) for finding in moved):
            self._inserted.pop()
            return False
        self._set(after, tree)
        return True

    def _now(self, finding: Finding, source: Source) -> Finding:
        """`finding` where it lies after what was put before it."""
        place = finding.place
        assert place is not None
        start, end = place.start, place.end
        for at, length in self._inserted:
            if at <= start:
                start, end = start + length, end + length
        return replace(finding, place=source.place(start, end), path=source.path)


def _lines(source: Source, line: int, tree: Node) -> list[int]:
    """The lines on which statements start that go on to `line`, the last first."""
    found: dict[int, None] = {}
    for node in each(tree, Statement):
        first, last = source.lines(node.start, node.end)
        if first <= line and (line <= last or any(line <= end for end in here_documents(source, node))):
            found[first] = None
    return sorted(found, reverse=True)


def _meaning(tree: Node) -> object:
    """What a tree says, without where, and without comments."""

    def of(one: object) -> object:
        if isinstance(one, tuple):
            return tuple([of(inner) for inner in one])
        if isinstance(one, Node):
            names = [
                name
                for name in one.__match_args__
                if name not in ("comments", "problems") and not name.endswith(("start", "end"))
            ]
            return (type(one).__name__, *[of(getattr(one, name)) for name in names])
        return one

    return of(tree)
