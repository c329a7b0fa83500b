"""The parser's stack, mended where a token did not fit: what is open is closed, what cannot go on is dropped."""

from __future__ import annotations

from lintpack.bash import kinds, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lintpack.bash.tokens import Reader

_LOOPS = (kinds.FOR, kinds.SELECT, kinds.WHILE, kinds.UNTIL)
# What has to be open for a token to make sense.
NEEDS = {
    kinds.THEN: (kinds.IF, kinds.ELIF),
    kinds.ELSE: (kinds.IF,),
    kinds.ELIF: (kinds.IF,),
    kinds.FI: (kinds.IF,),
    kinds.DO: _LOOPS,
    kinds.DONE: _LOOPS,
    kinds.ESAC: (kinds.CASE,),
    kinds.SEMI_SEMI: (kinds.CASE,),
    kinds.SEMI_AND: (kinds.CASE,),
    kinds.SEMI_SEMI_AND: (kinds.CASE,),
    kinds.RIGHT_CURLY: (kinds.LEFT_CURLY,),
    kinds.RIGHT_PAREN: (kinds.LEFT_PAREN,),
}
# What must not have come since then.
_ONCE = {
    kinds.THEN: (kinds.THEN, kinds.ELSE),
    kinds.ELSE: (kinds.ELSE,),
    kinds.ELIF: (kinds.ELSE,),
    kinds.DO: (kinds.DO,),
    kinds.RIGHT_PAREN: (kinds.RIGHT_PAREN,),
}
_CLOSERS = (kinds.FI, kinds.DONE, kinds.ESAC, kinds.RIGHT_CURLY, kinds.RIGHT_PAREN, kinds.THEN, kinds.DO)
# What may end a command that is given up.
_ENDS = (
    kinds.NEWLINE,
    kinds.SEMICOLON,
    kinds.AMPERSAND,
    kinds.RIGHT_PAREN,
    kinds.SEMI_SEMI,
    kinds.SEMI_AND,
    kinds.SEMI_SEMI_AND,
)


