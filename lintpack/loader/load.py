"""`load`: what a program's start would do, whichever loader it names."""

from __future__ import annotations

import errno
import os
import posixpath
from typing import TYPE_CHECKING

from lintpack.loader import tree
from lintpack.loader.header import ET_DYN, ET_EXEC
from lintpack.loader.result import LoadResult
from lintpack.loader.tree import join
from lintpack.loader.verify import DF_1_PIE
from lintpack.record import replace

if TYPE_CHECKING:
    from lintpack.elf.facts import ElfFacts
    from lintpack.loader.environment import Environment
    from lintpack.loader.profile import Profile
    from lintpack.loader.tree import Found, Tree

# Machines whose programs a kernel runs beside its own: x86-64 runs i386, AArch64 may run ARM.
_ALSO_RUNS = {62: (3,), 183: (40,)}


def load(program: str, files: Tree, profile: Profile, environment: Environment) -> LoadResult:
    """What happens at the start of `program` (a path, relative to the environment's working directory or absolute).

    A shared library may be given too: then it is what `ld.so LIBRARY` would do, as `ldd` shows it.
    """
    path = join(environment.cwd, program)
    found = files.lookup(path)
    facts = found.facts
    stop = _not_started(found, profile)
    if stop is not None:
        return LoadResult(path, fatal=stop, errors=(stop,), facts=facts)
    if found.script:
        return LoadResult(path, notes=(f"a script for {found.script}",))
    assert facts is not None
    if facts.interpreter is None and (facts.type == ET_EXEC or facts.flags_1 & DF_1_PIE or not facts.dynamic):
        return LoadResult(path, notes=("statically linked",), facts=facts)
    interpreter = facts.interpreter
    if interpreter is not None:
        stop = _no_interpreter(files.lookup(join(environment.cwd, interpreter)), interpreter, facts)
        if stop is not None:
            return LoadResult(path, interpreter=interpreter, fatal=stop, errors=(stop,), facts=facts)
    if is_musl(interpreter, files, profile):
        from lintpack.loader.musl import MuslLoader

        result = MuslLoader(path, found, files, profile, environment).run()
    else:
        from lintpack.loader.glibc import GlibcLoader

        result = GlibcLoader(path, found, files, profile, environment).run()
    if interpreter is not None and not found.mode & 0o111:
        note = "not executable: only its loader, called by name, would start it"
        return replace(result, notes=(note, *result.notes))
    return result


def is_musl(interpreter: str | None, files: Tree, profile: Profile) -> bool:
    """Whether musl's loader starts a program with this PT_INTERP; without one, the profile's own loader."""
    if interpreter is None:
        return profile.libc == "musl"
    name = posixpath.basename(interpreter)
    if name.startswith("ld-musl"):
        return True
    return not name.startswith("ld-linux") and "musl" in files.real(interpreter)


def _not_started(found: Found, profile: Profile) -> str | None:
    """Why execve() refuses the file, in the words of strerror."""
    if not found.opened:
        return os.strerror(tree.FAILURES[found.kind])
    if found.kind == tree.DIRECTORY:
        return os.strerror(errno.EACCES)
    if found.script:
        return None
    facts = found.facts
    if found.kind != tree.ELF or facts is None:
        return os.strerror(errno.ENOEXEC)
    if facts.machine != profile.machine and facts.machine not in _ALSO_RUNS.get(profile.machine, ()):
        return os.strerror(errno.ENOEXEC)
    if facts.type not in (ET_EXEC, ET_DYN):
        return os.strerror(errno.ENOEXEC)
    return None


def _no_interpreter(found: Found, interpreter: str, facts: ElfFacts) -> str | None:
    """Why the kernel cannot start the loader that the program names (fs/binfmt_elf.c)."""
    if not found.opened:
        return f"{os.strerror(tree.FAILURES[found.kind])} (the program interpreter {interpreter})"
    if found.facts is None:
        return f"{os.strerror(errno.ENOEXEC)} (the program interpreter {interpreter})"
    if (found.facts.bits, found.facts.machine) != (facts.bits, facts.machine):
        return f"{os.strerror(errno.ELIBBAD)} (the program interpreter {interpreter})"
    return None
