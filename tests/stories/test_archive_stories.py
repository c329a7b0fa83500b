"""Faults from end to end: real programs and libraries, packed by a script, started by the real loader, and found."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Lintpack

pytestmark = pytest.mark.skipif(
    shutil.which("gcc") is None or platform.machine() != "x86_64", reason="programs are built with gcc, for x86-64"
)

LAUNCHER = """\
#!/bin/bash
ROOT=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH=${ROOT}/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
exec "$ROOT/bin/server" "$@"
"""
COMMON = """\
copy_file() {
    if [[ $# -lt 2 ]]; then
        echo "ERROR: invalid copy file command: cp $*"
        exit 1
    fi
    cp -Lr $*
    if [ $? -ne 0 ]; then
        exit 1
    fi
}
"""


class Build:
    """A build tree `out` in the working directory, and scripts that pack it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "out").mkdir()
        (root / "launcher.sh").write_text(LAUNCHER)
        (root / "launcher.sh").chmod(0o755)

    def compile(self, output: str, code: str, *options: str) -> None:
        source = self.root / "source.c"
        source.write_text(code)
        path = self.root / "out" / output
        path.parent.mkdir(parents=True, exist_ok=True)
        self.run("gcc", "-o", str(path), "-x", "c", str(source), "-x", "none", "-Lout", *options)

    def library(self, output: str, code: str, *options: str, soname: str = "") -> None:
        name = ("-Wl,-soname," + soname,) if soname else ()
        self.compile(output, code, "-shared", "-fPIC", *name, *options)

    def link(self, name: str, aim: str) -> None:
        (self.root / "out" / name).symlink_to(aim)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=self.root, check=True, capture_output=True, text=True)

    def pack(self, *commands: str, name: str = "pack.sh") -> None:
        """Write the script that packs `server/`, and run it."""
        lines = ["#!/bin/bash", "set -e", "source ./pack_common.sh", "pack=server", "rm -rf ${pack} server.tar.gz"]
        lines += ["mkdir -p ${pack}/bin ${pack}/lib", *commands, "cp launcher.sh ${pack}/start.sh"]
        (self.root / "pack_common.sh").write_text(COMMON)
        (self.root / name).write_text("\n".join([*lines, "tar -czf server.tar.gz ${pack}", ""]))
        self.run("bash", name)

    def start(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Unpack the archive elsewhere, and start it."""
        place = self.root / "unpacked"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        with tarfile.open(self.root / "server.tar.gz") as archive:
            archive.extractall(place, filter="tar")
        environ = {k: v for k, v in os.environ.items() if not k.startswith("LD_")} | environment
        return subprocess.run(
            [str(place / "server" / "start.sh")], env=environ, check=False, capture_output=True, text=True
        )


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    monkeypatch.chdir(tmp_path)
    return Build(tmp_path)


def findings(lintpack: Lintpack, *words: str) -> list[dict[str, Any]]:
    """What counts; notes are left out."""
    done = lintpack("check", "--no-config", *words, "--format", "json")
    assert done.err == ""
    found: list[dict[str, Any]] = json.loads(done.out)["findings"]
    return [one for one in found if one["level"] != "note"]


def profile(root: Path, library: str) -> str:
    """The file of a target like this system, whose /lib64 has an old `library`."""
    data = {
        "version": 1,
        "name": "old",
        "libc": "glibc",
        "libc_version": "2.99",
        "machines": {"x86_64": {"interpreter": "/lib64/ld-linux-x86-64.so.2", "directories": ["/lib64", "/usr/lib64"]}},
        "libraries": {"@loader": {}, "libc.so.6": {"needed": ["@loader"]}, library: {"path": f"/lib64/{library}"}},
    }
    path = root / "old.json"
    path.write_text(json.dumps(data))
    return str(path)


# --- Apache Pegasus


TCMALLOC = "libtcmalloc_and_profiler.so"


def pegasus(build: Build, name: str) -> None:
    build.library(f"{TCMALLOC}.4.6.5", "int version(void) { return 213; }", soname=f"{TCMALLOC}.4")
    build.link(f"{TCMALLOC}.4", f"{TCMALLOC}.4.6.5")
    build.link(TCMALLOC, f"{TCMALLOC}.4")
    build.library("libdsn_utils.so", "int dsn(void) { return 0; }", soname="libdsn_utils.so")
    code = '#include <stdio.h>\nint dsn(void), version(void); int main(void) { printf("%d", version()); return dsn(); }'
    build.compile("server", code, "-ldsn_utils", "-ltcmalloc_and_profiler")
    build.pack(
        "copy_file ./out/server ${pack}/bin",
        "copy_file ./out/libdsn_utils.so ${pack}/lib",
        f"copy_file ./out/{name} ${{pack}}/lib",
    )


def test_pegasus_packed_a_name_that_the_loader_does_not_ask_for(lintpack: Lintpack, build: Build) -> None:
    pegasus(build, TCMALLOC)
    # In reality: with an old copy in a system directory the program runs with that; without, it does not start.
    build.library(f"system/{TCMALLOC}.4", "int version(void) { return 27; }", soname=f"{TCMALLOC}.4")
    old = build.start(LD_LIBRARY_PATH=str(build.root / "out" / "system"))
    assert (old.returncode, old.stdout) == (0, "27")
    assert f"{TCMALLOC}.4: cannot open shared object file" in build.start().stderr

    (one,) = findings(
        lintpack, "pack.sh", "--archive", "server.tar.gz", "--profile", profile(build.root, f"{TCMALLOC}.4")
    )
    assert (one["level"], one["name"], one["confidence"]) == ("error", "dropped-version-suffix", "high")
    script = (build.root / "pack.sh").read_text().splitlines()
    assert (one["path"], script[one["line"] - 1]) == ("pack.sh", f"copy_file ./out/{TCMALLOC} ${{pack}}/lib")
    assert "pack_common.sh" in [label["path"] for label in one["related"]]
    facts = {fact["subject"]: fact["lines"] for fact in one["facts"]}
    assert facts[f"server.tar.gz!server/lib/{TCMALLOC}"] == [f"SONAME   {TCMALLOC}.4"]
    needs = facts["server.tar.gz!server/bin/server"]
    assert needs[0].startswith(f"NEEDED   {TCMALLOC}.4   resolves to /lib64/{TCMALLOC}.4")
    assert f"looked   server/lib/{TCMALLOC}.4   missing (LD_LIBRARY_PATH)" in needs
    assert "script and archive agree" in one["notes"][-1]
    assert f"copy `{TCMALLOC}.4`" in one["help"]


def test_pegasus_mended_is_silent(lintpack: Lintpack, build: Build) -> None:
    pegasus(build, f"{TCMALLOC}.4")
    assert build.start().stdout == "213"
    words = ("--archive", "server.tar.gz", "--profile", profile(build.root, f"{TCMALLOC}.4"))
    assert findings(lintpack, "pack.sh", *words) == []
    assert findings(lintpack, *words) == []


def test_the_archive_alone_tells_the_story(lintpack: Lintpack, build: Build) -> None:
    pegasus(build, TCMALLOC)
    words = ("--archive", "server.tar.gz", "--profile", profile(build.root, f"{TCMALLOC}.4"))
    (one,) = findings(lintpack, *words)
    assert (one["name"], one["level"], one["line"]) == ("system-fallthrough", "error", None)
    assert one["path"] == f"server.tar.gz!server/lib/{TCMALLOC}"
    other = build.root / "other.sh"
    other.write_text('cp a.txt "$d/b.txt"\n')
    (one,) = findings(lintpack, "other.sh", *words)
    assert one["notes"][-1] == f"no script line was found that packs `server/lib/{TCMALLOC}`"


# --- each fault: it breaks in reality, is found at its line, and is not found once mended


def at(build: Build, finding: dict[str, Any]) -> str:
    """The line of the script that a finding points to."""
    assert finding["path"] == "pack.sh"
    return (build.root / "pack.sh").read_text().splitlines()[int(finding["line"]) - 1]


def named(found: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (one,) = [finding for finding in found if finding["name"] == name]
    return one


ALLOCATOR = """
#include <stddef.h>
static char room[1 << 16]; static size_t used; int %(tag)s(void) { return 0; }
void *malloc(size_t n) { used = (used + 15) & ~15ul; void *p = room + used; used += n; return p; }
void *calloc(size_t n, size_t m) { return malloc(n * m); }
void *realloc(void *p, size_t n)
{ char *q = malloc(n); for (size_t i = 0; p && i < n; i++) q[i] = ((char *) p)[i]; return q; }
void free(void *p) { if (p && ((char *) p < room || (char *) p >= room + sizeof room)) __builtin_trap(); }
"""


@pytest.mark.parametrize("mended", [False, True])
def test_two_allocators(lintpack: Lintpack, build: Build, mended: bool) -> None:
    # The first allocator's free gets the memory of the second one's aligned_alloc.
    build.library("libone.so.1", ALLOCATOR % {"tag": "one"}, soname="libone.so.1")
    aligned = "void *aligned_alloc(size_t a, size_t n) { (void) a; used += n; return room + used - n; }"
    two = ALLOCATOR % {"tag": "two"} + aligned
    build.library("libtwo.so.1", two, soname="libtwo.so.1")
    build.link("libone.so", "libone.so.1")
    build.link("libtwo.so", "libtwo.so.1")
    store = "int two(void); int store(void) { return two(); }" if not mended else "int store(void) { return 0; }"
    build.library("libstore.so", store, *(["-ltwo"] if not mended else []), soname="libstore.so")
    code = "#include <stdlib.h>\nint one(void), store(void);"
    call = "malloc(16)" if mended else "aligned_alloc(16, 16)"
    code += f" int main(void) {{ free({call}); return one() + store(); }}"
    build.compile("server", code, "-fno-builtin", "-lone", "-lstore", "-Wl,-rpath-link,out")
    build.pack(
        "copy_file out/server ${pack}/bin",
        "copy_file out/libone.so.1 ${pack}/lib",
        "copy_file out/libstore.so ${pack}/lib",
        *([] if mended else ["copy_file out/libtwo.so.1 ${pack}/lib"]),
    )
    assert (build.start().returncode == 0) is mended
    found = findings(lintpack, "pack.sh", "--archive", "server.tar.gz")
    if mended:
        assert found == []
        return
    one = named(found, "two-allocators")
    assert one["level"] == "error"
    assert at(build, one) == "copy_file out/libtwo.so.1 ${pack}/lib"


@pytest.mark.parametrize("mended", [False, True])
def test_mixed_majors(lintpack: Lintpack, build: Build, mended: bool) -> None:
    # Version 2 of the library made a field of another size: who was built with it reads what version 1 left.
    build.library("libdata.so.1", "int size(void) { return 1; }", soname="libdata.so.1")
    build.library("libdata.so.2", "int size(void) { return 2; }", soname="libdata.so.2")
    (build.root / "out" / "new").mkdir()
    (build.root / "out" / "new" / "libdata.so").symlink_to("../libdata.so.2")
    build.link("libdata.so", "libdata.so.2" if mended else "libdata.so.1")
    build.library(
        "libuser.so",
        "int size(void); int user(void) { return size(); }",
        "-Lout/new",
        "-Wl,-Bdynamic",
        "out/new/libdata.so",
        soname="libuser.so",
    )
    code = "int size(void), user(void); int main(void) { size(); return user() == 2 ? 0 : 7; }"
    build.compile("server", code, "-ldata", "-luser", "-Wl,-rpath-link,out")
    build.pack(
        "copy_file out/server ${pack}/bin",
        "copy_file out/libuser.so ${pack}/lib",
        "copy_file out/libdata.so.2 ${pack}/lib",
        *([] if mended else ["copy_file out/libdata.so.1 ${pack}/lib"]),
    )
    assert build.start().returncode == (0 if mended else 7)
    found = findings(lintpack, "pack.sh", "--archive", "server.tar.gz", "--select", "LP4")
    if mended:
        assert found == []
    else:
        one = named(found, "mixed-majors")
        assert at(build, one).startswith("copy_file out/libdata.so.")


@pytest.mark.parametrize("mended", [False, True])
def test_a_provider_without_the_version(lintpack: Lintpack, build: Build, mended: bool) -> None:
    (build.root / "one.map").write_text("FOO_1 { one; };\n")
    (build.root / "two.map").write_text("FOO_1 { one; };\nFOO_2 { two; };\n")
    one, two = "int one(void) { return 0; }", "int two(void) { return 0; }"
    build.library("old/libfoo.so.1", one, "-Wl,--version-script,one.map", soname="libfoo.so.1")
    build.library("libfoo.so.1", one + two, "-Wl,--version-script,two.map", soname="libfoo.so.1")
    build.link("libfoo.so", "libfoo.so.1")
    build.compile("server", "int one(void), two(void); int main(void) { return one() + two(); }", "-lfoo")
    library = "out/libfoo.so.1" if mended else "out/old/libfoo.so.1"
    build.pack("copy_file out/server ${pack}/bin", f"copy_file {library} ${{pack}}/lib")
    done = build.start()
    assert ("version `FOO_2' not found" in done.stderr) is not mended
    found = findings(lintpack, "pack.sh", "--archive", "server.tar.gz")
    if mended:
        assert found == []
    else:
        (one_finding,) = found
        assert (one_finding["name"], one_finding["level"]) == ("version-not-provided", "error")
        assert at(build, one_finding) == "copy_file out/old/libfoo.so.1 ${pack}/lib"
        assert "`two`" in str(one_finding["facts"])


@pytest.mark.parametrize("mended", [False, True])
def test_a_runpath_is_not_inherited(lintpack: Lintpack, build: Build, mended: bool) -> None:
    build.library("libbar.so.1", "int bar(void) { return 0; }", soname="libbar.so.1")
    build.link("libbar.so", "libbar.so.1")
    own = ["-Wl,--enable-new-dtags,-rpath,$ORIGIN"] if mended else []
    build.library("libfoo.so.1", "int bar(void); int foo(void) { return bar(); }", "-lbar", *own, soname="libfoo.so.1")
    build.link("libfoo.so", "libfoo.so.1")
    build.compile(
        "server",
        "int foo(void); int main(void) { return foo(); }",
        "-lfoo",
        "-Wl,-rpath-link,out",
        "-Wl,--enable-new-dtags,-rpath,$ORIGIN/../lib",
    )
    (build.root / "launcher.sh").write_text('#!/bin/sh\nexec "$(dirname "$0")/bin/server" "$@"\n')
    build.pack(
        "copy_file out/server ${pack}/bin", "copy_file out/libfoo.so.1 ${pack}/lib", "cp out/libbar.so.1 ${pack}/lib"
    )
    done = build.start()
    assert ("libbar.so.1: cannot open shared object file" in done.stderr) is not mended
    found = findings(lintpack, "pack.sh", "--archive", "server.tar.gz")
    if mended:
        assert found == []
    else:
        (one,) = found
        assert (one["name"], one["level"]) == ("runpath-not-inherited", "error")
        assert at(build, one) == "copy_file out/libfoo.so.1 ${pack}/lib"


@pytest.mark.parametrize("mended", [False, True])
def test_a_copied_link_is_loaded_twice(lintpack: Lintpack, build: Build, mended: bool) -> None:
    # Two objects ask for the library by two names; what one counts the other does not see.
    counter = "static int count; int next(void) { return ++count; }"
    build.library("libcount.so.1.2", counter, soname="libcount.so.1")
    build.link("libcount.so.1", "libcount.so.1.2")
    build.library("libfirst.so", "int first(void) { return 0; }", soname="libfirst.so")
    code = """
#include <dlfcn.h>
int next(void);
int main(void) {
  next();
  void *handle = dlopen("libcount.so.1.2", RTLD_NOW);
  int (*again)(void) = handle ? (int (*)(void)) dlsym(handle, "next") : next;
  return again() == 2 ? 0 : 9;
}"""
    build.compile("server", code, "out/libcount.so.1", "-ldl")
    copy = "cp -a" if mended else "copy_file"
    build.pack("copy_file out/server ${pack}/bin", f"{copy} out/libcount.so.1 out/libcount.so.1.2 ${{pack}}/lib")
    assert build.start().returncode == (0 if mended else 9)
    found = findings(lintpack, "pack.sh", "--archive", "server.tar.gz")
    if mended:
        assert found == []
    else:
        one = next(one for one in found if one["name"] in ("copied-link", "links-dereferenced"))
        assert at(build, one) == "copy_file out/libcount.so.1 out/libcount.so.1.2 ${pack}/lib"
        assert any("sha256" in line for fact in one["facts"] for line in fact["lines"])


@pytest.mark.parametrize("mended", [False, True])
def test_a_text_file_under_a_librarys_name(lintpack: Lintpack, build: Build, mended: bool) -> None:
    build.library("libfoo.so.1", "int foo(void) { return 0; }", soname="libfoo.so.1")
    build.link("libfoo.so", "libfoo.so.1")
    build.compile("server", "int foo(void); int main(void) { return foo(); }", "-lfoo")
    (build.root / "out" / "script").mkdir()
    (build.root / "out" / "script" / "libfoo.so.1").write_text(
        "INPUT(libfoo.so.1.2)  /* for the link editor, not for the loader */\n"
    )
    library = "out/libfoo.so.1" if mended else "out/script/libfoo.so.1"
    build.pack("copy_file out/server ${pack}/bin", f"copy_file {library} ${{pack}}/lib")
    assert ("invalid ELF header" in build.start().stderr) is not mended
    found = findings(lintpack, "pack.sh", "--archive", "server.tar.gz")
    if mended:
        assert found == []
    else:
        (one,) = found
        assert (one["name"], one["level"]) == ("not-a-library", "error")
        assert at(build, one) == "copy_file out/script/libfoo.so.1 ${pack}/lib"
