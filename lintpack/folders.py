"""The shell scripts of a folder, which is searched as git would see it: links to folders, and what .gitignore names are
skipped, and the hidden folders of other tools, but not `.github` or `.ci`. A file counts as a shell script by its
suffix or its first line.
"""

from __future__ import annotations

import os
import stat

from lintpack.discover import excluded, is_patch
from lintpack.ignorefile import IgnoreList, ignored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.discover import Exclusion

# What versioning, environments, caches and homes keep there: nobody's own scripts.
_OF_TOOLS = frozenset(
    (
        *(".git", ".hg", ".svn", ".bzr", ".jj", ".repo", ".venv", ".env", ".tox", ".nox", ".eggs", ".direnv", ".pixi"),
        *(".conda", ".cache", ".ccache", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".terraform"),
        *(".local", ".npm", ".yarn", ".pnpm-store", ".cargo", ".rustup", ".gradle", ".m2", ".nuget", ".gem", ".bundle"),
        *(".libs", ".deps", ".vscode", ".vscode-server", ".idea", ".vs", ".history", ".trash", ".Trash"),
    )
)
_SUFFIXES = frozenset({".sh", ".bash", ".ksh", ".dash"})
_SHELLS = frozenset({b"sh", b"bash", b"dash", b"ksh", b"ash", b"mksh"})
# What autoconf, automake and libtool make or bring along is nobody's to mend, and long: it is read where it is named.
_MADE = frozenset(
    "configure config.status libtool ltmain.sh config.guess config.sub config.rpath install-sh mkinstalldirs depcomp"
    " missing compile ylwrap test-driver ar-lib py-compile".split()
)
_MADE_BY = (
    *(b"utoconf", b"ibtool", b"config.status", b"canonical", b"onfiguration val", b"scriptversion", b"X11R"),
    *(b"missing GNU", b"library-building", b"Noah Friedman", b"dependencies as side"),
)
# What make reads: `#!/usr/bin/env bash` in such a file is for editors, or a slip.
_MAKEFILES = frozenset({"Makefile", "makefile", "GNUmakefile"})
# What `*.sh` may be written for as well: without the version that may follow, as in `python3.11`.
_OTHERS = frozenset(
    b"zsh csh tcsh fish pwsh node nodejs deno bun python pypy perl ruby php lua luajit tclsh wish expect awk gawk"
    b" Rscript osascript groovy".split()
)


def scripts_below(start: str, exclusions: tuple[Exclusion, ...], force_exclude: bool) -> list[str]:
    """The shell scripts below `start`, in order. Links to folders are not followed; a link to a file counts only
    where what it leads to is not found on its own."""
    if force_exclude and excluded(exclusions, start, True):
        return []
    root, lists = _outer_lists(start)
    files: dict[str, tuple[int, int]] = {}
    links: dict[str, tuple[int, int]] = {}

    # No call for each folder: they may lie in each other a thousand deep.
    waiting = [(start, lists)]
    while waiting:
        folder, outer = waiting.pop()
        own = _ignore_file(folder, root)
        inner = [*outer, own] if own is not None else outer
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            path = entry.name if folder == "." else f"{folder.rstrip('/')}/{entry.name}"
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder and entry.name in _OF_TOOLS:
                continue
            if (inner and ignored(inner, _relative(path, root), is_folder)) or excluded(exclusions, path, is_folder):
                continue
            if is_folder:
                waiting.append((path, inner))
                continue
            try:
                if entry.is_file() and is_shell_script(path):
                    state = entry.stat()
                    kept = links if entry.is_symlink() else files
                    kept[path] = (state.st_dev, state.st_ino)
            except OSError:
                continue  # a link that leads round, or a file that went

    real = set(files.values())
    for path, node in sorted(links.items()):
        if node not in real:
            files[path] = node
            real.add(node)
    return sorted(files)


def _relative(path: str, root: str) -> str:
    """`path` relative to the folder that ignore lists are relative to."""
    return os.path.relpath(path, root).replace(os.sep, "/") if root != "." else path


def _outer_lists(start: str) -> tuple[str, list[IgnoreList]]:
    """The root of the git repository around `start` (or `start`), and the ignore lists between it and `start`."""
    above = [os.path.abspath(start)]
    while not os.path.exists(os.path.join(above[-1], ".git")):
        parent = os.path.dirname(above[-1])
        if parent == above[-1]:
            return start, []
        above.append(parent)
    root = above[-1]
    lists: list[IgnoreList] = []
    for path, folder in [(os.path.join(root, ".git", "info", "exclude"), root)]:
        lists += [found] if (found := _read_list(path, folder, root)) is not None else []
    for folder in reversed(above[1:]):
        lists += [found] if (found := _ignore_file(folder, root)) is not None else []
    return root, lists


def _ignore_file(folder: str, root: str) -> IgnoreList | None:
    return _read_list(os.path.join(folder, ".gitignore"), folder, root)


def _read_list(path: str, folder: str, root: str) -> IgnoreList | None:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read(1_000_000).split("\n")
    except OSError:
        return None
    base = os.path.relpath(folder, root).replace(os.sep, "/")
    return IgnoreList(lines, "" if base == "." else base + "/")


# --- what is a shell script


def is_shell_script(path: str) -> bool:
    """Whether the regular file at `path` is a shell script that lintpack reads: by suffix or shebang."""
    # Reading the first line of every file of a large tree is slow.
    if not may_be_script(path, None):
        return False
    try:
        with open(path, "rb") as file:
            head = file.read(256)
    except OSError:
        # That is said when it is to be checked.
        head = b""
    return is_script_of(path, head)


def may_be_script(path: str, runs: bool | None) -> bool:
    """Whether a file may be a script by its name: programs have a suffix of a script's, none, or are executable.
    `runs` says whether this one is; None: the file is asked."""
    suffix = _suffix(path)
    if _name(path) in _MAKEFILES:
        return False
    return not suffix or suffix in _SUFFIXES or (os.access(path, os.X_OK) if runs is None else runs)


def is_script_of(path: str, head: bytes) -> bool:
    """Whether a file of this name that begins with `head` is a script that lintpack reads."""
    if (_name(path) in _MADE and any(sign in head for sign in _MADE_BY)) or is_patch(head) or b"\n<?php" in head:
        return False
    shell = _shell_of(head)
    return shell.rstrip(b"0123456789.") not in _OTHERS if _suffix(path) in _SUFFIXES else shell in _SHELLS


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _suffix(path: str) -> str:
    name = _name(path)
    stem, dot, _ = name.rpartition(".")
    return name[len(stem) :] if dot and stem else ""


def _shell_of(head: bytes) -> bytes:
    """The shell that the first line names, b"" for none: `#!/bin/sh -e`, `#!/usr/bin/env -S bash -x`, `busybox sh`."""
    if not head.startswith(b"#!"):
        return b""
    words = [word.rsplit(b"/", 1)[-1] for word in head[2:256].split(b"\n", 1)[0].split()]
    for word in words:
        if word in (b"env", b"busybox") or word.startswith(b"-") or b"=" in word:
            continue
        return word
    return b""
