"""LP104: a test for one library, and what hangs on it takes another one of the same folder.

[ -f $d/libbloom.so ] && load $d/libbloom.so
[ -f $d/libgraph.so ] && load $d/libgears.so        as the block below, but for the test
[ -f $d/libgears.so ] && load $d/libgears.so

Only where two blocks of the same shape test for what they take.
"""

from __future__ import annotations

import re

from lintpack.bash.tree import AndOr, If, SimpleCommand
from lintpack.bash.walk import each
from lintpack.findings import Label
from lintpack.record import Record
from lintpack.rules.gates.branch_subjects import BLOCKS, hands_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

_NAME = r"[\w+.-]*\w\.so(?:\.\d[\w.]*)?"
_PATH = rf"(?P<folder>[^\s=:;,()\[\]]*/)?(?P<name>{_NAME})(?![\w.*?-]*[\w*?])"
# One test of one file; what else stands in the condition is no test for a file.
_ASKS = r"(?P<no>!\s+)?-[efrsxLh]\s+(?P<word>[^\s;\]]+)"
_HANDS_ON = (
    r"(?m)^[ \t]*(?:function[ \t]+)?(?P<name>[\w-]+)[ \t]*(?:\(\))?[ \t\n]*\{(?P<body>[^}]*?(?:\$\{\d\}[^}]*?)*)\}"
)
_OF_FIRST = r"-[efrsx][ \t]+\"?\$\{?1\b"
# What the shape of a block begins with that is for where the file is not there.
_ABSENT = "! "


class _Block(Record):
    """A test for `tested` in `folder`, and the libraries of that folder that hang on it, in `start` up to `end`.

    `shape`: how the lines with them are written, without the names. `alone`: the tested name stands nowhere in it.
    `bare`: what is taken has no folder, `echo extension=foo.so`.
    """

    place: Place
    folder: str
    tested: str
    taken: tuple[str, ...]
    shape: str
    alone: bool
    bare: bool
    start: int
    end: int


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        if script.source.text.count(".so") < 2 * BLOCKS:
            continue
        shapes: dict[str, list[_Block]] = {}
        for block in _blocks(script):
            shapes.setdefault(block.shape, []).append(block)
        for blocks in shapes.values():
            agree = [one for one in blocks if one.tested in one.taken]
            if len({one.tested for one in agree}) >= BLOCKS - 1:
                for one in blocks:
                    if one.alone and len(one.taken) == 1 and _wrong(one, agree):
                        yield _finding(one, agree, script, rule)


def _wrong(one: _Block, agree: list[_Block]) -> bool:
    """Whether the library is not one that comes with the tested one."""
    taken = one.taken[0]
    if _stem(taken) == _stem(one.tested):
        # Of another version, see tested_versions.
        return False
    if any(other.tested == taken and other.folder == one.folder for other in agree):
        return True
    if one.bare:
        return False
    if one.shape.startswith(_ABSENT):
        # Where the one is not there, another may take its place.
        return any(other.tested == one.tested and other.folder == one.folder for other in agree)
    own, theirs = _stem(one.tested), _stem(taken)
    return not own.startswith(theirs) and not theirs.startswith(own)


def _stem(name: str) -> str:
    return name.partition(".so")[0].removeprefix("lib").rstrip("0123456789.-").lower()


def _finding(one: _Block, agree: list[_Block], script: ReadScript, rule: Rule) -> Finding:
    taken = one.taken[0]
    at = script.source.text.find(taken, one.start, one.end)
    place = script.source.place(at, at + len(taken)) if at >= 0 else one.place
    own = next((other for other in agree if other.tested == taken and other.folder == one.folder), None)
    other = own or agree[0]
    return rule.finding(
        place,
        f"uses `{taken}` where the test is about `{one.tested}`",
        label="another library",
        related=(
            Label(one.place, "only this one was looked for"),
            Label(other.place, f"`{other.tested}` is tested for here, and used"),
        ),
        notes=(f"{len(agree)} other places of this kind test for the library that they use",),
        help=f"use `{one.tested}` here" if own is not None else "name one library in both",
    )


