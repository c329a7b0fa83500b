"""The lines of here-documents (bash manual, 3.6.6)."""

from __future__ import annotations

from lintpack.bash import tree
from lintpack.bash.errors import UnreadableError
from lintpack.bash.quotes import here_parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.bash.tokens import Reader


def read_bodies(r: Reader) -> None:
    """Reads the lines at `pos` for all redirections that wait for them."""
    waiting = r.heredocs
    r.heredocs = []
    for redirect in waiting:
        object.__setattr__(redirect, "here", _document(r, redirect))


def delimiter_of(word: tree.Word) -> tuple[str, bool]:
    """What ends the document, after quote removal, and whether it was quoted."""
    text = ""
    quoted = False
    for part in word.parts:
        if isinstance(part, tree.Literal):
            text += part.text
        elif isinstance(part, (tree.Escaped, tree.SingleQuoted, tree.AnsiQuoted)):
            text += part.text
            quoted = True
        elif isinstance(part, tree.DoubleQuoted):
            quoted = True
            for inner in part.parts:
                text += (
                    inner.text
                    if isinstance(inner, tree.Literal)
                    else word.raw[inner.start - word.start : inner.end - word.start]
                )
        else:
            text += word.raw[part.start - word.start : part.end - word.start]
    return text, quoted


def _document(r: Reader, redirect: tree.Redirect) -> tree.HereDocument:
    text = r.text
    delimiter, quoted = delimiter_of(redirect.target)
    strip = redirect.operator == "<<-"
    start = i = r.pos
    end = None
    continued = False
    while i < r.end:
        stop = text.find("\n", i, r.end)
        if stop < 0:
            stop = r.end
        at = i
        if strip:
            while at < stop and text[at] == "\t":
                at += 1
        if not continued and text.startswith(delimiter, at):
            after = at + len(delimiter)
            if after == stop:
                end = i
                i = min(stop + 1, r.end)
                break
            if r.closing and after < stop and text.find(")", after, stop) >= 0:
                # bash 5.2 lets the substitution's parenthesis end the document.
                end = i
                i = after
                break
        if not quoted:
            k = stop
            while k > i and text[k - 1] == "\\":
                k -= 1
            continued = bool((stop - k) & 1)
        i = stop + 1
    if end is None:
        end = i = r.end
    r.pos = i
    raw = text[start:end]
    return tree.HereDocument(start, end, delimiter, quoted, strip, _body(r, start, end, quoted, strip), raw)


def _body(r: Reader, start: int, end: int, quoted: bool, strip: bool) -> tree.Word:
    raw = r.text[start:end]
    parts: list[tree.Part]
    if quoted or not ("$" in raw or "`" in raw or "\\" in raw):
        parts = [tree.Literal(start, end, raw)] if raw else []
    else:
        parts = _expanded(r, start, end)
    if strip:
        parts = [_stripped(part, index == 0 or parts[index - 1]) for index, part in enumerate(parts)]
    return tree.Word(start, end, raw, tuple(parts))


def _expanded(r: Reader, start: int, end: int) -> list[tree.Part]:
    """The parts of a body; all literal where bash would stumble over it when it runs, since it reads it only then."""
    limit, depth, place = r.end, r.depth, r.pos
    comments, problems = len(r.comments), len(r.problems)
    r.end = end
    r.in_here = True
    try:
        return here_parts(r, start)
    except UnreadableError:
        del r.comments[comments:]
        del r.problems[problems:]
        return [tree.Literal(start, end, r.text[start:end])]
    finally:
        r.end, r.depth, r.pos, r.in_here = limit, depth, place, False


def _stripped(part: tree.Part, before: tree.Part | bool) -> tree.Part:
    """Without the tabs that begin its lines."""
    if not isinstance(part, tree.Literal) or "\t" not in part.text:
        return part
    lines = part.text.split("\n")
    lines[1:] = [line.lstrip("\t") for line in lines[1:]]
    if before is True:
        lines[0] = lines[0].lstrip("\t")
    return tree.Literal(part.start, part.end, "\n".join(lines))
