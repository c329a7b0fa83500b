"""Libraries that only fit the system they came from: the C library with its loader, and drivers."""

from __future__ import annotations

import posixpath

from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["bundled-system-library"]
_LIBC = "the parts of the C library and the loader work only with those of the same build"
_GL = "it belongs to the target's graphics driver"
# By the start of the name up to `.so`, and why.
_NEVER = {
    "libc": _LIBC,
    "libm": _LIBC,
    "libpthread": _LIBC,
    "libdl": _LIBC,
    "librt": _LIBC,
    "libresolv": _LIBC,
    "libnss_files": _LIBC,
    "libnss_dns": _LIBC,
    "libGL": _GL,
    "libEGL": _GL,
    "libGLX": _GL,
    "libGLdispatch": _GL,
    "libgbm": _GL,
    "libdrm": "it speaks with the target's kernel driver",
    "libcuda": "it comes with the target's driver, and has to be of its version",
    "libnvidia-ml": "it comes with the target's driver, and has to be of its version",
}


def check(archive: Archive) -> Iterator[Finding]:
    if archive.bundle.rooted or archive.is_system:
        return
    # A bundle with a loader of its own brings a whole C library on purpose.
    own_loader = any(
        posixpath.basename(entry.path).startswith(("ld-linux", "ld-musl", "ld64.so")) for entry in archive.objects
    )
    groups: dict[str, list[str]] = {}
    for entry in archive.objects:
        soname = (entry.facts.soname if entry.facts is not None else None) or posixpath.basename(entry.path)
        stem, dot, version = soname.partition(".so.")
        reason = _NEVER.get(stem) if dot and version[:1].isdigit() else None
        if reason is None or (reason is _LIBC and own_loader):
            continue
        if soname in archive.needed_by or reason is _LIBC:
            groups.setdefault(reason, []).append(entry.path)
    for reason, members in groups.items():
        others = members[1:]
        yield archive.finding(
            RULE,
            members[0],
            f"`{members[0]}` has to be the target's own: {reason}",
            "packed",
            notes=(f"the same of {listed(others)}",) if others else (),
            help="leave it out of the bundle" if not others else "leave them out of the bundle",
        )
