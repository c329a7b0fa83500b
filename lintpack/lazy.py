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
