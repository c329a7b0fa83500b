"""The table of well-known libraries, and the script that makes it."""

from __future__ import annotations

import gzip
import importlib.util
import lzma
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lintpack.evidence import presence, wellknown
from lintpack.evidence.wellknown import DerivedSoname, WellKnown

if TYPE_CHECKING:
    from types import ModuleType

_ROOT = Path(__file__).parents[2]
_TRIPLET = "usr/lib/x86_64-linux-gnu"

# What Contents indices look like.
_NEWER = f"""
{_TRIPLET}/libssl.so                                libdevel/libssl-dev
{_TRIPLET}/libssl.so.3                              libs/libssl3t64
{_TRIPLET}/android/libssl.so.0                      libs/android-libboringssl
{_TRIPLET}/libtcmalloc_and_profiler.so              libdevel/libgoogle-perftools-dev
{_TRIPLET}/libtcmalloc_and_profiler.so.4            libs/libgoogle-perftools4t64
{_TRIPLET}/libtcmalloc_and_profiler.so.4.6.5        libs/libgoogle-perftools4t64
{_TRIPLET}/libboost_thread.so                       libdevel/libboost-thread1.83-dev,libdevel/libboost-thread1.88-dev
{_TRIPLET}/libboost_thread.so.1.83.0                libs/libboost-thread1.83.0
{_TRIPLET}/libboost_thread.so.1.88.0                libs/libboost-thread1.88.0
{_TRIPLET}/libjsoncpp.so                            libdevel/libjsoncpp-dev
{_TRIPLET}/libjsoncpp.so.25                         libs/libjsoncpp25
{_TRIPLET}/libjsoncpp.so.1.9.5                      libs/libjsoncpp25
{_TRIPLET}/libthrift.so                             libdevel/libthrift-dev
{_TRIPLET}/libthrift-0.19.0.so                      libs/libthrift-0.19.0t64
{_TRIPLET}/libSDL2.so                               libdevel/libsdl2-dev
{_TRIPLET}/libSDL2-2.0.so                           libdevel/libsdl2-dev
{_TRIPLET}/libSDL2-2.0.so.0                         libs/libsdl2-2.0-0
{_TRIPLET}/libSDL2-2.0.so.0.3200.4                  libs/libsdl2-2.0-0
{_TRIPLET}/libbfd.so                                devel/binutils-dev
{_TRIPLET}/libbfd-2.44-system.so                    devel/libbinutils
{_TRIPLET}/libbfd-2.44-arm64.so                     devel/binutils-aarch64-linux-gnu
usr/lib/libbz2.so                                   libdevel/libbz2-dev
lib/x86_64-linux-gnu/libbz2.so.1                    libs/libbz2-1.0
lib/x86_64-linux-gnu/libbz2.so.1.0                  libs/libbz2-1.0
lib/x86_64-linux-gnu/libbz2.so.1.0.4                libs/libbz2-1.0
{_TRIPLET}/libcurl-gnutls.so                        libdevel/libcurl4-gnutls-dev
{_TRIPLET}/libcurl-gnutls.so.3                      libs/libcurl3-gnutls
{_TRIPLET}/libcurl-gnutls.so.4                      libs/libcurl3-gnutls
{_TRIPLET}/libcurl-gnutls.so.4.8.0                  libs/libcurl3-gnutls
{_TRIPLET}/libpython3.11.so                         libdevel/libpython3.11-dev
{_TRIPLET}/libpython3.11.so.1                       libs/libpython3.11
{_TRIPLET}/libpython3.11.so.1.0                     libs/libpython3.11
{_TRIPLET}/libplain.so                              libs/libplain1
{_TRIPLET}/libplain.so.1                            libs/libplain1
{_TRIPLET}/blas/libblas.so                          libdevel/libblas-dev
{_TRIPLET}/blas/libblas.so.3                        libs/libblas3
usr/lib/debug/{_TRIPLET}/libplain.so.7              debug/libplain1-dbg
usr/lib32/libssl.so.9                               libs/lib32ssl
usr/share/doc/libssl.so.8                           doc/openssl-doc
usr/lib/apache2/modules/mod_ssl.so                  httpd/apache2-bin
usr/share/a name with blanks.so.conf                misc/odd
no-package-here
"""
_OLDER = f"""
FILE                                                LOCATION
{_TRIPLET}/libssl.so                                libdevel/libssl-dev
{_TRIPLET}/libssl.so.1.1                            libs/libssl1.1
{_TRIPLET}/libcudart.so                             non-free/libdevel/nvidia-cuda-dev
{_TRIPLET}/libcudart.so.11.0                        non-free/libs/libcudart11.0
{_TRIPLET}/libcudart.so.11.8.89                     non-free/libs/libcudart11.0
{_TRIPLET}/libthrift.so                             libdevel/libthrift-dev
{_TRIPLET}/libthrift-0.13.0.so                      libs/libthrift-0.13.0
"""


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_wellknown", _ROOT / "tools" / "make_wellknown.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _make(folder: Path) -> bytes:
    newer, older = folder / "Contents-amd64", folder / "Contents-old.gz"
    newer.write_text(_NEWER)
    older.write_bytes(gzip.compress(_OLDER.encode()))
    out = folder / "out.dat"
    _generator().main([str(out), "--release", "New 2, 2026-01-01", str(newer), "--release", "Old 1", str(older)])
    return out.read_bytes()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> WellKnown:
    return WellKnown(_make(tmp_path_factory.mktemp("contents")))


