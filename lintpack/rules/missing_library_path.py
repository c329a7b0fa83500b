"""Libraries are packed into a folder that the launcher beside them never makes the loader search."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect

from lintpack.findings import Label
from lintpack.repository import distance
from lintpack.rules.gates.subjects import LOADER_WORDS
from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import launchers, programs, settings
from lintpack.rules.shared.packed import once, packed
from lintpack.rules.shared.telling import Telling
from lintpack.rules.shared.wording import calls, handed_at, written_at
from lintpack.script import texts
from lintpack.script.plan import Change, Export, RunPath, Transfer, WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.repository import Repository
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Plan
    from lintpack.source import Place

RULE = Rule(
    code="LP301",
    name="missing-library-path",
    summary="Libraries are packed into a folder that the package's launcher does not search.",
    level="warning",
    confidence="medium",
)
# Folders of what programs open by path, not by the loader's search.
_PLUG_INS = Telling(
    r"plug-?in|module|extension|addon|driver|engine|python|jni|jre|jdk|site-packages|dri\b|gconv|native|platforms",
    "plug module extension addon driver engine python jni jre jdk site-packages dri gconv native platforms",
)
_PACKER = r"(?i)pack|install|deploy|dist|release|bundle|tarball|archive|appimage|build"
# Scripts that may pack a launcher and are read to find out.
_PACKERS = 4
# Plans of theirs that are kept for the next launcher.
_KEPT = 16


def check(context: Context) -> Iterator[Finding]:
    yield from _of_packer(context.plan, context.packed, context)
    if "Archive" in context.kinds and context.speaks_of(("dpkg",)):
        yield from once(_unpacked(context))
    repository = context.repository
    if repository is None or context.packed:
        return
    if any(isinstance(e, Export) and e.name == "LD_LIBRARY_PATH" and e.value for e in context.plan.effects):
        # The entry script may be a launcher: ask the scripts that pack it.
        for plan in _packers(context.plan.path, repository):
            for finding in _of_packer(plan, packed(plan), context):
                if finding.path == repository.display(context.plan.path):
                    yield finding


def _unpacked(context: Context) -> Iterator[Finding]:
    """Packages of a distribution go into a tree, and not all of its folders of libraries are searched."""
    from lintpack.rules.parts.unpacked_packages import unsearched

    for one in unsearched(context):
        yield RULE.finding(
            one.setting.place,
            f"`LD_LIBRARY_PATH` lacks `{one.folder}` of the tree that packages are unpacked into",
            label="not all libraries are found",
            related=(Label(one.unpacked, "packages are unpacked here"),),
            help=f"add the tree's `{one.folder}`, and the same of other architectures that it may have",
            # Newer releases have put all into `usr/lib`.
            level="" if one.folder.startswith("usr") else "note",
        )


def _packers(path: str, repository: Repository) -> Iterator[Plan]:
    """The plans of the repository's scripts that seem to pack the script at `path`."""
    from lintpack.script import interpret

    speaking = repository.shared(_mentioned).get(posixpath.basename(path), [])
    # Of very many, those that lie close: in the order of paths first, then by the way from folder to folder.
    at = bisect(speaking, path)
    close = [other for other in speaking[max(0, at - 2 * _PACKERS) : at + 2 * _PACKERS] if other != path]
    plans = repository.shared(_plans)
    for other in sorted(close, key=lambda other: distance(other, path))[:_PACKERS]:
        if other not in plans:
            if len(plans) >= _KEPT:
                plans.pop(next(iter(plans)))
            plans[other] = interpret(other, repository)
        yield plans[other]


def _plans(repository: Repository) -> dict[str, Plan]:
    """Those of the scripts that pack, by path: the launchers of one folder are packed by the same."""
    return {}


def _mentioned(repository: Repository) -> dict[str, list[str]]:
    """For each name of a file, the scripts that seem to pack and speak of it, sorted."""
    names = {posixpath.basename(path) for path in repository.files()}
    found: dict[str, list[str]] = {}
    for path in repository.files():
        if not path.endswith((".sh", ".bash")) or not re.search(_PACKER, posixpath.basename(path)):
            continue
        text = repository.glance(path)
        if ".so" in text:
            for name in dict.fromkeys(re.findall(r"[\w.+-]+", text)):
                if name in names:
                    found.setdefault(name, []).append(path)
    return found


