"""Small build trees written as text: a line for each file. ELF files are stubs with the facts that the line gives.

    build/bin/server          NEEDED libfoo.so.4 NEEDED libc.so.6
    build/lib/libfoo.so       -> libfoo.so.4
    build/lib/libfoo.so.4     SONAME libfoo.so.4 NEEDED libbar.so
    build/lib/libncurses.so   TEXT INPUT(libncurses.so.6 -ltinfo)
    build/include/foo.h

Words: NEEDED NAME, SONAME NAME, RUNPATH VALUE; TEXT and the rest of the line; `-> TARGET`. No words: an empty file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.elf.forge import Forge

if TYPE_CHECKING:
    from pathlib import Path


def plant(root: Path, text: str) -> None:
    """Make the files that the lines of `text` tell of, below `root`."""
    for line in text.splitlines():
        path, _, rest = line.strip().partition(" ")
        if not path:
            continue
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        words = rest.split()
        if words[:1] == ["->"]:
            file.symlink_to(words[1])
        elif words[:1] == ["TEXT"]:
            file.write_text(rest.split(maxsplit=1)[1] + "\n")
        elif words:
            facts = list(zip(words[::2], words[1::2], strict=True))
            assert {kind for kind, _ in facts} <= {"NEEDED", "SONAME", "RUNPATH"}, line
            one = dict(facts)
            needed = [name for kind, name in facts if kind == "NEEDED"]
            file.write_bytes(Forge(needed=tuple(needed), soname=one.get("SONAME"), runpath=one.get("RUNPATH")).build())
        else:
            file.touch()
