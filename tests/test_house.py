"""The habits of the house that a machine can see."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from lintpack.rules import MODULES

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "lintpack"
LONGEST_FILE = 400
# What each run pays for; each of these costs milliseconds that no check needs.
NOT_AT_START = ("argparse", "dataclasses", "inspect", "pathlib", "json", "logging", "subprocess", "tempfile", "difflib")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize(("library", "folder"), [("bashlex", "bash"), ("elftools", "elf")])
def test_one_folder_knows_each_library(library: str, folder: str) -> None:
    users = {path.relative_to(PACKAGE).parts[0] for path in modules() if library in imported(path)}
    assert users == {folder}


def test_files_are_short() -> None:
    long = {str(p.relative_to(ROOT)): n for p in modules() if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    assert long == {}


def test_every_rule_has_a_file_and_a_page_and_every_page_a_rule() -> None:
    names = {module.RULE.name.replace("-", "_") for module in MODULES}
    assert {path.stem for path in (PACKAGE / "rules").glob("*.md")} == names
    assert all((PACKAGE / "rules" / f"{name}.py").exists() for name in names)


def loaded_by(*words: str) -> set[str]:
    """The modules that a run of the command loads."""
    script = "import sys; from lintpack.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("rule", "LP101"), ("rules",)], ids=" ".join)
def test_small_commands_load_no_parser(words: tuple[str, ...]) -> None:
    loaded = loaded_by(*words)
    assert loaded.isdisjoint({"bashlex", "elftools", *NOT_AT_START})


def test_a_check_loads_only_what_it_needs() -> None:
    script = str(ROOT / "examples" / "harbor" / "scripts" / "packaging.sh")
    loaded = loaded_by("check", "--no-config", "--exit-zero", script)
    assert loaded.isdisjoint({"elftools", "typing", *NOT_AT_START})


def test_all_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
