"""GitHub's fingerprints of lines, `primaryLocationLineHash`: what code scanning knows an alert by.

The algorithm is that of codeql-action's src/fingerprints.ts: a polynomial hash (base 37, 64 bits) over the 100
characters from the start of a line that are no blanks or tabs, and which of the lines with that hash it is. Every line
end counts as one LF, -1 as a 16-bit number marks the end of the file, and zeros follow it. Characters are UTF-16 code
units, as in JavaScript. Where a report brings no such fingerprints, `upload-sarif` computes the same ones; other ways
into code scanning (its REST API) do not.
"""

from __future__ import annotations

_WINDOW = 100
_BASE = 37
_MASK = (1 << 64) - 1
# What a character weighs that leaves the window.
_LEAVING = pow(_BASE, _WINDOW, 1 << 64)
_END_OF_FILE = 0xFFFF
_TAB, _LF, _CR, _BLANK = 9, 10, 13, 32


def line_hashes(text: str) -> list[str]:
    """`HASH:N` of each line; entry 0 is line 1. The line after the last line end counts."""
    units, starts = _units(text)
    # The hash of the window that begins at each unit: from one to the next in one step.
    padded = units + [0] * _WINDOW
    value = 0
    for unit in padded[:_WINDOW]:
        value = (value * _BASE + unit) & _MASK
    counts: dict[int, int] = {}
    result = []
    at = 0
    for start in starts:
        while at < start:
            value = (value * _BASE + padded[at + _WINDOW] - _LEAVING * padded[at]) & _MASK
            at += 1
        counts[value] = counts.get(value, 0) + 1
        result.append(f"{value:x}:{counts[value]}")
    return result


def _units(text: str) -> tuple[list[int], list[int]]:
    """The code units that are hashed, with the end mark, and at which of them the lines start."""
    units: list[int] = []
    starts = [0]
    after_return = False
    line_start = False
    for unit in memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H"):
        if unit in (_BLANK, _TAB) or (after_return and unit == _LF):
            after_return = False
            continue
        after_return = unit == _CR
        if line_start:
            starts.append(len(units))
        line_start = unit in (_CR, _LF)
        units.append(_LF if after_return else unit)
    if line_start:
        starts.append(len(units))
    return [*units, _END_OF_FILE], starts
