"""Libraries of Linux whose ABI number has never changed, or hardly ever: another one is a slip.

The numbers are those of the upstream projects' releases, as Debian, Fedora and Arch have had them since 2005. Those of
other systems differ (FreeBSD's libc.so.7, NetBSD's libX11.so.7), so nothing is said of scripts that speak of these.
"""

from __future__ import annotations

from itertools import pairwise

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
_NAME = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+.-"
_DIGITS = "0123456789"
_LONGEST = 24
_OTHER_SYSTEMS = ("BSD", "bsd", "SunOS", "olaris", "HP-UX", "hp-ux", "aix", "AIX", "aiku", "dragonfly", "Darwin")


def numbers_of(name: str) -> list[str]:
    """What numbers a library such as `libgomp` has had; none where that is not known."""
    at = NUMBERS.find(f"|{name[3:]} ") if name[:3] == "lib" else -1
    return NUMBERS[at : NUMBERS.find("|", at + 1)].split()[1:] if at >= 0 else []


def wrongly_numbered(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Where a library's name begins and ends that has a number it never had, its name, and the last that it had."""
    at = 0
    for before, after in pairwise(text.split(".so.")):
        at += len(before)
        tail = before[-_LONGEST:]
        name = tail[len(tail.rstrip(_NAME)) :]
        number = after[: len(after) - len(after.lstrip(_DIGITS))]
        numbers = numbers_of(name)
        if numbers and number and number not in numbers and after[len(number) : len(number) + 1] not in ("$", "{", "?"):
            yield at - len(name), at + len(".so.") + len(number), name, numbers[-1]
        at += len(".so.")


def speaks_of_wrong_numbers(text: str) -> bool:
    return next(wrongly_numbered(text), None) is not None


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    texts = [script.source.text for script in context.plan.scripts]
    if any(word in text for text in texts for word in _OTHER_SYSTEMS):
        return
    for script in context.plan.scripts:
        source = script.source
        for start, end, name, number in wrongly_numbered(source.text):
            line = source.text[source.text.rfind("\n", 0, start) + 1 : start]
            if "#" in line:
                continue
            place = source.place(start, end)
            yield rule.finding(
                place,
                f"no release of the library is called `{place.text}`: on Linux it is `{name}.so.{number}`",
                label=f"`{name}.so.{number}`?",
                notes=("the number is part of the SONAME, which programs ask for, and this one's has not changed",),
                help=f"write `{name}.so.{number}`",
            )
