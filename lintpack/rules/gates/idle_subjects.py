"""What LP139 asks of tests whose answer is the same whatever the variable holds (see `shell_subjects`)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# What such a test has in it, and the kind.
_IDLE = (
    *[("-n $", "some"), ("[ -f $", "file")],
    *[('"="', "joined"), ('-z "x$', "letters"), ('-n "x$', "letters")],
)
# How a test begins, and what ends it.
_BEGINS = ("[ ", "test ", "[ ! ", "test ! ")
_LONG_TEST = 200


def idle_tests(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Tests `[ -n $NAME ]` ("some"), `[ -f $NAME ]` ("file"), `[ "$NAME"="word" ]` ("joined") and `[ -z "x$NAME" ]`
    ("letters"): where each begins and ends, its kind, and the variable."""
    for sign, kind in _IDLE:
        found = text.find(sign)
        while found >= 0:
            word_at = found + len(sign) - 1
            at = word_at - 3
            if kind == "joined":
                at = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
                word_at = at + (text[at] == '"')
            elif kind == "letters":
                at = found
            if text[word_at] == "$":
                begin = _begin(text, at)
                name = _name(text, word_at, kind) if begin else ""
                if name:
                    # A test of one word, or of an option and a word.
                    behind = text[word_at : word_at + _LONG_TEST].split("\n", 1)[0]
                    word = behind.split(None, 1)[0].rstrip(";")
                    rest = behind[len(word) :].lstrip()
                    if rest[:1] == "]" if begin[0] == "[" else rest[:1] in ("", ";", "&", "|"):
                        yield at - len(begin), word_at + len(word), kind, name
            found = text.find(sign, found + 1)


def _begin(text: str, at: int) -> str:
    before = text[max(0, at - 8) : at]
    for begin in _BEGINS:
        if before.endswith(begin) and not before.endswith(f"[{begin}"):
            return begin
    return ""


def _name(text: str, at: int, kind: str) -> str:
    """The variable that the word at `at` begins with, or has behind an `x`."""
    word = text[at : at + _LONG_TEST].split(None, 1)[0]
    if kind == "letters" and ("/" in word or word[-1:] not in ('"', ";")):
        return ""
    name = word[1:].replace("{", "").partition("=")[0].rstrip('"};') if word[:1] == "$" else ""
    return name if name.isidentifier() and (kind != "file" or _searched(name, text)) else ""


def _searched(name: str, text: str) -> bool:
    """Whether a command gives the variable its value."""
    signs = ("$(", '"$(', "`", '"`')
    return any(f"{name}={sign}" in text for sign in signs)
