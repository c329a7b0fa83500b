"""LP124: a library's new name that is a slip for the one that it replaces; LP308, LP319: neighbours of such slips."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

CHANGE = "install_name_tool -change /tmp/deps/lib/{} @executable_path/{} app/plugin.so\n"


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("libmbedtls.13.dylib", "llibmbedtls.13.dylib", "llibmbedtls"),
        ("libjansson.4.dylib", "libjanson.4.dylib", "libjanson"),
        ("libavcodec.58.dylib", "libavcodce.58.dylib", "libavcodce"),
    ],
)
def test_a_slip_in_the_new_name(old: str, new: str, wrong: str) -> None:
    assert [text for _, text in warned("LP124", CHANGE.format(old, new))] == [wrong]


def test_a_slip_for_patchelf() -> None:
    script = "patchelf --replace-needed libjansson.so.4 libjanson-own.so.4 prog\n"
    assert warned("LP124", script) == []
    assert len(warned("LP124", script.replace("-own", ""))) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("libmbedtls.13.dylib", "libmbedtls.14.dylib"),
        ("libcurl.4.dylib", "libcurl-own.4.dylib"),
        ("libz.1.dylib", "liby.1.dylib"),
        ("libicui18n.66.dylib", "libicui18n.dylib"),
    ],
)
def test_another_name_on_purpose(old: str, new: str) -> None:
    assert warned("LP124", CHANGE.format(old, new)) == []


def test_a_folder_below_a_library() -> None:
    script = "geos=/app/lib/libgeos_c.so.1\nexport LD_LIBRARY_PATH=/app/lib:$geos/lib\nexec /app/bin/prog\n"
    assert len(warned("LP308", script)) == 1
    assert warned("LP308", script.replace("libgeos_c.so.1", "libgeos.so.d")) == []


def test_a_sign_of_perl_s_is_no_comment() -> None:
    line = 'perl -pi -e "s#(link flags)#\\$1 -Wl,rpath=$lib#g" settings\n'
    assert [text for _, text in warned("LP319", line)] == ["-Wl,rpath"]
    assert warned("LP319", f"# {line}") == []