class Stack:
    """The parser's states and values, to be mended."""

    def __init__(self, r: Reader, states: list[int], values: list[Any]) -> None:
        self.r = r
        self.tables = r.tables
        self.states = states
        self.values = values
        self.command = self.tables.names.index("command")
        self.pattern = self.tables.names.index("pattern")

    def opened(self) -> list[tuple[int, int, int]]:
        """The keywords of all that is not closed."""
        found: list[tuple[int, int, int]] = []
        for value in self.values:
            if type(value) is tuple:
                if value[2] in kinds.CLOSERS or value[2] == kinds.ELIF:
                    found.append(value)
                elif value[2] == kinds.RIGHT_PAREN and found and found[-1][2] == kinds.LEFT_PAREN:
                    found.pop()  # of a function's name or a pattern
        return found

    def awaits(self, kind: int) -> int:
        """The place on the stack of what is open and belongs to a token of this kind; -1 where nothing is."""
        used = 0
        for place in range(len(self.values) - 1, -1, -1):
            value = self.values[place]
            if type(value) is tuple:
                if value[2] in NEEDS[kind]:
                    if not used:
                        return place
                    used -= 1
                elif value[2] in _ONCE.get(kind, ()):
                    used += 1
        return -1

    def reopen(self) -> None:
        """Lets a list of commands go on that was taken to be complete.

        LALR tables reduce it before they find that what follows fits nowhere.
        """
        goto, names = self.tables.goto, self.tables.names
        value = self.values[-1] if self.values else None
        if type(value) is list and value and type(value[-1]) is tree.Statement:
            lines = goto[self.states[-2]][names.index("newline_list")]
            then = goto[lines][names.index("list1")] if lines else 0
            if then:
                self.states[-1:] = [lines, then]
                self.values[-1:] = [None, value]

    def takes(self, kind: int) -> bool:
        """Whether the parser would shift a token of this kind, after reductions."""
        tables = self.tables
        kept = len(self.states)
        pushed: list[int] = []
        while True:
            state = pushed[-1] if pushed else self.states[kept - 1]
            by = tables.default[state]
            if not by:
                then = tables.action[state][kind]
                if then >= 0:
                    return then > 0
                by = -then
            count = tables.length[by]
            gone = min(count, len(pushed))
            if gone:
                del pushed[-gone:]
            kept -= count - gone
            state = pushed[-1] if pushed else self.states[kept - 1]
            pushed.append(tables.goto[state][tables.left[by]])

    def put(self, kind: int) -> None:
        """Shifts a token that is not in the text; `takes` must have said so."""
        from lintpack.bash.driver import bind

        tables = self.tables
        r = self.r
        steps = tables.steps or bind(tables)
        states, values = self.states, self.values
        while True:
            by = tables.default[states[-1]]
            if not by:
                then = tables.action[states[-1]][kind]
                if then > 0:
                    states.append(then)
                    values.append((r.start, r.start, kind))
                    return
                by = -then
            count, builder, left = steps[by]
            if count == 0:
                values.append(None)
            elif count == 1:
                values[-1] = builder(r, values[-1]) if builder else values[-1]
            else:
                values[-count:] = [builder(r, values[-count:])]
            del states[len(states) - count :]
            states.append(tables.goto[states[-1]][left])

    def hole(self, inside: list[tree.Statement]) -> bool:
        """Puts a command for what could not be read where one is expected; whether it is.

        `inside` is what was understood of it.
        """
        tables = self.tables
        before = len(self.states)
        while (by := tables.default[self.states[-1]]) and not tables.length[by]:
            # No line ends, where any number may stand.
            self.states.append(tables.goto[self.states[-1]][tables.left[by]])
            self.values.append(None)
        then = tables.goto[self.states[-1]][self.command]
        if not then:
            del self.states[before:], self.values[before - 1 :]
            return False
        start = self.r.start
        found: tree.Command = tree.SimpleCommand(start, start, (), (), ())
        if inside:
            found = tree.Group(inside[0].start, inside[-1].end, tuple(inside))
        self.states.append(then)
        self.values.append(found)
        return True

    def pop(self, inside: list[tree.Statement]) -> None:
        """Drops the topmost symbol, but for the statements it has."""
        self.states.pop()
        inside[:0] = statements(self.values.pop())

    def make_room(self, kind: int, floor: int) -> bool:
        """Closes what is open above `floor`, from the innermost on, until such a token fits; whether it does"""
        inside: list[tree.Statement] = []
        for _ in range(8 * len(self.states)):
            if self.takes(kind) or len(self.values) <= floor:
                break
            height = len(self.states)
            closer = self.closer()
            if closer:
                self.put(closer)
            if self.takes(kind):
                break
            if self.hole(inside):
                if self.takes(kind) or self.closer():
                    inside = []
                    continue
                self.states.pop()
                self.values.pop()
            if not self.closer():
                # It led nowhere.
                while len(self.states) > 1:
                    self.pop(inside)
                    if len(self.states) < height:
                        break
        if inside:
            self.hole(inside)
        return self.takes(kind)

    def closer(self) -> int:
        """A keyword that is missing at this place; 0 where none is."""
        return next((kind for kind in _CLOSERS if self.takes(kind)), 0)

    def give_up(self) -> None:
        """Drops the command at hand, so that a line end fits."""
        inside: list[tree.Statement] = []
        while True:
            if self.hole(inside):
                if self.takes(kinds.NEWLINE):
                    break
                self.states.pop()
                self.values.pop()
            elif self.takes(kinds.NEWLINE):
                break
            self.pop(inside)
        self.r.patterns = bool(self.tables.goto[self.states[-1]][self.pattern])

    def drop(self) -> int:
        """Goes on without the token at hand, as if a command ended there."""
        r = self.r
        r.patterns = False
        self.hole([])
        kind = r.token()
        if self.takes(kind) or not self.takes(kinds.NEWLINE):
            return kind
        r.pushed.append((kind, r.value))
        r.value = None
        return kinds.NEWLINE

    def skip(self, kind: int, value: Any) -> int:
        """Reads on to what ends a command and fits; its kind."""
        r = self.r
        r.value = value
        if kind in kinds.OPENERS and kind != kinds.LEFT_PAREN and self.takes(kinds.AND_AND):
            # Another command begins where only the end of one is missing.
            r.pushed.append((kind, value))
            r.value = None
            return kinds.NEWLINE
        if kind in (kinds.AND_AND, kinds.OR_OR, kinds.BAR, kinds.BAR_AND) and self.takes(kind):
            return kind
        depth = 0
        while kind != kinds.END:
            if kind == kinds.LEFT_PAREN:
                depth += 1
            elif kind == kinds.RIGHT_PAREN and depth:
                depth -= 1
            elif kind in _ENDS and (kind == kinds.NEWLINE or not depth) and self.takes(kind):
                break
            kind = r.token()
        return kind


def statements(value: Any) -> list[tree.Statement]:
    """What can be run of a symbol's value."""
    if type(value) is tree.Statement:
        return [value]
    if type(value) is list:
        if any(type(entry) is bool for entry in value):  # a pipeline, which is built from its end
            value = value[::-1]
        return [statement for entry in value for statement in statements(entry)]
    if type(value) is tree.CaseClause:
        return list(value.body)
    if isinstance(value, tree.Command):
        return [tree.Statement(value.start, value.end, value)]
    return []
