"""LP2xx beyond their pages: what the build tree adds, and what stays silent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import MODULES


def found(script: str) -> list[tuple[int, str, str]]:
    outcome = check([("s.sh", MemoryRepository({"s.sh": script}), "s.sh")], Settings(MODULES, {}))
    assert outcome.errors == ()
    return [(f.place.line, f.code, f.level) for f in outcome.report.findings if f.place and f.code.startswith("LP2")]


def test_a_link_of_the_build_tree_without_its_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "deps").mkdir()
    (tmp_path / "deps/libz.so.1.3").write_bytes(b"")
    (tmp_path / "deps/libz.so.1").symlink_to("libz.so.1.3")
    (tmp_path / "pack.sh").write_text("set -e\nmkdir -p out/lib\ncp -P deps/libz.so.1 out/lib/\n")
    run = [sys.executable, "-m", "lintpack", "pack.sh", "--format", "concise"]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "pack.sh:3:12: error: packs the link `libz.so.1` as a link, but not `libz.so.1.3`" in done.stdout
    (tmp_path / "pack.sh").write_text("set -e\nmkdir -p out/lib\ncp -P deps/libz.so.1 deps/libz.so.1.3 out/lib/\n")
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "LP208" not in done.stdout


def test_unchecked_copies_are_named_once_a_script() -> None:
    script = "cp a/liba.so.1 out\ncp a/libb.so.1 out\ntar czf out.tgz out\n"
    assert found(script) == [(1, "LP206", "warning")]
    assert found("set -e\n" + script) == []
    assert found("trap 'exit 1' ERR\nset -e\n" + script) == []


def test_a_guard_that_asks_for_another_folder_is_no_guard() -> None:
    launcher = (
        '#!/bin/sh\nhere=$(dirname "$0")\nif [ ! -f {} ]; then ln -s x.so.1.2 "$here/lib/x.so.1"; fi\nexec "$here/p"\n'
    )
    assert found(launcher.format("/lib64/x.so.1")) == [(3, "LP207", "warning")]
    assert found(launcher.format('"$here/lib/x.so.1"')) == []


def test_versions_that_begin_alike_are_one_abi() -> None:
    assert found("ln -s libssl.so.1.1.1k out/libssl.so.1.1\nln -sf libfoo.so.2 out/libfoo.so.2.4\n") == []
    assert found("ln -sf libfoo-3.so.1 out/libfoo-2.so.1\n") == []


def test_numbers_of_releases_are_no_abi_versions() -> None:
    assert found("V=580.12.04\nln -s libcard.so.$V out/libcard.so.1\n") == []
    assert found("cp libcard.so.1 out/libcard.so.1-vendor\n") == []
    assert found("ln -s libfoo.so.0.2.6.2 out/libfoo.so.2.6.2\n") == []
    assert found("ln -s libfoo.so.0.2 out/libfoo.so.2\n") == [(1, "LP205", "warning")]
    assert found("ln -s libfoo.so.58.1 out/libfoo.so.1\n") == [(1, "LP205", "warning")]


def test_a_link_into_the_system_that_ends_the_second_run() -> None:
    script = "set -e\nln -s /usr/lib/llvm/libLTO.so.14 /usr/lib/libLTO.so.14\n"
    assert found(script) == [(2, "LP207", "warning")]
    assert found(script.replace("set -e", ":")) == []
    assert found(script.replace("ln -s", "[ -e /usr/lib/libLTO.so.14 ] || ln -s")) == []
    wrapper = 'set -e\nrun() { eval "$*"; }\nrun ln -s /opt/x/libx.so.1 /usr/lib/libx.so.1\n'
    assert found(wrapper) == [(3, "LP207", "warning")], "named at the call, not at `eval`"


@pytest.mark.parametrize(
    "cut", ["${f#$LIBS}", '${f#"$LIBS"}', "${f/$LIBS/}", "${f/$LIBS}", '$(echo "$f" | sed "s|$LIBS||")']
)
def test_a_target_that_keeps_the_slash_behind_what_is_cut_off(cut: str) -> None:
    script = f'find "$LIBS/plugins" -name "*.so" | while read -r f; do\n  ln -s "{cut}" out/lib/\ndone\n'
    assert found(script) == [(2, "LP203", "warning")]
    assert found(script.replace("out/lib/", '"$LIBS/../links/"')) == []
    assert found(script.replace("LIBS", "DESTDIR")) == []
    assert found("LIBS=/opt/x/lib/\n" + script) == []


def test_a_copy_that_is_preloaded_is_checked() -> None:
    script = (
        'hook=/tmp/$USER/libhook.so\ninstall -m 755 "$1/libhook.so" $hook\n{}export LD_PRELOAD=/x/liba.so.1:$hook\n'
    )
    assert found(script.format("")) == [(2, "LP206", "warning")]
    assert found(script.format('[ -r "$hook" ] || exit 1\n')) == []
    assert found("set -e\n" + script.format("")) == []
    assert found(script.format("").replace("$hook\n{}", "$hook || exit 1\n{}").replace("1:$hook", "1")) == []


def test_a_link_whose_numbers_are_its_own() -> None:
    for pair in (
        "crypto.so.7 x/libmbedcrypto.so.3",
        "tls.so.14 x/libmbedtls.so.12",
        "crypto.so.99 x/libmbedcrypto.so.98",
    ):
        assert [code for _, code, _ in found(f"ln -s libmbed{pair}\n")] == ["LP205"]


ROOTED = 'ln -sf "{0}/usr/lib/libz.so.1.3" "{0}/usr/lib/libz.so.1"\n'


@pytest.mark.parametrize(
    "root", ["$pkgdir", "$PKG", "${DESTDIR}", "$1", "$RPM_BUILD_ROOT", "${SNAPCRAFT_PART_INSTALL}"]
)
def test_a_link_into_the_folder_that_the_package_is_put_together_in(root: str) -> None:
    assert found(ROOTED.format(root)) == [(1, "LP203", "warning")]
    assert found(ROOTED.format(root).replace("-sf", "-sfr")) == []
    assert found(ROOTED.format(root).replace(root, "", 1)) == []


def test_a_staging_folder_is_known_by_what_the_script_does_with_it() -> None:
    link = 'cd "$into"/lib\nln -s $into/lib/libz.so.1.3 libz.so.1\n'
    assert found('make install DESTDIR="$into"\n' + link) == [(3, "LP203", "warning")]
    assert found("make install\n" + link) == []
    archive = "tree=$(mktemp -d)\nPKG=/tmp/x/pkg\n{}tar -C $PKG -czf x.tgz .\n"
    assert found(archive.format(ROOTED.format("$PKG"))) == [(3, "LP203", "warning")]
    other = "set -e\nR=/tmp/x/tree\nln -sf $R/lib/libz.so.1.3 $R/lib/libz.so.1\ntar -C $R -czf x.tgz .\n"
    assert found(other) == [(3, "LP203", "warning")]
    wrapper = 'put() { ln -s "$1" "$2"; }\nput $pkgdir/opt/x/lib/libz.so.1 $pkgdir/usr/lib/libz.so.1\n'
    assert found(wrapper) == [(2, "LP203", "warning")]
    assert found("ln -s $pkgdir/usr/lib $pkgdir/usr/lib64\n") == [(1, "LP203", "warning")]


@pytest.mark.parametrize(
    ("script", "line"),
    [
        ("set -e\nln -s $srcdir/lib/libz.so.1.2 $pkgdir/usr/lib/libz.so.1\n", 2),
        ("set -e\nln -s $PWD/out/lib/libz.so.1.2 out/lib/libz.so.1\ntar czf x.tgz out\n", 2),
        ("set -e\nb=$(pwd)\nln -s $b/lib/libz.so.1.2 out/lib/libz.so.1\ndpkg-deb --build out\n", 3),
        ("set -e\nh=`pwd`\nln -s $h/out/lib/libz.so.1.2 out/lib/libz.so.1\ncd out\ntar czf ../x.tgz lib\n", 3),
    ],
)
def test_a_packed_link_into_the_build(script: str, line: int) -> None:
    assert found(script) == [(line, "LP203", "warning")]
    assert found(script.replace("ln -s", "ln -sr")) == []
    nothing_packed = script.replace("$pkgdir", "$here").replace("out\n", "other\n").replace(" lib\n", " doc\n")
    assert found(nothing_packed.replace("cd other", "cd out")) == []


@pytest.mark.parametrize(
    "script",
    [
        ROOTED.format("$SYSROOT"),
        ROOTED.format("$HOME"),
        "DESTDIR=/usr/local\nln -sf $DESTDIR/lib/libz.so.1.3 $DESTDIR/lib/libz.so.1\n",
        "ln -s $pkgdir/usr/lib/libz.so.1 $srcdir/lib/libz.so\n",
        'ln -s $pkgdir/usr/share/x "$pkgdir/usr/share/y"\n',
        ROOTED.format("$pkgdir") + 'symlinks -rc "$pkgdir"\n',
        "ln -s $OUT/lib/libz.so.1.3 $OUT/lib/libz.so.1\n",
    ],
)
def test_other_roots_and_mended_links_are_left_alone(script: str) -> None:
    assert found(script) == []


@pytest.mark.parametrize(
    "script",
    [
        'ln -s usr/lib/libz.so.1 "$1/usr/lib/libz.so"\n',
        "cd $PREFIX && ln -s lib/libz.so.1 lib/libz.so\n",
        'link() { ln -sf "$1" "$2"; }; link lib/libz.so.1 $PREFIX/lib/libz.so\n',
        "for one in a b; do ln -s lib/lib$one.so.1 $PREFIX/lib/lib$one.so; done\n",
    ],
)
def test_a_target_that_repeats_the_folder_of_its_link(script: str) -> None:
    assert found(script) == [(1, "LP203", "warning")]


@pytest.mark.parametrize(
    "script",
    [
        "ln -s lib/libz.so.1 $PREFIX/libz.so\n",
        "ln -s vendor/libz.so.1 $PREFIX/lib/libz.so\n",
        "ln -s ../lib/libz.so.1 $PREFIX/lib/libz.so\n",
        "cd $PREFIX && ln -sr lib/libz.so.1 lib/libz.so\n",
        "ln lib/libz.so.1 lib/libz.so\n",
        "cd $PREFIX && ln -s $PREFIX/lib/libz.so.1 lib/libz.so\n",
    ],
)
def test_other_folders_in_a_target_are_left_alone(script: str) -> None:
    assert found(script) == []


def test_a_strange_version_in_a_folder_of_others() -> None:
    copied = "cp a/libz.so.1.3 $PREFIX/lib/\n"
    for target in ("libz.so.1.2", "$PREFIX/lib/libz.so.1.2"):
        assert found(f"{copied}ln -sf {target} $PREFIX/lib/libz.so\n") == [(2, "LP203", "warning")]
    a_wrapper = 'to() { ${SUDO} ln -sf "$1" "$PREFIX/lib/$2"; }\n'
    assert found(f"{copied}{a_wrapper}to libz.so.1.2 libz.so\n") == [(3, "LP203", "warning")]
    # What is put there, what is spoken of elsewhere, another library, and another folder.
    for right in ("libz.so.1.3", "libzz.so.1.2", "/usr/lib/libz.so.1.2"):
        assert found(f"{copied}ln -sf {right} $PREFIX/lib/libz.so\n") == []
    assert found(f"test -e $PREFIX/lib/libz.so.1.2\n{copied}ln -sf libz.so.1.2 $PREFIX/lib/libz.so\n") == []
    assert found(f"{copied}cp -a b/. $PREFIX/lib\nln -sf libz.so.1.2 $PREFIX/lib/libz.so\n") == []


VIDEO = "cp a/libvideo.so.$V out/\nln -s libvideo.so.$V out/libvideo.so.1\n"


def test_a_target_that_is_a_slip_for_what_is_packed() -> None:
    for slip in ("libvideov", "libvidoe", "libvdeo", "libvideeo"):
        assert found(f"{VIDEO}ln -s {slip}.so.$V out/libvideo.so\n") == [(3, "LP203", "warning")]
    a_function = f'{VIDEO}to() {{ ln -sf "$1" "out/$2"; }}\nto libvidoe.so.$V libvideo.so\n'
    assert found(a_function) == [(4, "LP203", "warning")]
    # Other libraries: one by its number, one that is spoken of elsewhere, one of another version, a short name.
    for right in ("libvideo2.so.$V", "libvideo.so.$V", "libvideow.so.6"):
        assert found(f"{VIDEO}ln -s {right} out/libvideo.so\n") == []
    assert found(f"{VIDEO}cp b/libvideow.so.$V out\nln -s libvideow.so.$V out/libvideo.so\n") == []
    assert found(f"{VIDEO}ln -s libvideow.so.$V out/libother.so\n") == []
    assert found("cp a/libz.so.1 out/\nln -s libx.so.1 out/libz.so\n") == []


BUILT = "./configure --prefix=$T\nmake\nmake install\n"


@pytest.mark.parametrize(
    ("script", "line"),
    [
        ("cp -p .libs/libown.so* $out/lib\n", 1),
        ("cp src/.libs/lib*.so.* $out/lib\n", 1),
        (BUILT + "cp $T/lib/libown.so* $out/lib\n", 4),
        ("cmake -DCMAKE_INSTALL_PREFIX=$T .\nninja -C b install\ncp -v $T/lib/libown.so* out\n", 3),
        ("cp build/libz.so* out\n", 1),
        ("test -e b/libown.so.3 || exit 1\ncp b/libown.so* out\n", 2),
        ('put() { cp "$@"; }\nput .libs/libown.so* out\n', 2),
    ],
)
def test_a_copy_that_surely_meets_links_is_a_warning(script: str, line: int) -> None:
    assert found(script) == [(line, "LP201", "warning")]
    assert found(script.replace("cp ", "cp -a ")) == []
    assert found("set -e\n" + script + "zip -r x.zip out\n") == []
    assert found(script.replace("cp ", "cp -L ")) == [(line, "LP201", "note")], "asked for"


@pytest.mark.parametrize(
    "script",
    [
        "cp b/libown.so* out\n",
        "cp /usr/lib/x86_64-linux-gnu/libssl.so* out\n",
        "cp b/libz.so* out\nln -sf libz.so.1 out/libz.so\n",
        "cp b/libz.so* out\nrm out/libz.so\n",
        "find b -regex '.*/libz\\.so\\.[0-9]*' -exec cp {} out \\;\n",
    ],
)
def test_a_copy_that_may_meet_one_name_is_no_warning(script: str) -> None:
    assert {level for _, code, level in found(script) if code == "LP201"} <= {"note"}


def test_a_pattern_that_gets_a_name_matches_one_file() -> None:
    assert ("LP201", "warning") not in {one[1:] for one in found("cp .libs/libz.so* out/libz.so.1\n")}


def test_a_link_between_folders_that_the_second_run_follows() -> None:
    script = "set -e\nmkdir -p $deps/lib\nln -sf $deps/lib $deps/lib64\n"
    assert found(script) == [(3, "LP207", "warning")]
    assert found(script.replace("-sf", "-s")) == [(3, "LP207", "warning")]
    for right in (script.replace("-sf", "-sfn"), script.replace("-p ", ""), script.replace("deps", "pkgdir")):
        assert [one for one in found(right) if one[1] == "LP207"] == []
    assert found("rm -rf $deps/lib\n" + script) == []


@pytest.mark.parametrize(
    "target",
    [
        "`ls -rt /usr/lib/libz.* | tail -n1`",
        '"$(ls -t /usr/lib/libz.so* | head -1)"',
        "$(ls /usr/lib/libz.so* 2> /dev/null | head -n 1)",
        "$(ls -1 /usr/lib/libz.so* | sort -r | tail -n 1)",
    ],
)
def test_a_listing_that_picks_the_link_itself(target: str) -> None:
    assert found(f"ln -sf {target} /usr/lib/libz.so\n") == [(1, "LP204", "warning")]
    assert found(f"new={target}\nln -sfn $new /usr/lib/libz.so\n") == [(2, "LP204", "warning")]


@pytest.mark.parametrize(
    "target",
    [
        "`ls -rt /usr/lib/libz.so.* | tail -n1`",
        "$(ls /usr/lib/libz.so* | sort -V | tail -1)",
        "$(ls /usr/lib/libz.so* | grep -v 'so$' | head -1)",
        "$(ls -t /opt/z/lib/libz.so* | head -1)",
    ],
)
def test_a_listing_without_the_link(target: str) -> None:
    assert "LP204" not in {code for _, code, _ in found(f"ln -sf {target} /usr/lib/libz.so\n")}


def test_what_may_be_the_links_name_is_no_folder() -> None:
    assert found("for n in libw.so.6 libw.so; do ln -sf $n $R/lib/${n//[w]/}; done\n") == []
    assert found("ln -sf libw.so.6 $R/lib/$name\n") == []
    assert found("ln -sf libw.so.6 $R/lib/$name/\n") == [(1, "LP204", "error")]
    assert found("cd $R\nln -sf libw.so.6 libw.so.6\n") == [(2, "LP204", "error")]
    assert found("cd $R\nln -sf libw.so.6 .\n") == [(2, "LP204", "error")]


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("ln -s /home/jane/src/libz.so.1.3 out/lib/libz.so.1\n", "LP203"),
        ('t=i686-linux-gnu\nln -s "/usr/lib/$t/libz.so.1" "out/libz.so.1"\n', "LP203"),
        ('cd "$root/$lib64/prog"\nln -s ../../prog/themes ./\n', "LP203"),
        ("git clone https://x.org/z-tools\nZ_VERSION=$(z -V)\nln -s libz.so.$Z_TOOLS_VERSION out/libz.so\n", "LP203"),
        ("set -e\nmake DESTDIR=$d install\nln -s $d/usr/lib/libz.so.1.3 /usr/lib/libz.so.1\n", "LP203"),
        ("cp -P /usr/lib/x86_64-linux-gnu/libz.so image/lib/libz.so.1\n", "LP208"),
        ("cp -d /usr/lib/libz.so image/lib/libz.so.1\n", "LP208"),
        ("set -e\n[ -f out/lib64 ] || ln -s lib out/lib64\n", "LP207"),
        ("set -e\nif [ ! -e $A/z.so ]; then ln -s /usr/lib64/x/z.so $A/z.so; fi\n", "LP207"),
        ("termux_step_x() {\nln -s libz.so.1 $TERMUX_PREFIX/lib/libz.so\n}\n", "LP207"),
        ("set -e\nrm $notes\nln -s /opt/z/libz.so.1 /usr/lib/libz.so.1\n", "LP207"),
        ('cp libz_a.so out/\nln -s libz_a.so "out/libz_b$EXT"\n', "LP209"),
        ("ln -s libmbedcrypto.so.14 x/libmbedcrypto.so.12\n", "LP209"),
        ("cp x/*.so out/\ncp x/*.so.* out/\n", "LP201"),
    ],
)
def test_links_that_show_by_their_words_what_is_wrong(script: str, code: str) -> None:
    last = [found_code for _, found_code, level in found(script) if level == "warning"]
    assert code in last


@pytest.mark.parametrize(
    "script",
    [
        "cd /home/jane/src\nmake\nln -s /home/jane/src/libz.so.1.3 /home/jane/src/libz.so.1\n",
        't=i386-linux-gnu\nln -s "/usr/lib/$t/libz.so.1" "out/libz.so.1"\n',
        'cp -r themes "$root/prog/"\ncd "$root/$lib64/prog"\nln -s ../../prog/themes ./\n',
        'cd "$root/$lib64/x/include"\nln -s ../../include/z.h ./\n',
        "Z_VERSION=$(z -V)\nln -s libz.so.$Z_ABI_VERSION out/libz.so\n",
        "cp -L /usr/lib/x86_64-linux-gnu/libz.so image/lib/libz.so.1\n",
        "cp -P /usr/lib/libz.so image/lib/\ncp -P /usr/lib/libz.so.1* image/lib/\n",
        "set -e\n[ -L out/lib64 ] || ln -s lib out/lib64\n",
        "set -e\nif [ ! -e $A/z.so ] && [ -e /usr/lib64/x/z.so ]; then ln -s /usr/lib64/x/z.so $A/z.so; fi\n",
        "termux_step_x() {\nln -sf libz.so.1 $TERMUX_PREFIX/lib/libz.so\n}\n",
        'cp libz_a.so out/\nln -s libz_a.so "out/libz_a$EXT"\n',
        'if [ -f "$f" ]; then rm "$f"\nelif [ -L "$f" ]; then echo "broken: $(readlink "$f")"; fi\n',
        "cp -d x/*.so out/\ncp -d x/*.so.* out/\n",
    ],
)
def test_links_that_are_as_they_are_meant(script: str) -> None:
    assert [one for one in found(script) if one[2] == "warning" and one[1] != "LP206"] == []
