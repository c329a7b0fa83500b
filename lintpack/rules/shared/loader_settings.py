"""Where a script, or a launcher that it writes, gives a value to a variable that the loader looks at."""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.libpath import path_lists
from lintpack.rules.shared.loader import NAMES
from lintpack.rules.shared.wording import word_end
from lintpack.script import paths, texts
from lintpack.script.plan import Export, Removal, WrittenFile
from lintpack.script.values import Alternative, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.repository import Repository
    from lintpack.rules.context import Context
    from lintpack.rules.shared.libpath import Known, PathList
    from lintpack.script.plan import Plan
    from lintpack.script.values import Text
    from lintpack.source import Place


class Program(Record):
    """One script whose settings are looked at: the entry script, or a file that it writes (`written`, in order).

    `text` is its text, with placeholders for what is not known of a written one."""

    plan: Plan
    text: str
    known: Known
    written: tuple[WrittenFile, ...] = ()


class Setting(Record):
    """`NAME=value`, at `place`. `value` is what the variable holds then, None where it is unset; `lists` the ways that
    it may come out. `whole` is False for what has no value of its own, such as `export NAME`."""

    name: str
    export: Export
    place: Place
    program: Program
    value: Text | None
    whole: bool
    lists: tuple[PathList, ...]

    @property
    def raw(self) -> str:
        """As written, from the name on."""
        return self.place.text


def programs(context: Context) -> tuple[Program, ...]:
    """The entry script and the scripts that it writes, where they speak of the loader."""
    return context.shared(_programs)


def settings(context: Context) -> tuple[Setting, ...]:
    """All settings of lists, in order; one that is run several times with the same outcome is one.
    Without those that nothing reads: ld.so's, in a script for macOS."""
    return context.shared(_settings)


def _programs(context: Context) -> tuple[Program, ...]:
    from lintpack.rules.shared.emptiness import emptiness

    plan = context.plan
    text = plan.scripts[0].source.text if plan.scripts else ""
    found = [Program(plan, text, emptiness(plan))]
    for files in written(plan):
        made = _written(files, context.repository)
        if made is not None:
            found.append(Program(made, made.scripts[0].source.text, emptiness(made), files))
            # What an installer that is written writes in its turn.
            for inner in written(made):
                last = _written(inner, context.repository)
                if last is not None:
                    found.append(Program(last, last.scripts[0].source.text, emptiness(last), inner))
    return tuple(found)


def _written(files: tuple[WrittenFile, ...], repository: Repository | None) -> Plan | None:
    from lintpack.script.written import interpret_written

    if repository is None:
        from lintpack.repository import MemoryRepository

        repository = MemoryRepository({})
    return interpret_written(files, repository)


def written(plan: Plan) -> Iterator[tuple[WrittenFile, ...]]:
    """The shell scripts that the plan writes and that speak of the loader: what goes into one file, in order. One that
    is written several times over, in a loop, comes once: `#!` begins one, and so does what is removed in between."""
    groups: dict[Text, list[list[WrittenFile]]] = {}
    removed: set[Text] = set()
    for effect in plan.effects:
        if isinstance(effect, WrittenFile):
            group = groups.setdefault(effect.path, [])
            if effect.append and group and effect.path not in removed and not texts.head(effect.text).startswith("#!"):
                group[-1].append(effect)
            else:
                group.append([effect])
                removed.discard(effect.path)
        elif groups and isinstance(effect, Removal):
            removed.update([path for path in groups if paths.inside(path, effect.path) is not None])
    seen: set[Place] = set()
    for several in groups.values():
        for files in several:
            if files[0].origin.command not in seen and _is_script(files):
                seen.add(files[0].origin.command)
                yield tuple(files)


def _is_script(files: list[WrittenFile]) -> bool:
    pieces = [piece for file in files for piece in file.text]
    known = "".join([piece for piece in pieces if isinstance(piece, str)])
    if any(isinstance(piece, Reference) and _may_name(piece) for piece in pieces):
        from lintpack.script.written import named

        known = "".join([piece for piece in named(files) if isinstance(piece, str)])
    if not any(name in known for name in NAMES) and "rpath" not in known:
        return False
    if known.startswith("#!"):
        return re.search(r"\b(?:ba|da|k|a|z|mk)?sh\b", known.split("\n", 1)[0].rpartition("/")[2]) is not None
    last = texts.shown(files[0].path).rpartition("/")[2]
    if last.endswith((".csh", ".tcsh", ".fish")):
        return False
    if last.endswith((".sh", ".bash")) or last in {"AppRun", "environment", "$GITHUB_ENV", "${GITHUB_ENV}"}:
        return True
    exports = re.search(r"^\s*export (?:LD|DYLD)_", known, re.MULTILINE)
    return "profile" in last or "bashrc" in last or exports is not None


