"""LP115: signs that are lost beside a variable's name, or there twice, in scripts that pack or load libraries.

cp "$PREFIX}/lib/libfoo.so.1" out/     cp "${PREFIX}}/lib" out/     cp {PREFIX}/lib/libfoo.so.1 out/
cp ${ PREFIX}/lib/libfoo.so.1 out/     cp $ {PREFIX}/lib out/
export LD_LIBRARY_PATH$PREFIX/lib      LIBDIR"/usr/lib/foo"
"""

from __future__ import annotations

from lintpack.bash.tree import (
    Brace,
    BraceRange,
    CommandSubstitution,
    DoubleQuoted,
    Literal,
    Parameter,
    SimpleCommand,
    Word,
)
from lintpack.bash.walk import around, each
from lintpack.patterns import re
from lintpack.rules.gates.sign_subjects import SUBJECT
from lintpack.rules.shared import set_names
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.bash.tree import Part
    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

# What a line has to be about where a name in braces may be one for another program.
_OURS = r"LD_|DYLD_|\.so\b|/lib|[lL](?:ib|IB)|rpath|\b(?:cp|mv|ln|install|rsync)\s"
# Programs and words for which a name in braces is something else.
_TEMPLATES = (
    r"\b(?:awk|gawk|sed|jq|curl|xargs|parallel|find|python[\d.]*|perl|echo|printf|grep|format|rg|fd|docker|podman)\b"
)


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    if not context.speaks_of(SUBJECT):
        return
    for script in context.plan.scripts:
        text = script.source.text
        if text.count("{") != text.count("}"):
            yield from _unpaired(script, rule)
        yield from _bare(script, rule)
        if "${ " in text:
            yield from _blank(script, context, rule)
        for start, end in unequal(text):
            yield from _unequal(start, end, script, rule)


def _pieces(word: Word) -> Iterator[Part]:
    """The parts of a word, those in double quotes as well."""
    for part in word.parts:
        if isinstance(part, DoubleQuoted):
            yield from part.parts
        else:
            yield part


