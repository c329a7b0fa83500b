"""LP115: a list without quotes ends at its first blank, and what follows is run."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

LOOP = 'for one in $list; do\n  cp -L "$one" out/lib/\ndone\n'


@pytest.mark.parametrize(
    "line",
    [
        "list=$list $(more)",
        'list="$list" `ls plugins/*.so`',
        "list=${list} $(ls a/*.so) $(find b -name '*.so')",
        "list=$(ls a/*.so) $(ls b/*.so)",
        "list+=$others $(ls b/*.so)",
        "list=a/libfoo.so.1 b/libbar.so.2",
        "  list=$list a/libfoo.so.1 $others",
    ],
)
def test_the_rest_of_the_list_is_run(line: str) -> None:
    assert len(warned("LP115", f"list=$(needed prog)\n{line}\n{LOOP}")) == 1


@pytest.mark.parametrize(
    "line",
    [
        'list="$list $(more)"',
        "list=$list$(more)",
        "list=$list $(which pack) out",
        "list=$list $(dirname $0)/pack.sh",
        "list=$list make install",
        "list=$(ls a/*.so) other=$(ls b/*.so)",
        "list=deps /lib64/ld-linux-x86-64.so.2 --list prog",
        "list='a/libfoo.so.1 b/libbar.so.2'",
        "list=(a/libfoo.so.1 b/libbar.so.2)",
    ],
)
def test_a_whole_list_and_settings_for_a_command(line: str) -> None:
    assert warned("LP115", f"list=$(needed prog)\n{line}\n{LOOP}") == []


def test_a_variable_that_nothing_takes_for_a_list() -> None:
    assert warned("LP115", 'list=$list $(runner)\necho "$list"\n') == []
