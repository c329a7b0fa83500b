"""Where a script itself shows that a library path's old value matters, and throws it away all the same.

for d in $dirs; do LD_LIBRARY_PATH=$d; done                     only the last one stays
. ./env.sh; LD_LIBRARY_PATH=$root/python/lib                    what env.sh put there is lost
LD_LIBRARY_PATH=$CUDA/lib64 "$root/bin/worker"                  without the exported `$root/lib`
if [ "$A" ]; then LD_PRELOAD=a.so; fi; if [ "$B" ]; then LD_PRELOAD=b.so; fi    where both hold, a.so is lost
XDG_DATA_DIRS=$x:$XDG_DATA_DIRS; LD_LIBRARY_PATH=$x/lib         the lists beside it keep theirs
"""

from __future__ import annotations

import re

from lintpack.bash.tree import ArithmeticFor, Assignment, For, Function, While
from lintpack.bash.walk import around, each
from lintpack.record import Record
from lintpack.rules.shared.launchers import purpose
from lintpack.rules.shared.loader import FOLDERS, NAMES
from lintpack.script import texts
from lintpack.script.plan import ProgramStart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.source import Place

# Lines in which nothing is started.
QUIET = (
    r"\s*(?:#.*|(?:export|local|readonly|declare|typeset)?\s*[A-Za-z_]\w*\+?=(?:[^\s;&|`$]|\$\w|\$\{[^}]*\})*|fi|else|then|"
    r"export [\w ]+|if \[.*|\})?\s*;?"
)
# What ends a branch, a round or a function.
_ENDS = r"\s*(?:(?:esac|done\b.*|fi|\}|\))\s*)*"
# Variables that keep a value for later, to be put back.
_SAVED = r"(?i)\$\{?\w*(?:old|orig|save|prev|bak|system|host|user|tmp)\w*"
# Folders that a program is sent back to, away from those of the package.
_SYSTEM = r"=[\"']?(?:/usr)?/lib(?:32|64|/[\w-]*linux-gnu\w*)?[\"':]?|=[\"']*$"
# A list that ends in folders that the loader looks at in any case.
_WHOLE = r":/(?:usr/)?(?:local/)?lib(?:64)?/?$"
# Lists of folders that programs look at, as their names end.
_LISTS = r"(?m)^[ \t]*(?:export[ \t]+)?([A-Z]\w*(?:PATH|DIRS))=(\S.*)$"
# Lines in which two settings belong together.
_NEAR = 4
# Files that are known to put folders into LD_LIBRARY_PATH.
_COLLECTIONS = (
    r"(?m)(?:^|[;{&]|\bthen\b|\bdo\b)[ \t]*((?:source|\.)[ \t]+(?:scl_source[ \t]+enable\b[^\n;&|]*"
    r"|[\"']?/opt/rh/[^\s;&|]*/enable[\"']?"
    r"|[\"']?/opt/(?:intel/[^\s;&|]*vars\.sh|ros/[^\s;&|]*/setup\.(?:ba)?sh)[\"']?|\S*/thisroot\.sh[\"']?))"
)
CONTAINER = r"(?i)(?:^|/)(?:docker-?)?entry-?point[^/]*$"


class Sign(Record):
    """`told` goes on behind "`NAME` is overwritten"; `place`, if any, is what shows it, with a `label`."""

    told: str
    place: Place | None = None
    label: str = ""


def sign(setting: Setting, same: list[Setting], keeps: Callable[[Setting], bool]) -> Sign | None:
    """The first sign in the script that what `setting` throws away was wanted. `same`: the settings of its variable,
    in order; `keeps`: whether one of them keeps the old value."""
    if setting.export.how == "command":
        return _for_a_command(setting, same) or _preload_kept(setting) or beside(setting)
    found = _loop(setting) or _asked(setting) or _of_a_container(setting) or _of_a_collection(setting)
    if found is not None or purpose(setting.program) == "build":
        return found or beside(setting)
    found = _again(setting, same) or _before(setting, same, keeps) or _other_if(setting, same)
    return found or _beside(setting) or _preload_kept(setting) or beside(setting)


