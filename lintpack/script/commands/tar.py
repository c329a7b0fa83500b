"""tar (GNU tar manual: 3.2 and 3.4 options, 6.3 names from files, 6.7 changed names, 6.10.1 -C)."""

from __future__ import annotations

from lintpack.lazy import Lazy
from lintpack.script import paths, texts
from lintpack.script.commands.options import Operand, Spec, call_operands, sort
from lintpack.script.invocation import SILENT, UNKNOWN, Outcome
from lintpack.script.plan import Archive
from lintpack.script.streams import ArchiveStream, Member, member_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.commands import unpack, wild
    from lintpack.script.commands.options import Arguments
    from lintpack.script.invocation import Invocation
    from lintpack.script.values import Text
else:
    unpack = Lazy("lintpack.script.commands.unpack")
    wild = Lazy("lintpack.script.commands.wild")

TAR = Spec(
    "cxtruAdf:C:T:X:V:N:K:b:g:H:L:F:I:zjJaZhpPvwWkUOmsSlnoiBRMG",
    "create=c extract=x get=x list=t append=r update=u concatenate=A catenate=A diff=d compare=d delete file:=f"
    " directory:=C files-from:=T exclude-from:=X label:=V newer:=N after-date:=N newer-mtime: starting-file:=K"
    " blocking-factor:=b listed-incremental:=g incremental=G format:=H tape-length:=L info-script:=F"
    " new-volume-script:=F use-compress-program:=I gzip=z gunzip=z ungzip=z bzip2=j xz=J auto-compress=a compress=Z"
    " uncompress=Z lzma lzip lzop zstd no-auto-compress dereference=h hard-dereference preserve-permissions=p"
    " same-permissions=p absolute-names=P verbose=v interactive=w confirmation=w verify=W keep-old-files=k"
    " skip-old-files keep-newer-files overwrite overwrite-dir no-overwrite-dir keep-directory-symlink"
    " unlink-first=U recursive-unlink to-stdout=O to-command: touch=m no-same-owner same-owner no-same-permissions"
    " preserve-order=s same-order=s sparse=S sparse-version: check-links=l one-file-system seek=n no-seek"
    " ignore-zeros=i read-full-records=B block-number=R multi-volume=M exclude: exclude-vcs exclude-vcs-ignores"
    " exclude-backups exclude-caches exclude-caches-all exclude-caches-under exclude-tag: exclude-tag-all:"
    " exclude-tag-under: exclude-ignore: exclude-ignore-recursive: strip-components: strip-path:=strip-components"
    " transform: xform:=transform wildcards no-wildcards wildcards-match-slash no-wildcards-match-slash anchored"
    " no-anchored ignore-case no-ignore-case recursion no-recursion remove-files owner: group: owner-map: group-map:"
    " mode: mtime: clamp-mtime sort: numeric-owner pax-option: posix old-archive=portability portability totals?"
    " warning: checkpoint? checkpoint-action: one-top-level? null no-null verbatim-files-from no-verbatim-files-from"
    " add-file: force-local no-force-local rsh-command: rmt-command: ignore-failed-read ignore-command-error"
    " no-ignore-command-error xattrs no-xattrs xattrs-include: xattrs-exclude: acls no-acls selinux no-selinux"
    " occurrence? backup? suffix: delay-directory-restore no-delay-directory-restore level: index-file:"
    " show-transformed-names show-stored-names show-defaults show-omitted-dirs show-snapshot-field-ranges utc"
    " full-time quoting-style: quote-chars: no-quote-chars: restrict record-size: volno-file: atime-preserve?"
    " unquote no-unquote no-check-device check-device set-mtime-command: set-mtime-format: help usage version",
)
_COMPRESSION = {"z": "gz", "j": "bz2", "J": "xz", "Z": "Z", "lzma": "lzma", "lzip": "lz", "lzop": "lzo", "zstd": "zst"}
_PROGRAMS = {"gzip": "gz", "pigz": "gz", "zstd": "zst", "xz": "xz", "pixz": "xz", "bzip2": "bz2", "pbzip2": "bz2"}
_SUFFIXES = {"tgz": "gz", "tbz": "bz2", "tbz2": "bz2", "txz": "xz", "tzst": "zst"}


def tar(call: Invocation) -> Outcome:
    found = sort(_modern(call_operands(call)), TAR)
    mode = found.last("c", "x", "t", "r", "u", "A", "d", "delete")
    if mode in {"c", "r", "u"}:
        return _create(call, found, mode)
    if mode == "x" and not found.has("O", "to-command"):
        _extract(call, found)
        return SILENT
    if not mode and (found.doubtful or found.unknown):
        place = found.doubtful[0].place if found.doubtful else call.command
        call.shell.unresolved("tar", "what it does is not known", place)
    return UNKNOWN


def _modern(words: list[Operand]) -> list[Operand]:
    """The words, with an old-style first one made modern (`cfz FILE …`: arguments follow in the letters' order)."""
    first = texts.known(words[0].text) if words else None
    if not first or first.startswith("-") or not all(letter in TAR.short for letter in first):
        return words
    modern: list[Operand] = []
    at = 1
    for letter in first:
        modern.append(Operand(("-" + letter,), words[0].place))
        if TAR.short[letter] and at < len(words):
            modern.append(words[at])
            at += 1
    return modern + words[at:]


