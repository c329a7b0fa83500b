"""Where a library's name may be none (LP106): what a look at the known characters of paths and texts tells, before the
patterns and the means to open paths are loaded."""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.plan import Archive, Export, Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text


# Libraries that have fewer numbers in their names than their releases.
COUNTED = ("libpython", "libtcl", "libgna", "libreadline.so.")


def suspect(context: Context) -> bool:
    """Whether there is any of what the functions below look for."""
    for script in context.plan.scripts:
        text = script.source.text
        if may_be_mangled(text) or may_run_together(text) or number_first(text):
            return True
        if any(True for _ in bare_names(text)):
            return True
    more = any(True for _ in paths_with_more(context)) or any(True for _ in renames(context))
    return more or context.speaks_of(COUNTED)


def may_be_mangled(text: str) -> bool:
    """Whether a text has `.so.` and no version behind it, or one dot too many before `so`."""
    return "..so" in text or any(
        after.startswith(("so", ".", " ", '"', "'", ")", "\n")) for after in text.split(".so.")[1:]
    )


def number_first(text: str) -> bool:
    """Whether a text has one number before `.so`, as names of macOS have it before `.dylib`: `libfoo.0.so`."""
    for piece in text.split(".so")[:-1]:
        if piece[-1:].isdigit():
            stem = piece[-40:].rstrip("0123456789")
            if stem[-1:] == "." and stem[-2:-1].isalpha():
                return True
    return False


def may_run_together(text: str) -> bool:
    """Whether a text has a variable, or a quote behind one, and `lib` with nothing between them."""
    if "}lib" in text:
        return True
    quoted = [before[-1:] for quote in "\"'" for before in text.split(quote + "lib")[:-1]]
    return any(last.isalnum() or last in ("_", "}") for last in quoted)


def bare_names(text: str) -> Iterator[tuple[str, int]]:
    """Variables that the text puts `.so` behind, and tests for a file without: each with where the operand is."""
    for piece in text.split(".so")[:-1]:
        name = piece[-60:].rpartition("$")[2].strip("{}")
        if name.isidentifier():
            for operand in (f'"${name}"', f'"${{{name}}}"', f"${name} ", f"${{{name}}} "):
                for test in ("-f ", "-e ", "-r ", "-s "):
                    at = text.find(test + operand)
                    if at >= 0 and text[at - 1] in " !":
                        yield name, at + 3


def paths_with_more(context: Context) -> Iterator[tuple[Text, Origin]]:
    """The paths of libraries with something behind `.so` that is not just a number."""
    for text, origin in _paths(context):
        for piece in text:
            if isinstance(piece, str) and (".so." in piece or ".so" in piece[:-1]):
                last = text[-1]
                if not (isinstance(last, str) and "/" in last and _numbered(last.rpartition("/")[2])):
                    yield text, origin
                break


def _numbered(name: str) -> bool:
    return name.partition(".so.")[2].isdecimal()


def _paths(context: Context) -> Iterator[tuple[Text, Origin]]:
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            yield effect.source, effect.origin
            yield effect.destination, effect.origin
        elif isinstance(effect, Link):
            yield effect.target, effect.origin
            yield effect.path, effect.origin
        elif isinstance(effect, Archive) and effect.action != "extract":
            for member in effect.members:
                yield member, effect.origin
        elif isinstance(effect, Export) and effect.name == "LD_PRELOAD" and effect.value:
            for blank in texts.split(effect.value, " "):
                yield from ((piece, effect.origin) for piece in texts.split(blank, ":"))


def renames(context: Context) -> Iterator[tuple[Text, Text, Origin]]:
    """The copies and links of a library that may give it another name: the source, the path, and where."""
    for effect in context.plan.effects:
        if isinstance(effect, Link):
            source, path = effect.target, effect.path
        elif isinstance(effect, Transfer):
            source, path = effect.source, effect.destination
        else:
            continue
        if not _same_name(source, path) and ".so" in texts.shown(source):
            yield source, path, effect.origin


def _same_name(source: Text, path: Text) -> bool:
    """Whether a copy surely keeps the name, and goes to a folder that no library is called like: most do."""
    name, there = source[-1:], path[-1:]
    if not (name and there and isinstance(name[0], str) and isinstance(there[0], str)):
        return False
    above, _, last = there[0].rpartition("/")
    return "/" in above and last == name[0].rpartition("/")[2] and not above.rpartition("/")[2].startswith("lib")


def numberless(text: str) -> bool:
    """Whether a text has a library (LP124) that the table may know with a number, and speaks of it with that."""
    from lintpack.evidence.presence import may_be_known
    from lintpack.rules.shared.wording import libraries_in

    for base in {text[start : end - 3] for start, end in libraries_in(text)}:
        for digit in "123456789":
            if f"{base[3:]}{digit}" in text and may_be_known(f"{base}{digit}.so"):
                return True
    return False
