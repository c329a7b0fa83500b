"""What a finding says besides its message, in lines of plain text."""

from __future__ import annotations

from lintpack.report.style import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.findings import Finding
    from lintpack.report import Report


def facts(finding: Finding) -> list[str]:
    """`server.tar.gz!bin/server: NEEDED libz.so.1`, one line for each file; blanks that align columns are gone."""
    return [f"{fact.subject}: {'; '.join(' '.join(line.split()) for line in fact.lines)}" for fact in finding.facts]


def details(finding: Finding) -> list[str]:
    """The related places, facts, notes and help."""
    related = [f"{r.place.path}:{r.place.line}: {r.text}" for r in finding.related if r.text]
    helps = [f"help: {finding.help}"] if finding.help else []
    return [*related, *facts(finding), *[f"note: {note}" for note in finding.notes], *helps]


def totals(report: Report) -> str:
    """`2 errors, 1 note in 3 scripts and 1 archive`."""
    counts = {level: sum(f.level == level for f in report.findings) for level in ("error", "warning", "note")}
    found = ", ".join(plural(count, level) for level, count in counts.items() if count)
    read = [plural(len(report.scripts), "script")] if report.scripts or not report.archives else []
    read += [plural(len(report.archives), "archive")] if report.archives else []
    return f"{found or 'no findings'} in {' and '.join(read)}"
