"""`lintpack rule` and `lintpack rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack import cli
from lintpack.report.style import painter
from lintpack.rules import MODULES, find, page, unknown

if TYPE_CHECKING:
    from lintpack.options import Arguments


def rule(arguments: Arguments) -> int:
    """Print a rule's page."""
    word = arguments.operands[0]
    module = find(word)
    if module is None:
        hint = "".join(hint for _, hint in unknown([word]))
        cli.complain(f"no rule `{word}`{hint or '; `lintpack rules` lists all'}")
        return cli.FAILED
    paint = painter(cli.coloured(arguments))
    lines = page(module).split("\n")
    cli.write("\n".join([paint("bold", line) if line.startswith("#") else line for line in lines]))
    return cli.CLEAN


def rules(arguments: Arguments) -> int:
    """List all rules."""
    if arguments.last("--format") == "json":
        from lintpack.report.json import dump

        entries = [{n: getattr(m.RULE, n) for n in m.RULE.__match_args__} for m in MODULES]
        cli.write(dump({"version": 1, "rules": [{**e, "aliases": list(e["aliases"])} for e in entries]}))
        return cli.CLEAN
    paint = painter(cli.coloured(arguments))
    width = max(len(m.RULE.name) for m in MODULES)
    for module in MODULES:
        r = module.RULE
        level = paint(r.level, f"{r.level:<7}")
        cli.write(f"{paint('bold', r.code)}  {r.name:<{width}}  {level}  {r.summary}\n")
    return cli.CLEAN
