"""Redirections: what a command reads and where its output goes (bash manual, 3.6)."""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script import texts
from lintpack.script.expand import expand_quoted, expand_word
from lintpack.script.plan import Transfer, WrittenFile
from lintpack.script.printed import Printed
from lintpack.script.values import ALWAYS, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.bash.tree import HereDocument, Redirect
    from lintpack.script.interpreter import Run
    from lintpack.script.state import State
    from lintpack.script.values import Piece, Text
    from lintpack.source import Place

NOWHERE = ("/dev/null",)
_TERMINALS = frozenset(("/dev/stdout", "/dev/stderr", "/dev/tty", "/proc/self/fd/1", "/proc/self/fd/2", "/dev/fd/1"))


# Here-documents that are kept in mind, for what a pipe or a program brings into a file.
_DOCUMENTS = 4


class Target(Record):
    """The file that standard output goes to."""

    path: Text
    place: Place
    append: bool


class Plan(Record):
    """What the redirections of one command come to. `silent`: standard output goes where nobody reads it.
    `captured`: the output is kept, because it goes to `target`."""

    target: Target | None = None
    silent: bool = False
    stdin: tuple[Text | None, ...] = ()
    quiet: bool = False
    here: Place | None = None


def redirected(run: Run, redirects: tuple[Redirect, ...], body: Callable[[], None]) -> None:
    """Run `body` with its input and output redirected."""
    if not redirects:
        body()
        return
    plan = resolve(run, redirects)
    if not run.live:
        return
    state = run.state
    quiet = run.quiet
    run.quiet = quiet or plan.quiet
    bound = _bind(state, plan)
    spans, here = run.spans, run.here
    if plan.target:
        run.spans = []
    run.here = plan.here
    body()
    run.quiet, run.here = quiet, here
    written, run.spans = run.spans, spans
    if run.live:
        _unbind(run, run.state, plan, bound, written if plan.target else None)


def _bind(state: State, plan: Plan) -> tuple[bool, bool]:
    """Push what the plan binds; says whether output, and input, were."""
    out = plan.target is not None or plan.silent
    if out:
        state.outs = (*state.outs, () if plan.target else None)
    if plan.stdin:
        state.ins = (*state.ins, plan.stdin[0])
    return out, bool(plan.stdin)


def _unbind(
    run: Run, state: State, plan: Plan, bound: tuple[bool, bool], spans: list[tuple[int, Place]] | None
) -> None:
    if bound[1]:
        state.ins = state.ins[:-1]
    if not bound[0]:
        return
    printed = state.outs[-1]
    state.outs = state.outs[:-1]
    if plan.target is not None:
        if printed and len(spans or ()) < 2:
            printed = _in_full(printed)
        write(run, plan.target, printed, aligned(run, printed, spans or []))


def _in_full(printed: Text) -> Text:
    """`printed` with the lines that a variable holds: `ENV="export …"`, and then `echo "$ENV" > env.sh`."""
    pieces: list[Piece] = []
    for piece in printed:
        text = piece.alternatives[0].text if isinstance(piece, Reference) and len(piece.alternatives) == 1 else None
        lines = text is not None and any(isinstance(part, str) and "\n" in part for part in text)
        pieces += text if text is not None and (lines or len(printed) < 3) else (piece,)
    return texts.normal(pieces) if len(pieces) != len(printed) else printed


def aligned(run: Run, printed: Text | None, chunks: list[tuple[int, Place]]) -> tuple[tuple[int, Place], ...]:
    """Where each line of what was written stands in the script, as far as it stands there as such."""
    if not printed or not chunks:
        return ()
    from lintpack.script.locator import Locator, hide

    spans: list[tuple[int, Place]] = []
    for rank, (offset, place) in enumerate(chunks):
        end = chunks[rank + 1][0] if rank + 1 < len(chunks) else texts.length(printed)
        # With a placeholder for each hole, so that what stands on either side of one is found on its own.
        chunk = texts.between(printed, offset, end)
        locator = Locator(place.source, "", place, hide(chunk, []))
        known, seen = [0], 0
        for piece in chunk:
            seen += len(piece) if isinstance(piece, str) else 0
            known.extend(range(known[-1] + 1, seen + 1) if isinstance(piece, str) else [seen])
        spans.extend(
            [(offset + known[inner], locator.place(inner, inner + length)) for inner, _, length in locator.lines]
        )
    return tuple(spans)


def write(run: Run, target: Target, printed: Text | None, spans: tuple[tuple[int, Place], ...] = ()) -> None:
    """`printed` goes into a file."""
    from lintpack.script.streams import archive_in, store

    if printed is not None and archive_in(printed) is not None:
        store(run, printed, target.path, target.place)
        return
    if printed is not None and len(printed) == 1 and type(printed[0]) is Printed and run.words[:1] == (("cat",),):
        _copied(run, target)
        return
    run.emit(
        WrittenFile,
        target.place,
        ALWAYS,
        path=target.path,
        text=printed or (),
        append=target.append,
        spans=spans,
    )


