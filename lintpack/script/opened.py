"""Paths whose last component is opened, and whose folders stay symbols."""

from __future__ import annotations

from lintpack.script import paths, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.values import Choices, Text


def last_opened(text: Text, allowed: Choices) -> tuple[tuple[Text, Choices], ...]:
    """The alternatives of `text`, where its last component depends on any; `${pack}/lib/libz.so` stays as it is."""
    if texts.has_reference(text) and texts.has_reference(paths.components(text)[-1]):
        return texts.alternatives(text, allowed)
    return ((text, frozenset()),)
