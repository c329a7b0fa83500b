"""LP303 in a launcher at the top of a repository: it goes to its own folder, which is `.` here, and not elsewhere."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected

SET = "export LD_LIBRARY_PATH=$here/lib\n"


def warnings(script: str) -> int:
    entry = [("run.sh", MemoryRepository({"run.sh": "#!/bin/sh\n" + script}), "run.sh")]
    outcome = check(entry, Settings(selected(("LP303",), ()), {}, "medium"))
    return sum(finding.level == "warning" for finding in outcome.report.findings)


@pytest.mark.parametrize(
    "script",
    [
        f'here=$(dirname "$0")\n{SET}cd "$here"\nexec ./bin/prog "$@"\n',
        f"here=`dirname $0`\n{SET}cd $here && ./bin/prog\n",
        f"here=${{0%/*}}\n{SET}cd ${{here}}\n./bin/prog\n",
        "export LD_LIBRARY_PATH=$(dirname $0)/lib\ncd $(dirname $0)\n./bin/prog\n",
        f"here=`dirname $0`\n{SET}cd /var/tmp\n$here/bin/prog\n",
    ],
)
def test_it_goes_home_with_a_relative_path(script: str) -> None:
    assert warnings(script) == 1


@pytest.mark.parametrize(
    "script",
    [
        f'here=$(dirname "$0")\n{SET}exec "$here/bin/prog" "$@"\n',
        f'here=$(cd "$(dirname "$0")" && pwd)\n{SET}cd "$here"\n./bin/prog\n',
        f'here=$(dirname "$0")\nhere=$(cd "$here" && pwd)\n{SET}cd "$here"\n./bin/prog\n',
        f'here=$(dirname "$(readlink -f "$0")")\n{SET}cd "$here"\n./bin/prog\n',
    ],
)
def test_it_has_an_absolute_path_or_stays(script: str) -> None:
    assert warnings(script) == 0
