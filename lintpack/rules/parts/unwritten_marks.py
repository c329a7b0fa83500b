"""LP139 of a test for whether a file has a line yet, which looks for a word that is in none of those put there.

grep -q /opt/x/libs /etc/ld.so.conf || echo /opt/x/lib >> /etc/ld.so.conf
"""

from __future__ import annotations

import re

from lintpack.bash.tree import AndOr, If
from lintpack.bash.walk import each
from lintpack.findings import Label
from lintpack.slips import slip_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule
    from lintpack.script.plan import ReadScript

_SEARCH = (
    r"\b(?:e|f)?grep[ \t]+(?:-[\w-]+[ \t]+)*(?P<quote>[\"']?)(?P<word>[^\s\"';|&()]+)(?P=quote)[ \t]+"
    r"[\"']?(?P<file>[^\s\"';|&()<>]+)[\"']?"
)
_ADDS = r"(?m)(?:>>[ \t]*|\btee[ \t]+(?:-a|--append)[ \t]+)[\"']?FILE(?![\w./-])"
# A pattern that is more than a word.
_PATTERN = r"[*+?|\\\[\]^]"
# Whether it has to do with libraries.
_OURS = r"ld\.so|LD_|/lib|\.so\b"


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    for script in context.plan.scripts:
        yield from _of_script(script, rule)


def _of_script(script: ReadScript, rule: Rule) -> Iterator[Finding]:
    text = script.source.text
    for node in (*each(script.tree, If), *each(script.tree, AndOr)):
        if isinstance(node, If):
            first = node.branches[0]
            if not first.condition or not first.body:
                continue
            start, end = first.condition[0].start, first.condition[-1].end
            bodies = [(first.body[0].start, node.otherwise[0].start if node.otherwise else node.end)]
            if node.otherwise:
                bodies.append((node.otherwise[0].start, node.end))
        elif isinstance(node, AndOr) and len(node.commands) > 1:
            start, end = node.commands[0].start, node.commands[0].end
            bodies = [(node.commands[1].start, node.end)]
        else:
            continue
        found = re.search(_SEARCH, text[start:end])
        if found is None or re.search(_PATTERN, found["word"]) or "/" not in found["word"]:
            continue
        adds = _ADDS.replace("FILE", re.escape(found["file"]))
        for begin, close in bodies:
            # Each command with what it adds, here-documents as well.
            body = text[begin:close]
            if not re.search(adds, body) or found["word"] in body or not re.search(_OURS, text[start:close]):
                continue
            meant = _meant(found["word"], body)
            if meant:
                at = start + found.start("word")
                there = begin + re.search(rf"{re.escape(meant)}(?![\w/-])", body).start()  # type: ignore[union-attr]
                yield rule.finding(
                    script.source.place(at, at + len(found["word"])),
                    f"looks for `{found['word']}` in `{found['file']}`, but what is put there has `{meant}`: each run "
                    "puts it there again",
                    label=f"`{meant}`?",
                    related=(Label(script.source.place(there, there + len(meant)), "put there here"),),
                    help=f"look for `{meant}`",
                )
            break


def _meant(word: str, body: str) -> str:
    """The one path in `body` that `word` is but for a slip in one of its components."""
    near = set()
    for path in re.findall(r"[\w.${}/-]*/[\w.${}-]+", body):
        if path != word and path.count("/") == word.count("/"):
            odd = [(a, b) for a, b in zip(word.split("/"), path.split("/"), strict=True) if a != b]
            if len(odd) == 1 and slip_kind(*odd[0]):
                near.add(path)
    # `/opt/x/lib` and `/opt/x/lib64` are both there: the one that the word is but for a letter at its end.
    return near.pop() if len(near) == 1 else ""
