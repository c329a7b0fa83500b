"""What a here-document expands among what it keeps: `$HERE` beside `\\$HERE`, `"$@"` beside `\\$0`; and what
it sets itself."""

from __future__ import annotations

import re

from lintpack.bash.tree import CommandSubstitution, HereDocument
from lintpack.bash.walk import each
from lintpack.record import Record
from lintpack.rules.parts.launcher_variables import FROM_OUTSIDE, sets
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.script.plan import ReadScript
    from lintpack.source import Place

# Escapes that a document has at least, so that what is not escaped stands out.
_ESCAPES = 2
_VARIABLE = r"(?<!\\)\$(?:\{([A-Za-z_]\w*)(?:\}|(?=[:+\-#%/]))|([A-Za-z_]\w*))"
# The launcher's own arguments and name.
_ARGUMENTS = r"(?<!\\)(?:\"\$@\"|\$\{?@\}?|\$0(?!\d)|\$\{0\})"
# A path that is asked for by a command that runs now, of a variable that is kept for later.
_ASKED = r"(?<!\\)\$\((?:dirname|basename|readlink|realpath|cd)\b[^()$`\n]*\\\$[^()\n]*\)"

# What a text has to do with that is checked though it escapes nothing.
OF_LIBRARIES = r"\.so\b|\bLD_|\bldd\b|\bldconfig\b|\bpatchelf\b|/lib(?:32|64)?\b"

# Where a command begins.
_BEGINS = r"(?:^|[;&|({]|\b(?:do|then|else|RUN)[ \t])[ \t]*(?:(?:export|local|readonly)[ \t]+)?"

# A field of awk's, in quotes that a here-document does not know.
_FIELDS = r"(?m)^(?P<before>[^\n]*?)\bg?awk\b(?P<options>[^\n|;']*)'(?P<program>[^'\n]*)'"
_FIELD = r"(?<!\\)\$NF\b|(?<=print )\$\d|(?<!\\)\$\d(?=\s*(?:[=!]=|!?~))"

# What a backslash is for in a text with a quoted delimiter: another shell's words, another language, a pattern.
_OTHER_READERS = r"\b(?:sed|grep|egrep|awk|perl|eval|su|ssh|sudo|runuser|python\w*|sh|bash|echo|printf)\s.*\\\$"


# The file that a document goes into, where a variable names it.
_INTO = r"(?m)<<-?[ \t]*\w+[ \t]*>>?[ \t]*\"?\$\{?[a-zA-Z_]|>>?[ \t]*\"?\$\{?[a-zA-Z_]\w*\}?\"?[ \t]*<<"


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
        if re.search(rf"(?m)^[ \t]+{re.escape(node.delimiter)}[ \t]*$", text):
            continue  # It was meant to end there, and has the script's own lines in it.
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
            documents.append((start, _without_commands(node, source.text)))
    # A part of another script, which sets what it reads: `cat > "$archive" <<EOF`, and no assignment around.
    if re.search(_INTO, rest) and not re.search(
        r"(?m)^[ \t]*(?:(?:export|local)[ \t]+)?\w+=|^[^#\n]*\b(?:read|for)\b", rest
    ):
        return
    kept = {name for _, text in documents for name in re.findall(r"\\\$\{?([A-Za-z_]\w*)", text)}
    for start, text in reversed(documents):
        if text.count("\\$") >= _ESCAPES:
            for match, why in _of_document(text, kept, rest):
                # A comment says how it was written.
                if not line_before(text, match.start()).lstrip().startswith("#"):
                    yield Slip(match[0], source.place(start + match.start(), start + match.end()), why)
        elif (found := own_variable(text, rest)) is not None:
            place = source.place(start + found.start(), start + found.end())
            yield Slip(found[0] + "}" * found[0].startswith("${"), place, "though the text itself sets it")


def _without_commands(node: HereDocument, text: str) -> str:
    """The body, without what a substitution of several lines has: commands of the script that writes it."""
    body = text[node.body.start : node.body.end]
    for part in node.body.parts:
        inner = text[part.start : part.end]
        if isinstance(part, CommandSubstitution) and "\n" in inner:
            start = part.start - node.body.start
            body = body[:start] + re.sub(r"[^\n]", " ", inner) + body[start + len(inner) :]
    return body


# A list that goes on from its own value, in a text that is printed or handed to another machine.
_GOES_ON = (
    r"(?m)^[ \t]*(?:- )?(?:RUN )?(?:export |ENV |Environment=)?[\"']?(LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|LD_PRELOAD)="
    r"[^\n#$]*(?:(?:\\?\$)(?!\{?\1\b)[^\n#$]*)*?(?<!\\)(\$(?:\{\1\}|\1\b))"
)
_PRINTS = r"(?:^|[;&|({]|\b(?:do|then|else)\b)\s*cat\s*<<-?\s*\w+\s*(?:$|\))|\b(?:ssh|docker|podman|kubectl|lxc)\b"


def gone_on(script: ReadScript) -> Iterator[Slip]:
    """`cat <<EOF`, and in the text `export LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH`, beside what is escaped."""
    source = script.source
    for node in each(script.tree, HereDocument):
        text = source.text[node.body.start : node.body.end]
        if node.quoted or "\\$" not in text:
            continue
        opening = source.line(source.position(node.body.start)[0] - 1)
        if not re.search(_PRINTS, opening):
            continue
        for match in re.finditer(_GOES_ON, text):
            start = node.body.start + match.start(2)
            yield Slip(match[2], source.place(start, start + len(match[2])), "as it is on this machine")


def own_variable(text: str, rest: str) -> re.Match[str] | None:
    """The first variable of a text for another shell that the text sets before: `for lib in …` and `$lib` behind it.
    `rest` is what stands around the text, and does not speak of it."""
    if not re.search(OF_LIBRARIES, text):
        return None
    for match in re.finditer(_VARIABLE, text):
        name = match[1] or match[2]
        if name in FROM_OUTSIDE or name.startswith(("LD_", "DYLD_", "XDG_")):
            continue
        given = rf"(?m){_BEGINS}(?:{name}=(?![\"']?\$\{{?{name}\b)|for[ \t]+{name}[ \t]+in\b)"
        known = rf"\$\{{?[!#]?{name}\b"
        if re.search(given, text[: match.start()]) and not (re.search(known, rest) or sets(name, rest)):
            return match
    return None


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
        # `PREFIX=$PREFIX` hands on what the writing script has, and so do a makefile's `LIBDIR=\$(DESTDIR)$libdir`, and
        # `\$(MAKE) ARCH=$ARCH`.
        if re.search(rf"(?m)^\s*(?:export\s+)?{name}=[\"']?\$\{{?{name}\b", text):
            continue
        if re.search(rf"\b{name.upper()}=(?:\S*\))?$", line[: match.start() - begin]) and (
            name.islower() or "(MAKE)" in line
        ):
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
