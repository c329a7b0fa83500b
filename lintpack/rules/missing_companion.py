"""A library is packed without one that it always needs: `libssl` without `libcrypto`, or C++ on Alpine."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from lintpack.findings import Label
from lintpack.rules.gates.subjects import HANDFUL, NEVER_ALONE, PARTS
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.suffix_evidence import system_folder
from lintpack.rules.shared.wording import calls, find_name, find_piece, listed
from lintpack.script import texts
from lintpack.script.plan import Transfer, Unfollowed, Unresolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed

RULE = Rule(
    code="LP119",
    name="missing-companion",
    summary="A library is packed without one of the same project that it cannot be loaded without.",
    level="warning",
    confidence="medium",
)

# A library, and what it is linked with in every build of it: parts of one project, of one version. What a build may
# leave out, and what a system is expected to have, is not here.
_COMPANIONS = (
    (r"libssl", ("libcrypto",)),
    (r"libicu(?:i18n|io|tu|lx|le)", ("libicuuc", "libicudata")),
    (r"libicuuc", ("libicudata",)),
    (r"libav(?:format|device)", ("libavcodec", "libavutil")),
    (r"lib(?:avcodec|avfilter|swscale|swresample|postproc)", ("libavutil",)),
    (r"libgssapi_krb5", ("libkrb5", "libk5crypto", "libkrb5support")),
    (r"libkrb5", ("libk5crypto", "libkrb5support")),
    (r"libldap(?:_r)?(?P<v>-[\d.]+)?", ("liblber",)),
    (r"libexslt", ("libxslt", "libxml2")),
    (r"libxslt", ("libxml2",)),
    (r"libprotoc", ("libprotobuf",)),
    (r"libvorbis(?:file|enc)", ("libvorbis",)),
    (r"libhogweed", ("libnettle",)),
    (r"libhdf5_(?:hl|cpp)", ("libhdf5",)),
    (r"libMagickWand-\S+", ("libMagickCore",)),
    (r"libPoco(?!Foundation)\w+", ("libPocoFoundation",)),
    (r"libopencv_(?!core)\w+", ("libopencv_core",)),
    (r"libQt5(?!Core)[A-Z]\w+", ("libQt5Core",)),
    (r"libQt6(?!Core)[A-Z]\w+", ("libQt6Core",)),
    (r"lib(?:parquet|arrow_\w+)", ("libarrow",)),
    (r"libgrpc\+\+", ("libgrpc", "libgpr")),
)
# What is linked with GObject in every build.
_OF_GOBJECT = (
    r"lib(?:gio|gmodule|gdk_pixbuf|gtk|gdk|pango\w*|atk|notify|secret|json-glib|soup|gst\w*|rsvg|poppler-glib)\b"
)
# Libraries in C++: they need libstdc++ and libgcc_s, which every system has, but for Alpine.
_CPLUSPLUS = (
    r"lib(?:icu(?:uc|i18n|io|tu)|protobuf|geos|re2|snappy|leveldb|rocksdb|boost_\w+|Qt[56]\w+|opencv_\w+|gdal|Poco\w+"
    r"|jsoncpp|yaml-cpp|fmt|spdlog|zmq|absl_\w+|grpc\+\+|tbb|poppler|arrow|parquet)"
)
# What finds a program's libraries by itself.
_COLLECTORS = (
    r"\bldd\b|lddtree|linuxdeploy|copy_deps|auditwheel|NEEDED|print-needed|macdeployqt|dylibbundler|otool|go-appimage"
)


def check(context: Context) -> Iterator[Finding]:
    alpine = context.speaks_of(("apk",))
    suspects = [one for one in context.packed if (alpine or one.name.text.startswith(NEVER_ALONE)) and _shipped(one)]
    yield from once(_only_in_another(suspects, context))
    # Who takes one or two libraries counts on the system for the rest; a handful is meant to be whole, or two of ICU's.
    if len({one.name.base for one in context.packed}) < HANDFUL:
        suspects = [one for one in suspects if one.name.base.startswith(PARTS)]
        if len({one.name.base for one in suspects}) < 2:
            return
    if suspects and not any(True for _ in context.each(Unfollowed)):
        yield from once(_all(suspects, context))


def _shipped(one: Packed) -> bool:
    """Whether the library goes into a package, not into the running system. A dev name is another rule's."""
    dev = one.name.bare and one.name.exact
    return one.name.text.startswith("lib") and not (dev or one.name.malformed or system_folder(one.into))


def _only_in_another(suspects: list[Packed], context: Context) -> Iterator[Finding]:
    """`libssl` goes into two packages, and `libcrypto` into one of them."""
    for one in suspects:
        for name in _wanted(one):
            kin = [other for other in context.packed if other.name.base.rstrip("*") == name and _shipped(other)]
            whole = next((k for k in kin for o in suspects if o.into == k.into and o.name.base == one.name.base), None)
            if whole is None or any(other.into == one.into for other in kin) or _swept(name, one, context):
                continue
            place = find_name(one.name.text, one.origin, context.plan)
            yield RULE.finding(
                place,
                f"packs `{one.name.text}` into `{one.into}` without `{name}`, which goes with it into `{whole.into}`",
                label="cannot be loaded alone",
                related=(*calls(one.origin, place), Label(whole.origin.place, "both are packed here")),
                help=f"pack `{whole.name.text}` here as well",
            )


