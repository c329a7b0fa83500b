"""Links into folders, and to names, that nothing puts there; folders of libraries that only some machines have."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import warned

TREE = '"$pkgdir/usr/lib'
PUT = f'install -Dm755 libfoo.so.1.2 {TREE}/prog/libfoo.so.1.2"\n'
LINK = "ln -s libz.so.1 $P/libz.so\n"
CLOSED = "mkdir -p $P/usr/lib $P/lib\nmake install DESTDIR=$P\n"


def lines(code: str, script: str) -> list[int]:
    return [line for line, _ in warned(code, script)]


@pytest.mark.parametrize(
    "script",
    [
        PUT + f'ln -s libfoo.so.1.2 {TREE}/libfoo.so.1"\n',
        f'cp libfoo.so.1.2 {TREE}/prog/"\nln -sf libfoo.so.1.2 {TREE}/libfoo.so"\n',
        'to() { install -D $1 "$D/usr/lib/$2/$1"; }\nto libz.so.1.2 a\ncd "$D/usr/lib"\nln -s libz.so.1.2 b/libz.so\n',
        CLOSED + "mv $P/usr/lib/libz.so.* $P/lib\nln -s libz.so.1 $P/usr/lib/libz.so\n",
        CLOSED + "( cd $P/usr/lib; mv libz.so.1.3 ../../lib; ln -sf libz.so.1.3 libz.so )\n",
    ],
)
def test_a_file_that_is_put_elsewhere(script: str) -> None:
    assert lines("LP203", script) == [max(n for n, line in enumerate(script.splitlines(), 1) if "ln -s" in line)]


@pytest.mark.parametrize(
    "script",
    [
        PUT + f'ln -s libfoo.so.1.2 {TREE}/prog/libfoo.so.1"\n',
        PUT + f'ln -s prog/libfoo.so.1.2 {TREE}/libfoo.so.1"\n',
        PUT + f'make install DESTDIR="$pkgdir"\nln -s libfoo.so.1.2 {TREE}/libfoo.so.1"\n',
        PUT + f'ln -s libfoo.so.1.2 {TREE}/libfoo.so.1"\nmv {TREE}/libfoo.so.1" {TREE}/prog/"\n',
        PUT + f'cp -a build/. {TREE}/"\nln -s libfoo.so.1.2 {TREE}/libfoo.so.1"\n',
        "cp libfoo.so.1.2 /opt/x/lib/\nln -s libfoo.so.1.2 /usr/lib/libfoo.so\n",
        CLOSED + "mv $P/usr/lib/libz.so* $P/lib\nln -s ../../lib/libz.so.1 $P/usr/lib/libz.so\n",
        CLOSED + "ln -s libz.so.1 $P/usr/lib/libz.so\nmv $P/usr/lib/libz.so* $P/lib\n",
        CLOSED + "if [ $x ]; then\n  mv $P/usr/lib/libz.so.* $P/lib\nfi\nln -s libz.so.1 $P/usr/lib/libz.so\n",
    ],
)
def test_a_file_that_is_there(script: str) -> None:
    assert lines("LP203", script) == []


def test_a_slash_that_its_sister_has() -> None:
    sister = 'ln -s /opt/prog/liba.so "$pkgdir/usr/lib/x/liba.so"\n'
    assert lines("LP203", sister + 'ln -s opt/prog/libb.so "$pkgdir/usr/lib/x/libb.so"\n') == [2]
    assert lines("LP203", sister + 'cd "$pkgdir/usr/lib"\nln -sf opt/prog/libb.so libb.so\n') == [3]
    there = 'install -D libb.so.1 "$D/lib/libb.so.1"\n'
    assert lines("LP203", there + 'ln -s lib/libb.so.1 "$D/usr/lib/libb.so"\n') == [2]
    there = 'install -D libb.so.1 "$D/var/lib/p/libb.so.1"\n'
    assert lines("LP203", there + 'ln -s var/lib/p/libb.so.1 "$D/usr/lib/libb.so"\n') == [2]
    for right in (
        'ln -s /opt/prog/libb.so "$pkgdir/usr/lib/x/libb.so"\n',
        'ln -s prog/libb.so "$pkgdir/usr/lib/x/libb.so"\n',
        'ln -s lib/libb.so "$pkgdir/usr/libb.so"\n',
        'ln -s opt/prog/libb.so "$pkgdir/libb.so"\n',
    ):
        assert lines("LP203", sister + right) == []


def test_the_number_of_the_library_itself() -> None:
    script = "libTreeVer=21.1\ntree_version=21\nneeds libtree\nln -s libtree.so.$libTreeVer $P/lib/\n"
    assert lines("LP203", script) == []
    assert lines("LP203", script.replace("libTreeVer", "tree_tools_version").replace("libtree\n", "tree-tools\n")) == [
        4
    ]


@pytest.mark.parametrize(
    "link",
    [
        "ln -sf /usr/lib/libfoo.so.$V $PKG/usr/lib${LIBDIRSUFFIX}/libfoo.so",
        "ln -s /usr/lib64/libfoo.so.1 ${D}/usr/$(get_libdir)/libfoo.so",
        'ln -s /usr/lib64/libfoo.so.1 "$PKG/usr/lib$SUFFIX"/libfoo.so',
        "ln -s /usr/lib/x/libfoo.so.1 $DESTDIR$libdir/x/libfoo.so",
        "ln -s /usr/lib/libfoo.so.1 $DESTDIR@libdir@/libfoo.so",
    ],
)
def test_the_folder_of_some_systems(link: str) -> None:
    assert lines("LP203", "./configure --prefix=/usr\n" + link + "\n") == [2]
    lib = "lib64" if "lib64/" in link else "lib"
    assert lines("LP203", link.replace(f"/usr/{lib}/x/", "").replace(f"/usr/{lib}/", "") + "\n") == []
    assert lines("LP203", link.replace(f"/usr/{lib}/", "/opt/x/lib/") + "\n") == []
    assert lines("LP203", f"mkdir -p $PKG/usr/{lib}\n{link}\n") == []
    assert lines("LP203", f"if [ $ARCH = x86 ]; then\n{link}\nfi\n") == []
    assert lines("LP203", link.replace("/libfoo.so.", "/other/libfoo.so.") + "\n") == []


@pytest.mark.parametrize(
    "script",
    [
        'to() { ln -s "${1%.so*}.$version" "$PKG/$1"; }\n',
        "to() { ln -s ${1%.so*}.5.9 $P/$1; }\nto /usr/lib/libone.so\nto /usr/lib/libtwo.so.1\n",
        "for f in $(find . -name 'lib*.so.1'); do ln -sf ${f%%.so*}.1.2 $P/${f##*/}; done\n",
        "version=1.2\nln -s libone.$version $P/libone.so\n",
        "for n in one two; do ln -s lib$n.1.2.3 $P/lib$n.so.1; done\n",
    ],
)
def test_a_target_that_lost_its_so(script: str) -> None:
    wrong = next(number for number, line in enumerate(script.splitlines(), 1) if "ln -s" in line)
    assert lines("LP209", script) == [wrong]


@pytest.mark.parametrize(
    "script",
    [
        'to() { ln -s "${1%.so*}.so.$version" "$PKG/$1"; }\nto libone.so\n',
        'to() { ln -s "${1%.so*}.$version.dylib" "$PKG/$1"; }\nto libone.so\n',
        "cp build/libone.1.2 $P/\nln -s libone.1.2 $P/libone.so\n",
        "cc -shared -o libone.1.2 a.o\nln -s libone.1.2 $P/libone.so\n",
        "for f in *.so; do ln -s ${f%.so}.so.1 $f; done\n",
    ],
)
def test_a_target_with_its_so(script: str) -> None:
    assert lines("LP209", script) == []


def test_a_library_of_another_package() -> None:
    own = "PRGNAM=libtree\nmake install DESTDIR=$PKG\n"
    for link in (
        "( cd $PKG/usr/lib; ln -s libstore.so.*.*.* libtree.so )\n",
        "ln -sf libstore.so.2.1 $PKG/usr/lib/libtree.so\n",
        "for f in a b; do ln -s libstore.so.2 $PKG/$f/libtree.so; done\n",
    ):
        assert lines("LP209", own + link) == [3]
        assert lines("LP209", own.replace("libtree", "other") + link) == []
        assert lines("LP209", own + "# as libstore has it\n" + link) == []
        assert lines("LP209", own + link.replace("libstore", "libtree")) == []
        assert lines("LP209", own + link.replace("libstore", "libopentree")) == []
        assert lines("LP209", own + link.replace("libtree.so", "libfork.so")) == []


ROW = (
    "".join(
        f'echo "INPUT ( $(so {name}.so.*) )" | sed "s/lib{name[3]}/lib{name[3]}/" > {name}.so\n'
        for name in ("libitm", "libatomic", "libgo", "libasan", "libtsan")
    )
    + "mv libtsan.a libtsan.b out\n"
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("$(so libtsan.so.*)", "$(so libasan.so.*)"),
        ("> libtsan.so", "> libasan.so"),
    ],
)
def test_a_name_of_the_line_above(right: str, wrong: str) -> None:
    assert lines("LP209", LINK + ROW) == []
    assert lines("LP209", LINK + ROW.replace(right, wrong)) == [6]


def test_rows_with_a_test_before_the_link() -> None:
    row = "".join(
        f"[ -e {name}.so.1 ] && ln -s {name}.so.1 $P/{name}.so\n" for name in ("libone", "libtwo", "libfur", "libsix")
    )
    assert lines("LP209", row) == []
    assert lines("LP209", row + "rm libsix.a\n") == []
    assert lines("LP209", row.replace("ln -s libsix", "ln -s libfur") + "rm libsix.a\n") == [4]
    # Another name for a library, and one that has the other's in it.
    assert lines("LP209", row + "[ -e libsix.so.1 ] && ln -s libsix.so.1 $P/libold.so\n") == []
    alias = "[ -e libsix_x.so.1 ] && ln -s libsix.so.1 $P/libsix_x.so\n"
    assert lines("LP209", row + alias + "rm libsix_x.a\n") == []


def ebuild(text: str, keywords: str) -> list[int]:
    texts = {"x/foo/foo-1.ebuild": f'EAPI=8\nKEYWORDS="{keywords}"\n{text}'}
    entry = [("x/foo/foo-1.ebuild", MemoryRepository(texts), "x/foo/foo-1.ebuild")]
    report = check(entry, Settings(selected(("LP109",), ()), {}, "medium")).report
    return [finding.place.line - 2 for finding in report.findings if finding.place is not None]


@pytest.mark.parametrize(
    "line",
    [
        '\t\t-DPLUGINS="${EPREFIX}/usr/lib64/foo"',
        '\techo "FOO_PATH=${EPREFIX}/usr/lib64/foo" >> 99foo || die',
        "\texeinto /usr/lib64/foo",
        '\tmv "${ED}"/usr/lib64/libfoo.so.1 "${ED}"/lib/ || die',
        "\tlocal folder=/usr/lib64/foo",
        "\teconf --with-plugin-dir=/usr/lib64/foo",
    ],
)
def test_lib64_in_an_ebuild(line: str) -> None:
    assert set(ebuild(f"src_x() {{\n{line}\n}}\n", "~amd64 ~x86")) == {2}
    for keywords in ("~amd64", "amd64 ~arm64", "-* amd64 x86", ""):
        assert ebuild(f"src_x() {{\n{line}\n}}\n", keywords) == []
    assert ebuild(f"src_x() {{\n\tif use amd64; then\n\t{line}\n\tfi\n}}\n", "amd64 x86") == []
    assert ebuild("src_x() {\n" + line.replace("lib64", "$(get_libdir)") + "\n}\n", "amd64 x86") == []


@pytest.mark.parametrize(
    "line",
    [
        "\teconf --libdir=/usr/lib",
        '\t\t-DCMAKE_INSTALL_LIBDIR="${EPREFIX}/usr/lib"',
        "\tinsinto /usr/lib/pkgconfig",
        "\tdosym libfoo.so.1.2 /usr/lib/libfoo.so.1",
    ],
)
def test_lib_in_an_ebuild(line: str) -> None:
    assert ebuild(f"src_x() {{\n{line}\n}}\n", "~amd64 ~x86") == [2]
    assert ebuild(f"src_x() {{\n{line}\n}}\n", "~x86") == []


def test_what_is_right_in_an_ebuild() -> None:
    for line in (
        "QA_PREBUILT='usr/lib64/foo'",
        "\tsed -i 's:/usr/lib64:/usr/lib:' Makefile || die",
        "\t[[ -e /usr/lib64/libfoo.so ]] && mv a b",
        "\tdoins usr/lib64/*.so",
        "\telog 'look into /usr/lib64/foo'",
        "\texeinto /usr/lib/foo",
        "\tuse amd64 && dodir /usr/lib64/foo",
        '\tmv "${S}"/usr/lib64/foo .',
    ):
        assert ebuild(f"src_x() {{\n{line}\n}}\n", "amd64 x86") == []


SUFFIX = """if [ "$ARCH" = "x86_64" ]; then
  LIBDIRSUFFIX="64"
