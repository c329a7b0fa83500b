"""A launcher is written with something expanded that was meant for when it runs."""

from __future__ import annotations

import re
from itertools import chain

from lintpack.findings import Label
from lintpack.rules.gates.shell_subjects import hands_over, loops_inside, sets_its_own
from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import NAMES, programs, settings
from lintpack.rules.shared.no_shell import without_shell
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls
from lintpack.script import texts
from lintpack.script.plan import ProgramStart, Removal, WrittenFile
from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Program, Setting
    from lintpack.script.plan import ReadScript
    from lintpack.script.values import Piece, Text
    from lintpack.source import Place

RULE = Rule(
    code="LP312",
    name="generated-launcher-expansion",
    summary="A launcher is written with a variable expanded that only has its value where it runs.",
    level="warning",
    confidence="medium",
)
# What the link editor reads: a build may well hand that on.
_OF_THE_BUILD = frozenset(("LD_RUN_PATH", "LIBRARY_PATH"))
# Where a package is installed is settled when it is built.
_SETTLED = r"(?i)(?:prefix|install|instdir|target|version|libdir|datadir|pkg_svc|name|arch|triplet|suffix)"
# What only makes sense where the launcher runs.
_RUN_TIME = (
    r"(?<!\\)(?:\$(?:0(?!\d)|@|\*|\{0\}|\{@\})|\$\((?:cd|dirname|readlink|realpath|basename)\b[^\n]*?(?:\$\{?0\b|BASH_SOURCE)"
    r"|`(?:cd|dirname|readlink|realpath)\b[^\n`]*?\$\{?0\b)"
)


_INTO = r">>?[ \t]*(?:\"[^\"\n]*\"|\$\([^()]*\)|[^\s\"'>$]|\$(?!\())+[ \t]*$"
_OF_AUTOCONF = r"(?i)generated (?:automatically )?(?:by (?:GNU )?|using )autoconf"


def check(context: Context) -> Iterator[Finding]:
    told: set[object] = set()
    # What autoconf has made writes what it means to.
    if re.search(_OF_AUTOCONF, context.plan.scripts[0].source.text[:2000]):
        return
    for finding in _programs(context):
        if finding.place is not None:
            told.add((finding.path, finding.place.line))
        yield finding
    if "WrittenFile" in context.kinds:
        yield from _settled(context, told)
    for script in context.plan.scripts:
        text = script.source.text
        if "<<" in text and ("\\$" in text or sets_its_own(text)):
            yield from _documents(script, told)
        if hands_over(text) or loops_inside(text):
            yield from once(_strings(script))


def _programs(context: Context) -> Iterator[Finding]:
    seen: set[object] = set()
    for setting in settings(context):
        if not setting.program.written or without_shell(setting.program):
            continue
        if setting.name in NAMES and setting.place not in seen:
            finding = None if _for_now(setting.program, context) else _setting(setting)
            if finding is not None:
                seen.add(setting.place)
                yield finding
    for program in programs(context):
        if program.written and not without_shell(program):
            yield from _run_time(program)
            yield from once(_variables(program, context))


def _settled(context: Context, told: set[object]) -> Iterator[Finding]:
    """csh's assignments, and lines that a variable has kept."""
    from lintpack.rules.parts.settled_lines import lines

    for name, place in lines(context):
        if (place.path, place.line) not in told:
            told.add((place.path, place.line))
            yield RULE.finding(
                place,
                f"`${name}` is expanded while the file is written: it gets the value of the build machine",
                label="settled on the build machine",
                help="put a backslash before the `$`",
                confidence="high",
            )


def _for_now(program: Program, context: Context) -> bool:
    """Whether the script removes again what it wrote: it was run here, and is not shipped."""
    return any(
        removal.path == file.path and removal.origin.number > file.origin.number and not removal.recursive
        for removal in context.each(Removal)
        for file in program.written
    )


