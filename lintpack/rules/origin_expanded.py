"""`$ORIGIN` is for the loader, but the shell or make has replaced it before, or it is misspelt."""

from __future__ import annotations

import re

from lintpack.findings import Edit, Fix, Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import FOLDERS, run_paths, settings
from lintpack.rules.shared.wording import calls
from lintpack.script import texts
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.run_paths import WrittenRunPath
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text
    from lintpack.source import Place

RULE = Rule(
    code="LP310",
    name="origin-expanded",
    summary="`$ORIGIN` never reaches the loader: the shell or make expands it, or it is misspelt.",
    level="error",
    confidence="high",
)


def check(context: Context) -> Iterator[Finding]:
    seen: list[Place] = []
    for finding in _known(context):
        if finding.place is not None:
            seen.append(finding.place)
        yield finding
    for finding in _elsewhere(context, seen):
        if finding.place is not None:
            seen.append(finding.place)
        yield finding
    yield from _as_written(context, seen)
    if context.speaks_of(("akefile", ".mk", ".mak", "make.inc", "Make.user")):
        yield from _in_makefiles(context, seen)
    yield from _misspelt(context, seen)
    if context.speaks_of(("$$ORIGIN", "$${ORIGIN")):
        from lintpack.rules.parts import origin_process

        for place in origin_process.check(context):
            if not _seen(place, seen):
                seen.append(place)
                yield RULE.finding(
                    place,
                    "the shell puts its process number in for `$$` here, so the loader never sees the token",
                    label="`$ORIGIN` is lost",
                    help=r"write `\$ORIGIN`; for a makefile, `\$\$ORIGIN`",
                )


def _as_written(context: Context, seen: list[Place]) -> Iterator[Finding]:
    """`$(ORIGIN)` on its way to an RPATH, and two tokens in one element; two spellings in one variable."""
    from lintpack.rules.shared.run_path_words import as_command, joined, spelt_twice

    for place, other in spelt_twice(context):
        if not _seen(place, seen):
            seen.append(place)
            yield RULE.finding(
                place,
                f"the token is spelt in two ways in this variable, here and in line {other.line}, and both make and a "
                "program that takes flags as they are get each: one of them spoils it",
                label="`$ORIGIN` here, `$$ORIGIN` there",
                related=(Label(other, "the other way"),),
                notes=(
                    "make takes `$O` for a variable, and `$$` for a dollar; Meson, Ninja and CMake leave both alone",
                ),
                help="write the RPATH after the build, with patchelf",
                level="warning",
                confidence="medium",
            )
    for place in as_command(context):
        if not _seen(place, seen):
            seen.append(place)
            yield RULE.finding(
                place,
                "the shell runs a command `ORIGIN` here, so the loader never sees the token",
                label="`$ORIGIN` is lost",
                help=r"write `'$ORIGIN/lib'` or `\$ORIGIN`",
            )
    for place in joined(context):
        if not _seen(place, seen):
            seen.append(place)
            yield RULE.finding(
                place,
                "a second `$ORIGIN` stands in one folder of an RPATH, so that neither is searched",
                label="a colon is missing before it",
                help="put a `:` between the two folders",
            )


def _in_makefiles(context: Context, seen: list[Place]) -> Iterator[Finding]:
    from lintpack.rules.parts.written_makefiles import spoilt

    for place, name in spoilt(context):
        if not _seen(place, seen):
            seen.append(place)
            yield RULE.finding(
                place,
                f"make takes the `$O` of `$ORIGIN` for a variable in `{name}`, so the loader never sees the token",
                label="`$ORIGIN` is lost",
                help=r"write `\$$ORIGIN`: make leaves one dollar, and its shell another token alone",
            )


def _seen(place: Place, seen: list[Place]) -> bool:
    return any(one.source is place.source and one.line <= place.line <= one.last_line for one in seen)


