"""A package manager that is asked for the libraries of one architecture, in a script that asks others for any.

dpkg -L libc6; rpm -ql glibc.x86_64
"""

from __future__ import annotations

import re

from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_LISTS = {
    "rpm": r"\brpm\s+(?:-[a-zA-Z]*q[a-zA-Z]*|--query)(?:\s+-[\w-]+)*",
    "dpkg": r"\bdpkg(?:-query)?\s+(?:-L|--listfiles)",
    "pacman": r"\bpacman\s+(?:-Q[a-z]*l[a-z]*|--query)(?:\s+-[\w-]+)*",
    "apk": r"\bapk\s+info\s+-\w*L\w*",
}
_MACHINE = r"x86_64|amd64|aarch64|arm64|i[36]86|armhf|ppc64(?:le|el)|s390x"
_ASKS = r"\buname\b|\barch\b|--print-architecture|_(?:ARCH|arch)\b|\$\{?(?:ARCH|arch)\b"


class Asked(Record):
    """The package at `place` is one of `machine`; at `other` another manager, `beside`, is asked for one of any."""

    place: Place
    machine: str
    beside: str
    other: Place


def of_one_machine(context: Context) -> Iterator[Asked]:
    for script in context.plan.scripts:
        text = re.sub(r"(?m)^[ \t]*#.*$", lambda comment: " " * len(comment[0]), script.source.text)
        asked = [
            (tool, match)
            for tool, command in _LISTS.items()
            for match in re.finditer(rf"{command}\s+([\w+.:-]+)", text)
        ]
        fixed = [(tool, match) for tool, match in asked if re.search(rf"[.:](?:{_MACHINE})$", match[1])]
        free = [(tool, match) for tool, match in asked if (tool, match) not in fixed]
        # Whoever speaks of a machine elsewhere knows which one it runs on.
        if not fixed or len(re.findall(_MACHINE, text)) > len(fixed) or re.search(_ASKS, text):
            continue
        for tool, match in fixed:
            other = next(((name, found) for name, found in free if name != tool), None)
            if other is not None:
                start, end = re.search(rf"[.:](?:{_MACHINE})$", match[1]).span()  # type: ignore[union-attr]
                yield Asked(
                    script.source.place(match.start(1), match.end(1)),
                    match[1][start + 1 : end],
                    other[0],
                    script.source.place(other[1].start(), other[1].end()),
                )
