"""A folder without the dot that its name begins with everywhere else: see misspelt_folder.

[ -f ./junest/usr/lib/libfoo.so ]      where the script has `./.junest/usr` in all other places
"""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

# How often the folder has to stand there with its dot.
_OFTEN = 3
_MAKES = r"\b(?:mkdir|clone|cd|pushd|tar|unzip|wget|curl|mv|ln|cp)\b"


def lost_dots(context: Context) -> Iterator[tuple[Place, str, int]]:
    """The place of the folder, the one that was meant, and how often that stands in the script."""
    for script in context.plan.scripts:
        text = script.source.text
        if "/." not in text:
            continue
        for start, line in lines_with(".so", text):
            if line.lstrip().startswith("#"):
                continue
            for found in re.finditer(r"(?:^|[\s\"'=])(?:\./)?(?P<name>[a-z][\w-]{3,})/[\w./*-]*\.so", line):
                name = found["name"]
                if f"/.{name}/" not in text:
                    continue
                times = len(re.findall(rf"(?<![\w~.])\.{name}(?=[/\"'\s])|/\.{name}(?=[/\"'\s])", text))
                if times >= _OFTEN and not _there(name, text):
                    at = start + found.start("name")
                    yield script.source.place(at, at + len(name)), f".{name}", times


def _there(name: str, text: str) -> bool:
    """Whether the script makes a folder of that name, or goes into it; or has it other than before a library."""
    for _, line in lines_with(name, text):
        if re.search(rf"(?<![\w.-]){name}(?![\w.-])", line) and not line.lstrip().startswith("#"):
            if re.search(rf"{_MAKES}[^\n;&|]*?[\s\"'](?:\./)?{name}(?:[/\s\"';]|$)", line):
                return True
            if re.search(r"\.so|\[ -|\btest -", line) is None and re.search(rf"(?:^|[\s\"'=])(?:\./)?{name}/", line):
                return True
    return False
