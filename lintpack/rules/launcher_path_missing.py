"""A launcher's LD_LIBRARY_PATH or LD_PRELOAD names something below its own folder that is not there."""

from __future__ import annotations

import posixpath
import re

from lintpack.bundle.entry import DIRECTORY
from lintpack.bundle.resolve import resolve
from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.loader.start import Start
    from lintpack.rules.shared.archive import Archive

RULE = RULES["launcher-path-missing"]


def check(archive: Archive) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for start in archive.starts:
        launcher = start.launcher
        if launcher is None or not archive.bundle.complete:
            continue
        for name, path, folder in _named(start):
            inside = _inside(path, archive)
            if inside is None or "$" in path or (launcher, path) in seen:
                continue
            seen.add((launcher, path))
            entry = resolve(archive.bundle, inside).entry
            if entry is not None and (entry.kind == DIRECTORY or not folder):
                continue
            what = "a folder" if folder else "a file"
            failing = start.result.fatal is not None or bool(start.result.failed_preloads)
            yield archive.finding(
                RULE,
                launcher,
                f"{name} of `{launcher}` has `{inside or '.'}`, {what} that the bundle does not have",
                f"{name}={start.library_path if folder else start.preload}",
                notes=(f"`{archive.program(start)}` starts without it",) if not failing else (),
                help="name the folder in which the libraries lie" if folder else "name the file as it is packed",
                level="" if failing or not folder else "note",
            )


def _named(start: Start) -> Iterator[tuple[str, str, bool]]:
    """Each absolute path in the two variables; True for folders."""
    for element in re.split("[:;]", start.library_path or ""):
        if element.startswith("/"):
            yield "LD_LIBRARY_PATH", element, True
    for element in re.split("[: ]", start.preload or ""):
        if element.startswith("/"):
            yield "LD_PRELOAD", element, False


def _inside(path: str, archive: Archive) -> str | None:
    """`path` below the bundle's root; None outside of it."""
    root = archive.survey.target("")[1].root.rstrip("/")
    place = posixpath.normpath(path)
    if not root or not place.startswith(root + "/"):
        return None
    return place[len(root) + 1 :]
