"""tee, dd, curl, wget and what compresses: files that come into being from a stream or from elsewhere."""

from __future__ import annotations

from lintpack.record import replace
from lintpack.script import paths, texts
from lintpack.script.commands.options import Operand, Spec, call_operands, sort
from lintpack.script.commands.transfers import Copy, File, emit, named
from lintpack.script.invocation import SILENT, UNKNOWN, Outcome
from lintpack.script.plan import Directory, Removal, WrittenFile
from lintpack.script.streams import archive_in, store
from lintpack.script.values import ALWAYS, Hole, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lintpack.script.invocation import Invocation
    from lintpack.script.values import Text


def tee(call: Invocation) -> Outcome:
    found = sort(call_operands(call), Spec("aip", "append=a ignore-interrupts=i output-error? help version"))
    text = call.stdin
    for word in found.operands:
        if word.text[:1] == ("/dev/null",) or texts.head(word.text).startswith("/dev/"):
            continue
        path = call.shell.path(word.text)
        if text is not None and store(call.shell, text, path, word.place):
            continue
        content = (Hole("$(cat)", "stdin"),) if text is None else text
        call.shell.emit(WrittenFile, word.place, path=path, text=content, append=found.has("a"))
    return Outcome(None, text)


def from_input(call: Invocation, target: Operand) -> Outcome:
    """`install -m 755 /dev/stdin FILE <<EOF`: the input is written to the file."""
    path = call.shell.path(target.text)
    if call.stdin is None or not store(call.shell, call.stdin, path, target.place):
        text = (Hole("$(cat)", "stdin"),) if call.stdin is None else call.stdin
        call.shell.emit(WrittenFile, target.place, path=path, text=text, append=False)
    return SILENT


def dd(call: Invocation) -> Outcome:
    """Dd copies `if=` to `of=`, following links."""
    shell = call.shell
    source = target = None
    options = []
    for word in call_operands(call):
        name, equals, _ = texts.head(word.text).partition("=")
        rest = (
            Operand(texts.normal((str(word.text[0])[len(name) + 1 :], *word.text[1:])), word.place) if equals else None
        )
        if name == "if":
            source = rest
        elif name == "of":
            target = rest
        elif equals:
            options.append(texts.shown(word.text))
    if target is None or texts.head(target.text).startswith("/dev/"):
        return SILENT if target else Outcome(None, call.stdin if source is None else None)
    path = shell.path(target.text)
    if source is None:
        return from_input(call, target)
    for file in named(shell, source):
        emit(shell, Copy("dd", "follow", options=tuple(options)), file, path)
    return SILENT


CURL = Spec(
    "#:0123456789aA:b:B:c:C:d:D:e:E:fF:gGhH:iIjJkK:lLm:MnNo:OpP:qQ:r:RsSt:T:u:U:vVw:x:X:y:Y:zZ".replace("#:", "#"),
    "output:=o remote-name=O remote-name-all output-dir: location=L silent=s show-error=S fail=f fail-with-body retry:"
    " retry-delay: retry-max-time: retry-all-errors retry-connrefused connect-timeout: max-time:=m header:=H user:=u"
    " insecure=k compressed create-dirs progress-bar=# proto: proto-redir: tlsv1.2 http1.1 request:=X data:=d form:=F"
    " url: user-agent:=A cacert: cookie:=b referer:=e remote-header-name=J verbose=v write-out:=w proxy:=x netrc=n"
    " continue-at:=C limit-rate: ipv4=4 ipv6=6 head=I upload-file:=T speed-limit:=Y speed-time:=y parallel=Z",
)
WGET = Spec(
    "bcdehinO:P:qt:T:NSvVxU:o:a:r46l:kKmpHL",
    "output-document:=O directory-prefix:=P quiet=q no-check-certificate tries:=t timeout:=T timestamping=N continue=c"
    " show-progress progress: no-verbose header: user: password: user-agent:=U output-file:=o content-disposition"
    " max-redirect: retry-connrefused waitretry: read-timeout: https-only secure-protocol: no-clobber recursive=r"
    " no-parent accept: level:=l verbose=v no-proxy trust-server-names auth-no-challenge",
)


def curl(call: Invocation) -> Outcome:
    found = sort(call_operands(call), CURL)
    urls = found.values("url") + found.operands
    if found.has("T", "I"):
        return UNKNOWN
    outputs, folder = found.values("o"), found.value("output-dir")
    if found.has("O", "remote-name-all"):
        outputs = [Operand(_url_name(url.text), url.place) for url in urls]
    if not outputs:
        return UNKNOWN
    for url, output in zip(urls, outputs, strict=False):
        _download(call, "curl", url, output, folder)
    return SILENT


def wget(call: Invocation) -> Outcome:
    words = [
        replace(w, text=("-nv",)) if w.text in {("-nc",), ("-nd",), ("-np",), ("-nH",)} else w
        for w in call_operands(call)
    ]
    found = sort(words, WGET)
    output, folder = found.value("O"), found.value("P")
    if output is not None and output.text == ("-",):
        return UNKNOWN
    for url in found.operands[: 1 if output else None]:
        _download(call, "wget", url, output or Operand(_url_name(url.text), url.place), None if output else folder)
    return SILENT