def _misspelt(context: Context, seen: list[Place]) -> Iterator[Finding]:
    """`--set-rpath 'ORIGIN/lib'`, `'$ORGIN/lib'`, and the same on its way there through a variable or a function."""
    from lintpack.rules.parts.origin_misspelt import in_lines, in_value

    found = [
        (script.source.place(*span), "") for script in context.plan.scripts for span in in_lines(script.source.text)
    ]
    for one in run_paths(context):
        for element in one.elements:
            wrong = in_value("".join([piece for piece in element if isinstance(piece, str)]))
            # The line that has it, where there is one, says it.
            if wrong and not any(wrong in place.text for place, _ in found):
                found.append((one.place, wrong))
    for place, wrong in found:
        if _seen(place, seen):
            continue
        token = wrong or place.text
        why = "`ORIGIN` has no `$` here" if token == "ORIGIN" else f"`{token}` is no token of the loader's"
        yield RULE.finding(
            place,
            f"{why}, so that it looks for a directory of that name",
            label="`$ORIGIN`?",
            help=r"write `'$ORIGIN/lib'` or `\$ORIGIN`",
        )


def _elsewhere(context: Context, seen: list[Place]) -> Iterator[Finding]:
    """An RPATH in what some other tool reads: `DEB_BUILD_OPTIONS="rpath=$ORIGIN/lib" pbuilder …`."""
    for script in context.plan.scripts:
        source = script.source
        lines = r"(?mi)^(?![ \t]*#).*r(?:un)?path.*\$\{?ORIGIN\b"
        if "ORIGIN" not in source.text or not re.search(lines, source.text):
            continue
        if re.search(r"(?<![\w$\\{])ORIGIN\+?=", source.text):
            continue
        from lintpack.bash.tree import Parameter
        from lintpack.bash.walk import each

        for node in each(script.tree, Parameter):
            if node.name != "ORIGIN" or node.operator:
                continue
            line = source.line(source.position(node.start)[0])
            if not re.search(r"(?i)(?<![a-z])r(?:un)?path\w*[\"']?\s*[=,: @|#!]\s*\S*\$\{?ORIGIN", line):
                continue
            place = source.place(node.start, node.end)
            if not _seen(place, seen):
                why = "the shell expands `$ORIGIN` here, a variable that nothing sets"
                yield RULE.finding(
                    place,
                    f"{why}, so the loader never sees the token",
                    label="`$ORIGIN` is lost",
                    help=r"write `\$ORIGIN` in double quotes, or use single ones",
                    fixes=_fix(place),
                )


def _known(context: Context) -> Iterator[Finding]:
    """What tools and variables are known to take."""
    for one in run_paths(context):
        why = _lost(one.value) or (_through_make(one) if one.via else _too_many(one)) or _as_in_make(one)
        if why:
            make = why.startswith("make")
            yield _finding(one.place, one.origin, why, "warning" if make else "error", "medium" if make else "high")
    for setting in settings(context):
        if setting.name in FOLDERS and setting.value is not None and setting.whole:
            why = _lost(setting.value)
            if why:
                yield _finding(setting.place, setting.export.origin, why, "error", "high")


def _lost(value: Text) -> str:
    """What the shell has made of it."""
    for way, _ in texts.alternatives(value):
        for at, piece in enumerate(way):
            if not isinstance(piece, Hole):
                continue
            if piece.shown.strip("${}") == "ORIGIN":
                return "the shell expands `$ORIGIN` here, a variable that nothing sets"
            if re.fullmatch(r"\$\(\s*ORIGIN\s*\)", piece.shown):
                return "the shell runs a command `ORIGIN` here"
            after = way[at + 1] if at + 1 < len(way) else ""
            if piece.shown == "$$" and isinstance(after, str) and after.startswith(("ORIGIN", "{ORIGIN")):
                return "the shell puts its process number in for `$$` here"
    return ""


def _through_make(one: WrittenRunPath) -> str:
    """`make LDFLAGS='-Wl,-rpath,$ORIGIN'`: make takes `$O` for a variable. A configure script hands it on to make, and
    so does the environment."""
    text = one.origin.command.text
    if re.match(r"(?:\S*/)?qmake\S*\s", text):
        # qmake takes `$$` for itself, and puts the rest into a makefile.
        spoilt = any("ORIGIN" in piece and r"\$\$ORIGIN" not in piece for piece in one.value if isinstance(piece, str))
        return "make takes the `$O` of `$ORIGIN` for a variable" if spoilt else ""
    command = re.search(r"(?:^|[\s/;&|])(g?make|configure)(?=\s|$)", text)
    if one.tool == "cmake" or re.search(r"\bcmake\b", text) or (command is None and not _for_make(one)):
        return ""
    # A configure script takes off what keeps the dollars apart: `\$\$ORIGIN`.
    if any(re.search(r"(?<!\$)(?<!\$\\)\$\{?ORIGIN", piece) for piece in one.value if isinstance(piece, str)):
        return "make takes the `$O` of `$ORIGIN` for a variable"
    return ""


