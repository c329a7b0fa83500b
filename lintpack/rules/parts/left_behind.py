"""Library paths that are relative without looking so: what a `cd` leaves behind, a folder of a list that lost its
beginning, and the caller's directory in a launcher that is installed."""

from __future__ import annotations

import re

from lintpack.rules.shared.libpath import inherited
from lintpack.rules.shared.loader import NAMES
from lintpack.rules.shared.starts import found_by
from lintpack.rules.shared.written_values import values
from lintpack.script import texts
from lintpack.script.plan import ProgramStart
from lintpack.script.values import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.shared.libpath import Element
    from lintpack.rules.shared.loader_settings import Setting
    from lintpack.source import Place

# Programs of the system, which need none of a package's libraries.
_COMMON = frozenset(
    "cat cd cmp column cut date diff dirname echo env expect gdb git head id less logger ls md5sum mkdir mktemp nproc"
    " od pandoc ps readlink realpath script seq sha256sum sleep sort sum tail tee test time timeout touch tput tr true"
    " uname uniq wait wc which xxd".split()
)
# Where packages are installed: nobody stands there when they start a program.
_INSTALLED = r"(?:^|/)(?:usr|opt)/(?:[^/]+/)*[^/]+$|(?:^|/)AppRun[^/]*$"
_STARTED = r"\$\(pwd\)|`pwd`|\$\{?PWD\}?"
_ZERO = r"[\"']?\$(?:0|\{0\}|\{?BASH_SOURCE[^\s\"')]*)[\"']?"
_OWN_FOLDER = rf"[\"']?(?:\$\(dirname\s+{_ZERO}\)|`dirname\s+{_ZERO}`|\$\{{0%/\*\}})"


def left_behind(setting: Setting) -> str:
    """The element that is relative to where the script was started, if all its programs are started elsewhere; ""
    where there is none."""
    if setting.export.program is not None or setting.export.cwd:
        return ""
    element = next((one for way in setting.lists for one in way.elements if _hangs_on_start(one, setting)), None)
    if element is None:
        return ""
    starts = list(_starts(setting))
    if not starts or (any(start.cwd == setting.export.cwd for start in starts) and not _goes_home(setting)):
        return ""
    shown = texts.shown(element.text)
    if _meant_from_home(shown, setting):
        return ""
    if shown.startswith("..") and not _asks_dirname(setting):
        # It may be meant from where the script goes, unless the program's own folder is spelt out in full.
        below = f"/{shown.lstrip('./')}/"
        if not all(below in texts.shown(start.words[0]) and found_by(start) == "path" for start in starts):
            return ""
    return shown


def _meant_from_home(shown: str, setting: Setting) -> bool:
    """Whether `lib` is written out, and the script goes to its own folder for its programs, which makes it right."""
    if shown not in setting.raw or _asks_dirname(setting) or setting.program.written:
        return False
    text = setting.place.source.text
    move = re.search(
        rf"(?m)^[ \t]*cd[ \t]+(?:{_OWN_FOLDER}|[\"']?\$\{{?(\w+)\}}?[\"']?[ \t]*(?=$|;|&&|\|\|))",
        text[setting.place.end :],
    )
    if move is None:
        return False
    return move[1] is None or re.search(rf"(?m)\b{move[1]}={_OWN_FOLDER}", text) is not None


def _hangs_on_start(element: Element, setting: Setting) -> bool:
    """Whether it is relative, or is where an argument or a variable of the environment is left at its default."""
    shown = texts.shown(element.text)
    if element.kind == "relative":
        return not shown.startswith(".") or shown.startswith("../") or _asks_dirname(setting)
    first = element.text[0] if element.text else ""
    if element.kind != "unknown" or not isinstance(first, Reference) or inherited(first):
        return False
    known = [texts.known(case.text) for case in first.alternatives if case.text]
    defaults = [text for text in known if text]
    # `${1:-build}`; what stands for something else is no folder's name.
    if len(known) < 2 or not any(re.match(r"\w[\w.+-]*(?:/[\w.+-]+)*$", text) for text in defaults):
        return False
    return not _made_absolute(setting.raw, setting.place.source.text, 0)


