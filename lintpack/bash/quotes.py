"""Quotes and what begins with a dollar sign, inside and outside of double quotes."""

from __future__ import annotations

from lintpack.bash import tree
from lintpack.bash.errors import UnreadableError, unclosed
from lintpack.patterns import ASCII, compiled, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.bash.tokens import Reader

# `$name` or `${name}`; without braces a name has one digit.
_SIMPLE = compiled(r"\$(\{)?([A-Za-z_]\w*|\d(?(1)\d*)|[@*#?$!-])(?(1)\})", ASCII).match
_DOUBLE = compiled(r'[^"\\`$]+').match


def single_quoted(r: Reader, start: int) -> tuple[tree.SingleQuoted, int]:
    end = r.text.find("'", start + 1, r.end)
    if end < 0:
        raise unclosed(start, "'")
    return tree.SingleQuoted(start, end + 1, r.text[start + 1 : end]), end + 1


def double_quoted(r: Reader, start: int, i: int) -> tuple[tree.DoubleQuoted, int]:
    """`"…"` or `$"…"`; `i` is the place after the quote."""
    parts, i = quoted_parts(r, i, _DOUBLE, '"', '"\\$`')
    if i >= r.end:
        raise unclosed(start, '"')
    i += 1
    return tree.DoubleQuoted(start, i, tuple(parts)), i


def here_parts(r: Reader, i: int) -> list[tree.Part]:
    """The parts of a here-document's body, which ends where the reader's text does."""
    return quoted_parts(r, i, compiled(r"[^\\`$]+").match, "", "\\$`")[0]


def quoted_parts(
    r: Reader, i: int, run: Callable[..., re.Match[str] | None], stop: str, escapable: str
) -> tuple[list[tree.Part], int]:
    """Parts in which only `\\`, `$` and backquotes are special, up to `stop` and not with it."""
    text = r.text
    end = r.end
    out: list[tree.Part] = []
    literal = i
    pending = ""
    part: tree.Part | None
    while True:
        m = run(text, i, end)
        if m:
            if not pending:
                literal = i
            pending += m[0]
            i = m.end()
        if i >= end:
            break
        c = text[i]
        if c == "$":
            m = _SIMPLE(text, i, end)
            if m:
                j = m.end()
                part = tree.Parameter(i, j, m[2])
            elif "}" in stop and not r.in_here and text.startswith(("'", '"'), i + 1):
                # `$'…'` inside of `"${…}"`, though a quote alone is none there
                part, j = dollar(r, i, False)
            else:
                part, j = dollar(r, i, True)
        elif c == "\\":
            following = text[i + 1 : i + 2] if i + 1 < end else ""
            if not pending:
                literal = i
            if following == "\n":
                i += 2
                continue
            if following and following in escapable:
                pending += following
                i += 2
            else:
                pending += c
                i += 1
            continue
        elif c == "`":
            part, j = backquoted(r, i, True)
        elif c in stop:
            break
        else:
            part, j = None, i + 1
        if part is None:
            if not pending:
                literal = i
            pending += text[i:j]
        else:
            if pending:
                out.append(tree.Literal(literal, i, pending))
                pending = ""
            out.append(part)
        i = j
    if pending:
        out.append(tree.Literal(literal, i, pending))
    return out, i


def quotable_parts(r: Reader, i: int, stop: str) -> tuple[list[tree.Part], int]:
    """Parts as in double quotes, in which double quotes begin and end once more: `"${a:-"b"}"`, `$(("1"))`."""
    parts: list[tree.Part] = []
    while True:
        run = compiled(r'[^"\\`$}]+').match if stop else _DOUBLE
        more, i = quoted_parts(r, i, run, stop + '"', '"\\$`' + stop)
        parts += more
        if i >= r.end or r.text[i] != '"':
            return parts, i
        part, i = double_quoted(r, i, i + 1)
        parts.append(part)


def dollar(r: Reader, start: int, quoted: bool) -> tuple[tree.Part | None, int]:
    """What the dollar sign at `start` begins; None where it is only itself. `quoted`: inside double quotes."""
    text = r.text
    m = _SIMPLE(text, start, r.end)
    if m:
        return tree.Parameter(start, m.end(), m[2]), m.end()
    i = start + 1
    c = text[i : i + 1] if i < r.end else ""
    if c == "(":
        if text.startswith("(", i + 1):
            from lintpack.bash.arithmetic import arithmetic_end, expression

            end = arithmetic_end(r, i + 2)
            if end:
                return tree.Arithmetic(start, end, expression(r, i + 2, end - 2)), end
        body, end = r.nested(start, i + 1)
        return tree.CommandSubstitution(start, end, body, False, text[start:end]), end
    if c == "{":
        from lintpack.bash.parameters import parameter

        return parameter(r, start, quoted)
    if c == "[":
        from lintpack.bash.arithmetic import bracket_end, expression

        end = bracket_end(r, start, i + 1)
        return tree.Arithmetic(start, end, expression(r, i + 1, end - 1)), end
    if not quoted:
        if c == "'":
            return ansi_quoted(r, start)
        if c == '"':
            return double_quoted(r, start, i + 1)
    return None, i


def ansi_quoted(r: Reader, start: int) -> tuple[tree.AnsiQuoted, int]:
    end = _unescaped("'", r.text, start + 2, r.end)
    if end < 0:
        raise unclosed(start, "$'")
    body = r.text[start + 2 : end]
    if "\\" in body:
        from lintpack.bash.ansi import decoded

        body = decoded(body)
    return tree.AnsiQuoted(start, end + 1, body), end + 1


def _unescaped(quote: str, text: str, i: int, end: int) -> int:
    """The place of the first `quote` before which no backslash stands, or -1."""
    while True:
        found = text.find(quote, i, end)
        escape = text.find("\\", i, found) if found >= 0 else -1
        if escape < 0:
            return found
        i = escape + 2


def backquoted(r: Reader, start: int, quoted: bool) -> tuple[tree.CommandSubstitution, int]:
    """`` `…` ``: one level of backslashes is taken away before its commands are parsed."""
    text = r.text
    end = _unescaped("`", text, start + 1, r.end) + 1
    if not end:
        raise UnreadableError(start, start + 1, "the backquote is not closed", lost=True)
    inner = text[start + 1 : end]
    if "\\" in inner and ("\\$" in inner or "\\`" in inner or "\\\\" in inner or (quoted and '\\"' in inner)):
        from lintpack.bash.remap import backquote_body

        body = backquote_body(r, start + 1, end - 1, quoted)
    else:
        body = r.region(start, start + 1, end - 1)
    return tree.CommandSubstitution(start, end, body, True, text[start:end]), end
