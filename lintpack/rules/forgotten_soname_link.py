"""Of several libraries that are put beside each other, one lacks a link that the script makes for the others; or a
branch that puts the files there anew does not make the links again."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.links import leads_to, stage
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, listed, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Change, Link, Removal, Transfer
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP210",
    name="forgotten-soname-link",
    summary="A link that a script makes for its other libraries, or in another branch, is not made here.",
    level="warning",
    confidence="medium",
)


class _Family:
    """What a folder has of one library: the version of its file, its links by their versions, and its names."""

    def __init__(self) -> None:
        self.version = ""
        self.links: dict[str, Link] = {}
        self.first: Transfer | Link | None = None

    def add(self, effect: Transfer | Link, version: str) -> None:
        self.first = self.first or effect
        if version.count(".") >= self.version.count(".") and len(version) > len(self.version):
            self.version = version


def check(context: Context) -> Iterator[Finding]:
    yield from once(_siblings(context))
    yield from once(_branches(context))


def _siblings(context: Context) -> Iterator[Finding]:
    # ldconfig makes the links for SONAMEs.
    if context.speaks_of(("ldconfig",)):
        return
    for folder, families in _folders(context).items():
        versions = {family.version for family in families.values() if family.version}
        for version in sorted(versions):
            group = {base: family for base, family in families.items() if family.version == version}
            for suffix in sorted({suffix for family in group.values() for suffix in family.links if suffix}):
                yield from _lacking(context, folder, group, suffix)


def _folders(context: Context) -> dict[Text, dict[str, _Family]]:
    found: dict[Text, dict[str, _Family]] = {}
    for effect in context.plan.effects:
        if isinstance(effect, Transfer) and not effect.recursive:
            name = libname.parse_text(effect.destination)
            if name is None or not name.suffix or "*" in name.text:
                continue
            folder = paths.canonical(paths.dirname(effect.destination))
            found.setdefault(folder, {}).setdefault(name.base, _Family()).add(effect, name.suffix)
        elif isinstance(effect, Link) and effect.symbolic:
            name, target = libname.parse_text(effect.path), libname.parse_text(effect.target)
            if name is None or target is None or name.base != target.base or "*" in name.text:
                continue
            folder = paths.canonical(paths.dirname(effect.path))
            family = found.setdefault(folder, {}).setdefault(name.base, _Family())
            family.add(effect, target.suffix)
            family.links[name.suffix] = effect
    return found


def _lacking(context: Context, folder: Text, group: dict[str, _Family], suffix: str) -> Iterator[Finding]:
    having = {base: family for base, family in group.items() if suffix in family.links}
    lacking = [base for base in group if base not in having]
    if not lacking or (len(lacking) > 1 and len(lacking) * 2 > len(having)):
        return
    tree = context.shared(stage)
    for base in lacking:
        family = group[base]
        # One alone may be of another kind than one other: a link that it has shows that it is not.
        if family.first is None or (len(having) < 2 and not family.links):
            continue
        name = f"{base}.so.{suffix}"
        if tree.provides(paths.join(folder, texts.literal(name))) is not False:
            continue
        beside = [one.links[suffix] for one in having.values()]
        own = family.links.get("")
        last = own or beside[-1]
        if not texts.consistent(family.first.origin.when, last.origin.when):
            continue
        place = _place(last)
        others = [f"{one}.so.{suffix}" for one in having]
        yield RULE.finding(
            place,
            f"makes the links {listed(others)}, but not `{name}` for `{base}.so.{family.version}`, which lies beside "
            "them",
            label=f"`{name}` is missing",
            related=(
                *calls(last.origin, place),
                Label(written_at(family.first.origin), f"`{base}.so.{family.version}` is put there here"),
            ),
            notes=("where the others have their SONAME by a link, this one can hardly do without",),
            help=f"link `{name}` as well",
        )


def _place(link: Link) -> Place:
    """The list of the loop that makes the link, where its names are told there; else the operand."""
    command = link.origin.command
    text = command.source.text
    start = text.rfind("\ndone", 0, command.start) + 1
    loops = list(
        re.finditer(r"(?m)^[ \t]*for[ \t]+(?P<name>\w+)[ \t]+in[ \t]+(?P<list>[^;\n]+)", text[start : command.start])
    )
    if loops and re.search(rf"\$\{{?{loops[-1]['name']}\b", command.text):
        return command.source.place(start + loops[-1].start("list"), start + loops[-1].end("list"))
    return written_at(link.origin)


def _branches(context: Context) -> Iterator[Finding]:
    """`rm libfoo.so*` and the file anew, in a branch without the links that another branch makes."""
    links = list(context.each(Link))
    for removal in context.each(Removal) if links else ():
        if not texts.has_wildcard(removal.path):
            continue
        for link in links:
            if not _removes(removal.path, link.path) or texts.consistent(link.origin.when, removal.origin.when):
                continue
            if (copy := _copied_anew(removal, link, context)) is None:
                continue
            frame = copy.origin.calls[-1] if copy.origin.calls else None
            place = written_at(copy.origin) if frame is None else frame.place
            yield RULE.finding(
                place,
                f"removes `{texts.shown(removal.path)}` and puts `{texts.shown(paths.basename(copy.destination))}` "
                f"there anew, but not the link `{texts.shown(paths.basename(link.path))}`, which another branch makes",
                label="the links are gone",
                related=(
                    Label(written_at(removal.origin), "the links are removed here"),
                    Label(written_at(link.origin), "and made here, in the other branch"),
                ),
                help="make the links here as well",
            )


def _removes(pattern: Text, path: Text) -> bool:
    """Whether the pattern takes the path for sure. Most do not, by their ends."""
    begins, ends = pattern[0], pattern[-1]
    if isinstance(begins, str) and not (isinstance(path[0], str) and path[0].startswith(begins)):
        return False
    if isinstance(ends, str) and not (isinstance(path[-1], str) and path[-1].endswith(ends)):
        return False
    if any(not isinstance(piece, (str, Wildcard)) for piece in pattern):
        return False  # nobody knows what a hole in it takes
    from lintpack.script.patterns import match

    return match(path, pattern) is True


def _copied_anew(removal: Removal, link: Link, context: Context) -> Transfer | None:
    """The copy that puts what the link leads to there again, where nothing puts the link there."""
    path, target = paths.canonical(link.path), leads_to(link)
    copied = None
    for effect in context.plan.effects:
        if effect.origin.number <= removal.origin.number:
            continue
        if not texts.consistent(effect.origin.when, removal.origin.when):
            continue
        if isinstance(effect, Transfer):
            into = paths.canonical(effect.destination)
            if into == path or effect.recursive or texts.has_wildcard(into):
                return None
            if into == target:
                copied = effect
        elif isinstance(effect, Link):
            if paths.canonical(effect.path) == path:
                return None
        elif isinstance(effect, Change) and effect.kind == "ldconfig" and " -X" not in effect.origin.command.text:
            return None
    return copied
