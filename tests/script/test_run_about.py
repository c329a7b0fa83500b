"""What is left out where only one variable's exports are asked for, and what must not be."""

from __future__ import annotations

import pytest

from lintpack.repository import MemoryRepository
from lintpack.script import interpret
from lintpack.script.plan import Export, Plan, Transfer
from lintpack.script.texts import shown

NAME = "LD_LIBRARY_PATH"
START = '#!/bin/bash\nexport LD_LIBRARY_PATH="$PWD/lib"\n'
PACK = "#!/bin/bash\ncp out/liba.so.1 pkg/\n"
SETS = "#!/bin/bash\nexport LD_LIBRARY_PATH=$PWD/other\n"


def _plan(script: str, about: str, **files: str) -> Plan:
    texts = {"run.sh": script, **{f"{name}.sh": text for name, text in files.items()}}
    return interpret("run.sh", MemoryRepository(texts), about=about)


def _exports(plan: Plan) -> list[str]:
    return [shown(e.value or ()) for e in plan.effects if isinstance(e, Export) and e.name == NAME]


def _copies(plan: Plan) -> int:
    return sum(isinstance(effect, Transfer) for effect in plan.effects)


@pytest.mark.parametrize("command", ["./pack.sh", "bash pack.sh", 'case $1 in pack) shift; ./pack.sh "$@" ;; esac'])
def test_a_script_that_does_not_speak_of_it_is_left_out(command: str) -> None:
    script = START + command + "\n"
    assert _copies(_plan(script, "", pack=PACK)) == 1
    brief = _plan(script, NAME, pack=PACK)
    assert _copies(brief) == 0
    assert brief.sources == ("run.sh",)
    assert _exports(brief) == ["$PWD/lib"]


@pytest.mark.parametrize(
    ("rest", "files"),
    [
        ("./set.sh\n", {"set": SETS}),
        ("bash set.sh\n", {"set": SETS}),
        # By way of a file that it sources, also of one whose name cannot be told.
        ("./pack.sh\n", {"pack": PACK + '. "$(dirname "$0")/set.sh"\n', "set": SETS}),
        ("./pack.sh\n", {"pack": PACK + ". ./common.sh\n", "common": "source set.sh\n", "set": SETS}),
        ("./pack.sh\n", {"pack": PACK + "f=set.sh\nsource $f\n", "set": SETS}),
        # Its output or its status decides.
        ("export LD_LIBRARY_PATH=$(./where.sh)\n", {"where": "#!/bin/sh\necho /opt/x/lib\n"}),
        ("if ./no.sh; then export LD_LIBRARY_PATH=/a; fi\n", {"no": "#!/bin/sh\nexit 1\n"}),
        ("./no.sh\nif [ $? = 0 ]; then export LD_LIBRARY_PATH=/a; fi\n", {"no": "#!/bin/sh\nexit 1\n"}),
        ("./no.sh && export LD_LIBRARY_PATH=/a\n", {"no": "#!/bin/sh\nexit 1\n"}),
        # What is sourced changes this shell, whatever it speaks of.
        (". ./env.sh\nexport LD_LIBRARY_PATH=$where\n", {"env": "where=/opt/y\n"}),
        # Functions that nothing calls.
        ("later() {\n  export LD_LIBRARY_PATH=/later\n}\n", {}),
        ("later() {\n  . ./set.sh\n}\n", {"set": SETS}),
        ("later() {\n  ./set.sh\n}\n", {"set": SETS}),
        ('later() {\n  eval "export ${x:-LD}_LIBRARY_PATH=/e"\n}\n', {}),
        ("what=put\nput() {\n  export LD_LIBRARY_PATH=/put\n}\nlater() {\n  $what\n}\n", {}),
    ],
)
def test_every_export_stays(rest: str, files: dict[str, str]) -> None:
    script = START + rest
    whole = _exports(_plan(script, "", **files))
    assert _exports(_plan(script, NAME, **files)) == whole
    assert whole[0] == "$PWD/lib"


def test_an_idle_function_is_left_out() -> None:
    script = START + "later() {\n  cp out/liba.so.1 pkg/\n}\n"
    assert _copies(_plan(script, "")) == 1
    assert _copies(_plan(script, NAME)) == 0
