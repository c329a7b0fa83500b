"""Libraries of Linux that everybody packs: a name a letter away is a slip, and so is another ABI number, where that has
never changed, or hardly ever.

The numbers are those of the upstream projects' releases, as Debian, Fedora and Arch have had them since 2005. Those of
other systems differ (FreeBSD's libc.so.7, NetBSD's libX11.so.7), so nothing is said of scripts that speak of these.
"""

from __future__ import annotations

from itertools import pairwise

from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

# What a library's number may be, behind its name without `lib`; the usual one last. To search a text is
# quicker than to make a table.
NUMBERS = (
    # musl's libc.so.1, Linux libc's 5, and glibc: https://sourceware.org/git/?p=glibc.git;a=blob;f=shlib-versions
    "|c 1 5 6|m 5 6|dl 2|rt 1|pthread 0|resolv 2|anl 1|mvec 1|thread_db 1|util 1|nsl 2 3 1|crypt 2 1"
    # GCC
    "|gcc_s 2 4 1|stdc++ 2 3 4 5 6|gomp 1|quadmath 0|atomic 1|itm 1|ssp 0|lsan 0|ubsan 0 1|tsan 0 1 2"
    # OpenGL, drivers
    "|GL 1|EGL 1|GLX 0|GLdispatch 0|OpenGL 0|GLESv2 2|GLU 1|gbm 1|drm 1 2|vulkan 1|OpenCL 1|cuda 1|nvidia-ml 1|vdpau 1"
    # X and Wayland
    "|X11 6|X11-xcb 1|xcb 1|Xext 6|Xrender 1|Xrandr 2|Xi 6|Xcursor 1|Xfixes 3|Xdamage 1|Xcomposite 1|Xtst 6|Xss 1|Xau 6"
    "|Xdmcp 6|Xinerama 1|Xt 6|Xmu 6|Xpm 4|SM 6|ICE 6|Xft 2|Xv 1|Xxf86vm 1|xkbcommon 0|wayland-client 0|wayland-cursor 0"
    "|wayland-egl 1|wayland-server 0"
    # GLib, GTK, text
    "|glib-2.0 0|gobject-2.0 0|gio-2.0 0|gmodule-2.0 0|gthread-2.0 0|gtk-3 0|gdk-3 0|gtk-x11-2.0 0|gdk-x11-2.0 0"
    "|gtk-4 1|gdk_pixbuf-2.0 0|pango-1.0 0|pangocairo-1.0 0|pangoft2-1.0 0|cairo 2|atk-1.0 0|atk-bridge-2.0 0"
    "|atspi 0|rsvg-2 2|fontconfig 1|freetype 6|harfbuzz 0|fribidi 0|png16 16|png12 0|expat 0 1"
    # Sound, games
    "|asound 2|pulse 0|pulse-simple 0|jack 0|sndfile 1|ogg 0|vorbis 0|vorbisfile 3|opus 0|mp3lame 0|openal 0 1"
    "|SDL2-2.0 0|SDL-1.2 0|SDL3 0"
    # Compression, system
    "|z 1|bz2 1|lzma 0 2 5|lz4 0 1|zstd 0 1|snappy 1|uuid 1|blkid 1|mount 1|selinux 1|cap 1 2|attr 1|acl 1|udev 0 1"
    "|systemd 0|dbus-1 2 3|usb-1.0 0|numa 1|aio 1|ibverbs 1|rdmacm 1|keyutils 1"
    "|sqlite3 0|xslt 1|pcre2-8 0|jemalloc 1 2|nvToolsExt 1|"
)
# More of them, whose numbers change.
NAMES = (
    "|archive |avcodec |avdevice |avfilter |avformat |avutil |boost_atomic |boost_chrono |boost_context "
    "|boost_date_time |boost_filesystem |boost_iostreams |boost_locale |boost_log |boost_program_options "
    "|boost_python |boost_regex |boost_serialization |boost_system |boost_thread |brotlicommon |brotlidec "
    "|brotlienc |cublas |cudart |crypto |cudnn |cufft |curand |cusolver |cusparse |edit |event |event_core "
    "|event_openssl |fluidsynth |freebl3 |gflags |glog |gnutls |gssapi |gstapp-1.0 |gstaudio-1.0 |gstbase-1.0 "
    "|gstreamer-1.0 |gstvideo-1.0 |hogweed |icudata |icui18n |icuuc |iomp5 |jpeg |lapack |leveldb |minizip "
    "|modplug |ncurses |ncursesw |netcdf |nettle |nghttp2 |nspr4 |nss3 |nssutil3 |nvinfer |nvrtc |openblas "
    "|OpenEXR |OpenImageIO |postproc |profiler |protobuf |protoc |Qt5Core |Qt5DBus |Qt5Gui |Qt5Network "
    "|Qt5OpenGL |Qt5Qml |Qt5Quick |Qt5Svg |Qt5WaylandClient |Qt5Widgets |Qt5XcbQpa |Qt5Xml |Qt6Core |Qt6DBus "
    "|Qt6Gui |Qt6Network |Qt6OpenGL |Qt6Qml |Qt6Quick |Qt6Svg |Qt6Widgets |Qt6XcbQpa |Qt6Xml |readline |rocksdb "
    "|samplerate |SDL2_image |SDL2_mixer |SDL2_net |SDL2_ttf |smime3 |softokn3 |swresample |swscale |tbbmalloc "
    "|tcmalloc |tcmalloc_and_profiler |tcmalloc_minimal |theora |thrift |turbojpeg |unistring |vorbisenc "
    "|xcb-icccm |xcb-image |xcb-keysyms |xcb-randr |xcb-render |xcb-render-util |xcb-shape |xcb-xfixes "
    "|xcb-xinerama |xkbcommon-x11 |zookeeper_mt "
)
_ALL = NAMES + NUMBERS
_LOWER = _ALL.lower()
# ZeroC's, and what others call theirs.
_OTHERS = frozenset(("libIce", "libice", "libsm", "libxt", "libxi", "libxv", "libgl", "libqt5core"))
# Letters that a name has at least for a slip to show, and for one letter in another's place.
_LONG, _LONGER = 9, 12
_NAME = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+.-"
_DIGITS = "0123456789"
_LONGEST = 24
_OTHER_SYSTEMS = tuple("SunOS olaris HP-UX hp-ux aix AIX aiku dragonfly Darwin uClibc uclibc".split())
# `uname` says `FreeBSD`, and scripts ask for `*BSD`.
_BSD = ("freebsd", "openbsd", "netbsd", "*bsd", "bsd*", "bsd)", "-bsd", "bsd.")
# The C libraries of FreeBSD and NetBSD.
_OF_BSD = ("/libc.so.7", "/libc.so.12")
_LICENCE = ("licen", "2", "3", "4", "style")


