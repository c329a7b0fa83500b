"""LP143 for scripts that sed refuses: an address with no command behind it, and a path whose slashes end `s/…/…/`.

sed '/^LDFLAGS/$/ -Wl,-rpath,$ORIGIN/'      `unknown command: '$'`
sed 's/usr/lib/opt/lib/'                    `unknown option to 's'`

Of a script only what stands before its first variable is known.
"""

from __future__ import annotations

import re

from lintpack.bash.tree import SimpleCommand, Word
from lintpack.bash.walk import each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

_COMMANDS = frozenset("{}=abcdDeFgGhHilLnNpPqQrRstTuvwWxyzI!,~+#:; \t\n")
# What ends a command that has no text behind it.
_FLAGS = r"[gpiIeMm0-9 \t]*(?:w.*)?(?=[;}\n#]|$)"
# What such a script has to be about.
_SUBJECT = r"(?i)lib|rpath|origin|\.so\b|ld_|flags|loader|ld-linux|prefix"


def check(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    for word, code, whole in _scripts(script):
        if not re.search(_SUBJECT, word.raw):
            continue
        found = (
            refused(code, whole) if ".in" not in script.source.path[-3:] else _filled_in(code) or refused(code, whole)
        )
        if found is not None:
            at, message, advice = found
            start = word.start + (word.raw[:1] in "\"'") + at
            yield rule.finding(
                script.source.place(word.start, word.end),
                message,
                label=f"refused from `{script.source.text[start : start + 12].split(chr(10))[0]}` on",
                notes=("sed stops with an error, and changes nothing",),
                help=advice,
            )


# Placeholders that configure and CMake fill in with a path (autoconf manual, 4.8.2).
_PATHS = r"@(?:exec_)?prefix@|@(?:\w+_)?(?:[a-z]+dir|PREFIX|[A-Z_]*DIR)@"


def _filled_in(code: str) -> tuple[int, str, str] | None:
    """`s/@prefix@\\/lib//` in a template: the path that is put there has slashes of its own."""
    if code[:2] != "s/":
        return None
    found = re.search(_PATHS, code)
    if found is None:
        return None
    message = f"`{found[0]}` becomes a path, whose first slash sed takes for the end of a part of `s/…/…/`"
    return found.start(), message, "write the command with a sign that is in no path: `s|…|…|`"


def _scripts(script: ReadScript) -> Iterator[tuple[Word, str, bool]]:
    """The words that sed gets as its script, what of them is known, and whether that is all."""
    for command in each(script.tree, SimpleCommand):
        words = [word for word in command.words if isinstance(word, Word)]
        at = next((n for n, word in enumerate(words[:3]) if word.raw in ("sed", "gsed", "/bin/sed", "$SED")), None)
        if at is None:
            continue
        rest = words[at + 1 :]
        given = [rest[n + 1] for n, word in enumerate(rest[:-1]) if re.fullmatch(r"-[nrEizs]*e|--expression", word.raw)]
        if not given and not any(re.match(r"-[nrEizs]*f|--file|--expression=|-e.", word.raw) for word in rest):
            plain = [word for word in rest if not word.raw.startswith("-")]
            given = plain[:1]
        for word in given:
            code, whole = _known(word.raw)
            if code:
                yield word, code, whole


def _known(raw: str) -> tuple[str, bool]:
    quote = raw[:1]
    if quote == "'":
        code, _, rest = raw[1:].partition("'")
        return code, not rest
    if quote == '"':
        found = re.match(r'"((?:[^"\\$`]|\\[^$`"\\])*)("?)', raw)
        assert found is not None
        return found[1], found[2] == '"' and found.end() == len(raw)
    return "", False


def refused(code: str, whole: bool) -> tuple[int, str, str] | None:
    """Where sed stops, why, and what to do. Only the first command is read."""
    at = len(code) - len(code.lstrip(" \t"))
    addressed = False
    if code[at : at + 1] == "/":
        end = _end(code, at + 1, "/")
        if end < 0:
            return None
        at, addressed = end, True
        at += len(code[at:]) - len(code[at:].lstrip("IM \t!"))
        following = code[at : at + 1]
        if not following:
            return (at, "sed has an address here, and no command", "say what is to be done there") if whole else None
        if following not in _COMMANDS:
            message = f"behind the address `{code[:end].strip()}` sed wants a command, and `{following}` is none"
            return at, message, f"`{code[:end].strip()}s|…|…|`, say"
    if code[at : at + 1] != "s" or at + 1 >= len(code):
        return None
    sign = code[at + 1]
    if sign.isalnum() or sign in " \n\\":
        return None
    middle = _end(code, at + 2, sign)
    last = _end(code, middle, sign, replacement=True) if middle >= 0 else -1
    if last < 0:
        if whole and middle >= 0:
            return at, f"the replacement has no end: another `{sign}` is missing", f"`{code}{sign}`"
        return None
    if re.compile(_FLAGS).match(code, last) or (not whole and re.fullmatch(r"[gpiIeMm0-9 \t]*", code[last:])):
        return None
    if addressed and code[last : last + 1] in "w":
        return None
    message = f"sed ends the replacement at this `{sign}`, and takes what follows for flags of `s`"
    return last, message, "write the command with a sign that is in neither part: `s|…|…|`"


def _end(code: str, at: int, sign: str, *, replacement: bool = False) -> int:
    """Behind the next `sign` that is not escaped, nor in brackets; -1 where there is none."""
    while at < len(code):
        character = code[at]
        if character == "\\":
            at += 2
            continue
        if character == "[" and not replacement:
            close = code.find("]", at + 2 + (code[at + 1 : at + 2] == "^"))
            # An inner class, `[[:alnum:]_]`, ends it only later.
            while close > 0 and code[close - 1] == ":" and code.rfind("[:", at + 1, close) > 0:
                close = code.find("]", close + 1)
            if close < 0:
                return -1
            at = close + 1
            continue
        if character == sign:
            return at + 1
        at += 1
    return -1
