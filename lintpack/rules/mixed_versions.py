"""One library under two versions where only one can be there: in a test and its copy, in one family, in two scripts.

And two libraries, one in a test and one in what hangs on it."""

from __future__ import annotations

from lintpack.findings import Label
from lintpack.patterns import re
from lintpack.rules.gates.branch_subjects import other_tested
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import gathered, once
from lintpack.rules.shared.suffix_evidence import system_folder
from lintpack.rules.shared.versions import disagree, mentions
from lintpack.rules.shared.wording import calls, find_name, lines_with, narrowed
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed

RULE = Rule(
    code="LP104",
    name="mixed-versions",
    summary="One library, or one family of libraries, under two versions of which only one can be right.",
    level="warning",
    confidence="medium",
)

# Libraries that are built and released together, and carry one version: how their names begin, and end.
_FAMILIES = (
    (("libicu",), r"uc|data|i18n|io|tu|test|le|lx"),
    (("libssl", "libcrypto"), ""),
    (("libboost_",), r"\w+?(?:-mt)?(?:-x\d+)?"),
    (("libQt",), r"[56]?\w+"),
    (("libopencv_",), r"\w+"),
    (("libproto",), r"buf(?:-lite)?|c"),
    (("libPoco",), r"\w+"),
    (("libabsl_",), r"\w+"),
    (("libav",), r"codec|format|device"),
)

# Libraries of FFmpeg that must agree before one stands out.
_FEW = 3


def check(context: Context) -> Iterator[Finding]:
    if context.speaks_of((".so.",)):
        yield from once(_all(context))
    if other_tested(context):
        from lintpack.rules.parts import other_tested as part

        yield from once(part.check(context, RULE))


def _all(context: Context) -> Iterator[Finding]:
    versioned = [one for one in context.packed if one.name.suffix and one.name.exact and not one.name.malformed]
    if versioned:
        yield from once(_tests(versioned, context))
        yield from gathered(_families(versioned, context))
        yield from once(_odd_of_family(versioned))
        yield from once(_of_ffmpeg(versioned, context))
        yield from once(_twice(versioned, context))
        yield from once(_siblings(versioned, context))
    yield from _asked_for(context)


def _tests(versioned: list[Packed], context: Context) -> Iterator[Finding]:
    """`if [ -f lib/libfoo.so.8 ]; then cp lib/libfoo.so.7 out; fi`."""
    for one in versioned:
        for guard in one.origin.guards:
            if not guard.holds or "!" in guard.shown or one.name.stem + ".so." not in guard.shown:
                continue
            named = [name for _, name in mentions(one.name.stem, guard.place.source) if name.text in guard.shown]
            wrong = [name for name in named if disagree(name, one.name)]
            if not wrong or any(name.text == one.name.text for name in named):
                continue
            place = find_name(one.name.text, one.origin, context.plan)
            yield RULE.finding(
                place,
                f"copies `{one.name.text}` where `{wrong[0].text}` is there",
                label="another version",
                related=(*calls(one.origin, place), Label(guard.place, "only this one was looked for")),
                help="test and copy one name; put it into a variable",
            )


def _asked_for(context: Context) -> Iterator[Finding]:
    """A test, or a copy of a copy, that asks for another version than is there."""
    into = {one.into for one in context.packed}
    # Most scripts have neither: the words tell, and no pattern need be compiled.
    if not any(_tests_files(script.source.text) for script in context.plan.scripts) and not any(
        (one.folder or ".") in into for one in context.packed
    ):
        return
    from lintpack.rules.parts.tested_versions import taken, tested

    for clash in tested(context):
        yield RULE.finding(
            clash.place,
            f"uses `{clash.name.text}` where the test is about `{clash.other.text}`"
            if clash.place.start > clash.there.start
            else f"tests for `{clash.name.text}`, and what depends on it is about `{clash.other.text}`",
            label="another version",
            related=(Label(clash.there, "the other one"),),
            help="name one version in both; put it into a variable",
        )
    for clash, origin in taken(context):
        yield RULE.finding(
            clash.place,
            f"takes `{clash.name.text}` from where this script puts `{clash.other.text}`",
            label="another version",
            related=(*calls(origin, clash.place), Label(clash.there, "only this one is put there")),
            help="name one version in both; put it into a variable",
        )


def _tests_files(text: str) -> bool:
    return any("[" in line or "test " in line for _, line in lines_with(".so.", text))


def _odd_of_family(versioned: list[Packed]) -> Iterator[Finding]:
    """One of a family, in one command, with another version than all others."""
    groups: dict[tuple[object, ...], list[Packed]] = {}
    for one in versioned:
        family = _family(one.name.base)
        if family and not one.name.base.startswith("libav"):
            run = (one.origin.command, tuple([frame.place for frame in one.origin.calls]))
            groups.setdefault((family, one.into, one.name.depth, run), []).append(one)
    for group in groups.values():
        versions = [one.name.version for one in group]
        for one in group:
            others = [v for v in versions if v != one.name.version]
            if len(others) != len(group) - 1 or len(group) < 3 or len(set(others)) > 1:
                continue
            beside = next(other for other in group if other is not one)
            if any(other.name.base == one.name.base for other in group if other is not one):
                continue
            place = narrowed(one.origin.place, one.name.text)
            yield RULE.finding(
                place,
                f"packs `{one.name.text}` with `{beside.name.text}`, but the two come from one release",
                label="another version",
                notes=(f"{len(others)} others of the family in this command have one version",),
                help="pack all of them in one version",
            )


