"""A rule is loaded only where its registration lets it be: that must never cost a finding."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lintpack.check import Settings
from lintpack.examine import Sources
from lintpack.repository import MemoryRepository, Repository
from lintpack.rules import MODULES, outdated_version
from lintpack.rules.context import Context
from lintpack.rules.gates.subjects import RENUMBERED
from lintpack.rules.late import Late
from lintpack.script import interpret
from lintpack.suppress import ignores
from tests.rules.faults import FAULTS
from tests.rules.test_pages import examples

EXECUTED = Path(__file__).parents[1] / "execution" / "scripts"
LATE = [module for module in MODULES if isinstance(module, Late)]


def context(repository: Repository, path: str) -> Context:
    plan = interpret(path, repository)
    sources = Sources(repository, Settings((), {}))
    return Context(
        plan,
        lambda: sources.neighbours(path),
        tuple(ignore for script in plan.scripts for ignore in ignores(script)),
        repository=repository,
        gather=lambda packed: sources.evidence(path, plan, packed),
        built=True,
    )


@cache
def contexts() -> list[Context]:
    """Of every script that the rules' pages, the faults and the tests of the interpreter have."""
    entries = [({"script.sh": e.script, **e.files}, "script.sh") for e in examples() if e.kind == "bash"]
    for fault in FAULTS.values():
        for script in (*fault.wrong.values(), *fault.right.values()):
            entries.append(({"pack.sh": script.text, **{f"{n}.sh": t for n, t in script.files.items()}}, "pack.sh"))
    executed = {str(path.relative_to(EXECUTED)): path.read_text() for path in EXECUTED.rglob("*.sh")}
    entries += [(executed, name) for name in executed]
    return [context(MemoryRepository(texts), name) for texts, name in entries]


@pytest.mark.parametrize("rule", LATE, ids=lambda rule: rule.name)
def test_a_rule_that_is_not_loaded_would_say_nothing(rule: Late) -> None:
    held_back = [one for one in contexts() if not rule.concerns(one)]
    for one in held_back:
        assert list(rule.module.check(one)) == [], one.plan.scripts[0].source.text


def test_the_gate_of_outdated_versions_lets_every_library_of_the_rule_pass() -> None:
    assert set(RENUMBERED) == set(outdated_version._SINCE)
