"""The parts of unquoted words: where they end, and how each piece is quoted.

Everything is read once: a command substitution inside a word is parsed on the spot, and where its
commands end the word goes on.
"""

from __future__ import annotations

from lintpack.bash import tree
from lintpack.bash.errors import unclosed
from lintpack.bash.quotes import backquoted, dollar, double_quoted, single_quoted
from lintpack.patterns import ASCII, compiled, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tokens import Reader


class Mode:
    """Where a word stands: which characters end it, and what is special in it."""

    __slots__ = ("braces", "closer", "globs", "opener", "run", "stops", "tilde")

    def __init__(
        self, stops: str, *, globs: bool = True, tilde: bool = True, braces: bool = False, pair: str = ""
    ) -> None:
        """`pair`: brackets that nest, inside of which only a brace ends the word."""
        special = stops + "'\"`$" + ("*?[(<>" if globs else "") + ("~" if tilde else "") + pair
        # What is only itself, matched in one go. `re.escape` would make a pattern that takes longer to compile.
        escaped = special.replace("[", "\\[").replace("]", "\\]")
        self.run = compiled(f"[^\\\\{escaped}]+").match
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
        elif name == "braced subscript":  # in ${…}
            found = Mode("]}", globs=False, tilde=False, pair="[]")
        elif name == "extglob":
            found = Mode("|)", tilde=False, pair="()")
        elif name == "braced extglob":  # in ${…}, which its first brace closes
            found = Mode("|)}", tilde=False, pair="()")
        else:  # "regex", right of =~
            found = Mode(" \t\n;&<>)", globs=False, pair="()")
        _modes[name] = found
    return found


_TILDE = r"~([A-Za-z_][\w.-]*|[+-]?\d+|[+-]|)(?=[/:\s;&|<>()}]|\Z)"
_IN_BRACKET = r"""\[[:.=][^]\s/]*[:.=]\]|\[(?![:.=])|\\[^\n]|'[^'\n]*'|"[^"\\`$\n]*")*"""
_BRACKET = r"""\[[!^]?\]?(?:[^]\['"\\`$\s()<>;&|/]|""" + _IN_BRACKET
_BRACKET_ANY = r"""\[[!^]?\]?(?:[^]\['"\\`$/}]|""" + _IN_BRACKET


def word(r: Reader, start: int, mode: Mode) -> tree.Word:
    """The word at `start`; its end is where the caller goes on."""
    parts, end = read(r, start, mode)
    raw = r.text[start:end]
    if mode.braces and "{" in raw and ("," in raw or ".." in raw) and _may_have_braces(parts):
        from lintpack.bash.braces import with_braces

        parts = with_braces(r, parts)
    return tree.Word(start, end, raw, tuple(parts))


def _may_have_braces(parts: list[tree.Part]) -> bool:
    """Whether a brace of the word is its own, and not of `${…}` or quotes."""
    return any(type(part) is tree.Literal and "{" in part.text for part in parts)


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
        elif c == "(" and mode.globs and pending and text[i - 1] in "@+!" and _extends(r, first, i - 1):
            part, j = _extended(r, i - 1, stops)
            if part:
                i -= 1
                pending = pending[:-1]
        elif c == mode.opener:
            nested += 1
        elif nested and c != "}" and (c in stops or c == mode.closer):
            nested -= c == mode.closer
        elif c in "<>" and mode.globs and text.startswith("(", j):
            part, j = _process(r, i)
        elif c in stops:
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
            if text.startswith("(", j) and _extends(r, first, i):
                part, j = _extended(r, i, stops)
            if part is None:
                j = i + 1
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


def _extends(r: Reader, first: int, start: int) -> bool:
    """Whether `?*+@!` and a parenthesis begin a pattern: not in `name?()`, and not in `!(`, a negated subshell."""
    # `*()` is one as well, where a word is no command's first: `[[ $x == *[*()]* ]]`.
    if start in r.no_patterns or (r.at_command and r.text.startswith(")", start + 2)):
        return False
    return not (r.at_command and start == first and r.text[first] == "!")


def _extended(r: Reader, start: int, stops: str) -> tuple[tree.ExtendedGlob | None, int]:
    """The pattern at `start` in a word that ends at `stops`; None where a brace closes the word before it."""
    patterns = []
    text = r.text
    inner = mode("braced extglob" if "}" in stops else "extglob")
    i = start + 2
    r.enter(start)
    while True:
        found = word(r, i, inner)
        patterns.append(found)
        i = found.end
        if i >= r.end:
            raise unclosed(start, text[start : start + 2])
        if text[i] != "|":
            break
        i += 1
    r.depth -= 1
    if text[i] == "}":
        r.no_patterns.add(start)
        return None, start + 2
    return tree.ExtendedGlob(start, i + 1, text[start], tuple(patterns)), i + 1


def _process(r: Reader, start: int) -> tuple[tree.ProcessSubstitution, int]:
    body, end = r.nested(start, start + 2)
    return tree.ProcessSubstitution(start, end, r.text[start], body), end


def _tilde(r: Reader, first: int, i: int) -> tuple[tree.Tilde | None, int]:
    text = r.text
    if i != first and not (text[i - 1] == ":" if r.in_value else text[i - 1] in "=:" and _assigning(text, first, i)):
        return None, i + 1
    m = re.compile(_TILDE, ASCII).match(text, i, r.end)
    if not m:
        return None, i + 1
    return tree.Tilde(i, m.end(), m[1]), m.end()


def _assigning(text: str, first: int, end: int) -> bool:
    """Whether a word that looks like an assignment begins at `first`."""
    return re.compile(r"[A-Za-z_]\w*\+?=", ASCII).match(text, first, end) is not None


def gap(text: str, i: int, end: int, blanks: str) -> int:
    """The place behind blanks and line continuations at `i`."""
    while i < end:
        if text[i] in blanks:
            i += 1
        elif text.startswith("\\\n", i, end):
            i += 2
        else:
            break
    return i


def redirected(text: str, start: int, end: int) -> re.Match[str] | None:
    """`{name}` at `start`, where it stands before a redirection."""
    return re.compile(r"\{[A-Za-z_]\w*\}(?=[<>])", ASCII).match(text, start, end)
