"""Where a script and an archive say the same, one finding: an error, with the facts of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.findings import Fact
from lintpack.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lintpack.findings import Finding

# Rules about names and links in scripts, and what becomes of their faults in an archive.
_SCRIPT = ("LP1", "LP2")
_CONFIRMS = ("LP401", "LP402", "LP403", "LP404", "LP409", "LP410", "LP419", "LP501", "LP503")


def agreed(scripts: Iterable[Finding], archives: Sequence[Finding]) -> list[Finding]:
    """All findings; those of a script that an archive confirms at the same place are joined with it."""
    joined: set[int] = set()
    result: list[Finding] = []
    of_path: dict[str, list[int]] = {}
    for n, proof in enumerate(archives):
        if proof.place is not None:
            of_path.setdefault(proof.place.path, []).append(n)
    for finding in scripts:
        here = of_path.get(finding.place.path, ()) if finding.place is not None else ()
        proofs = [n for n in here if _same_fault(finding, archives[n])]
        if not proofs:
            result.append(finding)
            continue
        joined.update(proofs)
        sure = max((archives[n] for n in proofs), key=lambda proof: proof.level == "error")
        facts = _together([*finding.facts, *(fact for n in proofs for fact in archives[n].facts)])
        notes = tuple(dict.fromkeys((*finding.notes, *sure.notes)))
        level = sure.level if sure.level == "error" else finding.level
        result.append(
            replace(
                finding,
                level=level,
                confidence="high",
                facts=facts,
                notes=(*notes, "script and archive agree"),
                help=finding.help or sure.help,
            )
        )
    return [*result, *[proof for n, proof in enumerate(archives) if n not in joined]]


def _together(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """One fact for each file. A line that another one begins with says nothing more."""
    lines: dict[str, list[str]] = {}
    for fact in facts:
        known = lines.setdefault(fact.subject, [])
        known += [line for line in fact.lines if line not in known]
    return tuple(
        Fact(subject, tuple(line for line in rows if not any(o != line and o.startswith(line + " ") for o in rows)))
        for subject, rows in lines.items()
    )


def _same_fault(finding: Finding, proof: Finding) -> bool:
    one, other = finding.place, proof.place
    return (
        finding.code.startswith(_SCRIPT)
        and proof.code in _CONFIRMS
        and one is not None
        and other is not None
        and one.path == other.path
        and one.start < other.end
        and other.start < one.end
    )
