"""`python -m lintpack`."""

from lintpack.cli import program

program()
