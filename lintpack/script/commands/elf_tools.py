"""patchelf, chrpath, strip, objcopy, ldconfig: what changes a library or a program in place."""

from __future__ import annotations

from lintpack.script import paths, texts
from lintpack.script.commands.options import Operand, Spec, call_operands, sort
from lintpack.script.commands.registry import SHOWING
from lintpack.script.commands.transfers import Copy, emit, named
from lintpack.script.invocation import SILENT, UNKNOWN
from lintpack.script.plan import Change, RunPath

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation, Outcome
    from lintpack.script.values import Text

# patchelf's options and how many words each takes (patchelf(1)).
PATCHELF = {
    "page-size": 1, "set-interpreter": 1, "interpreter": 1, "print-interpreter": 0, "print-os-abi": 0, "set-os-abi": 1,
    "print-soname": 0, "set-soname": 1, "set-rpath": 1, "add-rpath": 1, "remove-rpath": 0, "shrink-rpath": 0,
    "allowed-rpath-prefixes": 1, "print-rpath": 0, "force-rpath": 0, "add-needed": 1, "remove-needed": 1,
    "replace-needed": 2, "print-needed": 0, "no-default-lib": 0, "print-execstack": 0, "clear-execstack": 0,
    "set-execstack": 0, "add-debug-tag": 0, "clear-symbol-version": 1, "rename-dynamic-symbols": 1, "output": 1,
    "no-sort": 0, "no-clobber-old-sections": 0, "debug": 0, "help": 0, "version": 0,
}  # fmt: skip


def patchelf(call: Invocation) -> Outcome:
    """Options and files in any order; an option takes the next word whatever that is, an option too (LP311)."""
    shell = call.shell
    words = call_operands(call)
    given: list[tuple[str, list[Operand]]] = []
    files: list[Operand] = []
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        name = texts.known(word.text) or ""
        takes = PATCHELF.get(name[2:]) if name.startswith("--") else None
        if takes is None:
            if not name.startswith("--"):
                files.append(word)
            continue
        given.append((name[2:], words[at : at + takes]))
        at += takes
    options = tuple(["--" + name for name, _ in given])
    output = next((values[0] for name, values in given if name == "output" and values), None)
    for file in files:
        path = shell.path(file.text)
        if output is not None:
            for one in named(shell, file):
                emit(shell, Copy("patchelf", "follow", options=options), one, shell.path(output.text))
            path = shell.path(output.text)
        for name, values in given:
            _patch(call, name, values, path, options, file)
    return SILENT if given and not any(option.startswith("--print") for option in options) else UNKNOWN


def _patch(
    call: Invocation, name: str, values: list[Operand], path: Text, options: tuple[str, ...], file: Operand
) -> None:
    shell = call.shell
    value = values[0] if values else None
    place = value.place if value else file.place
    if name in {"set-rpath", "add-rpath"} and value is not None:
        shell.emit(RunPath, place, tool="patchelf", file=path, value=value.text, options=options)
    elif name == "remove-rpath":
        shell.emit(RunPath, file.place, tool="patchelf", file=path, value=None, options=options)
    elif name == "shrink-rpath":
        shell.emit(Change, file.place, kind="rpath-shrink", path=path)
    elif name == "set-soname" and value is not None:
        shell.emit(Change, place, kind="soname", path=path, value=value.text)
    elif name in {"set-interpreter", "interpreter"} and value is not None:
        shell.emit(Change, place, kind="interpreter", path=path, value=value.text)
    elif name == "add-needed" and value is not None:
        shell.emit(Change, place, kind="needed", path=path, value=paths.concat("+ ", value.text))
    elif name == "remove-needed" and value is not None:
        shell.emit(Change, place, kind="needed", path=path, value=paths.concat("- ", value.text))
    elif name == "replace-needed" and len(values) == 2:
        text = paths.concat(values[0].text, " => ", values[1].text)
        shell.emit(Change, values[1].place, kind="needed", path=path, value=text)


