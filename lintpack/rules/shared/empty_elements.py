"""Elements of a library path that are empty: always, where the caller has not set the variable, or where few see it."""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.record import Record, replace
from lintpack.rules.shared.loader import FOLDERS, settings
from lintpack.rules.shared.no_shell import unexpanded
from lintpack.rules.shared.wording import calls
from lintpack.script import texts
from lintpack.script.plan import Unfollowed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding, Fix
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.rules.shared.libpath import PathList
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.source import Place


class Empty(Record):
    """An element that is empty. `level`: warning, or note where few meet it. The others are as a finding has them."""

    place: Place
    message: str
    label: str
    related: tuple[Label, ...]
    help: str
    fixes: tuple[Fix, ...] = ()
    confidence: str = ""
    level: str = "warning"

    def told_by(self, rule: Rule) -> Finding:
        return rule.finding(
            self.place,
            self.message,
            label=self.label,
            related=self.related,
            help=self.help,
            fixes=self.fixes,
            confidence=self.confidence,
        )


def empty_elements(context: Context) -> tuple[Empty, ...]:
    """In every library path that the scripts set, in order."""
    return context.shared(_found)


def _found(context: Context) -> tuple[Empty, ...]:
    return tuple(_each(context))


def _each(context: Context) -> Iterator[Empty]:
    groups: dict[object, list[Setting]] = {}
    stripped = [one for one in settings(context) if re.search(_STRIPS, one.raw)] if context.speaks_of(_SIGNS) else []
    for setting in settings(context):
        if unexpanded(setting):
            continue
        # Few give the variable a value that is its own with something replaced.
        if ("//" in setting.raw or "/}" in setting.raw or "sed" in setting.raw) and setting.name == "LD_LIBRARY_PATH":
            from lintpack.rules.shared.empty_pieces import taken_out

            if taken_out(setting):
                yield _left(setting)
                continue
        if any(one.name == setting.name and _follows(one, setting) for one in stripped):
            continue
        if setting.name in FOLDERS and setting.lists and not _prepares(setting, context):
            groups.setdefault(setting.place, []).append(setting)
    told: list[Setting] = []
    for group in groups.values():
        empty = _where_set(group[0])
        if empty is None and not _guarded(group[0]):
            empty = _unset(group[0], [way for setting in group for way in setting.lists], context)
        ways = [way for setting in group for way in setting.lists]
        if empty is None or empty.level == "note" or _of_another(group[0], ways):
            empty = _of_a_piece(group) or empty
        if empty is None:
            continue
        if any(_handed_on(one, group[0]) for one in told) and not any(way.maybes for way in ways):
            continue
        # What only compilers read is of the build, wherever it is set.
        if group[0].name == "LIBRARY_PATH":
            empty = replace(empty, level="note")
        if empty.level == "warning" and all(way.empties and not way.unset for way in ways):
            told.append(group[0])
        yield empty


# `V=DIR:$V`, and then `V=${V%:}`.
_SIGNS = ("%:", "#:", "s/:$//", "s/^://")
_STRIPS = r"\$\{(\w+)(?:%%?:|##?:)\}|s(.):\$\2\2|s(.)\^:\3\3"


def _of_another(setting: Setting, ways: list[PathList]) -> bool:
    """Whether another variable may be empty, in a branch for those whose callers have not set this one."""
    return all(way.unset for way in ways if way.empties) and f"${setting.name}" not in setting.raw.replace("{", "")


def _follows(later: Setting, setting: Setting) -> bool:
    return later.program is setting.program and later.export.origin.number > setting.export.origin.number


def _handed_on(first: Setting, setting: Setting) -> bool:
    """Whether an empty element is there since `first`, where it was told, left a colon at the end of the value, or at
    its beginning: `V=$V:`, and then `V=$V:DIR` or `V+=:DIR`, which would be right without that."""
    name = setting.name
    if name != first.name or first.program is not setting.program:
        return False
    if first.export.origin.number > setting.export.origin.number:
        return False
    before, _, after = setting.raw.partition("=")
    value, count = re.subn(rf"\$(?:{name}\b|\{{{name}\}})", "x", after.strip("\"'"))
    if before.endswith("+") and not count:
        value, count = f"x{value}", 1
    return count == 1 and not re.search(r"^[:;]|[:;]{2}|[:;]$", value)


