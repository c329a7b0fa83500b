"""Two libraries get one name, one after the other: the first is lost.

copy build-avx2/libfoo.so out/libfoo-avx2.so
copy build-avx512/libfoo.so out/libfoo-avx2.so     the name was not changed with the folder
"""

from __future__ import annotations

import re

from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls
from lintpack.script import paths, texts
from lintpack.script.plan import Archive, Link, ProgramStart, Removal, Transfer, WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP140",
    name="overwritten-copy",
    summary="Two different libraries get one name, one after the other: the first one is lost.",
    level="warning",
    confidence="high",
)

_LIBRARY = r"\.(?:so(?:\.\d+)*|dylib)$"
# How many effects may stand between the two.
_NEAR = 12


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    made: dict[Text, list[Transfer | Link]] = {}
    for effect in context.plan.effects:
        if not isinstance(effect, (Transfer, Link)):
            continue
        into = effect.destination if isinstance(effect, Transfer) else effect.path
        if re.search(_LIBRARY, texts.shown(into)) is None or texts.has_wildcard(into):
            continue
        before = made.setdefault(into, [])
        if before and type(before[-1]) is type(effect) and _lost(before[-1], effect, context):
            yield _finding(before[-1], effect, into)
        before.append(effect)


def _from(one: Transfer | Link) -> Text:
    return one.source if isinstance(one, Transfer) else one.target


def _lost(one: Transfer | Link, other: Transfer | Link, context: Context) -> bool:
    """Whether the name is the first one's by what it says, or nothing decides between the two."""
    first, second = texts.shown(_from(one)), texts.shown(_from(other))
    if first == second or (one.origin.command == other.origin.command and _line(one) == _line(other)):
        return False
    if not texts.consistent(one.origin.when, other.origin.when):
        return False
    into = texts.shown(other.destination if isinstance(other, Transfer) else other.path).rpartition("/")[2]
    if into == second.rpartition("/")[2]:
        return False
    if _told(first, second, into):
        return True
    # The same library from another folder may be meant to replace the first.
    return first.rpartition("/")[2] != second.rpartition("/")[2] and _straight(one, other, context)


def _line(one: Transfer | Link) -> Place:
    return one.origin.calls[0].place if one.origin.calls else one.origin.command


def _told(first: str, second: str, name: str) -> bool:
    """Whether the name has the word of the first source that the second has another for."""
    for mine, other in zip(first.split("/"), second.split("/"), strict=False):
        if mine != other:
            words, others = re.findall(r"[A-Za-z]+|\d+", mine), re.findall(r"[A-Za-z]+|\d+", other)
            if len(words) != len(others):
                return False
            at = [n for n, (a, b) in enumerate(zip(words, others, strict=True)) if a != b]
            if len(at) != 1:
                return False
            mark, instead = words[at[0]], others[at[0]]
            if mark.isdigit() and at[0]:
                mark, instead = words[at[0] - 1] + mark, others[at[0] - 1] + instead
            if mark not in mine or instead not in other:
                return False
            bounded = rf"{re.escape(mark)}(?!\d)"
            return len(mark) > 2 and re.search(bounded, name) is not None and instead not in name
    return False


def _straight(one: Transfer | Link, other: Transfer | Link, context: Context) -> bool:
    """Whether both are always made, near each other, and nothing between has a use for the first."""
    if one.origin.when != other.origin.when or one.origin.guards != other.origin.guards:
        return False
    if other.origin.number - one.origin.number > _NEAR or one.origin.calls[:-1] != other.origin.calls[:-1]:
        return False
    into = other.destination if isinstance(other, Transfer) else other.path
    for effect in context.plan.effects:
        if one.origin.number < effect.origin.number < other.origin.number:
            if isinstance(effect, (Archive, ProgramStart, WrittenFile)):
                return False
            if isinstance(effect, (Transfer, Link)) and _from(effect) == into:
                return False
            if isinstance(effect, Removal) and effect.path == into:
                return False
    return True


def _finding(one: Transfer | Link, other: Transfer | Link, into: Text) -> Finding:
    name = texts.shown(paths.basename(into))
    place = _line(other)
    what = "links to" if isinstance(other, Link) else "copies"
    return RULE.finding(
        place,
        f"{what} `{texts.shown(_from(other))}` under the name `{name}`, and `{texts.shown(_from(one))}`, which had it, "
        "is lost",
        label="the same name",
        related=(*calls(other.origin, place), Label(_line(one), "overwritten")),
        help="give each library its own name",
    )
