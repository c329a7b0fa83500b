"""LP101 for links: the target is a dev name where the file that is there has a version."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said, warned

REPORTED = {
    "another library's name": 'ln -s /usr/lib/libcurl.so "${files}/bin/libcurl-gnutls.so.4"',
    "a folder of the system's": "( cd usr/lib; ln -s /usr/lib/x86_64-linux-gnu/mesa/libGL.so . )\n"
    "( cd usr/lib; ln -s /usr/lib/x86_64-linux-gnu/mesa-egl/libEGL.so.1 . )",
    "the file is packed beside it": "install -m644 lib/libmine.so.5.1 $out/\nln -s libmine.so $out/libmine.so.5",
    "another name was looked for": 'if [ ! -f "$dir/lib/libgomp.so.1" ]; then ln -sf compat/libgomp.so "$dir/lib"; fi',
    "beside a link from the same folder": 'ln -s "$ssl/lib/libssl.so.3" "$out/libssl.so.3"\n'
    'ln -s "$ssl/lib/libcrypto.so" "$out/libcrypto.so.3"',
    "elsewhere in the script it has its version": "ln -s /usr/lib/libold.so $out/libother.so.5\ntest -e $r/libold.so.7",
    "through a function": 'link() { ln -sf "$1" "$2"; }\nlink /usr/lib64/libcurl.so $out/libcurl-gnutls.so.4',
}


@pytest.mark.parametrize("script", REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str) -> None:
    (one,) = warned("LP101", script + "\n")
    assert one[1].startswith("lib") and one[1].endswith(".so")


SILENT = {
    "a vendor's library": "ln -s /usr/lib/libMali.so $out/libEGL.so.1",
    "a dev name for a dev name": "ln -sf libncurses.so $out/lib/libcurses.so\nln -s $d/libtic.so.6 $out/libtic.so.6",
    "the script makes the dev name": "cp lib/libmine.so.5.1 $out/\nln -s libmine.so.5.1 $out/libmine.so\n"
    "ln -s libmine.so $out/libmine.so.5",
    "a pattern packs the dev name": "cp -d lib/libmine.so* $out/\nln -s libmine.so $out/libmine.so.5",
    "nothing is known of it": "ln -s $deps/lib/libmine.so $out/libmine.so.5",
    "known of the table, in a folder of its own": "ln -s $deps/lib/libcurl.so $out/libcurl.so.4",
    "its own name is no other mention": "ln -s $deps/lib/librhash.so $deps/lib/librhash.so.0\nls librhash.so.0",
    "a plug-in": "ln -s /usr/lib/plugins/libcurl.so $out/libcurl-gnutls.so.4",
    "a hard link": "ln /usr/lib/libcurl.so $out/libcurl-gnutls.so.4",
    "the versioned name": "ln -s /usr/lib/libcurl.so.4 $out/libcurl-gnutls.so.4",
}


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP101", script + "\n") == []


def test_the_message_names_the_file_that_is_there() -> None:
    (one,) = said("LP101", "cp lib/libmine.so.5.1 $out/\nln -s libmine.so $out/libmine.so.5\n")
    assert one.message == "links to `libmine.so`, but the file there is `libmine.so.5.1`"


def test_some_systems_have_the_dev_names_in_the_same_packages() -> None:
    from lintpack.check import Settings, check
    from lintpack.repository import MemoryRepository
    from lintpack.rules import selected

    script = "ln -s /usr/lib/libX11.so $pkgdir/usr/lib/libNX_X11.so.6\n"
    counts = []
    for name in ("PKGBUILD", "pack.sh"):
        entry = [(name, MemoryRepository({name: script}), name)]
        counts.append(len(check(entry, Settings(selected(("LP101",), ()), {}, "medium")).report.findings))
    assert counts == [0, 1]
