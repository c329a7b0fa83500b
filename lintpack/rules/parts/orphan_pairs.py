"""LP115: a variable that is set and never read, beside one of nearly the same name that is read and never set, in a
script that packs or loads libraries; and one that is read once, nearly called as others are.

BUILD_IR="$2"; cp "$BUILD_DIR/libfoo.so.1" out/
"""

from __future__ import annotations

from lintpack.bash.tree import Parameter
from lintpack.bash.walk import each
from lintpack.findings import Edit, Fix, Label
from lintpack.patterns import re
from lintpack.rules.shared import set_names
from lintpack.rules.shared.unset_reads import GIVEN
from lintpack.rules.shared.variable_slips import near
from lintpack.rules.shared.wording import line_before
from lintpack.slips import beside, slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.source import Place

# What a line has to be about that reads the one or sets the other.
OURS = r"LD_|DYLD_|\.so\b|/lib|[lL](?:ib|IB)|rpath|patchelf|ldconfig|\bldd\b|\b(?:cp|mv|ln|install|rsync)\s"
_SHORT, _LONG, _NEVER_TWO = 4, 6, 10
# What others may read: what is exported, what a recipe's tool takes, what a file for others sets.
_HANDED = r"(?m)^[^#\n]*(?:\bexport|\bdeclare -\w*x\w*|\btypeset -\w*x\w*|\benv)\s[^\n;|&]*\b{0}\b"


def check(context: Context, rule: Rule, said: str) -> Iterator[Finding]:
    """`said`: the messages of what was found before."""
    assigned = set_names.assigned(context)
    reads = _reads(context)
    unset = [
        name
        for name in reads
        if name not in assigned
        and name not in GIVEN
        and not name.startswith(("LD_", "DYLD_"))
        and f"`{name}`" not in said
        and set_names.only_read(name, context)
    ]
    if not unset:
        return
    texts = [script.source.text for script in context.plan.scripts]
    spare = [name for name in assigned if never_read(name, texts)]
    for name in unset:
        meant = next((one for one in spare if _pair(one, name) and not _handed_on(one, name, texts)), "")
        if meant and f"`{meant}`" not in said and _ours([*reads[name], *_all_of(setting(meant, context))]):
            if wrongly_set(meant, name, texts):
                yield from at_the_setting(meant, name, reads[name][0], context, rule)
            else:
                yield from _at_the_reading(name, meant, reads[name][0], context, rule)
        elif not meant and len(reads[name]) == 1:
            other = near(name, [one for one in assigned if len(reads.get(one, ())) > 1])
            if other and not _beside(name, other, texts):
                yield from _at_the_reading(name, other, reads[name][0], context, rule)


def _reads(context: Context) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for script in context.plan.scripts:
        for node in each(script.tree, Parameter):
            if (
                node.name.isidentifier()
                and node.form in ("", "length")
                and node.operator[-1:] not in ("-", "=", "?", "+")
            ):
                found.setdefault(node.name, []).append(script.source.place(node.start, node.end))
    return found


def _pair(one: str, other: str) -> bool:
    """Whether two names are one but for a slip of the hand."""
    kind = slip_kind(one, other)
    if not kind or min(len(one), len(other)) < _SHORT or one.replace("_", "") == other.replace("_", ""):
        return False
    if one.lower() == other.lower():
        # `lib` and `LIB` are two; `fILE` and `FILE` are not.
        return not (one.isupper() or one.islower()) or not (other.isupper() or other.islower())
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    letters = one[at : at + 1] + other[at : at + 1]
    if any(letter.isdigit() for letter in letters):
        return False
    if kind == "replaced" and (not at or len(one) < _LONG):
        return at > 0 and beside(one[at].lower(), other[at].lower())
    # A plural, or one of two.
    return kind in ("replaced", "swapped") or at not in (len(one), len(other)) or letters not in ("s", "S", "_")


def _handed_on(name: str, read: str, texts: list[str]) -> bool:
    """Whether others may read the variable. One that is exported under a long name is hardly another than the one that
    is read: no two programs ask for `TX8_DEP_ROOT` and `TX8_DEPS_ROOT`."""
    one = len(name) >= _NEVER_TWO and slip_kind(name, read) != "replaced"
    return not one and any(re.search(_HANDED.format(name), text) for text in texts)


