"""LP139: tests whose answer is the same whatever the variable holds, before what packs or loads.

if [ -n $EXTRA ]; then export LD_LIBRARY_PATH=$EXTRA/lib; fi       where EXTRA is empty the test is `[ -n ]`: true
lib=$(find /usr/lib -name 'libz.so.1'); if [ -f $lib ]; then …     the same, where nothing is found
[ -z "x$LD_LIBRARY_PATH" ]; [ "$MODE"="bundle" ]                   one word that is never empty
"""

from __future__ import annotations

from lintpack.patterns import re
from lintpack.rules.gates.idle_subjects import idle_tests
from lintpack.rules.shared.loader import NAMES
from lintpack.script import texts
from lintpack.script.plan import Export, Link, RunPath, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import Effect
    from lintpack.source import Place

_OURS = r"\b(?:LD_LIBRARY_PATH|LD_PRELOAD|DYLD_\w+)=|\bunset [^\n]*LD_|\b(?:cp|mv|ln|install)\b[^\n]*\.so\b|\bpatchelf "
# What may print nothing.
_SEARCHES = (
    r"=[\"']?(?:\$\(|`)[ \t]*(?:\w+=\S+[ \t]+)*(?:sudo[ \t]+)?"
    r"(?:find|locate|whereis|which|type|command|ldconfig|ldd|ls|grep)\b"
)


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    tests: list[tuple[Place, str, str]] = []
    for script in context.plan.scripts:
        source = script.source
        for start, end, kind, name in idle_tests(source.text):
            if kind != "file" or _may_be_nothing(name, source.text):
                tests.append((source.place(start, end), kind, name))
    told = set()
    for place, kind, name in tests:
        # What has one answer whatever the values, no condition stands for in the plan.
        if kind in ("joined", "letters") and re.search(_OURS, governed(place)):
            told.add(place)
            yield _finding(place, kind, name, rule)
    for effect in context.plan.effects:
        for guard in effect.origin.guards:
            for place, kind, name in tests:
                if place.source is not guard.place.source or place in told:
                    continue
                if guard.place.start <= place.start < guard.place.end and _ours(effect):
                    told.add(place)
                    yield _finding(place, kind, name, rule)


def governed(place: Place) -> str:
    """What stands on the line behind the test and, of an `if`, all up to its end."""
    text = place.source.text
    line = text[text.rfind("\n", 0, place.start) + 1 : place.start]
    end = text.find("\nfi" if re.match(r"[ \t]*(?:el)?if\b", line) else "\n", place.end)
    return text[place.end : end if end >= 0 else len(text)]


def _may_be_nothing(name: str, text: str) -> bool:
    """Whether all that gives the variable a value is a search, which may find nothing."""
    given = re.findall(rf"(?m)^[ \t]*(?:local[ \t]+|export[ \t]+)?{name}(=[^\n]*)", text)
    return bool(given) and all(re.match(_SEARCHES, one) and "||" not in one for one in given)


def _ours(effect: Effect) -> bool:
    if isinstance(effect, Export):
        return effect.name in NAMES
    if isinstance(effect, Transfer):
        return ".so" in texts.shown(effect.source) or ".so" in texts.shown(effect.destination)
    if isinstance(effect, Link):
        return ".so" in texts.shown(effect.target) or ".so" in texts.shown(effect.path)
    return isinstance(effect, RunPath)


def _finding(place: Place, kind: str, name: str, rule: Rule) -> Finding:
    if kind in ("some", "file"):
        option = place.text.rpartition(" $")[0].rpartition(" ")[2]
        message = f"where `{name}` is empty this asks `[ {option} ]`, which is true"
        label, right = "always true", f'quote it: `[ {option} "${name}" ]`'
    elif kind == "joined":
        message = "without blanks around `=` this is one word, which is never empty"
        label, right = "always true", f'write blanks: `[ "${name}" = … ]`'
    else:
        message = f"the word has letters besides `${name}`, and is never empty"
        label, right = "always the same", f'write `"${name}"` alone, or compare with `= x`'
    return rule.finding(place, message, label=label, help=right)
