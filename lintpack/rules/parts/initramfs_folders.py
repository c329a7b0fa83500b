"""What a module for dracut or a hook of initramfs-tools takes from the folder of one kind of system, while it looks for
other files.

dracut_install /lib64/libnss_files.so.2; inst "$(command -v dropbear)" /sbin/dropbear
copy_exec /usr/lib/x86_64-linux-gnu/libfoo.so.1; copy_exec "$(command -v tool)"
"""

from __future__ import annotations

import re

from lintpack.bash.tree import AndOr, Case, For, If, SimpleCommand
from lintpack.bash.walk import around, each
from lintpack.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Script
    from lintpack.rules.context import Context
    from lintpack.source import Place

# Each tool's commands, folders that need not be there, how its scripts look for files, and the advice.
_DRACUT = frozenset(("dracut_install", "inst", "inst_simple", "inst_library", "inst_binary", "inst_multiple"))
_ASKS = r"\$\(\s*(?:which|command +-v|type +-P|find_binary)\b|`(?:which|command +-v|type +-P|find_binary)\b"
_KINDS = (
    (
        _DRACUT,
        r"/(?:usr/)?lib64/",
        rf"{_ASKS}|\binst_libdir_file\b|\$\{{?libdirs\b",
        'with `inst_libdir_file "{}"`, which looks into each folder of libraries',
    ),
    (
        frozenset(("copy_exec",)),
        r"/(?:usr/)?lib/(?:x86_64|i[3-6]86|aarch64|arm)-linux-gnu\w*/",
        rf"{_ASKS}|/lib/\*|DEB_HOST_MULTIARCH|dpkg-architecture",
        "from the folder that `ldconfig -p` names, or by `/usr/lib/*-linux-gnu/{}`",
    ),
)
_KNOWS = r"(?m)^[^#\n]*(?:\buname +-m|--print-architecture|\b(?:amd64|aarch64|arm64|i386)\b(?!-linux))"


class OneSystems(Record):
    """`name` at `place` is taken from `folder`; `other` is what the script looks for; `help` is the advice."""

    place: Place
    name: str
    folder: str
    other: Place
    help: str


def of_one_system(context: Context) -> Iterator[OneSystems]:
    for script in context.plan.scripts:
        text = script.source.text
        for commands, folder, asks, help_ in _KINDS:
            if not any(name in text for name in commands) or re.search(_KNOWS, text):
                continue
            line = re.search(rf"(?m)^[^#\n]*?({asks})", text)
            if line is None or re.search(folder, text) is None:
                continue
            other = script.source.place(line.start(1), line.end(1))
            for start, end, path in _taken(script.tree, commands, folder):
                at = path.rpartition("/")
                yield OneSystems(script.source.place(start, end), at[2], at[0], other, help_.format(at[2]))


def _taken(tree: Script, commands: frozenset[str], folder: str) -> Iterator[tuple[int, int, str]]:
    """The libraries that such commands are given by their paths, where no condition speaks of what is there."""
    library = rf"{folder}(?:[\w.+-]+/)*[\w.+-]+\.so[\w.]*"
    for command in each(tree, SimpleCommand):
        words = command.words
        if not words or words[0].raw not in commands or len(words) < 2 or words[1].raw in ("-o", "-H", "-a"):
            continue
        sources = words[1:] if words[0].raw in ("inst_multiple", "dracut_install") else words[1:2]
        found = [word for word in sources if re.fullmatch(library, word.raw.strip("\"'"))]
        if found and not any(isinstance(node, (If, Case, For, AndOr)) for node in around(tree, command.start)):
            for word in found:
                yield word.start, word.end, word.raw.strip("\"'")
