"""Links that are made to themselves for some of the names that a command is run with, or through a folder that is a
link.

    for f in libfoo_*.so*; do ln -sf "$f" "${f%%.so*}.so"; done
    ln -s lib "$root/usr/lib64"; ln -sf /usr/lib/libz.so.1 "$root/usr/lib64/libz.so.1"
    cp "$real" "$pack/lib/"; ln -sf "$(basename "$real")" "$pack/lib/$soname"
"""

from __future__ import annotations

import re

from lintpack.rules.shared.links import leads_to
from lintpack.script import paths, texts
from lintpack.script.plan import Link, Transfer
from lintpack.script.values import Hole, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.context import Context
    from lintpack.script.values import Text

# `"$f" "${f%%.so*}.so"`: the name up to its `.so`, and `.so` again.
_OF_ITS_NAME = r"[\"']?\$\{?(?P<name>\w+)\}?[\"']?\s+[^\s;&|]*\$\{(?P=name)%%?\.so\*\}[\"']?\.so[\"']?(?=[\s;&|]|$)"
# What asks for a link, or compares names.
_ASKS = r"-[Lh]\s|!=|==?\s|\bcase\b"
_SONAME = r"^\$\(.*(?:SONAME|soname)"


def hidden_self_link(link: Link, context: Context) -> str:
    """What is wrong, or ""."""
    if not link.symbolic:
        return ""
    return _of_its_name(link) or _through_folder(link, context) or _of_its_soname(link, context) or _picked(link)


def _picked(link: Link) -> str:
    """A command picks the target, and may pick the link."""
    text = link.origin.command.source.text
    if "ls " not in text or not ("tail" in text or "head" in text):
        return ""
    from lintpack.rules.parts import listed_self

    return listed_self.picks_itself(link)


def _of_its_name(link: Link) -> str:
    """A pattern for several libraries that also matches names without a version, and links to these."""
    name = paths.basename(link.target)
    wild = [at for at, piece in enumerate(name) if isinstance(piece, Wildcard)]
    if len(wild) < 2 or wild[-1] != len(name) - 1 or not str(name[-2]).endswith(".so"):
        return ""
    command = link.origin.command
    found = re.search(_OF_ITS_NAME, command.text)
    if found is None or link.origin.guards:
        return ""
    text = command.source.text
    loop = text.rfind("for ", 0, command.start)
    if loop < 0 or re.search(_ASKS, text[loop : command.end]):
        return ""
    shown = texts.shown(name)
    return f"links each name that `{shown}` matches to the same name up to `.so`: one that ends there to itself"


def _through_folder(link: Link, context: Context) -> str:
    """The link's folder is itself a link to the folder that the target lies in."""
    folder, name = paths.canonical(paths.dirname(link.path)), paths.basename(link.path)
    if paths.basename(link.target) != name or folder == paths.HERE:
        return ""
    for other in context.each(Link):
        if other.origin.number >= link.origin.number:
            break
        if paths.canonical(other.path) != folder or not other.symbolic or _excluded(other, link):
            continue
        real = paths.canonical(paths.join(leads_to(other), name))
        if leads_to(link) == real or _below_root(paths.canonical(link.target), real):
            return (
                f"links `{texts.shown(link.path)}` to `{texts.shown(link.target)}`, which is the same file: line "
                f"{other.origin.command.line} makes `{texts.shown(other.path)}` a link to `{texts.shown(other.target)}`"
            )
    return ""


def _excluded(one: Link, other: Link) -> bool:
    return not texts.consistent(one.origin.when, other.origin.when)


def _below_root(target: Text, real: Text) -> bool:
    """Whether the absolute target is `real` below a root, `$root/usr/lib/x` for `/usr/lib/x`."""
    below, whole = paths.components(target), paths.components(real)
    if paths.absolute(target) is not True or len(below) < 3 or len(whole) < len(below):
        return False
    root = whole[: len(whole) - len(below) + 1]
    return whole[len(root) :] == below[1:] and len(root) == 1 and texts.known(root[0]) is None


def _of_its_soname(link: Link, context: Context) -> str:
    """A file is copied under its own name, and linked under its SONAME, which may be the same."""
    last, aim = paths.basename(link.path), paths.canonical(link.target)
    if not (
        link.force and len(last) == 1 and isinstance(last[0], Hole) and re.search(_SONAME, last[0].shown, re.DOTALL)
    ):
        return ""
    if len(aim) != 1 or not isinstance(aim[0], Hole) or aim == last:
        return ""
    command = link.origin.command
    into = paths.canonical(paths.concat(paths.dirname(link.path), "/", aim))
    copied = any(
        isinstance(effect, Transfer)
        and effect.origin.number < link.origin.number
        and paths.canonical(effect.destination) == into
        for effect in context.plan.effects
    )
    variable = re.findall(r"\$\{?(\w+)", command.text)
    if not copied or not variable or _compared(variable[-1], command.source.text):
        return ""
    return (
        f"links `{texts.shown(last)}` to the file that was just copied, whatever they are called: where the SONAME is "
        "the file's own name, the link takes its place and leads to itself"
    )


def _compared(variable: str, text: str) -> bool:
    """Whether the script compares it with something that is not empty."""
    asked = rf"\$\{{?{variable}\b[^\n\]]*\s(?:!?=|==|-ef)\s+[\"']?[^\"'\s]|\s(?:!?=|==|-ef)\s+[\"']?\$\{{?{variable}\b"
    return re.search(asked, text) is not None
