"""An RPATH that the next command takes away again, or that chrpath cannot set since the one before took it away."""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import programs
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import handed_at
from lintpack.script import paths, texts
from lintpack.script.plan import RunPath, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Program
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP320",
    name="overwritten-run-path",
    summary="Of two changes to one file's RPATH, the second undoes the first, or cannot be done after it.",
    level="error",
    confidence="high",
)

# What ends a branch or a loop: what stands behind it is about other files, or about other cases.
_ENDS = r"(?m)(?:^|[;&|]|[ \t])\s*(?:done|fi|esac|\}|;;|else|elif)(?=[\s;)|&]|$)"


def check(context: Context) -> Iterator[Finding]:
    if context.speaks_of(("CMAKE_SKIP_",)):
        yield from _switched_off(context)
    for program in programs(context):
        yield from once(_of(program))


def _switched_off(context: Context) -> Iterator[Finding]:
    from lintpack.rules.shared.run_path_slips import switched_off

    for place, given in switched_off(context):
        yield RULE.finding(
            place,
            f"`{place.text}` switches the RPATH off, also the one that is given beside it",
            label="no RPATH at all",
            related=(Label(given, "lost"),),
            help="leave one of the two out",
        )


def _of(program: Program) -> Iterator[Finding]:
    last: dict[Text, RunPath] = {}
    for effect in program.plan.effects:
        if isinstance(effect, Transfer):
            # A new file is there, of the copy's name where the other one's was a folder's.
            for file in (effect.destination, paths.dirname(effect.destination)):
                last.pop(file, None)
        elif isinstance(effect, RunPath) and effect.tool in ("patchelf", "chrpath") and effect.file:
            before = last.get(effect.file)
            last[effect.file] = effect
            if before is not None and _together(before, effect):
                finding = _judged(before, effect)
                if finding is not None:
                    yield finding


def _together(one: RunPath, other: RunPath) -> bool:
    """Whether both are run one after the other, whenever the second is."""
    if not one.origin.when <= other.origin.when and not other.origin.when <= one.origin.when:
        return False
    first, second = _steps(one.origin, other.origin)
    if first is second or first == second:
        return True
    if first.source is not second.source or second.start < first.end:
        return False
    between = first.source.text[first.end : second.start]
    return between.count("\n") < 8 and not re.search(_ENDS, between)


def _steps(one: Origin, other: Origin) -> tuple[Place, Place]:
    """Where the ways to both part: calls of a function, or the commands themselves."""
    first = [*(frame.place for frame in one.calls), one.command]
    second = [*(frame.place for frame in other.calls), other.command]
    for a, b in zip(first, second, strict=False):
        if a != b:
            return a, b
    return first[-1], second[-1]


def _judged(before: RunPath, after: RunPath) -> Finding | None:
    same = before.origin.command == after.origin.command
    if after.tool == "chrpath" and after.value is not None and before.value is None:
        return _finding(
            before,
            after,
            "chrpath can only replace an RPATH, and this takes it away before",
            "leave the command out, or set the RPATH by patchelf",
        )
    if before.value is None and after.value is not None and same and after.tool == "patchelf":
        return _finding(
            after, before, "patchelf only removes the RPATH where both are asked for", "leave `--remove-rpath` out"
        )
    if before.value is None or "--add-rpath" in after.options or (same and "--add-rpath" in before.options):
        return None
    if after.value is None:
        if same and before.tool == "chrpath":
            return None
        return _finding(before, after, "the next command takes this RPATH away again", "leave one of the two out")
    if before.value == after.value or _keeps(before, after):
        return None
    return _finding(
        before,
        after,
        f"the next command replaces this RPATH by `{texts.shown(after.value)}`",
        "set all folders at once, with `:` between them",
    )


def _keeps(before: RunPath, after: RunPath) -> bool:
    """Whether the second value may hold the first: by its text, or by what it asks the file for."""
    shown = texts.shown(texts.opened(after.value or ()))
    old = texts.shown(texts.opened(before.value or ())).split(":")
    return "print-rpath" in shown or "$(" in shown or set(old) <= set(shown.split(":"))


def _finding(lost: RunPath, other: RunPath, message: str, advice: str) -> Finding:
    place, there = _at(lost), _at(other)
    related = (Label(there, "this one"),) if (there.start, there.source) != (place.start, place.source) else ()
    # A test of what looks at RPATHs changes one again and again.
    level = "note" if re.search(r"(?:^|/)tests?/", place.path) else ""
    return RULE.finding(place, message, label="lost", related=related, help=advice, level=level)


def _at(effect: RunPath) -> Place:
    return handed_at(texts.known(texts.opened(effect.value or ())) or "", effect.origin)
