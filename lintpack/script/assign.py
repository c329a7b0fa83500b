"""Assignments: `name=value`, `name+=value`, `name[index]=value`, `name=(…)`, also as an argument of `declare`."""

from __future__ import annotations

from lintpack.bash.tree import ArrayValue
from lintpack.lazy import Lazy
from lintpack.script import texts
from lintpack.script.expand import expand_word
from lintpack.script.values import Alternative, Hole
from lintpack.script.variables import UNSET, Array, ArrayCase, Variable, as_arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Assignment, Word
    from lintpack.script import assign_array
    from lintpack.script.expand import Host
    from lintpack.script.values import Text, Value
else:
    assign_array = Lazy("lintpack.script.assign_array")


def assign(node: Assignment, host: Host) -> None:
    """Do the assignment in `host.variables`: attributes already declared (integer, lower, upper, name reference,
    associative) are honoured, a readonly variable keeps its value. Call `variables.declare` before it for `local x=1`.
    """
    value = node.value
    variables = host.variables
    if isinstance(value, ArrayValue):
        assign_array.assign_array(node, value, host)
        return
    old = variables.get(node.name)
    text = expand_word(value, host) if value is not None else ()
    if node.index is None and not node.append and (old is None or not (old.attributes.strip("x") or old.arrays)):
        variables.set(
            node.name,
            Variable((Alternative(variables.bounded(node.name, text)),), (), old.attributes if old else ""),
        )
        return
    if node.index is not None:
        assign_element(node.name, node.index, (Alternative(text),), host, node.append)
    elif node.append:
        assign_value(node.name, (Alternative(_appended(node.name, text, host)),), host)
    else:
        assign_value(node.name, (Alternative(text),), host)


def assigned_text(node: Assignment, host: Host) -> Text:
    """The scalar value that the assignment would give, without doing it: for `NAME=value command`."""
    if isinstance(node.value, ArrayValue):
        return ()
    text = expand_word(node.value, host) if node.value is not None else ()
    return _appended(node.name, text, host) if node.append else text


def _appended(name: str, text: Text, host: Host) -> Text:
    """The old value and `text` after it; the sum for an integer (bash manual, 3.4)."""
    old = host.variables.get(name)
    if old is not None and "i" in old.attributes:
        return _sum(_old(name, host), text)
    return texts.concat(_old(name, host), text)


def _sum(one: Text, other: Text) -> Text:
    one, other = [("0",) if texts.shown(text).strip() == "" else text for text in (one, other)]
    return texts.concat(("(",), one, (")+(",), other, (")",))


def _old(name: str, host: Host) -> Text:
    found = host.variables.get(name)
    if found is not None and "n" in found.attributes:
        target = texts.known(texts.opened(found.value[0].text or ()))
        if target and target != name:
            name = target
    value = host.variables.value(name)
    if len(value) == 1 and value[0].text is not None and len(value[0].text) < 50:
        # What was there is part of the new value: a symbol of the same name would be confusing.
        return value[0].text
    return texts.from_value(f"${{{name}}}", value) if value != UNSET else ()


def assign_value(name: str, value: Value, host: Host) -> None:
    """Give a variable alternatives, with attributes honoured: for `read`, `printf -v`, `for`, `getopts`."""
    variables = host.variables
    old = variables.get(name)
    attributes = old.attributes if old else ""
    if "r" in attributes:
        return
    if "n" in attributes and old is not None:
        target = texts.known(texts.opened(old.value[0].text or ()))
        if target:
            base, _, index = target.partition("[")
            if base != name:
                _assign_target(base, index, value, host)
            return
        if old.value[0].text:
            return
    changed = tuple([Alternative(converted(name, attributes, case.text, host), case.when) for case in value])
    if old is not None and old.arrays:
        key: int | str = "0" if old.arrays[0].array.associative else 0
        for case in changed[:1]:
            text = case.text if len(changed) == 1 else (texts.reference(f"${{{name}}}", changed),)
            variables.set_element(name, key, text or ())
    else:
        variables.set(name, Variable(changed, (), attributes))


def _assign_target(base: str, index: str, value: Value, host: Host) -> None:
    if not index:
        assign_value(base, value, host)
        return
    from lintpack.script.expand_arithmetic import literal

    found = host.variables.get(base)
    associative = bool(found and found.arrays and found.arrays[0].array.associative)
    assign_element(base, literal(index[:-1], associative), value, host)


def converted(name: str, attributes: str, text: Text | None, host: Host) -> Text | None:
    """`text` as a variable with these attributes takes it."""
    if text is None:
        return None
    if "i" in attributes:
        from lintpack.script.expand_arithmetic import evaluate_text

        number = evaluate_text(text, host)
        return (Hole(f"${{{name}}}", f"{host.variables.number()}"),) if number is None else (str(number),)
    if "l" in attributes or "u" in attributes:
        from lintpack.script.quoting import lower, upper

        change = upper if "u" in attributes else lower
        return tuple([change(piece) if isinstance(piece, str) else piece for piece in text])
    return host.variables.bounded(name, text)


def assign_element(name: str, index: Word | str, value: Value, host: Host, append: bool = False) -> None:
    """`name[index]=value`, in each array that `name` may be. An index that cannot be told leaves the rest uncertain."""
    from lintpack.record import replace
    from lintpack.script.expand_parameter import array_key

    variables = host.variables
    old = variables.get(name) or Variable()
    if "n" in old.attributes:
        target = texts.known(texts.opened(old.value[0].text or ()))
        if not target or target == name:
            return
        name, old = target, variables.get(target) or Variable()
    if "r" in old.attributes or isinstance(index, str):
        return
    cases = []
    for case in as_arrays(old, "A" in old.attributes):
        array = case.array
        key = array_key(index, array, host)
        if key is None or (isinstance(key, int) and key < 0):
            cases.append(ArrayCase(Array({}, array.associative, False), case.when))
            continue
        text = value[0].text if len(value) == 1 else (texts.reference(f"${{{name}[{key}]}}", value),)
        if append:
            before = array.items.get(key, ())
            text = _sum(before, text or ()) if "i" in old.attributes else texts.concat(before, text or ())
        items = dict(array.items)
        fresh = key not in items
        items[key] = converted(name, old.attributes, text, host) or ()
        if fresh and not array.associative:
            items = {number: items[number] for number in sorted(items, key=lambda k: k if isinstance(k, int) else 0)}
        cases.append(ArrayCase(replace(array, items=items), case.when))
    # The evaluation of an index may have assigned (`a[i++]=x`), but not to `name` itself.
    variables.set(name, Variable(UNSET, tuple(cases), old.attributes))
