"""A branch for one architecture gives a variable the folder of another, while its sisters name their own.

case $(uname -m) in x86_64) libs=$x/x86_64-linux-gnu ;; aarch64) libs=$x/x86_64-linux-gnu ;; esac
"""

from __future__ import annotations

import re

from lintpack.bash.tree import Assignment, Case, Word
from lintpack.bash.walk import each
from lintpack.record import Record
from lintpack.rules.parts.other_architecture import OfAnother

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import CaseClause
    from lintpack.rules.context import Context

# How `uname -m`, Debian, Go and others call a machine, as a pattern of a branch has it and as a folder has it.
_MACHINES = {
    "x86_64": r"x86[_-]64|amd64|x64",
    "aarch64": r"aarch64|arm64|armv8\w*",
    "arm": r"armhf|armel|armv[5-7]\w*|arm",
    "i386": r"i[3-6?x*]86|i\[\d-?\d\]86|ia32|x86",
    "ppc64le": r"ppc64le|ppc64el|powerpc64le",
    "s390x": r"s390x",
    "riscv64": r"riscv64",
    "loongarch64": r"loongarch64|loong64",
}
# The libraries of one may well be asked for by programs of the other.
_KIN = ({"x86_64", "i386"}, {"aarch64", "arm"})
# A value that names libraries, or where they lie.
_LIBRARIES = r"lib|\.so\b|-linux-|-linux\b"


class _Value(Record):
    """What one branch for `machine` gives a variable, and the machine that the value names."""

    machine: str
    assignment: Assignment
    named: str


def crossed(context: Context) -> Iterator[OfAnother]:
    """Values of variables in the branches of one `case`."""
    for script in context.plan.scripts:
        if not speaks_of_several(script.source.text):
            continue
        for case in each(script.tree, Case):
            for wrong, own in _crossed(case):
                place = script.source.place(wrong.assignment.start, wrong.assignment.end)
                there = script.source.place(own.assignment.start, own.assignment.end)
                yield OfAnother(place.text, place, f"this branch is for `{wrong.machine}`", there)


def speaks_of_several(text: str) -> bool:
    """Whether a script has branches, and the names of two machines that are no kin."""
    return (
        "case" in text and ("x86" in text or "amd64" in text) and ("aarch64" in text or "arm" in text or "64le" in text)
    )


def _crossed(case: Case) -> Iterator[tuple[_Value, _Value]]:
    """The values that name another machine than their branch is for, each with one of another branch that names its
    own; only of variables of which all other branches do."""
    by_name: dict[str, list[_Value]] = {}
    for clause in case.clauses:
        machine = _of_clause(clause)
        for assignment in _assigned(clause) if machine else ():
            named = _named(assignment.raw.partition("=")[2])
            if len(named) == 1:
                by_name.setdefault(assignment.name, []).append(_Value(machine, assignment, next(iter(named))))
    for values in by_name.values():
        wrong = [one for one in values if one.named != one.machine]
        right = [one for one in values if one.named == one.machine]
        if len(wrong) == 1 and right and {wrong[0].machine, wrong[0].named} not in _KIN:
            yield wrong[0], next((one for one in right if one.machine == wrong[0].named), right[0])


def _of_clause(clause: CaseClause) -> str:
    """The machine that all patterns of a branch name; "" where there is none, or several."""
    found = {next(iter(names)) if len(names := _named(word.raw)) == 1 else "" for word in clause.patterns}
    return found.pop() if len(found) == 1 else ""


def _assigned(clause: CaseClause) -> Iterator[Assignment]:
    for statement in clause.body:
        for assignment in each(statement, Assignment):
            if isinstance(assignment.value, Word) and re.search(_LIBRARIES, assignment.raw.lower()):
                yield assignment


def _named(text: str) -> set[str]:
    """The machines that a text names."""
    found = set()
    for machine, words in _MACHINES.items():
        if re.search(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9]|[_-]64)", text):
            found.add(machine)
    return found
