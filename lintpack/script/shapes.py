"""What can be told of a simple command from how it is written; worked out once, when it is first met."""

from __future__ import annotations

from lintpack.bash.tree import (
    AnsiQuoted,
    DoubleQuoted,
    Escaped,
    Glob,
    Literal,
    Parameter,
    SimpleCommand,
    SingleQuoted,
    Word,
)
from lintpack.script.commands.registry import MODULES as PROGRAMS
from lintpack.script.recipes import field, recipe
from lintpack.script.redirects import is_constant
from lintpack.script.texts import literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Assignment, Node, Part
    from lintpack.script.expand import Host
    from lintpack.script.locator import Locator
    from lintpack.script.recipes import Recipe
    from lintpack.script.values import Text
    from lintpack.source import Place

# Parts of which the expansion runs and changes nothing, whatever it gives.
_IDLE = frozenset((Literal, SingleQuoted, AnsiQuoted, Escaped, Glob))


# Modules of commands that print what they read, or that they are asked for, and run no other command.
_PRINTERS = frozenset(
    (
        "elf_tools",
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


class Shape:
    """`name`: the command that is called, where that is written out and no assignment stands before it, else "".

    `idle`: it is an `echo` or `printf` that does no more than to print; `printf -v` does. `words`: what its words give,
    where that is always the same. `known` has those that always give the same text, None for each of `open`, which has
    the others by their number. `prints`: all that it does is to print, and it is no other than a program that does."""

    __slots__ = ("_locator", "_places", "idle", "known", "name", "node", "open", "prints", "words")

    def __init__(self, node: SimpleCommand) -> None:
        # Kept, so that no other command gets its id.
        self.node = node
        self.name = ""
        words = node.words
        if words and not node.assignments and isinstance(words[0], Word) and len(words[0].parts) == 1:
            first = words[0].parts[0]
            if isinstance(first, Literal):
                self.name = first.text
        self.known: list[Text | None] = []
        self.open: list[tuple[int, Recipe | None]] = []
        for rank, word in enumerate(words):
            text, one = None, None
            if isinstance(word, Word):
                if len(word.parts) == 1 and type(word.parts[0]) is Literal:
                    # Most words are that.
                    text = literal(word.parts[0].text)
                else:
                    one = recipe(word)
                    text = None if one.bracketed else one.constant
            if text is None:
                self.open.append((rank, one))
            self.known.append(text)
        self.words: tuple[Text, ...] | None = None
        if words and not self.open:
            self.words = tuple(self.known)  # type: ignore[arg-type]
        self.idle = (
            (self.name == "echo" or (self.name == "printf" and _is_format(words)))
            and not node.redirects
            and all(isinstance(word, Word) and _idle(word.parts) for word in words)
        )
        self.prints = (
            PROGRAMS.get(self.name) in _PRINTERS
            and all(one is not None and one.steps is not None and not one.substituted for _, one in self.open)
            and all(part.descriptor == 2 and is_constant(part) for part in node.redirects)
        )
        self._locator: Locator | None = None
        self._places: tuple[Place, ...] = ()

    def places(self, locator: Locator) -> tuple[Place, ...]:
        """A place for each word."""
        if self._locator is not locator:
            self._locator = locator
            self._places = tuple(map(locator.of, self.node.words))
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
