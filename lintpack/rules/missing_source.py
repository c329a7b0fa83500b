"""A copy's source names nothing in the build tree."""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.findings import Fact
from lintpack.rules.rule import Rule
from lintpack.rules.shared.name_lists import in_lists
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, find_path, listed
from lintpack.script import texts
from lintpack.script.plan import Archive, Link, Transfer, WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.evidence.build_tree import BuildTree, Look
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text

RULE = Rule(
    code="LP112",
    name="missing-source",
    summary="A library that is to be packed is not in the build tree, under this name or in this folder.",
    level="error",
    confidence="high",
)

# Programs that fetch from elsewhere than the file system.
_FETCHES = frozenset(["wget", "curl", "git", "scp", "docker", "podman", "aws", "gsutil", "dd"])


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for effect in context.plan.effects:
        if isinstance(effect, Transfer) and effect.tool not in _FETCHES:
            yield from _missing(effect.source, effect.origin, context)
        elif isinstance(effect, Archive) and effect.action != "extract":
            for member in effect.members:
                yield from _missing(member, effect.origin, context)
    tree = context.evidence.build_tree if context.built else None
    if tree is not None and tree.given:
        for one in in_lists(context):
            yield from _listed(one, tree)


def _listed(one: Packed, tree: BuildTree) -> Iterator[Finding]:
    """A name in a list that another program copies: said only where the build tree has the library otherwise."""
    if not (one.name.exact and one.name.suffix):
        return
    paths = [(root, path) for root in range(len(tree.folders.roots)) for path in tree.folders.libraries(root)]
    found = [(name, root, path) for root, path in paths if (name := libname.parse_path(path)) is not None]
    same = [(name.text, root, path) for name, root, path in found if name.same_library(one.name)]
    if not same or any(text == one.name.text for text, _, _ in same):
        return
    shown = [tree.folders.show(root, path) for _, root, path in same]
    yield RULE.finding(
        one.origin.place,
        f"there is no `{one.name.text}` in the build tree, which has {listed(shown, 2)}",
        label="not in the build tree",
        help="name what is there",
        level="warning",
        confidence="medium",
    )


def _made(context: Context) -> list[str]:
    """What the script itself makes: that need not have been there before."""
    made = [into for _, _, into in context.copies]
    return made + [texts.shown(one.path) for one in context.plan.effects if isinstance(one, (Link, WrittenFile))]


def _missing(source: Text, origin: Origin, context: Context) -> Iterator[Finding]:
    shown = texts.shown(source)
    if ".so" not in shown.rpartition("/")[2]:
        return
    look = context.evidence.look(source)
    if look is None or not (look.seen or look.missing):
        return
    if look.seen and look.way != "name":
        if look.way == "suffix" and (folder := _misspelt(shown, look.seen[0].path)):
            yield _elsewhere(shown, look, origin, context, f"not `{folder}`")
        return
    from fnmatch import fnmatchcase

    made = context.shared(_made)
    if any(fnmatchcase(path, shown) or fnmatchcase(shown, path) for path in made):
        return
    if look.seen:
        if "/" in shown and not (shown.startswith("$") and shown.count("/") == 1):
            yield _elsewhere(shown, look, origin, context)
        return
    near = [name for missing in look.missing for name in missing.near]
    tree = context.evidence.build_tree
    if not near and not (tree is not None and tree.given):
        return
    place = find_path(shown, origin, context.plan)
    pattern = shown.rpartition("/")[2]
    what = f"nothing matches `{pattern}`" if any(c in pattern for c in "*?[") else f"there is no `{pattern}`"
    yield RULE.finding(
        place,
        f"{what} in `{look.missing[0].folder}`" + (f", but {listed(near, 3)}" if near else ""),
        label="not in the build tree",
        related=calls(origin, place),
        facts=(_fact(look),) if near else (),
        help=f"copy {listed(near[:1])}, or a pattern that does not hang on the version" if near else "",
        level="" if look.sure and (near or not _asked_for(origin)) else "warning",
        confidence="high" if look.sure else "medium",
    )


def _misspelt(shown: str, there: str) -> str:
    """The one folder of `shown` that has almost the name of a folder in `there`, which is the same path else."""
    asked, found = shown.split("/")[::-1], there.split("/")[::-1]
    rank = next((n for n, (a, b) in enumerate(zip(asked, found, strict=False)) if a != b), 0)
    if not 0 < rank < min(len(asked), len(found)) - 1 or asked[rank + 1] != found[rank + 1]:
        return ""
    word, other = asked[rank], found[rank]
    digits = [re.findall(r"\d+", name) for name in (word, other)]
    if len(word) < 6 or any(c in word for c in "$*?[") or digits[0] != digits[1]:
        return ""
    from lintpack.suggest import closest

    return word if closest(word, (other,)) else ""


def _elsewhere(shown: str, look: Look, origin: Origin, context: Context, label: str = "in another folder") -> Finding:
    """`${build}/client/libfoo.so`, where the build folder has it as `build/lib/libfoo.so`."""
    place = find_path(shown, origin, context.plan)
    found = [seen.path for seen in look.seen]
    return RULE.finding(
        place,
        f"there is no `{shown}` in the build tree, which has {listed(found, 2)}",
        label=label,
        related=calls(origin, place),
        help="copy it from there",
        level="warning",
        confidence="medium",
    )


def _fact(look: Look) -> Fact:
    return Fact(look.missing[0].folder, tuple([f"has      {name}" for name in look.missing[0].near[:4]]))


def _asked_for(origin: Origin) -> bool:
    """Whether the script looks first whether it is there: an optional library, then."""
    return any(" -f " in guard.shown or " -e " in guard.shown for guard in origin.guards)
