"""LP309: folders that a script names in an RPATH, and then takes the libraries, or all of the package, away from."""

from __future__ import annotations

import re

from lintpack.script import texts
from lintpack.script.plan import Archive, RunPath, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context
    from lintpack.rules.shared.run_paths import WrittenRunPath
    from lintpack.script.values import Text
    from lintpack.source import Place

# How paths begin that the script was started in.
_STARTED = r"(?:\$\{?PWD\}?|\$\(\s*pwd\s*\)|`\s*pwd\s*`)/"
_SYSTEM = r"/(?:usr(?:/local)?/)?lib(?:32|64)?(?:/[\w-]*linux-gnu\w*)?/*$"


def left(element: Text, built: bool, one: WrittenRunPath, context: Context) -> Place | None:
    """Where libraries are copied from the folder to another one, or, of a folder that is known to be one of the build
    (`built`), where what holds it is moved or archived. None where another RPATH is written later on."""
    folder = _path(element)
    if not folder or "ORIGIN" in folder or re.match(_SYSTEM, folder) or (folder[0] == "/" and not built):
        # A fixed prefix may be where the package lies in the end as well.
        return None
    found = next(
        (
            packed.origin.command
            for packed in context.packed
            if packed.transfer is not None
            and _same(packed.source, packed.folder, folder)
            and _path(packed.transfer.destination).rpartition("/")[0] != folder
            and not re.match(_SYSTEM, _path(packed.transfer.destination).rpartition("/")[0])
        ),
        None,
    )
    if found is None and built:
        found = _moved(folder, context)
    return None if found is None or _mended(one, context) else found


def _same(source: Text, shown: str, folder: str) -> bool:
    return _path((shown,)) == folder or _path(source).rpartition("/")[0] == folder


def _path(text: Text) -> str:
    return re.sub(rf"^{_STARTED}", "", texts.shown(texts.opened(text))).rstrip("/")


def _moved(folder: str, context: Context) -> Place | None:
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            if effect.moves and f"{folder}/".startswith(f"{_path(effect.source)}/"):
                return effect.origin.command
        elif (
            isinstance(effect, Archive)
            and effect.action == "create"
            and any(f"{folder}/".startswith(f"{_path(member).removesuffix('/.')}/") for member in effect.members)
        ):
            return effect.origin.command
    return None


def _mended(one: WrittenRunPath, context: Context) -> bool:
    """Whether patchelf writes another RPATH into what is no library."""
    return one.tool not in ("patchelf", "chrpath") and any(
        effect.tool in ("patchelf", "chrpath") and not (effect.file and ".so" in texts.shown(effect.file))
        for effect in context.each(RunPath)
    )
