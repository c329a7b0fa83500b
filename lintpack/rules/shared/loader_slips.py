"""Words that are the names of the loader's variables but for a slip: `LD_LIBARY_PATH`, `D_LIBRARY_PATH`."""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.rules.gates.subjects import LOADER_HALVES
from lintpack.rules.shared.wording import line_before
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

_NAMES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "LD_PRELOAD")


def spoken_of(context: Context) -> bool:
    """Whether there is such a word."""
    return any(next(_slips(script.source.text), None) is not None for script in context.plan.scripts)


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    from lintpack.findings import Edit, Fix

    for script in context.plan.scripts:
        text = script.source.text
        for start, end, meant in _slips(text):
            if "#" in line_before(text, start):
                continue
            name = text[start:end]
            place = script.source.place(start, end)
            assigns = text[end : end + 1] == "=" or text[end : end + 2] == "+="
            what = "the loader does not look at it" if assigns else "nothing sets it"
            # In a text that is shown, only what is expanded or set for others matters.
            shown = not assigns and text[start - 1 : start] not in ("$", "{")
            shown = shown and re.match(_SHOWS, line_before(text, start)) is not None
            yield rule.finding(
                place,
                f"`{name}` is a slip for `{meant}`" + ("" if shown else f": {what}"),
                label=f"`{meant}`?",
                level="note" if shown else "",
                notes=("its old value is lost, and an empty element is the current directory",)
                if not assigns and text[start - 1 : start] in ("$", "{") and "PATH" in meant
                else (),
                help=f"write `{meant}`",
                fixes=(Fix(f"write `{meant}`", "safe", (Edit(place, meant),)),),
            )


def _slips(text: str) -> Iterator[tuple[int, int, str]]:
    """Where such a word begins and ends, and what was meant."""
    seen = set()
    for half in LOADER_HALVES:
        at = text.find(half)
        while at >= 0:
            start, end = at, at + len(half)
            while start and _in_name(text[start - 1]):
                start -= 1
            while end < len(text) and _in_name(text[end]):
                end += 1
            meant = meant_by(text[start:end]) or _unread(text, start, end) or _without_first(text, start, end)
            meant = meant or _with_tail(text, start, end)
            if meant and start not in seen:
                seen.add(start)
                yield start, end, meant
            at = text.find(half, end)


_SHOWS = r"[ \t]*(?:echo|printf|print|log\w*|info|warn\w*|die|error|msg)[ \t]"
# What the loader's variables are taken to be called. Some are used as names of a script's own.
_CLOSE = r"LD_?LIB(?:S|RARY|RARIES)?_?PATHS?|LIB(?:RARY)?_LD_PATH|LD_?PRELOADS?|LD_LIBRARY(?:_DIRS?)?"


def _unread(text: str, start: int, end: int) -> str:
    """The loader's variable that is meant where one of nearly its name is set, goes on from the value of either, and is
    read nowhere; "" where there is no such thing."""
    word = text[start:end]
    if word in _NAMES or text[end : end + 1] != "=" or not re.fullmatch(_CLOSE, word):
        return ""
    meant = "LD_PRELOAD" if "PRELOAD" in word else "LD_LIBRARY_PATH"
    value = text[end + 1 :].partition("\n")[0]
    if not re.match(rf"[^#]*\$\{{?(?:{meant}|{word})\b", value):
        return ""
    rest = re.sub(rf"\b{word}=.*", "", text)
    return "" if re.search(rf"\b{word}\b", rest) else meant


def _without_first(text: str, start: int, end: int) -> str:
    """The variable that `D_LIBRARY_PATH` is but for its first letter, where that is not put before it."""
    word = text[start:end]
    return f"L{word}" if f"L{word}" in _NAMES and text[start - 1 : start] not in ("]", "}", ")", "\\") else ""


def _with_tail(text: str, start: int, end: int) -> str:
    """The variable that `$LD_LIBRARY_PATHa` and `$LD_LIBRARY_PATHlib` begin with, where that name is only read."""
    word = text[start:end]
    bare = without_tail(word)
    if not bare or not (text[start - 1 : start] == "$" or text[start - 2 : start] == "${"):
        return ""
    reads = text.count(f"${word}") + text.count(f"${{{word}}}")
    return bare if text.count(word) == reads else ""


def without_tail(word: str) -> str:
    """The loader's variable that `word` is with small letters behind it; "" where it is none."""
    bare = word.rstrip("abcdefghijklmnopqrstuvwxyz_")
    return bare if bare in _NAMES and bare != word else ""


def _in_name(character: str) -> bool:
    return character == "_" or character.isalnum()


def meant_by(word: str) -> str:
    """The loader's variable that `word` is a slip for; "" where it is one, or another word."""
    if word in _NAMES or word.startswith("LDR_"):  # AIX's LDR_PRELOAD and LDR_CNTRL
        return ""
    for name in _NAMES:
        kind = slip_kind(word, name)
        # Other names are made of these with a letter at an end, or with a number.
        if not kind or word[0] != name[0] or any(character.isdigit() for character in word):
            continue
        if kind == "missing" or (word.isupper() and (kind in ("replaced", "swapped") or word[-1] == name[-1])):
            return name
    return ""
