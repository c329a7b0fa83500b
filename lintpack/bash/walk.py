"""Going through a syntax tree, for what only the text of a script shows."""

from __future__ import annotations

from lintpack.bash.tree import Literal, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    _Kind = TypeVar("_Kind", bound=Node)


def walk(root: Node, concerns: Callable[[Node], bool] | None = None) -> Iterator[Node]:
    """`root` and every node below it, in the order of the text; but those that `concerns` is not true of, and what is
    below them."""
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if concerns is not None and not concerns(node):
            continue
        yield node
        if type(node) is Literal:
            continue  # the most common, with nothing below it
        for value in reversed(node.contents()):
            if type(value) is tuple:
                waiting.extend([item for item in value[::-1] if isinstance(item, Node)])
            elif isinstance(value, Node):
                waiting.append(value)


def each(root: Node, kind: type[_Kind]) -> Iterator[_Kind]:
    """The nodes of one kind below `root`, in the order of the text."""
    return (node for node in walk(root) if isinstance(node, kind))


def around(root: Node, offset: int) -> Iterator[Node]:
    """The nodes that hold the character at `offset`, the outermost first: much fewer than `walk` gives."""
    node: Node | None = root
    while node is not None:
        yield node
        below: list[object] = []
        for value in node.contents():
            below += value if type(value) is tuple else (value,)
        node = next((one for one in below if isinstance(one, Node) and one.start <= offset < one.end), None)
