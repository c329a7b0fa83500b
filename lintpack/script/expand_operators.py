"""The operators that change a value or each element: `# ## % %% / // /# /% : ^ ^^ , ,, @X` (bash manual, 3.5.3)."""

from __future__ import annotations

from lintpack.record import replace
from lintpack.script import patterns, texts
from lintpack.script.expand import evaluate, expand_pattern
from lintpack.script.expand_parameter import collapsed, emit_found, emit_list, find, list_space, unknown
from lintpack.script.expand_parts import emitted, expand_parts, one_text
from lintpack.script.segments import ACTIVE, QUOTED
from lintpack.script.values import Alternative, Hole, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.bash.tree import Parameter, Word
    from lintpack.script.expand import Host
    from lintpack.script.expand_parameter import Case, Found
    from lintpack.script.expand_parts import Cases, Context
    from lintpack.script.values import Choices, Piece, Text, Value
    from lintpack.script.variables import Variable

    # What an operator makes of a text without references; None where that cannot be told.
    Change = Callable[[Text], Text | None]


def expand_operator(node: Parameter, found: Found, around: Context) -> Cases:
    operator = node.operator
    if operator == ":":
        return _substring(node, found, around)
    if operator == "@":
        return _transformed(node, found, around)
    return _changed(node, found, _change(node, around), around)


def _changed(node: Parameter, found: Found, change: Change | None, around: Context) -> Cases:
    """`change` applied to the text, or to each element."""
    if change is None:
        return unknown(node, around, str(around.host.variables.number()))
    listed: list[Case] = []
    options: list[tuple[Text, Choices]] = []
    for content, when in found.cases:
        if isinstance(content, list):
            listed.append(([_element(node, found, e, change, around) for e in content], when))
            continue
        if content is None:
            options.append(((), when))
            continue
        for option, chosen in texts.alternatives(content, around.host.choices | when):
            options.append((_applied(node, found, option, change, around), when | chosen))
    if found.mode:
        return emit_found(node, replace(found, cases=tuple(listed)), around)
    return _emit_value(node, tuple([Alternative(text, when) for text, when in texts.merged(options)]), around)


def _emit_value(node: Parameter, value: Value, around: Context) -> Cases:
    if len(value) == 1:
        return emitted(value[0].text or (), around)
    return emitted((texts.reference(around.source(node), value),), around)


def _element(node: Parameter, found: Found, element: Text, change: Change, around: Context) -> Text:
    value = tuple(
        [
            Alternative(_applied(node, found, option, change, around), when)
            for option, when in texts.alternatives(element, around.host.choices)
        ]
    )
    return (value[0].text or ()) if len(value) == 1 else (texts.reference(around.source(node), value),)


def _applied(node: Parameter, found: Found, text: Text, change: Change, around: Context) -> Text:
    result = change(text)
    if result is None:
        own = text == (Hole(f"${{{found.name}}}"),)
        keys = [piece.key for piece in text if isinstance(piece, Hole)]
        return (Hole(around.source(node), "" if own else " ".join([texts.shown(text), *keys])),)
    return result


def _change(node: Parameter, around: Context) -> Change | None:
    """What the operator does to one text."""
    operator, host = node.operator, around.host
    if operator[0] in "#%":
        pattern = _pattern(node.argument, host)
        cut = patterns.without_prefix if operator[0] == "#" else patterns.without_suffix
        longest = len(operator) == 2
        return lambda text: cut(text, pattern, longest) if pattern is not None else None
    if operator[0] == "/":
        return _replacing(node, around)
    pattern = _pattern(node.argument, host) if node.argument is not None and node.argument.parts else (Wildcard("?"),)
    return lambda text: None if pattern is None else _cased(text, operator, pattern)


def _pattern(word: Word | None, host: Host) -> Text | None:
    """The one pattern that `word` gives; None where it has alternatives that differ."""
    if word is None:
        return ()
    options = texts.alternatives(expand_pattern(word, host), host.choices)
    return options[0][0] if len(options) == 1 else None


