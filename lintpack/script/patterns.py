"""Matching texts against glob patterns, as `case`, `[[ ]]` and `${name#pattern}` do (bash manual, 3.5.8.1).

A pattern is a text: its strings are literal, its wildcards are active, a hole in it may be anything. The subject
is a text without references (`texts.alternatives`). Answers are True, False, or None where holes make it uncertain.
"""

from __future__ import annotations

from lintpack.script import globs, texts
from lintpack.script.globs import ANY, Extended, TooLargeError
from lintpack.script.values import Hole, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.script.automaton import Automaton
    from lintpack.script.globs import Item, Items
    from lintpack.script.values import Piece, Text

_automata: dict[tuple[Items, bool], Automaton] = {}


def pattern_items(pattern: Text) -> tuple[Items, bool]:
    """What the pattern asks for, and whether that is sure: a hole or reference in it is taken for `*`."""
    items: list[Item] = []
    sure = True
    for piece in pattern:
        if isinstance(piece, str):
            items.append(piece)
        elif isinstance(piece, Wildcard):
            items.extend(globs.parse(piece.text))
        else:
            items.append(ANY)
            sure = False
    return tuple(items), sure


def _automaton(items: Items, fold: bool = False) -> Automaton:
    found = _automata.get((items, fold))
    if found is None:
        from lintpack.script.automaton import Automaton

        found = Automaton(items, fold)
        if len(_automata) < 2_000:
            _automata[items, fold] = found
    found.read = 0
    return found


def match(subject: Text, pattern: Text, fold: bool = False) -> bool | None:
    """Whether all of `subject` matches `pattern`. `fold`: letters match in either case."""
    if not fold and all(not isinstance(piece, Wildcard) for piece in pattern):
        return texts.same(subject, pattern)
    items, sure = pattern_items(pattern)
    if sure and items == (ANY,):
        return True
    characters = texts.known(subject)
    if characters is not None and not fold:
        quick = _quick(characters, items)
        if quick is not None:
            return quick if sure or not quick else None
    try:
        answer = _run(subject, _automaton(items, fold))
    except TooLargeError:
        return None
    return answer if sure or answer is False else None


def _quick(subject: str, items: Items) -> bool | None:
    """The answer for `text`, `text*`, `*text`, `*text*`; None for other patterns."""
    match items:
        case (str() as text,):
            return subject == text
        case (str() as text, None):
            return subject.startswith(text)
        case (None, str() as text):
            return subject.endswith(text)
        case (None, str() as text, None):
            return text in subject
    return None


def _run(subject: Text, automaton: Automaton) -> bool | None:
    states = {0}
    for piece in subject:
        states = _after(piece, states, automaton)
        if len(states) == 1 and automaton.dead(*states):
            return False
    return _verdict(states, automaton)


def _verdict(states: set[int], automaton: Automaton) -> bool | None:
    answers = {automaton.accepts(number) for number in states}
    return answers.pop() if len(answers) == 1 else None


def _after(piece: Piece, states: set[int], automaton: Automaton) -> set[int]:
    """The states that `piece` may lead to."""
    if isinstance(piece, str):
        for character in piece:
            states = {automaton.step(number, character) for number in states}
        return states
    if isinstance(piece, Wildcard):
        # What a pathname expansion found: it holds no slash.
        for item in globs.parse(piece.text):
            if isinstance(item, str):
                states = _after(item, states, automaton)
            elif item is ANY or isinstance(item, Extended):
                states = automaton.closure(states, "/")
            else:
                states = {automaton.step(number, c) for number in states for c in automaton.alphabet("/")}
        return states
    return automaton.closure(states)


# --- removal ---------------------------------------------------------------------------------------


def without_prefix(subject: Text, pattern: Text, longest: bool) -> Text | None:
    """`${subject#pattern}`, or `##` if `longest`; None where it cannot be told."""
    items, sure = pattern_items(pattern)
    if not sure:
        return None
    try:
        found = _prefix_end(subject, _automaton(items), longest)
    except TooLargeError:
        return None
    if found is None:
        return None
    piece, offset = found
    if not offset:
        return subject[piece:]
    first = subject[piece]
    return texts.normal((first[offset:], *subject[piece + 1 :])) if isinstance(first, str) else None


def without_suffix(subject: Text, pattern: Text, longest: bool) -> Text | None:
    """`${subject%pattern}`, or `%%` if `longest`; None where it cannot be told."""
    items, sure = pattern_items(pattern)
    if not sure:
        return None
    if not longest and subject and isinstance(subject[-1], Hole) and any(isinstance(item, str) for item in items):
        # The hole may end so, or not.
        return None
    try:
        found = _prefix_end(mirrored(subject), _automaton(_mirrored_items(items)), longest)
    except TooLargeError:
        return None
    if found is None:
        return None
    piece, offset = found
    kept = subject[: len(subject) - piece]
    if not offset:
        return kept
    last = kept[-1]
    return texts.normal((*kept[:-1], last[:-offset])) if isinstance(last, str) else None