@pytest.mark.parametrize(
    ("dev_name", "sonames"),
    [
        ("libssl.so", ("libssl.so.3",)),
        ("libtcmalloc_and_profiler.so", ("libtcmalloc_and_profiler.so.4",)),
        ("libboost_thread.so", ("libboost_thread.so.1.88.0", "libboost_thread.so.1.83.0")),
        ("libjsoncpp.so", ("libjsoncpp.so.25",)),
        ("libthrift.so", ("libthrift-0.19.0.so",)),
        ("libSDL2.so", ("libSDL2-2.0.so.0",)),
        ("libSDL2-2.0.so", ("libSDL2-2.0.so.0",)),
        ("libbfd.so", ("libbfd-2.44-system.so",)),
        ("libbz2.so", ("libbz2.so.1.0",)),
        ("libcurl-gnutls.so", ("libcurl-gnutls.so.4",)),
        ("libpython3.11.so", ("libpython3.11.so.1.0",)),
        ("libblas.so", ("libblas.so.3",)),
        ("libcudart.so", ("libcudart.so.11.0",)),
        ("libmod_ssl.so", ()),
        ("libnothing.so", ()),
    ],
)
def test_a_dev_name_stands_for_a_soname(sample: WellKnown, dev_name: str, sonames: tuple[str, ...]) -> None:
    assert sample.soname_candidates(dev_name) == sonames


def test_older_releases_are_known_too(sample: WellKnown) -> None:
    assert [s.name for s in sample.sonames("libssl.so")] == ["libssl.so.3", "libssl.so.1.1"]
    assert [s.release for s in sample.sonames("libssl.so")] == ["New 2, 2026-01-01", "Old 1"]
    assert sample.known_soname("libssl.so.1.1")
    assert sample.known_soname("libthrift-0.13.0.so")
    assert not sample.known_soname("libssl.so.9")
    assert sample.releases == ("New 2, 2026-01-01", "Old 1")


def test_packages_are_named(sample: WellKnown) -> None:
    assert sample.package("libssl.so.3") == "libssl3t64"
    assert sample.package("libssl.so.1.1") == "libssl1.1"
    assert sample.package("libSDL2-2.0.so.0") == "libsdl2-2.0-0"
    assert sample.package("libboost_thread.so.1.88.0") == "libboost-thread1.88.0"
    assert sample.package("libssl.so.2") == ""


def test_dev_only_means_in_no_other_package(sample: WellKnown) -> None:
    assert sample.is_dev_only("libssl.so")
    assert sample.is_dev_only("libthrift.so")
    assert not sample.is_dev_only("libplain.so")
    assert not sample.is_dev_only("libssl.so.3")
    assert not sample.is_dev_only("libnothing.so")


