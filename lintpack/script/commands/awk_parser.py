"""Reads the part of awk that pack scripts use: patterns, print, printf, assignments, if, string functions (POSIX awk).

Expressions become nested tuples: `("number", 1.0)`, `("string", "x")`, `("regex", "x")`, `("field", e)`,
`("name", "NR")`, `("binary", op, a, b)`, `("unary", op, a)`, `("match", a, b, negated)`, `("assign", target, op, e)`,
`("call", f, args)`, `("ternary", a, b, c)`, `("step", target, change, before)`. Statements: `("print", args)`,
`("printf", args)`, `("expression", e)`, `("if", e, then, otherwise)`, `("next",)`, `("exit", e)`, `("block", list)`.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

Node = tuple["Any", ...]
# A pattern (None: each line; "BEGIN", "END" or an expression) and a statement (None: print the line).
Rule = tuple["Node | str | None", "Node | None"]

_TOKEN = re.compile(
    r"""(?P<space>[ \t]+|\\\n|\#[^\n]*)
    |(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)
    |(?P<string>"(?:\\.|[^"\\\n])*")
    |(?P<name>[A-Za-z_]\w*)
    |(?P<operator>\+\+|--|[-+*/%^]=|==|!=|<=|>=|&&|\|\||!~|[-+*/%^=<>!~?:,;(){}$\n])""",
    re.VERBOSE,
)
_FUNCTIONS = {"length", "substr", "index", "toupper", "tolower", "sub", "gsub", "int", "sprintf", "match"}
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "/": "/", "r": "\r"}


class AwkFault(Exception):  # noqa: N818 (it may be our limit, not an error)
    """A program that is malformed or not modelled: loops, arrays, functions, redirections."""


def parse(text: str) -> list[Rule]:
    """The rules of a program. Raises AwkFault."""
    return _Parser(text).rules()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._kind = ""
        self._value = ""
        self._depth = 0
        self._no_greater = False
        self._advance()

    # --- tokens ---

    def _advance(self) -> None:
        before = self._kind, self._value
        while True:
            if self._at >= len(self._text):
                self._kind, self._value = "end", ""
                return
            if self._text[self._at] == "/" and not _ends_operand(before):
                self._regex()
                return
            found = _TOKEN.match(self._text, self._at)
            if not found:
                raise AwkFault("unexpected character")
            self._at = found.end()
            if found.lastgroup != "space":
                self._kind, self._value = str(found.lastgroup), found[0]
                return

    def _regex(self) -> None:
        at = self._at + 1
        while at < len(self._text) and self._text[at] != "/":
            at += 2 if self._text[at] == "\\" else 1
        if at >= len(self._text):
            raise AwkFault("unterminated regular expression")
        self._kind, self._value = "regex", self._text[self._at + 1 : at].replace("\\/", "/")
        self._at = at + 1

    def _is(self, *values: str) -> bool:
        return self._kind in {"operator", "name"} and self._value in values

    def _take(self, value: str) -> bool:
        if self._is(value):
            self._advance()
            return True
        return False

    def _expect(self, value: str) -> None:
        if not self._take(value):
            raise AwkFault(f"expected {value}")

    def _lines(self) -> None:
        while self._is("\n", ";"):
            self._advance()

    # --- rules and statements ---

    def rules(self) -> list[Rule]:
        found: list[Rule] = []
        self._lines()
        while self._kind != "end":
            pattern: Node | str | None = None
            if self._is("BEGIN", "END"):
                pattern = self._value
                self._advance()
            elif not self._is("{"):
                pattern = self._expression()
                if self._is(","):
                    raise AwkFault("range pattern")
            found.append((pattern, self._block() if self._is("{") else None))
            self._lines()
        return found

    def _block(self) -> Node:
        self._deeper()
        self._expect("{")
        statements = []
        self._lines()
        while not self._is("}"):
            statements.append(self._statement())
            if not self._is("}"):
                if not self._is(";", "\n") and statements[-1][0] not in {"if", "block"}:
                    raise AwkFault("expected ;")
                self._lines()
        self._advance()
        self._depth -= 1
        return ("block", statements)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > 30:
            raise AwkFault("too deep")

    def _statement(self) -> Node:
        if self._is("{"):
            return self._block()
        if self._is("print", "printf"):
            kind = self._value
            self._advance()
            arguments: list[Node] = []
            self._no_greater = True
            if not self._is(";", "\n", "}") and self._kind != "end":
                arguments = self._list()
            self._no_greater = False
            if self._is(">"):
                raise AwkFault("redirection")
            if len(arguments) == 1 and arguments[0][0] == "group":
                arguments = arguments[0][1]
            return (kind, arguments)
        if self._take("next"):
            return ("next",)
        if self._take("exit"):
            return ("exit", None if self._is(";", "\n", "}") else self._expression())
        if self._take("if"):
            self._deeper()
            self._expect("(")
            condition = self._expression()
            self._expect(")")
            while self._take("\n"):
                pass
            then = self._statement()
            mark = (self._at, self._kind, self._value)
            self._lines()
            otherwise = None
            if self._take("else"):
                while self._take("\n"):
                    pass
                otherwise = self._statement()
            else:
                self._at, self._kind, self._value = mark
            self._depth -= 1
            return ("if", condition, then, otherwise)
        if self._is("while", "for", "do", "function", "getline", "delete", "return", "in", "break", "continue"):
            raise AwkFault(self._value)
        return ("expression", self._expression())

    # --- expressions, lowest precedence first ---

    def _list(self) -> list[Node]:
        found = [self._expression()]
        while self._take(","):
            found.append(self._expression())
        return found

    def _expression(self) -> Node:
        self._deeper()
        left = self._ternary()
        if self._is("=", "+=", "-=", "*=", "/=", "%=", "^="):
            if left[0] not in {"name", "field"}:
                raise AwkFault("assignment")
            operator = self._value[:-1]
            self._advance()
            left = ("assign", left, operator, self._expression())
        self._depth -= 1
        return left

    def _ternary(self) -> Node:
        condition = self._or()
        if not self._take("?"):
            return condition
        first = self._expression()
        self._expect(":")
        return ("ternary", condition, first, self._expression())

    def _or(self) -> Node:
        left = self._and()
        while self._take("||"):
            left = ("binary", "||", left, self._and())
        return left

    def _and(self) -> Node:
        left = self._matching()
        while self._take("&&"):
            left = ("binary", "&&", left, self._matching())
        return left

    def _matching(self) -> Node:
        left = self._comparison()
        while self._is("~", "!~"):
            negated = self._value == "!~"
            self._advance()
            left = ("match", left, self._comparison(), negated)
        return left

    def _comparison(self) -> Node:
        left = self._concatenation()
        if self._is("<", "<=", "==", "!=", ">=") or (self._is(">") and not self._no_greater):
            operator = self._value
            self._advance()
            return ("binary", operator, left, self._concatenation())
        return left

    def _concatenation(self) -> Node:
        left = self._sum()
        while self._kind in {"number", "string", "name", "regex"} or self._is("$", "!", "(", "-", "+", "++", "--"):
            if self._is("in", "BEGIN", "END", "getline"):
                raise AwkFault(self._value)
            left = ("binary", " ", left, self._sum())
        return left

    def _sum(self) -> Node:
        left = self._product()
        while self._is("+", "-"):
            operator = self._value
            self._advance()
            left = ("binary", operator, left, self._product())
        return left

    def _product(self) -> Node:
        left = self._unary()
        while self._is("*", "/", "%"):
            operator = self._value
            self._advance()
            left = ("binary", operator, left, self._unary())
        return left

    def _unary(self) -> Node:
        if self._is("!", "-", "+"):
            operator = self._value
            self._advance()
            self._deeper()
            operand = self._unary()
            self._depth -= 1
            return ("unary", operator, operand)
        left = self._postfix()
        if self._take("^"):
            return ("binary", "^", left, self._unary())
        return left

    def _postfix(self) -> Node:
        if self._is("++", "--"):
            change = 1 if self._value == "++" else -1
            self._advance()
            return ("step", self._lvalue(self._primary()), change, True)
        left = self._primary()
        if self._is("++", "--") and left[0] in {"name", "field"}:
            change = 1 if self._value == "++" else -1
            self._advance()
            return ("step", left, change, False)
        return left

    def _lvalue(self, node: Node) -> Node:
        if node[0] not in {"name", "field"}:
            raise AwkFault("not a variable")
        return node

    def _primary(self) -> Node:
        kind, value = self._kind, self._value
        if kind == "end":
            raise AwkFault("unexpected end")
        self._advance()
        if kind == "number":
            return ("number", float(value))
        if kind == "string":
            return ("string", _unescaped(value[1:-1]))
        if kind == "regex":
            return ("regex", value)
        if kind == "name":
            return self._named(value)
        if value == "$":
            self._deeper()
            inner = self._postfix() if self._is("++", "--") else self._primary()
            self._depth -= 1
            return ("field", inner)
        if value == "(":
            outer, self._no_greater = self._no_greater, False
            inside = self._list()
            self._expect(")")
            self._no_greater = outer
            return inside[0] if len(inside) == 1 else ("group", inside)
        raise AwkFault(f"unexpected {value}")

    def _named(self, name: str) -> Node:
        if name in _FUNCTIONS:
            arguments: list[Node] = []
            if self._take("("):
                if not self._is(")"):
                    arguments = self._list()
                self._expect(")")
            elif name != "length":
                raise AwkFault("expected (")
            return ("call", name, arguments)
        if self._is("(") or self._text[self._at - 1 : self._at] == "[" or self._text.startswith("[", self._at):
            raise AwkFault("function or array")
        if name in {"getline", "in", "split", "system", "close", "function"}:
            raise AwkFault(name)
        return ("name", name)


def _ends_operand(token: tuple[str, str]) -> bool:
    """Whether a `/` after this token divides."""
    kind, value = token
    return kind in {"number", "string"} or (kind == "name" and value not in {"print", "printf"}) or value in {")", "$"}


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], "\\" + found[1]), text)
