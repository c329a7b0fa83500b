"""LP115: names of variables without their dollar in paths, and variables that are local to another function."""

from __future__ import annotations

import re

from lintpack.bash.tree import Function
from lintpack.rules.gates.slip_subjects import bare_names, read_outside
from lintpack.rules.shared.wording import calls, line_before, written_at
from lintpack.script.plan import Directory
from lintpack.script.texts import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

# A mention of NAME that is neither an expansion nor where it is given a value.
_BARE = r"(?<![\w${{.-]){0}(?![\w=+\[(])"
_GIVES = r"\b(?:export|local|declare|typeset|readonly|unset|read|for|select|getopts|case|env|ENV|ARG)\b[^\n;|&]*"
# What may give NAME a value.
_SETS = (
    r"(?<![\w$])NAME(?:\[[^\]]*\])?\+?=|\b-v\s+NAME\b"
    r"|\b(?:for|select|read|mapfile|readarray|export|declare|typeset|readonly|getopts|source|local)\b[^\n;|&<]*?"
    r"(?<![\w$/{-])NAME\b"
)
# What packs or loads.
_OURS = r"\b(?:cp|mv|ln|install|rsync|patchelf|chrpath|tar|zip)\b|LD_\w*PATH|\bfor\s+\w+\s+in\b"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    yield from _lost(context, rule)
    for script in context.plan.scripts:
        if read_outside(script.source.text):
            yield from _local(script, context, rule)


def _lost(context: Context, rule: Rule) -> Iterator[Finding]:
    """`cp WORK/deps/lib/libz.so.1 $OUT`, where all else has `$WORK/deps`."""
    for name in bare_names(context):
        if any(name in shown(made.path).split("/") for made in context.each(Directory)):
            continue
        if _mentions(name, context) != 1 or _reads(name, context) < 2:
            continue
        copy = next(copy for copy, source, into in context.copies if name in f"{source}/{into}".split("/"))
        place = written_at(copy.origin)
        bare = _BARE.format(name)
        if not re.search(bare, copy.origin.command.text) and _has_itself(name, context):
            continue
        written = _written(name, context) if name not in place.text else None
        yield rule.finding(
            written or place,
            f"`{name}` is the name of a folder here, and everywhere else a variable",
            label="no `$`",
            related=calls(copy.origin, written or place),
            help=f"write `${name}`",
        )


def _mentions(name: str, context: Context) -> int:
    bare = re.compile(_BARE.format(name))
    count = 0
    for script in context.plan.scripts:
        text = re.sub(r"(?m)^[ \t]*#.*$", "", script.source.text)
        for line in text.split("\n"):
            if name in line:
                count += len(bare.findall(re.sub(rf"{_GIVES}\b{name}\b(?!/)", "", line)))
    return count


def _has_itself(name: str, context: Context) -> bool:
    """`NAME=/tmp/NAME`: the folder comes of reading the variable."""
    own = re.compile(rf"(?<![\w$]){name}=[^\s;]*{_BARE.format(name)}")
    return any(own.search(script.source.text) for script in context.plan.scripts)


def _reads(name: str, context: Context) -> int:
    return sum(len(re.findall(rf"\$\{{?{name}\b", script.source.text)) for script in context.plan.scripts)


def _written(name: str, context: Context) -> Place | None:
    """Where it stands as a folder."""
    bare = re.compile(_BARE.format(name) + "(?=/)")
    for script in context.plan.scripts:
        for match in bare.finditer(script.source.text):
            line = line_before(script.source.text, match.start())
            if "#" not in line:
                return script.source.place(match.start(), match.end())
    return None


def _local(script: ReadScript, context: Context, rule: Rule) -> Iterator[Finding]:
    """`for lib in "${needed[@]}"` outside of the function that has `needed` for itself."""
    if "Unfollowed" in context.kinds:
        return
    text = script.source.text
    spans = [(s.command.start, s.command.end) for s in script.tree.body if isinstance(s.command, Function)]
    for name in read_outside(text):
        inside = "".join([text[start:end] for start, end in spans])
        outside = _without(text, spans)
        # Given a value anywhere but in functions where it is local, it may have one.
        if not re.search(rf"\b(?:local|declare|typeset)\b[^\n;|&]*\b{name}\b", inside):
            continue
        if re.search(_SETS.replace("NAME", name), outside) or _global(name, text, spans):
            continue
        if any(name in other.source.text for other in context.plan.scripts if other is not script):
            continue
        for match in re.finditer(rf"\$\{{?{name}(?:\[[@*]\])?(?::?-)?\}}?(?![\w:+?=])", outside):
            line = outside[outside.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
            if line.lstrip().startswith("#") or not re.search(_OURS, line):
                continue
            yield rule.finding(
                script.source.place(match.start(), match.end()),
                f"`{name}` is local to the function that sets it, and has no value here",
                label="always empty",
                help="use the variable that the function gives its result to, or do not make this one local",
                level="warning",
            )
            return


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """`text` with blanks for the functions, so that places stay."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _global(name: str, text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a function gives the variable a value that does not have it as a local one."""
    for start, end in spans:
        body = text[start:end]
        gives = re.search(
            rf"(?<![\w$]){name}(?:\[[^\]]*\])?\+?=|\b(?:read|mapfile|readarray|for|-v)\b[^\n;|&<]*\b{name}\b", body
        )
        if gives and not re.search(rf"\b(?:local|declare|typeset)\b(?![^\n;]*-\w*g)[^\n;|&]*\b{name}\b", body):
            return True
    return False