def chrpath(call: Invocation) -> Outcome:
    """An RPATH's text in place (chrpath(1)): -r sets, -d deletes, -c makes RPATH a RUNPATH, -l shows."""
    shell = call.shell
    found = sort(
        call_operands(call), Spec("cdhklr:v", "convert=c delete=d keep-going=k list=l replace:=r version help")
    )
    value = found.value("r")
    for file in found.operands:
        path = shell.path(file.text)
        if value is not None:
            shell.emit(RunPath, value.place, tool="chrpath", file=path, value=value.text, options=found.shown())
        elif found.has("d"):
            shell.emit(RunPath, file.place, tool="chrpath", file=path, value=None, options=found.shown())
    return SILENT if value is not None or found.has("d", "c") else UNKNOWN


STRIP = Spec(
    "F:I:O:K:N:R:o:w:sgSdpxXvVDUM",
    "target:=F input-target:=I output-target:=O strip-all=s strip-debug=g strip-dwo strip-unneeded keep-symbol:=K"
    " strip-symbol:=N remove-section:=R wildcard=w preserve-dates=p discard-all=x discard-locals=X verbose=v"
    " only-keep-debug keep-file-symbols keep-section: keep-section-symbols remove-relocations: merge-notes=M"
    " no-merge-notes enable-deterministic-archives=D disable-deterministic-archives=U info help version",
)
STRIP.short["w"] = 0


def strip(call: Invocation) -> Outcome:
    shell = call.shell
    found = sort(call_operands(call), STRIP)
    output = found.value("o")
    for file in found.operands:
        path = shell.path(file.text)
        if output is not None:
            path = shell.path(output.text)
            for one in named(shell, file):
                emit(shell, Copy("strip", "follow", options=found.shown()), one, path)
        shell.emit(Change, file.place, kind="strip", path=path)
    return SILENT


OBJCOPY = Spec(
    "I:O:F:B:SgK:N:G:L:W:wxXj:R:i:b:vpDUVhM",
    "input-target:=I output-target:=O target:=F binary-architecture:=B strip-all=S strip-debug=g strip-unneeded"
    " strip-dwo extract-dwo only-keep-debug only-section:=j remove-section:=R keep-section: add-gnu-debuglink:"
    " keep-symbol:=K keep-symbols: strip-symbol:=N strip-symbols: strip-unneeded-symbol: globalize-symbol:"
    " keep-global-symbol:=G localize-symbol:=L localize-hidden weaken-symbol:=W weaken wildcard=w discard-all=x"
    " discard-locals=X add-section: update-section: dump-section: set-section-flags: rename-section: redefine-sym:"
    " redefine-syms: change-addresses: gap-fill: pad-to: set-start: prefix-symbols: prefix-sections:"
    " compress-debug-sections? decompress-debug-sections elf-stt-common: preserve-dates=p verbose=v merge-notes=M"
    " no-merge-notes long-section-names: build-id-link-dir: enable-deterministic-archives=D"
    " disable-deterministic-archives=U file-alignment: heap: stack: image-base: subsystem: help version",
)


def objcopy(call: Invocation) -> Outcome:
    """`objcopy [options] IN [OUT]`: OUT is a copy; with --only-keep-debug it holds the debug information only."""
    shell = call.shell
    found = sort(call_operands(call), OBJCOPY)
    if not found.operands:
        return SILENT
    source, *output = found.operands
    path = shell.path(source.text)
    if output:
        path = shell.path(output[0].text)
        if found.has("only-keep-debug"):
            shell.emit(Change, output[0].place, kind="touch", path=path)
            return SILENT
        for file in named(shell, source):
            emit(shell, Copy("objcopy", "follow", options=found.shown()), file, path)
    if found.has("S", "g", "strip-unneeded", "strip-dwo"):
        shell.emit(Change, source.place, kind="strip", path=path)
    return SILENT


def shows(call: Invocation) -> Outcome:
    """ldd, readelf, nm …"""
    return UNKNOWN


MODELS = {
    "patchelf": patchelf,
    "chrpath": chrpath,
    "strip": strip,
    "eu-strip": strip,
    "objcopy": objcopy,
    **dict.fromkeys(SHOWING, shows),
}
