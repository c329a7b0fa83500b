"""A loop over libraries copies the same in each round, or goes over the words of a command that is not run."""

from __future__ import annotations

import re

from lintpack.bash.tree import (
    Assignment,
    CommandSubstitution,
    DoubleQuoted,
    For,
    Function,
    Literal,
    Parameter,
    SimpleCommand,
    While,
    Word,
)
from lintpack.bash.walk import around, each
from lintpack.rules.gates.list_subjects import first_elements
from lintpack.rules.gates.slip_subjects import (
    COPIES,
    LISTING,
    TESTS_OF_FIND,
    loops,
    lost_find,
    same_each_time,
    words_of_a_command,
)
from lintpack.rules.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.script.plan import ReadScript

RULE = Rule(
    code="LP132",
    name="mismatched-loop",
    summary="A loop over libraries copies the same each time, or goes over the words of a command.",
    level="warning",
    confidence="high",
)

# What a loop goes over that has to do with files: others count, or try again.
_FILES = r"\.so|lib|LIB|\*|\[@\]|\$\(\s*(?!seq|expr)\w|`(?!seq)|\$\{?[A-Za-z_]"
_AGAIN = r"\b(?:break|shift|sleep|seq|eval|retry)\b|\{\d+\.\.\d+\}"


def check(context: Context) -> Iterator[Finding]:
    for script in context.plan.scripts:
        text = script.source.text
        for loop in loops(text):
            command, same = words_of_a_command(loop, text), same_each_time(loop)
            if not (command or same):
                continue
            for node in around(script.tree, loop[0]):
                if isinstance(node, (For, While)) and node.start == loop[0] and node.body:
                    if command and isinstance(node, For):
                        yield from _of_command(node, script)
                    if same:
                        yield from _of_copies(node, loop[2], script)
    if first_elements(context):
        from lintpack.rules.parts import first_elements as part

        yield from part.check(context, RULE)


def _body(node: For | While, script: ReadScript) -> str:
    return script.source.text[node.body[0].start : node.body[-1].end]


def _of_command(node: For, script: ReadScript) -> Iterator[Finding]:
    """`for lib in list_needed "$bin"`, `for lib in find deps -name '*.so'`."""
    words = node.words or ()
    first = words[0] if words else None
    if first is not None and first.raw not in LISTING and lost_find(script.source.text[node.start : words[-1].end + 1]):
        yield from _lost_find(node, words, script)
        return
    if first is None or len(words) < 2 or not isinstance(first.parts[0], Literal) or node.select:
        return
    name, text = first.raw, script.source.text
    rest = [word.raw for word in words[1:]]
    function = re.search(rf"(?m)^[ \t]*(?:function[ \t]+{re.escape(name)}\b|{re.escape(name)}[ \t]*\(\s*\))", text)
    if function and all(re.fullmatch(r"[\w-]+", word) for word in rest):
        return
    if not function and not (name in LISTING and _arguments(name, rest)):
        return
    # Where the word is run in the loop, or made part of another, it is one of a list of commands.
    own = rf"\$\{{?{node.name}\b\}}?"
    runs = r"(?:^|[;&|(`]|\b(?:eval|do|then|else|if|sudo|exec|type|command|which|hash|call|run)\b)(?:[ \t]+-\w+)*"
    if re.search(rf"(?m){runs}[ \t]*[\"']?{own}|\w{own}|{own}_?\w", _body(node, script)):
        return
    place = script.source.place(first.start, words[-1].end)
    yield RULE.finding(
        place,
        f"`{name}` is {'a function' if function else 'a command'}, but not run here: "
        f"the loop goes over the words `{name}`, `{rest[0]}` …",
        label="no `$( )` around it",
        help=f"write `$({place.text})`",
    )


def _lost_find(node: For, words: tuple[Word, ...], script: ReadScript) -> Iterator[Finding]:
    """`for lib in /lib -name '*.so'`, `for lib in "find /lib -name *.so"`."""
    raw = [word.raw for word in words]
    place = script.source.place(words[0].start, words[-1].end)
    if len(words) == 1:
        inside = raw[0][1:-1]
        name, _, rest = inside.partition(" ")
        # What is run in the loop is a list of commands.
        own = rf"\$\{{?{node.name}\b"
        if not _arguments(name, rest.split()) or re.search(
            rf"(?:\beval\b.*|\bsh -c.*|(?m:^[ \t]*)){own}", _body(node, script)
        ):
            return
        yield RULE.finding(
            place,
            f"`{name}` is a command, but not run here: the loop has one round, with these words as a name",
            label="quotes, and no `$( )`",
            help=f"write `$({inside})`",
        )
        return
    at = next((n for n, word in enumerate(raw) if f" {word} " in TESTS_OF_FIND), 0)
    if not at or at + 1 >= len(raw) or not any(set(word) & set("/$.~") for word in raw[:at]):
        # Words that all begin so are a list of options.
        return
    yield RULE.finding(
        place,
        f"`{raw[at]}` is for find, which is not run here: the loop goes over the words `{raw[0]}`, `{raw[at]}` …",
        label="no `$(find )` around it",
        help=f"write `$(find {place.text})`",
    )


