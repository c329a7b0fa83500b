"""The syntax tree: what a script says, with the exact place of each piece.

Every node knows `start` and `end`, offsets in code points into the text that was parsed (the whole file's,
also for nodes inside a command substitution). Nothing is expanded here, and nothing of the text is lost:
how a word is quoted decides what it means.
"""

from __future__ import annotations

from lintpack.record import Record


class Node(Record):
    """A piece of the text from `start` up to `end`."""

    start: int
    end: int

    def contents(self) -> tuple[object, ...]:
        """The values of the fields behind these two, in order."""
        values: tuple[object, ...] = self._key(self)
        return values[2:]


# --- the parts of a word -------------------------------------------------------------------------


class Literal(Node):
    """Unquoted text without special meaning; line continuations are gone from `text`."""

    text: str


class Escaped(Node):
    """A backslash and the character it quotes (`text`), outside quotes."""

    text: str


class SingleQuoted(Node):
    """`'text'`."""

    text: str


class AnsiQuoted(Node):
    """`$'…'`; `text` has its escapes decoded."""

    text: str


class DoubleQuoted(Node):
    """`"…"`, or `$"…"`. Literal parts inside have their backslashes resolved."""

    parts: tuple[Part, ...]


class Parameter(Node):
    """`$name`, `${name}` and every form of `${…}`.

    `form` says what is asked of the parameter:
      ""        its value, changed by `operator`: one of "" `:-` `-` `:=` `=` `:?` `?` `:+` `+`
                `#` `##` `%` `%%` `/` `//` `/#` `/%` `:` `^` `^^` `,` `,,` `@` (argument is the letter)
      length    `${#name}`, `${#name[@]}`
      indirect  `${!name…}`: the value of the parameter that it names; operator as above
      names     `${!prefix*}`, `${!prefix@}` (operator is `*` or `@`)
      keys      `${!name[*]}`, `${!name[@]}` (operator is `*` or `@`)
      bad       what bash calls a bad substitution, when it comes to it; `name` is all between the braces
    `index` is the word between `[` and `]`, or "@" or "*" for all elements. `argument` is the word after the
    operator (the pattern of `/`, the offset of `:`), `second` the replacement of `/` or the length of `:`.
    """

    name: str
    form: str = ""
    index: Word | str | None = None
    operator: str = ""
    argument: Word | None = None
    second: Word | None = None


class CommandSubstitution(Node):
    """`$(…)` or backquotes. Offsets inside point into the file, also where backquotes nest."""

    body: tuple[Statement, ...]
    backquoted: bool = False
    raw: str = ""


class ProcessSubstitution(Node):
    """`<(…)` or `>(…)`."""

    direction: str
    body: tuple[Statement, ...]


class Arithmetic(Node):
    """`$((…))` or `$[…]`; `expression` is expanded as if in double quotes, then evaluated."""

    expression: Word


class Glob(Node):
    """An unquoted `*`, `?` or bracket expression `[…]`."""

    text: str


class ExtendedGlob(Node):
    """`?(a|b)`, `*(…)`, `+(…)`, `@(…)`, `!(…)`."""

    operator: str
    patterns: tuple[Word, ...]


class Tilde(Node):
    """`~`, `~user`, `~+`, `~-` where tilde expansion happens; `user` is what follows `~`."""

    user: str


class Brace(Node):
    """`{a,b}`: the items as words, in order."""

    items: tuple[Word, ...]


class BraceRange(Node):
    """`{1..9}`, `{a..e..2}`: all as written (`{01..9}` pads)."""

    first: str
    last: str
    step: str


Part = (
    Literal | Escaped | SingleQuoted | AnsiQuoted | DoubleQuoted | Parameter | CommandSubstitution
    | ProcessSubstitution | Arithmetic | Glob | ExtendedGlob | Tilde | Brace | BraceRange
)  # fmt: skip


class Word(Node):
    """One word; `raw` is the text exactly as written."""

    raw: str
    parts: tuple[Part, ...]


# --- commands ------------------------------------------------------------------------------------


class ArrayElement(Node):
    """`value`, or `[index]=value`, in a compound assignment."""

    value: Word
    index: Word | None = None
    append: bool = False


class ArrayValue(Node):
    """`( … )` after `name=`."""

    elements: tuple[ArrayElement, ...]


class Assignment(Node):
    """`name=value`, `name+=value`, `name[index]=value`, `name=(…)`. Also an argument of `declare` and its kin.

    `value` is None where nothing follows the `=`.
    """

    name: str
    index: Word | None
    append: bool
    value: Word | ArrayValue | None
    raw: str


class HereDocument(Node):
    """The lines below a `<<`. `quoted`: the delimiter was, so `body` is all literal. `raw` keeps the tabs of `<<-`."""

    delimiter: str
    quoted: bool
    strip_tabs: bool
    body: Word
    raw: str


