"""A search path with a version in it that the rest of the script does not have: `java-21` among many `java-17`."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

# The first letter is looked for, then what stands before it.
_SEARCHED = r"[rL](?:(?<=r)path[=,]|(?<!\wL)(?<=L)D_LIBRARY_PATH=)[\"']?(?P<path>[^\s\"',;]*)"
# How often the other version has to stand in the script.
_OFTEN = 4


def odd_versions(context: Context) -> Iterator[tuple[Place, str, str, int]]:
    """The place, the folder, the one that was meant, and how often that one stands in the script."""
    for script in context.plan.scripts:
        text = script.source.text
        if "rpath" not in text and "LD_LIBRARY_PATH=" not in text:
            continue
        for match in re.finditer(_SEARCHED, text):
            for part in re.finditer(
                r"(?<=/)(?P<name>[A-Za-z][\w.+]*-)(?P<version>\d+(?:\.\d+)*)(?P<rest>[-\w.]*)(?=/)", match["path"]
            ):
                start = match.start("path") + part.start()
                above = re.escape(text[match.start("path") : start][-12:].rpartition("}")[2])
                pattern = rf"{above}{re.escape(part['name'])}(\d+(?:\.\d+)*){re.escape(part['rest'])}(?![-\w])"
                found = re.findall(pattern, text)
                others = {version: found.count(version) for version in found if version != part["version"]}
                if len(others) != 1 or found.count(part["version"]) > 1:
                    continue
                ((version, count),) = others.items()
                if count >= _OFTEN:
                    place = script.source.place(start, start + part.end() - part.start())
                    yield place, part[0], f"{part['name']}{version}{part['rest']}", count
