"""Profiles, the cache and capturing: what is known of a system."""

from __future__ import annotations

import json
import struct
import subprocess
from pathlib import Path

import pytest

from lintpack.loader.cache import Cache, Entry, parse
from lintpack.loader.capture import LOADERS, capture, diagnostics, host
from lintpack.loader.environment import Environment
from lintpack.loader.families import expand
from lintpack.loader.layers import LayeredTree, profile_layer
from lintpack.loader.load import load
from lintpack.loader.paths import glibc_preloads, musl_rpath, preload_file
from lintpack.loader.profiles import ProfileError, find_profile, names, read_profile
from lintpack.loader.target import BundleLayer
from tests.loader.system import files, program

X86_64 = 0x303
KNOWN = [name for name in names() if name != "host"]


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("name", KNOWN)
def test_every_profile_is_whole(name: str, machine: str) -> None:
    """What its libraries need, it has; the C library and its loader are there; figures have a source."""
    profile = find_profile(name, machine)
    sonames = {library.soname for library in profile.libraries}
    assert profile.interpreter == LOADERS[machine][2] or "musl" in profile.interpreter
    assert {needed for library in profile.libraries for needed in library.needed} <= sonames
    assert profile.sources
    if profile.libc == "glibc":
        assert {"libc.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libpthread.so.0"} <= sonames
        newest = f"GLIBC_{'.'.join(str(part) for part in profile.version)}"
        libc = next(library for library in profile.libraries if library.soname == "libc.so.6")
        assert libc.versions is not None
        assert newest in libc.versions
        assert profile.cached("libc.so.6") == f"{profile.directories[0]}/libc.so.6"


def test_the_newest_versions_of_each_system() -> None:
    """Well-known figures: glibc and GCC of each release."""
    newest = {
        "el8": ("GLIBC_2.28", "GLIBCXX_3.4.25"),
        "el9": ("GLIBC_2.34", "GLIBCXX_3.4.29"),
        "ubuntu-22.04": ("GLIBC_2.35", "GLIBCXX_3.4.30"),
        "debian-12": ("GLIBC_2.36", "GLIBCXX_3.4.30"),
        "ubuntu-24.04": ("GLIBC_2.39", "GLIBCXX_3.4.33"),
    }
    for name, (glibc, glibcxx) in newest.items():
        versions = {library.soname: library.versions or () for library in find_profile(name).libraries}
        assert glibc in versions["libc.so.6"]
        assert glibcxx in versions["libstdc++.so.6"]
        following = f"GLIBC_2.{int(glibc[8:]) + 1}"
        assert following not in versions["libc.so.6"]


def test_a_program_for_a_newer_glibc_on_an_older_system() -> None:
    """As on the real system: libc is found, its version is not."""
    from lintpack.elf.facts import NeededVersion
    from lintpack.record import replace

    wanted = replace(program("libc.so.6"), versions_needed=(NeededVersion("libc.so.6", "GLIBC_2.34"),))
    for name, fine in (("el8", False), ("el9", True), ("debian-12", True)):
        profile = find_profile(name)
        layered = LayeredTree([("/opt/x", _layer({"p": wanted})), ("/", profile_layer(profile))], "/opt/x")
        result = load("/opt/x/p", layered, profile, Environment())
        assert (result.fatal is None) == fine, name
    assert result.scope[0].inside is False


def _layer(entries: dict[str, object]) -> BundleLayer:
    from lintpack.bundle.entry import Entry as Member
    from lintpack.bundle.index import Bundle
    from lintpack.elf.facts import ElfFacts

    members = {}
    for path, what in entries.items():
        assert isinstance(what, ElfFacts)
        head = (
            b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHH", 3, 62, 1, 0, 0, 0, 0, 64, 56, 0) + bytes(6)
        )
        members[path] = Member(path, "file", 0o755, 4096, head=head, facts=what)
    return BundleLayer(Bundle("x.tar", "tar", False, tuple(members.values()), members, (), True))


def test_families_of_versions() -> None:
    assert expand("GLIBC", "2.4")[-3:] == ("GLIBC_2.3.3", "GLIBC_2.3.4", "GLIBC_2.4")
    assert expand("GLIBCXX", "3.4.3") == ("GLIBCXX_3.4", "GLIBCXX_3.4.1", "GLIBCXX_3.4.2", "GLIBCXX_3.4.3")
    assert expand("GCC", "3.4") == ("GCC_3.0", "GCC_3.3", "GCC_3.3.1", "GCC_3.3.2", "GCC_3.3.4", "GCC_3.4")
    assert expand("OTHER", "1.0") == ("OTHER_1.0",)


def test_the_families_cover_what_real_libraries_define() -> None:
    """Every version of those families in the libraries of this machine, up to the newest."""
    seen = 0
    for soname in ("libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1"):
        path = host().cached(soname)
        if path is None:
            continue
        from lintpack.elf.reader import read_facts

        defined = read_facts(Path(path).read_bytes()).versions_defined or ()
        for family in ("GLIBC", "GLIBCXX", "CXXABI", "GCC"):
            own = [v[len(family) + 1 :] for v in defined if v.startswith(f"{family}_") and v[len(family) + 1].isdigit()]
            if own:
                newest = max(own, key=lambda text: [int(part) for part in text.split(".")])
                assert {f"{family}_{one}" for one in own} <= set(expand(family, newest))
                seen += 1
    assert seen or not host().directories


