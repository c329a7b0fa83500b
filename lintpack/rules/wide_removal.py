"""A pattern removes libraries of other packages from a folder of the system: `rm -f /usr/lib/libav*.so*`."""

from __future__ import annotations

from fnmatch import fnmatchcase

from lintpack.findings import Label
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.suffix_evidence import system_folder
from lintpack.rules.shared.wording import calls, listed, written_at
from lintpack.script import texts
from lintpack.script.plan import Removal, Transfer
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context

RULE = Rule(
    code="LP141",
    name="wide-removal",
    summary="A pattern removes libraries of other packages from a folder of the system.",
    level="warning",
    confidence="high",
)

# Letters behind `lib` that a pattern begins with at least: less is no slip.
_LEAST = 1


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for removal in context.each(Removal):
        folder, _, pattern = texts.shown(removal.path).rpartition("/")
        start = _start(removal)
        if not start.startswith("lib") or len(start) < 3 + _LEAST or not system_folder(folder):
            continue
        # What lies there no package put there.
        if folder.startswith("/usr/local"):
            continue
        own = _installed(folder, start, context)
        if not own:
            continue
        table = context.evidence.table
        ours = tuple(sorted({one.partition(".so")[0] for one, _ in own}))
        others = [
            name
            for name in (table.names() if table is not None else ())
            if name.startswith(start) and fnmatchcase(f"{name}.1", pattern) and not name.startswith(ours)
        ]
        if not others or any(name.partition(".so")[0] == start for name, _ in own):
            continue
        place = written_at(removal.origin)
        first = own[0][1].origin
        yield RULE.finding(
            place,
            f"removes not only the script's own `{own[0][0]}`, but also {listed(others, 3)} of other packages",
            label="too wide for a folder of the system",
            related=(*calls(removal.origin, place), Label(written_at(first), "installed here")),
            help=f"name what is the package's own: {listed([f'{one}.so*' for one in ours], 3)}",
        )


def _start(removal: Removal) -> str:
    """The known beginning of a pattern; "" where the name is no pattern, or not known."""
    pieces = removal.path
    if not pieces or not any(isinstance(piece, Wildcard) for piece in pieces):
        return ""
    head = next((n for n, piece in enumerate(pieces) if isinstance(piece, Wildcard)), 0)
    before = pieces[head - 1] if head else ""
    return before.rpartition("/")[2] if isinstance(before, str) and "/" in before else ""


def _installed(folder: str, start: str, context: Context) -> list[tuple[str, Transfer]]:
    """The libraries that the script puts there under such names."""
    found = []
    for transfer, source, into in context.copies:
        there, _, name = into.rpartition("/")
        last = source.rpartition("/")[2]
        name = last if name in ("", "$@") else name
        if there == folder and name.startswith(start) and ".so" in name and "$" not in name:
            found.append((name, transfer))
    return found
