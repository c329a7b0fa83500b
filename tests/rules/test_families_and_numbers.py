"""Copies of whole families of names, and links whose numbers do not fit: what is told, and what stays silent."""

from __future__ import annotations

from tests.rules.reporting import warned

KEPT = 'cp -d "$qt"/libQt5Core.so* "$out/lib"\n'


def test_a_copy_beside_one_that_keeps_links() -> None:
    assert [line for line, _ in warned("LP201", KEPT + 'cp -u "$qt"/libown.so* "$out/lib"\n')] == [2]
    assert [line for line, _ in warned("LP201", KEPT + 'cp "$other"/libown.so.* "$out/lib"\n')] == [2]
    # Another place, asked for, or the files behind the links.
    assert warned("LP201", KEPT + 'cp "$other"/libown.so* "$image/bin"\n') == []
    assert warned("LP201", KEPT + 'cp -L "$qt"/libown.so* "$out/lib"\n') == []
    files = 'for f in "$qt"/libown.so*; do\n  f=$(readlink -f "$f")\n  cp "$f" "$out/lib"\ndone\n'
    assert warned("LP201", KEPT + files) == []


def test_the_folder_that_pkg_config_names() -> None:
    copy = 'cp "$libdir"/libown*.so* "$APPDIR/usr/lib"\n'
    assert [line for line, _ in warned("LP201", "libdir=$(pkg-config --variable=libdir own-2.0)\n" + copy)] == [2]
    assert warned("LP201", "libdir=$(pkg-config --variable=plugindir own-2.0)\n" + copy) == []


def test_links_of_the_system_that_are_copied_alone() -> None:
    folder = "/usr/lib/x86_64-linux-gnu"
    assert [line for line, _ in warned("LP208", f'cp -a {folder}/libusb-1.0.so.0 "$out/lib"\n')] == [1]
    for right in (
        f'cp -a {folder}/libgcc_s.so.1 "$out/lib"\n',
        f'cp -a {folder}/libusb-1.0.so.0* "$out/lib"\n',
        f'cp -a {folder}/libusb-1.0.so.0 {folder}/libusb-1.0.so.0.3.0 "$out/lib"\n',
        f'cp -a {folder}/libusb-1.0.so.0 "$(readlink -f {folder}/libusb-1.0.so.0)" "$out/lib"\n',
        f"cp -a {folder}/libusb-1.0.so.0 /usr/lib/\n",
        f'cp -aL {folder}/libusb-1.0.so.0 "$out/lib"\n',
    ):
        assert warned("LP208", right) == []
    # Of others, where those beside it are followed.
    rare = f'cp {folder}/libnettle.so.8 "$out/lib"\ncp -P {folder}/libsnmp.so.40 "$out/lib"\n'
    assert [line for line, _ in warned("LP208", rare)] == [2]
    assert warned("LP208", rare.partition("\n")[2]) == []


def test_a_link_to_a_number_that_nothing_puts_there() -> None:
    unseen = 'cp -r vendor/usr "$pkgdir"\ncd "$pkgdir/usr/lib" || exit 1\n'
    moved = 'mv "$pkgdir/opt/libscan.so.1.0.7" "$pkgdir/usr/lib"\n'
    assert [line for line, _ in warned("LP203", unseen + moved + "ln -s libscan.so.1.0.8 libscan.so.1\n")] == [4]
    assert warned("LP203", unseen + moved + "ln -s libscan.so.1.0.7 libscan.so.1\n") == []
    chain = "ln -s libscan.so.1.0.7 libscan.so.1\n"
    assert [line for line, _ in warned("LP203", unseen + chain + "ln -s libscan.so.2 libscan.so\n")] == [4]
    # Another ABI may be there as well, and a pattern may take it.
    assert warned("LP203", unseen + 'mv old/libscan.so.1 "$pkgdir/usr/lib"\nln -s libscan.so.2 libscan.so\n') == []
    assert warned("LP203", unseen + moved + 'cp b/libscan.so.* "$pkgdir/usr/lib"\nln -s libscan.so.1.0.8 x.so\n') == []


def test_a_programs_own_lib() -> None:
    change = "patchelf --set-rpath '$ORIGIN/lib' {}/prog\n"
    assert [line for line, _ in warned("LP301", change.format("AppDir/usr/bin"))] == [1]
    assert [line for line, _ in warned("LP301", "mkdir -p out/bin out/lib\n" + change.format("out/bin"))] == [2]
    assert warned("LP301", "cp a.so.1 AppDir/usr/bin/lib/\n" + change.format("AppDir/usr/bin")) == []
    assert warned("LP301", "mkdir -p out/bin\n" + change.format("out/bin")) == []
    assert warned("LP301", "mkdir -p out/lib\n" + change.format("out")) == []


def test_what_ldd_lists_is_changed_by_a_pattern_for_all() -> None:
    listed = "ldd prog | awk '{ print $3 }' | while read -r lib; do\n  cp \"$lib\" out/lib/\ndone\n"
    assert [line for line, _ in warned("LP110", listed + "strip out/lib/*.so\n")] == [4]
    assert warned("LP110", listed + "strip out/lib/*.so*\n") == []
    assert warned("LP110", listed + "strip out/lib/*.so out/lib/*.so.*\n") == []
    assert warned("LP110", listed + "strip out/plugins/*.so\n") == []


def test_the_loaders_name_goes_on() -> None:
    assert [line for line, _ in warned("LP110", "found=$(find / -name 'ld-musl-*.so')\n")] == [1]
    assert warned("LP110", "found=$(find / -name 'ld-musl-*.so.1')\n") == []
    assert warned("LP110", "# ld-musl-*.so is there\nfind . -name 'lib*.so' ! -name 'ld-linux*.so'\n") == []


def test_two_of_one_project_in_a_list() -> None:
    assert [line for line, _ in warned("LP101", "no=(libQt5Core.so\nlibQt5Gui.so.5\nlibQt5Svg.so.5)\n")] == [1]
    assert warned("LP101", "no=(libQt5Core.so\nlibGL.so.1\nlibX11.so.6)\n") == []
