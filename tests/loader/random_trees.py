"""Random trees of libraries, links, copies and traps, for holding our loaders against the real ones.

Everything follows from one seed, so that a difference can be looked at again: `plant(lab, random.Random(seed))`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random

    from tests.loader.lab import Lab, Outcome

FOLDERS = ("bin", "lib", "lib/sub", "opt", "opt/deep/er", "x86_64", "lib/glibc-hwcaps/x86-64-v2", "opt/tls")
SONAMES = ("liba.so.1", "libb.so.1", "libd.so", "libe.so.2", "libf.so.0.1")
_ELEMENTS = (
    *("$ORIGIN", "$ORIGIN/../lib", "${ORIGIN}/../opt/", "$ORIGIN/sub", "$ORIGIN/../lib/sub", "@/lib", "@/opt"),
    *("@/opt/deep/er/", "@/lib/../opt", "lib", "../lib", "", ".", "@/nowhere", "@/file", "$ORIGIN/../$PLATFORM"),
    *("$ORIGINAL", "@/linked", "$ORIGIN/../linked/sub", "/", "file", "@/loop", "@/lib//sub/./", "$LIB"),
)


class Call(NamedTuple):
    """How the program is started; `@` stands for the root."""

    program: str
    library_path: str | None
    preload: str | None
    cwd: str


def plant(lab: Lab, chance: random.Random) -> Call:
    """Builds a tree in the laboratory and says how to start its program."""
    (lab.root / "lib").mkdir(parents=True, exist_ok=True)
    (lab.root / "opt/deep/er").mkdir(parents=True)
    lab.write("file", "a file where a folder is looked for")
    lab.link("linked", chance.choice(["lib", "opt", "lib/sub", "nowhere"]))
    lab.link("loop", "loop")
    for name in SONAMES:
        if chance.random() < 0.9:
            _true_library(lab, f"{chance.choice(['lib', 'lib', 'opt', 'lib/sub'])}/{name}", name, chance)
    for _ in range(chance.randint(0, 6)):
        _library(lab, chance)
    needed = chance.sample(SONAMES, chance.randint(1, 4))
    if chance.random() < 0.05:
        needed.append(chance.choice(["$ORIGIN/../lib/liba.so.1", "lib/libb.so.1", "./libd.so", "libnone.so"]))
    wants = {name: [chance.choice(_versions(name))] for name in needed if "/" not in name and chance.random() < 0.1}
    way = "$ORIGIN/../lib:$ORIGIN/../opt:$ORIGIN/../lib/sub"
    usual = chance.choice([":" + way, way, way + ":" + _list(chance, ":"), _list(chance, ":") + ":" + way, ""])
    usual = usual.replace("@", str(lab.root))
    old = chance.random() < 0.5
    lab.program("bin/p", *needed, rpath=usual if old else None, runpath=None if old else usual, wants=wants)
    program = "bin/p"
    if chance.random() < 0.2:
        program = chance.choice(["opt/p", "linked-p"])
        lab.link(program, str(lab.root / "bin/p"))
    preloads = ["@/lib/liba.so.1", "libb.so.1", "@/opt/libd.so", "libnone.so", "./libe.so.2", "$ORIGIN/liba.so.1"]
    preload = chance.choice([" ", ":"]).join(chance.sample(preloads, 2)) if chance.random() < 0.15 else None
    library_path = _list(chance, ":;") if chance.random() < 0.6 else None
    return Call(program, library_path, preload, chance.choice(["", "lib", "bin", "opt"]))


def symbols_missing(got: Outcome) -> bool:
    """Whether it was for a symbol that the program did not start: a copy under a wrong name. Symbols are not ours."""
    words = ("undefined symbol", "symbol not found")
    return got.ours.fatal is None and any(word in line for line in got.real.stderr for word in words)


def _library(lab: Lab, chance: random.Random) -> None:
    name = chance.choice(SONAMES)
    path = f"{chance.choice(FOLDERS)}/{name}"
    how = chance.random()
    if os.path.lexists(lab.root / path):
        return
    made = [p for p in sorted(lab.root.rglob("*.so*")) if p.is_file() and not p.is_symlink()]
    if how < 0.1 and made:
        (lab.root / path).parent.mkdir(parents=True, exist_ok=True)
        (lab.root / path).write_bytes(chance.choice(made).read_bytes())
    elif how < 0.16 and made:
        lab.link(path, os.path.relpath(chance.choice(made), (lab.root / path).parent))
    elif how < 0.2 and made:
        (lab.root / path).parent.mkdir(parents=True, exist_ok=True)
        os.link(chance.choice(made), lab.root / path)
    elif how < 0.24:
        lab.link(path, chance.choice(["nowhere", name, "/", "../file", str(lab.root / "lib" / name)]))
    elif how < 0.26:
        lab.write(path, "text" * chance.choice([0, 1, 50]))
    elif how < 0.27:
        (lab.root / path).mkdir(parents=True)
    else:
        _true_library(lab, path, name, chance)


def _true_library(lab: Lab, path: str, name: str, chance: random.Random) -> None:
    soname = chance.choices([name, None, chance.choice(SONAMES)], [8, 1, 1])[0]
    needed = chance.sample(SONAMES, chance.choice([0, 0, 1, 1, 2]))
    own = _versions(name)
    versions = own[: chance.randint(1, 3)] if chance.random() < 0.4 else ()
    wants = {n: [chance.choice(_versions(n))] for n in needed if chance.random() < 0.1}
    old = chance.random() < 0.5
    lab.lib(
        path,
        *needed,
        soname=soname,
        rpath=_path(lab, chance, 0.4) if old else None,
        runpath=None if old else _path(lab, chance, 0.4),
        versions=versions,
        defines=() if versions else own,
        wants=wants,
        options=["-z", "nodefaultlib"] if chance.random() < 0.05 else [],
    )
    if chance.random() < 0.08:
        lab.edit(path, *chance.choice([(4, b"\1"), (18, b"\x28\0"), (7, b"\3"), (7, b"\x61"), (5, b"\2"), (12, b"\1")]))


def _versions(name: str) -> tuple[str, ...]:
    """Versions that only libraries of this name have, so that a symbol has one home."""
    letter = name[3].upper()
    return tuple(f"{letter}_{number}" for number in (1, 2, 3))


def _path(lab: Lab, chance: random.Random, likely: float) -> str | None:
    return _list(chance, ":").replace("@", str(lab.root)) if chance.random() < likely else None


def _list(chance: random.Random, separators: str) -> str:
    words = chance.sample(_ELEMENTS, chance.randint(1, 5))
    return "".join(word + chance.choice(separators) for word in words)[:-1]
