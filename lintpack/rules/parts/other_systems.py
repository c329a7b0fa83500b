"""A library of another system is taken on every one, and this system's is expected later: see misspelt_library.

mv build/libfoo.dll $top/tmp/; if is_linux; then mv tmp/libfoo.so tmp/usr/lib/; fi
"""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import find_name, written_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import Transfer
    from lintpack.source import Place

_SYSTEM = r"(?i)win|mingw|msys|cygwin|darwin|mac|osx|\.dll|\.dylib"


def of_other_systems(context: Context) -> Iterator[tuple[Place, str, str, Place]]:
    """The place of `libfoo.dll`, that name, the one that is expected, and where."""
    put: dict[tuple[str, str], tuple[str, Transfer]] = {}
    made = {(_last(into), into.rpartition("/")[2]) for _, _, into in context.copies}
    for transfer, source, into in context.copies:
        name = into.rpartition("/")[2]
        stem, dot, end = name.rpartition(".")
        if dot and end in ("dll", "dylib") and not any(re.search(_SYSTEM, g.shown) for g in transfer.origin.guards):
            put.setdefault((_last(into), stem), (name, transfer))
        wanted = source.rpartition("/")[2]
        found = put.get((_last(source), wanted.removesuffix(".so"))) if wanted.endswith(".so") else None
        if found is not None and (_last(source), wanted) not in made:
            taken, first = found
            yield find_name(taken, first.origin, context.plan), taken, wanted, written_at(transfer.origin)


def _last(path: str) -> str:
    """The name of the folder that a path lies in."""
    return path.rpartition("/")[0].rpartition("/")[2]
