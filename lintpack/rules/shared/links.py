"""Where links of a plan lead."""

from __future__ import annotations

from lintpack.script import paths
from lintpack.script.stage import Stage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context
    from lintpack.script.plan import Link
    from lintpack.script.values import Text


def stage(context: Context) -> Stage:
    """The tree that the plan leaves; use it through `context.shared`."""
    return Stage(context.plan.effects)


def relative(link: Link) -> bool | None:
    """Whether the target is looked for in the link's own folder; None where it begins with unknown text."""
    is_absolute = paths.absolute(link.target)
    return None if is_absolute is None else not is_absolute


def leads_to(link: Link) -> Text:
    """The path that the link leads to, as a path of the plan: a relative target starts in the link's folder.

    A target that begins with a variable is taken as absolute, as it nearly always is.
    """
    if relative(link):
        return paths.canonical(paths.join(paths.dirname(link.path), link.target))
    return paths.canonical(link.target)