def _documents(script: ReadScript, told: set[object]) -> Iterator[Finding]:
    """What stands out in a text as it is written, whatever becomes of it."""
    from lintpack.rules.parts.document_slips import escaped, gone_on, slips

    for one in escaped(script):
        yield RULE.finding(
            one.place,
            f"the delimiter is quoted, so that `{one.what}` is written with its backslash, and no variable is expanded",
            label="nothing is expanded in the text",
            help="take the quotes off the delimiter, or the backslashes off the text",
        )
    for slip in (*slips(script), *gone_on(script)):
        if (slip.place.path, slip.place.line) not in told:
            told.add((slip.place.path, slip.place.line))
            yield RULE.finding(
                slip.place,
                f"`{slip.what}` is expanded while this text is written, {slip.why}",
                label="settled on the build machine",
                help="put a backslash before the `$`, as in the other places"
                if "\\$" in script.source.text
                else "put a backslash before the `$`, or quote the here-document's delimiter",
            )


def _strings(script: ReadScript) -> Iterator[Finding]:
    """What stands in double quotes for another shell."""
    from lintpack.rules.parts.loops_in_strings import loops
    from lintpack.rules.parts.string_slips import slips

    for slip in chain(slips(script), loops(script) if loops_inside(script.source.text) else ()):
        yield RULE.finding(
            slip.place,
            f"`{slip.what}` is expanded {slip.why}",
            label="expanded too early",
            help="put a backslash before the `$`, or the string into single quotes",
            confidence="high",
        )


def _setting(setting: Setting) -> Finding | None:
    from lintpack.rules.shared.build_folder import build_folder

    for way in setting.lists:
        # The list's own old value says most.
        for piece in [one for element in way.elements for one in element.text if _written(one)]:
            name = _variable(getattr(piece, "shown", ""))
            if name in NAMES - _OF_THE_BUILD:
                message = f"`${name}` is expanded while the launcher is written: it gets the value of the build machine"
                # A dump of the variable alone may be meant; what is put before it makes it a list to add to.
                return _report(setting, message, "high", added=len(way.elements) > 1)
    for way in setting.lists:
        own = [element.text for element in way.elements if _at_run_time(element.text)]
        for element in way.elements:
            first = element.text[0] if element.text else ""
            if not isinstance(first, (Hole, Reference)) or not _written(first):
                continue
            name = first.shown.strip("${}")
            if re.search(_SETTLED, name) and not _of_a_buildpack(setting.program):
                continue
            if any(texts.shown(file.path).startswith(f"{first.shown}/") for file in setting.program.written):
                # The file is written into that very folder, for what is installed there.
                continue
            relocatable = own or _starts_own_program(setting.program)
            why = build_folder((first,))
            if not relocatable and not why:
                continue
            message = f"`{first.shown}` is expanded while the launcher is written"
            if why:
                return _report(setting, f"{message}, and is {why}", "medium", name)
            return _report(
                setting, f"{message}, while the rest is found from the launcher's own folder", "medium", name
            )
    return None


def _of_a_buildpack(program: Program) -> bool:
    """Whether the file is sourced where a buildpack's application starts: it is built in another folder, under another
    home (devcenter.heroku.com/articles/buildpack-api, `.profile.d/`)."""
    written = [path for file in program.written for path, _ in texts.alternatives(file.path)]
    return any("/.profile.d/" in f"/{texts.shown(path)}" for path in written)


def _variables(program: Program, context: Context) -> Iterator[Finding]:
    """Variables that the launcher has for itself, and that the writing script expands; and the other way round."""
    from lintpack.rules.parts.launcher_variables import expanded_too_early, left_over

    origin = program.written[0].origin
    for early in expanded_too_early(program, context.each(WrittenFile)):
        yield RULE.finding(
            early.place,
            f"`${early.name}` is expanded while the launcher is written, where nothing sets it; {early.why}",
            label="empty, or of the build machine",
            related=calls(origin, early.place),
            help="put a backslash before the `$`, as in the other places",
        )
    for late in left_over(program, context.each(WrittenFile)):
        yield RULE.finding(
            late.place,
            f"`${late.name}` is left for the launcher to expand, but only the script that writes it sets it",
            label="empty where the launcher runs",
            related=(*calls(origin, late.place), Label(late.set_at, "set here, while packing")),
            help=f"let it be expanded while the launcher is written, or set `{late.name}` in the launcher",
        )


def _written(piece: Piece) -> bool:
    """Whether this was settled when the launcher was written."""
    from lintpack.script.written import WrittenHole, WrittenReference

    return isinstance(piece, (WrittenHole, WrittenReference))


