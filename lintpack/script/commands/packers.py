"""Programs that make packages and images of a folder: dpkg-deb, fpm, makeself, appimagetool, mksquashfs …"""

from __future__ import annotations

from lintpack.script import paths, texts
from lintpack.script.commands.options import Operand, Spec, call_operands, sort
from lintpack.script.commands.transfers import Copy, emit, into, named
from lintpack.script.invocation import SILENT, UNKNOWN
from lintpack.script.plan import Archive
from lintpack.script.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.invocation import Invocation, Outcome
    from lintpack.script.values import Text


def _make(
    call: Invocation, output: Operand | None, form: str, folders: Sequence[Operand], path: Text | None = None
) -> None:
    """An archive of the contents of `folders`. Where its name is not told, it is a hole."""
    shell = call.shell
    members = tuple([paths.concat(shell.path(folder.text), "/.") for folder in folders])
    if path is None:
        path = shell.path(output.text) if output else (Hole(f"$({call.name})", form),)
    shell.emit(
        Archive,
        (output or folders[0]).place if output or folders else None,
        action="create",
        path=path,
        base=shell.path(folders[0].text) if folders else shell.path(paths.HERE),
        members=members,
        format=form,
    )


def dpkg_deb(call: Invocation) -> Outcome:
    """`dpkg-deb -b DIR [FILE|DIR]`; -x and -R unpack (dpkg-deb(1))."""
    spec = Spec(
        "bcefghIRtwWxXvZ:z:S:D",
        "build=b contents=c control=e field=f fsys-tarfile info=I show=W extract=x vextract=X raw-extract=R"
        " root-owner-group"
        " nocheck uniform-compression no-uniform-compression verbose=v debug=D deb-format: showformat: threads-max:",
    )
    found = sort(call_operands(call), spec)
    operands = found.operands
    if found.has("b") and operands:
        output = operands[1] if len(operands) > 1 else None
        path = None if output else paths.concat(call.shell.path(operands[0].text), ".deb")
        _make(call, output, "deb", operands[:1], path)
        return SILENT
    if found.has("x", "X", "R") and len(operands) > 1:
        shell = call.shell
        shell.emit(
            Archive,
            operands[0].place,
            action="extract",
            path=shell.path(operands[0].text),
            base=shell.path(operands[1].text),
            members=(),
            format="deb",
        )
        return SILENT
    return UNKNOWN


_FPM_FLAGS = frozenset(
    {
        "f",
        "force",
        "verbose",
        "debug",
        "log-debug",
        "deb-no-default-config-files",
        "rpm-auto-add-directories",
        "no-auto-depends",
        "epoch-none",
        "deb-systemd-enable",
        "rpm-use-file-permissions",
        "no-depends",
        "allow-blank",
    }
)


def fpm(call: Invocation) -> Outcome:
    """`fpm -s dir -t deb -C DIR -p OUT SOURCE=TARGET …` (fpm's manual, source dir)."""
    shell = call.shell
    values: dict[str, Operand] = {}
    inputs: list[Operand] = []
    words = call_operands(call)
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        head = texts.head(word.text)
        if not head.startswith("-") or head == "-":
            inputs.append(word)
            continue
        name, equals, _ = head.lstrip("-").partition("=")
        if name in _FPM_FLAGS or name.startswith("no-"):
            continue
        if equals:
            skip = head.index("=") + 1
            values[name] = Operand(texts.normal((head[skip:], *word.text[1:])), word.place)
        elif at < len(words):
            values[name] = words[at]
            at += 1
    values = {**values, **{short: values[long] for long, short in _FPM_LONG.items() if long in values}}
    form = texts.known(values["t"].text) if "t" in values else ""
    base = shell.path(values["C"].text) if "C" in values else shell.path(paths.HERE)
    members = []
    for word in inputs:
        source, target = _mapping(word)
        members.append(paths.join(base, source.text))
        if target is not None:
            file_word = Operand(paths.join(base, source.text), source.place)
            folder = texts.tail(target.text).endswith("/")
            for file in named(shell, file_word):
                path = into(shell, target.text, file.name) if folder else shell.path(target.text)
                emit(shell, Copy("fpm", "keep", True), file, path)
    output = values.get("p")
    shell.emit(
        Archive,
        output.place if output else None,
        action="create",
        path=shell.path(output.text) if output else (Hole("$(fpm)", form or ""),),
        base=base,
        members=tuple(members) or (paths.concat(base, "/."),),
        format=form or "",
    )
    return SILENT


_FPM_LONG = {"chdir": "C", "package": "p", "output-type": "t", "input-type": "s"}


