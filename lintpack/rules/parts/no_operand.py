"""Commands in a pipeline that are given no file: `rpm -ql | grep`, `find … | ldd`.

None of them reads the names of its files from a pipe; xargs does that for them.
"""

from __future__ import annotations

import re

from lintpack.bash.tree import Pipeline, SimpleCommand
from lintpack.bash.walk import each
from lintpack.rules.gates.slip_subjects import PIPED, no_operands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.findings import Finding
    from lintpack.rules.context import Context
    from lintpack.rules.rule import Rule

# What stands first in a pipeline and needs a package or a file: the options that ask for one, and those that do not.
_QUERIES = {
    "rpm": (r"-q[a-zA-Z]*|--query", r"-\w*a\w*|--all|--query(?:tags|format).*|--qf.*|--specfile"),
    "dpkg": (r"-[LS]|--listfiles|--search", ""),
    "dpkg-query": (r"-[LS]|--listfiles|--search", ""),
    "ldd": (r"|-[druv]", r"--\w+"),
    "patchelf": (r"--print-\S+", ""),
    "readelf": (r"-\w+|--\w+", r"-[vH]|--version|--help"),
    "pkg-config": (r"--libs\S*|--cflags\S*|--variable\S*", r"--list\S*|--version|--help"),
}
# What takes two operands at least, but with `-t`.
_TWO = frozenset(("cp", "mv", "install", "ln", "chmod"))


def check(context: Context, rule: Rule) -> Iterator[Finding]:
    everything = "\n".join([script.source.text for script in context.plan.scripts])
    for script in context.plan.scripts:
        if not no_operands(script.source.text):
            continue
        for pipeline in each(script.tree, Pipeline):
            for at, command in enumerate(pipeline.commands):
                if not isinstance(command, SimpleCommand) or any(r.operator[:1] == "<" for r in command.redirects):
                    continue
                words = [word.raw for word in command.words]
                while len(words) > 1 and words[0] in ("sudo", "command", "env", "exec"):
                    words = words[1:]
                name = words[0].rpartition("/")[2] if words else ""
                own = rf"(?m)(?:^|[;{{])[ \t]*(?:function\s+)?{name}\s*\(|\bfunction\s+{name}\b|\balias {name}="
                if name not in PIPED or re.search(own, everything):
                    continue
                if not (_lacks_query(name, words[1:]) if not at else _lacks_files(name, words[1:])):
                    continue
                place = script.source.place(command.start, command.end)
                if at:
                    says = f"`{name}` does not read the names of files from the pipe, and is given none"
                    label, right = "no files", f"write `xargs {place.text}`"
                else:
                    says = f"`{place.text}` is given nothing to list, and prints an error only"
                    label, right = "of what?", "name the package or the file"
                yield rule.finding(place, says, label=label, help=right)


def _lacks_query(name: str, words: list[str]) -> bool:
    asks, others = _QUERIES.get(name, ("", ""))
    if not asks or any(word[:1] != "-" for word in words):
        return False
    if others and any(re.fullmatch(others, word) for word in words):
        return False
    return any(re.fullmatch(asks, word) for word in words or ("",))


def _lacks_files(name: str, words: list[str]) -> bool:
    if any("@" in word or "*" in word or word == "-" or "stdin" in word for word in words):
        return False
    if any(word.startswith("--") for word in words) and name not in ("patchelf", "strip"):
        return False
    options = [word for word in words if word[:1] == "-"]
    operands = len(words) - len(options)
    if name in _TWO:
        return operands == 1 and not (name == "install" and len(options) > 0)
    if name == "patchelf":
        return operands == sum(not re.match(r"--(?:print|remove|force|shrink)-", word) for word in options)
    return not operands and name not in ("rpm", "dpkg", "dpkg-query", "pkg-config")