def test_a_missing_profile_names_those_there_are() -> None:
    with pytest.raises(ProfileError, match=r"no profile debian-99; known are host, alpine-3\.20, debian-12"):
        find_profile("debian-99")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "profile"),
        ("[]", "a table is expected"),
        ('{"version": 2}', "version 2 is not known"),
        ('{"version": 1}', "libc is missing"),
        ('{"version": 1, "libc": "uclibc"}', "neither glibc nor musl"),
        ('{"version": 1, "libc": "glibc", "machines": {"vax": {}}}', "no machine x86_64, only vax"),
        ('{"version": 1, "libc": "glibc", "machines": {"x86_64": {"directories": "/lib"}}}', "a list of texts"),
    ],
)
def test_a_bad_profile_file(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(ProfileError, match=words):
        find_profile(str(tmp_path / "bad.json"))


def test_capturing_gives_a_profile_that_loads_as_the_host_does() -> None:
    machine = next((m for m, row in LOADERS.items() if row[0] == host().machine), "x86_64")
    captured = read_profile(json.loads(capture("mine")), machine, "mine")
    assert (captured.version, captured.directories) == (host().version, host().directories)
    layered = LayeredTree([("/", profile_layer(captured))], "/nowhere")
    for library in captured.libraries[:20]:
        result = load(library.path, layered, captured, Environment())
        assert result.fatal is None, library


@pytest.mark.skipif(not Path("/sbin/ldconfig").exists(), reason="no ldconfig")
def test_the_real_cache_is_read_as_ldconfig_prints_it() -> None:
    printed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    expected = sorted(line.strip().replace(" (", " => ", 1).split(" => ")[::2] for line in printed.splitlines()[1:-1])
    cache = parse(Path("/etc/ld.so.cache").read_bytes())
    assert sorted([entry.soname, entry.path] for entry in cache.entries()) == expected


@pytest.mark.parametrize("cut", [0, 11, 20, 47, 60, 200, 3000])
def test_a_damaged_cache_is_empty_or_short_and_never_an_error(cut: int) -> None:
    data = Path("/etc/ld.so.cache").read_bytes() if Path("/etc/ld.so.cache").exists() else b"glibc-ld.so.cache1.1"
    assert len(parse(data[:cut]).entries()) == 0
    assert len(parse(b"\xff" * cut).entries()) == 0


def test_looking_up_in_the_cache() -> None:
    cache = Cache(
        [
            Entry("liba.so.1", "/v2/liba.so.1", X86_64, "x86-64-v2"),
            Entry("liba.so.1", "/v3/liba.so.1", X86_64, "x86-64-v3"),
            Entry("liba.so.1", "/lib32/liba.so.1", 3),
            Entry("liba.so.1", "/lib/liba.so.1", X86_64),
            Entry("liba.so.1", "/other/liba.so.1", X86_64),
        ]
    )
    assert cache.lookup("liba.so.1", X86_64, ("x86-64-v3", "x86-64-v2")) == "/v3/liba.so.1"
    assert cache.lookup("liba.so.1", X86_64, ("x86-64-v2",)) == "/v2/liba.so.1"
    assert cache.lookup("liba.so.01", X86_64, ()) == "/lib/liba.so.1"
    assert cache.lookup("liba.so.1", 3, ()) == "/lib32/liba.so.1"
    assert cache.lookup("liba.so.1.0", X86_64, ()) is None


def test_lists_of_preloads() -> None:
    assert glibc_preloads(" a: b::/c/d ", secure=False) == ("a", "b", "/c/d")
    assert glibc_preloads("a /c/d", secure=True) == ("a",)
    assert preload_file("# all\n/lib/a.so b.so:c.so # and\n\td.so") == ("/lib/a.so", "b.so", "c.so", "d.so")


def test_musl_replaces_origin_or_nothing() -> None:
    assert musl_rpath("$ORIGIN/../lib:${ORIGIN}", "/b") == "/b/../lib:/b"
    assert musl_rpath("/lib", None) == "/lib"
    assert musl_rpath("$ORIGIN", None) is None
    assert musl_rpath("$LIB", "/b") is None


@pytest.mark.skipif(not diagnostics(host().interpreter), reason="a loader without --list-diagnostics")
def test_the_host_s_diagnostics() -> None:
    said = diagnostics(host().interpreter)
    assert said["version.version"].startswith(".".join(str(part) for part in host().version))
    assert not any(key.startswith("env") for key in said)


def test_the_host_is_described_without_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/nowhere")
    assert "/nowhere" not in str(host().directories)


def test_a_tree_of_a_described_system_answers() -> None:
    there = files({"/b/p": program()})
    assert there.lookup("/b/p/x").kind == "not a directory"
    assert there.lookup("/b/" + "x" * 300).kind == "name too long"
    assert there.lookup("/b/" + "x/" * 3000).kind == "name too long"
    assert there.lookup("/b").kind == "directory"
