"""`lintpack diff`: what changed for the loader between two archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack import cli
from lintpack.bundle.changes import Contents, changes
from lintpack.command.bundles import limits, open_bundle, tell_troubles
from lintpack.loader.profiles import HOST, ProfileError

if TYPE_CHECKING:
    from lintpack.options import Arguments


def diff(arguments: Arguments) -> int:
    from lintpack.launch.providers import provider_changes
    from lintpack.report import diff_report

    try:
        bounds = limits(arguments)
    except ValueError as error:
        cli.complain(str(error))
        return cli.FAILED
    bundles = [bundle for path in arguments.operands if (bundle := open_bundle(path, bounds)) is not None]
    if len(bundles) < 2:
        return cli.FAILED
    old, new = (Contents(bundle) for bundle in bundles)
    try:
        found = [*changes(old, new), *provider_changes(old, new, arguments.last("--profile", HOST))]
    except ProfileError as error:
        cli.complain(str(error))
        return cli.FAILED
    if arguments.last("--format") == "json":
        cli.write(diff_report.json(found))
    else:
        cli.write(diff_report.text(found, cli.coloured(arguments)))
    for bundle in bundles:
        tell_troubles(bundle)
    return cli.CLEAN if all(bundle.complete for bundle in bundles) else cli.FAILED
