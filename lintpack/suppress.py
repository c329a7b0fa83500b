"""Comments that hide findings, each with a reason of the one who wrote it.

    cp libfoo.so "$out"   # lintpack: ignore[LP101] a plug-in, opened by this name
    # lintpack: ignore[dropped-version-suffix] the same, above the command
    # lintpack: file-ignore[LP101] for the whole file

There is no form without a rule: it would hide tomorrow's findings too.
"""

from __future__ import annotations

from lintpack.bash.tree import Function, HereDocument, SimpleCommand, Statement
from lintpack.bash.walk import each
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.bash.tree import Comment, Node
    from lintpack.findings import Finding
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place, Source


class Ignore(Record):
    """One rule that one comment ignores. `word` is as written, "" where the comment names none or is malformed.

    It covers the lines `first` to `last` of its file, or the whole file. `in_function`: whether it runs depends on a
    caller, who may be in another script.
    """

    place: Place
    word: str
    word_place: Place
    whole_file: bool
    first: int
    last: int
    in_function: bool


def ignores(script: ReadScript) -> tuple[Ignore, ...]:
    """All ignore comments of a script, one entry for each rule that one names."""
    if "lintpack:" not in script.source.text:
        return ()
    return tuple(ignore for comment in script.tree.comments for ignore in _read(script, comment))


def _read(script: ReadScript, comment: Comment) -> Iterator[Ignore]:
    import re

    source = script.source
    found = re.search(r"#\s*lintpack:\s*(\S.*)?", source.text[comment.start : comment.end])
    if found is None:
        return
    place = source.place(comment.start + found.start(), comment.start + len(found[0].rstrip()) + found.start())
    form = re.match(r"(file-)?ignore\s*\[([^\]]*)\]", found[1] or "")
    words = list(re.finditer(r"[^\s,]+", form[2])) if form else []
    first, last = _lines(script, comment)
    inside = _in_function(script.tree, comment.start)
    if form is None or not words:
        yield Ignore(place, "", place, False, first, last, inside)
        return
    base = comment.start + found.start(1) + form.start(2)
    for word in words:
        word_place = source.place(base + word.start(), base + word.end())
        yield Ignore(place, word[0], word_place, form[1] is not None, first, last, inside)


def _lines(script: ReadScript, comment: Comment) -> tuple[int, int]:
    """The lines that a comment covers: those of the command that it stands behind, or that follows it."""
    line = script.source.position(comment.start)[0]
    if not comment.own_line:
        return _extent(script, line, line)
    count = script.source.position(len(script.source.text))[0]
    following = line + 1
    while following <= count and _blank(script.source.line(following)):
        following += 1
    return _extent(script, following, line)


def _blank(line: str) -> bool:
    text = line.strip()
    return not text or text.startswith("#")


def _extent(script: ReadScript, line: int, behind: int) -> tuple[int, int]:
    """The lines of the statement that starts on `line`, the longest of several: a comment above `if` covers all of it.

    Where `line` is the comment's own, those of the plain command that ends there, and those that a backslash continues
    it from: behind `fi`, or an element of an array, a comment covers only that line. Here-documents belong to commands.
    """
    spans = []
    for node in each(script.tree, Statement if line != behind else SimpleCommand):
        first, last = script.source.lines(node.start, node.end)
        if first == line if line != behind else last == line:
            spans.append((first, max([last, *here_documents(script.source, node)])))
    if line != behind:
        return line, max((last for _, last in spans), default=line)
    start, last = min(spans, key=lambda s: s[1] - s[0], default=(line, line))
    while start > 1 and script.source.line(start - 1).endswith("\\"):
        start -= 1
    return start, last


def here_documents(source: Source, node: Node) -> list[int]:
    """The last lines of the here-documents in `node`."""
    return [source.lines(inner.start, inner.end)[1] for inner in each(node, HereDocument)]


def _in_function(tree: Node, offset: int) -> bool:
    return any(node.start <= offset < node.end for node in each(tree, Function))


def covers(ignore: Ignore, finding: Finding) -> bool:
    """Whether `ignore` is about `finding`."""
    from lintpack.rules import find

    if finding.path != ignore.place.path or not ignore.word:
        return False
    module = find(ignore.word)
    if module is None or module.RULE.code != finding.code:
        return False
    if ignore.whole_file:
        return True
    place = finding.place
    if place is None:
        return False
    return place.line <= ignore.last and ignore.first <= place.last_line


def apply(findings: Iterable[Finding], comments: Iterable[Ignore]) -> tuple[list[Finding], list[Finding], set[Ignore]]:
    """The findings that no comment hides, those that one does, and the comments that hid one."""
    by_path: dict[str, list[Ignore]] = {}
    for ignore in comments:
        by_path.setdefault(ignore.place.path, []).append(ignore)
    kept: list[Finding] = []
    hidden: list[Finding] = []
    used: set[Ignore] = set()
    for finding in findings:
        about = [i for i in by_path.get(finding.path, ()) if covers(i, finding)]
        used.update(about)
        (hidden if about else kept).append(finding)
    return kept, hidden, used
