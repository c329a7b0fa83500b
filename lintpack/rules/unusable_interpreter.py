"""A program is given a loader that the kernel will not find where the package is installed."""

from __future__ import annotations

import re

from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, handed_at
from lintpack.script import texts
from lintpack.script.plan import Change

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP321",
    name="unusable-interpreter",
    summary="A program's loader is given by `$ORIGIN`, by a relative path or by a folder of the build.",
    level="warning",
    confidence="high",
)

_LOADER = r"(?:^|/)ld(?:-[\w.-]+|64|\.so)"
_TESTS = r"(?i)(?:^|/)(?:tests?|testing|examples?)(?:/|$)"


def check(context: Context) -> Iterator[Finding]:
    if not re.search(_TESTS, context.plan.path):
        yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for change in context.each(Change):
        if change.kind != "interpreter" or not change.value:
            continue
        shown = texts.shown(texts.opened(change.value))
        place = handed_at(shown, change.origin)
        related = calls(change.origin, place)
        if re.search(r"\$\{?ORIGIN\b", shown):
            yield RULE.finding(
                place,
                f"the kernel opens `{shown}` as it is written, and knows no `$ORIGIN`: the program does not start",
                label="only the loader itself replaces the token",
                related=related,
                help="start the program through the loader, from a launcher: `$here/lib/ld-linux-… $here/bin/prog`",
                level="error",
            )
        elif not re.search(_LOADER, shown):
            continue
        elif isinstance(change.value[0], str) and not shown.startswith("/"):
            yield RULE.finding(
                place,
                f"`{shown}` is relative to the directory that the program is started in: elsewhere it does not start",
                label="found from one directory only",
                related=related,
                help="give an absolute path, or start the program through the loader, from a launcher",
            )
        elif why := _of_build(change, context):
            yield RULE.finding(
                place,
                f"the program's loader is `{shown}`, in {why}, but the package will lie elsewhere",
                label="not there where the package is installed",
                related=related,
                help="give the path that it will have, or start the program through the loader, from a launcher",
                confidence="medium",
            )


def _of_build(change: Change, context: Context) -> str:
    """Why the loader lies in a folder of the build, for a program that leaves it."""
    from lintpack.rules.shared.build_folder import build_folder
    from lintpack.script.plan import Archive

    why = build_folder(change.value or ())
    return why if why and any(True for _ in context.each(Archive)) else ""
