"""zip, unzip, 7z, cpio and ar (zip(1), unzip(1), 7z's manual, GNU cpio manual, ar(1))."""

from __future__ import annotations

from lintpack.script import paths, texts
from lintpack.script.commands.options import Operand, Spec, call_operands, sort
from lintpack.script.commands.unpack import extract, listed, unpack
from lintpack.script.commands.wild import wild
from lintpack.script.invocation import SILENT, UNKNOWN, Outcome
from lintpack.script.plan import Archive
from lintpack.script.streams import ArchiveStream, Member, member_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.invocation import Invocation, Shell
    from lintpack.script.values import Text

_ZIP_TAKES = frozenset(["b", "n", "t", "tt", "s", "sp", "P", "TT", "O", "lf", "z"])


def _archive(
    shell: Shell,
    word: Operand,
    form: str,
    members: Sequence[Operand],
    excludes: Sequence[Text] = (),
    flat: bool = False,
) -> None:
    """An archive of `members`, all seen from the working directory; `flat`: without their folders."""
    shell.emit(
        Archive,
        word.place,
        action="create",
        path=shell.path(word.text),
        base=shell.path(paths.HERE),
        members=tuple([_source(shell, member.text) for member in members]),
        format=form,
        excludes=tuple([wild(text) for text in excludes]),
        names=tuple([paths.basename(member.text) if flat else member_name(member.text) for member in members]),
    )


def _source(shell: Shell, text: Text) -> Text:
    path = shell.path(text)
    ending = paths.components(paths.strip_slashes(text))[-1]
    return paths.concat(path, "/.") if ending == (".",) and not paths.is_contents(path) else path


def zip_(call: Invocation) -> Outcome:
    """`zip [-options] FILE NAMES… [-x PATTERNS…] [-i PATTERNS…]`; options may stand anywhere."""
    words = call_operands(call)
    names: list[Operand] = []
    lists: dict[str, list[Text]] = {"x": [], "i": []}
    current = ""
    flags = set()
    skip = False
    for word in words:
        head = texts.head(word.text)
        if skip:
            skip = False
        elif head.startswith("-") and len(head) > 1:
            name = head.lstrip("-").partition("=")[0]
            current = {"exclude": "x", "include": "i"}.get(name, name if name in lists else "")
            skip = name in _ZIP_TAKES
            flags |= {name} if head.startswith("--") else set(name)
        elif current:
            lists[current].append(word.text)
        elif word.text != ("@",):
            names.append(word)
    if not names or "d" in flags:
        return SILENT
    members = names[1:]
    if "@" in flags:
        listing = listed(call.stdin)
        if listing is None:
            call.shell.unresolved("zip", "the list of names is not known", names[0].place)
        members += [Operand(name, names[0].place) for name in listing or ()]
    if names[0].text == ("-",):
        base = call.shell.path(paths.HERE)
        inside = [Member(_source(call.shell, m.text), member_name(m.text), m.place) for m in members]
        return Outcome(None, (ArchiveStream("$(zip)", "", base, tuple(inside), "zip", tuple(lists["x"]), "follow"),))
    last = paths.basename(names[0].text)
    if "." not in "".join([piece for piece in last if isinstance(piece, str)]) and not last[1:]:
        # zip adds the suffix where the name has none.
        names[0] = Operand(paths.concat(names[0].text, ".zip"), names[0].place)
    _archive(call.shell, names[0], "zip", members, lists["x"], "j" in flags)
    return SILENT


def unzip(call: Invocation) -> Outcome:
    """`unzip [-options] FILE [MEMBERS…] [-x MEMBERS…] [-d DIR]`."""
    spec = Spec("abBcCd:fhjKlLMnopPqStTuUvVwWx:XzZ:^")
    found = sort([word for word in call_operands(call) if word.text != ("-x",)], spec)
    if not found.operands or found.has("l", "p", "c", "t", "v", "z", "Z"):
        return UNKNOWN
    shell = call.shell
    folder = found.value("d")
    where = shell.path(folder.text) if folder else shell.path(paths.HERE)
    archive, *members = found.operands
    wanted = [wild(paths.basename(m.text) if found.has("j") else m.text) for m in members]
    extract(shell, "unzip", shell.path(archive.text), None, where, archive.place, wanted, 0, "zip")
    return SILENT


