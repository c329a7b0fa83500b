"""Folders of Debian's multiarch by a name that no machine has: see misspelt_folder.

lib/arm-linux-gnuaebihf                         a slip
usr/lib/x86-64-linux-gnu                        as packages are called (`gcc-x86-64-linux-gnu`), and folders are not
/usr/lib/$(dpkg --print-architecture)-linux-gnu amd64 is x86_64 there
"""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.gates.triplet_subjects import TRIPLETS
from lintpack.rules.shared.wording import line_before, lines_with
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

# Debian's names of machines, where a folder has that of GNU.
_DEBIAN = {"amd64": "x86_64", "arm64": "aarch64", "ppc64el": "powerpc64le", "x86-64": "x86_64", "x64": "x86_64"}
_ASKED = r"\$\(\s*dpkg\s+--print-architecture\s*\)|`\s*dpkg\s+--print-architecture\s*`"
_VARIABLE = r"\$\{?(?P<name>[A-Za-z_]\w*)\}?"
# The folder is made, or a build is told to use it: then it is there, if under no name that the loader knows.
_MADE = r"(?:\bmkdir\b|\binstall -d|\b(?:LIBDIR|libdir)\b)[^\n;&|]*"
_RIGHT = "`dpkg-architecture -qDEB_HOST_MULTIARCH` or `gcc -print-multiarch` prints the right name"


class Odd(Record):
    """The folder's name, what was meant, and what is wrong with it."""

    place: Place
    meant: str
    says: str
    help: str


def odd(context: Context) -> Iterator[Odd]:
    for script in context.plan.scripts:
        yield from _spelt(script)
        yield from _of_debian(script)


def _spelt(script: ReadScript) -> Iterator[Odd]:
    text = script.source.text
    for match in re.finditer(r"(?<=lib/)[A-Za-z]\w*[-_][\w-]+(?![\w.*?+\[{-]|\$(?!\{\w+:?\+))", text):
        word = match[0]
        if word in TRIPLETS or "#" in line_before(text, match.start()):
            continue
        cpu, _, rest = word.partition("-linux-gnu")
        if not rest and cpu in _DEBIAN and re.search(r"(?:^|[\s\"'=:])/(?:usr/)?lib/$", text[: match.start()][-12:]):
            meant = f"{_DEBIAN[cpu]}-linux-gnu"
        else:
            meant = next((known for known in sorted(TRIPLETS) if slip_kind(word, known)), "")
        end = text.find("\n", match.start())
        line = line_before(text, match.start()) + text[match.start() : end if end >= 0 else len(text)]
        if meant and not re.search(rf"/{meant}(?![\w-])", line) and not re.search(_MADE + re.escape(word), text):
            yield Odd(
                script.source.place(match.start(), match.end()),
                meant,
                f"`{word}` is the folder of no machine, and looks like a slip for `{meant}`",
                f"write `{meant}`",
            )


def _of_debian(script: ReadScript) -> Iterator[Odd]:
    """The machine as dpkg calls it, or docker, in the folder's name."""
    text = script.source.text
    for start, line in lines_with("-linux-gnu", text):
        if line.lstrip()[:1] == "#":
            continue
        for match in re.finditer(rf"(?<=lib/)(?:(?P<asked>{_ASKED})|{_VARIABLE})-linux-gnu(?![\w$])", line):
            if not match["asked"] and not _asked(match["name"], text):
                continue
            yield Odd(
                script.source.place(start + match.start(), start + match.end()),
                "x86_64-linux-gnu",
                f"`{match[0]}` is `amd64-linux-gnu` or `arm64-linux-gnu`, and the folders are called "
                "`x86_64-linux-gnu` and `aarch64-linux-gnu`",
                _RIGHT,
            )


def _asked(name: str, text: str) -> bool:
    """Whether a variable has the machine as Debian calls it, and nothing else."""
    values = re.findall(rf"(?m)(?<![\w${{]){name}=([^\n;]*)", text)
    if not values:
        return name == "TARGETARCH" and re.search(rf"\b{name}\b[^\n]*(?:-eq|==|\)$)|read\b.*\b{name}\b", text) is None
    return len(values) == 1 and re.fullmatch(rf"[\"']?(?:{_ASKED})[\"']?\s*(?:#.*)?", values[0]) is not None