def _swept(name: str, one: Packed, context: Context) -> bool:
    """Whether a folder or a pattern that may have the library `name` is copied to where `one` goes."""
    for transfer, source, into in context.copies:
        if transfer.recursive and one.into.startswith(into.rstrip("/").rpartition("/")[0]):
            return True
        last = source.rpartition("/")[2]
        if into.rpartition("/")[0] == one.into and any(
            fnmatchcase(file, last) for file in (f"{name}.so.1", f"{name}.so.{one.name.suffix}")
        ):
            return True
    return False


def _wanted(one: Packed) -> tuple[str, ...]:
    base = one.name.base.rstrip("*")
    names = next((names for pattern, names in _COMPANIONS if re.fullmatch(pattern, base)), ())
    # libxml2 is a project of its own: what is built here may be linked with the system's.
    return tuple([name for name in names if name != "libxml2" or system_folder(one.folder)])


def _all(suspects: list[Packed], context: Context) -> Iterator[Finding]:
    text = "\n".join(re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", script.source.text) for script in context.plan.scripts)
    if re.search(_COLLECTORS, text):
        return
    yield from _gobject(suspects, text, context)
    for one in suspects:
        missing = [name for name in _wanted(one) if not _there(name, one, text, context)]
        if missing:
            yield _finding(one, missing, "is linked with in every build", context)
    if re.search(r"\bapk\s+(?:--?[\w-]+\s+)*add\b", text):
        native = (one for one in suspects if system_folder(one.folder))
        for one in native:
            if re.fullmatch(_CPLUSPLUS, one.name.base.rstrip("*")) and not _there("libstdc++", one, text, context):
                missing = ["libstdc++.so.6", "libgcc_s.so.1"]
                yield _finding(one, missing, "needs, and Alpine does not bring along", context)
                return


def _gobject(suspects: list[Packed], text: str, context: Context) -> Iterator[Finding]:
    """libglib without libgobject, of the same project, with what is linked with both."""
    glib = next((one for one in suspects if one.name.base == "libglib-2.0"), None)
    if glib is None or glib.name.malformed:
        return
    user = next((one for one in context.packed if re.match(_OF_GOBJECT, one.name.base) and one.into == glib.into), None)
    swept = any(fnmatchcase("libgobject-2.0.so.0", source.rpartition("/")[2]) for _, source, _ in context.copies)
    if user is not None and not swept and not _there("libgobject-2.0", glib, text, context):
        place = find_piece(glib.name.text, glib.origin, context.plan)
        yield RULE.finding(
            place,
            f"packs `{glib.name.text}`, but not `libgobject-2.0` of the same GLib, "
            f"which `{user.name.text}` is linked with",
            label="a part of GLib",
            related=calls(glib.origin, place),
            notes=("the loader goes on to the system's copy, which needs its own libglib-2.0",),
            help="pack libgobject-2.0, libgio-2.0 and libgmodule-2.0 from the same place",
        )


def _there(name: str, one: Packed, text: str, context: Context) -> bool:
    """Whether the library `name` may be packed as well: by name, by a pattern, with its folder, or unseen."""
    # A name that is put together from pieces, or belongs to another script: better silent.
    if re.search(rf"(?<![A-Za-z0-9]){re.escape(name.removeprefix('lib'))}(?![a-z])", text.replace("lib", " ")):
        return True
    # A loop copies all of its list, though each for itself: `libQt6$m.so.6` of `Core Gui`.
    when = one.origin.when
    for other in context.packed:
        if other.name.base.rstrip("*") == name and texts.consistent(when, other.origin.when):
            return True
    probe = (f"{name}.so.1", f"{name}-1.so.1")
    for transfer in context.each(Transfer):
        if not texts.consistent(one.when, transfer.origin.when):
            continue
        folder, _, last = texts.shown(transfer.source).rpartition("/")
        if any(fnmatchcase(file, last) for file in probe):
            return True
        if transfer.recursive and (last in ("", ".") or one.folder.startswith(f"{folder}/{last}")):
            return True
    return any(copy.may_be(name) for copy in context.each(Unresolved))


def _finding(one: Packed, missing: list[str], why: str, context: Context) -> Finding:
    place = find_piece(one.name.text, one.origin, context.plan)
    return RULE.finding(
        place,
        f"packs `{one.name.text}`, but not {listed(missing)}, which it {why}",
        label="cannot be loaded alone",
        related=calls(one.origin, place),
        notes=("the loader goes on to the system's copy: another version, or none",),
        help=f"pack {listed(missing)} from the same place",
    )
