"""GCC's run-time library by the name of one build: Red Hat's `libgcc_s-4.4.6-20110824.so.1`, to which `libgcc_s.so.1`
leads. The next update of GCC has another date, and nothing asks for either."""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

SONAME = "libgcc_s.so.1"
DATED = "libgcc_s-"
_NAME = re.compile(r"(?<![\w.+-])libgcc_s-\d[\d.]*-\d{8}\.so\.1(?![\w.*?])")
# What copies it, and what puts it into an initramfs: dracut, initramfs-tools, mkinitcpio.
_COPIES = re.compile(
    r"(?:^|[;&|{(]|\b(?:do|then|else)\s)\s*(?:sudo\s+)?"
    r"(?:cp|mv|install|rsync|dracut_install|inst(?:_\w+)?|copy_exec|add_(?:binary|file))\s"
)


def dated_names(context: Context) -> Iterator[Place]:
    """Where a script copies the library by such a name, and nowhere names it as programs do."""
    if context.speaks_of((SONAME, "libgcc_s.so*", "libgcc_s*", "libgcc_s.so.*")):
        return
    for script in context.plan.scripts:
        source = script.source
        for start, line in lines_with(DATED, source.text):
            if line.lstrip().startswith("#") or not _COPIES.search(line):
                continue
            for match in _NAME.finditer(line):
                yield source.place(start + match.start(), start + match.end())
