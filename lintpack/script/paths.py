"""Paths over texts: join, normalise, split, compare; sure only of what is certain.

A component with a hole or a wildcard stays as it is, and so does the `..` after it: `a/$hole/../b` may be
`a/b` or not. The directory that the script was started in is `()`, shown as `.`.
"""

from __future__ import annotations

from lintpack.script import texts
from lintpack.script.values import Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.script.values import Piece, Text

HERE: Text = (".",)


def concat(*parts: Text | str) -> Text:
    """The parts one after the other."""
    return texts.concat(*[(part,) if isinstance(part, str) and part else part or () for part in parts])


def components(text: Text) -> list[Text]:
    """`text` cut at each known `/`: `a//$b/c` gives a, (), $b, c."""
    parts: list[Text] = []
    current: list[Piece] = []
    for piece in text:
        if not isinstance(piece, str):
            current.append(piece)
            continue
        first, *others = piece.split("/")
        if first:
            current.append(first)
        for other in others:
            parts.append(tuple(current))
            current = [other] if other else []
    parts.append(tuple(current))
    return parts


def from_components(parts: Iterable[Text]) -> Text:
    """The path of `parts`, with a `/` between them."""
    pieces: list[Piece] = []
    plain: list[str] = []
    for number, part in enumerate(parts):
        if number:
            plain.append("/")
        for piece in part:
            if isinstance(piece, str):
                plain.append(piece)
            else:
                pieces += ["".join(plain), piece]
                plain = []
    return tuple([piece for piece in (*pieces, "".join(plain)) if piece != ""])


def absolute(text: Text) -> bool | None:
    """Whether `text` starts with `/`; None where that cannot be told."""
    if not text:
        return False
    first = text[0]
    if isinstance(first, str):
        return first[0] == "/"
    if isinstance(first, Wildcard):
        return False
    if isinstance(first, Reference):
        answer: bool | None = None
        for rank, case in enumerate(first.alternatives):
            found = None if case.text is None else absolute(case.text)
            if found is None or (rank and found is not answer):
                return None
            answer = found
        return answer
    return None


def _is_normal(text: Text) -> bool:
    """Whether `text` has surely no component that is empty or starts with a dot, and no slash at its end."""
    for piece in text:
        if isinstance(piece, str) and ("//" in piece or "/." in piece):
            return False
    first, last = (text[0], text[-1]) if text else ("/", "/")
    return not (isinstance(first, str) and first[0] == ".") and not (isinstance(last, str) and last[-1] == "/")


def normalise(text: Text) -> Text:
    """`text` without empty components and `.`, and without `x/..` where x is known and no wildcard.

    `x` is taken for a directory, not a link to one, as `cd` does (POSIX, cd, step 8). A trailing `/` goes.
    """
    if len(text) == 1 and isinstance(text[0], str) and "/" not in text[0]:
        return text
    if _is_normal(text):
        return text
    rooted = absolute(text) is True and isinstance(text[0], str)
    kept: list[Text] = []
    for part in components(text):
        if part in {(), (".",)}:
            continue
        if part == ("..",):
            last = texts.known(kept[-1]) if kept else None
            if last is not None and last != "..":
                kept.pop()
                continue
            if rooted and not kept:
                continue
        kept.append(part)
    path = from_components(kept)
    if rooted:
        return concat("/", path)
    return path or HERE


def join(base: Text, text: Text) -> Text:
    """`text` seen from `base`, normalised. A hole at its start is taken for an absolute path, as `$PREFIX` mostly is:
    only a reference some alternative of which is relative is joined."""
    where = absolute(text)
    if where is None:
        first = text[0]
        cases = first.alternatives if isinstance(first, Reference) else ()
        where = not any(case.text and absolute(case.text) is False for case in cases)
    if where or base in {(), HERE}:
        return normalise(text)
    return normalise(concat(base, "/", text))


def strip_slashes(text: Text) -> Text:
    """`text` without trailing slashes; `/` stays."""
    if text and isinstance(text[-1], str) and text[-1].endswith("/"):
        last = text[-1].rstrip("/")
        if not last and len(text) == 1:
            return ("/",)
        return (*text[:-1], last) if last else text[:-1]
    return text


def is_contents(text: Text) -> bool:
    """Whether the contents of a folder are meant, not the folder: `a/.`, `a/`, `.`."""
    return text == HERE or texts.tail(text).endswith(("/.", "/"))


