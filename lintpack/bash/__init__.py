"""Shell text to a typed tree with exact places: `parse`."""

from __future__ import annotations

from lintpack.bash.tree import Script


def parse(text: str) -> Script:
    """The tree of a whole script. Never raises: what could not be understood is in `problems`."""
    from lintpack.bash.driver import run
    from lintpack.bash.errors import UnreadableError
    from lintpack.bash.tables import load
    from lintpack.bash.tokens import Reader
    from lintpack.bash.tree import Problem

    reader = Reader(text, load())
    try:
        body = run(reader, -1)
    except UnreadableError as error:
        body = []
        reader.problems.append(Problem(error.start, error.end, error.message))
    return Script(0, len(text), tuple(body), tuple(reader.comments), tuple(reader.problems))
