"""LP308: a placeholder for a variable's name where its value was meant, and folders `lib` that lost a letter."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

# `@NAME@=value` gives the name, and `OTHER=@NAME@` has no `$`.
_PLACEHOLDER = r"(?m)^[^#\n]*?\b(?:LD|DYLD)_\w+=\"?(@(\w+)@)\"?\s*$"
# Slips for `lib` and `lib64` that no folder is called by.
_CUT = r"/(li|lbi|ilb|libb|llib|liib|lob|lub|lig|li64|lbi64|ilb64|libb64|lib46|lib65|lib6)(?=[:\"'\s;]|$)"
_LINE = r"(?m)^[^#\n]*\b(?:LD_LIBRARY_PATH|LD_RUN_PATH|DYLD_LIBRARY_PATH|LIBRARY_PATH)\b[^\n]*"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        for match in re.finditer(_PLACEHOLDER, text) if "=@" in text or '="@' in text else ():
            if f"{match[1]}=" in text:
                yield rule.finding(
                    script.source.place(match.start(1), match.end(1)),
                    f"`{match[1]}` is the name of a variable, which another line sets, and not its value",
                    label="no `$`",
                    help=f"write `${match[1]}`",
                )
        for line in re.finditer(_LINE, text) if re.search(_CUT, text) else ():
            for match in re.finditer(_CUT, line[0]):
                # A folder that is spoken of elsewhere is called so.
                if len(re.findall(rf"/{match[1]}(?![\w.-])", text)) == 1:
                    start = line.start() + match.start(1)
                    right = "lib64" if match[1][-1].isdigit() else "lib"
                    yield rule.finding(
                        script.source.place(start, start + len(match[1])),
                        f"`{match[1]}` in a library path looks like a slip for `{right}`",
                        label=f"`{right}`?",
                        help=f"write `{right}`",
                    )
