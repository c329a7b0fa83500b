"""Modules that are loaded when they are first needed, by a name that a table gives."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def module(name: str) -> Any:
    """The module `name`, as `importlib.import_module` gives it; to load importlib itself takes as long as two rules."""
    __import__(name)
    return sys.modules[name]


class Lazy:
    """Stands for the module `name`, which is loaded when something of it is first asked for. An `import` inside of a
    function does the same, and where that runs hundreds of times it takes twenty times as long as to ask this."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(module(self._name), attribute)
        setattr(self, attribute, found)
        return found
