"""Subshells, and what they print: `$(…)`, pipelines, `<(…)`."""

from __future__ import annotations

from lintpack.script import limits, texts
from lintpack.script.calls import UNTOLD, is_program, run_expanded, run_printing, run_simple
from lintpack.script.expand import expand_rest
from lintpack.script.printed import Printed, stream
from lintpack.script.shapes import pipe, shape
from lintpack.script.state import Scope, merge
from lintpack.script.values import Alternative, Hole, Reference
from lintpack.script.walk import execute, run_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from lintpack.bash.tree import Command, CommandSubstitution, ProcessSubstitution, SimpleCommand
    from lintpack.script.interpreter import Run
    from lintpack.script.shapes import Shape
    from lintpack.script.state import State
    from lintpack.script.values import Piece, Text

_INHERIT: Any = object()


def in_subshell(run: Run, body: Callable[[], None], capture: bool = False, feed: Text | None = _INHERIT) -> Text | None:
    """Run `body` in a shell of its own: its status comes back, and what it wrote. That goes where the outer shell
    writes, or is returned where `capture`. `feed`: its standard input."""
    parent = run.state
    inside = parent.fork()
    if capture:
        inside.outs = (*inside.outs, ())
    if feed is not _INHERIT:
        inside.ins = (*inside.ins, feed)
    inside.traps = {}
    spans = run.spans
    if capture:
        run.spans = None
    scope = Scope("shell", inside)
    run.scopes.append(scope)
    run.switch(inside)
    entered, run.entered = run.entered, run.check
    run.subshell += 1
    body()
    run.subshell -= 1
    run.entered = entered
    run.spans = spans
    run.scopes.pop()
    ended = [scope.level(state) for state in scope.left]
    if run.live:
        ended.append(run.state)
    run.switch(parent)
    run.live = True
    result = _one(run, parent, ended)
    if result is None:
        return () if capture else None
    # What it chose inside is not chosen outside; a status or output that hangs on it keeps its own choices.
    parent.status = result.status
    parent.acted = result.acted
    if feed is _INHERIT and len(result.ins) == len(parent.ins):
        parent.ins = result.ins
    if capture:
        return result.outs[-1]
    parent.outs = result.outs
    return None


def in_process(run: Run, command: Command, capture: bool, feed: Text | None = _INHERIT) -> Text | None:
    """Run one command in a process of its own, as `in_subshell` does. A program cannot change this shell, so that
    none is forked for it."""
    if is_program(run, command):
        return run_program(run, command, capture, feed)  # type: ignore[arg-type]
    return in_subshell(run, lambda: execute(run, command), capture, feed)


def run_program(run: Run, command: SimpleCommand, capture: bool, feed: Text | None = _INHERIT) -> Text | None:
    """As `in_process`, where the command is a program."""
    known = shape(command)
    if not known.read:
        known.look()
    run.subshell += 1
    if capture and known.prints and not run.holes:
        text = _print(run, command, known, feed)
    else:
        text = _isolated(run, lambda: run_simple(run, command), capture, feed)
    run.subshell -= 1
    return text


def _print(run: Run, command: SimpleCommand, known: Shape, feed: Text | None) -> Text | None:
    """As `run_program`, where all that the program does is to print."""
    run.step()
    run.command = known.place if known.locator is run.locator else known.locate(run.locator)
    words = known.words
    if words is None:
        found = known.expanded(run)
        if len(found) < len(known.known):
            lists = expand_rest(command.words, len(found), found, run)
            return _isolated(run, lambda: run_expanded(run, command, lists), True, feed)
        words = tuple(found)
    return run_printing(run, known, words, run.state.ins[-1] if feed is _INHERIT else feed)


def _isolated(run: Run, body: Callable[[], None], capture: bool, feed: Text | None) -> Text | None:
    """Run `body`, a program, with its output and input bound."""
    state = run.state
    spans = run.spans
    if capture:
        state.outs = (*state.outs, ())
        run.spans = None
    if feed is not _INHERIT:
        state.ins = (*state.ins, feed)
    body()
    run.spans = spans
    state = run.state
    if feed is not _INHERIT:
        state.ins = state.ins[:-1]
    if not run.live:
        # A required parameter was missing: that ends the process only.
        run.live = True
        state.status = 1
    if not capture:
        return None
    text = state.outs[-1]
    state.outs = state.outs[:-1]
    return text


def _one(run: Run, parent: State, ended: list[State]) -> State | None:
    if len(ended) < 2:
        return ended[0] if ended else None
    base = parent.fork()
    merge(base, ended, run.conditions, variables=False)
    return base


