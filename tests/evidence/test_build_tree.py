"""What the build tree says of a source path."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from lintpack.evidence.build_tree import BuildTree, Look, Missing
from lintpack.script.values import Alternative, Choice, Hole, Reference, Text, Wildcard

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shared library whose SONAME is libfoo.so.4."""
    folder = tmp_path_factory.mktemp("elf")
    source, out = folder / "foo.c", folder / "libfoo.so.4.6.5"
    source.write_text("int foo(void) { return 4; }\n")
    subprocess.run(
        ["gcc", "-shared", "-nostdlib", "-o", out, source, "-Wl,-soname,libfoo.so.4"], check=True, capture_output=True
    )
    return out


@pytest.fixture
def tree(tmp_path: Path, library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """out/lib/ with libfoo's three names; the working directory is above it."""
    lib = tmp_path / "out" / "lib"
    lib.mkdir(parents=True)
    shutil.copy(library, lib / "libfoo.so.4.6.5")
    (lib / "libfoo.so.4").symlink_to("libfoo.so.4.6.5")
    (lib / "libfoo.so").symlink_to("libfoo.so.4")
    (tmp_path / "scripts").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _names(look: Look) -> list[str]:
    return [seen.path for seen in look.seen]


@pytest.mark.parametrize(
    ("source", "near", "way"),
    [
        (("out/lib/libfoo.so",), "scripts/pack.sh", "exact"),
        (("./out//lib/./libfoo.so",), "pack.sh", "exact"),
        (("../out/lib/libfoo.so",), "scripts/pack.sh", "exact"),
        ((Hole("${ROOT}"), "/out/lib/libfoo.so"), "", "below"),
    ],
)
def test_a_path_that_resolves_in_the_repository_is_found(tree: Path, source: Text, near: str, way: str) -> None:
    built = BuildTree(repository=".")
    look = built.look(source, near)
    assert (_names(look), look.way) == (["out/lib/libfoo.so"], way)
    (seen,) = look.seen
    assert (seen.kind, seen.links, seen.end) == ("file", ("libfoo.so.4", "libfoo.so.4.6.5"), "libfoo.so.4.6.5")
    assert built.soname(seen) == "libfoo.so.4"


@pytest.mark.parametrize(
    ("source", "way"),
    [
        ((Hole("${BUILD_DIR}"), "/lib/libfoo.so"), "below"),
        (("out/lib/libfoo.so",), "below"),
        (("lib/libfoo.so",), "below"),
        (("/lib/libfoo.so",), "below"),
        ((Hole("${A}"), "/", Hole("${B}"), "/libfoo.so"), "below"),
        ((Hole("${SRC}"), "/build/lib/libfoo.so"), "suffix"),
        (("/builds/project/lib/libfoo.so",), "suffix"),
        ((Hole("${DIR}"), "/libfoo.so"), "name"),
        (("somewhere/else/libfoo.so",), "name"),
    ],
)
def test_unknown_text_at_the_start_is_taken_for_the_build_folder(tree: Path, source: Text, way: str) -> None:
    built = BuildTree(["out"])
    look = built.look(source)
    assert (_names(look), look.way) == (["out/lib/libfoo.so"], way)
    assert built.soname(look.seen[0]) == "libfoo.so.4"
    assert look.sure is (way == "below")


@pytest.mark.parametrize(
    "source",
    [
        ("/usr/lib/libfoo.so",),
        ("/usr/lib/x86_64-linux-gnu/libfoo.so.4",),
        (Hole("${DIR}"), "/libbar.so"),
        (Hole("${WHOLE}"),),
        (),
        ("lib\0/libbar.so",),
        ("../../../../../../etc/passwd",),
    ],
)
def test_what_lies_elsewhere_is_not_told(tree: Path, source: Text) -> None:
    built = BuildTree(["out"], ".")
    assert built.look(source, "scripts/pack.sh") == Look()


def test_a_sysroot_holds_absolute_paths(tree: Path) -> None:
    usr = tree / "root" / "usr" / "lib"
    usr.mkdir(parents=True)
    shutil.copy(tree / "out/lib/libfoo.so.4.6.5", usr / "libfoo.so.4")
    look = BuildTree(["root"]).look(("/usr/lib/libfoo.so.4",))
    assert (_names(look), look.way) == (["root/usr/lib/libfoo.so.4"], "below")


def test_an_absolute_path_below_a_given_folder_is_exact(tree: Path) -> None:
    for given in ("out", str(tree / "out")):
        look = BuildTree([given]).look((f"{tree}/out/lib/libfoo.so",))
        assert (_names(look), look.way) == ([f"{given}/lib/libfoo.so"], "exact")


def test_wildcards_match_as_the_shell_does(tree: Path) -> None:
    built = BuildTree(["out"])
    (tree / "out/lib/.libfoo.so.hidden").write_text("x")
    every = ["out/lib/libfoo.so", "out/lib/libfoo.so.4", "out/lib/libfoo.so.4.6.5"]
    assert _names(built.look((Hole("${B}"), "/lib/libfoo.so", Wildcard("*")))) == every
    assert _names(built.look((Hole("${B}"), "/", Wildcard("*"), "/libfoo.so", Wildcard("*")))) == every
    assert _names(built.look((Hole("${B}"), "/lib/", Wildcard("*"), ".so"))) == every[:1]
    assert _names(built.look((Hole("${B}"), "/lib/libfoo.so.", Hole("${VERSION}")))) == every[1:]


def test_a_missing_file_is_told_where_its_folder_is_there(tree: Path) -> None:
    built = BuildTree(["out"], ".")
    wanted = Look((), (Missing("out/lib", ("libfoo.so", "libfoo.so.4", "libfoo.so.4.6.5")),), "below")
    assert built.look((Hole("${BUILD}"), "/lib/libfoo.so.3")) == wanted
    assert built.look(("out/lib/libfoo.so.3",)).way == "exact"
    assert built.look(("out/lib/libbar.so.", Wildcard("*"))).missing == (Missing("out/lib"),)
    # Not built, or a name that is itself unknown.
    assert not built.look((Hole("${BUILD}"), "/lib64/libfoo.so.3")).missing
    assert not built.look(("out/lib/libbar.so.", Hole("${V}"))).missing
    assert not built.look((Hole("${ELSEWHERE}"), "/libfoo.so.3")).missing


def test_alternatives_are_looked_at_one_by_one(tree: Path) -> None:
    shutil.copy(tree / "out/lib/libfoo.so.4.6.5", tree / "out/lib/libbar.so.1")
    one, two = frozenset({Choice(1, 0)}), frozenset({Choice(1, 1)})
    name = Reference("${lib}", (Alternative(("libfoo.so",), one), Alternative(("libbar.so.1",), two)))
    built = BuildTree(["out"])
    source = (Hole("${B}"), "/lib/", name)
    assert _names(built.look(source)) == ["out/lib/libfoo.so", "out/lib/libbar.so.1"]
    assert _names(built.look(source, allowed=two)) == ["out/lib/libbar.so.1"]


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/etc/passwd", "outside"),
        ("../../../secret", "outside"),
        ("../../aside/secret", "outside"),
        ("libgone.so", "dangling"),
        ("libbad.so", "loop"),
        ("libfoo.so.4/x", "dangling"),
        ("../lib/../lib/libfoo.so", "file"),
    ],
)
def test_links_are_followed_only_inside(tree: Path, target: str, kind: str) -> None:
    (tree / "aside").mkdir()
    (tree / "aside" / "secret").write_text("secret")
    (tree / "out/lib/libbad.so").symlink_to(target)
    built = BuildTree(["out"])
    (seen,) = built.look((Hole("${B}"), "/lib/libbad.so")).seen
    assert seen.kind == kind
    assert seen.links[0] == target
    if kind != "file":
        assert built.facts(seen) is None
        assert built.soname(seen) is None
        assert seen.end == ""


