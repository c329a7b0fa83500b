"""What takes away an RPATH, a library path or links that another line gives: LP201, LP202, LP317, LP319, LP320."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

COPIES = "cp -a deps/lib/libz.so* out/lib/\n"
BROKEN = "# remove broken links\n"
TAIL = 'setcap cap_net_raw+ep "$D/bin/prog"\n'
START = "exec $D/bin/prog"


@pytest.mark.parametrize(
    ("lines", "underlined"),
    [
        (f"{BROKEN}find out -type l -delete\n", "find out -type l -delete"),
        ("echo 'dangling links go'\nfind out/lib -type l -exec rm {} +\n", "find out/lib -type l -exec rm"),
        (f"{BROKEN}find out -type l -print0 | xargs -0 rm -f\n", "find out -type l -print0 | xargs -0 rm"),
        ("find out -type l -delete # dead symlinks\n", None),
        (f"{BROKEN}find out -xtype l -delete\n", ""),
        (f"{BROKEN}find -L out -type l -delete\n", ""),
        (f"{BROKEN}find out -type l ! -exec test -e {{}} \\; -delete\n", ""),
        ("# the headers' links are not needed\nfind out/include -type l -delete\n", ""),
    ],
)
def test_links_that_are_removed_as_broken_ones(lines: str, underlined: str | None) -> None:
    found = [text for _, text in warned("LP202", COPIES + lines)]
    assert found == ([underlined or "find out -type l -delete"] if underlined != "" else [])


ENV = "#!/bin/sh\nhere=$(pwd)\nexport LD_LIBRARY_PATH=$here/lib\n"


@pytest.mark.parametrize("line", ['bash "$here/env.sh"', 'sh "$here/env.sh"', '/bin/bash "$here"/env.sh'])
def test_a_script_of_settings_is_run(line: str) -> None:
    script = f'here=$(cd "$(dirname "$0")" && pwd)\n{line}\n"$here/bin/prog"\n'
    assert [text for _, text in warned("LP317", script, env=ENV)] == [line]


@pytest.mark.parametrize(
    ("line", "env"),
    [
        ('. "$here/env.sh"', ENV),
        ('source "$here/env.sh"', ENV),
        ('bash "$here/env.sh"', f"{ENV}exec $here/bin/prog\n"),
        ('bash "$here/env.sh"', f'{ENV}echo "$LD_LIBRARY_PATH" > out/path\n'),
    ],
)
def test_a_script_of_settings_is_sourced_or_does_more(line: str, env: str) -> None:
    script = f'here=$(cd "$(dirname "$0")" && pwd)\n{line}\n"$here/bin/prog"\n'
    assert warned("LP317", script, env=env) == []


@pytest.mark.parametrize(
    ("script", "count"),
    [
        (f"{TAIL}cat > run <<E\nLD_LIBRARY_PATH=$D/lib {START}\nE\n", 1),
        (f"{TAIL}cat > run <<E\nexport LD_LIBRARY_PATH=$D/lib\n{START} x\nE\n", 1),
        (f'{TAIL}export LD_LIBRARY_PATH=$D/lib\n"$D/bin/prog" &\n', 1),
        (f"{TAIL}cat > run <<E\nLD_LIBRARY_PATH=$D/lib {START}\nE\necho $D/lib > /etc/ld.so.conf.d/x.conf\n", 0),
        (f"{TAIL}cat > run <<E\nLD_LIBRARY_PATH=$D/lib exec $D/bin/other\nE\n", 0),
        (f"setcap -r $D/bin/prog\ncat > run <<E\nLD_LIBRARY_PATH=$D/lib {START}\nE\n", 0),
        (f"setcap cap_net_raw+ep /usr/bin/python3\nexport LD_LIBRARY_PATH=$D/lib\n{START}\n", 0),
    ],
)
def test_a_program_with_capabilities(script: str, count: int) -> None:
    assert len(warned("LP317", f"#!/bin/bash\nD=/opt/x\n{script}")) == count


PATCHED = 'patchelf --set-rpath \'$ORIGIN/\'"$rel" "$exe"\n'


@pytest.mark.parametrize(
    ("own", "first", "second", "count"),
    [
        ('dir=$(dirname "$exe")', '"$lib"', '"$dir"', 1),
        ("dir=${exe%/*}", "$lib", "$dir", 1),
        (":", '"$lib"', '"$(dirname "$exe")"', 1),
        ('dir=$(dirname "$exe")', '"$dir"', '"$lib"', 0),
        ("dir=$top/bin", '"$lib"', '"$dir"', 0),
    ],
)
def test_the_folders_of_realpath_are_exchanged(own: str, first: str, second: str, count: int) -> None:
    script = f"for exe in out/bin/*; do\n{own}\nrel=$(realpath --relative-to={first} {second})\n{PATCHED}done\n"
    assert len(warned("LP319", script)) == count


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("-DCMAKE_SKIP_RPATH=ON \\\n  -DCMAKE_INSTALL_RPATH=/opt/x/lib", ["CMAKE_SKIP_RPATH=ON"]),
        ("'-DCMAKE_INSTALL_RPATH=$ORIGIN/../lib' -DCMAKE_SKIP_INSTALL_RPATH:BOOL=TRUE", None),
        ('-DCMAKE_INSTALL_RPATH="/opt/x/lib" -DCMAKE_SKIP_RPATH=YES', ["CMAKE_SKIP_RPATH=YES"]),
        ("-DCMAKE_SKIP_RPATH=OFF -DCMAKE_INSTALL_RPATH=/opt/x/lib", []),
        ("-DCMAKE_SKIP_RPATH=ON -DCMAKE_INSTALL_RPATH=", []),
        ("-DCMAKE_SKIP_RPATH=ON\ncmake .. -DCMAKE_INSTALL_RPATH=/opt/x/lib", []),
    ],
)
def test_an_option_switches_the_run_path_off(options: str, found: list[str] | None) -> None:
    expected = ["CMAKE_SKIP_INSTALL_RPATH:BOOL=TRUE"] if found is None else found
    assert [text for _, text in warned("LP320", f"cmake .. {options}\nmake\n")] == expected


@pytest.mark.parametrize(
    ("copy", "found"),
    [
        ('scp -q -r "$B/lib" "$HOST:x/"', True),
        ("scp -rp $B/lib/ root@board:/opt/x", True),
        ("scp $B/lib/libz.so.1 $HOST:x/", False),
        ("scp -r $B/share $HOST:x/", False),
        ("rsync -a $B/lib $HOST:x/", False),
    ],
)
def test_links_that_scp_follows(copy: str, found: bool) -> None:
    script = f"for l in a b; do\n  ln -sf lib$l.so.1.2 $B/lib/lib$l.so.1\ndone\n{copy}\n"
    assert [line for line, _ in warned("LP201", script)] == ([4] if found else [])
    assert warned("LP201", f"{copy}\n") == []