def numbers_of(name: str) -> list[str]:
    """What numbers a library such as `libgomp` has had; none where that is not known."""
    at = NUMBERS.find(f"|{name[3:]} ") if name[:3] == "lib" else -1
    return NUMBERS[at : NUMBERS.find("|", at + 1)].split()[1:] if at >= 0 else []


def _of_bsd(text: str) -> bool:
    """Whether it speaks of one of these systems, other than in a licence's name or in `libbsd`."""
    if any(not after.lstrip(" -")[:7].lower().startswith(_LICENCE) for after in text.split("BSD")[1:]):
        return True
    return ("bsd" in text and any(word in text for word in _BSD)) or any(name in text for name in _OF_BSD)


def common(name: str) -> bool:
    """Whether a library such as `libgomp` is one of them."""
    return name[:3] == "lib" and f"|{name[3:]} " in _ALL


def _named(text: str) -> Iterator[tuple[int, str, str]]:
    """The names before `.so`: where each begins, and what stands behind it."""
    at = 0
    for before, after in pairwise(text.split(".so")):
        at += len(before)
        tail = before[-_LONGEST:]
        name = tail[len(tail.rstrip(_NAME)) :]
        if name[:3] == "lib":
            yield at - len(name), name, after
        at += len(".so")


def suspicious(text: str) -> bool:
    """Whether there is a number that a library never had, or an unknown name that begins like a common one's."""
    from lintpack.evidence.presence import may_be_known

    for _, name, after in _named(text):
        if after[:1] == "." and _wrong(name, after[1:]):
            return True
        if f"|{name[3:].lower()} " in _LOWER and _in_capitals(name) and not may_be_known(f"{name}.so"):
            return True
        if (
            len(name) >= _LONG - 1
            and f"|{name[3:5]}" in _ALL
            and f"|{name[3:]} " not in _ALL
            and not may_be_known(name)
        ):
            return True
    return False


