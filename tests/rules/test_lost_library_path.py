"""LP317: a library path that ends with a shell, a function or a branch, and programs that are started without it."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

SET = "export LD_LIBRARY_PATH=/opt/x/lib"
WORD = "LD_LIBRARY_PATH=/opt/x/lib"
RUN = 'exec /opt/x/bin/prog "$@"\n'
TOP = 'top=$(cd "$(dirname "$0")/.." && pwd)\nexport LD_LIBRARY_PATH=$top/lib\n'
# A script, and what the finding underlines.
WRONG = {
    "a loop behind a pipe": (f"cat dirs | while read -r d; do\n  {SET}:$d\ndone\n{RUN}", f"{WORD}:$d"),
    "a function behind a pipe": (f"ls /opt | {{ read -r d; {SET}; }}\n{RUN}", WORD),
    "the first part of a pipeline": (f"{{ {SET}; echo set; }} | tee log\n{RUN}", WORD),
    "parentheses": (f"(cd /opt/x && {SET})\n{RUN}", WORD),
    "a substitution": (f'said=$({SET}; echo done)\necho "$said"\n{RUN}', WORD),
    "local": (f"setup() {{\n  local {WORD}\n  export LD_LIBRARY_PATH\n  export X=1\n}}\nsetup\n{RUN}", WORD),
    "declare in a function": (f"setup() {{\n  declare -x {WORD}\n}}\nsetup\n{RUN}", WORD),
    "a shell in a string": (f"bash -c '{SET}'\n{RUN}", f"bash -c '{SET}'"),
    "sudo export": (f"sudo {SET}\n{RUN}", f"sudo {SET}"),
    "one branch": (
        "if [ -d build ]; then\n  libs=build/lib\nelse\n  libs=/opt/x/lib\n  export LD_LIBRARY_PATH=$libs\nfi\n" + RUN,
        "LD_LIBRARY_PATH=$libs",
    ),
    "sudo": (f'{TOP}sudo -E "$top/bin/prog" "$@"\n', 'sudo -E "$top/bin/prog" "$@"'),
    "sudo in a condition": (f'{TOP}if sudo timeout 9 "$top/bin/prog"; then echo yes; fi\n', None),
    "a login shell": (f'{SET}\nsu - daemon -c "/opt/x/bin/prog -d"\n', 'su - daemon -c "/opt/x/bin/prog -d"'),
    "runuser -l": (f"{SET}\nrunuser -l daemon -c '/opt/x/bin/prog -d'\n", "runuser -l daemon -c '/opt/x/bin/prog -d'"),
    "a relative program": ("export LD_LIBRARY_PATH=$PWD/build/lib\nsudo build/prog\n", "sudo build/prog"),
    "env -i": (f'{TOP}exec env -i HOME="$HOME" "$top/bin/prog"\n', 'exec env -i HOME="$HOME" "$top/bin/prog"'),
    "another start of the program": (
        "top=/opt/x\nexport LD_LIBRARY_PATH=/opt/y/lib\nv=$($top/bin/prog -v)\n"
        'bash -c "LD_LIBRARY_PATH=\\"$top/lib\\" $top/bin/prog" &\n',
        "v=$($top/bin/prog -v)",
    ),
    "too late": (
        'P=$PWD/out\n"$P/bin/gen" > x\nexport LD_LIBRARY_PATH="$P/lib"\n"$P/bin/check" x\n',
        '"$P/bin/gen"',
    ),
}


@pytest.mark.parametrize("way", sorted(WRONG))
def test_the_program_goes_without_it(way: str) -> None:
    script, underlined = WRONG[way]
    found = warned("LP317", "#!/bin/bash\n" + script)
    assert len(found) == 1
    assert underlined is None or found[0][1] == underlined


@pytest.mark.parametrize(
    "script",
    [
        f"({SET}; /opt/x/bin/prog)\n",
        f"cat dirs | while read -r d; do\n  {SET}:$d\n  $d/prog\ndone\n",
        f"cat dirs | {{ {SET}; /opt/x/bin/prog; }}\n",
        f"shopt -s lastpipe\ncat dirs | while read -r d; do\n  {SET}:$d\ndone\n{RUN}",
        f"while read -r d; do\n  {SET}:$d\ndone < dirs\n{RUN}",
        f'libs=$({SET}; echo "$LD_LIBRARY_PATH")\nexport LD_LIBRARY_PATH=$libs\n{RUN}',
        f"run() {{\n  local {WORD}\n  export LD_LIBRARY_PATH\n  /opt/x/bin/prog\n}}\nrun\n",
        f"run() {{\n  declare -gx {WORD}\n}}\nrun\n{RUN}",
        f"setup() {{ {SET}; }}\n(setup; /opt/x/bin/prog)\n",
        f"bash -c '{SET}; /opt/x/bin/prog'\n",
        f"cat dirs | {WORD} /opt/x/bin/prog\n",
        # sudo and su are given it, or start a program of the system.
        f'{TOP}sudo env LD_LIBRARY_PATH="$LD_LIBRARY_PATH" "$top/bin/prog"\n',
        f'{TOP}sudo LD_LIBRARY_PATH=$top/lib "$top/bin/prog"\n',
        f"{TOP}sudo apt-get install foo\n",
        f'{TOP}sudo cp "$top/bin/prog" /usr/bin\n',
        f'{TOP}sudo "$top/bin/setup.sh"\n',
        f'{TOP}env -i LD_LIBRARY_PATH="$LD_LIBRARY_PATH" "$top/bin/prog"\n',
        "export LD_LIBRARY_PATH=$PWD/build/lib\nsudo ./install.sh\nsudo make install\nsudo ./b2 install\n",
        f"{SET}\nsu daemon -c '/opt/x/bin/prog -d'\n",
        f"{SET}\nsu - daemon -c 'LD_LIBRARY_PATH=/opt/x/lib /opt/x/bin/prog -d'\n",
        # Both branches, or a value that is read elsewhere.
        "if [ -d build ]; then\n  libs=build/lib\nelse\n  libs=/opt/x/lib\nfi\nexport LD_LIBRARY_PATH=$libs\n" + RUN,
        "if [ -d build ]; then\n  libs=build/lib\n  ls $libs\nelse\n  libs=/opt/x/lib\n"
        "  export LD_LIBRARY_PATH=$libs\nfi\n" + RUN,
        # Nothing of the same folder is started below, or it is another folder by then.
        'P=$PWD/out\n"$P/bin/gen" > x\nexport LD_LIBRARY_PATH="$P/lib"\nmake check\n',
        'P=$PWD/a\n"$P/bin/gen" > x\nP=$PWD/b\nexport LD_LIBRARY_PATH="$P/lib"\n"$P/bin/check" x\n',
        'P=$PWD/out\nexport LD_LIBRARY_PATH="$P/lib"\n"$P/bin/gen" > x\n"$P/bin/check" x\n',
    ],
)
def test_what_reaches_the_program(script: str) -> None:
    assert warned("LP317", "#!/bin/bash\n" + script) == []


def test_in_a_launcher_that_is_written() -> None:
    script = f"cat > run <<'E'\n#!/bin/bash\ncat dirs | while read -r d; do\n  {SET}:$d\ndone\n{RUN}E\n"
    assert warned("LP317", script) == [(4, f"{WORD}:$d")]
    assert warned("LP317", script.replace("cat dirs |", "").replace("done", "done < dirs")) == []


def test_a_settings_file_is_not_for_a_program_that_others_start_without_it() -> None:
    files = {"settings": "export LD_LIBRARY_PATH=/opt/x/lib\n"}
    script = '. ./settings.sh\nsu - daemon -c "/opt/x/bin/prog -d"\n'
    assert len(warned("LP317", script, **files)) == 1
    assert warned("LP317", script, **files, service="/opt/x/bin/prog -d\n") == []
    assert len(warned("LP317", script, **files, service=". ./settings.sh\n/opt/x/bin/prog -d\n")) == 1
    inside = f"{SET}\n" + script.partition("\n")[2]
    assert len(warned("LP317", inside, service="/opt/x/bin/prog -d\n")) == 1
