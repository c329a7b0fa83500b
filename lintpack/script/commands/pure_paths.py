"""dirname, basename, realpath, readlink: paths in, paths out."""

from __future__ import annotations

from lintpack.script import paths, texts
from lintpack.script.commands import options
from lintpack.script.commands.filters import joined, known_operand
from lintpack.script.invocation import FAILURE, UNKNOWN, Outcome
from lintpack.script.values import Hole, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lintpack.script.invocation import Invocation
    from lintpack.script.values import Choices, Text

_DIRNAME = options.Spec("z", "zero=z")
_BASENAME = options.Spec("as:z", "multiple=a suffix:=s zero=z", inorder=True)
_REALPATH = options.Spec(
    "emqsLPz",
    "canonicalize-existing=e canonicalize-missing=m logical=L physical=P quiet=q strip=s no-symlinks=s zero=z"
    " relative-to:=relative-to relative-base:=relative-base",
)
_READLINK = options.Spec(
    "femnqsvz",
    "canonicalize=f canonicalize-existing=e canonicalize-missing=m no-newline=n quiet=q silent=s verbose=v zero=z",
)


def _lines(call: Invocation, operands: list[Text], change: Callable[[Text], Text]) -> Outcome:
    """One line for each operand."""
    if not operands:
        return FAILURE
    parts: list[Text] = []
    for operand in operands:
        results: list[tuple[Text, Choices]] = [(change(text), when) for text, when in _cases(call, operand)]
        parts += [joined(call, results), ("\n",)]
    return Outcome(0, texts.concat(*parts))


def _cases(call: Invocation, operand: Text) -> tuple[tuple[Text, Choices], ...]:
    """The alternatives of a path, opened only where it has no known slash to cut it at."""
    if "/" in texts.tail(operand).rstrip("/"):
        return ((operand, frozenset()),)
    return call.shell.alternatives(operand)


def dirname(call: Invocation) -> Outcome:
    found = options.parse(call, _DIRNAME)
    if found.unknown or found.has("z"):
        return UNKNOWN
    return _lines(call, [operand.text for operand in found.operands], directory)


def directory(path: Text) -> Text:
    """What dirname prints, slashes in the middle and all."""
    characters = texts.known(path)
    if characters is None:
        return paths.dirname(path)
    bare = characters.rstrip("/")
    if not bare:
        return ("/",) if characters else (".",)
    if "/" not in bare:
        return (".",)
    return texts.literal(bare[: bare.rindex("/")].rstrip("/") or "/")


def basename(call: Invocation) -> Outcome:
    found = options.parse(call, _BASENAME)
    if found.unknown or found.has("z") or not found.operands:
        return UNKNOWN
    operands = [operand.text for operand in found.operands]
    suffix = known_operand(call, found.value("s")) if found.has("s") else ""
    if not found.has("a", "s"):
        suffix = known_operand(call, found.operands[1]) if len(operands) > 1 else ""
        operands = operands[:1]
    if suffix is None:
        return UNKNOWN
    cut = suffix
    return _lines(call, operands, lambda path: last_component(path, cut))


def last_component(path: Text, suffix: str = "") -> Text:
    """What basename prints."""
    name = paths.basename(path) if path else ()
    if suffix and name != (suffix,):
        end = texts.tail(name)
        if end.endswith(suffix):
            return texts.cut_last(name, len(suffix))
        if not end or (len(end) < len(suffix) and suffix.endswith(end)):
            # The suffix may be in what is not known.
            return (Hole(f"$(basename {texts.shown(path)} {suffix})"),) if name and len(end) < len(suffix) else name
    return name


def realpath(call: Invocation) -> Outcome:
    """Links are not known: a path is taken for its own real path, relative to where the script started."""
    found = options.parse(call, _REALPATH)
    if found.unknown or found.has("z", "relative-base"):
        return UNKNOWN
    base = found.value("relative-to")
    if base is not None:
        start = call.shell.path(base.text)
        parts = [paths.relative(call.shell.path(operand.text), start) for operand in found.operands]
        if not parts or None in parts:
            return UNKNOWN
        return Outcome(None, texts.concat(*[part for text in parts for part in (text or (), ("\n",))]))
    return _real(call, [operand.text for operand in found.operands])


def readlink(call: Invocation) -> Outcome:
    found = options.parse(call, _READLINK)
    if found.unknown or not found.has("f", "e", "m") or found.has("z"):
        # Without -f it prints what a link points to, which only the file system knows.
        return UNKNOWN
    outcome = _real(call, [operand.text for operand in found.operands])
    if found.has("n") and outcome.output is not None and len(found.operands) == 1:
        return Outcome(outcome.status, texts.cut_last(outcome.output, 1))
    return outcome


def _real(call: Invocation, operands: list[Text]) -> Outcome:
    """A library's own name may be a link to another: the last component of one stays unknown."""
    if not operands:
        return FAILURE
    parts: list[Text] = []
    for operand in operands:
        path = call.shell.path(operand)
        name = paths.basename(path)
        if ".so" in texts.shown(name) or any(isinstance(piece, Wildcard) for piece in path):
            path = (Hole(f"$({call.name} -f {texts.shown(operand)})"),)
        elif paths.absolute(path) is False:
            from lintpack.script.interpreter import START

            path = (START,) if path in {(), paths.HERE} else texts.concat((START, "/"), path)
        parts += [path, ("\n",)]
    return Outcome(None, texts.concat(*parts))


MODELS = {
    "dirname": dirname,
    "basename": basename,
    "realpath": realpath,
    "grealpath": realpath,
    "readlink": readlink,
    "greadlink": readlink,
}