def _cased(text: Text, operator: str, pattern: Text) -> Text | None:
    """`^` and `,`: the first character, or each, that matches the pattern."""
    from lintpack.script.quoting import lower, upper

    out: list[Piece] = []
    first = True
    for piece in text:
        if not isinstance(piece, str):
            if len(operator) == 2 or first:
                return None
            out.append(piece)
            continue
        characters = []
        for character in piece:
            if (first or len(operator) == 2) and patterns.match((character,), pattern):
                characters.append(upper(character) if operator[0] == "^" else lower(character))
            else:
                characters.append(character)
            first = False
        out.append("".join(characters))
    return tuple(out)


def _replacing(node: Parameter, around: Context) -> Change | None:
    host = around.host
    pattern = _pattern(node.argument, host)
    by = _replacement(node.second, around)
    if pattern is None or by is None:
        return None
    where = node.operator[1:] if node.operator in {"/#", "/%"} else ""
    everywhere = node.operator == "//"
    if not pattern and not where:
        return lambda text: text

    def change(text: Text) -> Text | None:
        characters = texts.known(text)
        if characters is not None:
            result = patterns.replaced(characters, pattern, by, where, everywhere)
            return None if result is None else texts.literal(result)
        if not where:
            return None
        # At an end that is known, it is a removal and something in its place.
        cut = patterns.without_prefix if where == "#" else patterns.without_suffix
        rest = cut(text, pattern, True)
        if rest is None or rest == text:
            return rest
        removed = len(texts.head(text)) - len(texts.head(rest)) if where == "#" else 0
        if where == "#" and (removed <= 0 or len(rest) != len(text)):
            return None
        if where == "%":
            removed = len(texts.tail(text)) - len(texts.tail(rest))
            if removed <= 0 or len(rest) != len(text):
                return None
        new = by(texts.head(text)[:removed] if where == "#" else texts.tail(text)[-removed:])
        return texts.normal((new, *rest) if where == "#" else (*rest, new))

    return change


def _replacement(word: Word | None, around: Context) -> Callable[[str], str] | None:
    """What takes a match's place: an unquoted `&` is the match (bash 5.2, patsub_replacement)."""
    if word is None:
        return lambda _match: ""
    inner = replace(around, word=word, literal=ACTIVE, result=ACTIVE, quoted=False, fields=False)
    plain = expand_parts(word.parts, inner)
    if len(plain) != 1:
        return None
    tokens: list[str | None] = []
    for kind, piece in plain[0][0]:
        if not isinstance(piece, str):
            return None
        if kind == QUOTED:
            tokens.append(piece)
        else:
            tokens.extend(_ampersands(piece))
    return lambda match: "".join([match if token is None else token for token in tokens])


def _ampersands(text: str) -> list[str | None]:
    """`text` with None for each `&`; `\\&` is a plain one, `\\\\` a backslash."""
    tokens: list[str | None] = []
    at = 0
    while at < len(text):
        if text[at] == "\\" and text[at + 1 : at + 2] in {"&", "\\"}:
            tokens.append(text[at + 1])
            at += 2
            continue
        tokens.append(None if text[at] == "&" else text[at])
        at += 1
    return tokens


# --- substrings ------------------------------------------------------------------------------------


def _substring(node: Parameter, found: Found, around: Context) -> Cases:
    host = around.host
    offset = evaluate(node.argument, host) if node.argument is not None else 0
    length = evaluate(node.second, host) if node.second is not None else None
    if offset is None or (length is None and node.second is not None):
        return unknown(node, around, str(host.variables.number()))
    if not found.mode:
        return _changed(node, found, lambda text: substring(text, offset, length), around)
    cases = []
    for content, when in found.cases:
        elements = content if isinstance(content, list) else []
        if found.name in {"@", "*"}:
            zero = find("0", host)
            first = zero.value[0].text if zero else (Hole("$0"),)
            elements = [first or (), *elements]
            if offset < 0 and not found.whole:
                return unknown(node, around)
            start = offset if offset >= 0 else len(elements) + offset
        else:
            start = _array_start(found, offset, elements)
        picked = elements[start:] if start >= 0 else []
        if length is not None:
            picked = picked[:length] if length >= 0 else []
        cases.append((picked, when))
    return emit_found(node, replace(found, cases=tuple(cases)), around)


