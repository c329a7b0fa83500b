"""Folders of a library path that lie outside of what they were meant to be in.

LD_LIBRARY_PATH=$here/lib:/../usr/lib                       a variable is missing: `/..` is `/`
LD_LIBRARY_PATH=$here/../extra                              in an AppRun, which lies at the top of its tree
LD_LIBRARY_PATH=/tmp/tool.AppDir/lib                        where the script makes /tmp/toolkit.AppDir
"""

from __future__ import annotations

import re

from lintpack.rules.shared.own_folder import below_own_folder, raw_elements
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.shared.loader_settings import Setting

    # Message, label and help.
    _Slip = tuple[str, str, str]

# Letters that two names of folders have to share at either end, to be two names for one thing.
_ALIKE = 4


def of_setting(setting: Setting) -> _Slip | None:
    """What is wrong with the first element that leads elsewhere."""
    for element in raw_elements(setting.raw):
        slip = _no_root(element, setting) or _out_of_the_image(element, setting) or _unlike(element, setting)
        if slip is not None:
            return slip
    return None


def _no_root(element: str, setting: Setting) -> _Slip | None:
    """`/../lib`: nothing lies above the root of the file system."""
    if re.match(r"/\.\.(?:/|$)", element) is None:
        return None
    message = f"`{element}` in `{setting.name}` starts at the root of the system: the folder before `/..` is missing"
    return message, "`/..` is `/`", 'write the folder that it starts from: `"$here/../…"`'


def _out_of_the_image(element: str, setting: Setting) -> _Slip | None:
    """`$APPDIR/../lib` in an AppRun: what lies above the AppDir is not in the image."""
    program = setting.program
    path = texts.shown(program.written[0].path) if program.written else program.plan.path
    found = re.match(r"(\$\{?(\w+)\}?)/\.\.(?:/|$)", element)
    if found is None or not path.rpartition("/")[2].startswith("AppRun"):
        return None
    if not re.search(rf"\$\{{?{found[2]}\}}?\"?/usr/", program.text) or not below_own_folder(element, setting):
        return None
    message = f"`{found[1]}/..` in `{setting.name}` leads out of the image: AppRun lies at the top of it"
    return message, "above the AppDir", f"write `{found[1]}/usr/…`"


def _unlike(element: str, setting: Setting) -> _Slip | None:
    """A folder of /tmp that nothing else in the script names, where it has another one whose name is much the same."""
    found = re.match(r"/tmp/([\w.-]{6,})/", element)
    text = setting.program.text
    if found is None or setting.program.written or len(re.findall(rf"{re.escape(found[1])}(?![\w-])", text)) != 1:
        return None
    name = found[1]
    for other in dict.fromkeys(re.findall(r"/tmp/([\w.-]{6,})", text)):
        if other != name and other[:_ALIKE] == name[:_ALIKE] and other[-_ALIKE:] == name[-_ALIKE:]:
            message = f"nothing here makes `/tmp/{name}`, which `{setting.name}` has: all else is in `/tmp/{other}`"
            return message, "named only here", f"write `/tmp/{other}`, or say where it comes from"
    return None