def beside(setting: Setting) -> Sign | None:
    """The lists on the lines around it keep theirs."""
    from lintpack.rules.parts.lists_beside import kept

    found = kept(setting)
    return None if found is None else Sign(found.told, found.place, found.label)


def _preload_kept(setting: Setting) -> Sign | None:
    """The loader's other variable, set beside it, keeps what the caller has put there:
    `LD_PRELOAD=$LD_PRELOAD:./x.so`."""
    kept = r"(?m)^[^#\n]*\bLD_PRELOAD=(?!\S*\$\{LD_PRELOAD-?\}?[\"']?$)[^\s;]*\$\{?LD_PRELOAD\b"
    if setting.name not in FOLDERS or purpose(setting.program) == "build":
        return None
    lines = setting.place.source.text.split("\n")
    beside = "\n".join(lines[max(setting.place.line - _NEAR, 0) : setting.place.line + _NEAR])
    return Sign(", while `LD_PRELOAD` keeps its own") if re.search(kept, beside) else None


def _loop(setting: Setting) -> Sign | None:
    """A new value in each round."""
    if setting.export.how == "assign" and not _exported(setting):
        return None  # LP304 says more
    raw = setting.raw.replace("\\", "")
    for script in setting.program.plan.scripts:
        text = script.source.text
        for assignment in each(script.tree, Assignment):
            # Of a text that is written elsewhere, what is written here may be the beginning only.
            if assignment.name != setting.name or not assignment.raw.startswith(raw):
                continue
            for node in around(script.tree, assignment.start):
                if (
                    isinstance(node, (For, While, ArithmeticFor))
                    and _new_each_round(node, assignment, text)
                    and not _kept_beside(node, assignment)
                    and _only_sets(text[assignment.end : node.end])
                ):
                    return Sign(" in each round of the loop, and only the last value stays")
    return None


def _exported(setting: Setting) -> bool:
    exports = rf"(?m)^[^#\n]*\b(?:export|(?:declare|typeset) -x)\b[^\n]*\b{setting.name}\b|^\s*set -\w*a"
    return any(re.search(exports, script.source.text) for script in setting.program.plan.scripts)


def _new_each_round(loop: For | While | ArithmeticFor, assignment: Assignment, text: str) -> bool:
    """Whether a round gives another value than the one before; not where the loop looks for one, or reads options."""
    head, _, body = text[loop.start : loop.end].partition("do")
    if re.search(r"\b(?:break|getopts|shift|return|exit|exec)\b", head + body):
        return False
    made = {one.name for node in loop.body for one in each(node, Assignment)} - {assignment.name}
    if isinstance(loop, For):
        made.add(loop.name)
    elif "read" in head:
        made |= set(re.findall(r"[A-Za-z_]\w*", head))
    return any(re.search(rf"\$\{{?{name}\b", assignment.raw) for name in made)


def _kept_beside(loop: For | While | ArithmeticFor, assignment: Assignment) -> bool:
    """Whether another branch of the loop's body adds to the value: what is asked about is the first round's."""
    adds = rf"\$\{{?{assignment.name}\b"
    others = [one for node in loop.body for one in each(node, Assignment) if one.name == assignment.name]
    return any(one.append or re.search(adds, one.raw) for one in others)


def _only_sets(rest: str) -> bool:
    """Whether what follows an assignment, up to the end of a loop or a function, starts nothing."""
    lines = [line.strip("\"' \t") for line in re.split(r"[;\n]+", rest)]
    return all(re.fullmatch(QUIET, line) or re.fullmatch(_ENDS, line) for line in lines)


