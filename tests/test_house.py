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


def rules_in(folder: str) -> list[Path]:
    """The modules of a folder beside the rules."""
    return sorted((PACKAGE / "rules" / folder).glob("[a-z]*.py"))


def test_the_folder_of_rules_has_rules_and_what_runs_them() -> None:
    names = {module.RULE.name.replace("-", "_") for module in MODULES}
    runs_them = {"__init__", "archive_rules", "context", "late", "rule"}
    assert {path.stem for path in (PACKAGE / "rules").glob("*.py")} == names | runs_them


def test_a_part_is_of_one_rule_and_what_is_shared_of_several() -> None:
    users: dict[str, set[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                for name in [f"{node.module}.{alias.name}" for alias in node.names] + [node.module or ""]:
                    users.setdefault(name, set()).add(path.stem)

    helpers = {p.stem: f"lintpack.rules.{p.parent.name}.{p.stem}" for f in ("parts", "shared") for p in rules_in(f)}

    def owners(name: str, seen: tuple[str, ...] = ()) -> set[str]:
        """What uses the module but other helpers, and what uses those."""
        direct = users.get(helpers[name], set()) - {*seen, name}
        through = [owners(helper, (*seen, name)) for helper in direct & helpers.keys()]
        return (direct - helpers.keys()).union(*through)

    for name, module in helpers.items():
        found = owners(name)
        assert (len(found) == 1) == (".parts." in module), f"{module} is used by {sorted(found)}"


def loaded_by(*words: str) -> set[str]:
    """The modules that a run of the command loads."""
    script = "import sys; from lintpack.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stderr.split())


def _at_hand() -> set[str]:
    """The modules that this Python has loaded by the time it runs the first line."""
    command = [sys.executable, "-c", "import sys; print(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("rule", "LP101"), ("rules",)], ids=" ".join)
def test_small_commands_load_no_parser(words: tuple[str, ...]) -> None:
    loaded = loaded_by(*words)
    assert loaded.isdisjoint({"bashlex", "elftools", *NOT_AT_START})


def test_a_check_loads_only_what_it_needs() -> None:
    script = str(ROOT / "examples" / "harbor" / "scripts" / "packaging.sh")
    loaded = loaded_by("check", "--no-config", "--exit-zero", script)
    assert loaded.isdisjoint({"bashlex", "contextlib", "elftools", "importlib", "typing", *NOT_AT_START})
    assert not [name for name in loaded if name.startswith("bashlex")]


def test_a_check_of_what_packs_nothing_loads_few_rules(tmp_path: Path) -> None:
    script = tmp_path / "hello.sh"
    script.write_text('#!/bin/sh\nfor name in "$@"; do echo "hello $name"; done\ncp "$1" /opt/x/\n')
    loaded = loaded_by("check", "--no-config", "--exit-zero", str(script))
    names = {module.RULE.name.replace("-", "_") for module in MODULES}
    rules = {name for name in names if f"lintpack.rules.{name}" in loaded}
    # An unresolved copy; and spelling, which every script may get wrong.
    assert rules <= {"unresolved_copy", "misspelt_variable"}
    # Each costs as much as ten rules; and what writes the program `lintpack` does without them.
    assert loaded.isdisjoint({"re", "enum", "functools", "collections", "operator"} - _at_hand())
    assert not {name for name in loaded if name.startswith("lintpack.evidence")}


# What a check of scripts may load; but what archives and the building of tables need.
@pytest.mark.parametrize("folder", ["bash", "evidence", "rules", "script"])
def test_no_module_of_a_check_imports_what_is_costly(folder: str) -> None:
    costly = {"collections", "contextlib", "enum", "functools", "importlib", "typing", *NOT_AT_START}
    found = {
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        for name in _names(node)
        if name.partition(".")[0] in costly and path.name not in ("archive.py", "build_tables.py")
    }
    assert found == set()


def _names(node: ast.stmt) -> list[str]:
    """The modules that a statement of a module's own level imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []


def test_all_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
