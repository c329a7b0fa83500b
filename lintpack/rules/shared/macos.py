"""Scripts that only run on macOS, whose loader reads no variable of ld.so's (dyld(1))."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.shared.loader_settings import Program

_PATH = r"(?i)(?:^|[/_.-])(?:mac_?osx?|os_?x|darwin|mac)(?=[/_.-]|$)"
_TOOLS = ("install_name_tool", "otool ", "sw_vers", "hdiutil", "macdeployqt", "brew ")
# What asks for the system, or is of another one.
_OTHERS = r"(?i)\buname\b|ostype|linux|windows|mingw|\bapt(?:-get)?\b|\bldd\b|ldconfig|patchelf|\.so\b"


def only_on_macos(program: Program) -> bool:
    """Whether a script lies in a folder of macOS's, or uses its tools, and nothing in it is of another system."""
    path, text = program.plan.path, program.text
    if program.written:
        # What a script for macOS writes is for macOS.
        writer = program.written[0].origin.command.source
        if re.search(_PATH, writer.path) is not None and not re.search(_OTHERS, writer.path + writer.text):
            return not re.search(_OTHERS, text)
    told = re.search(_PATH, path) is not None or (not program.written and any(tool in text for tool in _TOOLS))
    return told and not re.search(_OTHERS, path) and not re.search(_OTHERS, text)
