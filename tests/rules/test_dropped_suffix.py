"""LP101: where a library without a version is reported, and where it is right as it is."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import said, warned


def found(script: str, least: str = "medium", **files: str) -> list[tuple[str, str]]:
    """The pieces of the script that LP101 underlines, each with the message."""
    repository = MemoryRepository(
        {
            "scripts/pack.sh": script,
            **{f"scripts/{name}.sh": text for name, text in files.items()},
        }
    )
    entry = [("scripts/pack.sh", repository, "scripts/pack.sh")]
    outcome = check(entry, Settings(selected(("LP101",), ()), {}, least))
    assert outcome.errors == ()
    return [(f.place.text, f.message) for f in outcome.report.findings if f.place is not None]


THIRD = "cp third/lib/libz.so.1 third/lib/liblz4.so.1 out/lib\n"
REPORTED = {
    "neighbours in the same command": "cp third/lib/{libz.so.1,libssl.so.3,libfoo.so} out/lib",
    "neighbours in other commands": THIRD + "cp third/lib/libfoo.so out/lib/",
    "under a new name that is the same": THIRD + "cp third/lib/libfoo.so out/lib/libfoo.so",
    "in a loop over words": "for lib in libz.so.1 libssl.so.3 libfoo.so; do cp third/$lib out; done",
    "in an array": 'l=(\n  libz.so.1\n  libssl.so.3\n  libfoo.so\n)\nfor x in "${l[@]}"; do cp "third/$x" out/; done',
    "through a function": 'copy() { cp -L "$1" "$2"; }\nfor l in z.so.1 ssl.so.3; do copy third/lib$l out; done\n'
    "copy third/libfoo.so out",
    "under unknown folders": 'cp "$ROOT/lib/libz.so.1" "$ROOT/lib/libssl.so.3" "$ROOT/lib/libfoo.so" "$out/lib"',
    "from the system": "cp /usr/lib/x86_64-linux-gnu/libfoo.so out",
    "from any architecture of the system": "cp /usr/lib/*/libfoo.so /lib/*/libz.so.1 ./lib",
    "from gcc": "cp /usr/lib/gcc/x86_64-linux-gnu/12/libfoo.so out",
    "another branch has a version": 'if [ "$a" = 1 ]; then cp lib/libfoo.so.2 out; else cp lib/libfoo.so out; fi',
    "the script speaks of a version": "if [ -f lib/libfoo.so.2 ]; then\n  cp lib/libfoo.so out\nfi",
    "a link to the system's dev name": "ln -s /usr/lib64/libfoo.so out/lib/libfoo.so.7",
    "a preload of the system's dev name": "export LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libfoo.so",
    "a preload of several": 'LD_PRELOAD="$here/a.so:/usr/lib/libfoo.so" ./server',
    "a preload with a version elsewhere": "cp lib/libfoo.so.4 out\nexport LD_PRELOAD=libfoo.so",
    "installed": "install -m 755 third/libz.so.1 third/libssl.so.3 third/libfoo.so out",
}


@pytest.mark.parametrize("script", REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str) -> None:
    assert [text for text, _ in found(script + "\n")] == ["libfoo.so"]


SILENT = {
    "options of a build": "args=(\n  -DZLIB_LIBRARY=/usr/lib/x86_64-linux-gnu/libz.so\n  -DBUILD=1\n)\n"
    'cmake "${args[@]}"',
    "several without a version, which the table knows": "for l in libz.so.1 libharfbuzz.so libcurl.so libpng16.so; do\n"
    "cp $deps/lib/$l out; done",
    "built here, known of the table only": "make config prefix=$METIS\nmake install\ncp $METIS/lib/libmetis.so $out",
    "a vendor's library under many names": "ln -sf /usr/lib/aarch64-linux-gnu/libMali.so /usr/lib/libEGL.so.1",
    "a link that is kept, known of the table only": "cp -d $root/lib/libgomp.so $root/lib/libmine.so out/lib",
    "one of two names, which a function finds": 'find_it() {\n  if [ -e "d/$1" ]; then echo "d/$1"; else\n'
    "ls d/$1.*; fi\n}\n"
    'put() { cp -L "$1" out; }\nadd() { put "$(find_it $1)"; }\nadd libcurl.so\nadd libz.so.1',
    "names to preload that are tried one after the other": "try() { LD_PRELOAD=$1 true 2> log; }\n"
    "try libjemalloc.so; try libjemalloc.so.2",
    "the compiler's own folder": "# libstdc++.so.6\n"
    "ln -s ../../lib32/libstdc++.so.6 /usr/lib/gcc/x86_64-linux-gnu/12/32/libstdc++.so",
    "Termux": "cp $TERMUX_PREFIX/lib/libcurl.so $TERMUX_PKG_TMPDIR/backup/",
    "the project's own output": THIRD + "cp build/output/lib/libfoo.so out/lib",
    "nothing says that it has a version": "cp lib/libfoo.so lib/libbar.so out",
    "one neighbour is no habit": "cp third/libz.so.1 third/libfoo.so out",
    "both names": THIRD + "cp third/lib/libfoo.so third/lib/libfoo.so.4 out/lib",
    "both names, by a pattern": THIRD + "cp third/lib/libfoo.so out/lib\ncp third/lib/libfoo*.so* out/lib",
    "both names, by a link": THIRD + "cp third/lib/libfoo.so out/lib\nln -s libfoo.so out/lib/libfoo.so.4",
    "the whole folder": THIRD + "cp -a third/lib/. out/lib\ncp third/lib/libfoo.so out/lib",
    "a pattern": THIRD + "cp third/lib/libfoo.so* out/lib",
    "a versioned name": THIRD + "cp third/lib/libfoo.so.4 out/lib",
    "a version before .so": THIRD + "cp third/lib/libfoo-1.2.so out/lib",
    "a renamed one": THIRD + "cp third/lib/libfoo.so out/lib/libbar.so",
    "a plug-in by name": THIRD + "cp third/lib/foo.so third/lib/libfoo_plugin.so out/lib",
    "a folder of plug-ins": "cp /usr/lib/x86_64-linux-gnu/libfoo.so out/plugins/\ncp third/lib/libfoo.so out/lib/dri",
    "plug-ins of the system": "cp /usr/lib/x86_64-linux-gnu/vdpau/libfoo.so out",
    "JNI": "cp /usr/lib/libfoojni.so /usr/lib/libjvm.so out",
    "a Python extension": THIRD + "cp third/lib/_ssl.cpython-311-x86_64-linux-gnu.so out/lib",
    "Android": "for a in x86 arm64-v8a; do cp third/libz.so.1 third/libssl.so.3 third/libfoo.so app/jniLibs/$a; done",
    "a -devel package": THIRD + "cp third/lib/libfoo.so out/lib\ncp -r third/include/foo.h out/include",
    "a -devel package's static library": THIRD + "cp third/lib/libfoo.so third/lib/libfoo.a out/lib",
    "a shim that is built and preloaded here": "gcc -shared -o s/libfoo.so s.c\nexport LD_PRELOAD=$PWD/s/libfoo.so",
    "a preload of what is packed so": "cp build/libfoo.so /opt/x/lib\nexport LD_PRELOAD=/opt/x/lib/libfoo.so",
    "a link for the link editor": "ln -s libfoo.so.4 out/lib/libfoo.so",
    "a comment's version": THIRD + "# libfoo.so.4 is gone\ncp build/libfoo.so out/lib",
    "the dev name is made from the versioned one": "cp lib/libfoo.so out\necho ln -s libfoo.so.4 libfoo.so",
    "a wrapper to preload": "export LD_PRELOAD=/usr/lib/libnss_wrapper.so",
    "several have none": "cp t/liba.so.1 t/libb.so.1 t/libc.so.6 t/libd.so.1 t/libfoo.so t/libbar.so t/libbaz.so out",
    "most have none": "cp third/libz.so.1 third/libfoo.so third/liba.so third/libb.so out",
    "removed": "rm -f /usr/lib/libfoo.so",
}


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert found(script + "\n") == []


def test_a_script_beside_it_that_has_the_version_says_so() -> None:
    tools = "copy_file lib/libfoo.so.4.2 out\n"
    assert found("cp lib/libfoo.so out\n", pack_tools=tools) == [
        ("libfoo.so", "packs `libfoo.so`, but it is `libfoo.so.4.2` in `scripts/pack_tools.sh`")
    ]
    assert found("cp lib/libfoo.so out\n", other="# libfoo.so.4\necho libxfoo.so.4 libfoo.so.x\n") == []


def test_the_weaker_sign_is_a_guess() -> None:
    script = "cp third/libz.so.1 third/libfoo.so out\n"
    assert found(script) == []
    assert [text for text, _ in found(script, "low")] == ["libfoo.so"]


def test_each_place_once() -> None:
    script = f"pack() {{\n{THIRD}cp third/lib/libfoo.so out/lib\n}}\npack\nif [ -n $x ]; then pack; else pack; fi\n"
    assert len(found(script)) == 1


def test_the_fix_is_shown_where_the_version_is_known() -> None:
    repository = MemoryRepository({"pack.sh": "if [ -e lib/libfoo.so.2 ]; then cp lib/libfoo.so out; fi\n"})
    outcome = check([("pack.sh", repository, "pack.sh")], Settings(selected(("LP101",), ()), {}))
    (one,) = outcome.report.findings
    (fix,) = one.fixes
    assert (fix.safety, fix.edits[0].replacement, fix.edits[0].place) == ("display", "libfoo.so.2", one.place)
    assert one.help == "copy `libfoo.so.2`"


def test_a_preload_that_is_asked_for_first_is_a_note() -> None:
    script = 'lib=/usr/lib/libfoo.so\nif [ -f "$lib" ]; then\n  export LD_PRELOAD=$lib\nfi\n./server\n'
    assert [(one.text, one.level) for one in said("LP101", script)] == [("libfoo.so", "note")]
    assert warned("LP101", "export LD_PRELOAD=/usr/lib/libfoo.so\n./server\n") == [(1, "libfoo.so")]
    assert warned("LP313", "export LD_PRELOAD=/usr/lib/libfoo.so\n./server\n") == []


@pytest.mark.parametrize(("versioned", "told"), [(13, 3), (5, 0)])
def test_several_of_one_project(versioned: int, told: int) -> None:
    """Beside many others that have a version they are no habit."""
    names = [*(f"libqt{rank}.so.5" for rank in range(versioned)), "libicuuc.so", "libicudata.so", "libicui18n.so"]
    assert len(found("".join([f"cp $QT/lib/{name} out/lib\n" for name in names]))) == told
