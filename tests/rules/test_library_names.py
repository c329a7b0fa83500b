"""LP1xx on names of libraries and their versions beyond the pages: other ways of writing, and what stays silent."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected


def found(script: str, code: str, files: dict[str, str] | None = None, path: str = "s.sh") -> list[tuple[int, str]]:
    repository = MemoryRepository({path: script, **(files or {})})
    outcome = check([(path, repository, path)], Settings(selected([code], []), {}))
    assert outcome.errors == ()
    return [(f.place.line, f.level) for f in outcome.report.findings if f.place]


@pytest.mark.parametrize(
    "script",
    [
        "ln -s libfoo.so.$V libfooo\n",
        "ln -sf libfoo.so.1.2 out/lib/libfoo.1\n",
        "ln -sf libfoo.so.1.2 out/lib/libfooso\n",
        "cp -a build/libfoo.so.1.2 out/lib/libfoo.so1\n",
        'to() { ln -s "$1" "$2"; }; to libfoo.so.1 out/libfoo.os\n',
        'LIBS="$d/liba.so $d/libb.so.so"\n',
        "names=(liba.so.1 libb.so..1)\n",
        'LIBS="liba.so.1 libb.so. libc1.so"\n',
        "rsync -a build/libfoo.so.so user@host:lib/\n",
    ],
)
def test_a_name_that_lost_its_so_or_has_it_twice(script: str) -> None:
    assert found(script, "LP106") == [(1, "warning")]


@pytest.mark.parametrize(
    "script",
    [
        "ln -s libfoo.so.$V libfoo.so\n",
        "cp build/libfoo.so out/libfoo\n",
        "cp build/libfoo.so.1 out/libfoo.a\n",
        "cp build/libfoo.so out/libfoo.node\n",
        "ln -s libfoo.so.1 libfoo-debug.so\n",
        "ln -s libfoo.so.1 libfoox\n",
        "echo 'there is no libfoo.so.so here'\n",
        "rm -f out/libfoo.so.so\n",
        "sed -i s/libfoo.so.so/libfoo.so/ list\n",
        "x=1 # libfoo.so.so was there\n",
        'echo "this packs libfoo.so."\n',
        'message="this packs libfoo.so."\n',
        "for f in libfoo.so.*; do :; done\n",
    ],
)
def test_names_that_are_right_or_only_spoken_of(script: str) -> None:
    assert found(script, "LP106") == []


GLIBC = 'pkgname=glibc\npkgver=2.17\npackage() {{\n  ln -s {} "$pkgdir/lib/ld-linux.so.3"\n}}\n'


def test_a_recipe_that_names_its_library_by_an_old_version() -> None:
    assert found(GLIBC.format("/lib/ld-2.16.so"), "LP126") == [(4, "warning")]
    for right in ("/lib/ld-2.17.so", "/lib/ld-$pkgver.so", "/lib/libthread_db-1.0.so", "/lib/libfoo-2.16.so"):
        assert found(GLIBC.format(right), "LP126") == [], right


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("dev-lang/luajit/luajit-2.0.4.recipe", {}),
        ("luajit/build", {"luajit/version": "2.0.4 1\n"}),
        ("luajit/PKGBUILD", {}),
        ("luajit/luajit.SlackBuild", {}),
    ],
)
def test_the_version_is_found_where_recipes_have_it(path: str, files: dict[str, str]) -> None:
    head = "pkgver=2.0.4\n" if path.endswith(("PKGBUILD", "SlackBuild")) else "true\n"
    link = "ln -s $libDir/libluajit-5.1.so.{} $libDir/libluajit-5.1.so.2\n"
    assert found(head + link.format("2.0.2"), "LP126", files, path) == [(2, "warning")]
    assert found(head + link.format("2.0.4"), "LP126", files, path) == []
    assert found(head + link.format("2.0.0"), "LP126", files, path) == [], "as libtool counts"
    assert found(head + link.format("5.1.2"), "LP126", files, path) == []


@pytest.mark.parametrize(
    "script",
    [
        # Another version on purpose, from a variable of its own.
        "pkgname=foo\npkgver=1.4.2\n_soversion=1.4.1\ncp libfoo.so.$_soversion out\n",
        # Which of them is meant cannot be told.
        "pkgname=foo\npkgver=1.4.2\nif old; then\npkgver=1.4.1\nfi\ncp libfoo.so.1.4.1 out\n",
        "MIN_VERSION=1.4.2\nSSL_VERSION=3.0.2\ncp min/1.4.1/libmin.so openssl-3.0.1/libssl-3.0.so out\n",
        # Not the package's own.
        "pkgname=foo\npkgver=1.4.2\ncp /opt/bar/1.4.1/libbar.so libbaz-1.3.so libzip.so.1.4.1 out\n",
        "pkgname=foo\npkgver=1.44.2\nln -s libfoo.so.1.0.3 out/libfoo.so.1\n",
        "pkgname=foo\npkgver=1.4.2\nln -s libfoo.so.1.4.2 out/libfoo.so.1.4\n",
        "cp /opt/qt-5/lib/libQt5Core-5.so /opt/llvm-13.0.1/lib/libLLVM-13.so /usr/lib/llvm-11/lib/libclang-11.so out\n",
    ],
)
def test_versions_of_other_things_are_left_alone(script: str) -> None:
    assert found(script, "LP126") == []


def test_a_path_with_two_versions_of_one_thing() -> None:
    assert found("ln -sfr $P/opt/libllvm-11/lib/libLLVM-13.so $P/lib/\n", "LP126") == [(1, "warning")]
    assert found("cp $P/botan-2/lib/libbotan-3.so out/\n", "LP126") == [(1, "warning")]


def test_a_version_of_what_a_script_builds_has_a_variable_of_its_name() -> None:
    script = "BOTAN_VERSION=2.19.3\ncp deps/botan-{}/libbotan-2.so.19 $out/lib/\n"
    assert found(script.format("2.19.2"), "LP126") == [(2, "warning")]
    assert found(script.format("2.19.3"), "LP126") == []
    assert found(script.format("$BOTAN_VERSION"), "LP126") == []


NAMES = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "alloc")
INSTALLS = "".join(f'  install -m755 "lib{name}.so.$v" "$pkgdir/usr/LIB/lib{name}.so.$v"\n' for name in NAMES)
ALIAS = '  ln -sr "$pkgdir/usr/LIB/liballoc.so.$v" "$pkgdir/usr/LIB/gbm/card_gbm.so"\n'


def recipe(name: str, lib: str, *more: str) -> str:
    return f"{name}() {{\n{INSTALLS}{''.join(more)}}}\n".replace("LIB", lib)


def test_a_link_that_the_recipe_for_the_other_word_size_makes() -> None:
    full = recipe("package_card", "lib", ALIAS)
    assert found(full + recipe("package_lib32-card", "lib32"), "LP105") == [(22, "warning")]
    assert found(full + recipe("package_lib32-card", "lib32", ALIAS), "LP105") == []
    assert found(full + recipe("package_other", "lib32"), "LP105") == []
    assert found(full + f"package_lib32-card() {{\n{INSTALLS[-60:]}}}\n", "LP105") == []
    beside = {"card/PKGBUILD": recipe("package", "lib", ALIAS)}
    assert found(recipe("package", "lib32"), "LP105", beside, "lib32-card/PKGBUILD") == [(10, "warning")]
    assert found(recipe("package", "lib32"), "LP105", {}, "lib32-card/PKGBUILD") == []