def mirrored(subject: Text) -> Text:
    """The text backwards (holes and single wildcards are their own mirror as far as matching goes)."""
    return tuple([piece[::-1] if isinstance(piece, str) else piece for piece in reversed(subject)])


def _mirrored_items(items: Items) -> Items:
    return tuple([_mirrored_item(item) for item in reversed(items)])


def _mirrored_item(item: Item) -> Item:
    if isinstance(item, str):
        return item[::-1]
    if isinstance(item, Extended):
        return Extended(item.operator, tuple([_mirrored_items(pattern) for pattern in item.patterns]))
    return item


def _prefix_end(subject: Text, automaton: Automaton, longest: bool) -> tuple[int, int] | None:
    """Where the shortest or longest prefix that matches ends: number of a piece and offset in it, (0, 0) if none
    does. None where a hole makes it uncertain."""
    states = {0}
    best = (0, 0)
    doubt = False
    if _verdict(states, automaton) and not longest:
        return best
    for rank, piece in enumerate(subject):
        if isinstance(piece, str):
            for offset, character in enumerate(piece, 1):
                states = {automaton.step(number, character) for number in states}
                verdict = _verdict(states, automaton)
                if verdict:
                    best, doubt = ((rank, offset) if offset < len(piece) else (rank + 1, 0)), doubt and not longest
                    if not longest:
                        return None if doubt else best
                elif verdict is None:
                    doubt = True
                elif len(states) == 1 and automaton.dead(next(iter(states))):
                    return None if doubt else best
        else:
            without = "/" if isinstance(piece, Wildcard) else ""
            reached = automaton.closure(states, without)
            inside = {automaton.step(number, c) for number in reached for c in automaton.alphabet(without)}
            doubt = doubt or any(automaton.accepts(number) for number in inside)
            states = _after(piece, states, automaton)
            if _verdict(states, automaton):
                # Behind the hole it matches for sure, wherever it may have matched inside.
                best, doubt = (rank + 1, 0), doubt and not longest
                if not longest:
                    return None if doubt else best
    return None if doubt else best


# --- replacement -----------------------------------------------------------------------------------


def replaced(
    subject: str, pattern: Text, replacement: Callable[[str], str], where: str = "", everywhere: bool = False
) -> str | None:
    """`${subject/pattern/replacement}`: the longest match at the first place, at all places if `everywhere`,
    at the start or end where `where` is `#` or `%`. None where it cannot be told."""
    items, sure = pattern_items(pattern)
    if not sure:
        return None
    if not subject and items and where != "%":
        # An empty string is only matched by a pattern that starts with a star, or `*(…)`.
        first = items[0]
        if not (first is ANY or (isinstance(first, Extended) and first.operator == "*")):
            return ""
    try:
        if where == "#":
            end = _longest(subject, 0, _automaton(items))
            return subject if end is None else replacement(subject[:end]) + subject[end:]
        if where == "%":
            end = _longest(subject[::-1], 0, _automaton(_mirrored_items(items)))
            if end is None:
                return subject
            start = len(subject) - end
            return subject[:start] + replacement(subject[start:])
        return _replaced_inside(subject, items, replacement, everywhere)
    except TooLargeError:
        return None


def _replaced_inside(subject: str, items: Items, replacement: Callable[[str], str], everywhere: bool) -> str:
    if len(items) == 1 and isinstance(items[0], str):
        by = replacement(items[0])
        return subject.replace(items[0], by, -1 if everywhere else 1)
    automaton = _automaton(items)
    if not subject:
        return replacement("") if automaton.accepts(0) else ""
    out: list[str] = []
    at = 0
    while at < len(subject):
        end = _longest(subject, at, automaton)
        if end is None:
            out.append(subject[at])
            at += 1
            continue
        out.append(replacement(subject[at:end]))
        if not everywhere:
            at = end
            break
        if end == at:
            # Nothing matched here: it is replaced, and the character after it stays.
            out.append(subject[at])
            end += 1
        at = end
    return "".join(out) + subject[at:]


def _longest(subject: str, start: int, automaton: Automaton) -> int | None:
    """The end of the longest match that begins at `start`."""
    state = 0
    end = start if automaton.accepts(0) else None
    for at in range(start, len(subject)):
        state = automaton.step(state, subject[at])
        if automaton.accepts(state):
            end = at + 1
            if automaton.everything(state):
                return len(subject)
        elif automaton.dead(state):
            break
    return end
