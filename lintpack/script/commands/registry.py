"""Which module models which program. Modules are imported when a script first uses one of their programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.script.invocation import Invocation, Outcome

    Model = Callable[[Invocation], Outcome]

_PROGRAMS = {
    "copy": "cp gcp mv gmv",
    "install": "install ginstall libtool",
    "link": "ln gln link",
    "tar": "tar gtar bsdtar",
    "folders": "mkdir rm unlink rmdir touch truncate chmod chown chgrp chcon setcap setfacl sync",
}
MODULES = {name: module for module, names in _PROGRAMS.items() for name in names.split()}

_found: dict[str, Model | None] = {}


def find(name: str) -> Model | None:
    """The model of the program called `name` (a path's last component counts); None where there is none."""
    name = name[name.rfind("/") + 1 :]
    if name not in _found:
        module = MODULES.get(name)
        _found[name] = _load(module, name) if module else None
    return _found[name]


def _load(module: str, name: str) -> Model:
    from importlib import import_module

    models: dict[str, Model] = import_module("lintpack.script.commands." + module).MODELS
    return models[name]