def _left(setting: Setting) -> Empty:
    name = setting.name
    return Empty(
        setting.place,
        f"takes a folder out of `{name}`, but not its colon: an empty element stays, {takes(name)}",
        label="a `:` too many is left",
        related=calls(setting.export.origin, setting.place),
        help="go over the elements, and join those that are kept",
    )


def _of_a_piece(group: list[Setting]) -> Empty | None:
    """An empty element that is not the old value's."""
    from lintpack.rules.shared.empty_pieces import joined, kept_in_array, optional

    setting = group[0]
    name = setting.name
    if name.startswith("DYLD_"):
        return None
    if any(way.empties for one in group for way in one.lists):
        part = optional(setting)
        if part:
            return Empty(
                setting.place,
                f"`{name}` has an empty element where `${part}` is empty, {takes(name)}",
                label="the colon is there in any case",
                related=calls(setting.export.origin, setting.place),
                help=f"write `${{{part}:+:${part}}}`: the colon only with a value behind it",
            )
    element = kept_in_array(setting) if "[" in setting.raw else None
    if element is not None:
        return Empty(
            element,
            f"the old `{name}` is an element also where it is empty, {takes(name)}",
            label="an empty element",
            related=(Label(setting.place, "joined here"),),
            help=f"add it only with a value: `[[ -n ${{{name}-}} ]] && …`",
        )
    found = joined(setting)
    if found is None:
        return None
    return Empty(
        found.place,
        f"`{found.by}` ends the last element in `:` too, so `{name}` has an empty one, {takes(name)}",
        label="a `:` behind each, and none between two only",
        related=calls(setting.export.origin, setting.place),
        help="join with `paste -sd:`, or take the last one off: `${list%:}`",
    )


def takes(name: str) -> str:
    reader = "the compiler" if name == "LIBRARY_PATH" else "the loader"
    return f"and {reader} takes an empty element for the current directory"


def _guarded(setting: Setting) -> bool:
    """`V="DIR${V:+:$V}"`: the colon comes only with a value, whatever the variable was before; so it does behind
    `[ -n "$V" ]`."""
    name = setting.name
    tested = rf"(?:\[\[?|\btest)\s+-n\s+[\"']?\$\{{?{name}(?::?-)?\}}?[\"']?\s*(?:\]|$)"
    if any(one.holds and "||" not in one.shown and re.match(tested, one.shown) for one in setting.export.origin.guards):
        return True
    guard = rf"\$\{{{name}:\+(?:[^{{}}]|\{{[^{{}}]*\}})*\}}"
    rest, count = re.subn(guard, "", setting.raw.partition("=")[2])
    if not count or name in rest:
        return False
    bare = rest.replace('"', "").replace("'", "").split(None, 1)
    return bool(bare) and not (bare[0].startswith(":") or bare[0].endswith(":") or "::" in bare[0])


def _prepares(setting: Setting, context: Context) -> bool:
    """`V="${V:+$V:}"`, or `V=":$V"` and then `V="DIR$V"`: more is put to it later."""
    value, name = setting.value or (), setting.name
    if len(value) == 1 and name in setting.raw.partition("=")[2] and not _own_guard(setting):
        return not isinstance(value[0], str)
    if any(isinstance(piece, str) and piece.strip(":") for piece in value):
        return False
    later = re.compile(rf"\b{name}\+=|[^:;=\"'{{$]\"?\$\{{?{name}\b(?!:?\+:)|\$\{{?{name}\}}?\"?[^:;\"'}}\w]")
    return any(
        one.name == name and one.export.origin.number > setting.export.origin.number and later.search(one.raw)
        for one in settings(context)
    )


def _own_guard(setting: Setting) -> bool:
    """`V="${V:+:$V}"`, where no folder stands before the colon."""
    name = setting.name
    return re.search(rf"=[\"']?\$\{{{name}:?\+:\$\{{?{name}\}}?\}}[\"']?\s*$", setting.raw) is not None


