"""One start of a program, and what it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lintpack.record import Record

if TYPE_CHECKING:
    from lintpack.loader.result import LoadResult
    from lintpack.loader.tree import Tree


class Start(Record):
    """One start of a program in `files`.

    `launcher`: the script that starts it, None for none; the values are what it gives, None where it gives none.
    """

    result: LoadResult
    files: Tree
    launcher: str | None = None
    library_path: str | None = None
    preload: str | None = None
