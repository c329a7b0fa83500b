"""LP109: a folder of libraries written out in a recipe of Gentoo's, which is `$(get_libdir)` where the recipe serves
machines that have another: `lib64` with those of 32 bits among its keywords, `lib` for libraries with those of 64.

    KEYWORDS="~amd64 ~x86"
    local mycmakeargs=( -DPLUGINS="${EPREFIX}/usr/lib64/foo" )
    econf --libdir=/usr/lib
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

# Their folder is `lib`, and that of the others `lib64` (LIBDIR_* of Gentoo's profiles).
_NARROW, _WIDE = "x86|arm|ppc|hppa|m68k|sh", "amd64|arm64|ppc64|s390"
_KEYWORDS = r"(?m)^[ \t]*KEYWORDS=[\"'](?P<all>[^\"']*)[\"']"
# A folder of what is installed: behind a root, or from the system's own.
_ROOT = r"(?:\$\{?(?:E?D|EPREFIX|E?ROOT)\}?[\"']?/?|(?<=[\s\"'=:(,|])(?<![\w}][\"'])/)"
_LIB64 = rf"{_ROOT}(?P<folder>(?:usr/)?lib64)(?=[/\"'\s;:)]|$)"
# What is surely one of libraries.
_LIB = (
    rf"(?:--libdir[= ]|-D(?:CMAKE_INSTALL_LIBDIR|LIB_INSTALL_DIR|INSTALL_LIB_?DIR)(?::\w+)?=|\bLIB_?DIR=)[\"']?{_ROOT}"
    rf"(?P<folder>usr/lib)(?=[\"'\s;)]|$)|{_ROOT}(?P<beside>usr/lib)(?=/pkgconfig\b|/[\"']?lib[\w+*-]+\.so\b)"
)
# Commands and settings that say where things are to be.
_PLACES = (
    r"(?:^|[\s\"'(])(?:-D[\w:]+=|--[\w-]*(?:dir|path|prefix|lib)[= ]|[A-Z_]*(?:LIB_?DIR|_PATH|_?PLUGIN_?DIR|LDPATH)=)"
    r"|^[ \t]*(?:into|insinto|exeinto|dodir|keepdir|dosym|newins|newexe|patchelf|fperms|mv|cp|ln|mkdir|install)\b"
    r"|^[ \t]*(?:local[ \t]+)?\w+=[\"']?(?:\$\{?(?:E?D|EPREFIX)\}?)?/usr/lib|>+\s*[\"']?\S+"
)
_ASKS = (
    r"get_libdir|get_abi_|\buse[ \t]|\bABI\b|multilib|\bARCH\b|CHOST|\[\[?[ \t]|\btest[ \t]|QA_|^\s*#"
    r"|\b(?:grep|sed|find|rm|eprefixify|elog|ewarn|einfo|eerror|die [\"'])\b"
)


class WrittenOut(Record):
    """The folder at `place`, what is wrong with it, and what to write."""

    place: Place
    says: str
    meant: str


def fixed_folders(context: Context) -> Iterator[WrittenOut]:
    source = context.plan.scripts[0].source
    text = source.text
    keywords = re.search(_KEYWORDS, text)
    # Programs in the form of machine code have the folders that they have.
    if keywords is None or "-*" in keywords["all"] or re.search(r"get_all_libdirs|^[ \t]*MULTILIB_", text):
        return
    for word, pattern, others in (("lib64", _LIB64, _NARROW), ("usr/lib", _LIB, _WIDE)):
        arch = re.search(rf"(?<![\w-])~?(?P<name>{others})(?![\w-])", keywords["all"])
        for start, line in lines_with(word, text) if arch is not None else ():
            if re.search(_ASKS, line) or not re.search(_PLACES, line) or _asked_above(text, start):
                continue
            for match in re.finditer(pattern, line):
                group = match.lastgroup or "folder"
                lib = "lib64" if word == "lib64" else "lib"
                yield WrittenOut(
                    source.place(start + match.start(group), start + match.end(group)),
                    f"`{match[group]}` is written out, but the recipe is for `{arch['name'] if arch else ''}` too, "
                    f"whose folder of libraries is `{'lib' if lib == 'lib64' else 'lib64'}`",
                    f"{match[group].removesuffix(lib)}$(get_libdir)",
                )


def _asked_above(text: str, start: int) -> bool:
    """Whether the line lies in a branch, or a list, that begins with a question for the machine."""
    indent = len(text[start:]) - len(text[start:].lstrip(" \t"))
    for line in reversed(text[max(0, start - 3000) : start].split("\n")):
        own = len(line) - len(line.lstrip(" \t"))
        if not line.strip() or own >= indent:
            continue
        indent = own
        if re.search(r"^[ \t]*(?:if|elif|else|case|for|while|\S+\)$|use\b|multilib\w*\(\)|QA_\w+=)", line):
            return True
        if not own:
            break
    return False
