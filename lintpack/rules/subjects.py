"""What rules are about: a plan without it gives them nothing to say, and spares loading them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.rules.context import Context


def effects(*kinds: str) -> Callable[[Context], bool]:
    """Plans with an effect of one of these classes of `script.plan`."""
    wanted = frozenset(kinds)
    return lambda context: not wanted.isdisjoint(context.kinds)


def libraries(context: Context) -> bool:
    """Plans that pack a library."""
    return bool(context.packed)


def versions(context: Context) -> bool:
    """Plans that pack a library under a name with a version."""
    return any(one.name.suffix for one in context.packed)


def listed(context: Context) -> bool:
    """Plans that pack a library, or scripts that list some."""
    from lintpack.rules.name_lists import in_lists

    return bool(context.packed or in_lists(context))


def loader(context: Context) -> bool:
    """Plans that have to do with the loader's environment, or with RPATHs."""
    from lintpack.rules.loader import concerned

    return concerned(context)


def launched(context: Context) -> bool:
    """Plans that pack libraries, or set what the loader looks at."""
    return libraries(context) or loader(context)


def links(context: Context) -> bool:
    """Plans that make links, or write scripts which may."""
    return not context.kinds.isdisjoint(("Link", "WrittenFile"))


def problems(context: Context) -> bool:
    """Scripts with a region that could not be parsed."""
    return any(script.tree.problems for script in context.plan.scripts)


def ignores(context: Context) -> bool:
    """Scripts with comments that hide findings."""
    return bool(context.ignores)


def unused(context: Context) -> bool:
    """Comments that hid nothing."""
    return bool(context.unused)


def base(context: Context) -> bool:
    """Runs that compare with a revision."""
    return bool(context.base)


def built(context: Context) -> bool:
    """Runs with build folders."""
    return context.built


def garbled(context: Context) -> bool:
    """Scripts that search or archive, or have `=` among the words of a copy."""
    for script in context.plan.scripts:
        text = script.source.text
        if "find " in text or "tar " in text:
            return True
        if any("=" in line.partition(tool)[2] for tool in ("cp ", "mv ", "ln ") for line in _lines(text, tool)):
            return True
    return False


def _lines(text: str, word: str) -> list[str]:
    return [line for line in text.split("\n") if word in line] if word in text else []
