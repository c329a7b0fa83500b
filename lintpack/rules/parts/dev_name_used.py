"""LP101 for a dev name that is linked to, linked into a folder of the system, or preloaded."""

from __future__ import annotations

from lintpack import libname
from lintpack.findings import Label
from lintpack.rules.dropped_version_suffix import RULE, fix
from lintpack.rules.shared.suffix_evidence import (
    meant_bare,
    mentioned,
    system_folder,
    versioned_name,
    whole_packages,
    without_version,
)
from lintpack.rules.shared.wording import calls, find_name
from lintpack.script import texts
from lintpack.script.plan import Export, Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.source import Source


def check(context: Context) -> Iterator[Finding]:
    for link in context.each(Link):
        yield from _links(link, context)
        yield from _lone_dev_link(link, context)
    yield from _dev_names_linked(context)
    if "WrittenFile" in context.kinds:
        from lintpack.rules.shared.loader import programs

        # Launchers that the script writes.
        for program in programs(context)[1:]:
            for effect in program.plan.effects:
                if isinstance(effect, Link):
                    yield from _links(effect, context)
    for export in context.each(Export):
        if export.value is not None and (export.name == "LD_PRELOAD" or _handed_on(export.name, context)):
            yield from _preloads(export, context)


def _links(link: Link, context: Context) -> Iterator[Finding]:
    """`ln -s /usr/lib/libreadline.so libreadline.so.7`: the target is there only with a -dev package."""
    target = libname.parse_text(link.target)
    folder = texts.shown(link.target).rpartition("/")[0]
    if target is None or not (target.exact and link.symbolic and system_folder(folder)):
        return
    if not without_version(target, context):
        return
    path = libname.parse_text(link.path)
    if path is None or not path.suffix or meant_bare(target.text, target.stem):
        return
    if not path.same_library(target):
        # Another library under this name: one vendor's `libMali.so` is all of EGL, GLES and GBM.
        return
    if any(one.name.same_library(target) and one.into == folder for one in context.packed):
        return
    place = find_name(target.text, link.origin, context.plan)
    yield RULE.finding(
        place,
        f"links `{path.text}` to `{texts.shown(link.target)}`, but that name is there only for the link editor",
        label="dev name, not the SONAME",
        related=calls(link.origin, place),
        notes=("development packages install this name, others do not",),
        help="link to the versioned name",
    )


def _dev_names_linked(context: Context) -> Iterator[Finding]:
    if "Link" not in context.kinds or not context.speaks_of((".so.",)):
        return
    from lintpack.rules.parts.dev_name_linked import meant, targets

    for link, name in targets(context):
        found = meant(link, name, context)
        if found is not None:
            place = find_name(name.text, link.origin, context.plan)
            yield RULE.finding(
                place,
                f"links to `{name.text}`{found.says}",
                label="dev name, not the SONAME",
                related=(*calls(link.origin, place), *found.related),
                notes=(found.note,),
                help=f"link to `{found.wanted}`" if found.wanted else "link to the versioned name",
            )


def _lone_dev_link(link: Link, context: Context) -> Iterator[Finding]:
    """`ln -s $dir/libfoo.so /usr/lib/libfoo.so` in an installer that speaks of `libfoo.so.1`, and never makes it."""
    name = libname.parse_text(link.path)
    folder = texts.shown(link.path).rpartition("/")[0]
    if name is None or not (name.bare and name.exact and link.symbolic and system_folder(folder)):
        return
    if "/gcc/" in folder:
        # Only the compiler looks there.
        return
    target = texts.shown(link.target)
    to = libname.parse_text(link.target)
    if to is not None and to.suffix and system_folder(target.rpartition("/")[0] or folder):
        # The versioned file is the system's own: the link is for who links with it.
        return
    if to is not None and to.suffix and target.startswith("/usr/local/cuda"):
        # Its packages tell ldconfig.
        return
    places = [other.path for other in context.each(Link)] + [t.destination for t in context.each(Transfer)]
    made = [libname.parse_text(path) for path in places if ".so" in texts.shown(path)]
    if any(other and other.same_library(name) and (other.suffix or not other.exact) for other in made):
        return
    found = versioned_name(name.stem, context)
    if found is not None:
        place = find_name(name.text, link.origin, context.plan)
        yield RULE.finding(
            place,
            f"links `{name.text}` into `{folder}`, but never `{found.text}`, which the loader asks for",
            label="dev name, not the SONAME",
            related=(*calls(link.origin, place), Label(found, "the same library, with its version")),
            help=f"link `{found.text}` as well",
        )


