"""The archives that a command is given: read once, with what is wrong with them said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack import cli
from lintpack.bundle.limits import Limits, with_option
from lintpack.bundle.reading import read_bundle
from lintpack.bundle.trouble import BundleError

if TYPE_CHECKING:
    from lintpack.bundle.index import Bundle
    from lintpack.options import Arguments

# Troubles of one archive that are spelled out; the others are counted.
_SHOWN = 5


def limits(arguments: Arguments) -> Limits:
    """The bounds that `--limit` asks for. Raises ValueError."""
    bounds = Limits()
    for option in arguments.all("--limit"):
        try:
            bounds = with_option(bounds, option)
        except ValueError as error:
            raise ValueError(f"--limit {option}: {error}") from None
    return bounds


def open_bundle(path: str, bounds: Limits) -> Bundle | None:
    """The bundle at `path`; None, and a complaint, where nothing of it can be read."""
    try:
        return read_bundle(path, bounds)
    except BundleError as error:
        cli.complain(f"{path}: {error}")
        return None


def tell_troubles(bundle: Bundle) -> None:
    """Complain about what is wrong with the archive itself."""
    for one in bundle.troubles[:_SHOWN]:
        where = f"{bundle.path}!{one.member}" if one.member else bundle.path
        cli.complain(f"{where}: {one.message}")
    more = len(bundle.troubles) - _SHOWN
    if more > 0:
        cli.complain(f"{bundle.path}: {more} more of this kind")


def status(bundle: Bundle) -> int:
    """2 where a part of the archive could not be read."""
    return cli.CLEAN if bundle.complete else cli.FAILED
