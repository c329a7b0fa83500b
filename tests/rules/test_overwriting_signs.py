"""LP305: signs in the script itself that the value which it throws away was wanted; without them it is a note."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said

START = '#!/bin/bash\nhere=$(dirname "$(readlink -f "$0")")\n'
END = 'exec "$here/bin/prog" "$@"\n'
KEEPS = "export LD_LIBRARY_PATH=$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n"
ROUND = "for d in a b c; do\n  export LD_LIBRARY_PATH=$here/$d\ndone\n"


def warned(lines: str, **files: str) -> list[int]:
    """The lines behind START that LP305 warns of."""
    found = [one.line - 2 for one in said("LP305", START + lines + END, **files) if one.level == "warning"]
    return [line for line in found if line]


A_OR_B = (
    'if [ "$A" = 1 ]; then\n  export LD_PRELOAD=liba.so\nfi\nif [ "$B" = 1 ]; then\n  export LD_PRELOAD=libb.so\nfi\n'
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (A_OR_B, [5]),
        (
            A_OR_B.replace("$B", "$A").replace(
                "= 1 ]; then\n  export LD_PRELOAD=libb", "= 2 ]; then\n  export LD_PRELOAD=libb"
            ),
            [],
        ),
        (A_OR_B.replace("=libb.so", '="libb.so $LD_PRELOAD"'), []),
        (A_OR_B.replace("fi\nif", 'fi\n"$here/run"\nif'), []),
        (A_OR_B.replace("fi\nif", "elif"), []),
    ],
)
def test_conditions_that_have_nothing_to_do_with_each_other(lines: str, expected: list[int]) -> None:
    assert warned(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (ROUND, [2]),
        ("for d in a b; do LD_LIBRARY_PATH=$here/$d; done\nexport LD_LIBRARY_PATH\n", [1]),
        ('for d in "$here"/lib*/; do\n  [ -d "$d" ] && export LD_LIBRARY_PATH="$d"\ndone\n', [2]),
        ('while read -r d; do\n  export LD_LIBRARY_PATH=$here/$d\ndone < "$here/dirs"\n', [2]),
        ("for d in a b; do\n  p=$here/$d\n  case $d in\n  a) export LD_LIBRARY_PATH=$p ;;\n  esac\ndone\n", [4]),
        ('add() {\n  export LD_LIBRARY_PATH="$1"\n}\nadd $here/lib\nadd $here/lib/x\n', [2]),
        ("for d in a b; do LD_LIBRARY_PATH=$here/$d; done\n", []),
        # Each round uses it, one round is enough, or an option gives it.
        ('for d in a b; do\n  export LD_LIBRARY_PATH=$here/$d\n  "$here/run" $d\ndone\n', []),
        ("for d in a b; do\n  [ -d $d ] && export LD_LIBRARY_PATH=$here/$d && break\ndone\n", []),
        ("for d in a b; do\n  export LD_LIBRARY_PATH=$here/lib\ndone\n", []),
        ("for d in a b; do\n  export LD_LIBRARY_PATH=$here/$d:$LD_LIBRARY_PATH\ndone\n", []),
        ("while getopts l: o; do\n  case $o in l) d=$OPTARG; LD_LIBRARY_PATH=$d ;; esac\ndone\n", []),
        ('add() {\n  export LD_LIBRARY_PATH="$1"\n  "$here/run"\n}\nadd $here/lib\nadd $here/lib/x\n', []),
    ],
)
def test_again_and_again(lines: str, expected: list[int]) -> None:
    assert warned(lines) == expected


@pytest.mark.parametrize("quoted", [True, False])
def test_in_a_launcher_that_is_written(quoted: bool) -> None:
    text = START + ROUND + END
    text = text if quoted else text.replace("$", "\\$")
    end = "'E'" if quoted else "E"
    script = f"cat > run <<{end}\n{text}E\n"
    assert [(one.line, one.level) for one in said("LP305", script)] == [(5, "warning")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (f"{KEEPS}if [ -d /x ]; then\n  export LD_LIBRARY_PATH=$here/x\nfi\n", [3]),
        (f"{KEEPS}check() {{ test -d /x; }}\ncheck || LD_LIBRARY_PATH=$here/x\n", [3]),
        ("if [ -d /x ]; then\n  export LD_LIBRARY_PATH=$here/x\nelse\n  " + KEEPS + "fi\n", [2]),
        # What was exported was used, is saved, or was never another's.
        (f'{KEEPS}"$here/bin/first"\nexport LD_LIBRARY_PATH=$here/x\n', []),
        (f"old=$LD_LIBRARY_PATH\n{KEEPS}export LD_LIBRARY_PATH=$old\n", []),
        (f"{KEEPS}unset LD_LIBRARY_PATH\nexport LD_LIBRARY_PATH=$here/x\n", []),
        ("export LD_LIBRARY_PATH=$here/lib\nif [ -d /x ]; then\n  export LD_LIBRARY_PATH=$here/x\nfi\n", []),
        (f"{KEEPS}if [ -d /x ]; then\n  export LD_LIBRARY_PATH=/usr/lib64\nfi\n", []),
    ],
)
def test_what_was_put_there_before(lines: str, expected: list[int]) -> None:
    assert warned(lines) == expected


def test_what_a_sourced_file_put_there() -> None:
    line = "LD_LIBRARY_PATH=$here/python/lib\nexport LD_LIBRARY_PATH\n"
    assert warned(f". ./env.sh\n{line}", env=f"here=/opt/x\n{KEEPS}") == [2]
    assert warned(f". ./env.sh\n{line}", env="here=/opt/x\n") == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('LD_LIBRARY_PATH=$CUDA_HOME/lib64 "$here/bin/worker" &\n', [2]),
        ("LD_LIBRARY_PATH=$CUDA_HOME/lib64 N=1 \\\n  exec ${here}/bin/worker\n", [2]),
        ("LD_LIBRARY_PATH=$CUDA_HOME/lib64 xterm\n", []),
        ('LD_LIBRARY_PATH=$here/other "$here/bin/worker"\n', []),
        ('LD_LIBRARY_PATH=/usr/lib64 "$here/bin/worker"\nLD_LIBRARY_PATH= "$here/bin/worker"\n', []),
        ('LD_LIBRARY_PATH=$CUDA_HOME/lib64:$LD_LIBRARY_PATH "$here/bin/worker"\n', []),
    ],
)
def test_one_command_without_what_was_exported_for_all(lines: str, expected: list[int]) -> None:
    assert warned(KEEPS + lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("export LD_LIBRARY_PATH=$here/lib\n", []),
        ("export XDG_DATA_DIRS=$here/s:$XDG_DATA_DIRS\nexport LD_LIBRARY_PATH=$here/lib\n", []),
        (
            "export XDG_DATA_DIRS=$here/s:$XDG_DATA_DIRS\nQT_PATH=$here/q:${QT_PATH}\nexport LD_LIBRARY_PATH=$here/l\n",
            [3],
        ),
        ("export A_DIRS=$here/s:$A_DIRS\nexport B_DIRS=$here/q\nexport LD_LIBRARY_PATH=$here/lib\n", []),
        ("export A_DIRS=$here/s:$A_DIRS\nexport B_DIRS=$here/q:$B_DIRS\nexport LD_PRELOAD=$here/lib/x.so\n", []),
        ("export LD_PRELOAD=$LD_PRELOAD:$here/x.so\nLD_LIBRARY_PATH=$here/lib exec $here/x\n", [2]),
        ("export LD_LIBRARY_PATH=$here/lib\nexport LD_PRELOAD=$here/x.so${LD_PRELOAD:+:$LD_PRELOAD}\n", [1]),
        ("export LD_PRELOAD=$here/x.so\nLD_LIBRARY_PATH=$here/lib exec $here/x\n", []),
        ("case :$LD_LIBRARY_PATH: in *nvidia*) g=1 ;; esac\nexport LD_LIBRARY_PATH=$here/lib\n", [2]),
        ("if [[ :$LD_LIBRARY_PATH: != *:$here:* ]]; then\n  export LD_LIBRARY_PATH=$here\nfi\n", [2]),
        ('if [[ $LD_LIBRARY_PATH == "" ]]; then\n  export LD_LIBRARY_PATH=$here\nfi\n', []),
    ],
)
def test_what_stands_beside_it(lines: str, expected: list[int]) -> None:
    assert warned(lines) == expected


@pytest.mark.parametrize(
    "before",
    [
        "source /opt/rh/devtoolset-7/enable\n",
        "source scl_source enable devtoolset-11\n",
        "for one in a b; do source /opt/rh/$one/enable; done\n",
        "activate() {\n  . /opt/rh/devtoolset-7/enable\n}\nactivate\n",
        ". /opt/intel/oneapi/setvars.sh\n",
        "source /opt/ros/noetic/setup.bash\n",
    ],
)
def test_what_a_well_known_file_put_there(before: str) -> None:
    script = f"{before}export PATH=/x/bin:$PATH\nexport LD_LIBRARY_PATH=/x/lib\nmake\n"
    for right in (
        script.replace("=/x/lib", "=/x/lib:$LD_LIBRARY_PATH"),
        script.replace("/opt/", "/srv/").replace("scl_source enable", "/srv/x"),
        script.replace("export LD_L", "unset LD_LIBRARY_PATH\nexport LD_L"),
    ):
        assert "warning" not in {one.level for one in said("LP305", f"#!/bin/bash\n{right}")}
    assert [one.level for one in said("LP305", f"#!/bin/bash\n{script}")] == ["warning"]


def test_a_function_that_nothing_calls_before() -> None:
    script = "activate() {\n  . /opt/rh/x/enable\n}\nexport LD_LIBRARY_PATH=/x/lib\nmake\nactivate\n"
    assert "warning" not in {one.level for one in said("LP305", f"#!/bin/bash\n{script}")}
