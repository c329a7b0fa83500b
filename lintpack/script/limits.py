"""Bounds of the interpreter. Reaching one puts a `Limit` into the plan, once for each bound; none is silent."""

from __future__ import annotations

# Texts that one variable or word may be; a join or a product that gives more becomes a hole.
ALTERNATIVES = 16
# Pieces of one text when the variables in it are opened, all the way down.
WEIGHT = 2_000
# Words that one expansion may give (`{1..1000}`, `$list`).
FIELDS = 1_000
# Characters of one text.
TEXT_LENGTH = 200_000
# Characters of all long texts that were assigned to variables.
KEPT = 20_000_000
# Characters of one script in a string.
SCRIPT_LENGTH = 40_000
# Rounds of one loop over known words or with a condition that can be told.
LOOP_ROUNDS = 300
# Rounds of one that only what is inside can end.
ENDLESS_ROUNDS = 30
# Functions, sourced files and scripts in strings inside each other, all together.
CALL_DEPTH = 40
# The same function inside itself.
RECURSION = 3
# Sourced files inside each other.
SOURCE_DEPTH = 12
# Compound commands and substitutions inside each other, over all calls.
NESTING = 140
# Calls of Python inside each other that this needs: some twenty of ours for each command inside another.
STACK = 6_000
# Commands that are run in all.
STEPS = 10_000
# Effects in one plan.
PLAN_SIZE = 10_000
# Conditions that hold at one place and are written down with an effect.
GUARDS = 40
# Bytes of a file that is read as text.
FILE_SIZE = 8_000_000
# Characters of a file that a command's model reads as its input.
READ_LENGTH = 20_000
# Files of a repository that are listed.
FILES = 100_000
