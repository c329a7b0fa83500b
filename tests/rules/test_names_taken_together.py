"""LP201 and LP202: all names of a library taken at once, by a pattern, one by one, or by a search before the copy."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said, warned

JEMALLOC = "/opt/jemalloc/lib"


@pytest.mark.parametrize(
    "script",
    [
        f"cp {JEMALLOC}/libjemalloc* out/lib/\n",
        f"install -m 755 {JEMALLOC}/libjemalloc.* out/lib/\n",
        f'run() {{ "$@"; }}\nrun cp {JEMALLOC}/libjemalloc* out/lib/\nrm -f out/lib/*.a\n',
        "cmake --install build --prefix=./stage\ncp ./stage/lib/libown.* out/lib/\n",
        "cp deps/libown.so deps/libown.so.3 out/lib/\n",
        "cp -f ./libssl.so.1.1 ./libssl.so out/lib\n",
        "cp deps/libown.so{,.3,.3.1} out/lib/\n",
        "cp deps/lib/*.so* out/lib/\n",
        "install -m 755 stage/lib/libown_*.so* out/lib/\n",
        "for f in deps/lib64/lib*.so.*; do cp $f out/lib; done\n",
    ],
)
def test_the_names_of_a_library_become_copies(script: str) -> None:
    assert len(warned("LP201", script)) == 1


@pytest.mark.parametrize(
    "script",
    [
        f"cp -a {JEMALLOC}/libjemalloc* out/lib/\n",
        f"cp -L {JEMALLOC}/libjemalloc* out/lib/\n",
        # Of Windows, of no folder of libraries, and of a library that nobody knows.
        "cp mingw/lib/libjemalloc* out/lib/\ncp mingw/bin/libjemalloc.dll out/bin/\n",
        "cp doc/libjemalloc* out/doc/\n",
        "cp deps/lib/libown* out/lib/\n",
        "cp build/plugins/lib/*.so* out/lib/\n",
        "cp build/*.so* out/lib/\n",
        "cargo build --release\ncp target/lib/libown.so* out/lib/\n",
        "cp -P deps/lib/*.so* out/lib/\n",
        f"cp {JEMALLOC}/libjemalloc* out/lib/\nln -sf libjemalloc.so.2 out/lib/libjemalloc.so\n",
        # Two names of two folders, and of two libraries.
        "cp a/libown.so b/libown.so.3 out/lib/\n",
        "cp deps/libown.so deps/libother.so.3 out/lib/\n",
        "cp -d deps/libown.so deps/libown.so.3 out/lib/\n",
        "cp deps/libown.so deps/libown.so.3 out/lib/\nzip -r out.zip out\n",
    ],
)
def test_no_copies_or_meant_ones(script: str) -> None:
    assert warned("LP201", script) == []


def test_the_search_is_what_passes_over_links() -> None:
    loop = 'for f in $(find deps -type f -name "*.so*"); do\n  cp "$f" out/lib/\ndone\n'
    assert warned("LP202", loop) == [(1, "-type f")]
    behind = 'while read -r f; do\n  cp "$f" out/lib/\ndone < <(find deps -type f -name "*.so*")\n'
    assert warned("LP202", behind) == [(3, "-type f")]


def test_a_name_that_was_found_is_no_pattern() -> None:
    script = (
        'excluded=("libselinux.so.1")\n'
        'is_excluded() {\n  for one in "${excluded[@]}"; do\n    [[ "$one" == "$1" ]] && return 0\n  done\n'
        "  return 1\n}\n"
        'for f in $(find deps -type f -name "*.so*"); do\n'
        '  is_excluded "$(basename "$f")" && continue\n  cp "$f" out/lib/\ndone\n'
    )
    assert len(said("LP202", script)) == 1


def test_a_file_in_the_other_folder_of_libraries() -> None:
    both = "mkdir -p out/lib out/lib64\ncp libown.so.1.2 out/{}/\nln -s libown.so.1.2 out/lib/libown.so.1\n"
    assert len(warned("LP203", both.format("lib64"))) == 1
    assert warned("LP203", both.format("lib")) == []
    assert warned("LP203", "ln -s lib64 out/lib\n" + both.format("lib64")) == []


@pytest.mark.parametrize(
    ("target", "name"), [("libssl.so.1.1", "libssl.so.1.0.0"), ("libboost_x.so.1.74.0", "libboost_x.so.1.65.1")]
)
def test_libraries_of_which_the_second_number_tells(target: str, name: str) -> None:
    assert len(warned("LP205", f"ln -s {target} out/lib/{name}\n")) == 1


def test_numbers_that_go_together() -> None:
    assert warned("LP205", "ln -s libssl.so.1.1.1k out/lib/libssl.so.1.1\n") == []
    assert warned("LP205", "ln -s libown.so.1.3 out/lib/libown.so.1.2\n") == []


def test_a_pattern_that_matches_the_files_only() -> None:
    assert len(warned("LP102", "cp -a /usr/lib64/libpng16.so.16.* out/lib/\n")) == 1
    assert warned("LP102", "cp -a /usr/lib64/libpng16.so.16* out/lib/\n") == []
    assert warned("LP102", "cp -a deps/libown.so.16.* out/lib/\n") == []
    both = "cp -a deps/libpng16.so.16.* out/lib/\nln -s libpng16.so.16.37.0 out/lib/libpng16.so.16\n"
    assert warned("LP102", both) == []
