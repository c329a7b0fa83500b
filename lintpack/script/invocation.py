"""The contract between the interpreter and the models of commands.

A model is a function `(Invocation) -> Outcome`. It knows what one program does with its arguments; it reads
words and emits effects through `call.shell`, and has no state of its own. The same contract serves commands with
an effect (cp, tar …) and pure ones (dirname, sed …), whose output matters in a command substitution.
"""

from __future__ import annotations

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from lintpack.script.plan import Guard
    from lintpack.script.stage import Stage
    from lintpack.script.values import Choices, Text
    from lintpack.source import Place


class Outcome(Record):
    """How a command ended. `status`: the exit status, None where it could be zero or not. `output`: what it wrote to
    standard output, None where that cannot be told (then a substitution becomes a hole), () for nothing."""

    status: int | None = None
    output: Text | None = None


UNKNOWN = Outcome()
SILENT = Outcome(None, ())
FAILURE = Outcome(1, ())


if TYPE_CHECKING:

    class Shell(Protocol):
        """What a model may ask of the interpreter and tell it."""

        @property
        def cwd(self) -> Text:
            """The working directory; `()` is the directory that the script was started in."""

        @property
        def stage(self) -> Stage:
            """The tree that the plan so far has built: `Stage(effects)` over the list that `emit` appends to."""

        @property
        def guards(self) -> tuple[Guard, ...]:
            """The conditions under which the command runs, outermost first."""

        def directory(self, path: Text) -> bool | None:
            """Whether `path` is a directory of the repository (True), a file (False); None where it has neither."""

        def path(self, text: Text) -> Text:
            """`text` as a path: joined to the working directory, `.` and `..` resolved as far as that is certain."""

        def alternatives(self, text: Text) -> tuple[tuple[Text, Choices], ...]:
            """`text` without references: each alternative that the choices made so far allow, bounded by
            `limits.ALTERNATIVES`. Use it only for what must be known letter by letter (a file's last component)."""

        def emit(self, kind: type[Any], /, place: Place | None = None, when: Choices = ..., **fields: Any) -> None:
            """Append the effect `kind(origin, **fields)` to the plan; `place` is the operand that it is about."""

        def variable(self, name: str) -> Text | None:
            """The value of a variable as one text (a reference where it has alternatives); None where it is unset."""

        def assign(self, name: str, value: Text) -> None:
            """Give a variable a value, as an assignment would."""

        def execute(
            self,
            words: tuple[Text, ...],
            places: tuple[Place, ...],
            environment: tuple[tuple[str, Text], ...] = (),
            stdin: Text | None = None,
            condition: str = "",
        ) -> Outcome:
            """Run a command given as words: a function, builtin or program (for sudo, env, xargs, find -exec …).
            `condition` not empty: it may run or not, and that is why."""

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
            """Parse and run `text` as a script (sh -c, bash -c, eval, docker run …). What is a hole in it stays one.
            `options`: the letters of `set` that it starts with ("e", "eu" …)."""

        def run_file(
            self,
            path: Text,
            place: Place,
            arguments: tuple[Text, ...] = (),
            stdin: Text | None = None,
            options: str = "",
        ) -> Outcome:
            """Run the script at `path` in a shell of its own (`bash FILE`); Unfollowed where it cannot be read."""

        def unresolved(self, tool: str, why: str, place: Place | None = None, names: tuple[str, ...] = ()) -> None:
            """Say that a copy could not be told in full."""

        def files(self, path: Text) -> tuple[str, ...] | None:
            """The files that `path` (with wildcards) names in the repository; None where that cannot be told."""

        def read(self, path: Text) -> Text | None:
            """What the file at `path` holds, if the script wrote it or the repository has it as text, else None."""


class Invocation(Record):
    """One run of one command.

    `words[0]` is its name; `places` has one place for each word. `stdin` is what is piped or redirected in, None where
    that cannot be told or is the terminal; `environment` holds the assignments before the command. `captured`: its
    output is wanted (a substitution or a pipe reads it), so that a pure command is worth the work.
    """

    name: str
    words: tuple[Text, ...]
    places: tuple[Place, ...]
    command: Place
    shell: Shell
    stdin: Text | None = None
    environment: tuple[tuple[str, Text], ...] = ()
    captured: bool = False

    @property
    def arguments(self) -> tuple[Text, ...]:
        return self.words[1:]