def _preloads(export: Export, context: Context) -> Iterator[Finding]:
    """LD_PRELOAD with a dev name: ld.so only warns where it is missing, and the program runs without it."""
    from lintpack.rules.shared.launchers import of_settings, tests_it

    if of_settings(export.origin.place.source.text):
        return
    for text, _ in texts.alternatives(export.value or ()):
        # ld.so splits LD_PRELOAD at blanks and colons (ld.so(8)).
        for path in _words(texts.shown(text)):
            folder, _, last = path.rpartition("/")
            name = libname.parse(last)
            if name is None or not without_version(name, context) or meant_bare(name.text, name.stem, folder):
                continue
            if any(one.name.same_library(name) and one.name.bare for one in context.packed):
                continue
            if _tried(name, context):
                continue
            sign = next(mentioned(name.stem, context), None)
            soname = _only_for_developers(name.text, context) if sign is None and not folder else ""
            for_linking = system_folder(folder) and not whole_packages(context.plan.path)
            asked = sign is None and _asked_for(path, export)
            # Behind a test the dev name may be tried where it happens to be; but not where it never is.
            system = for_linking or folder.startswith(("/usr/lib/", "/lib/"))
            package = _runtime_package(name, context) if asked and system else None
            if sign is None and not for_linking and not soname and package is None:
                continue
            place = find_name(name.text, export.origin, context.plan)
            says = f" from `{folder}`, where that is the link editor's name for it"
            if soname:
                says = f", which is there with a development package only; the library is `{soname}`"
            says = sign.says if sign is not None else says
            # What its makers install in /usr/local has the dev name beside it.
            there = asked or (sign is None and folder.startswith("/usr/local/")) or tests_it(context.plan.path)
            if package is not None:
                says = f", but `{package[0]}` is installed, which has it with a version only"
            yield RULE.finding(
                place,
                f"preloads `{name.text}`{says}",
                label="dev name, not the SONAME",
                related=(
                    *calls(export.origin, place),
                    *(sign.related if sign is not None else ()),
                    *([] if package is None else [_label(*package)]),
                ),
                notes=("ld.so only warns where the file is missing, and runs the program without it",),
                help=f"preload `{sign.wanted}`" if sign is not None else "preload the versioned name",
                fixes=fix(place, name.text, sign) if sign is not None else (),
                level="note" if there and package is None else "",
            )


def _label(package: str, source: Source, at: int) -> Label:
    return Label(source.place(at, at + len(package)), "this package")


def _words(shown: str) -> list[str]:
    """What ld.so makes of a value; the blanks of a command in it, `$(uname -m)`, are not there then."""
    if "$(" in shown:
        import re

        shown = re.sub(r"\$\([^()]*\)", lambda match: match[0].replace(" ", "_"), shown)
    return shown.replace(":", " ").split()


def _handed_on(name: str, context: Context) -> bool:
    """Whether a variable is there for another script to preload what it holds: `export PRELOAD_LIB=…`."""
    return "PRELOAD" in name and name != "LD_PRELOAD" and context.speaks_of(("LD_PRELOAD",))


def _runtime_package(name: LibraryName, context: Context) -> tuple[str, Source, int] | None:
    """The package with the library, `libfoo2`, that this script or one beside it installs, where none installs the one
    with the dev name, `libfoo-dev`; and where."""
    import re

    sources = [script.source for script in context.plan.scripts]
    for source in (*sources, *(context.neighbours if context.repository is not None else ())):
        if "install" not in source.text or f"{name.stem}-dev" in source.text:
            continue
        found = re.search(
            rf"\b(?:apt(?:-get)?|apk)\b(?:[^\n;&|]|\\\n)*?\b(?:install|add)\b(?:[^\n;&|]|\\\n)*?"
            rf"(?<=[\s\"'])({re.escape(name.stem)}-?\d[\w.]*)(?=[\s\"'=\\]|$)",
            source.text,
        )
        if found is not None:
            return found[1], source, found.start(1)
    return None


def _only_for_developers(dev_name: str, context: Context) -> str:
    """The SONAME of a well-known library whose dev name comes with development packages only; else ""."""
    table = context.evidence.table
    if table is None or not table.is_dev_only(dev_name):
        return ""
    return next(iter(table.soname_candidates(dev_name)), "")


def _tried(name: LibraryName, context: Context) -> bool:
    """Whether another setting preloads the same library with its version: one name is tried after the other."""
    for export in context.each(Export):
        if export.name == "LD_PRELOAD" and export.value is not None:
            for text, _ in texts.alternatives(export.value):
                for path in texts.shown(text).replace(":", " ").split():
                    other = libname.parse(path.rpartition("/")[2])
                    if other is not None and other.same_library(name) and other.suffix:
                        return True
    return False


def _asked_for(path: str, export: Export) -> bool:
    """Whether a test for that file stands before: then somebody sees to it that it is there."""
    from lintpack.rules.preload_path import looked_for
    from lintpack.rules.shared.loader_settings import placed

    place, _ = placed(export)
    return looked_for(path, export.origin, place.text, place.source.text)
