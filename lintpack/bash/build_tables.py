"""Writes table_data.py and tables.dat, when the grammar or bashlex changes: `python -m lintpack.bash.build_tables`."""

from __future__ import annotations

import json
from pathlib import Path

from lintpack.bash import kinds
from lintpack.bash.grammar import build
from lintpack.bash.tables import DATA_FILE, Tables, pack
from lintpack.bash.upstream import digest

TARGET = Path(__file__).with_name("table_data.py")
_WIDTH = 100


def source(tables: Tables) -> str:
    """The text of table_data.py for the bashlex that is installed."""
    lines = [
        '"""Made by build_tables.py of bashlex\'s grammar and tokenizer and grammar.py; not to be edited."""',
        "",
        "from __future__ import annotations",
        "",
        f"DIGEST = {digest()}",
        *_text("NAMES", tables.names),
        *_text("KEYS", tables.keys),
        *_entries("OPERATORS", [(word, kinds.NAMES[kind]) for word, kind in tables.operators.items()]),
        *_entries("RESERVED", [(word, kinds.NAMES[kind]) for word, kind in tables.reserved.items()]),
        *_text("ACCEPTING", [kinds.NAMES[kind] for kind in sorted(tables.accepting)]),
        *_entries(
            "SPECIAL", [(word, kinds.NAMES[last], kinds.NAMES[kind]) for (word, last), kind in tables.special.items()]
        ),
        "",
    ]
    return "\n".join(lines)


def _text(name: str, words: list[str]) -> list[str]:
    lines = [f"{name} = ("]
    line = ""
    for word in words:
        if len(line) + len(word) > _WIDTH:
            lines.append(f'    "{line}"')
            line = ""
        line += word + " "
    return [*lines, f'    "{line.rstrip()}"', ")"]


def _entries(name: str, entries: list[tuple[str, ...]]) -> list[str]:
    lines = [", ".join([json.dumps(word) for word in entry]) for entry in entries]
    return [f"{name} = (", *[f"    ({line})," for line in lines], ")"]


if __name__ == "__main__":
    built = build()
    TARGET.write_text(source(built), encoding="ascii")
    TARGET.with_name(DATA_FILE).write_bytes(pack(built))
