"""LP319 for variables that nothing expands on their way to the link editor.

export LDFLAGS='-Wl,-rpath=\\$$ORIGIN ${LDFLAGS}'
patchelf --set-rpath '$ORIGIN/../lib:$prefix/lib' bin/prog
gcc -o prog prog.o -Wl,-rpath,'$prefix/lib'
"""

from __future__ import annotations

from lintpack.bash.tree import SingleQuoted
from lintpack.bash.walk import each
from lintpack.patterns import re
from lintpack.rules.gates.pattern_subjects import KEPT_FLAGS
from lintpack.rules.shared.loader import NAMES, run_paths
from lintpack.rules.shared.wording import line_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.rules.context import Context
    from lintpack.rules.shared.run_paths import WrittenRunPath
    from lintpack.source import Place

_OWN = r"(?<![\\$])\$(?:(\w+)|\{(\w+)(?::?[-=+][^{}']*)?\})"
_GIVEN = r"(?:^|[\s;&|('\"])(\w+)=[^\s;&|]*$"
# Lists of the linker's options, and what shows that others are.
_LISTS = r"LD\w*FLAGS$|LIBS$|LDADD$|R(?:UN)?PATHS?$|^(?:LINK|SHLIB)_?FLAGS$"
_OPTIONS = r"(?:^|\s)-(?:Wl,|L|l\w)|rpath"
# What expands such words further on, or writes them into a file.
_LATER = (
    r"\b(?:eval|ssh|su|sh|bash|docker|podman|chroot|echo|printf|sed|awk|perl|trap|alias|envsubst|print|grep)\b|<<|#"
)
# What gets an RPATH and hands it on as it is.
_TOOLS = ("patchelf", "chrpath", "linker")


def own_in_quotes(context: Context) -> Iterator[tuple[Place, str]]:
    """`LDFLAGS='… $LDFLAGS'`: where the variable stands, and its name."""
    if not context.speaks_of(KEPT_FLAGS):
        return
    for script in context.plan.scripts:
        text = script.source.text
        for node in each(script.tree, SingleQuoted):
            before = line_before(text, node.start)
            given = re.search(_GIVEN, before)
            if given is None or given[1] in NAMES or re.search(_LATER, before):
                continue
            name, value = given[1], text[node.start : node.end]
            if not (re.search(_LISTS, name) or (name.endswith("FLAGS") and re.search(_OPTIONS, value))):
                continue
            own = next((one for one in re.finditer(_OWN, value) if name in one.groups()), None)
            if own is not None and not re.search(rf"\b(?:eval|envsubst)\b[^\n]*{name}", text):
                yield script.source.place(node.start + own.start(), node.start + own.end()), name


def unexpanded(one: WrittenRunPath, context: Context) -> str:
    """A variable of the script's that stands in the RPATH by its name; "" where there is none."""
    shown = "".join([piece for piece in one.value if isinstance(piece, str)])
    if one.tool not in _TOOLS or one.via or ("$" not in shown and "{" not in shown):
        return ""
    # A backslash shows that it was thought of, and a file that is written may be expanded later.
    command = one.origin.command.text
    if "\\$" in command or one.program.written or re.search(_LATER, command):
        return ""
    from lintpack.rules.shared.dollar_slips import slip_in
    from lintpack.rules.shared.set_names import assigned

    slip = slip_in(one.value, assigned(context))
    return slip[2] if slip is not None and slip[0].startswith("`$") and "bad substitution" not in slip[0] else ""


def unexpanded_paths(context: Context) -> Iterator[tuple[WrittenRunPath, str]]:
    for one in run_paths(context):
        if found := unexpanded(one, context):
            yield one, found
