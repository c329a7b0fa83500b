"""LP143 for slashes: `sed "s/@DIR@/$dir/"` with a path in `$dir`, and `${self%/bin}` of a launcher's own path."""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import line_of
from lintpack.rules.shared.written_values import words_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

# `s/…/…$dir…/` between double quotes: the name is the group's.
_SED = (
    r"(?m)^(?:[^#\n]*?\bsed\b|[ \t]+-e[ \t])[^\n]*?\"s/(?:[^/\n\"$\\]|\\.)+/[^/\n\"$]*"
    r"\$(?:\{(\w+)\}|(\w+))[^/\n\"]*/[gI]*[;\"]"
)
_ITSELF = r"\$\{?(?:0|BASH_SOURCE(?:\[0\])?)\}?"
_OWN = (
    rf"[\"']?{_ITSELF}[\"']?|"
    rf"[\"']?\$\((?:readlink|realpath)[ \t]+(?:-\w+[ \t]+)*(?:--[ \t]+)?[\"']?{_ITSELF}[\"']?\)[\"']?"
)
_CUT = r"\$\{(\w+)%%?/(bin|sbin|libexec|lib|scripts)/?\}"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        if '"s/' in text:
            yield from _of_sed(script, rule)
        if "%/" in text:
            yield from _of_cuts(script, rule)


def _of_sed(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    """sed ends the replacement at the first slash, and takes what follows for flags: `unknown option to s`."""
    text = script.source.text
    for found in re.finditer(_SED, text):
        name = found[1] or found[2]
        line = line_of(text, found.start() + 1, found.end() - 1)
        values = words_before(name, text, found.start())
        # A value has a slash for certain, and what else it may be is not worked out, nor escaped.
        # Not what sed looks for in another line: `s/^VERSION=.*/VERSION=$VERSION/`.
        # Nor of a pattern: `s/\(version='\).*/\1$version',/`.
        own = rf"\.\*.*|\$\{{?{name}\}}?/.*|[\"']?\\[(){{].*"
        given = [value for value in values if value.strip("\"'") and not re.match(own, value)]
        if not any(_has_slash(value) for value in given) or "|" in line.partition("sed")[0]:
            continue
        if any("$(" in value or "`" in value or not ("/" in value or "$" in value) for value in given):
            continue
        if any("\\/" in value or "//" in value for value in given):
            continue
        group = 1 if found[1] else 2
        start, end = found.span(group)
        place = script.source.place(start - (2 if group == 1 else 1), end + (group == 1))
        yield rule.finding(
            place,
            f"`{place.text}` holds a path, and sed takes its first slash for the end of the replacement",
            label="sed stops: unknown option to `s`",
            help="write the command with another sign: `s|…|…|`",
        )


def _has_slash(value: str) -> bool:
    bare = value.strip("\"'")
    return "/" in re.sub(r"\$\([^()]*\)|`[^`]*`|\$\{[^{}]*\}|\\/", "", bare) and "`" not in bare and "$(" not in bare


def _of_cuts(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    """`self=$0; root=${self%/bin}`: the path ends with the file's own name, so nothing is cut."""
    text = script.source.text
    for found in re.finditer(_CUT, text):
        values = words_before(found[1], text, found.start())
        name = found[1]
        if not values or not re.fullmatch(_OWN, values[0]):
            continue
        # Where links are followed, the link's text ends with a file's name as well.
        above = rf"\$\{{{name}%/\*\}}/\$\{{?\w+\}}?|(?:\$PWD|\$\(pwd\))/\$\{{?{name}\}}?"
        kept = rf"[\"']?(?:\$\{{?\w+\}}?|{above}|\$\(readlink[^()]*\))[\"']?"
        if any(not (re.fullmatch(_OWN, value) or re.fullmatch(kept, value)) for value in values[1:]):
            continue
        # `x=$(dirname "$0")` by way of another variable.
        others = {one for value in values[1:] for one in re.findall(r"\$\{?(\w+)", value)} - {name, "PWD"}
        if any("dirname" in value or "cd " in value for one in others for value in words_before(one, text, len(text))):
            continue
        yield rule.finding(
            script.source.place(found.start(), found.end()),
            f"`{name}` ends with the name of this file, so `%/{found[2]}` cuts nothing off",
            label=f"still ends with `/{found[2]}/…`",
            help=f"write `${{{name}%/{found[2]}/*}}`",
        )
