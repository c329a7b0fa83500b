"""The command's own way to find its modules: what it may not change."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

PACKAGE = Path(__file__).parent.parent / "lintpack"
SCRIPT = "cp libz.so.1 /opt/x/\n"
COMMAND = "from lintpack.cli import program; program()"
# A check, and then by which loader each module came.
LISTED = """
import sys
from lintpack import quick_imports
from lintpack.cli import main
before = set(sys.modules)
quick_imports.install()
main(["check", "--no-config", "--exit-zero", "a.sh"])
for name, module in sorted(sys.modules.items()):
    if name.startswith("lintpack") and name not in before:
        print(name, type(module.__loader__).__name__, file=sys.stderr)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the package, without bytecode, and a script."""
    shutil.copytree(PACKAGE, tmp_path / "lintpack", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "a.sh").write_text(SCRIPT)
    return tmp_path


def run(
    place: Path, program: str, *words: str, path: str = ".", **environment: str
) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True, text=True, check=False, cwd=place, env={**kept, "PYTHONPATH": path, **environment},
    )  # fmt: skip


def bytecode(place: Path) -> set[str]:
    return {str(found.relative_to(place)) for found in place.rglob("*.pyc")}


def ways(place: Path) -> dict[str, str]:
    """The kind of loader of each module that a check loads once the command has begun."""
    return dict(line.split() for line in run(place, LISTED).stderr.splitlines())


def test_the_first_run_writes_bytecode_which_the_second_uses(place: Path) -> None:
    first, second = ways(place), ways(place)
    assert set(first.values()) == {"SourceFileLoader"}
    assert first.keys() == second.keys()
    assert len(bytecode(place)) > len(first) > 50
    assert set(second.values()) == {"_Loader"}


def test_no_bytecode_is_written_where_python_is_told_so(place: Path) -> None:
    run(place, COMMAND, "check", "a.sh", PYTHONDONTWRITEBYTECODE="1")
    assert bytecode(place) == set()


@pytest.mark.parametrize(("new", "later"), [("print('new')", 2), ("print('much newer')", 0)], ids=["time", "size"])
def test_a_changed_source_is_read_anew(place: Path, new: str, later: int) -> None:
    source = place / "lintpack" / "command" / "rule.py"
    text = source.read_text()
    source.write_text(f"{text}print('old')\n")
    before = source.stat().st_mtime_ns
    for _ in range(2):
        assert run(place, COMMAND, "rules").stdout.startswith("old\n")
    source.write_text(f"{text}{new}\n")
    os.utime(source, ns=(before, before + later * 1_000_000_000))
    for _ in range(2):
        assert "new" in run(place, COMMAND, "rules").stdout.splitlines()[0]


def test_a_module_without_source_is_none(place: Path) -> None:
    run(place, COMMAND, "rules")
    (place / "lintpack" / "command" / "rule.py").unlink()
    assert "ModuleNotFoundError: No module named 'lintpack.command.rule'" in run(place, COMMAND, "rules").stderr


def test_broken_bytecode_is_as_bad_as_ever(place: Path) -> None:
    run(place, COMMAND, "rules")
    for found in (place / "lintpack" / "command").rglob("rule.*.pyc"):
        found.write_bytes(found.read_bytes()[:10])
    assert "LP101" in run(place, COMMAND, "rules").stdout


def test_a_package_in_a_zip_runs(place: Path) -> None:
    with ZipFile(place / "all.zip", "w") as archive:
        for source in sorted((place / "lintpack").rglob("*.py")):
            archive.write(source, source.relative_to(place))
    shutil.rmtree(place / "lintpack")
    assert "LP101" in run(place, COMMAND, "rules", path="all.zip").stdout


def test_other_bytecode_is_found(place: Path) -> None:
    for environment in ({"PYTHONOPTIMIZE": "1"}, {"PYTHONPYCACHEPREFIX": str(place / "cache")}):
        for _ in range(2):
            assert "LP101" in run(place, COMMAND, "rules", **environment).stdout


def test_bytecode_made_by_another_name_of_the_folder_is_used_at_once(place: Path) -> None:
    """`python -m compileall lintpack` notes the relative path as the name of each file."""
    program = LISTED.replace("install()", "install(); asked.clear()")
    counting = """
from importlib.machinery import SourceFileLoader
asked, usual = [], SourceFileLoader.get_code
SourceFileLoader.get_code = lambda self, name: (asked.append(name), usual(self, name))[1]
"""
    shown = """
from lintpack.check import check
print([name for name in asked if name.startswith("lintpack")], check.__code__.co_filename)
"""
    assert run(place, "import compileall; compileall.compile_dir('lintpack', quiet=1)", path="").returncode == 0
    done = run(place, counting + program + shown, path=str(place))
    assert done.stdout.splitlines()[-1] == f"[] {place / 'lintpack' / 'check.py'}"


def test_tools_see_modules_as_ever(place: Path) -> None:
    program = """
import inspect, pkgutil, pickle, sys, importlib
from lintpack import quick_imports
if "quick" in sys.argv:
    quick_imports.install()
from lintpack import rules
from lintpack.rules.shared import libpath
for module in (rules, libpath):
    spec = module.__spec__
    print(module, module.__file__, module.__cached__, module.__package__, module.__name__, module.__doc__)
    print(spec.name, spec.origin, spec.cached, spec.parent, spec.has_location, spec.submodule_search_locations)
    print(sorted(vars(module)), getattr(module, "__path__", None))
    print(len(inspect.getsource(module)), module.__loader__.get_code(module.__name__).co_filename)
    print(module.__loader__.is_package(module.__name__), importlib.reload(module) is module)
print([found.name for found in pkgutil.iter_modules(rules.__path__)])
try:
    importlib.import_module("lintpack.rules.no_such")
except ModuleNotFoundError as error:
    print(error)
"""
    run(place, program)
    plain, quick = run(place, program), run(place, program, "quick")
    assert plain.stderr == quick.stderr == ""
    assert plain.stdout == quick.stdout != ""


def test_a_traceback_shows_nothing_of_it(place: Path) -> None:
    (place / "lintpack" / "command" / "rule.py").write_text("def f():\n    x.y\n\nf()\n")
    first, second = (run(place, COMMAND, "rules").stderr for _ in range(2))
    assert first == second
    assert "NameError" in first
    assert "quick_imports" not in first