def _variable(shown: str) -> str:
    """The name in `$NAME` or `${NAME:-…}`; other texts as they are."""
    found = re.match(r"\$\{?(\w+)", shown)
    return found[1] if found else shown.strip("${}")


def _report(setting: Setting, message: str, confidence: str, name: str = "", added: bool = False) -> Finding:
    from lintpack.rules.shared.launchers import purpose

    warn = added or purpose(setting.program) == "launcher" or _of_a_buildpack(setting.program)
    return RULE.finding(
        _where(setting, name),
        message,
        label="settled on the build machine",
        related=calls(setting.export.origin, setting.place),
        help="put a backslash before the `$`, or quote the here-document's delimiter",
        level="" if warn else "note",
        confidence=confidence,
    )


def _where(setting: Setting, name: str) -> Place:
    """The setting; where the name is not expanded in it but before, in a variable of the launcher's, that place."""
    pattern = re.compile(rf"(?<!\\)\$(?:{re.escape(name)}\b|\{{{re.escape(name)}\b)")
    if not name.isidentifier() or pattern.search(setting.raw):
        return setting.place
    source = setting.place.source
    for file in setting.program.written:
        for _, place in file.spans:
            if place.source is source:
                line = place.start - place.column + 1
                end = source.text.find("\n", line)
                found = pattern.search(source.text, line, end if end >= 0 else len(source.text))
                if found:
                    return source.place(found.start(), found.end())
    return setting.place


def _at_run_time(text: Text) -> bool:
    """Whether the text starts with what the launcher finds out itself, such as its own folder."""
    return bool(text) and _own_folder(text[0])


def _own_folder(piece: Piece) -> bool:
    if isinstance(piece, str) or _written(piece):
        return False
    if isinstance(piece, Reference):
        return any(_at_run_time(case.text or ()) for case in piece.alternatives)
    shown = piece.shown if isinstance(piece, Hole) else ""
    return re.search(r"\$\{?0\b|BASH_SOURCE", shown) is not None or shown.strip("${}") in {"APPDIR", "SNAP", "HERE"}


def _starts_own_program(program: Program) -> bool:
    return any(isinstance(e, ProgramStart) and _at_run_time(e.words[0]) for e in program.plan.effects)


def _run_time(program: Program) -> Iterator[Finding]:
    """`$0`, `$@` and the launcher's own folder, expanded by the script that writes it."""
    # Without a first line that names a shell, its name has to.
    if not program.text.startswith("#!") and not any(texts.shown(one.path).endswith(".sh") for one in program.written):
        return
    lines: dict[int, int] = {}
    for file in program.written:
        places = [place for _, place in file.spans if place.source is file.origin.command.source]
        count = sum([piece.count("\n") for piece in file.text if isinstance(piece, str)])
        if not places and file.origin.command.text.startswith(("echo", "printf")):
            # Nothing stands there as it comes out: the command's own lines, for what a variable holds stands elsewhere.
            places = [file.origin.command]
            count = file.origin.command.text.count("\n") + 1
        for place in places:
            lines.setdefault(place.line, place.start - place.column + 1)
        if places and file.origin.command.text.startswith(("cat", "echo", "printf", "tee", "sudo tee")):
            # One text: what stands between its lines, but came out otherwise, belongs to it.
            first = min(places, key=lambda place: place.start)
            at = first.start - first.column + 1
            last = max(*[place.line for place in places], first.line + count - 1)
            for number in range(first.line, last + 1):
                lines.setdefault(number, at)
                at = first.source.text.find("\n", at) + 1
                if not at:
                    break
    source = program.written[0].origin.command.source
    for number, start in lines.items():
        line = source.line(number)
        if line.lstrip().startswith("#"):
            continue
        # `> "$(dirname "$0")/env.sh"`: the file's own name is none of its text.
        for match in re.finditer(_RUN_TIME, re.sub(_INTO, "", line)):
            if match[0] in program.text:
                continue
            place = source.place(start + match.start(), start + match.end())
            yield RULE.finding(
                place,
                f"`{match[0]}` is expanded while the launcher is written, not where it runs",
                label="settled on the build machine",
                related=calls(program.written[0].origin, place),
                notes=(f"the launcher is `{texts.shown(program.written[0].path)}`",),
                help="put a backslash before the `$`, or quote the here-document's delimiter",
                confidence="high",
            )
