"""Workflow commands of GitHub: each finding becomes an annotation of the change.

GitHub shows ten errors, ten warnings and ten notices of a step, and drops the rest without a word. So of more than ten
the first nine are shown and an annotation that says how many more there are; the rest goes to the log, in a fold.
Nothing else is printed, since a line of a script's text could be a command by itself.
"""

from __future__ import annotations

from lintpack.report.places import Root, spot
from lintpack.report.style import plural, visible
from lintpack.report.words import details

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.findings import Finding
    from lintpack.report import Report

# Annotations of one kind that GitHub takes from one step.
CAP = 10
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(report: Report, colour: bool = False) -> str:
    root = Root()
    said = [("error", command("error", line, title="lintpack")) for line in report.errors]
    said += [(finding.level, _annotation(finding, root)) for finding in report.findings]
    shown: list[str] = []
    folded: list[str] = []
    for level, name in _COMMANDS.items():
        lines = [line for of, line in said if of == level]
        if len(lines) <= CAP:
            shown += lines
            continue
        more = plural(len(lines) - CAP + 1, f"more {level}")
        shown += lines[: CAP - 1]
        shown.append(command(name, f"{more}: see the summary or the log of this step", title="lintpack"))
        folded += lines[CAP - 1 :]
    if folded:
        shown += [f"::group::{plural(len(folded), 'more finding')}", *folded, "::endgroup::"]
    return "".join([line + "\n" for line in shown])


def _annotation(finding: Finding, root: Root) -> str:
    where = spot(finding)
    properties = {"file": root.path(where.path), "line": str(where.line)}
    if where.on_one_line and finding.place is not None:
        properties |= {"col": str(where.column), "endColumn": str(where.end_column)}
    properties["title"] = f"{finding.name} ({finding.code})"
    # The log shows the text only, without the place.
    place = f"{where.path}:{where.line}:{where.column}" if finding.place is not None else finding.path
    text = "\n".join([f"{place}: {finding.message}", *details(finding)])
    return command(_COMMANDS[finding.level], text, **properties)


def command(name: str, text: str, **properties: str) -> str:
    """One workflow command, escaped as GitHub's toolkit does it."""
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {listed}::{_data(text)}"


def _data(text: str) -> str:
    lines = [visible(line) for line in text.replace("%", "%25").split("\n")]
    return "%0A".join(lines)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
