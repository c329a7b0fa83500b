"""Which variables the scripts that were read give a value to, as far as their text shows."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context

_NAME = r"[A-Za-z_]\w*"
# What gives values to variables whose names do not stand there.
HIDDEN = (
    r"(?m)^[^#\n]*?(?:\beval\b|\b(?:declare|typeset|local|export|readonly|read|mapfile|readarray)\s[^\n;|&]*"
    r"(?<!=)(?<!=\")\"?\$|\bprintf\s+-v\s+\"?\$|\b(?:source|\.)\s+<\(|\blocal\s+-n\b|\bdeclare\s+-n\b)"
)


def hidden(context: Context) -> bool:
    """Whether variables may be set that nothing in the text names: by a file that was not read, or `eval`."""
    return context.shared(_hidden)


def _hidden(context: Context) -> bool:
    return "Unfollowed" in context.kinds or any(
        re.search(HIDDEN, script.source.text) for script in context.plan.scripts
    )


def assigned(context: Context) -> dict[str, None]:
    """The names that some line gives a value to, in order."""
    return context.shared(_assigned)


def _assigned(context: Context) -> dict[str, None]:
    found: dict[str, None] = {}
    for script in context.plan.scripts:
        text = re.sub(r"(?m)^\s*#.*$", "", script.source.text)
        pattern = rf"(?<![\w$./{{-])({_NAME})(?:\[[^\]\n]*\])?\+?=|\b(?:for|select|read(?:[ \t]+-\w+)*)[ \t]+({_NAME})"
        found |= dict.fromkeys([one or other for one, other in re.findall(pattern, text)])
    return found


def only_read(name: str, context: Context) -> bool:
    """Whether nothing sets `name`, nor speaks of it but to read it: no default, no test for whether it is empty, no
    word in a comment."""
    return not any(gives_or_asks(name, script.source.text) for script in context.plan.scripts)


def gives_or_asks(name: str, text: str) -> bool:
    """Whether `text` has the name otherwise than to read it."""
    given = rf"(?<![\w$./{{-]){name}(?![\w/.-])|[!#\"' ]{name}\[|@{name}@"
    return re.search(given, text) is not None or asks(name, text)


def asks(name: str, text: str) -> bool:
    """Whether `text` asks if the variable has a value, or has a default for it."""
    asked = (
        rf"\$\{{{name}(?::?[-=?+])|\$\{{!{name}"
        rf"|(?:-[znv]|==?|!=|<|\[\[?|\btest|\bcase)\s+[\"']?[xX_]?\$\{{?{name}\b"
    )
    return re.search(asked, text) is not None
