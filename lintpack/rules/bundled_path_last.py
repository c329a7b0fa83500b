"""A launcher looks into the system's or the caller's folders before its own: their copy of a library wins."""

from __future__ import annotations

import re

from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import settings
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting

RULE = Rule(
    code="LP306",
    name="bundled-path-last",
    summary="A launcher puts other folders before the package's own, so that their copy of a library wins.",
    level="warning",
    confidence="medium",
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for setting in settings(context):
        if setting.name != "LD_LIBRARY_PATH" or not setting.whole:
            continue
        found = _before_own(setting)
        if found is None:
            continue
        from lintpack.rules.shared.launchers import purpose

        if purpose(setting.program) == "build":
            continue
        first, own = found
        system = first.startswith("/")
        yield RULE.finding(
            setting.place,
            f"`{first}` comes before the package's own `{own}`, so its copy of a library wins",
            label="the package's own folder is searched last",
            related=calls(setting.export.origin, setting.place),
            notes=("the loader takes the first file of the right name (ld.so(8))",),
            help="put the package's own folder first",
            level="warning" if system else "note",
        )


def _before_own(setting: Setting) -> tuple[str, str] | None:
    """An element of others, and the package's own one behind it."""
    from lintpack.rules.shared.own_folder import below_own_folder, raw_elements
    from lintpack.rules.shared.suffix_evidence import system_folder

    elements = raw_elements(setting.raw)
    others = ""
    for element in elements:
        if not others and (system_folder(element.rstrip("/")) or re.match(rf"\$\{{?{setting.name}\b", element)):
            others = element
        elif others and below_own_folder(element, setting):
            return others, element
        elif below_own_folder(element, setting):
            return None
    return None
