"""The file of a library is packed under its full version, and nothing makes the name that programs ask for."""

from __future__ import annotations

from lintpack import libname
from lintpack.patterns import re
from lintpack.record import Record
from lintpack.rules.rule import Rule
from lintpack.rules.shared.made_names import makes
from lintpack.rules.shared.name_lists import in_lists
from lintpack.rules.shared.packed import named_in, once
from lintpack.rules.shared.suffix_evidence import toolchain_folder
from lintpack.rules.shared.wording import calls, find_name, listed, written_at
from lintpack.script import texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Fact, Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed

RULE = Rule(
    code="LP102",
    name="real-name-packed",
    summary="A library is packed under its full version, and nothing makes the name that the loader asks for.",
    level="warning",
    confidence="medium",
)


class Wanted(Record):
    """`name` is what programs ask for, "" where it is one of `shorter`; `note` says who says so."""

    name: str
    shorter: tuple[str, ...]
    note: str
    confidence: str
    level: str = ""
    facts: tuple[Fact, ...] = ()


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))
    if context.speaks_of(("libgcc_s-",)):
        yield from _dated(context)


def _dated(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.dated_names import SONAME, dated_names

    for place in dated_names(context):
        yield RULE.finding(
            place,
            f"packs `{place.text}`, but nothing makes the name `{SONAME}` that programs ask for",
            label="name of one build of GCC",
            notes=("the date in the name changes with each update",),
            help=f"name `{SONAME}`, which leads there",
        )


def _all(context: Context) -> Iterator[Finding]:
    for one in (*context.packed, *in_lists(context)):
        if _suspect(one, context):
            wanted = _wanted(one, context)
            if wanted is None or makes((wanted.name,) if wanted.name else wanted.shorter, one, context):
                continue
            link = _linked_as(one, context)
            if link is None or wanted.confidence == "high":
                yield _finding(one, wanted, context)
            elif _longer(link, wanted.name):
                yield _finding(one, wanted, context, link)
        elif (wanted := _of_pattern(one, context)) and not makes((wanted.name,), one, context):
            yield _finding(one, wanted, context)


def _suspect(one: Packed, context: Context) -> bool:
    name = one.name
    return (
        name.exact
        and name.depth >= 2
        and not name.malformed
        and name.text.startswith("lib")
        # Up to 1.18 the whole version was its SONAME, which Debian shortens.
        and name.stem != "libonnxruntime"
        and (one.placed is None or one.placed.text == name.text)
        and not named_in(name, context.own)
        and not toolchain_folder(one.into)
    )


def _of_pattern(one: Packed, context: Context) -> Wanted | None:
    """`libpng16.so.16.*` matches the files, and not `libpng16.so.16`."""
    major, dot, rest = one.name.suffix.partition(".")
    if (
        one.name.exact
        or not (dot and major.isdecimal() and set(rest) <= set("*?.0123456789"))
        or named_in(one.name, context.own)
    ):
        return None
    table = context.evidence.table
    soname = f"{one.name.base}.so.{major}"
    if table is None or not table.known_soname(soname):
        return None
    return Wanted(soname, (), "the pattern matches what has more numbers only", "medium")


def _linked_as(one: Packed, context: Context) -> Link | None:
    """A link with another version that leads to the file: its SONAME need not be of the file's numbers, as that of
    NVIDIA's `libcuda.so.580.65.06` is `libcuda.so.1`."""
    for link in context.each(Link):
        if texts.shown(link.target).rpartition("/")[2] == one.name.text:
            path = libname.parse_text(link.path)
            if path is not None and path.suffix and path.text != one.name.text:
                return link
    return None


def _longer(link: Link | None, wanted: str) -> bool:
    """Whether a link has more numbers than the SONAME: `libgfortran.so.3.0` is not `libgfortran.so.3`."""
    return link is not None and bool(wanted) and f"/{wanted}." in f"/{texts.shown(link.path)}"


# Projects whose SONAMEs are full versions: `libgrpc++.so.1.60`, `libabsl_base.so.2308.0.0`, and protobuf's since 22.
_FULL = r"lib(?:grpc|gpr\b|upb|address_sorting|absl_|utf8_|proto(?:buf|c)[\w-]*\.so\.(?:2[2-9]|[3-9]\d)\.)"


def _wanted(one: Packed, context: Context) -> Wanted | None:
    """What programs ask for; None where it is this name, or where nothing tells."""
    name = one.name
    if re.match(_FULL, name.text):
        return None
    shorter = name.shorter()
    for witness in context.evidence.soname(one.source, one):
        if witness.source in ("bundle", "build-tree") and witness.confidence != "low":
            if witness.name == name.text:
                return None
            level = "error" if witness.confidence == "high" else ""
            facts = () if witness.fact is None else (witness.fact,)
            return Wanted(witness.name, (), witness.says, witness.confidence, level, facts)
        if witness.source == "table":
            if witness.name == name.text:
                return None
            if witness.confidence == "low" and name.depth == 2:
                # Built elsewhere, the SONAME may have another shape than Debian's.
                break
            return Wanted(witness.name, shorter, witness.says, "medium")
    if _varies(name, context):
        return None
    if name.depth >= 3:
        return Wanted(
            "", shorter, "with three numbers it is mostly the file's own name, which nothing asks for", "medium"
        )
    from lintpack.evidence.neighbours import neighbours

    # `libfoo.so.1.2` may well be a SONAME; beside others that are, it stands out.
    beside = [n.packed.name for n in neighbours(one, context.packed) if n.relation != "destination"]
    sonames = {other.text for other in beside if other.kind == "soname" and other.exact}
    if len(sonames) < 2 or any(other.kind == "real" for other in beside):
        return None
    return Wanted("", shorter, f"{listed(sorted(sonames), 2)} beside it have one number", "medium")


def _varies(name: LibraryName, context: Context) -> bool:
    """Whether the library had SONAMEs of as many numbers. Those of OpenSSL 1.0 and of some Boost are in no table."""
    table = context.evidence.table
    known = () if table is None else table.sonames(name.link_name)
    depths = [other.depth for one in known if (other := libname.parse(one.name)) is not None]
    return any(depth >= name.depth for depth in depths) or name.stem.startswith(("libssl", "libcrypto", "libboost_"))


def _finding(one: Packed, wanted: Wanted, context: Context, link: Link | None = None) -> Finding:
    name = one.name.text
    # The links are where one is missing.
    place = find_name(name, one.origin, context.plan) if link is None else written_at(link.origin)
    target = wanted.name or wanted.shorter[0]
    says = f"the name `{target}` that programs ask for" if wanted.name else f"a shorter name, such as `{target}`"
    return RULE.finding(
        place,
        f"packs `{name}`, but nothing makes {says}"
        if link is None
        else f"links another name to `{name}`, but nothing makes {says}",
        label="name of the file, not the SONAME" if link is None else "not the SONAME",
        related=calls(one.origin, place),
        facts=wanted.facts,
        notes=(wanted.note,),
        help=f"copy it as `{target}`, or add a link of that name",
        level=wanted.level,
        confidence=wanted.confidence,
    )
