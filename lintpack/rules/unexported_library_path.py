"""A library path is set, but never exported to the programs that are started after."""

from __future__ import annotations

import re

from lintpack.findings import Edit, Fix, Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import settings
from lintpack.rules.shared.wording import calls
from lintpack.script import texts
from lintpack.script.plan import Unfollowed
from lintpack.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Program, Setting

RULE = Rule(
    code="LP304",
    name="unexported-library-path",
    summary="A library path is set but not exported, so the programs started after do not get it.",
    level="warning",
    confidence="medium",
)
# Where a service's settings lie: assignments, hardly ever exports.
_SETTINGS = ("/etc/default/", "/etc/sysconfig/", "/etc/conf.d/", "/lib/lsb/", "/etc/rc.d/", "/etc/init.d/functions")


def check(context: Context) -> Iterator[Finding]:
    from lintpack.rules.shared.launchers import of_settings

    seen: set[tuple[str, int]] = set()
    for setting in settings(context):
        if not (setting.export.how == "assign" or _plain(setting)) or setting.name not in {
            "LD_LIBRARY_PATH",
            "DYLD_LIBRARY_PATH",
            "LD_PRELOAD",
        }:
            continue
        if of_settings(setting.program.text):
            continue
        place = _until_used(setting)
        if (
            (place.path, place.end) in seen
            or not setting.value
            or handed_on(setting, context)
            or _in_environment(setting, context)
        ):
            continue
        if not _starts(setting.program, place) and not _for_a_shell(setting):
            if place == setting.place or setting.program.written or not _in_branch(setting.place):
                continue
            place = setting.place
        seen.add((place.path, place.end))
        listed = _list_of_exports(setting)
        if listed is not None:
            end = listed.source.place(listed.end, listed.end)
            yield RULE.finding(
                listed,
                f"`{setting.name}` is set above, but not among what is exported here: programs do not get it",
                label="exported without it",
                related=(Label(setting.place, "set here"),),
                help=f"write `{listed.text} {setting.name}`",
                fixes=(Fix(f"export `{setting.name}` as well", "unsafe", (Edit(end, f" {setting.name}"),)),),
            )
            continue
        yield RULE.finding(
            place,
            f"`{setting.name}` is set here, but never exported: programs that are started after do not get it",
            label="set for this shell only",
            related=calls(setting.export.origin, place),
            notes=("where the caller has exported the variable, the new value is exported too",),
            help=f"write `export {setting.name}`",
            fixes=_fix(setting),
            level="note" if _exported_unseen(setting) or _cut_off(setting) else "",
        )


def _list_of_exports(setting: Setting) -> Place | None:
    """`export PYTHONPATH MANPATH`, below, of what is set like this variable: who writes one exports all by it."""
    source = setting.place.source
    for match in re.finditer(r"(?m)^[ \t]*(export((?:[ \t]+[A-Za-z_]\w*){2,}))[ \t]*$", source.text):
        names = match[2].split()
        before = source.text[: match.start()]
        set_here = [name for name in names if re.search(rf"(?m)^[ \t]*{name}=", before)]
        if match.start() > setting.place.end and len(set_here) > 1 and not setting.program.written:
            return source.place(*match.span(1))
    return None


def _for_a_shell(setting: Setting) -> bool:
    """Whether the script only sets variables, for a shell that reads it to start programs. What has nothing that only a
    shell understands may be a service's `EnvironmentFile=` (systemd.exec(5))."""
    from lintpack.rules.shared.launchers import purpose

    text = setting.program.text
    if "$" not in text and "`" not in text and not text.startswith("#!"):
        return False
    return purpose(setting.program) == "environment" and not setting.export.origin.calls


def _in_environment(setting: Setting, context: Context) -> bool:
    """Whether the script would have ended, under `set -u`, had the caller not exported the variable."""
    if not (setting.export.nounset and re.search(rf"\$(?:{setting.name}\b|\{{{setting.name}\}})", setting.raw)):
        return False
    number = setting.export.origin.number
    earlier = [one for one in settings(context) if one.name == setting.name and one.export.origin.number < number]
    return not any(one.export.how != "command" for one in earlier)


def _cut_off(setting: Setting) -> bool:
    """Whether a colon stands there for an old value, `NAME=:/opt/x/lib`, which LP302 speaks of: who left one there
    takes the variable for one of the environment, and there it is exported."""
    return bool(setting.lists) and all(way.empties and not way.unset for way in setting.lists)


def _exported_unseen(setting: Setting) -> bool:
    """Whether the value goes on from an old one, which a sourced file that could not be read may have exported."""
    if not re.search(rf"\$\{{?{setting.name}\b", setting.raw):
        return False
    return any(
        isinstance(effect, Unfollowed)
        and effect.origin.number < setting.export.origin.number
        and not texts.shown(effect.path).startswith(_SETTINGS)
        for effect in setting.program.plan.effects
    )


