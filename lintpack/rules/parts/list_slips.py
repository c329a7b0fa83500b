"""Lists of folders whose parts are no folders, or are put together with something else than `:`.

LD_LIBRARY_PATH=$(find "$client" -name 'libfoo.so*' | tail -n 1)    a file
LD_LIBRARY_PATH=$GCC_LIBS$OWN_LIBS                                  the lists' ends become one folder
LD_LIBRARY_PATH=$(find "$root" -type d | sort -u)                   lines
LD_LIBRARY_PATH=$(get dirs | tr '\\n' ' ')                           spaces
"""

from __future__ import annotations

import re

from lintpack.rules.shared.written_values import stated
from lintpack.script import texts
from lintpack.script.values import Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.script.values import Piece, Text
    from lintpack.source import Place

    # Message, label and help.
    _Slip = tuple[str, str, str]

# A library's name, and what leaves the folder of a path, or makes something else of it.
_SO = r"[\w*.+-]*\.so(?:\.[\d.*]*)?(?=[\s\"']|$)"
_CUT = r"dirname|%h|\b(?:sed|awk|cut|xargs|while|perl|python\w*)\b|grep\s+-\w*o|//|-type\s+d"
# An operand, quoted or not; no option.
_WORD = r"(?:\"[^\"]*\"|'[^']*'|[^\s\"'-]\S*)"
_COLON = "put `:` between directories"
_LIBRARY = r"(?:^|/)[^/]*[\w*]\.so(?:\.[\d.*]*)?$"
# Folders of what is read while something is built.
_OF_OTHERS = r"(?:/|\A)(pkgconfig|include|cmake|aclocal)/?\Z"
# What most folders of libraries end in, and variables that hold folders.
_ENDS = ("/lib", "/lib32", "/lib64")
_FOLDER = r"(?i)dir|root|home|prefix|path|build|src|base|top|inst"
# What makes one line of several, or leaves one of them.
_ONE_LINE = (
    r"\b(?:tr|paste|sed|awk|perl|head|tail|xargs|python3?|(?<!-)printf|while|join\w*|grep\s+-m|jq|cut)\b"
    r"|-quit\b|-print0\b|-printf\s+\S*:|//"
)


def of_element(text: Text, setting: Setting) -> _Slip | None:
    """What is wrong with one element of a list."""
    opened = texts.opened(text)
    name = "".join(["*" if isinstance(one, Wildcard) else _known(one) for one in opened])
    found = re.search(_LIBRARY, name) if ".so" in name else None
    if found is not None:
        message = f"`{setting.name}` is a list of folders, and `{found[0].lstrip('/')}` is a library"
        return message, "a file, not a folder", "write the folder that it lies in: `$(dirname …)`"
    # `lib/libgcc_s.so.1/` is a folder that is called as the library in it.
    if ".so" in name and (below := re.search(r"([^/\0]*\.so(?:\.\d+)*)/+[^/]", name)) is not None:
        message = f"`{setting.name}` names a folder below `{below[1]}`, which is a library"
        return message, "a file, not a folder", "start from the folder that the library lies in"
    other = re.search(_OF_OTHERS, name)
    if other is not None:
        message = f"`{setting.name}` names a folder `{other[1]}`, which holds no libraries"
        return message, "no folder of libraries", f"write the folder above it, without `/{other[1]}`"
    return _glued(text, setting)


