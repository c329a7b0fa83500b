"""Where a key is set in a TOML text: its readers keep no positions."""

from __future__ import annotations

import re


def place(text: str, key: str, table: tuple[str, ...] = ()) -> tuple[int, int] | None:
    """Line and column of the first mention of `key` in `table` (its names, outermost first; () is the top level), also
    as a part of a dotted key, of a header, or of an inline table. None where it is written in another way."""
    section: tuple[str, ...] = ()
    wanted = (*table, key)
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[+\s*([^\]#]+?)\s*\]", line)
        if header:
            section = _names(header[1])
            if section[: len(wanted)] == wanted:
                return number, _column(line, key, header.start(1))
            continue
        set_here = re.match(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*'|\s*\.\s*)+?)\s*=""", line)
        if set_here is None:
            continue
        full = (*section, *_names(set_here[1]))
        if full[: len(wanted)] == wanted:
            return number, _column(line, key, set_here.start(1))
        if full == table:
            inner = re.search(rf"""(?<=[{{,\s])["']?{re.escape(key)}["']?\s*=""", line[set_here.end() :])
            if inner:
                return number, _column(line, key, set_here.end() + inner.start())
    return None


def _names(dotted: str) -> tuple[str, ...]:
    """`a."b.c".d` → a, b.c, d."""
    return tuple([a or b or c for a, b, c in re.findall(r"""([\w-]+)|"([^"]*)"|'([^']*)'""", dotted)])


def _column(line: str, key: str, start: int) -> int:
    at = line.find(key, start)
    return (at if at >= 0 else start) + 1
