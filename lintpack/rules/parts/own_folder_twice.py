"""LP303: a relative path of the script's own folder, read after a `cd` into that folder.

here=$(dirname "$0"); cd "$here"; LD_LIBRARY_PATH=$here/lib                 started as `app/run`: app/lib in app
cd "$(dirname "$0")"; here=$(readlink -f "$0"); LD_LIBRARY_PATH=…           the same, for `$0`
"""

from __future__ import annotations

from lintpack.patterns import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.rules.shared.loader_settings import Setting

_ZERO = r"[\"']?(?:\$0|\$\{0\}|\$\{?BASH_SOURCE(?:\[0\])?\}?)[\"']?"
_FOLDER = rf"(?:\$\(\s*dirname[ \t]+(?:--[ \t]+)?{_ZERO}\s*\)|`dirname[ \t]+{_ZERO}`|\$\{{0%/\*\}})"
_GIVEN = r"(?m)^[ \t]*(?:export[ \t]+|readonly[ \t]+|local[ \t]+|declare[ \t]+)?(?P<name>[A-Za-z_]\w*)="
_OWN = rf"{_GIVEN}[\"']?{_FOLDER}[\"']?[ \t]*(?:;|\n|#)"
# Where the script lies, asked in any of these ways.
_ASKED = rf"{_FOLDER}|\$\((?:\s*dirname[ \t]+\"?\$\()?\s*(?:readlink[ \t]+-\w+|realpath)[ \t]+(?:--[ \t]+)?{_ZERO}\s*\)"
_MOVES = r"(?m)^[ \t]*(?:cd|pushd|popd)\b[^\n]*"
_END = r"[\"']?[ \t]*(?:$|;|&&|\|\||#|>|2>)"


def twice(setting: Setting) -> str:
    """What names the folder, `$here` or `$(dirname "$0")`, where the value begins an element with it; else ""."""
    text = setting.program.text
    if setting.program.written or setting.place.source.text != text:
        return ""
    if "cd " not in text or not ("dirname" in text or "{0%" in text):
        return ""
    before = text[: setting.place.start]
    moves = list(re.finditer(_MOVES, before))
    if len(moves) != 1:
        return ""
    move = moves[0]
    found = re.search(_OWN, before[: move.start()])
    if found is not None:
        name = found["name"]
        went = re.match(rf"[ \t]*cd[ \t]+(?:--[ \t]+)?[\"']?\$\{{?{name}\}}?{_END}", move[0])
        return f"${name}" if went is not None and _begins(name, setting, before) else ""
    if re.match(rf"[ \t]*cd[ \t]+(?:--[ \t]+)?[\"']?{_FOLDER}{_END}", move[0]) is None:
        return ""
    asked = re.search(rf"[=:][\"']?(?P<own>{_ASKED})", setting.raw)
    if asked is not None:
        return str(asked["own"])
    for given in re.finditer(rf"{_GIVEN}[\"']?(?:{_ASKED})", before[move.end() :]):
        if _begins(given["name"], setting, before):
            return f"${given['name']}"
    return ""


def _begins(name: str, setting: Setting, before: str) -> bool:
    """Whether an element of the value begins with the variable, and that has no other value, which may be absolute."""
    if re.search(rf"[=:\"']\$\{{?{name}\b", setting.raw) is None or "pwd" in setting.raw:
        return False
    return len(re.findall(rf"(?<![\w$]){name}=|\bread\b[^\n]*\b{name}\b", before)) == 1
