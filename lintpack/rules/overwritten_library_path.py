"""A library path is given a new value while the one before is still wanted."""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.rules.gates.shell_subjects import conf_written
from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import settings
from lintpack.rules.shared.no_shell import without_shell
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls
from lintpack.script import texts
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.parts.overwriting_signs import Sign
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP305",
    name="overwritten-library-path",
    summary="A library path throws away the value that the script, or its caller, had put there before.",
    level="warning",
    confidence="medium",
)


def check(context: Context) -> Iterator[Finding]:
    seen: set[object] = set()
    before: dict[str, list[Setting]] = {}
    every = settings(context)
    for setting in every:
        if setting.name not in {"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LD_PRELOAD"} or not setting.whole:
            continue
        # What no shell reads has no old value, but that of the shell that writes it.
        if without_shell(setting.program):
            if setting.place not in seen and not keeps_old(setting):
                seen.add(setting.place)
                yield from _for_later_steps(setting)
            continue
        # Behind `[ -z "$LD_LIBRARY_PATH" ]` there is nothing to lose.
        keeps = keeps_old(setting) or (bool(setting.lists) and all(way.unset for way in setting.lists))
        if not keeps and setting.place not in seen:
            seen.add(setting.place)
            lost = next((one for one in reversed(before.get(setting.name, [])) if _lost(one, setting)), None)
            if lost is not None:
                yield _own(setting, lost)
            else:
                yield from _callers(setting, [one for one in every if one.name == setting.name], context)
        if setting.export.how in ("export", "assign"):
            before.setdefault(setting.name, []).append(setting)
    if context.speaks_of(("setenv", "Environment=")):
        from lintpack.rules.parts import overwritten_for_others

        yield from overwritten_for_others.check(context, RULE)
    from lintpack.rules.parts import put_back_elsewhere

    yield from once(put_back_elsewhere.check(context, RULE))
    if conf_written(context):
        from lintpack.rules.parts import replaced_conf

        yield from replaced_conf.check(context, RULE)


def _for_later_steps(setting: Setting) -> Iterator[Finding]:
    """`echo "LD_LIBRARY_PATH=$1/lib" >> "$GITHUB_ENV"`, where the other lists go on from what this step has."""
    from lintpack.rules.parts.overwriting_signs import beside

    shown = beside(setting)
    if shown is not None:
        yield _shown(setting, shown)


def keeps_old(setting: Setting) -> bool:
    """Whether the variable's old value is a part of the new one, or there is no new one."""
    if not setting.value or _names_itself(setting) or setting.raw.startswith(setting.name + "+="):
        return True
    return _keeps(setting.value, setting.name)


def _names_itself(setting: Setting) -> bool:
    """Whether the value as written speaks of the variable: `LD_LIBRARY_PATH=$x:$LD_LIBRARY_PATH`."""
    return len(re.findall(rf"(?<![A-Za-z0-9_]){setting.name}(?![A-Za-z0-9_])", setting.raw)) > 1


def _keeps(value: Text, name: str) -> bool:
    """Whether the variable's old value is a part of the new one."""
    from lintpack.rules.shared.libpath import inherited

    for piece in value:
        if inherited(piece) == name or (isinstance(piece, Reference) and piece.shown.strip("${}").startswith(name)):
            return True
        if isinstance(piece, Reference) and any(_keeps(case.text or (), name) for case in piece.alternatives):
            return True
        if not isinstance(piece, str) and name in getattr(piece, "shown", ""):
            return True
    return False


def _lost(first: Setting, second: Setting) -> bool:
    """Whether `second` always follows `first`, with nothing between them that could have used it."""
    if first.place.source is not second.place.source or first.program is not second.program or not first.value:
        return False
    if first.place.end >= second.place.start or not second.export.origin.when <= first.export.origin.when:
        return False
    if second.export.how not in ("export", "assign") or second.export.origin.subshell:
        return False
    from lintpack.rules.parts.overwriting_signs import QUIET

    between = first.place.source.text[first.place.end : second.place.start].split("\n")
    return all(re.fullmatch(QUIET, line) for line in between[1:-1]) and not between[0].strip(" ;\t\"'#")


def _own(setting: Setting, lost: Setting) -> Finding:
    return RULE.finding(
        setting.place,
        f"`{setting.name}` gets a new value here, and what line {lost.place.line} put there is lost unused",
        label="the value before is thrown away",
        related=(*calls(setting.export.origin, setting.place), Label(lost.place, "never used")),
        help=f"add to it: `DIR:${setting.name}`",
    )