def _unpaired(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    """`$NAME}`, `${NAME}}`."""
    text = script.source.text
    for word in each(script.tree, Word):
        if "}" not in word.raw or "$" not in word.raw:
            continue
        pieces = list(_pieces(word))
        if any(isinstance(piece, (Brace, BraceRange)) for piece in pieces):
            continue
        opened = False
        for piece, after in zip(pieces, [*pieces[1:], None], strict=True):
            opened = opened or (isinstance(piece, Literal) and "{" in piece.text)
            if opened or not isinstance(piece, Parameter) or not isinstance(after, Literal) or piece.form == "bad":
                continue
            if after.text[:1] != "}" or text[piece.end] != "}" or not piece.name.isidentifier():
                continue
            if not _closed(piece, text):
                continue
            braced = text.startswith("${", piece.start)
            written = text[piece.start : piece.end + 1]
            yield rule.finding(
                script.source.place(piece.start, piece.end + 1),
                f"`{written}` is the value of `{piece.name}` and a `}}` behind it",
                label="one brace too many" if braced else "its `{` is missing",
                help=f"write `{written[:-1] if braced else '${' + piece.name + '}'}`",
            )


def _closed(piece: Parameter, text: str) -> bool:
    """Whether no `{` before it on the line waits for this `}`: of awk, of JSON, or of a string with a function."""
    line = line_before(text, piece.start)
    return line.count("{") <= line.count("}")


def _bare(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    """`{NAME}/lib`, `$ {NAME}/lib`."""
    text = script.source.text
    for at, name in bare(text):
        before = line_before(text, at)
        end = text.find("}", at) + 1
        line = before + text[at:].partition("\n")[0]
        if before[-1:] not in ("", " ", "\t", "/", '"', "=", ":", "(") or re.search(r"(?:^|\s)#", before):
            continue
        if not re.search(_OURS, line) or re.search(_TEMPLATES, before) or "'" in before or f"{{{name}}}" in before:
            continue
        if len(re.findall(rf"(?<!\$)\{{{name}\}}", text)) > 1:
            continue
        if not _in_word(script, at) or not re.search(
            rf"(?m)(?:^|[\s;]){name}=|\bfor {name} in\b|\$\{{{name}\}}/", text
        ):
            continue
        start = at - 2 if before[-2:] == "$ " else at
        yield rule.finding(
            script.source.place(start, end),
            f"`{text[start:end]}` is no variable here: the name stands there",
            label="no `$`" if start == at else "a blank behind `$`",
            help=f"write `${{{name}}}`",
            level="warning",
        )


def _in_word(script: ReadScript, at: int) -> bool:
    """Whether the shell reads a word there, that no other program has for itself."""
    above = list(around(script.tree, at))
    return (
        bool(above) and isinstance(above[-1], (Literal, Word)) and any(isinstance(one, SimpleCommand) for one in above)
    )


def _blank(script: ReadScript, context: Context, rule: Rule) -> Iterator[Finding]:
    """`${ NAME}`."""
    known = set_names.assigned(context)
    for node in each(script.tree, Parameter):
        name = node.name.strip()
        bad = node.form == "bad" and node.name[:1] == " " and name.isidentifier()
        if bad and (name in known or name.isupper()):
            place = script.source.place(node.start, node.end)
            yield rule.finding(
                place,
                f"`{place.text}` is a bad substitution, at which bash ends the command",
                label="an error",
                help=f"write `${{{name}}}`",
            )


def _unequal(start: int, end: int, script: ReadScript, rule: Rule) -> Iterator[Finding]:
    """`export NAME$OTHER/lib`, `local name"/usr/lib"`."""
    text = script.source.text
    word = next((node for node in _words_at(script, start) if node.end > start), None)
    if word is None or len(word.parts) < 2:
        # `export NAME/usr/lib` is one literal.
        match = re.match(r"([A-Za-z_]\w*)/", word.raw) if word is not None else None
        name = match[1] if match else ""
    else:
        first, second = word.parts[0], word.parts[1]
        rest = text[second.start : word.end]
        name = first.text if isinstance(first, Literal) and first.text.isidentifier() else ""
        slash = isinstance(first, Literal) and re.match(r"([A-Za-z_]\w*)/", first.text)
        if slash:
            name = slash[1]
        elif not (isinstance(second, (DoubleQuoted, CommandSubstitution)) or "/" in rest or ":" in rest):
            name = ""
    if name and word is not None and re.search(rf"\$\{{?{name}\b|LD_", text):
        yield rule.finding(
            script.source.place(word.start, word.end),
            f"no `=` stands behind `{name}`: nothing is given to it, and bash takes the word for a name that is none",
            label="no assignment",
            help=f"write `{name}={word.raw[len(name) :]}`",
        )


def _words_at(script: ReadScript, at: int) -> Iterator[Word]:
    for command in (node for node in around(script.tree, at) if isinstance(node, SimpleCommand)):
        first = command.words[0] if command.words else None
        if isinstance(first, Word) and first.raw in ("export", "local", "readonly"):
            for word in command.words:
                if isinstance(word, Word) and word.start == at:
                    yield word


_BEHIND = frozenset(("", "\n", " ", "\t", '"', "/", ";", ")", ":"))
# What gives or hands on a variable by its name.
_HANDS_ON = ("export ", "local ", "readonly ")


def bare(text: str) -> Iterator[tuple[int, str]]:
    """Where `{NAME}` begins, whose name is a variable's as well, and the name."""
    at = text.find("{")
    while at >= 0:
        if text[at - 1] not in "$%@#{\\":
            end = text.find("}", at, at + 60)
            name = text[at + 1 : end].removesuffix("[@]") if end >= 0 else ""
            if len(name) > 1 and name.isidentifier() and text[end + 1 : end + 2] in _BEHIND:  # noqa: SIM102
                if f"${{{name}" in text or f"${name}" in text:
                    yield at, name
        at = text.find("{", at + 1)


def unequal(text: str) -> Iterator[tuple[int, int]]:
    """Where a word behind `export` begins and ends that begins with a name and goes on without `=`."""
    for keyword in _HANDS_ON:
        at = text.find(keyword)
        while at >= 0:
            start = at + len(keyword)
            line = text[start : start + 200].partition("\n")[0]
            word = line.split(None, 1)[0] if line[:1].strip() else ""
            if "=" not in word and any(sign in word for sign in '/"$`') and word[:1].isalpha():
                yield start, start + len(word)
            at = text.find(keyword, start)
