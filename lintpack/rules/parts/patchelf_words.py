"""LP311: calls of patchelf that end with an error: a value behind `=`, which its options do not take, and no file.

patchelf compares its words with whole option names, and takes any other for a file (`mainWrapped` in patchelf.cc).
"""

from __future__ import annotations

import re

from lintpack.bash.tree import SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.script.commands.elf_tools import PATCHELF

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_PROGRAM = r"[\"']?(?:\$\{?)?(?:\S*/)?(?i:patchelf)\}?[\"']?"
_VALUE = r"--([a-z-]+)=."


def refused(context: Context) -> Iterator[tuple[Place, str, str]]:
    """Where patchelf gives up, why, and what to write."""
    for script in context.plan.scripts:
        if "patchelf" not in script.source.text.lower():
            continue
        for node in each(script.tree, SimpleCommand):
            words = [word for word in node.words if isinstance(word, Word)]
            if len(words) < 2 or not re.fullmatch(_PROGRAM, words[0].raw):
                continue
            glued = next((word for word in words if _glued(word.raw)), None)
            if glued is not None:
                option = glued.raw.partition("=")[0]
                place = script.source.place(glued.start, glued.end)
                yield place, f"patchelf takes `{option}=…` for a file", f"write a blank: `{option} VALUE`"
            elif words[0].raw.endswith("patchelf") and _lacks(words[1:]):
                place = script.source.place(node.start, node.end)
                yield place, "patchelf gets no file here", "the file comes last"


def _glued(raw: str) -> bool:
    match = re.match(_VALUE, raw.strip("\"'"))
    return match is not None and PATCHELF.get(match[1], 0) > 0


def _lacks(words: list[Word]) -> bool:
    """Whether all words are options that change something, and their values."""
    changes = False
    at = 0
    while at < len(words):
        raw = words[at].raw
        takes = PATCHELF.get(raw[2:]) if raw.startswith("--") else None
        # What is not quoted may be several words.
        if takes is None or any(_several(word.raw) for word in words[at : at + 1 + takes]):
            return False
        changes = changes or takes > 0
        at += 1 + takes
    return changes


def _several(raw: str) -> bool:
    return re.match(r"[$`{*]", raw) is not None or "[@]" in raw or "$@" in raw or "$*" in raw
