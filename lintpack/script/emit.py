"""Puts effects into the plan, with all that says where they come from."""

from __future__ import annotations

from lintpack.lazy import Lazy
from lintpack.record import replace
from lintpack.script import limits, paths, texts
from lintpack.script.plan import Directory, Export, Limit, Link, Origin, Removal, Transfer, Unresolved, WrittenFile
from lintpack.script.values import ALWAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lintpack.script import hints
    from lintpack.script.interpreter import Run
    from lintpack.script.plan import Effect
    from lintpack.script.values import Choices, Text
    from lintpack.source import Place
else:
    hints = Lazy("lintpack.script.hints")


# Effects after which a test on their path may come out another way.
_TOUCHING = frozenset((Directory, Link, Removal, Transfer, WrittenFile))


# The loader's variables, and the link editor's (ld.so(8), dyld(1), gcc(1)).
LOADER = ("LD_", "DYLD_", "LIBRARY_PATH")


class Stop(Exception):  # noqa: N818 (no error: the run has used up what it may)
    """Ends the run where it is; the plan so far holds."""


def origin(run: Run, place: Place | None = None, when: Choices = ALWAYS) -> Origin:
    path = run.state.path
    return Origin(
        len(run.effects),
        place or run.command,
        run.command,
        run.frames,
        run.guards[-limits.GUARDS :],
        path | when if when else path,
        unchecked(run),
        run.quiet,
        run.subshell > 0,
    )


# `set -e`, and a trap on ERR that ends the script.
_STOPS = frozenset(("errexit", "errtrap"))


def unchecked(run: Run) -> str | None:
    """Why a failure of the command that runs now would go unseen; None where it would not."""
    check = run.check
    if check == "":
        return None if run.state.options & _STOPS else "no set -e"
    return None if check in {"tested", "asked"} else check


def emit(run: Run, kind: type[Any], place: Place | None, when: Choices, fields: dict[str, Any]) -> None:
    if len(run.effects) >= limits.PLAN_SIZE:
        limit(run, "PLAN_SIZE")
        raise Stop
    if kind is WrittenFile and run.documents and not fields.get("spans"):
        fields["spans"] = _spans(run, fields["text"])
    effect = kind(origin(run, place, when), **fields)
    run.effects.append(effect)
    if kind in _TOUCHING:
        path = fields.get("destination") or fields.get("path")
        if path:
            run.touched[paths.canonical(path)] = len(run.effects)
    if kind is Transfer and not fields.get("resolved", True):
        unresolved(run, fields["tool"], "the name of its source is not known", place, ())
    if kind is WrittenFile:
        _remember(run, fields["path"], None if when else fields["text"], fields["append"])


def _spans(run: Run, text: Text) -> tuple[tuple[int, Place], ...]:
    """Where the lines of `text` stand that came from a here-document: `cat << EOF | sudo tee FILE`, or most of them, as
    in `sed s/@x@/y/ << EOF > FILE`."""
    from lintpack.script.redirects import aligned

    place = next((place for known, place in reversed(run.documents) if known == text), None)
    if place is None:
        lines = set(texts.shown(text).split("\n"))
        shared = [
            (len(lines.intersection(texts.shown(known).split("\n"))), rank)
            for rank, (known, _) in enumerate(run.documents)
        ]
        # Of two that are as near, the later one.
        most, rank = max(shared)
        if not 2 * most > len(lines) > 1:
            return ()
        place = run.documents[rank][1]
    return aligned(run, text, [(0, place)])


def _remember(run: Run, path: Text, text: Text | None, append: bool) -> None:
    """What a file holds from now on, for what reads it later."""
    before: Text | None = run.written.get(path) if append else ()
    whole = None if text is None or before is None else texts.concat(before, text)
    run.written[path] = whole if whole is not None and texts.length(whole) <= limits.TEXT_LENGTH else None


def drop_repeated(run: Run, starts: list[int]) -> None:
    """The same command was run with one list of words and with another, from the effects number `starts` on. Where that
    makes no difference but to options (`wget -q`), its effects are there once, whichever list it was."""
    effects = run.effects
    size = starts[1] - starts[0]
    ends = [*starts[1:], len(effects)]
    if not size or any(end - start != size for start, end in zip(starts, ends, strict=True)):
        return
    kept = []
    for offset in range(size):
        same = [effects[start + offset] for start in starts]
        if any(_content(effect) != _content(same[0]) for effect in same[1:]):
            return
        when = frozenset.intersection(*[effect.origin.when for effect in same])
        kept.append(replace(same[0], origin=replace(same[0].origin, when=when)))
    effects[starts[0] :] = kept
    run.stage.cut(len(effects))


def _content(effect: Effect) -> tuple[Any, ...]:
    return (type(effect), *[getattr(effect, n) for n in effect.__match_args__ if n not in {"origin", "options"}])


def limit(run: Run, what: str) -> None:
    """The bound `what` was reached: say so, once."""
    if what not in run.reached:
        run.reached.add(what)
        run.effects.append(Limit(origin(run), what=f"{what} {getattr(limits, what, '')}".strip()))


def export(
    run: Run, name: str, value: Text | None, how: str, place: Place | None = None, program: Text | None = None
) -> None:
    nounset = "nounset" in run.state.options
    fields = {
        "name": name,
        "value": value,
        "how": how,
        "program": program,
        "nounset": nounset,
        "cwd": run.state.cwd,
    }
    emit(run, Export, place, ALWAYS, fields)


def unresolved(run: Run, tool: str, why: str, place: Place | None, names: tuple[str, ...]) -> None:
    if not names:
        names = hints.names_in(run, run.words)
    emit(run, Unresolved, place, ALWAYS, {"tool": tool, "why": why, "names": names})