def _blocks(script: ReadScript) -> Iterator[_Block]:
    text = script.source.text
    for node in each(script.tree, If):
        for branch in node.branches:
            if branch.condition and branch.body:
                body = (branch.body[0].start, branch.body[-1].end)
                otherwise = node.otherwise if branch is node.branches[-1] and node.otherwise else None
                other = (otherwise[0].start, otherwise[-1].end) if otherwise else None
                yield from _block(branch.condition[0].start, branch.condition[-1].end, body, other, script)
    for chain in each(script.tree, AndOr):
        for first, operator, second in zip(chain.commands, chain.operators, chain.commands[1:], strict=False):
            span = (second.start, second.end)
            yield from _block(first.start, first.end, span, None, script, operator)
    names = _functions(text) if hands_on(text) else ()
    for command in each(script.tree, SimpleCommand) if names else ():
        words: tuple[Node, ...] = command.words
        if len(words) > 2 and text[words[0].start : words[0].end] in names:
            word = _plain(text[words[1].start : words[1].end])
            span = (words[2].start, words[-1].end)
            kind = f"{text[words[0].start : words[0].end]} "
            yield from _of(word, words[1].start, words[1].end, kind, span, script)


def _functions(text: str) -> frozenset[str]:
    """Functions that test for their first argument."""
    found = re.finditer(_HANDS_ON, text)
    return frozenset([one["name"] for one in found if re.search(_OF_FIRST, one["body"])])


def _block(
    start: int,
    end: int,
    body: tuple[int, int],
    otherwise: tuple[int, int] | None,
    script: ReadScript,
    operator: str = "&&",
) -> Iterator[_Block]:
    condition = script.source.text[start:end]
    if ".so" not in condition:
        return
    asked = list(re.finditer(_ASKS, condition))
    if len(asked) != 1 or condition.count(".so") != 1:
        return
    word = asked[0]
    # What is done where the file is not there is compared with its like only.
    no = bool(word["no"]) or condition.lstrip().startswith("!")
    for span, there in ((body, no == (operator == "||")), (otherwise, no)):
        if span is not None:
            at = start + word.start("word")
            kind = "" if there else _ABSENT
            yield from _of(_plain(word["word"]), at, start + word.end("word"), kind, span, script)


def _of(word: str, start: int, end: int, kind: str, span: tuple[int, int], script: ReadScript) -> Iterator[_Block]:
    match = re.fullmatch(_PATH, word)
    if match is None or "$" in match["name"]:
        return
    folder, tested = match["folder"] or "", match["name"]
    body = _plain(script.source.text[slice(*span)])
    taken: list[str] = []
    bare: list[str] = []

    def named(found: re.Match[str]) -> str:
        if (found["folder"] or "") not in ("", folder):
            return "%"
        (taken if found["folder"] or not folder else bare).append(found["name"])
        return "@"

    named_out = re.sub(_PATH, named, body)
    if taken or bare:
        yield _Block(
            script.source.place(start, end),
            folder,
            tested,
            tuple(dict.fromkeys(taken or bare)),
            kind + "\n".join([_shape(line) for line in named_out.split("\n") if "@" in line]),
            re.search(rf"(?<![\w-]){re.escape(tested)}(?![\w-])", body) is None,
            not taken,
            *span,
        )


def _plain(text: str) -> str:
    """The text without quotes and the braces of variables, for two ways of writing to be equal."""
    return re.sub(r"\$\{(\w+)\}", r"$\1", text).replace('"', "").replace("'", "").replace("//", "/")


def _shape(line: str) -> str:
    """A line without what differs by the library: its first word and its options, and signs for the rest."""
    line = re.sub(r"(?:^|\s)#.*", "", line).strip()
    first, blank, rest = line.partition(" ")
    words = [
        word if word.startswith("-") or set(word) & set("@%") else "$" if "$" in word else "w" for word in rest.split()
    ]
    return first + blank + re.sub(r"\bw(?: w)+\b", "w", " ".join(words))
