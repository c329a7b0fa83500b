"""What rules about the libraries that a program is found to need are about (see `subjects`)."""

from __future__ import annotations

from lintpack.rules.gates import subjects
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context

# What prints the libraries that a program needs.
PRINTERS = ("ldd", "objdump", "readelf", "print-needed", "NEEDED")
# What belongs to libraries that open others; and their names' beginnings.
OPENERS = ("Qt5", "Qt6", "libnss", "loaders.cache", "libmkl", "legacy_", "fips_", "add_binary")
_OPEN = ("libQt5", "libQt6", "libnss", "libmkl", "libcrypto")
# Who names these has thought of them.
KNOWN_PARTS = ("libc.so", "glibc", "ld-linux")
# Where the name of a part of glibc ends, in a pattern.
_ENDS = "/\\.*|[])'\"- \n$"
# Patterns that begin names, or letters that one follows.
_BEGINNINGS = (
    "== lib",
    '== "lib',
    "'^lib",
    '"^lib',
    "lib(c",
    "lib[c",
    "lib\\(c",
    "lib[m",
    "lib(m",
    "ld-linux",
    "ld-*",
    "(ld-",
)


def filtered(context: Context) -> bool:
    """Scripts with a pattern for a part of glibc, for names that begin with `lib`, or for the system's folder alone."""
    if context.speaks_of(("^/usr/lib", "/usr/lib/", "^\\/usr\\/lib")) and context.speaks_of(("/usr/local",)):
        return True
    if context.speaks_of(_BEGINNINGS) or first_fields(context):
        return True
    if context.speaks_of(("RPATH", "Library rpath", " rpath")) and not context.speaks_of(("RUNPATH", "runpath")):
        return True
    if context.speaks_of(("esac",)) and any(_in_case(script.source.text) for script in context.plan.scripts):
        return True
    return any(_named(script.source.text) for script in context.plan.scripts)


def first_fields(context: Context) -> bool:
    """Scripts in which awk prints the first field of what ldd does."""
    return context.speaks_of(("ldd",)) and context.speaks_of(("print $1", "print  $1")) and context.speaks_of(("=>",))


def listed_whole(context: Context) -> bool:
    """Scripts that hand on what ldd prints, and do not speak of the C library."""
    return not context.speaks_of(KNOWN_PARTS) and any(_hands_on(script.source.text) for script in context.plan.scripts)


def opening(context: Context) -> bool:
    """Plans that pack a library that opens others, or the list of them; and scripts for an initramfs."""
    if context.speaks_of(("add_binary",)) or any("loaders.cache" in source for _, source, _ in context.copies):
        return True
    return any(one.name.text.startswith(_OPEN) for one in context.packed)


def removing(context: Context) -> bool:
    """Plans that remove a pattern of libraries by the full path of their folder."""
    if "Removal" not in context.kinds:
        return False
    from lintpack.script.plan import Removal
    from lintpack.script.texts import shown

    for removal in context.each(Removal):
        path = shown(removal.path)
        if path[:1] == "/" and "/lib" in path and ("*" in path or "?" in path or "[" in path):
            return True
    return False


def _hands_on(text: str) -> bool:
    """Whether a command `ldd` stands in a pipeline or a substitution that is not about the version of glibc."""
    for _, line in lines_with("ldd", text):
        if "--version" not in line and ("|" in line or "$(" in line or "`" in line or "<(" in line):
            return True
    return False


def _named(text: str) -> bool:
    """Whether a name ends behind `libc`, `libm` or `librt`."""
    for stem in ("libc", "libm", "librt"):
        at = text.find(stem)
        while at >= 0:
            end = at + len(stem)
            if text[end : end + 1] in _ENDS and not text[at - 1 : at].isalnum():
                return True
            at = text.find(stem, end)
    return False


def _in_case(text: str) -> bool:
    """Whether a line begins with a library's name and has the bracket of a `case`."""
    for _, line in lines_with(")", text):
        patterns = line.partition(")")[0].lstrip(" \t(")
        if patterns.startswith(("lib", "ld-")) and not ("=" in patterns or "(" in patterns):
            return True
    return False


def looked_up(context: Context) -> bool:
    """Plans that copy what a command prints, or a file from anywhere."""
    return any(source.startswith(("$(", "`", "/**/", "/usr/**/", "/opt/**/")) for _, source, _ in context.copies)


def launched(context: Context) -> bool:
    """Plans that set what the loader looks at; and those that pack libraries beside a launcher or what may be one, or
    an archive of what packages hold."""
    if subjects.loader(context) or not context.packed:
        return subjects.loader(context)
    if "WrittenFile" in context.kinds and not context.speaks_of(subjects.LOADER_WORDS):
        return True
    if "Archive" in context.kinds and context.speaks_of(("dpkg",)):
        return True
    from lintpack.rules.shared.loader import launchers

    return any(True for _ in launchers(context.plan, context))
