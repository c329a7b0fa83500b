"""LP113 for branches by the word size that take the libraries of the other one.

case "$ARCH" in
    32) cp /lib64/ld-linux*.so.* out/ ;;
    64) cp /lib/ld-linux*.so.* out/ ;;
esac

Only where both are there and crossed, or where the branch for 32-bit alone takes a library of the system from `lib64`.
"""

from __future__ import annotations

import re

from lintpack.bash.tree import AndOr, Case, If
from lintpack.bash.walk import each
from lintpack.record import Record
from lintpack.rules.parts.wrong_folders import Wrong

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.bash.tree import Node
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

_SIZES = {
    "32": r"-?m?32|32[_-]?bits?|x86[_-]32|x86|ia32|i\[[\d-]+\]86|i[3-6?x*]86",
    "64": r"-?m?64|64[_-]?bits?|x86[_-]64|amd64|x64",
}
_OTHER = {"32": "64", "64": "32"}
# `[ "$bits" = 32 ]`: what is compared, how, and with what.
_COMPARES = (
    r"(?P<what>[^\s\[(]\S*(?: -m| LONG_BIT)?[)`]*\"?)\s+(?P<how>==?|!=|-eq|-ne|=~)\s+[\"']?(?P<size>[^\s\"'\])]+)"
)
# What a word size is asked of.
_OF_MACHINES = r"(?i)arch|bit|mach|cpu|uname|word|target|platform|host|abi|size|processor"
_FOLDER = r"(?<![\w$}.-])(?P<before>(?:[\w$\{\}.()-]*/)*)(?P<lib>lib64|lib32|lib)(?=[/\s;]|$)(?P<rest>[^\s;)]*)"
# Lines that put libraries somewhere; that say where they lie; and those that only speak of them, or take them away.
_USES = r"(?:^|[\s;&|(])\w*(?:cp|copy|put|stage|install|ln|mv|rsync|cat|tar|patchelf|for)\w*[ \t]"
_GIVES = r"^[ \t]*(?:export |local |readonly )?\w+\+?="
_IDLE = r"^\s*(?:echo|printf|rm|unlink|rmdir|log|info|warn|#)\b"
# Folders of the system.
_SYSTEM = ("/", "/usr/")


class _Word(Record):
    """A path with one of these folders: what is before it, the folder, and what is behind it."""

    start: int
    end: int
    before: str
    lib: str
    rest: str

    @property
    def twin(self) -> tuple[str, str]:
        return self.before, self.rest.rstrip("/")


class _Branch(Record):
    """What is done for a word size, from `start` up to `end`; `what` is compared with `label`, which names it."""

    size: str
    what: str
    label: str
    start: int
    end: int


def crossed_sizes(context: Context) -> Iterator[Wrong]:
    for script in context.plan.scripts:
        if "lib64" in script.source.text:
            for branches in _choices(script):
                yield from _crossed(branches, script)


def _crossed(branches: list[_Branch], script: ReadScript) -> Iterator[Wrong]:
    words = {
        size: [word for one in branches if one.size == size for word in _words(script.source.text, one)]
        for size in _SIZES
    }
    small, large = words["32"], words["64"]
    if not small or any(word.lib != "lib64" for word in small):
        return
    first = small[0]
    place = script.source.place(first.start, first.end)
    if large and all(word.lib != "lib64" for word in large):
        other = next((b for a in small for b in large if a.twin == b.twin), None)
        if other is None and ".so" in first.rest:
            other = next((b for b in large if b.before == first.before and ".so" in b.rest), None)
        if other is not None:
            yield Wrong(
                place,
                "of the other word size",
                f"names `{place.text}` for 32-bit, and the branch for 64-bit has "
                f"`{other.before}{other.lib}{other.rest}`: the two are crossed",
                f"swap them: `lib64` is the folder of 64-bit libraries, `{other.lib}` that of the others",
                script.source.place(other.start, other.end),
            )
    elif not large and first.before in _SYSTEM and ".so" in first.rest:
        branch = next(one for one in branches if one.start <= first.start < one.end)
        # What is called so may be of either size.
        if branch.label != "x86" and re.search(_OF_MACHINES, branch.what) and not _crosses(branch, script):
            yield Wrong(
                place,
                "of the other word size",
                f"names `{place.text}` for 32-bit, but `lib64` is the folder of 64-bit libraries",
                f"take it from `{first.before}lib`, or where the system has its 32-bit libraries",
                script.source.place(branch.start, branch.start),
            )


