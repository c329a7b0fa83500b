"""A small release tree with real ELF files, and ways to pack it."""

from __future__ import annotations

import io
import subprocess
import tarfile
from typing import TYPE_CHECKING

import pytest

from tests.elf.forge import Forge

if TYPE_CHECKING:
    from pathlib import Path

    from lintpack.bundle.index import Bundle

LIBRARY = Forge(
    soname="libx.so.4", needed=("libc.so.6",), defined=("libx.so.4", "X_1"), symbols=(("x", True, 2),)
).build()
PROGRAM = Forge(needed=("libx.so.4",), interpreter="/lib64/ld-linux-x86-64.so.2", runpath="$ORIGIN/../lib").build()


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """app/ with a program, a library with its links, a launcher, a linker script, a hard link, a long name, a hole."""
    root = tmp_path_factory.mktemp("tree")
    app = root / "app"
    (app / "bin").mkdir(parents=True)
    (app / "lib").mkdir()
    (app / "bin" / "prog").write_bytes(PROGRAM)
    (app / "bin" / "prog").chmod(0o755)
    (app / "bin" / "run.sh").write_text("#!/bin/sh\nLD_LIBRARY_PATH=lib exec bin/prog\n")
    (app / "bin" / "run.sh").chmod(0o755)
    (app / "bin" / "again").hardlink_to(app / "bin" / "prog")
    (app / "lib" / "libx.so.4.1").write_bytes(LIBRARY)
    (app / "lib" / "libx.so.4").symlink_to("libx.so.4.1")
    (app / "lib" / "libx.so").symlink_to("libx.so.4")
    (app / "lib" / "liby.so").write_text("INPUT(libx.so)\n")
    (app / "lib" / "empty.so").write_bytes(b"")
    (app / "lib" / "grüße.txt").write_text("hello")
    (app / "data.bin").write_bytes(bytes(range(256)) * 5000)
    return root


@pytest.fixture(scope="session")
def long_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Names and link targets past what a header holds, and a library with a hole."""
    root = tmp_path_factory.mktemp("long")
    deep = root / ("d" * 90) / ("e" * 90) / ("f" * 90)
    deep.mkdir(parents=True)
    (deep / "liblong.so.1").write_bytes(LIBRARY)
    (root / "link").symlink_to(f"{'d' * 90}/{'e' * 90}/{'f' * 90}/liblong.so.1")
    with (root / "libhole.so.2").open("wb") as file:
        file.write(LIBRARY)
        for at in (1 << 20, 3 << 20, 5 << 20, 6 << 20, 8 << 20):
            file.seek(at)
            file.write(b"x" * 5000)
        file.truncate(12 << 20)
    return root


def tar(root: Path, archive: Path, *options: str) -> Path:
    """Everything below `root` packed by the system's tar."""
    names = sorted(path.name for path in root.iterdir())
    subprocess.run(["tar", "-C", str(root), *options, "-cf", str(archive), *names], check=True)
    return archive


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "", data: bytes = b"") -> tuple[object, bytes]:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, target, len(data)
    return info, data


def archive(path: Path, *members: tuple[object, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as out:  # type: ignore[call-overload]
        for info, data in members:
            out.addfile(info, io.BytesIO(data))
    return path


def kinds(bundle: Bundle) -> list[tuple[str, str]]:
    return [(found.kind, found.member) for found in bundle.troubles]


def paths(bundle: Bundle) -> list[str]:
    return [entry.path for entry in bundle if entry.path]
