"""Libraries that a recipe hands to a launcher by another name than the one that it installs: see misspelt_library.

md_ret_files=('build/foo_libretro.so'); addEmulator 0 "$md_id" snes "$md_inst/bar_libretro.so"    RetroPie's modules
"""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_INSTALLED = re.compile(r"\bmd_ret_files\+?=\(([^)]*)\)")
_HANDED = re.compile(r"\$\{?md_inst\}?/(?P<name>[\w+-]+\.so)(?![\w.])")


def registered(context: Context) -> Iterator[tuple[Place, str, Place]]:
    """The place of the name, the one library that is installed, and where that stands."""
    for script in context.plan.scripts:
        source, text = script.source, script.source.text
        lists = list(_INSTALLED.finditer(text))
        installed = {name: found for found in lists for name in re.findall(r"([\w+-]+\.so)\b", found[1])}
        # A folder or a pattern may bring more.
        if len(installed) != 1 or any(c in found[1] for found in lists for c in "*$"):
            continue
        ((meant, found),) = installed.items()
        for handed in _HANDED.finditer(text):
            name = handed["name"]
            line = line_before(text, handed.start())
            if name == meant or line.lstrip().startswith("#") or not re.search(r"\badd(?:Emulator|System)\b", line):
                continue
            elsewhere = re.findall(rf"(?<!md_inst)(?<!md_inst}})/{re.escape(name)}|[\s\"']{re.escape(name)}", text)
            if not elsewhere:
                at = found.start() + found[0].find(meant)
                place = source.place(handed.start("name"), handed.end("name"))
                yield place, meant, source.place(at, at + len(meant))
