"""An RPATH that is no list of folders: a separator of another tool's, a token that has grown together with what
follows, or a token of another system's loader."""

from __future__ import annotations

import re

from lintpack.rules.gates.pattern_subjects import OPTIONS
from lintpack.rules.rule import Rule
from lintpack.rules.shared.loader import run_paths
from lintpack.rules.shared.wording import calls
from lintpack.script import texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.shared.run_paths import WrittenRunPath
    from lintpack.script.values import Text
    from lintpack.source import Place, Source

RULE = Rule(
    code="LP319",
    name="malformed-run-path",
    summary="An RPATH has a wrong separator, a token without a slash behind it, or one of another system's.",
    level="error",
    confidence="high",
)

_TOKEN = r"\$\{?ORIGIN\b\}?"
# `$ORIGIN;/x`, `$ORIGIN $ORIGIN/lib`
_SEPARATED = rf"{_TOKEN}[\w./+-]*(;|,|[ \t]+)[ \t]*(?=\\?{_TOKEN}|/\w)"
# `$ORIGIN../lib`, `$ORIGINlib`
_GLUED = rf"{_TOKEN}\.\.?(?=[/:\"']|$)|\$ORIGIN\w|\$\{{ORIGIN\}}\w"
_FOREIGN = r"@(?:loader_path|executable_path|rpath)\b"
_UNKNOWN = "\0"
_WRITERS = frozenset(("patchelf", "chrpath"))


def check(context: Context) -> Iterator[Finding]:
    seen: list[Place] = []
    if context.speaks_of(("--relative-to",)):
        yield from _turned_round(context)
    if context.speaks_of(OPTIONS):
        yield from _lost(context)
    for place, what, advice in _all(context):
        if not any(one.source is place.source and one.line <= place.line <= one.last_line for one in seen):
            seen.append(place)
            yield RULE.finding(place, what, label="no folder of this name", help=advice)
    yield from _unexpanded(context, seen)
    if context.speaks_of(("ORIGIN",)):
        yield from _doubled(context)
    for one in run_paths(context):
        found = _value(one)
        # What was found where it is written is not told again where it is used.
        if found and one.place not in seen and not any(place.text in _known(one.value) for place in seen):
            seen.append(one.place)
            what, advice = found
            yield RULE.finding(
                one.place, what, label="no folder of this name", related=calls(one.origin, one.place), help=advice
            )


def _turned_round(context: Context) -> Iterator[Finding]:
    from lintpack.rules.shared.run_path_slips import turned_round

    for place, own, other in turned_round(context):
        yield RULE.finding(
            place,
            f"leads from `{other}` to the file's own folder, but an RPATH leads from there",
            label="the other way round",
            help=f"`realpath --relative-to={own} {other}`",
        )


def _unexpanded(context: Context, seen: list[Place]) -> Iterator[Finding]:
    from lintpack.rules.parts.unexpanded_flags import own_in_quotes, unexpanded_paths

    for place, name in own_in_quotes(context):
        yield RULE.finding(
            place,
            f"`{place.text}` is no variable in single quotes, and the options that `{name}` had are lost",
            label="not expanded",
            help=f"end the quotes before it: `'…'\"${name}\"`",
            level="warning",
        )
    for one, meant in unexpanded_paths(context):
        if one.place not in seen:
            seen.append(one.place)
            yield RULE.finding(
                one.place,
                f"`{meant}` is not expanded in this RPATH: the loader looks for a folder of that name",
                label="no folder of this name",
                related=calls(one.origin, one.place),
                help=f"end the quotes before it: `'$ORIGIN:'\"{meant}/lib\"`",
            )


def _doubled(context: Context) -> Iterator[Finding]:
    from lintpack.rules.shared.run_path_slips import doubled

    for one, element, own, place in doubled(context):
        yield RULE.finding(
            one.place,
            f"`{element}` of what lies in `{own}` is `{place}`, a folder that nothing makes",
            label="one `lib` too many, or one `..` too few",
            related=calls(one.origin, one.place),
            help="an RPATH leads on from the object's own folder: `$ORIGIN/..` is the one above it",
        )


