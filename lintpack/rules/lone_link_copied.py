"""A link is copied as a link, and the file that it leads to is not."""

from __future__ import annotations

from lintpack.rules.rule import Rule
from lintpack.rules.shared.links import stage
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, find_name, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed

RULE = Rule(
    code="LP208",
    name="lone-link-copied",
    summary="A library's link is packed as a link, without the file that it leads to.",
    level="warning",
    confidence="medium",
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for one in context.packed:
        transfer = one.transfer
        if not isinstance(transfer, Transfer) or transfer.links != "keep" or not one.name.exact:
            continue
        if _of_the_linker(one, context):
            yield _under_a_version(one)
            continue
        target, sure = _target(one, context)
        if target is None and not sure and (wanted := _of_the_loader(one, context)):
            yield _without_its_file(one, wanted, context)
        if target is None or _packs(target, one, context):
            continue
        place = find_name(one.name.text, one.origin, context.plan)
        yield RULE.finding(
            place,
            f"packs the link `{one.name.text}` as a link, but not `{target}`, which it leads to",
            label=f"a link to `{target}`" if sure else f"most likely a link to `{target}`",
            related=calls(one.origin, place),
            help=f"copy `{target}` to the same folder, or follow the link (`cp -L`)",
            level="error" if sure else "note",
            confidence="high" if sure else "",
        )


def _of_the_linker(one: Packed, context: Context) -> bool:
    """Whether `libfoo.so` of a system's folder gets a name with a version, as a link: there it is one, for the link
    editor, and nothing else of the library is copied."""
    placed = one.placed
    if one.name.suffix or placed is None or not placed.suffix or placed.base != one.name.base:
        return False
    from lintpack.rules.shared.suffix_evidence import system_folder

    if not system_folder(one.folder) or not one.name.base.startswith("lib"):
        return False
    look = context.evidence.look(one.source)
    if look is not None and look.sure and look.seen and not any(seen.links for seen in look.seen):
        return False
    return not any(other.name.base in (one.name.base, "*", "lib*") and other.name.suffix for other in context.packed)


# Of common libraries, those that are no links under their SONAMEs: their own builds install them so.
_FILES = frozenset(
    "libgcc_s libssl libcrypto libjemalloc libselinux libsepol libsemanage libmariadb libx264 libx265 librtmp libnode"
    " libc libm libdl librt libpthread libresolv libanl libmvec libthread_db libutil libnsl libcrypt".split()
)


def _of_the_loader(one: Packed, context: Context) -> str:
    """The beginning of the file's name, `libz.so.1.`, where `libz.so.1` of a system's folder is a link to such a file,
    and nothing else of the library is copied; else ""."""
    name, transfer = one.name, one.transfer
    if name.depth != 1 or name.base in _FILES or not isinstance(transfer, Transfer):
        return ""
    from lintpack.rules.shared.common_libraries import common
    from lintpack.rules.shared.suffix_evidence import system_folder

    if not system_folder(one.folder) or system_folder(one.into):
        return ""
    if not common(name.base) and not (_known(name.text, context) and _others_followed(one, context)):
        return ""
    # The end of the link may be copied by what `readlink` says.
    if context.speaks_of(("readlink", "realpath")):
        return ""
    return "" if any(_takes_more(other, one) for other in context.packed) else f"{name.text}."


def _known(name: str, context: Context) -> bool:
    table = context.evidence.table
    return table is not None and table.known_soname(name)


def _others_followed(one: Packed, context: Context) -> bool:
    """Whether links to other libraries, of such folders too, are followed into the same folder."""
    from lintpack.rules.shared.suffix_evidence import system_folder

    return any(
        other.transfer is not None
        and other.transfer.links == "follow"
        and other.into == one.into
        and other.name.exact
        and other.name.depth == 1
        and system_folder(other.folder)
        for other in context.packed
    )


def _takes_more(other: Packed, one: Packed) -> bool:
    """Whether the other copy takes a longer name of the library, or what may be one."""
    from fnmatch import fnmatchcase

    if other.name.exact:
        return other.name.base == one.name.base and other.name.depth > 1
    return fnmatchcase(f"{one.name.text}.0.0", other.name.text)


def _without_its_file(one: Packed, wanted: str, context: Context) -> Finding:
    place = find_name(one.name.text, one.origin, context.plan)
    return RULE.finding(
        place,
        f"packs `{one.name.text}` of `{one.folder}` as a link, but not the file `{wanted}*` that it leads to",
        label="a link in such a folder",
        related=calls(one.origin, place),
        help=f"follow the link (`cp -L`), or copy `{one.name.text}*`",
    )


def _under_a_version(one: Packed) -> Finding:
    place = written_at(one.origin)
    name = one.placed.text if one.placed is not None else ""
    return RULE.finding(
        place,
        f"packs `{texts.shown(one.source)}`, a link for the link editor, as a link under the name `{name}`, and no "
        "file that it could lead to",
        label="the link, not the library",
        related=calls(one.origin, place),
        notes=("such a link of a development package leads to the library's file, mostly in the same folder",),
        help=f"copy the library: `cp -L …/{name}`",
    )


def _target(one: Packed, context: Context) -> tuple[str | None, bool]:
    """What the link leads to, and whether a build tree says so; else a longer name that the script speaks of."""
    if isinstance(one.transfer, Transfer):
        look = context.evidence.look(one.transfer.source)
        if look is not None and look.sure and look.seen:
            return next((seen.links[0].rpartition("/")[2] for seen in look.seen if seen.links), None), True
    return next((other.name.text for other in context.packed if _behind(other, one)), None), False


def _behind(other: Packed, one: Packed) -> bool:
    """Whether `other`, by its name and place, is most likely the file behind the link `one`."""
    return (
        other.name.exact
        and other.folder == one.folder
        and other.name.depth > one.name.depth > 0
        and other.name.base == one.name.base
        and other.name.cut(one.name.depth) == one.name.text
    )


def _packs(target: str, one: Packed, context: Context) -> bool:
    """Whether the target's name may be in the folder that the link goes to."""
    if not isinstance(one.transfer, Transfer):
        return True
    folder = paths.dirname(one.transfer.destination)
    tree = context.shared(stage)
    return tree.provides(paths.join(folder, texts.literal(target))) is not False
