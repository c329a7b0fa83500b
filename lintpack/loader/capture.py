"""The running system as a profile: what its ld.so, its cache and its libraries say."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from typing import TYPE_CHECKING

from lintpack.loader.cache import FLAGS, Cache, parse
from lintpack.loader.paths import musl_elements, preload_file
from lintpack.loader.profile import GLIBC, MUSL, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

_CACHE = "/etc/ld.so.cache"
_PRELOAD = "/etc/ld.so.preload"

# Where the psABI of each machine has the loader: EM_*, bits, path, Debian's triplet, musl's name of the machine.
LOADERS = {
    "x86_64": (62, 64, "/lib64/ld-linux-x86-64.so.2", "x86_64-linux-gnu", "x86_64"),
    "aarch64": (183, 64, "/lib/ld-linux-aarch64.so.1", "aarch64-linux-gnu", "aarch64"),
    "i386": (3, 32, "/lib/ld-linux.so.2", "i386-linux-gnu", "i386"),
    "ppc64le": (21, 64, "/lib64/ld64.so.2", "powerpc64le-linux-gnu", "powerpc64le"),
    "s390x": (22, 64, "/lib/ld64.so.1", "s390x-linux-gnu", "s390x"),
    "riscv64": (243, 64, "/lib/ld-linux-riscv64-lp64d.so.1", "riscv64-linux-gnu", "riscv64"),
}
# Bits of GNU_PROPERTY_X86_ISA_1_NEEDED by the subdirectory that needs them (psABI); 1 is every x86-64.
_ISA_BITS = {"x86-64-v2": 2, "x86-64-v3": 4, "x86-64-v4": 8}
# Too old for --list-diagnostics: such a loader is taken for the last without it.
_OLD = (2, 32)
_LINE = re.compile(r'^([\w.]+?)(?:\[(0x[0-9a-f]+)\])?=(?:"((?:[^"\\]|\\.)*)"|(0x[0-9a-f]+))$')


def host(machine: str | None = None) -> Profile:
    """The running system as it is: its files are looked at when a search comes to them."""
    machine = machine or _machine()
    number, bits, interpreter, triplet, musl_name = LOADERS.get(machine, LOADERS["x86_64"])
    musl = musl_directories(musl_name)
    if not os.path.exists(interpreter) and os.path.exists(f"/lib/ld-musl-{musl_name}.so.1"):
        return Profile(
            name="host",
            libc=MUSL,
            version=(1, 2),
            machine=number,
            bits=bits,
            interpreter=f"/lib/ld-musl-{musl_name}.so.1",
            musl_directories=musl,
            live=True,
            sources=(f"/etc/ld-musl-{musl_name}.path",),
        )
    said = diagnostics(interpreter)
    cache = _read_cache()
    hwcaps = _active_hwcaps(said)
    version = tuple(int(part) for part in _words(said.get("version.version", ""), r"\d+"))[:2]
    return Profile(
        name="host",
        libc=GLIBC,
        version=version or _OLD,
        machine=number,
        bits=bits,
        interpreter=interpreter,
        directories=_system_directories(said, triplet, bits),
        lib=said.get("dl_dst_lib") or ("lib64" if os.path.isdir("/usr/lib64") and bits == 64 else "lib"),
        platform=said.get("dl_platform") or machine,
        hwcaps=hwcaps,
        legacy=_legacy(said, interpreter),
        isa=1 | sum(_ISA_BITS[name] for name in hwcaps) if machine == "x86_64" and said else None,
        kernel=_kernel(),
        preload=_preloads(),
        musl_directories=musl,
        cache=cache,
        live=True,
        sources=(f"{interpreter} --list-diagnostics", _CACHE) if said else (_CACHE,),
    )


def _machine() -> str:
    name = platform.machine()
    return "i386" if re.fullmatch("i[3-6]86", name) else name


def diagnostics(interpreter: str) -> dict[str, str]:
    """What `ld.so --list-diagnostics` prints (glibc 2.33 and later), without the environment; {} where it cannot."""
    said = _run(interpreter, "--list-diagnostics")
    values: dict[str, str] = {}
    for line in said.splitlines():
        match = _LINE.match(line)
        if match and not line.startswith(("env", "auxv")):
            key = match[1] + (f"[{int(match[2], 16)}]" if match[2] else "")
            values[key] = match[3] if match[3] is not None else match[4]
    return values


def _run(program: str, *options: str) -> str:
    """What the system's own loader prints. The environment is empty: it decides what ld.so says of itself."""
    try:
        done = subprocess.run([program, *options], capture_output=True, text=True, timeout=10, env={}, check=False)
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _system_directories(said: Mapping[str, str], triplet: str, bits: int) -> tuple[str, ...]:
    """From ld.so; for one older than 2.33 as Debian and all others have them."""
    found = [said[f"path.system_dirs[{i}]"] for i in range(16) if f"path.system_dirs[{i}]" in said]
    if not found and os.path.isdir(f"/lib/{triplet}"):
        found = [f"/lib/{triplet}", f"/usr/lib/{triplet}", "/lib", "/usr/lib"]
    elif not found:
        found = ["/lib64", "/usr/lib64"] if bits == 64 else ["/lib", "/usr/lib"]
    return tuple(directory.rstrip("/") for directory in found)