@pytest.mark.parametrize(
    ("name", "derived"),
    [
        ("libtcmalloc_and_profiler.so.4.6.5", DerivedSoname("libtcmalloc_and_profiler.so.4", True)),
        ("libtcmalloc_and_profiler.so.4.9", DerivedSoname("libtcmalloc_and_profiler.so.4", True)),
        ("libtcmalloc_and_profiler.so.5.0", DerivedSoname("libtcmalloc_and_profiler.so.5", False)),
        ("libboost_thread.so.1.88.0", DerivedSoname("libboost_thread.so.1.88.0", True)),
        ("libboost_thread.so.1.60.0", DerivedSoname("libboost_thread.so.1.60.0", False)),
        ("libssl.so.1.1.1", DerivedSoname("libssl.so.1.1", True)),
        ("libjsoncpp.so.1.9.5", DerivedSoname("libjsoncpp.so.25", True)),
        ("libthrift-0.19.0.so", DerivedSoname("libthrift-0.19.0.so", True)),
        ("libcudart.so.11.0", DerivedSoname("libcudart.so.11.0", True)),
        # Built in several ways, numbered apart, shorter than any SONAME, unknown, no version: not told.
        ("libssl.so.1.0.2k", None),
        ("libjsoncpp.so.1.8.4", None),
        ("libboost_thread.so.1", None),
        ("libnothing.so.1.2.3", None),
        ("libssl.so", None),
        ("not a library", None),
    ],
)
def test_a_files_name_gives_the_soname(sample: WellKnown, name: str, derived: DerivedSoname | None) -> None:
    assert sample.soname_of(name) == derived


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert _make(tmp_path / "a") == _make(tmp_path / "b")
    packed = tmp_path / "Contents.xz"
    packed.write_bytes(lzma.compress(_NEWER.encode()))
    (tmp_path / "Contents").write_text("".join(reversed(_NEWER.splitlines(keepends=True))))
    generator = _generator()
    tables = [generator.table([generator.read([tmp_path / name])]) for name in ("Contents", "Contents.xz")]
    assert tables[0] == tables[1]


def test_the_table_that_is_shipped_is_whole() -> None:
    table = wellknown.table()
    assert len(table.releases) >= 1
    assert all("Debian" in release and "202" in release for release in table.releases)
    assert wellknown.soname_candidates("libtcmalloc_and_profiler.so") == ("libtcmalloc_and_profiler.so.4",)
    assert wellknown.is_dev_only("libtcmalloc_and_profiler.so")
    assert wellknown.known_soname("libcudart.so.11.0")
    assert wellknown.soname_of("libzstd.so.1.5.2") == DerivedSoname("libzstd.so.1", True)
    assert not wellknown.is_dev_only("libdsn_utils.so")
    file = Path(wellknown.__file__).with_name("wellknown.dat")
    assert file.stat().st_size < 150_000
    dev_only = int(table.counts.split(", ")[1].split()[0])
    assert dev_only > 7_000


def test_every_line_of_the_shipped_table_is_understood() -> None:
    table = wellknown.table()
    names = table.names()
    assert names == sorted(set(names), key=lambda name: name[3:-3])
    assert len(names) == int(table.counts.split()[0])
    for dev_name in names[::50]:
        assert table.sonames(dev_name), dev_name
        for known in table.sonames(dev_name):
            assert table.known_soname(known.name), known
            assert known.package


def test_a_name_of_the_table_may_be_known_and_most_others_are_told_apart_without_it() -> None:
    table = wellknown.table()
    assert Path(presence.NAMES_FILE).read_bytes() == _generator().names(table)
    assert all(map(presence.may_be_known, table.names()))
    others = [f"libdsn_{number}.so" for number in range(1_000)]
    assert sum(map(presence.may_be_known, others)) < 100
    assert not presence.may_be_known("libdsn_utils.so")


@pytest.mark.parametrize("data", [None, b""])
def test_without_the_list_of_names_the_table_is_asked(
    data: bytes | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if data is not None:
        (tmp_path / "names.dat").write_bytes(data)
    monkeypatch.setattr(presence, "NAMES_FILE", str(tmp_path / "names.dat"))
    monkeypatch.setattr(presence, "_names", [])
    assert presence.may_be_known("libdsn_utils.so")


@pytest.mark.parametrize("data", [b"", b"something else\n\n", b"lintpack well-known libraries 2\nx\n\n9 ssl\n\nshort"])
def test_a_damaged_table_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match="table"):
        WellKnown(data)


def test_without_its_file_the_table_is_empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty: list[Any] = []
    monkeypatch.setattr(wellknown, "_tables", empty)
    monkeypatch.setattr(wellknown, "_FILE", str(tmp_path / "none.dat"))
    assert wellknown.soname_candidates("libssl.so") == ()
    assert not wellknown.is_dev_only("libssl.so")


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = "import lintpack.evidence.wellknown as w, sys; print(len(w._tables), 'zlib' in sys.modules)"
    run = subprocess.run([sys.executable, "-S", "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split()[0] == "0"
