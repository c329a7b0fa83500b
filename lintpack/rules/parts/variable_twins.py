"""LP115: a variable that nothing sets, where the same path stands behind another one: `$ROT/web/lib`, `$ROOT/web/php`.

And `${ROOT/lib}`, where `${ROOT}/lib` was meant: that takes the word `lib` out of the value.
"""

from __future__ import annotations

import re

from lintpack.rules.shared import set_names
from lintpack.rules.shared.wording import line_before
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.source import Source

# `${NAME/word}` without a second slash.
_INSIDE = r"\$\{([A-Za-z_]\w*)/([A-Za-z][\w.+-]*)\}"
# Folders that lie in many others.
_COMMON = frozenset("lib lib64 lib32 bin sbin usr opt local share include etc libexec var tmp src build".split())
_SHORT = 4
# The variable that an element of a list of folders begins with.
_ELEMENT = r"[=:\"']\$\{?(\w+)\}?[\"']?/(?=[a-z])"
# Lines between a variable that is set and where it is read; letters of the names, and those that differ.
_NEAR = 8
_ALIKE = 6
# Times that a variable is read which is surely called so.
_OFTEN = 3
_DIFFERENT, _MORE = 3, 5
_DIGITS = frozenset("0123456789")
_SET_HERE = r"(?m)^[ \t]*(?:(?:local|readonly|declare)[ \t]+(?:-\w+[ \t]+)?)?([A-Za-z_]\w*)="
# What gives variables to others, unnamed.
_HANDED_ON = r"(?m)^[^#\n]*(?:\bset -[a-z]*a|\bset -o allexport|\beval\b|\$\{!)|\benvsubst\b"


def twin(name: str, context: Context, loads: bool) -> str:
    """The variable that the scripts name in place of `name`, which they read once; "" where there is none. `loads`: it
    is the loader's path that reads it."""
    text = "\n".join([script.source.text for script in context.plan.scripts])
    read = re.findall(rf"\$\{{?{name}\b\}}?\"?(/[\w./-]*)?", text)
    if len(read) != 1 or len(re.findall(rf"\b{name}\b", text)) != 1 or len(name) < _SHORT:
        return ""
    path = read[0].strip("/")
    for other in (name.lower(), name.upper()):
        # `name=$NAME` is how a script takes what its caller gives.
        if re.search(rf"(?m)^[ \t]*(?:\w+[ \t]+)?{other}=[\"']?\$\{{?{name}\b", text):
            continue
        if other != name and len(re.findall(rf"\$\{{?{other}\b", text)) > 1:
            return other
    if not path:
        return ""
    for other in _read_often(name, text):
        if _below(other, path, text):
            return other
    assigned = set_names.assigned(context)
    first = path.partition("/")[0]
    for other in assigned:
        if first and slip_kind(name, other) and other[0] == name[0] and _below(other, first, text):
            return other
    beside = _in_line_beside(name, text) if loads else ""
    if beside in assigned:
        return beside
    if loads and path.rpartition("/")[2] not in _COMMON and path.count("/") > 0:
        return next((other for other in assigned if _below(other, path, text)), "")
    return ""


def _read_often(name: str, text: str) -> Iterator[str]:
    """The variables in capitals that are read again and again, of which `name` lacks a letter, or has one more, but for
    the lines between words: `$SERVEDIR` beside `$SERVER_DIR`. The caller gives them."""
    bare = name.replace("_", "")
    if not name.isupper() or len(bare) < _ALIKE:
        return
    reads = re.findall(r"\$\{?([A-Z_]{5,})\b", text)
    for other in dict.fromkeys(reads):
        if other[0] != name[0] or other[-1] != name[-1] or reads.count(other) < _OFTEN:
            continue
        if bare == other.replace("_", "") or slip_kind(bare, other.replace("_", "")) in ("missing", "extra", "swapped"):
            yield other


