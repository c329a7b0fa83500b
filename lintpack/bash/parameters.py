"""`${…}` in all its forms (bash manual, 3.5.3)."""

from __future__ import annotations

from lintpack.bash import tree
from lintpack.bash.errors import unclosed
from lintpack.bash.quotes import quotable_parts
from lintpack.bash.words import Mode, mode, read, word
from lintpack.patterns import ASCII, compiled, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tokens import Reader

_NAME = compiled(r"(?!\d)\w+|\d+|[@*#?$!-]", ASCII).match
_SPECIAL = "@*#?$!-"
_OPERATORS = {":-", ":=", ":?", ":+", "##", "%%", "//", "/#", "/%", "^^", ",,"} | set("-=?+#%/^,:")
# Operators after which single quotes inside of double quotes still quote.
_PATTERNS = {"#", "##", "%", "%%", "/", "//", "/#", "/%", "^", "^^", ",", ",,"}


def parameter(r: Reader, start: int, quoted: bool) -> tuple[tree.Parameter, int]:
    """The parameter at `start`, where `${` is. `quoted`: inside double quotes or a here-document."""
    r.enter(start)
    found, end = _parameter(r, start, quoted)
    r.depth -= 1
    return found, end


def _parameter(r: Reader, start: int, quoted: bool) -> tuple[tree.Parameter, int]:
    text = r.text
    limit = r.end
    form, head = _head(text, start + 2, limit)
    if not head:
        return _bad(r, start, quoted)
    name = head[0]
    i = head.end()
    index: tree.Word | str | None = None
    if form == "indirect" and text.startswith(("*}", "@}"), i, limit):
        return tree.Parameter(start, i + 2, name, "names", None, text[i]), i + 2
    if text.startswith("[", i) and (name[0] == "_" or name[0].isalpha()):
        if text.startswith(("[@]", "[*]"), i, limit):
            index = text[i + 1]
            i += 3
        else:
            index = word(r, i + 1, mode("braced subscript"))
            i = index.end + 1
            if i > limit:
                raise unclosed(start, "${")
            if text[index.end] == "}":
                return _bad(r, start, quoted)
    if text.startswith("}", i) and i < limit:
        if form == "indirect" and isinstance(index, str):
            return tree.Parameter(start, i + 1, name, "keys", index, index), i + 1
        return tree.Parameter(start, i + 1, name, form, index), i + 1
    if form == "length":
        return _bad(r, start, quoted)
    if text.startswith("@", i) and text.startswith("}", i + 2, limit):
        asked = text[i + 1]
        if asked.isascii() and asked.isalpha():
            letter = tree.Word(i + 1, i + 2, asked, (tree.Literal(i + 1, i + 2, asked),))
            return tree.Parameter(start, i + 3, name, form, index, "@", letter), i + 3
    operator = text[i : min(i + 2, limit)]
    if operator not in _OPERATORS:
        operator = operator[:1]
        if operator not in _OPERATORS:
            return _bad(r, start, quoted)
    i += len(operator)
    second = None
    if operator == ":":
        argument, i = _piece(r, i, mode("offset"))
        while i < limit and text[i] == ":" and _asks(argument):
            # The colon of `a ? b : c` does not end the offset.
            rest, end = _piece(r, i + 1, mode("offset"))
            parts = (*argument.parts, tree.Literal(i, i + 1, ":"), *rest.parts)
            argument, i = tree.Word(argument.start, end, text[argument.start : end], parts), end
        if i < limit and text[i] == ":":
            second, i = _piece(r, i + 1, mode("argument"))
    elif operator in _PATTERNS:
        argument, i = _piece(r, i, mode("pattern" if operator[0] == "/" else "argument"))
        if i < limit and text[i] == "/":
            # Quotes quote here, also inside double quotes and here-documents.
            second, i = _piece(r, i + 1, mode("argument"))
    else:
        argument, i = _value(r, i, quoted)
    if i >= limit:
        raise unclosed(start, "${")
    return tree.Parameter(start, i + 1, name, form, index, operator, argument, second), i + 1


def _head(text: str, i: int, limit: int) -> tuple[str, re.Match[str] | None]:
    """The form that what stands before the name asks for, and the name, at `i`; None where there is none."""
    c = text[i : i + 1]
    if c == "#":
        # A length, if a whole parameter follows; otherwise `#` is itself the parameter.
        m = _NAME(text, i + 1, limit)
        if m and text.startswith(("}", "["), m.end(), limit):
            return "length", m
    elif c == "!":
        m = _NAME(text, i + 1, limit)
        if m and (m[0] not in _SPECIAL or (m[0] in "@*#?" and m.end() < limit and text[m.end()] in "}@:+=%,^/-")):
            return "indirect", m
    return "", _NAME(text, i, limit)


def _asks(offset: tree.Word) -> bool:
    """Whether a `?` of the offset waits for its `:`."""
    plain = "".join([part.text for part in offset.parts if isinstance(part, tree.Literal | tree.Glob)])
    return plain.count("?") > plain.count(":")


def _piece(r: Reader, i: int, how: Mode) -> tuple[tree.Word, int]:
    parts, end = read(r, i, how)
    return tree.Word(i, end, r.text[i:end], tuple(parts)), end


def _value(r: Reader, i: int, quoted: bool) -> tuple[tree.Word, int]:
    """The word of `:-` and its kin: inside double quotes single quotes are only characters, double ones are not."""
    if not quoted:
        return _piece(r, i, mode("argument"))
    parts, end = quotable_parts(r, i, "}")
    return tree.Word(i, end, r.text[i:end], tuple(parts)), end


def _bad(r: Reader, start: int, quoted: bool) -> tuple[tree.Parameter, int]:
    """What bash calls a bad substitution, when it comes to it."""
    inner, i = _value(r, start + 2, True) if quoted else _piece(r, start + 2, mode("bad"))
    if i >= r.end:
        raise unclosed(start, "${")
    return tree.Parameter(start, i + 1, inner.raw, "bad"), i + 1