def _wrong(name: str, after: str) -> str:
    """The number that the library has, where `after` begins with one that it never had; else ""."""
    number = after[: len(after) - len(after.lstrip(_DIGITS))]
    numbers = numbers_of(name) if number else []
    if not numbers or number in numbers or after[len(number) : len(number) + 1] in ("$", "{", "?"):
        return ""
    # A file's own name may count otherwise: `libcuda.so.550.54.14`, and sdl12-compat's `libSDL-1.2.so.1.2.68`.
    if after[len(number) : len(number) + 1] == "." and after[len(number) + 1 : len(number) + 2] in (*_DIGITS, "$", "*"):
        return ""
    return numbers[-1]


def _in_capitals(name: str) -> bool:
    """Whether a name differs from a common one in capitals alone, as `libEGl` does."""
    return f"|{name[3:]} " not in _ALL and not name.islower() and name not in _OTHERS


def _meant(name: str) -> str:
    """The common library that `name` is a slip for; "" where it is none, or one that is known."""
    from lintpack.evidence.wellknown import table
    from lintpack.slips import slip_kind

    if table().soname_candidates(f"{name}.so"):
        return ""
    if (at := _LOWER.find(f"|{name[3:].lower()} ")) >= 0 and _in_capitals(name):
        return "lib" + _ALL[at + 1 : _ALL.find(" ", at)]
    if len(name) < _LONG - 1:
        return ""
    for entry in _ALL.split("|"):
        known = "lib" + entry.partition(" ")[0]
        if known[:5] != name[:5] or len(known) < _LONG:
            continue
        kind = slip_kind(name, known)
        odd = set(name) ^ set(known)
        # `libQtCore` and `libQt5Core` are two, and so are `libproto` and `libprotoc`.
        if not odd.isdisjoint(_DIGITS) or known.startswith(name):
            continue
        if kind in ("swapped", "doubled", "missing") or (kind == "replaced" and len(known) >= _LONGER):
            return known
    return ""


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    texts = [script.source.text for script in context.plan.scripts]
    others = any(word in text for text in texts for word in _OTHER_SYSTEMS) or any(_of_bsd(text) for text in texts)
    meant: dict[str, str] = {}
    for script in context.plan.scripts:
        source = script.source
        for start, name, after in _named(source.text):
            number = _wrong(name, after[1:]) if after[:1] == "." and not others else ""
            if not number and name not in meant:
                meant[name] = _meant(name)
            known = "" if number else meant[name]
            before = line_before(source.text, start) if number or known else ""
            if not (number or known) or "#" in before or "--remove-needed" in before:
                continue
            # A table that says what is meant by the other name.
            if known and known in source.text[start + len(name) :].partition("\n")[0]:
                continue
            if number:
                digits = len(after) - len(after[1:].lstrip(_DIGITS))
                place = source.place(start, start + len(name) + len(".so") + digits)
                right = f"{name}.so.{number}"
                message = f"no release of the library is called `{place.text}`: on Linux it is `{right}`"
                note = "the number is part of the SONAME, which programs ask for, and this one's has not changed"
            else:
                place = source.place(start, start + len(name))
                right = known
                message = f"`{name}` is no library that we know, but `{known}` is one that many pack"
                note = "where the library is really called so, say it with an ignore comment"
            yield rule.finding(place, message, label=f"`{right}`?", notes=(note,), help=f"write `{right}`")