def _made_absolute(words: str, text: str, depth: int) -> bool:
    """Whether what is written, or a variable in it, went through one of these."""
    asks = any(word in words for word in ("realpath", "readlink", "abspath", "pwd", "PWD"))
    if asks and re.search(r"realpath|readlink|abspath|\bpwd\b|\$\{?PWD\b", words):
        return True
    for name in re.findall(r"\$\{?([A-Za-z_]\w*)", words) if depth < 3 else ():
        if name not in NAMES and any(_made_absolute(value, text, depth + 1) for value in values(name, text)):
            return True
    return False


def _asks_dirname(setting: Setting) -> bool:
    """Whether the value starts from `$(dirname "$0")` as it comes."""
    name = re.match(r"\w+=[\"']?\$\{?(\w+)", setting.raw)
    if re.match(rf"\w+={_OWN_FOLDER}", setting.raw):
        return True
    return (
        name is not None
        and re.search(rf"(?m)\b{name[1]}={_OWN_FOLDER}[\"']?[ \t]*$", setting.place.source.text) is not None
    )


def _goes_home(setting: Setting) -> bool:
    """Whether the script goes to that folder behind the setting: in the repository it may lie where one stands, but
    not where it is started from elsewhere."""
    if not _asks_dirname(setting) or setting.program.written:
        return False
    name = re.match(r"\w+=[\"']?\$\{?(\w+)", setting.raw)
    there = (
        rf"{_OWN_FOLDER}" if name is None else rf"{_OWN_FOLDER}|[\"']?\$\{{?{name[1]}\}}?[\"']?[ \t]*(?=$|;|&&|\|\|)"
    )
    return re.search(rf"(?m)^[ \t]*cd[ \t]+(?:{there})", setting.place.source.text[setting.place.end :]) is not None


def _starts(setting: Setting) -> Iterator[ProgramStart]:
    """The programs that get the setting, but for common ones."""
    for effect in setting.program.plan.effects:
        if not isinstance(effect, ProgramStart) or effect.origin.number < setting.export.origin.number:
            continue
        if not any(name == setting.name for name, _ in effect.environment):
            continue
        if texts.known(effect.words[0]) in _COMMON or not texts.consistent(
            effect.origin.when, setting.export.origin.when
        ):
            continue
        yield effect


def in_list(element: str, setting: Setting) -> Place | None:
    """Where `element` stands in a list that a loop goes over, among folders that begin with a variable or with `/`."""
    source = setting.place.source
    if setting.program.written or "/" not in element:
        return None
    first = re.escape(element.partition("/")[0] + "/")
    for match in re.finditer(
        rf"(?<=[\s(\"'])({first}[^\s\"'()]+)[\"']?(?=[\s)\"';])", source.text[: setting.place.start]
    ):
        pattern = re.sub(r"\\\$(?:\w+|\\\{\w+\\\})", ".*", re.escape(match[1]))
        if not re.fullmatch(pattern, element):
            continue
        tail = re.escape(match[1].rpartition("/")[0].partition("/")[2] or match[1].partition("/")[2])
        around = source.text[max(0, match.start() - 300) : match.end() + 300]
        if re.search(r"(?:^|[\s(\"'])(?:\$\{?\w+\}?|/[\w.-]+)/[^\s\"'()]*lib", around) and tail:
            return source.place(match.start(1), match.end(1))
    return None


def callers_folder(setting: Setting) -> bool:
    """Whether the path starts from `$(pwd)` in an installed launcher that goes nowhere before."""
    text, start = setting.place.source.text, setting.place.start
    if setting.program.written or not re.search(_INSTALLED, setting.place.path):
        return False
    used = re.search(r"=[\"']?(?:\$\(pwd\)|`pwd`|\$\{?PWD\b)", setting.raw) is not None
    name = re.match(r"\w+=[\"']?\$\{?(\w+)", setting.raw)
    if name is not None:
        values = re.findall(rf"(?m)(?:^|[\s;]){name[1]}=[\"']?([^\s;\"']*)", text)
        used = used or (len(values) == 1 and re.fullmatch(_STARTED, values[0]) is not None)
    return used and re.search(r"(?m)^[^#\n]*\b(?:cd|pushd)[ \t]", text[:start]) is None
