"""Whatever way a fault is written in, its rule sees it; and what is right, it leaves alone in every way."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from lintpack.check import Settings, check
from lintpack.repository import Repository
from lintpack.rules import MODULES, selected
from tests.rules.faults import FAULTS
from tests.rules.reporting import said
from tests.trees import plant

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rules.ways import Script

SCRIPT_RULES = [module.RULE.code for module in MODULES if module.RULE.code[:3] in ("LP1", "LP2", "LP3")]


def cases(wrong: bool) -> list[tuple[str, str, Script]]:
    return [
        (code, way, script)
        for code, fault in FAULTS.items()
        for way, script in (fault.wrong if wrong else fault.right).items()
    ]


def levels(code: str, script: Script, folder: Path) -> set[str]:
    """The levels of what the rule says of the script, in its build tree and after its change if it has these."""
    if not (script.tree or script.base):
        return {one.level for one in said(code, script.text, **script.files)}
    for name, text in script.files.items():
        (folder / f"{name}.sh").write_text(text)
    pack = folder / "pack.sh"
    if script.base:
        pack.write_text(script.base)
        for words in ("init -q", "add -A", "commit -qm base"):
            git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words.split()]
            subprocess.run(git, cwd=folder, check=True)
    plant(folder, script.tree)
    pack.write_text(script.text)
    settings = Settings(
        selected((code,), ()),
        {},
        build_dirs=(str(folder),) if script.tree else (),
        base="HEAD" if script.base else "",
    )
    outcome = check([("pack.sh", Repository(str(folder)), "pack.sh")], settings)
    assert outcome.errors == ()
    return {finding.level for finding in outcome.report.findings}


@pytest.mark.parametrize(("code", "way", "script"), cases(True), ids=lambda one: one if isinstance(one, str) else "")
def test_the_fault_is_seen(code: str, way: str, script: Script, tmp_path: Path) -> None:
    expected = {"warning", "error"} if FAULTS[code].least == "warning" else {"note", "warning", "error"}
    assert levels(code, script, tmp_path) & expected


@pytest.mark.parametrize(("code", "way", "script"), cases(False), ids=lambda one: one if isinstance(one, str) else "")
def test_what_is_right_is_left_alone(code: str, way: str, script: Script, tmp_path: Path) -> None:
    assert levels(code, script, tmp_path) == set()


@pytest.mark.parametrize("code", SCRIPT_RULES)
def test_each_rule_has_its_ways(code: str) -> None:
    assert code in FAULTS, "add the rule's fault to tests/rules/faults.py"
    assert len(FAULTS[code].wrong) >= 3, "the fault can be written in more ways: see tests/rules/ways.py"
    assert len(FAULTS[code].right) >= 3, "what looks like the fault and is right belongs here as well"


def test_the_table_has_no_rule_that_is_gone() -> None:
    assert list(FAULTS) == SCRIPT_RULES
