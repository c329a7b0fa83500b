"""A library's copy may fail, and the archive is made all the same."""

from __future__ import annotations

from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.wording import calls, is_sourced, listed, written_at
from lintpack.script.commands.registry import find
from lintpack.script.plan import Archive, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Origin
    from lintpack.source import Place

RULE = Rule(
    code="LP206",
    name="unchecked-copy",
    summary="A library's copy may fail unseen, and the package is made without it.",
    level="warning",
    confidence="medium",
)

WHY = {
    "no set -e": "the script goes on after a failed command",
    "pipeline": "only the last command of the pipeline is looked at",
    "background": "what a command in the background fails with is lost",
    "suspended": "in what is called as a condition only the last command counts, and `set -e` does not act",
    "subshell": "`exit` leaves nothing but its own subshell, and there is no `set -e`",
}


# How a script has failures stop it.
_STOPS = (
    r"(?m)^[ \t]*(?:[^#\n]*[;&|] *)?set[ \t]+(?:[^\n;#]*[ \t])?-(?:[a-zA-Z]*e|[a-zA-Z]*o[ \t]+errexit)"
    r"|\A#![^\n]*sh[ \t]+-\w*e"
)
_GOES_ON = r"(?m)^[ \t]*set[ \t]+\+(?:[a-zA-Z]*e|[a-zA-Z]*o[ \t]+errexit)[^\n;#]*"
# Words of those that want no failure to stop them.
_OPTIONAL = r"(?i)warn|ignor|skip|option|continu|maybe|try|soft|quiet|safe|best|allow|may_?fail|not found|anyway"


def check(context: Context) -> Iterator[Finding]:
    """One finding a script, at its first such copy: the mend, `set -e`, is one as well."""
    every = [
        one
        for one in context.packed
        if isinstance(one.transfer, Transfer)
        # What a function that could not be read does with a failure is not known.
        and find(one.transfer.tool) is not None
        and (one.origin.unchecked in WHY or one.origin.unchecked == "echo")
        and not _there(one.origin)
        and not _kept_aside(one)
    ]
    unseen = [one for one in every if not any(frame.kind == "definition" for frame in one.origin.calls)]
    found = next(_seen(unseen, context), None)
    if found is None and len(every) > len(unseen):
        # Who calls these functions may have `set -e`.
        found = next(_forgotten([one for one in every if one.origin.unchecked == "no set -e"], context), None)
    if found is not None:
        yield found


def _seen(unseen: list[Packed], context: Context) -> Iterator[Finding]:
    if not unseen:
        return
    made = [a for a in context.each(Archive) if a.action in ("create", "append")]
    last = made[-1].origin.number if made else -1
    behind = [one for one in unseen if one.origin.number < last and one.origin.unchecked != "echo"]
    if behind:
        yield _finding(behind, made[-1], _given_up(behind[0].origin))
        return
    for one in unseen:
        finding = _meant_to_stop(one, context)
        if finding is not None:
            yield finding
            return
    if context.speaks_of(("LD_PRELOAD=", "LD_AUDIT=")):
        from lintpack.rules.parts.preloaded_copies import preloaded

        for one, setting in preloaded([one for one in unseen if one.origin.unchecked in WHY], context):
            yield _preloaded(one, setting)
            return
    yield from _forgotten([one for one in unseen if one.origin.unchecked == "no set -e"], context)


def _forgotten(unseen: list[Packed], context: Context) -> Iterator[Finding]:
    """Copies that are not checked, while the script checks its others one by one."""
    import re

    if not unseen or any(re.search(_STOPS, script.source.text) for script in context.plan.scripts):
        return
    from lintpack.rules.parts.missed_checks import missed

    for one in missed(unseen, context):
        place = written_at(one.one.origin)
        yield RULE.finding(
            place,
            f"copies `{one.one.name.text}`, and nothing notices where that fails, as `|| {one.by}` does of {one.count} "
            "other copies here",
            label="may fail unseen",
            related=(*calls(one.one.origin, place), Label(one.other, "checked")),
            help=f"end the copy with `|| {one.by}` as well",
        )


def _preloaded(one: Packed, setting: Setting) -> Finding:
    place = written_at(one.origin)
    return RULE.finding(
        place,
        f"copies `{one.name.text}`, but {WHY[one.origin.unchecked or 'no set -e']}: programs are started without what "
        f"`{setting.name}` names then",
        label="may fail unseen",
        related=(*calls(one.origin, place), Label(setting.place, "the copy is named here")),
        notes=("the loader only warns of a library that it cannot preload",),
        help="start the script with `set -e`, or end each copy with `|| exit 1`",
    )


def _kept_aside(one: Packed) -> bool:
    """Whether it is a backup of what the system has, which need not have all of it."""
    return one.folder.startswith(("/usr/", "/lib")) and any(word in one.into.lower() for word in ("backup", ".bak"))


def _there(origin: Origin) -> bool:
    """Whether a test has just found the file: `[ -f "$lib/libfoo.so.2" ] && cp "$lib/libfoo.so.2" out/`."""
    operand = origin.place.text.strip("\"'")
    return any(
        guard.holds and operand in guard.shown and any(f"-{test} " in guard.shown for test in "efrs")
        for guard in origin.guards
        if " ! " not in guard.shown
    )