def _arguments(name: str, rest: list[str]) -> bool:
    """Whether words are what such a command is given: no list of programs' names."""
    if any(re.match(r"-\w", word) for word in rest):
        return True
    return name in ("ls", "ldd", "cat") and all("/" in word or "$" in word or "*" in word for word in rest)


def _of_copies(node: For | While, names: tuple[str, ...], script: ReadScript) -> Iterator[Finding]:
    body, text = _body(node, script), script.source.text
    head = text[node.start : node.body[0].start]
    if re.search(_AGAIN, head + body):
        return
    if isinstance(node, For) and (node.words is None or not re.search(_FILES, head.partition(" in ")[2])):
        return
    used = any(re.search(rf"\$\{{?[#!]?{name}\b|\b{name}\b\s*(?:\+\+|--|[-+*/%<>]?=)", body) for name in names)
    lists = _lists(node) if isinstance(node, For) else frozenset()
    # A function that is called in it may read the variable.
    if not used and any(_called_reads(name, body, script) for name in names):
        return
    given = {*names, *[one.name for one in each(node, Assignment)]}
    for inner in node.body:
        given |= {one.name for one in each(inner, For)}
    setting = r"\b(?:read|mapfile|readarray|local|declare|printf[ \t]+-v|getopts)\b([^\n;|&<]*)"
    given |= {word for words in re.findall(setting, body) for word in words.split()}
    for command in each(node, SimpleCommand):
        found = _copied(command, given)
        if found is None or (used and (found.name, _whole(found)) not in lists):
            continue
        place = script.source.place(found.start, found.end)
        item = f"${names[-1]}"
        if (found.name, _whole(found)) in lists:
            message = f"copies `{place.text}`, all that the loop goes over, in each round"
        else:
            message = f"nothing in the loop reads `{item}`, and `{place.text}` is the same in each round"
        yield RULE.finding(place, message, label=f"`{item}`?", help=f"write `{item}`, or give the loop that variable")
        return


def _whole(part: Parameter) -> bool:
    return part.index in ("@", "*")


def _lists(node: For) -> frozenset[tuple[str, bool]]:
    """The lists that a loop goes over, and nothing else: by name, and whether they are arrays."""
    found = set()
    for word in node.words or ():
        parts = word.parts[0].parts if isinstance(word.parts[0], DoubleQuoted) else word.parts
        if len(parts) == 1 and isinstance(parts[0], Parameter) and not parts[0].form and not parts[0].operator:
            quoted = isinstance(word.parts[0], DoubleQuoted)
            if _whole(parts[0]) or (not quoted and parts[0].index is None and not parts[0].name.isdigit()):
                found.add((parts[0].name, _whole(parts[0])))
    return frozenset(found)


def _called_reads(name: str, body: str, script: ReadScript) -> bool:
    """Whether a function that is called in the loop reads the variable."""
    for function in each(script.tree, Function):
        if re.search(rf"(?<![\w$-]){re.escape(function.name)}(?![\w-])", body):
            text = script.source.text[function.start : function.end]
            if re.search(rf"\$\{{?[#!]?{name}\b", text):
                return True
    return False


def _copied(command: SimpleCommand, given: set[str]) -> Parameter | None:
    """The first variable of what a command copies or changes, where no word of it may change from round to round."""
    words = [word for word in command.words if isinstance(word, Word)]
    names = [word.raw for word in words[:3]]
    at = next((n for n, name in enumerate(names) if name in COPIES), None)
    if at is None or any(not (name.startswith("$") or name == "sudo") for name in names[:at]):
        return None
    parts = [part for word in words for part in each(word, Parameter)]
    if any(part.name in given for part in parts) or any(
        True for word in words for _ in each(word, CommandSubstitution)
    ):
        return None
    operands = [word for word in words[at + 1 :] if not word.raw.startswith("-")]
    sources = operands if names[at] in ("patchelf", "chrpath", "strip") else operands[:-1]
    return next((part for word in sources for part in each(word, Parameter)), None)
