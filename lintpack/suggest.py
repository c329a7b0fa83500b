"""The word that was meant."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that is close to `word`; "" where none is."""
    from difflib import get_close_matches  # only where something is wrong: it costs start-up

    close = get_close_matches(word, list(known), n=1)
    return close[0] if close else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean `select`?` where a known word is close to `word`, else ""."""
    close = closest(word, known)
    return f"; did you mean `{close}`?" if close else ""
