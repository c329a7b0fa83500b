"""Going through a syntax tree, for what only the text of a script shows."""

from __future__ import annotations

from lintpack.bash.tree import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeVar

    _Kind = TypeVar("_Kind", bound=Node)


def walk(root: Node) -> Iterator[Node]:
    """`root` and every node below it, in the order of the text."""
    waiting: list[object] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(reversed(node))
        elif isinstance(node, Node):
            yield node
            # The first two fields are `start` and `end`.
            waiting.extend([getattr(node, name) for name in reversed(node.__match_args__[2:])])


def each(root: Node, kind: type[_Kind]) -> Iterator[_Kind]:
    """The nodes of one kind below `root`, in the order of the text."""
    return (node for node in walk(root) if isinstance(node, kind))
