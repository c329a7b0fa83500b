"""Lines that find refuses: a folder behind a test, a test without its dash, an `-exec` without an end.

find -type f /usr/lib -name '*.so*'            paths must precede expression
find build name '*.so*'                        the same, for `name`
find build -name '*.so*' -exec cp {} out ;     the `;` is the shell's: missing argument to `-exec'
"""

from __future__ import annotations

from lintpack.bash.tree import SimpleCommand, Word
from lintpack.bash.walk import each
from lintpack.patterns import compiled
from lintpack.rules.gates.find_subjects import FIND_NONE, FIND_ONE, find_doubtful
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

    # The word, what is wrong, the label and the help.
    _Slip = tuple[Word, str, str, str]

_RUNS = frozenset(("-exec", "-execdir", "-ok", "-okdir"))
# What these lines have to do with.
_SUBJECT = r"\.so\b|\.dylib|\blib|LIB"
# A word that is one path or one name for certain, whatever the variables in it hold.
_PLAIN = r"[\"']?(?:\$\{?\w+\}?[\"']?/|[\w./*])[^$`]*|\$\{?\w*(?:DIR|PATH|ROOT|PREFIX|HOME|dir|path|root|prefix)\}?"
_QUOTED = r"[\"']?\$\{?\w+\}?[\"']?(?:/[^\s]*)?"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        if not find_doubtful(text):
            continue
        for command in each(script.tree, SimpleCommand):
            slip = _slip(command, text)
            if slip is not None:
                word, says, label, right = slip
                yield rule.finding(script.source.place(word.start, word.end), says, label=label, help=right)


def _slip(command: SimpleCommand, text: str) -> _Slip | None:
    words = [word for word in command.words if isinstance(word, Word)]
    if len(words) != len(command.words):
        return None
    while len(words) > 1 and words[0].raw in ("sudo", "command", "env", "exec"):
        words = words[1:]
    if len(words) < 3 or words[0].raw.rpartition("/")[2] != "find":
        return None
    if not compiled(_SUBJECT).search(text[command.start : command.end]):
        return None
    at, last = 1, len(words)
    # Paths, behind options of its own.
    while at < last and (
        not _opens(words[at].raw) or words[at].raw in ("-H", "-L", "-P", "-X", "-x", "-s", "-E", "-d")
    ):
        if words[at].raw in _BARE and at + 1 < last:
            return _dash(words[at])
        at += 1
    begun = at
    while at < last:
        word = words[at]
        raw = word.raw
        if raw[:1] != "-":
            if raw in _SIGNS:
                at += 1
                continue
            return _operand(word, words[begun], begun == 1)
        if raw in _ACTS and (either := _either(words, begun, at)):
            says = f"`{raw}` binds closer than `-o`: what `{either.raw}` finds is passed over"
            return word, says, "of the last alternative only", "put `\\( … -o … \\)` around the tests"
        if raw in _RUNS:
            end = next((n for n in range(at + 1, last) if _ends(words, n)), 0)
            if not end:
                return _endless(word, words, text)
            at = end + 1
        elif raw in FIND_ONE or raw[:6] == "-newer":
            at += 2
        elif raw == "-fprintf":
            at += 3
        elif raw in FIND_NONE or raw[:2] == "-O":
            at += 1
        else:
            return _unknown(word, raw[1:])
    return None


def _either(words: list[Word], begun: int, at: int) -> Word | None:
    """The first of the names in `-name a -o -name b ACTION`, where there is no more than that before the action."""
    raws = [word.raw for word in words[begun:at]]
    # Tests that come before hold for the first name only, too.
    names = [n for n, raw in enumerate(raws) if raw in _NAMES]
    if len(names) < 2 or any(raw in _SIGNS or raw in FIND_NONE - _OR for raw in raws) or _RUNS.intersection(raws):
        return None
    between = [raws[n - 1] for n in names[1:]]
    return words[begun + names[0] + 1] if all(raw in _OR for raw in between) else None


_ACTS = frozenset(("-exec", "-execdir", "-ok", "-okdir", "-delete", "-print0", "-printf", "-fprint", "-print", "-ls"))
_NAMES = frozenset(("-name", "-iname", "-path", "-regex", "-iregex", "-wholename"))
_OR = frozenset(("-o", "-or"))
_BARE = ("name", "iname", "type", "maxdepth", "path")
_SIGNS = frozenset(("!", "(", ")", "\\(", "\\)", "\\!", "'('", "')'", '"("', '")"', "'!'", '"!"', ","))
_TYPES = frozenset("fdlbcps")
# Tests of so few letters are a slip away from too much.
_SHORT = 4


def _opens(raw: str) -> bool:
    """Whether a word opens the expression."""
    return raw[:1] == "-" or raw in _SIGNS


def _ends(words: list[Word], at: int) -> bool:
    raw = words[at].raw.strip("\"'").lstrip("\\")
    return raw == ";" or (raw == "+" and words[at - 1].raw.strip("\"'") == "{}") or (raw[:1] == "$" and "@" in raw)


def _dash(word: Word) -> _Slip:
    return (
        word,
        f"find takes `{word.raw}` for a folder to search: the test is `-{word.raw}`",
        f"`-{word.raw}`?",
        f"write `-{word.raw}`",
    )


def _operand(word: Word, first: Word, none_before: bool) -> _Slip | None:
    raw = word.raw
    if f"-{raw}" in FIND_ONE:
        says = f"find stops at `{raw}`, which is no test: `-{raw}` was meant"
        return word, says, f"`-{raw}`?", f"write `-{raw}`"
    if not compiled(rf"(?:{_PLAIN})\Z|{_QUOTED}/\S*\Z").match(raw):
        return None
    says = f"find stops at `{raw}`: the folders to search come before the first test, `{first.raw}`"
    if none_before:
        return first, says, f"stands before `{raw}`", "put the folders right behind `find`"
    return word, says, "paths must precede the expression", "put it before the tests"


def _endless(word: Word, words: list[Word], text: str) -> _Slip | None:
    last = words[-1]
    # A `;` of the shell's ends the line before find sees it; what a variable or a list holds may end in one.
    if "$" in last.raw and last.raw.strip("\"'")[:1] == "$" and "/" not in last.raw:
        return None
    glued = last.raw.endswith(("\\;", "';'", '";"'))
    if glued:
        says = f"find misses the end of `{word.raw}`: `\\;` has to be a word of its own, and is a part of `{last.raw}`"
        return last, says, "a blank before `\\;`", "put a blank before `\\;`"
    if last.raw == "+":
        return None
    ended = text[last.end :].lstrip(" \t")[:1] == ";"
    says = f"find misses the end of `{word.raw}`" + (": the shell takes this `;` for its own" if ended else "")
    return word, says, "no `\\;`", "end it in `\\;`, or in `{} +`"


def _unknown(word: Word, name: str) -> _Slip | None:
    if not name.isalnum():
        return None
    # `-typef`, `-maxdepth1`.
    joined = next((one for one in ("type", "maxdepth", "mindepth") if name.startswith(one)), "")
    rest = name[len(joined) :]
    if joined and (rest.isdigit() or rest in _TYPES):
        right = f"-{joined} {rest}"
    else:
        known = sorted(FIND_ONE | FIND_NONE | _RUNS)
        right = next((one for one in known if len(one) > _SHORT and slip_kind(name, one[1:])), "")
    if not right:
        return None
    return word, f"find knows no `{word.raw}`, and stops: `{right}` was meant", f"`{right}`?", f"write `{right}`"
