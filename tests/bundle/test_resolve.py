"""Paths inside a bundle, with links, against the kernel's own answers on the unpacked folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from lintpack.bundle import resolve
from lintpack.bundle.reading import read_bundle
from lintpack.bundle.resolve import FOUND, LOOP, MISSING, NAME_TOO_LONG, NOT_A_DIRECTORY, OUTSIDE

if TYPE_CHECKING:
    from pathlib import Path

    from lintpack.bundle.index import Bundle


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("links")
    (root / "a" / "b").mkdir(parents=True)
    (root / "a" / "b" / "file").write_text("here")
    for name, target in {
        "link": "a/b/file",
        "folder": "a/b",
        "a/up": "..",
        "loop1": "loop2",
        "loop2": "loop1",
        "self": "self",
        "dangling": "nothing",
        "out": "../../outside",
        "absolute": "/a/b/file",
        "c0": "a/b/file",
        "d0": "a/b/file",
    }.items():
        (root / name).symlink_to(target)
    for number in range(40):
        (root / f"c{number + 1}").symlink_to(f"c{number}")
    return root


@pytest.fixture(scope="module")
def bundle(folder: Path) -> Bundle:
    return read_bundle(str(folder))


@pytest.mark.parametrize(
    ("path", "status", "where"),
    [
        ("a/b/file", FOUND, "a/b/file"),
        ("./a//b/./file", FOUND, "a/b/file"),
        ("a/b/../b/file", FOUND, "a/b/file"),
        ("link", FOUND, "a/b/file"),
        ("folder/file", FOUND, "a/b/file"),
        ("folder/", FOUND, "a/b"),
        ("folder/../b/file", FOUND, "a/b/file"),
        ("a/up/link", FOUND, "a/b/file"),
        ("a/up/a/up/folder/file", FOUND, "a/b/file"),
        ("", FOUND, ""),
        (".", FOUND, ""),
        ("c39", FOUND, "a/b/file"),
        ("c40", LOOP, "c0"),
        ("loop1", LOOP, ""),
        ("self/x", LOOP, ""),
        ("dangling", MISSING, "nothing"),
        ("nothing", MISSING, "nothing"),
        ("nothing/../a", MISSING, "nothing"),
        ("a/b/file/", NOT_A_DIRECTORY, "a/b/file"),
        ("a/b/file/..", NOT_A_DIRECTORY, "a/b/file"),
        ("link/x", NOT_A_DIRECTORY, "a/b/file"),
        ("x" * 5000, NAME_TOO_LONG, ""),
    ],
)
def test_as_the_kernel(folder: Path, bundle: Bundle, path: str, status: str, where: str) -> None:
    found = resolve.resolve(bundle, path)
    assert found.status == status
    if status != LOOP:
        assert found.path == where
    try:
        os.stat(f"{folder}/{path}")  # noqa: PTH116  # a Path drops `.` and the last `/`
    except OSError as error:
        assert {2: MISSING, 20: NOT_A_DIRECTORY, 40: LOOP, 36: NAME_TOO_LONG}[error.errno or 0] == status
    else:
        assert status == FOUND


def test_what_leads_out_is_told_with_its_link(bundle: Bundle) -> None:
    found = resolve.resolve(bundle, "out/x")
    assert (found.status, found.outside, found.link) == (OUTSIDE, "../../outside/x", "out")
    found = resolve.resolve(bundle, "absolute")
    assert (found.status, found.outside, found.link) == (OUTSIDE, "/a/b/file", "absolute")
    found = resolve.resolve(bundle, "../x")
    assert (found.status, found.outside, found.link) == (OUTSIDE, "../x", "")


def test_a_rooted_bundle_is_like_a_chroot(bundle: Bundle) -> None:
    assert resolve.resolve(bundle, "absolute", rooted=True).path == "a/b/file"
    assert resolve.resolve(bundle, "/../../a/b/file", rooted=True).path == "a/b/file"
    assert resolve.resolve(bundle, "out", rooted=True).status == MISSING


def test_from_a_folder_and_without_the_last_link(bundle: Bundle) -> None:
    assert resolve.resolve(bundle, "../b/file", "a/b").path == "a/b/file"
    found = resolve.resolve(bundle, "up", "a", last=False)
    assert (found.path, found.entry.target if found.entry else "") == ("a/up", "..")
