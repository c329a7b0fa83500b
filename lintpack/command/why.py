"""`lintpack why`: one library, and every place that is about it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lintpack import cli, libname
from lintpack.config import ConfigError
from lintpack.record import replace

if TYPE_CHECKING:
    from lintpack.launch.mentions import Mention, Wanted
    from lintpack.options import Arguments


def why(arguments: Arguments) -> int:
    from lintpack.launch.mentions import Wanted
    from lintpack.report import why_report

    words = [word for word in arguments.operands if _is_library(word)]
    paths = tuple([word for word in arguments.operands if not _is_library(word)])
    if not words:
        cli.complain("which library? usage: lintpack why LIBRARY… [--archive FILE] [PATH…]")
        return cli.FAILED
    wanted = [Wanted(word) for word in words]
    found: dict[str, list[Mention]] = {word: [] for word in words}
    problems = _scripts(arguments, paths, wanted, found)
    problems += _archives(arguments, wanted, found)
    if arguments.last("--format") == "json":
        cli.write(why_report.json(found))
    else:
        cli.write(why_report.text(found, cli.coloured(arguments)))
    for line in problems:
        cli.complain(line)
    if problems:
        return cli.FAILED
    return cli.CLEAN


def _is_library(word: str) -> bool:
    """`libfoo.so.4` and `libfoo` are libraries, what exists or has a slash is a path."""
    if "/" in word:
        return False
    return libname.parse(word) is not None or (not os.path.exists(word) and word != "-")


def _scripts(
    arguments: Arguments, paths: tuple[str, ...], wanted: list[Wanted], found: dict[str, list[Mention]]
) -> list[str]:
    """What the scripts say; those of the working directory where neither script nor archive is named."""
    from lintpack.command.inputs import inputs, variables
    from lintpack.examine import internal, plan, unreadable
    from lintpack.launch.mentions import in_plan

    if not paths and arguments.has("--archive"):
        return []
    try:
        config = cli.configuration(arguments)
    except ConfigError as error:
        return [str(error)]
    scripts, problems = inputs(replace(arguments, operands=paths or (".",)), config)
    values = variables(arguments, config)
    for shown, repository, path in scripts:
        try:
            if not unreadable(repository, path):
                made = plan(repository, path, values)
                for one in wanted:
                    found[one.word] += in_plan(one, made)
        except Exception as error:
            # One script's failure must not lose what the others say.
            problems.append(f"{shown}: {internal(error)}")
    return problems


def _archives(arguments: Arguments, wanted: list[Wanted], found: dict[str, list[Mention]]) -> list[str]:
    if not arguments.has("--archive"):
        return []
    from lintpack.bundle.reading import read_bundle
    from lintpack.bundle.trouble import BundleError
    from lintpack.command.bundles import limits
    from lintpack.launch.mentions import in_bundle, in_starts
    from lintpack.launch.starts import start_all
    from lintpack.loader.profiles import HOST, ProfileError
    from lintpack.loader.survey import Survey

    problems: list[str] = []
    for path in arguments.all("--archive"):
        try:
            bundle = read_bundle(path, limits(arguments))
            survey = Survey(bundle, arguments.last("--profile", HOST), arguments.last("--prefix") or None)
            starts = start_all(survey)
        except (BundleError, ProfileError, ValueError) as error:
            problems.append(f"{path}: {error}")
            continue
        problems += [f"{path}: {one.message}" for one in bundle.troubles if not bundle.complete][:1]
        for one in wanted:
            found[one.word] += [*in_bundle(one, bundle), *in_starts(one, bundle, starts)]
    return problems
