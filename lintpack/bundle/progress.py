"""A line on a terminal for what takes longer than a second."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_FIRST = 1.0  # seconds until the line appears
_EVERY = 0.2
_LOOK = 64  # members between two looks at the clock


class Progress:
    """`reading NAME … 34 %, 12,345 members`, on standard error, only where that is a terminal; wiped by `done`."""

    def __init__(self, name: str, out: TextIO | None = None) -> None:
        self._out = out if out is not None else sys.stderr
        self._name = name.rpartition("/")[2] or name
        self._active = self._out is not None and self._out.isatty()
        self._next = time.monotonic() + _FIRST
        self._shown = 0
        self._calls = 0

    def step(self, fraction: float, members: int, look: bool = False) -> None:
        """`fraction` of the whole, 0 where it is unknown. Cheap; the clock is looked at now and then, or on `look`."""
        self._calls += 1
        if not self._active or not (look or self._calls % _LOOK == 0):
            return
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY
        part = f"{fraction:.0%}, " if fraction else ""
        self._write(f"reading {self._name} … {part}{members:,} members")

    def done(self) -> None:
        if self._shown:
            self._write("")
            self._shown = 0

    def _write(self, line: str) -> None:
        line = line[:200]
        try:
            self._out.write("\r" + line.ljust(self._shown) + ("" if line else "\r"))
            self._out.flush()
        except OSError:  # the terminal is gone
            self._active = False
        self._shown = len(line)