def _given_up(origin: Origin) -> Place | None:
    """The `set +e` that has failures pass from there on, in a script that they had stopped until then."""
    if origin.unchecked != "no set -e" or any(frame.kind in ("string", "written") for frame in origin.calls):
        return None
    outer = origin.calls[0].place if origin.calls else origin.command
    text = outer.source.text
    if "set +" not in text:
        return None
    import re

    found = list(re.finditer(_GOES_ON, text[: outer.start]))
    if not found or not re.search(_STOPS, text[: found[-1].start()]):
        return None
    start = found[-1].start() + len(found[-1][0]) - len(found[-1][0].lstrip())
    return outer.source.place(start, found[-1].start() + len(found[-1][0].rstrip()))


def _meant_to_stop(one: Packed, context: Context) -> Finding | None:
    """A copy whose failure the script means to notice, where it does not."""
    import re

    origin = one.origin
    stops = any(re.search(_STOPS, script.source.text) for script in context.plan.scripts)
    place, label, advice = written_at(origin), "may fail unseen", "end the copy with `|| exit 1`"
    if origin.unchecked == "subshell":
        reason, label = WHY["subshell"], "goes on after a failure"
        advice = "write `|| { …; exit 1; }`, or start the script with `set -e`"
    elif origin.unchecked == "suspended":
        if not stops or not any(frame.kind == "function" for frame in origin.calls):
            return None
        reason = "`set -e` does not act in a function that is called as a condition"
        advice = "end the copy with `|| return 1`"
    elif origin.unchecked == "echo":
        place = origin.command
        if not stops or not _passes_on(place.text) or _wanted(origin):
            return None
        reason, label = "the function that runs it says so and goes on, and `set -e` never sees it", "always succeeds"
        advice = "end it with `|| { …; exit 1; }`"
    elif any(frame.kind == "string" and frame.name != "eval" for frame in origin.calls) and (
        origin.unchecked == "no set -e"
    ):
        if not stops or not _followed(origin):
            return None
        reason = "of the script in the string only the last command's failure comes out"
        advice = "join the commands with `&&`, or begin the string with `set -e`"
    elif (set_off := _given_up(origin)) is not None:
        return _goes_on(one, set_off)
    else:
        return None
    return RULE.finding(
        place,
        f"copies `{one.name.text}`, but {reason}",
        label=label,
        related=calls(origin, place),
        help=advice,
    )


def _passes_on(command: str) -> bool:
    """Whether a command is what a function was given."""
    return command.lstrip("\"'{ ").startswith(("$@", "$*", "${@", "${*")) or command.startswith(('eval "$', "eval $"))


def _wanted(origin: Origin) -> bool:
    """Whether going on after a failure seems to be wanted."""
    import re

    text = origin.command.source.text
    line = text[origin.command.start : text.find("\n", origin.command.end) % (len(text) + 1)]
    names = [frame.name for frame in origin.calls if frame.kind == "function"]
    return re.search(_OPTIONAL, line) is not None or any(re.search(_OPTIONAL, name) for name in names)


def _followed(origin: Origin) -> bool:
    """Whether another command follows in the string that the copy stands in."""
    text = origin.command.source.text
    rest = text[origin.command.end :].lstrip(" \t")
    return rest[:1] in (";", "\n") and rest.lstrip("; \t\n")[:1] not in ("'", '"', "")


def _goes_on(one: Packed, place: Place) -> Finding:
    return RULE.finding(
        place,
        f"failures pass unseen from here on, also that of copying `{one.name.text}`",
        label="never taken back",
        related=(Label(written_at(one.origin), "may fail unseen"),),
        help="write `set -e` again behind what may fail, or end that with `|| true`",
    )


def _sourced(origin: Origin) -> Place | None:
    """Where the entry script sources the file with the copy: `set -e` belongs above that."""
    first = origin.calls[0] if origin.calls else None
    return first.place if first is not None and is_sourced(first) and origin.unchecked == "no set -e" else None


_STOP = "start the script with `set -e` (and `set -o pipefail`), or end each copy with `|| exit 1`"
# find(1): only of a command that ends in `+` its status tells whether it failed.
_EACH = r"\s-exec(?:dir)?\s[^\n]*(?:\\;|';'|\";\")"
_OF_FIND = "find does not say that a command which ends in `\\;` has failed: end it in `{} +`, and "


def _finding(unseen: list[Packed], archive: Archive, given_up: Place | None) -> Finding:
    import re

    if given_up is not None:
        return _goes_on(unseen[0], given_up)
    first = unseen[0]
    place = _sourced(first.origin) or written_at(first.origin)
    names = list(dict.fromkeys(one.name.text for one in unseen))
    reason = WHY[first.origin.unchecked or "no set -e"]
    copied = (Label(written_at(first.origin), "copied here"),) if place != written_at(first.origin) else ()
    return RULE.finding(
        place,
        f"copies {listed(names)}, but {reason}: the archive is made without what could not be copied",
        label="may fail unseen",
        related=(
            *copied,
            *calls(first.origin, place),
            Label(archive.origin.command, "the archive is made all the same"),
        ),
        notes=(f"{len(unseen)} copies of libraries in this script are not checked",) if len(unseen) > 1 else (),
        help=_OF_FIND + _STOP if re.search(_EACH, first.origin.command.text) else _STOP,
    )
