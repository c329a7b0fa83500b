"""The run of a script over what may be known of it: what all its parts share, and what commands may ask of it.

`Run` is the host of word expansion (expand.Host) and the shell of the commands' models (invocation.Shell). How each
kind of command runs is in statements.py, loops.py, calls.py and their like; they are functions over a `Run`.
"""

from __future__ import annotations

from lintpack.lazy import Lazy
from lintpack.script import emit, limits, paths, texts
from lintpack.script.stage import Stage
from lintpack.script.state import Scope, State, merge
from lintpack.script.substitution import process, substitute
from lintpack.script.truth import Conditions, allowed, under
from lintpack.script.values import ALWAYS, Choice, Hole, Reference
from lintpack.script.variables import Variables
from lintpack.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from typing import Any

    from lintpack.bash.tree import CommandSubstitution, Node, ProcessSubstitution, Script
    from lintpack.repository import Repository
    from lintpack.script import sources, specials
    from lintpack.script.invocation import Outcome
    from lintpack.script.locator import Locator
    from lintpack.script.plan import Effect, Frame, Guard
    from lintpack.script.truth import Truth
    from lintpack.script.values import Choices, Text
    from lintpack.script.variables import Variable
    from lintpack.source import Source
else:
    sources = Lazy("lintpack.script.sources")
    specials = Lazy("lintpack.script.specials")

# The directory that the script was started in, where a script asks for its absolute path.
START = Hole("$PWD")


def _rooted(text: Text) -> Text:
    """`text` with the variable at its start opened where that leads to the directory that the script was started in,
    or where `..` follows it."""
    while text and isinstance(text[0], Reference) and len(text[0].alternatives) == 1:
        inner = text[0].alternatives[0].text
        if not inner:
            break
        first, rest = inner[0], text[1:]
        climbs = bool(rest) and isinstance(rest[0], str) and rest[0].startswith("/..")
        if not (climbs or first is START or (isinstance(first, Reference) and len(first.alternatives) == 1)):
            break
        opened = texts.concat(inner, rest)
        if not climbs and first is not START and _rooted(opened)[0] is not START:
            break
        text = opened
    return text


