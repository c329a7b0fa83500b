"""LP109: a script that builds for whatever machine it runs on, and puts what it has built where one of them looks; and
one that is for one machine by its own path, and packs the library of another.

make && make install; ln -s /usr/local/lib/foo/*.so /usr/lib/x86_64-linux-gnu/foo/
arm/raspi/install.sh: install "$OUT/linux_x64/libfoo.so" "$STAGE/lib"
"""

from __future__ import annotations

import re

from lintpack.rules.parts.other_architecture import OfAnother
from lintpack.rules.shared.wording import find_name
from lintpack.script import paths, texts
from lintpack.script.plan import Link, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_TRIPLET = r"(?:x86_64|i[3-6]86|aarch64)-linux-gnu"
_SYSTEM = rf"/usr/(?:local/)?lib/({_TRIPLET})(?=/|$)"
# An SDK's folders, one for each machine.
_OF_KIT = rf"(?!/usr/|/lib/).*/(?:lib|bin)/({_TRIPLET})(?=/|$)"
_BUILDS = r"(?m)^[ \t]*(?:sudo[ \t]+)?(?:\./configure|make|cmake|ninja|meson)\b"
_CROSS = r"--(?:host|target|cross-file)[= ]|(?i:cross[_-]?compile|toolchain)|CHOST|HOSTBUILD|schroot|debootstrap"
_MACHINES = (
    r"(?<![A-Za-z0-9])(?:aarch64|arm64|armv[678]\w*|armhf|ppc64(?:le|el)|s390x?|riscv64|loongarch64|x86[_-]64|amd64|i[3-6]86|x64"
    r"|(?:32|64)[- ]?bit)(?![A-Za-z0-9])|\buname\s+-[a-z]*[mpi]|\barch\b[)`]|LONG_BIT"
    r"|dpkg-architecture|print-architecture|(?i:multiarch)|TARGETARCH"
)
_FAMILIES = {
    "Arm": r"(?i)(?:^|[/_.-])(?:arm|arm64|aarch64|armhf|armv[678]\w*|raspi|rpi|raspberry\w*)(?=[/_.-]|$)",
    "x86": r"(?i)(?:^|[/_.-])(?:x64|x86[_-]64|amd64)(?=[/_.-]|$)",
}


def of_this_machine(context: Context, pinned: str) -> Iterator[OfAnother]:
    """Libraries that go into a system's folder for one machine, or are taken from a kit's; but in scripts that speak of
    machines otherwise, and in those whose paths match `pinned`."""
    text = "\n".join([_code(script.source.text) for script in context.plan.scripts])
    where = _built(context)
    if where is None or re.search(pinned, context.plan.path) or re.search(_CROSS, text):
        return
    if re.search(_MACHINES, re.sub(_TRIPLET, "", text)) or len(set(re.findall(_TRIPLET, text))) > 1:
        return
    for effect in context.plan.effects:
        if isinstance(effect, Link):
            source, into = effect.target, effect.path
        elif isinstance(effect, Transfer):
            source, into = effect.source, effect.destination
        else:
            continue
        taken, put = texts.shown(paths.dirname(source)), texts.shown(paths.dirname(into))
        match = re.match(_OF_KIT, taken) if isinstance(effect, Transfer) else None
        # From a system's folder into another: that is the system's own.
        if match is None and "-linux-gnu" not in taken:
            match = re.match(_SYSTEM, put)
        if match is not None:
            place = find_name(match[1], effect.origin, context.plan)
            yield OfAnother(match[1], place, "the script builds for the machine at hand", where)


def _code(text: str) -> str:
    return "\n".join([line for line in text.split("\n") if not line.lstrip().startswith("#")])


def _built(context: Context) -> Place | None:
    for script in context.plan.scripts:
        match = re.search(_BUILDS, script.source.text)
        if match is not None:
            return script.source.place(match.start(), match.end())
    return None


def against_the_path(context: Context) -> Iterator[OfAnother]:
    """Libraries from a folder of one machine, in a script that lies in a folder of another."""
    of = [name for name, words in _FAMILIES.items() if re.search(words, context.plan.path)]
    if len(of) != 1:
        return
    for one in context.packed:
        found = [(name, match) for name, words in _FAMILIES.items() if (match := re.search(words, one.folder))]
        if len(found) != 1 or found[0][0] == of[0] or re.search(found[0][1].re, one.into):
            continue
        folder = next((part for part in one.folder.split("/") if found[0][1][0].strip("/_.-") in part), one.folder)
        place = find_name(folder, one.origin, context.plan)
        script = context.plan.scripts[0].source
        yield OfAnother(folder, place, f"the script lies in a folder for {of[0]}", script.place(0, 0))
