"""What cp, mv, install, ln and their kin share: which files the operands name, and which path each of them gets."""

from __future__ import annotations

from lintpack.record import Record
from lintpack.script import paths, texts
from lintpack.script.plan import NO_DESTINATION, Transfer
from lintpack.script.streams import filters_in
from lintpack.script.values import ALWAYS, Hole, Reference, Wildcard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lintpack.script.commands.options import Operand
    from lintpack.script.invocation import Invocation, Shell
    from lintpack.script.values import Choices, Text
    from lintpack.source import Place


class Copy(Record):
    """How one command copies: what its transfers have in common. `links`: as in a Transfer, or "operands" (cp -H)."""

    tool: str
    links: str = ""
    recursive: bool = False
    moves: bool = False
    parents: bool = False
    options: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()


class File(Record):
    """One file that an operand names. `path`: joined; `raw`: as written; `name`: the last component, `()` where
    `contents` (of a folder) are meant."""

    path: Text
    raw: Text
    name: Text
    when: Choices
    place: Place
    contents: bool = False


# Last components of what means a folder's contents.
_CONTENTS = frozenset(((".",), ("..",), ()))


def remote(text: Text) -> bool:
    """Whether `text` is `host:path` (rsync, scp, docker cp): a colon before the first slash."""
    for piece in text:
        if isinstance(piece, str):
            colon, slash = piece.find(":"), piece.find("/")
            if colon >= 0 or slash >= 0:
                return colon >= 0 and (slash < 0 or colon < slash)
    return False


def locate(shell: Shell, text: Text, far: bool = False) -> Text:
    """`text` as a path; with `far`, `host:path` is another machine's and stays as it is."""
    if far and remote(text):
        return paths.strip_slashes(text)
    return shell.path(text)


def named(shell: Shell, operand: Operand, far: bool = False) -> list[File]:
    """The files that one operand names: one for each alternative of its last component."""
    text = operand.text
    head, tail = paths.split(text)
    if tail in _CONTENTS:
        plain = paths.strip_slashes(text)
        if plain != ("/",):
            path = paths.concat(paths.strip_slashes(locate(shell, plain, far)), "/.")
            return [File(path, text, (), ALWAYS, operand.place, True)]
    if not texts.has_reference(tail):
        raw = paths.strip_slashes(text)
        return [File(locate(shell, raw, far), raw, paths.basename(raw), ALWAYS, operand.place)]
    choices = shell.alternatives(tail)
    choices = tuple([(t, when) for t, when in choices if t]) or choices
    files = []
    for chosen, when in choices:
        raw = paths.concat(head, chosen)
        files.append(File(locate(shell, raw, far), raw, paths.basename(raw), when, operand.place))
    return files


def nameable(name: Text) -> bool:
    """Whether a library's name can be told: no hole in it but perhaps in the version after `.so`."""
    for piece in name:
        if isinstance(piece, str) and ".so" in piece:
            return True
        if isinstance(piece, (Hole, Reference)):
            return False
    return True


# Suffixes that folders do not have.
_FILES = frozenset({
    ".txt", ".md", ".json", ".xml", ".yaml", ".yml", ".html", ".conf", ".cfg", ".ini", ".sh", ".bash", ".py", ".pl",
    ".rb", ".js", ".jar", ".a", ".o", ".la", ".pc", ".h", ".hpp", ".c", ".cc", ".cpp", ".cmake", ".desktop",
    ".service", ".png", ".svg", ".jpg", ".ico", ".icns", ".gif", ".pdf", ".log", ".zip", ".bin", ".run", ".tar", ".gz",
    ".tgz", ".xz", ".bz2", ".zst", ".deb", ".rpm", ".whl", ".debug", ".exe", ".dll", ".dylib", ".lua", ".sql", ".csv",
    ".crt", ".pem", ".key", ".map", ".lock", ".template", ".tmpl", ".spec", ".bak", ".orig", ".man",
})  # fmt: skip


# What names of variables say about their values.
_FOLDERS = ("dir", "path", "folder", "prefix", "root")
# How names of variables end that hold how libraries' names end.
_ENDINGS = ("EXT", "SUFFIX", "EXTENSION")


