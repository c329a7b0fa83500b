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
from lintpack.script import recipes
from lintpack.script.expand import Arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Assignment, Node, Part

# Parts of which the expansion runs and changes nothing, whatever it gives.
_IDLE = frozenset((Literal, SingleQuoted, AnsiQuoted, Escaped, Glob))


class Shape:
    """`name`: the command that is called, where that is written out and no assignment stands before it, else "".

    `idle`: it is an `echo` or `printf` that does no more than to print; `printf -v` does. `lists`: what its words give,
    where that is always the same."""

    __slots__ = ("idle", "lists", "name", "node")

    def __init__(self, node: SimpleCommand) -> None:
        # Kept, so that no other command gets its id.
        self.node = node
        self.name = ""
        words = node.words
        if words and not node.assignments and isinstance(words[0], Word) and len(words[0].parts) == 1:
            first = words[0].parts[0]
            if isinstance(first, Literal):
                self.name = first.text
        constant = [recipes.constant(word) if isinstance(word, Word) else None for word in words]
        texts = tuple([text for text in constant if text is not None])
        self.lists = (Arguments(texts, words),) if texts and len(texts) == len(words) else None
        self.idle = (
            (self.name == "echo" or (self.name == "printf" and _is_format(words)))
            and not node.redirects
            and all(isinstance(word, Word) and _idle(word.parts) for word in words)
        )


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
