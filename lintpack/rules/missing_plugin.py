"""A library is packed without what it opens by itself when it runs: ldd does not show that."""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.record import replace
from lintpack.rules.gates.subjects import HANDFUL
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.suffix_evidence import system_folder
from lintpack.rules.shared.wording import calls, find_piece, listed
from lintpack.script import texts
from lintpack.script.plan import Unfollowed, Unresolved, WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.source import Place

RULE = Rule(
    code="LP138",
    name="missing-plugin",
    summary="A library is packed without the modules that it opens by itself when it runs.",
    level="warning",
    confidence="medium",
)

# What finds modules by itself, and words that say that whoever runs the program has them.
_COLLECTORS = (
    r"linuxdeploy|windeployqt|macdeployqt|androiddeployqt|appimage-builder|go-appimage|sharun|copy_deps|strace|\.dylib"
    r"|\.dll|pyinstaller|cqtdeployer|auditwheel|flatpak"
)
# What ends threads, which glibc does by libgcc_s.so.1, opened when it comes to that.
_THREADED = r"/?cryptsetup$"


def check(context: Context) -> Iterator[Finding]:
    if any(True for _ in context.each(Unfollowed)):
        return
    text = "\n".join([re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", script.source.text) for script in context.plan.scripts])
    yield from once(_all(text, context))


def _all(text: str, context: Context) -> Iterator[Finding]:
    ours = [one for one in context.packed if not system_folder(one.into)]
    if not re.search(_COLLECTORS, text):
        yield from _qt(ours, text, context)
        yield from _pixbuf(text, context)
    yield from _nss(ours, text, context)
    yield from _mkl(ours, text, context)
    yield from _openssl(ours, text, context)
    yield from _name_service(text, context)
    yield from _initramfs(context)


def _finding(
    one: Packed, message: str, why: str, help_text: str, context: Context, place: Place | None = None
) -> Finding:
    place = place or find_piece(one.name.text, one.origin, context.plan)
    return RULE.finding(
        place,
        message,
        label="opens others when it runs",
        related=calls(one.origin, place),
        notes=(why,),
        help=help_text,
    )


def _swept(folder: str, context: Context) -> bool:
    """Whether a copy of whole folders, or of one that cannot be told, may take what lies in `folder` (a pattern)."""
    for transfer, source, _ in context.copies:
        if re.search(folder, source):
            return True
        if transfer.recursive and (
            source.endswith(("/lib", "/lib64", "/lib/.", "/lib/*", "/plugins")) or "$(" in source
        ):
            return True
    return False


def _qt(ours: list[Packed], text: str, context: Context) -> Iterator[Finding]:
    """libQt5Gui opens the platform plug-in, and that is linked with libQt5XcbQpa."""
    named = [one for one in ours if re.match(r"libQt[56][A-Z]\w*$", one.name.base)]
    gui = next((one for one in named if re.match(r"libQt[56](?:Gui|Widgets)$", one.name.base)), None)
    if gui is None or len({one.name.base for one in named}) < HANDFUL - 1:
        return
    version = gui.name.base[5]
    has = re.search(r"platforms|qxcb|qwayland|qoffscreen|qeglfs|qminimal|qlinuxfb|QPA", text)
    sources = [(transfer, source) for transfer, source, _ in context.copies]
    some = [(transfer, source) for transfer, source in sources if re.search(r"/plugins/[a-z]", source)]
    whole = any(re.search(r"(?:^|/)plugins(?:/\.|/\*|/)?$", source) for _, source in sources)
    if not has and some and not whole:
        transfer, source = some[0]
        kind = re.split(r"/plugins/", source)[1].partition("/")[0]
        yield _finding(
            gui,
            f"packs `{gui.name.text}`, and some of Qt's plug-ins, but not `platforms/libqxcb.so`",
            "Qt opens a platform plug-in at its start, and ends where there is none",
            "pack Qt's folder `plugins/platforms` as well",
            context,
            find_piece(kind, transfer.origin, context.plan),
        )
    xcb = any(re.search(r"platforms|qxcb", source) for _, source in sources) or whole
    collects = re.search(r"\bldd\b|NEEDED|print-needed|lddtree|XcbQpa|\*Xcb|Xcb\*", text)
    # Before Qt 5.5, which came with ICU 54, the plug-in had it in itself.
    collects = collects or re.search(r"libicu\w+\.so\.5[0-3]\b", text)
    other = any(_is_wide(source, f"libQt{version}XcbQpa.so.{version}") for _, source in sources)
    other = other or any("Qt" in one.name.base and "*" in one.name.base for one in ours)
    if xcb and not collects and not other and not _swept(r"^$", context):
        yield _finding(
            gui,
            f"packs Qt's platform plug-in, but not `libQt{version}XcbQpa.so.{version}`, which that is linked with",
            "the plug-in is found, but cannot be loaded",
            f"pack `libQt{version}XcbQpa.so.{version}` from the same place, and `libQt{version}DBus.so.{version}`",
            context,
        )


def _is_wide(source: str, name: str) -> bool:
    from fnmatch import fnmatchcase

    return fnmatchcase(name, source.rpartition("/")[2] or "*")


def _pixbuf(text: str, context: Context) -> Iterator[Finding]:
    """The list of loaders is packed, and none of them."""
    rest = re.sub(r"loaders\.cache|query-loaders|\w+loaders|loaders-\w+", "", text)
    if re.search(r"loaders|libpixbufloader|query-loaders\S*\s*>", rest):
        return
    for transfer, source, into in context.copies:
        if not source.endswith("/loaders.cache") or into.startswith(("/usr", "/etc")):
            continue
        from lintpack.rules.shared.build_folder import TEMPORARY, build_folder

        if build_folder(transfer.destination) == TEMPORARY:
            continue
        if any(other.recursive and "gdk-pixbuf" in path for other, path, _ in context.copies) or _swept(r"^$", context):
            return
        yield RULE.finding(
            transfer.origin.place,
            "packs the list of gdk-pixbuf's loaders, but no loader that it names",
            label="a list of modules",
            related=calls(transfer.origin, transfer.origin.place),
            notes=("gdk-pixbuf opens `libpixbufloader-svg.so` and others by this list, and reads no picture without",),
            help="pack the folder `loaders` beside it",
        )


def _nss(ours: list[Packed], text: str, context: Context) -> Iterator[Finding]:
    """libnss3 opens libsoftokn3, and that one libfreebl3."""
    names = {one.name.base for one in ours}
    first = next((one for one in ours if one.name.base in ("libnss3", "libnssckbi") and one.name.bare), None)
    if first is None:
        return
    missing = [name for name in ("softokn", "freebl") if name not in text]
    if not missing or any("*" in name and name.startswith(("libs", "libf", "lib*")) for name in names):
        return
    if _swept(r"(?:^|/)(?:nss|\*|lib\*\.so\S*|\*\.so\S*)$", context):
        return
    full = {"softokn": "libsoftokn3.so", "freebl": "libfreeblpriv3.so"}
    yield _finding(
        first,
        f"packs `{first.name.text}`, but not {listed([full[name] for name in missing])}, which NSS opens when it runs",
        "NSS cannot be initialised without its own modules, and those of another version are refused",
        "pack libsoftokn3.so, libfreebl3.so and libfreeblpriv3.so with their .chk files from the same place",
        context,
    )


def _mkl(ours: list[Packed], text: str, context: Context) -> Iterator[Finding]:
    """libmkl_core opens the kernels of the processor."""
    mkl = [one for one in ours if one.name.base.startswith("libmkl")]
    first = next((one for one in mkl if one.name.base in ("libmkl_core", "libmkl_rt")), None)
    if first is None or re.search(r"mkl_(?:def|avx|mc)|mkl_?[\"}]?\*", text):
        return
    if any(re.search(r"[*?${]", one.name.base) for one in mkl) or _swept(r"mkl[^/]*\*|(?:^|/)(?:lib)?\*\.so", context):
        return
    if any(one.may_be("libmkl_def") and one.names for one in context.each(Unresolved)):
        return
    # Of a list, the end: what is missing comes behind it.
    last = mkl[-1]
    yield _finding(
        last,
        f"packs `{first.name.text}`, but no kernel (`libmkl_def`, `libmkl_avx2`, `libmkl_avx512`), which it opens",
        "MKL ends the program where it finds no kernel for the processor",
        "pack libmkl_def, libmkl_avx2 and libmkl_avx512 of the same version",
        context,
    )


def _openssl(ours: list[Packed], text: str, context: Context) -> Iterator[Finding]:
    """A configuration that is packed asks for a provider in a file of its own."""
    crypto = [one for one in ours if one.name.base == "libcrypto" and one.name.suffix[:1] in ("3", "*")]
    if not crypto or re.search(r"(?:legacy|fips)(?:\.so|\.\*)|ossl-modules/?[\"']?/?(?:\*|\.(?=\s))", text):
        return
    if _swept(r"ossl-modules", context):
        return
    for written in context.each(WrittenFile):
        match = re.search(_ACTIVATED, texts.shown(written.text))
        if match is None:
            continue
        source = written.origin.place.source
        at = source.text.find(match[0].partition("\n")[0], written.origin.command.start)
        place = source.place(at, at + len(match[0].partition("\n")[0])) if at >= 0 else written.origin.place
        finding = _finding(
            crypto[0],
            f"packs `{crypto[0].name.text}`, but not `ossl-modules/{match[1]}.so`, which its configuration activates",
            "libcrypto opens it when it reads the configuration, and reports an error where it is missing",
            f"pack `ossl-modules/{match[1]}.so` of the same OpenSSL",
            context,
        )
        yield replace(finding, related=(*finding.related, Label(place, "activated here")))
        return


# A provider that is a file of its own.
_ACTIVATED = r"(?m)^\[\s*(legacy|fips)_\w+\s*\]\s*\n\s*activate\s*=\s*(?:1|yes|true)"
_SERVICES = r"(?m)^[ \t]*(?:passwd|group|shadow|hosts|services|networks|protocols):[ \t]*([^\n#]*)"


def _name_service(text: str, context: Context) -> Iterator[Finding]:
    """Each service of nsswitch.conf is a library that glibc opens."""
    if "libnss_" not in text or re.search(r"libnss_?[\"'}]?(?:\*|\?)|libnss_\$\(|libnss_\{", text):
        return
    packed = [one for one in context.packed if one.name.base.startswith("libnss_")]
    names = {one.name.base.removeprefix("libnss_") for one in packed}
    if "files" not in names or any(re.search(r"[*?$\[]", name) for name in names):
        return
    for written in context.each(WrittenFile):
        if not texts.shown(written.path).endswith("nsswitch.conf"):
            continue
        asked = re.findall(
            r"[a-z]\w+", re.sub(r"\[[^\]]*\]", "", " ".join(re.findall(_SERVICES, texts.shown(written.text))))
        )
        missing = [name for name in dict.fromkeys(asked) if name not in names and name not in ("db", "files")]
        missing = [name for name in missing if f"nss_{name}" not in text]
        if missing:
            one = next(one for one in packed if one.name.base == "libnss_files")
            first = [f"libnss_{name}.so.2" for name in missing]
            # `for n in files; do cp libnss_$n.so.2`
            whole = "libnss_files" in re.sub(r"\$\{?\w+\}?", "", one.origin.place.text)
            place = None if whole else find_piece("files", one.origin, context.plan)
            yield _finding(
                one,
                f"packs `{one.name.text}`, but not {listed(first)}, which the nsswitch.conf of this script asks for",
                "glibc opens a library for each service that is named there; without it the service finds nothing",
                f"pack {listed(first)} as well" + (", and `libresolv.so.2`" if "dns" in missing else ""),
                context,
                place,
            )
            return


def _initramfs(context: Context) -> Iterator[Finding]:
    """mkinitcpio's `add_binary` takes what ldd shows."""
    for script in context.plan.scripts:
        text = script.source.text
        if "add_binary" not in text or "libgcc_s" in text or not re.search(r"(?m)^build\s*\(\)", text):
            continue
        ends_threads = re.search(r"pthread_(?:cancel|exit)", text)
        for match in re.finditer(r"(?m)^[ \t]*add_binary[ \t]+[\"']?([^\s\"';]+)", text):
            known = re.search(_THREADED, match[1])
            if known or (ends_threads and 0 <= match.start() - ends_threads.start() < 200):
                place = script.source.place(match.start(1), match.end(1))
                yield _in_initramfs(place, match[1].rpartition("/")[2])
                break


def _in_initramfs(place: Place, program: str) -> Finding:
    return RULE.finding(
        place,
        f"adds `{program}`, which ends threads, without `libgcc_s.so.1`, which glibc opens for that",
        label="add_binary adds what ldd shows",
        notes=("“libgcc_s.so.1 must be installed for pthread_cancel to work” is what ends the program",),
        help="add `add_binary /usr/lib/libgcc_s.so.1`",
    )
