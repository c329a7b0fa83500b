"""LP308: a placeholder for a variable's name where its value was meant, folders `lib` that lost a letter, and `~` in a
desktop file or a unit of systemd."""

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
# What no shell reads: `Exec=env LD_LIBRARY_PATH=~/x`, `Environment=LD_LIBRARY_PATH=~/x`, also in a script for sed.
_HOME = (
    r"(?m)^[^#\n]*?(?P<key>Exec(?:Start(?:Pre|Post)?)?|Environment)=(?P<before>[^\n]*?)(?P<name>LD_(?:LIBRARY_PATH|PRELOAD))=\"?"
    r"(?P<home>\\?~(?=\\?/)|\\\$\{?HOME\}?)"
)
_SHELLS = r"\b(?:ba|da|k|z)?sh\s+-\w*c"
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
        for match in re.finditer(_HOME, text) if "Exec" in text or "Environment=" in text else ():
            if not re.search(_SHELLS, match["before"]):
                what = "a desktop file" if match["key"] == "Exec" else "systemd"
                yield rule.finding(
                    script.source.place(match.start("name"), match.end()),
                    f"{what} has no shell: `{match['home']}` stays as it is in `{match['name']}`, and is no folder",
                    label="not expanded",
                    help="write the folder itself" + ("" if match["key"] == "Exec" else ", or `%h`"),
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