def _family(base: str) -> str:
    """How the names of the library's family begin; "" where it is of none."""
    for starts, rest in _FAMILIES:
        for start in starts:
            if base.startswith(start) and (re.fullmatch(rest, base[len(start) :]) if rest else base == start):
                return starts[0]
    return ""


def _release(one: Packed) -> tuple[str, ...]:
    """What is the same in all of a family: of FFmpeg's, only the first number."""
    return one.name.version[:1] if one.name.base.startswith("libav") else one.name.version


def _families(versioned: list[Packed], context: Context) -> Iterator[Finding]:
    """libssl of one release with libcrypto of another."""
    groups: dict[tuple[str, str], list[Packed]] = {}
    for one in versioned:
        family = _family(one.name.base)
        if family:
            groups.setdefault((family, one.into), []).append(one)
    for group in groups.values():
        first = group[0]
        others = [one for one in group if one.name.base != first.name.base and one.name.depth == first.name.depth]
        for one in others:
            if _release(one) == _release(first) or not texts.consistent(one.when, first.when):
                continue
            # Either may be there in the other's version as well.
            if any(p.name.base == one.name.base and p.name.version == first.name.version for p in group) or any(
                p.name.base == first.name.base and p.name.version == one.name.version for p in group
            ):
                continue
            place = find_name(one.name.text, one.origin, context.plan)
            yield RULE.finding(
                place,
                f"packs `{one.name.text}` with `{first.name.text}`, but the two come from one release",
                label="another version",
                related=(
                    *calls(one.origin, place),
                    Label(find_name(first.name.text, first.origin, context.plan), "of the same family"),
                ),
                help="pack both in one version",
            )


def _of_ffmpeg(versioned: list[Packed], context: Context) -> Iterator[Finding]:
    """FFmpeg's libraries have numbers of their own, but one release: `libavcodec.so.59` and `libswresample.so.3`."""
    if sum(one.name.text.startswith(("libav", "libsw")) for one in versioned) < _FEW:
        return
    from lintpack.rules.shared.releases import FFMPEG

    groups: dict[str, list[Packed]] = {}
    for one in versioned:
        if one.name.base in FFMPEG and one.name.major.isdigit():
            groups.setdefault(one.into, []).append(one)
    for group in groups.values():
        of = {one.name: {r for r, n in FFMPEG[one.name.base].items() if str(n) == one.name.major} for one in group}
        counts = {release: sum(release in found for found in of.values()) for found in of.values() for release in found}
        most = max(counts.values(), default=0)
        odd = [one for one in group if of[one.name] and not any(counts[r] == most for r in of[one.name])]
        if most < _FEW or len({one.name.base for one in odd}) * 2 >= most:
            continue
        release = next(r for r, count in counts.items() if count == most)
        for one in odd:
            kin = [other for other in group if other.name.base == one.name.base and other is not one]
            if kin or not texts.consistent(one.when, group[0].when):
                continue
            place = find_name(one.name.text, one.origin, context.plan)
            right = f"{one.name.base}.so.{FFMPEG[one.name.base].get(release, '')}"
            yield RULE.finding(
                place,
                f"packs `{one.name.text}` among the libraries of FFmpeg {release}, which has `{right}`",
                label="another version",
                related=calls(one.origin, place),
                help="pack all of them from one release",
            )


def _twice(versioned: list[Packed], context: Context) -> Iterator[Finding]:
    """One library in two versions, in one package: a note, since programs may need both."""
    for rank, one in enumerate(versioned):
        for other in versioned[:rank]:
            if not disagree(one.name, other.name) or one.into != other.into or one.folder != other.folder:
                continue
            if one.origin.guards or other.origin.guards or not texts.consistent(one.when, other.when):
                continue
            place = find_name(one.name.text, one.origin, context.plan)
            yield RULE.finding(
                place,
                f"packs `{one.name.text}` beside `{other.name.text}`, two versions of one library",
                label="another version",
                related=(Label(find_name(other.name.text, other.origin, context.plan), "the first version"),),
                notes=("a program that loads both, by way of its libraries, has two of everything in them",),
                level="note",
            )


def _siblings(versioned: list[Packed], context: Context) -> Iterator[Finding]:
    """`third/lib/libfoo.so.8` here and `third/lib/libfoo.so.7` in a script beside: the folder has one of them."""
    for one in versioned:
        if system_folder(one.folder) or one.folder in (".", "") or one.origin.guards:
            continue
        written = _folder_as_written(one, context)
        if not written:
            continue
        for source in context.neighbours:
            found = list(mentions(one.name.base, source, written))
            wrong = [(at, name) for at, name in found if disagree(name, one.name)]
            if not wrong or any(name.text == one.name.text for _, name in found):
                continue
            at, name = wrong[0]
            place = find_name(one.name.text, one.origin, context.plan)
            yield RULE.finding(
                place,
                f"takes `{one.name.text}` from `{one.folder}`, but `{source.path}` takes `{name.text}` from there",
                label="another version",
                related=(
                    *calls(one.origin, place),
                    Label(source.place(at, at + len(name.text)), "from the same folder"),
                ),
                notes=("one of the two scripts was not changed with the library",),
                help="copy the same version in both, or a pattern (`cp -d libfoo.so.*`)",
            )


def _folder_as_written(one: Packed, context: Context) -> str:
    """What stands before the name, up to the blank or quote before it: `./third/output/lib/`."""
    place = find_name(one.name.text, one.origin, context.plan)
    if place.text != one.name.text:
        return ""
    text = place.source.text
    start = place.start
    while start and not (text[start - 1].isspace() or text[start - 1] in "\"'=(,{"):
        start -= 1
    before = text[start : place.start]
    return before if before.endswith("/") and len(before) > 3 else ""
