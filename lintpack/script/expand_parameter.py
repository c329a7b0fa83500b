"""Parameter expansion (bash manual, 3.5.3): what a name stands for, and what each form of `${…}` makes of it."""

from __future__ import annotations

from lintpack.bash.tree import Parameter, Word
from lintpack.lazy import Lazy
from lintpack.record import Record, replace
from lintpack.script import texts
from lintpack.script.expand_parts import add, emitted, single
from lintpack.script.segments import BREAK, NOTHING, QUOTED, SPLIT
from lintpack.script.values import ALWAYS, Alternative, Hole
from lintpack.script.variables import UNSET, Variable, scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script import expand_operators
    from lintpack.script.expand import Host
    from lintpack.script.expand_parts import Cases, Context
    from lintpack.script.values import Choices, Text
    from lintpack.script.variables import Array
else:
    expand_operators = Lazy("lintpack.script.expand_operators")

SPECIAL = frozenset("0?$!-_")
# Operators that are about whether there is a value.
DEFAULTS = frozenset((":-", "-", ":=", "=", ":?", "?", ":+", "+"))
# Name references that lead to each other.
REFERENCES = 10

# A text, None where it is not set, or the elements of a list; and the choices under which it is so.
Case = tuple["Text | list[Text] | None", "Choices"]


class Found(Record):
    """What a parameter may be. `mode`: "" for one text (None: not set), "@" or "*" for a list of them.

    `whole` is False where the list may have more elements. `name` is the variable's, after name references."""

    name: str
    mode: str
    cases: tuple[Case, ...]
    whole: bool = True
    variable: Variable | None = None


def expand_parameter(node: Parameter, around: Context) -> Cases:
    if node.form:
        return _form(node, around)
    if node.index is None and not node.operator and node.name not in "@*":
        return _plain(node, around)
    found = lookup(node, around)
    if found is None:
        return unknown(node, around)
    return operated(node, found, around)


def operated(node: Parameter, found: Found, around: Context) -> Cases:
    """What the operator of `node` makes of `found`."""
    operator = node.operator
    if operator in DEFAULTS:
        from lintpack.script.expand_defaults import expand_default

        return expand_default(node, found, around)
    check_set(node, found, around)
    if not operator:
        return emit_found(node, found, around)
    return expand_operators.expand_operator(node, found, around)


def _plain(node: Parameter, around: Context) -> Cases:
    """`$name`."""
    host = around.host
    variable = find(node.name, host)
    if variable is None:
        return emitted(_never_set(node.name, host), around)
    if variable.arrays or "n" in variable.attributes:
        found = lookup(node, around)
        return unknown(node, around) if found is None else operated(node, found, around)
    value = texts.possible(variable.value, host.choices)
    if any(case.text is None for case in value):
        cases: tuple[Case, ...] = tuple([(case.text, case.when) for case in value])
        check_set(node, Found(node.name, "", cases, True, variable), around)
    if len(value) == 1 and not value[0].text:
        return single([])
    return emitted(texts.from_value(f"${{{node.name}}}", value), around)


def find(name: str, host: Host) -> Variable | None:
    """The variable, positional or special parameter `name`; None where nothing is known of it."""
    first = name[0]
    if first.isdigit() and name != "0":
        positionals = host.variables.positionals
        rank = int(name) if len(name) < 6 else 99_999
        if rank <= len(positionals.known):
            return Variable((Alternative(positionals.known[rank - 1]),))
        return None if positionals.open else Variable(UNSET)
    if name == "#":
        positionals = host.variables.positionals
        if positionals.open:
            return Variable((Alternative((Hole("$#", _shift_key(host)),)),))
        return Variable((Alternative((str(len(positionals.known)),)),))
    if name in SPECIAL:
        return host.special(name)
    return host.variables.get(name) or host.special(name)


def _never_set(name: str, host: Host) -> Text:
    """The hole for a parameter that the script did not set."""
    return (Hole(f"${{{name}}}", _shift_key(host) if name.isdigit() and name != "0" else ""),)


def _shift_key(host: Host) -> str:
    shifted = host.variables.positionals.shifted
    return f"shift {shifted}" if shifted else ""


