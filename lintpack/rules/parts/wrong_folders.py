"""Folders in which a library is surely not, or not found: see odd_library_directory.

cp /usr/bin/libfoo.so stage/lib/                the system has programs there
cp libfoo.so files/ && dpkg -b files foo.deb    it is installed as /libfoo.so
files="lib/libfoo.so"                           where all others are in "$LIBFOLDER/libbar.so"
mkdir $PREFIX/lib; cd $SRC/x; cp liba.so ../../lib/     the one that was made stays empty
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.gates.pattern_subjects import of_headers
from lintpack.rules.gates.slip_subjects import OF_PROGRAMS
from lintpack.rules.shared.wording import find_name, handed_at, lines_with, narrowed, written_at
from lintpack.script import texts
from lintpack.script.plan import Archive, Directory, Link, WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.source import Place

# What is unpacked at the root of a system, and the folder that makepkg packs so.
_PACKAGES = ("deb", "rpm")
_ROOTS = ("${pkgdir}",)
_LIB = re.compile(r"lib(?:32|64)?")


class Wrong(Record):
    """`says` is the message about what is at `place`, `help` the advice, `label` what is wrong in short."""

    place: Place
    label: str
    says: str
    help: str
    there: Place | None = None


def wrong(context: Context) -> Iterator[Wrong]:
    yield from _from_programs(context)
    yield from _at_the_root(context)
    if "Directory" in context.kinds:
        yield from _made_for_nothing(context)
    yield from _beside_a_variable(context)


def among_headers(context: Context) -> Iterator[Wrong]:
    """`mv build/*.so* $OUT/includes/`, and the headers go to the libraries."""
    for copy, source, into in context.copies:
        if not of_headers(into) or not re.search(r"\.so(?:[.*?\d]*)$", source):
            continue
        folder = into.rpartition("/")[0]
        yield Wrong(
            written_at(copy.origin),
            "among the headers",
            f"puts `{source.rpartition('/')[2]}` into `{folder}`, a folder of headers by its name",
            "put libraries into the folder of libraries",
        )


def _from_programs(context: Context) -> Iterator[Wrong]:
    made = {into.rpartition("/")[0] for _, _, into in context.copies}
    for one in context.packed:
        if one.folder in OF_PROGRAMS and one.name.exact and one.folder not in made and not _asked(one):
            yield Wrong(
                find_name(one.name.text, one.origin, context.plan),
                "among the system's programs",
                f"takes `{one.name.text}` from `{one.folder}`, where the system has programs and no libraries",
                "take it from where the build installed it",
            )


def _asked(one: Packed) -> bool:
    """Whether a condition asks for the file."""
    return any(one.name.text in guard.shown or one.folder in guard.shown for guard in one.origin.guards)


def _at_the_root(context: Context) -> Iterator[Wrong]:
    roots = {texts.shown(one.base): one for one in context.each(Archive) if one.format in _PACKAGES}
    recipe = re.search(r"(?:^|/)PKGBUILD$", context.plan.path) is not None
    for one in context.packed:
        if one.transfer is None or one.placed is None or not one.into:
            continue
        package = roots.get(one.into)
        if package is not None or (recipe and one.into in _ROOTS):
            place = handed_at(one.name.text, one.origin)
            yield Wrong(
                place,
                "in no folder",
                f"puts `{one.placed.text}` at the root of the package: it is installed as `/{one.placed.text}`, where "
                "the loader does not look",
                "put it into `usr/lib` of the package",
                None if package is None else written_at(package.origin),
            )


def _made_for_nothing(context: Context) -> Iterator[Wrong]:
    """A folder `lib` is made and stays empty, and libraries go to another one, above where their copy runs."""
    odd = [one for one in context.packed if one.transfer is not None and re.search(r"/\.\.(?=/)", one.into)]
    if not odd:
        return
    filled = [into for _, _, into in context.copies]
    filled += [texts.shown(one.path) for one in context.plan.effects if isinstance(one, (Link, WrittenFile))]
    for made in context.each(Directory):
        path = texts.shown(made.path)
        last = path.rpartition("/")[2]
        if not path.startswith(("$", "/")) or not _LIB.fullmatch(last) or any(f.startswith(f"{path}/") for f in filled):
            continue
        for one in odd:
            above, _, folder = one.into.rpartition("/")
            if folder == last and above.endswith("/..") and made.origin.number < one.origin.number:
                yield Wrong(
                    find_name(one.name.text, one.origin, context.plan),
                    "beside the source",
                    f"copies `{one.name.text}` to `{one.into}`, while the script makes `{path}` and puts nothing there",
                    f"copy to `{path}`",
                    written_at(made.origin),
                )


def _beside_a_variable(context: Context) -> Iterator[Wrong]:
    """`lib/libfoo.so`, written out, where the script has a variable that is `lib` or `lib64`, and all others by it."""
    for script in context.plan.scripts:
        source, text = script.source, script.source.text
        if "lib64" not in text or "lib/lib" not in text:
            continue
        for name in dict.fromkeys(re.findall(r"(?m)\b(\w*(?i:lib)\w*)=[\"']?lib64[\"']?(?=[\s;]|$)", text)):
            if not re.search(rf"\b{name}=[\"']?lib[\"']?(?=[\s;]|$)", text):
                continue
            uses = list(re.finditer(rf"(?<![\w/}}])\$\{{?{name}\}}?/lib[\w+-]+\.so", text))
            spelt = " ".join([match[0] for match in uses])
            literal = [
                (start + found.start(1), start + found.end(1), line)
                for start, line in lines_with("lib/lib", text)
                for found in re.finditer(r"(?<![\w/}.$-])(lib/lib[\w+-]+\.so)\b", line)
                # Named by the variable too, it is the 32-bit one that 64-bit systems get as well.
                if not line.lstrip().startswith("#") and f"/{found[1].partition('/')[2]}" not in spelt
            ]
            if len(uses) < 2 or len(literal) != 1 or "if " in literal[0][2]:
                continue
            start, end, _ = literal[0]
            place = source.place(start, end)
            yield Wrong(
                place,
                "`lib` on every machine",
                f"names `{place.text}`, but the other libraries are in `${name}`, which is `lib64` on some machines",
                f"write `${name}/{place.text.partition('/')[2]}`",
                narrowed(source.place(uses[0].start(), uses[0].end()), uses[0][0]),
            )
