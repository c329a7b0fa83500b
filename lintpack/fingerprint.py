"""Names for findings that outlive edits elsewhere: what a baseline, GitLab and SARIF know a finding by.

`content_key` is a hash of the rule, the file, the marked text, and the command around it with comments and blanks
evened out. It does not change when lines are added above, when the command is indented or wrapped otherwise, or when a
message is worded better. It changes when the file is renamed or the command says something else.

Two findings may have one key (the same faulty command twice in a file), so `fingerprints` numbers them: `KEY:1`,
`KEY:2` in the order in which they are shown. Within a report every fingerprint is unique; when one of several alike
goes away, the others move up, so that a baseline does best to count keys.

A finding about an archive adds the names that its message gives in backquotes (members, needed names; not the target's
absolute paths). Where it has no script line, the archive counts by its name without the version: `server-2.5.tar.gz`
and `server-2.6.tar.gz` are one.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.findings import Finding
    from lintpack.source import Place, Source

# Hexadecimal digits of a key: 128 bits.
_DIGITS = 32
# Lines that one command may be continued over, each way.
_REACH = 200
_QUOTED_OR_COMMENT = re.compile(r"""\\.|'[^']*'|"(?:[^"\\]|\\.)*"|((?:(?<=[\s;&|()])|^)\#.*)""", re.DOTALL)


def content_key(finding: Finding) -> str:
    """The hash of what `finding` is about: 32 hexadecimal digits. The same on every machine."""
    from hashlib import sha256

    place = finding.place
    parts = [finding.code]
    if place is not None:
        parts += [finding.path, _even(place.text), command_text(place)]
    else:
        archive, _, member = finding.path.partition("!")
        parts += [versionless(archive), member]
    if place is None or finding.code >= "LP4":
        parts += [name for name in re.findall(r"`([^`]*)`", finding.message) if not name.startswith("/")]
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """`KEY:N` for each of the findings of one report, in their order."""
    return numbered(map(content_key, findings))


def numbered(keys: Iterable[str]) -> list[str]:
    """Each key with which of its kind it is, from 1."""
    counts: dict[str, int] = {}
    result = []
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
        result.append(f"{key}:{counts[key]}")
    return result


def command_text(place: Place) -> str:
    """The command at `place`, from its first line to the last that a backslash continues it on, without comments, and
    with one blank for several. Of a span over many lines, the command in which it starts."""
    source = place.source
    first = last = place.line
    while first > 1 and place.line - first < _REACH and _continued(source, first - 1):
        first -= 1
    while last - place.line < _REACH and _continued(source, last):
        last += 1
    lines = [source.line(number) for number in range(first, last + 1)]
    text = "\n".join(lines).replace("\\\n", "")
    return _even(_QUOTED_OR_COMMENT.sub(lambda found: "" if found[1] else found[0], text))


def _continued(source: Source, number: int) -> bool:
    """Whether a line ends in a backslash that is not itself quoted by one."""
    line = source.line(number)
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _even(text: str) -> str:
    return " ".join(text.replace("\\\n", "").split())


def versionless(path: str) -> str:
    """The name of an archive up to its version."""
    name = path.rstrip("/").rpartition("/")[2]
    found = re.search(r"[-_.]v?\d", name)
    return name[: found.start()] if found is not None and found.start() else name.partition(".")[0] or name
