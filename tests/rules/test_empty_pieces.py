"""LP302: empty elements that do not come from the old value: parts that may be empty, and separators at the end."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said, warned

RUN = 'exec /opt/x/prog "$@"\n'
SH = "#!/bin/bash\n"
FIND = "find /opt/x -name '*.so' -printf '%h\\n' | sort -u"
# A script, and what the finding underlines.
WRONG = {
    "a part that is optional": (
        "more=\nif [ -d /opt/y ]; then more=/opt/y/lib; fi\nexport LD_LIBRARY_PATH=/opt/x/lib:$more:/opt/x/lib64\n",
        "LD_LIBRARY_PATH=/opt/x/lib:$more:/opt/x/lib64",
    ),
    "an optional part beside a guard": (
        'more=\n[ -n "$1" ] && more=$1\nexport LD_LIBRARY_PATH=/x:$more${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n',
        "LD_LIBRARY_PATH=/x:$more${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}",
    ),
    "a loop that puts the colon first": (
        'list=\nfor d in /opt/x /opt/y; do\n  list="$list:$d"\ndone\nexport LD_LIBRARY_PATH="$list"\n',
        'list="$list:$d"',
    ),
    "the same with +=": (
        'list=\nfor d in /opt/x /opt/y; do\n  list+=":$d"\ndone\nexport LD_LIBRARY_PATH=$list\n',
        'list+=":$d"',
    ),
    "tr at the end of a pipe": (
        f"LD_LIBRARY_PATH=$({FIND} | tr '\\n' ':')\nexport LD_LIBRARY_PATH\n",
        f"LD_LIBRARY_PATH=$({FIND} | tr '\\n' ':')",
    ),
    "a list that tr joined": (
        f'dirs=$({FIND} | tr "\\n" ":")\nexport LD_LIBRARY_PATH="$dirs:/opt/y"\n',
        f'dirs=$({FIND} | tr "\\n" ":")',
    ),
    "printf for each": (
        "dirs=$(printf '%s:' /opt/*/lib)\nexport LD_LIBRARY_PATH=/opt/y:$dirs\n",
        "LD_LIBRARY_PATH=/opt/y:$dirs",
    ),
    "the old value in an array": (
        'set -u\nj() {\n  local IFS=:\n  printf %s "$*"\n}\nd=(/opt/x/lib)\nfor p in "$1"/*/; do\n'
        '  [[ -d ${p}lib ]] && d+=("${p}lib")\ndone\nd+=("${LD_LIBRARY_PATH-}")\n'
        'export LD_LIBRARY_PATH=$(j "${d[@]}")\n',
        'd+=("${LD_LIBRARY_PATH-}")',
    ),
    "a folder that is taken out": (
        'export LD_LIBRARY_PATH=${LD_LIBRARY_PATH/"$X"/}\n',
        'LD_LIBRARY_PATH=${LD_LIBRARY_PATH/"$X"/}',
    ),
    "the same wherever it stands": (
        "export LD_LIBRARY_PATH=${LD_LIBRARY_PATH//$HERE\\/lib}\n",
        "LD_LIBRARY_PATH=${LD_LIBRARY_PATH//$HERE\\/lib}",
    ),
    "the same by sed": (
        'export LD_LIBRARY_PATH=$(echo "$LD_LIBRARY_PATH" | sed "s|$X/lib||g")\n',
        'LD_LIBRARY_PATH=$(echo "$LD_LIBRARY_PATH" | sed "s|$X/lib||g")',
    ),
    "find's own": (
        "export LD_LIBRARY_PATH=$(find /opt/x -name '*.so' -printf '%h:')\n",
        "LD_LIBRARY_PATH=$(find /opt/x -name '*.so' -printf '%h:')",
    ),
}
# A value that is empty only where the caller has set the variable, and to nothing: few do.
SET_TO_NOTHING = {
    "the caller's, which may be set to nothing": (
        'export LD_LIBRARY_PATH="/opt/x/lib${LD_LIBRARY_PATH+:$LD_LIBRARY_PATH}"\n',
        'LD_LIBRARY_PATH="/opt/x/lib${LD_LIBRARY_PATH+:$LD_LIBRARY_PATH}"',
    ),
    "the same in front": (
        'export LD_LIBRARY_PATH=${LD_LIBRARY_PATH+"${LD_LIBRARY_PATH}:"}/opt/x/lib\n',
        'LD_LIBRARY_PATH=${LD_LIBRARY_PATH+"${LD_LIBRARY_PATH}:"}/opt/x/lib',
    ),
    "a colon for a value": (
        "export LD_LIBRARY_PATH=/opt/x/lib${LD_LIBRARY_PATH+:}${LD_LIBRARY_PATH:-}\n",
        "LD_LIBRARY_PATH=/opt/x/lib${LD_LIBRARY_PATH+:}${LD_LIBRARY_PATH:-}",
    ),
    "a test that asks if it is set": (
        '[ -n "${LD_LIBRARY_PATH+x}" ] && export LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\n',
        "LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH",
    ),
    "a test that asks if it is unset": (
        "if [ -z ${LD_LIBRARY_PATH+set} ]; then\n  export LD_LIBRARY_PATH=/opt/x/lib\nelse\n"
        "  export LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\nfi\n",
        "LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH",
    ),
}


@pytest.mark.parametrize("way", sorted(WRONG))
def test_an_element_that_is_not_the_old_value_is_empty(way: str) -> None:
    script, underlined = WRONG[way]
    assert [text for _, text in warned("LP302", SH + script + RUN)] == [underlined]


def test_the_variable_that_may_be_empty_is_named() -> None:
    own, old = "/opt/x/lib:$C:/opt/x/q", "$LD_LIBRARY_PATH"
    script = (
        f'C=""\n[ -z "$NEW" ] && C=/opt/x/old\nif [ -z "{old}" ]; then\n  export LD_LIBRARY_PATH={own}\n'
        f"else\n  export LD_LIBRARY_PATH={own}:{old}\nfi\n"
    )
    messages = [one.message for one in said("LP302", SH + script + RUN)]
    assert len(messages) == 2
    assert all("`$C` is empty" in message for message in messages)


@pytest.mark.parametrize("way", sorted(SET_TO_NOTHING))
def test_a_value_that_is_set_to_nothing_is_worth_a_note(way: str) -> None:
    script, underlined = SET_TO_NOTHING[way]
    assert warned("LP302", SH + script + RUN) == []
    assert [(one.text, one.level) for one in said("LP322", SH + script + RUN)] == [(underlined, "note")]


@pytest.mark.parametrize(
    "script",
    [
        # The old value only where there is one, and a folder with its colon.
        'd=(/opt/x/lib)\n[ -n "$LD_LIBRARY_PATH" ] && d+=("$LD_LIBRARY_PATH")\n'
        'export LD_LIBRARY_PATH=$(IFS=:; echo "${d[*]}")\n',
        "export LD_LIBRARY_PATH=${LD_LIBRARY_PATH//$X:/}\n",
        "LD_LIBRARY_PATH=${LD_LIBRARY_PATH//$X/}\nexport LD_LIBRARY_PATH=${LD_LIBRARY_PATH%:}\n",
        "export LD_LIBRARY_PATH=${LD_LIBRARY_PATH/lib64/lib}\n",
        # The colon comes with the part, or there is always one.
        "more=\n[ -d /opt/y ] && more=:/opt/y/lib\nexport LD_LIBRARY_PATH=/opt/x/lib$more:/opt/x/lib64\n",
        "more=/opt/y\n[ -d /opt/z ] && more=/opt/z\nexport LD_LIBRARY_PATH=/opt/x/lib:$more:/opt/x/lib64\n",
        "more=\nexport LD_LIBRARY_PATH=/opt/x/lib${more:+:$more}:/opt/x/lib64\n",
        # The separator is taken off, or joins what follows.
        f"list=$({FIND} | tr '\\n' ':')\nexport LD_LIBRARY_PATH=${{list%:}}\n",
        f"list=$({FIND} | tr '\\n' ':')\nlist=${{list%:}}\nexport LD_LIBRARY_PATH=$list\n",
        f"list=$({FIND} | tr '\\n' ':')\nexport LD_LIBRARY_PATH=${{list}}/opt/z\n",
        f"list=$({FIND} | tr '\\n' ':' | sed 's/:$//')\nexport LD_LIBRARY_PATH=$list\n",
        f"list=$({FIND} | paste -sd:)\nexport LD_LIBRARY_PATH=$list\n",
        "list=$(printf '%s' \"$dirs\" | tr '\\n' ':')\nexport LD_LIBRARY_PATH=$list\n",
        "list=$(echo /opt/x /opt/y | tr ' ' ':')\nexport LD_LIBRARY_PATH=$list\n",
        "list=\nfor d in /opt/x /opt/y; do\n  list=${list:+$list:}$d\ndone\nexport LD_LIBRARY_PATH=$list\n",
        'list=\nfor d in /opt/x /opt/y; do\n  list="$list:$d"\ndone\nexport LD_LIBRARY_PATH="${list#:}"\n',
        'list=/opt/x\n[ -n "$LD_LIBRARY_PATH" ] && list="$list:$LD_LIBRARY_PATH"\nexport LD_LIBRARY_PATH="$list"\n',
        # A value is known to be there, or what is set has its own colon.
        'if [ -n "$LD_LIBRARY_PATH" ]; then\n  export LD_LIBRARY_PATH=/x${LD_LIBRARY_PATH+:$LD_LIBRARY_PATH}\nfi\n',
        '[[ -v LD_LIBRARY_PATH && -n "$LD_LIBRARY_PATH" ]] && export LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\n',
        "[ -v LD_LIBRARY_PATH ] && export LD_LIBRARY_PATH=/opt/x/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n",
    ],
)
def test_lists_without_an_empty_element(script: str) -> None:
    assert warned("LP302", SH + script + RUN) == []


def test_a_launcher_of_which_one_line_is_optional() -> None:
    script = (
        "{\ncat <<'E'\n#!/bin/sh\nhere=${0%/*}\nexport LD_LIBRARY_PATH=$here/lib:$LD_LIBRARY_PATH\nE\n"
        'if [ -n "$DEBUG" ]; then echo "set -x"; fi\necho \'exec "$here/prog" "$@"\'\n} > out/run\n'
    )
    assert warned("LP302", script) == [(5, "LD_LIBRARY_PATH=$here/lib:$LD_LIBRARY_PATH")]
