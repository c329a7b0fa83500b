"""Run the shell scripts of a bundle that start its programs: which program each starts, and with what environment.

A script is started as from the bundle's root, by its path there, with nothing of the loader's environment set and no
arguments known: as from a fresh shell. What it cannot be told then stays in the values as it is written.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from lintpack.bundle.entry import LINK
from lintpack.bundle.resolve import resolve
from lintpack.launch.view import BundleRepository
from lintpack.loader.target import programs
from lintpack.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bundle.index import Bundle
    from lintpack.loader.survey import Survey
    from lintpack.script.plan import ProgramStart
    from lintpack.script.values import Choices, Text

NAMES = ("LD_LIBRARY_PATH", "LD_PRELOAD")
# Bounds: scripts that are run, and starts that are kept of one.
_SCRIPTS = 400
_STARTS = 64
# Scripts that start each other.
_DEPTH = 4
_SHELLS = re.compile(r"#![ \t]*(?:\S*/env[ \t]+(?:-\S+[ \t]+)*)?(?:\S*/)?(?:ba|da|k|z|a|mk)?sh\b")
# What the interpreter cannot know stands in values by these names.
_WORKING_DIRECTORY = "$PWD"


class Launch(Record):
    """`launcher` (a member) starts `program` (a member). `library_path`, `preload`: values that it gives, or None.

    `cwd`: the folder that the program is started in, absolute; None where that is the caller's.
    """

    launcher: str
    program: str
    library_path: str | None
    preload: str | None
    cwd: str | None = None


def launches(survey: Survey) -> list[Launch]:
    """Every way in which a script of the bundle that sets the loader's environment starts one of its programs."""
    scripts = _candidates(survey.bundle)
    if not scripts:
        return []
    members = programs(survey.bundle)
    repository = BundleRepository(survey.bundle)
    found: dict[Launch, None] = {}
    for path in scripts:
        for launch in _of(path, repository, members, survey):
            found.setdefault(launch)
    return list(found)


def _candidates(bundle: Bundle) -> list[str]:
    """Shell scripts that speak of the loader's environment, or of a file that does; links to them count by name."""
    texts = {entry.path: entry.text for entry in bundle if entry.text}
    speaking = {path for path, text in texts.items() if any(name in text for name in NAMES)}
    fresh = speaking
    while fresh:
        names = {posixpath.basename(path) for path in fresh}
        fresh = {path for path, text in texts.items() if path not in speaking and any(name in text for name in names)}
        speaking = speaking | fresh
    scripts = {path for path in speaking if _SHELLS.match(texts[path])}
    links = [
        entry.path for entry in bundle if entry.kind == LINK and scripts and resolve(bundle, entry.path).path in scripts
    ]
    return sorted([*scripts, *links])[:_SCRIPTS]


class _Follow(Record):
    """What it takes to follow the starts of one launcher."""

    launcher: str
    repository: BundleRepository
    members: list[str]
    survey: Survey
    root: str


def _of(path: str, repository: BundleRepository, members: list[str], survey: Survey) -> Iterator[Launch]:
    yield from _run(path, None, {}, _Follow(path, repository, members, survey, survey.target("")[1].root), 0)


def _run(
    path: str, arguments: list[str] | None, environment: dict[str, str], follow: _Follow, depth: int
) -> Iterator[Launch]:
    """The starts of the script `path`, which gets `arguments` (None: nobody knows them) and `environment`."""
    from lintpack.script import interpret
    from lintpack.script.plan import ProgramStart

    plan = interpret(path, follow.repository, launcher=True, arguments=arguments, variables=environment)
    text = plan.scripts[0].source.text if plan.scripts else ""
    moves = re.search(r"(?m)^[ \t]*(?:if |! )?(?:cd|pushd)[ \t]", text) is not None
    starts = [effect for effect in plan.effects if isinstance(effect, ProgramStart)]
    for start in starts[:_STARTS]:
        yield from _launches_of(start, moves, follow, depth)