def _again(setting: Setting, same: list[Setting]) -> Sign | None:
    """A function that sets the variable to what it is given is called again: `add $a/lib; add $b/lib`."""
    origin = setting.export.origin
    if not origin.calls or origin.calls[-1].kind != "function" or re.search(r"\$\{?[1-9*@]", setting.raw) is None:
        return None
    for one in same:
        other = one.export.origin
        if one.place != setting.place or other.number <= origin.number or one.value == setting.value:
            continue
        if not texts.consistent(other.when, origin.when) or _started_between(setting, one):
            continue
        for script in setting.program.plan.scripts:
            for node in around(script.tree, setting.place.start) if script.source is setting.place.source else ():
                if isinstance(node, Function) and _only_sets(script.source.text[setting.place.end : node.end]):
                    where = other.calls[-1].place
                    return Sign(", and what the call before had put there is lost", where, "called again here")
    return None


def _other_if(setting: Setting, same: list[Setting]) -> Sign | None:
    """Two conditions that have nothing to do with each other give it a value: where both hold, one value is lost."""
    origin = setting.export.origin
    if not origin.guards or re.search(_SAVED, setting.raw) or re.search(_SYSTEM, setting.raw):
        return None
    for one in same:
        other = one.export.origin
        if one.program is not setting.program or other.number >= origin.number or one.export.how != "export":
            continue
        if one.place.source is not setting.place.source or not one.value or one.value == setting.value:
            continue
        if not other.guards or not texts.consistent(other.when, origin.when) or _started_between(one, setting):
            continue
        first, second = [{guard.shown for guard in each.guards} for each in (other, origin)]
        if first & second or _variables(first - second) & _variables(second - first):
            continue
        if any(
            between.export.how == "unset" and other.number < between.export.origin.number < origin.number
            for between in same
        ):
            # It is begun anew for each.
            continue
        told = f", and where both conditions hold, what line {one.place.line} put there is lost"
        return Sign(told, one.place, "lost")
    return None


def _variables(conditions: set[str]) -> set[str]:
    """What conditions ask: two that ask the same thing are meant to be one or the other."""
    return {name for shown in conditions for name in re.findall(r"\$[{(]?(\w+)", shown)}


def _started_between(one: Setting, other: Setting) -> bool:
    first, last = one.export.origin.number, other.export.origin.number
    return any(
        isinstance(effect, ProgramStart) and first < effect.origin.number < last for effect in one.program.plan.effects
    )


def _before(setting: Setting, same: list[Setting], keeps: Callable[[Setting], bool]) -> Sign | None:
    """What a line, a function or a sourced file has put in front of the caller's value is lost, or another branch
    keeps that value."""
    origin = setting.export.origin
    if origin.subshell or re.search(_SAVED, setting.raw) or re.search(_SYSTEM, setting.raw):
        return None
    for one in reversed(same):
        if one.program is not setting.program or one.place == setting.place or one.export.how == "command":
            continue
        if one.export.how == "unset":
            return None
        if not one.value or not one.whole or not keeps(one):
            continue
        if not texts.consistent(one.export.origin.when, origin.when):
            if any(element.kind in ("inherited", "maybe") for way in one.lists for element in way.elements):
                return Sign(", while another branch keeps the old value", one.place, "kept here")
        elif one.export.origin.number < origin.number:
            if _started_between(one, setting):
                return None
            line = f"line {one.place.line}"
            if one.place.source is not setting.place.source:
                line += f" of `{one.place.path.rpartition('/')[2]}`"
            return Sign(f", and what {line} put in front of the old value is lost", one.place, "lost")
    return None


def _for_a_command(setting: Setting, same: list[Setting]) -> Sign | None:
    """A program of the package starts without the package's own folder, which the script has exported."""
    place, command = setting.place, setting.export.origin.command
    behind = place.source.text[place.end : command.end].replace("\\\n", " ").replace("\\", "")
    program = re.match(r"\s*(?:\w+=\S*\s+)*(?:exec\s+|env\s+)?\"?\$\{?(\w+)\}?(?=/)", behind)
    if program is None or re.search(_SYSTEM, setting.raw) or re.search(rf"\$\{{?{program[1]}\b", setting.raw):
        return None
    for one in reversed(same):
        if one.program is setting.program and one.export.origin.number < setting.export.origin.number and one.whole:
            if one.value and one.export.how != "command" and re.search(rf"\$\{{?{program[1]}\b", one.raw):
                told = f" for this command, which then lacks what line {one.place.line} put there for all"
                return Sign(told, one.place, "lost for this command")
            if one.export.how != "command":
                return None
    return None


