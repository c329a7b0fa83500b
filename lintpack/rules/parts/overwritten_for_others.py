"""LP305 where not a shell reads the setting: modulefiles, and systemd's units.

setenv LD_LIBRARY_PATH $root/lib            Tcl's modules: what modules loaded before have put there is lost
Environment=LD_LIBRARY_PATH=/opt/x/lib      a second line of the same unit for the same variable wins (systemd.exec(5))
"""

from __future__ import annotations

import re

from lintpack.findings import Label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.source import Source

_LISTS = r"(LD_LIBRARY_PATH|LD_PRELOAD|DYLD_LIBRARY_PATH)"
_SETENV = rf"(?m)^[ \t]*(?:echo[ \t]+[\"']?)?setenv[ \t(]+[\"']?{_LISTS}\b[\"']?[ \t,]+(?=\S)[^\n]*"
# What adds to a list in a modulefile, of Tcl and of Lua.
_ADDS = r"(?m)^[ \t]*(?:echo[ \t]+[\"']?)?(?:prepend|append)[-_]path\b[ \t(]"
_UNIT = rf"(?m)^[^#\n]*?\bEnvironment=[\"'\\]*{_LISTS}="
# What ends a unit, or may keep the first line out where the second one is written.
_ENDS = r"(?m)\[(?:Unit|Service|Install)\]|\b(?:fi|else|elif|done|sed|grep|rm|cat|tee)\b|;;|[}>]|<<"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    if context.speaks_of(("setenv",)) and context.speaks_of(("prepend-path", "append-path", "prepend_path")):
        for script in context.plan.scripts:
            yield from _of_modules(script.source, rule)
    if context.speaks_of(("Environment=",)):
        for script in context.plan.scripts:
            yield from _of_units(script.source, rule)


def _of_modules(source: Source, rule: Rule) -> Iterator[Finding]:
    text = source.text
    for found in re.finditer(_SETENV, text):
        # The old value, or the name of a variable that has it.
        if len(re.findall(found[1], found[0])) > 1:
            continue
        begins = max(text.rfind("#%Module", 0, found.start()), text.rfind("<<", 0, found.start()))
        added = next((one for one in re.finditer(_ADDS, text[max(begins, 0) :])), None)
        if begins < 0 or added is None:
            continue
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        there = text.rfind("\n", 0, begins + added.end()) + 1
        yield rule.finding(
            source.place(start, found.end()),
            f"`setenv` overwrites `{found[1]}`, and what modules loaded before have put there is lost",
            label="without the old value",
            related=(Label(source.place(there, text.find("\n", there)), "this list keeps its own"),),
            help=f"write `prepend-path {found[1]}`",
            level="warning",
        )


def _of_units(source: Source, rule: Rule) -> Iterator[Finding]:
    text = source.text
    before: re.Match[str] | None = None
    for found in re.finditer(_UNIT, text):
        if before is not None and before[1] == found[1]:
            line = text.find("\n", before.end())
            if 0 <= line < found.start() and not re.search(_ENDS, text[line : found.end()]):
                end = text.find("\n", found.end())
                first = source.place(before.start() + len(before[0]) - len(before[0].lstrip()), line)
                yield rule.finding(
                    source.place(
                        found.start() + len(found[0]) - len(found[0].lstrip()), end if end >= 0 else len(text)
                    ),
                    f"of a unit's lines for `{found[1]}` the last one wins, and what line {first.line} says is lost",
                    label="the value before is thrown away",
                    related=(Label(first, "never used"),),
                    help="write all folders into one line",
                    level="warning",
                )
        before = found
