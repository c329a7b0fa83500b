"""What each production of the grammar makes of the values of its symbols.

A keyword's value is (start, end, kind), a word's a Word. Lists of statements are Python lists while they
grow; the last entry of a `list1` still waits for what ends it: a command, or for `a && b` a list of
commands and operators in turn.
"""

from __future__ import annotations

from lintpack.bash import kinds, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lintpack.bash.tokens import Reader

Values = list["Any"]


def _operator(kind: int) -> str:
    return {kinds.AND_AND: "&&", kinds.OR_OR: "||"}[kind]


# --- commands and their lists --------------------------------------------------------------------


def simple(r: Reader, v: Any) -> tree.SimpleCommand:
    assignments = []
    words: list[Any] = []
    redirects = []
    for node in v:
        kind = type(node)
        if kind is tree.Word:
            words.append(node)
        elif kind is tree.Redirect:
            redirects.append(node)
        elif words:
            words.append(node)
        else:
            assignments.append(node)
    return tree.SimpleCommand(v[0].start, v[-1].end, tuple(assignments), tuple(words), tuple(redirects))


def as_list(r: Reader, v: Any) -> Values:
    return [v]


def append(r: Reader, v: Values) -> Values:
    v[0].append(v[1])
    found: Values = v[0]
    return found


def with_redirects(r: Reader, v: Values) -> Any:
    command, redirects = v
    object.__setattr__(command, "redirects", command.redirects + tuple(redirects))
    object.__setattr__(command, "end", redirects[-1].end)
    return command


def pipeline(r: Reader, v: Values) -> Values:
    """In reverse, since the grammar reads it from the right: [last, stderr, …, first]."""
    rest = v[3] if type(v[3]) is list else [v[3]]
    rest.append(v[1][2] == kinds.BAR_AND)
    rest.append(v[0])
    return rest


def end_pipeline(r: Reader, v: Any) -> Any:
    if type(v) is not list:
        return v
    v.reverse()
    commands = tuple(v[::2])
    return tree.Pipeline(commands[0].start, commands[-1].end, commands, False, False, tuple(v[1::2]))


def timespec(r: Reader, v: Values) -> Any:
    return v[0]


def prefixed(r: Reader, v: Values) -> tree.Pipeline:
    """`! a` and `time a`, or either alone."""
    prefix, inner = v
    r.depth -= 1
    start, end, kind = prefix
    negated = kind == kinds.BANG
    if inner is None or type(inner) is tuple:
        r.again(inner)
        return tree.Pipeline(start, end, (), negated, not negated)
    if type(inner) is tree.Pipeline and not (negated and inner.negated):
        return tree.Pipeline(
            start, inner.end, inner.commands, negated or inner.negated, not negated or inner.timed, inner.stderr
        )
    return tree.Pipeline(start, inner.end, (inner,), negated, not negated)


def finish(entry: Any, background: bool = False) -> tree.Statement:
    """The statement of what stands last in a list, now that its end is known."""
    if type(entry) is tree.Statement:
        return entry
    if type(entry) is list:
        commands = tuple(entry[::2])
        entry = tree.AndOr(commands[0].start, commands[-1].end, commands, tuple(entry[1::2]))
    return tree.Statement(entry.start, entry.end, entry, background)


def list1(r: Reader, v: Values) -> Values:
    found: Values = v[0]
    kind = v[1][2] if v[1] else kinds.NEWLINE
    if kind in (kinds.AND_AND, kinds.OR_OR):
        chain = found[-1]
        if type(chain) is not list:
            found[-1] = chain = [chain]
        chain.append(_operator(kind))
        more = v[3][0]
        if type(more) is list:
            chain += more
        else:
            chain.append(more)
        return found
    found[-1] = finish(found[-1], kind == kinds.AMPERSAND)
    found += v[3]
    return found


def list0(r: Reader, v: Values) -> Values:
    found: Values = v[0]
    found[-1] = finish(found[-1], bool(v[1]) and v[1][2] == kinds.AMPERSAND)
    return found


def second(r: Reader, v: Values) -> Any:
    return v[1]


def compound_list(r: Reader, v: Values) -> Values:
    found: Values = v[1]
    found[-1] = finish(found[-1])
    return found


def nothing(r: Reader, v: Any) -> Any:
    return None


def empty_list(r: Reader, v: Any) -> Values:
    return []


# --- redirections --------------------------------------------------------------------------------


def redirection(r: Reader, v: Values) -> tree.Redirect:
    target = v[-1]
    start, end, kind = v[-2]
    descriptor = None
    operator = r.text[start:end]
    if len(v) == 3:
        descriptor = v[0]
        start -= len(str(descriptor)) if type(descriptor) is int else len(descriptor) + 2
    found = tree.Redirect(start, target.end, operator, descriptor, target)
    if kind in (kinds.LESS_LESS, kinds.LESS_LESS_MINUS):
        r.heredocs.append(found)
    return found


# --- compound commands ---------------------------------------------------------------------------


def subshell(r: Reader, v: Values) -> tree.Subshell:
    r.depth -= 1
    return tree.Subshell(v[0][0], v[2][1], tuple(v[1]))


def group(r: Reader, v: Values) -> tree.Group:
    r.depth -= 1
    return tree.Group(v[0][0], v[2][1], tuple(v[1]))


