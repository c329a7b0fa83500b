"""`$LD_LIBRARY_PATH` under `set -u`: where the caller has not set it, the script ends there."""

from __future__ import annotations

import re

from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import NAMES, settings
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting

RULE = Rule(
    code="LP307",
    name="unset-library-path",
    summary="A library path is read under `set -u` where it may not be set, which ends the script.",
    level="warning",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts import unset_tests

    yield from once(_all(context))
    yield from once(unset_tests.check(context, RULE))


def _all(context: Context) -> Iterator[Finding]:
    for setting in settings(context):
        if not setting.export.nounset:
            continue
        name = _unset(setting)
        if name:
            from lintpack.rules.shared.own_colon import own_colon

            yield RULE.finding(
                setting.place,
                f"reads `${name}` under `set -u`, but nothing makes sure that it is set",
                label="`unbound variable` where the caller has not set it",
                related=calls(setting.export.origin, setting.place),
                help=f"write `${{{name}:+:${name}}}` or `${{{name}:-}}`",
                fixes=own_colon(setting) if name == setting.name else (),
            )


def _unset(setting: Setting) -> str:
    """The variable that is read without a default, though it may be unset."""
    from lintpack.rules.shared.libpath import inherited

    for way in setting.lists:
        for element in way.elements:
            if element.kind == "inherited":
                continue
            for piece in element.text:
                name = inherited(piece)
                if name in NAMES and re.search(rf"\\?\$(?:{name}\b|\{{{name}\}})", setting.raw):
                    return name
    return ""
