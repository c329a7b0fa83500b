"""Reading a configuration file: each key and each value is checked, and what is wrong is told with its place."""

from __future__ import annotations

import os
import sys

from lintpack.config import Config, ConfigError
from lintpack.findings import CONFIDENCES, LEVELS
from lintpack.suggest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any


def load(path: str) -> Config:
    """Read a configuration file; raises ConfigError where it cannot be read or understood."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise ConfigError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 (byte {error.start + 1})") from None
    table = _parse(path, text)
    if os.path.basename(path) == "pyproject.toml":
        tool = table.get("tool")
        table = tool.get("lintpack", {}) if isinstance(tool, dict) else {}
        if not isinstance(table, dict):
            raise ConfigError(f"{_at(path, text, 'lintpack', ('tool',))}: `tool.lintpack` is a table")
        return _Reader(path, text, table, ("tool", "lintpack")).config()
    return _Reader(path, text, table).config()


def _parse(path: str, text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        import re

        message = str(error)
        place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
        where = f"{path}:{place[1]}:{place[2]}" if place else path
        what = message[: place.start()] if place else message
        raise ConfigError(f"{where}: not TOML: {what[:1].lower()}{what[1:]}") from None


def _at(path: str, text: str, key: str, table: tuple[str, ...] = ()) -> str:
    """`path:line:column` of a key in a table; only the path where the place is not found."""
    from lintpack.tomlplace import place

    found = place(text, key, table)
    return f"{path}:{found[0]}:{found[1]}" if found else path


def place_of(config: Config, key: str) -> str:
    """`path:line:column` of a key in the file that `config` was read from."""
    try:
        with open(config.path, encoding="utf-8-sig") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError):
        return config.path
    return _at(config.path, text, key, ("tool", "lintpack") if config.path.endswith("pyproject.toml") else ())


def keys() -> tuple[str, ...]:
    """All keys that a configuration may have."""
    return tuple(_Reader("", "", {}).keys())


class _Reader:
    """Checks each key and value of one file."""

    def __init__(self, path: str, text: str, table: dict[str, Any], inside: tuple[str, ...] = ()) -> None:
        """`inside`: the names of the tables that `table` lies in."""
        self.path, self.text, self.table, self.inside = path, text, table, inside

    def keys(self) -> dict[str, Callable[[str, object], Any]]:
        """What each key is read by."""
        return {
            "select": self._rules,
            "ignore": self._rules,
            "exclude": self._strings,
            "variables": self._variables,
            "fail-on": self._level,
            "min-confidence": self._confidence,
            "per-file-ignores": self._per_file,
            "baseline": self._path,
            "build-dirs": self._strings,
            "own-libraries": self._strings,
            "provided": self._strings,
            "runtime-paths": self._strings,
            "severities": self._severities,
            "scripts": self._strings,
            "archives": self._strings,
        }

    def config(self) -> Config:
        keys = self.keys()
        values: dict[str, Any] = {}
        for key, value in self.table.items():
            if key not in keys:
                raise self._error(key, f"unknown key `{key}`{did_you_mean(key, keys)}")
            values[key.replace("-", "_")] = keys[key](key, value)
        folder = os.path.dirname(self.path)
        return Config(self.path, folder.replace(os.sep, "/"), **values)

    def _error(self, key: str, what: str, table: str = "") -> ConfigError:
        inside = (*self.inside, table) if table else self.inside
        return ConfigError(f"{_at(self.path, self.text, key, inside)}: {what}")

    def _strings(self, key: str, value: object, table: str = "") -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._error(key, f"`{key}` is a list of strings", table)
        return tuple(value)

    def _path(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            raise self._error(key, f"`{key}` is the path of a file")
        return value

    def _rules(self, key: str, value: object) -> tuple[str, ...]:
        return self._known(key, self._strings(key, value))

    def _known(self, key: str, wanted: tuple[str, ...], table: str = "") -> tuple[str, ...]:
        from lintpack.rules import unknown

        for name, hint in unknown(wanted):
            raise self._error(key, f"no rule `{name}`{hint}", table)
        return wanted

    def _variables(self, key: str, value: object) -> tuple[tuple[str, str], ...]:
        table = self._table(key, value)
        for name, text in table.items():
            if not isinstance(text, str):
                raise self._error(name, f"the value of variable `{name}` is a string", key)
            if not (name.isidentifier() and name.isascii()):
                raise self._error(name, f"`{name}` is not the name of a variable", key)
        return tuple(table.items())

    def _per_file(self, key: str, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
        table = self._table(key, value)
        return tuple(
            (pattern, self._known(pattern, self._strings(pattern, names, key), key)) for pattern, names in table.items()
        )

    def _severities(self, key: str, value: object) -> tuple[tuple[str, str], ...]:
        from lintpack.severities import CHOICES

        table = self._table(key, value)
        for name, chosen in table.items():
            self._known(name, (name,), key)
            self._choice(name, chosen, CHOICES, key)
        return tuple(table.items())

    def _table(self, key: str, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._error(key, f"`{key}` is a table")
        return value

    def _level(self, key: str, value: object) -> str:
        return self._choice(key, value, (*LEVELS, "never"))

    def _confidence(self, key: str, value: object) -> str:
        return self._choice(key, value, CONFIDENCES)

    def _choice(self, key: str, value: object, choices: Iterable[str], table: str = "") -> str:
        if not isinstance(value, str) or value not in choices:
            hint = did_you_mean(value, choices) if isinstance(value, str) else ""
            raise self._error(key, f"`{key}` is one of {', '.join(choices)}{hint}", table)
        return value
