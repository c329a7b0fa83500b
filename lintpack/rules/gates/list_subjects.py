"""What rules ask of arrays with libraries (see `subjects`)."""

from __future__ import annotations

from lintpack.rules.gates import sign_subjects, slip_subjects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context


def looping(context: Context) -> bool:
    """LP132: what `slip_subjects.looping` says, and scripts that name an array without `[@]`."""
    return slip_subjects.looping(context) or first_elements(context)


def first_elements(context: Context) -> bool:
    """Whether an array with libraries stands as `$NAME` somewhere."""
    for script in context.plan.scripts:
        text = script.source.text
        for name, _ in arrays(text):
            if any(f"{sign}{end}" in text for sign in (f"${name}", f"${{{name}}}") for end in (" ", '"', ";", "\n")):
                return True
    return False


def arrays(text: str) -> Iterator[tuple[str, str]]:
    """Each array of libraries that is written out: its name, and what stands between its brackets."""
    before = ""
    for piece in text.split("=("):
        if before:
            inside = piece.partition(")")[0]
            name = before.split()[-1:] or [""]
            if ".so" in inside and name[0].rstrip("+").isidentifier():
                yield name[0].rstrip("+"), inside
        before = piece[-80:]


# What a text that went through a word processor has for `-`.
DASHES = "–—−‐"


def misplaced(context: Context) -> bool:
    """LP129: what `sign_subjects.misplaced` says, or such a sign."""
    return sign_subjects.misplaced(context) or odd_signs(context)


def odd_signs(context: Context) -> bool:
    """Whether a script of ours may have one of these."""
    return context.speaks_of((".so", "lib", "LIB")) and any(
        commas(script.source.text) or dashes(script.source.text) or any(True for _ in lone_signs(script.source.text))
        for script in context.plan.scripts
    )


def commas(text: str) -> bool:
    """Whether a library's name may end in a comma."""
    return any("," in piece[:12].partition(" ")[0].partition("\n")[0] for piece in text.split(".so")[1:])


def dashes(text: str) -> bool:
    """Whether such a dash stands behind a blank and before a letter."""
    return not text.isascii() and any(
        f" {sign}" in text and any(piece[:1].isalpha() for piece in text.split(f" {sign}")[1:]) for sign in DASHES
    )


def lone_signs(text: str) -> Iterator[int]:
    """Where the `&` of `cd DIR & cp …` stands."""
    if "cd " not in text or " & " not in text:
        return
    start = 0
    for line in text.split("\n"):
        words = line.split()
        if words[:1] in (["cd"], ["pushd"]) and "&" in words[:4]:
            at = words.index("&")
            if at == 2 and len(words) > 3 and words[3] in _FOLLOW:
                yield start + line.index(" & ") + 1
        start += len(line) + 1


_FOLLOW = frozenset("cp mv ln tar zip install make cmake ./configure rm patchelf strip find ls zip".split())
