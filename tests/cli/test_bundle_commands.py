"""`loads`, `why`, `diff` and `profile`, on archives with real small programs."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Lintpack

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="programs are built with gcc")

LAUNCHER = """\
#!/bin/bash
HERE="$(cd "$(dirname "$0")" && pwd)"
export LD_LIBRARY_PATH="$HERE/../lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
exec nice -n 5 "$HERE/server" "$@"
"""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `server-1` with bin/server, which needs libfoo.so.4, lib/libfoo.so.4 and a launcher."""
    root = tmp_path_factory.mktemp("bundles") / "server-1"
    (root / "bin").mkdir(parents=True)
    (root / "lib").mkdir()
    build(root, "lib/libfoo.so.4", "int foo(void) { return 0; }", "-shared", "-fPIC", "-Wl,-soname,libfoo.so.4")
    build(root, "bin/server", "int foo(void); int main(void) { return foo(); }", "lib/libfoo.so.4")
    launcher = root / "bin" / "start.sh"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    return root


def build(root: Path, output: str, code: str, *options: str) -> None:
    source = root.parent / "source.c"
    source.write_text(code)
    subprocess.run(["gcc", "-o", output, str(source), *options], cwd=root, check=True)


def archive(folder: Path, path: Path, top: str = "server-1", rename: dict[str, str] | None = None) -> str:
    with tarfile.open(path, "w:gz") as out:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                name = str(file.relative_to(folder))
                out.add(file, f"{top}/{(rename or {}).get(name, name)}")
    return str(path)


def programs(text: str) -> list[dict[str, Any]]:
    document = json.loads(text)
    assert document["version"] == 1
    found: list[dict[str, Any]] = document["programs"]
    return found


def test_a_program_gets_the_path_that_its_launcher_exports(lintpack: Lintpack, server: Path, tmp_path: Path) -> None:
    tar = archive(server, tmp_path / "server.tar.gz")
    done = lintpack("loads", tar, "--format", "json", "--prefix", "/srv")
    assert done.status == 0
    (program,) = programs(done.out)
    assert program["program"] == "server-1/bin/server"
    assert program["launcher"] == "server-1/bin/start.sh"
    assert program["library_path"] == "/srv/server-1/bin/../lib"
    assert program["fatal"] is None
    foo = program["loads"][0]
    assert (foo["needed"], foo["by"]) == ("libfoo.so.4", "server-1/bin/server")
    assert (foo["path"], foo["inside"], foo["via"]) == ("server-1/lib/libfoo.so.4", True, "LD_LIBRARY_PATH")


def test_a_given_library_path_is_the_only_one(lintpack: Lintpack, server: Path) -> None:
    done = lintpack("loads", str(server), "server", "--library-path", "", "--format", "json")
    (program,) = programs(done.out)
    assert (program["launcher"], program["library_path"]) == (None, "")
    assert "libfoo.so.4: cannot open shared object file" in program["fatal"]
    assert program["loads"][0]["path"] is None


def test_a_launcher_names_the_programs_that_it_starts(lintpack: Lintpack, server: Path) -> None:
    done = lintpack("loads", str(server), "bin/start.sh")
    assert done.out.startswith("bin/server   started by bin/start.sh, LD_LIBRARY_PATH=")
    assert "lib/libfoo.so.4  LD_LIBRARY_PATH\n" in done.out


def test_what_the_bundle_has_instead_is_said(lintpack: Lintpack, server: Path, tmp_path: Path) -> None:
    tar = archive(server, tmp_path / "bad.tar.gz", rename={"lib/libfoo.so.4": "lib/libfoo.so"})
    done = lintpack("loads", tar)
    assert "libfoo.so.4 not found  ! the bundle has server-1/lib/libfoo.so\n" in done.out


@pytest.mark.parametrize("form", ["dot", "mermaid"])
def test_graphs(lintpack: Lintpack, server: Path, form: str) -> None:
    done = lintpack("loads", str(server), "--format", form)
    assert done.status == 0
    assert '"lib/libfoo.so.4"' in done.out


