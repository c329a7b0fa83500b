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
    given: set[tuple[int, str]] = set()
    for setting in settings(context):
        name = _unset(setting) if setting.export.nounset else ""
        # A list that a loop adds to may have more values than are followed; it is set all the same.
        known = (id(setting.program), name) in given
        _remember(setting, given)
        if name and not known:
            from lintpack.rules.shared.own_colon import own_colon

            yield RULE.finding(
                setting.place,
                f"reads `${name}` under `set -u`, but nothing makes sure that it is set",
                label="`unbound variable` where the caller has not set it",
                related=calls(setting.export.origin, setting.place),
                help=f"write `${{{name}:+:${name}}}` or `${{{name}:-}}`",
                fixes=own_colon(setting) if name == setting.name else (),
            )


def _remember(setting: Setting, given: set[tuple[int, str]]) -> None:
    """Keeps in `given` what has a value from here on, whichever way the script takes."""
    export = setting.export
    if setting.value is None:
        given.discard((id(setting.program), setting.name))
    elif setting.whole and export.how in ("export", "assign") and not (export.origin.guards or export.origin.subshell):
        given.add((id(setting.program), setting.name))


def _unset(setting: Setting) -> str:
    """The variable that is read without a default, though it may be unset."""
    from lintpack.rules.shared.libpath import inherited

    # `${NAME:+:$NAME}` asks only where there is something.
    asked = re.sub(r"\$\{(\w+):?\+[^${}]*\$\{?\1\b\}?[^${}]*\}", "", setting.raw)
    for way in setting.lists:
        for element in way.elements:
            if element.kind == "inherited":
                continue
            for piece in element.text:
                name = inherited(piece)
                if name in NAMES and re.search(rf"\\?\$(?:{name}\b|\{{{name}\}})", asked):
                    return name
    return ""
