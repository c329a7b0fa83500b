"""What puts an empty element into a library path besides its own old value: a part that may be empty, a list whose
variable begins with its separator, and lists that `tr` joins with one separator more than they have elements."""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.libpath import inherited
from lintpack.rules.shared.loader import NAMES
from lintpack.rules.shared.own_folder import raw_elements
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.source import Place

_VARIABLE = r"\$(?:(\w+)|\{(\w+)\})"
# The last command of a substitution, where it ends every line, the last one too, in `:`. `printf %s`, `echo -n` and a
# variable's own text have no newline at their end.
_JOINS = (
    r"\|\s*tr\s+(?:-s\s+)?(['\"]?)(?:\\\\?n|\\\\?012|\[:space:\]| ?\\n ?)\1\s+(?:-s\s+)?['\"]?:['\"]?\s*"
    r"|-printf\s+(['\"])%[hp]/?:\2\s*"
    r"|\bprintf\s+(['\"])%s:\3\s[^|)]*"
    r"|\|\s*xargs\s+(?:-\S+\s+)*printf\s+(['\"]?)%s:\4\s*"
)
_NO_NEWLINE = r"(?:printf\s+(['\"]?)%s\1\s|echo\s+-\w*n)[^|]*$"


class Joined(Record):
    """`place`: the substitution that prints a list with a `:` behind its last element. `by`: the command that does."""

    place: Place
    by: str


def optional(setting: Setting) -> str:
    """The variable that stands for a whole element, and that the script itself sets to nothing at first."""
    elements = raw_elements(setting.raw)
    if len(elements) < 2:
        return ""
    text = setting.program.text if setting.program.written else setting.place.source.text
    for element in elements:
        match = re.match(rf"{_VARIABLE}(?:$|\$\{{\w+:?\+:)", element)
        name = (match[1] or match[2]) if match else ""
        if name and name not in NAMES and re.search(rf"(?m)(?:^|[\s;]){name}=(?:\"\"|''|)[ \t]*(?:;|#|$)", text):
            return name
    return ""


def collected(setting: Setting) -> Place | None:
    """Where a loop puts `:` and one more element to a variable that was empty, if the library path is that variable:
    `list="$list:$one"`."""
    match = re.match(rf"\w+\+?=[\"']?{_VARIABLE}", setting.raw)
    if match is None or setting.program.written:
        return None
    name = match[1] or match[2]
    if name in NAMES:
        return None
    source = setting.place.source
    adds = rf"(?m)(?:^|[\s;])({name}=[\"']?\$\{{?{name}\}}?:[^\s;]+|{name}\+=[\"']?:[^\s;]+)"
    for found in re.finditer(adds, source.text):
        if found.end() <= setting.place.start:
            return source.place(found.start(1), found.end(1))
    return None


def joined(setting: Setting) -> Joined | None:
    """A list with a `:` behind its last element that ends the library path, or that another `:` follows."""
    text = setting.program.text if setting.program.written else setting.place.source.text
    name, _, value = setting.raw.partition("=")
    if setting.program.written or re.search(rf"\{{{name}(?:%:?|/%?:|::-1)", text):
        return None
    bare = value.strip("\"'")
    inside = _substitution(bare)
    if inside is not None:
        by = _ends_every(inside)
        return Joined(setting.place, by) if by else None
    for variable, place, body in _lists(setting, bare):
        used = re.search(rf"\$(?:{variable}\b|\{{{variable}\}})[\"']?(?=:|$)", bare)
        if used and _stays(variable, text):
            by = _ends_every(body)
            if by:
                return Joined(place, by)
    return None


def _substitution(value: str) -> str | None:
    """What stands in the substitution that ends `value`, or that `:` follows."""
    for start, end in (("$(", ")"), ("`", "`")):
        at = value.find(start)
        stop = value.rfind(end)
        if at >= 0 and stop > at and value[stop + 1 :].strip("\"'")[:1] in ("", ":"):
            return value[at + len(start) : stop]
    return None


def _lists(setting: Setting, value: str) -> Iterator[tuple[str, Place, str]]:
    """The assignments of a substitution to a variable that is read in `value`, above the setting."""
    source = setting.place.source
    lines: dict[int, str] = {}
    for name in set(re.findall(r"\$\{?(\w+)", value)):
        lines.update(lines_with(f"{name}=", source.text[: setting.place.start]))
    for start, line in sorted(lines.items()):
        for match in re.finditer(r"(?:^|[\s;])((\w+)=[\"']?(?:\$\((.*)\)|`(.*)`)[\"']?)[ \t]*$", line):
            yield match[2], source.place(start + match.start(1), start + match.end(1)), match[3] or match[4]