def _asked(setting: Setting) -> Sign | None:
    """The script looks at what the caller's list has."""
    name, source = rf"\$\{{?{setting.name}\b", setting.place.source
    empty = r"(?!\s*[\"']{2})"
    asks = (
        rf"(?m)^[^#\n]*(?:\bcase\b[^\n]*{name}[^\n]*\bin\b{empty}|\[\[[^\n]*{name}[^\n]*(?:[!=]=|=~){empty}"
        rf"|{name}[^\n]*\|[^\n]*grep\b)"
    )
    # A launcher that the script writes has lines of its own.
    own = setting.program.text if setting.program.written else source.text[: setting.place.start]
    found = re.search(asks, own)
    # Who goes on to the system's own folders has all that is wanted, and looks whether that was done before.
    ways = [texts.shown(text) for text, _ in texts.alternatives(setting.value or ())] if found else []
    if found is None or any(re.search(_WHOLE, way) for way in ways):
        return None
    if setting.program.written:
        return Sign(", though the script looks at what it has")
    place = source.place(found.start() + len(found[0]) - len(found[0].lstrip()), found.end())
    return Sign(", though the script looks at what it has", place, "asked here")


def _of_a_container(setting: Setting) -> Sign | None:
    """The entry point of an image drops what the container's runtime has put there (the folders of the driver)."""
    text = setting.program.text
    if not re.search(CONTAINER, setting.program.plan.path) or not re.search(r"(?i)nvidia|cuda|\bgpu", text):
        return None
    if setting.export.how != "export" or not re.search(r"(?m)^\s*exec\s+\"?\$@", text):
        return None
    return Sign(", and with it what the container's runtime has put there")


def _of_a_collection(setting: Setting) -> Sign | None:
    """A file that is known to put folders there was sourced before: those of Red Hat's software collections, which need
    them, of Intel's compilers, of ROS and of ROOT."""
    text, origin = setting.place.source.text, setting.export.origin
    if setting.program.written or setting.export.how != "export" or not re.search(_COLLECTIONS, text):
        return None
    tree = next((one.tree for one in setting.program.plan.scripts if one.source is setting.place.source), None)
    if tree is None or origin.subshell:
        return None
    own = [node.start for node in around(tree, setting.place.start) if isinstance(node, Function)]
    for found in re.finditer(_COLLECTIONS, text):
        inside = [node for node in around(tree, found.start(1)) if isinstance(node, Function)]
        at = found.start(1)
        if [node.start for node in inside] != own:
            # By a function, which is called first in this one, or at the top.
            begin = own[-1] if own else 0
            called = inside and re.search(
                rf"(?m)^[ \t]*{inside[-1].name}[ \t]*(?:$|[;&#])", text[begin : setting.place.start]
            )
            if not called:
                continue
            at = begin + called.start()
        between = text[at : setting.place.start]
        if at < setting.place.start and not re.search(rf"\bunset\b[^\n]*{setting.name}|\b(?:else|elif|;;)\b", between):
            place = setting.place.source.place(found.start(1), found.end(1))
            return Sign(", and with it what the file that is sourced before has put there", place, "sets it as well")
    return None


def _beside(setting: Setting) -> Sign | None:
    """All other lists keep their old values; PATH always has to."""
    kept: dict[str, None] = {}
    for name, value in re.findall(_LISTS, setting.program.text):
        if name in ("PATH", *NAMES):
            continue
        if not re.search(rf"\$\{{?{name}\b", value):
            return None
        kept[name] = None
    if len(kept) < 2 or setting.name not in FOLDERS:
        return None
    from lintpack.rules.shared.wording import listed

    return Sign(f", while {listed(list(kept))} keep theirs")
