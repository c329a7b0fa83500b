"""Values in which a `$`, a brace, a blank or a semicolon is not where it was meant.

`${$X}`, `'$X'`, `{$X}`, `$ {X}`, `{X}`, `$"X"`, `$X:-`, `/opt/x/lib :$X`
"""

from __future__ import annotations

import re

from lintpack.rules.shared.loader import NAMES
from lintpack.script import texts
from lintpack.script.plan import Link, Transfer
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.script.values import Piece, Text

# What the loader itself puts in (ld.so(8)).
_TOKENS = frozenset(("ORIGIN", "LIB", "PLATFORM"))
_NAME = r"([A-Za-z_]\w*)"


def in_copies(context: Context) -> Iterator[tuple[Transfer | Link, tuple[str, str, str]]]:
    """Each copy and link with such a slip, and what `slip_in` says of it."""
    from lintpack.rules.shared.set_names import assigned

    used: frozenset[str] | None = None
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            # What a shell on the other machine is given, it expands.
            there = effect.tool in ("scp", "rsync")
            values = tuple([v for v in (effect.source, effect.destination) if not (there and ":" in texts.shown(v))])
        elif isinstance(effect, Link):
            values = effect.target, effect.path
        else:
            continue
        for value in values:
            slip = None
            if any(_odd(piece) for piece in value):
                if used is None:
                    used = _used(context)
                slip = slip_in(value, assigned(context), used) or _braces(effect.origin.place.text)
            if slip is not None:
                yield effect, slip
                break


def _used(context: Context) -> frozenset[str]:
    """The variables that the scripts expand somewhere: those of the environment as well."""
    names: set[str] = set()
    for script in context.plan.scripts:
        bare = re.sub(r"'[^'\n]*'|\\\$|(?m:^\s*#.*)", "", script.source.text)
        names.update(one for one in re.findall(rf"\$\{{?{_NAME}", bare))
    return frozenset(names)


def _odd(piece: Piece) -> bool:
    """Whether a piece has what hardly any has: asked of all of them."""
    if isinstance(piece, str):
        return "$" in piece or "{" in piece or "%" in piece
    return isinstance(piece, Hole) and piece.shown[:3] == "${$"


def of_setting(setting: Setting, known: Container[str]) -> tuple[str, str, str] | None:
    """The message, a label and help for the first slip in `NAME=value` of a variable of the loader's."""
    if setting.value is None or not setting.whole:
        return None
    name = setting.name
    slip = slip_in(setting.value, known)
    # What is evaluated once more is expanded then.
    if slip is not None and "eval" not in setting.program.text:
        return f"{slip[0]}, in `{name}`", slip[1], f"write `{slip[2]}`"
    for way in setting.lists:
        for element in way.elements:
            bare = texts.known(element.text) or ""
            # In double quotes, a backslash before a letter stays.
            plain = bare.removeprefix("\\").strip("{}")
            if plain in NAMES:
                return f"`{name}` gets the word `{bare}`, not a value", "no `$`", f"write `DIR${{{plain}:+:${plain}}}`"
    raw = setting.raw.replace("\\$", "$")
    braces = _braces(raw)
    if braces is not None:
        return f"{braces[0]}, in `{name}`", braces[1], f"write `{braces[2]}`"
    foreign = None
    if "env" in raw or "ENV" in raw:
        foreign = re.search(rf"\$\{{?(?:env:|ENV\{{|env\{{)({'|'.join(sorted(NAMES))})\b\}}*", raw)
    if foreign:
        message = f"`{foreign[0]}` is no variable of the shell's"
        return message, "another language", f"write `${{{foreign[1]}}}`"
    outside = re.search(rf"\${_NAME}(:[-+=?])(?![\w}}]*}})", raw)
    if outside and outside[1] in NAMES:
        message = f"`{outside[0]}` is no default, since it stands outside of braces"
        return message, "part of the list", f"write `${{{outside[1]}{outside[2]}…}}`"
    return _cut_off(setting)


def _cut_off(setting: Setting) -> tuple[str, str, str] | None:
    """`export NAME=/opt/x/lib :$NAME`, `NAME=/opt/x/lib;$NAME`, `NAME=/opt/x/lib:$ {NAME}`."""
    place, raw = setting.place, setting.raw
    rest = place.source.text[place.end : place.end + 200].partition("\n")[0]
    if rest[:1] not in (" ", "\t", ";"):
        return None
    own = rf"[\"']?\\?(?:\$\{{?{setting.name}\b\}}?|\{{{setting.name}\}})"
    joined = re.match(rf"[ \t]+:(?:{own}|[\"']?\\?\$\{{?\w+|/[\w.-]+/)", rest)
    alone = re.match(rf"(?:[ \t]+|;){own}[\"']*[ \t]*(?:[;&|#]|$)", rest)
    if not joined and not (alone and (rest[0] == ";" or raw.rstrip("\"'")[-1:] in (":", "$"))):
        return None
    what = "a semicolon" if rest[0] == ";" else "a blank"
    return f"`{setting.name}` ends at {what}, before its last elements", "cut off here", "join them by `:` alone"


def slip_in(value: Text, known: Container[str], used: Container[str] = ()) -> tuple[str, str, str] | None:
    """What is wrong, a label and what to write, for the first slip in `value`. `known`: the script's variables; others
    may be file names, but for those behind a `$` that it has `used`."""
    for piece in value:
        if isinstance(piece, Hole):
            bad = re.match(rf"\$\{{\${_NAME}", piece.shown)
            if bad:
                right = f"${{{piece.shown[3:]}"
                return f"`{piece.shown}` is a bad substitution, at which bash ends the command", "an error", right
        if not isinstance(piece, str):
            continue
        if "$" not in piece and "%" not in piece and "{" not in piece:
            continue
        for match in re.finditer(rf"\$\{{?{_NAME}\b\}}?|\$ \{{{_NAME}\}}|%{_NAME}%|\{{{_NAME}\}}", piece):
            name = next(filter(None, match.groups()))
            dollar = match[0][0] == "$"
            if name in _TOKENS or not (name in NAMES or name in known or (dollar and name in used)):
                continue
            what = "the shell leaves it as it is" if dollar else "the name stands there"
            return f"`{match[0]}` is no variable here: {what}", "not expanded", f"${{{name}}}"
    return None


def _braces(raw: str) -> tuple[str, str, str] | None:
    """`{$NAME}` in what is written."""
    found = re.search(rf"(?<![$\w]){{\${_NAME}}}", raw) if "{$" in raw else None
    return (f"`{found[0]}` leaves the braces in the value", "braces outside", f"${{{found[1]}}}") if found else None