def _array_start(found: Found, offset: int, elements: list[Text]) -> int:
    """The rank of the first element: the offset counts indexes, so that gaps matter."""
    variable = found.variable
    if variable is None or len(variable.arrays) != 1:
        return offset if offset >= 0 else len(elements) + offset
    if variable.arrays[0].array.associative:
        # Counted from 1, and never before the first.
        return max(offset - 1 if offset > 0 else len(elements) + offset if offset else 0, 0)
    keys = [key for key in variable.arrays[0].array.items if isinstance(key, int)]
    if offset < 0:
        offset += max(keys, default=-1) + 1
        if offset < 0:
            return -1
    return sum([1 for key in keys if key < offset])


def substring(text: Text, offset: int, length: int | None) -> Text | None:
    """`${text:offset:length}`, for a text without references."""
    characters = texts.known(text)
    if characters is not None:
        size = len(characters)
        start = offset if offset >= 0 else size + offset
        end = size if length is None else start + length if length >= 0 else size + length
        return texts.literal(characters[start:end]) if 0 <= start <= end and start <= size else ()
    head, tail = texts.head(text), texts.tail(text)
    if offset >= 0:
        if length is not None and length >= 0:
            return texts.literal(head[offset : offset + length]) if offset + length <= len(head) else None
        cut = -length if length is not None else 0
        if offset > len(head) or cut > len(tail):
            return None
        return texts.cut_last(texts.normal((head[offset:], *text[1:])) if offset else text, cut)
    if -offset > len(tail):
        return None
    return substring((tail[offset:],), 0, length)


# --- transformations -------------------------------------------------------------------------------


def _transformed(node: Parameter, found: Found, around: Context) -> Cases:
    letter = (
        texts.shown(one_text(node.argument, expand_parts(node.argument.parts, around), around.host))
        if node.argument is not None
        else ""
    )
    if letter == "a":
        return _attributes(node, found, around)
    if letter in "AKk":
        return _declaration(node, found, letter, around)
    from lintpack.script.quoting import TRANSFORMATIONS

    change = TRANSFORMATIONS.get(letter)
    if change is None:
        return unknown(node, around)
    if not found.mode and all(content is None for content, _ in found.cases):
        return emitted((), around)

    def known_only(text: Text) -> Text | None:
        characters = texts.known(text)
        result = None if characters is None else change(characters)
        return None if result is None else texts.literal(result)

    return _changed(node, found, known_only, around)


def _letters(variable: Variable | None) -> str:
    if variable is None:
        return ""
    letters = "".join([letter for letter in "aAilnrux" if letter in variable.attributes])
    if variable.arrays:
        kind = "A" if variable.arrays[0].array.associative else "a"
        letters = kind + letters.replace("a", "").replace("A", "")
    return letters


def _attributes(node: Parameter, found: Found, around: Context) -> Cases:
    letters = _letters(found.variable)
    if found.mode:
        each = [texts.literal(letters)] if letters or found.name in "@*" else []
        cases = [(each * len(content or ()), when) for content, when in found.cases]
        return emit_found(node, replace(found, cases=tuple(cases)), around)
    return emitted(texts.literal(letters), around)


def _declaration(node: Parameter, found: Found, letter: str, around: Context) -> Cases:
    """`@A`: the command that would declare it again; `@K`: keys and values."""
    from lintpack.script.quoting import double_quoted, single_quoted

    if found.variable is None or len(found.cases) != 1:
        return unknown(node, around)
    content = found.cases[0][0]
    listed = content if isinstance(content, list) else None
    if listed is None:
        value = texts.known(texts.opened(content or ())) if not isinstance(content, list) else None
        if value is None or content is None:
            return emitted((), around) if content is None else unknown(node, around)
        quoted = single_quoted(value)
        if letter != "A":
            return emitted((quoted,), around)
        letters = _letters(found.variable)
        return emitted((f"declare -{letters} {found.name}={quoted}" if letters else f"{found.name}={quoted}",), around)
    if letter == "A" or not found.variable.arrays:
        return unknown(node, around)
    keys = found.variable.arrays[0].array.ordered()
    values = [texts.known(texts.opened(element)) for element in listed]
    if None in values or len(keys) != len(values):
        return unknown(node, around)
    if letter == "k":
        pairs = [part for key, value in zip(keys, values, strict=True) for part in (str(key), value or "")]
        return emit_list([texts.literal(part) for part in pairs], found.mode, around, list_space(node, around))
    text = " ".join([f"{key} {double_quoted(value or '')}" for key, value in zip(keys, values, strict=True)])
    return collapsed(node, emitted((text,), around), around)
