"""A shell just large enough to hold word expansion against bash: assignments, a few builtins, pure commands, pipes,
`case` and `[[ == ]]`. What the commands called `probe` get is collected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bash import parse, tree
from lintpack.record import replace
from lintpack.script import paths, patterns, texts
from lintpack.script.assign import assign, assigned_text
from lintpack.script.expand import evaluate, expand_pattern, expand_quoted, expand_word, expand_words
from lintpack.script.invocation import Invocation, Outcome
from lintpack.script.values import ALWAYS, Alternative, Hole
from lintpack.script.variables import ArrayCase, Positionals, Variable, Variables
from lintpack.source import Place, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from lintpack.script.values import Choices, Text


class Ended(Exception):  # noqa: N818 (not an error)
    """The script ended: `:?`, `set -u`."""


class SmallShell:
    def __init__(self) -> None:
        self.variables = Variables(report=self.limit)
        self.variables.positionals = Positionals()
        self.choices: Choices = ALWAYS
        self.options: set[str] = set()
        self.probes: list[tuple[Text, ...]] = []
        self.messages: list[str] = []
        self.models: dict[str, Callable[[Invocation], Outcome]] = pure_models()
        self.output: list[Text] = []
        self.stdin: Text | None = None
        self.status = 0
        self._conditions: dict[Hashable, int] = {}
        self._source = Source("t", "")

    # --- what expansion asks for ---

    def option(self, name: str) -> bool:
        return name in self.options

    def special(self, name: str) -> Variable | None:
        known = {"0": "bash", "?": str(self.status), "-": "hB", "!": "", "_": "", "UID": "0"}
        # Nothing comes from the environment here: what was never set is not set.
        return Variable((Alternative(texts.literal(known[name])),)) if name in known else Variable()

    def substitute(self, node: tree.CommandSubstitution) -> Text:
        outer, outer_output = self.variables, self.output
        self.variables, self.output = outer.fork(), []
        try:
            self.run(node.body)
        except Ended:
            pass
        finally:
            result = texts.concat(*self.output)
            self.variables, self.output = outer, outer_output
        return result

    def process(self, node: tree.ProcessSubstitution) -> Text:
        return (Hole("/dev/fd/63"),)

    def failed(self, node: object, name: str, message: Text | None, certain: bool) -> None:
        self.messages.append(f"{name}: {texts.shown(message or ())}")
        if certain:
            raise Ended

    def condition(self, key: Hashable) -> int:
        return self._conditions.setdefault(key, len(self._conditions) + 1_000_000)

    def limit(self, what: str) -> None:
        self.messages.append(what)

    # --- what models of commands ask for ---

    def alternatives(self, text: Text) -> tuple[tuple[Text, Choices], ...]:
        return texts.alternatives(text, self.choices)

    def path(self, text: Text) -> Text:
        return paths.normalise(text)

    def read(self, path: Text) -> Text | None:
        return None

    def assign(self, name: str, value: Text) -> None:
        self.variables.assign(name, value)

    # --- running ---

    def script(self, text: str) -> None:
        found = parse(text)
        assert not found.problems, (text, found.problems)
        self._source = Source("t", text)
        self.run(found.body)

    def run(self, body: tuple[tree.Statement, ...]) -> None:
        for statement in body:
            self.command(statement.command)

    def command(self, node: tree.Command) -> None:
        match node:
            case tree.SimpleCommand():
                self.simple(node)
            case tree.Pipeline():
                self.pipeline(node)
            case tree.AndOr():
                self.command(node.commands[0])
                for operator, command in zip(node.operators, node.commands[1:], strict=True):
                    if (operator == "&&") == (self.status == 0):
                        self.command(command)
            case tree.Case():
                subject = expand_word(node.word, self)
                for clause in node.clauses:
                    if any(self.matches(subject, pattern, False) for pattern in clause.patterns):
                        self.run(clause.body)
                        break
            case tree.Conditional(test=tree.ConditionBinary() as test):
                subject = expand_word(test.left, self)
                found = self.matches(subject, test.right, True)
                self.status = int(found == (test.operator == "!="))
            case tree.ArithmeticCommand():
                value = evaluate(node.expression, self)
                assert value is not None
                self.status = int(not value)
            case tree.Group():
                self.run(node.body)
            case _:
                raise NotImplementedError(type(node).__name__)

    def matches(self, subject: Text, pattern: tree.Word, conditional: bool) -> bool:
        wanted = expand_pattern(pattern, self, True if conditional else None)
        found = patterns.match(subject, wanted, "nocasematch" in self.options)
        assert found is not None, (subject, wanted)
        return found

    def pipeline(self, node: tree.Pipeline) -> None:
        stdin, output = self.stdin, self.output
        for rank, command in enumerate(node.commands):
            self.output = []
            if rank == len(node.commands) - 1:
                self.output = output
            self.command(command)
            self.stdin = texts.concat(*self.output)
        self.stdin, self.output = stdin, output
        if node.negated:
            self.status = int(not self.status)

    def simple(self, node: tree.SimpleCommand) -> None:
        ways = expand_words(node.words, self)
        assert len(ways) == 1, ways
        words = ways[0].texts
        if not words:
            for assignment in node.assignments:
                assign(assignment, self)
                self.unmatched(assignment.name)
            return
        environment = tuple([(one.name, assigned_text(one, self)) for one in node.assignments])
        stdin = self.stdin
        for redirect in node.redirects:
            if redirect.here is not None:
                body = redirect.here.body
                stdin = texts.literal(texts.shown(expand_quoted(body, self)))
            elif redirect.operator == "<<<":
                stdin = texts.concat(expand_word(redirect.target, self), ("\n",))
        name = texts.shown(words[0])
        if name == "probe":
            self.probes.append(words[1:])
        elif name == "set" and texts.shown(words[1]) == "--":
            self.variables.positionals = Positionals(tuple([texts.literal(texts.shown(word)) for word in words[2:]]))
        elif name == "set":
            self.options.add({"-u": "nounset", "-f": "noglob"}[texts.shown(words[1])])
        elif name == "shopt":
            self.options.add(texts.shown(words[2]))
        elif name == "unset":
            for word in words[1:]:
                self.variables.unset(texts.shown(word))
        elif name in {"declare", "export", "readonly", "local"}:
            self.declare(name, node)
        elif name in {":", "true"}:
            self.status = 0
        else:
            places = (Place(self._source, 0, 0),) * len(words)
            call = Invocation(name, words, places, places[0], self, stdin, environment, True)  # type: ignore[arg-type]
            outcome = self.models[name](call)
            assert outcome.output is not None, words
            self.output.append(outcome.output)
            self.status = outcome.status or 0

    def unmatched(self, name: str) -> None:
        """There are no files here: a glob among an array's elements stands for itself."""
        found = self.variables.get(name)
        if found is not None and found.arrays:
            array = found.arrays[0].array
            items = {key: texts.literal(texts.shown(text)) for key, text in array.items.items()}
            self.variables.set(name, replace(found, arrays=(ArrayCase(replace(array, items=items)),)))

    def declare(self, name: str, node: tree.SimpleCommand) -> None:
        letters = "x" if name == "export" else "r" if name == "readonly" else ""
        for word in node.words[1:]:
            if isinstance(word, tree.Assignment):
                self.variables.declare(word.name, letters.replace("r", ""))
                assign(word, self)
                self.variables.declare(word.name, letters)
            elif word.raw.startswith("-"):
                letters += word.raw[1:]
            else:
                self.variables.declare(word.raw, letters)


def pure_models() -> dict[str, Callable[[Invocation], Outcome]]:
    import importlib
    import pkgutil

    from lintpack.script import commands

    models: dict[str, Callable[[Invocation], Outcome]] = {}
    for info in pkgutil.iter_modules(commands.__path__):
        if info.name.startswith("pure_"):
            models.update(importlib.import_module(f"lintpack.script.commands.{info.name}").MODELS)
    return models


def probe(script: str, setup: str = "") -> list[list[str]]:
    """What the commands `probe` in `script` get, as messages show it."""
    shell = SmallShell()
    if setup:
        shell.script(setup)
    shell.script(script)
    return [[texts.shown(text) for text in fields] for fields in shell.probes]
