"""The libraries that a text names which the script writes: a spec file's `%install`, a Dockerfile, a package's script.

cat > prog.spec <<'EOF'
%install
ln -sf /opt/ssl/lib/libssl.so.3 %{buildroot}%{_libdir}
"""

from __future__ import annotations

import re

from lintpack import libname
from lintpack.rules.shared.wording import find_name
from lintpack.script import texts
from lintpack.script.plan import WrittenFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lintpack.libname import LibraryName
    from lintpack.rules.context import Context
    from lintpack.script.plan import Origin
    from lintpack.source import Place

# As a command of its own; a sentence may say `cp` too.
_COMMAND = re.compile(r"(?m)^[ \t]*(?:RUN[ \t]+)?(?:&&[ \t]+)?(?:sudo[ \t]+)?(ln|cp|mv|install)[ \t]+([^\n;&|#]*)")


def named_in_documents(context: Context) -> Iterator[tuple[LibraryName, str, Origin, Place]]:
    """Each library that such a text copies or links to: its name, its folder, what writes the text, and where it stands
    in the script."""
    for written in context.each(WrittenFile):
        text = texts.shown(written.text)
        if ".so." not in text:
            continue
        for tool, words in _COMMAND.findall(text):
            operands = [word.strip("\"'") for word in words.split() if not word.startswith("-")]
            # The last one is where to.
            for operand in operands[:1] if tool == "ln" else operands[:-1]:
                folder, _, last = operand.rpartition("/")
                name = libname.parse(last)
                if name is not None and name.exact:
                    yield name, folder, written.origin, _place(operand, name, written, context)


def _place(operand: str, name: LibraryName, written: WrittenFile, context: Context) -> Place:
    source = written.origin.command.source
    at = source.text.find(operand, written.origin.command.start)
    if at < 0:
        return find_name(name.text, written.origin, context.plan)
    at += len(operand) - len(name.text)
    return source.place(at, at + len(name.text))
