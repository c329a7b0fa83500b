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


# The keys of a keyboard, row by row.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def beside(one: str, other: str) -> bool:
    """Whether two small letters lie side by side on a keyboard."""
    return any(one + other in row or other + one in row for row in _ROWS)


# Programs that put libraries into a package or change them there, and real ones of nearly the same name.
_TOOLS = ("cp", "mv", "ln", "install", "rsync", "tar", "chmod", "patchelf", "chrpath", "strip", "ldconfig")
_OTHERS = frozenset(("mc", "co", "cl", "fp", "rar", "jar", "gar", "far", "installs", "ta"))
# A short name is one letter off many words: only the keys beside the right one count there.
_SHORT = 3
# What a finger leaves before a command or behind it, and make's signs before one of a recipe.
_SIGNS = ":;,.=+-@%^`'#"
_BESIDE = {
    "c": "xdfv",
    "p": "ol0",
    "m": "njk",
    "v": "cfgb",
    "l": "kop",
    "n": "bhjm",
    "t": "rfgy56",
    "a": "qwsz",
    "r": "edft45",
}


def meant_tool(name: str) -> str:
    """The program that `name`, which is none, is a slip for: `intsall`, `cpp`, `:cp`; "" where it is not."""
    plain = name.strip(_SIGNS)
    if plain != name:
        return plain if plain in _TOOLS else ""
    if not 2 <= len(name) <= len("patchelf") + 1 or name in _OTHERS or not name.isalnum():
        return ""
    for tool in _TOOLS:
        kind = slip_kind(name, tool)
        if not kind:
            continue
        if len(tool) > _SHORT:
            # `installs`, `xstrip`: words made of it.
            if kind != "extra" or (name[1:] != tool and name[:-1] != tool):
                return tool
        elif kind in ("doubled", "swapped"):
            return tool
        elif kind == "replaced":
            at = next(n for n, (one, other) in enumerate(zip(name, tool, strict=True)) if one != other)
            if name[at] in _BESIDE[tool[at]]:
                return tool
    return ""