def _may_name(piece: Reference) -> bool:
    """Whether a variable may hold the name of the loader's list."""
    return any("LD_LIBRARY_PATH" in (case.text or ()) for case in piece.alternatives)


def _settings(context: Context) -> tuple[Setting, ...]:
    from lintpack.rules.shared.macos import only_on_macos

    found: list[Setting] = []
    for program in programs(context):
        seen: set[tuple[str, int, int, Text | None]] = set()
        last: dict[str, Text | None] = {}
        no_linux: bool | None = None
        for export in program.plan.effects:
            if not isinstance(export, Export) or export.name not in NAMES:
                continue
            if export.name.startswith("LD_"):
                if no_linux is None:
                    no_linux = only_on_macos(program)
                if no_linux:
                    continue
            place, whole = placed(export)
            value = export.value
            if whole and value is not None and place.text.startswith(export.name + "+="):
                value = _folded(export.name, value, last.get(export.name))
            last[export.name] = export.value
            key = (export.name, place.start, place.end, value)
            if key in seen:
                continue
            seen.add(key)
            lists: tuple[PathList, ...] = ()
            if value is not None and whole:
                separators = ": \t\n" if export.name in ("LD_PRELOAD", "LD_AUDIT") else ":;"
                lists = path_lists(value, program.known, export.origin.when, separators)
            found.append(Setting(export.name, export, place, program, value, whole, lists))
    return tuple(found)


def _folded(name: str, value: Text, old: Text | None) -> Text:
    """`NAME+=more`: what was there before as one symbol, so that it reads as `NAME=$NAME more` does."""
    if not old or len(value) < len(old) or value[: len(old) - 1] != old[:-1]:
        return value
    end, now = old[-1], value[len(old) - 1]
    rest: Text = value[len(old) :]
    if isinstance(end, str) and isinstance(now, str) and now.startswith(end):
        rest = texts.normal((now[len(end) :], *rest))
    elif end != now:
        return value
    return texts.normal((Reference(f"${{{name}}}", (Alternative(old),)), *rest))


def placed(export: Export) -> tuple[Place, bool]:
    """Where `NAME=value` is written, and whether a value is written there at all."""
    pattern = re.compile(rf"(?<![\w$]){export.name}\+?=")
    origin = export.origin
    own = pattern.search(origin.place.text)
    by_name = None if own or export.how == "unset" else _by_name(export)
    if by_name is not None:
        return by_name, True
    for place in (origin.place, origin.command, *(frame.place for frame in reversed(origin.calls))):
        match = pattern.search(place.text)
        if match:
            start = place.start + match.start()
            end = min(word_end(place.source.text, place.start + match.end()), place.end)
            return place.source.place(start, end), True
    if origin.place.text.strip("\"'") == export.name or export.how == "unset":
        return origin.place, False
    source = origin.command.source
    # `echo NAME=$NAME` shows the value that another line sets.
    shown = re.compile(rf"{export.name}=\$\{{?{export.name}\}}?[\"']?[ \t]*(?:\n|\Z)")
    before = [
        match
        for match in pattern.finditer(source.text, 0, origin.command.start)
        if not shown.match(source.text, match.start())
    ]
    if before:
        # The text of an `eval` or of a list that is exported later.
        start, end = before[-1].start(), word_end(source.text, before[-1].end())
        # In a text in quotes, the last one is the text's.
        return source.place(start, end - (source.text[start:end].count('"') % 2)), True
    return origin.place, "=" in origin.place.text


def _by_name(export: Export) -> Place | None:
    """`list=LD_LIBRARY_PATH`, and then `export $list=value`: the one place that has it so."""
    source = export.origin.command.source
    names = set(re.findall(rf"(?m)(?<!\w)(\w+)=[\"']?{export.name}[\"']?[ \t]*(?:[;#]|$)", source.text))
    found = list(re.finditer(rf"\$\{{?(?:{'|'.join(names)})\}}?\+?=", source.text)) if names else []
    if len(found) != 1:
        return None
    return source.place(found[0].start(), word_end(source.text, found[0].end()))
