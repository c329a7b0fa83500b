"""Parts of glibc by the name of one glibc's file, which no system has had since 2.34: `libc-2.31.so`.

cp /lib/x86_64-linux-gnu/libpthread-2.31.so rootfs/lib/libpthread.so.0
cp unpacked/lib/*/ld-2.17.so rootfs/lib/ld-linux-armhf.so.3
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.rules.shared.suffix_evidence import system_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed

_NAME = (
    r"(?:ld|lib(?:c|m|dl|rt|pthread|resolv|util|nsl|crypt|anl|mvec|BrokenLocale|nss_(?:files|dns|compat|hesiod|db)))"
    r"-(2\.\d+)\.so"
)
# Debian's folder of one architecture, of the system or of what was unpacked.
_MULTIARCH = r"(?:^|/)lib/(?:\*|[\w${}-]+-linux-gnu\w*)$"
# Releases by their names, with the glibc that each has; whoever names one mostly stays with it.
_GLIBC = {
    "squeeze": "2.11",
    "wheezy": "2.13",
    "jessie": "2.19",
    "stretch": "2.24",
    "buster": "2.28",
    "bullseye": "2.31",
    "precise": "2.15",
    "trusty": "2.19",
    "xenial": "2.23",
    "bionic": "2.27",
    "focal": "2.31",
}
_RELEASE = rf"(?i)\b(?:{'|'.join(_GLIBC)}|centos|rhel|el[67]|(?:debian|ubuntu)[:/_ -]?\d+)\b"


def numbered(context: Context) -> Iterator[tuple[Packed, str]]:
    """The copies, each with the glibc's number, where the script does not say which system it is for."""
    for one in context.packed:
        found = re.fullmatch(_NAME, one.name.text) if "-2." in one.name.text else None
        if found is None or not _of_debian(one.folder):
            continue
        if not any(_stays(script.source.text, found[1]) for script in context.plan.scripts):
            yield one, found[1]


def _of_debian(folder: str) -> bool:
    """A `lib64` is of another system, which may have an old glibc for longer."""
    return re.search(_MULTIARCH, folder) is not None or (system_folder(folder) and "64" not in folder)


def _stays(text: str, number: str) -> bool:
    """Whether a script names a release that may have this glibc, or the glibc's number other than in such names."""
    if re.search(rf"(?<![\d.])(?<!\w-){re.escape(number)}(?!\d)", text) is not None:
        return True
    return any(_GLIBC.get(found.lower(), number) == number for found in re.findall(_RELEASE, text))
