"""The words of a copy or an archive are those of another command, or of another option."""

from __future__ import annotations

import re

from lintpack.bash.tree import SimpleCommand
from lintpack.bash.walk import each
from lintpack.rules.rule import Rule
from lintpack.rules.shared.packed import once
from lintpack.rules.shared.wording import calls
from lintpack.script import texts
from lintpack.script.plan import Archive, Transfer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding, Label
    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin, ReadScript
    from lintpack.source import Place

RULE = Rule(
    code="LP114",
    name="garbled-copy",
    summary="A copy or an archive is given the words of another command: it takes other files than meant.",
    level="error",
    confidence="high",
)

# An assignment among the words of a copy. Its first letter is looked for, then what stands before that.
_ASSIGNED = r"[cml](?<!\w[cml])(?:(?<=c)p|(?<=m)v|(?<=l)n)\s[^\n;&|#]*\s[A-Za-z_]\w*=[\"'$/.~]"
# The second of two options that create, with a folder behind it.
_AGAIN = r"(?<=\s)-c(?=\s+[^-\s])"


# An action of find with a test for libraries behind it, and no `-o` between: `-print0 -name '*.so'`.
_ACTS_FIRST = (
    r"(?<=\s)(-print0?|-delete|-ls|-exec(?:dir)?\s+(?:cp|mv|rm|strip|patchelf|install|chmod)\s[^;+\n]*?(?:\\;|';'|\+))"
    r"(?:\s+(?!-o\b|-or\b|-exec|-print|\||\))\S+)*?\s+-i?name\s+[\"']?\S*(?:\.so|lib)"
)


def check(context: Context) -> Iterator[Finding]:
    yield from once(_all(context))


def _all(context: Context) -> Iterator[Finding]:
    for effect in context.plan.effects:
        if isinstance(effect, Transfer):
            # `cp find /usr/lib -name libfoo.so.3 lib`
            if texts.known(effect.source) == "find" and (place := _find_words(effect.origin)) is not None:
                yield RULE.finding(
                    place,
                    f"`{effect.tool}` is told to copy a file named `find`, and what follows are find's own options",
                    label="not run",
                    related=calls(effect.origin, place),
                    notes=("the command needs `$( )` around it, or `find … -exec cp {} DIR \\;`",),
                    help=f'write `{effect.tool} "$(find …)" DIR`',
                )
        elif isinstance(effect, Archive) and effect.action == "create":
            found = _second_create(effect.origin.command)
            if found is not None:
                yield _twice(*found, calls(effect.origin, found[0]))
    # Of a pipe, `tar -c … | xz > FILE`, the archive's effect stands at its end.
    for script in context.plan.scripts:
        text = script.source.text
        if "tar" in text and re.search(_AGAIN, text) and re.search(rf"\btar\b[^\n]*(?:\\\n[^\n]*)*{_AGAIN}", text):
            for node in each(script.tree, SimpleCommand):
                found = _second_create(script.source.place(node.start, node.end))
                if found is not None:
                    yield _twice(*found, ())
        if "find" in text and re.search(_ACTS_FIRST, text):
            yield from _acts_first(script)
        if "=" in text and re.search(_ASSIGNED, text):
            yield from _assigned(script)


def _acts_first(script: ReadScript) -> Iterator[Finding]:
    """`find lib -print0 -name '*.so'`: find(1) goes through its words in order, and prints before it tests."""
    for node in each(script.tree, SimpleCommand):
        place = script.source.place(node.start, node.end)
        match = re.search(_ACTS_FIRST, place.text) if re.match(r"(?:\S+\s+){0,3}?\S*find\s", place.text) else None
        if match is not None:
            action = match[1].split()[0]
            yield RULE.finding(
                script.source.place(node.start + match.start(1), node.start + match.end()),
                f"find acts (`{action}`) on every file, for the test of the name comes only behind it",
                label="in this order",
                notes=(
                    "find goes through its words from left to right: what stands behind an action limits it no more",
                ),
                help=f"put `{action}` behind the tests",
            )


def _assigned(script: ReadScript) -> Iterator[Finding]:
    """`cp libfoo.so NAME="$dir/libfoo.so"`: the shell takes an assignment behind the command for a file's name."""
    from lintpack.bash.tree import Word

    for node in each(script.tree, SimpleCommand):
        words = [word for word in node.words if isinstance(word, Word)]
        names = [word.raw for word in words]
        if "cp" not in names[:3] and "mv" not in names[:3] and "ln" not in names[:3]:
            continue
        # `env cp`, `docker run -e NAME=x … cp`: assignments before the tool are for it.
        tool = next(at for at, name in enumerate(names) if name in ("cp", "mv", "ln"))
        for word in words[tool + 1 :]:
            match = re.match(r"([A-Za-z_]\w*)=[\"'$/.~]", word.raw)
            if match is not None:
                yield RULE.finding(
                    script.source.place(word.start, word.end),
                    f"`{names[tool]}` takes `{match[1]}=…` for the name of a file, in a folder `{match[1]}=…`",
                    label="no assignment here",
                    notes=("an assignment stands before the command, or in one of its own",),
                    help=f"remove `{match[1]}=`, or put the assignment on a line of its own",
                )


def _twice(place: Place, extracts: bool, related: tuple[Label, ...]) -> Finding:
    message = "tar is told twice to create an archive, and takes the folder that follows for a member"
    if extracts:
        message = "tar is told to take an archive apart and, by `-c`, to create one: it does neither"
    return RULE.finding(
        place,
        message,
        label="`-C` was meant",
        related=related,
        notes=("`-c` creates, `-C DIR` changes the folder that the next members are taken from or put into",),
        help="write `-C`",
    )


def _find_words(origin: Origin) -> Place | None:
    """`find /usr/lib -name x` inside the words of another command, or of the call that passed them on."""
    for place in (origin.command, *(frame.place for frame in reversed(origin.calls))):
        text = place.text
        match = re.search(r"(?<=\s)find\s[^;&|]*?\s-(?:i?name|type|path|exec|maxdepth|regex)\s+[^\s;&|]+", text)
        if match is not None and "$(" not in text[: match.start()] and "`" not in text[: match.start()]:
            return place.source.place(place.start + match.start(), place.start + match.end())
    return None


def _second_create(command: Place) -> tuple[Place, bool] | None:
    """`-c DIR` after a first `-c`, `-cf` or `c`, or after `-x`; and whether it is the latter."""
    text = command.text
    if not re.search(_AGAIN, text):
        return None
    first = re.search(
        r"^(?:\S+\s+){0,3}?\S*tar\S*\s+(?:(?:-\S+|--\S+)(?:\s+\d+)?\s+)*?"
        r"(?:-?[a-zA-Z]*([cxt])[a-zA-Z]*|--(?:create|(extract|get|list)))(?=\s)",
        text,
    )
    if first is None:
        return None
    second = re.compile(_AGAIN).search(text, first.end())
    # In quotes it is an option of another program: `-I "xz -c FILE"`.
    if second is None or any(text.count(quote, 0, second.start()) % 2 for quote in "\"'"):
        return None
    place = command.source.place(command.start + second.start(), command.start + second.end())
    return place, first[2] is not None or first[1] in ("x", "t")
