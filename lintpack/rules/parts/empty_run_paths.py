"""LP302 for RPATHs: `'$ORIGIN/../lib:'` (glibc's `fillin_rpath` takes an empty element for `./`)."""

from __future__ import annotations

from lintpack.rules.shared.loader import run_paths
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.run_paths import WrittenRunPath


def emptied(context: Context) -> Iterator[tuple[WrittenRunPath, str]]:
    """RPATHs that have such an element whatever their variables hold, and where it is."""
    for one in run_paths(context):
        # chrpath cannot make one longer, and colons fill up what is over.
        if one.tool not in ("patchelf", "linker", "flags"):
            continue
        ways = [texts.split(way, ":") for way, _ in texts.alternatives(one.value)]
        if ways and all(len(way) > 1 and () in way for way in ways):
            elements = ways[0]
            where = (
                "starts with `:`" if elements[0] == () else "ends in `:`" if elements[-1] == () else "has `::` in it"
            )
            yield one, where
