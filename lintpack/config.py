"""The configuration: `lintpack.toml`, or the table `[tool.lintpack]` of a pyproject.toml.

The nearest file counts, upward from the working directory to the root of the git repository. One file serves a
whole run, and options of the command line win over it. A key or a value that is not known is an error: a silent
misspelling would switch a check off.
"""

from __future__ import annotations

import os
import posixpath

from lintpack.record import Record

NAMES = ("lintpack.toml", "pyproject.toml")


class ConfigError(Exception):
    """`path:line:column: what is wrong`."""


class Config(Record):
    """`folder` is where paths and patterns of the file start, relative to the working directory ("" for it)."""

    path: str = ""
    folder: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    fail_on: str = "warning"
    min_confidence: str = "medium"
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # Folders, relative to `folder`; names of libraries, or patterns of such.
    build_dirs: tuple[str, ...] = ()
    own_libraries: tuple[str, ...] = ()
    provided: tuple[str, ...] = ()
    # Folders of the target that the loader searches (by ld.so.conf, or a launcher that is not seen here).
    runtime_paths: tuple[str, ...] = ()
    # Rules, and their levels or "off".
    severities: tuple[tuple[str, str], ...] = ()
    # Patterns of the entry scripts and of the archives that they build, for --config-scripts and --config-archive.
    scripts: tuple[str, ...] = ()
    archives: tuple[str, ...] = ()
    # A file, relative to `folder`.
    baseline: str = ""

    def path_of(self, inner: str) -> str:
        """A path of the file relative to the working directory."""
        return posixpath.normpath(posixpath.join(self.folder, inner))


def find() -> str | None:
    """The nearest configuration file, relative to the working directory; None where there is none."""
    folder, shown = os.getcwd(), ""
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name == "lintpack.toml" or mentions_us(path)):
                return shown + name
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder, shown = parent, shown + "../"


def mentions_us(path: str) -> bool:
    """Whether a pyproject.toml has a table of ours, without the cost of reading TOML."""
    try:
        with open(path, "rb") as file:
            return b"tool.lintpack" in file.read()
    except OSError:
        return False
