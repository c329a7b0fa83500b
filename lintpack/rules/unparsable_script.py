"""A region of a script that lintpack could not parse."""

from __future__ import annotations

import re

from lintpack.bash.odd_quotes import ODD
from lintpack.bash.templates import TEMPLATE
from lintpack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.bash.tree import Problem
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.locator import Locator
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

RULE = Rule(
    code="LP001",
    name="unparsable-script",
    summary="A part of the script could not be parsed, so nothing in it is checked.",
    level="warning",
    confidence="high",
)


# Lines that are named of those which could not be parsed either.
_SHOWN = 5
# What ends a compound command whose beginning was already reported.
_ENDS = frozenset(f"unexpected `{word}`" for word in "then elif else fi do done esac } ) ;;".split())


# How names of files end that something else is filled into before a shell reads them.
_TEMPLATES = tuple(".in .tmpl .tpl .template .j2 .jinja .jinja2 .erb .m4 .mustache .ejs .mako".split())
_INSIDE_OUT = "a shell takes the next quote for its pair, and from there on reads all inside out"


def _is_template(path: str) -> bool:
    """Whether a file is one by its name: `x.sh.tmpl`, `x.tmpl.sh`."""
    return path.endswith(_TEMPLATES) or path.removesuffix(".sh").endswith(_TEMPLATES[1:])


def _template(script: ReadScript) -> Finding:
    """One finding for all of a template: what its tags come to is not known, and may be what is missing."""
    first, *others = script.tree.problems
    tagged = first.message == TEMPLATE
    count = f"{len(others)} of its lines could not be parsed, the first is line "
    return RULE.finding(
        script.source.place(first.start, first.end),
        f"this is {first.message}"
        if tagged
        else f"could not parse this, which is a template by its name: {first.message}",
        label="the first tag" if tagged else "not checked",
        notes=(f"{count}{script.source.position(others[0].start)[0]}",) if tagged and others else _more(script, others),
        help="check what is made of it, to see what a package would have",
        level="note",
    )


def _more(script: ReadScript, others: Sequence[Problem]) -> tuple[str, ...]:
    """What is said of the places behind the first: a shell stops there, and they may only follow from it."""
    lines = sorted({script.source.position(one.start)[0] for one in others})
    if not lines:
        return ()
    shown = ", ".join(map(str, lines[:_SHOWN])) + (" …" if len(lines) > _SHOWN else "")
    return (f"below it, {'lines' if len(lines) > 1 else 'line'} {shown} could not be parsed either",)


# `exec tclsh "$0" "$@"`, `X=1 exec prog <"$0"`: from here on the text is another program's.
# So does `eval 'exec perl -x "$0" "$@"' if 0;`, which perl reads as well.
_HANDED = (
    r"(?m)^eval[ \t]+'exec[ \t]+[\w./-]+[ \t][^\n]*"
    r"""|^(?:\w+=(?:"[^"\n]*"|[^\s"]*)[ \t]+)*exec[ \t]+[\w./-]+[ \t][^\n]*?[ \t<"']\$(?:0\b|\{0\})[^\n]*"""
)


def _read_to(script: ReadScript) -> int:
    """Where another program takes over, as in `exec perl -x "$0" "$@"`, or where the script ends by `exit`: a shell
    reads a script as it goes."""
    from lintpack.bash.tree import SimpleCommand, Word

    for statement in script.tree.body:
        command = statement.command
        if isinstance(command, SimpleCommand) and command.words and command.words[0].raw == "exit":
            return statement.end
        if isinstance(command, SimpleCommand) and len(command.words) > 1:
            first, second = command.words[0], command.words[1]
            if isinstance(first, Word) and first.raw == "exec" and isinstance(second, Word):
                return statement.end
    # What follows may keep the whole from being parsed.
    handed = re.search(_HANDED, script.source.text)
    return handed.end() if handed is not None else len(script.source.text)


def _for_ash(text: str, problem: Problem) -> bool:
    """Whether other shells take what bash does not, and nothing says that bash is to read it. dash and BusyBox's ash: a
    function with a body that is a simple command, and `select`, which is a name like others to them."""
    if "bash" in text.partition("\n")[0] or "ksh" in text.partition("\n")[0]:
        return False
    if text.startswith("select", problem.start):
        return True
    if re.search(r"\bfunction[ \t]+\w+[ \t\n]*\{[ \t\n]*$", text[: problem.start][-80:]) and text[problem.start] == "}":
        return True  # An empty body: z/OS's shell, and zsh.
    line = text[text.rfind("\n", 0, problem.start) + 1 : problem.start].split()
    head = "".join(line)
    return bool(line) and head.endswith("()") and head[:-2].isidentifier()


# What lintpack looks for: libraries, and what makes archives. Where none of it stands in a script, nothing is lost that
# it would have checked.
_OURS = (
    r"\bD?Y?LD_|\.so\b|rpath|RPATH|ldconfig|ld\.so|\bldd\b|\.dylib|patchelf|LIBPATH"
    r"|\btar[ \t]+-?[a-zA-Z]*c|\bdpkg-deb\b|\bmakeself|\brpmbuild\b"
    r"|(?m:(?:^|[\s/\"'=:}])lib(?:32|64|x32)?(?=[/\s\"'$*:]))"
)


def _level(script: ReadScript, problem: Problem) -> str:
    text = script.source.text
    # `%(NAME)` of a template of Bazel's.
    filled = re.match(r"\(\w+\)", text[problem.start : problem.start + 80]) and text[: problem.start].endswith("%")
    return "note" if filled or _for_ash(text, problem) or not re.search(_OURS, text) else ""


def check(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        problems = script.tree.problems
        if not problems:
            continue
        if problems[0].message == TEMPLATE or _is_template(script.source.path):
            yield _template(script)
            continue
        end = _read_to(script)
        told = [
            problem
            for rank, problem in enumerate(problems)
            if not (rank and problem.message in _ENDS) and problem.start <= end
        ]
        # A quote without a pair is a fault of its own line, wherever it stands.
        follow = [problem for problem in told[1:] if not problem.message.endswith(ODD)]
        for problem in told:
            if problem in follow:
                continue
            odd, lone = problem.message.endswith(ODD), problem.end <= problem.start + 1
            yield RULE.finding(
                script.source.place(problem.start, problem.end),
                f"could not parse this: {problem.message}",
                label="without a pair" if odd else "not understood" if lone else "not checked",
                notes=_more(script, follow) if problem is told[0] else (),
                help=_INSIDE_OUT
                if odd
                else "`bash -n` says whether bash can; if it does, please report this as a bug of lintpack",
                level=_level(script, problem),
            )
    if "WrittenFile" in context.kinds:
        yield from _launchers(context)


def _launchers(context: Context) -> Iterator[Finding]:
    """What the script writes for others to run."""
    from lintpack.rules.shared.loader import written_scripts

    for program, script, places in written_scripts(context):
        problem = next(iter(script.tree.problems), None)
        if problem is not None and problem.message.endswith(ODD):
            yield RULE.finding(
                _line(places, script.source.text, problem.start),
                f"could not parse the launcher `{program.plan.path}`: {problem.message}",
                label="without a pair",
                help=_INSIDE_OUT,
            )


def _line(places: Locator, text: str, offset: int) -> Place:
    """What writes the line that `offset` lies on: quotes are seldom written as such, but what stands beside them is."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    tried = (places.place(at, end if end > 0 else len(text)) for at in range(start, offset + 2))
    return next((place for place in tried if place != places.whole), places.place(start, offset + 1))
