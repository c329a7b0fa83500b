"""The words of reports on what programs load: paths and steps of the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.loader import result
from lintpack.loader.result import Loaded, Via

if TYPE_CHECKING:
    from lintpack.loader.tree import Tree


def shown_path(one: Loaded, files: Tree) -> str | None:
    """Where the object was found: relative to the bundle's root where its file belongs to the bundle, else absolute."""
    if one.path is None:
        return None
    shown, within = files.shown(one.path)
    if one.inside and not within:
        return files.shown(one.real)[0]
    return shown if one.inside else one.path


def via_text(of: Loaded | Via | None, files: Tree) -> str | None:
    """The step of the search, such as "runpath of bin/x"; None where nothing was found."""
    if isinstance(of, Loaded):
        text = via_text(of.via, files)
        if not of.preload or text is None:
            return text
        return "preload" if of.via is not None and of.via.kind == result.SLASH else f"preload, {text}"
    if of is None:
        return None
    owner = files.shown(of.owner)[0] if of.owner else ""
    if of.kind in (result.RPATH, result.RUNPATH):
        return f"{of.kind} of {owner}"
    if of.kind == result.ALREADY:
        return f"already loaded as {owner}"
    if of.kind == result.INTERPRETER:
        return "program interpreter"
    if of.kind == result.BUILT_IN:
        return "the C library itself"
    return of.kind
