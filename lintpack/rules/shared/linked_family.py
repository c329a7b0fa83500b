"""Whether what `libfoo.so*` matches surely holds links, and whether the place that it goes to can hold them."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.script import paths, texts
from lintpack.script.plan import Archive, Link, Removal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context
    from lintpack.script.plan import Transfer

# The C library and OpenSSL lie in a system's folders under their SONAMEs: without links but for compilers.
_PLAIN = r"libssl|libcrypto|libgcc_s|libc|libm|libdl|libpthread|librt|libresolv|libutil|libnsl|libcrypt"
# Where links cannot be kept: zip files of whatever name, npm's archives, the object stores of oss-fuzz and others.
NO_LINKS = (
    r"bdist_wheel|\.whl\b|auditwheel|nuget|\.nupkg|npm (?:pack|publish)|yarn pack|\bjar -?[cu]\w*f|\.apk\b|\bgradlew?\b"
    r"|\bmvn\b|LIB_FUZZING_ENGINE|\bs3 (?:cp|sync)\b|mkfs\.v?fat|\badb push\b|python3? setup\.py|pip3? wheel|-m build\b"
)
_INSTALLS = r"(?m)^[^#\n]*\b(?:make|gmake|ninja|samu|cmake|meson|scons|waf)\b[^#\n]*\s(?:--)?install\b"
# Characters before a copy that are of the same loop.
_NEAR = 800
_LIBRARIES = r"(?:^|/)(?:lib(?:32|64)?|[\w-]+-linux-gnu)$"
_OF_PARTS = r"(?i)plugin|jni|python|packages|android|modules|sdk|driver|swift|jvm|jre|jdk|target/(?:debug|release)"
FOLLOWS = r"\s-[a-zA-Z]*[LH]|\s--dereference|\s-[a-zA-Z]*T\b"


def has_links(copy: Transfer, context: Context) -> str:
    """Why what a `cp` without options matches surely holds links; "" where that cannot be told, or following them is
    asked for."""
    # `find -regex` may ask for one name of them.
    written = copy.origin.command.text
    if copy.tool not in ("cp", "install") or "regex" in written or sorted_out(copy, context) or _passed_over(copy):
        return ""
    # Who asks for copies gets them; ldconfig, which the script runs, wants links there.
    if copy.tool == "cp" and re.search(FOLLOWS, written) and not context.speaks_of(("ldconfig -n", "ldconfig -r")):
        return ""
    name = libname.parse_text(copy.source)
    if name is None or _one_name(copy):
        return ""
    folder = texts.shown(paths.dirname(copy.source))
    if ".libs" in folder.split("/"):
        return "libtool puts the library into `.libs` under its full version, and links beside it"
    base = name.base
    # `libc.so.*` is one name.
    if name.text.endswith(".so.*") and re.fullmatch(_PLAIN, base.rstrip("*")):
        return ""
    families = re.fullmatch(r"\*|lib\*|lib[\w+-]+\*?", base) and not re.fullmatch(_PLAIN, base)
    if families and name.suffix in ("*", ".*") and _of_libraries(folder, context):
        return "of versioned libraries, such a folder has a file and links to it"
    if base.startswith("lib") and name.suffix in ("*", ".*") and _of_pkg_config(folder, context):
        return "pkg-config says that installed libraries lie there: a file and links to it"
    if "*" in base or "?" in base or name.suffix not in ("*", ".*", "") or not base.startswith("lib"):
        return ""
    from lintpack.rules.shared.suffix_evidence import system_folder

    plain = re.fullmatch(_PLAIN, base) is not None
    if plain and system_folder(folder):
        return ""
    for script in context.plan.scripts:
        found = re.search(rf"(?<![\w-]){re.escape(base)}\.so\.(?:\d[\w.]*|\$\{{?\w+\}}?)", script.source.text)
        if found is not None:
            return f"the script speaks of `{found[0]}` as well"
    if known := well_known(base, context):
        return known
    operand = copy.origin.place.text.strip("\"'")
    return just_installed(folder, context) or just_installed(operand, context)


def well_known(stem: str, context: Context) -> str:
    """Why a library that the table has under a version is there with a link to it; "" for others."""
    table = context.evidence.table
    sonames = table.sonames(f"{stem}.so") if table is not None else ()
    if sonames and any(one.name != f"{stem}.so" for one in sonames):
        return f"`{stem}.so` is a link wherever the library is installed"
    return ""


def _of_libraries(folder: str, context: Context) -> bool:
    """Whether it is a folder like those that libraries are installed into, and not one of programs' own parts."""
    if re.search(_LIBRARIES, folder) is None or re.search(_OF_PARTS, folder):
        return False
    # What other systems and languages build has one name.
    return not context.speaks_of((".dll", "jniLibs", "cdylib", "cargo build", "ndk"))


def _of_pkg_config(folder: str, context: Context) -> bool:
    """`libdir=$(pkg-config --variable=libdir librsvg-2.0)`."""
    name = re.fullmatch(r"\$\{?(\w+)\}?", folder)
    return name is not None and any(
        re.search(
            rf"(?m)\b{name[1]}=[\"']?(?:\$\(|`)\s*\S*pkg-?config\S*\s[^\n]*--variable=libdir\b", script.source.text
        )
        for script in context.plan.scripts
    )


def just_installed(folder: str, context: Context) -> str:
    """The script installs into the folder's root before: what `make install` puts there under `.so*` are links."""
    root = re.match(r"\$\{?\w+\}?|/?[\w.-]+", folder.removeprefix("./"))
    if root is None or "/" not in folder:
        return ""
    word = re.escape(root[0].strip("${}"))
    prefix = rf"(?i:prefix|DESTDIR|INSTALL_ROOT)[=:\s]+[\"']?\$?\{{?(?:[\w.]+[/}}]+)*{word}\b"
    for script in context.plan.scripts:
        text = script.source.text
        if "install" in text and re.search(prefix, text) and re.search(_INSTALLS, text):
            return "the script has just installed the library there, with its links"
    return ""


def no_links_there(copy: Transfer, context: Context) -> bool:
    """Whether the copy goes to what cannot hold links."""
    if texts.shown(copy.destination).startswith(("$OUT/", "${OUT}/")):
        return True
    for archive in context.each(Archive):
        if archive.format == "zip" and not re.search(r"\s-[a-zA-Z]*y|--symlinks", archive.origin.command.text):
            return True
    return any(re.search(NO_LINKS, script.source.text) for script in context.plan.scripts)


def _one_name(copy: Transfer) -> bool:
    """Whether the copy gets a name: a pattern that matches one file, then."""
    return paths.basename(copy.destination) != paths.basename(copy.source)


def _passed_over(copy: Transfer) -> bool:
    """Whether the round of a loop ends before the copy where a link is found: `[ -L "$f" ] && continue`."""
    command = copy.origin.command
    before = command.source.text[max(0, command.start - _NEAR) : command.start]
    return re.search(r"\s-[Lh]\s[^\n]*(?:&&|;?\s*then)\s*(?:continue|return)\b", before) is not None


def sorted_out(copy: Transfer, context: Context) -> bool:
    """Whether the script makes the links anew where the copies are, or removes some of these."""
    into = paths.canonical(paths.dirname(copy.destination))
    name = libname.parse_text(copy.source)
    for effect in context.plan.effects:
        if not isinstance(effect, (Link, Removal)) or effect.origin.number < copy.origin.number:
            continue
        other = libname.parse_text(effect.path)
        if other is None or name is None or paths.canonical(paths.dirname(effect.path)) != into:
            continue
        if other.base == name.base or "*" in name.base:
            return True
    return False
