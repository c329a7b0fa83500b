"""Expands the parts of a word into segments, and those into fields, one text or a pattern."""

from __future__ import annotations

from lintpack.bash import tree
from lintpack.lazy import Lazy
from lintpack.record import Record, replace
from lintpack.script import limits, segments, texts
from lintpack.script.segments import ACTIVE, DEFAULT_IFS, NOTHING, QUOTED, SPLIT
from lintpack.script.values import ALWAYS, Alternative, Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.bash.tree import Assignment, Part, Word
    from lintpack.script import expand, expand_parameter
    from lintpack.script.expand import Host
    from lintpack.script.segments import Segment
    from lintpack.script.values import Choices, Piece, Text
else:
    expand = Lazy("lintpack.script.expand")
    expand_parameter = Lazy("lintpack.script.expand_parameter")

# The ways that something may expand: segments, and the choices under which it does.
Cases = list[tuple[list["Segment"], "Choices"]]


class Context(Record):
    """Where an expansion stands. `literal` and `result` are the kinds of segment that unquoted text and unquoted
    expansions become; `separator` joins `$*`; `fields`: elements of `"$@"` are fields of their own."""

    host: Host
    word: Word
    literal: int
    result: int
    ifs: str
    separator: str
    quoted: bool = False
    here: bool = False
    extended: bool = False
    fields: bool = False
    nested: bool = False

    def inside_quotes(self) -> Context:
        if self.quoted:
            return self
        return Context(
            self.host,
            self.word,
            QUOTED,
            QUOTED,
            self.ifs,
            self.separator,
            True,
            self.here,
            self.extended,
            self.fields,
            self.nested,
        )

    def argument(self, word: Word) -> Context:
        """For the word after an operator: what is literal there is part of the expansion's result."""
        return replace(self, word=word, literal=self.result, nested=True)

    def source(self, node: tree.Node) -> str:
        """The node as written."""
        start = node.start - self.word.start
        return self.word.raw[start : node.end - self.word.start] if start >= 0 else ""


def context(
    word: Word,
    host: Host,
    literal: int,
    result: int,
    quoted: bool = False,
    extended: bool = False,
    fields: bool = False,
) -> Context:
    ifs = DEFAULT_IFS
    found = host.variables.get("IFS") if host.variables.own_ifs() else None
    if found is not None and found.value[0].text is not None:
        known = texts.known(texts.opened(found.value[0].text))
        ifs = DEFAULT_IFS if known is None else known
    return Context(host, word, literal, result, ifs, ifs[:1], quoted, False, extended, fields)


# --- whole words -----------------------------------------------------------------------------------


def word_fields(word: Word, host: Host) -> list[tuple[list[Text], Choices]]:
    """The fields that a command's word gives, and the choices for each way it may."""
    extended = host.option("extglob")
    if not any(isinstance(part, (tree.Brace, tree.BraceRange)) for part in word.parts):
        return _fields(word, host, extended)
    from lintpack.script.braces import expand_braces

    words, whole = expand_braces(word)
    if not whole:
        host.limit("FIELDS")
    ways: list[tuple[list[Text], Choices]] = [([], ALWAYS)]
    size = 0
    for one in words:
        if size > 5 * limits.TEXT_LENGTH:
            host.limit("TEXT_LENGTH")
            break
        options = _fields(one, host, extended)
        combined = [
            ([*fields, *more], when | chosen)
            for fields, when in ways
            for more, chosen in options
            if texts.consistent(when, chosen)
        ]
        size += sum([texts.length(field) for field in options[0][0]])
        if 0 < len(combined) <= limits.ALTERNATIVES:
            ways = combined
        else:
            host.limit("ALTERNATIVES")
            hole = (Hole(word.raw, f"limit {host.variables.number()}"),)
            ways = [([*fields, hole], when) for fields, when in ways]
    return ways


def _fields(word: Word, host: Host, extended: bool) -> list[tuple[list[Text], Choices]]:
    around = context(word, host, ACTIVE, SPLIT, fields=True)
    noglob = host.option("noglob")
    ways = []
    for found, when in expand_parts(word.parts, around):
        if len(found) == 1 and found[0][0] == QUOTED:
            fields = [texts.normal([found[0][1]])]
        else:
            split = segments.split(found, around.ifs)
            if len(split) > limits.FIELDS:
                host.limit("FIELDS")
                del split[limits.FIELDS :]
            fields = [segments.plain(field) if noglob else segments.globbed(field, extended) for field in split]
        ways.append(([_bounded(field, host) for field in fields], when))
    return ways


