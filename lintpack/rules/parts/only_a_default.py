"""LP317: the package's own folders are only a default: `export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-$here/lib}`.

Where the caller has any value, the program is started without them.
"""

from __future__ import annotations

import re

from lintpack.rules.parts.lost_ends import Loss
from lintpack.rules.shared.launchers import purpose
from lintpack.rules.shared.loader import programs, written_scripts
from lintpack.rules.shared.own_folder import from_own_folder, raw_elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.loader_settings import Program

_NAME = r"(?P<of>(?:DY)?LD_LIBRARY_PATH)"
_DEFAULT = (
    r"(?m)^[ \t]*(?P<all>(?:(?:export[ \t]+)?(?P<name>(?:DY)?LD_LIBRARY_PATH)=|:[ \t]+)[\"']?"
    rf"\$\{{{_NAME}:?[-=](?P<default>(?:[^{{}}\n]|\$\{{[^{{}}\n]*\}})+)\}}[\"']?)"
    r"(?=[ \t]*(?:$|[;#&])|(?P<command>[ \t]+(?:exec[ \t]+)?[\"']?\$))"
)
# Who says that it is a default, for a caller who has one of his own.
_MEANT = r"(?i)\b(?:default|overrid\w*|unless|if (?:not|un)|already|allow\w*|custom\w*|caller|user)\b"
_ABOVE = 3


def only_defaults(context: Context) -> Iterator[Loss]:
    for program in programs(context):
        if not program.written:
            for script in context.plan.scripts:
                for start, end, name in _found(script.source.text, program):
                    place = script.source.place(start, end)
                    yield Loss(place, *_words(name))
    for program, _, places in written_scripts(context):
        for start, end, name in _found(program.text, program):
            yield Loss(places.place(start, end), *_words(name))


def _words(name: str) -> tuple[str, str, str]:
    return (
        f"the package's own folders are only what `{name}` gets where it is empty: a caller's value takes them away",
        "lost where the caller has a value",
        f"write `{name}=DIR${{{name}:+:${name}}}`",
    )


def _found(text: str, program: Program) -> Iterator[tuple[int, int, str]]:
    """Where the variable is given such a default, and nothing else."""
    if "LIBRARY_PATH:" not in text and "LIBRARY_PATH-" not in text and "LIBRARY_PATH=" not in text:
        return
    for found in re.finditer(_DEFAULT, text):
        name = found["of"]
        if found["name"] not in (None, name) or _elsewhere(name, text[: found.start()], text[found.end() :]):
            continue
        exported = found["command"] and found["name"] and "export" not in found["all"]
        if not exported and not re.search(rf"(?m)^[^#\n]*\bexport\b[^\n]*\b{name}\b|^\s*set -\w*a", text):
            continue  # LP304 says more
        lines = text[: found.start()].split("\n")[-_ABOVE - 1 :]
        rest = text[found.end() : text.find("\n", found.end()) % (len(text) + 1)]
        if any("#" in line and re.search(_MEANT, line.partition("#")[2]) for line in (*lines, rest)):
            continue
        elements = raw_elements(f"{name}={found['default']}")
        if any(_of_the_package(element, text) for element in elements) and purpose(program) != "build":
            yield found.start("all"), found.end("all"), name


def _elsewhere(name: str, above: str, below: str) -> bool:
    """Whether another line gives the variable a value, takes it away, or looks at it; or another way is there to tell
    the folders."""
    other = (
        rf"(?m)^[^#\n]*(?:\b{name}\+?=|\bunset\b[^\n]*\b{name}\b|\$\{{?{name}\b)"
        r"|--library-path|-rpath|\benv[ \t]+-i\b"
    )
    shown = rf"(?m)^[ \t]*(?:echo|printf)\b[^\n]*\$\{{?{name}\b[^\n]*$"
    return any(re.search(other, re.sub(shown, "", part)) is not None for part in (above, below))


def _of_the_package(element: str, text: str) -> bool:
    """Whether a folder is found from where the script lies; or it is below one that the script sets, in which it starts
    a program as well."""
    if from_own_folder(element, text):
        return True
    base = re.match(r"\$\{?([A-Za-z_]\w*)\}?/", element)
    if base is None:
        return False
    name = base[1]
    given = re.findall(rf"(?m)(?:^|[\s;])(?:export[ \t]+)?{name}=(\S+)", text)
    if not given or any(name in value or "${" in value for value in given):
        return False
    started = rf"(?m)^[ \t]*(?:exec[ \t]+)?[\"']?\$\{{?{name}\b\}}?[\"']?/[\w./-]*\b(?:s?bin|libexec)/"
    return re.search(started, text) is not None
