"""What is packed needs a library of the build tree that nothing packs."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.findings import Fact, Label
from lintpack.record import Record
from lintpack.rules.rule import Rule
from lintpack.rules.shared.suffix_evidence import system_folder
from lintpack.rules.shared.wording import calls, listed, written_at
from lintpack.script import texts
from lintpack.script.plan import Archive, Link, Transfer, Unresolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.evidence.build_tree import BuildTree
    from lintpack.evidence.folders import Seen
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP120",
    name="needed-not-packed",
    summary="A packed program or library needs one that lies in the build tree and is not packed.",
    level="warning",
    confidence="high",
)

# What installs the rest of the project; what collects the libraries that programs need.
_INSTALLS = r"\b(?:make|ninja|cmake|meson|b2|bjam|waf|scons)\b[^\n;&|]*\binstall\b"
_COLLECTS = r"\bldd\b[^\n;]*\|[^\n]*\b(?:cp|xargs)\b|linuxdeploy|copy_deps|auditwheel|lddtree|macdeployqt"


class _Shipped(Record):
    """What the plan packs of the build tree: each file, and the effect that takes it. `names` are all names that it
    makes, `patterns` (with their folders, "" for any) those of which the tree does not tell. `vague`: copies that may
    be of anything."""

    files: tuple[tuple[Seen, Origin], ...]
    names: frozenset[str]
    patterns: tuple[tuple[str, str], ...]
    vague: bool


class _Missing(Record):
    """`library` is needed by `needer`, which `origin` packs; `found` is where it lies."""

    library: str
    needer: Seen
    origin: Origin
    found: Seen


def check(context: Context) -> Iterator[Finding]:
    tree = context.evidence.build_tree
    if tree is None or not tree.given:
        return
    shipped = _shipped(tree, context)
    missing = _missing(shipped, tree) if shipped.files else []
    if missing and _says(_COLLECTS, context):
        return
    if missing and _says(_INSTALLS, context):
        # That is of the project's own libraries: not of the system's, and not of a folder that is copied from.
        missing = [one for one in missing if _of_system(one, tree) or _beside(one, shipped)]
    by_place: dict[Place, list[_Missing]] = {}
    for one in missing:
        by_place.setdefault(_belongs(one, shipped), []).append(one)
    for place, group in by_place.items():
        yield _finding(group, place, shipped)


def _says(pattern: str, context: Context) -> bool:
    return any(re.search(pattern, script.source.text.replace("\\\n", " ")) for script in context.plan.scripts)


def _of_system(one: _Missing, tree: BuildTree) -> bool:
    """Whether the library lies in a system's folder of an image that is the build folder."""
    below = [tree.folders.below(root, one.found.real) for root in range(len(tree.folders.roots))]
    return any(path is not None and system_folder("/" + path.rpartition("/")[0]) for path in below)


def _shipped(tree: BuildTree, context: Context) -> _Shipped:
    files: list[tuple[Seen, Origin]] = []
    names: set[str] = set()
    patterns: list[tuple[str, str]] = []
    vague = False
    for source, origin in _sources(context):
        look = tree.look(source, context.plan.path)
        known = look.seen if look.way != "name" else ()
        for seen in known:
            for file in tree.folders.files(seen):
                names.add(file.name)
                files.append((file, origin))
        shown = texts.shown(source)
        if not known and ("lib" in shown or ".so" in shown):
            folder, _, last = shown.rstrip("/.").rpartition("/")
            patterns.append(("" if any(c in folder for c in "$*?[") else folder, last))
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            names.add(texts.shown(effect.destination).rpartition("/")[2])
        elif isinstance(effect, Link):
            names.add(texts.shown(effect.path).rpartition("/")[2])
        elif isinstance(effect, Unresolved):
            patterns += [("", f"{name}*") for name in effect.names]
            vague = vague or not effect.names
    return _Shipped(tuple(files), frozenset(names), tuple(patterns), vague)


def _sources(context: Context) -> Iterator[tuple[Text, Origin]]:
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            yield effect.source, effect.origin
        elif isinstance(effect, Archive) and effect.action != "extract":
            for member in effect.members:
                yield member, effect.origin


def _missing(shipped: _Shipped, tree: BuildTree) -> list[_Missing]:
    from fnmatch import fnmatchcase

    from lintpack.rules.shared.system_libraries import reason

    built: dict[str, Seen] = {}
    for root in range(len(tree.folders.roots)):
        for path in tree.folders.libraries(root):
            seen = tree.folders.look(root, path)
            if seen is not None and seen.kind == "file":
                built.setdefault(seen.name, seen)
    packed = [name for name in map(libname.parse, shipped.names) if name is not None]
    found: dict[str, _Missing] = {}
    for seen, origin in shipped.files:
        facts = tree.facts(seen)
        for library in facts.needed if facts is not None else ():
            if library in shipped.names or library in found or library not in built:
                continue
            name = libname.parse(library)
            # Under another name it is packed: that is for other rules.
            if name is None or reason(name) or any(other.same_library(name) for other in packed):
                continue
            folder = built[library].path.rpartition("/")[0]
            taken = [pattern for where, pattern in shipped.patterns if folder.endswith(where)]
            if any(fnmatchcase(library, pattern) or fnmatchcase(name.link_name, pattern) for pattern in taken):
                continue
            found[library] = _Missing(library, seen, origin, built[library])
    return list(found.values())


def _belongs(one: _Missing, shipped: _Shipped) -> Place:
    """Where the library's copy is missing: the last copy from its folder, else what packs the one that needs it."""
    last = max(_beside(one, shipped), key=lambda pair: pair[1].number, default=(one.needer, one.origin))
    return _named(*last)


def _beside(one: _Missing, shipped: _Shipped) -> list[tuple[Seen, Origin]]:
    """What is packed from the library's folder."""
    folder = one.found.real.rpartition("/")[0]
    return [(seen, origin) for seen, origin in shipped.files if seen.real.rpartition("/")[0] == folder]


def _named(seen: Seen, origin: Origin) -> Place:
    """The name of what is packed, in the operand or in a call that passed it on; else the operand."""
    for place in (origin.place, *(frame.place for frame in reversed(origin.calls)), origin.command):
        at = place.text.rfind(seen.name)
        if at >= 0:
            return place.source.place(place.start + at, place.start + at + len(seen.name))
    return written_at(origin)


def _finding(group: list[_Missing], place: Place, shipped: _Shipped) -> Finding:
    first = group[0]
    needer = _named(first.needer, first.origin)
    needs = tuple([f"NEEDED   {one.library}" for one in group if one.needer == first.needer])
    elsewhere = () if needer == place else (Label(needer, f"`{first.needer.name}` is packed here"),)
    return RULE.finding(
        place,
        f"`{first.needer.name}` is packed and needs {listed([one.library for one in group])}, which nothing packs",
        label=f"the last copy from the folder of `{first.library}`" if elsewhere else "packed without it",
        related=(*calls(first.origin, place), *elsewhere),
        facts=(Fact(first.needer.path, needs),),
        notes=(f"the build tree has {listed([one.found.path for one in group], 3)}",),
        help="pack it as well",
        confidence="medium" if shipped.vague else "high",
    )