def of_preload(setting: Setting) -> _Slip | None:
    """A folder in LD_PRELOAD, and a sign between two libraries that parts none (ld.so(8): blanks and colons do)."""
    raw = setting.raw.partition("=")[2].strip("\"'")
    parted = re.search(r"\.so(?:\.[\d.]*\d)?[\"']?([;,])(?=[\"']?(?:[$/\w]|\s|$))", raw)
    if parted is not None:
        message = f"`{setting.name}` is split at blanks and colons, but here `{parted[1]}` stands behind a library"
        return message, "not a separator", "put a blank or `:` between libraries"
    rest = re.match(
        r"[\"']?;[ \t]*(?P<next>[\"']?[$/][^\s;|&\"']*\.so[\d.]*)", setting.place.source.text[setting.place.end :]
    )
    if rest is not None and ".so" in raw:
        message = f"the `;` ends `{setting.name}`, and `{rest['next']}` is run as a command"
        return message, "a library is left out", "quote the value, and put a blank or `:` between libraries"
    for way in setting.lists:
        for element in way.elements:
            known = texts.shown(element.text)
            if known.endswith(_ENDS) and isinstance(element.text[-1], str):
                message = f"`{setting.name}` is a list of libraries, and `{known}` is a folder"
                return message, "a folder, not a file", "name the library: `…/lib/libfoo.so.1`"
    return None


def _known(piece: Piece) -> str:
    return piece if isinstance(piece, str) else "\0/"


def _glued(text: Text, setting: Setting) -> _Slip | None:
    """`/opt/a/lib${B}/lib`: a variable that holds a folder stands directly behind one."""
    for before, piece, after in zip(text, text[1:], (*text[2:], ""), strict=False):
        if not isinstance(before, str) or not before.endswith(_ENDS) or isinstance(piece, (str, Wildcard)):
            continue
        if (isinstance(after, str) and after.endswith(_ENDS) and _a_folder(piece)) or _a_list(piece):
            message = f"no `:` stands between `{before}` and `{texts.shown((piece,))}` in `{setting.name}`"
            return message, "two directories become one", _COLON
    return None


def _a_folder(piece: Piece) -> bool:
    if isinstance(piece, Hole):
        return piece.shown == "$PWD" or re.search(_FOLDER, piece.shown) is not None
    if isinstance(piece, Reference):
        ways = [case.text for case in piece.alternatives]
        return all(way and (way[0][:1] == "/" if isinstance(way[0], str) else _a_folder(way[0])) for way in ways)
    return False


def _a_list(piece: Piece) -> bool:
    """Whether it holds a folder of libraries, however it comes out: `/opt/b/lib`, `$HOME/b/lib`."""
    if not isinstance(piece, Reference) or not _a_folder(piece):
        return False
    return all(
        case.text and len(texts.shown(case.text)) > 5 and texts.tail(case.text).endswith(_ENDS)
        for case in piece.alternatives
    )


def of_commands(setting: Setting) -> _Slip | None:
    """What a command hands on that makes the list: lines, or words with blanks or commas between them."""
    for command in _commands(setting):
        library = re.match(rf"(?:ls|readlink|realpath|find|locate|echo)\s[^|;&]*?({_SO})", command)
        if library is not None and not re.search(_CUT, command):
            message = f"`{setting.name}` is a list of folders, and `{_short(command)}` gives a library"
            return message, "a file, not a folder", "write the folder that it lies in: `$(dirname …)`"
        separator = _separator(command)
        if separator:
            message = f"`{setting.name}` is split at `:`, but `{_short(command)}` puts {separator} between directories"
            return message, "not a separator", _COLON
    return None


def made_at(setting: Setting) -> Place:
    """Where the command stands that `of_commands` speaks of: in the value, or where a variable of it is set."""
    source = setting.place.source
    for command in _commands(setting):
        if (_separator(command) or re.search(_SO, command)) and command not in setting.place.text:
            at = source.text.find(command)
            if at >= 0 and source.text.find(command, at + 1) < 0:
                return source.place(at, at + len(command))
    return setting.place


def _commands(setting: Setting) -> list[str]:
    """The substitutions in the value as it is written, and those that give its variables their values."""
    raw, place = setting.raw, setting.place
    if setting.program.written and place.text == raw:
        # The value ends where the writing script puts in one of its own: read on.
        end = place.source.text.find("\n", place.end)
        raw = place.source.text[place.start : end if end >= 0 else len(place.source.text)]
    raw = raw.replace("\\$", "$").replace('\\"', '"')
    found = _substitutions(raw)
    # What a command gets is not what it prints.
    for command in found:
        raw = raw.replace(command, "")
    for name in re.findall(r"\$\{?(\w+)\}?(?=[\"':$\s]|$)", raw):
        if name == setting.name:
            continue
        # What writes a launcher may have put the list together.
        values = stated(name, setting.program.text) or stated(name, setting.place.source.text)
        if len(values) == 1:
            found += _substitutions(values[0])
    return found


