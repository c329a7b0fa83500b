#!/usr/bin/env python3
"""Writes what this Python's compiler makes of the patterns of `lintpack/patterns.py` into `lintpack/patterns.dat`.

    for python in python3.10 python3.11 python3.12 python3.13; do $python tools/make_patterns.py; done

To be run with each Python that lintpack is to be quick with, after a pattern was changed or added. `--check` writes
nothing, and exits 1 where the file has something else.
"""

from __future__ import annotations

import importlib
import marshal
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from lintpack import patterns  # noqa: E402 (after the path)


def asked() -> dict[tuple[str, int], None]:
    """Every pattern that a module of the package asks for when it is loaded, and those of the usual modes of words."""
    found: dict[tuple[str, int], None] = {}

    def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
        found[pattern, int(flags)] = None
        return re.compile(pattern, flags)

    usual, patterns.compiled = patterns.compiled, compiled
    try:
        for path in sorted((ROOT / "lintpack").rglob("*.py")):
            if re.search(r"(?m)^from lintpack\.patterns import .*\bcompiled\b", path.read_text(encoding="utf-8")):
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        words = importlib.import_module("lintpack.bash.words")
        for name in ("argument", "pattern", "bad", "replacement", "group", "offset", "subscript", "regex"):
            words.mode(name)
    finally:
        patterns.compiled = usual
    return found


def table() -> patterns.Table:
    """What this Python's compiler makes of them."""
    if sys.version_info >= (3, 11):
        from re import _compiler, _parser  # type: ignore[attr-defined]
    else:
        import sre_compile as _compiler
        import sre_parse as _parser
    made: patterns.Table = {}
    for pattern, flags in asked():
        parsed = _parser.parse(pattern, flags)
        code = _compiler._code(parsed, flags)
        data = b"".join(number.to_bytes(4, sys.byteorder) for number in code)
        made[pattern, flags] = (flags | parsed.state.flags, parsed.state.groups - 1, data)
    return made


def main() -> int:
    import _sre  # type: ignore[import-not-found]

    path = Path(patterns.FILE)
    tables = marshal.loads(path.read_bytes()) if path.exists() else {}
    key = (sys.implementation.cache_tag, _sre.MAGIC, sys.byteorder)
    made = table()
    if sys.argv[1:] == ["--check"]:
        return 0 if patterns.load() == made else 1
    tables[key] = marshal.dumps(made, 4)
    path.write_bytes(marshal.dumps({key: tables[key] for key in sorted(tables)}, 4))
    print(f"{path.name}: {len(made)} patterns for {key[0]}, {path.stat().st_size:,} bytes in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
