"""Java's library for one machine, as Java up to 8 had it, where a script links with it, or makes a link or a line for
the loader: see hard_coded_architecture.

g++ … -L$JAVA_HOME/jre/lib/amd64/server -ljvm
ln -s $JAVA_HOME/jre/lib/amd64/server/libjvm.so /opt/x/lib/
"""

from __future__ import annotations

import re

from lintpack.bash.tree import Case, If
from lintpack.bash.walk import around
from lintpack.rules.shared.wording import lines_with

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.source import Place

_FOLDER = (
    r"\$\{?(?P<home>\w*(?:JAVA|JDK|JRE)\w*)\}?[\"']?/(?:jre/)?(?P<folder>lib/(?:amd64|i386|aarch64|ppc64le))"
    r"(?:/(?:server|jli|client))?"
)
_USES = (
    rf"(?<![\w-])(?:-L|-Wl,-rpath[=,])[\"']?{_FOLDER}(?![\w/])",
    rf"(?:^|[ \t;(])(?:ln|cp|install)[ \t](?:-\w+[ \t]+)*[\"']?{_FOLDER}/lib\w+\.so",
    rf"\becho[ \t]+[\"']?{_FOLDER}[\"']?[ \t]*>>?[ \t]*\S*ld\.so\.conf",
)


def of_java_8(context: Context) -> Iterator[tuple[Place, str]]:
    texts = "\n".join([script.source.text for script in context.plan.scripts])
    machines = set(re.findall(r"lib/(amd64|i386|aarch64|ppc64le)\b", texts))
    # Where Java from 9 on has it, or any has.
    if len(machines) > 1 or re.search(r"(?<!jre/)\blib/server\b|libjvm\.so[^\n]*\bfind\b|\bfind\b[^\n]*libjvm", texts):
        return
    for script in context.plan.scripts:
        text = script.source.text
        for start, line in lines_with("lib/", text):
            for uses in _USES if line.lstrip()[:1] != "#" else ():
                found = re.search(uses, line)
                if found is None or _known(found["home"], texts) or re.search(r"\[ |\btest\b|\|\||&&", line):
                    continue
                at = start + found.start("folder")
                if any(isinstance(node, (If, Case)) and _asks(node, text) for node in around(script.tree, at)):
                    continue
                yield script.source.place(at, start + found.end("folder")), found["folder"]


def _known(home: str, texts: str) -> bool:
    """Whether the script itself says where Java is."""
    return re.search(rf"\b{home}=[\"']?(?!\$\{{?{home}\b)[^\s\"']", texts) is not None


def _asks(node: If | Case, text: str) -> bool:
    if isinstance(node, Case):
        return True
    conditions = [text[one.condition[0].start : one.condition[-1].end] for one in node.branches if one.condition]
    return any(re.search(r"(?i)arch|uname|machine|version|bits|amd64|jre/|lib/", one) for one in conditions)
