"""A star in quotes, or in `[[ ]]`: the command looks for a file that has the star in its name."""

from __future__ import annotations

import re

from lintpack.findings import Edit, Fix
from lintpack.rules.gates.pattern_subjects import lone_braces
from lintpack.rules.gates.subjects import tests_patterns
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Change, Link, Removal, RunPath, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP111",
    name="quoted-glob",
    summary="A pattern for what is packed stands in quotes, or in `[[ ]]`, where the shell leaves it as it is.",
    level="error",
    confidence="high",
)

# They give their operands to open(2) as they are. Others (rsync, scp, tar, unzip, docker cp) read patterns themselves.
_TOOLS = frozenset(["cp", "mv", "ln", "install", "cat", "gcp", "ginstall"])


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))
    for script in context.plan.scripts:
        if tests_patterns(script.source.text):
            from lintpack.rules.parts.tested_patterns import tested

            for place, quoted in tested(script):
                yield _tested(place, quoted)
        if lone_braces(script.source.text):
            from lintpack.rules.parts.lone_braces import lone

            for place in lone(script):
                yield RULE.finding(
                    place,
                    f"`{place.text}` keeps its braces: without a comma they are no list, and no file is called so",
                    label="taken as it is",
                    help=f"write `{place.text[1:-1]}`",
                    fixes=(Fix(f"write `{place.text[1:-1]}`", "unsafe", (Edit(place, place.text[1:-1]),)),),
                )


def _all(context: Context) -> Iterator[Finding]:
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            operand: Text | None = effect.source if effect.tool.rpartition("/")[2] in _TOOLS else None
        elif isinstance(effect, Link):
            operand = effect.target
        elif isinstance(effect, RunPath):
            operand = effect.file if effect.tool in ("patchelf", "chrpath") else None
        elif isinstance(effect, Change):
            operand = effect.path if effect.kind in ("strip", "mode") else None
        elif isinstance(effect, Removal):
            operand = effect.path
        else:
            continue
        if not operand:
            continue
        if _literal_star(operand) or (isinstance(effect, Transfer) and _all_of(operand)):
            place = _joined(effect.origin) or _word(effect.origin) or _listed(operand, effect.origin)
            place = place or _variable(effect.origin)
            if place is not None:
                linked = isinstance(effect, Link) and effect.symbolic
                yield _finding(place, effect.origin, "the link points to" if linked else "the shell looks for")
        else:
            what = _unsplit(operand)
            place = written_at(effect.origin)
            if what and re.search(r"[\"']", place.text):
                yield _as_one(place, effect.origin, what)


def _joined(origin: Origin) -> Place | None:
    """`"$dir/$pattern"`: the list is right to have its patterns in quotes, the command is not."""
    place = written_at(origin)
    return place if re.search(r'"[^"]*/[^"/]*\$\{?\w+\}?[^"/*]*"', place.text) and "*" not in place.text else None


def _variable(origin: Origin) -> Place | None:
    """`"$patterns"`: a variable in quotes."""
    place = written_at(origin)
    return place if re.search(r'"[^"$*]*\$\{?\w+\}?[^"*$]*"', place.text) else None


def _unsplit(text: Text) -> str:
    """Why the last component is no file's name: `lib{a,b}.so`, `liba.so libb.so`; "" where it may be."""
    known = "".join([piece for piece in paths.components(text)[-1] if isinstance(piece, str)])
    if ".so" not in known:
        return ""
    if re.search(r"\{[^{}\s]*,[^{}\s]*\}", known):
        return "braces"
    return "blanks" if re.search(r"\.so[\w.]*[ \t\n]+\S*\.so\b", known) else ""


def _word(origin: Origin) -> Place | None:
    """The word with the star and the quotes: the operand, or one of the command's."""
    for place in (written_at(origin), origin.command):
        quoted = re.search(r"""(?<!\S)[^\s"';|&]*(?:"[^"]*\*[^"]*"|'[^']*\*[^']*'|\\\*)[^\s"';|&]*""", place.text)
        if quoted is not None and ("lib" in quoted[0] or ".so" in quoted[0] or "/*" in quoted[0]):
            return place.source.place(place.start + quoted.start(), place.start + quoted.end())
    return None


def _listed(operand: Text, origin: Origin) -> Place | None:
    """The same in what a loop goes over, or in an array: the last quoted word before that ends so."""
    last = paths.components(operand)[-1]
    if not all(isinstance(piece, str) for piece in last):
        return None
    name = re.escape("".join([piece for piece in last if isinstance(piece, str)]))
    source = origin.command.source
    pattern = rf"""(?:(?<=[\s(])"[^"\n]*{name}"|(?<=[\s(])'[^'\n]*{name}')(?=[\s;)])"""
    found = [match for match in re.finditer(pattern, source.text) if match.end() <= origin.command.start]
    return source.place(*found[-1].span()) if found else None


def _literal_star(text: Text) -> bool:
    """Whether it names libraries, and the shell leaves a star in their name or in that of a folder above as it is."""
    *folders, last = ["".join([piece for piece in part if isinstance(piece, str)]) for part in paths.components(text)]
    if "*" in last:
        return ".so" in last or last.startswith("lib")
    return ".so" in last and any("*" in folder for folder in folders)


def _all_of(text: Text) -> bool:
    """Whether it ends in `/*`, all that a folder holds, with a star that the shell does not expand."""
    return texts.known(paths.components(text)[-1]) == "*" and len(paths.components(text)) > 1


def _tested(place: Place, quoted: bool) -> Finding:
    why = "is quoted, so the test is" if quoted else "is not expanded in `[[ ]]`, so the test is"
    return RULE.finding(
        place,
        f"the star in `{place.text}` {why} for a file with that name",
        label="not expanded",
        notes=(
            "in quotes a star stands for itself, in `[ ]` as in `[[ ]]` (bash manual, 3.1.2)"
            if quoted
            else "words between `[[` and `]]` are not subject to filename expansion (bash manual, 3.2.5.2)",
        ),
        help="""ask `compgen -G "$dir/"'libfoo.so*'`, or go over the files in a loop""",
    )


def _as_one(place: Place, origin: Origin, what: str) -> Finding:
    if what == "braces":
        why, advice = f"the braces in `{place.text}` are quoted, so the shell looks for a file with that name", ""
    else:
        why = f"`{place.text}` in quotes is one name, although it holds several"
        advice = "keep the names in an array, or leave the quotes out where it is split"
    return RULE.finding(
        place,
        why,
        label="not expanded" if what == "braces" else "one word",
        related=calls(origin, place),
        help=advice or "end the quotes before the braces",
    )


def _finding(place: Place, origin: Origin, so: str) -> Finding:
    return RULE.finding(
        place,
        f"the star in `{place.text}` is quoted, so {so} a file with that name",
        label="not expanded",
        related=calls(origin, place),
        notes=("quotes switch off filename expansion for what is inside them (bash manual, 3.5.8)",),
        help="end the quotes before the pattern",
        fixes=_fix(place),
    )


def _fix(place: Place) -> tuple[Fix, ...]:
    """`"$d/lib/*.so*"` becomes `"$d/lib/"*.so*`."""
    text = place.text
    star = text.find("*")
    if len(text) < 3 or text[0] != '"' or text[-1] != '"' or text.count('"') != 2 or "$(" in text or "`" in text:
        return ()
    head, slash, tail = text[1:star].rpartition("/")
    pattern = tail + text[star:-1]
    if not slash or any(c in " $\\;&|<>()'" for c in pattern):
        return ()
    return (Fix("end the quotes before the pattern", "safe", (Edit(place, f'"{head}/"{pattern}'),)),)