def _bounded(text: Text, host: Host) -> Text:
    return host.variables.bounded("…", text)


def word_text(word: Word, host: Host) -> Text:
    return one_text(word, expand_parts(word.parts, context(word, host, QUOTED, QUOTED)), host)


def quoted_text(word: Word, host: Host) -> Text:
    if len(word.parts) == 1 and isinstance(word.parts[0], tree.Literal):
        return texts.literal(word.parts[0].text)
    around = replace(context(word, host, QUOTED, QUOTED, True), here=True)
    return one_text(word, expand_parts(word.parts, around), host)


def pattern_text(word: Word, host: Host, extended: bool) -> Text:
    around = context(word, host, ACTIVE, ACTIVE, extended=extended)
    cases = expand_parts(word.parts, around)
    if len(word.parts) != 1 or not isinstance(word.parts[0], tree.ExtendedGlob):
        for found, _ in cases:
            for rank, (kind, piece) in enumerate(found):
                if not isinstance(piece, str) and (name := _found_name(piece)) is not piece:
                    found[rank] = (kind, name)
    return one_text(word, cases, host, around)


def _found_name(piece: Piece) -> Piece:
    """A wildcard in a value stands for a name that a search has found: a pattern made of it is that name."""
    if isinstance(piece, Wildcard):
        return piece if piece.text[1:2] == "(" else Hole(piece.text, "found")
    if isinstance(piece, Reference):
        cases = [
            Alternative(tuple([one if isinstance(one, str) else _found_name(one) for one in case.text]), case.when)
            if case.text
            else case
            for case in piece.alternatives
        ]
        return piece if tuple(cases) == piece.alternatives else texts.reference(piece.shown, tuple(cases))
    return piece


def regex_text(word: Word, host: Host) -> Text:
    cases = expand_parts(word.parts, context(word, host, ACTIVE, ACTIVE))
    for found, _ in cases:
        for rank, (kind, piece) in enumerate(found):
            if kind == QUOTED and isinstance(piece, str):
                found[rank] = (ACTIVE, "".join([f"\\{c}" if c in "\\.[]*^$+?(){}|" else c for c in piece]))
    return one_text(word, cases, host)


def one_text(word: Word, cases: Cases, host: Host, pattern: Context | None = None) -> Text:
    """The cases as one text: a reference shown as written where there are several."""
    found = []
    for pieces, when in cases:
        text = segments.globbed(pieces, pattern.extended, True) if pattern else segments.plain(pieces)
        found.append(Alternative(host.variables.bounded("…", text), when))
    if len(found) == 1:
        return found[0].text or ()
    return (texts.reference(word.raw, tuple(found)),)


def assignment_text(node: Assignment, host: Host) -> Text:
    """`name=value` as an argument."""
    start = node.raw.find("=") + 1
    if isinstance(node.value, tree.ArrayValue) or node.value is None:
        return texts.literal(node.raw)
    return texts.concat(texts.literal(node.raw[:start]), expand_assigned(node.value, host))


def expand_assigned(word: Word, host: Host) -> Text:
    return expand.expand_word(word, host)


# --- parts -----------------------------------------------------------------------------------------


def expand_parts(parts: Sequence[Part], around: Context) -> Cases:
    """The segments that the parts give, one after the other."""
    cases: Cases = [([], ALWAYS)]
    for rank, part in enumerate(parts):
        if rank % 32 == 31 and sum([len(p) for _, p in cases[0][0] if isinstance(p, str)]) > limits.TEXT_LENGTH:
            # `$x$x$x…`, where x is long.
            around.host.limit("TEXT_LENGTH")
            return single([(QUOTED, Hole("…", f"limit {around.host.variables.number()}"))])
        more = expand_part(part, around)
        if len(more) == 1 and not more[0][1]:
            for found, _ in cases:
                found.extend(more[0][0])
        else:
            add(cases, more, around.source(part), around)
    return cases


