"""How one word may have come of another by a slip of the hand."""

from __future__ import annotations


def slip_kind(word: str, meant: str) -> str:
    """What makes `word` of `meant`: a letter that is "missing", "doubled", "extra", "swapped" with the next or
    "replaced"; "" where they are the same, or where it took more than that."""
    length = len(meant)
    if word == meant or not -1 <= len(word) - length <= 1:
        return ""
    # Where the two begin to differ.
    at = next((n for n, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), length))
    if len(word) < length:
        return "missing" if word[at:] == meant[at + 1 :] else ""
    if len(word) > length:
        if word[at + 1 :] != meant[at:]:
            return ""
        return "doubled" if at and word[at] == word[at - 1] else "extra"
    if word[at + 1 :] == meant[at + 1 :]:
        return "replaced"
    return "swapped" if word[at : at + 2] == meant[at : at + 2][::-1] and word[at + 2 :] == meant[at + 2 :] else ""
