"""Where a thing is written, and how messages speak of it."""

from __future__ import annotations

from lintpack.findings import Label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lintpack.script.plan import Frame, Origin, Plan
    from lintpack.source import Place


# Characters of the longest word that is followed to its end.
_WORD = 5_000
# Characters of libraries' names.
_OF_NAMES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-"


def lines_with(word: str, text: str) -> Iterator[tuple[int, str]]:
    """Where each line begins that has `word`, and the line."""
    at = text.find(word)
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        if end < 0:
            end = len(text)
        yield start, text[start:end]
        at = text.find(word, end)


def line_before(text: str, at: int) -> str:
    """What stands on the line of `at` before it."""
    return text[text.rfind("\n", 0, at) + 1 : at]


def line_of(text: str, start: int, end: int) -> str:
    """The whole line, or lines, of `text[start:end]`."""
    stop = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(text)]


def word_end(text: str, at: int) -> int:
    """Where the word ends that `at` is in, by the shell's quotes; the end of the line where a quote is left open."""
    depth, quote, start, last = 0, "", at, min(len(text), at + _WORD)
    while at < last:
        character = text[at]
        if character == "\\" and quote != "'":
            at += 1
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif character in "({":
            depth += 1
        elif character in ")}" and depth:
            depth -= 1
        elif not depth and character in " \t\n;&|)<>":
            break
        at += 1
    if quote or at - start >= _WORD:
        # A quote around the whole assignment was closed.
        line = text.find("\n", start)
        return len(text) if line < 0 else line
    return min(at, len(text))


def libraries_in(text: str) -> Iterator[tuple[int, int]]:
    """Where each `libfoo.so` of a text begins, and ends; what follows may go on with a version, or with anything."""
    at = text.find(".so")
    while at >= 0:
        line = text.rfind("\n", 0, at) + 1
        start = line + len(text[line:at].rstrip(_OF_NAMES))
        if text.startswith("lib", start):
            yield start, at + 3
        at = text.find(".so", at + 1)


def listed(names: Sequence[str], most: int = 4) -> str:
    """`a`, `b` and 3 more."""
    quoted = [f"`{name}`" for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(quoted)} and {len(names) - most} more"
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _only_passed_on(text: str) -> bool:
    """Whether a word is nothing but a function's own arguments: `$*`, `"$@"`, `${1}`."""
    bare = text.strip("\"'").removeprefix("$").removeprefix("{").removesuffix("}")
    return bare in ("*", "@") or bare.isdigit()


def written_at(origin: Origin) -> Place:
    """Where the operand of an effect is written: a function that passes its arguments on is left for its call."""
    place = origin.place
    for frame in reversed(origin.calls):
        if not _only_passed_on(place.text) or frame.kind not in ("function", "string", "written"):
            break
        # `eval "$*"` passes them on too.
        place = frame.place if frame.kind == "function" else place
    return place


def handed_at(value: str, origin: Origin) -> Place:
    """Where the value of an operand is written: also in a call of a function that keeps it in a variable of its own,
    or in an array."""
    place = written_at(origin)
    if len(value) > 1 and value not in place.text.replace("\\", ""):
        for frame in reversed(origin.calls):
            at = frame.place.text.find(value) if frame.kind == "function" else -1
            if at >= 0:
                return frame.place.source.place(frame.place.start + at, frame.place.start + at + len(value))
        if "[@]}" in place.text or "[*]}" in place.text:
            return mentioned(value, place) or place
    return place


def find_name(name: str, origin: Origin, plan: Plan) -> Place:
    """Where a file name is written: in the operand, in a call that passed it on, or in a list before (an array, a
    loop, an assignment). Where it is put together from pieces, the operand."""
    return _find(name, origin, plan) or written_at(origin)


def find_piece(name: str, origin: Origin, plan: Plan) -> Place:
    """The same, but of a name put together from pieces, `lib$one.so.8`, the word of the loop: `for one in foo`."""
    found = _find(name, origin, plan)
    operand = written_at(origin)
    if found is not None or "$" not in operand.text:
        return found or operand
    import re

    text = operand.source.text
    stem = name.partition(".so")[0]
    for variable in re.findall(r"\$\{?(\w+)", operand.text.rpartition("/")[2]):
        loops = list(re.finditer(rf"\bfor[ \t]+{variable}[ \t]+in[ \t](?:[^\n;]|\\\n)*", text[: operand.start]))
        for piece in (stem, stem.removeprefix("lib")):
            at = _word_in(loops[-1][0], piece) if loops else -1
            if at >= 0:
                return operand.source.place(loops[-1].start() + at, loops[-1].start() + at + len(piece))
    return operand


