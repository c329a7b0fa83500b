"""Libraries that must come from the system that a program runs on, and why.

After the AppImage project's excludelist, auditwheel's policies and glibc's own documentation; only those that a copy
breaks, not those that every system merely has. The names are SONAMEs, or patterns of such.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.libname import LibraryName

_GLIBC = "it is a part of glibc, whose parts work only with the system's own ld.so and with each other"
_NSS = "glibc opens it itself, and it must be of the same build"
_LOADER = "it is the loader itself: programs name it by its absolute path, and take the system's"
_MUSL = "it is musl's loader and libc in one, and programs take it from its absolute path"
_GRAPHICS = "it opens the graphics driver of the system, and must fit that driver and the kernel"
_VULKAN = "it opens the Vulkan drivers of the system, and must be as new as they ask for"
_NVIDIA = "it comes with NVIDIA's kernel module, and must be of exactly its version"
_JACK = "it speaks to the JACK server of the system, and must be of its version"
_ALSA = "it reads the system's ALSA configuration and opens the plug-ins that this names"
_PIPEWIRE = "it opens modules of the same version from the system"

# By SONAME; what is after the name, if anything, may be any further version: `libc.so.6`.
FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        _GLIBC,
        (
            *(
                "libc.so.6",
                "libm.so.6",
                "libpthread.so.0",
                "libdl.so.2",
                "librt.so.1",
                "libresolv.so.2",
                "libutil.so.1",
            ),
            *("libanl.so.1", "libthread_db.so.1", "libBrokenLocale.so.1", "libmvec.so.1"),
            *("libc-2.*.so", "libm-2.*.so", "libpthread-2.*.so", "libdl-2.*.so", "librt-2.*.so", "libresolv-2.*.so"),
        ),
    ),
    (_NSS, ("libnss_files.so.2", "libnss_dns.so.2", "libnss_compat.so.2", "libnss_hesiod.so.2", "libnss_db.so.2")),
    (_LOADER, ("ld-linux.so.2", "ld-linux-x86-64.so.2", "ld-linux-*.so.*", "ld64.so.[12]", "ld-2.*.so")),
    (_MUSL, ("ld-musl-*.so.1", "libc.musl-*.so.1")),
    (
        _GRAPHICS,
        (
            *("libGL.so.1", "libEGL.so.1", "libGLX.so.0", "libOpenGL.so.0", "libGLdispatch.so.0", "libGLESv2.so.2"),
            *("libglapi.so.0", "libgbm.so.1", "libdrm.so.2", "libdrm_*.so.[12]", "libGLX_*.so.0", "libEGL_*.so.0"),
        ),
    ),
    (_VULKAN, ("libvulkan.so.1",)),
    (_NVIDIA, ("libcuda.so.1", "libnvidia-*.so.*", "libnvcuvid.so.1", "libcudadebugger.so.1")),
    (_JACK, ("libjack.so.0",)),
    (_ALSA, ("libasound.so.2",)),
    (_PIPEWIRE, ("libpipewire-0.3.so.0",)),
)

# By how they begin: four characters of each are plain, and tell nearly all names apart.
_BY_START: dict[str, list[tuple[str, str]]] = {}
for _why, _patterns in FAMILIES:
    for _pattern in _patterns:
        _BY_START.setdefault(_pattern[:4], []).append((_pattern, _why))

LOADERS = (_LOADER, _MUSL)
C_LIBRARY = (_GLIBC, _NSS, *LOADERS)


def reason(name: LibraryName) -> str:
    """Why `name` must come from the system; "" where it need not. A dev name says too little: it may be a stub."""
    if name.bare or name.malformed:
        return ""
    text = name.text
    if not name.exact:
        # `libc.so*`, `libGL.so.${V}`: what is known at the start.
        if name.link_name == name.base + ".so" and name.suffix and not any(c in name.base for c in "*?[$"):
            text = name.link_name
        else:
            return ""
    for pattern, why in _BY_START.get(text[:4], ()):
        if _fits(pattern, text, text != name.text):
            return why
    return ""


def _fits(pattern: str, text: str, beginning: bool) -> bool:
    """Whether `text` is the name, or one with a further version; `beginning`: or only its beginning is known."""
    if text == pattern or text.startswith(pattern + ".") or (beginning and pattern.startswith(text + ".")):
        return True
    plain = pattern.partition("*")[0].partition("[")[0]
    if plain == pattern or not text.startswith(plain):
        return False
    from fnmatch import fnmatchcase

    return fnmatchcase(text, pattern)
