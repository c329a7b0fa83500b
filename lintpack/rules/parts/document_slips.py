"""What a here-document expands among what it keeps: `$HERE` beside `\\$HERE`, `"$@"` beside `\\$0`."""

from __future__ import annotations

import re

from lintpack.bash.tree import HereDocument
from lintpack.bash.walk import each
from lintpack.record import Record
from lintpack.rules.parts.launcher_variables import sets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

# Escapes that a document has at least, so that what is not escaped stands out.
_ESCAPES = 2
_VARIABLE = r"(?<!\\)\$(?:\{([A-Za-z_]\w*)(?=[}:+\-#%/])|([A-Za-z_]\w*))"
# The launcher's own arguments and name.
_ARGUMENTS = r"(?<!\\)(?:\"\$@\"|\$\{?@\}?|\$0(?!\d)|\$\{0\})"
# A path that is asked for by a command that runs now, of a variable that is kept for later.
_ASKED = r"(?<!\\)\$\((?:dirname|basename|readlink|realpath|cd)\b[^()$`\n]*\\\$[^()\n]*\)"

# A field of awk's, in quotes that a here-document does not know.
_FIELDS = r"(?m)^(?P<before>[^\n]*?)\bg?awk\b(?P<options>[^\n|;']*)'(?P<program>[^'\n]*)'"
_FIELD = r"(?<!\\)\$NF\b|(?<=print )\$\d|(?<!\\)\$\d(?=\s*(?:[=!]=|!?~))"

# What a backslash is for in a text with a quoted delimiter: another shell's words, another language, a pattern.
_OTHER_READERS = r"\b(?:sed|grep|egrep|awk|perl|eval|su|ssh|sudo|runuser|python\w*|sh|bash|echo|printf)\s.*\\\$"


class Slip(Record):
    """`what` is expanded at `place`; `why` ends the sentence."""

    what: str
    place: Place
    why: str


class Escaped(Record):
    """A delimiter is quoted at `place`, but the text escapes `what` and more."""

    what: str
    place: Place


def escaped(script: ReadScript) -> Iterator[Escaped]:
    """`<<'EOF'` before a shell's text in which variables are escaped, as only `<<EOF` needs it."""
    source = script.source
    for node in each(script.tree, HereDocument):
        text = source.text[node.body.start : node.body.end]
        if not node.quoted or text.count("\\$") < _ESCAPES or not re.match(r"\s*#!.*sh\b|(?s:.*)\bLD_", text):
            continue
        lines = [line for line in text.split("\n") if "\\$" in line and not re.search(_OTHER_READERS, line)]
        found = re.findall(r"(?<!\\)\\\$(?:\w+|\{\w+\}?|[@(])", re.sub(r"'[^'\n]*'", "", "\n".join(lines)))
        start = source.text.rfind("<<", 0, node.body.start)
        if len(found) >= _ESCAPES and node.delimiter in source.text[start : node.body.start]:
            end = source.text.find("\n", start)
            yield Escaped(found[0], source.place(start, end))


def slips(script: ReadScript) -> Iterator[Slip]:
    source = script.source
    documents = []
    rest = source.text
    for node in sorted(each(script.tree, HereDocument), key=lambda one: -one.body.start):
        start, end = node.body.start, node.body.end
        rest = rest[:start] + rest[end:]
        if not node.quoted:
            documents.append((start, source.text[start:end]))
    kept = {name for _, text in documents for name in re.findall(r"\\\$\{?([A-Za-z_]\w*)", text)}
    for start, text in reversed(documents):
        if text.count("\\$") >= _ESCAPES:
            for match, why in _of_document(text, kept, rest):
                yield Slip(match[0], source.place(start + match.start(), start + match.end()), why)


def _of_document(text: str, kept: set[str], rest: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in re.finditer(_ASKED, text):
        yield match, "but the variable in it is kept for the launcher"
    if "awk" in text:
        yield from _fields(text)
    if text.lstrip("\t").startswith("#!"):
        for match in re.finditer(_ARGUMENTS, text):
            yield match, "not where the launcher runs"
    for match in re.finditer(_VARIABLE, text):
        name = match[1] or match[2]
        if re.search(rf"(?m)(?:^|[\s;({{]){name}\+?=", rest):
            continue
        begin = text.rfind("\n", 0, match.start()) + 1
        line = text[begin : text.find("\n", match.end()) % (len(text) + 1)]
        # `PREFIX=$PREFIX` hands on what the writing script has.
        if re.search(rf"(?m)^\s*(?:export\s+)?{name}=[\"']?\$\{{?{name}\b", text):
            continue
        if re.search(rf"(?m)^\s*(?:export\s+)?{name}=", text[:begin]):
            yield match, "though the text itself sets it"
        elif sets(name, rest):
            continue
        elif name in kept:
            if not _given(name, rest):
                yield match, "where nothing sets it; elsewhere it is kept"
        elif "\\$" in line and re.search(rf"(?:\b{name}=|\bsetenv\s+{name}\s)", line):
            yield match, "as it is on the build machine"


def _given(name: str, rest: str) -> bool:
    """Whether the script looks whether its caller has given the variable a value: then that is what it writes."""
    asked = rf"\[\s+(?:!\s+)?(?:-[nz]\s+)?\"?\$\{{?{name}\}}?\"?\s+\]|\$\{{{name}:?\?"
    return re.search(asked, rest) is not None


def _fields(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """`\\$(ldconfig -p | awk '{ print $NF }')`."""
    for call in re.finditer(_FIELDS, text):
        # What runs while the text is written has its quotes; and an argument may stand among fields that are kept.
        if re.search(r"(?<!\\)(?:\$\(|`)", call["before"]) or "\\$" in call["program"]:
            continue
        field = re.compile(_FIELD).search(text, call.start("program"), call.end("program"))
        if field:
            yield field, "though awk is to read it: quotes protect nothing in a here-document"
