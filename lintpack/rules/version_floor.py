"""The target's libraries are older than what the bundle was built with."""

from __future__ import annotations

from lintpack.bundle.floors import symbols_asking
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.version_requests import version_requests
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive
    from lintpack.rules.shared.version_requests import VersionRequest

RULE = RULES["version-floor"]


def check(archive: Archive) -> Iterator[Finding]:
    groups: dict[tuple[str, str], list[VersionRequest]] = {}
    for request in version_requests(archive):
        # A library that is opened by a program finds what the program has loaded before.
        other = not request.launched and archive.carried.meant(request.library)
        if not request.provider.inside and not other:
            groups.setdefault((request.library, request.versions[-1]), []).append(request)
    for (library, newest), requests in groups.items():
        first = next((request for request in requests if request.launched), requests[0])
        entry = archive.bundle.get(first.member)
        symbols = symbols_asking(entry, newest, library) if entry is not None else ()
        others = [request.member for request in requests if request is not first]
        asks = f" for {listed(symbols, 3)}" if symbols else ""
        yield archive.finding(
            RULE,
            first.member,
            f"`{first.member}` asks `{library}` for `{newest}`{asks}, which {_target(archive)} does not have",
            f"needs    {' '.join(first.versions)} of {library}",
            notes=(f"{listed(others)} ask{'s' if len(others) == 1 else ''} for it as well",) if others else (),
            help="build on the oldest system that is to run it",
            level="" if any(request.launched for request in requests) else "warning",
        )


def _target(archive: Archive) -> str:
    return "this system" if archive.profile == "host" else f"the target `{archive.profile}`"