class Redirect(Node):
    """`operator` as written (`>`, `>>`, `<`, `<<`, `<<-`, `<<<`, `<>`, `>|`, `>&`, `<&`, `&>`, `&>>`).

    `descriptor` is the number before it, or the name of `{name}>`; None where there is none.
    """

    operator: str
    descriptor: int | str | None
    target: Word
    here: HereDocument | None = None


class SimpleCommand(Node):
    """Assignments, words and redirections. For `declare`, `local`, `export`, `readonly`, `typeset` an
    argument that is an assignment stands in `words` as an `Assignment`, in its place.

    All three are empty where the text could not be read; `Script.problems` then says why.
    """

    assignments: tuple[Assignment, ...]
    words: tuple[Word | Assignment, ...]
    redirects: tuple[Redirect, ...]


class Pipeline(Node):
    """`a | b`, `! a`, `time a`. `stderr` says for each `|` whether it was `|&`."""

    commands: tuple[Command, ...]
    negated: bool = False
    timed: bool = False
    stderr: tuple[bool, ...] = ()


class AndOr(Node):
    """`a && b || c`, left to right; `operators` has one entry less than `commands`."""

    commands: tuple[Command, ...]
    operators: tuple[str, ...]


class Statement(Node):
    """A command of a list. Its place is the command's, without the `;`, `&` or line end behind it."""

    command: Command
    background: bool = False


class Subshell(Node):
    body: tuple[Statement, ...]
    redirects: tuple[Redirect, ...] = ()


class Group(Node):
    """`{ …; }`."""

    body: tuple[Statement, ...]
    redirects: tuple[Redirect, ...] = ()


class IfBranch(Node):
    """`if`/`elif` condition `then` body."""

    condition: tuple[Statement, ...]
    body: tuple[Statement, ...]


class If(Node):
    branches: tuple[IfBranch, ...]
    otherwise: tuple[Statement, ...] | None = None
    redirects: tuple[Redirect, ...] = ()


class For(Node):
    """`for name in words`, or `select`; `words` is None without `in` (then `"$@"`)."""

    name: str
    words: tuple[Word, ...] | None
    body: tuple[Statement, ...]
    select: bool = False
    redirects: tuple[Redirect, ...] = ()


class ArithmeticFor(Node):
    """`for ((initial; condition; step))`; each a word expanded as in double quotes."""

    initial: Word
    condition: Word
    step: Word
    body: tuple[Statement, ...]
    redirects: tuple[Redirect, ...] = ()


class While(Node):
    condition: tuple[Statement, ...]
    body: tuple[Statement, ...]
    until: bool = False
    redirects: tuple[Redirect, ...] = ()


class CaseClause(Node):
    """`pattern | pattern) body` with its terminator `;;`, `;&`, `;;&` or ""."""

    patterns: tuple[Word, ...]
    body: tuple[Statement, ...]
    terminator: str = ";;"


class Case(Node):
    word: Word
    clauses: tuple[CaseClause, ...]
    redirects: tuple[Redirect, ...] = ()


class ArithmeticCommand(Node):
    """`((…))`."""

    expression: Word
    redirects: tuple[Redirect, ...] = ()


class ConditionWord(Node):
    """`[[ word ]]`: true where it is not empty."""

    word: Word


class ConditionUnary(Node):
    operator: str
    operand: Word


class ConditionBinary(Node):
    """The right side of `==`, `=` and `!=` is a pattern, that of `=~` a regular expression."""

    operator: str
    left: Word
    right: Word


class ConditionNot(Node):
    operand: Condition


class ConditionAnd(Node):
    left: Condition
    right: Condition


class ConditionOr(Node):
    left: Condition
    right: Condition


Condition = ConditionWord | ConditionUnary | ConditionBinary | ConditionNot | ConditionAnd | ConditionOr


class Conditional(Node):
    """`[[ … ]]`."""

    test: Condition
    redirects: tuple[Redirect, ...] = ()


class Function(Node):
    """`name() body` or `function name body`; `name_start` and `name_end` enclose the name."""

    name: str
    name_start: int
    name_end: int
    body: Command


class Coprocess(Node):
    name: str
    command: Command
    redirects: tuple[Redirect, ...] = ()


Command = (
    SimpleCommand | Pipeline | AndOr | Subshell | Group | If | For | ArithmeticFor | While | Case
    | ArithmeticCommand | Conditional | Function | Coprocess
)  # fmt: skip


# --- a whole text --------------------------------------------------------------------------------


class Comment(Node):
    """`# …` up to the end of its line; `own_line` where nothing stands before it."""

    text: str
    own_line: bool


class Problem(Node):
    """A region that could not be understood, and why, as a message would put it."""

    message: str


class Script(Node):
    body: tuple[Statement, ...]
    comments: tuple[Comment, ...] = ()
    problems: tuple[Problem, ...] = ()