else
  LIBDIRSUFFIX=""
fi
./configure --libdir=/usr/lib${LIBDIRSUFFIX}
"""


@pytest.mark.parametrize(
    "line",
    [
        "rm -f $PKG/usr/lib64/libfoo.la",
        "mkdir -p $PKG/usr/lib64/pkgconfig",
        'cp -a lib/*.so "$PKG"/usr/lib64',
        "cmake -DX=1 \\\n  -DFOO_DIRS=/usr/lib64/foo ..",
        "( cd $PKG; mv x y )\ninstall -D libfoo.so.1 $PKG/usr/lib64/libfoo.so.1",
    ],
)
def test_lib64_beside_a_suffix(line: str) -> None:
    assert lines("LP109", SUFFIX + line + "\n") == [6 + len(line.splitlines())]
    assert lines("LP109", SUFFIX + line.replace("lib64", "lib$LIBDIRSUFFIX") + "\n") == []
    assert lines("LP109", SUFFIX.replace('=""', '="64"') + line + "\n") == []
    assert lines("LP109", f"{SUFFIX}if [ $LIBDIRSUFFIX ]; then\n{line}\nfi\n") == []
    assert lines("LP109", f'{SUFFIX}[ "$ARCH" != x86_64 ] && exit 1\n{line}\n') == []
    assert lines("LP109", "LIBDIRSUFFIX=64\n" + line + "\n") == []


def test_lists_with_lib64_beside_a_suffix() -> None:
    for line in (
        "sed -i 's|/usr/lib |/usr/lib /usr/lib64 /lib64 |' configure",
        "rm -rf $PKG/usr/lib64 || true",
        "[ -d $PKG/usr/lib64 ] && mv $PKG/usr/lib64 x",
        "libdir64=/usr/lib64",
        "cp /usr/lib64/libx.so x",
    ):
        assert lines("LP109", SUFFIX + line + "\n") == []
