"""LP109: a script that builds for whatever machine it runs on, and puts what it has built where one of them looks; and
one that is for one machine by its own path, and packs the library of another.

cmake .. -DFOO_LIBRARY=/usr/lib/x86_64-linux-gnu/libfoo.so && make
systemctl stop food; cp libfoo.so.1 /usr/lib/x86_64-linux-gnu/; systemctl start food
make && make install; ln -s /usr/local/lib/foo/*.so /usr/lib/x86_64-linux-gnu/foo/
arm/raspi/install.sh: install "$OUT/linux_x64/libfoo.so" "$STAGE/lib"
"""

from __future__ import annotations

import re

from lintpack.rules.parts.other_architecture import OfAnother
from lintpack.rules.parts.spoken_machines import code_of
from lintpack.rules.shared.wording import find_name, lines_with
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
_BUILDS = r"(?m)^[ \t]*(?:sudo[ \t]+)?(?:\.\.?/configure|make|cmake|ninja|meson)\b"
# What is done on a running system, and no place for what is packed.
_ALIVE = r"(?m)^[ \t]*(?:sudo[ \t]+)?(?:systemctl[ \t]+\w+|service[ \t]+\w+|ldconfig|depmod|modprobe)\b"
# And what no image does while it is built.
_RUNS = (
    r"\bsystemctl[ \t]+(?:start|stop|restart|is-active|status)\b|\bservice[ \t]+[\w.-]+[ \t]+(?:re)?st(?:art|op)\b"
    r"|\bmodprobe\b"
)
# Builds in an image for x86.
_FUZZES = r"LIB_FUZZING_ENGINE|FUZZER|\$\{?MAGMA|\$\{?(?:SRC|OUT)\b"
_OF_IMAGES = r"(?i)(?:^|[/_.-])(?:images?|rootfs|overlay|s6\w*|cont-init)(?=[/_.-]|$)"
_CROSS = r"--(?:host|target|cross-file)[= ]|(?i:cross[_-]?compile|toolchain)|CHOST|HOSTBUILD|schroot|debootstrap"
MACHINES = (
    r"(?<![A-Za-z0-9])(?:aarch64|arm64|armv[678]\w*|armhf|ppc64(?:le|el)|s390x?|riscv64|loongarch64|x86[_-]64|amd64|i[3-6]86|x64"
    r"|(?:32|64)[- ]?bit)(?![A-Za-z0-9])|\buname\s+-[a-z]*[mpi]|\barch\b[)`]|LONG_BIT"
    r"|dpkg-architecture|print-architecture|(?i:multiarch)|TARGETARCH"
)
# A folder for Arm's older machines, or the device tree of a board: who writes these knows the machine.
_ONE_BOARD = r"\barm-linux-gnueabi|\.dtb\b"
_FAMILIES = {
    "Arm": r"(?i)(?:^|[/_.-])(?:arm|arm64|aarch64|armhf|armv[678]\w*|raspi|rpi|raspberry\w*)(?=[/_.-]|$)",
    "x86": r"(?i)(?:^|[/_.-])(?:x64|x86[_-]64|amd64)(?=[/_.-]|$)",
}


def of_this_machine(context: Context, pinned: str) -> Iterator[OfAnother]:
    """Libraries that go into a system's folder for one machine, or are taken from a kit's, and folders that a build is
    told; but in scripts that speak of machines otherwise, and in those whose paths match `pinned`."""
    text = "\n".join([code_of(script.source.text) for script in context.plan.scripts])
    built, alive = _first(_BUILDS, context), _first(_ALIVE, context)
    from lintpack.rules.parts.spelt_folders import OF_X86

    if (built is None and alive is None) or re.search(pinned, context.plan.path) or re.search(_CROSS, text):
        return
    if re.search(MACHINES, re.sub(_TRIPLET, "", text)) or len(set(re.findall(_TRIPLET, text))) > 1:
        return
    if re.search(_ONE_BOARD, text):
        return
    told = "the script builds for the machine at hand" if built is not None else "the script runs on any machine"
    where = built or alive
    assert where is not None
    if built is None and (re.search(OF_X86, text) or (not re.search(_RUNS, text) and _image(context))):
        return
    for effect in context.plan.effects:
        if isinstance(effect, Link):
            source, into = effect.target, effect.path
        elif isinstance(effect, Transfer):
            source, into = effect.source, effect.destination
        else:
            continue
        taken, put = texts.shown(paths.dirname(source)), texts.shown(paths.dirname(into))
        match = re.match(_OF_KIT, taken) if isinstance(effect, Transfer) and built is not None else None
        # From a system's folder into another: that is the system's own.
        if match is None and "-linux-gnu" not in taken:
            match = re.match(_SYSTEM, put)
        if match is not None:
            place = find_name(match[1], effect.origin, context.plan)
            yield OfAnother(match[1], place, told, where)
    if built is not None and not re.search(rf"{OF_X86}|{_FUZZES}", text):
        yield from _told(built, context)


def _told(built: Place, context: Context) -> Iterator[OfAnother]:
    """`cmake -DFOO_LIBRARY=/usr/lib/x86_64-linux-gnu/libfoo.so`, `./configure --libdir=…`; and the folder that Python's
    own build calls by the machine, `config-3.8-x86_64-linux-gnu`."""
    from lintpack.rules.parts.spelt_folders import CONFIG, OPTIONS, branches, own_folder

    for script in context.plan.scripts:
        for start, line in lines_with("-linux-gnu", script.source.text):
            found = re.search(OPTIONS, line) or re.search(CONFIG, line)
            if found is None or line.lstrip()[:1] == "#" or re.search(r"\[ |\|\|", line) or branches(start, script):
                continue
            name, (at, end) = next((found[key], found.span(key)) for key in found.groupdict() if found[key])
            if not re.fullmatch(_TRIPLET, name) or own_folder(found, code_of(script.source.text)):
                continue
            place = script.source.place(start + at, start + end)
            yield OfAnother(name, place, "the script builds for the machine at hand", built)


def _image(context: Context) -> bool:
    """Whether the script lies beside a Dockerfile: it runs in that image."""
    folder = context.plan.path.rpartition("/")[0]
    if re.search(_OF_IMAGES, context.plan.path):
        return True
    repository = context.repository
    return repository is not None and any(
        repository.files(f"{folder}/{name}*".lstrip("/")) for name in ("Dockerfile", "dockerfile")
    )


def _first(pattern: str, context: Context) -> Place | None:
    for script in context.plan.scripts:
        match = re.search(pattern, script.source.text)
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
