"""Patterns as in .gitignore, matched as git does (gitignore(5) and git's wildmatch)."""

from __future__ import annotations

import re

from lintpack.record import Record


class Pattern(Record):
    """One line. `pattern` matches a whole path relative to the folder of the list, or its last component."""

    negated: bool
    folders_only: bool
    whole_path: bool
    regex: re.Pattern[str]


class IgnoreList:
    """The patterns of one file. `base` is the folder they are relative to: "" or a path that ends in `/`."""

    def __init__(self, lines: list[str] | tuple[str, ...], base: str = "") -> None:
        self.base = base
        self._patterns = [p for line in lines if (p := parse(line)) is not None]

    def decide(self, path: str, is_folder: bool) -> bool | None:
        """True: ignored; False: a `!` pattern takes it back; None: no pattern matches. The last match counts.

        `path` is without `/` at its end; what lies in an ignored folder is for the caller to skip.
        """
        if not path.startswith(self.base):
            return None
        inner = path[len(self.base) :]
        name = inner.rsplit("/", 1)[-1]
        for pattern in reversed(self._patterns):
            if pattern.folders_only and not is_folder:
                continue
            if pattern.regex.fullmatch(inner if pattern.whole_path else name):
                return not pattern.negated
        return None


def ignored(lists: list[IgnoreList], path: str, is_folder: bool) -> bool:
    """Whether the lists, the outermost first, ignore `path`; the innermost that says anything counts."""
    for one in reversed(lists):
        decision = one.decide(path, is_folder)
        if decision is not None:
            return decision
    return False


def ignored_within(lists: list[IgnoreList], path: str) -> bool:
    """Whether the lists ignore the file `path`, or a folder that it lies in."""
    parts = path.split("/")
    folders = ("/".join(parts[:n]) for n in range(1, len(parts)))
    return any(ignored(lists, folder, True) for folder in folders) or ignored(lists, path, False)


def parse(line: str) -> Pattern | None:
    """One line of a .gitignore; None for a comment, an empty line or a pattern that can match nothing."""
    text = line.rstrip("\r\n")
    while text.endswith(" ") and not text.endswith("\\ "):
        text = text[:-1]
    if not text or text.startswith("#"):
        return None
    negated = text.startswith("!")
    text = text[negated:]
    folders_only = text.endswith("/")
    text = text[:-1] if folders_only else text
    whole_path = "/" in text
    text = text.removeprefix("/")
    if not text:
        return None
    regex = _translate(text)
    return None if regex is None else Pattern(negated, folders_only, whole_path, regex)


def _translate(text: str) -> re.Pattern[str] | None:
    """`text` as a regular expression; None where it is malformed (git then matches nothing)."""
    out: list[str] = []
    at = 0
    while at < len(text):
        c = text[at]
        if c == "*":
            piece, at = _stars(text, at)
        elif c == "?":
            piece, at = "[^/]", at + 1
        elif c == "[":
            found = _bracket(text, at)
            if found is None:
                return None
            piece, at = found
        elif c == "\\":
            if at + 1 == len(text):
                return None
            piece, at = re.escape(text[at + 1]), at + 2
        else:
            piece, at = re.escape(c), at + 1
        out.append(piece)
    try:
        return re.compile("".join(out), re.DOTALL)
    except re.error:
        return None


def _stars(text: str, at: int) -> tuple[str, int]:
    """`**` between slashes stands for any number of folders; elsewhere stars stay within one component.

    git compares the part before the first special character on its own, and then takes what follows for the start of
    the pattern (dir.c, match_pathname): so `a**/b` matches `a/x/b`, whatever gitignore(5) says.
    """
    end = at
    while end < len(text) and text[end] == "*":
        end += 1
    bounded = end - at >= 2 and (text[at - 1 : at] == "/" or not any(c in "*?[\\" for c in text[:at]))
    if bounded and end == len(text):
        return ".*", end
    if bounded and text[end] == "/":
        return "(?:.*/)?", end + 1
    return "[^/]*", end


_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t\\n\\r\\f\\v",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


def _bracket(text: str, at: int) -> tuple[str, int] | None:
    """`[…]` from `at`: its regular expression and where it ends; None where it never does."""
    at += 1
    negated = text[at : at + 1] in ("!", "^")
    at += negated
    items: list[str] = []
    first = True
    while True:
        if at >= len(text):
            return None
        c = text[at]
        if c == "]" and not first:
            at += 1
            break
        first = False
        if text.startswith("[:", at):
            end = text.find(":]", at)
            if end < 0 or text[at + 2 : end] not in _CLASSES:
                return None
            items.append(_CLASSES[text[at + 2 : end]])
            at = end + 2
            continue
        low, at = _member(text, at)
        if text.startswith("-", at) and text[at + 1 : at + 2] not in ("", "]"):
            high, at = _member(text, at + 1)
            if low is None or high is None:
                return None
            if low <= high:
                items.append(f"{re.escape(low)}-{re.escape(high)}")
            continue
        if low is None:
            return None
        items.append(re.escape(low))
    inside = "".join(items)
    if negated:
        return f"[^/{inside}]", at
    return (f"(?!/)[{inside}]" if inside else "(?!)"), at


def _member(text: str, at: int) -> tuple[str | None, int]:
    """One character of a bracket expression, a backslash quoting the next."""
    if text[at] == "\\":
        return (text[at + 1] if at + 1 < len(text) else None), at + 2
    return text[at], at + 1