def _of_packer(plan: Plan, libraries: tuple[Packed, ...], context: Context) -> Iterator[Finding]:
    """The launchers that `plan` packs beside libraries which they do not find."""
    into: dict[str, list[Packed]] = {}
    for one in libraries:
        if one.transfer is not None and one.into not in (".", "") and not _PLUG_INS.search(one.into):
            into.setdefault(one.into, []).append(one)
    if any(isinstance(effect, RunPath) for effect in plan.effects):
        told = list(once(_misled(plan, into)))
        yield from told
        if plan is context.plan and context.speaks_of(("ORIGIN/lib", "ORIGIN}/lib")):
            yield from _misled_programs(context, {finding.place for finding in told})
        return
    if context.speaks_of(("ldd",)) and programs(context):
        from lintpack.rules.shared.packed_elsewhere import listed_by_ldd

        for one in listed_by_ldd(plan):
            into.setdefault(one.into, []).append(one)
    if not into:
        return
    if any(isinstance(effect, Change) and effect.kind == "ldconfig" for effect in plan.effects):
        return
    if "WrittenFile" in context.kinds and not context.speaks_of(LOADER_WORDS):
        yield from _without(plan, into, context)
    if plan is context.plan:
        yield from once(_elsewhere(into, context))
    for folder, written, path, packs in _launchers(plan, context):
        near = {}
        for where, ones in into.items():
            together = [one for one in ones if texts.consistent(one.when, packs.origin.when)]
            if together and _beside(where, folder) and not _runtime_path(where, context.runtime_paths):
                near[where] = together
        if not near:
            continue
        from lintpack.rules.parts.launcher_folders import searched

        found = searched(written or _plan_of(path, context), path)
        if found.export is None or not found.sure:
            continue
        places = {posixpath.normpath(posixpath.join(folder, below)) for below in found.below}
        if any(posixpath.normpath(where) in places for where in near):
            continue
        if any(_may_be(posixpath.relpath(where, folder), found.below) for where in near):
            continue
        where, ones = max(near.items(), key=lambda item: len(item[1]))
        yield _finding(where, folder, ones, found.export, packs)


def _without(plan: Plan, into: dict[str, list[Packed]], context: Context) -> Iterator[Finding]:
    """Launchers without any library path."""
    from lintpack.rules.parts.silent_launcher import silent

    for one in silent(plan, into, context):
        count = len({packed.name.text for packed in one.ones})
        yield RULE.finding(
            one.place,
            f"the launcher sets no `LD_LIBRARY_PATH`, but {count} libraries go into its `{one.folder}`, without RPATH",
            label="the package's libraries are not found",
            related=(Label(written_at(one.ones[0].origin), "libraries go there"),),
            help=f"export `LD_LIBRARY_PATH` with the folder `{one.folder}`, from the launcher's own",
        )


def _elsewhere(into: dict[str, list[Packed]], context: Context) -> Iterator[Finding]:
    """Another folder of the package is searched, which nothing is put into."""
    searched = tuple([one for one in settings(context) if one.name == "LD_LIBRARY_PATH" and one.value and one.whole])
    if not searched:
        return
    from lintpack.rules.shared.packed_elsewhere import elsewhere

    for found in elsewhere(context.plan, searched, into):
        place, origin = found.setting.place, found.setting.export.origin
        yield RULE.finding(
            place,
            f"`LD_LIBRARY_PATH` has `{found.wanted}`, where nothing is put: the libraries go to `{found.where}`",
            label="the package's libraries are not found",
            related=(*calls(origin, place), Label(written_at(found.one.origin), "libraries go there")),
            help="search the folder that the libraries go to",
        )


