"""Short scripts that bash accepts: all that the other tests say the structure of."""

from __future__ import annotations

from pathlib import Path

from tests.bash.test_parse_commands import COMMANDS
from tests.bash.test_parse_words import WORDS

SNIPPETS = (*COMMANDS, *(f"cp {word}" for word in WORDS))
SCRIPTS = tuple(sorted((Path(__file__).parent / "scripts").glob("*.sh")))
