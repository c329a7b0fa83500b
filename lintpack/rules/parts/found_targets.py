"""LP203 for links to what a pattern or a search has found from the working directory, made in another folder.

for f in lib/*.so*; do ln -s "$f" "$out/usr/lib/"; done
find plugins -name '*.so' -exec ln -s {} "$out/usr/lib/" \\;
cd "$src" && for f in lib*.so; do ln -s $f /opt/x/lib/$f; done
"""

from __future__ import annotations

from lintpack import libname
from lintpack.patterns import re
from lintpack.rules.shared.links import relative
from lintpack.rules.shared.lost_targets import LostTarget
from lintpack.script import paths, texts
from lintpack.script.plan import Link
from lintpack.script.values import Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

# What a command's words are, as far as it matters here.
_WORD = r"(?:\"[^\"]*\"|'[^']*'|\$\([^)]*\)|[^\s\"'])+"
_LIBRARIES = frozenset(("lib", "lib32", "lib64", "libx32", "lib-dynload"))
_ENTERED = r"\b(?:cd|pushd|-C|-execdir|--chdir)[ =]+([^\s;&|)]+)"
_HERE = ("", ".", "$PWD", "$(pwd)", "`pwd`")


def found_targets(context: Context) -> Iterator[LostTarget]:
    seen = set()
    for link in context.each(Link):
        if not link.symbolic or not any(isinstance(piece, Wildcard) for piece in link.target):
            continue
        target = texts.shown(link.target)
        if not relative(link) or (target[0] in ".$*" and not target.startswith(("./", "*.so"))):
            continue
        written, into = _written(link.origin.command.text)
        if not written or _in_the_same(into) or not _of_libraries(link) or link.origin.command in seen:
            continue
        folder = texts.shown(paths.dirname(paths.canonical(link.path)))
        if _other_folder(link, folder, context) and _as_found(written, target, context):
            seen.add(link.origin.command)
            yield LostTarget(
                link.origin,
                link.origin.command,
                f"links names in `{folder}` to `{target}`, which is there from the working directory, not from the "
                "link's folder",
                "leads nowhere",
                "let ln count the folders (`ln -sr`), or begin the target with its whole path",
            )


def _written(command: str) -> tuple[str, str]:
    """What the command has for its target, and for the link; "" where ln counts the folders itself."""
    words = re.findall(_WORD, command.partition("ln ")[2])
    into = ""
    while words and words[0][:1] == "-":
        option = words.pop(0)
        if option == "--relative" or (option[1:2] != "-" and "r" in option):
            return "", ""
        if option[1:2] != "-" and option[-1] == "t" and words:
            into = words.pop(0).rstrip("/") + "/"
    if words and not into:
        into = next((word for word in words[:0:-1] if word not in ("\\;", ";", "+", "';'")), "")
        if "*" in words[0] and "/" not in into and libname.parse(into.strip("\"'")) is None:
            into += "/"
    return (words[0] if words else "", into)


def _in_the_same(into: str) -> bool:
    """Whether the link lies where the command runs, as far as its words tell: `.`, `libfoo.so`."""
    bare = into.strip("\"'")
    return bare[:1] not in ("/", "$", "~", "{") and bare.rpartition("/")[0] in ("", ".")


def _of_libraries(link: Link) -> bool:
    if libname.parse_text(link.path) is not None or libname.parse_text(link.target) is not None:
        return True
    shown = texts.shown(link.target)
    return ".so" in shown or shown.split("/")[0] in _LIBRARIES


def _bare(word: str) -> str:
    return re.sub(r"[\"'{}]", "", word).rstrip("/")


def _other_folder(link: Link, folder: str, context: Context) -> bool:
    """Whether the link's folder is surely not the one that the command runs in."""
    own = _bare(folder)
    if own in _HERE or own.startswith("..") or "*" in own or "?" in own:
        return False
    for script in context.plan.scripts:
        text = script.source.text
        for match in re.finditer(_ENTERED, text):
            entered = _bare(match[1])
            if entered == own or own.endswith(f"/{entered}") or entered.endswith(f"/{own}"):
                return False
            # What is entered may have a second name.
            if own[:1] == "$" and "/" not in own and re.search(rf"\b{own[1:]}=[\"']?{re.escape(match[1])}", text):
                return False
        if own[:1] == "$" and "/" not in own:
            given = re.search(rf"\b{re.escape(own[1:])}=[\"']?(?:\$\(pwd|`pwd|\$\{{?PWD|\$\(cd\b|\.)", text)
            if given is not None:
                return False
    # A value that the script has from elsewhere may be any folder; below it, it is another.
    return (
        "/" in own.strip("/") or own[:1] != "$" or bool(re.search(r"/\"?$", link.origin.command.text.rstrip(" \\;+")))
    )


def _as_found(written: str, target: str, context: Context) -> bool:
    """Whether the whole target is what a pattern or a search has given, and nothing was put before it."""
    head = target.split("*", maxsplit=1)[0].removeprefix("./")
    first = re.escape(head.rstrip("/"))
    begins = rf"[\"']?(?:\./)?{re.escape(head)}[\"']?[\w*?\[]"
    plain = re.match(r"[\"']?\$\{?(\w+)\}?[\"']?$|\{\}$|[\"']\{\}[\"']$", written)
    for script in context.plan.scripts:
        text = script.source.text
        if "**" in target:
            if (
                plain
                and head
                and re.search(
                    rf"\bfind\s+(?:-[LPH]\s+)?[\"']?(?:\./)?{first}/?[\"']?\s(?![^\n]*(?:-printf|\bsed\b|\bawk\b))",
                    text,
                )
            ):
                return True
        elif re.match(begins, written):
            return True
        elif plain and plain[1] and not plain[1].isdigit():
            if re.search(rf"\bfor\s+{plain[1]}\s+in\s+(?:[^\n;]*\s)?{begins}", text):
                return True
        elif plain and head and re.search(rf"(?:^|[\s=(]){begins}", text):
            return True
    return False
