"""A recipe names its own library, or a folder of its own, by a version that it does not pack."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.rules.gates.subjects import numbered
from lintpack.rules.parts.own_version import OwnVersion, own_versions, plain
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import gathered
from lintpack.rules.shared.wording import calls, find_name, find_path
from lintpack.script import texts
from lintpack.script.plan import Export, Link, Transfer, WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import Effect, Origin
    from lintpack.script.values import Text

RULE = Rule(
    code="LP126",
    name="stale-own-version",
    summary="A library or folder of the package itself is named by another version than the package has.",
    level="warning",
    confidence="medium",
)

# What glibc installs under its own version.
_GLIBC = r"ld|lib(?:c|m|dl|pthread|rt|resolv|nsl|util|crypt|anl)"
# How far the numbers behind the first may be apart: further ones are of another kind (`libfoo.so.1.0.0` of foo 1.44.2).
_NEAR = 3


def check(context: Context) -> Iterator[Finding]:
    yield from gathered(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for effect in context.plan.effects:
        if isinstance(effect, Link):
            source = effect.target
        elif isinstance(effect, Transfer):
            source = effect.source
        elif isinstance(effect, Export) and effect.name == "LD_PRELOAD" and effect.value is not None:
            source = effect.value
        else:
            yield from _folders(effect, context)
            continue
        shown = texts.shown(source)
        if not numbered(shown):
            continue
        clash = _two_versions(shown)
        if clash is not None:
            yield _clash(*clash, effect.origin, context)
        else:
            for own in context.shared(own_versions):
                stale = _library(source, own) or _folder(shown, own)
                if not stale and isinstance(effect, Link):
                    stale = _short_link(effect, own)
                if stale and _literal(stale, context):
                    yield _finding(stale, own, effect.origin, context)
                    break
            else:
                yield from _named(source, effect.origin, context)


def _folders(effect: Effect, context: Context) -> Iterator[Finding]:
    """A folder of the package that the loader is given: by `LD_LIBRARY_PATH`, or in what is written to ld.so.conf.d."""
    if isinstance(effect, Export) and effect.name == "LD_LIBRARY_PATH" and effect.value is not None:
        said = texts.shown(effect.value)
    elif isinstance(effect, WrittenFile) and "ld.so.conf" in texts.shown(effect.path):
        said = texts.shown(effect.text)
    else:
        return
    for folder in re.split(r"[:\s;]+", said):
        for own in context.shared(own_versions) if re.search(r"-v?\d+\.\d", folder) else ():
            stale = _named_folder(folder, own)
            if stale and _literal(stale, context):
                yield _finding(stale, own, effect.origin, context)
                return


def _named_folder(folder: str, own: OwnVersion) -> str:
    """`/opt/foo-1.2.0/lib`, of foo 1.7.2: nothing else is called so, however far apart the numbers are."""
    for part in folder.split("/"):
        match = re.fullmatch(r"(?P<name>[A-Za-z][\w+-]*?)-v?(?P<version>\d+(?:\.\d+)+)", part)
        if match is not None and plain(match["name"]) in own.names:
            numbers = _numbers(match["version"])
            if len(numbers) == len(own.version) and numbers != own.version:
                return part
    return ""


def _named(source: Text, origin: Origin, context: Context) -> Iterator[Finding]:
    """A library whose version a variable has, in this script or one beside it."""
    name = libname.parse_text(source)
    if name is None or name.suffix.count(".") < 2 or not _literal(name.text, context):
        return
    from lintpack.rules.parts.named_versions import named

    other = named(name, context)
    if other is not None:
        place = find_name(name.text, origin, context.plan)
        yield RULE.finding(
            place,
            f"names `{name.text}`, but {other.said}",
            label="another version",
            related=(*calls(origin, place), other.label),
            help="write the version as the variable that holds it, so that both change together",
        )


def _library(source: Text, own: OwnVersion) -> str:
    """The name of a library of the package in another version: `ld-2.16.so`, `libluajit-5.1.so.2.0.2`."""
    name = libname.parse_text(source)
    if name is None or not name.exact or name.malformed:
        return ""
    if name.inner and not name.suffix:
        mine = plain(name.stem) in own.names or ("glibc" in own.names and re.fullmatch(_GLIBC, name.stem))
        return name.text if mine and _nearly(name.inner, own) else ""
    # libtool counts otherwise, and begins with 1.0.0: only the last number may differ, and it is not 0.
    stem, version = plain(name.stem), _numbers(name.suffix)
    mine = stem in own.names
    if mine and len(version) > 2 and version[-1] and version[:-1] == own.version[:-1] and _nearly(name.suffix, own):
        return name.text
    return ""


def _folder(shown: str, own: OwnVersion) -> str:
    """The folder of a version of the package: `gcc/x86_64-linux-musl/9.2.0`, `foo-1.2`."""
    above = ""
    for part in shown.split("/")[:-1]:
        match = re.fullmatch(r"(?:(?P<name>[A-Za-z][\w+-]*?)-?)?(?P<version>\d+(?:\.\d+)+)", part)
        if match is not None:
            mine = plain(match["name"]) in own.names if match["name"] else above
            if mine and _nearly(match["version"], own):
                return part
        above = above or (part if plain(part) in own.names else "")
    return ""


def _short_link(link: Link, own: OwnVersion) -> str:
    """`ln -s libmumble.so.$VERSION libmumble.so.1.2`, where the version is 1.3.3."""
    name, target = libname.parse_text(link.path), libname.parse_text(link.target)
    if name is None or target is None or not name.exact or name.base != target.base:
        return ""
    given, wanted = _numbers(target.suffix), _numbers(name.suffix)
    if plain(name.stem) not in own.names or len(given) < 3 or given != own.version:
        return ""
    if len(wanted) != len(given) - 1 or wanted[:-1] != given[: len(wanted) - 1]:
        return ""
    return name.text if 0 < given[len(wanted) - 1] - wanted[-1] <= _NEAR else ""


def _two_versions(shown: str) -> tuple[str, str] | None:
    """`opt/libllvm-11/lib/libLLVM-13.so`: the folder and the file, of one thing and of two versions."""
    name = libname.parse_path(shown)
    if name is None or not name.inner or name.suffix or not name.exact:
        return None
    for part in shown.split("/")[:-1]:
        match = re.fullmatch(r"(?P<name>[A-Za-z][\w+-]*?)-?(?P<version>\d+(?:\.\d+)*)", part)
        if match is None or plain(match["name"]) != plain(name.stem):
            continue
        one, other = _numbers(match["version"]), _numbers(name.inner)
        common = min(len(one), len(other))
        if common and one[:common] != other[:common]:
            return part, name.text
    return None


def _nearly(version: str, own: OwnVersion) -> bool:
    """Whether it is another version of the same kind: as many numbers, the first alike, the others not far."""
    numbers = _numbers(version)
    if len(numbers) != len(own.version) or len(numbers) < 2 or numbers == own.version:
        return False
    at = next(n for n, pair in enumerate(zip(numbers, own.version, strict=True)) if pair[0] != pair[1])
    return at > 0 and (at > 1 or abs(numbers[at] - own.version[at]) <= _NEAR)


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple([int(part[:9]) for part in parts]) if all(part.isdigit() for part in parts) else ()


def _literal(text: str, context: Context) -> bool:
    """Whether it is written out in a script: what is put together of variables follows the version, or is meant."""
    return any(re.search(rf"(?<![\w.-]){re.escape(text)}(?![\w.])", one.source.text) for one in context.plan.scripts)


def _finding(stale: str, own: OwnVersion, origin: Origin, context: Context) -> Finding:
    place = find_name(stale, origin, context.plan)
    return RULE.finding(
        place,
        f"names `{stale}`, but {own.said}",
        label="another version",
        related=(*calls(origin, place), *([own.label] if own.label is not None else [])),
        help="write the version as the variable that holds it, so that both change together",
    )


def _clash(folder: str, name: str, origin: Origin, context: Context) -> Finding:
    place = find_path(name, origin, context.plan)
    return RULE.finding(
        place,
        f"looks for `{name}` in `{folder}`, the folder of another version",
        label="two versions of one thing",
        related=calls(origin, place),
        help="write the version as one variable in both",
    )