def _copied(run: Run, target: Target) -> None:
    """`cat FILE > TARGET` of a file that is no text is a copy."""
    for word in run.words[1:]:
        if not texts.head(word).startswith("-"):
            run.emit(Transfer, target.place, ALWAYS, tool="cat", source=run.path(word), destination=target.path)
    run.written[target.path] = None


# What redirections come to that lead nowhere else than to /dev; with them, so that no others get their id.
_constant: dict[int, tuple[tuple[Redirect, ...], Plan | None]] = {}


def resolve(run: Run, redirects: tuple[Redirect, ...]) -> Plan:
    """What the redirections come to, the last of each kind winning. `2>/dev/null` and its like are read once."""
    known = _constant.get(id(redirects))
    if known is None:
        if len(_constant) > 5_000:
            _constant.clear()
        plan = _resolved(run, redirects) if all(map(is_constant, redirects)) else None
        known = _constant[id(redirects)] = (redirects, plan)
    return known[1] or _resolved(run, redirects)


def is_constant(node: Redirect) -> bool:
    """Whether it leads to the same place under /dev each time."""
    if node.here is not None or node.operator not in {">", ">>", ">|", ">&", "<&", "&>"}:
        return False
    raw = node.target.raw
    if node.operator in {">&", "<&"} and (raw.isdigit() or raw == "-"):
        return True
    return raw.startswith("/dev/") and raw[5:].isalnum()


def _resolved(run: Run, redirects: tuple[Redirect, ...]) -> Plan:
    target: Target | None = None
    silent = quiet = False
    stdin: tuple[Text | None, ...] = ()
    here: Place | None = None
    for node in redirects:
        operator, number = node.operator, node.descriptor
        if node.here is not None or operator == "<<<":
            if number in {None, 0}:
                stdin = (_here(run, node),)
                here = run.place(node.here.body if node.here else node.target)
                if node.here is not None and stdin[0]:
                    run.documents = [*run.documents[1 - _DOCUMENTS :], (stdin[0], here)]
        elif operator in {">", ">>", ">|", "&>", "&>>", "<>"} or (operator == ">&" and not _is_number(node)):
            path = expand_word(node.target, run)
            both = operator in {"&>", "&>>", ">&"}
            if number == 2 and not both:
                quiet = path == NOWHERE
            elif number in {None, 1} and operator != "<>":
                target, silent = _target(run, node, path)
                quiet = quiet or (both and path == NOWHERE)
        elif operator == "<" and number in {None, 0}:
            stdin = (_file(run, expand_word(node.target, run)),)
        elif operator == ">&":
            quiet = quiet or (number == 2 and node.target.raw == "1" and silent and target is None and _null(redirects))
            if number in {None, 1} and node.target.raw != "1":
                # To standard error, or to a descriptor that is not followed.
                silent, target = True, None
        elif operator == "<&" and number in {None, 0}:
            stdin = (None,)
        if not run.live:
            break
    return Plan(target, silent, stdin, quiet, here)


def _null(redirects: tuple[Redirect, ...]) -> bool:
    """Whether output goes to /dev/null, so that errors sent after it do."""
    return any(node.target.raw == "/dev/null" and node.descriptor in {None, 1} for node in redirects)


def _is_number(node: Redirect) -> bool:
    raw = node.target.raw
    return raw.isdigit() or raw == "-" or raw.startswith("$") or raw.rstrip("-").isdigit()


def _target(run: Run, node: Redirect, path: Text) -> tuple[Target | None, bool]:
    known = texts.known(path)
    if path == NOWHERE or known in _TERMINALS or (known or "").startswith("/dev/"):
        return None, True
    return Target(run.path(path), run.place(node.target), node.operator.endswith(">>")), False


def _file(run: Run, path: Text) -> Text | None:
    if path == NOWHERE:
        return ()
    if path in run.written:
        return run.written[path]
    return run.read(run.path(path))


def _here(run: Run, node: Redirect) -> Text | None:
    if node.here is None:
        return texts.concat(expand_word(node.target, run), ("\n",))
    return here_text(run, node.here)


def here_text(run: Run, here: HereDocument) -> Text:
    text = (
        texts.literal("".join([getattr(part, "text", "") for part in here.body.parts]))
        if here.quoted
        else expand_quoted(here.body, run)
    )
    if run.holes:
        from lintpack.script.locator import reveal

        text = reveal(text, run.holes)
    return text