def _callers(setting: Setting, all_of_it: list[Setting], context: Context) -> Iterator[Finding]:
    """What the caller had set is lost: worth a warning where a shell that lives on loses it, or the caller's own
    program, and where the script itself shows that it matters."""
    from lintpack.rules.parts.overwriting_signs import sign
    from lintpack.rules.shared.launchers import purpose

    use = purpose(setting.program)
    theirs = _starts_given(setting) if setting.export.how == "command" else _for_given(setting)
    test = _only_where_set(setting) if use != "build" or setting.export.how == "command" else None
    if test is not None:
        yield _inverted(setting, test)
        return
    shown = sign(setting, all_of_it, keeps_old)
    if shown is not None:
        yield _shown(setting, shown)
        return
    if use == "build" and setting.export.how != "command":
        return
    text = setting.program.text
    # Where the caller's PATH is dropped as well, the script makes an environment of its own; with a compiler's options
    # beside it, that of a build.
    lasting = use == "environment" and setting.export.how == "export" and not _drops("PATH", text)
    lasting = lasting and not re.search(r"(?m)^[^#\n]*\bexport (?:(?:C|CXX|CPP|LD)FLAGS|CC|CXX)=", text)
    name = setting.name
    told = ""
    if lasting:
        kept = next((list_ for list_ in ("PATH", "PKG_CONFIG_PATH", "MANPATH") if _keeps_list(list_, text)), "")
        told = " for the shell that reads this file" + (f", while `{kept}` keeps its own" if kept else "")
    elif theirs:
        told = " for the program that the caller names"
    yield RULE.finding(
        setting.place,
        f"`{name}` is overwritten, and the caller's value is lost{told}",
        label="without the old value",
        related=calls(setting.export.origin, setting.place),
        help=f"keep it: `DIR${{{name}:+:${name}}}`",
        level="warning" if (lasting or theirs) and not _of_one_machine(setting, context) else "note",
    )


# A command that runs in a container, or in another root.
_CONTAINER = r"\b(?:docker|podman|nerdctl|lxc)\s+(?:container\s+)?(?:run|exec)\b|\bchroot\s"


def _of_one_machine(setting: Setting, context: Context) -> bool:
    """Whether nobody else's shell or program loses it: in a build tree, or in the image that the script makes."""
    from lintpack.rules.shared.launchers import of_an_image, only_for_builds

    ways = [texts.shown(text) for text, _ in texts.alternatives(setting.value or ())]
    if any(re.search(r"/\.libs(?:[/:]|$)|(?:^|:)(?:\./)?build/?(?::|$)", way) for way in ways):
        return True
    if setting.program.written:
        strings = [frame.place for frame in setting.program.written[0].origin.calls if frame.kind == "string"]
        before = [place.source.text[: place.start].replace("\\\n", " ").rpartition("\n")[2] for place in strings]
        return of_an_image(context.plan.path) or any(re.search(_CONTAINER, line) for line in before)
    return only_for_builds(setting.program, context)


def _shown(setting: Setting, shown: Sign) -> Finding:
    name = setting.name
    return RULE.finding(
        setting.place,
        f"`{name}` is overwritten{shown.told}",
        label="without the old value",
        related=(
            *calls(setting.export.origin, setting.place),
            *([Label(shown.place, shown.label)] if shown.place is not None else []),
        ),
        help=f"keep it: `DIR${{{name}:+:${name}}}`",
    )


def _inverted(setting: Setting, test: Place) -> Finding:
    name = setting.name
    return RULE.finding(
        test,
        f"this test is the wrong way round: where the caller has set `{name}`, its value is lost",
        label="the branches are swapped",
        related=(*calls(setting.export.origin, setting.place), Label(setting.place, "without the old value")),
        help=f"swap them, or do without a test: `DIR${{{name}:+:${name}}}`",
    )


def _only_where_set(setting: Setting) -> Place | None:
    """The test that has just said that the variable holds something, where the other branch is the one that keeps it:
    `if [ -z "$X" ]; then X=a:$X; else X=a; fi`."""
    name = setting.name
    other = re.search(rf"(?m)\b{name}=[^\n;]*\$\{{?{name}\b", setting.program.text)
    guards = setting.export.origin.guards if other else ()
    return next((guard.place for guard in guards if _says_set(guard.shown, guard.holds, name)), None)


def _says_set(condition: str, holds: bool, name: str) -> bool:
    found = re.fullmatch(rf"(?:\[\[?|test) *(!? *)(-[nz]) *\"?\$\{{?{name}\}}?\"? *\]?\]?", condition.strip())
    return found is not None and holds == ((found[2] == "-n") != ("!" in found[1]))


def _starts_given(setting: Setting) -> bool:
    """Whether the command that gets this setting is the one that the script was given: `"$@"`, `eval "$COMMAND"` where
    COMMAND holds the arguments."""
    place, command = setting.place, setting.export.origin.command
    behind = place.source.text[place.end : command.end]
    found = re.match(r"(?:\s+\w+=\S*)*\s+(?:(?:exec|eval|env|nice|time)\s+)*\"?\$\{?(\w+|[@*])(?:\[[@*]\])?\}?", behind)
    if not found:
        return False
    if found[1] in "@*":
        # In a function they are what that was given.
        return not setting.export.origin.calls
    return re.search(rf"(?m)^\s*(?:local\s+)?{found[1]}=[\"(]?\$[@*]", setting.program.text) is not None


def _for_given(setting: Setting) -> bool:
    """Whether all that is started with an exported value is what the script was called with: `exec "$@"`. The caller of
    a container's entry point is the image, which has no other value."""
    from lintpack.rules.parts.overwriting_signs import CONTAINER
    from lintpack.rules.shared.starts import started

    return started(setting) == {"given"} and re.search(CONTAINER, setting.program.plan.path) is None


def _drops(name: str, text: str) -> bool:
    """Whether a script gives another list a value without its old one: `PATH=/opt/x/bin`."""
    return re.search(rf"(?m)^\s*(?:export\s+)?{name}=(?!\S*\$\{{?{name}\b)\S", text) is not None


def _keeps_list(name: str, text: str) -> bool:
    """Whether a script adds to another list, and nowhere drops it: `PATH=$x/bin:$PATH`."""
    return not _drops(name, text) and re.search(rf"(?m)\b{name}=\S*\$\{{?{name}\b", text) is not None
