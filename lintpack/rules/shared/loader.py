"""What the rules about the loader's environment look at; nothing of it is loaded for a script that sets none of it."""

from __future__ import annotations

from lintpack.script.plan import Export, RunPath, Transfer, WrittenFile
from lintpack.script.texts import known
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Program, Setting
    from lintpack.rules.shared.run_paths import WrittenRunPath
    from lintpack.script.locator import Locator
    from lintpack.script.plan import Plan, ReadScript

# Lists of directories, and lists of libraries (ld.so(8), dyld(1), gcc(1) for LIBRARY_PATH, ld(1) for LD_RUN_PATH).
FOLDERS = frozenset(
    ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "LD_RUN_PATH", "LIBRARY_PATH")
)
LIBRARIES = frozenset(("LD_PRELOAD", "LD_AUDIT", "DYLD_INSERT_LIBRARIES"))
NAMES = FOLDERS | LIBRARIES


def launchers(plan: Plan, context: Context) -> Iterator[tuple[Transfer, str]]:
    """What packs a script of the repository that sets LD_LIBRARY_PATH, perhaps from its own folder; and where that
    lies."""
    repository = context.repository
    for effect in plan.effects:
        if not isinstance(effect, Transfer) or repository is None:
            continue
        path = known(effect.source)
        last = path.rpartition("/")[2] if path else ""
        if not path or path[0] == "/" or ("." in last and not last.endswith((".sh", ".bash", ".in"))):
            continue
        source = repository.read(path)
        if source is None or "LD_LIBRARY_PATH" not in source.text or not source.text.startswith("#!"):
            continue
        from lintpack.rules.shared.own_folder import may_name_own_folder

        if may_name_own_folder(source.text):
            yield effect, path


def concerned(context: Context) -> bool:
    """Whether the plan has to do with the loader's environment at all."""
    return context.shared(_speaks)


def settings(context: Context) -> tuple[Setting, ...]:
    """Every `NAME=value` of such a variable: see loader_settings."""
    if not concerned(context):
        return ()
    from lintpack.rules.shared import loader_settings

    return loader_settings.settings(context)


def programs(context: Context) -> tuple[Program, ...]:
    """The entry script and the launchers that it writes: see loader_settings."""
    if not concerned(context):
        return ()
    from lintpack.rules.shared import loader_settings

    return loader_settings.programs(context)


def written_scripts(context: Context) -> Iterator[tuple[Program, ReadScript, Locator]]:
    """The launchers that the script writes, each as it was read, and where its text is written."""
    for program in programs(context):
        if program.written and program.plan.scripts:
            from lintpack.script.written import located

            yield program, program.plan.scripts[0], located(program.written)


def run_paths(context: Context) -> tuple[WrittenRunPath, ...]:
    """Every RPATH that is written or handed to the link editor: see run_paths."""
    if not concerned(context):
        return ()
    from lintpack.rules.shared import run_paths as module

    return module.run_paths(context)


def _speaks(context: Context) -> bool:
    for effect in context.plan.effects:
        if isinstance(effect, RunPath):
            return True
        if isinstance(effect, Export):
            if effect.name in NAMES or "FLAGS" in effect.name:
                return True
        elif isinstance(effect, WrittenFile):
            for piece in effect.text:
                if isinstance(piece, str) and ("LD_" in piece or "LIBRARY_PATH" in piece or "rpath" in piece):
                    return True
                if isinstance(piece, Reference) and any(
                    "LD_LIBRARY_PATH" in (c.text or ()) for c in piece.alternatives
                ):
                    return True
    return False
