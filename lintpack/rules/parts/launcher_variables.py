"""Variables of a launcher that a script writes: which are settled while it is written, and which are left for it."""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.rules.shared.loader_settings import Program
    from lintpack.script.plan import WrittenFile
    from lintpack.source import Place, Source

# What a launcher gets from its surroundings, and the shell's own.
FROM_OUTSIDE = frozenset(
    "PWD OLDPWD HOME PATH USER LOGNAME SHELL TMPDIR APPDIR APPIMAGE OWD ARGV0 SNAP HERE JAVA_HOME ORIGIN LIB RANDOM IFS"
    " UID EUID HOSTNAME LINENO SECONDS LANG TERM DISPLAY BASH_SOURCE FUNCNAME PPID OSTYPE HOSTTYPE MACHTYPE".split()
)
# Of these, what one that sets it mostly goes on from.
_INHERITED = FROM_OUTSIDE - {"HERE", "APPDIR"} | {"LD_LIBRARY_PATH", "LD_PRELOAD", "LIBRARY_PATH", "DYLD_LIBRARY_PATH"}
# What puts a value into a template later on.
_FILLED = r"\benvsubst\b|\b(?:sed|perl|awk)\b[^\n]*(?:\\[$]\{{?|@|%|__){0}"


# A launcher that takes its settings from a file.
_SOURCES = r"(?m)(?:^|[;&|{])[ \t]*(?:\.|source)[ \t]"


class Early(Record):
    """`$name`, at `place`, is expanded while the launcher is written, which has it for itself as well; `why` it is
    known to."""

    name: str
    place: Place
    why: str


class Late(Record):
    """`$name`, at `place`, is left for the launcher, though only the script that writes it sets it (`set_at`)."""

    name: str
    place: Place
    set_at: Place


def expanded_too_early(program: Program, files: Iterable[WrittenFile]) -> Iterator[Early]:
    """`${HERE}` among `\\${HERE}`, in a launcher of which the script that writes it knows no such variable; and a
    variable of a file that the script writes (among `files`) for the launcher to source."""
    writer = program.written[0].origin.command.source
    rest = _rest(program.written, writer)
    others = [file for file in files if file not in program.written] if re.search(_SOURCES, program.text) else []
    bare = _rest((*program.written, *others), writer) if others else rest
    seen: set[str] = set()
    for file in program.written:
        for piece in file.text:
            name = _name(piece)
            if not name or name in seen:
                continue
            kept = re.search(rf"\$\{{?{name}\b", program.text) is not None
            own = name not in _INHERITED and any(_gives(name, one, "[^?\\s\"']") for one in program.written)
            given = kept or own or any(_gives(name, other) for other in others)
            if sets(name, rest if kept or own else bare) or not given:
                continue
            if own and not kept and re.search(rf"\$\{{?[!#]?{name}\b", rest):
                continue
            seen.add(name)
            place = _unescaped(name, file.origin.command, writer)
            if place is not None:
                why = "the launcher sets it itself" if own else "the launcher sources it from a file"
                yield Early(name, place, "elsewhere it is kept" if kept else why)


def _gives(name: str, file: WrittenFile, value: str = "") -> bool:
    """Whether a file has `name=`, with a `value` that begins like that; `?` stands for what is not known."""
    known = "".join([piece if isinstance(piece, str) else "?" for piece in file.text])
    return re.search(rf"(?m)^\s*(?:export\s+)?{name}=(?:[\"']?{value})", known) is not None


def _reads_files(file: WrittenFile) -> bool:
    return any(isinstance(piece, str) and re.search(_SOURCES, piece) for piece in file.text)


def left_over(program: Program, files: Iterable[WrittenFile]) -> Iterator[Late]:
    """`$PREFIX` in a launcher, with a quoted delimiter or a backslash, that nothing but the writing script sets: none
    of the other files that it writes (among `files`), which may source this one."""
    writer = program.written[0].origin.command.source
    seen: set[str] = set()
    for match in re.finditer(r"(?<!\\)\$\{?([A-Za-z_]\w*)\b", _without_quotes(program.text)):
        name = match[1]
        if name in seen or name in FROM_OUTSIDE or name.startswith(("LD_", "DYLD_", "XDG_")):
            continue
        seen.add(name)
        if sets(name, program.text) or re.search(rf"\$\{{{name}:?[-=?+]|-[nz] [\"']?\$\{{?{name}\b", program.text):
            continue
        there = re.search(rf"(?m)^[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+)?({name})=[^\s)]", writer.text)
        place = _written(name, program, writer) if there else None
        if place is not None and any(_gives(name, one) and _reads_files(one) for one in files):
            continue
        if there is not None and place is not None and not re.search(_FILLED.format(name), writer.text):
            yield Late(name, place, writer.place(*there.span(1)))


def sets(name: str, text: str) -> bool:
    """Whether a script sets the variable, in whatever way."""
    return (
        re.search(
            rf"(?m)(?:^|[\s;({{]){name}(?:\[[^\]]*\])?\+?=|\b(?:read|for|local|declare|typeset|mapfile|getopts)\b[^\n=]*\b{name}\b"
            rf"|\$\{{{name}:?=|^\s*(?:\.|source)\s",
            text,
        )
        is not None
    )


def _rest(files: tuple[WrittenFile, ...], writer: Source) -> str:
    """The writing script without the text of `files`, which it writes."""
    text = writer.text
    for command in sorted({file.origin.command for file in files}, key=lambda place: -place.start):
        if command.source is writer:
            text = text[: command.start] + text[_end_of(command, writer) :]
    return text


def _name(piece: object) -> str:
    shown = piece.shown if isinstance(piece, (Hole, Reference)) else ""
    found = re.fullmatch(r"\$\{?([A-Za-z_]\w*)\}?", shown)
    return found[1] if found else ""


def _unescaped(name: str, command: Place, writer: Source) -> Place | None:
    """Where `$name` is expanded in the text that `command` writes: its words, or the here-document behind it. Not in
    `name=$name`, which hands the launcher the value that is known here: left to it, that would be none."""
    end = _end_of(command, writer)
    start = command.end if end > command.end else command.start
    pattern = re.compile(rf"(?:(?<![\w$])({name}=[\"']?))?(?<!\\)\$(?:{name}\b|\{{{name}\}})")
    found = next((one for one in pattern.finditer(writer.text, start, end) if one[1] is None), None)
    return writer.place(found.start(), found.end()) if found is not None else None


def _end_of(command: Place, writer: Source) -> int:
    """Where the last here-document of a command ends."""
    text, end = writer.text, command.end
    found = re.search(r"<<-?\s*[\"'\\]?(\w+)", command.text)
    if found is not None:
        close = re.compile(rf"(?m)^[ \t]*{re.escape(found[1])}[ \t]*$").search(text, command.start)
        end = max(end, close.start() if close is not None else end)
    return end


def _written(name: str, program: Program, writer: Source) -> Place | None:
    """Where the writing script has the variable for the launcher."""
    # In quotes, or behind a quoted delimiter, it needs no backslash.
    for pattern in (rf"\\\$\{{?{name}\b\}}?", rf"\$\{{?{name}\b\}}?"):
        for file in program.written:
            command = file.origin.command
            if command.source is writer:
                found = re.compile(pattern).search(writer.text, command.start, _end_of(command, writer))
                if found is not None:
                    return writer.place(found.start(), found.end())
    return None


def _without_quotes(text: str) -> str:
    """The text without comments and without what stands in single quotes."""
    return re.sub(r"(?m)(?<!\\)'[^'\n]*'|^\s*#.*$|(?<=\s)#.*$", "", text)
