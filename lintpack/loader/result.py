"""What a loader did: each object, where it came from, what was tried, and the words it would have said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Hashable

    from lintpack.elf.facts import ElfFacts

# Kinds of `Via`; the owner of RPATH and RUNPATH is the object that has it, of ALREADY the name that matched.
RPATH = "rpath"
LIBRARY_PATH = "LD_LIBRARY_PATH"
RUNPATH = "runpath"
CACHE = "cache"
SYSTEM = "system directory"
ALREADY = "already loaded"
SLASH = "path with a slash"
INTERPRETER = "interpreter"
BUILT_IN = "built-in"

# Outcomes of `Tried` beside the kinds of tree.Found.
CHOSEN = "chosen"
NO_DIRECTORY = "no such directory"
WRONG_CLASS = "wrong class"
WRONG_MACHINE = "wrong machine"
KERNEL_TOO_OLD = "kernel too old"
NOT_SETUID = "not set-user-ID"
FATAL = "fatal"
GIVEN_UP = "rest of the list given up"


class Via(Record):
    """The step of the search that found an object."""

    kind: str
    owner: str = ""


class Tried(Record):
    """One path that was looked at, in order; `outcome` is a word from above or a kind of tree.Found."""

    path: str
    outcome: str
    via: Via


class Loaded(Record):
    """One request for an object.

    `needed`: the name as it was asked for, tokens expanded; `by`: the path of the object that asks, "" for a preload
    of the environment. `path` is the object as ld.so names it, absolute; None where nothing provides it. `again`: it
    had been loaded before. `preload`: where a preload was asked for ("LD_PRELOAD", "/etc/ld.so.preload").
    `real`: the file itself, links followed. `inside`: that file belongs to the bundle.
    """

    needed: str
    by: str
    path: str | None
    via: Via | None
    real: str = ""
    identity: Hashable = None
    inside: bool = False
    again: bool = False
    preload: str = ""
    tried: tuple[Tried, ...] = ()
    facts: ElfFacts | None = None


class LoadResult(Record):
    """One program's start.

    `loads`: every request, in the order in which they were made. `scope`: each object once, in the order in which
    symbols are looked up, the program itself left out. `fatal`: what stops the program, as the loader prints it behind
    the program's name. `errors`: everything of that kind (a program may lack several versions), `fatal` among it.
    `warnings`: what the loader prints and goes on. `notes`: what it does not print, such as "statically linked".
    `failed_preloads`: preloads that were ignored. `libc` is "glibc", "musl" or "" (none: static, a script).
    """

    program: str
    libc: str = ""
    interpreter: str | None = None
    loads: tuple[Loaded, ...] = ()
    scope: tuple[Loaded, ...] = ()
    fatal: str | None = None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    failed_preloads: tuple[Loaded, ...] = ()
    facts: ElfFacts | None = None