def _lost(context: Context) -> Iterator[Finding]:
    from lintpack.findings import Edit, Fix
    from lintpack.rules.parts.linker_options import lost

    for one in lost(context):
        written = f"write `{one.meant}`"
        fixes = (Fix(written, "unsafe", (Edit(one.place, one.meant),)),)
        yield RULE.finding(one.place, one.why, label=f"`{one.meant}`?", help=written, fixes=fixes)


def _known(value: Text) -> str:
    return " ".join([texts.shown(way) for way, _ in texts.alternatives(value)])


def _value(one: WrittenRunPath) -> tuple[str, str] | None:
    """What a tool gets that is known."""
    for way, _ in texts.alternatives(one.value):
        known = "".join([piece if isinstance(piece, str) else _UNKNOWN for piece in way])
        # What is not known may begin with a slash where it stands behind the token.
        known = re.sub(rf"({_TOKEN}){_UNKNOWN}", r"\1/x", known).replace(_UNKNOWN, "x")
        writes = one.tool in _WRITERS
        found = _separated(known) if writes or (one.tool != "cmake" and ";" in known) else None
        if found is None and writes and ";" in known:
            found = _split_by(";")
        if found is None:
            found = _glued(known)
        if found is None and writes and re.match(_FOREIGN, known):
            found = _foreign(known, one.tool)
        if found:
            return found
    return None


def _all(context: Context) -> Iterator[tuple[Place, str, str]]:
    """The same where it is written, in a table or a function that is not run, say."""
    for script in context.plan.scripts:
        text = script.source.text
        if re.search(r"(?<![\w$\\{])ORIGIN\+?=", text):
            continue
        if "ORIGIN" in text:
            yield from _lines(script.source)
            if "install_name_tool" in text:
                from lintpack.rules.parts.loader_tokens import for_macos

                yield from for_macos(script.source)
        if re.search(r"(?i)darwin|macos|linux", text) and re.search(r"@loader_path|@executable_path|ORIGIN", text):
            from lintpack.rules.parts.loader_tokens import swapped

            yield from swapped(script)


def _lines(source: Source) -> Iterator[tuple[Place, str, str]]:
    # CMake splits its lists at semicolons.
    listed = "cmake" not in source.text.lower()
    for match in re.finditer(r"(?m)^(?![ \t]*#).*ORIGIN.*$", source.text):
        line = match[0]
        if re.search(r"\b(?:sed|awk|grep|echo|printf)\b", line):
            continue
        for pattern in (_SEPARATED, _GLUED):
            hit = re.search(pattern, line)
            if hit is None or _expanded(line, hit.start()):
                continue
            place = source.place(match.start() + hit.start(), match.start() + hit.end())
            if pattern is _GLUED:
                yield (place, *(_glued(hit[0]) or ("", "")))
            elif hit[1] == ";" and (listed or "patchelf" in line):
                yield (place, *_split_by(";"))


def _expanded(line: str, at: int) -> bool:
    """Whether the shell expands what stands there, which is another fault."""
    return line[at - 1 : at] != "\\" and line.count("'", 0, at) % 2 == 0


def _separated(known: str) -> tuple[str, str] | None:
    match = re.search(_SEPARATED, known)
    return _split_by(match[1]) if match else None


def _split_by(separator: str) -> tuple[str, str]:
    shown = f"`{separator}`" if separator.strip() else "a blank"
    return f"the folders of an RPATH are split at `:` alone, so {shown} becomes a part of one name", "write `:`"


def _glued(known: str) -> tuple[str, str] | None:
    match = re.search(_GLUED, known)
    if match is None:
        return None
    return f"a slash is missing behind the token in `{match[0]}`", "write `$ORIGIN/…`"


def _foreign(known: str, tool: str) -> tuple[str, str]:
    token = re.match(_FOREIGN, known)
    name = token[0] if token else known
    return f"`{name}` is a token of macOS's loader, but {tool} changes files of Linux", "write `$ORIGIN`"