class Run:
    """One run. `state` is where it stands; with `live` False nothing more happens on this way."""

    def __init__(
        self,
        repository: Repository,
        locator: Locator,
        variables: Mapping[str, str],
        environment_known: bool = False,
        launcher: bool = False,
        about: str = "",
    ) -> None:
        self.repository = repository
        self.locator = locator
        self.environment_known = environment_known
        self.launcher = launcher
        # The one variable whose exports are asked for, "" where all of the plan is.
        self.about = about
        self.variables = Variables(variables, self.limit)
        self.state = State(self.variables)
        self.live = True
        self.effects: list[Effect] = []
        self.scripts: list[tuple[Source, Script]] = []
        self.read_scripts: dict[str, Locator] = {locator.path: locator}
        self.parsed: dict[str, Script] = {}
        self.reached: set[str] = set()
        self.conditions = Conditions(self.variables.number)
        self.frames: tuple[Frame, ...] = ()
        self.guards: tuple[Guard, ...] = ()
        self.scopes: list[Scope] = []
        self.callers: list[tuple[str, Locator]] = []
        self.called: set[str] = set()
        self.command = Place(locator.source, 0, 0)
        self.words: tuple[Text, ...] = ()
        # "" where a failure is left to set -e, "tested" where the script looks at it, else why it goes unseen.
        self.check = ""
        # The same of the subshell that it stands in; "script" where that is the whole script.
        self.entered = "script"
        self.quiet = False
        self.subshell = 0
        self.nesting = 0
        self.steps = 0
        self.zero: Text = texts.literal(locator.path)
        self.holes: list[Text] = []
        # What has been called inside a substitution, so that equal ones give equal holes: the number of the last of
        # `links`, each the link before it and the words of a call (or the number of a substitution inside).
        self.trace: int | None = None
        self.links: list[tuple[int, tuple[Text, ...] | int]] = [(0, ())]
        self.ranks: dict[tuple[int, tuple[Text, ...] | int], int] = {}
        self.traces: dict[str, tuple[tuple[Text, ...], ...]] = {}
        self.keys: dict[Any, str] = {}
        # The names of libraries that a hole with this key speaks of.
        self.hints: dict[str, tuple[str, ...]] = {}
        # What a choice tells: the variable, the text that it held, and what it holds then.
        self.told: dict[Choice, tuple[tuple[str, Text, Text], ...]] = {}
        self.stage = Stage(self.effects)
        # What was asked for as a path from a working directory: the same few again and again.
        self.paths: dict[tuple[Text, Text], Text] = {}
        self.written: dict[Text, Text | None] = {}
        # The number of effects when a path was last changed.
        self.touched: dict[Text, int] = {}
        # Variables of the loader's that were given a value; whether `exec` runs the next command.
        self.loader_names: set[str] = set()
        self.replaces = False
        # Where in the script the output that goes into a file was written: (known characters before it, place).
        self.spans: list[tuple[int, Place]] | None = None
        self.here: Place | None = None
        # The last here-documents, and where they stand.
        self.documents: list[tuple[Text, Place]] = []

    # --- control -------------------------------------------------------------------------------------

    def switch(self, state: State) -> None:
        """Go on as `state`."""
        self.state = state
        self.variables = state.variables

    def step(self) -> None:
        """Count one command."""
        self.steps += 1
        if self.steps > limits.STEPS:
            self.limit("STEPS")
            raise emit.Stop

    def leave(self, scope: Scope, again: bool = False) -> None:
        """This way ends here, and goes on where `scope` does."""
        (scope.next if again else scope.left).append(self.state)
        self.live = False

    def meet(self, parent: State, ended: list[State]) -> None:
        """Go on as `parent`, which becomes what `ended` may be; none left: nothing goes on."""
        if ended:
            merge(parent, ended, self.conditions)
        self.switch(parent)
        self.live = bool(ended)

    def enter(self, kind: str) -> tuple[State, Scope]:
        """Go on as a fork of the state, in a new scope; gives the state to come back to."""
        parent = self.state
        self.switch(parent.fork())
        scope = Scope(kind, parent)
        self.scopes.append(scope)
        return parent, scope

    def finish(self, parent: State, scope: Scope) -> None:
        """Leave `scope`: go on with all that ended or left it."""
        self.scopes.remove(scope)
        ended = [scope.level(state) for state in (*scope.left, *scope.next)]
        if self.live:
            ended.append(self.state)
        self.meet(parent, ended)

    def truth(self, truth: Truth) -> Truth:
        """`truth` as far as the choices made so far leave it open."""
        return under(truth, self.state.path, self.state.either)

    def status(self) -> Truth:
        """Whether the last command succeeded; unknown becomes a condition."""
        status = self.state.status
        if status is None:
            # Nothing that was chosen so far can be about it.
            status = self.state.status = self.conditions.unknown()
            return status
        if isinstance(status, int):
            return ((status == 0, ALWAYS),)
        return self.truth(status)

    def place(self, node: Node) -> Place:
        return self.locator.of(node)

    def source_text(self, start: int, end: int, most: int = 100) -> str:
        """The text between two offsets on one line, for a message."""
        piece = self.locator.line(start, min(end, start + 4 * most))
        if self.holes and piece and max(piece) >= "\U000f0000":
            from lintpack.script.locator import reveal

            piece = texts.shown(reveal((piece,), self.holes))
        return piece if len(piece) <= most else piece[: most - 1] + "…"

    def condition_text(self, start: int, end: int) -> tuple[Place, str]:
        """Where a condition stands, and what it says."""
        cache = self.locator.conditions
        found = cache.get((start, end))
        if found is None:
            found = cache[start, end] = (self.locator.place(start, end), self.source_text(start, end))
        return found

    def remember(self, words: tuple[Text, ...] | int) -> None:
        """Note a call inside a substitution."""
        link = (self.trace or 0, words)
        links = self.links
        self.trace = rank = self.ranks.setdefault(link, len(links))
        if rank == len(links):
            links.append(link)

    def key(self, content: Any) -> str:
        """A short name for `content`, the same one each time."""
        found = self.keys.get(content)
        if found is None:
            found = self.keys[content] = str(len(self.keys) + 1)
        return found

    # --- what word expansion asks --------------------------------------------------------------------

    @property
    def choices(self) -> Choices:
        return self.state.path

    def option(self, name: str) -> bool:
        return name in self.state.options

    def special(self, name: str) -> Variable | None:
        return specials.special(self, name)

    def substitute(self, node: CommandSubstitution) -> Text:
        return substitute(self, node)

    def process(self, node: ProcessSubstitution) -> Text:
        return process(self, node)

    def failed(self, node: object, name: str, message: Text | None, certain: bool) -> None:
        if certain and self.live:
            from lintpack.script.calls import leave_shell

            self.state.status = 1
            leave_shell(self)

    def condition(self, key: Hashable) -> int:
        return self.conditions.of(key)

    def limit(self, what: str) -> None:
        emit.limit(self, what)

    # --- what models of commands ask -----------------------------------------------------------------

    @property
    def cwd(self) -> Text:
        return self.state.cwd

    def path(self, text: Text) -> Text:
        key = self.state.cwd, text
        found = self.paths.get(key)
        if found is None:
            found = self.paths[key] = self._path(text)
        return found

    def _path(self, text: Text) -> Text:
        joined = paths.join(self.state.cwd, _rooted(text))
        if joined and joined[0] is START:
            rest = joined[1:]
            if not rest:
                return paths.HERE
            first = rest[0]
            if isinstance(first, str) and first.startswith("/"):
                return paths.normalise(texts.normal((first.lstrip("/"), *rest[1:])))
        return joined

    def alternatives(self, text: Text) -> tuple[tuple[Text, Choices], ...]:
        state = self.state
        found = texts.alternatives(text, state.path)
        if len(found) > 1 and state.either:
            kept = [option for option in found if allowed(option[1], state.path, state.either)]
            return tuple(kept) or found
        return found

    def directory(self, path: Text) -> bool | None:
        name = texts.known(path)
        kind = self.repository.kind(name) if name else ""
        return kind == "directory" if kind in {"directory", "file"} else None

    def emit(self, kind: type[Any], /, place: Place | None = None, when: Choices = ALWAYS, **fields: Any) -> None:
        emit.emit(self, kind, place, when, fields)

    def variable(self, name: str) -> Text | None:
        return self.variables.text(name)

    def assign(self, name: str, value: Text) -> None:
        from lintpack.script.assign import assign_value
        from lintpack.script.values import Alternative

        assign_value(name, (Alternative(value),), self)

    def execute(
        self,
        words: tuple[Text, ...],
        places: tuple[Place, ...],
        environment: tuple[tuple[str, Text], ...] = (),
        stdin: Text | None = None,
        condition: str = "",
    ) -> Outcome:
        from lintpack.script.inner import execute_words

        return execute_words(self, words, places, environment, stdin, condition)

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
        from lintpack.script.strings import run_text

        return run_text(self, text, place, name, arguments, subshell, cwd, stdin, options)

    def run_file(
        self,
        path: Text,
        place: Place,
        arguments: tuple[Text, ...] = (),
        stdin: Text | None = None,
        options: str = "",
    ) -> Outcome:
        from lintpack.script.strings import run_file

        return run_file(self, path, place, arguments, stdin, options)

    def unresolved(self, tool: str, why: str, place: Place | None = None, names: tuple[str, ...] = ()) -> None:
        emit.unresolved(self, tool, why, place, names)

    def files(self, path: Text) -> tuple[str, ...] | None:
        return sources.files(self, path)

    def read(self, path: Text) -> Text | None:
        return sources.read(self, path)
