"""Archives that attack or are damaged: a trouble or a clear error for each, and never a trace outside."""

from __future__ import annotations

import os
import stat
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.bundle import trouble
from lintpack.bundle.limits import Limits
from lintpack.bundle.reading import read_bundle
from lintpack.bundle.trouble import BundleError
from tests.bundle.conftest import LIBRARY, archive, kinds, member, paths, tar

if TYPE_CHECKING:
    from pathlib import Path


def test_names_that_leave_the_root(tmp_path: Path) -> None:
    bundle = read_bundle(
        str(archive(tmp_path / "a", member("/etc/x"), member("../y"), member("a/../../z"), member("./ok")))
    )
    assert kinds(bundle) == [
        (trouble.ABSOLUTE_NAME, "/etc/x"),
        (trouble.ESCAPING_NAME, "../y"),
        (trouble.ESCAPING_NAME, "a/../../z"),
    ]
    assert paths(bundle) == ["etc", "etc/x", "ok"]


def test_links_that_loop_or_leave(tmp_path: Path) -> None:
    link = tarfile.SYMTYPE
    bundle = read_bundle(
        str(
            archive(
                tmp_path / "a",
                member("l1", link, "l2"),
                member("l2", link, "l1"),
                member("up", link, "../../lib"),
                member("abs", link, "/usr/lib"),
                member("d/in", link, "../d"),
                member("abs/evil", data=b"x"),
                member("up/evil", data=b"x"),
                member("l1/evil", data=b"x"),
                member("d/in/fine", data=b"x"),
            )
        )
    )
    assert kinds(bundle) == [
        (trouble.THROUGH_LINK, "abs/evil"),
        (trouble.THROUGH_LINK, "up/evil"),
        (trouble.THROUGH_LINK, "l1/evil"),
        (trouble.LINK_LOOP, "l1"),
        (trouble.LINK_LOOP, "l2"),
        (trouble.LINK_OUTSIDE, "up"),
        (trouble.LINK_OUTSIDE, "abs"),
    ]
    assert "d/fine" in paths(bundle)


def test_members_go_through_links_that_lie_there(tmp_path: Path) -> None:
    bundle = read_bundle(
        str(
            archive(
                tmp_path / "a",
                member("usr/lib", tarfile.DIRTYPE),
                member("lib", tarfile.SYMTYPE, "usr/lib"),
                member("lib/libx.so.4", data=LIBRARY),
                member("lib/sub/y", data=b"1"),
            )
        )
    )
    assert bundle.troubles == ()
    assert paths(bundle) == ["usr", "usr/lib", "lib", "usr/lib/libx.so.4", "usr/lib/sub", "usr/lib/sub/y"]


def test_hard_links(tmp_path: Path) -> None:
    hard = tarfile.LNKTYPE
    bundle = read_bundle(
        str(
            archive(
                tmp_path / "a",
                member("early", hard, "libx.so"),
                member("libx.so", data=LIBRARY),
                member("late", hard, "libx.so"),
                member("self", hard, "self"),
                member("out", hard, "../../etc/passwd"),
                member("libx.so", data=b"replaced"),
            )
        )
    )
    assert [kind for kind, _ in kinds(bundle)] == [
        trouble.HARD_LINK,
        trouble.HARD_LINK,
        trouble.ESCAPING_NAME,
        trouble.HARD_LINK,
        trouble.DUPLICATE,
    ]
    late, now = bundle.get("late"), bundle.get("libx.so")
    assert late is not None
    assert late.facts is not None
    assert now is not None
    assert (now.facts, now.size) == (None, 8)


def test_devices_and_conflicts(tmp_path: Path) -> None:
    bundle = read_bundle(
        str(
            archive(
                tmp_path / "a",
                member("null", tarfile.CHRTYPE),
                member("pipe", tarfile.FIFOTYPE),
                member("file", data=b"1"),
                member("file/below", data=b"2"),
                member("folder/x", data=b"3"),
                member("folder", data=b"4"),
            )
        )
    )
    assert kinds(bundle) == [
        (trouble.DEVICE, "null"),
        (trouble.DEVICE, "pipe"),
        (trouble.CONFLICT, "file/below"),
        (trouble.CONFLICT, "folder"),
    ]


