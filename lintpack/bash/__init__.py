"""Shell text to a typed tree with exact places: `parse`, and `parse_mended` for whole files."""

from __future__ import annotations

from lintpack.bash.tree import Problem, Script


def parse(text: str) -> Script:
    """The tree of a whole script.

    Never raises: what could not be understood is in `problems`, the rest in the tree. A byte order mark,
    NUL characters and the `\\r` of CRLF line ends are a problem each, and read as if they were not there.
    """
    import gc

    collecting = gc.isenabled()
    gc.disable()  # a tree has no cycles, and looking for some in a large one takes longer than to build it
    try:
        script = _parse(text)
        if script.problems and ("<%" in text or "{%" in text):
            from lintpack.bash.templates import parse_template

            return parse_template(text, script, _parse)
        return script
    finally:
        if collecting:
            gc.enable()


def parse_mended(text: str) -> Script:
    """`parse`; where one quote has no pair, of the text with it in pairs, so that what follows is read as it was meant.
    The quote is then the problem, and the text of a node that holds it is a character off."""
    script = parse(text)
    if any(problem.message.endswith(" is not closed") for problem in script.problems):
        from lintpack.bash.odd_quotes import mended

        return mended(text, script, parse)
    return script


def _parse(text: str) -> Script:
    if "\0" in text or "\r" in text:
        from lintpack.bash.remap import parse_cleaned

        return parse_cleaned(text)
    return parse_clean(text)


def parse_clean(text: str) -> Script:
    """`parse` for a text without NUL and carriage returns before line ends."""
    from lintpack.bash.driver import run
    from lintpack.bash.tables import load
    from lintpack.bash.tokens import Reader

    reader = Reader(text, load())
    if text.startswith("\ufeff"):
        reader.problems.append(Problem(0, 1, "byte order mark: bash reads it as part of the first word"))
        reader.pos = 1
    body = run(reader, -1)
    comments = sorted(reader.comments, key=lambda comment: comment.start)
    problems = sorted(reader.problems, key=lambda problem: problem.start)
    return Script(0, len(text), tuple(body), tuple(comments), tuple(problems))
