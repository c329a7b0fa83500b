"""LP113 for a library that an option names without the slash which others of the same option begin with.

case $distro in
    debian) libs="--library=/usr/lib/x86_64-linux-gnu/libfoo.so.0" ;;
    arch) libs="--library=usr/lib/libfoo.so.0" ;;
esac
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_LESS = r"(?<![\w-])(?P<option>--[A-Za-z][\w-]*[= ])(?P<path>usr/lib[\w./-]*/lib[\w+.-]*\.so[\w.]*)"


def slashless_options(context: Context) -> Iterator[tuple[Place, str, Place]]:
    """The path, and where another one of the option has its slash."""
    for script in context.plan.scripts:
        text = script.source.text
        for match in re.finditer(_LESS, text) if "usr/lib" in text else ():
            name = match["path"].rpartition("/")[2]
            kin = re.search(rf"(?<![\w-]){match['option']}(/usr/lib[\w./-]*/{re.escape(name)})(?![\w.])", text)
            if kin is not None and "#" not in line_before(text, match.start()):
                start = match.start("path")
                there = script.source.place(kin.start(1), kin.end(1))
                yield script.source.place(start, match.end("path")), match["path"], there