def _in_line_beside(name: str, text: str) -> str:
    """The variable that stands in the place of `name` in another list beside: `PATH=$A/bin:$B/bin`, and then
    `LD_LIBRARY_PATH=$A/lib:$B_BIN/lib`."""
    lines = text.split("\n")
    at = next((n for n, line in enumerate(lines) if re.search(rf"\$\{{?{name}\b", line)), 0)
    mine = re.findall(_ELEMENT, lines[at])
    for line in lines[max(0, at - 2) : at + 3]:
        names = re.findall(_ELEMENT, line)
        odd = [(one, other) for one, other in zip(mine, names, strict=False) if one != other]
        if len(names) == len(mine) > 1 and len(odd) == 1 and odd[0][0] == name and "PATH=" in line:
            other = odd[0][1]
            if other.partition("_")[0] == name.partition("_")[0]:
                return str(other)
    return ""


def _below(name: str, path: str, text: str) -> bool:
    return re.search(rf"\$(?:{name}|\{{{name}\}})\"?/{re.escape(path)}(?![\w.-])", text) is not None


def inside(context: Context, rule: Rule) -> Iterator[Finding]:
    """`ldd "${ROOT/prog}"`, beside `"${ROOT}/prog"`."""
    from lintpack.findings import Edit, Fix

    for script in context.plan.scripts:
        text = script.source.text
        for match in re.finditer(_INSIDE, text):
            name, word = match[1], match[2]
            line = line_before(text, match.start())
            if "#" in line or not any(_below(name, word, one.source.text) for one in context.plan.scripts):
                continue
            place = script.source.place(match.start(), match.end())
            right = f"${{{name}}}/{word}"
            yield rule.finding(
                place,
                f"`{match[0]}` takes the word `{word}` out of the value of `{name}`, and is no path below it",
                label="slash inside the braces",
                help=f"write `{right}`",
                fixes=(Fix(f"write `{right}`", "safe", (Edit(place, right),)),),
            )


def orphan(name: str, near: Iterable[int], source: Source, context: Context) -> str:
    """The variable that is set a few lines from where `name` is read, and that nothing reads, where the two are called
    alike: `NCURSES_VER=…; ln -s "libncursesw.so.$NETCURSES_VER" …`; "" where there is none. `near`: the lines, from 1.

    A variable that nothing reads, beside one that nothing sets: the two belong together."""
    lines = source.text.split("\n")
    texts = [script.source.text for script in context.plan.scripts]
    for line in near:
        for other in re.findall(_SET_HERE, "\n".join(lines[max(0, line - _NEAR) : line + _NEAR])):
            if other != name and alike(name, other) and not any(_mentioned(other, text) for text in texts):
                return str(other)
    return ""


def _mentioned(name: str, text: str) -> bool:
    """Whether a text has the name otherwise than to give it a value, or hands on what it sets."""
    given = rf"(?m)(?<![\w$.{{-]){name}(?==)"
    return re.search(rf"\b{name}\b", re.sub(given, "", text)) is not None or re.search(_HANDED_ON, text) is not None


def alike(name: str, other: str) -> bool:
    """Whether two names have most of their letters in common, and end in the same word, or begin with it."""
    one, two = (word.lower().replace("_", "") for word in (name, other))
    if min(len(one), len(two)) < _ALIKE or (one[-3:] != two[-3:] and one[:4] != two[:4]):
        return False
    if {*one} & _DIGITS != {*two} & _DIGITS:
        return False
    # Letters in the same order, from both ends.
    head = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    left, right = one[head:], two[head:]
    tail = next(
        (n for n, (a, b) in enumerate(zip(left[::-1], right[::-1], strict=False)) if a != b), min(len(left), len(right))
    )
    if not (left and right):
        # `BUILD_DIRECTORY` and `BUILD_DIR`, and not `LIB_VERSION` and `LIB_VERSION_MAJOR`.
        rest = max(name, other, key=len)[min(len(name), len(other)) :]
        return rest.isalpha() and len(rest) > 1
    # A word more, as in `PYTHON_DIR` beside `DIR`, is another thing's name.
    return head > 0 and tail > 0 and max(len(left), len(right)) - tail <= (_MORE if head > _MORE else _DIFFERENT)
