"""Whether a folder is one of the machine that builds: a checkout, a staging folder, a home, a temporary one."""

from __future__ import annotations

import re

from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.values import Piece, Text

TEMPORARY = "a temporary directory"
STARTED_IN = "the directory that the build was started in"
# The root user's home on embedded systems (OpenEmbedded's ROOT_HOME), which each device has; the folder of Homebrew on
# each Linux.
_FIXED_HOMES = ("/home/root/", "/home/linuxbrew/.linuxbrew/")
# Devices that mount a file system of their own as /home: these are nobody's names.
_NOBODY = r"/home/(?:lib(?:32|64)?|s?bin|usr|etc|opt|app|base|local)(?:/|$)"
_FOLDERS = {
    "/tmp/": TEMPORARY,
    "/var/tmp/": TEMPORARY,
    "/home/": "a home directory",
    "/Users/": "a home directory",
    "/root/": "a home directory",
    "/github/workspace": "the checkout",
    "/builds/": "the checkout",
}
# Variables that name a place of the build, by words of their names.
_BUILD = (
    r"(?:\w+_)?(?:BUILD|BLD|OBJ|OUT|OUTPUT|STAG(?:E|ING)|DEST|WORK|SRC|SOURCE|REPO|CHECKOUT|BINARY|APP|PACK(?:AGE)?|BUNDLE)"
    r"_?(?:DIR|ROOT|PATH|FOLDER|TREE|SPACE|BASE)?(?:_DIR|_ROOT|_PATH)?"
)
_STAGING = r"OUT|DESTDIR|WORKSPACE|STAGING(?:_DIR)?|APPDIR|PKGDIR|BUILDROOT|RPM_BUILD_ROOT|SRC|WORK"
# Android's tools, which are on no device: `$ANDROID_NDK_ROOT`, `$ANDROIDNDK`, `$NDK`.
_FOREIGN = r"(?:\w+_)?(?:ANDROID_?)?NDK(?:_?(?:ROOT|HOME|PATH|DIR|BASE|TOOLCHAIN))?(?:_\w+)?"
_TEMPORARY = r"(?:\w+_)?(?:TMP|TEMP|TMPDIR|TEMPDIR|TMP_DIR|TEMP_DIR|RUNNER_TEMP)|mktemp"


def build_folder(text: Text) -> str:
    """Why the path `text` is one of the build machine; "" where nothing says so."""
    if not text:
        return ""
    first = text[0]
    if isinstance(first, str):
        if first.startswith(_FIXED_HOMES):
            return ""
        if re.match(_NOBODY, first):
            return ""
        return next((why for start, why in _FOLDERS.items() if first.startswith(start)), "")
    return _piece(first)


def nobodys(text: str) -> bool:
    """Whether /home is no place for users where `text`, a script's, is run: it has `/home/lib`, say."""
    return re.search(rf"(?<![\w$}}]){_NOBODY}", text) is not None


def staging(text: Text) -> bool:
    """Whether the path starts with a variable that only ever names a staging folder: `$OUT`, `$DESTDIR` …"""
    first = text[0] if text else ""
    return not isinstance(first, str) and re.fullmatch(_STAGING, _name(first)) is not None


def foreign(text: Text) -> bool:
    """Whether the path starts in the tools that build for another machine, which has none of them."""
    first = text[0] if text else ""
    return not isinstance(first, str) and re.fullmatch(_FOREIGN, _name(first).upper()) is not None


def _name(piece: Piece) -> str:
    return "" if isinstance(piece, str) else getattr(piece, "shown", "").strip("${}")


def _piece(piece: Piece) -> str:
    name = _name(piece)
    if isinstance(piece, Reference):
        for case in piece.alternatives:
            why = build_folder(case.text or ())
            if why:
                return why
    elif isinstance(piece, Hole):
        if name in ("PWD", "(pwd)") or re.search(r"\(\s*pwd\s*\)|`\s*pwd\s*`", piece.shown):
            return STARTED_IN
        if name in ("HOME", "~"):
            return "a home directory"
    if name in ("LD_LIBRARY_PATH", "LIBRARY_PATH"):
        return "what the machine that builds has in its own search list"
    if re.fullmatch(_FOREIGN, name.upper()):
        return "a folder of the tools that build for another machine"
    if "mktemp" in name or re.fullmatch(_TEMPORARY, name.upper()):
        return TEMPORARY
    if re.fullmatch(_STAGING, name) or re.fullmatch(_BUILD, name.upper()):
        return "a directory of the build"
    return ""
