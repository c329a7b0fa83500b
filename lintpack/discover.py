"""Which files are checked: those named, and the shell scripts of the folders named."""

from __future__ import annotations

import os
import stat

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.ignorefile import IgnoreList


class Exclusion(Record):
    """Patterns of --exclude or of the configuration. `folder`: where they start, relative to the working directory."""

    patterns: tuple[str, ...]
    folder: str = ""


class Found(Record):
    """`scripts`: paths as they are shown, each once. `problems`: one line each, naming the path."""

    scripts: tuple[str, ...]
    problems: tuple[str, ...]


def discover(paths: Iterable[str], exclusions: tuple[Exclusion, ...] = (), force_exclude: bool = False) -> Found:
    """The scripts that `paths` name. `-` is kept as it is."""
    scripts: dict[str, None] = {}
    problems: list[str] = []
    for path in paths:
        if path == "-":
            scripts[path] = None
            continue
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            problems.append(f"{path}: {reason(error)}")
            continue
        shown = tidy(path)
        if stat.S_ISDIR(mode):
            from lintpack.folders import scripts_below

            inside = scripts_below(shown, exclusions, force_exclude)
            if not inside and not (force_exclude and excluded(exclusions, shown, True)):
                problems.append(f"{shown}: no shell scripts in this folder")
            scripts.update(dict.fromkeys(inside))
        elif not stat.S_ISREG(mode):
            problems.append(f"{shown}: not a regular file")
        elif not (force_exclude and excluded(exclusions, shown, False)):
            scripts[shown] = None
    return Found(tuple(scripts), tuple(problems))


def is_patch(head: bytes) -> bool:
    """Whether a file that begins so is a patch: the ports of BSD call theirs after the script, `patch-install.sh`."""
    return head.startswith((b"--- ", b"diff --git ", b"Index: ", b"diff -", b"*** ")) and (
        b"\n+++ " in head or b"\n--- " in head
    )


def reason(error: BaseException) -> str:
    """What the system says about a file, without the path."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__


def tidy(path: str) -> str:
    """`path` as messages show it: relative to the working directory where it lies below it, with `/`."""
    short = os.path.normpath(path)
    if os.path.isabs(short):
        here = os.getcwd()
        if short == here or short.startswith(here.rstrip(os.sep) + os.sep):
            short = os.path.relpath(short, here)
    # A file of this name: the name alone is standard input.
    return "./-" if short == "-" else short.replace(os.sep, "/")


def excluded(exclusions: tuple[Exclusion, ...], path: str, is_folder: bool) -> bool:
    """Whether an exclusion names `path` or a folder that it lies in."""
    from lintpack.ignorefile import ignored

    for exclusion in exclusions:
        if not exclusion.patterns:
            continue
        inner = os.path.relpath(path, exclusion.folder or ".").replace(os.sep, "/")
        if inner == "." or inner.startswith("../"):
            continue
        lists = _listed(exclusion)
        parts = inner.split("/")
        if any(ignored(lists, "/".join(parts[:n]), True) for n in range(1, len(parts))):
            return True
        if ignored(lists, inner, is_folder):
            return True
    return False


_LISTS: dict[Exclusion, list[IgnoreList]] = {}


def _listed(exclusion: Exclusion) -> list[IgnoreList]:
    from lintpack.ignorefile import IgnoreList

    if exclusion not in _LISTS:
        _LISTS[exclusion] = [IgnoreList(exclusion.patterns)]
    return _LISTS[exclusion]