def test_nothing_special_in_a_folder_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "libpipe.so")
    (tmp_path / "secret").write_bytes(b"1")
    (tmp_path / "link").symlink_to("/etc")
    bundle = read_bundle(str(tmp_path))
    assert kinds(bundle) == [(trouble.DEVICE, "libpipe.so"), (trouble.LINK_OUTSIDE, "link")]
    assert paths(bundle) == ["libpipe.so", "link", "secret"]


def test_damaged_elf_files_are_told_and_kept(tmp_path: Path) -> None:
    bundle = read_bundle(str(archive(tmp_path / "a", member("libx.so.4", data=LIBRARY[:200]))))
    entry = bundle.get("libx.so.4")
    assert entry is not None
    assert entry.facts is None
    assert "program headers" in entry.problem
    assert kinds(bundle) == [(trouble.BAD_ELF, "libx.so.4")]


@pytest.mark.parametrize("suffix", ["", "gz", "xz", "bz2"])
def test_truncated_streams_keep_what_came_before(tree: Path, tmp_path: Path, suffix: str) -> None:
    data = archive(
        tmp_path / "a",
        member("first", data=b"1"),
        member("noise", data=os.urandom(60_000)),
        member("libx.so.4", data=LIBRARY),
        mode=f"w:{suffix}",
    ).read_bytes()
    (tmp_path / "b").write_bytes(data[: len(data) // 2])
    try:
        bundle = read_bundle(str(tmp_path / "b"))
    except BundleError:
        assert suffix == "bz2"  # nothing comes out before the end of its first block of 900 kB
        return
    assert not bundle.complete
    assert paths(bundle) == ["first"]
    assert kinds(bundle) == [(trouble.TRUNCATED, "noise")]


def test_a_cut_between_members_is_noticed(tmp_path: Path) -> None:
    data = archive(tmp_path / "a", member("first", data=b"1")).read_bytes()
    (tmp_path / "b").write_bytes(data[:1024])
    bundle = read_bundle(str(tmp_path / "b"))
    assert [found.message for found in bundle.troubles] == ["the archive has no end mark: it may have been cut off"]
    assert not bundle.complete


def test_corrupt_streams(tmp_path: Path) -> None:
    data = bytearray(archive(tmp_path / "a", member("x", data=os.urandom(600_000)), mode="w:gz").read_bytes())
    data[-6] ^= 1  # the checksum of the whole
    (tmp_path / "b").write_bytes(bytes(data))
    bundle = read_bundle(str(tmp_path / "b"))
    assert kinds(bundle) == [(trouble.CORRUPT, "")]
    data = bytearray(archive(tmp_path / "a", member("x", data=b"1"), member("y", data=b"1")).read_bytes())
    data[1024 + 150] ^= 1
    (tmp_path / "b").write_bytes(bytes(data))
    bundle = read_bundle(str(tmp_path / "b"))
    assert (paths(bundle), kinds(bundle), bundle.complete) == (["x"], [(trouble.CORRUPT, "")], False)


def test_sizes_that_lie(tmp_path: Path) -> None:
    data = bytearray(archive(tmp_path / "a", member("ok"), member("libx.so", data=LIBRARY)).read_bytes())
    field = slice(512 + 124, 512 + 136)
    data[field] = b"\x80" + (1 << 62).to_bytes(11, "big")
    data[512 + 148 : 512 + 156] = b" " * 8
    data[512 + 148 : 512 + 156] = b"%06o\0 " % sum(data[512:1024])
    (tmp_path / "b").write_bytes(bytes(data))
    bundle = read_bundle(str(tmp_path / "b"))
    assert bundle.troubles[-1].kind == trouble.TRUNCATED


def test_hostile_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("../up", "1")
        out.writestr("QQ", "1")
        out.writestr("libgood.so", LIBRARY)
        out.writestr("libbad.so", LIBRARY + os.urandom(3000))
        device = zipfile.ZipInfo("dev")
        device.create_system, device.external_attr = 3, (stat.S_IFCHR | 0o600) << 16
        out.writestr(device, "")
        data_at = out.getinfo("libbad.so").header_offset + 200
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[data_at] ^= 0xFF
    data = bytearray(data.replace(b"QQ", b"\0Q"))
    (tmp_path / "a.zip").write_bytes(bytes(data))
    bundle = read_bundle(str(tmp_path / "a.zip"))
    assert kinds(bundle)[:2] == [(trouble.ESCAPING_NAME, "../up"), (trouble.BAD_NAME, "")]
    assert (trouble.CORRUPT, "libbad.so") in kinds(bundle)
    assert (trouble.DEVICE, "dev") in kinds(bundle)
    assert bundle.get("libgood.so").facts is not None  # type: ignore[union-attr]
    assert bundle.get("libbad.so").problem  # type: ignore[union-attr]


def test_encrypted_zip_members_are_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        out.writestr("libx.so", LIBRARY)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\1\2") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    assert kinds(read_bundle(str(tmp_path / "a.zip"))) == [(trouble.UNSUPPORTED, "libx.so")]


def test_many_troubles_are_counted(tmp_path: Path) -> None:
    bundle = read_bundle(str(archive(tmp_path / "a", *[member(f"../{n}") for n in range(250)])))
    assert len(bundle.troubles) == 101
    assert bundle.troubles[-1].message == "150 more members of this kind"


def test_more_after_the_end(tmp_path: Path) -> None:
    one = archive(tmp_path / "a", member("x")).read_bytes()
    (tmp_path / "b").write_bytes(one + one)
    bundle = read_bundle(str(tmp_path / "b"))
    assert (kinds(bundle), bundle.complete) == ([(trouble.TRAILING, "")], True)


@settings(derandomize=True, max_examples=250, deadline=None)
@given(
    st.sampled_from(["", "gz", "zst"]),
    st.lists(st.tuples(st.integers(0, 12_000), st.binary(min_size=1, max_size=6)), max_size=5),
    st.integers(0, 12_000) | st.none(),
)
def test_damaged_archives_give_a_bundle_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, patches: list[tuple[int, bytes]], size: int | None
) -> None:
    data = bytearray(_sample(tmp_path_factory, suffix))
    for offset, patch in patches:
        at = offset % len(data)
        data[at : at + len(patch)] = patch
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(bytes(data[:size]))
    try:
        bundle = read_bundle(str(path), Limits(unpacked=1 << 24))
    except BundleError as error:
        assert str(error)
        return
    for entry in bundle:
        assert ".." not in entry.path.split("/")
        assert not entry.path.startswith("/")


_samples: dict[str, bytes] = {}


def _sample(factory: pytest.TempPathFactory, suffix: str) -> bytes:
    if suffix not in _samples:
        from tests.bundle.test_archives import compress

        made = archive(
            factory.mktemp("sample") / "a",
            member("d", tarfile.DIRTYPE),
            member("d/libx.so.4.1", data=LIBRARY),
            member("d/libx.so.4", tarfile.SYMTYPE, "libx.so.4.1"),
            member("again", tarfile.LNKTYPE, "d/libx.so.4.1"),
            member("n" * 300, data=b"#!/bin/sh\n"),
        ).read_bytes()
        _samples[suffix] = compress(suffix, made) if suffix else made
    return _samples[suffix]


def test_nothing_is_written(tree: Path, tmp_path: Path) -> None:
    made = tar(tree, tmp_path / "a.tar")
    before = sorted(tmp_path.iterdir()), made.stat().st_mtime_ns
    read_bundle(str(made))
    assert (sorted(tmp_path.iterdir()), made.stat().st_mtime_ns) == before