def _active_hwcaps(said: Mapping[str, str]) -> tuple[str, ...]:
    """The subdirectories of glibc-hwcaps that this processor has: a mask over the list, best first."""
    names = [name for name in said.get("dl_hwcaps_subdirs", "").split(":") if name]
    mask = int(said.get("dl_hwcaps_subdirs_active", "0"), 16)
    return tuple(name for index, name in enumerate(names) if mask >> index & 1)


def _legacy(said: Mapping[str, str], interpreter: str) -> tuple[str, ...]:
    """The words of the older subdirectories, as they stand in the search path: tls, platform, capabilities."""
    version = [int(part) for part in _words(said.get("version.version", ""), r"\d+")]
    if not said or version >= [2, 37]:
        return ()
    active = re.findall(r"^  (\S+) \((?:AT_PLATFORM; )?supported, searched\)$", _help_legacy(interpreter), re.M)
    words = [name for name in active if name != "tls"]
    # `--help` has the platform first and capabilities from the lowest bit on; paths have the highest first.
    return ("tls", *words[:1], *reversed(words[1:]))


def _help_legacy(interpreter: str) -> str:
    return _run(interpreter, "--help").partition("Legacy HWCAP subdirectories")[2]


def _words(text: str, pattern: str) -> list[str]:
    return re.findall(pattern, text)


def _kernel() -> tuple[int, ...]:
    numbers = [int(part) for part in _words(os.uname().release.split("-")[0], r"\d+")]
    return tuple([*numbers, 0, 0, 0][:3])


def _read_cache() -> Cache:
    try:
        with open(_CACHE, "rb") as file:
            return parse(file.read())
    except OSError:
        return Cache()


def _preloads() -> tuple[str, ...]:
    try:
        with open(_PRELOAD, encoding="utf-8", errors="surrogateescape") as file:
            return preload_file(file.read())
    except OSError:
        return ()


def musl_directories(machine: str) -> tuple[str, ...]:
    """Directories of musl's path file, or what it has built in (ldso/dynlink.c)."""
    try:
        with open(f"/etc/ld-musl-{machine}.path", encoding="utf-8", errors="surrogateescape") as file:
            return musl_elements(file.read())
    except FileNotFoundError:
        return Profile.musl_default()
    except OSError:
        return ()


def capture(name: str) -> str:
    """The running system as the text of a profile file (profiles.py says its shape)."""
    import json

    from lintpack.loader import tree
    from lintpack.loader.host import HostTree

    machine = _machine()
    profile = host(machine)
    files = HostTree()
    loader = os.path.basename(profile.interpreter)
    libraries: dict[str, dict[str, object]] = {}
    for soname, path in [*_cached(profile), ("@loader", profile.interpreter)]:
        found = files.lookup(path)
        if found.kind != tree.ELF or found.facts is None or soname in libraries:
            continue
        needed = ["@loader" if one == loader else one for one in found.facts.needed]
        entry: dict[str, object] = {"versions": list(found.facts.versions_defined or ()), "needed": needed}
        if path not in (profile.interpreter, f"{(profile.directories or ('',))[0]}/{soname}"):
            entry["path"] = path
        libraries[soname] = entry
    directories = profile.directories if profile.libc == GLIBC else profile.musl_directories
    here: dict[str, object] = {"interpreter": profile.interpreter, "directories": list(directories)}
    if profile.libc == GLIBC:
        here |= {"lib": profile.lib, "platform": profile.platform, "hwcaps": list(profile.hwcaps)}
        here |= {"legacy": list(profile.legacy), "isa": profile.isa, "preload": list(profile.preload)}
    data = {
        "version": 1,
        "name": name,
        "libc": profile.libc,
        "libc_version": ".".join(str(part) for part in profile.version),
        "kernel": ".".join(str(part) for part in profile.kernel or ()),
        "sources": [f"captured from {platform.platform()}: {', '.join(profile.sources)}, the libraries' own facts"],
        "machines": {machine: here},
        "libraries": dict(sorted(libraries.items())),
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _cached(profile: Profile) -> list[tuple[str, str]]:
    """SONAME and path of each library that the loader's cache has, as a search would find it."""
    if profile.cache is None:
        return []
    flags = FLAGS.get((profile.machine, profile.bits))
    sonames = dict.fromkeys(entry.soname for entry in profile.cache.entries() if entry.flags == flags)
    found = ((soname, profile.cached(soname)) for soname in sonames)
    return [(soname, path) for soname, path in found if path is not None]