def _fix(setting: Setting) -> tuple[Fix, ...]:
    """`export` before an assignment that is a command of its own. Not where that would change what is assigned or when
    the script stops: `export` hides the failure of a substitution, and a shell that is not bash may split its words."""
    source, start = setting.place.source, setting.place.start
    line = source.text[start - setting.place.column + 1 : start]
    after = source.text[setting.place.end : setting.place.end + 1]
    if line.strip() and not re.search(r"(?:;|\bthen|\belse|\bdo|\{)\s*$", line):
        return ()
    if after not in ("", "\n", "\r", ";") or re.search(r"\$\(|`", setting.raw):
        return ()
    shell = (setting.program.text if setting.program.written else source.text).split("\n", 1)[0]
    if "bash" not in shell and re.search(r"\$", re.sub(r'"[^"]*"', "", setting.raw)):
        return ()
    return (Fix(f"export `{setting.name}`", "unsafe", (Edit(source.place(start, start), "export "),)),)


def handed_on(setting: Setting, context: Context) -> bool:
    """Whether anything exports the variable, or hands it to a command, by name or by way of another variable."""
    name, program = setting.name, setting.program
    own = [one for one in settings(context) if one.name == name and one.program is program]
    if _plain(setting) and setting.program.written:
        return True
    behind = setting.place.source.text[setting.place.end :]
    if _exported_in_branches(setting, own) and not re.search(rf"\b{name}\b|\bset -[a-z]*a|\bset -o allexport", behind):
        return False
    if _plain(setting):
        return True
    # What one command gets of its own leaves the shell's variable alone, but where it goes on from that.
    reads = rf"\$\{{?{name}\b"
    if any(
        one.export.how not in ("assign", "unset", "command")
        or (one.export.how == "command" and re.search(reads, one.raw))
        for one in own
    ):
        return True
    # Nothing that the writing script does changes what a launcher hands on.
    sources = [program.text, *(script.source.text for script in (() if program.written else context.plan.scripts))]
    pattern = rf"(?:export|declare|typeset|setenv|printenv|-e|env)\b[^\n]*\b{name}\b|\bset -[a-z]*a|\$\{{?{name}\b"
    # What is commented out hands nothing on, nor does a question.
    tests = r"(?:^|[;&|!]|\b(?:if|elif|while))[ \t]*test[ \t][^;|&\n]*"
    asks = rf"\[\[?[ \t][^\]\n]*?\$\{{?{name}\b[^\]\n]*\]|{tests}|^\s*case[ \t].*[ \t]in\b"
    aside = rf"(?m)^\s*(?:{name}\+?=.*|#.*)$|{asks}"
    return any(re.search(pattern, re.sub(aside, "", text)) for text in sources)


def _plain(setting: Setting) -> bool:
    """Whether an assignment is written without `export`, of a variable that some branch above has exported."""
    if setting.export.how != "export":
        return False
    place = setting.place
    before = place.source.text[place.start - place.column + 1 : place.start]
    return not before.strip() and place.text.startswith((f"{setting.name}=", f"{setting.name}+="))


def _exported_in_branches(setting: Setting, own: list[Setting]) -> bool:
    """Whether all that exports the variable stands above, in branches of conditions that speak of other things and may
    not hold, and the setting itself in none."""
    exports = [one for one in own if one.export.how not in ("assign", "unset", "command") and not _plain(one)]
    origin = setting.export.origin
    if not exports or origin.guards or origin.calls or setting.program.written:
        return False
    branches: dict[int, int] = {}
    for one in exports:
        guards = one.export.origin.guards
        if not guards or one.export.origin.calls or one.export.origin.number > origin.number:
            return False
        for guard in guards:
            # Another branch of the same condition may export it as well.
            if setting.name in guard.shown or branches.setdefault(guard.condition, guard.branch) != guard.branch:
                return False
    return True


def _until_used(setting: Setting) -> Place:
    """From the assignment to the end of the loop or condition that it stands in: behind that, `export` is missing."""
    place = setting.place
    for script in setting.program.plan.scripts:
        if script.source is not place.source:
            continue
        for statement in script.tree.body:
            kind = type(statement.command).__name__
            if statement.start <= place.start < statement.end and kind in {"For", "While", "If", "Case"}:
                return Place(place.source, place.start, statement.end)
    return place


def _starts(program: Program, place: Place) -> bool:
    """Whether a command follows that may start a program."""
    return _any_starts(program.text if program.written else place.source.text[place.end :])


def _in_branch(place: Place) -> bool:
    """Whether a program is started before the branch or loop ends that the assignment stands in."""
    text = place.source.text
    after = text[place.end :].partition("\n")[2]
    inside = re.split(r"(?m)^\s*(?:else|elif|fi|done|esac)\b", after, maxsplit=1)[0].partition(";;")[0]
    # A condition inside may be another one's end.
    return not re.search(r"(?m)^\s*(?:if|case|for|while|until)\b", inside) and _any_starts(inside)


def _any_starts(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n")]
    quiet = (
        r"(?:#.*|\w+\+?=\S*|fi|done|esac|;;|\}|else|then"
        r"|(?:if|elif|for|while|case|return|exit|unset|echo|shift|local)\b.*|)"
    )
    return any(not re.fullmatch(quiet, line) for line in lines)
