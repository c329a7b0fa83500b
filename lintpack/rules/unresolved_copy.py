"""A copy of shared libraries whose names could not be told."""

from __future__ import annotations

from lintpack.rules.rule import Rule
from lintpack.rules.shared.wording import calls, listed, written_at
from lintpack.script.plan import Unresolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import Plan
    from lintpack.source import Place

RULE = Rule(
    code="LP004",
    name="unresolved-copy",
    summary="A copy whose source could not be told: it may pack a library that no other rule sees.",
    level="note",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    for place, copies in unresolved(context.plan).items():
        first = copies[0]
        if first.unknown and _misspelt(first, context.plan):
            continue
        names = sorted({name for copy in copies for name in copy.names})
        known = f", only that the name has to do with {listed(names)}" if names else ""
        yield RULE.finding(
            place,
            f"lintpack could not tell what `{first.tool}` copies here{known}",
            label=first.why,
            related=calls(first.origin, place),
            help="give the variables it depends on with `--set NAME=VALUE` or `[variables]` in lintpack.toml",
        )


def _misspelt(copy: Unresolved, plan: Plan) -> bool:
    """Whether LP127 says what is wrong with it."""
    from lintpack.rules.misspelt_command import misspelt

    return bool(misspelt(copy, plan))


def unresolved(plan: Plan) -> dict[Place, list[Unresolved]]:
    """The copies that may be of libraries, by where they are written: one in a function is one, however often called.

    Many copies of unknown files are of no library; those that speak of none are left out."""
    found: dict[Place, list[Unresolved]] = {}
    for effect in plan.effects:
        if isinstance(effect, Unresolved):
            place = written_at(effect.origin)
            if effect.names or _speaks_of_libraries(place.text) or _speaks_of_libraries(effect.origin.command.text):
                found.setdefault(place, []).append(effect)
    return found


def _speaks_of_libraries(text: str) -> bool:
    return "lib" in text.lower() or ".so" in text
