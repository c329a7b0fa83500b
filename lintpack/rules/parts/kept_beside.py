"""LP201 where a copy beside this one, from the same folder or to the same one, keeps the links of a family.

cp -d  "$qt/lib"/libQt5Core.so* "$out/lib"
cp     "$qt/lib"/libQt5Gui.so*  "$out/lib"
"""

from __future__ import annotations

import re

from lintpack.rules.shared.linked_family import FOLLOWS
from lintpack.rules.shared.wording import written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_FAMILY = r"(?:lib[\w+*.-]*|\*)\.so\.?\*"
# What asks for the files behind links wants no links; and so many characters before a copy are of its loop.
_FILES = r"\breadlink\b|\brealpath\b"
_NEAR = 800
# The same folders under another name of the architecture.
_BITS = r"(?<=lib)(?:32|64)(?=/|$)"


def kept_beside(copy: Transfer, context: Context) -> Place | None:
    """The other copy, where this one follows links without being told to."""
    if copy.tool != "cp" or not _family(copy) or re.search(FOLLOWS, copy.origin.command.text):
        return None
    command = copy.origin.command
    if re.search(_FILES, command.source.text[max(0, command.start - _NEAR) : command.end]):
        return None
    source, into = _folders(copy)
    for other in _keeping(context):
        there, beside = _folders(other)
        if other.origin.command != copy.origin.command and (there == source or (beside == into and into)):
            return written_at(other.origin)
    return None


def _keeping(context: Context) -> Iterator[Transfer]:
    for copy in context.each(Transfer):
        if copy.tool == "cp" and copy.links == "keep" and _family(copy):
            yield copy


def _family(copy: Transfer) -> bool:
    return re.fullmatch(_FAMILY, texts.shown(paths.basename(copy.source))) is not None


def _folders(copy: Transfer) -> tuple[str, str]:
    source, into = (texts.shown(paths.canonical(paths.dirname(path))) for path in (copy.source, copy.destination))
    return re.sub(_BITS, "", source), re.sub(_BITS, "", into)