def _later(setting: Setting, context: Context) -> bool:
    """Whether it stands in a function that nothing here calls, and another one gives the variable a value before it:
    whoever sources the file will call that one first."""
    if not any(frame.kind == "definition" for frame in setting.export.origin.calls):
        return False
    return any(
        one.name == setting.name
        and one.value
        and one.place.source is setting.place.source
        and one.place.end <= setting.place.start
        for one in settings(context)
    )


def _unset(setting: Setting, ways: list[PathList], context: Context) -> Empty | None:
    name = setting.name
    # `NAME=x/lib:`, a backslash, and an indented line below: a blank ends the value, which is LP308's.
    rest = setting.place.source.text[setting.place.end : setting.place.end + 200]
    if setting.raw.endswith(":") and re.match(r"\\\n[ \t]+[\"'$/]", rest):
        return None
    # Ways that need the caller's variable not to be set say less than the others.
    certain = [way for way in ways if way.empties and not way.unset]
    if not certain and re.search(_HERE, setting.raw):
        # The current directory is asked for by name: LP303 speaks of that.
        return None
    from lintpack.rules.shared.launchers import in_checkout, only_for_builds, purpose

    read = takes(name)
    if name.startswith("DYLD_"):
        # What dyld makes of it, dyld(1) does not say. One that is always there is a slip all the same.
        read = "which names no folder"
    if certain and all(way.empties for way in ways):
        places = {_where(way, way.empties, setting) for way in ways}
        message = f"`{name}` always {places.pop() if len(places) == 1 else 'has an empty element'}, {read}"
        if certain[0].empties[0] == 0:
            from lintpack.rules.shared.empty_pieces import collected

            place = collected(setting)
            if place is not None:
                return Empty(
                    place,
                    message,
                    label="the first element is put behind nothing",
                    related=(Label(setting.place, "and comes here"),),
                    help="let the expansion bring its own colon: `list=${list:+$list:}$one`",
                )
        return _report(setting, message, "empty element", "high")
    if name.startswith("DYLD_"):
        return None
    from lintpack.rules.unexported_library_path import handed_on

    # Where the caller has not set it, and the script does not export it, the loader never sees it: that is LP304's.
    own = setting.export.how == "assign" and name == "LD_LIBRARY_PATH" and not handed_on(setting, context)
    unset = [] if own else [way for way in ways if way.empties and way.unset]
    if unset:
        message = f"`{name}` {_where(unset[0], unset[0].empties, setting)} where the caller has not set it, {read}"
        # Who runs a test has no other folder beside it than the test's own.
        level = "note" if in_checkout(setting.program) else ""
        return _report(setting, message, "empty where the variable is not set", "high", level)
    possible = [] if own else [way for way in ways if way.maybes]
    if possible and not setting.export.nounset:
        where = _where(possible[0], possible[0].maybes, setting)
        message = f"`{name}` {where} where the caller has not set it, {read}"
        shipped = _shipped(setting, context) and not only_for_builds(setting.program, context)
        # A test's settings are for the shell of whoever reads them.
        tested = in_checkout(setting.program) and purpose(setting.program) != "environment"
        level = "warning" if shipped and not tested else "note"
        return _report(setting, message, "empty where the variable is not set", "medium", level)
    if certain and _own_guard(setting):
        message = f"`{name}` starts with `:` where the caller has set it, {read}"
        return _report(setting, message, "no folder beside the colon", "medium")
    if certain:
        message = f"`{name}` {_where(certain[0], certain[0].empties, setting)} on some ways through the script, {read}"
        return _report(setting, message, "may be empty", "medium", "note")
    return None


def _shipped(setting: Setting, context: Context) -> bool:
    """Whether it is set for a program that does not belong to a build."""
    from lintpack.rules.shared.launchers import asks_for_top, builds, example, outlives, purpose
    from lintpack.rules.shared.starts import started

    # A script that is written to be run on the machine that builds.
    if setting.name != "LD_LIBRARY_PATH" or (setting.program.written and re.search(_MAKES, setting.program.text)):
        return False
    # A program that is started as `./prog` lies in the current directory, and so may its libraries.
    here = started(setting) == {"relative"}
    used = (
        purpose(setting.program) != "build"
        or not builds(setting.program)
        or outlives(setting)
        or example(setting.program)
    )
    used = used and not asks_for_top(setting.program)
    return not here and used and not _later(setting, context) and not _set_up(setting)


