"""LP101: a test asks for the dev name, and what hangs on it takes the names with a version only.

if [ -f /lib/$HOST/libssl.so ]; then cp -P /lib/$HOST/libssl.so.1* $app; else cp -P /usr/lib/$HOST/libssl.so.1* $app; fi

Without the development package the other branch is taken, or the library is left out.
"""

from __future__ import annotations

from lintpack.bash.tree import AndOr, If
from lintpack.bash.walk import around
from lintpack.findings import Label
from lintpack.patterns import re
from lintpack.record import Record
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.suffix_evidence import meant_bare
from lintpack.rules.shared.wording import calls, narrowed
from lintpack.script import texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Guard
    from lintpack.source import Place

_ASKS = r"(?P<no>!\s+)?-[efrsxLh]\s+(?P<word>[^\s;\]]+)"
# Where systems have libraries, also below a root.
_SYSTEM = (
    r"(?:\$\{\w*(?i:root|target|sys)\w*\})?(?:/usr)?/lib(?:x?32|64)?(?:/[^/]*-linux-[^/]*|/\$\{[^/]*\}|/\$\([^/]*\))?"
)
# What makes libraries under all of their names, if in a folder that a variable holds.
_BUILDS = (
    r"(?m)^[^#\n]*(?:\b(?:e?make|gmake|ninja|samu|meson|cmake|scons|waf|b2|bazel|cargo|conda|vcpkg)\b|-shared\b"
    r"|/configure\b|\bDESTDIR\b)"
)
_GIVES_UP = r"\b(?:exit|return|die|fail|fatal|abort|error|err)\b"


class _Test(Record):
    """The test at `place` asks for `word`, the dev name as written. `body`: what is done then, `other`: what else."""

    place: Place
    word: str
    body: str
    other: str


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    yield from once(_all(context, rule))


def _all(context: Context, rule: Rule) -> Iterator[Finding]:
    for one in context.packed:
        if one.transfer is None or not one.name.suffix or meant_bare(one.name.link_name, one.name.stem, one.folder):
            continue
        for guard in one.origin.guards:
            test = _test(one, guard, context)
            if test is None or _has_dev_name(one, context):
                continue
            kin = _elsewhere(one, guard, context)
            system = re.fullmatch(_SYSTEM, one.folder) is not None
            if kin is None and (not system or re.search(_GIVES_UP, test.other)):
                continue
            if not system and any(re.search(_BUILDS, script.source.text) for script in context.plan.scripts):
                continue
            yield _finding(one, test, kin, rule)


def _finding(one: Packed, test: _Test, kin: Packed | None, rule: Rule) -> Finding:
    name = one.name.link_name
    what = f"takes it from `{kin.folder}`" if kin is not None else "leaves it out"
    related = [*calls(one.origin, test.place)]
    if not any(label.place == one.origin.command for label in related):
        related.append(Label(one.origin.command, "no dev name here"))
    if kin is not None:
        related.append(Label(kin.origin.command, "without the dev name, this is done"))
    return rule.finding(
        test.place,
        f"tests for `{name}`, to take `{one.name.text}`: without the dev name the script {what}, though the library is "
        "there",
        label="dev name, not the SONAME",
        related=tuple(related),
        notes=("development packages install this name, others do not",),
        help=f"test for what is taken: `{one.name.text}`"
        if one.name.exact
        else f"test for what is taken: `ls {one.folder}/{one.name.text}`",
    )


def _test(one: Packed, guard: Guard, context: Context) -> _Test | None:
    """The test for the dev name, where the copy is made if it says yes, by the same words and a version."""
    asked = list(re.finditer(_ASKS, guard.shown))
    if not asked or ".so." in guard.shown or "*" in guard.shown:
        return None
    # Of several tests one may be for another library; but all have to hold, or the one.
    if len(asked) > 1 and re.search(r"\|\||\s-o\s", guard.shown):
        return None
    for match in asked:
        no = bool(match["no"]) or re.match(r"\s*!", guard.shown) is not None
        word = _plain(match["word"])
        if guard.holds == no or (no and len(asked) > 1):
            continue
        body, other = _branches(guard, no, context)
        rests = [text[len(word) :] for text in _written(one, body) if text.startswith(f"{word}.")]
        if f".{one.name.suffix}" not in rests or not re.match(r"[\d*?\[]", one.name.suffix):
            continue
        # A name with a star takes the dev name as well.
        last = re.escape(word.rpartition("/")[2])
        if any(re.search(rf"(?<![\w-]){name}(?!\.[\w*?\[])", body) for name in (last, re.escape(one.name.link_name))):
            return None
        return _Test(narrowed(guard.place, match["word"].strip("\"'")), word, body, other)
    return None


def _written(one: Packed, body: str) -> list[str]:
    """How the copy's source may be written: as its operand, as what was handed on to it, and as words of the branch,
    for a loop."""
    places = [one.origin.place, *[frame.place for frame in reversed(one.origin.calls)]]
    words = [word for text in (*[_plain(place.text) for place in places], body) for word in text.split()]
    return [word.rstrip(";") for word in words]


def _plain(text: str) -> str:
    """Without quotes, the braces of variables and doubled slashes."""
    return re.sub(r"/{2,}", "/", re.sub(r"\$\{(\w+)\}", r"$\1", text).replace('"', "").replace("'", ""))


def _branches(guard: Guard, no: bool, context: Context) -> tuple[str, str]:
    """What is done where the test holds, and what where it does not."""
    source = guard.place.source
    script = next((one for one in context.plan.scripts if one.source is source), None)
    at = guard.place.start
    nodes = [node for node in around(script.tree, at) if isinstance(node, (If, AndOr))] if script is not None else []
    for node in reversed(nodes):
        if isinstance(node, AndOr):
            return _plain(source.text[guard.place.end : node.end]), ""
        for branch in node.branches:
            if branch.condition and branch.body and branch.condition[0].start <= at < branch.condition[-1].end:
                body = source.text[branch.body[0].start : branch.body[-1].end]
                rest = source.text[branch.body[-1].end : node.end]
                return (_plain(rest), _plain(body)) if no else (_plain(body), _plain(rest))
    return "", ""


def _elsewhere(one: Packed, guard: Guard, context: Context) -> Packed | None:
    """The same library from another folder, where the test says no."""
    for other in context.packed:
        if other.name.stem == one.name.stem and other.folder != one.folder and other.name.suffix:
            for asked in other.origin.guards:
                if asked.condition == guard.condition and asked.branch != guard.branch:
                    return other
    return None


def _has_dev_name(one: Packed, context: Context) -> bool:
    """Whether the script itself brings the dev name: by a link, or a development package of the library."""
    name = one.name.link_name
    if any(texts.shown(link.path).rpartition("/")[2] == name for link in context.each(Link)):
        return True
    stem = re.escape(one.name.stem.removeprefix("lib").rstrip("0123456789.-"))
    packages = rf"(?i)[\w.+-]*{stem}[\w.+-]*-dev(?:el)?\b"
    return any(re.search(packages, script.source.text) for script in context.plan.scripts)
