"""Carries out a plan's effects on a real folder, so that the result can be held against what the real tools left."""

from __future__ import annotations

import fnmatch
import os
import shutil
import tarfile
import zipfile
from pathlib import PurePath
from typing import TYPE_CHECKING

from lintpack.script import paths, texts
from lintpack.script.commands.wild import has_wildcard
from lintpack.script.plan import Archive, Change, Directory, Link, Removal, Transfer, WrittenFile
from lintpack.script.streams import filters_in
from lintpack.script.values import Wildcard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lintpack.script.plan import Effect
    from lintpack.script.values import Text


def apply(effects: Sequence[Effect], root: Path) -> None:
    """Do what the effects say below `root`; texts must be known but for wildcards."""
    for effect in effects:
        match effect:
            case Directory(path=path):
                at(root, path).mkdir(parents=True, exist_ok=True)
            case Transfer():
                for source, destination in concrete(effect, root):
                    transfer(effect, source, destination)
            case Link():
                link(effect, root)
            case Removal(path=path):
                for found in expand(path, root):
                    remove(found)
            case Change(kind="touch", path=path):
                at(root, path).touch()
            case WrittenFile(path=path, text=text):
                with at(root, path).open("a" if effect.append else "w") as file:
                    file.write(texts.shown(text))
            case Archive(action="create"):
                at(root, effect.path).write_text(listing(packed(effect, root)))
            case _:
                pass


def at(root: Path, path: Text) -> Path:
    known = texts.known(path)
    assert known is not None, texts.shown(path)
    return root / known


def expand(path: Text, root: Path) -> list[Path]:
    """The files that `path` names, wildcards matched as the shell and find would."""
    if not any(isinstance(piece, Wildcard) for piece in path):
        return [at(root, path)]
    pattern = texts.shown(path)
    hidden = [part.startswith(".") for part in pattern.split("/")]
    found = root.glob(pattern)
    files = "-type f" in filters_in(path)
    return sorted(
        p
        for p in found
        if (hidden[-1] or not p.name.startswith(".")) and not (files and (p.is_symlink() or not p.is_file()))
    )


def concrete(effect: Transfer, root: Path) -> list[tuple[Path, Path]]:
    """The real files of a transfer, each with the path it gets."""
    contents = effect.recursive and texts.tail(effect.source).endswith(("/.", "/"))
    if contents:
        folder = root / texts.shown(effect.source).rstrip("./") if effect.source != (".",) else root
        target = at(root, effect.destination)
        return [(found, target / found.name) for found in sorted(folder.iterdir())] if folder.is_dir() else []
    if not any(isinstance(piece, Wildcard) for piece in effect.source):
        return [(at(root, effect.source), at(root, effect.destination))]
    shown = texts.shown(effect.destination)
    if "**/" in shown:
        # The tree as it is: what find printed, through cpio.
        start, end = texts.shown(effect.source).partition("**/")[0], shown.partition("**/")[0]
        return [(found, root / end / found.relative_to(root / start)) for found in expand(effect.source, root)]
    head, _, name = shown.rpartition("/")
    result = []
    for found in expand(effect.source, root):
        mirrors = any(isinstance(piece, Wildcard) for piece in effect.destination)
        new = found.name if mirrors and fnmatch.fnmatchcase(found.name, name) else name
        if mirrors and new is name and getattr(effect.source[-1], "text", "") == "*":
            new = name.replace("*", found.name)
        result.append((found, root / head / new))
    return result


def transfer(effect: Transfer, source: Path, destination: Path) -> None:
    same = source.exists() and destination.exists() and source.samefile(destination)
    if not os.path.lexists(source) or (same and not (effect.moves and destination.is_symlink())):
        return
    destination.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink() and effect.links == "skip":
        return
    if source.is_dir() and not source.is_symlink() and destination.is_file():
        return  # Refused by the real tools, with -n in silence.
    if source.is_symlink() and effect.links == "keep":
        remove(destination)
        destination.symlink_to(source.readlink())
    elif source.is_dir():
        if not effect.recursive:
            return
        destination.mkdir(exist_ok=True)
        for inside in sorted(source.iterdir()):
            transfer(effect, inside, destination / inside.name)
    else:
        if destination.is_dir() or (destination.is_symlink() and (effect.moves or not destination.exists())):
            remove(destination)
        shutil.copyfile(source, destination)
    if effect.moves:
        remove(source)


def link(effect: Link, root: Path) -> None:
    path = at(root, effect.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    remove(path)
    if effect.symbolic:
        path.symlink_to(texts.shown(effect.target))
    else:
        os.link(at(root, effect.target), path, follow_symlinks=False)


def remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)


def packed(effect: Archive, root: Path) -> list[str]:
    """The names of the files that an archive gets."""
    result = []
    for member, name in zip(effect.members, effect.names, strict=True):
        for found in expand(paths.strip_slashes(member), root):
            inside = [found] if found.is_symlink() or not found.is_dir() else sorted(found.rglob("*"))
            for path in inside:
                start = found.relative_to(at(root, effect.base)) if has_wildcard(name) else PurePath(texts.shown(name))
                called = start / path.relative_to(found)
                left = any(fnmatch.fnmatch(part, texts.shown(out)) for part in called.parts for out in effect.excludes)
                if not left and (path.is_symlink() or path.is_file()):
                    result.append(called.as_posix())
    return result


def listing(names: list[str]) -> str:
    return "\n".join(["archive", *sorted(names)])


def read_archive(path: Path) -> str | None:
    """The listing of a real archive; None where it is none."""
    if zipfile.is_zipfile(path):
        return listing([name for name in zipfile.ZipFile(path).namelist() if not name.endswith("/")])
    if path.suffix in {".tar", ".tgz", ".gz"} and tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            return listing([member.name.removeprefix("./") for member in archive if not member.isdir()])
    return None


def tree(root: Path) -> dict[str, str]:
    """Everything below `root`: `dir`, `-> TARGET` or what the file holds."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            found[name] = "-> " + str(path.readlink())
        elif path.is_dir():
            found[name] = "dir"
        else:
            found[name] = read_archive(path) or path.read_text(errors="replace")
    return found
