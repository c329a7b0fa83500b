"""The parts of unquoted words: where they end, and how each piece is quoted.

Everything is read once: a command substitution inside a word is parsed on the spot, and where its
commands end the word goes on.
"""

from __future__ import annotations

import re

from lintpack.bash import tree
from lintpack.bash.errors import unclosed
from lintpack.bash.quotes import backquoted, dollar, double_quoted, single_quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tokens import Reader


class Mode:
    """Where a word stands: which characters end it, and what is special in it."""

    __slots__ = ("braces", "closer", "globs", "opener", "run", "stops", "tilde")

    def __init__(
        self, stops: str, *, globs: bool = True, tilde: bool = True, braces: bool = False, pair: str = ""
    ) -> None:
        """`pair`: brackets that nest, inside of which nothing ends the word."""
        special = "'\"\\`$" + ("*?[(" if globs else "") + ("~" if tilde else "") + pair
        # What is only itself, matched in one go.
        self.run = re.compile(f"[^{re.escape(stops + special)}]+").match
        self.stops = stops
        self.globs = globs
        self.tilde = tilde
        self.braces = braces
        self.opener = pair[:1]
        self.closer = pair[1:]


BREAKS = " \t\n()<>;&|"
COMMAND = Mode(BREAKS, braces=True)
# No brace expansion: values, case words and patterns, here-strings, conditions.
PLAIN = Mode(BREAKS)
_modes: dict[str, Mode] = {}


def mode(name: str) -> Mode:
    """The rarer modes, made when they are first used."""
    found = _modes.get(name)
    if found is None:
        if name == "argument":  # of ${name:-…}
            found = Mode("}")
        elif name == "pattern":  # of ${name/…/…}
            found = Mode("}/")
        elif name == "bad":  # ${…} that bash will refuse
            found = Mode("}", globs=False, tilde=False)
        elif name == "replacement":  # of ${name/…/…}
            found = Mode("}", globs=False)
        elif name == "group":  # (…) in a word
            found = Mode(")", globs=False, tilde=False, pair="()")
        elif name == "offset":  # of ${name:…:…}
            found = Mode("}:", globs=False, tilde=False, pair="()")
        elif name == "subscript":
            found = Mode("]", globs=False, tilde=False, pair="[]")
        elif name == "extglob":
            found = Mode("|)", tilde=False, pair="()")
        else:  # "regex", right of =~
            found = Mode(" \t\n;&<>)", globs=False, pair="()")
        _modes[name] = found
    return found


_TILDE = re.compile(r"~([A-Za-z_][\w.-]*|[+-]?\d+|[+-]|)(?=[/:\s;&|<>()}]|\Z)", re.ASCII).match
_ASSIGNING = re.compile(r"[A-Za-z_]\w*\+?=", re.ASCII).match
_IN_BRACKET = r"""\[[:.=][^]\s/]*[:.=]\]|\[(?![:.=])|\\[^\n]|'[^'\n]*'|"[^"\\`$\n]*")*"""
_BRACKET = r"""\[[!^]?\]?(?:[^]\['"\\`$\s()<>;&|/]|""" + _IN_BRACKET
_BRACKET_ANY = r"""\[[!^]?\]?(?:[^]\['"\\`$/}]|""" + _IN_BRACKET


def word(r: Reader, start: int, mode: Mode) -> tree.Word:
    """The word at `start`; its end is where the caller goes on."""
    parts, end = read(r, start, mode)
    raw = r.text[start:end]
    if mode.braces and "{" in raw and ("," in raw or ".." in raw):
        from lintpack.bash.braces import with_braces

        parts = with_braces(r, parts)
    return tree.Word(start, end, raw, tuple(parts))


def read(r: Reader, i: int, mode: Mode) -> tuple[list[tree.Part], int]:
    """The parts from `i` up to what ends a word in this mode, and that place."""
    text = r.text
    end = r.end
    run = mode.run
    stops = mode.stops
    first = i
    nested = dead = 0
    cut = -1  # where line continuations began that nothing of the word has followed yet
    out: list[tree.Part] = []
    literal = i  # where the pending literal begins
    pending = ""
    part: tree.Part | None
    while True:
        m = run(text, i, end)
        if m:
            if not pending:
                literal = i
            pending += m[0]
            i = m.end()
            cut = -1
        if i >= end:
            break
        c = text[i]
        part = None
        j = i + 1
        if c == "$":
            part, j = dollar(r, i, False)
        elif c == '"':
            part, j = double_quoted(r, i, j)
        elif c == "(" and mode.globs and i > first and text[i - 1] in "@+!" and pending and _extends(r, first, i):
            operator = pending[-1]
            if len(pending) > 1:
                out.append(tree.Literal(literal, i - 1, pending[:-1]))
            pending = ""
            i -= 1
            part, j = _extended(r, i, operator)
        elif c == mode.opener:
            nested += 1
        elif nested and (c in stops or c == mode.closer):
            nested -= c == mode.closer
        elif c in stops:
            if c in "<>" and mode.globs and text.startswith("(", j):
                part, j = _process(r, i)
            else:
                break
        elif c == "\\":
            if text.startswith("\n", j) or j == len(text):  # bash ends every text with a line end
                if cut < 0:
                    cut = i
                i += 2
                continue
            if j < end:
                j += 1
                part = tree.Escaped(i, j, text[i + 1])
        elif c == "'":
            part, j = single_quoted(r, i)
        elif c == "`":
            part, j = backquoted(r, i, False)
        elif c == "~":
            part, j = _tilde(r, first, i)
        elif c in "*?":
            if text.startswith("(", j) and _extends(r, first, j):
                part, j = _extended(r, i, c)
            else:
                part = tree.Glob(i, j, c)
        elif c == "[" and i >= dead:
            m = re.compile((_BRACKET if "<" in stops else _BRACKET_ANY) + r"(\]?)").match(text, i, end)
            if m and m[1]:
                j = m.end()
                part = tree.Glob(i, j, m[0])
            elif m:
                dead = m.end()  # no bracket closes up to there
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
        cut = -1
    if cut >= 0 and "<" in stops:
        i = cut
    if pending:
        out.append(tree.Literal(literal, i, pending))
    return out, i


def _extends(r: Reader, first: int, paren: int) -> bool:
    """Whether the parenthesis after `?*+@!` begins a pattern: not in `name?()`, and not in `!(`, a negated subshell."""
    if r.text.startswith(")", paren + 1):
        return False
    return not (r.at_command and paren - 1 == first and r.text[first] == "!")


def _extended(r: Reader, start: int, operator: str) -> tuple[tree.ExtendedGlob, int]:
    patterns = []
    inner = mode("extglob")
    i = start + 2
    r.enter(start)
    while True:
        found = word(r, i, inner)
        patterns.append(found)
        i = found.end
        if i >= r.end:
            raise unclosed(start, operator + "(")
        i += 1
        if r.text[i - 1] == ")":
            break
    r.depth -= 1
    return tree.ExtendedGlob(start, i, operator, tuple(patterns)), i


def _process(r: Reader, start: int) -> tuple[tree.ProcessSubstitution, int]:
    body, end = r.nested(start, start + 2)
    return tree.ProcessSubstitution(start, end, r.text[start], body), end


def _tilde(r: Reader, first: int, i: int) -> tuple[tree.Tilde | None, int]:
    text = r.text
    if i != first and not (text[i - 1] == ":" if r.in_value else text[i - 1] in "=:" and _ASSIGNING(text, first, i)):
        return None, i + 1
    m = _TILDE(text, i, r.end)
    if not m:
        return None, i + 1
    return tree.Tilde(i, m.end(), m[1]), m.end()
