"""A link is made to itself."""

from __future__ import annotations

from lintpack import libname
from lintpack.rules.rule import Rule
from lintpack.rules.shared.links import leads_to
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Link
from lintpack.script.values import Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP204",
    name="self-link",
    summary="A link to a library, or to a folder, leads to itself.",
    level="error",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.self_links import hidden_self_link

    for link in context.each(Link):
        if not _itself(link) or _may_be_name(link):
            hidden = hidden_self_link(link, context)
            if hidden:
                place = written_at(link.origin)
                yield RULE.finding(
                    place,
                    hidden,
                    label="may be one and the same",
                    related=calls(link.origin, place),
                    notes=("with -f, ln takes the old file away first: what was there is lost",) if link.force else (),
                    help="ask first whether the two are the same name",
                    level="warning",
                    confidence="medium",
                )
            continue
        # What is no library is told by its whole path alone, where no question keeps the link from being made.
        whole = link.symbolic and not link.origin.guards and len(paths.components(link.target)) > 1
        if libname.parse_text(link.path) is None and not whole:
            continue
        place = written_at(link.origin)
        shown = texts.shown(link.path)
        yield RULE.finding(
            place,
            f"links `{shown}` to `{texts.shown(link.target)}`, which is the link itself",
            label="target and link are the same",
            related=calls(link.origin, place),
            notes=(
                "with -f, ln takes the old file away first: what was there is lost"
                if link.force
                else "ln fails, for the name is there or the link would lead nowhere",
            ),
            help="link to the file that holds the library: the versioned name, or the one where it is installed",
        )


def _may_be_name(link: Link) -> bool:
    """Whether what was taken for the folder of the link may be its name: `ln -s libfoo.so "$lib/${other}"`."""
    written = link.origin.command.text.rstrip().rstrip("\"'")
    folder = paths.split(paths.canonical(paths.dirname(link.path)))[1]
    unknown = any(isinstance(piece, (Hole, Reference)) for piece in folder)
    # After `cd "$lib"` the folder stands nowhere in the command, and the name does.
    sure = ("/", "/.", " .", texts.shown(paths.basename(link.path)))
    return unknown and len(paths.components(link.target)) == 1 and not written.endswith(sure)


def _itself(link: Link) -> bool:
    """Whether both are one path under every choice. Unknown text must be the same text on both sides."""
    if any(isinstance(piece, Wildcard) for piece in link.path):
        return False
    target, path = leads_to(link), paths.canonical(link.path)
    if target == path:
        return True
    return texts.same(target, path, link.origin.when) is True