def find_path(shown: str, origin: Origin, plan: Plan) -> Place:
    """Where what matters of a path is written: the path, its name, or what a variable in the operand holds of it (the
    end, `.so.4`, before the folder). Else the operand."""
    place = written_at(origin)
    name = shown.rpartition("/")[2]
    if name in place.text:
        return place
    found = _find(shown, origin, plan) or _find(name, origin, plan)
    if found is not None:
        return found
    end = name[name.rfind(".so") :] if ".so" in name else name
    return next(iter(assignments(place, end, plan)), place)


def narrowed(place: Place, text: str) -> Place:
    """Where `text` first stands in `place`; all of it where it does not."""
    at = place.text.find(text)
    return place.source.place(place.start + at, place.start + at + len(text)) if at >= 0 else place


def assignments(operand: Place, end: str, plan: Plan) -> list[Place]:
    """The assignments to variables of an operand whose values end so."""
    if end in operand.text:
        return []
    import re

    found = []
    for variable in re.findall(r"\$\{?(\w+)", operand.text):
        pattern = re.compile(rf"(?m)^[ \t]*(?:\w+ )?{variable}=[^\s#]*{re.escape(end)}(?![\w.])")
        for script in plan.scripts:
            found += [script.source.place(*match.span()) for match in pattern.finditer(script.source.text)]
    return found


def _find(name: str, origin: Origin, plan: Plan) -> Place | None:
    for place in (origin.place, *(frame.place for frame in reversed(origin.calls))):
        at = _word_in(place.text, name)
        if at >= 0:
            return place.source.place(place.start + at, place.start + at + len(name))
    for place in (origin.place, *(frame.place for frame in reversed(origin.calls))):
        found = mentioned(name, place)
        if found is not None:
            return found
    for script in plan.scripts:
        found = mentioned(name, script.source.place(len(script.source.text), len(script.source.text)))
        if found is not None:
            return found
    return None


def mentioned(name: str, place: Place) -> Place | None:
    """The last mention of `name` before `place` in its file that is not in a comment."""
    text = place.source.text
    end = place.start
    while (at := _word_in(text, name, end)) >= 0:
        line = line_before(text, at)
        if not line.lstrip().startswith("#") and " #" not in line:
            return place.source.place(at, at + len(name))
        end = at
    return None


def _word_in(text: str, name: str, end: int | None = None) -> int:
    """The offset of the last mention of the file name `name` in `text` up to `end`; -1 where there is none."""
    limit = len(text) if end is None else end
    while (at := text.rfind(name, 0, limit)) >= 0:
        before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not (before.isalnum() or before in ("_", "-", ".")) and not (
            after.isalnum() or after in ("_", "-", ".", "*")
        ):
            return at
        limit = at + len(name) - 1
    return -1


def is_sourced(frame: Frame) -> bool:
    """Whether a file is read into this shell, and not run in one of its own: `. FILE`, not `bash FILE`."""
    before = line_before(frame.place.source.text, frame.place.start).split()
    return frame.kind == "source" and before[-1:] in (["."], ["source"], ["\\."], ["--"])


_HOW = {"function": "called", "written": "written"}


def calls(origin: Origin, primary: Place) -> tuple[Label, ...]:
    """The steps from the entry script to an effect, but for that which `primary` lies in."""
    labels = []
    for frame in origin.calls:
        if _holds(frame.place, primary):
            continue
        what = _HOW.get(frame.kind) or ("sourced" if is_sourced(frame) else "run")
        labels.append(Label(frame.place, f"`{frame.name}` is {what} here"))
    if not _holds(origin.command, primary):
        labels.append(Label(origin.command, "and comes here"))
    return tuple(labels)


def _holds(outer: Place, inner: Place) -> bool:
    return outer.source is inner.source and outer.start <= inner.start and inner.end <= outer.end