def _misled(plan: Plan, into: dict[str, list[Packed]]) -> Iterator[Finding]:
    """Objects whose RPATH leads past the libraries."""
    from lintpack.rules.shared.misled_runpath import misled

    for one in misled(plan, into):
        place = handed_at(one.element, one.effect.origin)
        below = posixpath.relpath(one.folder, posixpath.dirname(texts.shown(one.effect.file or ())))
        first = next((ones[0] for where, ones in into.items() if posixpath.normpath(where) == one.folder), None)
        there = (Label(written_at(first.origin), "libraries go there"),) if first else ()
        yield RULE.finding(
            place,
            f"the RPATH leads to `{one.place}`, but "
            + ("the package's libraries go" if first else "nothing is put there, and the folder of that name is")
            + (f" to `{one.folder}`" if first else f" `{one.folder}`"),
            label="the package's libraries are not found",
            related=(*calls(one.effect.origin, place), *there),
            help=f"write `'$ORIGIN/{below}'`",
        )


def _misled_programs(context: Context, told: set[Place | None]) -> Iterator[Finding]:
    from lintpack.rules.parts.programs_own_lib import misled_programs

    for one in misled_programs(context):
        place = handed_at(one.element, one.effect.origin)
        if place in told:
            continue
        yield RULE.finding(
            place,
            f"the RPATH leads to `{one.place}`, which nothing makes: libraries lie in `{one.beside}`, beside the "
            "programs' folder",
            label="the package's libraries are not found",
            related=calls(one.effect.origin, place),
            help="write `'$ORIGIN/../lib'`",
        )


def _beside(where: str, folder: str) -> bool:
    """Whether the libraries' folder lies in the package that the launcher is at the top, or in `bin`, of."""
    root = folder.removesuffix("/bin")
    return where.startswith(root + "/") and where.count("/") <= root.count("/") + 2


def _may_be(below: str, searched: frozenset[str]) -> bool:
    """Whether a folder of which something is unknown, `lib${bits}`, may be one that the launcher searches."""
    from fnmatch import fnmatchcase

    from lintpack.rules.shared.made_names import pattern

    return "$" in below and any(fnmatchcase(folder, pattern(below)) for folder in searched)


def _runtime_path(where: str, configured: tuple[str, ...]) -> bool:
    """Whether the configuration says that the target's loader searches the folder: `/opt/x/lib`, of which the package
    may hold the end only (`$root/opt/x/lib`), or `lib`."""
    from fnmatch import fnmatchcase

    inner = "/" + posixpath.normpath(where).lstrip("/")
    return any(fnmatchcase(inner, "*/" + posixpath.normpath(path).lstrip("/")) for path in configured)


def _plan_of(path: str | None, context: Context) -> Plan:
    """The plan of a launcher of the repository; a large one takes longer than all else, and is asked for last."""
    from lintpack.script import interpret

    if path is None or context.repository is None or path == context.plan.path:
        return context.plan
    return interpret(path, context.repository, about="LD_LIBRARY_PATH")


def _launchers(plan: Plan, context: Context) -> Iterator[tuple[str, Plan | None, str | None, Transfer | WrittenFile]]:
    """Each script that goes into the package and sets LD_LIBRARY_PATH: its folder there, its plan if it is written by
    the packer, where it lies in the repository if not, and what packs it."""
    for transfer, path in launchers(plan, context):
        yield posixpath.dirname(texts.shown(transfer.destination)), None, path, transfer
    if plan is context.plan:
        for program in programs(context):
            if program.written:
                file = program.written[0]
                yield posixpath.dirname(texts.shown(file.path)), program.plan, None, file


def _finding(where: str, folder: str, ones: list[Packed], export: Export, packs: Transfer | WrittenFile) -> Finding:
    from lintpack.rules.shared.loader_settings import placed

    place, _ = placed(export)
    below = posixpath.relpath(where, folder)
    count = len({one.name.text for one in ones})
    what = f"{count} libraries" if count > 1 else f"`{ones[0].name.text}`"
    related = [Label(written_at(packs.origin), "the launcher is packed here")] if isinstance(packs, Transfer) else []
    return RULE.finding(
        place,
        f"`LD_LIBRARY_PATH` does not have the launcher's `{below}`, but {what} of the package go there",
        label="the package's libraries are not found",
        related=(*calls(export.origin, place), *related, Label(written_at(ones[0].origin), "libraries go there")),
        help=f"add the folder `{below}`, from the launcher's own, at the front",
    )
