"""`--baseline`, and `lintpack baseline`: what an old repository has is written down, and only what is new is shown."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lintpack import cli
from lintpack.baseline import NAME, BaselineError, Compared, below, compare, dump, load
from lintpack.command.check import Ran, run_check
from lintpack.command.reporting import fail_on, finished, write_file
from lintpack.config import ConfigError
from lintpack.fingerprint import versionless
from lintpack.record import replace
from lintpack.report.style import plural, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lintpack.baseline import Known
    from lintpack.options import Arguments
    from lintpack.report import Report
    from lintpack.rules.rule import RuleModule

# Stale entries that are spelled out.
_SHOWN = 5


def hiding(
    path: str, modules: Sequence[RuleModule], notes: list[str]
) -> tuple[Callable[[Report], Report] | None, list[str]]:
    """What takes the findings of a baseline out of a report, and a line if it cannot be read: then nothing is hidden.
    What is stale is added to `notes` when the report is known."""
    try:
        known = load(path)
    except BaselineError as error:
        return None, [str(error)]

    def hide(report: Report) -> Report:
        compared = _compared(report, known, path, modules)
        notes.extend(_stale(compared.stale, path))
        return replace(report, findings=compared.new, baselined=compared.old)

    return hide, []


def baseline(arguments: Arguments) -> int:
    """`lintpack baseline write|check PATH…`."""
    action, *paths = arguments.operands
    try:
        if action not in ("write", "check"):
            raise ValueError(f"`lintpack baseline` is followed by write or check; not `{action}`")
        arguments = replace(arguments, operands=tuple(paths))
        config = cli.configuration(arguments)
        configured = config.path_of(config.baseline) if config.baseline else ""
        file = arguments.last("--baseline") or configured or NAME
        # Before the work, which may take long.
        known = load(file) if action == "check" else ()
        ran = run_check(arguments, config, baseline=False)
    except (BaselineError, ConfigError, ValueError) as error:
        cli.complain(str(error))
        return cli.FAILED
    if action == "write":
        return _write(file, ran, bool(configured))
    return _check(file, known, ran, fail_on(arguments, config.fail_on), arguments)


def _write(file: str, ran: Ran, configured: bool) -> int:
    problems = list(ran.problems)
    if problems:
        # Half a baseline would make what was not looked at new.
        problems.append(f"{file}: not written, since not everything could be checked")
    else:
        problem = write_file(file, dump(ran.report.findings, os.path.dirname(file)))
        problems += [problem] if problem else []
    for line in (*ran.notes, *problems):
        cli.complain(line)
    if problems:
        return cli.FAILED
    use = "" if configured else f'; write `baseline = "{file}"` into lintpack.toml, or give `--baseline {file}`'
    cli.write(f"{plural(len(ran.report.findings), 'finding')} written to {file}{use}\n")
    return cli.CLEAN


def _check(file: str, known: Sequence[Known], ran: Ran, least: str, arguments: Arguments) -> int:
    compared = _compared(ran.report, known, file, ran.modules)
    report = finished(replace(ran.report, findings=compared.new, baselined=compared.old), ran.problems, least)
    if compared.new:
        from lintpack.report import render

        cli.write(render("text", report, cli.coloured(arguments), cli.columns()))
    lines = [
        f"{plural(len(compared.old), f'finding of {file} is', f'findings of {file} are')} still there, "
        f"{plural(len(compared.new), 'finding is', 'findings are')} new, "
        f"{plural(len(compared.stale), 'entry is', 'entries are')} stale"
    ]
    lines += [f"stale: {_entry(one)}" for one in compared.stale]
    cli.write("".join(f"{line}\n" for line in lines))
    for line in (*ran.notes, *ran.problems):
        cli.complain(line)
    if ran.problems:
        return cli.FAILED
    return report.status or (cli.FINDINGS if compared.stale and not arguments.has("--exit-zero") else cli.CLEAN)


def _compared(report: Report, known: Sequence[Known], path: str, modules: Sequence[RuleModule]) -> Compared:
    folder = os.path.dirname(path)
    read = set(report.scripts)
    archives = {versionless(archive) for archive in report.archives}
    codes = {module.RULE.code for module in modules}

    def looked_at(one: Known) -> bool:
        if one.code not in codes:
            return False
        if one.code >= "LP4" and not report.archives:
            return False
        archive, inside, _ = one.path.partition("!")
        if inside:
            return versionless(archive) in archives
        place = below(one.path, folder)
        return place in read or not os.path.exists(place)

    return compare(report.findings, known, folder, looked_at)


def _stale(stale: Sequence[Known], path: str) -> list[str]:
    """Lines about what the baseline has in vain."""
    if not stale:
        return []
    lines = [f"{path}: stale: {_entry(one)}" for one in stale[:_SHOWN]]
    if len(stale) > _SHOWN:
        lines.append(f"{path}: and {len(stale) - _SHOWN} more; `lintpack baseline check` lists them")
    return [*lines, f"{path}: `lintpack baseline write` takes out what is stale"]


def _entry(one: Known) -> str:
    times = f" ({one.count} times)" if one.count > 1 else ""
    return visible(f"{one.path}: {one.message} [{one.code} {one.name}]{times}")
