"""Patterns that hardly any text matches: they cost more to compile than the questions which tell that."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


class Telling:
    """`pattern`, in which case does not count. `words`: in lower case, such that every match has one of them."""

    __slots__ = ("pattern", "words")

    def __init__(self, pattern: str, words: str) -> None:
        self.pattern = pattern
        self.words = words.split()

    def may_be_in(self, text: str) -> bool:
        lower = text.lower()
        for word in self.words:  # noqa: SIM110 (asked often, and a generator costs more)
            if word in lower:
                return True
        return False

    def search(self, text: str) -> re.Match[str] | None:
        if not self.may_be_in(text):
            return None
        import re

        return re.search(self.pattern, text, re.IGNORECASE)
