"""Runs a program of awk over known text."""

from __future__ import annotations

from lintpack.script import limits
from lintpack.script.commands.awk_parser import AwkFault
from lintpack.script.commands.filters import lines_of
from lintpack.script.regexes import Regex, RegexFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from lintpack.script.commands.awk_parser import Node, Rule

    Value = str | float


class Field(str):
    """Text from outside: a number where it looks like one."""

    __slots__ = ()


class _Next(Exception):  # noqa: N818 (control flow)
    pass


class _Exit(Exception):  # noqa: N818 (control flow)
    pass


def run(rules: list[Rule], text: str, variables: dict[str, Value]) -> tuple[str, int] | None:
    """The output and exit status; None for what is not modelled."""
    try:
        return _Machine(rules, variables).run(text)
    except (AwkFault, RegexFault, RecursionError, ArithmeticError, ValueError):
        return None


class _Machine:
    def __init__(self, rules: list[Rule], variables: dict[str, Value]) -> None:
        self._rules = rules
        self._variables = variables
        self._regexes: dict[str, Regex] = {}
        self._out: list[str] = []
        self._line = ""
        self._fields: list[str] = []
        self._number = 0
        self._status = 0

    def run(self, text: str) -> tuple[str, int]:
        try:
            self._each("BEGIN")
            if any(pattern != "BEGIN" for pattern, _ in self._rules):
                for number, line in enumerate(lines_of(text)[0], 1):
                    self._number = number
                    self._set_line(line)
                    self._main()
            self._each("END")
        except _Exit:
            if any(pattern == "END" for pattern, _ in self._rules):
                raise AwkFault("exit before END") from None
        return "".join(self._out), self._status

    def _each(self, which: str) -> None:
        for pattern, action in self._rules:
            if pattern == which and action is not None:
                self._execute(action)

    def _main(self) -> None:
        try:
            for pattern, action in self._rules:
                if isinstance(pattern, str) or (pattern is not None and not self._true(self._value(pattern))):
                    continue
                if action is None:
                    self._out.append(self._line + self._text(self._variables["ORS"]))
                else:
                    self._execute(action)
        except _Next:
            pass

    def _set_line(self, line: str) -> None:
        self._line = line
        self._fields = self._split(line)

    def _split(self, line: str) -> list[str]:
        separator = self._text(self._variables["FS"])
        if separator == " ":
            return line.split()
        if not line:
            return []
        if separator == "\\t":
            separator = "\t"
        if len(separator) == 1 and separator != "\\":
            return line.split(separator)
        if not separator:
            return list(line)
        regex = self._regex(separator)
        parts, at = [], 0
        while at <= len(line):
            found = regex.search(line, at)
            if found is None or found[0] is None or found[0][0] == found[0][1]:
                break
            parts.append(line[at : found[0][0]])
            at = found[0][1]
        return [*parts, line[at:]]

    def _regex(self, pattern: str) -> Regex:
        if pattern not in self._regexes:
            self._regexes[pattern] = Regex(pattern)
        return self._regexes[pattern]

    # --- statements ---

    def _execute(self, node: Node) -> None:
        kind = node[0]
        if kind == "block":
            for statement in node[1]:
                self._execute(statement)
        elif kind == "print":
            words = [self._printed(self._value(argument)) for argument in node[1]] if node[1] else [self._line]
            self._out.append(self._text(self._variables["OFS"]).join(words) + self._text(self._variables["ORS"]))
        elif kind == "printf":
            self._out.append(self._format([self._value(argument) for argument in node[1]]))
        elif kind == "if":
            branch = node[2] if self._true(self._value(node[1])) else node[3]
            if branch is not None:
                self._execute(branch)
        elif kind == "next":
            raise _Next
        elif kind == "exit":
            self._status = int(self._numeric(self._value(node[1]))) & 255 if node[1] else self._status
            raise _Exit
        else:
            self._value(node[1])

    def _format(self, values: list[Value]) -> str:
        import re

        if not values:
            raise AwkFault("printf")
        rest = values[1:]

        def one(found: re.Match[str]) -> str:
            letter = found[2]
            if letter == "%":
                return "%"
            value = rest.pop(0) if rest else ""
            if letter in "di":
                return f"%{found[1]}d" % int(self._numeric(value))
            if letter == "s":
                return f"%{found[1]}s" % self._printed(value)
            raise AwkFault("format")

        return re.sub(r"%([-0-9.]*)([a-zA-Z%])", one, self._text(values[0]))

    # --- values ---

    def _text(self, value: Value) -> str:
        if isinstance(value, float):
            return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.6g}"
        return str(value)

    _printed = _text

    def _numeric(self, value: Value) -> float:
        if isinstance(value, float):
            return value
        import re

        found = re.match(r"[ \t\n]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", value)
        return float(found[0]) if found else 0.0

    def _looks_numeric(self, value: Value) -> bool:
        import re

        return isinstance(value, float) or (
            isinstance(value, Field)
            and bool(re.fullmatch(r"[ \t\n]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t\n]*", value))
        )

    def _true(self, value: Value) -> bool:
        if self._looks_numeric(value):
            return self._numeric(value) != 0
        return value != ""

    def _value(self, node: Node) -> Value:
        match node:
            case ("number", float(number)):
                return number
            case ("string", str(text)):
                return text
            case ("regex", pattern):
                return float(self._regex(pattern).found(self._line))
            case ("name", name):
                return self._read(name)
            case ("field", inner):
                return self._field(int(self._numeric(self._value(inner))))
            case ("binary", operator, left, right):
                return self._binary(operator, left, right)
            case ("unary", operator, inner):
                value = self._value(inner)
                return float(not self._true(value)) if operator == "!" else self._signed(operator, value)
            case ("match", left, right, negated):
                pattern = right[1] if right[0] == "regex" else self._text(self._value(right))
                return float(self._regex(pattern).found(self._text(self._value(left))) != negated)
            case ("ternary", condition, first, second):
                return self._value(first if self._true(self._value(condition)) else second)
            case ("assign", target, operator, inner):
                value = self._value(inner)
                if operator:
                    value = _arithmetic(operator, self._numeric(self._value(target)), self._numeric(value))
                self._write(target, value)
                return value
            case ("step", target, change, before):
                old = self._numeric(self._value(target))
                self._write(target, old + change)
                return old + change if before else old
            case ("call", name, arguments):
                return self._call(name, arguments)
        raise AwkFault(str(node[0]))

    def _signed(self, operator: str, value: Value) -> float:
        return -self._numeric(value) if operator == "-" else self._numeric(value)

    def _read(self, name: str) -> Value:
        if name == "NR" or name == "FNR":  # noqa: PLR1714 (two names, not a set of states)
            return float(self._number)
        if name == "NF":
            return float(len(self._fields))
        if name in {"RS", "SUBSEP", "RSTART", "RLENGTH", "FILENAME", "ENVIRON"}:
            raise AwkFault(name)
        return self._variables.get(name, Field(""))

    def _field(self, number: int) -> Value:
        if number < 0:
            raise AwkFault("negative field")
        if not number:
            return Field(self._line)
        return Field(self._fields[number - 1]) if number <= len(self._fields) else Field("")

    def _write(self, target: Node, value: Value) -> None:
        if target[0] == "name":
            if target[1] in {"NF", "NR", "FNR", "RS"}:
                raise AwkFault(target[1])
            self._variables[target[1]] = value
            return
        number = int(self._numeric(self._value(target[1])))
        if not number:
            self._set_line(self._text(value))
            return
        if not 0 < number < 1_000:
            raise AwkFault("field number")
        self._fields += [""] * (number - len(self._fields))
        self._fields[number - 1] = self._text(value)
        self._line = self._text(self._variables["OFS"]).join(self._fields)

    def _binary(self, operator: str, left_node: Node, right_node: Node) -> Value:
        left = self._value(left_node)
        if operator in {"&&", "||"}:
            if self._true(left) == (operator == "||"):
                return float(operator == "||")
            return float(self._true(self._value(right_node)))
        right = self._value(right_node)
        if operator == " ":
            joined = self._text(left) + self._text(right)
            if len(joined) > limits.TEXT_LENGTH:
                raise AwkFault("too long")
            return joined
        if operator in {"<", "<=", "==", "!=", ">", ">="}:
            return float(self._compared(operator, left, right))
        return _arithmetic(operator, self._numeric(left), self._numeric(right))

    def _compared(self, operator: str, left: Value, right: Value) -> bool:
        if self._looks_numeric(left) and self._looks_numeric(right):
            order = self._numeric(left) - self._numeric(right)
        else:
            one, other = self._text(left), self._text(right)
            order = float((one > other) - (one < other))
        return {
            "<": order < 0,
            "<=": order <= 0,
            "==": order == 0,
            "!=": order != 0,
            ">": order > 0,
            ">=": order >= 0,
        }[operator]

    def _call(self, name: str, arguments: list[Node]) -> Value:
        if name in {"sub", "gsub"}:
            return self._substitute(name, arguments)
        values = [self._value(argument) for argument in arguments]
        if name == "length":
            return float(len(self._text(values[0]) if values else self._line))
        if name == "sprintf":
            return self._format(values)
        if name == "int" and values:
            return float(int(self._numeric(values[0])))
        if name in {"toupper", "tolower"} and values:
            text = self._text(values[0])
            return text.upper() if name == "toupper" else text.lower()
        if name == "index" and len(values) == 2:
            return float(self._text(values[0]).find(self._text(values[1])) + 1)
        if name == "substr" and len(values) > 1:
            text = self._text(values[0])
            start = round(self._numeric(values[1]))
            end = start + round(self._numeric(values[2])) if len(values) > 2 else len(text) + 1
            return text[max(start, 1) - 1 : max(end, 1) - 1]
        raise AwkFault(name)

    def _substitute(self, name: str, arguments: list[Node]) -> Value:
        if len(arguments) not in {2, 3}:
            raise AwkFault(name)
        target: Node = arguments[2] if len(arguments) == 3 else ("field", ("number", 0.0))
        if target[0] not in {"name", "field"}:
            raise AwkFault(name)
        pattern = arguments[0][1] if arguments[0][0] == "regex" else self._text(self._value(arguments[0]))
        written = self._text(self._value(arguments[1]))
        if "\\" in written:
            raise AwkFault("backslash in a replacement")
        text = self._text(self._value(target))
        changed, count = self._regex(pattern).replaced(
            text, lambda groups: written.replace("&", groups[0]), 1, name == "gsub"
        )
        if count:
            self._write(target, Field(changed))
        return float(count)


def _arithmetic(operator: str, left: float, right: float) -> float:
    if operator in {"/", "%"} and not right:
        raise AwkFault("division by zero")
    if operator == "%":
        import math

        return math.fmod(left, right)
    if operator == "^":
        return float(left**right)
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / (right or 1)}[operator]
