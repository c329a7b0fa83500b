"""The bundle's own library is older than the symbol versions that are asked of it."""

from __future__ import annotations

from lintpack.bundle.floors import symbols_asking
from lintpack.findings import Fact
from lintpack.rules.archive_rules import RULES
from lintpack.rules.shared.version_requests import version_requests
from lintpack.rules.shared.wording import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.shared.archive import Archive

RULE = RULES["version-not-provided"]


def check(archive: Archive) -> Iterator[Finding]:
    for request in version_requests(archive):
        if not request.provider.inside:
            continue
        provider = archive.member(request.start, request.provider.real or request.provider.path or "")[0]
        entry = archive.bundle.get(request.member)
        symbols = symbols_asking(entry, request.versions[-1], request.library) if entry is not None else ()
        defined = request.provider.facts.versions_defined if request.provider.facts is not None else None
        asks = f" (for {listed(symbols, 3)})" if symbols else ""
        yield archive.finding(
            RULE,
            provider,
            f"`{request.member}` asks `{request.library}` for the version {listed(request.versions)}, "
            f"which `{provider}` does not define",
            f"defines  {' '.join((defined or ())[-6:])}",
            facts=(
                Fact(archive.where(request.member), (f"needs    {request.versions[-1]} of {request.library}{asks}",)),
            ),
            notes=("the loader takes the first file of that name, and does not look for one with the version",),
            help=f"pack the `{request.library}` that `{request.member}` was linked with",
            level="" if request.launched else "warning",
        )
