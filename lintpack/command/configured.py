"""What the configuration names for `--config-scripts` and `--config-archive`: from patterns to paths.

The two go together in a hook that runs before a push. A script that is not there is a mistake in the configuration. An
archive that is not there is the usual case on a machine on which nobody built one: that is said, and the scripts are
checked without it. Who wants to be sure of an archive, as after the build in CI, names it with `--archive`.
"""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from lintpack.config import ConfigError
from lintpack.configfile import place_of
from lintpack.folders import is_shell_script

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.config import Config


def scripts(config: Config) -> tuple[list[str], list[str]]:
    """The paths that `scripts` names, relative to the working directory, and a line for each pattern that names
    none. What a pattern matches counts only where it is a script or a folder. Raises ConfigError where nothing is
    configured."""
    found: dict[str, None] = {}
    problems = []
    for pattern in _patterns(config, "scripts", config.scripts, "--config-scripts"):
        matches = _matches(config, pattern)
        if _is_pattern(pattern):
            matches = [path for path in matches if os.path.isdir(path) or is_shell_script(path)]
        if not matches:
            problems.append(f"{place_of(config, 'scripts')}: no script matches `{pattern}`")
        found.update(dict.fromkeys(matches))
    return list(found), problems


def archives(config: Config, packed_by: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """The paths that `archives` names, and what is to be known of them: those that are not built yet, and those that
    were built before one of the scripts `packed_by` was changed. Raises ConfigError where nothing is configured."""
    found: dict[str, None] = {}
    notes = []
    for pattern in _patterns(config, "archives", config.archives, "--config-archive"):
        matches = _matches(config, pattern)
        if not matches:
            shown = posixpath.join(config.folder, pattern)
            notes.append(f"{shown}: not built yet, so not checked")
        found.update(dict.fromkeys(matches))
    for archive in found:
        later = [path for path in packed_by if os.path.isfile(archive) and _changed(path) > _changed(archive)]
        if later:
            notes.append(f"{archive}: older than `{later[0]}`, so built from something else; build it again")
    return list(found), notes


def _patterns(config: Config, key: str, patterns: tuple[str, ...], option: str) -> tuple[str, ...]:
    if not config.path:
        raise ConfigError(f"{option}: there is no lintpack.toml, nor a pyproject.toml with [tool.lintpack], to read")
    if not patterns:
        raise ConfigError(f'{config.path}: {option} needs the key `{key}`, such as {key} = ["{_EXAMPLE[key]}"]')
    return patterns


_EXAMPLE = {"scripts": "scripts/pack_*.sh", "archives": "dist/*.tar.gz"}


def _is_pattern(path: str) -> bool:
    return any(character in path for character in "*?[")


def _matches(config: Config, pattern: str) -> list[str]:
    """What matches below the configuration's folder, in order. A name that has `*` in it is found by that name too."""
    path = posixpath.join(config.folder, pattern)
    if os.path.exists(path):
        return [posixpath.normpath(path)]
    if not _is_pattern(pattern):
        return []
    from glob import escape, glob

    whole = posixpath.join(escape(config.folder), pattern) if config.folder else pattern
    return sorted(posixpath.normpath(match.replace(os.sep, "/")) for match in glob(whole, recursive=True))


def _changed(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0
