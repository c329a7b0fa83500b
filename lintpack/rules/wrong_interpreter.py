"""The loader that a program names: where it is not there, the program is not found, as the shell says it."""

from __future__ import annotations

import posixpath
import re

from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["wrong-interpreter"]
_BUILD = re.compile(r"/(?:home|root|builds?|workspace|tmp|nix/store|gnu/store|Users)/")


def check(archive: Archive) -> Iterator[Finding]:
    missing = {
        archive.program(start): start.result.fatal
        for start in archive.starts
        if start.result.fatal is not None and start.result.interpreter is not None and not start.result.libc
    }
    for entry in archive.objects:
        facts = entry.facts
        interpreter = facts.interpreter if facts is not None else None
        if interpreter is None or (facts is not None and facts.soname and not facts.flags_1):
            continue
        if not interpreter.startswith("/"):
            problem = "which is sought in the working directory"
        elif _BUILD.match(interpreter):
            problem = "a path of the machine that built it"
        elif entry.path in missing:
            problem = "which the target does not have"
            if posixpath.basename(interpreter).startswith("ld-musl") and archive.whole is False:
                continue
        else:
            continue
        yield archive.finding(
            RULE,
            entry.path,
            f"`{entry.path}` names the loader `{interpreter}`, {problem}",
            f"INTERP   {interpreter}",
            notes=("the shell then says that the program itself is not found",),
            help="`patchelf --set-interpreter` with the target's loader, such as /lib64/ld-linux-x86-64.so.2",
        )
