"""What stops a parse for a moment; recovery.py makes a Problem of it and goes on."""

from __future__ import annotations


class UnreadableError(Exception):
    """The text at `start` cannot be read as tokens.

    `lost`: nothing is known of what follows, because something was not closed up to the end of the text or
    is nested too deeply. Then the commands that it stands in cannot go on either.
    """

    def __init__(self, start: int, end: int, message: str, *, lost: bool = False) -> None:
        super().__init__(message)
        self.start = start
        self.end = end
        self.message = message
        self.lost = lost


class UnexpectedError(Exception):
    """The grammar has no place for the token `kind` that was just read."""

    def __init__(self, kind: int) -> None:
        super().__init__(kind)
        self.kind = kind


def unclosed(start: int, opener: str) -> UnreadableError:
    """What begins at `start` does not end."""
    return UnreadableError(start, start + len(opener), f"`{opener}` is not closed", lost=True)