def _suffix(name: Text) -> str:
    """`.so` for libz.so.1 and libz*.so*, else the extension with its dot, "" where there is none."""
    for piece in name:
        if isinstance(piece, str) and ".so" in piece:
            return ".so"
    last = name[-1] if name else ""
    if isinstance(last, str) and "." in last[1:]:
        return last[last.rindex(".") :]
    return ""


def is_folder(shell: Shell, target: Text, names: Sequence[Text] = ()) -> tuple[bool, bool]:
    """Whether `target`, the last operand of a copy of files called `names`, is an existing directory, and whether that
    is sure. Asked in order: how it is spelled, the plan so far, the repository, then what it looks like."""
    if not target:
        return False, False
    last = () if texts.tail(target).endswith("/") else paths.split(target)[1]
    if last in _CONTENTS:
        return True, True
    if remote(target) and texts.tail(last).endswith(":"):
        return True, True
    path = shell.path(target)
    kind = shell.stage.kind(path)
    if kind is not None and kind != "link":
        return kind == "directory", True
    known = shell.directory(path)
    if known is not None:
        return known, True
    opened = [last]
    if any(isinstance(piece, Reference) for piece in last):
        opened = [paths.split(text)[1] if text else () for text, _ in shell.alternatives(last)]
    looks = {looks_like_file(text, names) for text in opened}
    return looks != {True}, False


def _keeps_stem(last: Text, name: Text) -> bool:
    """Whether `last` starts as `name` does up to its suffix: libz.plugin for libz.so."""
    stem = texts.head(name).partition(".")[0]
    return len(stem) > 3 and texts.head(last).startswith(stem + ".")


def looks_like_file(last: Text, names: Sequence[Text]) -> bool:
    """Whether the last component of a destination is rather a file's name than a folder's."""
    suffix = _suffix(last)
    if any(last == name and suffix for name in names):
        return True
    if suffix and not suffix[1:].isdigit() and any(_keeps_stem(last, name) for name in names):
        return True
    if suffix == ".so":
        return not any(isinstance(piece, Wildcard) for piece in last)
    if not suffix and len(last) == 1 and isinstance(last[0], (Hole, Reference)):
        shown = last[0].shown.lower()
        return any(part in shown for part in ("name", "base", "file")) and not any(p in shown for p in _FOLDERS)
    if len(last) > 1 and texts.head(last).startswith("lib") and isinstance(last[-1], (Hole, Reference)):
        # `libfoo$EXT`, `libfoo.$DLEXT`
        return last[-1].shown.upper().rstrip("}").endswith(_ENDINGS)
    return suffix in _FILES or (bool(suffix) and any(_suffix(name) == suffix for name in names))


def _into_unknown(shell: Shell, target: Text, names: Sequence[Text], plain: bool) -> bool:
    """Whether a `target` that does not look like a file, and of which nothing is known, is rather a folder."""
    library = any(_suffix(name) for name in names)
    if not library:
        return not _renames(shell, target, names) if plain else False
    path = shell.path(target)
    if not shell.stage.made(paths.parent(path)):
        return True
    # The plan made the folder around it, and not the target. A link gets that name; a library does where the name is
    # like its own or has a suffix. `lib` and the like are made by what the plan does not show.
    last = paths.split(path)[1]
    starts = any(texts.head(last).startswith(texts.head(name).partition(".")[0] or "/") for name in names)
    return plain and not starts and not _suffix(last)


def _renames(shell: Shell, target: Text, names: Sequence[Text]) -> bool:
    """Whether what has no suffix, copied to a `target` of which nothing is known, gets its name: it starts with
    the old one (`cp -r lib out/lib`, `cp tool out/tool-3`), or its folder is known, and does not have it."""
    path = shell.path(target)
    last = paths.split(path)[1]
    start = texts.head(last)
    if any(
        last == name or (len(name) == 1 and len(texts.head(name)) > 2 and start.startswith(texts.head(name)))
        for name in names
    ):
        return True
    return shell.stage.made(paths.parent(path))


def into(shell: Shell, folder: Text, name: Text, far: bool = False) -> Text:
    if far and remote(folder):
        # `host:` is the home folder there.
        start = folder if texts.tail(folder).endswith((":", "/")) else paths.concat(folder, "/")
        return paths.concat(start, name) if name else paths.strip_slashes(folder)
    return shell.path(paths.concat(folder, "/", name)) if name else shell.path(folder)


