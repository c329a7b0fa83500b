"""Libraries that the script builds, of which it packs all but one: see linked_not_packed.

cc -o build/prog main.c -Lbuild -lfoo -lbar      where it packs `build/prog` and `build/libfoo.so.1`
SHLIBS="core render audio script"                where it packs `libcore.so`, `librender.so` and `libscript.so`
bazel build //src:liba.so //src:liba_tok.so      where it packs `liba.so`
"""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.record import Record
from lintpack.script import paths, texts
from lintpack.script.plan import Change, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.source import Place

# Names of libraries in a list, under a name that says so.
_LIST = re.compile(
    r"(?m)^[ \t]*(?:(?:export|local|readonly|declare(?: -a)?)[ \t]+)?(?P<name>\w*(?i:lib|\bso)\w*)="
    r"(?:\((?P<array>[^()$`]*)\)|(?P<quote>[\"'])(?P<text>[^\"'$`]*)(?P=quote))"
)
# Targets that are libraries, by their names: `make libfoo.so libbar.so`, `//src:libfoo.so`.
_TARGETS = re.compile(r"(?m)^[ \t]*(?:bazel(?:isk)?|make|ninja|\$\{?MAKE\}?)\b(?:[^\n\\;&|]|\\\n|\\.)*")
_TARGET = re.compile(r"(?:(?<=[\s:])|(?<=^))(lib[\w+-]+\.so(?:\.\d+)*)(?=[\s\"']|$)")
# What is not for the package.
_OTHER = re.compile(r"(?i)test|mock|bench|example|sample|exclu|skip|ignore|remov|static|debug")
# So many of a list that are packed make one that is to be packed.
_LISTED = 3


class Missing(Record):
    """`name`: `libfoo.so`. `told` ends the sentence "`libfoo.so` is …"; `last` is one that is packed."""

    name: str
    told: str
    there: Place
    last: Packed


def missing(context: Context) -> Iterator[Missing]:
    bases = {one.name.base: one for one in context.packed if not one.name.malformed}
    if not bases:
        return
    yield from _linked(bases, context)
    for script in context.plan.scripts:
        text = script.source.text
        for match in _LIST.finditer(text) if "lib" in text.lower() else ():
            words = [_base(word) for word in re.sub(r"(?m)#.*$", "", match["array"] or match["text"] or "").split()]
            place = script.source.place(match.start("name"), match.end("name"))
            yield from _all_but_one(words, _LISTED, f"in the list `{match['name']}`", place, bases)
        for match in _TARGETS.finditer(text) if ".so" in text else ():
            names = list(_TARGET.finditer(match[0]))
            place = script.source.place(match.start(), match.end())
            words = [_base(name[1]) for name in names]
            if len(words) > 1:
                yield from _all_but_one(words, len(words) - 1, "built here beside it", place, bases)


def _base(word: str) -> str:
    word = word.strip("\"',").rpartition("/")[2].partition(".so")[0]
    if not re.fullmatch(r"[A-Za-z_][\w+-]*", word):
        return ""
    return word if word.startswith("lib") else f"lib{word}"


def _all_but_one(words: list[str], least: int, told: str, there: Place, bases: dict[str, Packed]) -> Iterator[Missing]:
    """`least`: so many of them are packed."""
    packed = [word for word in words if word in bases]
    left = [word for word in words if word not in bases]
    if len(packed) >= least and len(left) == 1 and left[0] and not _OTHER.search(left[0]):
        yield Missing(f"{left[0]}.so", told, there, bases[packed[-1]])


def _linked(bases: dict[str, Packed], context: Context) -> Iterator[Missing]:
    """A program that is built and packed, with a library that is built into the folder of one that is packed."""
    changed = [one for one in context.each(Change) if one.kind in ("touch", "soname")]
    built = {
        name.base: one
        for one in changed
        if (name := libname.parse_text(one.path)) is not None and texts.shown(paths.dirname(one.path)) not in ("", "/")
    }
    if not built:
        return
    taken = [transfer.source for transfer in context.each(Transfer)]
    for program in changed:
        command = program.origin.command
        if program.kind != "touch" or program.path not in taken:
            continue
        asked = [f"lib{word}" for word in re.findall(r"(?<=\s)-l([\w+-]+)", command.text)]
        kin = [bases[name] for name in asked if name in bases and name in built]
        for wanted in asked:
            same = [one for one in kin if wanted in built and one.folder == _folder(built[wanted])]
            if same and wanted not in bases and "-static" not in command.text:
                what = texts.shown(program.path).rpartition("/")[2]
                yield Missing(f"{wanted}.so", f"built here, and `{what}` is linked with it", command, same[-1])


def _folder(change: Change) -> str:
    return texts.shown(paths.dirname(change.path)).rstrip("/")
