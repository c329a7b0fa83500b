"""One line a finding, in the shape of GCC's: what editors and problem matchers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.report.style import painter, visible

if TYPE_CHECKING:
    from lintpack.findings import Finding
    from lintpack.report import Report
    from lintpack.report.style import Paint


def render(report: Report, colour: bool = False) -> str:
    paint = painter(colour)
    return "".join([line(finding, paint) + "\n" for finding in report.findings])


def line(f: Finding, paint: Paint | None = None) -> str:
    """One finding; `path:1:1` where it has no line."""
    where = f"{f.path}:{f.place.line}:{f.place.column}" if f.place is not None else f"{f.path}:1:1"
    level = paint(f.level, f"{f.level}:") if paint is not None else f"{f.level}:"
    return f"{visible(where)}: {level} {visible(f.message)} [{f.code} {f.name}]"