def _substitutions(text: str) -> list[str]:
    """The bodies of `$(…)`, the outer ones, and of backquotes."""
    found, at = re.findall(r"`([^`]*)`", text), text.find("$(")
    while at >= 0:
        depth, end = 0, at + 1
        while end < len(text):
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
            if not depth:
                break
        # What is cut out of a path is not the path: `$(dirname $(find …))` has the search inside.
        if not depth:
            # One that goes on behind the line's end is not known.
            found.append(text[at + 2 : end - 1])
        at = text.find("$(", end)
    return found


def _separator(command: str) -> str:
    """What stands between the directories that a command prints; "" where it is right, or cannot be told."""
    last = re.split(r"(?<!\|)\|(?!\|)", re.sub(r"(?<=[\"'])[^\"'\s]*\|[^\"']*(?=[\"'])", _no_pipes, command))[
        -1
    ].strip()
    if _lines(command):
        return "newlines"
    if re.fullmatch(r"(?:find\s.*|sort\b.*|uniq\b.*)", last):
        if "find" in command and not re.search(_ONE_LINE, command) and _many(command):
            return "newlines"
        return ""
    made = re.match(rf"tr\s+(?:-s\s+)?{_WORD}\s+[\"'](?P<a>[ ,])[\"']", last)
    made = made or re.match(r"paste\s+(?:-s\s*)?-?s?d\s*[\"']?(?P<a>[ ,])[\"']?(?:\s|$)", last)
    made = made or re.match(r"sed\s.*s(?P<d>[/|#@])(?:[^/|#@]+)(?P=d)(?P<a>[ ,])(?P=d)g", last)
    if made is not None:
        return "a comma" if made["a"] == "," else "a space"
    if last.startswith("sed") and "[^,]" in last and ":" not in command:
        return "a comma"
    return ""


# What hands on as many lines as it gets: a change of each, or a choice of some.
_LINE_BY_LINE = (
    r"sort\b.*|uniq\b.*|grep\s+-v\w*\s.*|xargs\s+(?:-\S+\s+)*(?:dirname|realpath|readlink\s+-\w+)"
    r"|sed\s+(?:-[Ere]+\s+)*(?P<q>[\"'])s(?P<d>[/|#@,])(?:(?!(?P=d)|\\n|:).)*(?P=d)(?:(?!(?P=d)|\\n|:).)*(?P=d)g?(?P=q)"
    r"|while\s+(?:IFS=\s+)?read\s[^|]*\bdo\s+dirname\s[^;|]*;?\s*done"
)


def _lines(command: str) -> bool:
    """`find … | xargs dirname | sort -u | sed 's/^\\.//'`: the lines of a search, each of them changed."""
    first, *others = [piece.strip() for piece in command.split("|")]
    if re.search(r"(?:^|[;&]\s*)find\s", first) is None or re.search(r"-quit\b|-print0\b|-printf\s+\S*:", first):
        return False
    once = any(re.match(r"sort\s+-\w*u|uniq\b", piece) for piece in others)
    return once and all(re.fullmatch(_LINE_BY_LINE, piece) for piece in others)


def _no_pipes(match: re.Match[str]) -> str:
    """A quoted word without what would look like a pipe."""
    return match[0].replace("|", "#")


def _many(command: str) -> bool:
    """Whether a search is for several folders: it is sorted, or for folders of any name."""
    return re.search(r"\bsort\s+-\w*u|\buniq\b", command) is not None or (
        "-type d" in command and (re.search(r"-i?name\s+\S*[*?]", command) is not None or "name" not in command)
    )


def _short(command: str) -> str:
    return command if len(command) < 40 else command[:36].rstrip() + " …"
