"""Ways to put a folder to a library path that leave no empty element: no rule about elements speaks of them."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

V = "LD_LIBRARY_PATH"
LIB = "/opt/x/lib"
EITHER = f"if {{}}; then\n  export {V}={LIB}:${V}\nelse\n  export {V}={LIB}\nfi\n"
WAYS = {
    "an expansion": f'export {V}="{LIB}${{{V}:+:${V}}}"\n',
    "an expansion in front": f"export {V}=${{{V}:+${{{V}}}:}}{LIB}\n",
    "two expansions": f'export {V}="${{{V}:-}}${{{V}:+:}}{LIB}"\n',
    "a value to go on with": f'export {V}+="${{{V}:+:}}{LIB}"\n',
    "not empty": EITHER.format(f'[ -n "${V}" ]'),
    "a letter before it": EITHER.format(f'[ "x${V}" != "x" ]'),
    "its length": EITHER.format(f"[ ${{#{V}}} -gt 0 ]"),
    "its length is one at least": EITHER.format(f"[[ ${{#{V}}} -ge 1 ]]"),
    "a case": f'case "${V}" in\n  "") {V}={LIB} ;;\n  *) {V}={LIB}:${V} ;;\nesac\nexport {V}\n',
    "a colon before it": f'if [ x"${V}" != x ]; then\n  {V}=":${V}"\nfi\nexport {V}="{LIB}${V}"\n',
    "a colon behind it": f'test -n "${V}" && {V}="${V}:"\nexport {V}="${{{V}}}{LIB}"\n',
    "another variable": f'list={LIB}\n[ -n "${V}" ] && list="$list:${V}"\nexport {V}="$list"\n',
    "an array": f'all=({LIB})\nif [[ -n "${V}" ]]; then all+=("${V}"); fi\nexport {V}=$(IFS=:; echo "${{all[*]}}")\n',
    "the end taken off": f"{V}={LIB}:${V}\nexport {V}=${{{V}%:}}\n",
    "the start taken off": f"{V}=${V}:{LIB}\nexport {V}=${{{V}#:}}\n",
    "sed": f'{V}="{LIB}:${V}"\nexport {V}=$(echo "${V}" | sed "s/:$//")\n',
    "a function": f'add() {{ if [ -n "${V}" ]; then {V}="$1:${V}"; else {V}="$1"; fi; }}\nadd {LIB}\nexport {V}\n',
}
LAUNCHER = '#!/bin/bash\n{}exec /opt/x/bin/prog "$@"\n'
WRITTEN = "cat > $out/run <<'EOF'\n#!/bin/bash\n{}exec /opt/x/bin/prog \"$@\"\nEOF\n"


@pytest.mark.parametrize("around", [LAUNCHER, WRITTEN], ids=["a launcher", "one that is written"])
@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_empty(way: str, around: str) -> None:
    assert [warned(code, around.format(WAYS[way])) for code in ("LP302", "LP305", "LP308")] == [[], [], []]


@pytest.mark.parametrize("around", [LAUNCHER, WRITTEN], ids=["a launcher", "one that is written"])
@pytest.mark.parametrize(
    "line",
    [
        f"export {V}={LIB}:${V}\n",
        f"{V}={LIB}:${V}\nexport {V}=$HOME/lib:${{{V}%/}}\n",
        f'case "${V}" in\n  *{LIB}*) ;;\n  *) {V}={LIB}:${V} ;;\nesac\nexport {V}\n',
        EITHER.format(f"[ ${{#{V}}} -lt 1 ]"),
    ],
)
def test_an_element_is_empty(line: str, around: str) -> None:
    assert len(warned("LP302", around.format(line))) == 1
