"""Scripts in strings and in files of their own: `eval`, `bash -c`, `bash FILE`, `docker run … sh -c`."""

from __future__ import annotations

from lintpack.script import limits, texts
from lintpack.script.builtins_settings import options_of
from lintpack.script.invocation import SILENT, Outcome
from lintpack.script.locator import Locator, hide
from lintpack.script.plan import Frame, Unfollowed
from lintpack.script.printed import stream
from lintpack.script.state import OPTIONS
from lintpack.script.substitution import in_subshell
from lintpack.script.values import ALWAYS, Reference
from lintpack.script.variables import Positionals
from lintpack.script.walk import run_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tree import Script
    from lintpack.script.interpreter import Run
    from lintpack.script.values import Text
    from lintpack.script.variables import Variables
    from lintpack.source import Place

# Alternatives of one text that are run as scripts.
_TEXTS = 4


def run_text(
    run: Run,
    text: Text,
    place: Place,
    name: str,
    arguments: tuple[Text, ...] = (),
    subshell: bool = True,
    cwd: Text | None = None,
    stdin: Text | None = None,
    options: str = "",
    keep: bool = False,
) -> Outcome:
    """Parse and run `text`. `keep`: it sees this shell's parameters (eval). Its output goes where this shell's does,
    or into the outcome where that is captured and `text` runs in a shell of its own."""
    if len(run.frames) >= limits.CALL_DEPTH or run.nesting >= limits.NESTING:
        run.limit("CALL_DEPTH")
        return Outcome()
    opened = _openable(run, text)
    if len(opened) > 1:
        return _any(run, opened, place, name, arguments, subshell, cwd, stdin, options, keep)
    from lintpack.bash import parse

    holes: list[Text] = []
    characters = hide(opened[0][0], holes)
    if len(characters) > limits.SCRIPT_LENGTH:
        run.limit("SCRIPT_LENGTH")
        return Outcome()
    script = run.parsed.get(characters)
    if script is None:
        script = run.parsed[characters] = parse(characters)
    locator = Locator(place.source, run.locator.path, place, characters)
    if subshell:
        return _in_shell(run, script, locator, holes, place, name, arguments, cwd, stdin, options)
    saved = run.locator, run.frames, run.command, run.words, run.holes
    run.locator, run.holes = locator, holes
    run.frames = (*run.frames, Frame("string", name, place))
    positionals = run.variables.positionals
    if arguments and not keep:
        run.variables.positionals = Positionals(arguments)
    _statements(run, script)
    run.locator, run.frames, run.command, run.words, run.holes = saved
    if arguments and not keep and run.live:
        run.variables.positionals = positionals
    if not run.live:
        return SILENT
    return Outcome(run.state.status if isinstance(run.state.status, int) else None, ())


def _statements(run: Run, script: Script) -> None:
    run.nesting += 1
    if script.body:
        run_body(run, script.body)
    run.nesting -= 1


def _openable(run: Run, text: Text) -> tuple[tuple[Text, object], ...]:
    """The texts to parse: a reference stays a symbol unless what it holds matters to the grammar."""
    if not any(isinstance(piece, Reference) and not _plain(piece) for piece in text):
        return ((text, ALWAYS),)
    return run.alternatives(text)[:_TEXTS]


def _plain(piece: Reference) -> bool:
    """Whether the reference is surely one word or a part of one."""
    for case in piece.alternatives:
        for part in case.text or ():
            if isinstance(part, str) and not set(part).isdisjoint(" \t\n;|&<>()\"'`$\\"):
                return False
            if isinstance(part, Reference) and not _plain(part):
                return False
    return True


def _any(
    run: Run,
    opened: tuple[tuple[Text, object], ...],
    place: Place,
    name: str,
    arguments: tuple[Text, ...],
    subshell: bool,
    cwd: Text | None,
    stdin: Text | None,
    options: str,
    keep: bool,
) -> Outcome:
    """The text is one of several: each in its turn, under the choices that make it that one."""
    from lintpack.script.branching import chosen

    ways = {rank: [when] for rank, (_, when) in enumerate(opened)}
    _, taken = run.conditions.partition(ways)  # type: ignore[arg-type]
    parent, ended = run.state, []
    for rank, way in taken.items():
        run.switch(chosen(run, parent, way))
        run.live = True
        run_text(run, opened[rank][0], place, name, arguments, subshell, cwd, stdin, options, keep)
        if run.live:
            ended.append(run.state)
    run.meet(parent, ended)
    return Outcome()


def _in_shell(
    run: Run,
    script: Script,
    locator: Locator,
    holes: list[Text],
    place: Place,
    name: str,
    arguments: tuple[Text, ...],
    cwd: Text | None,
    stdin: Text | None,
    options: str,
) -> Outcome:
    """A shell of its own: only what is exported comes in, nothing comes out but files and output."""
    saved = run.locator, run.frames, run.command, run.words, run.holes, run.zero, run.check, run.callers
    status = run.state.status
    captured = run.state.outs[-1] is not None
    kind = "string" if locator.whole is not None else "source"
    run.frames = (*run.frames, Frame(kind, name, place))
    run.callers = []

    def body() -> None:
        state = run.state
        run.locator, run.holes = locator, holes
        run.zero = texts.literal(name)
        run.variables.positionals = Positionals(arguments)
        _only_exported(run.variables)
        state.options = OPTIONS | options_of(options)
        state.functions = {}
        if cwd is not None:
            state.cwd = cwd
        state.status = 0
        # Who asks how a process ended does not put off the process's own `set -e`.
        run.check = "asked" if run.check in {"tested", "condition"} else run.check
        _statements(run, script)

    printed = in_subshell(run, body, capture=captured, feed=stdin)
    run.locator, run.frames, run.command, run.words, run.holes, run.zero, run.check, run.callers = saved
    ended = run.state.status
    run.state.status = status
    return Outcome(ended if isinstance(ended, int) else None, stream(printed) if captured else ())


def _only_exported(variables: Variables) -> None:
    """Another process knows only what is exported."""
    for depth, names in enumerate(variables.frames):
        variables.replace(depth, {name: variable for name, variable in names.items() if variable.exported})


def run_file(
    run: Run,
    path: Text,
    place: Place,
    arguments: tuple[Text, ...] = (),
    stdin: Text | None = None,
    options: str = "",
) -> Outcome:
    """A script file in a shell of its own."""
    known = texts.known(path)
    written = run.written.get(path)
    if written is not None and texts.known(written):
        return run_text(run, written, place, texts.shown(path), arguments, stdin=stdin, options=options)
    parsed = None
    if known and run.about:
        from lintpack.script.about import left_out

        if left_out(run, known):
            return Outcome()
    if len(run.frames) >= limits.CALL_DEPTH:
        run.limit("CALL_DEPTH")
        return Outcome()
    if known:
        if known == run.locator.path and [texts.shown(one) for one in arguments] in (["$@"], ["$*"]):
            return Outcome()  # `exec sudo "$0" "$@"`: what stands behind it is what the other one does
        if len([frame for frame in run.frames if frame.name == known]) >= 2:
            return Outcome()  # a script that starts itself again, as another user say: once more shows no more
        parsed = run.repository.parsed(known)
    if parsed is None or known is None:
        why = "its path is not known" if known is None else "there is no such file"
        run.emit(Unfollowed, place, ALWAYS, path=path, why=why)
        return Outcome()
    source, script = parsed
    locator = run.read_scripts.get(known)
    if locator is None:
        locator = run.read_scripts[known] = Locator(source, known)
        run.scripts.append((source, script))
    return _in_shell(run, script, locator, [], place, known, arguments, None, stdin, options)
