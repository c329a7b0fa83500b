"""The format for people: each finding with its lines, in the manner of rustc, and a line of totals."""

from __future__ import annotations

from lintpack.report.snippet import Mark, block
from lintpack.report.style import painter, plural, visible, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.findings import Finding
    from lintpack.report import Report
    from lintpack.report.style import Paint

# What makes a fix.
_OPTION = {"safe": "`--fix` makes it", "unsafe": "`--unsafe-fixes` makes it"}


def render(report: Report, colour: bool = False, columns: int = 0) -> str:
    """`columns` of the screen; 0: lines may be of any length."""
    paint = painter(colour)
    if report.statistics:
        blocks = ["".join(_statistics(report, paint))] if report.findings else []
    else:
        blocks = ["\n".join(described(finding, paint, columns)) + "\n" for finding in report.findings]
    return "\n".join([*blocks, _footer(report, paint) + "\n"])


def _statistics(report: Report, paint: Paint) -> list[str]:
    from lintpack.report import counted

    rows = counted(report)
    width = len(str(rows[0][2]))
    return [f"{count:>{width}}  {code}  {paint('bold', name)}\n" for code, name, count in rows]


def described(finding: Finding, paint: Paint, columns: int = 0) -> list[str]:
    """All that is said of one finding, in lines."""
    level = finding.level
    first, *others = wrapped(f": {visible(finding.message)}", len(f"{level}[{finding.name}]"), 4, columns)
    head = paint(level, f"{level}[{finding.name}]") + paint("bold", first)
    files = _by_file(finding)
    gutter = max((len(str(mark.place.last_line)) for marks in files for mark in marks), default=1)
    pad = " " * gutter
    rail = paint("rail", f"{pad} |")
    lines = [head, *[f"    {paint('bold', line)}" for line in others]]
    if finding.place is None:
        lines.append(f"{pad}{paint('rail', '-->')} {visible(finding.path)}")
    for number, marks in enumerate(files):
        lead = next((mark.place for mark in marks if mark.primary), marks[0].place)
        arrow = ":::" if number or finding.place is None else "-->"
        if number:
            lines.append(rail)
        lines.append(f"{pad}{paint('rail', arrow)} {visible(lead.path)}:{lead.line}:{lead.column}")
        # A joined report knows places of files that are not here.
        if lead.source.text:
            lines.append(rail)
            lines += block(marks, gutter, paint, level, columns)
    for fact in finding.facts:
        if fact is finding.facts[0]:
            lines.append(rail)
        lines.append(f"{pad}{paint('rail', ':::')} {visible(fact.subject)}")
        lines += [f"{rail}   {visible(line)}" for line in fact.lines]
    lines.append(rail)
    for kind, text in _remarks(finding):
        indent = gutter + 5 + len(kind)
        said = wrapped(visible(text), indent, indent, columns)
        lines.append(f"{pad} {paint('rail', '=')} {paint('bold', kind)}: {said[0]}")
        lines += [" " * indent + line for line in said[1:]]
    return lines


def _by_file(finding: Finding) -> list[list[Mark]]:
    """The spans, those of one file together, the primary one's file first."""
    marks = [Mark(finding.place, finding.label, True)] if finding.place is not None else []
    marks += [Mark(label.place, label.text) for label in finding.related]
    files: dict[str, list[Mark]] = {}
    for mark in marks:
        files.setdefault(mark.place.path, []).append(mark)
    return list(files.values())


def _remarks(finding: Finding) -> list[tuple[str, str]]:
    notes = list(finding.notes)
    if finding.level != "note":
        sure = f"confidence: {finding.confidence}"
        if notes:
            notes[-1] += f" ({sure})"
        else:
            notes.append(sure)
    fixes = [("fix", f"{fix.title} ({_OPTION[fix.safety]})") for fix in finding.fixes if fix.safety in _OPTION]
    more = f"`lintpack rule {finding.code}` says more"
    helps = [("help", f"{finding.help}; {more}" if finding.help else more)]
    return [*[("note", note) for note in notes], *helps, *fixes]


def _footer(report: Report, paint: Paint) -> str:
    counts = {level: sum(f.level == level for f in report.findings) for level in ("error", "warning", "note")}
    found = ", ".join(paint(level, plural(count, level)) for level, count in counts.items() if count)
    left = [f"{len(report.suppressed)} suppressed"] if report.suppressed else []
    if report.baselined:
        left.append(f"{len(report.baselined)} in the baseline")
    if report.unsure:
        left.append(f"{len(report.unsure)} below --min-confidence")
    if report.unresolved:
        copies = plural(len(report.unresolved), "copy", "copies")
        left.append(f"{copies} not resolvable: see `lintpack plan`")
    left += _mendable(report)
    read = [plural(len(report.scripts), "script")] if report.scripts or not report.archives else []
    read += [plural(len(report.archives), "archive")] if report.archives else []
    totals = f"{found or paint('good', 'no findings')} in {' and '.join(read)}"
    return totals + (f" ({', '.join(left)})" if left else "")


def _mendable(report: Report) -> list[str]:
    """How many findings have been mended, and how many can be."""
    safe = sum(any(fix.safety == "safe" for fix in f.fixes) for f in report.findings)
    unsafe = sum(any(fix.safety == "unsafe" for fix in f.fixes) for f in report.findings)
    said = [f"{report.fixed} fixed"] if report.fixed is not None else []
    # After --fix, what has a fix all the same is in a file that was not named, or the fix does not help.
    if safe and report.fixed is None:
        said.append(f"{safe} fixable with --fix")
    if unsafe:
        said.append(f"{unsafe} {'more ' if safe else ''}fixable with --unsafe-fixes")
    return said