def seven(call: Invocation) -> Outcome:
    """`7z a ARCHIVE NAMES…`, `7z x ARCHIVE -oDIR [MEMBERS…]`, `7z e` without folders."""
    shell = call.shell
    operands: list[Operand] = []
    folder = shell.path(paths.HERE)
    excludes: list[Text] = []
    for word in call_operands(call):
        head = texts.head(word.text)
        if head.startswith("-o") and len(operands) > 0:
            folder = shell.path(texts.normal((head[2:], *word.text[1:])))
        elif head.startswith("-x") and "!" in head:
            excludes.append(texts.normal((head.partition("!")[2], *word.text[1:])))
        elif not (head.startswith("-") and len(head) > 1):
            operands.append(word)
    if len(operands) < 2:
        return UNKNOWN
    letter, archive, *members = operands
    if letter.text in {("a",), ("u",)}:
        _archive(shell, archive, "7z", members, excludes)
    elif letter.text in {("x",), ("e",)}:
        flat = letter.text == ("e",)
        wanted = [wild(paths.basename(m.text) if flat else m.text) for m in members]
        extract(shell, "7z", shell.path(archive.text), None, folder, archive.place, wanted, 0, "7z")
    else:
        return UNKNOWN
    return SILENT


CPIO = Spec(
    "oiptabBcC:dD:E:fF:H:I:klLmM:nO:rR:sSuvV0A",
    "create=o extract=i pass-through=p list=t append=A reset-access-time=a block-size: io-size:=C make-directories=d"
    " directory:=D pattern-file:=E nonmatching=f file:=F format:=H link=l dereference=L preserve-modification-time=m"
    " message:=M numeric-uid-gid=n no-absolute-filenames absolute-filenames no-preserve-owner only-verify-crc quiet"
    " rename=r owner:=R sparse swap=b swap-bytes=s swap-halfwords=S to-stdout unconditional=u verbose=v null=0"
    " force-local rsh-command: device-independent reproducible warning: dot=V help version",
)


def cpio(call: Invocation) -> Outcome:
    """Names come from standard input; -p copies them below a folder, -o puts them into an archive."""
    shell = call.shell
    found = sort(call_operands(call), CPIO)
    mode = found.last("o", "i", "p")
    base = shell.path(paths.HERE)
    folder = found.value("D")
    if folder is not None:
        base = paths.join(base, folder.text)
    if mode == "i":
        if found.has("t", "to-stdout"):
            return UNKNOWN
        archive = found.value("F", "I")
        wanted = [wild(word.text) for word in found.operands]
        path = shell.path(archive.text) if archive else None
        extract(shell, "cpio", path, call.stdin, base, call.command, wanted, 0, "cpio")
        return SILENT
    if not mode:
        return UNKNOWN
    names = listed(call.stdin, "\0" if found.has("0") else "\n")
    if names is None:
        shell.unresolved("cpio", "the list of names is not known", call.command)
        return UNKNOWN
    # A folder in the list stands for itself; what it holds is in the list too.
    members = [Member(paths.join(base, name), member_name(name), call.command) for name in names]
    links = "follow" if found.has("L") else "keep"
    if mode == "p":
        if found.operands:
            unpack(shell, "cpio", members, shell.path(found.operands[0].text), links)
        return SILENT
    target = found.value("F", "O")
    if target is None:
        return Outcome(None, (ArchiveStream("$(cpio)", "", base, tuple(members), "cpio", (), links),))
    sources = tuple([member.source for member in members])
    shell.emit(
        Archive, target.place, action="create", path=shell.path(target.text), base=base, members=sources, format="cpio"
    )
    return SILENT


def ar(call: Invocation) -> Outcome:
    """`ar rcs ARCHIVE FILES…` (static libraries, and .deb files), `ar x ARCHIVE`."""
    words = [word for word in call_operands(call) if not texts.head(word.text).startswith("--")]
    letters = (texts.known(words[0].text) or "").lstrip("-") if words else ""
    if len(words) < 2:
        return UNKNOWN
    if set(letters) & set("rq"):
        _archive(call.shell, words[1], "ar", words[2:], flat=True)
    elif "x" in letters:
        shell = call.shell
        wanted = [word.text for word in words[2:]]
        extract(shell, "ar", shell.path(words[1].text), None, shell.path(paths.HERE), words[1].place, wanted, 0, "ar")
    return SILENT


MODELS = {"zip": zip_, "unzip": unzip, "7z": seven, "7za": seven, "7zr": seven, "7zz": seven, "cpio": cpio, "ar": ar}
