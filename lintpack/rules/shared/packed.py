"""Which libraries a plan packs: one entry for each name that a copy or an archive takes."""

from __future__ import annotations

from lintpack import libname
from lintpack.findings import Label
from lintpack.record import Record, replace
from lintpack.script import paths, texts
from lintpack.script.opened import last_opened
from lintpack.script.plan import Archive, Transfer
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.script.plan import Origin, Plan
    from lintpack.script.values import Choices, Text
    from lintpack.source import Place


class Packed(Record):
    """`name` as the source has it, and `placed` as the destination does. `folder` and `into` are the folders, as shown.

    `when`: the choices under which this name is meant. `transfer` is None for a member of an archive. `source` is the
    whole source path.
    """

    name: LibraryName
    folder: str
    placed: LibraryName | None
    into: str
    origin: Origin
    when: Choices
    transfer: Transfer | None = None
    source: Text = ()


def packed(plan: Plan) -> tuple[Packed, ...]:
    found: list[Packed] = []
    for effect in plan.effects:
        if isinstance(effect, Transfer):
            found += _of_transfer(effect)
        elif isinstance(effect, Archive) and effect.action != "extract":
            into = texts.shown(effect.path)
            for member in effect.members:
                name = libname.parse_text(member)
                if name is not None:
                    found.append(
                        Packed(name, _folder(member), name, into, effect.origin, effect.origin.when, None, member)
                    )
    return tuple(found)


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first finding at each place: what a loop or a function does several times is one fault."""
    seen: set[Place | None] = set()
    for finding in findings:
        if finding.place not in seen:
            seen.add(finding.place)
            yield finding


def gathered(findings: Iterable[Finding], most: int = 3) -> Iterator[Finding]:
    """Findings that say one thing of many lines: of more than `most`, the first, which names some of the others."""
    found = list(once(findings))
    if len(found) <= most:
        yield from found
        return
    first, others = found[0], found[1:]
    labels = [Label(other.place, "this as well") for other in others[:most] if other.place is not None]
    count = f"the same holds for {len(others)} more places of this script"
    yield replace(first, related=(*first.related, *labels), notes=(*first.notes, count))


def named_in(name: LibraryName, patterns: tuple[str, ...]) -> bool:
    """Whether a list of the configuration names the library: `libfoo`, `libfoo.so`, `libfoo.so.4` or `libfoo*`."""
    if not patterns:
        return False
    from fnmatch import fnmatchcase

    names = {name.text, name.link_name, name.base, name.stem}
    return any(fnmatchcase(known, pattern) for known in names for pattern in patterns)


def _of_transfer(transfer: Transfer) -> Iterator[Packed]:
    # Most copies have nothing to do with libraries: a look at the text saves opening them.
    if not _may_be_library(transfer.source):
        return
    when = transfer.origin.when
    for source, chosen in last_opened(transfer.source, when):
        name = libname.parse_text(source)
        if name is None:
            continue
        both = when | chosen
        target = next((text for text, _ in last_opened(transfer.destination, both)), transfer.destination)
        placed = libname.parse_text(target)
        yield Packed(name, _folder(source), placed, _folder(target), transfer.origin, both, transfer, source)


def _may_be_library(text: Text) -> bool:
    """Whether the last component has `.so` or a reference in it."""
    for piece in reversed(text):
        if isinstance(piece, str):
            if ".so" in piece.rpartition("/")[2]:
                return True
            if "/" in piece:
                return False
        elif isinstance(piece, Reference):
            return True
    return False


def _folder(text: Text) -> str:
    parts = paths.components(text)[:-1]
    return texts.shown(paths.from_components(parts)) if parts else "."
