"""A branch for two versions takes a library from the folder of one of them: see other_release.

elif [[ $V == 12.1* || $V == 12.4* ]]; then libs=(/opt/foo-12.1/lib/libfoo.so.12)
case $V in 12.1*|12.4*) libs=/opt/foo-12.1/lib/libfoo.so.12 ;; esac
"""

from __future__ import annotations

import re

from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_VERSION = r"\d+\.\d+(?:\.\d+)?"
_HEAD = re.compile(
    r"(?m)^(?P<indent>[ \t]*)(?:(?:el)?if\b[^\n#]*\|\|[^\n#]*"
    rf"|[\"']?{_VERSION}[\"'*.]*(?:[ \t]*\|[ \t]*[\"']?{_VERSION}[\"'*.]*)+[ \t]*\))"
)
_ASKED = rf"\$\{{?(?P<name>\w+)\}}?[\"']?[ \t]+==?[ \t]+[\"']?(?P<version>{_VERSION})[*.]*[\"']?(?=[\s\])]|$)"
# A folder of one version, in a word that goes on with a library.
_FOLDER = rf"(?<=/)[A-Za-z][\w+]*-(?P<version>{_VERSION})(?=/[^\s\"')]*\.so)"


def one_of_two(context: Context) -> Iterator[tuple[Place, str, str, Place]]:
    """The folder's place, its version, the other version, and the place of the condition."""
    for script in context.plan.scripts:
        source, text = script.source, script.source.text
        for head in _HEAD.finditer(text):
            versions = _versions(head[0])
            if len(versions) < 2:
                continue
            body = _body(head, text)
            folders = [found for found in re.finditer(_FOLDER, body) if "#" not in line_before(body, found.start())]
            said = re.sub(r"(?m)(?:^|\s)#.*", "", body)
            if any(version in said for version in versions if all(version != f["version"] for f in folders)):
                continue
            for found in folders:
                if found["version"] in versions and len({f["version"] for f in folders}) == 1:
                    other = next(version for version in versions if version != found["version"])
                    start = head.end() + found.start()
                    place = source.place(start, start + len(found[0]))
                    yield place, found["version"], other, source.place(head.start() + len(head["indent"]), head.end())


def _versions(head: str) -> list[str]:
    if head.rstrip().endswith(")") and "if" not in head:
        return list(dict.fromkeys(re.findall(_VERSION, head)))
    asked = list(re.finditer(_ASKED, head))
    same = len({one["name"] for one in asked}) == 1 and len(asked) == head.count("||") + 1
    return list(dict.fromkeys(one["version"] for one in asked)) if same else []


def _body(head: re.Match[str], text: str) -> str:
    """Up to where the branch ends: in a line that is not further in, or behind `;;`."""
    ends = r";;" if head[0].rstrip().endswith(")") else rf"(?m)^{head['indent']}(?:elif|else|fi)\b"
    end = re.compile(ends).search(text, head.end())
    return text[head.end() : end.start() if end is not None else len(text)]
