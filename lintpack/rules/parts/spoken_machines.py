"""Whether scripts speak of another machine than a folder is of: see hard_coded_architecture."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lintpack.source import Source

# Words that speak of architectures, and commands that ask for the one at hand.
WORD = r"(?:aarch64|arm64|armv[78]\w*|armhf|ppc64(?:le|el)|s390x?|riscv64|loongarch64|x86_64|amd64|i[3-6]86)"
ASKS = r"\buname\s+-[a-z]*[mpi]|\barch\b\)|dpkg-architecture|--print-architecture|TARGETARCH|MULTIARCH|%\{?_arch"
# Words beside which a variable with the machine's name decides something.
_STOPS = r"\|\||!=|\b(?:die|exit|fail|abort)\b"
_DECIDES = r"\bcase\b|\bif\b|\[|==|-linux|/lib"
# What is fetched for one machine, or another: `wget https://…/tool-$(uname -m).tar.gz`.
_FETCHES = r"(?:\b(?:curl|wget|aria2c)\b|https?://)"


# A script that is for one machine, by its path, and one that is for another system.
IN_PATH = r"(?i)(?:^|[/_.-])(?:x86[_-]64|x86|amd64|x64|ia32|ia64|arm\w*|aarch64|i[3-6]86|ppc64\w*|cross\w*)(?=[/_.-]|$)"
_OF_OTHERS = r"(?i)(?:^|[/_.-])(?:mac(?:os\w*)?|osx|darwin|win(?:dows|32|64)?|android|ios)(?=[/_.-]|$)"


def speaks_of_another(folder: str, sources: Iterable[Source]) -> tuple[Source, int, str] | None:
    """The first mention of another architecture that is no comment."""
    own = family(folder)
    for source in sources:
        if re.search(_OF_OTHERS, source.path):
            continue
        for match in re.finditer(rf"(?<![\w-]){WORD}(?![\w-])|{ASKS}", source.text):
            if family(match[0]) == own and not re.match(ASKS, match[0]):
                continue
            line = source.line(source.position(match.start())[0])
            if line.lstrip().startswith("#") or (re.match(ASKS, match[0]) and _decides_nothing(line, source.text, own)):
                continue
            return source, match.start(), match[0]
    return None


def _decides_nothing(line: str, text: str, own: str) -> bool:
    """Whether a line asks for the machine only for the archive's name, `arch=$(uname -m)`, or to stop on any but one of
    the family `own`: `[ "$(uname -m)" = x86_64 ] || exit 1`."""
    uses = [line]
    name = re.match(rf"\s*(?:(?:export|local|readonly|declare)\s+)?(\w+)=.*(?:{ASKS})", line)
    if name is not None:
        uses = [use for use in text.split("\n") if use != line and re.search(rf"\$\{{?{name[1]}\b", use)]
    # `install_tools "$(uname -m)"`: what its own function is told.
    call = re.match(rf"\s*(\w+)\s(?:[^|;&]*\s)?\"?(?:\$\(|`)(?:{ASKS})", line)
    if call is not None and re.search(rf"(?m)^\s*(?:function\s+)?{call[1]}\s*\(\)", text):
        return False
    if any(re.search(_FETCHES, use) and not use.lstrip().startswith("#") for use in uses):
        return False
    deciding = [use for use in uses if re.search(_DECIDES, use)]
    if not deciding:
        return name is None or bool(uses)
    return all({family(word) for word in re.findall(WORD, use)} == {own} and re.search(_STOPS, use) for use in deciding)


def family(word: str) -> str:
    for name, words in (("x86", ("x86", "amd64", "i386", "i486", "i586", "i686")), ("arm", ("aarch64", "arm"))):
        if any(part in word for part in words):
            return name
    return word.partition("-")[0]


def code_of(text: str) -> str:
    """A script's text without the lines that are comments."""
    return "\n".join([line for line in text.split("\n") if not line.lstrip().startswith("#")])
