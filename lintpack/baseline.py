"""The baseline: findings that an old repository has, and that a run need not speak of again.

    { "version": 1, "findings": [
    {"path": "scripts/pack.sh", "code": "LP101", "name": "…", "count": 1, "key": "0f3a…", "message": "packs `libz`…"},
    …

One line for each finding, sorted, so that git shows what changed, and joins what two branches changed. A finding is
known by `lintpack.fingerprint`, which does not count lines; `path` and `message` are for people. Paths are relative to
the folder of the baseline, so that it does not matter where lintpack is started.

What cannot be read is an error: a baseline that counts for nothing, or for everything, would go unseen.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lintpack.fingerprint import content_key
from lintpack.record import Record, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from lintpack.findings import Finding

NAME = "lintpack-baseline.json"
VERSION = 1
# Bytes that are read at most.
_LARGEST = 200_000_000
_KEY = 32


class BaselineError(Exception):
    """`path:line:column: what is wrong`, or without a place."""


class Known(Record):
    """A finding of the baseline; `count` times it is there."""

    path: str
    code: str
    name: str
    count: int
    key: str
    message: str


class Compared(Record):
    """`new` findings are not in the baseline, `old` ones are, in the order of the report; `stale`: what the baseline
    has and the scripts have no longer, each with how many times."""

    new: tuple[Finding, ...]
    old: tuple[Finding, ...]
    stale: tuple[Known, ...]


def load(path: str) -> tuple[Known, ...]:
    """What a baseline has. Raises BaselineError."""
    import json

    try:
        if not os.path.isfile(path):
            # A pipe would wait for somebody to write.
            os.stat(path)
            raise BaselineError(f"{path}: not a regular file")
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        what = (getattr(error, "strerror", None) or str(error)).lower()
        hint = f"; `lintpack baseline write --baseline {path} PATH…` makes it" if not os.path.exists(path) else ""
        raise BaselineError(f"{path}: {what}{hint}") from None
    if len(data) > _LARGEST:
        raise BaselineError(f"{path}: too large to be a baseline")
    try:
        document = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BaselineError(f"{path}: not UTF-8 (byte {error.start + 1})") from None
    except json.JSONDecodeError as error:
        raise BaselineError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg.lower()}") from None
    except RecursionError:
        raise BaselineError(f"{path}: not a baseline: it is nested too deep") from None
    return _read(path, data.decode("utf-8").split("\n"), document)


def _read(path: str, lines: Sequence[str], document: object) -> tuple[Known, ...]:
    if not isinstance(document, dict) or "version" not in document:
        raise BaselineError(f"{path}: not a baseline: it has no `version`")
    if type(document["version"]) is not int or document["version"] != VERSION:
        raise BaselineError(f"{path}: version {document['version']!r}; this lintpack reads version {VERSION}")
    found = document.get("findings")
    if not isinstance(found, list):
        raise BaselineError(f"{path}: `findings` is a list")
    seen: set[str] = set()
    known = []
    for number, one in enumerate(found, 1):
        what = _wrong(one) or (f"key {one['key']} is there twice" if one["key"] in seen else "")
        if what:
            # Written by us, each has a line of its own.
            starts = [n for n, line in enumerate(lines, 1) if line.startswith("{") and n > 1]
            place = f"{path}:{starts[number - 1]}:1" if len(starts) == len(found) else path
            raise BaselineError(f"{place}: finding {number}: {what}")
        seen.add(one["key"])
        known.append(Known(one["path"], one["code"], one["name"], one["count"], one["key"], one["message"]))
    return tuple(known)


def _wrong(one: Any) -> str:
    """Why an entry is none; "" where it is one."""
    if not isinstance(one, dict):
        return "is no object"
    for field in ("path", "code", "name", "message", "key"):
        if not isinstance(one.get(field), str):
            return f"`{field}` is a string"
    if len(one["key"]) != _KEY or not set(one["key"]) <= set("0123456789abcdef"):
        return f"`key` is {_KEY} hexadecimal digits"
    count = one.get("count")
    return "`count` is a number from 1 on" if type(count) is not int or count < 1 else ""


def dump(findings: Iterable[Finding], folder: str) -> str:
    """The text of a baseline in `folder` (relative to the working directory) that has `findings`."""
    import json

    counted: dict[str, Known] = {}
    for finding in findings:
        moved = _from(finding, folder)
        key = content_key(moved)
        before = counted.get(key)
        if before is None:
            counted[key] = Known(moved.path, moved.code, moved.name, 1, key, moved.message)
        else:
            counted[key] = replace(before, count=before.count + 1)
    rows = sorted(counted.values(), key=lambda k: (k.path, k.code, k.message, k.key))
    lines = [
        json.dumps({name: getattr(known, name) for name in Known.__match_args__}, ensure_ascii=True) for known in rows
    ]
    return f'{{ "version": {VERSION}, "findings": [\n' + ",\n".join(lines) + ("\n" if lines else "") + "] }\n"


def compare(
    findings: Iterable[Finding], known: Sequence[Known], folder: str, looked_at: Callable[[Known], bool]
) -> Compared:
    """Hold findings against a baseline in `folder`. `looked_at`: whether this run would have found an entry of the
    baseline if it were still there."""
    left = {one.key: one.count for one in known}
    new, old = [], []
    for finding in findings:
        key = content_key(_from(finding, folder))
        if left.get(key):
            left[key] -= 1
            old.append(finding)
        else:
            new.append(finding)
    stale = [replace(one, count=left[one.key]) for one in known if left[one.key] and looked_at(one)]
    return Compared(tuple(new), tuple(old), tuple(stale))


def _from(finding: Finding, folder: str) -> Finding:
    """`finding` with its path relative to `folder`."""
    if finding.place is None or folder in ("", "."):
        return finding
    return replace(finding, path=os.path.relpath(finding.path, folder).replace(os.sep, "/"))


def below(path: str, folder: str) -> str:
    """A path of the baseline in `folder`, relative to the working directory."""
    return os.path.normpath(os.path.join(folder, path)).replace(os.sep, "/")