def _create(call: Invocation, found: Arguments, mode: str) -> Outcome:
    shell = call.shell
    members = _members(call, found)
    excludes = tuple(wild.wild(word.text) for word in found.values("exclude"))
    base = _base(call, found)
    target = found.value("f")
    links = "follow" if found.has("h") else "keep"
    if target is None or target.text == ("-",):
        stream = ArchiveStream("$(tar)", "", base, tuple(members), _format(found, None), excludes, links)
        return Outcome(None, (stream,))
    shell.emit(
        Archive,
        target.place,
        action="create" if mode == "c" else "append",
        path=shell.path(target.text),
        base=base,
        members=tuple(member.source for member in members),
        names=tuple(member_name(member.name) for member in members),
        format=_format(found, target.text),
        excludes=excludes,
    )
    return SILENT


def _base(call: Invocation, found: Arguments) -> Text:
    """The directory of the first member."""
    base = call.shell.path(paths.HERE)
    for name, value in found.sequence:
        if name == "C" and value is not None:
            base = paths.join(base, value.text)
        elif name in {"", "T"}:
            break
    return base


def _members(call: Invocation, found: Arguments) -> list[Member]:
    """What goes in: each name below the last -C before it."""
    shell = call.shell
    base = shell.path(paths.HERE)
    nul = "\0" if found.has("null") else "\n"
    members = []
    for name, value in found.sequence:
        if value is None:
            continue
        if name == "C":
            base = paths.join(base, value.text)
        elif name in {"", "add-file"}:
            members.append(_member(found, base, value))
        elif name == "T":
            text = call.stdin if value.text == ("-",) else shell.read(shell.path(value.text))
            names = unpack.listed(text, nul)
            if names is None:
                shell.unresolved("tar", f"the list {texts.shown(value.text)} is not known", value.place)
            for line in names or ():
                members.append(_member(found, base, Operand(line, value.place)))
    return members


def _member(found: Arguments, base: Text, word: Operand) -> Member:
    source = paths.join(base, word.text)
    ending = paths.components(paths.strip_slashes(word.text))[-1]
    if ending in {(".",), ()}:
        source = paths.concat(source, "/.")
    name = paths.strip_slashes(word.text)
    for expression in found.values("transform"):
        name = transformed(name, texts.known(expression.text) or "")
    return Member(source, name, word.place)


def transformed(name: Text, expression: str) -> Text:
    """`name` after `--transform=s/a/b/`; as it is where the expression is not a substitution that can be told."""
    if len(expression) < 4 or expression[0] != "s":
        return name
    parts = expression[1:].split(expression[1])
    if len(parts) < 4:
        return name
    pattern, value = parts[1], parts[2]
    import re

    first = name[0] if name and isinstance(name[0], str) else ""
    if len(name) > 1 and not pattern.startswith("^"):
        return name
    # Basic regular expressions: groups are \(…\), and & is the whole match.
    pattern = re.sub(r"\\([(){}|+?])|([(){}|+?])", lambda m: m[1] or "\\" + m[2], pattern)
    value = re.sub(r"\\&|&", lambda m: "&" if m[0] == "\\&" else "\\\\g<0>", value).replace("\\\\g", "\\g")
    try:
        changed = re.sub(pattern, value, first, count=0 if "g" in parts[3] else 1)
    except (re.error, IndexError):
        return name
    return paths.concat(changed, name[1:] if first else name)


def _format(found: Arguments, path: Text | None) -> str:
    packed = found.last(*_COMPRESSION)
    if packed:
        return "tar." + _COMPRESSION[packed]
    program = found.value("I")
    if program is not None:
        name = (texts.known(program.text) or "").split(" ")[0]
        return "tar." + _PROGRAMS[name] if name in _PROGRAMS else "tar"
    suffix = texts.tail(path or ()).rpartition(".")[2]
    if path is not None and found.has("a"):
        suffix = _SUFFIXES.get(suffix, suffix)
        return "tar." + suffix if suffix not in {"tar", ""} else "tar"
    return "tar"


def _extract(call: Invocation, found: Arguments) -> None:
    shell = call.shell
    folder = shell.path(paths.HERE)
    wanted: list[Text] = []
    for name, value in found.sequence:
        if name == "C" and value is not None:
            folder = paths.join(folder, value.text)
        elif not name and value is not None:
            wanted.append(wild.wild(value.text) if found.has("wildcards") else value.text)
    source = found.value("f")
    archive = None if source is None or source.text == ("-",) else shell.path(source.text)
    if found.has("one-top-level"):
        top = found.value("one-top-level")
        folder = paths.join(folder, top.text if top else _stem(archive or ()))
    cut = found.value("strip-components")
    count = texts.known(cut.text) if cut else None
    unpack.extract(
        shell,
        "tar",
        archive,
        call.stdin,
        folder,
        source.place if source else call.command,
        wanted,
        int(count) if count and count.isdigit() and len(count) < 4 else 0,
        _format(found, source.text if source else None),
    )


def _stem(archive: Text) -> Text:
    """An archive's name without the suffixes that --one-top-level takes off."""
    name = paths.basename(archive)
    for suffix in (".gz", ".bz2", ".xz", ".zst", ".Z", ".lz", ".lzma", ".tgz", ".txz", ".tbz2", ".tar"):
        name = texts.without_suffix(name, suffix) or name
    return name


MODELS = {"tar": tar, "gtar": tar, "bsdtar": tar}
