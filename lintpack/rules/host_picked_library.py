"""Which file is packed, and under which name, is left to what the build machine has: the first hit of a search."""

from __future__ import annotations

from itertools import pairwise

from lintpack.patterns import re
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import gathered
from lintpack.rules.shared.wording import calls, written_at
from lintpack.script import texts
from lintpack.script.plan import Transfer
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

RULE = Rule(
    code="LP108",
    name="host-picked-library",
    summary="The packed file and its name are the first hit of a search on the build machine.",
    level="warning",
    confidence="medium",
)

# Compiled where the word that each begins with stands in a command: in most there is none.
_CACHE = r"\bldconfig\s+(?:-\w*p\w*|--print-cache)\b"
# A pattern that one SONAME alone matches: `libssl\.so\.3 `, `-w`, `$`; or awk's comparison of the whole word.
_EXACT = r"\$1\s*==|\\?\.so(?:\\?\.\d+)+[\"'\s/)$\\(]|(?:grep|egrep)\s+(?:-\w+\s+)*-\w*w|\bgrep\s[^|]*(?:\\>|\\b)"
_SEARCH = r"\bfind\s+(?:-L\s+)?(?:/|/usr|/opt|/lib\*?|/home|\$HOME)(?=[\s/])[^|;]*(?:-quit|\|[^;]*\bhead\b)"
_FIRST = "the first file of the name on the whole machine"
_LOCATE = r"\b(?:locate|whereis)\s+[^|;]*lib"
# Functions that cannot be read, and say what they do.
_TELLING = r"\w*(?:get|find|locate|which|search)\w*(?:sys\w*|host|local)_?lib\w*$|\w*sys(?:tem)?_?lib_?path\w*$"


def check(context: Context) -> Iterator[Finding]:
    # Each way of looking up is a fault of its own.
    by_way: dict[str, list[Finding]] = {}
    for finding in _all(context):
        by_way.setdefault(finding.message, []).append(finding)
    for found in by_way.values():
        yield from gathered(found, 8)


def _all(context: Context) -> Iterator[Finding]:
    for transfer in context.each(Transfer):
        how = _looked_up(transfer, context)
        if not how:
            continue
        place = written_at(transfer.origin)
        yield RULE.finding(
            place,
            f"packs {how}, under whatever name that has",
            label="picked by the build machine",
            related=calls(transfer.origin, place),
            notes=("another version, another architecture or a stray copy may come first elsewhere",),
            help="ask for the exact name (`grep -w 'libfoo\\.so\\.1'`), and name the destination",
        )


def _looked_up(transfer: Transfer, context: Context) -> str:
    shown = texts.shown(transfer.source)
    if shown.startswith(("/**/", "/usr/**/", "/opt/**/")):
        # What find prints is known as a pattern; that it is cut to one, the text says.
        last = shown.rpartition("/")[2].rstrip("*")
        found = any(
            last in hit[0] for script in context.plan.scripts for hit in re.finditer(_SEARCH, script.source.text)
        )
        named = texts.shown(transfer.destination).rpartition("/")[2] != shown.rpartition("/")[2]
        return _FIRST if found and not named and ".so" in shown else ""
    hole = transfer.source[0] if len(transfer.source) == 1 else None
    if not isinstance(hole, Hole) or not hole.shown.startswith(("$(", "`")) or not _keeps_name(transfer, hole):
        return ""
    inner = hole.shown.strip("`").removeprefix("$(").removesuffix(")").strip()
    everything = "\n".join([script.source.text for script in context.plan.scripts])
    return _how(inner, everything) or _by_function(inner, context)


def _keeps_name(transfer: Transfer, hole: Hole) -> bool:
    """Whether the destination gives no name of its own."""
    return any(
        isinstance(piece, Hole) and piece.key == hole.key and piece.shown.startswith("$(basename ")
        for piece in transfer.destination
    )


def _how(command: str, text: str) -> str:
    """How `command`, or the body of a function, picks a file; `text` may say what its variables are."""
    if "ldconfig" in command:
        needed = _asks_for_needed(command, text)
        if needed and not any(word in command for word in ("find", "locate", "whereis")):
            return ""
        if re.search(_CACHE, command) and not re.search(_EXACT, command + " "):
            return "" if needed else "a library of the loader's cache that a pattern matches"
    if "find" in command and re.search(_SEARCH, command):
        return _FIRST
    if ("locate" in command or "whereis" in command) and re.search(_LOCATE, command):
        return "a file that `locate` or `whereis` knows of"
    return ""


def _asks_for_needed(command: str, text: str) -> bool:
    """`name=$(ldd prog | grep libfoo …)`, then `ldconfig -p | grep $name`: the name is the one that prog asks for."""
    return any(_is_needed(name, text) for words in _behind("grep", command) if (name := _searched(words)))


def _behind(word: str, text: str) -> Iterator[str]:
    """What follows each `word` that no letter stands before, up to the next."""
    pieces = text.split(word)
    for before, after in pairwise(pieces):
        if not (before[-1:].isalnum() or before[-1:] == "_"):
            yield after


def _searched(words: str) -> str:
    """The variable that is the first operand in `words`, which follow `grep`; "" where it is none."""
    if not words[:1].isspace():
        return ""
    operand = next((word for word in words.split() if word[:1] != "-"), "").lstrip("\"'")
    return _name(operand[1:].removeprefix("{"), "_") if operand[:1] == "$" else ""


def _is_needed(name: str, text: str) -> bool:
    """Whether the variable is somewhere given what a program prints that tells which libraries another needs."""
    for given in _behind(f"{name}=", text):
        value = given[1:] if given[:1] in ("'", '"') else given
        command = value[1:] if value[:1] == "`" else value[2:] if value[:2] == "$(" else ""
        if _name(command.lstrip(), "_") in ("ldd", "lddtree", "objdump", "readelf", "patchelf"):
            return True
    return False


def _by_function(command: str, context: Context) -> str:
    """What a function of the script, or one that cannot be read, looks up."""
    name = _name(command)
    if not name:
        return ""
    for script in context.plan.scripts:
        body = _body(name, script)
        if body:
            found = _how(body, body)
            return f"{found} (in `{name}`)" if found else ""
    return f"what `{name}` finds in the system" if re.match(_TELLING, name) else ""


def _name(command: str, also: str = "_:.-") -> str:
    """The name that a command begins with; "" where it begins with something else. `also`: what is in names beside
    letters and digits."""
    end = next((n for n, char in enumerate(command) if not (char.isalnum() or char in also)), len(command))
    return command[:end]


def _body(name: str, script: ReadScript) -> str:
    """The text of the script's first function of that name; "" where there is none."""
    from lintpack.bash.tree import Function
    from lintpack.bash.walk import around

    text = script.source.text
    at = -1
    while (at := text.find(name, at + 1)) >= 0:
        end = at + len(name)
        if text[end : end + 80].lstrip()[:1] == "(" or text[max(0, at - 80) : at].rstrip().endswith("function"):
            for node in around(script.tree, at):
                if isinstance(node, Function) and node.name_start == at and node.name == name:
                    return text[node.start : node.end]
    return ""