_HERE = r"[=:\"'](?:\.|\$\{?PWD\}?|\$\(pwd\)|`pwd`)/?(?:[:\"']|$)"
# Files that are there to set the loader's path, and what sets it without one: `module load`.
_SETS_UP = (
    r"(?:^|/)(?:set_?(?:up)?_?(?:vars|env)?|env|this\w+|[a-z]+vars|enable|shrc)(?:[-_.][\w.-]*)?\.(?:ba|c|z)?sh$"
    r"|(?:^|/)(?:enable|shrc)$"
)
_ASKED = r"(?:\[|\btest)[ \t]+-[efrs][ \t]"
_MAKES = r"(?m)(?:^|&&|;)[ \t]*(?:\w+=\S*[ \t]+)*(?:g?make|cmake|ninja|\./configure)(?=[ \t;]|$)"
_LOADS = r"(?m)^[ \t]*(?:module[ \t]+(?:load|add|swap)|ml)[ \t]+[\w/$]"


def _set_up(setting: Setting) -> bool:
    """Whether what nobody could read, such as a compiler's `setvars.sh`, has most likely given the variable a value:
    not where it is read only if it is there."""
    if "module" in setting.program.text or "ml " in setting.program.text:
        found = re.search(_LOADS, setting.program.text)
        if found is not None and (setting.program.written or found.start() < setting.place.start):
            return True
    number = setting.export.origin.number
    return any(
        isinstance(effect, Unfollowed)
        and effect.origin.number < number
        and not any(guard.holds and re.search(_ASKED, guard.shown) for guard in effect.origin.guards)
        and re.search(_SETS_UP, texts.shown(effect.path)) is not None
        for effect in setting.program.plan.effects
    )


def _where_set(setting: Setting) -> Empty | None:
    """`DIR${V+:$V}`, and `DIR:$V` behind a test whether V is set: the colon is there for a V that is set to nothing.

    Few callers do that, and whoever wrote it has thought of those who set nothing: so it is a note.
    """
    name = setting.name
    text = setting.program.text
    if name.startswith("DYLD_") or (f"{name}+" not in text and "-v" not in text):
        return None
    from lintpack.rules.shared.empty_pieces import asks_if_set

    asked = asks_if_set(setting)
    if asked is None:
        return None
    return Empty(
        setting.place,
        f"`{name}` has an empty element where the caller has set it to nothing, {takes(name)}",
        label=f"`{asked}` tells whether it is set, not whether it has a value",
        related=calls(setting.export.origin, setting.place),
        help=f"write `DIR${{{name}:+:${name}}}`: the colon only with a value behind it",
        confidence="medium",
        level="note",
    )


def _where(way: PathList, numbers: tuple[int, ...], setting: Setting) -> str:
    sign = _separator(setting)
    if numbers[-1] == len(way.elements) - 1:
        return f"ends in `{sign}`"
    return f"starts with `{sign}`" if numbers[0] == 0 else f"has `{sign * 2}` in it"


def _separator(setting: Setting) -> str:
    """The one that the value is written with: ld.so also splits at `;`."""
    if ";" not in setting.raw:
        return ":"
    return ":" if ":" in re.sub(r"\$\{[^{}]*\}", "", setting.raw) else ";"


def _report(setting: Setting, message: str, label: str, confidence: str, level: str = "") -> Empty:
    from lintpack.rules.shared.own_colon import own_colon

    name = setting.name
    return Empty(
        setting.place,
        message,
        label=label,
        related=calls(setting.export.origin, setting.place),
        help=f"write `DIR${{{name}:+:${name}}}`: the colon only with a value behind it",
        fixes=own_colon(setting),
        confidence=confidence,
        level=level or "warning",
    )