def test_mistakes_in_asking(lintpack: Lintpack, server: Path, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no archive\n")
    for words, message in (
        (("loads", str(server), "bin/sever"), "no such member; did you mean `bin/server`?"),
        (("loads", "/nowhere.tar"), "can't be read"),
        (("loads", str(text)), str(text)),
        (("loads", str(server), "--profile", "el7"), "no profile el7; known are host, "),
        (("loads", str(server), "--limit", "size=1"), "unknown limit `size`"),
        (("loads", str(server), "--format", "text"), "`--format` is one of tree, json, dot, mermaid"),
        (("diff", str(server)), "usage: lintpack diff OLD NEW"),
        (("profile", "lst"), "did you mean `list`?"),
        (("why", str(server)), "which library?"),
        (("why", "libfoo.so", "--archive", "/nowhere.tar"), "/nowhere.tar: can't be read"),
    ):
        done = lintpack(*words)
        assert done.status == 2, words
        assert message in done.err


def test_diff_says_what_changed(lintpack: Lintpack, server: Path, tmp_path: Path) -> None:
    old = archive(server, tmp_path / "old.tar.gz")
    new = archive(server, tmp_path / "new.tar.gz", "server-2", {"lib/libfoo.so.4": "lib64/libfoo.so.4"})
    done = lintpack("diff", old, new, "--profile", "debian-12")
    assert done.status == 0
    assert done.out.splitlines() == [
        "libraries moved",
        "  lib/libfoo.so.4 → lib64/libfoo.so.4",
        "loaded from elsewhere",
        "  bin/server: libfoo.so.4  lib/libfoo.so.4 (LD_LIBRARY_PATH) → not found",
    ]
    assert lintpack("diff", old, old).out == "nothing changed for the loader\n"
    changes = json.loads(lintpack("diff", old, new, "--format", "json").out)["changes"]
    assert {change["kind"] for change in changes} == {"moved", "provider"}


def test_a_raised_floor_names_the_symbol_and_the_object(lintpack: Lintpack, server: Path, tmp_path: Path) -> None:
    new = tmp_path / "server-1"
    shutil.copytree(server, new)
    code = 'extern int arc4random(void); __asm__(".symver arc4random,arc4random@GLIBC_2.36");'
    build(new, "bin/server", f"{code} int main(void) {{ return arc4random(); }}")
    done = lintpack("diff", str(server), str(new))
    assert "GLIBC 2.34 → 2.36\n" in done.out
    assert "    by bin/server for arc4random\n" in done.out
    assert "  bin/server: - libfoo.so.4\n" in done.out


def test_why_lists_every_place(
    lintpack: Lintpack, server: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tar = archive(server, tmp_path / "bad.tar.gz", rename={"lib/libfoo.so.4": "lib/libfoo.so"})
    (tmp_path / "pack.sh").write_text(
        'copy() { cp -L "$@"; }\ncopy out/libfoo.so "$pack/lib"\nrm "$pack/lib/libz.so"\n'
    )
    done = lintpack("why", "libfoo.so.4", "pack.sh", "--archive", tar)
    assert done.status == 0
    assert "  is packed\n    pack.sh:2:10  out/libfoo.so → ${pack}/lib" in done.out
    assert "    server-1/lib/libfoo.so  SONAME libfoo.so.4\n" in done.out
    assert "    server-1/bin/server  NEEDED libfoo.so.4\n" in done.out
    assert "libfoo.so.4 → not found\n" in done.out
    assert "libz" not in done.out
    kinds = [m["kind"] for m in json.loads(lintpack("why", "libz", "--format", "json").out)["libraries"][0]["mentions"]]
    assert kinds == ["removed"]


def test_profiles_are_listed_shown_and_captured(lintpack: Lintpack, server: Path, tmp_path: Path) -> None:
    names = [line.split()[0] for line in lintpack("profile", "list").out.splitlines()]
    assert names[0] == "host"
    assert {"debian-12", "el8", "alpine-3.20"} <= set(names)
    assert "libc.so.6" in lintpack("profile", "show", "el8").out
    captured = tmp_path / "here.json"
    captured.write_text(lintpack("profile", "capture", "here").out)
    done = lintpack("loads", str(server), "--profile", str(captured), "--format", "json")
    assert [program["fatal"] for program in programs(done.out)] == [None]


def test_an_archive_is_checked_alone_and_beside_scripts(lintpack: Lintpack, server: Path, tmp_path: Path) -> None:
    good = archive(server, tmp_path / "good.tar.gz")
    bad = archive(server, tmp_path / "bad.tar.gz", rename={"lib/libfoo.so.4": "lib/libfoo.so"})
    assert lintpack("check", "--no-config", "--archive", good) == (0, "no findings in 1 archive\n", "")
    done = lintpack("check", "--no-config", "--archive", good, "--archive", bad, "--format", "json")
    assert (done.status, done.err) == (1, "")
    document = json.loads(done.out)
    assert document["summary"]["archives"] == 2
    (finding,) = document["findings"]
    assert (finding["code"], finding["path"], finding["line"]) == ("LP401", f"{bad}!server-1/lib/libfoo.so", None)
    # A comment in the script speaks for what the script puts into the archive.
    script = tmp_path / "pack.sh"
    for comment, status in (("", 1), ("   # lintpack: ignore[LP401,LP101] loaded by its path", 0)):
        script.write_text(f'cp out/libfoo.so "$pack/lib/libfoo.so"{comment}\n')
        words = ("check", "--no-config", "--select", "LP1,LP4", str(script), "--archive", bad)
        assert lintpack(*words).status == status, comment


def test_an_archive_that_cannot_be_read_costs_nothing_else(lintpack: Lintpack, server: Path, tmp_path: Path) -> None:
    good = archive(server, tmp_path / "good.tar.gz")
    half = tmp_path / "half.tar.gz"
    half.write_bytes((tmp_path / "good.tar.gz").read_bytes()[:3000])
    script = tmp_path / "pack.sh"
    script.write_text("LD_LIBRARY_PATH=/x::/y ./run\n")
    done = lintpack(
        "check", "--no-config", str(script), "--archive", "/nowhere", "--archive", str(half), "--archive", good
    )
    assert done.status == 2
    assert "/nowhere: can't be read" in done.err
    assert f"{half}: the gzip stream ends too early" in done.err
    assert "empty-path-element" in done.out
    for words in (("--profile", "el7"), ("--limit", "size=3")):
        done = lintpack("check", "--archive", good, *words)
        assert done.status == 2
        assert words[1].partition("=")[0] in done.err
