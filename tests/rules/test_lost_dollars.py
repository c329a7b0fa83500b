"""LP115: the name of a variable without its dollar, and a variable that is local to another function."""

from __future__ import annotations

import pytest

from tests.rules.reporting import warned

BEFORE = 'set -e\nmkdir -p "$WORK/deps" "$OUT/lib"\nmake -C "$SRC" install DESTDIR="$WORK/deps" BIN="$OUT/bin"\n'
LOCAL = 'set -e\ncollect() {\n  local needed\n  needed=$(ldd "$1")\n  libs+=($needed)\n}\ncollect prog\n'
WRONG = [
    BEFORE + 'cp WORK/deps/lib/libz.so.1 "$OUT/lib/"\n',
    BEFORE + 'cd "$SRC"\ncp WORK/deps/lib/libz.so.1 "$OUT/lib/"\n',
    BEFORE + 'for f in WORK/deps/lib/libz.so*; do\n  cp -P "$f" "$OUT/lib/"\ndone\n',
    BEFORE + 'put() { cp "$1" "$OUT/lib/"; }\nput WORK/deps/lib/libz.so.1\n',
    BEFORE + 'cp "$WORK/deps/lib/libz.so.1" OUT/lib/\n',
    'set -e\nmake install DESTDIR=$stage_dir/x\nls $stage_dir/x\ninstall "stage_dir/x/lib/libz.so.1" lib/\n',
    LOCAL + 'for lib in $needed; do cp "$lib" out/lib/; done\n',
    LOCAL.replace("local needed", "local -a needed=()") + 'for lib in "${needed[@]:-}"; do\n  cp $lib out\ndone\n',
    LOCAL + "cp $needed out/lib/\n",
]
RIGHT = [
    BEFORE + 'cp "$WORK/deps/lib/libz.so.1" "$OUT/lib/"\n',
    BEFORE + 'mkdir -p WORK\ncp WORK/deps/lib/libz.so.1 "$OUT/lib/"\n',
    BEFORE
    + 'export WORK="$PWD/WORK"\ncp WORK/deps/lib/libz.so.1 "$OUT/lib/"\ncp WORK/deps/lib/libx.so.1 "$OUT/lib/"\n',
    "set -e\nthird_party=$PWD/third_party\nls $third_party/lib $third_party/bin\ncp third_party/lib/libz.so.1 lib/\n",
    LOCAL + 'for lib in "${libs[@]}"; do cp "$lib" out/lib/; done\n',
    LOCAL + 'needed=$(ldd lib)\nfor lib in $needed; do cp "$lib" out/lib/; done\n',
    LOCAL + 'more() { needed=x; }\nmore\nfor lib in $needed; do cp "$lib" out/lib/; done\n',
    LOCAL + 'for needed in a b; do cp "$needed" out/lib/; done\n',
    LOCAL + 'read -r needed < list\nfor lib in $needed; do cp "$lib" out/lib/; done\n',
]


@pytest.mark.parametrize("script", WRONG)
def test_what_was_to_be_a_variable(script: str) -> None:
    assert warned("LP115", script)


@pytest.mark.parametrize("script", RIGHT)
def test_what_is_none_or_has_a_value(script: str) -> None:
    assert warned("LP115", script) == []