def lookup(node: Parameter, around: Context) -> Found | None:
    """What the name and index of `node` stand for; None where that cannot be told."""
    host = around.host
    name, index = node.name, node.index
    if name in {"@", "*"}:
        positionals = host.variables.positionals
        elements = list(positionals.known)
        if positionals.open:
            elements.append((Hole("$@", _shift_key(host)),))
        return Found(name, name, ((elements, ALWAYS),), not positionals.open)
    variable = find(name, host)
    for _ in range(REFERENCES):
        if variable is None or "n" not in variable.attributes:
            break
        target = texts.known(texts.opened(variable.value[0].text or ()))
        if not target:
            return None
        name, _, inner = target.partition("[")
        index = literal_index(inner[:-1]) if inner else index
        variable = find(name, host)
    if variable is None:
        hole = _never_set(name, host)
        if index is None or index in ("@", "*"):
            mode = "" if index is None else str(index)
            content: Text | list[Text] = hole if not mode else [(Hole(f"${{{name}[@]}}"),)]
            return Found(name, mode, ((content, ALWAYS),), not mode)
        return None
    if index is None:
        return Found(name, "", _allowed([(case.text, case.when) for case in scalar(variable)], host), True, variable)
    if isinstance(index, str):
        return _elements(name, index, variable, host)
    return _element(name, index, variable, host)


def literal_index(text: str) -> Word | str:
    """The index of a name reference's target."""
    from lintpack.bash.tree import Literal

    return text if text in {"@", "*"} else Word(0, len(text), text, (Literal(0, len(text), text),))


def _allowed(cases: list[Case], host: Host) -> tuple[Case, ...]:
    """The cases that the choices made so far leave possible."""
    path = host.choices
    kept = [case for case in cases if texts.consistent(case[1], path)] if path and len(cases) > 1 else cases
    return tuple([(content, when - path) for content, when in kept or cases])


def _elements(name: str, mode: str, variable: Variable, host: Host) -> Found:
    if not variable.arrays:
        cases: list[Case] = [([] if case.text is None else [case.text], case.when) for case in variable.value]
        return Found(name, mode, _allowed(cases, host), True, variable)
    listed: list[Case] = [(case.array.elements(), case.when) for case in variable.arrays]
    whole = all(case.array.complete for case in variable.arrays)
    return Found(name, mode, _allowed(listed, host), whole, variable)


def _element(name: str, index: Word, variable: Variable, host: Host) -> Found | None:
    from lintpack.script.variables import as_arrays

    cases: list[Case] = []
    for case in as_arrays(variable):
        key = array_key(index, case.array, host)
        if key is None or (key not in case.array.items and not case.array.complete):
            return None
        cases.append((case.array.items.get(key), case.when))
    return Found(name, "", _allowed(cases, host), True, variable)


def array_key(index: Word, array: Array, host: Host) -> int | str | None:
    """The key that an index names; a negative one counts from the end (bash manual, 6.7)."""
    if array.associative:
        from lintpack.script.expand import expand_word

        return texts.known(texts.opened(expand_word(index, host)))
    from lintpack.script.expand import evaluate

    number = evaluate(index, host)
    if number is not None and number < 0:
        last = max([key for key in array.items if isinstance(key, int)], default=-1)
        return last + 1 + number
    return number


def check_set(node: Parameter, found: Found, around: Context) -> None:
    """Tell the host of `set -u` and a name without a value."""
    if not around.host.option("nounset") or found.mode:
        return
    missing = [content is None for content, _ in found.cases]
    if any(missing):
        around.host.failed(node, found.name, None, all(missing))


# --- into segments ---------------------------------------------------------------------------------


def unknown(node: Parameter, around: Context, key: str = "") -> Cases:
    """A hole shown as the expansion is written."""
    return single([(QUOTED, Hole(around.source(node), key))])


def emit_found(node: Parameter, found: Found, around: Context) -> Cases:
    """The value itself, one text or list in each case."""
    if not found.mode:
        from lintpack.script.values import Alternative

        value = tuple([Alternative(c, when) for c, when in found.cases if not isinstance(c, list)])
        return emitted(texts.from_value(around.source(node), value), around)
    ways: Cases = []
    for content, when in found.cases:
        elements = content if isinstance(content, list) else []
        for pieces, chosen in emit_list(elements, found.mode, around, list_space(node, around)):
            if texts.consistent(when, chosen):
                ways.append((pieces, when | chosen))
    return collapsed(node, ways, around)


def list_space(node: Parameter, around: Context) -> str:
    """What joins the elements of an `@` where they are not fields, as in an assignment: a space; but the first
    character of IFS where an operator was applied, in quotes, or for some outside of them (as bash 5.2 does)."""
    plain = (not node.form and (not node.operator or node.operator in DEFAULTS)) or around.here
    loose = node.form == "keys" or (not node.form and node.operator[:1] in "/:^,")
    return " " if plain or (loose and not around.quoted) or not around.separator else around.separator


