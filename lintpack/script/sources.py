"""`source`: which file is meant, and running it in this shell; and what the files of the repository hold."""

from __future__ import annotations

from lintpack.script import directives, limits, paths, texts
from lintpack.script.locator import Locator
from lintpack.script.plan import Frame, Unfollowed
from lintpack.script.values import ALWAYS, Wildcard
from lintpack.script.variables import Positionals
from lintpack.script.walk import run_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lintpack.script.calls import Call
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text
    from lintpack.source import Place

# Why a file is not followed of which `# shellcheck source=/dev/null` says that it is not worth it.
NOT_MEANT = "a comment says so"


def source(run: Run, call: Call, operand: Text, arguments: tuple[Text, ...]) -> None:
    """Run the file in this shell, with `arguments` as its parameters if there are any."""
    run.state.status = None
    place = call.located(run)[1]
    path, why = _which(run, operand, place)
    if path is None:
        written = run.written.get(run.path(operand))
        if written is not None and texts.known(written):
            run.run_text(written, place, texts.shown(operand), arguments, subshell=False)
            return
        run.emit(Unfollowed, place, ALWAYS, path=operand, why=why)
        return
    follow(run, path, place, arguments)


def _which(run: Run, operand: Text, place: Place) -> tuple[str | None, str]:
    """The file of the repository that `operand` names; None and why it is not followed.

    A `# shellcheck source=` comment about the command says so. Else it is as bash would find it; then where
    `source-path=` leads; then next to the script, and where its directory cannot be told, the one file of that name."""
    here = run.locator.path.rpartition("/")[0]
    told = directives.told(run.command, run.scripts, run.locator.path, run.repository)
    if told.file == "/dev/null":
        return None, NOT_MEANT
    if told.file and (path := _first(run, directives.candidates(told.file, here))):
        return path, ""
    options = []
    for option, _ in run.alternatives(operand):
        found = _file(run, option, here, told.folders)
        if found is not None:
            return found, ""
        options.append(option)
    if told.usually == "/dev/null":
        return None, NOT_MEANT
    if told.usually and (path := _first(run, directives.candidates(told.usually, here))):
        return path, ""
    known = texts.known(run.path(options[0]))
    if known is None:
        return None, "its path is not known"
    if known.startswith("/"):
        return None, "it lies outside the repository"
    return None, "there is no such file"


def _first(run: Run, paths: Iterable[str]) -> str | None:
    return next((path for path in paths if run.repository.read(path) is not None), None)


def _file(run: Run, operand: Text, here: str, folders: Sequence[str]) -> str | None:
    path = run.path(operand)
    known = texts.known(path)
    repository = run.repository
    if known is not None and repository.read(known) is not None:
        return known
    plain = texts.known(operand)
    if plain is not None:
        told = _first(run, [f"{folder}/{plain.lstrip('/')}" for folder in folders])
        if told or plain.startswith("/"):
            return told
        beside = f"{here}/{plain}" if here else plain
        if beside == run.locator.path:
            # `cd elsewhere; . ./setup.sh` means the one that lies there.
            return None
        return beside if repository.read(beside) is not None else repository.lookup(plain, run.locator.path)
    tail = texts.tail(operand)
    if "/" not in tail or any(isinstance(piece, Wildcard) for piece in operand):
        return None
    tail = tail[tail.index("/") + 1 :] if not tail.startswith("/") else tail
    tail = tail.strip("/")
    if not tail:
        return None
    return _first(run, [f"{folder}/{tail}" for folder in folders]) or repository.lookup(tail, run.locator.path)


def follow(run: Run, path: str, place: Place, arguments: tuple[Text, ...]) -> None:
    """Run the file at `path`, which is there."""
    kinds = [frame.kind for frame in run.frames]
    same = [frame.name for frame in run.frames if frame.kind == "source"].count(path)
    if kinds.count("source") >= limits.SOURCE_DEPTH or len(kinds) >= limits.CALL_DEPTH or same >= 2:
        run.limit("SOURCE_DEPTH")
        return
    parsed = run.repository.parsed(path)
    if parsed is None:
        return
    text, script = parsed
    locator = run.read_scripts.get(path)
    if locator is None:
        locator = run.read_scripts[path] = Locator(text, path)
        run.scripts.append((text, script))
    saved = run.locator, run.frames, run.command, run.words, run.check, run.holes
    run.frames = (*run.frames, Frame("source", path, place))
    run.callers.append(("source", run.locator))
    parent, scope = run.enter("source")
    positionals = run.variables.positionals
    if arguments:
        run.variables.positionals = Positionals(arguments)
    run.locator = locator
    run.holes = []
    run.state.status = 0
    run_body(run, script.body)
    run.locator, run.frames, run.command, run.words, run.check, run.holes = saved
    run.callers.pop()
    run.finish(parent, scope)
    if arguments and run.live:
        run.variables.positionals = positionals


# --- what models ask about files -----------------------------------------------------------------


def files(run: Run, path: Text) -> tuple[str, ...] | None:
    pattern = ""
    for piece in path:
        if isinstance(piece, str):
            pattern += piece
        elif isinstance(piece, Wildcard):
            pattern += piece.text
        else:
            return None
    if pattern.startswith("/"):
        return None
    return run.repository.files(pattern)


def read(run: Run, path: Text) -> Text | None:
    """What the script wrote there, or what the file of the repository holds."""
    if path in run.written:
        return run.written[path]
    known = texts.known(paths.normalise(path))
    if not known or known.startswith("/"):
        return None
    found = run.repository.read(known)
    if found is None or len(found.text) > limits.READ_LENGTH or "\0" in found.text:
        return None
    return texts.literal(found.text)
