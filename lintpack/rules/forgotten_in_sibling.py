"""A script, a branch or a function packs the same set of libraries as another one, but for one library."""

from __future__ import annotations

from lintpack.findings import Label
from lintpack.patterns import re
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import find_name, libraries_in, line_before, listed, written_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lintpack.findings import Finding
    from lintpack.repository import Repository
    from lintpack.rules.context import Context
    from lintpack.rules.parts.loose import Loose
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Plan
    from lintpack.source import Place, Source

RULE = Rule(
    code="LP105",
    name="forgotten-in-sibling",
    summary="A sibling script, branch or function packs the same libraries and one more.",
    level="warning",
    confidence="medium",
)

# Libraries in a text: by name, or by a pattern.
_STEM = r"(?<![\w.+-])(lib[\w.+-]*?)(?:\.so\b|\*)"
# And those that have a version.
_VERSIONED = r"(?<![\w.+-])(lib[\w.+-]*?)\.so[.$]"

# What makes two sets one: so many libraries in both, which are so much of the smaller set; and few are missing.
_SHARED = 4
_LIKENESS = 0.7
_MISSING = 2
# Characters at the end of a name that mostly tell it from others.
_END = 4
# Sibling scripts that are run to compare with.
_SIBLINGS = 4
# Scripts named after these differ on purpose: what one system brings along, the other does not.
_SYSTEM = (
    r"(?i)alpine|arch(?:linux)?(?![a-z])|centos|debian|ubuntu|fedora|rhel|rocky|alma|suse|amazon|(?<![a-z])(?:el|deb|rpm)\d*"
    r"(?![a-z])|linux|darwin|osx|mac|musl|glibc|arm|aarch64|x86|amd64|i\d86|32|64"
)


def check(context: Context) -> Iterator[Finding]:
    known = [one for one in context.packed if one.name.exact and not one.name.malformed]
    names = {one.name.base for one in known}
    found: list[Finding] = []
    if known:
        found += _scripts(known, len(names), context)
    if len(names) >= _SHARED:
        found += (*_branches(known, context), *_functions(known, context))
    if context.speaks_of(("lib32",)):
        found += _links(context)
    if any(_repeats(script.source.text) for script in context.plan.scripts):
        found += _lists(context)
    yield from once(found)


def _repeats(text: str) -> bool:
    """Whether there may be two lists of the same libraries: so many ends of names stand there again."""
    ends = [piece[-_END:] for piece in text.split(".so.")[:-1]]
    return len(ends) - len(set(ends)) >= _SHARED


