"""LP301: where a written launcher's folder lies, whatever way it asks for the one above its own."""

from __future__ import annotations

import pytest

from lintpack.rules.parts.own_levels import levels_up
from tests.rules.reporting import warned

LEVELS = {
    '$(dirname "$0")': 0,
    "`dirname $0`": 0,
    "${0%/*}": 0,
    "$(readlink -f $0)": -1,
    '$(cd "$(dirname "${BASH_SOURCE[0]}")" >/dev/null 2>&1 && pwd)': 0,
    '$(cd "$(dirname "$0")/.."; pwd -P)': 1,
    '$(dirname "$(dirname "$(readlink -f "$0")")")': 1,
    "$base": 1,
    "${bin%/*}": 1,
    "$nowhere": None,
    "$(pwd)": None,
    "$two": None,
    "$ring": None,
}
TEXT = (
    'self="$(readlink -f $0)"\nbin=$(dirname $self) # x\nbase="$(dirname $bin)"\ntwo=$bin\ntwo=$base\nring=$ring/..\n'
)


@pytest.mark.parametrize(("word", "levels"), LEVELS.items())
def test_levels(word: str, levels: int | None) -> None:
    assert levels_up(word, TEXT) == levels


LAUNCHER = """set -e
mkdir -p pkg/bin pkg/lib
cp deps/libz.so.1 deps/libssl.so.3 pkg/lib
cat > pkg/bin/run <<'EOF'
#!/bin/bash
self="$(readlink -f "$0")"
bin=$(dirname "$self")
base="$(dirname "$bin")"
export LD_LIBRARY_PATH="{}"
"$bin/run.bin" "$@"
EOF
"""


@pytest.mark.parametrize("folder", ["$base/libs", "$base/lib64", "$base", "$base/../lib", "$bin/lib"])
def test_another_folder_than_the_libraries(folder: str) -> None:
    assert [line for line, _ in warned("LP301", LAUNCHER.format(folder))] == [9]


@pytest.mark.parametrize("folder", ["$base/lib", "$bin/../lib", "$base/lib64:$base/lib", "${bin%/*}/lib"])
def test_the_libraries_own_folder(folder: str) -> None:
    assert warned("LP301", LAUNCHER.format(folder)) == []
