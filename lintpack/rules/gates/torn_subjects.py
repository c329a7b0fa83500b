"""What LP133 asks of redirections that a slip takes apart."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# What a redirection is taken apart into, and how it is written.
_TORN = ((" 2?&1", "command"), (" 2&1", "command"), (" 2&>", "both"), (" 2 >", "blank"))


def torn(text: str) -> Iterator[tuple[int, int, str]]:
    """Where one of these begins and ends, and which it is: `2?&1` ("command"), `2 >` ("blank"), `2&>` ("both")."""
    for sign, kind in _TORN:
        at = text.find(sign)
        while at >= 0:
            end = at + len(sign)
            # `x&10` is another.
            if kind != "command" or text[end : end + 1] in _BEHIND:
                yield at + 1, end, kind
            at = text.find(sign, end)


# What may stand behind a command of one word.
_BEHIND = ("", "\n", " ", "\t", ";", "|", ")", "&")
