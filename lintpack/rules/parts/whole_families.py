"""LP201 where the names of a library are taken in another way than by `libfoo.so*`: by `libfoo*` and `libfoo.*` of a
folder of libraries, and one by one, `cp libfoo.so libfoo.so.1 out/`."""

from __future__ import annotations

import re

from lintpack.record import Record
from lintpack.rules.gates.link_subjects import both_names
from lintpack.rules.shared.linked_family import FOLLOWS, just_installed, no_links_there, well_known
from lintpack.script import paths, texts
from lintpack.script.plan import Link, Removal, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

_FAMILY = r"(lib[\w+-]{2,}[A-Za-z0-9])\.?\*"
_LIBRARIES = r"(?:^|/)(?:lib(?:32|64|x32)?|\.libs|[\w$\{\}-]+-linux-gnu\w*)$"


class Family(Record):
    """`copy` takes what `shown` says, which holds links, as `why` says."""

    copy: Transfer
    shown: str
    why: str


def whole_families(context: Context) -> Iterator[Family]:
    """Each command once."""
    told = set()
    for bare, copy in context.shared(both_names):
        name = texts.shown(paths.basename(copy.source))
        if _asked_for(bare) or bare.origin.command in told or not (bare.resolved and copy.resolved):
            continue
        if _folder(bare) != _folder(copy) or _made_anew(copy, context) or no_links_there(copy, context):
            continue
        if paths.dirname(bare.destination) != paths.dirname(copy.destination):
            continue
        told.add(bare.origin.command)
        shown = texts.shown(paths.basename(bare.source))
        yield Family(bare, shown, f"`{shown}` is a link to `{name}` beside it, wherever the library is built")
    # What Windows has beside its DLLs are no links.
    for copy in () if context.speaks_of((".dll",)) else context.each(Transfer):
        if copy.links != "follow" or copy.recursive or not copy.resolved or copy.origin.command in told:
            continue
        match = re.fullmatch(_FAMILY, texts.shown(paths.basename(copy.source)))
        if match is None or copy.tool not in ("cp", "install") or "-type f" in copy.filters or _asked_for(copy):
            continue
        # Programs' folder is none of the loader's.
        if texts.shown(paths.dirname(copy.destination)).endswith("/bin"):
            continue
        if not re.search(_LIBRARIES, _folder(copy)) or _made_anew(copy, context) or no_links_there(copy, context):
            continue
        why = well_known(match[1], context) or just_installed(_folder(copy), context)
        if why:
            told.add(copy.origin.command)
            yield Family(copy, match[0], why)


def _folder(copy: Transfer) -> str:
    return texts.shown(paths.dirname(copy.source))


def _asked_for(copy: Transfer) -> bool:
    return re.search(FOLLOWS, copy.origin.command.text) is not None


def _made_anew(copy: Transfer, context: Context) -> bool:
    """Whether the script makes links where the copies are, or removes some of these."""
    into = paths.canonical(paths.dirname(copy.destination))
    return any(
        effect.origin.number > copy.origin.number
        and paths.canonical(paths.dirname(effect.path)) == into
        and not texts.shown(effect.path).endswith((".a", ".la"))
        for effect in context.plan.effects
        if isinstance(effect, (Link, Removal))
    )
