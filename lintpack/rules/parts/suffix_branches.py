"""One variable that names a library, with its version in one branch and without it in another."""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_ASSIGNED = (
    r"[ \t]*(?:(?:export|local|readonly)[ \t]+)?(?P<name>\w+)=[\"']?(?P<folder>[^\s\"'()=,:;]*/)"
    r"(?P<stem>lib[\w+-]+)\.so(?P<version>(?:\.\d+)*)[\"']?[ \t]*(?:#.*)?"
)


def branches(context: Context) -> Iterator[tuple[Place, str, Place, str]]:
    """The place of `libfoo.so`, the variable, and the place and name with a version: `V=/usr/lib64/libfoo.so.1` for one
    system and `V=/usr/lib/libfoo.so` for another, of a variable that is copied or listed."""
    for script in context.plan.scripts:
        source = script.source
        if source.text.count(".so") < 2:
            continue
        found: dict[tuple[str, str], list[tuple[re.Match[str], int]]] = {}
        for start, line in lines_with(".so", source.text):
            if "=" in line and "/lib" in line and (match := re.fullmatch(_ASSIGNED, line)) is not None:
                found.setdefault((match["name"], match["stem"]), []).append((match, start))
        for (name, stem), ways in found.items():
            versioned = [(match, at) for match, at in ways if match["version"]]
            if not versioned or len(versioned) == len(ways) or not _copied(name, source.text):
                continue
            other, at_other = versioned[0]
            there = source.place(at_other + other.start("stem"), at_other + other.end("version"))
            for match, at in ways:
                if not match["version"]:
                    place = source.place(at + match.start("stem"), at + match.end("version"))
                    yield place, name, there, f"{stem}.so{other['version']}"


def _copied(name: str, text: str) -> bool:
    """Whether a copy takes the variable, or a list does whose entries stand by themselves."""
    value = rf"[\"']?\$\{{?{name}\}}?[\"']?"
    copies = rf"(?m)^[^#\n]*\b(?:cp|install|mv|rsync)\b[^\n]*\s{value}(?=\s)|^[ \t]*{value}[ \t]*$"
    return re.search(copies, text) is not None
