"""`lintpack loads`: what each program of a bundle would load, and from where."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lintpack import cli
from lintpack.command.bundles import limits, open_bundle, status, tell_troubles
from lintpack.launch.starts import start_all
from lintpack.loader.profiles import HOST, ProfileError
from lintpack.loader.survey import Survey
from lintpack.loader.target import programs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.bundle.index import Bundle
    from lintpack.loader.start import Start
    from lintpack.options import Arguments


class _NoProgramError(Exception):
    """The bundle has no such program; the text says what it has."""


def loads(arguments: Arguments) -> int:
    archive, *rest = arguments.operands
    try:
        bounds = limits(arguments)
    except ValueError as error:
        cli.complain(str(error))
        return cli.FAILED
    bundle = open_bundle(archive, bounds)
    if bundle is None:
        return cli.FAILED
    survey = Survey(bundle, arguments.last("--profile", HOST), arguments.last("--prefix") or None)
    try:
        starts = _starts(survey, rest[0] if rest else "", arguments)
    except (ProfileError, _NoProgramError) as error:
        cli.complain(str(error))
        return cli.FAILED
    cli.write(_render(starts, bundle, arguments))
    tell_troubles(bundle)
    if not starts and arguments.last("--format", "tree") == "tree":
        cli.complain(f"{archive}: no programs and no libraries for a machine of the target in it")
    return status(bundle)


def _starts(survey: Survey, wanted: str, arguments: Arguments) -> list[Start]:
    """Raises ProfileError and _NoProgramError."""
    library_path = arguments.last("--library-path") if arguments.has("--library-path") else None
    preload = arguments.last("--preload") if arguments.has("--preload") else None
    cwd = arguments.last("--cwd") if arguments.has("--cwd") else None
    member = _member(survey, wanted) if wanted else ""
    members = [member] if member else programs(survey.bundle)
    if not members:
        # A wheel, say: its extension modules, as if each were opened by itself.
        from lintpack.rules.shared.archive import Archive

        archive = Archive(survey.bundle, arguments.last("--profile", HOST), arguments.last("--prefix") or None)
        members = [archive.program(start) for start in archive.library_starts]
        return [survey.start(one, library_path, preload, cwd) for one in members]
    if library_path is not None:
        return [survey.start(one, library_path, preload, cwd) for one in members]
    return start_all(survey, member, preload, cwd)


def _member(survey: Survey, wanted: str) -> str:
    member = survey.member(wanted)
    if member is not None:
        return member
    if "/" not in wanted:
        named = [entry.path for entry in survey.bundle if entry.is_file and posixpath.basename(entry.path) == wanted]
        if len(named) == 1:
            return named[0]
        if named:
            raise _NoProgramError(f"{wanted}: there are several: {', '.join(sorted(named)[:5])}")
    raise _NoProgramError(f"{survey.bundle.path}!{wanted}: no such member" + _hint(wanted, survey.bundle))


def _hint(wanted: str, bundle: Bundle) -> str:
    from lintpack.suggest import did_you_mean

    known = programs(bundle)
    hint = did_you_mean(wanted, known)
    if hint or not known:
        return hint
    more = f" and {len(known) - 5} more" if len(known) > 5 else ""
    return f"; its programs are {', '.join(known[:5])}{more}"


def _render(starts: Sequence[Start], bundle: Bundle, arguments: Arguments) -> str:
    form = arguments.last("--format", "tree")
    if form == "json":
        from lintpack.report.json import dump
        from lintpack.report.loads_json import document

        return dump(document(starts))
    if form in ("dot", "mermaid"):
        from lintpack.report import loads_graph

        return loads_graph.dot(starts) if form == "dot" else loads_graph.mermaid(starts)
    from lintpack.loader.carried import Carried
    from lintpack.report.loads_tree import render

    meant = Carried(bundle).meant
    return render(starts, meant, verbose=arguments.has("--verbose"), colour=cli.coloured(arguments))
