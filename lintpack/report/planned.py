"""What a plan's effects look like to people and programs: one entry for each file name that an effect may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.record import Record
from lintpack.rules.shared.wording import find_name, written_at
from lintpack.script.opened import last_opened
from lintpack.script.texts import consistent, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.script.plan import Guard, Origin, Plan, Transfer
    from lintpack.source import Place


class Copy(Record):
    """One source name and where it goes, as shown. `place`: where the name is written."""

    transfer: Transfer
    source: str
    destination: str
    place: Place


def copies(transfer: Transfer, plan: Plan) -> Iterator[Copy]:
    """The copies that a transfer may be: several where the file's name is one of several."""
    when = transfer.origin.when
    seen = set()
    for source, chosen in last_opened(transfer.source, when):
        for destination, further in last_opened(transfer.destination, when | chosen):
            pair = (shown(source), shown(destination))
            if pair in seen or not consistent(chosen, further):
                continue
            seen.add(pair)
            name = pair[0].rpartition("/")[2]
            known = name and not any(c in name for c in "$*?[{")
            place = find_name(name, transfer.origin, plan) if known else written_at(transfer.origin)
            yield Copy(transfer, *pair, place)


def condition(guards: Sequence[Guard]) -> str:
    """All guards as one condition, "" for none."""
    return " && ".join([guard.shown if guard.holds else f"!({guard.shown})" for guard in guards])


def heading(guards: Sequence[Guard]) -> str:
    """The same for people: `if X`, `unless X`."""
    if len(guards) == 1 and not guards[0].holds:
        return f"unless {guards[0].shown}"
    return f"if {condition(guards)}" if guards else ""


def via(origin: Origin) -> str:
    """How the interpreter came to an effect: `pack_server_lib > pack_system_lib > copy_file`."""
    return " > ".join([frame.name for frame in origin.calls])
