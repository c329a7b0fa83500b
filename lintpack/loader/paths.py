"""Search lists: how glibc and musl split LD_LIBRARY_PATH, RPATH, RUNPATH and LD_PRELOAD."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lintpack.loader.tokens import expand

if TYPE_CHECKING:
    from lintpack.loader.tokens import Tokens

# glibc's SECURE_NAME_LIMIT and SECURE_PATH_LIMIT (elf/rtld.c): NAME_MAX and PATH_MAX.
_SECURE_NAME = 255
_SECURE_PATH = 4096


def glibc_elements(value: str, separators: str, tokens: Tokens) -> tuple[str, ...]:
    """The directories of a list, each with a final slash; "" is the working directory (fillin_rpath).

    Tokens are expanded, elements that vanish by it and repetitions are dropped, and nothing is normalised but slashes
    at the end. An empty `value` is no list: the caller knows (LD_LIBRARY_PATH="" and an empty RUNPATH search nothing).
    """
    elements: dict[str, None] = {}
    for raw in re.split(f"[{separators}]", value):
        element = raw
        if element:
            element = expand(element, tokens)
            if not element:
                continue
            element = (element.rstrip("/") or "") + "/"
        elements.setdefault(element)
    return tuple(elements)


def glibc_preloads(value: str, secure: bool) -> tuple[str, ...]:
    """The names in LD_PRELOAD: parted by spaces and colons (elf/rtld.c, handle_preload_list)."""
    names = (name for name in re.split("[ :]", value) if 0 < len(name) < _SECURE_PATH)
    if secure:
        return tuple(name for name in names if "/" not in name and len(name) < _SECURE_NAME)
    return tuple(names)


def preload_file(text: str) -> tuple[str, ...]:
    """The names in /etc/ld.so.preload, where `#` begins a comment."""
    return tuple(name for name in re.split("[: \t\n]", re.sub("#[^\n]*", " ", text)) if name)


def musl_elements(value: str) -> tuple[str, ...]:
    """The directories of any musl list, in order; empty ones are skipped (ldso/dynlink.c, path_open)."""
    return tuple(element for element in re.split("[:\n]", value) if element)


def musl_preloads(value: str) -> tuple[str, ...]:
    """The names in LD_PRELOAD: parted by white space and colons (ldso/dynlink.c, load_preload)."""
    return tuple(name for name in re.split("[ \t\n\v\f\r:]", value) if name)


def musl_rpath(value: str, origin: str | None) -> str | None:
    """A RPATH or RUNPATH with $ORIGIN replaced; None where musl ignores all of it (fixup_rpath).

    Any `$` that does not begin $ORIGIN or ${ORIGIN} makes it so. The rule is not greedy: $ORIGINAL is a path and AL.
    `origin` None: an AT_SECURE program, which may not use it.
    """
    if "$" not in value:
        return value
    if origin is None or re.sub(r"\$(?:ORIGIN|\{ORIGIN\})", "", value).count("$"):
        return None
    return re.sub(r"\$(?:ORIGIN|\{ORIGIN\})", lambda _: origin, value)