# What a build is started by, the flags of its environment in mind, and those that are make's own.
_BUILDS = (
    r"(?m)(?:^|&&|;|\|\|)[ \t]*(?:(?:time|nice|sudo|exec|env)[ \t]+)*(?:\w+=\S*[ \t]+)*(?:[\w.$\"{}-]+/)*[\"']?(?:"
    r"(configure|g?make)|cmake3?|meson|ninja|scons|waf|bazel|cargo|rustc|go|gn|npm|yarn|node-gyp|qmake\S*|pip3?|python[\d.]*"
    r"|(?:[\w-]+-)?(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|ld)|\$\{?(?:CC|CXX|LD|PYTHON)\}?)[\"']?(?=[ \t\n;]|$)"
)
_FLAGS = frozenset(("LDFLAGS", "LIBS", "LDLIBS", "CFLAGS", "CXXFLAGS"))


def _for_make(one: WrittenRunPath) -> bool:
    """Whether the flags are exported, and what is built from here on is built by make: it expands what it finds in the
    environment (GNU make manual, 6.10), and a configure script writes it into makefiles."""
    if one.tool != "flags" or one.via not in _FLAGS or one.place.source is not one.origin.command.source:
        return False
    text = one.place.source.text
    if len(re.findall(rf"\b{one.via}=", text)) > 1 or re.search(rf"\bunset[ \t][^\n]*\b{one.via}\b", text):
        return False
    made = [match[1] for match in re.finditer(_BUILDS, text[one.origin.command.end :])]
    return bool(made) and all(made)


def _as_in_make(one: WrittenRunPath) -> str:
    """`'$(ORIGIN)/lib'`, as a makefile would have it."""
    if any("$(ORIGIN)" in piece for piece in one.value if isinstance(piece, str)):
        if not one.via:
            return "`$(ORIGIN)` is no token of the loader's, and nothing puts one in its place"
        if "ORIGIN=" not in one.origin.command.text:
            return "make takes `$(ORIGIN)` for a variable"
    return ""


def _too_many(one: WrittenRunPath) -> str:
    """`patchelf --set-rpath '\\$ORIGIN'` or `'$$ORIGIN'`: nobody is left to take the extra character off."""
    if one.tool not in {"patchelf", "chrpath", "cmake"}:
        return ""
    # CMake keeps the token from make by itself; a backslash is one of its own language.
    extra = r"(\$)\$\{?ORIGIN" if one.tool == "cmake" else r"(\\+|\$)\$\{?ORIGIN"
    for piece in one.value:
        if isinstance(piece, str) and (found := re.search(extra, piece)):
            return f"`{found[1]}` stays in the RPATH before `$ORIGIN`: {one.tool} takes the value as it is"
    return ""


def _finding(place: Place, origin: Origin, why: str, level: str, confidence: str) -> Finding:
    return RULE.finding(
        place,
        f"{why}, so the loader never sees the token",
        label="`$ORIGIN` is lost",
        related=calls(origin, place),
        help=r"write `'$ORIGIN/lib'` or `\$ORIGIN`; through make, `'\$$ORIGIN'`",
        fixes=_fix(place) if level == "error" else (),
        level=level,
        confidence=confidence,
    )


def _fix(place: Place) -> tuple[Fix, ...]:
    found = list(re.finditer(r"(?<![\\$])\$(?=\{?ORIGIN\b)", place.text))
    if len(found) != 1:
        return ()
    at = place.start + found[0].start()
    return (Fix("keep `$ORIGIN` from the shell", "unsafe", (Edit(place.source.place(at, at + 1), "\\$"),)),)
