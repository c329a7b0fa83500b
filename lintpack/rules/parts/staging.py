"""Whether a packed link names the folder in which its package is put together, or another one of the build.

    ln -s "$pkgdir/usr/lib/libz.so.1.3" "$pkgdir/usr/lib/libz.so.1"

What the package holds is laid out below a folder that the machine it is installed on does not have. A link is packed
with its target as it is written, and so names that folder (symlink(7)).

Such a folder is known by a name that recipes agree on, by what follows it (`$x/usr/lib` lies in no prefix), by what the
script installs into it (`make DESTDIR=$x install`) or packs from it (`tar -C $x`).
"""

from __future__ import annotations

import re

from lintpack.rules.shared.build_folder import STARTED_IN, build_folder
from lintpack.rules.shared.wording import written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Archive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context
    from lintpack.script.plan import Link
    from lintpack.script.values import Text

# makepkg, abuild, SlackBuilds, pkgmk, xbps, MacPorts, rpm, alibuild, snapcraft, debhelper's `DESTDIR` …
_NAMES = (
    r"(?i:(?:\w+_)?(?:pkg_?dir|subpkg_?dir|dest_?dir|dest_?root|pkg_?dest_?dir|build_?root|rpm_build_root|install_?root"
    r"|pkg_?root|staging|staging_?(?:dir|root)|stage_?dir|root_?fs(?:_?dir)?|massage_?dir|image_?root)|PKG"
    r"|(?:snap)?craft_(?:part_install|prime))"
)
# Names of roots that are used where they are: SDKs, homes, what runs in its own folder.
_IN_PLACE = (
    r"(?i).*(?:sys_?root|sdk|ndk|home|prefix|snap$|tool_?chain|cross|chroot|jail|venv|conda|app_?dir$|nvm|brew|wine|rust|cargo"
    r"|(?:^|_)(?:topdir|base_?dir|work_?dir|src_?dir|source_?dir|top|here|this|pwd|tests?|tmp|temp|dep\w*)$).*"
)
# What is below the root of a system, and in no prefix.
_SYSTEM = r"/+usr/|/+[\"']?\$\{?(?:_?prefix|PREFIX|libdir)\b"
_USED = (
    r"\b(?:DESTDIR|INSTALL_?ROOT|DEST_?ROOT|INSTALL_MOD_PATH|root|rootdir|destdir)="
    r"[\"']?\$\{?(?P<name>\w+)\}?[\"']?(?=[\s/;\\]|$)"
)
# They turn such links into relative ones afterwards.
_MENDED = r"\bsymlinks\s+-\w*c|-lname\b"
# Where sources are unpacked and built.
_SOURCES = r"(?i)_?(?:src_?dir|source_?dir|src_?root|build_?dir|builddir|wrksrc|pkg_build(?:_?dir)?)"
_VARIABLE = r"[\"']?\$\{?(?P<name>\w+)\}?[\"']?(?P<rest>.*)"


def staged(link: Link, context: Context) -> str:
    """The staging folder that the link lies in and its target begins with, as it is written (`$pkgdir`); else ""."""
    if _relative_wanted(link):
        return ""
    if _alike(link) and not _in_use(link.target):
        # A root that has a known value shows in the operand alone.
        for written in (texts.shown(link.target), written_at(link.origin).text):
            match = re.match(_VARIABLE, written, re.DOTALL)
            if match is not None and is_staging(match["name"], match["rest"], context):
                return f"${match['name']}"
    return _packed_from(link, context)


def mended(context: Context) -> bool:
    """Whether the script sees to its links afterwards."""
    return any(re.search(_MENDED, script.source.text) for script in context.plan.scripts)


def is_staging(name: str, rest: str, context: Context) -> bool:
    """Whether `$name`, before `rest` of a path, is a folder that a package is put together in."""
    if not rest.startswith(("/", "$")) or re.fullmatch(_IN_PLACE, name):
        return False
    if re.fullmatch(_NAMES, name) or name in context.shared(_used):
        return True
    return re.match(_SYSTEM, rest) is not None


def _used(context: Context) -> frozenset[str]:
    """The variables that the script hands to `make install` and the like as the root to install into."""
    found: set[str] = set()
    for script in context.plan.scripts:
        text = script.source.text
        if "=" in text and re.search("(?i)dest|root", text):
            found |= {match["name"] for match in re.finditer(_USED, text)}
    return frozenset(found)


def _alike(link: Link) -> bool:
    """Whether the link and its target begin with the same folder."""
    first, other = (_first(text) for text in (link.target, link.path))
    return bool(first) and first == other


def _first(text: Text) -> Text:
    return next((part for part in paths.components(paths.canonical(text)) if part not in ((), (".",))), ())


def _in_use(target: Text) -> bool:
    """Whether the root is known, and a folder of the system: `DESTDIR=/usr/local`."""
    known = texts.head(paths.canonical(target))
    return known.startswith("/") and not known.startswith(("/tmp/", "/var/tmp/", "/build", "/home/", "/root/"))


def _relative_wanted(link: Link) -> bool:
    return re.search(r"\s(?:-[a-zA-Z]*r|--relative)", link.origin.command.text) is not None


def _packed_from(link: Link, context: Context) -> str:
    """The folder from which an archive is made, where both lie in it and it is one of the build's."""
    if paths.absolute(link.target) is False:
        return ""
    for archive in context.each(Archive):
        base = paths.canonical(archive.base)
        if archive.action == "extract":
            continue
        if root := _relative_root(link, archive):
            return root
        if not texts.head(base).startswith(("/tmp/", "/var/tmp/")):
            continue
        if paths.inside(link.target, base) is not None and paths.inside(link.path, base) is not None:
            return texts.shown(archive.base)
    return ""


def _relative_root(link: Link, archive: Archive) -> str:
    """The variable that the link and its target begin with, where it is packed as `./$PREFIX`: wherever that lies, what
    is unpacked has no such folder, neither from the root nor from where the link is."""
    first = _first(link.target)
    if not _alike(link) or len(first) != 1 or isinstance(first[0], str):
        return ""
    name = re.fullmatch(r"\$\{?(\w+)\}?", texts.shown(first))
    if name is None or not re.search(rf"[\s\"']\./+[\"']?\$\{{?{name[1]}\b", archive.origin.command.text):
        return ""
    return f"${name[1]}"


def of_the_build(link: Link, context: Context) -> str:
    """The folder of the build that the target of a packed link begins with (`$srcdir`, `$PWD`), as it is shown; else
    ""."""
    first = paths.canonical(link.target)[:1]
    if not first or isinstance(first[0], str) or _relative_wanted(link):
        return ""
    shown = texts.shown(first)
    if not (re.fullmatch(_SOURCES, shown.strip("${}")) or build_folder(first) == STARTED_IN):
        return ""
    match = re.match(_VARIABLE, texts.shown(link.path), re.DOTALL)
    if match is not None and is_staging(match["name"], match["rest"], context):
        return shown
    archives = [archive for archive in context.each(Archive) if archive.action != "extract"]
    packed = [paths.strip_slashes(member) for archive in archives for member in archive.members]
    return shown if any(paths.inside(link.path, one) is not None for one in packed) else ""