def split(text: Text) -> tuple[Text, Text]:
    """What is before the last known `/` (with it) and what is after; trailing slashes are dropped first."""
    text = strip_slashes(text)
    for at in range(len(text) - 1, -1, -1):
        piece = text[at]
        if isinstance(piece, str) and "/" in piece:
            cut = piece.rindex("/") + 1
            tail = piece[cut:]
            return (*text[:at], piece[:cut]), ((tail,) if tail else ()) + text[at + 1 :]
    return (), text


def basename(text: Text) -> Text:
    """The last component. A hole or reference that may hold a `/` itself gives a hole `$(basename …)`."""
    tail = split(text)[1]
    if not tail and text:
        return ("/",)
    for at in range(len(tail) - 1, -1, -1):
        piece = tail[at]
        if isinstance(piece, Hole) and not (at and isinstance(tail[at - 1], str)):
            return (_base_hole(piece), *tail[at + 1 :])
        if isinstance(piece, Reference):
            opened = [None if a.text is None else a.text for a in piece.alternatives]
            if len(opened) == 1 and opened[0] is not None:
                return concat(basename(opened[0]), tail[at + 1 :]) if opened[0] else basename(tail[at + 1 :])
            if any(o is None or _may_hold_slash(o) for o in opened):
                return (_base_hole(Hole(piece.shown)), *tail[at + 1 :])
    return tail


def _base_hole(hole: Hole) -> Hole:
    if hole.shown.startswith("$(basename "):
        return hole
    return Hole(f"$(basename {hole.shown})", hole.key)


def _may_hold_slash(text: Text) -> bool:
    for piece in text:
        if isinstance(piece, str) and "/" in piece:
            return True
        if isinstance(piece, Hole):
            return True
        if isinstance(piece, Reference) and any(a.text is None or _may_hold_slash(a.text) for a in piece.alternatives):
            return True
    return False


def dirname(text: Text) -> Text:
    """What POSIX dirname prints, where it can be told; else a hole `$(dirname …)`."""
    head, tail = split(text)
    if head:
        return strip_slashes(head)
    for piece in tail:
        if isinstance(piece, Reference) and len(piece.alternatives) == 1 and piece.alternatives[0].text is not None:
            return dirname(concat(*[(p,) if p is not piece else piece.alternatives[0].text for p in tail]))
    for piece in tail:
        if isinstance(piece, (Hole, Reference)):
            key = piece.key if isinstance(piece, Hole) else ""
            return (Hole(f"$(dirname {texts.shown(tail)})", key),)
    return HERE


def parent(text: Text) -> Text:
    """The folder of `text` as far as it is spelled out; `.` where it is not. Asked again and again it ends."""
    return strip_slashes(split(text)[0]) or HERE


# The same few paths are asked about again and again.
_canonical: dict[Text, Text] = {}


def canonical(text: Text) -> Text:
    """`text` with every reference of one alternative opened, normalised: equal for equal paths under two names."""
    found = _canonical.get(text)
    if found is None:
        if len(_canonical) > 2_000:
            _canonical.clear()
        found = _canonical[text] = normalise(texts.opened(text))
    return found


def relative(target: Text, folder: Text) -> Text | None:
    """`target` as seen from `folder`; None where that cannot be told (`..` or a wildcard in what differs)."""
    wanted, base = canonical(target), canonical(folder)
    if (absolute(wanted) is True) != (absolute(base) is True) and absolute(wanted) is not absolute(base):
        return None
    ups, downs = [p for p in components(base) if p != (".",)], [p for p in components(wanted) if p != (".",)]
    if ups and downs and ups[0] != downs[0] and None in {texts.known(ups[0]), texts.known(downs[0])}:
        return None
    while ups and downs and ups[0] == downs[0]:
        del ups[0], downs[0]
    if any(texts.known(p) in {None, ".."} for p in ups):
        return None
    return from_components([("..",)] * len(ups) + downs) or HERE


def inside(path: Text, folder: Text) -> Text | None:
    """`path` relative to `folder` where it lies in it; None where it does not."""
    whole, base = components(canonical(path)), components(canonical(folder))
    if base == [HERE]:
        return from_components(whole) if absolute(path) is False and whole[0] != ("..",) else None
    if base == [(), ()]:
        base = [()]
    if whole[: len(base)] != base:
        return None
    return from_components(whole[len(base) :]) or HERE
