"""LP125: which order of reading and setting a variable is a fault, and which is not."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import said, warned

COPY = "cp $late/libz.so.1 out/\n"
LATER = "late=$PWD/deps\n"
WRONG = {
    "a copy": COPY + LATER,
    "a copy's destination": f"cp libz.so.1 $late/\n{LATER}",
    "a link": f"ln -s libz.so.1 $late/libz.so\n{LATER}",
    "an archive": f"tar czf out.tgz -C $late lib\n{LATER}",
    "an RPATH": f"patchelf --set-rpath $late/lib prog\n{LATER}",
    "a library path": f"export LD_LIBRARY_PATH=$late/lib\n{LATER}make\n",
    "in a function that was called": f"put() {{ {COPY}}}\nput\n{LATER}",
    "within a function": f"put() {{\n{COPY}{LATER}}}\nput\n",
    "in another variable": f"lib=$late/lib\ncp $lib/libz.so.1 out/\n{LATER}",
    "under a condition": f'if [ -n "$1" ]; then\n{COPY}fi\n{LATER}',
    "exported later": f"{COPY}export {LATER}",
    "a list": 'cp "${late[@]}" out/\nlate=(libz.so.1 libfoo.so.2)\n',
    "a launcher by echo": 'echo "#!/bin/sh\nexport LD_LIBRARY_PATH=\\$late/lib\nlate=/x\nexec \\$late/prog" > run\n',
    "a launcher by a here-document": (
        "cat > run <<'E'\n#!/bin/sh\nexport LD_LIBRARY_PATH=$late/lib\nlate=/x\nexec $late/prog\nE\n"
    ),
}
RIGHT = {
    "it is set before": LATER + COPY,
    "it is set before, perhaps": f'if [ -n "$1" ]; then {LATER}fi\n{COPY}{LATER}',
    "in a function that is called later": f"put() {{ {COPY}}}\n{LATER}put\n",
    "within a function that runs twice": f"put() {{\n{COPY}{LATER}}}\nput\nput\n",
    "in a function that others call": f"put() {{ {COPY}}}\n{LATER}",
    "a default": f": ${{late:=x}}\n{COPY}{LATER}",
    "a test": f'[ -n "$late" ] || exit 1\n{COPY}{LATER}',
    "its old value goes on": f"{COPY}late=$late/more\n",
    "more is added to it": f"{COPY}late+=/more\n",
    "set under a condition": f'{COPY}if [ -n "$1" ]; then\n{LATER}fi\n',
    "set in a loop": f"for one in a b; do\n{COPY}{LATER}done\n",
    "set in a function": f"prepare() {{ {LATER}}}\n{COPY}prepare\n",
    "a file that was not read": f". /etc/x\n{COPY}{LATER}",
    "a command whose output is run": f'eval "$(setup)"\n{COPY}{LATER}',
    "a comment": f"# late is what make gives\n{COPY}{LATER}",
    "the environment's": "cp $DESTDIR/libz.so.1 out/\nDESTDIR=x\n",
    "a command's own": f"{COPY}late=x make\n",
    "no copy": f'echo "$late"\n{LATER}',
    "a launcher that sets it": (
        "cat > run <<'E'\n#!/bin/sh\nlate=/x\nexport LD_LIBRARY_PATH=$late/lib\nlate=/y\nexec $late/prog\nE\n"
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_read_too_early_is_seen(name: str) -> None:
    assert [text.strip("${}[@]") for _, text in warned("LP125", WRONG[name])] == ["late"]


@pytest.mark.parametrize("name", RIGHT)
def test_what_has_its_value_or_may_have_one_is_left_alone(name: str) -> None:
    assert warned("LP125", RIGHT[name]) == []


def test_the_message_says_where_it_is_set() -> None:
    (found,) = said("LP125", COPY + LATER)
    assert found.message == "this copy reads `late`, which is set only further down, in line 2"


def test_a_function_of_another_file_that_asks_for_it() -> None:
    """Whoever calls it without the variable means none."""
    body = "start() {\n{}  LD_PRELOAD=$late:$LD_PRELOAD ./server &\n}\n"
    script = ". ./util.sh\nstart\nlate=$PWD/libx.so\nstart\n"

    def lines(asks: str) -> list[int]:
        files = {"run.sh": script, "util.sh": body.replace("{}", asks)}
        settings = Settings(selected(("LP125",), ()), {})
        found = check([("run.sh", MemoryRepository(files), "run.sh")], settings).report.findings
        return [one.place.line for one in found if one.place is not None]

    assert lines("") == [2]
    assert lines('  if [ -n "$late" ]; then echo "with $late"; fi\n') == []
