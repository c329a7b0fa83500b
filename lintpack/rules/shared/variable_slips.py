"""Names of variables that are nearly those of others."""

from __future__ import annotations

from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# Letters that a name has at least for a slip in it to show, and the word of it that the slip is in; that where a letter
# is another.
_LONG = 6
_WORD = 3
_REPLACED = 4
# Two letters that have changed places are hardly ever another word.
_SWAPPED = 4


def near(name: str, known: Iterable[str]) -> str:
    """The known name that `name` is but for a slip of the hand; "" where there is none.

    `LIBS` and `LIB`, `GCC_10` and `GCC_11`, `X_DIR` and `Y_DIR` are different names, and so are `CC` and `HOSTCC`."""
    return next((other for other in known if _is_slip(name, other)), "") if len(name) >= _SWAPPED else ""


# What stands behind a folder's variable, and is no part of its name then.
_WORDS = frozenset("lib lib32 lib64 bin usr so share include plugins linux".split())


def run_on(name: str, known: Iterable[str]) -> str:
    """The known name that `name` is with the word behind it: `$HERElib`, `$name_$version`; "" where there is none."""
    for one in known:
        rest = name[len(one) :]
        if len(one) < 2 or not rest or not name.startswith(one):
            continue
        word = rest.lstrip("_")
        if rest == "_" or (word in _WORDS and (one.isupper() or rest == word)) or (one.isupper() and rest.islower()):
            return one
    return ""


def _is_slip(name: str, meant: str) -> bool:
    if abs(len(name) - len(meant)) > 1:
        return False
    if name[0] != meant[0] and name[:2] != meant[1::-1]:
        return False
    kind = slip_kind(name, meant)
    if not kind or len(meant) < (_SWAPPED if kind == "swapped" else _LONG):
        return False
    at = next((n for n, (a, b) in enumerate(zip(name, meant, strict=False)) if a != b), min(len(name), len(meant)))
    one, other = name[at : at + 1], meant[at : at + 1]
    if kind in ("replaced", "swapped"):
        letters = name[at : at + 2] if kind == "swapped" else one + other
        if not letters.replace("_", "a" if kind == "swapped" else "0").isalpha():
            return False
    else:
        letter = other if kind == "missing" else one
        if at in (len(name), len(meant)):
            # Only the last letter makes the difference: a plural, or one of two.
            return kind == "doubled" and letter not in "sS_"
        if letter == "_":
            # `TERMUX__PREFIX` is another than `TERMUX_PREFIX`.
            return "__" not in name + meant
        after = (meant if kind == "missing" else name)[at + 1]
        if letter.isdigit() or (letter in "sS" and after == "_"):
            return False
    start = meant.rfind("_", 0, at) + 1
    end = meant.find("_", at)
    # The first letter of a word is seldom wrong, and often all that tells two words apart.
    least = _REPLACED if kind == "replaced" else _WORD
    return (end if end >= 0 else len(meant)) - start >= least and (at > start or kind == "swapped")
