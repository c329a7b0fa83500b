"""The tokenizer: bashlex's, with its words read in one pass into their parts.

bashlex's answers decide which words are reserved and where; the reading itself is regular expressions, since bashlex
reads one character a call.
"""

from __future__ import annotations

from lintpack.bash import kinds, tree
from lintpack.bash.assignments import assignment, continued
from lintpack.bash.driver import run
from lintpack.bash.errors import UnreadableError
from lintpack.bash.keywords import ReservedWords, bracket_word
from lintpack.bash.words import COMMAND, PLAIN, redirected, word
from lintpack.patterns import ASCII, DOTALL, compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lintpack.bash.tables import Tables

# Compound commands and substitutions inside each other; scripts that people write stay below 20. A
# substitution takes more of Python's stack, here and in whoever walks the tree.
MAX_DEPTH = 90
_SUBSTITUTION = 3

_MATCH = compiled(
    r"[ \t]*(?:\\\n[ \t]*)*(?:"
    # a word of characters that are only themselves, and nothing else
    r"""((?:(?![}#!=])[^ \t\n()<>;&|'"\\`$*?\[{~]+|\[)"""
    # (`fi\` and a line that begins with blanks: bash takes the line's end away before it looks for words)
    r"(?=[ \t\n;&|)]|[<>](?!\()|\Z|(?<![=@+!])\(|(?:\\\n)+[ \t\n;&|)]))"
    # a line end, and all blanks and line ends after it
    r"|(\n)[ \t\n]*(?:\\\n[ \t\n]*)*"
    # an operator, and maybe more
    r"|(?![<>]\()([;&|<>]+-?|[()])"
    r"|(?=(.))|)",
    DOTALL,
).match
_ASSIGNMENT = compiled(r"(?!\d)\w+(?:\+?=|\[)", ASCII).match
_BLANK = compiled(r"(?:[ \t\n]+|\\\n)*").match

_DECLARING = frozenset(("declare", "local", "export", "readonly", "typeset"))
# bash lets compound assignments stand as arguments of these too.
_COMPOUND = _DECLARING | {"alias", "eval", "let"}
_DUPLICATING = (kinds.LESS_AND, kinds.GREATER_AND)
# What a substitution's commands begin with anew.
_STATE = (
    "pos", "end", "start", "last", "before", "head", "patterns", "leading", "declaring", "in_value", "in_here",
    "at_command", "pushed", "depth", "closing", "level",
)  # fmt: skip


