"""Scripts that a script writes are run in their turn, and the loader's variables are seen wherever they are set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lintpack.repository import MemoryRepository
from lintpack.script.plan import Export, ProgramStart, WrittenFile
from lintpack.script.texts import shown
from lintpack.script.written import interpret_written
from tests.script.plans import line, plan

if TYPE_CHECKING:
    from lintpack.script.plan import Plan

HERE_DOCUMENT = """OUT=/out
cat > "$OUT/run.sh" <<EOF
#!/bin/bash -eu
here=\\$(dirname "\\$0")
export LD_LIBRARY_PATH=$PREFIX/lib:\\$here/lib
exec "\\$here/bin/prog" "\\$@"
EOF
"""
ECHO = """echo "#!/bin/sh
this_dir=\\$(dirname \\"\\$0\\")
LD_LIBRARY_PATH=\\"$JVM\\":\\$this_dir \\\\
\\$this_dir/driver \\$@" > "$OUT/run"
"""
PRINTF = """{
    echo '#!/bin/sh'
    printf '%s\\n' 'export LD_LIBRARY_PATH=/opt/x/lib'
} > run
echo 'exec prog' >> run
"""


def written(script: str) -> Plan:
    """The plan of the one file that `script` writes."""
    files = [effect for effect in plan(script).effects if isinstance(effect, WrittenFile)]
    found = interpret_written(files, MemoryRepository({}))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("script", "value", "place", "program"),
    [
        (HERE_DOCUMENT, "${PREFIX}/lib:${here}/lib", (5, 8), "${here}/bin/prog"),
        (ECHO, "${JVM}:${this_dir}", (3, 1), "${this_dir}/driver"),
        (PRINTF, "/opt/x/lib", (3, 27), "prog"),
    ],
)
def test_a_launcher_is_run_and_leads_back(script: str, value: str, place: tuple[int, int], program: str) -> None:
    effects = written(script).effects
    (export,) = [effect for effect in effects if isinstance(effect, Export)]
    assert (export.name, shown(export.value or ())) == ("LD_LIBRARY_PATH", value)
    assert (export.origin.place.line, export.origin.place.column) == place
    assert export.origin.place.path == "pack.sh"
    (start,) = [effect for effect in effects if isinstance(effect, ProgramStart)]
    assert shown(start.words[0]) == program


def test_options_of_the_first_line_hold_in_the_written_script() -> None:
    (export,) = [effect for effect in written(HERE_DOCUMENT).effects if isinstance(effect, Export)]
    assert export.nounset


def test_what_was_unknown_when_it_was_written_is_no_command_of_its_own() -> None:
    (export,) = [e for e in written('echo "X=$Y; LD_PRELOAD=$X:$Y prog" > f\n').effects if isinstance(e, Export)]
    assert shown(export.value or ()) == "${X}:${Y}"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("LD_LIBRARY_PATH=/a $HOME/prog\n", "command LD_LIBRARY_PATH=/a"),
        ("LD_LIBRARY_PATH=/a exec prog\n", "command LD_LIBRARY_PATH=/a"),
        ("LIBRARY_PATH=/a\n", "assign LIBRARY_PATH=/a"),
        ("LDFLAGS='-Wl,-rpath,/a'\n", "assign LDFLAGS=-Wl,-rpath,/a"),
        ("LDFLAGS='-Wl,-rpath,/a' ./configure\n", "command LDFLAGS=-Wl,-rpath,/a"),
    ],
)
def test_variables_of_the_loader_and_link_editor(script: str, expected: str) -> None:
    assert expected in [line(effect) for effect in plan(script).effects]


@pytest.mark.parametrize(
    ("script", "cwd"), [("", ""), ("cd build/x\n", "build/x"), ("(cd build)\n", ""), ("cd ..\n", "..")]
)
def test_a_value_knows_its_working_directory(script: str, cwd: str) -> None:
    (export,) = [e for e in plan(f"{script}export LD_LIBRARY_PATH=lib\n").effects if isinstance(e, Export)]
    assert shown(export.cwd) == cwd


def test_options_that_name_a_run_path_through_a_compiler_variable() -> None:
    found = [line(effect) for effect in plan("$CXX -Wl,-rpath $OUT/lib -o $OUT/x x.cc\n").effects]
    assert any("${OUT}/lib" in one for one in found)


def test_a_tool_with_a_version_or_for_another_machine() -> None:
    found = [line(effect) for effect in plan("gcc-12 -o x -Wl,-rpath,/a x.c\nx-linux-gnu-strip b\ncp c d/\n").effects]
    assert "cp c -> d/c" in found
    assert any("/a" in one for one in found)


def test_of_two_documents_that_are_alike_each_file_has_its_own() -> None:
    document = "cat << 'E' | sudo tee {0}\n#!/bin/sh\nexport LD_LIBRARY_PATH=/opt/x/lib\nexec /opt/x/{0}\nE\n"
    found = plan(document.format("one") + document.format("two"))
    places = [[place.line for _, place in effect.spans] for effect in found.effects if isinstance(effect, WrittenFile)]
    assert places == [[2, 3, 4], [7, 8, 9]]
