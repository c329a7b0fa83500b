"""What can be told of a simple command from how it is written; worked out once, when it is first met."""

from __future__ import annotations

from lintpack.bash.tree import (
    AnsiQuoted,
    DoubleQuoted,
    Escaped,
    Glob,
    Literal,
    Parameter,
    Pipeline,
    SimpleCommand,
    SingleQuoted,
    Word,
)
from lintpack.script.builtins import MODULES as SHELL_BUILTINS
from lintpack.script.commands.registry import MODULES as PROGRAMS
from lintpack.script.recipes import field, recipe
from lintpack.script.redirects import is_constant
from lintpack.script.texts import literal
from lintpack.source import Place, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Assignment, Node, Part, Statement
    from lintpack.script.expand import Host
    from lintpack.script.locator import Locator
    from lintpack.script.recipes import Recipe
    from lintpack.script.values import Text

# Parts of which the expansion runs and changes nothing, whatever it gives.
_IDLE = frozenset((Literal, SingleQuoted, AnsiQuoted, Escaped, Glob))


# Modules of commands that print what they read, or that they are asked for, and run no other command.
_PRINTERS = frozenset(
    (
        "elf_tools",
        "linker_cache",
        "listing",
        "pure_awk",
        "pure_cut",
        "pure_expr",
        "pure_grep",
        "pure_lines",
        "pure_output",
        "pure_paths",
        "pure_system",
    )
)


_NOWHERE = Place(Source("", ""), 0, 0)


class Shape:
    """`name`: the command that is called, where that is written out and no assignment stands before it, else "".

    `idle`: it is an `echo` or `printf` that does no more than to print; `printf -v` does. `words`: what its words give,
    where that is always the same. `known` has those that always give the same text, None for each of `open`, which has
    the others by their number. `prints`: all that it does is to print, and it is no other than a program that does.
    `succeeded`: it is a `test` whether the command before it succeeded (True) or failed (False).

    `locator` is the one that `place`, where the command stands, was last asked for; see `locate`. Where `read` is
    False, it is `idle`, and nobody has asked yet what its words give; see `look`."""

    __slots__ = (
        "_places",
        "idle",
        "known",
        "locator",
        "name",
        "node",
        "open",
        "place",
        "prints",
        "read",
        "succeeded",
        "words",
    )

    def __init__(self, node: SimpleCommand) -> None:
        # Kept, so that no other command gets its id.
        self.node = node
        self.name = ""
        words = node.words
        if words and not node.assignments and isinstance(words[0], Word) and len(words[0].parts) == 1:
            first = words[0].parts[0]
            if isinstance(first, Literal):
                self.name = first.text
        self.idle = (
            (self.name == "echo" or (self.name == "printf" and _is_format(words)))
            and not node.redirects
            and all(isinstance(word, Word) and _idle(word.parts) for word in words)
        )
        self.locator: Locator | None = None
        self.place = _NOWHERE
        self._places: tuple[Place, ...] | None = None
        self.succeeded: bool | None = None
        self.read = False
        if not self.idle:
            self.look()

    def look(self) -> None:
        """Find out what the words give, which nobody asks of most that are idle."""
        self.read = True
        words, redirects = self.node.words, self.node.redirects
        self.known: list[Text | None] = []
        self.open: list[tuple[int, Recipe | None]] = []
        for rank, word in enumerate(words):
            text, one = None, None
            if type(word) is Word:
                parts = word.parts
                if len(parts) == 1 and type(parts[0]) is Literal:
                    # Most words are that.
                    text = literal(parts[0].text)
                else:
                    one = recipe(word)
                    text = None if one.bracketed else one.constant
            if text is None:
                self.open.append((rank, one))
            self.known.append(text)
        self.words: tuple[Text, ...] | None = None
        if words and not self.open:
            self.words = tuple(self.known)  # type: ignore[arg-type]
        self.prints = (
            PROGRAMS.get(self.name) in _PRINTERS
            and all(one is not None and one.steps is not None and not one.substituted for _, one in self.open)
            and all(part.descriptor == 2 and is_constant(part) for part in redirects)
        )
        if self.name in _TESTS and not redirects:
            self.succeeded = _succeeded(words, self.known)

    def locate(self, locator: Locator) -> Place:
        """Where the command stands."""
        self.locator, self.place, self._places = locator, locator.of(self.node), None
        return self.place

    def places(self) -> tuple[Place, ...]:
        """A place for each word, where the command was last located."""
        if self._places is None:
            self._places = tuple(map(self.locator.of, self.node.words)) if self.locator else ()
        return self._places

    def expanded(self, host: Host) -> list[Text]:
        """The texts of the words up to the first that is not surely one text."""
        texts = self.known.copy()
        for rank, one in self.open:
            text = None if one is None else field(one, host)
            if text is None:
                del texts[rank:]
                break
            texts[rank] = text
        return texts  # type: ignore[return-value]