def _launches_of(start: ProgramStart, moves: bool, follow: _Follow, depth: int) -> Iterator[Launch]:
    """`moves`: the script changes its working directory, so that the root of the bundle is meant where it is there."""
    from lintpack.script.texts import consistent

    root = follow.root
    given = dict(start.environment)
    cwd = _spelled(_best(start.cwd)[0][0], root) if start.cwd else ""
    folder = posixpath.normpath(posixpath.join(root, cwd)) if "$" not in cwd else None
    for words, chosen in _best(start.words[0]):
        for library_path, when in _best(given[NAMES[0]]) if NAMES[0] in given else [(None, chosen)]:
            if not consistent(chosen, when):
                continue
            first = _best(given[NAMES[1]])[0][0] if NAMES[1] in given else None
            values = tuple(None if value is None else _spelled(value, root) for value in (library_path, first))
            members = _members(words, root, folder or root, follow.survey.bundle, follow.members)
            for member in members:
                yield Launch(follow.launcher, member, values[0], values[1], folder if start.cwd or moves else None)
            script = _script(words, folder or root, follow) if not members and depth < _DEPTH else ""
            if script:
                # A script that starts a program for others: it goes on with what it is given.
                given_on = {name: value for name, value in zip(NAMES, values, strict=True) if value is not None}
                arguments = [_spelled(_best(word)[0][0], root) for word in start.words[1:]]
                yield from _run(script, [one for one in arguments if one[:1] != "$"], given_on, follow, depth + 1)


def _script(program: Text, folder: str, follow: _Follow) -> str:
    """The shell script of the bundle that a command starts; "" where it is none."""
    word = _spelled(program, follow.root)
    place = posixpath.normpath(posixpath.join(folder, word))
    below = follow.root.rstrip("/") + "/"
    if "/" not in word or "$" in word or not place.startswith(below):
        return ""
    entry = resolve(follow.survey.bundle, place[len(below) :]).entry
    return place[len(below) :] if entry is not None and entry.text and _SHELLS.match(entry.text) else ""


def _best(text: Text) -> list[tuple[Text, Choices]]:
    """The alternatives of `text` of which most is known."""
    from lintpack.script.texts import alternatives

    options = [(case, when) for case, when in alternatives(text)]
    least = min(_unknown(case) for case, _ in options)
    return [(case, when) for case, when in options if _unknown(case) == least]


def _unknown(text: Text) -> int:
    """How many pieces nobody knows; a variable of the loader that is asked for may be set or not."""
    return sum(not isinstance(piece, str) and getattr(piece, "shown", "") != _WORKING_DIRECTORY for piece in text)


def _spelled(text: Text, root: str) -> str:
    """`text` as characters: the working directory is the bundle's root, the loader's variables are not set."""
    from lintpack.script.texts import shown

    written = ""
    for piece in text:
        if isinstance(piece, str):
            written += piece
        elif (name := shown((piece,))) == _WORKING_DIRECTORY:
            written += root
        elif not any(variable in name for variable in NAMES):
            written += name
    return written


def _members(program: Text, root: str, folder: str, bundle: Bundle, members: list[str]) -> list[str]:
    """The programs of the bundle that the word of a command may mean: by path, or by name where it has no slash."""
    word = _spelled(program, root)
    if not word or word.startswith(("$@", "$*")):
        return []
    if "/" not in word:
        named = [member for member in members if posixpath.basename(member) == word]
        return named if len(named) == 1 else []
    place = posixpath.normpath(posixpath.join(folder, word))
    below = root.rstrip("/") + "/"
    if not place.startswith(below):
        return []
    inside = place[len(below) :]
    if "$" not in inside:
        real = resolve(bundle, inside).path
        return [real] if real in members else []
    # `exec "$HERE/bin/$1"`: every program of which the known part is right.
    parts = re.split(r"\$(?:\{[^}]*\}|\([^)]*\)|\w+|.)", inside)
    if not any(part.strip("/") for part in parts):
        return []
    pattern = re.compile("[^/]+".join(re.escape(part) for part in parts))
    return [member for member in members if pattern.fullmatch(member)]