def _stays(name: str, text: str) -> bool:
    """Whether nothing takes a separator off the end of a variable, or gives it another value."""
    return len(re.findall(rf"(?<![\w$]){name}\+?=", text)) == 1 and not re.search(rf"\{{{name}(?:%|/|::?-?\d)", text)


def _ends_every(body: str) -> str:
    """The command that ends each line of what `body` prints in `:`; "" where none does."""
    match = re.search(rf"(?:{_JOINS})$", body)
    if match is None or re.search(_NO_NEWLINE, body[: match.start()]):
        return ""
    return match[0].strip("| ").split(None, 1)[0] if not match[0].startswith("-") else "find"


def kept_in_array(setting: Setting) -> Place | None:
    """Where the old value becomes an element of an array, also if it is empty, that is joined with `:`."""
    array = re.search(r"\$\{(\w+)\[[@*]\]\}", setting.raw)
    if array is None or setting.program.written:
        return None
    text = setting.place.source.text
    if not re.search(r"\bIFS=[\"']?:|%s:|tr (?:' '|\" \") [\"']?:", text):
        return None
    name = setting.name
    added = rf"(?m)^[ \t]*{array[1]}\+?=\([^()\n]*\"\$(?:{name}|\{{{name}:?-?\}})\"[^()\n]*\)"
    for found in re.finditer(added, text[: setting.place.start]):
        above = text[: found.start()].rstrip("\n").rpartition("\n")[2]
        if name not in above and "for " not in setting.raw:
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            return setting.place.source.place(start, found.end())
    return None


def taken_out(setting: Setting) -> bool:
    """`P=${P/"$dir"/}`: the folder goes, and its colon stays."""
    name = setting.name
    own = rf"{name}=[\"']?\$\{{{name}//?#?((?:[^{{}}:/]|\\/|\$\{{\w+\}})+)/?\}}[\"']?$"
    by_sed = (
        rf"{name}=[\"']?\$\((?:echo|printf)\b[^|]*{name}[^|]*\|\s*sed\s+(?:-[eEr]+\s+)*"
        r"(?P<quote>[\"'])s(?P<mark>[|#,/@!])(?:(?!(?P=mark))[^:\[(*?])+(?P=mark)(?P=mark)g?(?P=quote)\s*\)[\"']?$"
    )
    if not re.match(own, setting.raw) and not re.match(by_sed, setting.raw):
        return False
    text = setting.program.text if setting.program.written else setting.place.source.text
    # It may be cleaned up, before or behind it.
    return not re.search(rf"{name}(?:##?|%%?):|{name}//?[#%]?::?/|s(.):\+?(?::|\$)|s(.)\^:|::", text)


def asks_if_set(setting: Setting) -> str | None:
    """What lets the caller's value be an element where it is set, be it to nothing: `${V+`, `-v V`."""
    name = setting.name
    if not any(inherited(piece) == name for way in setting.lists for part in way.elements for piece in part.text):
        return None
    # With or without a colon of its own: `${V+:$V}`, `${V+$V:}`, `${V+:}$V`.
    own = rf"\$\{{{name}:?-?\}}|\${name}\b"
    value = setting.raw.partition("=")[2].replace('"', "")
    guarded = rf"\$\{{{name}\+(?::(?:{own})|(?:{own}):)\}}|\$\{{{name}\+:\}}(?:{own})|(?:{own})\$\{{{name}\+:\}}"
    rest, count = re.subn(guarded, "", value)
    tests = [guard for guard in setting.export.origin.guards if name in guard.shown]
    if any(re.search(rf"\$\{{?{name}(?!\+)\b", guard.shown) for guard in tests):
        return None
    if count:
        return f"${{{name}+…}}" if rest.strip("';") and name not in rest else None
    alone = rf"^(?:{own}):|:(?:{own}):|:(?:{own})$"
    for guard in tests:
        test = re.fullmatch(
            rf"(?:test |\[\[? )(-[nvz]) (?:{name}|\"?(\$\{{{name}\+)\w+\}}\"?)(?: \]\]?)?", guard.shown.strip()
        )
        if (
            test
            and (test[1] == "-v") == (test[2] is None)
            and guard.holds == (test[1] != "-z")
            and re.search(alone, value.strip("';"))
        ):
            return f"{test[2]}…}}" if test[2] else f"-v {name}"
    return None
