"""A pattern in a library path: the shell does not expand it there, and the loader does not either."""

from __future__ import annotations

import re

from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import FOLDERS, LIBRARIES, settings
from lintpack.rules.shared.wording import calls
from lintpack.script import texts
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting

RULE = Rule(
    code="LP314",
    name="glob-in-library-path",
    summary="A library path has a pattern such as `dir-*/lib`, which nobody expands.",
    level="warning",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    seen: set[object] = set()
    for setting in settings(context):
        if setting.name in FOLDERS | LIBRARIES and setting.place not in seen:
            element = _pattern(setting)
            if element:
                seen.add(setting.place)
                yield RULE.finding(
                    setting.place,
                    f"`{element}` in `{setting.name}` is a pattern, which neither shell nor loader expands here",
                    label="no such folder",
                    related=calls(setting.export.origin, setting.place),
                    notes=("an assignment's value is not subject to filename expansion (bash manual, 3.4)",),
                    help="let a command or an array expand it: `dirs=(DIR-*/lib); NAME=${dirs[0]}`",
                )


def _pattern(setting: Setting) -> str:
    """The first element with a star that is written in the value; "" without."""
    if not re.search(r"[*?]", re.sub(r"\$\([^)]*\)|`[^`]*`|\$\{[^}]*\}|\$[*?@#]", "", setting.raw)):
        # Of what a variable or a command brings, it is not known what it stands for.
        return ""
    for way in setting.lists:
        for element in way.elements:
            shown = texts.shown(element.text)
            star = any(isinstance(p, Wildcard) or (isinstance(p, str) and re.search(r"[*?]", p)) for p in element.text)
            if star and "/" in shown and "$(" not in shown and "`" not in shown:
                return shown
    return ""
