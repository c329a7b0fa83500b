"""`lintpack check`."""

from __future__ import annotations

import os

from lintpack import cli
from lintpack.check import Settings
from lintpack.check import check as run
from lintpack.command.inputs import inputs, variables
from lintpack.command.reporting import fail_on, finished, write_reports
from lintpack.config import ConfigError
from lintpack.record import Record, replace
from lintpack.report import render
from lintpack.rules import selected, unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lintpack.archives import Wanted
    from lintpack.config import Config
    from lintpack.options import Arguments
    from lintpack.report import Report
    from lintpack.repository import Repository
    from lintpack.rules.rule import RuleModule


def check(arguments: Arguments) -> int:
    try:
        config = cli.configuration(arguments)
        ran = run_check(arguments, config)
    except (ConfigError, ValueError) as error:
        cli.complain(str(error))
        return cli.FAILED
    report = finished(ran.report, ran.problems, fail_on(arguments, config.fail_on))
    if arguments.has("--statistics"):
        report = replace(report, statistics=True)
    # The complaints come last: a wrong path must not scroll away above a long report.
    form = arguments.last("--format", "text")
    if ran.shown is not None:
        cli.write(ran.shown)
    elif ran.anything or form != "text":
        cli.write(render(form, report, cli.coloured(arguments), cli.columns()))
    problems = [*ran.problems, *write_reports(arguments, report)]
    for line in (*ran.notes, *problems):
        cli.complain(line)
    return cli.FAILED if problems else report.status


class Ran(Record):
    """What a run gave. `problems`: lines for what went wrong; `notes`: lines for what is only to be known; `shown`:
    what stands in the place of the report; `anything`: whether there was something to check; `modules`: the rules."""

    report: Report
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    shown: str | None
    anything: bool
    modules: tuple[RuleModule, ...]


def run_check(arguments: Arguments, config: Config, baseline: bool = True) -> Ran:
    """Check what the arguments name; `baseline`: leave out what the baseline has, if there is one. Raises ConfigError,
    and ValueError for an argument that makes no sense."""
    for option in ("--select", "--ignore"):
        for word, hint in unknown(arguments.listed(option)):
            raise ValueError(f"{option}: no rule `{word}`{hint}")
    named = _named(arguments, config)
    archives = _archives(arguments, named)
    scripts, problems = inputs(arguments, config, named.scripts)
    if arguments.has("--shard"):
        from lintpack.shard import Shard

        scripts = Shard(arguments.last("--shard")).scripts(scripts)
    problems += [*named.problems, *_unknown_base(arguments, scripts)]
    modules = _modules(arguments, config)
    settings = _settings(arguments, config, modules, archives)
    hide: Callable[[Report], Report] | None = None
    notes: list[str] = []
    path = _baseline(arguments, config) if baseline else ""
    if path:
        from lintpack.command.baselined import hiding

        hide, failures = hiding(path, modules, notes)
        problems += failures
    shown = None
    if any(arguments.has(option) for option in ("--fix", "--unsafe-fixes", "--diff")):
        from lintpack.command.fixing import fixing

        outcome, shown, failures = fixing(scripts, settings, arguments)
        problems += failures
    elif arguments.has("--add-ignore"):
        from lintpack.command.ignoring import ignoring

        outcome, failures, done = ignoring(scripts, settings, hide)
        problems += failures
        notes += done
    else:
        outcome = run(scripts, settings)
    report = hide(outcome.report) if hide is not None else outcome.report
    problems += outcome.errors
    anything = bool(scripts) or archives is not None
    return Ran(report, tuple(problems), tuple(dict.fromkeys((*named.notes, *notes))), shown, anything, modules)


def _modules(arguments: Arguments, config: Config) -> tuple[RuleModule, ...]:
    """The rules that are asked for."""
    modules = selected(arguments.listed("--select") or config.select, arguments.listed("--ignore") + config.ignore)
    if config.severities:
        from lintpack.severities import switched_on

        modules = switched_on(modules, config.severities)
    return modules


