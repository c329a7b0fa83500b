"""Which version of what a recipe packs, as the recipe itself says it.

pkgname=glibc pkgver=2.17              makepkg, abuild, xbps
PRGNAM=mumble VERSION=${VERSION:-1.3}  SlackBuilds
TERMUX_PKG_VERSION=13.0.1              termux: the name is the folder's
package: UUID / version: v2.27.1       alidist's header
luajit-2.0.4.recipe                    haikuports, ebuilds
gcc/build, and "9.3.0 1" in gcc/version  KISS
debian/postinst, and debian/changelog    dpkg
"""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context
    from lintpack.source import Place, Source

_VERSION = (
    r"(?m)^[ \t]*(?:(?:export|local|declare|readonly)[ \t]+)?(?P<name>_?pkgver|PKGVER|PKG_VER(?:SION)?|_?VERSION"
    r"|TERMUX_PKG_VERSION|_?version|VER|PACKAGE_VERSION|portVersion|package_version)"
    r"(?:=|:[ \t]*)[\"']?(?:\$\{(?P=name):[-=])?v?(?P<version>\d+(?:\.\d+)+)(?![\w.+~-])"
)
_NAME = (
    r"(?m)^[ \t]*(?:export[ \t]+)?(?:_?pkgname|_?pkgbase|PRGNAM|SRCNAM|PKG_?NAME|TERMUX_PKG_NAME|_?NAME|_?name"
    r"|package|PACKAGE|_?realname|_?appname|PROJECT)(?:=|:[ \t]*)\(?[\"']?(?P<name>[A-Za-z][\w+.-]*)"
)
_BUILT = (
    r"(?m)^[ \t]*(?:(?:export|local|declare|readonly)[ \t]+)?_?(?P<name>[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)?)"
    r"(?:_(?:VERSION|VER|version|ver)|VERSION|VER|Version|ver|version)"
    r"=[\"']?(?:\$\{\w+:[-=])?v?(?P<version>\d+(?:\.\d+)+)(?![\w.+~-])"
)
# Files that are called so in each recipe's folder; the folder is called as the package.
_OF_FOLDER = ("PKGBUILD", "APKBUILD", "build", "build.sh", "template", "Pkgfile", "package.mk", "INSTALL", "BUILD")
_VERSIONED = r"(?P<name>[A-Za-z][\w+.-]*?)-(?P<version>\d+(?:\.\d+)+)(?:-r\d+)?\.(?:recipe|ebuild)"
# What is added to a name for one build of it.
_ADDED = (
    r"^(?:lib32|python\d*|mingw-w64|lib)-"
    r"|-(?:bin|git|svn|hg|ng|static|compat|devel?|legacy|libs|lts|stable|driver)$"
)

# Words that stand before `VERSION` and are no names of libraries.
_WORDS = frozenset(
    {"pkg", "package", "lib", "base", "min", "max", "old", "new", "src", "soname", "abi", "api", "release", "app"}
)


class OwnVersion(Record):
    """`names` are in lower case, without `lib`, `-git` and the like. `label` shows where the version is said, None
    where that is a file's name; `said` says it in words."""

    version: tuple[int, ...]
    names: frozenset[str]
    said: str
    label: Label | None = None

    @property
    def text(self) -> str:
        return ".".join(map(str, self.version))


def own_versions(context: Context) -> tuple[OwnVersion, ...]:
    """Of the package, and of what the script has a variable for: `OPENSSL_VERSION`."""
    mine = own_version(context)
    found: dict[str, list[OwnVersion]] = {}
    for script in context.plan.scripts:
        for match in re.finditer(_BUILT, script.source.text):
            name = plain(match["name"].replace("_", "-"))
            if len(name) > 2 and name not in _WORDS:
                place = script.source.place(match.start("name"), match.end("version"))
                said = f"`{place.text.partition('=')[0]}` is {match['version']}"
                label = Label(place, f"the version of {name}")
                found.setdefault(name, []).append(
                    OwnVersion(_numbers(match["version"]), frozenset({name}), said, label)
                )
    others = [same[0] for same in found.values() if len({one.version for one in same}) == 1]
    return (*([mine] if mine is not None and mine.names else []), *others)


def own_version(context: Context) -> OwnVersion | None:
    """None where the entry script does not say it, or says more than one."""
    source = context.plan.scripts[0].source if context.plan.scripts else None
    if source is None:
        return None
    folder, _, file = context.plan.path.rpartition("/")
    names = {match["name"] for match in re.finditer(_NAME, source.text)}
    if file in _OF_FOLDER and folder:
        names.add(folder.rpartition("/")[2])
    elif file.endswith((".SlackBuild", ".sh")):
        names.add(file.rpartition(".")[0])
    named = re.fullmatch(_VERSIONED, file)
    if named is not None:
        return OwnVersion(_numbers(named["version"]), _plain({*names, named["name"]}), f"this is `{file}`")
    found = list(re.finditer(_VERSION, source.text))
    versions = {match["version"] for match in found}
    if len(versions) == 1:
        first = found[0]
        place: Place = source.place(first.start("name"), first.end("version"))
        said = f"`{first['name']}` is {first['version']}"
        return OwnVersion(_numbers(first["version"]), _plain(names), said, Label(place, "the version of the package"))
    if not found and file == "build" and context.repository is not None:
        beside = context.repository.read(f"{folder}/version" if folder else "version")
        match = re.match(r"(\d+(?:\.\d+)+)(?:\s+\d+)?\s*$", beside.text) if beside is not None else None
        if match is not None:
            return OwnVersion(_numbers(match[1]), _plain(names), f"the file `version` beside it says {match[1]}")
    if not versions and folder.rpartition("/")[2] == "debian" and context.repository is not None:
        return _of_changelog(context.repository.read(f"{folder}/changelog"))
    return None


def _of_changelog(beside: Source | None) -> OwnVersion | None:
    """`acme-foo (1:2.7.2-1) unstable; …`, of which the folders may be called `foo-2.7.2` (deb-changelog(5))."""
    match = (
        re.match(r"(?P<name>[a-z0-9][\w+.-]*) \((?:\d+:)?(?P<version>\d+(?:\.\d+)+)[^)\s]*\)", beside.text)
        if beside
        else None
    )
    if match is None:
        return None
    words = match["name"].split("-")
    names = {"-".join(words[at:]) for at in range(len(words))}
    said = f"`debian/changelog` says {match['version']}"
    return OwnVersion(_numbers(match["version"]), _plain({name for name in names if len(name) > 2}), said)


def plain(name: str) -> str:
    """A name as names are compared: `lib32-LuaJIT-git` is `luajit`."""
    while (shorter := re.sub(_ADDED, "", name.lower())) != name:
        name = shorter
    return name.removeprefix("lib") if len(name) > 5 else name


def _plain(names: set[str]) -> frozenset[str]:
    # A version in a package's name is no part of the library's: `llvm15-libs`, `gcc-12`.
    found = {plain(name) for name in names if name}
    return frozenset({*found, *(re.sub(r"-?[\d.]+$", "", name) for name in found)} - {""})


def _numbers(version: str) -> tuple[int, ...]:
    return tuple([int(part[:9]) for part in version.split(".")])