def emit(shell: Shell, how: Copy, file: File, destination: Text, resolved: bool = True) -> None:
    """Add the transfer of `file` to `destination`, a path already joined. Folders are left out without -r."""
    if not how.recursive and (file.contents or shell.stage.kind(file.path) == "directory"):
        return
    name = file.name or (".",)
    links = how.links
    if links == "operands":
        # cp -H follows the links that it is given, and keeps those inside of folders.
        folder = shell.directory(file.path)
        if shell.stage.kind(file.path) is not None:
            folder = shell.stage.kind(file.path) == "directory"
        links = "follow" if folder is False or (folder is None and looks_like_file(name, [name])) else "keep"
    shell.emit(
        Transfer,
        file.place,
        file.when,
        tool=how.tool,
        source=file.path,
        destination=destination,
        links=links,
        recursive=how.recursive,
        moves=how.moves,
        resolved=resolved and nameable(name),
        parents=how.parents,
        options=how.options,
        filters=how.filters or filters_in(file.path),
    )


def pairs(
    shell: Shell,
    sources: Sequence[Operand],
    target: Operand,
    folder: bool | None = None,
    plain: bool = True,
    far: bool = False,
) -> list[tuple[File, Text]]:
    """Each file that the sources name, and the full path it gets at `target`.

    `folder`: whether `target` is a directory, None to find out; `plain` False: rather a name than a folder where
    nothing tells (ln). Where the target is a file, its last component is opened together with the source's.
    """
    if folder is None and len(sources) > 1:
        folder = True
    found: list[File] = []
    if folder is None:
        found = named(shell, sources[0], far)
        names = [file.name for file in found]
        folder, sure = is_folder(shell, target.text, names)
        if folder and not sure:
            folder = _into_unknown(shell, target.text, names, plain)
    if folder:
        found = found or [file for source in sources for file in named(shell, source, far)]
        return [(file, into(shell, target.text, file.name, far)) for file in found]
    source, text = sources[0], paths.strip_slashes(target.text)
    head, last = paths.split(text)
    if not texts.has_reference(last):
        return [(file, locate(shell, text, far)) for file in found or named(shell, source, far)]
    start, tail = paths.split(source.text)
    both = []
    for joined, when in shell.alternatives(paths.concat(tail, "\0", last)):
        name, ending = _cut(joined)
        raw = paths.concat(start, name)
        file = File(locate(shell, raw, far), raw, paths.basename(raw), when, source.place)
        both.append((file, locate(shell, paths.concat(head, ending), far)))
    return both


def _cut(joined: Text) -> tuple[Text, Text]:
    """The two sides of the NUL in `joined`."""
    for at, piece in enumerate(joined):
        if isinstance(piece, str) and "\0" in piece:
            left, right = piece.split("\0", 1)
            return paths.concat(joined[:at], left), paths.concat(right, joined[at + 1 :])
    return joined, joined


def copy(
    call: Invocation,
    how: Copy,
    sources: Sequence[Operand],
    target: Operand,
    folder: bool | None = None,
    far: bool = False,
) -> None:
    """Emit the transfers of `sources` to `target`. `folder`: whether `target` is a directory, None to find out."""
    shell = call.shell
    if how.parents:
        # The path as given goes below the target, without a leading slash (coreutils manual, cp --parents).
        for source in sources:
            for file in named(shell, source, far):
                emit(shell, how, file, into(shell, target.text, file.raw, far))
        return
    for file, destination in pairs(shell, sources, target, folder, far=far):
        emit(shell, how, file, destination)


def too_few(call: Invocation, tool: str, operands: Sequence[Operand], doubtful: Sequence[Operand]) -> None:
    """A copy without enough known operands: say what is known of it."""
    if operands or doubtful:
        place = (*operands, *doubtful)[0].place
        only = operands[0].text if len(operands) == 1 and not doubtful else ()
        # A list of which nothing is known may hold the destination as well.
        told = any(isinstance(piece, str) and ".so" in piece.rpartition("/")[2] for piece in only[-3:])
        call.shell.unresolved(tool, NO_DESTINATION if told else "its operands are not known", place)
