"""ls and getopt: what they print is made of their words."""

from __future__ import annotations

from lintpack.lazy import Lazy
from lintpack.script import paths, texts
from lintpack.script.commands.options import Operand, Spec, call_operands, parse, sort
from lintpack.script.commands.transfers import looks_like_file
from lintpack.script.invocation import UNKNOWN, Outcome
from lintpack.script.streams import Found
from lintpack.script.values import Hole, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.commands import wild
    from lintpack.script.invocation import Invocation
    from lintpack.script.values import Text
else:
    wild = Lazy("lintpack.script.commands.wild")

LS = Spec(
    "aAbBcCdDfFgGhHiI:klLmnNopqQrRsStT:uUvw:xXZ1",
    "all=a almost-all=A directory=d reverse=r size=s recursive=R human-readable=h color? sort: time: format: hide:"
    " ignore:=I dereference=L numeric-uid-gid=n indicator-style: quoting-style: time-style: full-time literal=N"
    " group-directories-first author escape=b classify? file-type inode=i no-group=G width:=w zero help version",
)


def ls(call: Invocation) -> Outcome:
    """The names of files as written; a folder's contents as a wildcard. Long listings are not told."""
    found = parse(call, LS)
    if found.has("l", "g", "o", "n", "s", "i", "R", "m", "F", "full-time", "format", "Z"):
        return UNKNOWN
    lines: list[Text | str] = []
    for word in found.operands or [Operand(paths.HERE, call.command)]:
        if found.has("d") or _is_file(call, word.text):
            lines += [word.text, "\n"]
        elif len(found.operands) > 1 or any(isinstance(piece, (Hole, Reference)) for piece in word.text[-1:]):
            # Folders are listed one after the other with headings; and a hole may be either.
            return UNKNOWN
        else:
            lines += [(Found("*"),), "\n"]
    return Outcome(None, paths.concat(*lines))


def _is_file(call: Invocation, text: Text) -> bool:
    name = paths.split(text)[1]
    if texts.tail(text).endswith("/"):
        return False
    known = call.shell.directory(call.shell.path(text))
    if known is not None or call.shell.stage.kind(call.shell.path(text)) == "directory":
        return known is False
    return wild.has_wildcard(name) or looks_like_file(name, [name])


def getopt(call: Invocation) -> Outcome:
    """Words sorted and quoted (getopt(1) of util-linux): `-o OPTIONS -l NAMES -- WORDS`, or `OPTIONS WORDS`."""
    words = call_operands(call)
    spec = Spec("aho:l:n:qQs:uTV", "options:=o longoptions:=l alternative=a name:=n quiet=q shell:=s unquoted=u", True)
    own = sort(words, spec)
    short, given = own.value("o"), own.operands
    if short is None and given and not own.sequence[:1][0][0]:
        short, given = given[0], given[1:]
        given = given[1:] if given[:1] and given[0].text == ("--",) else given
    letters = texts.known(short.text) if short else None
    names = [texts.known(part) for value in own.values("l") for part in texts.split(value.text, ",")]
    if letters is None or None in names or not all(_is_plain(word.text) for word in given):
        return UNKNOWN
    # `a:` after a name asks for an argument, `a::` allows one.
    long = " ".join([(name or "").replace("::", "?") for name in names])
    spec = Spec(letters.lstrip("+-"), long, letters.startswith("+"))
    optional = {name for name, takes in (*spec.short.items(), *spec.long.values()) if takes == 2}
    found = sort(given, spec)
    if found.unknown or found.doubtful:
        return UNKNOWN
    out: list[Text | str] = []
    for name, value in found.given:
        out.append(f" -{name}" if len(name) == 1 else f" --{name}")
        if value is not None:
            out += [" ", _quoted(value.text)]
        elif name in optional:
            out.append(" ''")
    out.append(" --")
    for word in found.operands:
        out += [" ", _quoted(word.text)]
    return Outcome(0, paths.concat(*out, "\n"))


def _is_plain(text: Text) -> bool:
    """Whether a word can be quoted: no quote in it, and it is known whether it is an option."""
    return not any(isinstance(piece, (Hole, Reference)) for piece in text[:1]) and "'" not in texts.shown(text)


def _quoted(text: Text) -> Text:
    return paths.concat("'", text, "'")


MODELS = {"ls": ls, "gls": ls, "getopt": getopt}
