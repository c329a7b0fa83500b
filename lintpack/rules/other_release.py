"""A library is named by the number of another release than the script fetches, builds or installs."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.findings import Label
from lintpack.rules.gates.release_subjects import branched
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import gathered
from lintpack.rules.shared.releases import agree, of_project, of_release, releases
from lintpack.rules.shared.suffix_evidence import system_folder
from lintpack.rules.shared.wording import calls, find_name
from lintpack.script import texts
from lintpack.script.plan import Change, Export, Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.rules.shared.releases import Release
    from lintpack.script.plan import Origin
    from lintpack.source import Place

RULE = Rule(
    code="LP130",
    name="other-release",
    summary="A library is named by the number of another release than the one that the script fetches or builds.",
    level="warning",
    confidence="medium",
)


def check(context: Context) -> Iterator[Finding]:
    yield from gathered(_all(context))
    if branched(context):
        from lintpack.rules.parts.one_of_two import one_of_two

        for place, version, other, guard in one_of_two(context):
            yield RULE.finding(
                place,
                f"this branch is for {version} and for {other}, but `{place.text}` is of {version} only",
                label="of one of both",
                related=(Label(guard, "for both"),),
                help="take the folder that is there for either, or write the variable that holds the version",
            )


def _all(context: Context) -> Iterator[Finding]:
    known: dict[str, list[Release]] = {}
    tried = _tried(context)
    for name, folder, origin, place in _named(context):
        project = of_project(name)
        if not project or not (name.suffix or name.inner) or len(tried.get((origin.command, name.stem), ())) > 1:
            continue
        if project not in known:
            known[project] = releases(project, context)
        found = [(one, of_release(name, project, one.version)) for one in known[project]]
        told = [(one, expected) for one, expected in found if expected]
        # `python3` says nothing beside `Python-3.11.6`; and what is not known of one release may be of that one.
        found = [pair for pair in found if pair[1] or not any(_begins(pair[0], one) for one, _ in told)]
        if not told or len(told) < len(found) or any(agree(name.text, expected) for _, expected in told):
            continue
        if system_folder(folder) and not _installed(told, context):
            continue
        if not _written(name, context) or _asks(origin) or _one_of_several(name, origin, told, context):
            continue
        yield _finding(name, project, told[-1], origin, place or find_name(name.text, origin, context.plan))


def _tried(context: Context) -> dict[tuple[Place, str], set[str]]:
    """The names that one command gives to a library: of several, those are taken that the machine has."""
    found: dict[tuple[Place, str], set[str]] = {}
    for one in context.packed:
        if one.name.exact and one.name.suffix:
            found.setdefault((one.origin.command, one.name.stem), set()).add(one.name.major)
    return found


def _one_of_several(name: LibraryName, origin: Origin, told: list[tuple[Release, str]], context: Context) -> bool:
    """Whether a copy that may fail is of what another copy takes in the right version."""
    return (origin.unchecked == "|| true" and origin.quiet) and any(
        other.name.stem == name.stem and any(agree(other.name.text, expected) for _, expected in told)
        for other in context.packed
    )


def _begins(release: Release, other: Release) -> bool:
    return other.version[: len(release.version)] == release.version


def _named(context: Context) -> Iterator[tuple[LibraryName, str, Origin, Place | None]]:
    """What is packed, linked to, changed in place or preloaded; where it stands, if its origin does not say."""
    for one in context.packed:
        yield one.name, one.folder, one.origin, None
    for effect in context.plan.effects:
        if isinstance(effect, Link):
            paths = [effect.target]
        elif isinstance(effect, Change):
            paths = [effect.path]
        elif isinstance(effect, Export) and effect.name == "LD_PRELOAD" and effect.value is not None:
            paths = [effect.value]
        else:
            continue
        for path in paths:
            name = libname.parse_text(path)
            if name is not None:
                yield name, texts.shown(path).rpartition("/")[0], effect.origin, None
    if "WrittenFile" in context.kinds:
        from lintpack.rules.parts.document_names import named_in_documents

        yield from named_in_documents(context)


def _installed(told: list[tuple[Release, str]], context: Context) -> bool:
    """Whether the system's folders have the release too: as its packages, or by `--prefix=/usr`."""
    if any(one.system for one, _ in told):
        return True
    return any(re.search(r"prefix[= ][\"']?/usr(?:/local)?[\"']?(?=\s|$)", s.source.text) for s in context.plan.scripts)


def _written(name: LibraryName, context: Context) -> bool:
    """Whether the number is written out: what is put together of variables is what they say."""
    return any(name.text in script.source.text or _end(name) in script.source.text for script in context.plan.scripts)


def _end(name: LibraryName) -> str:
    return f".so.{name.suffix}" if name.suffix else name.text


def _asks(origin: Origin) -> bool:
    """Whether a condition asks for the version, or whether the file is there."""
    return any(re.search(r"(?i)ver|release|\[\[?\s+(?:!\s+)?-[efrsLh]\s|\$\{?\d", one.shown) for one in origin.guards)


def _finding(name: LibraryName, project: str, told: tuple[Release, str], origin: Origin, place: Place) -> Finding:
    release, expected = told
    version = ".".join(map(str, release.version))
    return RULE.finding(
        place,
        f"names `{name.text}`, but {project} {version} has `{expected}`",
        label="of another release",
        related=(*calls(origin, place), Label(release.place, f"{project} {version} is taken here")),
        help=f"name `{expected}`, or copy a pattern that follows the release (`cp -d {name.stem}.so.*`)",
    )
