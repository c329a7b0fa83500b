"""A library path that holds the package's own folder is cut at its blanks: it stands unquoted where the shell splits.

export LD_LIBRARY_PATH=$here/lib:$LD_LIBRARY_PATH     in a POSIX shell
env LD_LIBRARY_PATH=$here/lib prog                    in any shell
eval "export LD_LIBRARY_PATH=$here/lib"               in any shell
"""

from __future__ import annotations

import re

from lintpack.findings import Edit, Fix, Label
from lintpack.rules.gates.shell_subjects import EVALUATED, given_unquoted
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.source import Source

RULE = Rule(
    code="LP318",
    name="split-library-path",
    summary="A library path from the package's own folder is unquoted where the shell splits it at blanks.",
    level="warning",
    confidence="medium",
)

# What a script finds its own folder by.
_OWN = r"\$\{?(?:0|BASH_SOURCE)\b|\bpwd\b|\$\{?PWD\b"
# Shells that take a word behind `export` for an assignment, whatever they are called by.
_OTHERS = r"(?:ba|z|k|mk|pdk|da)sh\b"
_ROUNDS = 4
_FUNCTION = r"(?m)^[ \t]*(?:function[ \t]+)?([\w-]+)[ \t]*(?:\(\))?[ \t]*\n?\{"
_CALL = r"(?m)^[ \t]*NAME[ \t]+[^\n]*?\$\{?(\w+)[^\n]*?\b(?:LD_\w+|DYLD_\w+PATH)\b"
# A word in quotes behind what takes a file's name.
_QUOTES = r"(?:dirname|readlink|cd|-L|-e|-d)[^\n\"]* \"\$"


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))
    yield from once(_evaluated(context))


def _evaluated(context: Context) -> Iterator[Finding]:
    """`eval "export $2=$1"` in a function that is called as `add $here/lib LD_LIBRARY_PATH`."""
    for script in context.plan.scripts:
        source = script.source
        for match in re.finditer(EVALUATED, source.text) if "eval" in source.text else ():
            function = re.findall(_FUNCTION, source.text[: match.start()])
            call = function and re.search(_CALL.replace("NAME", re.escape(function[-1])), source.text)
            if not call or not _found_from_own(call[1], source.text[: call.start()], _ROUNDS):
                continue
            # Who quotes no folder at all counts on one without blanks.
            if re.search(_QUOTES, source.text):
                yield RULE.finding(
                    source.place(match.start(), match.end()),
                    f"`eval` reads the value once more, without quotes, and splits `${call[1]}/…` at blanks",
                    label="split here",
                    related=(Label(source.place(call.start(), call.end()), "called for the loader's path"),),
                    notes=(_NOTES["eval"],),
                    help='write `export "$name=$value"`, which needs no `eval`',
                )


def _all(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        source = script.source
        for start, end, how in given_unquoted(source.text):
            if (how == "export" and not _posix(source, start)) or (how == "env" and _said(source.text, start)):
                continue
            value = source.text[start:end]
            names = _unquoted(value)
            # A launcher that the script writes is one of its own.
            first = max(source.text.rfind("#!", 0, start), 0)
            own = next((name for name in names if _own(name, source.text[first:], start - first)), "")
            if not own:
                continue
            name = value.partition("=")[0]
            what = f"the old value of `{own}`, with the script's folder," if own == name else f"`{own}`"
            place = source.place(start, end)
            quoted = f'{name}="{value.partition("=")[2].replace(chr(34), "")}"'
            whole = "`" not in value and "$(" not in value and how != "eval"
            yield RULE.finding(
                place,
                f"{what} is unquoted in `{name}`, and {_WHERE[how]} it: a blank in the folder cuts it off",
                label="split here",
                # Current shells keep what is behind `export` together.
                level="note" if how == "export" else "",
                notes=(_NOTES[how],),
                help='write `NAME="…"`' if how != "eval" else "leave `eval` out, or quote the value inside it again",
                fixes=(Fix("quote the value", "safe", (Edit(place, quoted),)),) if whole else (),
            )


def _said(text: str, at: int) -> bool:
    """Whether the command is only shown: `log "starting" env LD_PRELOAD=$x prog`."""
    start = text.rfind("\n", 0, at)
    while start > 0 and text[start - 1] == "\\":
        start = text.rfind("\n", 0, start)
    first = text[start + 1 : at].split()
    return (
        bool(first)
        and re.search(r"(?i)(?:^|_)(?:log|echo|printf|print|debug|info|msg|message)(?:_|$)", first[0]) is not None
    )


_WHERE = {
    "export": "`export` of a POSIX shell splits",
    "env": "the shell splits",
    "eval": "`eval` splits",
}
_NOTES = {
    "export": "dash did so up to 0.5.10 (Debian 10, Ubuntu 20.04), bash does not; other lines quote the folder",
    "env": "a word behind `env` is no assignment for the shell, and is split in bash as well",
    "eval": "what `eval` gets is read a second time, without the quotes around it",
}


def _posix(source: Source, at: int) -> bool:
    """Whether what the line is part of is run by `sh`: the script, or the launcher that it writes."""
    first = source.text.rfind("#!", 0, at)
    line = source.text[first : source.text.find("\n", first)] if first >= 0 else ""
    return re.match(r"#!\s*/\S*(?:\bsh\b|/env\s+sh\b)", line) is not None and not re.search(_OTHERS, line)


def _unquoted(value: str) -> list[str]:
    """The variables of a word that stand outside of its quotes."""
    bare = re.sub(r'\\?"[^"]*"|\'[^\']*\'', "", value.partition("=")[2])
    return re.findall(r"\$\{?([A-Za-z_]\w*)", bare)


def _own(name: str, text: str, before: int) -> bool:
    """Whether the variable holds a folder that the script finds from its own, which it quotes elsewhere."""
    quoted = re.search(rf'"[^"\n$]*\$\{{?{name}\b|"\$\{{?{name}\b', text)
    if not quoted:
        return False
    return _found_from_own(name, text[:before], _ROUNDS)


def _found_from_own(name: str, text: str, rounds: int) -> bool:
    for value in re.findall(rf"(?m)(?:^|[\s;&]){name}=([^\n;]*)", text):
        if re.search(_OWN, value):
            return True
        if rounds:
            for other in set(re.findall(r"\$\{?([A-Za-z_]\w*)", value)) - {name}:
                if _found_from_own(other, text, rounds - 1):
                    return True
    return False