def emit_list(elements: list[Text], mode: str, around: Context, space: str = " ") -> Cases:
    """`$@`, `$*` and arrays: `mode` is "@" or "*"; `space` joins those of an `@` that are not fields."""
    if around.quoted and mode == "@" and around.fields:
        if not elements:
            return single([(NOTHING, "")])
        cases: Cases = [([], ALWAYS)]
        for rank, element in enumerate(elements):
            pieces = [(QUOTED, piece) for piece in element] or [(QUOTED, "")]
            for found, _ in cases:
                if rank:
                    found.append((BREAK, ""))
                found.extend(pieces)
        return cases
    if around.result == SPLIT:
        # Elements are joined by the first character of IFS, then split, so that empty ones go where that is a space.
        # Inside of `${x:-$@}` bash 5 takes a space in its place.
        character = " " if around.nested and mode == "@" else around.separator
        between = (SPLIT, character) if around.separator else (BREAK, "")
    elif mode == "*":
        between = (around.result, around.separator)
    else:
        between = (around.result, space)
    joined: Cases = [([], ALWAYS)]
    for rank, element in enumerate(elements):
        if rank:
            for found, _ in joined:
                found.append(between)
        add(joined, emitted(element, around), "", around)
    return joined


def collapsed(node: Parameter, cases: Cases, around: Context) -> Cases:
    """Several cases as one reference, shown as written, where none of them would be split or have globs."""
    if len(cases) < 2:
        return cases
    from lintpack.script.segments import globbed, needs_splitting, plain

    options = []
    for found, when in cases:
        if any(kind == BREAK for kind, _ in found):
            return cases
        text = globbed(found, around.extended, True) if around.result not in (QUOTED, SPLIT) else plain(found)
        if around.result == SPLIT and (
            not found
            or any(kind == SPLIT and isinstance(p, str) and needs_splitting((p,), around.ifs) for kind, p in found)
        ):
            return cases
        options.append(Alternative(text, when))
    return single([(QUOTED, texts.reference(around.source(node), tuple(options)))])


# --- the other forms -------------------------------------------------------------------------------


def _form(node: Parameter, around: Context) -> Cases:
    host = around.host
    if node.form == "bad":
        return unknown(node, around)
    if node.form == "length":
        return _length(node, around)
    if node.form == "names":
        names = [texts.literal(name) for name in host.variables.names(node.name)]
        return emit_list(names, node.operator, around, list_space(node, around))
    if node.form == "keys":
        found = lookup(replace(node, index="@"), around)
        if found is None or not found.whole:
            return unknown(node, around)
        return _keys(node, found, around)
    # indirect
    found = lookup(replace(node, form="", operator=""), around)
    if found is not None and found.variable is None and node.name not in "@*":
        return unknown(node, around)
    variable = host.variables.get(node.name)
    if variable is not None and "n" in variable.attributes and node.index is None:
        return emitted(texts.opened(variable.value[0].text or ()), around)
    if found is None or len(found.cases) != 1 or isinstance(found.cases[0][0], list):
        return unknown(node, around)
    target = texts.known(texts.opened(found.cases[0][0] or ()))
    if not target:
        return unknown(node, around) if target is None else single([])
    name, _, inner = target.partition("[")
    index = literal_index(inner[:-1]) if inner else None
    aimed = Parameter(node.start, node.end, name, "", index, node.operator, node.argument, node.second)
    reached = lookup(aimed, around)
    return unknown(node, around) if reached is None else operated(aimed, reached, around)


def _length(node: Parameter, around: Context) -> Cases:
    found = lookup(node, around)
    if found is None:
        return unknown(node, around)
    if found.mode:
        content = found.cases[0][0]
        if found.whole and len(found.cases) == 1 and isinstance(content, list):
            return emitted((str(len(content)),), around)
        return unknown(node, around, str(around.host.variables.number()))
    check_set(node, found, around)
    lengths = set()
    for content, _ in found.cases:
        if isinstance(content, list):
            continue
        for option, _ in texts.alternatives(content or (), around.host.choices):
            characters = texts.known(option)
            lengths.add(None if characters is None else len(characters))
    length = lengths.pop() if len(lengths) == 1 else None
    if length is None:
        return unknown(node, around, str(around.host.variables.number()))
    return emitted((str(length),), around)


def _keys(node: Parameter, found: Found, around: Context) -> Cases:
    from lintpack.script.variables import as_arrays

    if found.variable is None or len(found.cases) != 1:
        return unknown(node, around)
    path = around.host.choices
    arrays = [case.array for case in as_arrays(found.variable) if texts.consistent(case.when, path)]
    keys = [texts.literal(str(key)) for key in arrays[0].ordered()] if len(arrays) == 1 else None
    return unknown(node, around) if keys is None else emit_list(keys, node.operator, around, list_space(node, around))
