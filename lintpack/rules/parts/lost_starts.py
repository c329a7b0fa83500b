"""Programs that are started without the library path which the script exports: by sudo or a login shell, which drop it,
or above the line that sets it."""

from __future__ import annotations

import re

from lintpack.bash.tree import CommandSubstitution, Function, If, SimpleCommand, Word
from lintpack.bash.walk import around, each
from lintpack.rules.parts.lost_ends import Loss
from lintpack.rules.shared.loader import settings
from lintpack.script import texts
from lintpack.script.plan import ProgramStart
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Node
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.script.plan import ReadScript
    from lintpack.script.values import Text
    from lintpack.source import Place

_NAME = "LD_LIBRARY_PATH"
# sudo removes LD_* whatever `-E` says (its table of bad variables); a login shell starts afresh.
_SUDO = r"(?:^|[\s;&|(!])(?:sudo|doas)\s+(?!.*LD_LIBRARY_PATH)"
_EMPTIED = r"(?:^|[\s;&|(!])env\s+(?:-\w*i\w*|--ignore-environment|-)\s(?!.*LD_LIBRARY_PATH)"
_LOGIN = r"(?:^|[\s;&|(!])(?:su|runuser)\s+(?:-\s|-l\b|--login\b|\S+\s+-\s|[^;&|\n]*\s-l\s)(?!.*LD_LIBRARY_PATH)"
_DROPPING = ((_SUDO, "sudo drops"), (_LOGIN, "a login shell does not get"), (_EMPTIED, "`env -i` drops"))
# A file that is read before may set it again.
_SOURCED = r"(?:^|[\s;&\"'])(?:\.|source)[ \t]+[\w./$\"'{~]"
# What is no program that the loader starts, or needs none of the package's libraries.
_SCRIPT = (
    r"\.(?:sh|bash|py|pl|rb|js|jar|run)$|(?:^|/)(?:configure|install\w*|setup|bootstrap|b2|bjam|waf|gradlew|mvnw)$"
)
# What runs programs of another language: a library path before it is for what those load.
_INTERPRETER = r"(?:^|/)(?:python|pip|perl|ruby|node|java|php|lua|bash|sh|julia|mono|R)[\d.]*$"


def left_out(context: Context) -> Iterator[Loss]:
    for setting in settings(context):
        if setting.name != _NAME or setting.program.written:
            continue
        if setting.export.how in ("command", "env"):
            yield from _elsewhere(setting)
        # What is exported further down has it in the program's environment.
        if setting.export.how not in ("export", "assign"):
            continue
        for shown, loss in _dropped(setting):
            if loss.place.source is setting.place.source or not _does_without(shown, setting, context):
                yield loss
        if setting.whole and setting.export.how == "export":
            yield from _too_late(setting, context)


def _dropped(setting: Setting) -> Iterator[tuple[str, Loss]]:
    """Programs of the same installation that sudo, or a login shell, starts without the variable: as they are written,
    and what is lost."""
    roots = {root for way in setting.lists for one in way.elements if (root := _root(one.text))}
    for start in setting.program.plan.effects:
        if not roots or not isinstance(start, ProgramStart) or start.origin.number < setting.export.origin.number:
            continue
        if not any(name == _NAME for name, _ in start.environment):
            continue
        shown = texts.shown(start.words[0])
        if _root(start.words[0]) not in roots or re.search(_SCRIPT, shown):
            continue
        for place in (start.origin.command, *(one.place for one in start.origin.calls if one.kind == "string")):
            text = _whole(place)
            for pattern, what in _DROPPING:
                if re.search(pattern, text) and not re.search(rf"{_NAME}|{_SOURCED}", text):
                    loss = Loss(
                        _line(place),
                        f"`{shown}` is started without `{_NAME}`: {what} it",
                        f"{what} the variable",
                        f'hand it over: `env {_NAME}="${_NAME}" program`',
                        setting.place,
                        "set here for it",
                    )
                    yield shown, loss
                    return


def _does_without(shown: str, setting: Setting, context: Context) -> bool:
    """Whether another script starts the program `shown`, and knows nothing of the file that sets the variable for all
    of them (`setting`), nor of the variable."""
    from lintpack.rules.shared.other_scripts import naming

    program = shown.rpartition("/")[2]
    starts = rf"(?m)^[^#\n]*/{re.escape(program)}(?=[\s\"']|$)"
    settings_file = setting.place.path.rpartition("/")[2]
    return any(
        _NAME not in text and settings_file not in text and re.search(starts, text)
        for _, text in naming(context, f"/{program}")
    )