def add(cases: Cases, more: Cases, shown: str, around: Context) -> None:
    """Append to each of `cases` each of `more`; a hole `shown` where that gets too many."""
    if len(more) == 1 and not more[0][1]:
        for found, _ in cases:
            found.extend(more[0][0])
        return
    combined = [
        ([*found, *extra], when | chosen)
        for found, when in cases
        for extra, chosen in more
        if texts.consistent(when, chosen)
    ]
    if 0 < len(combined) <= limits.ALTERNATIVES:
        cases[:] = combined
        return
    around.host.limit("ALTERNATIVES")
    for found, _ in cases:
        found.append((QUOTED, Hole(shown, f"limit {around.host.variables.number()}")))


def expand_part(part: Part, around: Context) -> Cases:
    match part:
        case tree.Literal():
            return single([(around.literal, part.text)])
        case tree.Escaped() | tree.SingleQuoted() | tree.AnsiQuoted():
            return single([(QUOTED, part.text)])
        case tree.DoubleQuoted():
            return _double_quoted(part, around)
        case tree.Parameter():
            return expand_parameter.expand_parameter(part, around)
        case tree.CommandSubstitution():
            return emitted(texts.without_newlines(around.host.substitute(part)), around)
        case tree.ProcessSubstitution():
            return single([(QUOTED, piece) for piece in around.host.process(part)])
        case tree.Arithmetic():
            from lintpack.script.expand_arithmetic import evaluate_word

            value = evaluate_word(part.expression, around.host)
            if value is None:
                hole = Hole(around.source(part), f"{around.host.variables.number()}")
                return single([(QUOTED, hole)])
            return emitted((str(value),), around)
        case tree.Glob():
            return single([(around.literal, part.text)])
        case tree.ExtendedGlob():
            return single([_extended_glob(part, around)])
        case tree.Tilde():
            return single(_tilde(part, around))
        case _:
            # Braces where they do not expand.
            return single([(around.literal, around.source(part))])


def single(found: list[Segment]) -> Cases:
    return [(found, ALWAYS)]


def emitted(text: Text, around: Context) -> Cases:
    """What an expansion to `text` adds to the word. Where it would be split, a reference is opened if that matters."""
    kind = around.result
    cases: Cases = [([], ALWAYS)]
    for piece in text:
        if kind == SPLIT and isinstance(piece, Reference):
            if around.ifs == segments.DEFAULT_IFS and segments.is_field(piece):
                for found, _ in cases:
                    found.append((QUOTED, piece))
                continue
            options = texts.alternatives((piece,), around.host.choices)
            if any(segments.needs_splitting(option, around.ifs) for option, _ in options):
                opened: Cases = [([(_kind(p, kind), p) for p in option], when) for option, when in options]
                add(cases, opened, piece.shown, around)
                continue
            for found, _ in cases:
                found.append((QUOTED, piece))
            continue
        for found, _ in cases:
            found.append((_kind(piece, kind), piece))
    return cases


def _kind(piece: object, kind: int) -> int:
    return QUOTED if isinstance(piece, (Hole, Wildcard)) else kind


def _double_quoted(node: tree.DoubleQuoted, around: Context) -> Cases:
    inner = around.inside_quotes()
    if len(node.parts) == 1 and isinstance(node.parts[0], tree.Literal):
        return single([(QUOTED, node.parts[0].text)])
    cases = expand_parts(node.parts, inner)
    for found, _ in cases:
        if not found:
            found.append((QUOTED, ""))
        elif all(kind == NOTHING for kind, _ in found):
            # A quoted empty string is a field, but `"$@"` without parameters is none (bash manual, 3.4.2).
            found.clear()
    return cases


def _extended_glob(node: tree.ExtendedGlob, around: Context) -> Segment:
    sources = []
    for word in node.patterns:
        if around.literal == QUOTED:
            return (QUOTED, around.source(node))
        text = pattern_text(word, around.host, True)
        source = segments.glob_source(texts.opened(text))
        if source is None:
            return (QUOTED, Hole(around.source(node)))
        sources.append(source)
    return (QUOTED, Wildcard(f"{node.operator}({'|'.join(sources)})"))


def _tilde(node: tree.Tilde, around: Context) -> list[Segment]:
    variables = around.host.variables
    name = {"": "HOME", "+": "PWD", "-": "OLDPWD"}.get(node.user)
    text = variables.text(name) if name else None
    if text is None:
        text = (Hole("${HOME}" if name == "HOME" else f"~{node.user}"),)
    return [(QUOTED, piece) for piece in text] or [(QUOTED, "")]
