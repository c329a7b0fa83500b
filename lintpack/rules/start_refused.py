"""What else ends a start: a processor or kernel that is too old, a relocation that the loader does not know."""

from __future__ import annotations

from lintpack.rules.archive_rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["start-refused"]
# Those that other rules tell of.
_TOLD = (
    *("cannot open shared object file", "version `", "invalid ELF header", "file too short", "cannot read file data"),
    *("wrong ELF class", "Error loading shared library", "Exec format error", "No such file or directory"),
)


def check(archive: Archive) -> Iterator[Finding]:
    seen: set[str] = set()
    for start in archive.starts:
        fatal = start.result.fatal
        program = archive.program(start)
        if fatal is None or program in seen or any(words in fatal for words in _TOLD):
            continue
        seen.add(program)
        text = fatal.removeprefix("error while loading shared libraries: ")
        yield archive.finding(
            RULE,
            program,
            f"`{program}` does not start on {_target(archive)}: {text}",
            fatal,
            help="build for the target that it is to run on, or name another one with `--profile`",
        )


def _target(archive: Archive) -> str:
    return "this system" if archive.profile == "host" else f"the target `{archive.profile}`"