def loop(r: Reader, v: Values) -> tree.While:
    r.depth -= 1
    return tree.While(v[0][0], v[4][1], tuple(v[1]), tuple(v[3]), v[0][2] == kinds.UNTIL)


def for_loop(r: Reader, v: Values) -> tree.For:
    r.depth -= 1
    words = None
    if type(v[3]) is tuple and v[3][2] == kinds.IN:
        words = tuple(v[4]) if type(v[4]) is list else ()
    return tree.For(v[0][0], v[-1][1], v[1].raw, words, tuple(v[-2]), v[0][2] == kinds.SELECT)


def arithmetic_for(r: Reader, v: Values) -> tree.ArithmeticFor:
    r.depth -= 1
    initial, condition, step = v[1]
    return tree.ArithmeticFor(v[0][0], v[-1][1], initial, condition, step, tuple(v[-2]))


def elif_clause(r: Reader, v: Values) -> Values:
    """From the end, since the grammar reads it from the right: [end, otherwise, last branch, …, first]."""
    body = tuple(v[3])
    end = body[-1].end if body else v[2][1]
    branch = tree.IfBranch(v[0][0], end, tuple(v[1]), body)
    if len(v) == 4:
        return [end, None, branch]
    if len(v) == 5:
        v[4].append(branch)
        found: Values = v[4]
        return found
    otherwise = tuple(v[5])
    return [otherwise[-1].end if otherwise else v[4][1], otherwise, branch]


def if_command(r: Reader, v: Values) -> tree.If:
    r.depth -= 1
    found = elif_clause(r, v[:-1])
    return tree.If(v[0][0], v[-1][1], tuple(found[:1:-1]), found[1])


def case_command(r: Reader, v: Values) -> tree.Case:
    r.depth -= 1
    clauses = v[4] or ()
    return tree.Case(v[0][0], v[-1][1], v[1], tuple(clauses))


def pattern_list(r: Reader, v: Values) -> tree.CaseClause:
    patterns = v[-3]
    if len(v) == 5:
        start = v[1][0]
        r.depth -= 1
    else:
        start = patterns[0].start
    body = tuple(v[-1] or ())
    end = body[-1].end if body else v[-2][1]
    return tree.CaseClause(start, end, tuple(patterns), body, "")


def clauses(r: Reader, v: Values) -> Values:
    """`case_clause_sequence`, and `case_clause` whose last clause has no end."""
    found: Values = v[0] if type(v[0]) is list else []
    last = v[-1]
    if type(last) is tree.CaseClause:
        found.append(last)
        return found
    clause = v[-2]
    start, end, _ = last
    found.append(tree.CaseClause(clause.start, end, clause.patterns, clause.body, r.text[start:end]))
    return found


def alternatives(r: Reader, v: Values) -> Values:
    v[0].append(v[2])
    found: Values = v[0]
    return found


def condition_command(r: Reader, v: Values) -> tree.Conditional:
    return tree.Conditional(v[0][0], v[2][1], v[1])


def function(r: Reader, v: Values) -> tree.Function:
    name = v[0] if type(v[0]) is tree.Word else v[1]
    start = v[0].start if name is v[0] else v[0][0]
    if any(type(value) is tuple and value[2] == kinds.LEFT_PAREN for value in v):
        r.depth -= 1
    return tree.Function(start, v[-1].end, name.raw, name.start, name.end, v[-1])


def coprocess(r: Reader, v: Values) -> tree.Coprocess:
    r.depth -= 1
    redirects: tuple[Any, ...] = ()
    rest = v[1:]
    name = "COPROC"
    if type(rest[0]) is tree.Word:
        name = rest.pop(0).raw
    if type(rest[-1]) is list and len(rest) > 1:
        redirects = tuple(rest.pop())
    command = simple(r, rest[0]) if type(rest[0]) is list else rest[0]
    end = redirects[-1].end if redirects else command.end
    return tree.Coprocess(v[0][0], end, name, command, redirects)


BUILDERS: dict[str, Callable[[Reader, Any], Any]] = {
    "arith_for_command": arithmetic_for,
    "case_clause": clauses,
    "case_clause:pattern_list": as_list,
    "case_clause_sequence": clauses,
    "case_command": case_command,
    "command": with_redirects,
    "command:simple_command": simple,
    "compound_list": compound_list,
    "cond_command": condition_command,
    "coproc": coprocess,
    "elif_clause": elif_clause,
    "for_command": for_loop,
    "function_body": with_redirects,
    "function_def": function,
    "group_command": group,
    "if_command": if_command,
    "list": second,
    "list0": list0,
    "list1": list1,
    "list1:pipeline_command": as_list,
    "newline_list": nothing,
    "pattern": alternatives,
    "pattern:WORD": as_list,
    "pattern_list": pattern_list,
    "pipeline": pipeline,
    "pipeline_command": prefixed,
    "pipeline_command:pipeline": end_pipeline,
    "redirection": redirection,
    "redirection_list": append,
    "redirection_list:redirection": as_list,
    "script:newline_list": empty_list,
    "select_command": for_loop,
    "shell_command": loop,
    "simple_command": append,
    "simple_command:simple_command_element": as_list,
    "subshell": subshell,
    "timespec": timespec,
    "word_list": append,
    "word_list:WORD": as_list,
}
