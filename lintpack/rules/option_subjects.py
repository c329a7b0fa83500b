"""What the rule about options is about (see `subjects`): words that say yes or no, and values of options."""

from __future__ import annotations

from lintpack.rules.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

# What says yes or no, in any spelling of it.
SAYING = frozenset("yes no true false on off 1 0 y n t f".split())
_TESTS = (" = ", " == ", " != ", " -eq ", " -ne ")
# Characters in which a clause of options ends.
_CLAUSE = 300


def options(context: Context) -> bool:
    """Scripts that test a variable for a word which it never holds, or take an option for its own value."""
    return any(
        True for script in context.plan.scripts for find in (own_values, odd_tests) for _ in find(script.source.text)
    )


def own_values(text: str) -> Iterator[int]:
    """Where `=$1` stands first in a clause `-l|--libdir)`, and the arguments are shifted behind it."""
    if "shift" not in text:
        return
    for sign in ("=$1", '="$1"', "=${1}", '="${1}"'):
        at = text.find(sign)
        while at >= 0:
            end = at + len(sign)
            if text[end : end + 1] in ("\n", ";", " ") and "shift" in text[end : end + _CLAUSE]:
                clause = text[text.rfind(";;", 0, at) + 2 : at]
                head, bracket, body = clause.rpartition(")")
                if bracket and "$" not in body and "shift" not in body and head.rpartition("\n")[2].lstrip()[:1] == "-":
                    yield at
            at = text.find(sign, end)


def odd_tests(text: str) -> Iterator[tuple[int, int, str, str, tuple[str, ...]]]:
    """Tests that compare a variable with a word for yes or no, where all that the script gives it are other such words:
    where the test begins and ends, the variable, the word, and what it holds."""
    known: dict[str, tuple[str, ...]] = {}
    for sign in _TESTS:
        for start, line in lines_with(sign, text):
            if "[" not in line and "test " not in line:
                continue
            before, _, after = line.partition(sign)
            opened = max(before.rfind("["), before.rfind("test "), before.rfind(" -a "), before.rfind(" -o "))
            left = before[opened:].rpartition(" ")[2].strip("\"'")
            right = after.split("]", 1)[0].split(None, 1)[0].rstrip(";") if after.split("]", 1)[0].split() else ""
            word = right.strip("\"'")
            name = left.lstrip("$").strip("{}")
            if left[:1] != "$" or word.lower() not in SAYING or not name.isidentifier():
                continue
            if name not in known:
                known[name] = _held(name, text)
            values = known[name]
            if len(values) > 1 and word not in values:
                yield start + len(before) - len(before[opened:]), start + len(before + sign + right), name, word, values


def _held(name: str, text: str) -> tuple[str, ...]:
    """The words for yes and no that a variable may hold, where assignments say all of it; else nothing."""
    found: list[str] = []
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            line = text[text.rfind("\n", 0, at) + 1 : at]
            if before == "$" or (before == "{" and after == "}"):
                pass
            elif after == "=" and before in ("", " ", "\t", "\n", ";", ")"):
                stop = next((n for n in range(end + 1, len(text)) if text[n] in " \t\n;)&|"), len(text))
                value = text[end + 1 : stop].strip("\"'")
                if value.lower() not in SAYING:
                    return ()
                found.append(value)
            elif not ("#" in line or line.split()[-1:] == ["export"]):
                return ()
        at = text.find(name, end)
    return tuple(dict.fromkeys(found))
