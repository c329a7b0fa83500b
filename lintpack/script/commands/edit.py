"""sed -i, perl -i: files changed in place. A file that the script wrote holds the new text afterwards."""

from __future__ import annotations

from lintpack.lazy import Lazy
from lintpack.record import replace
from lintpack.script import texts
from lintpack.script.commands.options import Spec, call_operands, parse, sort
from lintpack.script.invocation import SILENT, UNKNOWN
from lintpack.script.plan import Change, WrittenFile
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.commands import pure_sed
    from lintpack.script.commands.options import Operand
    from lintpack.script.invocation import Invocation, Outcome
    from lintpack.script.values import Text
else:
    pure_sed = Lazy("lintpack.script.commands.pure_sed")

SPEC = Spec(
    "ne:f:Eri::l:suzb",
    "quiet=n silent=n expression:=e file:=f regexp-extended=E in-place?=i line-length:=l separate=s unbuffered=u"
    " null-data=z posix sandbox debug follow-symlinks",
)


def sed(call: Invocation) -> Outcome:
    found = parse(call, SPEC)
    if not found.has("i"):
        return pure_sed.sed(call)
    scripts = found.values("e") + found.values("f")
    files = found.operands if scripts else found.operands[1:]
    # Without -i, and with the text of the file as its input, sed prints what the file will hold.
    words: tuple[Text, ...] = (("sed",), *[("-n",)] * found.has("n"))
    if found.has("r", "E"):
        words = (*words, ("-E",))
    for script in found.values("e") or found.operands[:1]:
        words = (*words, ("-e",), script.text)
    places = (call.command,) * len(words)
    for file in files:
        text = call.shell.read(call.shell.path(file.text))
        after = None
        if text is not None and not found.has("f"):
            after = pure_sed.sed(replace(call, words=words, places=places, stdin=text, captured=True)).output
        _changed(call, file, after, text is not None)
    return SILENT


def _changed(call: Invocation, file: Operand, after: Text | None, known: bool) -> None:
    """The file holds `after` now; None where that cannot be told."""
    shell = call.shell
    path = shell.path(file.text)
    shell.emit(Change, file.place, kind="edit", path=path)
    if known:
        text = after if after is not None else (Hole(f"$(sed {texts.shown(file.text)})"),)
        shell.emit(WrittenFile, file.place, path=path, text=text, append=False)


def perl(call: Invocation) -> Outcome:
    """`perl -pi -e PROGRAM FILES`; what other programs do cannot be told."""
    words = [word for word in call_operands(call) if word.text]
    found = sort(words, Spec("0::acC::dD:e:E:fF:hi::I:l::m:M:nps::tTuUvVwWxX", inorder=True))
    if not found.has("i"):
        return UNKNOWN
    files = found.operands if found.has("e", "E") else found.operands[1:]
    for file in files:
        _changed(call, file, None, call.shell.read(call.shell.path(file.text)) is not None)
    return SILENT


MODELS = {"sed": sed, "gsed": sed, "perl": perl}
