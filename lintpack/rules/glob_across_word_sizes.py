"""`/usr/lib*/libfoo.so.5`: the pattern takes the library from `lib` and from `lib64`, and both go to one place."""

from __future__ import annotations

from lintpack.rules.packed import once
from lintpack.rules.rule import Rule
from lintpack.rules.wording import calls, written_at
from lintpack.script import paths, texts
from lintpack.script.plan import Transfer
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.values import Text

RULE = Rule(
    code="LP117",
    name="glob-across-word-sizes",
    summary="A pattern such as `/usr/lib*/` takes one library in two word sizes; the last copy wins.",
    level="warning",
    confidence="medium",
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for transfer in context.each(Transfer):
        if transfer.recursive or transfer.parents:
            continue
        parts = paths.components(transfer.source)
        at = next((rank for rank, part in enumerate(parts[:-1]) if _both(part)), None)
        name = texts.shown(parts[-1])
        if at is None or ".so" not in name or not _of_a_system(parts[:at]) or _apart(transfer):
            continue
        place = written_at(transfer.origin)
        folder = texts.shown(paths.from_components(parts[: at + 1]))
        yield RULE.finding(
            place,
            f"`{folder}` is `lib` and `lib64` where both are there, and the two `{name}` go to one place",
            label="the last one wins",
            related=calls(transfer.origin, place),
            notes=("with 32-bit libraries installed, one of the two is of the wrong architecture",),
            help="ask for the architecture, and name one folder",
        )


def _both(part: Text) -> bool:
    """`lib*`, `lib{,64}` is two words already."""
    return len(part) == 2 and part[0] == "lib" and isinstance(part[1], Wildcard) and part[1].text in ("*", "?(64)")


def _of_a_system(parts: list[Text]) -> bool:
    """`/`, `/usr`, or a tree like it: a project's own `lib*` has mostly one of them."""
    return texts.shown(paths.from_components(parts)) in ("", "/", "/usr", "/usr/local")


def _apart(transfer: Transfer) -> bool:
    """Whether the destinations keep the two apart."""
    return any(isinstance(piece, Wildcard) for part in paths.components(transfer.destination)[:-1] for piece in part)