def _beside(name: str, other: str, texts: list[str]) -> bool:
    """Whether two names that stand in one line are two variables."""
    return any(
        name in line and re.search(rf"\b{other}\b", line) for text in texts for line in text.split("\n")
    ) and slip_kind(name, other) not in ("swapped", "doubled")


def _ours(places: list[Place]) -> bool:
    return any(re.search(OURS, _line(place)) for place in places)


def _line(place: Place) -> str:
    text = place.source.text
    return line_before(text, place.start) + text[place.start :].partition("\n")[0]


def _all_of(place: Place | None) -> list[Place]:
    return [] if place is None else [place]


# Words that names of variables are made of.
_USUAL = frozenset(
    "arch base bin build cache conf config dest dir dirs dist file files flags folder home host install lib libs list"
    " machine name names out output package path paths pkg plugin plugins prefix project release root script source src"
    " suffix target temp tmp tool tools type url usr version work".split()
)
# Not what a tool says for the shell: `eval "$(pyenv init -)"`.
_SAID_BY_A_TOOL = r"[ \t]+\"?\$\([\w.]+ [\w. -]+\)\"?[ \t]*$"
_HANDS_ALL_ON = rf"(?m)^[^#\n]*(?:\bset -[a-z]*a|\bset -o allexport|\beval\b(?!{_SAID_BY_A_TOOL})|\$\{{!)|\benvsubst\b"


def never_read(name: str, texts: list[str]) -> bool:
    """Whether all that the texts have of a name is that it is given a value."""
    given = rf"(?<![\w$.{{-]){name}(?=\+?=)|\bfor[ \t]+{name}(?=\s)|\bread\b[^\n;|&<$]*\b{name}\b"
    return not any(re.search(rf"\b{name}\b", re.sub(given, "", one)) or re.search(_HANDS_ALL_ON, one) for one in texts)


def wrongly_set(given: str, read: str, texts: list[str]) -> bool:
    """Whether it is the name that is set which is the slip: the other one is read again, or is made of words that the
    script has elsewhere."""
    text = "\n".join(texts)
    if len(re.findall(rf"\$\{{?[#!]?{read}\b", text)) > 1:
        return True
    rest = re.sub(rf"\b(?:{given}|{read})\b", "", text)

    def strange(name: str) -> int:
        words = [word for word in name.lower().split("_") if len(word) > 1 and word not in _USUAL]
        return sum(1 for word in words if not re.search(rf"(?i)(?<![a-z]){word}(?![a-z])", rest))

    return strange(given) > strange(read)


def at_the_setting(wrong: str, name: str, read: Place, context: Context, rule: Rule) -> Iterator[Finding]:
    place = setting(wrong, context)
    if place is None:
        return
    yield rule.finding(
        place,
        f"nothing reads `{wrong}`, and nothing sets `{name}`, which the script reads",
        label="never read",
        related=(Label(read, "always empty"),),
        help=f"use one name, `{name}` perhaps",
        fixes=(Fix(f"rename it to `{name}`", "display", (Edit(place, name),)),),
        level="warning",
        confidence="medium",
    )


def setting(name: str, context: Context) -> Place | None:
    """Where a variable gets its value first."""
    pattern = rf"(?m)(?:^|[\s;(]){name}(?=\+?=)|\bfor[ \t]+{name}(?=\s)|\bread\b[^\n;|&<]*\b{name}\b"
    for script in context.plan.scripts:
        match = re.search(pattern, re.sub(r"(?m)^[ \t]*#.*$", lambda found: " " * len(found[0]), script.source.text))
        if match is not None:
            return script.source.place(match.end() - len(name), match.end())
    return None


def _at_the_reading(name: str, meant: str, place: Place, context: Context, rule: Rule) -> Iterator[Finding]:
    if not _ours([place]) or (set_names.hidden(context) and len(name) < _LONG):
        return
    yield rule.finding(
        place,
        f"nothing sets `{name}`, which is read here; the script sets `{meant}`",
        label=f"`{meant}`?",
        help=f"write `${{{meant}}}`, or set `{name}`",
        level="warning",
        confidence="medium",
    )
