"""libtool's wrapper scripts, which start a program in the build tree's .libs."""

from __future__ import annotations

from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["libtool-leftover"]
_BUILD = ("/home/", "/root/", "/build", "/tmp/", "/workspace", "/Users/")


def check(archive: Archive) -> Iterator[Finding]:
    for entry in archive.bundle:
        text = entry.text
        if not text or not entry.is_file:
            continue
        head = text[:2000]
        if entry.is_script and "temporary wrapper script for" in head:
            yield archive.finding(
                RULE,
                entry.path,
                f"`{entry.path}` is libtool's wrapper script, which starts the program in the build tree",
                f"begins   {text.split(chr(10), 1)[0]}",
                help="pack the file in `.libs`, or install with `libtool --mode=install cp`",
                level="error",
            )
        elif entry.path.endswith(".la") and "libtool library file" in head:
            lines = [line for line in text.split("\n") if line.startswith(("dependency_libs=", "libdir="))]
            bad = next((line for line in lines if any(folder in line for folder in _BUILD)), None)
            if bad is not None:
                yield archive.finding(
                    RULE,
                    entry.path,
                    f"`{entry.path}` names folders of the machine that built it",
                    bad[:100],
                    help="leave `.la` files out: nothing on the target reads them",
                    level="note",
                )