# A program that is started in order to see what it would load.
_LISTS = r"\bLD_TRACE_LOADED_OBJECTS=|(?:^|[\s;|&(!])ldd\s|\s--list\s"


def _elsewhere(setting: Setting) -> Iterator[Loss]:
    """The first other start of the program that is given its folder here, without that folder."""
    origin, program = setting.export.origin, setting.export.program
    if program is None or not _root(program) or re.search(rf"{_SCRIPT}|{_INTERPRETER}", texts.shown(program)):
        return
    folders = {texts.shown(one.text) for way in setting.lists for one in way.elements if one.kind != "inherited"}
    folders -= {"", f"${{{_NAME}}}"}
    if re.search(_LISTS, origin.command.text):
        return
    for start in setting.program.plan.effects if folders else ():
        if not isinstance(start, ProgramStart) or start.words[0] != program or start.origin.command == origin.command:
            continue
        value = next((value for name, value in start.environment if name == _NAME), ())
        place = start.origin.command
        if _speaks(value, folders) or _NAME in _whole(place) or not texts.consistent(start.origin.when, origin.when):
            continue
        if re.search(_LISTS, _whole(place)):
            continue
        yield Loss(
            _line(place),
            f"`{texts.shown(program)}` is started without the `{_NAME}` that line {setting.place.line} gives it",
            "its libraries are not found",
            "set it here too",
            setting.place,
            "given here",
        )
        return


def _speaks(value: Text, folders: set[str]) -> bool:
    """Whether one of the folders is in the value, however it comes out."""
    shown = texts.shown(value)
    return any(folder in shown for folder in folders) or any(
        _speaks(case.text or (), folders)
        for piece in value
        if isinstance(piece, Reference)
        for case in piece.alternatives
    )


def _root(text: object) -> str:
    """The folder that a path of a known beginning lies in: `${TOP}/build`, `/opt/x`; "" for folders of the system."""
    shown = texts.shown(text)  # type: ignore[arg-type]
    match = re.match(r"(\$\{\w+\}|\$PWD)(?:/|$)|(/(?:opt|srv|home|usr/local)/[^/]+)(?:/|$)", shown)
    if match is None and re.match(r"\.{0,2}[\w.-]*/[\w.-]", shown) and shown[0] != "/":
        return "$PWD"
    return (match[1] or match[2]) if match else ""


def _whole(place: Place) -> str:
    """The line or lines that a place lies in."""
    line = _line(place)
    return line.text


def _line(place: Place) -> Place:
    text = place.source.text
    start = text.rfind("\n", 0, place.start) + 1
    end = text.find("\n", max(place.start, place.end - 1))
    end = len(text) if end < 0 else end
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return place.source.place(start, end)


def _too_late(setting: Setting, context: Context) -> Iterator[Loss]:
    """A program of the folder beside `$X/lib` that is started above the line, where others of it are started below."""
    match = re.match(rf"{_NAME}=[\"']?(\$\{{?\w+\}}?[\w./-]*)/(?:lib|lib64)(?![\w/])", setting.raw)
    script = next((one for one in context.plan.scripts if one.source is setting.place.source), None)
    if match is None or script is None or setting.export.origin.calls:
        return
    text = script.source.text
    if re.search(rf"\b{_NAME}=", text[: setting.place.start]) or _inside(setting.place.start, script):
        return
    folder = re.escape(match[1])
    program = re.compile(rf"[\"']?{folder}/(?:s?bin|libexec)/[\"']?[\w.-]+[\"']?$")
    name = re.sub(r"\W", "", match[1].partition("/")[0])
    started = [
        command
        for command in each(script.tree, SimpleCommand)
        if command.words and isinstance(command.words[0], Word) and program.match(command.words[0].raw)
    ]
    early = [one for one in started if one.end <= setting.place.start and not _inside(one.start, script)]
    if not early or not any(one.start >= setting.place.end for one in started):
        return
    first = early[0]
    if re.search(rf"(?m)(?:^|[\s;]){name}=", text[first.start : setting.place.start]):
        return
    word = first.words[0]
    yield Loss(
        script.source.place(word.start, word.end),
        f"started before `{_NAME}` names the libraries beside it",
        f"without `{_NAME}`",
        f"set `{_NAME}` before it",
        setting.place,
        "set here, for others of the same folder",
    )


def _inside(offset: int, script: ReadScript) -> bool:
    """Whether `offset` lies in a function, a condition or a substitution."""
    holders: list[Node] = list(around(script.tree, offset))
    return any(isinstance(one, (Function, If, CommandSubstitution)) for one in holders)