def _crosses(branch: _Branch, script: ReadScript) -> bool:
    """Whether the branch has to do with both sizes: it runs on a 64-bit machine."""
    return (
        re.search(r"x86[_-]64|amd64|-m32|multilib|gcc-multi", script.source.text[branch.start : branch.end]) is not None
    )


def _words(text: str, branch: _Branch) -> list[_Word]:
    """Paths with such a folder in the lines of a branch that use libraries: those that name one, else all."""
    found: list[_Word] = []
    at = branch.start
    for line in text[branch.start : branch.end].replace("\\\n", "  ").replace(";", "\n").split("\n"):
        # Signs in the place of quotes, for the offsets to stay.
        plain = re.sub(r"(?:^|(?<=\s))#.*", lambda match: " " * len(match[0]), line)
        if (re.search(_USES, plain) or re.match(_GIVES, plain)) and not re.match(_IDLE, plain):
            bare = re.sub(_GIVES, lambda match: " " * len(match[0]), plain)
            bare = re.sub("[\"'=:]", " ", bare)
            ones = [
                _Word(at + match.start(), at + match.end(), match["before"], match["lib"], match["rest"])
                for match in re.finditer(_FOLDER, bare)
            ]
            # The first is what is taken.
            named = [one for one in ones if ".so" in one.rest]
            found += named[:1] if named else ones
        at += len(line) + 1
    libraries = [one for one in found if ".so" in one.rest]
    return libraries or found


def _choices(script: ReadScript) -> Iterator[list[_Branch]]:
    text = script.source.text
    for case in each(script.tree, Case):
        yield list(_of_case(case, script))
    for node in each(script.tree, If):
        branches = []
        for branch in node.branches:
            asked = (
                _asked(text[branch.condition[0].start : branch.condition[-1].end])
                if branch.condition and branch.body
                else None
            )
            if asked is not None:
                label, what, same = asked
                alone = len(node.branches) == 1
                if same or alone:
                    branches += _of(label, what, branch.body if same else node.otherwise)
                if alone and _either(label, text):
                    branches += _of(label, what, node.otherwise if same else branch.body, other=True)
        yield branches
    for chain in each(script.tree, AndOr):
        first = chain.commands[0]
        asked = _asked(text[first.start : first.end]) if chain.operators == ("&&", "||") else None
        if asked is not None and _either(asked[0], text):
            label, what, same = asked
            yes, no = chain.commands[1:] if same else chain.commands[:0:-1]
            yield [*_of(label, what, (yes,)), *_of(label, what, (no,), other=True)]


def _of(label: str, what: str, body: Sequence[Node] | None, other: bool = False) -> list[_Branch]:
    """The branch for the size that `label` names, or for the other one."""
    size = _size(label)
    size = _OTHER[size] if other else size
    return [_Branch(size, what, "" if other else label, body[0].start, body[-1].end)] if body else []


def _either(label: str, text: str) -> bool:
    """Whether what is not of this size is of the other: of machines by their names there are more."""
    if re.search("86|amd|x64", label) is None:
        return True
    return label.strip("*") != "x86" and re.search("aarch64|arm|ppc|s390|riscv", text) is None


def _of_case(case: Case, script: ReadScript) -> Iterator[_Branch]:
    before = ""
    for clause in case.clauses:
        labels = [word.raw.strip("\"'") for word in clause.patterns]
        sizes = {_size(label) for label in labels}
        size = sizes.pop() if len(sizes) == 1 else ""
        if labels == ["*"] and len(case.clauses) == 2 and before and _either(before, script.source.text):
            yield from _of(before, case.word.raw, clause.body, other=True)
        before = labels[0] if size else ""
        if size:
            yield from _of(labels[0], case.word.raw, clause.body)


def _asked(condition: str) -> tuple[str, str, bool] | None:
    """The size that a condition asks for, as written, what is compared with it, and whether it is to be the same."""
    if "||" in condition or "&&" in condition or re.search(r"\s-[ao]\s", condition):
        return None
    found = re.search(_COMPARES, condition)
    if found is None or not _size(found["size"]):
        return None
    return found["size"], found["what"], (found["how"] not in ("!=", "-ne")) != condition.lstrip().startswith("!")


def _size(pattern: str) -> str:
    """The word size that a pattern names: `32`, `*64*`, `i?86`; "" for none."""
    bare = pattern.strip("*") if pattern.strip("*")[:1] != "x" or "64" in pattern else pattern
    return next((size for size, words in _SIZES.items() if re.fullmatch(words, bare)), "")
