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
        # Whole words are looked at, and none letter by letter.
        named = [(match.start(1), match[1]) for match in re.finditer(_FILLED, text)]
        at = text.find("=")
        while at >= 0:
            name = _before(text, at)
            if name:
                named.append((at, name))
            at = text.find("=", at + 1)
        found |= dict.fromkeys([name for _, name in sorted(named)])
    return found


_WORD = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
# `for name`, `select name`, `read -r name`; the first letter is looked for, then what stands before it.
_FILLED = rf"[fsr](?<!\w[fsr])(?:(?<=f)or|(?<=s)elect|(?<=r)ead(?:[ \t]+-\w+)*)[ \t]+({_NAME})"


def _before(text: str, end: int) -> str:
    """The name that the `=` at `end` gives a value to; "" where none stands before it."""
    line = text[max(0, text.rfind("\n", 0, end)) : end].removesuffix("+")
    if line.endswith("]"):
        line = line[: line.find("[")]
    head = line.rstrip(_WORD)
    name = line[len(head) :]
    if head.endswith("\\"):
        # `printf '…\nNAME=%s'`: the letter is the line's end.
        name = name[1:]
    if not name or name[0].isdigit() or head[-1:].isalnum() or head[-1:] in tuple("$./{-"):
        return ""
    return name


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
