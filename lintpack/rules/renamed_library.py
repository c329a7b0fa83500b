"""A library is packed under another name than programs ask for: without its version, or as what a link leads to."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.made_names import makes
from lintpack.rules.shared.packed import named_in, once
from lintpack.rules.shared.suffix_evidence import for_development, meant_bare
from lintpack.rules.shared.wording import calls, find_name, narrowed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Change, Directory, Link, Transfer
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.source import Place

RULE = Rule(
    code="LP103",
    name="renamed-library",
    summary="A library is packed under another name than the one that programs ask for.",
    level="warning",
    confidence="medium",
)

# What gives a link's end: readlink(1), realpath(1).
_ENDS = ("readlink -f ", "readlink -e ", "readlink -m ", "readlink --canonicalize ", "realpath ")


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for one in context.packed:
        placed = one.placed
        if placed is None or placed.text == one.name.text or not placed.exact:
            continue
        if one.name.base != placed.base and (right := _right_one(one, placed, context)):
            yield _of_another(one, placed, right, context)
            continue
        if not one.name.exact:
            continue
        if not one.name.same_library(placed) or named_in(placed, context.own):
            if one.name.inner and one.name.suffix == placed.suffix and not named_in(placed, context.own):
                yield from _shortened(one, placed, context)
            continue
        # Another version's name is LP205's.
        if placed.bare:
            yield from _bare(one, placed, context)
    for transfer in context.each(Transfer):
        yield from _link_end(transfer, context)
        if transfer.moves:
            yield from _moved(transfer, context)


def _right_one(one: Packed, placed: LibraryName, context: Context) -> Packed | None:
    """The copy of the library that has the name by right, into another folder, where the one that gets it here is
    packed under none of its own: a line that was copied, and changed on one side only."""
    if re.search(r"[^\w+.-]", one.name.base) or not _one_version(one.name, placed):
        return None
    if one.name.base.startswith(placed.base) or placed.base.startswith(one.name.base):
        # Of one family: `libfoo-arm64.so` may be what the build calls `libfoo.so`.
        return None
    right = None
    for other in context.packed:
        called = other.placed or other.name
        if called.base == one.name.base:
            return None
        if called.text == placed.text and other.name.base == placed.base and other.transfer is not None:
            alike = other.origin.guards == one.origin.guards and texts.consistent(other.when, one.when)
            if other.into == one.into or _line(other) == _line(one) or not alike:
                return None
            right = right or other
    return right


def _line(one: Packed) -> tuple[Place, ...]:
    """The command that packs it, and the calls that lead there."""
    return (one.origin.command, *(frame.place for frame in one.origin.calls))


def _one_version(name: LibraryName, placed: LibraryName) -> bool:
    """Whether both have the same version, as far as it is written out: `libtic.so.5.*` and `libtinfo.so.5`."""
    both = zip(name.suffix.split("."), placed.suffix.split("."), strict=False)
    return all(mine == other or not mine.isalnum() for mine, other in both)


def _of_another(one: Packed, placed: LibraryName, right: Packed, context: Context) -> Finding:
    command = one.origin.command
    # The line that has the name by right may stand above.
    named = placed.text in command.text
    place = narrowed(command, placed.text) if named else find_name(one.name.text, one.origin, context.plan)
    return RULE.finding(
        place,
        f"packs `{one.name.text}` as `{placed.text}`, which is another library: nothing packs `{one.name.base}` under "
        "its own name",
        label=f"`{one.name.base}`?",
        related=(*calls(one.origin, place), Label(written_at(right.origin), f"`{placed.text}` is packed here")),
        help=f"name it `{placed.text.replace(placed.base, one.name.base, 1)}`",
    )


def _shortened(one: Packed, placed: LibraryName, context: Context) -> Iterator[Finding]:
    """`cp libSDL2-2.0.so.0 lib/libSDL2.so.0`: what stands before `.so` is part of the SONAME (libtool's -release)."""
    name = one.name
    if placed.base != name.stem or not name.suffix or makes((name.text,), one, context):
        return
    if any(change.kind in ("soname", "needed") for change in context.each(Change)) or _asked_for(placed.text, one):
        return
    place = find_name(placed.text, one.origin, context.plan)
    yield RULE.finding(
        place,
        f"packs `{name.text}` as `{placed.text}`, but `-{name.inner}` is part of the name that programs ask for",
        label="the version is gone",
        related=calls(one.origin, place),
        notes=("libtool's `-release` puts it into the SONAME",),
        help=f"keep the name: `{name.text}`",
    )


def _bare(one: Packed, placed: LibraryName, context: Context) -> Iterator[Finding]:
    """`cp libfoo.so.4 lib/libfoo.so`."""
    name = one.name
    if meant_bare(placed.text, placed.stem, one.into) or for_development(one, context) or _asked_for(placed.text, one):
        return
    wanted, note, level, facts = "", "", "", ()
    for witness in context.evidence.soname(one.source, one):
        if witness.name == placed.text:
            return
        if witness.source == "build-tree" and witness.confidence == "high":
            wanted, note, level = witness.name, witness.says, "error"
            facts = () if witness.fact is None else (witness.fact,)  # type: ignore[assignment]
            break
        if witness.source == "table" and not note:
            wanted, note = witness.name, witness.says
    table = context.evidence.table
    if not note and table is not None and table.is_dev_only(placed.text):
        note = f"Debian has `{placed.text}` in development packages only"
    others = (wanted,) if wanted else (name.text, *name.shorter())
    if not note or makes(others, one, context):
        return
    place = find_name(placed.text, one.origin, context.plan)
    yield RULE.finding(
        place,
        f"packs `{name.text}` as `{placed.text}`, but that is only the link editor's name for it",
        label="the version is gone",
        related=calls(one.origin, place),
        facts=facts,
        notes=(note,),
        help=f"keep the name: `{wanted or name.text}`",
        level=level,
        confidence="high" if level else "",
    )


def _asked_for(name: str, one: Packed) -> bool:
    """Whether a condition asks if just that name is missing: `[ ! -f "$dir/libfoo.so" ]`. Then it is meant."""
    return any(re.search(rf"/{re.escape(name)}(?![\w.])", guard.shown) for guard in one.origin.guards)


def _moved(transfer: Transfer, context: Context) -> Iterator[Finding]:
    """`mv lib/libfoo.so.3 lib/libfoo`: the SONAME is gone."""
    source, into = texts.shown(transfer.source), texts.shown(transfer.destination)
    folder, _, last = source.rpartition("/")
    name = libname.parse(last)
    if name is None or not name.exact or not name.suffix:
        return
    moved = f"{folder}/{name.base}" if folder else name.base
    # What may be a folder for all that is known is taken for one.
    if into.removesuffix(f"/{last}") != moved:
        return
    # A folder of that name, or the old name, which comes again.
    for other in context.plan.effects:
        if isinstance(other, Directory) and texts.shown(other.path).rstrip("/") == moved:
            return
        if isinstance(other, (Link, Transfer)) and other is not transfer:
            path = texts.shown(other.path if isinstance(other, Link) else other.destination)
            if path.rpartition("/")[2] == last or path.startswith(f"{moved}/"):
                return
    place = transfer.origin.command
    yield RULE.finding(
        place,
        f"moves `{last}` to `{name.base}`: nothing is left under the name that programs and other libraries ask for",
        label="`.so` and the version are gone",
        related=calls(transfer.origin, place),
        help="copy it, or leave a link of the old name",
    )


def _link_end(transfer: Transfer, context: Context) -> Iterator[Finding]:
    """`cp "$(readlink -f /usr/lib/libfoo.so.1)" lib/`: the file keeps the name of the link's end."""
    hole = transfer.source[0] if len(transfer.source) == 1 else None
    if not isinstance(hole, Hole) or not hole.shown.startswith("$("):
        return
    inner = hole.shown[2:-1].strip()
    end = next((command for command in _ENDS if inner.startswith(command)), None)
    if end is None or not any(piece is not transfer.source[0] and _same(piece, hole) for piece in transfer.destination):
        return
    asked = inner[len(end) :].split()[-1].strip("\"'").rpartition("/")[2]
    name = libname.parse(asked)
    if name is None or not name.suffix or _packs(asked, context):
        return
    place = written_at(transfer.origin)
    into = texts.shown(paths.dirname(transfer.destination))
    yield RULE.finding(
        place,
        f"packs the file that `{asked}` leads to under its own name, and not as `{asked}`",
        label="the name of the link's end",
        related=calls(transfer.origin, place),
        notes=(f"`{end.strip()}` gives the last of all links, such as `{name.stem}.so.{name.suffix}.0.1`",),
        help=f"name the destination: `{into}/{asked}`, or copy with `cp -L`",
    )


def _same(piece: object, hole: Hole) -> bool:
    return isinstance(piece, Hole) and piece.key == hole.key and piece.shown.startswith("$(basename ")


def _packs(name: str, context: Context) -> bool:
    if any((one.placed or one.name).text == name for one in context.packed):
        return True
    from lintpack.script.plan import Link

    return any(texts.shown(link.path).rpartition("/")[2] == name for link in context.each(Link))
