"""RPATHs on their way through patchelf, make and the environment: what each tool makes of them."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

FLAGS = "export LDFLAGS='-Wl,-rpath,$ORIGIN/../lib'\n"
MAKE = "./configure --prefix=/opt/x\nmake -j4\nmake install\n"


@pytest.mark.parametrize(
    "script",
    [
        FLAGS + MAKE,
        'export LDFLAGS="-s -Wl,-rpath,\\$ORIGIN"\nmake && make install\n',
        "LDFLAGS='-Wl,-rpath,$ORIGIN' ./configure\nmake\n",
        "qmake 'QMAKE_LFLAGS+=-Wl,-rpath,$ORIGIN' app.pro\nmake\n",
        "make LDFLAGS='-Wl,-rpath,$(ORIGIN)/lib'\n",
        "cat > local.mk <<'E'\nLDFLAGS += -Wl,-rpath,$ORIGIN/../lib\nE\nmake\n",
        "printf 'LDFLAGS = -Wl,-rpath=$ORIGIN\\n' > Makefile.inc\n",
    ],
)
def test_make_takes_the_dollar(script: str) -> None:
    assert len(warned("LP310", script)) == 1


@pytest.mark.parametrize(
    "script",
    [
        # Meson, Python and a compiler take the flags as they are.
        FLAGS + "meson setup build\nninja -C build\n",
        FLAGS + "pip install .\n",
        FLAGS + "gcc -o p p.c $LDFLAGS\n",
        # They are others when make is started, or nothing is built here.
        FLAGS + "gcc -o p p.c $LDFLAGS\nmake\n",
        FLAGS + "unset LDFLAGS\n" + MAKE,
        FLAGS + "export LDFLAGS=-s\n" + MAKE,
        FLAGS,
        FLAGS.replace("$ORIGIN", r"\$$ORIGIN") + MAKE,
        r"qmake 'QMAKE_LFLAGS+=-Wl,-rpath,\$\$ORIGIN' app.pro" + "\nmake\n",
        "make ORIGIN='$$ORIGIN' LDFLAGS='-Wl,-rpath,$(ORIGIN)/lib'\n",
        "cat > local.mk <<'E'\nLDFLAGS += -Wl,-rpath,\\$$ORIGIN/../lib\nE\nmake\n",
        "cat > run.sh <<'E'\n# patchelf --set-rpath '$ORIGIN' prog\nE\n",
    ],
)
def test_the_token_reaches_the_linker(script: str) -> None:
    assert warned("LP310", script) == []


def test_make_s_own_spelling_is_no_token() -> None:
    assert len(warned("LP310", "patchelf --set-rpath '$(ORIGIN)/../lib' prog\n")) == 1
    assert len(warned("LP310", "gcc -o p p.c -Wl,-rpath,'$(ORIGIN)/../lib'\n")) == 1


def test_a_shell_s_variable_in_a_script_for_sed() -> None:
    assert len(warned("LP310", 'sed -i "s|@RPATH@|$ORIGIN/../lib|" Makefile.in\n')) == 1
    assert warned("LP310", "sed -i 's|@RPATH@|$ORIGIN/../lib|' config.cmake\n") == []


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("--set-rpath='$ORIGIN/lib' prog", "--set-rpath='$ORIGIN/lib'"),
        ('"--set-interpreter=$loader" prog', '"--set-interpreter=$loader"'),
        ("--replace-needed liba.so liba.so.1", "patchelf --replace-needed liba.so liba.so.1"),
        ("--set-rpath '$ORIGIN/lib'", "patchelf --set-rpath '$ORIGIN/lib'"),
    ],
)
def test_words_that_patchelf_refuses(words: str, refused: str) -> None:
    assert [text for _, text in warned("LP311", f"patchelf {words}\n")] == [refused]


@pytest.mark.parametrize(
    "script",
    [
        "patchelf --set-rpath '$ORIGIN' $files\n",
        'patchelf --set-rpath "$@"\n',
        'patchelf "${args[@]}"\n',
        "patchelf --print-rpath prog\n",
        "patchelf --version\n",
        "find . -name '*.so' | xargs patchelf --set-rpath '$ORIGIN'\n",
        "patchelf --set-rpath $ORIGINS\n",
    ],
)
def test_words_that_it_may_understand(script: str) -> None:
    assert warned("LP311", script) == []


@pytest.mark.parametrize("value", ["'$ORIGIN/../lib:'", "':$ORIGIN'", "'$ORIGIN::$ORIGIN/lib'", '"$x/lib:"'])
@pytest.mark.parametrize("way", ["patchelf --set-rpath {} prog\n", "gcc -o p p.c -Wl,-rpath,{}\n"])
def test_an_empty_element_of_an_rpath(value: str, way: str) -> None:
    assert len(warned("LP302", way.format(value))) == 1


@pytest.mark.parametrize(
    "script",
    [
        "patchelf --set-rpath '$ORIGIN:$ORIGIN/lib' prog\n",
        'patchelf --set-rpath "$(patchelf --print-rpath prog):\\$ORIGIN" prog\n',
        "patchelf --set-rpath '' prog\n",
        # chrpath cannot make it longer, so what is over is filled up.
        "chrpath -r '$ORIGIN/lib::::' prog\n",
    ],
)
def test_an_rpath_without_an_empty_element(script: str) -> None:
    assert warned("LP302", script) == []


def test_the_search_list_of_the_machine_that_builds() -> None:
    script = 'patchelf --set-rpath "\\$ORIGIN/../lib:$LD_LIBRARY_PATH" dist/prog\ntar cf d.tar dist\n'
    assert len(warned("LP309", script)) == 1


def test_what_was_added_is_replaced() -> None:
    add, set_ = "patchelf --add-rpath '$ORIGIN/../lib' prog\n", "patchelf --set-rpath /opt/x/lib prog\n"
    assert len(warned("LP320", add + set_)) == 1
    assert warned("LP320", set_ + add) == []
    assert warned("LP320", "patchelf --set-rpath /opt/x --add-rpath '$ORIGIN' prog\n") == []


def test_the_token_of_linux_for_a_tool_of_macos() -> None:
    assert len(warned("LP319", "install_name_tool -add_rpath '$ORIGIN/../lib' prog\n")) == 1
    assert warned("LP319", "install_name_tool -add_rpath @loader_path/../lib prog\n") == []


def test_a_comma_and_a_blank_part_no_folders() -> None:
    assert len(warned("LP319", "patchelf --set-rpath '$ORIGIN/../lib, $ORIGIN/../lib64' prog\n")) == 1


LOADER = "ld-linux-x86-64.so.2"


@pytest.mark.parametrize(
    "script",
    [
        f"patchelf --set-interpreter '$ORIGIN/../lib/{LOADER}' prog\n",
        f'patchelf --set-interpreter "\\$ORIGIN/{LOADER}" prog\n',
        f"patchelf --set-interpreter lib/{LOADER} prog\n",
        f"gcc -o out/p p.c -Wl,--dynamic-linker=./{LOADER}\n",
        f"gcc -o out/p p.c -Wl,-dynamic-linker,'$ORIGIN/{LOADER}'\n",
        f'patchelf --set-interpreter "$PWD/out/{LOADER}" out/p\ntar cf out.tar out\n',
        f'fix() {{ patchelf --set-interpreter "$1" "$2"; }}\nfix ./lib/{LOADER} prog\n',
    ],
)
def test_a_loader_that_the_kernel_does_not_find(script: str) -> None:
    assert len(warned("LP321", script)) == 1


@pytest.mark.parametrize(
    "script",
    [
        f"patchelf --set-interpreter /opt/x/lib/{LOADER} prog\n",
        f'patchelf --set-interpreter "$PREFIX/lib/{LOADER}" prog\ntar cf out.tar out\n',
        f'patchelf --set-interpreter "$PWD/out/{LOADER}" out/p\nout/p --selftest\n',
        'patchelf --set-interpreter "$(cat "$NIX_CC/nix-support/dynamic-linker")" prog\n',
        "patchelf --print-interpreter prog\n",
    ],
)
def test_a_loader_that_may_be_there(script: str) -> None:
    assert warned("LP321", script) == []
