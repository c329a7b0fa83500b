"""Every format gives what unpacking would give; the oracle is the unpacked folder itself."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from lintpack.bundle.reading import open_bundle, read_bundle
from lintpack.bundle.trouble import BundleError
from tests.bundle.conftest import LIBRARY, PROGRAM, tar

if TYPE_CHECKING:
    from pathlib import Path

    from lintpack.bundle.entry import Entry
    from lintpack.bundle.index import Bundle


def content(bundle: Bundle, links: bool = True) -> dict[str, tuple[object, ...]]:
    """What every format must agree on, by path."""

    def about(entry: Entry) -> tuple[object, ...]:
        kind = "file" if entry.is_file else entry.kind
        target = entry.target if entry.kind == "link" else ""
        return kind, entry.size, target, entry.head, entry.facts, entry.sha256, entry.text, entry.symbols()

    return {entry.path: about(entry) for entry in bundle if links or entry.kind != "link"}


@pytest.mark.parametrize("form", ["v7", "oldgnu", "gnu", "ustar", "posix"])
def test_tar_dialects(tree: Path, tmp_path: Path, form: str) -> None:
    bundle = read_bundle(str(tar(tree, tmp_path / "a.tar", f"--format={form}")))
    assert content(bundle) == content(read_bundle(str(tree)))
    assert bundle.format == "tar"
    assert bundle.complete
    assert bundle.troubles == ()
    assert bundle.get("app/bin/prog").identity == bundle.get("app/bin/again").identity  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "options",
    [
        ("--format=gnu",),
        ("--format=posix",),
        ("--format=gnu", "--sparse"),
        ("--format=posix", "--sparse", "--sparse-version=0.0"),
        ("--format=posix", "--sparse", "--sparse-version=0.1"),
        ("--format=posix", "--sparse", "--sparse-version=1.0"),
    ],
)
def test_long_names_and_holes(long_tree: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    archive = tar(long_tree, tmp_path / "a.tar", *options)
    assert content(read_bundle(str(archive))) == content(read_bundle(str(long_tree)))


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_what_python_writes(tree: Path, tmp_path: Path, form: int) -> None:
    with tarfile.open(tmp_path / "a.tar", "w", format=form) as archive:
        archive.add(tree / "app", "app")
    assert content(read_bundle(str(tmp_path / "a.tar"))) == content(read_bundle(str(tree)))


@pytest.mark.parametrize("kind", ["gz", "xz", "bz2", "zst"])
@pytest.mark.parametrize("streams", [1, 3])
def test_compressions(tree: Path, tmp_path: Path, kind: str, streams: int) -> None:
    """Several streams one behind the other are one, as pigz and bgzip leave them."""
    data = tar(tree, tmp_path / "a.tar").read_bytes()
    step = len(data) // streams + 1
    parts = [data[at : at + step] for at in range(0, len(data), step)]
    (tmp_path / "b").write_bytes(b"".join(compress(kind, part) for part in parts))
    bundle = read_bundle(str(tmp_path / "b"))
    assert bundle.format == f"tar.{kind}"
    assert bundle.troubles == ()
    assert content(bundle) == content(read_bundle(str(tree)))


def compress(kind: str, data: bytes) -> bytes:
    if kind == "zst":
        return subprocess.run(["zstd", "-qc"], input=data, capture_output=True, check=True).stdout
    if kind == "gz":
        return gzip.compress(data)
    return lzma.compress(data) if kind == "xz" else bz2.compress(data)


def test_gzip_without_the_fast_decoder(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "isal.igzip_lib", None)
    archive = tar(tree, tmp_path / "a.tar.gz", "-z")
    archive.write_bytes(archive.read_bytes() + gzip.compress(b""))
    bundle = read_bundle(str(archive))
    assert (bundle.complete, bundle.troubles) == (True, ())
    assert content(bundle) == content(read_bundle(str(tree)))


def test_zstd_without_a_decoder_says_what_to_install(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(compress("zst", tar(tree, tmp_path / "a.tar").read_bytes()))
    monkeypatch.setitem(sys.modules, "zstandard", None)
    monkeypatch.setitem(sys.modules, "compression", None)
    with pytest.raises(BundleError, match="pip install zstandard"):
        read_bundle(str(tmp_path / "a"))


def test_zip_and_wheel(tree: Path, tmp_path: Path) -> None:
    for name in ("a.zip", "a-1.0-py3-none-any.whl"):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((tree / "app").rglob("*")):
                if not path.is_symlink():
                    archive.write(path, path.relative_to(tree))
            link = zipfile.ZipInfo("app/lib/libx.so.4")
            link.create_system, link.external_attr = 3, 0o120777 << 16
            archive.writestr(link, "libx.so.4.1")
        bundle = read_bundle(str(tmp_path / name))
        assert content(bundle, links=False) == content(read_bundle(str(tree)), links=False)
        entry = bundle.get("app/lib/libx.so.4")
        assert entry is not None
        assert (entry.kind, entry.target) == ("link", "libx.so.4.1")
        assert bundle.get("app/bin/prog").mode == 0o755  # type: ignore[union-attr]
    assert bundle.format == "wheel"


@pytest.mark.parametrize("kind", ["", "gz", "xz", "zst"])
def test_debian_package(tree: Path, tmp_path: Path, kind: str) -> None:
    data = tar(tree, tmp_path / "data.tar").read_bytes()
    parts = [
        ("debian-binary", b"2.0\n"),
        ("control.tar.gz", gzip.compress(bytes(10240))),
        (f"data.tar.{kind}", compress(kind, data) if kind else data),
    ]
    package = b"!<arch>\n"
    for name, part in parts:
        package += (
            f"{name:16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(part):<10}`\n".encode() + part + b"\n" * (len(part) % 2)
        )
    (tmp_path / "a.deb").write_bytes(package)
    bundle = read_bundle(str(tmp_path / "a.deb"))
    assert (bundle.format, bundle.rooted, bundle.complete) == ("deb", True, True)
    assert content(bundle) == content(read_bundle(str(tree)))


def cpio_member(name: str, bits: int, data: bytes = b"", inode: int = 1, names: int = 1) -> bytes:
    fields = [inode, bits, 0, 0, names, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0]
    head = b"070701" + b"".join(b"%08x" % field for field in fields) + name.encode() + b"\0"
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)


def test_rpm_package(tmp_path: Path) -> None:
    payload = b"".join(
        [
            cpio_member("./opt", 0o040755),
            cpio_member("./opt/prog", 0o100755, b"", 7, 2),
            cpio_member("./opt/again", 0o100755, PROGRAM, 7, 2),
            cpio_member("./opt/libx.so.4", 0o120777, b"libx.so.4.1"),
            cpio_member("./opt/libx.so.4.1", 0o100644, LIBRARY, 9),
            cpio_member("TRAILER!!!", 0),
        ]
    )
    header = b"\x8e\xad\xe8\x01" + bytes(4) + (1).to_bytes(4, "big") + (5).to_bytes(4, "big") + bytes(21)
    data = b"\xed\xab\xee\xdb" + bytes(92) + header + bytes(-len(header) % 8) + header + gzip.compress(payload)
    (tmp_path / "a.rpm").write_bytes(data)
    bundle = read_bundle(str(tmp_path / "a.rpm"))
    assert (bundle.format, bundle.rooted, bundle.troubles) == ("rpm", True, ())
    prog, again = bundle.get("opt/prog"), bundle.get("opt/again")
    assert prog is not None
    assert again is not None
    assert prog.facts == again.facts is not None
    assert prog.identity == again.identity
    assert bundle.get("opt/libx.so.4").target == "libx.so.4.1"  # type: ignore[union-attr]


def test_entries_come_one_by_one_in_the_archives_order(tree: Path, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name in ("z", "a", "m"):
            info = tarfile.TarInfo(name)
            info.size = 1
            archive.addfile(info, io.BytesIO(b"1"))
    reading = open_bundle(str(tmp_path / "a.tar"))
    assert [(entry.path, entry.order) for entry in reading] == [("z", 0), ("a", 1), ("m", 2)]
    assert reading.bundle().children("") == ["a", "m", "z"]


def test_folders_that_names_imply_are_there(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("a/b/c"))
    bundle = read_bundle(str(tmp_path / "a.tar"))
    assert [entry.path for entry in bundle] == ["", "a", "a/b", "a/b/c"]
    assert bundle.get("a/b").order == -1  # type: ignore[union-attr]
    assert bundle.children("a/b") == ["c"]
    assert bundle.children("a/b/c") == []


def test_contents_that_are_kept(tree: Path) -> None:
    bundle = read_bundle(str(tree))
    launcher, script, library = (bundle.get(f"app/{n}") for n in ("bin/run.sh", "lib/liby.so", "lib/libx.so.4.1"))
    assert launcher is not None
    assert launcher.is_script
    assert launcher.text == "#!/bin/sh\nLD_LIBRARY_PATH=lib exec bin/prog\n"
    assert script is not None
    assert (script.text, script.is_script, script.facts) == ("INPUT(libx.so)\n", False, None)
    assert library is not None
    assert library.facts is not None
    assert library.facts.soname == "libx.so.4"
    assert [symbol.version for symbol in library.symbols().exported] == ["X_1"]  # type: ignore[union-attr]


def test_a_self_extracting_script_keeps_its_text(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "setup.run").write_bytes(b"#!/bin/sh\ntail -n +3 $0\nexit\n" + bytes(range(1, 10)) + bytes(5000))
    entry = read_bundle(str(tmp_path / "x")).get("setup.run")
    assert entry is not None
    assert entry.text == "#!/bin/sh\ntail -n +3 $0\nexit\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"hello", "no archive that is known; lintpack reads a directory, tar"),
        (b"7z\xbc\xaf\x27\x1c12345678", "is a 7-Zip archive"),
        (b"\x7fELF\2\1\1\0AI\2" + bytes(600), "AppImage.*unsquashfs"),
        (b"\x7fELF\2\1\1" + bytes(600), "single ELF file"),
        (b"!<arch>\nlibx.o/         0           0     0     644     4         `\nabcd", "static library"),
        (b"PK\3\4" + bytes(50), "can't be read as zip"),
        (gzip.compress(b"no tar" * 200), "compressed by gzip but holds no tar"),
        (b"\xed\xab\xee\xdb" + bytes(200), "RPM package with a header"),
    ],
)
def test_what_is_no_bundle_is_told(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(BundleError, match=message):
        read_bundle(str(tmp_path / "a"))


def test_paths_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="No such file"):
        read_bundle(str(tmp_path / "nothing"))
    with pytest.raises(BundleError, match="neither a file nor a directory"):
        read_bundle("/dev/null")