def _mapping(word: Operand) -> tuple[Operand, Operand | None]:
    """`SOURCE=TARGET` of fpm."""
    for at, piece in enumerate(word.text):
        if isinstance(piece, str) and "=" in piece:
            left, right = piece.split("=", 1)
            source = texts.normal((*word.text[:at], left))
            return Operand(source, word.place), Operand(texts.normal((right, *word.text[at + 1 :])), word.place)
    return word, None


def makeself(call: Invocation) -> Outcome:
    """`makeself [options] DIR FILE LABEL COMMAND…`."""
    words = call_operands(call)
    at = 0
    while at < len(words) and texts.head(words[at].text).startswith("-"):
        takes = {
            "--threads",
            "--lsm",
            "--license",
            "--help-header",
            "--comp-extra",
            "--target",
            "--tar-extra",
            "--packaging-date",
        }
        at += 2 if texts.known(words[at].text) in takes else 1
    if len(words) - at < 2:
        return UNKNOWN
    _make(call, words[at + 1], "makeself", words[at : at + 1])
    return SILENT


def appimagetool(call: Invocation) -> Outcome:
    spec = Spec(
        "lvnsgu:hV",
        "list=l updateinformation:=u bintray-user: version=V verbose=v sign=s comp: no-appstream=n exclude-file:"
        " runtime-file: sign-key: mksquashfs-opt: guess=g appimage-extract-and-run",
    )
    found = sort(call_operands(call), spec)
    if not found.operands:
        return UNKNOWN
    _make(call, found.operands[1] if len(found.operands) > 1 else None, "appimage", found.operands[:1])
    return SILENT


def linuxdeploy(call: Invocation) -> Outcome:
    """Linuxdeploy copies the named programs and libraries into the AppDir, and all that they need."""
    spec = Spec(
        "v:l:e:d:i:p:o:h",
        "appdir: library:=l executable:=e desktop-file:=d icon-file:=i plugin:=p output:=o custom-apprun: verbosity:=v"
        " icon-filename: exclude-library: deploy-deps-only: list-plugins create-desktop-file appimage-extract-and-run",
    )
    shell = call.shell
    found = sort(call_operands(call), spec)
    folder = found.value("appdir")
    if folder is None:
        return UNKNOWN
    for name, below in (("l", "usr/lib"), ("e", "usr/bin")):
        for word in found.values(name):
            for file in named(shell, word):
                target = paths.concat(folder.text, "/", below)
                emit(shell, Copy(call.name, "follow", options=found.shown()), file, into(shell, target, file.name))
    if found.has("e", "l", "deploy-deps-only"):
        shell.unresolved(call.name, "copies what the programs and libraries need", folder.place)
    if found.value("o") is not None:
        _make(call, None, "appimage", [folder])
    return SILENT


def squash(call: Invocation) -> Outcome:
    """`mksquashfs SOURCE… FILE [options]`."""
    words = call_operands(call)
    end = next((at for at, word in enumerate(words) if texts.head(word.text).startswith("-")), len(words))
    if end < 2:
        return UNKNOWN
    _make(call, words[end - 1], "squashfs", words[: end - 1])
    return SILENT


def iso(call: Invocation) -> Outcome:
    """`genisoimage -o FILE … DIR`."""
    words = call_operands(call)
    output = None
    for at, word in enumerate(words[:-1]):
        if word.text in {("-o",), ("-output",)}:
            output = words[at + 1]
    if output is None:
        return UNKNOWN
    _make(call, output, "iso", words[-1:])
    return SILENT


def rpmbuild(call: Invocation) -> Outcome:
    """What goes into an RPM is in the spec file."""
    words = [word for word in call_operands(call) if texts.tail(word.text).endswith(".spec")]
    call.shell.unresolved("rpmbuild", "what it packs is in the spec file", words[0].place if words else call.command)
    return SILENT


MODELS = {
    "dpkg-deb": dpkg_deb,
    "dpkg": dpkg_deb,
    "fpm": fpm,
    **dict.fromkeys(("makeself", "makeself.sh"), makeself),
    **dict.fromkeys(("appimagetool", "appimagetool-x86_64.AppImage", "appimagetool.AppImage"), appimagetool),
    **dict.fromkeys(("linuxdeploy", "linuxdeploy-x86_64.AppImage", "linuxdeploy.AppImage"), linuxdeploy),
    "mksquashfs": squash,
    **dict.fromkeys(("mkisofs", "genisoimage", "xorrisofs"), iso),
    **dict.fromkeys(("rpmbuild", "rpmbuild-md5"), rpmbuild),
}
