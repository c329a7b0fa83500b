"""LP109: `lib64` written out, outside of any branch, in a script that chooses between `lib` and `lib64` by a variable.

if [ "$ARCH" = x86_64 ]; then LIBDIRSUFFIX="64"; else LIBDIRSUFFIX=""; fi
./configure --libdir=/usr/lib$LIBDIRSUFFIX
rm -f $PKG/usr/lib64/libfoo.la
"""

from __future__ import annotations

import re

from lintpack.rules.parts.ebuild_folders import WrittenOut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context

_SET = r"(?m)(?:^|[;&|)])[ \t]*(?:export[ \t]+)?(?P<name>\w*(?:SUFFIX|suffix))=[\"']?64[\"']?(?=\s|;|$)"
_OPENS = r"(?:if|case|for|while|until)\b"
_CLOSES = r"(?:^|[;\s])(?:fi|esac|done)(?:$|[;\s|&)])"
# In the package, or as an option has it.
_FOLDER = r"(?:(?:\$\{?(?:PKG|DESTDIR|pkgdir|DEST|D)\d?\}?[\"']?/|=[\"']?/)(?P<folder>usr/lib64)(?=/|[\"'\s]|$))"
_COMMAND = (
    r"^[ \t]*(?:(?:mv|cp|ln|mkdir|rm|rmdir|install|cd|chmod|strip|find|sed|patchelf|cat)\b|-D\w+(?::\w+)?=|--[\w-]+=)"
)
# A list of folders, and a question whether it is there.
_LIST = r"/lib(?:[\s:\"']|$)|\|\||&&|/lib64:|\btest\b|\[[ \t]|2>[ \t]*/dev/null"
# One machine only.
_ONE = (
    r"(?i)(?:only|not|un)[\s-]*(?:for|on|supported|supports?|available|runs?)\b|!=[ \t]*[\"']?x86_64"
    r"|\bARCH=[\"']?x86_64|64[- ]bit only"
)


def without_suffix(context: Context) -> Iterator[WrittenOut]:
    source = context.plan.scripts[0].source
    text = source.text
    name = next((match["name"] for match in re.finditer(_SET, text) if _follows(match["name"], text)), "")
    if not name or "usr/lib64" not in text or re.search(_ONE, text):
        return
    depth = start = 0
    for line in text.split("\n"):
        code = line.strip()
        if code[:1] != "#":
            depth += re.match(_OPENS, code) is not None
            asked = depth > 0
            depth -= re.search(_CLOSES, code) is not None
            if "usr/lib64" in line and not asked and name not in line and _named(line):
                for match in re.finditer(_FOLDER, line):
                    yield WrittenOut(
                        source.place(start + match.start("folder"), start + match.end("folder")),
                        f"`usr/lib64` is written out, where the script has `lib${name}` for the machine at hand",
                        f"usr/lib${{{name}}}",
                    )
        start += len(line) + 1


def _follows(name: str, text: str) -> bool:
    """Whether the script has a branch without the suffix, and folders with it."""
    empty = re.search(rf"(?m)(?:^|[;&|)])[ \t]*(?:export[ \t]+)?{name}=(?:\"\"|'')?(?=\s|;|$)", text)
    return empty is not None and re.search(rf"lib\$\{{?{name}\b", text) is not None


def _named(line: str) -> bool:
    return re.search(_COMMAND, line) is not None and not re.search(_LIST, line)
