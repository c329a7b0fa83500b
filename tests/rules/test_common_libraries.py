"""LP124: common libraries by numbers that they never had, and by names that are a letter off."""

from __future__ import annotations

import pytest

from lintpack.evidence.wellknown import soname_candidates
from lintpack.rules.shared.common_libraries import NUMBERS, numbers_of
from tests.rules.reporting import said, warned

WRONG = [
    "cp -L $gcc/lib64/libgomp.so.2 out/lib/",
    "ln -sf libgcc_s.so.3 out/lib/libgcc_s.so",
    "export LD_PRELOAD=/usr/lib64/libjemalloc.so.4",
    "for lib in libX11.so.6 libXext.so.5; do cp -L /usr/lib64/$lib out/; done",
    "ldconfig -p | grep -q libEGL.so.2 || exit 1",
    "cp out/{libz.so.1,libbz2.so.2} lib/",
]
RIGHT = [
    "cp -L $gcc/lib64/libgomp.so.1 $gcc/lib64/libgomp.so.1.0.0 out/lib/",
    "# libgomp.so.2 is yet to come",
    "cp libz.so.$major libz.so.* libz.so.?? out/",
    "cp libfooz.so.2 mylibz.so.2 lib2z.so.2 out/",
    "case $(uname) in FreeBSD) cp /lib/libc.so.7 out/ ;; esac",
    "cp libcuda.so.550.54.14 libSDL-1.2.so.1.2.68 out/",
    "ln -s ld-musl-x86_64.so.1 out/lib/libc.so.1",
]


@pytest.mark.parametrize("line", WRONG)
def test_a_number_that_a_library_never_had(line: str) -> None:
    assert [number for number, _ in warned("LP124", f"set -e\n{line}\n")] == [2]


@pytest.mark.parametrize("line", RIGHT)
def test_numbers_that_are_or_may_be(line: str) -> None:
    assert warned("LP124", f"set -e\n{line}\n") == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("libfontcofig.so.1", "libfontconfig"),
        ("libtcmaloc.so.4", "libtcmalloc"),
        ("libboost_filesytem.so*", "libboost_filesystem"),
        ("libavcodce.so", "libavcodec"),
        ("libxkbcommmon.so.0", "libxkbcommon"),
        ("libstagefright_foundatoin.so", ""),
        ("libproto.so", ""),
        ("libQtCore.so.4", ""),
        ("libboost_threads.so", ""),
        ("libglog.so.0", ""),
    ],
)
def test_a_common_name_but_for_a_letter(name: str, meant: str) -> None:
    script = f"set -e\n# not {name}\ncp -d deps/lib/{name} out/lib/\n"
    found = [one.message for one in said("LP124", script)]
    assert found == (
        [f"`{name.partition('.')[0]}` is no library that we know, but `{meant}` is one that many pack"] * bool(meant)
    )


def _sonames(name: str) -> list[str]:
    return [soname for soname in soname_candidates(f"{name}.so") if ".so." in soname]


def _number(soname: str) -> str:
    return soname.split(".so.")[1].removesuffix("t64").split(".")[0]


def test_the_well_known_names_agree() -> None:
    """Debian's libraries have the numbers of the table."""
    other = {
        name: found
        for name in [f"lib{entry.split()[0]}" for entry in NUMBERS.strip("|").split("|")]
        if (found := [soname for soname in _sonames(name) if _number(soname) not in numbers_of(name)])
    }
    assert other == {}
