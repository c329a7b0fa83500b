"""Elements of RPATH and RUNPATH that lead where nobody meant."""

from __future__ import annotations

import posixpath
import re

from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.entry import Entry
    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["bad-runpath"]
_OPEN = ("/tmp", "/var/tmp", "/dev/shm")
# Folders of machines and containers that build.
_BUILD = re.compile(r"/(?:home|root|builds?|workspace|github|Users|__w|buildroot|nix/store|tmp)(?:/|$)")
_TOKENS = re.compile(r"\$\{(ORIGIN|LIB|PLATFORM)\}|\$(ORIGIN|LIB|PLATFORM)(?![A-Za-z0-9_])")
_O_WRITE = 0o002
_STICKY = 0o1000


def check(archive: Archive) -> Iterator[Finding]:
    # Many objects of a build share one bad path: said once.
    groups: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in archive.objects:
        facts = entry.facts
        assert facts is not None
        kind, value = ("RUNPATH", facts.runpath) if facts.runpath is not None else ("RPATH", facts.rpath)
        if not value:
            continue
        for problem in dict.fromkeys(_problems(value, entry, archive)):
            groups.setdefault((kind, value, problem), []).append(entry)
    for (kind, value, problem), entries in groups.items():
        others = [entry.path for entry in entries[1:]]
        yield archive.finding(
            RULE,
            entries[0].path,
            f"`{entries[0].path}` has the {kind} `{value}`, and {problem}",
            f"{kind:<8} {value}",
            notes=(f"the same of {listed(others)}",) if others else (),
            help="write paths from `$ORIGIN` on, quoted so that neither the shell nor make touches it",
        )


def _problems(value: str, entry: Entry, archive: Archive) -> Iterator[str]:
    for element in value.split(":"):
        bare = _TOKENS.sub("", element)
        if not element:
            yield "an empty element, which is the working directory"
        elif "$" in bare:
            yield f"`{element}` has no token that the loader knows (`$ORIGIN`, `$LIB`, `$PLATFORM`)"
        elif element.startswith(("RIGIN", "{ORIGIN}", "\\", "@loader_path", "ORIGIN", "XORIGIN")):
            yield f"`{element}` is what was left of `$ORIGIN`"
        elif not element.startswith(("/", "$")):
            yield f"`{element}` is relative to the working directory"
        elif element.rstrip("/") in _OPEN or element.startswith(tuple(f"{folder}/" for folder in _OPEN)):
            yield f"everybody may write to `{element}`"
        elif _BUILD.match(element):
            yield f"`{element}` is a folder of the machine that built it"
        elif element.startswith(("$ORIGIN", "${ORIGIN}")):
            inside = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), _TOKENS.sub(".", element, 1)))
            folder = archive.bundle.get("" if inside == "." else inside)
            if folder is not None and folder.mode & _O_WRITE and not folder.mode & _STICKY and folder.order >= 0:
                yield f"everybody may write to `{inside}`"
