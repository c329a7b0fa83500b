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
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

# `${NAME/word}` without a second slash.
_INSIDE = r"\$\{([A-Za-z_]\w*)/([A-Za-z][\w.+-]*)\}"
# Folders that lie in many others.
_COMMON = frozenset("lib lib64 lib32 bin sbin usr opt local share include etc libexec var tmp src build".split())
_SHORT = 4
# The variable that an element of a list of folders begins with.
_ELEMENT = r"[=:\"']\$\{?(\w+)\}?[\"']?/(?=[a-z])"


def twin(name: str, context: Context, loads: bool) -> str:
    """The variable that the scripts name in place of `name`, which they read once; "" where there is none. `loads`: it
    is the loader's path that reads it."""
    text = "\n".join([script.source.text for script in context.plan.scripts])
    read = re.findall(rf"\$\{{?{name}\b\}}?\"?(/[\w./-]*)?", text)
    if len(read) != 1 or len(re.findall(rf"\b{name}\b", text)) != 1 or len(name) < _SHORT:
        return ""
    path = read[0].strip("/")
    for other in (name.lower(), name.upper()):
        if other != name and len(re.findall(rf"\$\{{?{other}\b", text)) > 1:
            return other
    if not path:
        return ""
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