class Reader(ReservedWords):
    """Reads tokens: `token()` gives the kind, `value` then holds what was read.

    That is a Word or an Assignment, an int for NUMBER, a str for REDIR_WORD, nothing for NEWLINE, and
    (start, end, kind) for keywords and operators.
    """

    def __init__(self, text: str, tables: Tables) -> None:
        self.text = text
        # Words that may be more than words; `-p` and `--` follow `time`.
        self.special = {*tables.reserved, "-p", "--"}
        self.pos = 0
        self.end = len(text)
        self.value: Any = None
        self.start = 0  # of the token
        self.comments: list[tree.Comment] = []
        self.problems: list[tree.Problem] = []
        self.heredocs: list[tree.Redirect] = []
        self.arithmetic: dict[int, int] = {}
        self.no_patterns: set[int] = set()  # where an extended pattern was looked for and is not
        self.depth = 0
        self.closing = False  # inside of `$(` and its kin
        self.at_command = False
        self.level = 0  # of substitutions
        self.again_allowed = len(text) + 1_000_000  # characters that may be read twice, to recover
        super().__init__(tables)
        self.begin()

    def begin(self) -> None:
        """The state before the first token of a command."""
        self.pushed: list[tuple[int, Any]] = []  # tokens to read again, the last one first
        self.last = self.before = kinds.NEWLINE
        self.head = 0
        self.patterns = False
        self.leading = True  # where an assignment may stand
        self.in_value = False  # behind the `=` of an assignment
        self.in_here = False  # in the lines of a here-document
        self.declaring = 0  # 2 in the arguments of `declare` and its kin, 1 where only compound assignments count

    # --- substitutions -------------------------------------------------------------------------

    def enter(self, start: int) -> None:
        """One more level of the tree begins."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableError(start, start + 1, "nested too deeply", lost=True)

    def nested(self, start: int, i: int) -> tuple[tuple[tree.Statement, ...], int]:
        """The commands from `i` up to the parenthesis that closes them, and the place after it."""
        body, end = self._commands(start, i, self.end, True)
        return body, end

    def region(self, start: int, i: int, end: int) -> tuple[tree.Statement, ...]:
        """The commands from `i` to `end`."""
        return self._commands(start, i, end, False)[0]

    def _commands(self, start: int, i: int, end: int, closed: bool) -> tuple[tuple[tree.Statement, ...], int]:
        saved = [getattr(self, name) for name in _STATE]
        waiting = self.heredocs
        self.heredocs = []
        self.depth += _SUBSTITUTION - 1
        self.enter(start)
        self.begin()
        self.level += 1
        self.pos = i
        self.end = end
        self.closing = closed
        try:
            body = run(self, start if closed else -1)
            end = self.pos
        finally:
            # The lines of some may follow after the substitution's end.
            self.heredocs = waiting + self.heredocs
            for name, value in zip(_STATE, saved, strict=True):
                setattr(self, name, value)
        return tuple(body), end

    def again(self, value: Any) -> None:
        """Reads the line end, or the operator `value`, once more."""
        self.pushed.append((value[2], value) if value else (kinds.NEWLINE, None))

    # --- tokens --------------------------------------------------------------------------------

    def token(self) -> int:
        """The kind of the next token."""
        if self.pushed:
            kind, self.value = self.pushed.pop()
            return kind
        m = _MATCH(self.text, self.pos, self.end)
        assert m is not None
        which = m.lastindex
        if which == 1:
            start, self.pos = m.span(1)
            self.start = start
            found = m[1]
            if found in self.special:
                kind = self._keyword(found, start)
                if kind:
                    return kind
            if "=" not in found or not (self.leading or self.declaring):
                end = self.pos
                redirects = self.text.startswith(("<", ">"), end, self.end) and self.last not in _DUPLICATING
                if redirects and found.isascii() and found.isdecimal():
                    self.value = int(found[:9])
                    self.before = self.last
                    self.last = kinds.NUMBER
                    return kinds.NUMBER
                return self._word(tree.Word(start, end, found, (tree.Literal(start, end, found),)))
            self.pos = start
            return self._read_word()
        if which == 2:
            return self._newline(m.start(2), m.end())
        if which == 3:
            return self._operator(m[3], m.start(3))
        self.start = self.pos = m.end()
        if which is None:
            if self.last not in (kinds.NEWLINE, kinds.END):
                # As if the text ended with a line end.
                return self._newline(m.end(), m.end())
            self.last = kinds.END
            self.value = (self.pos, self.pos, kinds.END)
            return kinds.END
        if m[4] == "#":
            self.comment()
            return self.token()
        if m[4] == "\\" and self.pos + 1 == len(self.text):
            self.pos += 1  # a line continuation, since bash ends every text with a line end
            return self.token()
        return self._read_word()

    def arguments(self, out: list[Any]) -> int:
        """Appends the words that follow a command's first to `out`; the kind of what comes after them."""
        text = self.text
        end = self.end
        pos = self.pos
        word_type = tree.Word
        literal_type = tree.Literal
        while not self.declaring:
            m = _MATCH(text, pos, end)
            assert m is not None
            which = m.lastindex
            if which == 1:
                start, pos = m.span(1)
                if text[pos : pos + 1] in ("<", ">"):
                    break
                found = m[1]
                out.append(word_type(start, pos, found, (literal_type(start, pos, found),)))
            elif which == 4 and m[4] != "#":
                self.start = start = m.end()
                if m[4] == "{" and redirected(text, start, end):
                    break
                self.at_command = False
                self.pos = pos  # for messages
                found = word(self, start, COMMAND)
                if found.end == start:
                    break
                out.append(found)
                pos = found.end
            else:
                break
            self.pos = pos
            self.before = self.last = kinds.WORD
        return self.token()

    def _word(self, value: tree.Word | tree.Assignment) -> int:
        """A word was read that is no keyword."""
        last = self.last
        self.value = value
        self.before = last
        self.last = kinds.WORD
        self.head = 0
        if last in kinds.REDIRECTS:
            return kinds.WORD
        if self.leading:
            self.leading = False
            self.declaring = (value.raw in _COMPOUND) + (value.raw in _DECLARING)
        elif last in (kinds.FOR, kinds.CASE, kinds.SELECT):
            self.head = last
        return kinds.WORD

    def _newline(self, start: int, end: int) -> int:
        """The line end at `start`; up to `end` only blanks and such follow it."""
        self.start = start
        self.pos = end
        if self.heredocs:
            from lintpack.bash.heredoc import read_bodies

            self.pos = min(start + 1, self.end)
            read_bodies(self)
            self._blank()
        # The grammar takes any number of line ends where it takes one.
        while self.text.startswith("#", self.pos, self.end):
            self.comment()
            self._blank()
        self.value = None
        self.before = self.last
        self.last = kinds.NEWLINE
        self.leading = True
        self.declaring = 0
        return kinds.NEWLINE

    def _blank(self) -> None:
        """Passes over blanks and line ends."""
        m = _BLANK(self.text, self.pos, self.end)
        assert m is not None
        self.pos = m.end()

    def comment(self) -> None:
        """A comment at `pos`, up to the line's end."""
        text = self.text
        start = self.pos
        end = text.find("\n", start, self.end)
        if end < 0:
            end = self.end
        line = text.rfind("\n", 0, start) + 1
        self.comments.append(tree.Comment(start, end, text[start:end], not text[line:start].strip(" \t")))
        self.pos = end

    def _operator(self, found: str, start: int) -> int:
        """The longest operator that `found` begins with."""
        operators = self.tables.operators
        while found not in operators:
            found = found[:-1]
        kind = operators[found]
        end = start + len(found)
        self.start = start
        if kind in kinds.REDIRECTS:
            self.declaring = 0
        elif kind == kinds.LEFT_PAREN:
            if self.text.startswith("(", end) and end < self.end:
                kind = self._double_paren(start)
                if kind:
                    return kind
                kind = kinds.LEFT_PAREN
            if not self.patterns:
                self.leading = True
            self.enter(start)
        elif kind == kinds.RIGHT_PAREN:
            self.patterns = False
            self.leading = True
        else:
            self.leading = True
            self.declaring = 0
            if kind in (kinds.SEMI_SEMI, kinds.SEMI_AND, kinds.SEMI_SEMI_AND):
                self.patterns = True
        self.value = (start, end, kind)
        self.pos = end
        self.head = 0
        self.before = self.last
        self.last = kind
        return kind

    def _double_paren(self, start: int) -> int:
        """`((` where arithmetic may stand; 0 where it does not."""
        from lintpack.bash.arithmetic import arithmetic_end, expression, for_expressions

        loop = self.last == kinds.FOR
        if self.patterns or not (loop or self.acceptable()):
            return 0
        end = arithmetic_end(self, start + 2)
        if not end:
            return 0
        if loop:
            parts = for_expressions(self, start + 2, end - 2)
            if len(parts) != 3:
                raise UnreadableError(start, end, "`for ((` takes three expressions with semicolons between them")
            self.value = parts
            kind = kinds.ARITH_FOR_EXPRS
        else:
            self.value = tree.ArithmeticCommand(start, end, expression(self, start + 2, end - 2))
            kind = kinds.ARITH_CMD
        self.pos = end
        self.before = self.last
        self.last = kind
        self.leading = False
        return kind

    def _read_word(self) -> int:
        """The word at `start`, which has more in it than plain characters."""
        start = self.start
        text = self.text
        last = self.last
        if text[start] in "{}![":
            keyword = bracket_word(text, start, self.end)
            kind = self._keyword(keyword, start) if keyword else 0
            if kind:
                return kind
        if (self.leading and not self.patterns) or self.declaring:
            m = _ASSIGNMENT(text, start, self.end)
            if (
                m
                and last not in kinds.REDIRECTS
                and (self.declaring != 1 or text.startswith("(", continued(text, m.end())))
            ):
                found = assignment(self, start, m)
                if found is not None:
                    self.pos = found.end
                    if self.declaring:
                        return self._word(found)
                    self.value = found
                    self.before = last
                    self.last = kinds.ASSIGNMENT_WORD
                    return kinds.ASSIGNMENT_WORD
        if text[start] == "{":
            m = redirected(text, start, self.end)
            if m:
                self.pos = m.end()
                self.value = m[0][1:-1]
                self.before = last
                self.last = kinds.REDIR_WORD
                return kinds.REDIR_WORD
        self.at_command = self.acceptable()
        value = word(self, start, PLAIN if self.patterns or last in (kinds.CASE, kinds.LESS_LESS_LESS) else COMMAND)
        self.pos = value.end
        if value.end == start:
            raise UnreadableError(start, start + 1, f"unexpected `{text[start]}`")
        return self._word(value)

    # --- reserved words ------------------------------------------------------------------------

    def _keyword(self, found: str, start: int) -> int:
        """The kind of `found` where it is a reserved word; 0 where it is a word like others."""
        kind = self.reserved(found)
        if not kind:
            return 0
        end = start + len(found)
        self.start = start
        self.pos = end
        self.value = (start, end, kind)
        if kind in kinds.OPENERS:
            self.enter(start)
        self.patterns = kind == kinds.IN and self.head == kinds.CASE
        self.head = 0
        self.before = self.last
        self.last = kind
        self.leading = kind not in (kinds.FOR, kinds.CASE, kinds.SELECT, kinds.FUNCTION, kinds.IN)
        if kind == kinds.COND_START:
            from lintpack.bash.conditions import condition

            test, self.pos = condition(self, start, end)
            closing = (self.pos - 2, self.pos, kinds.COND_END)
            self.pushed = [(kinds.COND_END, closing), (kinds.COND_CMD, test)]
            self.value = (start, end, kind)  # a substitution inside changed it
            self.leading = False
            self.last = kinds.COND_END
        return kind
