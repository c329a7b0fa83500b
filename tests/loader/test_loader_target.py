"""Bundles on their targets: archives and folders, at their usual places and at others, and what people see of it."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING

import pytest

from lintpack.bundle.reading import read_bundle
from lintpack.loader.carried import Carried
from lintpack.loader.environment import Environment
from lintpack.loader.load import load
from lintpack.loader.profiles import ProfileError, find_profile
from lintpack.loader.start import Start
from lintpack.loader.survey import Survey
from lintpack.loader.target import machine_of, place, programs
from lintpack.report.loads_graph import dot, mermaid
from lintpack.report.loads_json import document
from lintpack.report.loads_tree import render
from tests.loader.lab import glibc_lab, host_profile

if TYPE_CHECKING:
    from pathlib import Path

    from lintpack.bundle.index import Bundle
    from lintpack.loader.result import LoadResult
    from tests.loader.lab import Lab


def pack(lab: Lab) -> str:
    """A server that needs a library of the bundle, one under its dev name only, the system's libm, and a missing one.

    The archive is made of it: /…/app-1.0.tar.gz with app/bin/server.
    """
    lab.lib("app/lib/libmine.so.1", "libdeep.so", soname="libmine.so.1", runpath="$ORIGIN")
    lab.lib("app/lib/libdeep.so")
    lab.lib("app/lib/libtcmalloc.so", soname="libtcmalloc.so.4")
    lab.link("app/lib/libmine.so", "libmine.so.1")
    lab.program(
        "app/bin/server", "libmine.so.1", "libtcmalloc.so.4", "libm.so.6", "libgone.so", runpath="$ORIGIN/../lib"
    )
    lab.program("app/bin/tool", "libmine.so.1", rpath="$ORIGIN/../lib")
    lab.write("app/bin/start.sh", "#!/bin/sh\nexec ./server\n")
    with tarfile.open(lab.root / "app-1.0.tar.gz", "w:gz") as archive:
        archive.add(lab.root / "app", "app")
    return str(lab.root / "app-1.0.tar.gz")


def shape(result: LoadResult) -> list[tuple[str, bool, bool]]:
    """Name, whether it is there, whether it is inside: what must not depend on where a bundle lies."""
    return [(one.needed, one.path is not None, one.inside) for one in result.loads]


def look(bundle: Bundle, member: str, prefix: str | None = None, profile: str = "host") -> LoadResult:
    system = find_profile(profile)
    target = place(bundle, system, prefix)
    return load(target.path(member), target.files, system, Environment(cwd=target.root))


def test_programs_of_a_bundle(tmp_path: Path) -> None:
    bundle = read_bundle(pack(glibc_lab(tmp_path)))
    assert programs(bundle) == ["app/bin/server", "app/bin/tool"]
    entry = bundle.get("app/bin/server")
    assert entry is not None
    assert entry.facts is not None
    assert machine_of(entry.facts) in ("x86_64", "aarch64")


def test_an_archive_and_its_folder_load_alike(tmp_path: Path) -> None:
    """The folder is looked at by system calls, the archive by its entries, a folder at another place by both."""
    lab = glibc_lab(tmp_path)
    archive = read_bundle(pack(lab))
    folder = read_bundle(str(lab.root))
    real = look(folder, "app/bin/server")
    packed = look(archive, "app/bin/server")
    moved = look(folder, "app/bin/server", "/opt/other place")
    assert shape(real) == shape(packed) == shape(moved)
    assert packed.program == "/opt/app-1.0/app/bin/server"
    assert moved.program == "/opt/other place/app/bin/server"
    assert real.errors == packed.errors == moved.errors


def test_an_absolute_path_needs_the_right_prefix(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so", runpath="/srv/app/lib")
    bundle = read_bundle(str(lab.root))
    assert look(bundle, "bin/p").fatal is not None
    found = look(bundle, "bin/p", "/srv/app")
    assert [(one.path, one.inside) for one in found.loads] == [("/srv/app/lib/liba.so", True)]


def test_a_described_system_instead_of_this_one(tmp_path: Path) -> None:
    if host_profile().machine != 62:
        pytest.skip("the profiles' machine is another")
    bundle = read_bundle(pack(glibc_lab(tmp_path)))
    result = look(bundle, "app/bin/tool", profile="debian-12")
    assert result.fatal is None
    server = {one.needed: one.path for one in look(bundle, "app/bin/server", profile="el8").loads}
    assert server["libm.so.6"] == "/lib64/libm.so.6"
    assert look(bundle, "app/bin/tool", profile="alpine-3.20").fatal is not None


def test_links_out_of_the_bundle_are_outside(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("elsewhere/liba.so")
    lab.program("app/bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.link("app/lib/liba.so", f"{lab.root}/elsewhere/liba.so")
    bundle = read_bundle(str(lab.root / "app"))
    for prefix in (None, "/opt/app"):
        result = look(bundle, "bin/p", prefix)
        assert [one.inside for one in result.loads] == [False]


def test_a_survey_starts_members_where_they_lie(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.lib("lib/liba.so")
    lab.program("bin/p", "liba.so")
    lab.link("p", "bin/p")
    survey = Survey(read_bundle(str(lab.root)))
    assert survey.member("bin/p") == "bin/p"
    assert survey.member(f"{lab.root}/bin/../p") == "p"
    assert survey.member("nothing") is None
    assert survey.start("p", library_path="lib").result.fatal is not None
    started = survey.start("p", library_path="lib", cwd=str(lab.root))
    assert [one.path for one in started.result.loads] == [f"{lab.root}/lib/liba.so"]
    moved = Survey(read_bundle(str(lab.root)), prefix="/srv").start("bin/p", library_path="../lib", cwd="bin")
    assert [one.path for one in moved.result.loads] == ["/srv/bin/../lib/liba.so"]


def test_a_survey_takes_the_profile_for_the_program_s_machine(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("bin/p")
    lab.edit("bin/p", 18, (183).to_bytes(2, "little"))
    survey = Survey(read_bundle(str(lab.root)), "debian-12")
    assert survey.target("bin/p")[0].interpreter == "/lib/ld-linux-aarch64.so.1"
    assert survey.target("nothing")[0].interpreter == "/lib64/ld-linux-x86-64.so.2"
    lab.edit("bin/p", 18, (21).to_bytes(2, "little"))
    other = Survey(read_bundle(str(lab.root)), "debian-12")
    with pytest.raises(ProfileError, match="no machine ppc64le, only x86_64, aarch64"):
        other.start("bin/p")


def test_json(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    bundle = read_bundle(pack(lab))
    target = place(bundle, host_profile())
    result = look(bundle, "app/bin/server")
    made = document([Start(result, target.files, "app/bin/start.sh", "/x")])
    (one,) = made["programs"]
    assert (made["version"], one["program"], one["launcher"], one["library_path"]) == (
        1,
        "app/bin/server",
        "app/bin/start.sh",
        "/x",
    )
    loads = {load["needed"]: load for load in one["loads"]}
    assert loads["libmine.so.1"] == {
        "needed": "libmine.so.1",
        "by": "app/bin/server",
        "path": "app/lib/libmine.so.1",
        "inside": True,
        "via": "runpath of app/bin/server",
        "file": "app/lib/libmine.so.1",
        "tried": [{"path": "app/lib/libmine.so.1", "outcome": "chosen", "via": "runpath of app/bin/server"}],
    }
    assert loads["libdeep.so"]["by"] == "app/lib/libmine.so.1"
    assert (loads["libm.so.6"]["inside"], loads["libm.so.6"]["via"]) == (False, "cache")
    assert (loads["libgone.so"]["path"], loads["libgone.so"]["via"]) == (None, None)
    assert loads["libgone.so"]["tried"][0] == {
        "path": "app/lib/libgone.so",
        "outcome": "missing",
        "via": "runpath of app/bin/server",
    }
    assert one["fatal"].startswith("error while loading shared libraries: libtcmalloc.so.4: cannot open")
    assert [load["needed"] for load in one["loads"]][:4] == [
        "libmine.so.1",
        "libtcmalloc.so.4",
        "libm.so.6",
        "libgone.so",
    ]


def test_a_tree_for_people(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    bundle = read_bundle(pack(lab))
    target = place(bundle, host_profile())
    starts = [Start(look(bundle, "app/bin/server"), target.files, library_path="/x")]
    text = render(starts, Carried(bundle).meant)
    lines = text.splitlines()
    assert lines[0] == "app/bin/server   LD_LIBRARY_PATH=/x"
    assert lines[1:3] == [
        "├─ app/lib/libmine.so.1  runpath",
        "│  └─ app/lib/libdeep.so  runpath",
    ]
    assert lines[3] == "├─ libtcmalloc.so.4 not found  ! the bundle has app/lib/libtcmalloc.so"
    assert lines[4] == "│    missing: app/lib/libtcmalloc.so.4  (runpath of app/bin/server)"
    assert any(line.startswith("├─ ") and "libm.so.6  cache  (+" in line for line in lines)
    assert lines[-1].startswith("fatal: error while loading shared libraries: libgone.so")
    verbose = render(starts, verbose=True)
    assert "missing: app/lib/libm.so.6  (runpath of app/bin/server)" in verbose
    assert "libc.so.6 → " not in verbose
    assert "libm.so.6  cache\n" in verbose


def test_graphs(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    bundle = read_bundle(pack(lab))
    target = place(bundle, host_profile())
    starts = [Start(look(bundle, name), target.files) for name in programs(bundle)]
    text = dot(starts)
    assert '"app/bin/server" -> "app/lib/libmine.so.1" [label="runpath of app/bin/server"];' in text
    assert '"libgone.so" [shape=box, color=red, fontcolor=red];' in text
    assert text.count('"app/lib/libmine.so.1" [shape') == 1
    chart = mermaid(starts)
    assert 'n0["app/bin/server"]:::program' in chart
    assert '-->|"runpath of app/bin/server"|' in chart


def test_names_in_reports_do_not_steer_the_terminal_or_the_graph(tmp_path: Path) -> None:
    lab = glibc_lab(tmp_path)
    lab.program("bin/p", 'lib\x1b[31m"x.so')
    bundle = read_bundle(str(lab.root))
    target = place(bundle, host_profile())
    starts = [Start(look(bundle, "bin/p"), target.files)]
    for text in (render(starts), dot(starts), mermaid(starts)):
        assert "\x1b" not in text
    assert '\\"x.so"' in dot(starts)
    assert "#quot;x.so" in mermaid(starts)


def test_what_a_name_may_have_meant(tmp_path: Path) -> None:
    carried = Carried(read_bundle(pack(glibc_lab(tmp_path))))
    assert carried.meant("libtcmalloc.so.4") == ("app/lib/libtcmalloc.so",)
    assert carried.meant("libmine.so.2") == ("app/lib/libmine.so", "app/lib/libmine.so.1")
    assert carried.meant("libgone.so") == ()
