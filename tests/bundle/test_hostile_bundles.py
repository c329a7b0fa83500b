"""Archives that attack or are damaged: a trouble or a clear error for each, and never a trace outside."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintpack.bundle import trouble
from lintpack.bundle.limits import Limits, with_option
from lintpack.bundle.reading import read_bundle
from lintpack.bundle.trouble import BundleError
from tests.bundle.conftest import LIBRARY, tar

if TYPE_CHECKING:
    from pathlib import Path

    from lintpack.bundle.index import Bundle


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


def test_hostile_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("../up", "1")
        out.writestr("libgood.so", LIBRARY)
        out.writestr("libbad.so", LIBRARY + os.urandom(3000))
        device = zipfile.ZipInfo("dev")
        device.create_system, device.external_attr = 3, (stat.S_IFCHR | 0o600) << 16
        out.writestr(device, "")
        data_at = out.getinfo("libbad.so").header_offset + 200
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[data_at] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(bytes(data))
    bundle = read_bundle(str(tmp_path / "a.zip"))
    assert kinds(bundle)[0] == (trouble.ESCAPING_NAME, "../up")
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


def test_options_raise_limits() -> None:
    limits = with_option(with_option(Limits(), "members=7"), "unpacked=2g")
    assert (limits.members, limits.unpacked) == (7, 2 << 30)
    for bad, message in (("x=1", "unknown limit `x`"), ("members", "no number"), ("ratio=-1", "no number")):
        with pytest.raises(ValueError, match=message):
            with_option(Limits(), bad)


def test_nothing_is_written(tree: Path, tmp_path: Path) -> None:
    made = tar(tree, tmp_path / "a.tar")
    before = sorted(tmp_path.iterdir()), made.stat().st_mtime_ns
    read_bundle(str(made))
    assert (sorted(tmp_path.iterdir()), made.stat().st_mtime_ns) == before
