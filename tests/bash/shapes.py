"""Trees as short text, so that a test can say what it expects in one line.

Literal text stands as it is, all other parts of a word in angle brackets: `a<var x><glob *>`. Commands are in
parentheses: `(if (a) then (b))`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.bash import tree

if TYPE_CHECKING:
    from collections.abc import Sequence


def word(node: tree.Word) -> str:
    return parts(node.parts)


def parts(found: Sequence[tree.Part]) -> str:
    return "".join(_part(part) for part in found)


def _part(part: tree.Part) -> str:
    match part:
        case tree.Literal():
            return part.text
        case tree.Escaped():
            return f"<esc {part.text}>"
        case tree.SingleQuoted():
            return f"<single {part.text}>"
        case tree.AnsiQuoted():
            return f"<ansi {part.text!r}>"
        case tree.DoubleQuoted():
            return f"<double {parts(part.parts)}>"
        case tree.Parameter():
            return _parameter(part)
        case tree.CommandSubstitution():
            return f"<{'backquoted' if part.backquoted else 'command'} {statements(part.body)}>"
        case tree.ProcessSubstitution():
            return f"<process{part.direction} {statements(part.body)}>"
        case tree.Arithmetic():
            return f"<arithmetic {word(part.expression)}>"
        case tree.Glob():
            return f"<glob {part.text}>"
        case tree.ExtendedGlob():
            return f"<{part.operator}( {'|'.join(word(pattern) for pattern in part.patterns)}>"
        case tree.Tilde():
            return f"<tilde {part.user}>"
        case tree.Brace():
            return f"<brace {','.join(word(item) for item in part.items)}>"
        case tree.BraceRange():
            return f"<range {part.first} {part.last} {part.step}>"


def _parameter(part: tree.Parameter) -> str:
    found = f"<{part.form or 'var'} {part.name}"
    if part.index is not None:
        found += f"[{part.index if isinstance(part.index, str) else word(part.index)}]"
    if part.operator:
        found += f" {part.operator}"
    if part.argument is not None:
        found += f" {word(part.argument)}"
    if part.second is not None:
        found += f" | {word(part.second)}"
    return found + ">"


def statements(body: Sequence[tree.Statement]) -> str:
    return "; ".join(command(statement.command) + (" &" if statement.background else "") for statement in body)


def _assignment(node: tree.Assignment) -> str:
    index = f"[{word(node.index)}]" if node.index else ""
    value = node.value
    if isinstance(value, tree.ArrayValue):
        shown = "(" + " ".join(_element(element) for element in value.elements) + ")"
    else:
        shown = word(value) if value else ""
    return f"<assign {node.name}{index}{'+' if node.append else ''}={shown}>"


def _element(element: tree.ArrayElement) -> str:
    index = f"[{word(element.index)}]{'+' if element.append else ''}=" if element.index else ""
    return index + word(element.value)


def _redirect(redirect: tree.Redirect) -> str:
    descriptor = "" if redirect.descriptor is None else redirect.descriptor
    found = f"{descriptor}{redirect.operator}{word(redirect.target)}"
    if redirect.here:
        here = redirect.here
        kind = "quoted" if here.quoted else "here"
        found += f" <{kind} {here.delimiter}: {word(here.body)!r}>"
    return found


def command(node: tree.Command) -> str:
    redirects = getattr(node, "redirects", ())
    return f"({' '.join([*_inside(node), *(_redirect(redirect) for redirect in redirects)])})"


def _inside(node: tree.Command) -> list[str]:
    match node:
        case tree.SimpleCommand():
            words = [word(w) if isinstance(w, tree.Word) else _assignment(w) for w in node.words]
            return [_assignment(a) for a in node.assignments] + words
        case tree.Pipeline():
            found = ["time"] * node.timed + ["!"] * node.negated
            for index, part in enumerate(node.commands):
                if index:
                    found.append("|&" if node.stderr[index - 1] else "|")
                found.append(command(part))
            return found
        case tree.AndOr():
            found = [command(node.commands[0])]
            for operator, part in zip(node.operators, node.commands[1:], strict=True):
                found += [operator, command(part)]
            return found
        case tree.Subshell():
            return ["subshell", statements(node.body)]
        case tree.Group():
            return ["group", statements(node.body)]
        case tree.If():
            found = []
            for branch in node.branches:
                found += ["elif" if found else "if", statements(branch.condition), "then", statements(branch.body)]
            return found + ([] if node.otherwise is None else ["else", statements(node.otherwise)])
        case tree.For():
            words = [] if node.words is None else ["in", *(word(w) for w in node.words)]
            return ["select" if node.select else "for", node.name, *words, "do", statements(node.body)]
        case tree.ArithmeticFor():
            expressions = "; ".join(word(w) for w in (node.initial, node.condition, node.step))
            return ["for", f"(({expressions}))", "do", statements(node.body)]
        case tree.While():
            return ["until" if node.until else "while", statements(node.condition), "do", statements(node.body)]
        case tree.Case():
            return ["case", word(node.word), "in", *(_clause(clause) for clause in node.clauses)]
        case tree.ArithmeticCommand():
            return ["arithmetic", word(node.expression)]
        case tree.Conditional():
            return ["test", condition(node.test)]
        case tree.Function():
            return ["function", node.name, command(node.body)]
        case tree.Coprocess():
            return ["coproc", node.name, command(node.command)]


def _clause(clause: tree.CaseClause) -> str:
    patterns = " | ".join(word(pattern) for pattern in clause.patterns)
    return f"{patterns}) {statements(clause.body)} {clause.terminator}".rstrip()


def condition(node: tree.Condition) -> str:
    match node:
        case tree.ConditionWord():
            return word(node.word)
        case tree.ConditionUnary():
            return f"{node.operator} {word(node.operand)}"
        case tree.ConditionBinary():
            return f"{word(node.left)} {node.operator} {word(node.right)}"
        case tree.ConditionNot():
            return f"! [{condition(node.operand)}]"
        case tree.ConditionAnd():
            return f"[{condition(node.left)} && {condition(node.right)}]"
        case tree.ConditionOr():
            return f"[{condition(node.left)} || {condition(node.right)}]"
