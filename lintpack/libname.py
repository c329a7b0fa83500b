"""The parts of a shared library's file name.

    libfoo.so            the dev name, or a library without versions (a plug-in)
    libfoo.so.4          one component: as SONAMEs mostly look
    libfoo.so.4.6.5      several: mostly the file itself, now and then a SONAME (Boost, OpenSSL 1)
    libthrift-0.17.0.so  the version stands before `.so` (libtool, -release)
    libfoo.so*           a pattern, or a name with text that is not known: `exact` is False

Only names are looked at here; what a library's SONAME really is, only evidence can tell.
"""

from __future__ import annotations

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.values import Text

# They stand for a wildcard and for unknown text while a name is cut up; no file has such a name.
_STAR = "\x00"
_UNKNOWN = "\x01"
_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_MARKS = frozenset(_STAR + _UNKNOWN)
_VERSION = _DIGITS | _LETTERS | _MARKS | frozenset("+~-")
# Words that components of versions after the first begin with: `.so.5.22.3.abi1`, `.so.1.0.0.rc16`.
_WORDS = ("abi", "alpha", "beta", "dev", "git", "pre", "rc")


class LibraryName(Record):
    """One name. `stem` + (`-` + `inner`) + `.so` + (`.` + `suffix`) is `text`, but for patterns and malformed names.

    `inner` is a version before `.so` and its separator is `-`; a version that is written together with the name, as in
    `libpython3.11.so` or `libssl3.so`, belongs to the stem. `exact`: no wildcard and no unknown text in the name; else
    these stand in the parts as they were shown. `malformed`: what is wrong with the name, such as `libfoo.so.`,
    else "".
    """

    text: str
    stem: str
    inner: str = ""
    suffix: str = ""
    exact: bool = True
    malformed: str = ""

    @property
    def base(self) -> str:
        """The name up to `.so`: the stem with the version in it."""
        return f"{self.stem}-{self.inner}" if self.inner else self.stem

    @property
    def link_name(self) -> str:
        """`libfoo.so` for `libfoo.so.4.6.5`, `libthrift-0.17.0.so` for itself."""
        return self.base + ".so"

    @property
    def bare(self) -> bool:
        """Whether there is no version at all: `libfoo.so`."""
        return not self.inner and not self.suffix and not self.malformed

    @property
    def depth(self) -> int:
        """The number of components after `.so`: 0 for `libfoo.so`, 3 for `libfoo.so.4.6.5`."""
        return self.suffix.count(".") + 1 if self.suffix else 0

    @property
    def kind(self) -> str:
        """By look alone: `bare`, `inner` (`libthrift-0.17.0.so`), `soname` (one component) or `real` (several)."""
        if not self.suffix:
            return "inner" if self.inner else "bare"
        return "soname" if self.depth == 1 else "real"

    @property
    def version(self) -> tuple[str, ...]:
        """The components of the version after `.so`, or before it where there is none after."""
        version = self.suffix or self.inner
        return tuple(version.split(".")) if version else ()

    @property
    def major(self) -> str:
        return self.version[0] if self.version else ""

    @property
    def python_extension(self) -> bool:
        """`_ssl.cpython-311-x86_64-linux-gnu.so`, `_x.abi3.so` (PEP 3149): never searched for by the loader."""
        return ".cpython-" in self.text or ".abi3." in self.text or ".pypy" in self.text

    def cut(self, depth: int) -> str:
        """The name with `depth` components after `.so`: `libfoo.so.4.6.5` cut at 1 is `libfoo.so.4`."""
        if depth <= 0:
            return self.link_name
        return f"{self.link_name}.{'.'.join(self.suffix.split('.')[:depth])}"

    def shorter(self) -> tuple[str, ...]:
        """The names a SONAME may have if this is the file itself, shortest first; without the dev name.

        `libfoo.so.4.6.5` gives `libfoo.so.4`, `libfoo.so.4.6`.
        """
        return tuple(self.cut(depth) for depth in range(1, self.depth))

    def same_library(self, other: LibraryName) -> bool:
        """Whether both are names of one library, of whatever version: `libfoo.so` and `libfoo.so.4`,
        `libthrift.so` and `libthrift-0.17.0.so`; not `libgtk-3.so.0` and `libgtk-4.so.1`."""
        if self.base == other.base:
            return True
        return self.stem == other.stem and not self.suffix and not other.suffix


