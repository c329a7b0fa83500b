"""A shell that only collects: enough for a model of a command to run without the interpreter."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from lintpack.script import paths, texts
from lintpack.script.commands import registry
from lintpack.script.invocation import UNKNOWN, Invocation, Outcome
from lintpack.script.plan import Effect, Guard, Origin, Unresolved
from lintpack.script.stage import Stage
from lintpack.script.values import ALWAYS, Hole, Wildcard
from lintpack.source import Place, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.values import Choices, Text


def text(written: str) -> Text:
    """A text from a notation: `$name` is a hole, `*` and `?` are active."""
    pieces: list[Any] = []
    at = 0
    while at < len(written):
        end = at + 1
        if written[at] == "$":
            while end < len(written) and (written[end].isalnum() or written[end] == "_"):
                end += 1
            pieces.append(Hole(written[at:end]))
        elif written[at] in "*?":
            pieces.append(Wildcard(written[at]))
        else:
            pieces.append(written[at])
        at = end
    return texts.normal(pieces)


class FakeShell:
    """Collects effects. `folders` and `files` are what the repository has."""

    def __init__(self, cwd: str = "", folders: Sequence[str] = (), files: Sequence[str] = ()) -> None:
        self.effects: list[Effect] = []
        self.cwd: Text = text(cwd)
        self.folders, self.known_files = folders, files
        self.stage = Stage(self.effects)
        self.variables: dict[str, Text] = {}
        self.contents: dict[str, Text] = {}
        self.ran: list[list[str]] = []
        self.scripts: list[str] = []
        self.source = Source("fake.sh", "")
        self.guards: tuple[Guard, ...] = ()

    def run(self, line: str, stdin: Text | None = None) -> Outcome:
        """Run one command, written as for a shell, without expansions but `$hole`, `*` and `?`."""
        words = tuple(text(word) for word in shlex.split(line))
        return self.execute(words, tuple(self.source.place(0, 0) for _ in words), stdin=stdin)

    def shown(self, *kinds: type[Any]) -> list[str]:
        """The effects of these kinds in short."""
        return [short(effect) for effect in self.effects if not kinds or isinstance(effect, kinds)]

    def path(self, text: Text) -> Text:
        return paths.join(self.cwd, text)

    def directory(self, path: Text) -> bool | None:
        name = texts.known(path)
        return True if name in self.folders else False if name in self.known_files else None

    def alternatives(self, text: Text) -> tuple[tuple[Text, Choices], ...]:
        return texts.alternatives(text)

    def emit(self, kind: type[Any], /, place: Place | None = None, when: Choices = ALWAYS, **fields: Any) -> None:
        command = self.source.place(0, 0)
        self.effects.append(kind(Origin(len(self.effects), place or command, command, (), (), when), **fields))

    def variable(self, name: str) -> Text | None:
        return self.variables.get(name)

    def assign(self, name: str, value: Text) -> None:
        self.variables[name] = value

    def execute(
        self,
        words: tuple[Text, ...],
        places: tuple[Place, ...],
        environment: tuple[tuple[str, Text], ...] = (),
        stdin: Text | None = None,
        condition: str = "",
    ) -> Outcome:
        name = texts.known(words[0]) or ""
        self.ran.append([texts.shown(word) for word in words])
        model = registry.find(name)
        if model is None:
            return UNKNOWN
        return model(Invocation(name, words, places, self.source.place(0, 0), self, stdin, environment, True))

    def run_text(
        self,
        text: Text,
        place: Place,
        name: str,
        arguments: tuple[Text, ...] = (),
        subshell: bool = True,
        cwd: Text | None = None,
        stdin: Text | None = None,
        options: str = "",
    ) -> Outcome:
        where = f" in {texts.shown(cwd)}" if cwd is not None else ""
        shown = [texts.shown(word) for word in (text, *arguments)]
        self.scripts.append(" | ".join([f"{name} {options}".rstrip() + where, *shown]))
        return UNKNOWN

    def run_file(
        self, path: Text, place: Place, arguments: tuple[Text, ...] = (), stdin: Text | None = None, options: str = ""
    ) -> Outcome:
        self.scripts.append(" | ".join([f"file {options}".rstrip(), *map(texts.shown, (path, *arguments))]))
        return UNKNOWN

    def unresolved(self, tool: str, why: str, place: Place | None = None, names: tuple[str, ...] = ()) -> None:
        self.emit(Unresolved, place, tool=tool, why=why, names=names)

    def files(self, path: Text) -> tuple[str, ...] | None:
        return None

    def read(self, path: Text) -> Text | None:
        return self.contents.get(texts.shown(path))


def short(effect: Effect) -> str:
    """An effect on one line."""
    from lintpack.script import plan

    def t(value: Text | None) -> str:
        return "-" if value is None else texts.shown(value)

    match effect:
        case plan.Transfer():
            marks = [effect.links] + ["recursive"] * effect.recursive + ["moves"] * effect.moves
            marks += ["?"] * (not effect.resolved) + ["parents"] * effect.parents
            return " ".join([effect.tool, t(effect.source), "->", t(effect.destination), *filter(None, marks)])
        case plan.Link():
            marks = ["hard"] * (not effect.symbolic) + ["force"] * effect.force
            return " ".join(["link", t(effect.path), "->", t(effect.target), *marks])
        case plan.Removal():
            return f"remove {t(effect.path)}" + " recursive" * effect.recursive
        case plan.Directory():
            return f"folder {t(effect.path)}"
        case plan.Change():
            return f"{effect.kind} {t(effect.path)}" + (f" {t(effect.value)}" if effect.value is not None else "")
        case plan.Archive():
            members = " ".join(map(t, effect.members))
            less = "".join(f" -{t(name)}" for name in effect.excludes)
            return f"{effect.action} {t(effect.path)} {effect.format} in {t(effect.base)}: {members}{less}"
        case plan.RunPath():
            return f"runpath {effect.tool} {t(effect.file)} {t(effect.value)} {' '.join(effect.options)}".rstrip()
        case plan.Unresolved():
            return f"unresolved {effect.tool}: {effect.why} {' '.join(effect.names)}".rstrip()
        case plan.WrittenFile():
            return f"written {t(effect.path)}: {t(effect.text)!r}"
    return repr(effect)
