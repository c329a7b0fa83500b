"""What an option says gets lost: `-l) DIR=$1; shift 2`, or `SHARED=yes` that is tested for `1`."""

from __future__ import annotations

import re

from lintpack.bash.tree import Assignment, Case, Word
from lintpack.bash.walk import around, walk
from lintpack.findings import Edit, Fix, Label
from lintpack.rules.gates.shell_subjects import odd_tests, ordered, own_values
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import CaseClause
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

RULE = Rule(
    code="LP142",
    name="mistaken-option",
    summary="An option is taken for its value, read before it is given, or tested for a word that it never has.",
    level="warning",
    confidence="high",
)

# What may set any variable.
_SETS_MORE = r"(?m)(?:^|[;&|(]|\bthen\b|\bdo\b)[ \t]*(?:source|\.|eval)[ \t]"
_YES = frozenset(("yes", "true", "on", "1", "y", "t"))


def check(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        yield from once(_of_script(script))


def _of_script(script: ReadScript) -> Iterator[Finding]:
    text = script.source.text
    for at in own_values(text):
        yield from _own_value(at, script)
    if ordered(text):
        yield from _early(script)
    tests = list(odd_tests(text))
    if tests and not re.search(_SETS_MORE, text):
        for start, end, name, word, values in tests:
            yield from _never(start, end, name, word, values, script)


def _early(script: ReadScript) -> Iterator[Finding]:
    """`l) dir=$OPTARG ;; x) preload=$dir/libx.so ;;`, and `lib=$dir/lib` above the loop."""
    from lintpack.rules.parts.option_order import early_reads

    for early in early_reads(script.source):
        above = early.made.start < early.option.start
        by = "with its default, above the loop that reads the options" if above else "by another option"
        yield RULE.finding(
            early.made,
            f"`{early.name}` is read {by}: a value that its own option gives it later, in line {early.option.line}, is "
            "not in it",
            label=f"may have the default of `{early.name}`",
            related=(Label(early.option, "its own option"),),
            help="put it together behind the loop that reads the options",
        )


def _own_value(at: int, script: ReadScript) -> Iterator[Finding]:
    """`-l|--libdir) LIBDIR=$1; shift 2 ;;`"""
    text = script.source.text
    end = at + (4 if text.startswith("${1}", at) else 2)
    above = list(around(script.tree, at))
    case = next((node for node in reversed(above) if isinstance(node, Case)), None)
    given = next((node for node in reversed(above) if isinstance(node, Assignment)), None)
    if case is None or given is None or not isinstance(given.value, Word) or case.word.raw.strip('"') not in _FIRST:
        return
    clause = next((one for one in case.clauses if one.start <= at < one.end), None)
    if clause is None or not _option(clause) or not _begins(given.value, at, end, text):
        return
    body = text[given.end : clause.body[-1].end]
    behind = text[case.end : case.end + 60]
    shifted = sum(int(number or 1) for number in re.findall(r"\bshift\b(?:[ \t]+(\d))?", body))
    shifted += bool(re.match(r"[\s;]*shift\b", behind))
    # What is left over is looked at in another way.
    if shifted != 2 or re.search(r"\$\{?[2@*#]|\$\{?!|\$\(", text[clause.start : clause.end]):
        return
    option = clause.patterns[-1].raw
    whole = text[given.value.start : given.value.end].strip('"') == text[at:end]
    place = script.source.place(given.value.start if whole else at, given.value.end if whole else end)
    right = place.text.replace("1", "2")
    yield RULE.finding(
        place,
        f"`{place.text}` is the option `{option}` itself; its value, which is skipped, is `{right}`",
        label=f"always `{option}`" if len(clause.patterns) == 1 else "the option, not its value",
        help=f"write `{right}`",
        fixes=(Fix(f"write `{right}`", "unsafe", (Edit(place, right),)),),
    )


_FIRST = ("$1", "${1}")


def _option(clause: CaseClause) -> bool:
    return bool(clause.body) and all(re.fullmatch(r"--?[\w-]+", pattern.raw) for pattern in clause.patterns)


def _begins(value: Word, start: int, end: int, text: str) -> bool:
    """Whether the first argument is all of a value, an element of a list in it, or the beginning of such a path."""
    before, behind = text[value.start : start].rstrip('"'), text[end : value.end].lstrip('"')
    return before[-1:] in ("", ":") and behind[:1] in ("", ":", "/")


def _never(
    start: int, end: int, name: str, word: str, values: tuple[str, ...], script: ReadScript
) -> Iterator[Finding]:
    """`[ "$SHARED" = 1 ]`, where SHARED is `yes` or `no`."""
    given = [node for node in walk(script.tree) if isinstance(node, Assignment) and node.name == name]
    # What the caller may have set holds more; so does what is set for one command.
    first = next((one for one in given if _at_the_top(one, script)), None)
    if first is None or first.start > start or len(given) < len(values):
        return
    place = script.source.place(start, end)
    said = {one.lower() in _YES for one in values}
    # Where it is always the same, the other word may be for what comes later.
    if len(said) < 2:
        return
    meant = next(one for one in values if (one.lower() in _YES) == (word.lower() in _YES))
    yield RULE.finding(
        place,
        f"`{name}` is never `{word}`: this script gives it {listed(values)}",
        label=f"`{meant}`?",
        related=(Label(script.source.place(first.start, first.end), "given here"),),
        help=f"test for `{meant}`",
    )


def _at_the_top(given: Assignment, script: ReadScript) -> bool:
    """Whether a script gives the variable that value on any way through it."""
    return any(body.command.start <= given.start < body.command.end for body in script.tree.body) and not any(
        type(node).__name__ in ("If", "Case", "While", "For", "Function", "AndOr", "Subshell")
        for node in around(script.tree, given.start)
    )