def _component(part: str, first: bool) -> bool:
    if not part or not _VERSION.issuperset(part):
        return False
    return part[0] in _DIGITS or part[0] in _MARKS or (not first and part.startswith(_WORDS))


def _version(text: str) -> bool:
    """Whether `text` reads as a version after `.so.`: `4`, `1.0.2k`, `5.22.3.abi1`; not `4.debug`, `gz`."""
    first, *others = text.split(".")
    return _component(first, True) and all(_component(part, False) for part in others)


def _inner(base: str) -> tuple[str, str]:
    """The stem, and the version before `.so`: `libbfd-2.40-system` is `libbfd` and `2.40-system`.

    `lib3d-2d`, `libfoo-64` and `ld-linux-x86-64` hold none.
    """
    at = base.find("-", 1)
    while at > 0:
        inner = base[at + 1 :]
        if _is_inner(inner):
            return base[:at], inner
        at = base.find("-", at + 1)
    return base, ""


def _is_inner(text: str) -> bool:
    head, dash, tail = text.partition("-")
    parts = head.replace("_", ".").split(".")
    if not parts[0] or not (_DIGITS | _MARKS).issuperset(parts[0]) or text in {"32", "64"} or text[0] == _STAR:
        return False
    if not all(part and (_DIGITS | _LETTERS | _MARKS | {"+", "~"}).issuperset(part) for part in parts):
        return False
    return not dash or (len(parts) > 1 and bool(tail) and (_VERSION | {"."}).issuperset(tail))


def parse(name: str) -> LibraryName | None:
    """The parts of the file name `name` (no folder); None where it is not that of a shared library.

    A name that is meant as one and cannot be it (`libfoo.so.`, `libfoo.so.so`, `libfoo.so..1`) is `malformed`.
    `libfoo.so.4.debug`, `libfoo.so.conf` and `libfoo.so.4-gdb.py` are no libraries.
    """
    return _cut(name, name, "/" not in name and "\0" not in name)


def parse_path(path: str) -> LibraryName | None:
    """`parse` of the last component."""
    return parse(path.rpartition("/")[2])


def parse_text(text: Text) -> LibraryName | None:
    """The parts of the last component of `text`; unknown text and wildcards stand in them as shown."""
    marked, shown = "", ""
    stands: list[str] = []
    for piece in text:
        if isinstance(piece, str):
            if "/" in piece:
                marked, shown, stands = "", "", []
            known = piece.rpartition("/")[2].replace(_STAR, "").replace(_UNKNOWN, "")
            marked += known
            shown += known
        else:
            wild = getattr(piece, "text", None)
            stand = wild if wild is not None else piece.shown  # type: ignore[union-attr]
            marked += _STAR if wild is not None else _UNKNOWN
            stands.append(stand)
            shown += stand
    if not stands:
        return parse(marked)
    found = _cut(marked, shown, True)
    if found is None:
        return None
    # The marks come back in the order they went in.
    parts: list[str] = []
    for part in (found.stem, found.inner, found.suffix):
        whole = ""
        for char in part:
            whole += stands.pop(0) if char in {_STAR, _UNKNOWN} else char
        parts.append(whole)
    return LibraryName(shown, parts[0], parts[1], parts[2], False, found.malformed)


def _cut(name: str, shown: str, valid: bool) -> LibraryName | None:
    at = name.find(".so")
    while at >= 0 and name[at + 3 : at + 4] not in {"", ".", _STAR, _UNKNOWN}:
        at = name.find(".so", at + 1)
    if at <= 0 or not valid:
        return None
    rest = name[at + 3 :]
    stem, inner = _inner(name[:at])
    if not rest:
        return LibraryName(shown, stem, inner)
    if rest[0] != ".":
        # `libfoo.so*` and `libfoo.so$suffix`: the suffix with its dot, or none.
        tail = rest[1:]
        if tail and not (tail[0] == "." and _version("0" + tail)) and not _version("0" + tail):
            return None
        return LibraryName(shown, stem, inner, rest)
    suffix = rest[1:]
    if _version(suffix):
        return LibraryName(shown, stem, inner, suffix)
    if suffix in {"", "so"} or suffix.startswith(("so.", ".")) or (suffix[-1] == "." and _version(suffix.rstrip("."))):
        return LibraryName(shown, stem, inner, "", True, f"`{shown[len(shown) - len(rest) :]}` is no version")
    return None
