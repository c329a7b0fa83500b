"""rsync and scp (rsync(1): a trailing slash on a source means its contents; scp(1) follows links)."""

from __future__ import annotations

from lintpack.record import replace
from lintpack.script import paths, texts
from lintpack.script.commands.options import Spec, call_operands, parse, sort
from lintpack.script.commands.transfers import Copy, File, copy, emit, into, locate, looks_like_file, named, too_few
from lintpack.script.commands.unpack import listed
from lintpack.script.invocation import SILENT
from lintpack.script.streams import member_name
from lintpack.script.values import ALWAYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.commands.options import Arguments, Operand
    from lintpack.script.invocation import Invocation, Outcome, Shell

RSYNC = Spec(
    "vqcarRubdlLkKHpEAXogDtUNSnWxze:B:T:yCf:FIhPM:i0864s@:V",
    "verbose=v quiet=q checksum=c archive=a recursive=r relative=R update=u inplace append append-verify"
    " dirs=d old-dirs"
    " mkpath links=l copy-links=L copy-unsafe-links safe-links munge-links copy-dirlinks=k keep-dirlinks=K hard-links=H"
    " perms=p executability=E chmod: acls=A xattrs=X owner=o group=g devices copy-devices write-devices"
    " specials times=t"
    " atimes=U open-noatime crtimes=N omit-dir-times omit-link-times super fake-super sparse=S preallocate dry-run=n"
    " whole-file=W no-whole-file checksum-choice: one-file-system=x block-size:=B rsh:=e rsync-path: existing"
    " ignore-existing ignore-non-existing remove-source-files del delete delete-before delete-during delete-delay"
    " delete-after delete-excluded ignore-missing-args delete-missing-args ignore-errors force max-delete: max-size:"
    " min-size: max-alloc: partial partial-dir: delay-updates prune-empty-dirs numeric-ids usermap: groupmap: chown:"
    " timeout: contimeout: ignore-times=I size-only modify-window:=@ temp-dir:=T fuzzy=y compare-dest: copy-dest:"
    " link-dest: compress=z compress-choice: zc: compress-level: skip-compress: cvs-exclude=C filter:=f exclude:"
    " exclude-from: include: include-from: files-from: from0=0 protect-args=s secluded-args=s copy-as: address: port:"
    " sockopts: blocking-io stats 8-bit-output=8 human-readable=h progress itemize-changes=i remote-option:=M"
    " out-format: log-file: log-file-format: password-file: list-only bwlimit: stop-after: stop-at: fsync"
    " write-batch: only-write-batch: read-batch: protocol: iconv: checksum-seed: ipv4 ipv6 info: debug: stderr:"
    " no-motd no-perms no-p=no-perms no-owner no-o=no-owner no-group no-g=no-group no-times no-t=no-times no-links"
    " no-l=no-links no-recursive no-r=no-recursive no-devices no-specials no-D implied-dirs no-implied-dirs"
    " no-inc-recursive inc-recursive no-compress no-relative no-R=no-relative backup=b backup-dir: suffix: early-input:"
    " version help",
)


def rsync(call: Invocation) -> Outcome:
    found = parse(call, RSYNC)
    if found.has("n", "list-only"):
        return SILENT
    sources, target = found.operands[:-1], found.operands[-1:]
    if not sources:
        too_few(call, "rsync", found.operands, found.doubtful)
        return SILENT
    recursive = (found.has("a", "r") and not found.has("no-recursive")) or bool(found.doubtful)
    filters = tuple(
        f"--{name}={texts.shown(value.text)}" if len(name) > 1 else f"-{name} {texts.shown(value.text)}"
        for name, value in found.given
        if value is not None and name in {"include", "exclude", "f", "include-from", "exclude-from"}
    )
    how = Copy(
        "rsync", _links(found), recursive, found.has("remove-source-files"), options=found.shown(), filters=filters
    )
    listing = found.value("files-from")
    if listing is not None:
        _listed(call, how, listing, sources[0], target[0], found)
    elif found.has("R"):
        for source in sources:
            _relative(call, how, source, target[0], sources)
    else:
        _copy(call, how, sources, target[0])
    return SILENT


def _links(found: Arguments) -> str:
    """rsync(1): -L follows, -l (in -a) keeps, without either of them links are skipped."""
    if found.has("L"):
        return "follow"
    if found.has("l", "a") and not found.has("no-links"):
        return "keep"
    return "" if found.doubtful or found.unknown else "skip"


def _copy(call: Invocation, how: Copy, sources: list[Operand], target: Operand) -> None:
    shell = call.shell
    for source in sources:
        files = named(shell, source, True)
        if texts.tail(source.text).endswith("/"):
            # The contents go straight to the target.
            for file in files:
                inside = replace(file, path=paths.concat(paths.strip_slashes(file.path), "/"), contents=True)
                emit(shell, how, inside, into(shell, target.text, (), True))
            continue
        # A folder always goes into the target, which is made; a file may get the target's name.
        single = len(sources) == 1 and (not how.recursive or any(_is_file(shell, file) for file in files))
        copy(call, how, [source], target, None if single else True, far=True)


def _is_file(shell: Shell, file: File) -> bool:
    """Whether a source is rather a file than a folder."""
    kind = shell.stage.kind(file.path)
    if kind is not None:
        return kind != "directory"
    known = shell.directory(file.path)
    return looks_like_file(file.name, [file.name]) if known is None else not known


def _relative(call: Invocation, how: Copy, source: Operand, target: Operand, sources: list[Operand]) -> None:
    """-R: the path as given, or after `/./`, goes below the target; a single name is copied as without -R."""
    shell = call.shell
    for file in named(shell, source, True):
        parts = paths.components(file.raw)
        cut = next((at + 1 for at, part in enumerate(parts) if part == (".",) and 0 < at < len(parts) - 1), 0)
        below = member_name(paths.from_components(parts[cut:]))
        # Without -r the folder `.` of `./name` is not sent.
        spelled = below if not how.recursive else source.text
        if len(sources) == 1 and len(paths.components(spelled)) == 1 and not file.contents:
            _copy(call, how, sources, target)
            return
        emit(shell, replace(how, parents=True), file, into(shell, target.text, below, True))


def _listed(call: Invocation, how: Copy, listing: Operand, source: Operand, target: Operand, found: Arguments) -> None:
    """--files-from: the names in a file, below the source, as with -R."""
    shell = call.shell
    text = call.stdin if listing.text == ("-",) else shell.read(shell.path(listing.text))
    names = listed(text, "\0" if found.has("0") else "\n")
    if names is None:
        shell.unresolved("rsync", f"the list {texts.shown(listing.text)} is not known", listing.place)
        return
    for name in names:
        path = locate(shell, paths.concat(source.text, "/", name), True)
        file = File(path, name, paths.basename(name), ALWAYS, listing.place)
        emit(shell, how, file, into(shell, target.text, member_name(name), True))


SCP = Spec("346ABCOpqRrsTvc:D:F:i:J:l:o:P:S:X:")


def scp(call: Invocation) -> Outcome:
    found = sort(call_operands(call), SCP)
    sources, target = found.operands[:-1], found.operands[-1:]
    if not sources:
        too_few(call, "scp", found.operands, found.doubtful)
        return SILENT
    how = Copy("scp", "follow", found.has("r"), options=found.shown())
    copy(call, how, sources, target[0], far=True)
    return SILENT


MODELS = {"rsync": rsync, "scp": scp}
