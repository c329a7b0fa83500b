"""Going through a syntax tree, for what only the text of a script shows."""

from __future__ import annotations

from lintpack.bash.tree import Literal, Node, Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    _Kind = TypeVar("_Kind", bound=Node)


def walk(root: Node, concerns: Callable[[Node], bool] | None = None) -> Iterator[Node]:
    """`root` and every node below it, in the order of the text; but those that `concerns` is not true of, and what is
    below them."""
    if concerns is None and type(root) is Script:
        return iter(_listed(root)[1])
    return _walk(root, concerns)


# Many rules go through a script's whole tree. It is gone through once, and its nodes are kept, with the tree so that no
# other gets its id: all, and by their kind.
_trees: dict[int, tuple[Script, list[Node], dict[type[Node], list[Node]]]] = {}
_MOST_TREES = 16


def _listed(root: Script) -> tuple[Script, list[Node], dict[type[Node], list[Node]]]:
    found = _trees.get(id(root))
    if found is None:
        if len(_trees) >= _MOST_TREES:
            _trees.clear()
        nodes: list[Node] = []
        kinds: dict[type[Node], list[Node]] = {}
        waiting: list[Node] = [root]
        while waiting:
            node = waiting.pop()
            kind = type(node)
            nodes.append(node)
            same = kinds.get(kind)
            if same is None:
                same = kinds[kind] = []
            same.append(node)
            fields = _holding.get(kind)
            for field in _fields(kind) if fields is None else fields:
                value = getattr(node, field)
                if not value:
                    continue
                if type(value) is tuple:
                    waiting += value[::-1]
                elif type(value) is not str:
                    waiting.append(value)
        found = _trees[id(root)] = (root, nodes, kinds)
    return found


# The fields of each kind that hold nodes, the last one first.
_holding: dict[type[Node], tuple[str, ...]] = {}
_LEAVES = ("str", "int", "bool", "int | str | None", "tuple[str, ...]", "tuple[bool, ...]")


def _fields(kind: type[Node]) -> tuple[str, ...]:
    own = [field for field, holds in kind.__annotations__.items() if holds not in _LEAVES]
    made = _holding[kind] = tuple(own[::-1])
    return made


def holding(root: Script, kind: type[_Kind], offsets: list[int]) -> Iterator[_Kind]:
    """Those of `each` that hold the character at one of these offsets, which are sorted."""
    at = 0
    for node in each(root, kind):
        while at < len(offsets) and offsets[at] < node.start:
            at += 1
        if at == len(offsets):
            return
        if offsets[at] < node.end:
            yield node


def _walk(root: Node, concerns: Callable[[Node], bool] | None = None) -> Iterator[Node]:
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
    """The nodes of one kind (no kind is another's base, but for Node) below `root`, in the order of the text."""
    if type(root) is Script:
        return iter(_listed(root)[2].get(kind, ()))  # type: ignore[arg-type]
    return (node for node in _walk(root) if type(node) is kind)


def around(root: Node, offset: int) -> Iterator[Node]:
    """The nodes that hold the character at `offset`, the outermost first: much fewer than `walk` gives."""
    node: Node | None = root
    while node is not None:
        yield node
        below: list[object] = []
        for value in node.contents():
            below += value if type(value) is tuple else (value,)
        node = next((one for one in below if isinstance(one, Node) and one.start <= offset < one.end), None)