def _settings(
    arguments: Arguments, config: Config, modules: tuple[RuleModule, ...], archives: Wanted | None
) -> Settings:
    return Settings(
        modules,
        variables(arguments, config),
        arguments.last("--min-confidence", config.min_confidence),
        _ignored_in(config),
        (*arguments.all("--build-dir"), *map(config.path_of, config.build_dirs)),
        arguments.last("--base") or _base_of_hook(arguments),
        config.own_libraries,
        config.provided,
        archives,
        config.runtime_paths,
        config.severities,
        jobs(arguments),
    )


def _baseline(arguments: Arguments, config: Config) -> str:
    """The baseline of the run, "" for none."""
    if arguments.has("--baseline") or not config.baseline:
        return arguments.last("--baseline")
    return config.path_of(config.baseline)


class Named(Record):
    """What the configuration names: paths of scripts and archives, lines for what it names in vain, and lines for
    what is only to be known."""

    scripts: tuple[str, ...] = ()
    archives: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _named(arguments: Arguments, config: Config) -> Named:
    """What `--config-scripts` and `--config-archive` add. Raises ConfigError."""
    if not (arguments.has("--config-scripts") or arguments.has("--config-archive")):
        return Named()
    from lintpack.command import configured

    scripts, problems = configured.scripts(config) if arguments.has("--config-scripts") else ([], [])
    archives, notes = configured.archives(config, scripts) if arguments.has("--config-archive") else ([], [])
    if not (scripts or problems or archives or arguments.operands or arguments.has("--archive")):
        problems = ["there is nothing to check: none of the configured archives is built"]
    return Named(tuple(scripts), tuple(archives), tuple(problems), tuple(notes))


def _archives(arguments: Arguments, named: Named) -> Wanted | None:
    """The archives to check; None where there are none. Raises ValueError for a limit that there is not."""
    paths = tuple(dict.fromkeys((*arguments.all("--archive"), *named.archives)))
    if arguments.has("--shard"):
        from lintpack.shard import Shard

        paths = tuple(filter(Shard(arguments.last("--shard")).has, paths))
    if not paths:
        return None
    from lintpack.archives import Wanted
    from lintpack.command.bundles import limits

    return Wanted(
        paths,
        arguments.last("--profile", "host"),
        arguments.last("--prefix") or None,
        limits(arguments),
    )


def jobs(arguments: Arguments) -> int:
    """How many processes may work. Where a failure of lintpack is to be seen as it is, it happens in this one."""
    if os.environ.get("LINTPACK_DEBUG"):
        return 1
    if arguments.has("--jobs"):
        return int(arguments.last("--jobs"))
    from lintpack.parallel import cpus

    return cpus()


def _base_of_hook(arguments: Arguments) -> str:
    """What a run inside a git hook is to be compared with; "" outside of one."""
    names = ("PRE_COMMIT", "PRE_COMMIT_FROM_REF", "GIT_INDEX_FILE")
    if not (arguments.has("--staged") or any(name in os.environ for name in names)):
        return ""
    from lintpack.evidence.git import Git, base_of_hook

    base = "HEAD" if arguments.has("--staged") else base_of_hook()
    # What a merge brings from the other side was decided there.
    return "" if base == "HEAD" and Git().commit("MERGE_HEAD") else base


def _unknown_base(arguments: Arguments, scripts: Sequence[tuple[str, Repository, str]]) -> list[str]:
    """A line where `--base` names what is not there. In a hook nobody named it, and it may well be absent."""
    if not arguments.has("--base"):
        return []
    from lintpack.evidence.git import Git

    roots = {repository.root for _, repository, _ in scripts if repository.on_disk}
    if all(Git(root).commit(arguments.last("--base")) for root in roots):
        return []
    hint = "a shallow clone has only the last commits"
    return [f"--base {arguments.last('--base')}: git has no such revision here ({hint}), so nothing was compared"]


def _ignored_in(config: Config) -> Callable[[str], tuple[str, ...]] | None:
    """Which rules `per-file-ignores` switches off for a path."""
    if not config.per_file_ignores:
        return None
    from lintpack.ignorefile import IgnoreList, ignored_within

    lists = [(IgnoreList([pattern]), names) for pattern, names in config.per_file_ignores]

    def ignored_in(path: str) -> tuple[str, ...]:
        inner = os.path.relpath(path, config.folder or ".").replace(os.sep, "/")
        return tuple(name for one, names in lists if ignored_within([one], inner) for name in names)

    return ignored_in
