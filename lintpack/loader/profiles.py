"""Profiles as files: JSON beside this module for well-known systems, and what `capture` wrote.

A file has "version" 1, "name", "libc" (glibc or musl), "libc_version", maybe "kernel", "sources" (where each figure
comes from), "machines" by name, and "libraries" by SONAME ("@loader" is the loader itself). A library has "newest"
(families of versions, see families.py), "versions" (others, by name; an empty list: it defines none), "needed" and,
where it is not in the first system directory, "path". Without "newest" and "versions" its versions are not checked.
"""

from __future__ import annotations

import json
import os
import posixpath
from typing import TYPE_CHECKING, Any

from lintpack.loader.cache import FLAGS, from_mapping
from lintpack.loader.capture import LOADERS
from lintpack.loader.families import expand, number
from lintpack.loader.profile import GLIBC, MUSL, Profile, SystemLibrary

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST = "host"
_FOLDER = os.path.join(os.path.dirname(__file__), "profiles")
_LOADER = "@loader"


class ProfileError(Exception):
    """There is no such profile, or the file is none; the text says which and why."""


def names() -> list[str]:
    """The profiles that lintpack knows, `host` first."""
    return [HOST, *sorted(name[:-5] for name in os.listdir(_FOLDER) if name.endswith(".json"))]


def find_profile(name: str, machine: str = "x86_64") -> Profile:
    """The profile called `name`, or in the file of that path, for programs of `machine` (as `uname -m` says it).

    Raises ProfileError.
    """
    if name == HOST:
        from lintpack.loader.capture import host

        return host(machine)
    known = os.path.join(_FOLDER, f"{name}.json")
    looks_like_path = "/" in name or name.endswith(".json")
    path = name if looks_like_path or not os.path.exists(known) else known
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except FileNotFoundError:
        choice = f"; known are {', '.join(names())}" if not looks_like_path else ""
        raise ProfileError(f"no profile {name}{choice}") from None
    except (OSError, ValueError, RecursionError) as error:
        raise ProfileError(f"profile {name}: {error}") from None
    return read_profile(data, machine, name)


def machine_name(number_: int, bits: int) -> str | None:
    """The name of a machine by EM_* and class, None where no profile can have it."""
    return next((name for name, row in LOADERS.items() if row[:2] == (number_, bits)), None)


def read_profile(data: object, machine: str, name: str) -> Profile:
    """The profile in parsed JSON. Raises ProfileError where it is of another shape."""
    try:
        return _read(_table(data), machine, name)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        missing = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise ProfileError(f"profile {name}: {missing}") from None


def _table(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("a table is expected")
    return value


def _read(data: Mapping[str, Any], machine: str, name: str) -> Profile:
    if data["version"] != 1:
        raise ValueError(f"version {data['version']} is not known")
    libc = data["libc"]
    if libc not in (GLIBC, MUSL):
        raise ValueError(f"libc {libc} is neither glibc nor musl")
    machines = _table(data["machines"])
    if machine not in machines:
        raise ValueError(f"it has no machine {machine}, only {', '.join(machines)}")
    if machine not in LOADERS:
        raise ValueError(f"machine {machine} is not known")
    here = _table(machines[machine])
    directories = _texts(here["directories"])
    interpreter = str(here["interpreter"])
    libraries = _libraries(_table(data.get("libraries", {})), directories[0], interpreter)
    machine_number, bits = LOADERS[machine][:2]
    paths = {library.soname: library.path for library in libraries if library.path != interpreter}
    flags = FLAGS.get((machine_number, bits), 3)
    return Profile(
        name=str(data["name"]),
        libc=libc,
        version=number(str(data["libc_version"])) or (0,),
        machine=machine_number,
        bits=bits,
        interpreter=interpreter,
        directories=directories if libc == GLIBC else (),
        musl_directories=directories if libc == MUSL else Profile.musl_default(),
        lib=str(here.get("lib", "lib")),
        platform=here.get("platform"),
        hwcaps=_texts(here.get("hwcaps", [])),
        legacy=_texts(here.get("legacy", [])),
        isa=here.get("isa"),
        kernel=number(str(data.get("kernel", ""))) or None,
        preload=_texts(here.get("preload", [])),
        cache=from_mapping(paths, flags) if libc == GLIBC else None,
        libraries=libraries,
        sources=_texts(data.get("sources", [])),
    )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError(f"a list of texts is expected, not {value!r}")
    return tuple(value)


def _libraries(data: Mapping[str, Any], folder: str, interpreter: str) -> tuple[SystemLibrary, ...]:
    loader_name = posixpath.basename(interpreter)
    libraries = []
    for key, raw in data.items():
        one = _table(raw)
        soname = loader_name if key == _LOADER else key
        path = interpreter if key == _LOADER else str(one.get("path") or f"{folder}/{key}")
        versions: tuple[str, ...] | None = None
        if "newest" in one or "versions" in one:
            versions = _texts(one.get("versions", []))
            for family, newest in _table(one.get("newest", {})).items():
                versions += expand(family, str(newest))
        needed = tuple(loader_name if name == _LOADER else name for name in _texts(one.get("needed", [])))
        libraries.append(SystemLibrary(soname, path, versions, needed))
    return tuple(libraries)
