"""Names of libraries whose `.so` is lost, mangled or there twice, where no copy shows it.

ln -s libfoo.so.$VERSION libfooo
PLUGINS="$dir/libbar.so.so $dir/libbaz.so"
"""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.rules.shared.name_suspects import may_be_mangled, number_first, renames
from lintpack.rules.shared.wording import line_before
from lintpack.script import paths, texts
from lintpack.script.plan import Directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin, ReadScript
    from lintpack.script.values import Text

# What is left of `.so` and a version: `o`, `.os`, `so.1`, `.so1`, `.sos`, `.1.2`; not what says another thing (`.a`).
_REST = r"(?:\.?[so]|\.?os|so|\.?s0|\.?si|\.?sp|\.?soo|\.?sso|,so|\.s\.o|-so|_so|\.so[\dsopil])(?:\.[\d.]+)?|(?:\.\d+)+"
_TWICE = r"(?<![\w.*\\])(?P<name>lib[\w+-]+\.so(?:\.so|\.\.\d)[\d.]*)(?![\w.*?\\$-])"
_DOTTED = r"(?<![\w.*\\])(?P<name>lib[\w+-]+\.so\.)(?=[\s\"')]|$)"
# `libfoo..so`, and what a command or a variable names: `$(name foo)..so`; a sentence has three dots.
_TWO_DOTS = r"(?:(?<![\w.*\\-])(?:[\w+-]|\$\{?\w+\}?)+\"?|(?<=[)`]))\.\.so(?:\.[\d.]*\d)?(?=[\s\"';:)\\]|$)"
_NUMBER_FIRST = r"(?<![\w.*\\-])(?P<base>lib[\w+-]*[A-Za-z_+])\.(?P<number>\d{1,3})\.so(?![\w.*?\\$-])"
# Commands in which a name may be a pattern, or what was wrong before.
_OTHERS = (
    r"(?:^|[\s;|&(])(?:sed|grep|egrep|awk|gawk|perl|echo|printf|rm|unlink|mv|rename|find|case|warn|die|error|info)\s"
)


def mangled_pairs(context: Context) -> Iterator[tuple[str, str, Origin]]:
    """A link or a copy that gives a library a name which begins as the library's, and goes on as none does: that name,
    the library's, and where."""
    for source, path, origin in renames(context):
        library = libname.parse_text(source)
        if library is None or library.malformed or library.python_extension or not library.stem.startswith("lib"):
            continue
        name = texts.shown(paths.basename(path))
        folder: Text = ()
        if name == library.text:
            # What has no ending is taken for a folder.
            folder = paths.dirname(path)
            name = texts.shown(paths.basename(folder))
        rest = name[len(library.base) :] if name.startswith(library.base) else ""
        # Most names are right, which costs less to see than a pattern does to compile.
        if rest and rest != ".so" and not rest.startswith(".so.") and re.fullmatch(_REST, rest):
            if folder and any(
                paths.canonical(made.path) == paths.canonical(folder) for made in context.each(Directory)
            ):
                continue
            yield name, library.text, origin


def mangled_words(script: ReadScript) -> Iterator[tuple[int, str, str]]:
    """Each `libfoo.so.so` and `libfoo.so..1` of the text, and each `libfoo.so.` in a line of nothing but libraries:
    where it is, the name, and what follows its first `.so`, which is nothing for `libfoo..so`."""
    text = script.source.text
    if not may_be_mangled(text):
        return
    for match in re.finditer(_TWO_DOTS, text) if "..so" in text else ():
        before = line_before(text, match.start())
        if not (re.search(r"(?:^|\s)#", before) or re.search(_OTHERS, before)):
            yield match.start(), match[0], ""
    for pattern in (_TWICE, _DOTTED):
        for match in re.finditer(pattern, text):
            start = text.rfind("\n", 0, match.start()) + 1
            before = text[start : match.start()]
            if re.search(r"(?:^|\s)#", before) or re.search(_OTHERS, before):
                continue
            end = text.find("\n", start)
            line = text[start : end if end >= 0 else len(text)]
            if pattern is _DOTTED and (not _only_libraries(line) or _sentence(text[:start])):
                continue
            name = match["name"]
            yield match.start(), name, name[name.index(".so") + 3 :]


def of_macos(script: ReadScript, context: Context) -> Iterator[tuple[int, str, str]]:
    """Each `libfoo.0.so` of a script that speaks of `libfoo.0.dylib` too, or which the table knows as `libfoo.so.0`:
    where it is, the name, and the right one. What the script makes under that name is called so."""
    text = script.source.text
    if not number_first(text):
        return
    table = context.evidence.table
    for match in re.finditer(_NUMBER_FIRST, text):
        name, base, number = match[0], match["base"], match["number"]
        right = f"{base}.so.{number}"
        if f"{base}.{number}.dylib" not in text and not (table is not None and table.known_soname(right)):
            continue
        made = rf"-o[ \t]+\S*{re.escape(name)}|soname[,= ]+\S*{re.escape(name)}"
        if re.search(made, text) or any(into.rpartition("/")[2] == name for _, _, into in context.copies):
            continue
        before = line_before(text, match.start())
        if not (re.search(r"(?:^|\s)#", before) or re.search(_OTHERS.replace("|mv", ""), before)):
            yield match.start(), name, right


def _only_libraries(line: str) -> bool:
    """Whether each word of the line is a path of a library, or a bracket or quote about them."""
    words = [word.strip("\"'()\\;") for word in line.split()]
    return all(not word or ".so" in word for word in words)


def _sentence(before: str) -> bool:
    """Whether the line that ends `before` is of a sentence, which a name and a full stop end."""
    line = before.rstrip("\n").rpartition("\n")[2]
    return (
        re.search(r"[=$(){}\\|;<>`\"]|^\s*#", line) is None
        and len(re.findall(r"(?<!\S)[a-z]+(?:'t)?,?(?!\S)", line)) > 2
    )
