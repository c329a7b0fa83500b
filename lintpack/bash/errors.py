"""What stops a parse for a moment; recovery.py turns it into a Problem."""

from __future__ import annotations


class UnreadableError(Exception):
    """The text from `start` cannot be read as tokens; the parse goes on in the line after it."""

    def __init__(self, start: int, end: int, message: str) -> None:
        super().__init__(message)
        self.start = start
        self.end = end
        self.message = message
