"""`lintpack plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack import cli
from lintpack.command.inputs import inputs, variables
from lintpack.config import ConfigError
from lintpack.examine import internal, unreadable
from lintpack.examine import plan as make

if TYPE_CHECKING:
    from lintpack.options import Arguments
    from lintpack.script.plan import Plan


def plan(arguments: Arguments) -> int:
    try:
        config = cli.configuration(arguments)
    except ConfigError as error:
        cli.complain(str(error))
        return cli.FAILED
    scripts, problems = inputs(arguments, config)
    plans: list[Plan] = []
    values = variables(arguments, config)
    for shown, repository, path in scripts:
        try:
            problem = unreadable(repository, path)
            if problem:
                problems.append(f"{shown}: {problem}")
            else:
                plans.append(make(repository, path, values))
        except Exception as error:
            # One script's failure must not lose the plans of the others.
            problems.append(f"{shown}: {internal(error)}")
    if arguments.last("--format") == "json":
        from lintpack.report import plan_json

        cli.write(plan_json.render(plans))
    elif plans:
        from lintpack.report import plan_text

        cli.write(plan_text.render(plans, cli.coloured(arguments)))
    for line in problems:
        cli.complain(line)
    return cli.FAILED if problems else cli.CLEAN
