"""Markdown for `$GITHUB_STEP_SUMMARY`, merge requests and wikis: a table, and below it each finding as in a terminal.

GitHub drops a summary of more than 1 MiB as a whole, so that this one stays below, and says what it leaves out.
"""

from __future__ import annotations

import os
import re

from lintpack.report.places import Root, spot
from lintpack.report.style import plural, visible
from lintpack.report.words import totals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.findings import Finding
    from lintpack.report import Report

# Bytes of the whole, and of the table; a step may write other things as well.
_LARGEST = 900 * 1024
_TABLE = 300 * 1024
_ERRORS = 50 * 1024
_SIGNS = {"error": "❌", "warning": "⚠️", "note": "ℹ️"}
# What Markdown or HTML could take for its own.
_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>#+!|~&@:$\-]")


def render(report: Report, colour: bool = False) -> str:
    root = Root()
    sign = next((_SIGNS[level] for level in _SIGNS if any(f.level == level for f in report.findings)), "✅")
    parts = [f"## {_SIGNS['error'] if report.errors else sign} lintpack: {totals(report)}\n"]
    if report.errors:
        lines = [f"- {inline(line)}\n" for line in report.errors]
        parts.append("\n" + "".join(_bounded(lines, _ERRORS, "- {} more\n")))
    if report.findings:
        rows = [_row(finding, root) for finding in report.findings]
        parts.append("\n| | rule | where | what |\n|---|---|---|---|\n")
        parts += _bounded(rows, _TABLE, "| | | | {} more |\n")
        head = "\n<details><summary>Details</summary>\n"
        left = _LARGEST - _size(parts) - len(head)
        parts += [head, *_bounded(map(_block, report.findings), left, "\n{} more are not shown here.\n")]
        parts.append("\n</details>\n")
    hidden = [f"{len(report.suppressed)} suppressed"] if report.suppressed else []
    hidden += [f"{len(report.baselined)} in the baseline"] if report.baselined else []
    hidden += [f"{len(report.unsure)} below --min-confidence"] if report.unsure else []
    hidden += [f"{plural(len(report.unresolved), 'copy', 'copies')} not resolvable"] if report.unresolved else []
    if hidden:
        parts.append(f"\n{', '.join(hidden)}\n")
    return "".join(parts)


def _bounded(texts: Iterable[str], room: int, more: str) -> list[str]:
    """As many of the texts as go into `room` bytes, and how many do not."""
    shown: list[str] = []
    left = 0
    room -= 200
    for text in texts:
        size = len(text.encode("utf-8", "surrogatepass"))
        if left or size > room:
            left += 1
        else:
            room -= size
            shown.append(text)
    return [*shown, more.format(left)] if left else shown


def _size(parts: Iterable[str]) -> int:
    return sum(len(part.encode("utf-8", "surrogatepass")) for part in parts)


def _row(finding: Finding, root: Root) -> str:
    where = spot(finding)
    shown = f"{where.path}:{where.line}" if finding.place is not None else finding.path
    link = _link(root.path(where.path), where.line) if finding.place is not None else ""
    place = f'<a href="{link}">{inline(shown)}</a>' if link else inline(shown)
    return f"| {_SIGNS[finding.level]} | {finding.code} {finding.name} | {place} | {inline(finding.message)} |\n"


def _link(path: str, line: int) -> str:
    """Where GitHub or GitLab shows a line of the commit that is checked; "" elsewhere."""
    env = os.environ
    if all(env.get(name) for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")):
        base = f"{env['GITHUB_SERVER_URL']}/{env['GITHUB_REPOSITORY']}/blob/{env['GITHUB_SHA']}"
    elif env.get("CI_PROJECT_URL") and env.get("CI_COMMIT_SHA"):
        base = f"{env['CI_PROJECT_URL']}/-/blob/{env['CI_COMMIT_SHA']}"
    else:
        return ""
    if path.startswith(("/", "../")):
        return ""
    from urllib.parse import quote

    return f"{base}/{quote(path.encode('utf-8', 'surrogateescape'))}#L{line}"


def inline(text: str) -> str:
    """Plain text with `names in backquotes`, in one line, of which nothing is taken for Markdown or HTML."""
    pieces = " ".join(visible(text).split()).split("`")
    if len(pieces) % 2 == 0:
        return _escaped("`".join(pieces))
    return "".join(
        [f"<code>{_escaped(piece)}</code>" if number % 2 else _escaped(piece) for number, piece in enumerate(pieces)]
    )


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)


def _block(finding: Finding) -> str:
    from lintpack.report.style import painter
    from lintpack.report.text import described

    text = "\n".join(described(finding, painter(False)))
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"\n{fence}text\n{text}\n{fence}\n"