def substitute(run: Run, node: CommandSubstitution) -> Text:
    """What `$(…)` stands for, its last newlines still there."""
    if run.nesting >= limits.NESTING:
        run.limit("NESTING")
        return (Hole(run.source_text(node.start, node.end, 60), run.key(node.start)),)
    outer, run.trace = run.trace, 0
    saved = run.check, run.command, run.words, run.quiet
    run.check = ""
    run.nesting += 1
    found = pipe(node.body)
    if found.programs and found.names.isdisjoint(run.state.functions):
        text = _through(run, found.programs)
    else:

        def body() -> None:
            # `set -e` does not reach into substitutions (bash manual, 3.7.3), unless told so.
            options = run.state.options
            if "errexit" in options and "inherit_errexit" not in options:
                run.state.options = options - {"errexit"}
            run_body(run, node.body)

        text = in_subshell(run, body, capture=True)
    run.nesting -= 1
    trace = run.trace
    run.trace = outer
    if outer is not None:
        run.remember(trace)
    run.check, run.command, run.words, run.quiet = saved
    if text is None:
        return ()
    return named(run, text, node, trace)


def _through(run: Run, programs: tuple[SimpleCommand, ...]) -> Text | None:
    """What the last of `programs` prints, each reading what the one before it printed."""
    text = run_program(run, programs[0], True)
    for program in programs[1:]:
        text = run_program(run, program, True, stream(text))
    return text


# What is shown as the substitution that it comes from.
_TOLD = frozenset((Printed, Reference, Hole))


def named(run: Run, text: Text, node: CommandSubstitution, trace: int) -> Text:
    """`text` with what is not known in it shown as the whole substitution was written."""
    if text is UNTOLD:
        return (Hole(run.source_text(node.start, node.end, 60), f"t{trace}"),)
    if _TOLD.isdisjoint(map(type, text)):
        return text
    while text and text[-1] == "\n":
        text = text[:-1]
    if len(text) > 1 and type(text[-1]) is Reference and text[-1].shown == OUTPUT:
        # `a && echo yes || echo no`: where the last one printed nothing, the newline before it is the one to go.
        opened = texts.alternatives(text)
        if len(opened) > 1 and not any(type(piece) is Reference for case, _ in opened for piece in case):
            text = (texts.reference(OUTPUT, tuple([Alternative(case, when) for case, when in opened])),)
    shown = run.source_text(node.start, node.end, 60)
    if len(text) == 1:
        piece = text[0]
        if type(piece) is Reference and piece.shown == OUTPUT:
            if any(_tells(case.text) for case in texts.value_of(text)):
                return (texts.reference(shown, piece.alternatives),)
            text = (Printed(shown, run.key(piece)),)
        elif _substituted(piece):
            # What a function printed: the call of it says more than what it did.
            text = (Printed(shown, run.key(piece)),)
    pieces: list[Piece] = []
    for piece in text:
        if type(piece) is Printed:
            key = f"t{trace}.{len(pieces)}" if pieces else f"t{trace}"
            pieces.append(Hole(shown, key))
        else:
            pieces.append(piece)
    return texts.normal(pieces)


def _substituted(piece: Piece) -> bool:
    """Whether a piece is what another substitution printed, as a whole."""
    if type(piece) is Reference and len(piece.alternatives) == 1:
        inner = piece.alternatives[0].text
        return inner is not None and len(inner) == 1 and _substituted(inner[0])
    return type(piece) is Hole and piece.shown.startswith(("$(", "`"))


def _tells(text: Text | None) -> bool:
    """Whether what was printed ends in known characters: a name, or a word that says yes or no."""
    end = texts.tail(text).rstrip("\n") if text else ""
    return bool(end) and not end.endswith("/")


# How a reference to what either of two branches printed is shown, until the substitution around it is known.
OUTPUT = "$(…)"


def process(run: Run, node: ProcessSubstitution) -> Text:
    """`<(…)`: a file name that stands for what the commands print; reading it gives that."""
    if run.nesting >= limits.NESTING:
        run.limit("NESTING")
        return (Hole(node.direction + "(…)"),)
    saved = run.check, run.command, run.words, run.quiet, run.trace
    run.check = "pipeline"
    run.nesting += 1
    text: Text | None = None
    if node.direction == "<":
        text = in_subshell(run, lambda: run_body(run, node.body), capture=True)
    else:
        in_subshell(run, lambda: run_body(run, node.body), feed=None)
    run.nesting -= 1
    run.check, run.command, run.words, run.quiet, run.trace = saved
    hole = Hole(run.source_text(node.start, node.end, 60), run.key(("process", node.start, text)))
    run.written[(hole,)] = stream(text)
    return (hole,)
