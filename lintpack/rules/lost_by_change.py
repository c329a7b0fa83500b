"""What the script packed or told the loader at the base (`--base`; HEAD while a commit is made), and does not now."""

from __future__ import annotations

from fnmatch import fnmatchcase

from lintpack.rules.rule import Rule
from lintpack.rules.shared.made_names import pattern, takes
from lintpack.rules.shared.packed import gathered
from lintpack.rules.shared.wording import find_name
from lintpack.script import texts
from lintpack.script.plan import Export, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.packed import Packed
    from lintpack.script.plan import Plan
    from lintpack.source import Place, Source

RULE = Rule(
    code="LP116",
    name="lost-by-change",
    summary="This change loses a library, or a folder of the loader's, that the script had before.",
    level="error",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    if not context.base:
        return
    before = context.evidence.plan_before()
    if before is None or _same(before, context.plan):
        return
    yield from gathered(_libraries(context))
    yield from _folders(before, context)


def _same(before: Plan, now: Plan) -> bool:
    old, new = ([script.source.text for script in plan.scripts] for plan in (before, now))
    return old == new


# --- libraries


def _libraries(context: Context) -> Iterator[Finding]:
    before = [one for one in context.evidence.before if one.name.exact and not one.name.malformed]
    lost = [one for one in before if not _still(one, context)]
    gained = [one for one in context.packed if not any(one.name.same_library(old.name) for old in before)]
    seen: set[str] = set()
    for one in lost:
        if one.name.base in seen:
            continue
        seen.add(one.name.base)
        yield _lost(one, before, lost, gained, context)


def _still(one: Packed, context: Context) -> bool:
    """Whether the library is packed now, under any name, by a pattern or with its folder."""
    name = one.name
    for now in context.packed:
        if now.name.same_library(name):
            return True
        if not now.name.exact and fnmatchcase(name.text, pattern(now.name.text)):
            return True
    folders = {one.folder, f"{one.folder}/"}
    return any(
        takes(transfer, folder, (name.text, name.link_name))
        for transfer in context.each(Transfer)
        for folder in folders
    )


def _lost(one: Packed, before: list[Packed], lost: list[Packed], gained: list[Packed], context: Context) -> Finding:
    from lintpack.evidence.neighbours import RELATIONS, related

    name = one.name.text
    where = find_name(name, one.origin, context.evidence.plan_before() or context.plan)
    place, replaced = _now(where, context)
    close = RELATIONS.index("block")
    block = [old for old in before if (found := related(one, old)) and RELATIONS.index(found) <= close]
    spoken = _spoken_of(one, context)
    level, confidence, note = "warning", "medium", "the line is gone, and nothing of it is left"
    if spoken:
        level, confidence, note = "", "", spoken
    elif len(block) > 1 and all(old in lost for old in block):
        level, note = "note", "with all that was packed beside it"
    elif replaced and gained:
        level, note = "note", f"`{gained[0].name.text}` came instead"
    elif replaced:
        level, confidence, note = "", "", "the line was changed, and packs less than before"
    return RULE.finding(
        place,
        f"`{name}` was packed at `{context.base}`, and is not packed now",
        label="it was here",
        notes=(note,),
        help="if that is meant, say so in the message of the commit; an ignore comment would outlive its reason",
        level=level,
        confidence=confidence,
    )


def _spoken_of(one: Packed, context: Context) -> str:
    """Who still counts on the library: this script, or one beside it."""
    own = [script.source for script in context.plan.scripts]
    for source in (*own, *context.neighbours):
        at = source.text.find(one.name.base + ".so")
        if at >= 0:
            line = source.position(at)[0]
            if not source.line(line).lstrip().startswith("#"):
                return f"`{source.path}` still speaks of it, in line {line}"
    return ""


def _now(where: Place, context: Context) -> tuple[Place, bool]:
    """Where a place of the base is now: the changed lines, or the line before the removed ones; and whether other lines
    stand there now."""
    from lintpack.evidence.git import hunks

    path = where.path.rpartition("@")[0] or where.path
    scripts = [script.source for script in context.plan.scripts]
    entry = scripts[0]
    names = {source.path: source for source in scripts}
    source = names.get(context.repository.display(path) if context.repository is not None else path, entry)
    line = where.line
    shift = 0
    for hunk in hunks(where.source.text, source.text):
        (old, old_count), (new, new_count) = hunk.old, hunk.new
        if old <= line < old + old_count:
            if new_count:
                return _lines(source, min(new + line - old, new + new_count - 1)), True
            return _lines(source, new - 1), False
        if old + old_count <= line:
            shift = new + new_count - old - old_count
    return _lines(source, line + shift), True


def _lines(source: Source, number: int) -> Place:
    """The text of a line, or of the first before it that has any."""
    number = max(1, number)
    while number > 1 and not source.line(number).strip():
        number -= 1
    text = source.line(number)
    start = sum(len(line) + 1 for line in source.text.split("\n")[: number - 1])
    return source.place(start + len(text) - len(text.lstrip()), start + len(text))


# --- folders


def _folders(before: Plan, context: Context) -> Iterator[Finding]:
    """Elements of LD_LIBRARY_PATH that are gone, beyond those that others came for."""
    old, new = _elements(before), _elements(context.plan)
    for name, was in old.items():
        now = new.get(name)
        if not now:
            continue
        lost = [element for element in was if element not in now]
        gained = [element for element in now if element not in was]
        for element in gained:
            if lost:
                lost.remove(_likest(element, lost))
        for element in lost:
            where = was[element]
            place, _ = _now(where, context)
            yield RULE.finding(
                place,
                f"`{element}` was in {name} at `{context.base}`, and is not now",
                label="without it",
                notes=("what is found only there is not found any more, or somewhere else",),
                help="put it back, or pack its libraries elsewhere",
            )


def _elements(plan: Plan) -> dict[str, dict[str, Place]]:
    """The folders that each variable is given, as shown, and where."""
    found: dict[str, dict[str, Place]] = {}
    for effect in plan.effects:
        if isinstance(effect, Export) and effect.name in ("LD_LIBRARY_PATH", "LD_PRELOAD") and effect.value:
            for text, _ in texts.alternatives(effect.value, effect.origin.when):
                for part in texts.split(text, ":"):
                    shown = texts.shown(part)
                    if shown and effect.name not in shown:
                        found.setdefault(effect.name, {}).setdefault(shown, effect.origin.place)
    return found


def _likest(element: str, others: list[str]) -> str:
    from difflib import SequenceMatcher

    return max(others, key=lambda other: SequenceMatcher(None, element, other).ratio())
