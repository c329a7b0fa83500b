"""Which conditions of a plan say whether a variable of the environment is empty."""

from __future__ import annotations

import re

from lintpack.rules.shared.libpath import inherited
from lintpack.rules.shared.loader import NAMES
from lintpack.script.plan import Export
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.rules.shared.libpath import Known
    from lintpack.script.plan import Guard, Plan
    from lintpack.script.values import Choices, Text


def emptiness(plan: Plan) -> Known:
    """For each of the loader's variables: the branch of a condition in which it is not empty."""
    found: dict[str, dict[int, int]] = {}
    seen: set[tuple[int, int]] = set()
    values: list[Text] = []
    for effect in plan.effects:
        for guard in effect.origin.guards:
            if (guard.condition, guard.branch) not in seen:
                seen.add((guard.condition, guard.branch))
                _guard(guard, found)
        if isinstance(effect, Export) and effect.value:
            values.append(effect.value)
    # A condition that no guard speaks of is one of a parameter expansion: `V=${V:-x}` leaves V as two alternatives.
    asked = {condition for condition, _ in seen}
    tested = [name for name in NAMES if any(_tested(name, script.source.text) for script in plan.scripts)]
    for value in values:
        _references(value, found, asked, 0, tested)
    return found


def _tested(name: str, text: str) -> bool:
    """Whether the text asks if the variable has a value, in a condition that no effect may hang on."""
    return any(
        f"{test} {quote}${brace}{name}" in text for test in ("-n", "-z") for quote in ('"', "") for brace in ("", "{")
    )


def _guard(guard: Guard, found: dict[str, dict[int, int]]) -> None:
    """`[ -n "$V" ]` and what else asks whether V is empty. The interpreter counts branch 0 and 1."""
    name = next((name for name in sorted(NAMES, key=len, reverse=True) if name in guard.shown), "")
    empty = re.fullmatch(_EMPTY_CASE, guard.shown) if name and guard.branch in (0, 1) else None
    if empty is not None and empty[1] == name:
        found.setdefault(name, {})[guard.condition] = 1 - guard.branch
    says = _nonempty(guard.shown, name) if name else None
    if says is not None:
        branch = guard.branch if says == guard.holds else 1 - guard.branch
        found.setdefault(name, {})[guard.condition] = branch


# `case "$V" in "")`, and one more branch.
_EMPTY_CASE = r"case \"?\$\{?(\w+)(?::?-)?\}?\"? in (?:\"\"|'')"


def _nonempty(shown: str, name: str) -> bool | None:
    """What a test says of the variable where it holds: True not empty, False empty, None something else."""
    variable = rf"\$\{{?{name}(?::?[-+][^}}]*)?\}}?"
    body = shown.strip().removeprefix("test ").strip("[] ")
    if "&&" in body:
        # `[[ -v V && -n $V ]]`: both speak of V.
        parts = [_nonempty(part, name) for part in body.split("&&")]
        return True if all(parts) else None
    says = True
    while body.startswith("!"):
        body, says = body[1:].strip(), not says
    if re.fullmatch(rf'-[nv]\s+"?(?:{variable}|{name})"?|"?{variable}"?', body):
        return says
    if re.fullmatch(rf'-z\s+"?{variable}"?', body):
        return not says
    counted = re.fullmatch(rf"\$\{{#{name}\}}\s*(-gt|-ne|-eq|>|!=|==?)\s*0|\$\{{#{name}\}}\s*-ge\s*1", body)
    if counted:
        return says == (counted[1] not in ("-eq", "=", "=="))
    compared = re.fullmatch(rf'"?([xX_]?){variable}\1?"?\s*(==?|!=)\s*(?:"\1"|\'\1\'|\1)', body)
    if compared:
        return says == (compared[2] == "!=")
    return None


def _references(text: Text, found: dict[str, dict[int, int]], asked: set[int], depth: int, tested: list[str]) -> None:
    """`${V:-x}` and `${V:+x}`: the condition that tells their alternatives apart; and `[ -n "$V" ] && list=$list:$V`,
    where the value is in one of them."""
    for piece in text:
        if not isinstance(piece, Reference) or depth > 20:
            continue
        match = re.match(r"\$\{([A-Z_]+)(:?[-+=])?", piece.shown) if piece.shown[:2] == "${" else None
        if match and match[1] in NAMES and (match[2] or _defaulted(piece, match[1])):
            for condition in _deciding(_ways(piece, match[1])):
                if condition not in asked:
                    found.setdefault(match[1], {}).setdefault(condition, 1)
        elif tested:
            _added(piece, found, asked, tested)
        for case in piece.alternatives:
            _references(case.text or (), found, asked, depth + 1, tested)


def _added(piece: Reference, found: dict[str, dict[int, int]], asked: set[int], tested: list[str]) -> None:
    """Where one of the loader's variables is put to another one in one of two branches, that is the one in which it is
    set."""
    if len(piece.alternatives) != 2 or piece.shown.strip("${}") in NAMES:
        return
    for name in tested:
        having = [case for case in piece.alternatives if any(inherited(part) == name for part in case.text or ())]
        deciding = _deciding([case.when for case in piece.alternatives]) - asked
        # Several conditions that always go the same way are one: `[ -n "$V" ]`, and what hangs on it.
        if len(having) == 1 and deciding:
            for choice in having[0].when:
                if choice.condition in deciding:
                    found.setdefault(name, {}).setdefault(choice.condition, choice.branch)


def _ways(piece: Reference, name: str) -> list[Choices]:
    """The choices of each alternative, and of those of the variable's own value inside."""
    found = []
    for case in piece.alternatives:
        found.append(case.when)
        for part in case.text or ():
            if isinstance(part, Reference) and part.shown.strip("${}") == name:
                found += _ways(part, name)
    return found


def _defaulted(piece: Reference, name: str) -> bool:
    """Whether `piece` is either the caller's value or something that has nothing of it, as `${V:-x}` gives."""
    own = [case.text for case in piece.alternatives if case.text and any(inherited(part) == name for part in case.text)]
    return len(own) == 1 and len(own[0]) == 1 and len(piece.alternatives) == 2


def _deciding(ways: Iterable[Choices]) -> set[int]:
    """The conditions that go both ways."""
    branches: dict[int, set[int]] = {}
    for when in ways:
        for choice in when:
            branches.setdefault(choice.condition, set()).add(choice.branch)
    return {condition for condition, taken in branches.items() if len(taken) > 1}
