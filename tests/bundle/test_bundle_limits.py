"""Bounds on what an archive may ask for."""

from __future__ import annotations

import gzip
import lzma
import subprocess
import tarfile
from typing import TYPE_CHECKING

import pytest

from lintpack.bundle import trouble
from lintpack.bundle.limits import Limits, with_option
from lintpack.bundle.reading import read_bundle
from lintpack.bundle.trouble import BundleError
from tests.bundle.conftest import LIBRARY, archive, kinds, member, paths

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(unpacked=1 << 20), "--limit unpacked="),
        (Limits(members=2), "--limit members="),
        (Limits(names=5), "--limit names="),
        (Limits(header=100), "--limit header="),
    ],
)
def test_limits_end_the_reading(tmp_path: Path, limits: Limits, message: str) -> None:
    made = archive(
        tmp_path / "a.tgz",
        member("first"),
        member("long" * 60),
        member("third"),
        member("zeros", data=bytes(4 << 20)),
        mode="w:gz",
    )
    bundle = read_bundle(str(made), limits)
    assert not bundle.complete
    assert bundle.troubles[-1].kind == trouble.LIMIT
    assert message in bundle.troubles[-1].message
    assert read_bundle(str(made)).complete


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lintpack.bundle.forward._RATIO_FROM", 1 << 20)
    made = archive(tmp_path / "a.tgz", member("first"), member("zeros", data=bytes(8 << 20)), mode="w:gz")
    bundle = read_bundle(str(made), Limits(ratio=100))
    assert "--limit ratio=" in bundle.troubles[-1].message
    assert paths(bundle)[0] == "first"
    assert read_bundle(str(made), Limits(ratio=2000)).complete


def test_a_hole_of_eight_exabytes_costs_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lintpack.bundle.forward._RATIO_FROM", 1 << 20)
    info = tarfile.TarInfo("libhole.so")
    info.pax_headers = {"GNU.sparse.map": f"{1 << 62},0", "GNU.sparse.size": str(1 << 62)}
    bundle = read_bundle(str(archive(tmp_path / "a", (info, b""))))
    assert bundle.get("libhole.so").sha256 == ""  # type: ignore[union-attr]
    info.pax_headers = {"GNU.sparse.map": f"{3 << 30},0", "GNU.sparse.size": str(3 << 30)}
    bundle = read_bundle(str(archive(tmp_path / "a", (info, b""))))
    assert kinds(bundle) == [(trouble.LIMIT, "libhole.so")]


def test_one_elf_file_too_large_to_hold(tmp_path: Path) -> None:
    made = archive(tmp_path / "a", member("libx.so", data=LIBRARY), member("after"))
    bundle = read_bundle(str(made), Limits(file=100))
    assert paths(bundle) == ["libx.so", "after"]
    assert "--limit file=" in bundle.troubles[0].message


def test_texts_and_symbols_are_kept_up_to_a_limit(tmp_path: Path) -> None:
    script = b"#!/bin/sh\n" + b"echo\n" * 30
    made = archive(tmp_path / "a", member("x", data=script), member("y", data=script), member("libx.so", data=LIBRARY))
    bundle = read_bundle(str(made), Limits(texts=200, symbols=10))
    assert [bundle.get(name).text is None for name in "xy"] == [False, True]  # type: ignore[union-attr]
    library = bundle.get("libx.so")
    assert library is not None
    assert (library.facts is not None, library.symbols()) == (True, None)
    assert [found.kind for found in bundle.troubles] == [trouble.LIMIT, trouble.LIMIT]


def test_a_hundred_thousand_members(tmp_path: Path) -> None:
    block = bytearray(archive(tmp_path / "a", member("d/0000000")).read_bytes()[:512])
    base = sum(block[:148]) + sum(block[156:]) + 256 - 7 * 48
    made = bytearray()
    for number in range(100_000):
        name = b"%07d" % number
        block[2:9] = name
        block[148:155] = b"%06o\0" % (base + sum(name))
        made += block
    (tmp_path / "b.gz").write_bytes(gzip.compress(bytes(made) + bytes(1024), 1))
    bundle = read_bundle(str(tmp_path / "b.gz"))
    assert len(bundle) == 100_002
    assert bundle.troubles == ()
    assert bundle.children("d")[-1] == "0099999"


def test_options_raise_limits() -> None:
    limits = with_option(with_option(Limits(), "members=7"), "unpacked=2g")
    assert (limits.members, limits.unpacked) == (7, 2 << 30)
    for bad, message in (("x=1", "unknown limit `x`"), ("members", "no number"), ("ratio=-1", "no number")):
        with pytest.raises(ValueError, match=message):
            with_option(Limits(), bad)


def test_names_longer_than_a_path_can_be(tmp_path: Path) -> None:
    bundle = read_bundle(str(archive(tmp_path / "a", member("a/" * 3000 + "b"), member("ok"))))
    assert (paths(bundle), [kind for kind, _ in kinds(bundle)]) == (["ok"], [trouble.BAD_NAME])
    assert len(bundle.troubles[0].member) == 200


def test_folders_that_deep_names_imply_are_counted(tmp_path: Path) -> None:
    made = archive(tmp_path / "a", *[member(f"{n}/" + "d/" * 1900 + "x") for n in range(3)])
    bundle = read_bundle(str(made), Limits(names=3 << 20))
    assert (bundle.complete, bundle.troubles[-1].kind) == (False, trouble.LIMIT)


def test_a_storm_of_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each name goes through forty links with a long way each."""
    monkeypatch.setattr("lintpack.bundle.builder._MAX_STEPS", 500_000)
    links = [member("l0", tarfile.SYMTYPE, "d"), member("d", tarfile.DIRTYPE)]
    links += [member(f"l{n + 1}", tarfile.SYMTYPE, "./" * 1000 + f"l{n}") for n in range(38)]
    files = [member(f"l38/f{n}") for n in range(100)]
    bundle = read_bundle(str(archive(tmp_path / "a", *links, *files)))
    assert bundle.troubles[-1].message == "has too many links to follow"
    assert "d/f0" in paths(bundle)


def test_how_to_unpack_an_appimage(tmp_path: Path) -> None:
    header = bytearray(64)
    header[:10] = b"\x7fELF\2\1\1\0AI"
    header[40:48] = (180_000).to_bytes(8, "little")
    header[58:62] = bytes([64, 0, 30, 0])
    (tmp_path / "a").write_bytes(bytes(header) + bytes(1000))
    with pytest.raises(BundleError, match="unsquashfs -o 181920 FILE"):
        read_bundle(str(tmp_path / "a"))


@pytest.mark.parametrize("kind", ["xz", "zst"])
def test_a_decoder_that_asks_for_much_memory(tmp_path: Path, kind: str) -> None:
    data = archive(tmp_path / "a", member("x", data=bytes(3 << 20))).read_bytes()
    if kind == "xz":
        data = lzma.compress(data, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 16 << 20}])
    else:
        data = subprocess.run(["zstd", "-qc", "--long=27"], input=data, capture_output=True, check=True).stdout
    (tmp_path / "b").write_bytes(data)
    with pytest.raises(BundleError, match="--limit decoder="):
        read_bundle(str(tmp_path / "b"), Limits(decoder=2 << 20))
    assert read_bundle(str(tmp_path / "b"), Limits(decoder=256 << 20)).complete