def _url_name(url: Text) -> Text:
    """The last component of a URL's path."""
    name = paths.basename(url)
    for at, piece in enumerate(name):
        # A `?` that the shell sees as a wildcard starts the query all the same.
        if isinstance(piece, Wildcard) and piece.text == "?":
            return name[:at]
        if isinstance(piece, str) and ("?" in piece or "#" in piece):
            return texts.normal((*name[:at], piece.partition("?")[0].partition("#")[0]))
    return name


def _download(call: Invocation, tool: str, url: Operand, output: Operand, folder: Operand | None) -> None:
    shell = call.shell
    if texts.head(output.text).startswith("/dev/") or not output.text:
        return
    text = paths.concat(folder.text, "/", output.text) if folder else output.text
    file = File(url.text, url.text, paths.basename(output.text), ALWAYS, url.place)
    emit(shell, Copy(tool), file, shell.path(text))


_ENDINGS = {
    "gzip": ".gz", "pigz": ".gz", "bzip2": ".bz2", "pbzip2": ".bz2", "lbzip2": ".bz2", "xz": ".xz", "pixz": ".xz",
    "zstd": ".zst", "pzstd": ".zst", "lzma": ".lzma", "lz4": ".lz4", "compress": ".Z", "lzip": ".lz", "brotli": ".br",
}  # fmt: skip
_OPENERS = {
    "gunzip": "gzip", "zcat": "gzip", "bunzip2": "bzip2", "bzcat": "bzip2", "unxz": "xz", "xzcat": "xz",
    "unzstd": "zstd", "zstdcat": "zstd", "unpigz": "pigz", "unlzma": "lzma", "gzcat": "gzip", "uncompress": "compress",
}  # fmt: skip


def squeeze(call: Invocation) -> Outcome:
    """gzip, xz … : a stream passes through; a file is replaced by one with the suffix, or the other way round."""
    program = call.name[call.name.rfind("/") + 1 :]
    found = sort(
        call_operands(call),
        Spec(
            "0123456789acdfhklLnNqrS:tvVzM:T:p:b:ieo:C:F:Q:R",
            "stdout=c to-stdout=c decompress=d uncompress=d keep=k force=f threads:=T level: best=9 fast=1 verbose=v"
            " quiet=q name=N no-name=n recursive=r suffix:=S test=t rm list=l processes:=p ultra long?"
            " extreme=e rsyncable"
            " memlimit: check: format:=F output:=o independent=i block-size: adapt stdin help version",
        ),
    )
    opens = program in _OPENERS or found.has("d")
    ending = _ENDINGS[_OPENERS.get(program, program)]
    names = [word for word in found.operands if word.text != ("-",)]
    if found.has("t", "l"):
        return UNKNOWN
    if not names:
        stream = archive_in(call.stdin)
        if stream is None:
            return Outcome(None, call.stdin if not opens else None)
        form = stream.format.removesuffix(ending) if opens else stream.format + ending
        return Outcome(None, (replace(stream, format=form),))
    if found.has("c") or program.endswith("cat"):
        return UNKNOWN
    shell = call.shell
    output = found.value("o")
    keeps = found.has("k") or ("zst" in ending and not found.has("rm"))
    for word in names:
        for file in named(shell, word):
            target = paths.concat(file.path, ending)
            if opens:
                target = texts.without_suffix(file.path, ending) or file.path
            if output is not None:
                target = shell.path(output.text)
            emit(shell, Copy(program, "follow", moves=not keeps, options=found.shown()), file, target)
    return SILENT


def git(call: Invocation) -> Outcome:
    """`git clone URL [DIR]` makes a directory; `git archive` makes an archive of what cannot be told."""
    words = call_operands(call)
    names = [texts.known(word.text) or "" for word in words]
    if "clone" in names[:4]:
        spec = Spec("lsnqvb:o:u:j:c:", "branch:=b depth: reference: origin:=o config:=c jobs:=j shallow-since: filter:")
        found = sort(words[names.index("clone") + 1 :], spec)
        if len(found.operands) > 1:
            folder = found.operands[1]
            call.shell.emit(Directory, folder.place, path=call.shell.path(folder.text))
        elif found.operands:
            url = found.operands[0]
            name = paths.basename(url.text)
            name = texts.without_suffix(name, ".git") or name
            call.shell.emit(Directory, url.place, path=call.shell.path(name))
        return SILENT
    if names[:1] == ["rm"]:
        for word in sort(words[1:], Spec("rfnq", "cached")).operands:
            call.shell.emit(Removal, word.place, path=call.shell.path(word.text), recursive=True)
    from lintpack.script.commands import pure_git

    return pure_git.git(call)


MODELS = {
    "tee": tee,
    "dd": dd,
    "curl": curl,
    "wget": wget,
    "git": git,
    **dict.fromkeys((*_ENDINGS, *_OPENERS), squeeze),
}
