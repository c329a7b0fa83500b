"""A branch for one architecture gives a variable the folder of another, while its sisters name their own; and a folder
of one goes into that of each.

case $(uname -m) in x86_64) libs=$x/x86_64-linux-gnu ;; aarch64) libs=$x/x86_64-linux-gnu ;; esac
case $ARCH in i686|x86_64) ;; *) exit 1 ;; esac; cp deps/lib-x86_64/libz.so.1 out/$ARCH/lib/
"""

from __future__ import annotations

import re

from lintpack.bash.tree import Assignment, Case, If, Word
from lintpack.bash.walk import each
from lintpack.record import Record
from lintpack.rules.parts.other_architecture import TRIPLET, OfAnother
from lintpack.rules.shared.wording import find_name
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import CaseClause, IfBranch
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.script.values import Text
    from lintpack.source import Place

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

# A condition that says which machine it is.
_IS = r"(?i)\[\[?[^\]]*(?:uname|arch|machine|cpu)\w*[^\]]*=|\btest\b[^\n]*(?:uname|arch)"
# `[ "$ARCH" = x86_64 ]` and `case $ARCH in`, and the patterns of its branches.
_COMPARES = (
    r"\$\{?(\w+)\}?[\"']?[ \t]+(?:==?|=~|!=)[ \t]+[\"']?([\w*.|-]+)|\bcase[ \t]+[\"']?\$\{?(\w+)\}?[\"']?[ \t]+in\b"
)
_PATTERNS = r"(?m)^[ \t]*\(?([\w\"'*|. \t-]+)\)"


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


def branched(context: Context) -> Iterator[OfAnother]:
    """`if [ "$(uname -m)" = aarch64 ]; then libs=/usr/lib/x86_64-linux-gnu`: a folder of the other one."""
    for script in context.plan.scripts:
        text = script.source.text
        if "-linux-gnu" not in text:
            continue
        for node in each(script.tree, If):
            for branch in node.branches:
                asked = text[branch.condition[0].start : branch.condition[-1].end] if branch.condition else ""
                machine = _named(asked) if re.search(_IS, asked) and "!" not in asked and "||" not in asked else set()
                for assignment in _assigned(branch) if len(machine) == 1 else ():
                    # An array's index is no value.
                    value = "" if assignment.index is not None else assignment.raw
                    named = _named(" ".join(re.findall(TRIPLET, value)))
                    if len(named) == 1 and named != machine and named | machine not in _KIN:
                        place = script.source.place(assignment.start, assignment.end)
                        there = script.source.place(branch.condition[0].start, branch.condition[-1].end)
                        yield OfAnother(place.text, place, f"this branch is for `{next(iter(machine))}`", there)


def moved(context: Context) -> Iterator[OfAnother]:
    """`cp deps/x86_64/libz.so.1 out/aarch64/`: from the folder of one machine into that of another."""
    for one in context.packed:
        of, into = _named(one.folder), _named(one.into)
        if len(of) != 1 or len(into) != 1 or of == into or of | into in _KIN or "cross" in one.folder:
            continue
        place = find_name(one.name.text, one.origin, context.plan)
        yield OfAnother(one.folder, place, f"goes into `{one.into}`", one.origin.place)


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


def _assigned(clause: CaseClause | IfBranch) -> Iterator[Assignment]:
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


def into_its_own(context: Context) -> Iterator[OfAnother]:
    """Libraries of one machine, from `deps/lib-x86-64`, that go into a folder by a variable which the script compares
    with several machines: `out/$ARCH`."""
    ones = [one for one in context.packed if "${" in one.into and len(_named(one.folder)) == 1 and _settled(one.folder)]
    compared = {name: place for script in context.plan.scripts for name, place in _compared(script)} if ones else {}
    for one in ones:
        if any(_named(guard.shown) for guard in one.origin.guards):
            continue
        for name, place in compared.items():
            into = one.transfer.destination if one.transfer is not None else ()
            if name in _variables(into) and name not in _variables(one.source):
                shown = find_name(one.name.text, one.origin, context.plan)
                yield OfAnother(one.folder, shown, f"goes where `${name}` says, whichever that is", place)
                break


def _settled(folder: str) -> bool:
    """Whether no variable stands behind a machine's name, which is that of the machine that builds, then."""
    return not any(
        "$" in re.split(words, folder, maxsplit=1)[-1] for words in _MACHINES.values() if re.search(words, folder)
    )


def _variables(text: Text) -> set[str]:
    """The variables that a path is written with, and those that are in their values."""
    found: set[str] = set()
    for piece in text:
        if not isinstance(piece, str):
            found.add(getattr(piece, "shown", "").strip("${}"))
            for case in piece.alternatives if isinstance(piece, Reference) else ():
                found |= _variables(case.text or ())
    return found


def _compared(script: ReadScript) -> Iterator[tuple[str, Place]]:
    """The variables that tests or a `case` compare with several machines, each with where the first of these is."""
    text = script.source.text
    found: dict[str, set[str]] = {}
    first: dict[str, Place] = {}
    for match in re.finditer(_COMPARES, text):
        name = match[1] or match[3]
        first.setdefault(name, script.source.place(*match.span()))
        for word in [match[2]] if match[2] else re.findall(_PATTERNS, text[match.end() :].partition("esac")[0]):
            found.setdefault(name, set()).update(_named(word))
    for name, machines in found.items():
        if len(machines) > 1:
            yield name, first[name]
