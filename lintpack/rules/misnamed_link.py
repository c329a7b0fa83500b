"""A link gets a name that cannot be meant: the two operands swapped, another library's file behind it, a version cut
off in the wrong place or put before `.so`."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.record import Record
from lintpack.rules.rule import Rule
from lintpack.rules.shared.links import leads_to, stage
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Link, Removal, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP209",
    name="misnamed-link",
    summary="A link to a library has a name that nobody asks for, or another one's file behind it.",
    level="warning",
    confidence="medium",
)

# How scripts cut a name at its first dot.
_CUTS = ("%%.*}", "-f1 -d.", "-d. -f1", "-d . -f1", "-d'.' -f1", '-d"." -f1', "-d '.' -f1", "-F.", "-F '.'")


class _Slip(Record):
    """What is wrong with a link, in the words of the finding; `written`: what it comes from, before it in the text."""

    message: str
    label: str
    help: str
    written: str = ""


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))
    for link in context.each(Link):
        if "*" in link.origin.command.text and (place := _starred(link)) is not None:
            yield RULE.finding(
                place,
                "the link's name is a pattern: where no file matches it, the link is called so, star and all",
                label="no name",
                help="write the name that the link is to have",
            )
    from lintpack.rules.parts.foreign_links import foreign_links

    yield from once(
        RULE.finding(one.place, one.message, label=one.label, related=calls(one.origin, one.place), help=one.help)
        for one in foreign_links(context)
    )
    from lintpack.rules.parts.rows_of_names import kept_names

    for place, kept, meant in kept_names(context):
        yield RULE.finding(
            place,
            f"has the name of the line above, `{kept}`, where all else in the line is of `{meant}`",
            label=f"`{meant}`?",
            help=f"write `{meant}`, as the lines around it have their own name in each place",
        )


def _starred(link: Link) -> Place | None:
    """`ln -s $d/ld-* $d/ld64.so*`, where the second operand is no folder."""
    command = link.origin.command
    found = re.fullmatch(
        r"ln[ \t]+-\w*s\w*[ \t]+[^\s;|&]+[ \t]+(?P<name>[^\s;|&]*/[^\s;|&/]*\.so[^\s;|&/]*\*)", command.text
    )
    return command.source.place(command.start + found.start("name"), command.end) if found is not None else None


def _all(context: Context) -> Iterator[Finding]:
    for link in context.each(Link):
        name, target = libname.parse_text(link.path), libname.parse_text(link.target)
        if link.symbolic and name is None and target is not None and (slip := _other_ending(link, target, context)):
            place = _place(link, slip)
            yield RULE.finding(place, slip.message, label=slip.label, related=calls(link.origin, place), help=slip.help)
        if link.symbolic and name is not None and target is None and (slip := _no_library(link, name, context)):
            place = _place(link, slip)
            yield RULE.finding(place, slip.message, label=slip.label, related=calls(link.origin, place), help=slip.help)
        if not link.symbolic or name is None or target is None or name.text == target.text:
            continue
        slip = (
            _swapped(link, name, target, context)
            or _before_so(name, target, context)
            or _of_another(link, name, target, context)
            or _cut_short(name, target, context)
            or _numbers_of_another(name, target, context)
        )
        if slip is not None:
            place = _place(link, slip)
            yield RULE.finding(place, slip.message, label=slip.label, related=calls(link.origin, place), help=slip.help)


def _swapped(link: Link, name: LibraryName, target: LibraryName, context: Context) -> _Slip | None:
    """The link lies where the script has just put a file, and what it leads to is nowhere."""
    path = paths.canonical(link.path)
    over = None
    for effect in context.plan.effects:
        if effect.origin.number >= link.origin.number:
            break
        if isinstance(effect, Transfer) and not effect.recursive and paths.canonical(effect.destination) == path:
            over = effect if texts.consistent(effect.origin.when, link.origin.when) else over
        elif (isinstance(effect, Transfer) and effect.moves and paths.canonical(effect.source) == path) or (
            isinstance(effect, Removal) and paths.inside(path, effect.path) is not None
        ):
            over = None
    if over is None or texts.has_wildcard(path):
        return None
    there = context.shared(stage).provides(leads_to(link))
    shorter = name.base == target.base and name.suffix.startswith(f"{target.suffix}.")
    if there is True or not (shorter or (there is False and name.base == target.base)):
        return None
    return _Slip(
        f"makes a link of `{name.text}`, the file that was just put there, to `{target.text}`, which is not there",
        "target and name are swapped" if shorter else "takes the file's place",
        f"`ln -sf {name.text} …/{target.text}`: first what the link leads to, then its name",
    )


# What the loader refuses, whatever it is called.
_NO_LIBRARIES = (".a", ".la", ".o", ".h", ".pc")


def _no_library(link: Link, name: LibraryName, context: Context) -> _Slip | None:
    """`/opt/x/jace`, a folder, or `libfoo.a` as `libfoo.so`; no program, nor what the script builds under that name."""
    called = texts.known(paths.basename(link.target)) or ""
    stem, dot, _ = called.partition(".")
    if not stem or not name.exact or name.malformed or not name.stem.startswith("lib"):
        return None
    # A word of the library's own name: a folder of it, or the file without its ending.
    if dot and not called.endswith(_NO_LIBRARIES):
        return None
    own = name.stem.removeprefix("lib")
    if stem.removeprefix("lib") not in (own, name.stem) and (dot or called not in ("lib", "lib64")):
        return None
    folder = texts.known(paths.basename(paths.dirname(link.target))) or ""
    if folder.endswith("bin") or any(into.rpartition("/")[2] == called for _, _, into in context.copies):
        return None
    word = re.escape(called)
    built = rf"(?:-o|--output)[= \t]+[\"']?(?:\S*/)?{word}(?![\w.-])|\b(?:mv|cp)\b[^\n;&|]*[\s/]{word}[\"']?\s*$"
    if any(re.search(built, script.source.text, re.MULTILINE) for script in context.plan.scripts):
        return None
    what = "which is no library" if dot else "which has no `.so`: a folder, or a name that lost its end"
    return _Slip(
        f"links `{name.text}` to `{called}`, {what}",
        "no library",
        f"link to the library itself: `{texts.shown(link.target)}/{name.text}`, or `{name.text}` beside it"
        if not dot
        else "link to the shared library",
    )


def _before_so(name: LibraryName, target: LibraryName, context: Context) -> _Slip | None:
    """`libfoo.32.so` for `libfoo.so.32`, as macOS has it in `libfoo.32.dylib`."""
    if name.suffix or not target.suffix or not name.base.startswith(f"{target.base}."):
        return None
    version = name.base[len(target.base) + 1 :]
    if not f"{target.suffix}.".startswith(f"{version}."):
        return None
    meant = f"{target.base}.so.{version}"
    if _made(meant, context):
        return None
    return _Slip(
        f"links `{name.text}` to `{target.text}`, but the loader looks for `{meant}`",
        "the version stands before `.so`",
        f"call the link `{meant}`",
    )


def _of_another(link: Link, name: LibraryName, target: LibraryName, context: Context) -> _Slip | None:
    """A line that was copied: the link's own library is there under just the target's version, and nothing leads to
    it."""
    if name.base == target.base or not (name.exact and target.exact and target.suffix):
        return None
    own = f"{name.base}.so.{target.suffix}"
    if name.suffix and not f"{target.suffix}.".startswith(f"{name.suffix}."):
        return None
    if name.text == own or not any((one.placed or one.name).text == own for one in context.packed):
        return None
    # The line it was copied from is there as well.
    first = False
    for other in context.each(Link):
        aim, called = _last(other.target), _last(other.path)
        if aim == own:
            return None
        first = first or (aim == target.text and called.startswith(f"{target.base}.so"))
    if not first:
        return None
    return _Slip(
        f"links `{name.text}` to `{target.text}`, which is another library; nothing leads to `{own}`",
        f"`{own}`?",
        f"link to `{own}`",
    )


def _other_ending(link: Link, target: LibraryName, context: Context) -> _Slip | None:
    """`libfoo_bar.dylib`, or `$EXT`, for `libfoo_baz.so`: a link that is there for another ending has the same name."""
    called, shown = _last(link.path), _last(link.target)
    match = re.fullmatch(r"(lib[\w+-]+?)(?:\.(?:dylib|sl|dll|bundle)|\.?\$\{?\w*(?:EXT|SUFFIX|ext|suffix)\}?)", called)
    if match is None or target.suffix or match[1] == target.base or shown != f"{target.base}.so":
        return None
    stem = match[1]
    begins = next((at for at, (a, b) in enumerate(zip(stem, target.base, strict=False)) if a != b), 0)
    if begins * 2 < len(stem):
        return None
    times = [
        sum(len(re.findall(rf"{re.escape(one)}(?![\w+-])", script.source.text)) for script in context.plan.scripts)
        for one in (stem, target.base)
    ]
    if times[0] != 1 or times[1] < 2:
        return None
    meant = called.replace(stem, target.base, 1)
    return _Slip(
        f"links `{called}` to `{target.text}`, which is another library, and nothing else speaks of `{stem}`",
        f"`{meant}`?",
        f"call the link `{meant}`",
    )


def _cut_short(name: LibraryName, target: LibraryName, context: Context) -> _Slip | None:
    """`libfoo-3.so` for `libfoo-3.0.so.1`: cut at the first dot, which is not that of `.so`."""
    before, dot, rest = target.base.partition(".")
    if name.suffix or not dot or name.base != before or not rest[:1].isdigit() or not before[-1:].isdigit():
        return None
    if not context.speaks_of(_CUTS):
        return None
    cut = next(word for word in _CUTS if context.speaks_of((word,)))
    return _Slip(
        f"links `{name.text}` to `{target.text}`, but the name of that library is `{target.base}`",
        "cut at the first dot",
        f"cut at `.so`, as `${{name%%.so*}}` does: `{target.link_name}`",
        cut,
    )


def _numbers_of_another(name: LibraryName, target: LibraryName, context: Context) -> _Slip | None:
    """`libmbedcrypto.so.14` as `libmbedcrypto.so.12`: both are numbers of libmbedtls, and none of libmbedcrypto's."""
    if name.base != target.base or not (name.suffix and target.suffix) or name.major == target.major:
        return None
    from lintpack.evidence.wellknown import table

    known = table()

    def has(base: str) -> int:
        """How many of the two names a library of the table has, with its own name before the number."""
        found = [known.soname_of(f"{base}.so.{one.suffix}") for one in (name, target)]
        return sum([one is not None and one.known for one in found])

    if not known.sonames(name.link_name) or has(name.base):
        return None
    # Of one family: three letters behind `lib`, and half of the name, are the same.
    common = name.base[: max(6, len(name.base) // 2)]
    family = [other[:-3] for other in known.names() if other.startswith(common) and has(other[:-3]) == 2]
    if len(family) != 1 or _made(f"{family[0]}.so.{name.suffix}", context):
        return None
    own = next(one.name for one in known.sonames(name.link_name))
    return _Slip(
        f"links `{name.text}` to `{target.text}`, both of which are numbers of `{family[0]}.so`; `{name.base}.so` has "
        f"others, such as `{own}`",
        f"`{family[0]}.so.{target.suffix}`?",
        f"write `{family[0]}` in both names, or `{name.base}` with its own numbers",
    )


def _place(link: Link, slip: _Slip) -> Place:
    """The operand, or the line before in which its value was cut."""
    place, command = written_at(link.origin), link.origin.command
    at = command.source.text.rfind(slip.written, 0, command.start) if slip.written else -1
    if at < 0 or slip.written in command.text:
        return place
    text = command.source.text
    start = text.rfind("\n", 0, at) + 1
    start += len(text[start:]) - len(text[start:].lstrip())
    end = text.find("\n", at)
    return command.source.place(start, end)


def _made(name: str, context: Context) -> bool:
    return any(_last(link.path) == name for link in context.each(Link)) or any(
        (one.placed or one.name).text == name for one in context.packed
    )


def _last(path: Text) -> str:
    return texts.shown(path).rpartition("/")[2]
