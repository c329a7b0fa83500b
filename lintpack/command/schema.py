"""`lintpack schema`: the JSON Schemas of what lintpack reads and prints."""

from __future__ import annotations

import os

from lintpack import cli

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.options import Arguments

SCHEMAS = {"config": "lintpack.schema.json", "report": "report/report.schema.json"}


def schema(arguments: Arguments) -> int:
    """Print one schema."""
    name = arguments.operands[0]
    if name not in SCHEMAS:
        cli.complain(f"there is no schema `{name}`: it is one of {', '.join(SCHEMAS)}")
        return cli.FAILED
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    with open(os.path.join(package, *SCHEMAS[name].split("/")), encoding="utf-8") as file:
        cli.write(file.read())
    return cli.CLEAN
