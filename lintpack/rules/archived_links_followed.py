"""An archive is made in which the links of libraries become copies: `tar -h`, `zip` without `-y`."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.linked_family import NO_LINKS
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, narrowed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Archive, Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP211",
    name="archived-links-followed",
    summary="An archive holds the links of a library as so many copies of it.",
    level="warning",
    confidence="medium",
)

_TAR = r"\btar\s+(?:[^|;&\n]*\s)?(?P<option>-?(?:[a-zA-Z]*h[a-zA-Z]*)(?=\s)|--dereference\b)"
_ZIP = r"(?:^|[\s/])zip\s(?P<options>[^|;&\n]*)"
_KEPT = r"\s(?:-[a-zA-Z]*y|--symlinks)"
# What `make install` leaves in a staging folder, where the library is built as a shared one.
_INSTALLS = (
    r"(?m)^[^#\n]*\b(?:make|ninja|cmake|meson)\b[^#\n]*\binstall\b[^#\n]*\bDESTDIR="
    r"|^[^#\n]*\bDESTDIR=\S+[^#\n]*\binstall\b"
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for archive in context.each(Archive):
        if archive.action == "extract":
            continue
        option = _follows(archive)
        if option is None:
            continue
        # Packages of other kinds, which cannot hold links.
        if any(re.search(NO_LINKS, script.source.text) for script in context.plan.scripts):
            return
        kept = _links_in(archive, context)
        if kept is None and not (option and _installed(context)):
            continue
        command = archive.origin.command
        place = narrowed(command, option) if option else written_at(archive.origin)
        tool = f"`tar {option}`" if option else "`zip` without `-y`"
        related = () if kept is None else (Label(written_at(kept.origin), "the links are put there here"),)
        yield RULE.finding(
            place,
            f"{tool} stores what links lead to, so that each name of a library becomes a file of its own",
            label="the library, once for each of its names",
            related=(*calls(archive.origin, place), *related),
            notes=("the loader knows a file by its inode: a copy that is asked for by another name is loaded as well",),
            help="leave out `-h`" if option else "keep the links: `zip -ry`, or a tar archive",
        )


def _follows(archive: Archive) -> str | None:
    """tar's option that follows links, "" for zip, which follows them without one; None where links are kept."""
    text = archive.origin.command.text
    if archive.format == "zip":
        found = re.search(_ZIP, text)
        return "" if found is not None and not re.search(_KEPT, f" {found['options']}") else None
    if not archive.format.startswith("tar"):
        return None
    found = re.search(_TAR, text)
    if found is None or re.search(r"\s--(?:hard-dereference)", text):
        return None
    option = found["option"]
    # Words without a dash are options only behind `tar` itself.
    bundled = option.startswith("-") or re.search(rf"\btar\s+{re.escape(option)}\s", text)
    return option if bundled and not re.fullmatch(r"-?[a-zA-Z]*f[a-zA-Z]+", option) else None


def _links_in(archive: Archive, context: Context) -> Link | Transfer | None:
    """What puts links of libraries into the archive's folders, and keeps them."""
    roots = [paths.canonical(paths.strip_slashes(member)) for member in archive.members] or [archive.base]
    for effect in context.plan.effects:
        if effect.origin.number > archive.origin.number:
            break
        if not isinstance(effect, (Link, Transfer)) or not texts.consistent(effect.origin.when, archive.origin.when):
            continue
        path = effect.path if isinstance(effect, Link) else effect.destination
        name = libname.parse_text(path)
        if name is None or not any(paths.inside(path, root) is not None for root in roots):
            continue
        if isinstance(effect, Link) and effect.symbolic:
            target = libname.parse_text(effect.target)
            if target is not None and target.base == name.base:
                return effect
        elif isinstance(effect, Transfer) and effect.links == "keep" and name.suffix[:1] in ("*", "."):
            return effect
    return None


def _installed(context: Context) -> bool:
    if not context.speaks_of((".la", ".so", "--enable-shared", "BUILD_SHARED_LIBS=ON")):
        return False
    return any(re.search(_INSTALLS, script.source.text) for script in context.plan.scripts)
