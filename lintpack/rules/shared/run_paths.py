"""Where a script writes an RPATH or RUNPATH, or hands one to the link editor."""

from __future__ import annotations

from lintpack.record import Record
from lintpack.rules.shared.wording import handed_at, mentioned
from lintpack.script import texts
from lintpack.script.plan import Export, RunPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Program
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text
    from lintpack.source import Place


class WrittenRunPath(Record):
    """`value` goes into an object. `tool`: patchelf, chrpath, linker, cmake, or `flags` for a variable such as LDFLAGS;
    `via` names that variable, "" for the others. `file` is the object, None where it is not known."""

    value: Text
    tool: str
    place: Place
    origin: Origin
    program: Program
    file: Text | None = None
    via: str = ""

    @property
    def elements(self) -> list[Text]:
        """The directories; quotes that are for a shell or a build system further on are taken off."""
        return [_unquoted(part) for part in texts.split(_unquoted(self.value), ":")]


def run_paths(context: Context) -> tuple[WrittenRunPath, ...]:
    """All of them in order, in the entry script and in the scripts that it writes, each place and value once."""
    return context.shared(_run_paths)


def _run_paths(context: Context) -> tuple[WrittenRunPath, ...]:
    from lintpack.rules.shared.loader_settings import programs

    seen: set[tuple[Place, Text]] = set()
    found = []
    for program in programs(context):
        for one in _of(program):
            if (one.place, one.value) not in seen:
                seen.add((one.place, one.value))
                found.append(one)
    return tuple(found)


def _of(program: Program) -> Iterator[WrittenRunPath]:
    for effect in program.plan.effects:
        if isinstance(effect, RunPath):
            if effect.value is not None:
                via = effect.options[0] if effect.tool == "linker" and effect.options else ""
                place = handed_at(texts.known(texts.opened(effect.value)) or "", effect.origin)
                if effect.tool == "cmake" and "RPATH" not in place.text:
                    place = mentioned(f"-D{effect.options[0]}", place) or place
                yield WrittenRunPath(effect.value, effect.tool, place, effect.origin, program, effect.file, via)
        elif isinstance(effect, Export) and effect.value and effect.name.isupper() and "rpath" in _known(effect.value):
            from lintpack.script.commands.compilers import linker_words, runpaths
            from lintpack.script.commands.options import Operand

            place = effect.origin.place
            parts = [Operand(part, place) for part in texts.split(effect.value, " ") if part]
            for word in runpaths(linker_words(parts)):
                yield WrittenRunPath(word.text, "flags", place, effect.origin, program, None, effect.name)


def _unquoted(text: Text) -> Text:
    return texts.normal(
        [piece.replace('"', "").replace("'", "") if isinstance(piece, str) else piece for piece in text]
    )


def _known(text: Text) -> str:
    return "".join([piece for piece in text if isinstance(piece, str)])