_TESTS = frozenset(("[", "test"))
# `[ $? -eq 0 ]` asks whether the last command succeeded.
SUCCESS = {"-eq": True, "=": True, "==": True, "-ne": False, "!=": False, "-gt": False}


def _succeeded(words: tuple[Word | Assignment, ...], known: list[Text | None]) -> bool | None:
    """What `[ $? -eq 0 ]` asks of the command before it; None for any other test."""
    end = [("]",)] if known[0] == ("[",) else []
    if known[3:] != [("0",), *end] or words[1].raw.strip('"') != "$?" or not known[2]:
        return None
    return SUCCESS.get(str(known[2][0]))


def _is_format(words: tuple[Word | Assignment, ...]) -> bool:
    """Whether the word after `printf` is surely no option."""
    raw = words[1].raw if len(words) > 1 else ""
    return raw[:1] != "\\" and raw.lstrip("\"'")[:1] not in {"", "-", "$", "`"}


def _idle(parts: tuple[Part, ...]) -> bool:
    for part in parts:
        if isinstance(part, DoubleQuoted):
            if not _idle(part.parts):
                return False
        elif isinstance(part, Parameter):
            if part.form or part.operator or part.index is not None:
                return False
        elif type(part) not in _IDLE:
            return False
    return True


_shapes: dict[int, Shape] = {}
_NONE = Shape(SimpleCommand(0, 0, (), (), ()))


def shape(node: Node) -> Shape:
    """The shape of `node`; without a name where it is no simple command."""
    found = _shapes.get(id(node))
    if found is None:
        if not isinstance(node, SimpleCommand):
            return _NONE
        if len(_shapes) > 10_000:
            _shapes.clear()
        found = _shapes[id(node)] = Shape(node)
    return found


class Pipe:
    """`programs`: the commands of a body that is one pipeline of programs, () for any other; `names`: theirs."""

    __slots__ = ("body", "names", "programs")

    def __init__(self, body: tuple[Statement, ...]) -> None:
        # Kept, so that no other body gets its id.
        self.body = body
        self.names: frozenset[str] = frozenset()
        self.programs: tuple[SimpleCommand, ...] = ()
        if len(body) != 1 or body[0].background:
            return
        command = body[0].command
        parts = command.commands if isinstance(command, Pipeline) and not command.negated else (command,)
        names = frozenset([shape(part).name for part in parts])
        if "" not in names and names.isdisjoint(SHELL_BUILTINS):
            self.names = names
            self.programs = parts  # type: ignore[assignment]


_pipes: dict[int, Pipe] = {}


def pipe(body: tuple[Statement, ...]) -> Pipe:
    """What the body of a substitution is, where that is one pipeline of programs."""
    found = _pipes.get(id(body))
    if found is None:
        if len(_pipes) > 10_000:
            _pipes.clear()
        found = _pipes[id(body)] = Pipe(body)
    return found
