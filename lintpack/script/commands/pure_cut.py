"""cut and tr."""

from __future__ import annotations

from lintpack.script.commands import options
from lintpack.script.commands.filters import filtered, is_blind, known_operand, known_source, lines_of, text_of
from lintpack.script.globs import CLASSES
from lintpack.script.invocation import UNKNOWN, Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation

_CUT = options.Spec(
    "b:c:d:f:nsz",
    "bytes:=b characters:=c delimiter:=d fields:=f only-delimited=s complement output-delimiter:=output",
)
_TR = options.Spec("cCdst", "complement=c delete=d squeeze-repeats=s truncate-set1=t", inorder=True)


def cut(call: Invocation) -> Outcome:
    if is_blind(call):
        return UNKNOWN
    found = options.parse(call, _CUT)
    text = known_source(call, found.operands)
    if text is None:
        return UNKNOWN
    kind = found.last("b", "c", "f")
    wanted = _ranges(known_operand(call, found.value("b", "c", "f")) or "")
    delimiter = known_operand(call, found.value("d")) if found.has("d") else "\t"
    output = known_operand(call, found.value("output")) if found.has("output") else delimiter
    if (
        found.unknown
        or not wanted
        or not delimiter
        or len(delimiter) > 1
        or output is None
        or len(output) > 100
        or found.has("z")
    ):
        return UNKNOWN
    complement, strict = found.has("complement"), found.has("s")
    separator, between = delimiter, output

    def change(characters: str) -> tuple[str, int] | None:
        if kind in {"b", "c"} and not characters.isascii():
            return None
        kept = []
        for line in lines_of(characters)[0]:
            if kind != "f":
                kept.append("".join([c for rank, c in enumerate(line, 1) if _picked(rank, wanted) != complement]))
            elif separator in line:
                fields = line.split(separator)
                kept.append(
                    between.join([f for rank, f in enumerate(fields, 1) if _picked(rank, wanted) != complement])
                )
            elif not strict:
                kept.append(line)
        return text_of(kept), 0

    return filtered(call, text, change)


def _picked(rank: int, wanted: list[tuple[int, int]]) -> bool:
    return any(low <= rank <= high for low, high in wanted)


def _ranges(written: str) -> list[tuple[int, int]]:
    """`1,3-5,7-` as pairs; empty where it is malformed."""
    ranges = []
    for part in written.split(","):
        low, dash, high = part.partition("-")
        if (low and not low.isdigit()) or (high and not high.isdigit()) or not (low or high):
            return []
        first = int(low) if low else 1
        ranges.append((first, int(high) if high else 1 << 60 if dash else first))
    return ranges


def tr(call: Invocation) -> Outcome:
    found = options.parse(call, _TR)
    words = [known_operand(call, operand) for operand in found.operands]
    if found.unknown or not words or None in words:
        return UNKNOWN
    sets = [_set(word or "") for word in words]
    first = sets[0]
    second = sets[1] if len(sets) > 1 else None
    complement, delete, squeeze = found.has("c", "C"), found.has("d"), found.has("s")
    if first is None or (len(sets) > 1 and second is None) or found.has("t"):
        return UNKNOWN
    if not delete and second is None and not squeeze:
        return UNKNOWN

    def change(characters: str) -> tuple[str, int] | None:
        if not characters.isascii():
            return None
        members = set(first)
        out: list[str] = []
        squeezed = set(second) if second else members
        for character in characters:
            inside = (character in members) != complement
            replaced = character
            if inside and delete:
                continue
            if inside and second is not None and not delete:
                # A set that is too short is continued with its last character.
                rank = len(second) - 1 if complement else len(first) - 1 - first[::-1].index(character)
                replaced = second[min(rank, len(second) - 1)]
            repeated = replaced in squeezed if second else (replaced in squeezed) != complement
            if squeeze and out and out[-1] == replaced and repeated:
                continue
            out.append(replaced)
        return "".join(out), 0

    return filtered(call, call.stdin, change)


def _set(written: str) -> list[str] | None:
    """The characters of a set: ranges, classes and escapes. None for what is not modelled (`[x*n]`, `[=x=]`)."""
    out: list[str] = []
    at = 0
    while at < len(written):
        if written.startswith("[:", at):
            end = written.find(":]", at)
            name = written[at + 2 : end]
            if end < 0 or name not in CLASSES:
                return None
            out += [chr(code) for code in range(128) if CLASSES[name](chr(code))]
            at = end + 2
            continue
        if written.startswith("[=", at) or (written.startswith("[", at) and written[at + 2 : at + 3] == "*"):
            return None
        character, at = _character(written, at)
        if written[at : at + 1] == "-" and at + 1 < len(written):
            last, at = _character(written, at + 1)
            if last < character:
                return None
            out += [chr(code) for code in range(ord(character), ord(last) + 1)]
        else:
            out.append(character)
    return out


def _character(written: str, at: int) -> tuple[str, int]:
    if written[at] != "\\" or at + 1 >= len(written):
        return written[at], at + 1
    end = at + 2
    if written[at + 1] in "01234567":
        while end < len(written) and end < at + 4 and written[end] in "01234567":
            end += 1
    from lintpack.script.quoting import decoded_format

    decoded = decoded_format(written[at:end])
    return (decoded if len(decoded) == 1 else written[at + 1]), end


MODELS = {"cut": cut, "gcut": cut, "tr": tr, "gtr": tr}