def _lists(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.parallel_lists import lacking

    for one in lacking(context):
        yield RULE.finding(
            one.place,
            f"this list of libraries has no `{one.name}`, which the one in line {one.there.line} has among the same",
            label="behind this one",
            related=(Label(one.there, "here it is"),),
            help="add it; if it is not needed here, say so with an ignore comment",
            level="" if one.sure else "note",
        )


def _links(context: Context) -> Iterator[Finding]:
    from lintpack.rules.parts.forgotten_link import forgotten_links

    for one in forgotten_links(context):
        yield RULE.finding(
            one.place,
            f"packs `{one.library}`, but not the link `{one.link}` to it that `{one.sibling}` makes",
            label="no such link",
            related=(Label(one.there, "made here"),),
            help=f"link `{one.link}` to it here as well",
        )


def _alike(left: Sequence[Packed], right: Sequence[Packed], others: int = 0) -> tuple[Packed, list[Packed]] | None:
    """The last library in both, and those that only the right set has, if the sets are one but for these. What has no
    version is the project's own, and often of one program only. `others`: how many more the two have in common."""
    if min(len(left), len(right)) + others < _SHARED:
        return None
    from lintpack.evidence.neighbours import compare

    found = compare(left, right)
    shared = len(found.shared) + others
    if not found.shared or shared < _SHARED or shared < _LIKENESS * (shared + min(len(found.left), len(found.right))):
        return None
    folders = {one.folder for _, one in found.shared}
    missing = [one for one in found.right if one.name.suffix and one.folder in folders]
    if not missing or len(missing) > _MISSING:
        return None
    return found.shared[-1][0], missing


def _scripts(known: list[Packed], names: int, context: Context) -> Iterator[Finding]:
    """pack_tools.sh beside pack_server.sh."""
    beside = [source for source in context.neighbours if _has_another(source.text, context)]
    if not beside or context.repository is None:
        return
    from lintpack.rules.parts.loose import loose

    others = loose(context.plan)
    if names + len(others) < _SHARED:
        return
    own = "\n".join(re.sub(r"(?m)(?:^|(?<=\s))#.*$", "", script.source.text) for script in context.plan.scripts)
    for plan in _siblings(own, beside, context.plan.path, context.repository):
        from lintpack.rules.shared.packed import packed

        theirs = loose(plan)
        both = [one for name, one in others.items() if name in theirs]
        found = _alike(known, packed(plan), len(both))
        if found is None:
            continue
        last, missing = found
        missing = [one for one in missing if one.name.base + ".so" not in own and not _taken(one, others.values())]
        if missing:
            # The last of the set may be a pattern: where it stands is where the missing one belongs.
            later = [one for one in both if one.folder == last.folder and one.origin.number > last.origin.number]
            place = written_at(later[-1].origin) if later else None
            other = _systems(plan.path) != _systems(context.plan.path) or _installs_more(plan, own)
            level = "note" if other else ""
            yield _finding(last, missing, f"`{plan.scripts[0].source.path}`", context, plan, level, place)


# `apt-get install -y libfoo1 libbar2`: all that is installed.
_INSTALLS = r"\b(?:apt(?:-get)?|(?:micro)?dnf|yum|zypper|apk)[ \t][^\n;&|#]*?\b(?:install|add|in)[ \t]([^\n;&|#]*)"


def _installs_more(sibling: Plan, own: str) -> bool:
    """Whether the sibling, like this script (of which this is the text), prepares the machine that it takes libraries
    from, and installs packages there that this one does not."""
    mine = _installed(own)
    theirs = _installed("\n".join([script.source.text for script in sibling.scripts])) if mine else set()
    return not theirs <= mine


def _installed(text: str) -> set[str]:
    lists = re.findall(_INSTALLS, text.replace("\\\n", " "))
    return {word for words in lists for word in words.split() if not word.startswith("-")}


def _systems(path: str) -> set[str]:
    return {word.lower() for word in re.findall(_SYSTEM, path.rpartition("/")[2])}


def _taken(one: Packed, others: Iterable[Loose]) -> bool:
    """Whether a pattern of this script takes the library as well."""
    from fnmatch import fnmatchcase

    return any(other.folder == one.folder and fnmatchcase(one.name.text, other.name) for other in others)


def _has_another(text: str, context: Context) -> bool:
    """Whether a text may have a library with a version that no command of this script's text has: most have none, and
    the patterns would have to go through all of it and of this script."""
    return text.count("lib") >= _SHARED and any(
        text[end : end + 1] in (".", "$") and not _commanded(text[start:end], context)
        for start, end in libraries_in(text)
    )


def _commanded(word: str, context: Context) -> bool:
    """Whether this script's text has `word` on a line with no `#` before it."""
    for script in context.plan.scripts:
        text = script.source.text
        at = text.find(word)
        while at >= 0:
            if "#" not in line_before(text, at):
                return True
            at = text.find(word, at + 1)
    return False


def _siblings(own: str, beside: list[Source], path: str, repository: Repository) -> Iterator[Plan]:
    """The plans of scripts beside this one whose text has most of the same libraries, and another one's version."""
    stems = set(re.findall(_STEM, own))
    chosen = []
    for source in beside:
        theirs = set(re.findall(_STEM, source.text))
        shared = len(stems & theirs)
        alike = shared >= _SHARED and shared >= _LIKENESS * min(len(stems), len(theirs))
        if alike and any(stem + ".so" not in own for stem in re.findall(_VERSIONED, source.text)):
            chosen.append(source.path)
    if not chosen:
        return
    from lintpack.script import interpret

    folder = path.rpartition("/")[0]
    for shown in chosen[:_SIBLINGS]:
        name = shown.rpartition("/")[2]
        path = f"{folder}/{name}" if folder else name
        if repository.read(path) is not None:
            yield interpret(path, repository)


def _branches(known: list[Packed], context: Context) -> Iterator[Finding]:
    """`case $distro in …`, each arm with its list. With two arms it is a note: they differ for good reasons too."""
    conditions: dict[int, dict[int, list[Packed]]] = {}
    for one in known:
        for choice in one.when:
            conditions.setdefault(choice.condition, {}).setdefault(choice.branch, []).append(one)
    for branches in conditions.values():
        if len(branches) < 2:
            continue
        for number, mine in branches.items():
            others = [packed for rank, packed in branches.items() if rank != number]
            found = [alike for other in others if (alike := _alike(mine, other)) is not None]
            if len(found) < len(others):
                continue
            last, missing = found[0]
            everywhere = [
                one for one in missing if all(any(o.name.same_library(one.name) for o in other) for other in others)
            ]
            outside = [one for one in known if one not in mine and all(one not in other for other in others)]
            everywhere = [one for one in everywhere if not any(o.name.same_library(one.name) for o in outside)]
            if everywhere:
                level = "" if len(others) > 1 else "note"
                yield _finding(last, everywhere, "each other branch", context, context.plan, level)


def _functions(known: list[Packed], context: Context) -> Iterator[Finding]:
    """`install_server`, `install_local`: a note, since what is installed differs."""
    inside = [one for one in known if _by_function(one)]
    if len(inside) < _SHARED:
        return
    from lintpack.evidence.neighbours import function

    groups: dict[tuple[str, str], list[Packed]] = {}
    for one in inside:
        if function(one)[1]:
            groups.setdefault(function(one), []).append(one)
    for name, mine in groups.items():
        for other, theirs in groups.items():
            if name == other or (found := _alike(mine, theirs)) is None:
                continue
            last, missing = found
            missing = [one for one in missing if not any(o.name.same_library(one.name) for o in known if o in mine)]
            called = {frame.name for one in mine for frame in one.origin.calls}
            if missing and other[1] not in called:
                yield _finding(last, missing, f"`{other[1]}`", context, context.plan, "note")


def _by_function(one: Packed) -> bool:
    """Whether a function may name the library: not where the script itself calls one that only passes the name on."""
    calls = one.origin.calls
    return bool(calls) and (len(calls) > 1 or written_at(one.origin) is not calls[0].place)


def _finding(
    last: Packed, missing: list[Packed], who: str, context: Context, plan: Plan, level: str, place: Place | None = None
) -> Finding:
    from lintpack.evidence.neighbours import site

    names = list(dict.fromkeys(one.name.text for one in missing))
    first = missing[0]
    if place is None:
        place = find_name(last.name.text, last.origin, context.plan)
    return RULE.finding(
        place,
        f"packs the same libraries as {who} does, but not {listed(names)}",
        label="the last of the set",
        related=(
            Label(find_name(first.name.text, first.origin, plan), "not packed with the set above"),
            *((Label(site(last), "here"),) if site(last).source is not place.source else ()),
        ),
        help="pack it as well; if it is not needed here, say so with an ignore comment",
        level=level,
    )
