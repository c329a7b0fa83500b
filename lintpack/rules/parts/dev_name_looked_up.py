"""A versioned link, or copy, of what was looked up by the dev name alone.

lib=$(ldconfig -p | grep 'libcurl.so ' | awk '{ print $NF }'); ln -s "$lib" "$out/libcurl.so.4"
cp "$(find /usr -name libz.so | head -n 1)" "$out/lib/libz.so.1"
"""

from __future__ import annotations

from lintpack import libname
from lintpack.findings import Label
from lintpack.patterns import re
from lintpack.record import Record
from lintpack.rules.shared.suffix_evidence import meant_bare
from lintpack.rules.shared.wording import find_name
from lintpack.script import texts
from lintpack.script.plan import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import Origin
    from lintpack.script.values import Text
    from lintpack.source import Place

# Behind `.so` stands what no versioned name has there: the blank of ldconfig's list, or the end.
_SEARCHES = (
    r"\bldconfig\s+(?:-p|--print-cache)\b[^\n]*?[/\"' ](?P<name>lib[\w+-]+\\?\.so)(?:[ $]|\\s|\[ \])",
    r"\bfind\s+(?:-L\s+)?/(?:usr|lib\w*)?(?:/lib\w*)?/?\s[^\n]*?-name\s+[\"']?(?P<name>lib[\w+-]+\.so)(?=[\"'\s);|`])",
)
_FOUND = r"(?m)^/(?:usr/?)?(?:lib\w*)?/?\*\*/(?P<name>lib[\w+-]+\.so)$"


class LookedUp(Record):
    """The name at `place` is looked up, for what is called `into`; `origin`: the link or the copy."""

    place: Place
    name: str
    into: str
    origin: Origin


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for one in _looked_up(context):
        yield rule.finding(
            one.place,
            f"looks for `{one.name}`, to make `{one.into}` of it: that name is there only for the link editor",
            label="dev name, not the SONAME",
            related=(Label(one.origin.command, f"`{one.into}` is made of it"),),
            notes=("development packages install this name, others do not",),
            help=f"look for `{one.into}`, or for any version",
        )


def _looked_up(context: Context) -> Iterator[LookedUp]:
    """Links in the plan, and copies."""
    found: list[tuple[Text, Text, Origin]] = [(one.target, one.path, one.origin) for one in context.each(Link)]
    found += [(copy.source, copy.destination, copy.origin) for copy, _, into in context.copies if ".so." in into]
    for target, path, origin in found:
        into = libname.parse_text(path)
        if into is None or not into.suffix or not into.exact:
            continue
        for name in dict.fromkeys(_names(texts.shown(target))):
            stem = name.removesuffix(".so")
            if stem == into.stem and not meant_bare(name, stem):
                place = _where(name, origin) or find_name(name, origin, context.plan)
                yield LookedUp(place, name, into.text, origin)


def _names(command: str) -> Iterator[str]:
    """The dev names that a value's command looks for."""
    for search in _SEARCHES:
        for match in re.finditer(search, command):
            yield match["name"].replace("\\", "")
    # What `find` may find has been put in its place.
    for match in re.finditer(_FOUND, command):
        yield match["name"]


def _where(name: str, origin: Origin) -> Place | None:
    """The last place above the link, or in it, at which that name is looked up."""
    source = origin.command.source
    places = [
        source.place(match.start("name"), match.end("name"))
        for search in _SEARCHES
        for match in re.finditer(search, source.text)
        if match["name"].replace("\\", "") == name and match.start("name") < origin.command.end
    ]
    return max(places, key=lambda place: place.start, default=None)
