"""What the other scripts of the repository say: asked only for what is about to be reported."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

# Scripts of a repository that are looked through; with more of them nothing is said.
_MOST = 3000


def naming(context: Context, word: str) -> Iterator[tuple[str, str]]:
    """The other scripts that have a word, by path, with their texts."""
    if context.repository is None:
        return
    own = {script.source.path for script in context.plan.scripts}
    paths = [path for path in context.repository.files() if _script(path)]
    for path in paths[:_MOST]:
        if context.repository.display(path) not in own:
            text = context.repository.glance(path)
            if word in text:
                yield path, text


def _script(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.endswith((".sh", ".bash")) or "." not in name.lstrip(".")


def readers(context: Context) -> list[tuple[str, str, str]]:
    """The scripts that source a file with the entry script's name: by path, with their texts, and the folder of the
    file as they name it."""
    last = context.plan.path.rpartition("/")[2]
    reads = (
        r"(?m)(?:^|[;&|({]|\bthen|\bdo)[ \t]*(?:source|\.)[ \t]+[\"']?"
        rf"(?P<folder>(?:[^\n;&|\"']*[/\"'}}])?){re.escape(last)}(?![\w.-])"
    )
    return [(path, text, found["folder"]) for path, text in naming(context, last) for found in re.finditer(reads, text)]
