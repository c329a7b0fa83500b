"""Regular expressions for the modules that nearly every run loads: their patterns are compiled beforehand, which takes
longer than reading a short script, and `re` itself, which takes as long as twenty rules, waits until it is asked.

`patterns.dat` has what Python's own compiler made of them, for each version of it: a pattern that is not in there, or a
Python that is not, costs time only. `tools/make_patterns.py` writes it.
"""

from __future__ import annotations

import os
import sys

from lintpack.lazy import Lazy

__all__ = ["ASCII", "DOTALL", "compiled", "re"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any
else:
    re = Lazy("re")

# As `re` has them.
ASCII, DOTALL = 256, 16

FILE = os.path.join(os.path.dirname(__file__), "patterns.dat")

# By pattern and flags: the flags that it has in the end, the number of its groups, and its code, 32 bits each.
Table = dict[tuple[str, int], tuple[int, int, bytes]]

_table: Table | None = None


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives. For patterns that a run needs whatever it reads, and without named groups."""
    global _table  # noqa: PLW0603
    if _table is None:
        _table = load()
    known = _table.get((pattern, flags))
    if known is None:
        return re.compile(pattern, flags)
    import _sre  # type: ignore[import-not-found]

    final, groups, code = known
    made: re.Pattern[str] = _sre.compile(
        pattern, final, memoryview(code).cast("I").tolist(), groups, {}, (None,) * (groups + 1)
    )
    return made


def load() -> Table:
    """The patterns for this Python; an empty table where there is none."""
    try:
        import _sre
        import marshal

        with open(FILE, "rb", 0) as file:
            tables = marshal.loads(file.read())
        found: Any = tables.get((sys.implementation.cache_tag, _sre.MAGIC, sys.byteorder))
        return marshal.loads(found) if found else {}
    except (ImportError, AttributeError, OSError, ValueError, EOFError, TypeError):
        return {}
