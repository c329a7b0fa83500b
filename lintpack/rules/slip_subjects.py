"""What rules about slips of the hand are about (see `subjects`)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context


def misplaced(context: Context) -> bool:
    """Plans that copy into a folder, make one, or set a mode that has the name of a library; those with a copy that has
    no destination, or one of the next command's; and archives with a name that looks like an option, or none."""
    from lintpack.script.plan import NO_DESTINATION, Archive, Change, Directory, Transfer, Unresolved
    from lintpack.script.texts import known, shown

    if any(".so" in into.rpartition("/")[0] or "+/" in into for _, _, into in context.copies):
        return True
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            source = known(effect.source)
            if source and "/" not in source and "\\\n" in effect.origin.command.text:
                return True
        elif isinstance(effect, Archive):
            name = shown(effect.path).rpartition("/")[2]
            if name[:1] == "-" or "." not in name or (effect.members and "." in shown(effect.members[0][-1:])):
                return True
        elif isinstance(effect, Directory):
            if ".so" in (known(effect.path[-1:]) or ""):
                return True
        elif isinstance(effect, Change):
            if effect.kind == "mode" and ".so" in shown(effect.value or ()):
                return True
        elif isinstance(effect, Unresolved) and effect.why == NO_DESTINATION:
            return True
    return False
