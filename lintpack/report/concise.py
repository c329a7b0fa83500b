"""One line a finding, in the shape of GCC's: what editors and problem matchers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.report.style import painter, visible

if TYPE_CHECKING:
    from lintpack.report import Report


def render(report: Report, colour: bool = False) -> str:
    paint = painter(colour)
    lines = []
    for f in report.findings:
        where = f"{f.path}:{f.place.line}:{f.place.column}" if f.place is not None else f"{f.path}:1:1"
        level = paint(f.level, f"{f.level}:")
        lines.append(f"{visible(where)}: {level} {visible(f.message)} [{f.code} {f.name}]\n")
    return "".join(lines)
