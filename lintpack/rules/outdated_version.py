"""A version of a system's library that no Debian or Ubuntu of today has any more."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.rules.packed import gathered
from lintpack.rules.rule import Rule
from lintpack.rules.suffix_evidence import system_folder
from lintpack.rules.wording import calls, find_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.evidence.wellknown import WellKnown
    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.rules.packed import Packed

RULE = Rule(
    code="LP118",
    name="outdated-version",
    summary="A library is taken from the system in a version that its supported releases do not have.",
    level="warning",
    confidence="medium",
)


def check(context: Context) -> Iterator[Finding]:
    yield from gathered(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for one in context.packed:
        name = one.name
        if not (name.suffix and name.exact and system_folder(one.folder)) or "64" in one.folder.rpartition("/")[2][:5]:
            continue
        if _optional(one) or _built_here(name, context):
            continue
        table = context.evidence.table
        newer = _newer(name, table) if table is not None else ""
        if table is None or not newer:
            continue
        place = find_name(name.text, one.origin, context.plan)
        oldest = table.releases[-1].split(".", maxsplit=1)[0]
        yield RULE.finding(
            place,
            f"takes `{name.text}` from `{one.folder}`, but from {oldest} on that is `{newer}` or newer",
            label="no longer there",
            related=calls(one.origin, place),
            notes=(f"the table of well-known libraries has {', '.join(r.split(' (')[0] for r in table.releases)}",),
            help="copy a pattern that does not hang on the version (`cp -d libfoo.so.*`), or build in a newer image",
        )


def _newer(name: LibraryName, table: WellKnown) -> str:
    """The oldest SONAME of the table, where all of them are newer than `name`; "" where that cannot be told."""
    mine = _number(name.version)
    known = [other for one in table.sonames(name.link_name) if (other := libname.parse(one.name)) is not None]
    numbers = [_number(other.version) for other in known]
    if mine is None or not numbers or any(number is None for number in numbers):
        return ""
    oldest = min(zip(numbers, known, strict=True), key=lambda pair: pair[0] or ())
    # `libssl.so.1.0.2k` is older than `libssl.so.1.1`; `libfoo.so.2.3` says nothing where SONAMEs are `libfoo.so.2`.
    size = min(len(mine), len(oldest[0] or ()))
    return oldest[1].text if mine[:size] < (oldest[0] or ())[:size] else ""


def _number(version: tuple[str, ...]) -> tuple[int, ...] | None:
    digits = [re.match(r"\d+", part) for part in version]
    return tuple([int(match[0]) for match in digits if match]) if all(digits) else None


def _built_here(name: LibraryName, context: Context) -> bool:
    """Whether the script fetches or builds the library itself, and installs it into the system's folder."""
    stem = re.escape(name.stem.removeprefix("lib").rstrip("0123456789.-"))
    work = re.compile(rf"(?im)^[^#\n]*\b(?:wget|curl|git|tar|cd|pushd|make|ninja|cmake|meson)\b[^\n]*{stem}")
    return any(work.search(script.source.text) for script in context.plan.scripts)


def _optional(one: Packed) -> bool:
    """Whether the script asks first what is there, or which system it is: a version of each, then."""
    return bool(one.origin.guards)
