"""LP305 where a value that was kept for later is put back into another list: `PATH=$old_ld_library_path`."""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.rules.shared.loader import written_scripts
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.source import Place

_LIST = r"[A-Z]\w*PATH|PATH|PERL5LIB|LD_PRELOAD|DYLD_INSERT_LIBRARIES|XDG_DATA_DIRS"
_ENDS = r"(?=[ \t]*(?:$|[;&|)}#])|[ \t]+\S)"
_WORDS = ("PATH", "PERL5LIB", "PRELOAD", "DYLD_INSERT", "XDG_DATA")
# `old_path=$PATH`, by a name that says what it is for.
_KEPT = (
    r"(?im)(?<![\w$/{.-])((?=\w*(?:old|orig|sav|prev|bak|back|keep|kept|before|initial))[a-z_]\w*)="
    rf"[\"']?\$\{{?((?-i:{_LIST}))(?::?-)?\}}?[\"']?{_ENDS}"
)
# Lists that programs of all kinds have one value for: the loader's, and what the link editor looks at.
_KIN = frozenset(
    "LD_LIBRARY_PATH DYLD_LIBRARY_PATH DYLD_FALLBACK_LIBRARY_PATH LD_RUN_PATH LIBRARY_PATH LIBPATH SHLIB_PATH".split()
)
_LOADERS = _KIN | {"LD_PRELOAD", "DYLD_INSERT_LIBRARIES"}


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        for name, other, variable, at, kept in pairs(script.source.text):
            yield _finding(rule, name, other, variable, script.source.place(*at), script.source.place(*kept))
    for program, _, places in written_scripts(context):
        for name, other, variable, at, kept in pairs(program.text):
            yield _finding(rule, name, other, variable, places.place(*at), places.place(*kept))


def pairs(text: str) -> Iterator[tuple[str, str, str, tuple[int, int], tuple[int, int]]]:
    """The list whose value was kept, the one that gets it, the variable between them, and where both is done."""
    for start, end, variable, name in _kept(text):
        if _commented(text, start):
            continue
        # Where it holds other values as well, or its list gets it back, all may be well.
        given = re.findall(rf"(?<![\w$/{{.-]){variable}\+?=([^\s;&|)]*)", text)
        if any(re.fullmatch(rf"[\"']?(?:\$\{{?{name}(?::?-)?\}}?)?[\"']?", one) is None for one in given):
            continue
        value = rf"\$(?:{variable}(?!\w)|\{{{variable}\b)"
        if re.search(rf"(?<![\w$]){name}=[^\s;]*{value}|\beval\b[^\n]*\b{variable}\b", text):
            continue
        # `${!kept}`, where the name was put together: `kept=old_$1`.
        if "${!" in text and re.search(rf"\b{variable.partition('_')[0]}_?\$\{{?\w", text):
            continue
        whole = rf"(?m)(?<![\w$/{{.-])({_LIST})=[\"']?\$(?:{variable}|\{{{variable}(?::?-)?\}})(?!\w)[\"']?{_ENDS}"
        for back in re.finditer(whole, text[end:]):
            begin = end + back.start()
            if back[1] == name or {back[1], name} <= _KIN or _LOADERS.isdisjoint((back[1], name)):
                continue
            if back[1] == variable or _commented(text, begin):
                continue
            yield name, back[1], variable, (begin, end + back.end()), (start, end)
            break


def _kept(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Where a list's value is kept, the variable, and the list."""
    for at, line in dict.fromkeys(one for word in _WORDS for one in lines_with(word, text)):
        for kept in re.finditer(_KEPT, line) if "=" in line and "$" in line else ():
            yield at + kept.start(), at + kept.end(), kept[1], kept[2]


def _commented(text: str, at: int) -> bool:
    return text[text.rfind("\n", 0, at) + 1 : at].lstrip().startswith("#")


def _finding(rule: Rule, name: str, other: str, variable: str, place: Place, kept: Place) -> Finding:
    return rule.finding(
        place,
        f"`{other}` gets what `{name}` held: `{variable}` has it from there, and `{name}` does not get it back",
        label="another list's old value",
        related=(Label(kept, f"`{name}` is kept here"),),
        help=f"write `{name}=${variable}`",
        level="warning",
    )
