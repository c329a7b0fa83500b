"""Libraries that a script copies and then preloads from there itself: see unchecked_copy.

cp "$here/libhook.so" /tmp/libhook.so
LD_PRELOAD=/tmp/libhook.so "$@"
"""

from __future__ import annotations

import re

from lintpack.rules.shared.loader import settings
from lintpack.script import paths, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.rules.shared.packed import Packed


def preloaded(copied: list[Packed], context: Context) -> Iterator[tuple[Packed, Setting]]:
    """Each copy whose file a setting of LD_PRELOAD or LD_AUDIT names, where nothing looks whether it is there."""
    for setting in settings(context):
        if setting.name not in ("LD_PRELOAD", "LD_AUDIT") or setting.program.written or not setting.value:
            continue
        value = texts.shown(texts.opened(setting.value))
        for one in copied:
            copy = one.transfer
            if copy is None or one.origin.number > setting.export.origin.number:
                continue
            path = paths.canonical(copy.destination)
            shown = texts.shown(texts.opened(path))
            name = shown.rpartition("/")[2]
            if "/" not in shown or not re.search(rf"(?<![\w./+-]){re.escape(shown)}(?![\w./+-])", value):
                continue
            # A test of the copy or of the variable that names it.
            variable = re.search(rf"(?m)^\s*(?:export |local )?(\w+)=\S*{re.escape(name)}[\"']?\s*$", _text(setting))
            looked = re.escape(name) + (rf"|\$\{{?{variable[1]}\b" if variable else "")
            if not re.search(rf"(?:\[|\btest\b)[^\n]*-[efrsx] [^\n]*(?:{looked})", _text(setting)):
                yield one, setting


def _text(setting: Setting) -> str:
    return setting.place.source.text