def test_an_absolute_link_into_a_given_folder_is_inside(tree: Path) -> None:
    (tree / "out/lib/libabs.so").symlink_to(tree / "out/lib/libfoo.so.4")
    (tree / "out/up").symlink_to("..")
    built = BuildTree(["out"])
    (seen,) = built.look((Hole("${B}"), "/lib/libabs.so")).seen
    assert (seen.kind, built.soname(seen)) == ("file", "libfoo.so.4")
    # A link to a folder outside hides what is behind it.
    assert [s.kind for s in built.look((Hole("${B}"), "/up/scripts")).seen] == ["outside"]


def test_pipes_and_devices_are_never_opened(tree: Path) -> None:
    os.mkfifo(tree / "out/lib/libpipe.so")
    built = BuildTree(["out"])
    (seen,) = built.look((Hole("${B}"), "/lib/libpipe.so")).seen
    assert seen.kind == "other"
    assert built.facts(seen) is None
    assert built.soname(seen) is None


def test_files_that_are_no_libraries_have_no_soname(tree: Path) -> None:
    built = BuildTree(["out"])
    for number, data in enumerate([b"", b"\x7fELF", b"\x7fELF" + bytes(60), b"text", b"GROUP ( libfoo.so.4 liba.so )"]):
        (tree / f"out/lib/libx{number}.so").write_bytes(data)
        (seen,) = built.look((Hole("${B}"), f"/lib/libx{number}.so")).seen
        assert built.soname(seen) is None


def test_a_linker_script_names_the_library(tree: Path) -> None:
    (tree / "out/lib/libcurses.so").write_text("/* GNU ld script: INPUT(a.so) */\nINPUT(libncurses.so.6 -ltinfo)\n")
    built = BuildTree(["out"])
    (seen,) = built.look((Hole("${B}"), "/lib/libcurses.so")).seen
    assert built.soname(seen) == "libncurses.so.6"


def test_a_library_without_soname_is_asked_for_by_its_name(tree: Path, library: Path) -> None:
    subprocess.run(
        ["gcc", "-shared", "-nostdlib", "-o", tree / "out/lib/libplug.so", "-x", "c", "/dev/null"], check=True
    )
    built = BuildTree(["out"])
    (seen,) = built.look((Hole("${B}"), "/lib/libplug.so")).seen
    assert built.soname(seen) == "libplug.so"


def test_folders_that_are_not_there_hold_nothing(tree: Path) -> None:
    built = BuildTree(["gone", "out/lib/libfoo.so"], "")
    assert built.look((Hole("${B}"), "/lib/libfoo.so")) == Look()
    assert built.look(("lib/libfoo.so",)) == Look()
    assert BuildTree().look(("out/lib/libfoo.so",)) == Look()
