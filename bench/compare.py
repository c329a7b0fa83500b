"""The programs that tell what a program will load, against the loader that loads it.

    python bench/compare.py [--keep]

Builds 28 small programs, each with one question about the loader's search: RPATH or RUNPATH first, what `$ORIGIN` is of
a link, which of two files answers. Each is really started, by glibc's ld.so, and asked of lintpack, and of libtree,
lddtree (pax-utils) and auditwheel where those are installed. A tool is right where it names the files that the process
has mapped, or says that the program does not start where it does not. A tool that ends with a traceback is not right.

The table has a line for each scenario; the last two count, and say how long one question took, start included. Needs
gcc, binutils and glibc; `pip install auditwheel pyelftools`, `apt install libtree pax-utils`. Not all of these tools
claim to check versions of symbols.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.loader.lab import Lab, glibc_lab, host_profile  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable


class Answer(NamedTuple):
    """Whether the program starts, None where the tool broke down; the files below the scenario's folder that it has."""

    starts: bool | None
    files: frozenset[str]


class Scenario(NamedTuple):
    """`@` in `library_path` stands for the scenario's folder; `cwd` is below it."""

    title: str
    build: Callable[[Lab], object]
    library_path: str | None = None
    cwd: str = ""
    program: str = "bin/p"


def _two(lab: Lab, needed: str = "liba.so") -> None:
    lab.lib("one/liba.so")
    lab.lib("two/liba.so")
    lab.program("bin/p", needed)


def _runpath_beside_environment(lab: Lab) -> None:
    _two(lab)
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../one")


def _rpath_beside_environment(lab: Lab) -> None:
    _two(lab)
    lab.program("bin/p", "liba.so", rpath="$ORIGIN/../one")


def _chain(lab: Lab, program: str, library: str = "") -> None:
    """liba needs libb; both in lib. `program` and `library`: their kind of path, rpath, runpath or none."""
    path = {"rpath": "$ORIGIN/../lib", "runpath": "$ORIGIN/../lib"}
    lab.lib("lib/liba.so", "libb.so", **({library: "/none"} if library else {}))  # type: ignore[arg-type]
    lab.lib("lib/libb.so")
    lab.program("bin/p", "liba.so", **{program: path[program]})  # type: ignore[arg-type]


def _middle(lab: Lab) -> None:
    lab.lib("lib/liba.so", "libb.so", rpath="$ORIGIN/deep")
    lab.lib("lib/deep/libb.so", "libc1.so")
    lab.lib("lib/deep/libc1.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")


def _through(lab: Lab) -> None:
    lab.lib("lib/liba.so", "libb.so", runpath="$ORIGIN")
    lab.lib("lib/libb.so", "libc1.so")
    lab.lib("lib/libc1.so")
    lab.program("bin/p", "liba.so", rpath="$ORIGIN/../lib")


def _soname_answers(lab: Lab) -> None:
    lab.lib("lib/renamed.so", soname="liba.so")
    lab.lib("lib/liba.so")
    lab.program("bin/p", "renamed.so", "liba.so", runpath="$ORIGIN/../lib")


def _file_is_not_its_soname(lab: Lab) -> None:
    lab.lib("lib/liba.so", soname="liba.so.4")
    lab.program("bin/p", "liba.so.4", runpath="$ORIGIN/../lib")


def _breadth_first(lab: Lab) -> None:
    """The program's own libb is asked for before liba's; a search in depth takes liba's."""
    lab.lib("one/liba.so", "libb.so", rpath="$ORIGIN/../two")
    lab.lib("one/libb.so")
    lab.lib("two/libb.so")
    lab.program("bin/p", "liba.so", "libb.so", runpath="$ORIGIN/../one")


def _program_through_link(lab: Lab) -> None:
    lab.lib("real/lib/liba.so")
    lab.lib("lib/liba.so")
    lab.program("real/bin/p", "liba.so", runpath="$ORIGIN/../lib")
    lab.link("bin/p", "../real/bin/p")


def _library_through_link(lab: Lab) -> None:
    lab.lib("real/liba.so", "libb.so", runpath="$ORIGIN")
    lab.lib("real/libb.so")
    lab.link("lib/liba.so", "../real/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")


def _origin_in_environment(lab: Lab) -> None:
    lab.lib("bin/lib/liba.so")
    lab.program("bin/p", "liba.so")


def _written(text: str) -> Callable[[Lab], None]:
    def build(lab: Lab) -> None:
        _two(lab)
        (lab.root / "one/liba.so").write_text(text)

    return build


def _edited(offset: int, data: bytes) -> Callable[[Lab], None]:
    def build(lab: Lab) -> None:
        _two(lab)
        lab.edit("one/liba.so", offset, data)

    return build


def _folder_of_that_name(lab: Lab) -> None:
    _two(lab)
    (lab.root / "one/liba.so").unlink()
    (lab.root / "one/liba.so").mkdir()


def _file_for_folder(lab: Lab) -> None:
    _two(lab)
    lab.write("file", "no directory")


def _processor(lab: Lab) -> None:
    lab.lib("lib/liba.so")
    lab.lib(f"lib/glibc-hwcaps/{host_profile().hwcaps[0]}/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../lib")


def _lib_token(lab: Lab) -> None:
    lab.lib(f"{host_profile().lib}/liba.so")
    lab.program("bin/p", "liba.so", runpath="$ORIGIN/../$LIB")


def _version_missing(lab: Lab) -> None:
    lab.lib("one/liba.so", versions=["A_1"])
    lab.lib("two/liba.so", versions=["A_1", "A_2"])
    lab.program("bin/p", "liba.so", wants={"liba.so": ["A_2"]})


def _newer_c_library(lab: Lab) -> None:
    lab.program("bin/p", "libc.so.6", wants={"libc.so.6": ["GLIBC_9.99"]})


def _slash(lab: Lab) -> None:
    lab.lib("run/lib/liba.so", soname="lib/liba.so")
    lab.lib("lib/liba.so")
    lab.program("bin/p", "lib/liba.so", runpath="$ORIGIN/..")


def _healthy(lab: Lab) -> None:
    lab.lib("lib/liba.so.1.2", soname="liba.so.1")
    lab.link("lib/liba.so.1", "liba.so.1.2")
    lab.program("bin/p", "liba.so.1", "libc.so.6", runpath="$ORIGIN/../lib")


def _missing(lab: Lab) -> None:
    lab.program("bin/p", "liba.so.4")


SCENARIOS = (
    Scenario("a library in the program's RUNPATH, with its link", _healthy),
    Scenario("a library that is nowhere", _missing),
    Scenario("LD_LIBRARY_PATH, two folders", _two, "@/two:@/one"),
    Scenario("LD_LIBRARY_PATH, parted by a semicolon", _two, "@/none;@/two"),
    Scenario("LD_LIBRARY_PATH, an empty element", _two, "@/none:", "one"),
    Scenario("LD_LIBRARY_PATH, empty", _two, "", "one"),
    Scenario("LD_LIBRARY_PATH with $ORIGIN", _origin_in_environment, "$ORIGIN/lib"),
    Scenario("RPATH goes before LD_LIBRARY_PATH", _rpath_beside_environment, "@/two"),
    Scenario("RUNPATH goes behind LD_LIBRARY_PATH", _runpath_beside_environment, "@/two"),
    Scenario("RPATH is inherited", lambda lab: _chain(lab, "rpath")),
    Scenario("RUNPATH is not inherited", lambda lab: _chain(lab, "runpath")),
    Scenario("a library's RUNPATH hides the program's RPATH", lambda lab: _chain(lab, "rpath", "runpath")),
    Scenario("RPATH reaches through a library that has RUNPATH", _through),
    Scenario("a middle library's RPATH serves those below", _middle),
    Scenario("breadth first", _breadth_first),
    Scenario("a loaded library answers by its SONAME", _soname_answers),
    Scenario("a file under another name than its SONAME", _file_is_not_its_soname),
    Scenario("$ORIGIN of a program that is a link", _program_through_link),
    Scenario("$ORIGIN of a library that is a link", _library_through_link),
    Scenario("$LIB", _lib_token),
    Scenario("a folder for this processor (glibc-hwcaps)", _processor),
    Scenario("a text file under the library's name", _written("INPUT(liba.so.1)\n" * 9), "@/one:@/two"),
    Scenario("an empty file under the library's name", _written(""), "@/one:@/two"),
    Scenario("a library for another machine", _edited(18, (40).to_bytes(2, "little")), "@/one:@/two"),
    Scenario("a folder under the library's name", _folder_of_that_name, "@/one:@/two"),
    Scenario("a needed name with a slash", _slash, None, "run"),
    Scenario("a symbol version that the first file lacks", _version_missing, "@/one:@/two"),
    Scenario("a newer C library is wanted", _newer_c_library),
)


class Call(NamedTuple):
    """What a tool is asked: the scenario's folder, its program, where it is started, and its environment."""

    root: Path
    program: Path
    cwd: Path
    environment: dict[str, str]
    library_path: str | None


def _files(root: Path, paths: list[str], cwd: Path) -> frozenset[str]:
    found = (Path(os.path.realpath(cwd / path)) for path in paths)
    return frozenset(str(path.relative_to(root)) for path in found if path.is_relative_to(root))


def _run(command: list[str], call: Call) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=call.cwd, env=call.environment, capture_output=True, text=True, timeout=60, check=False
    )


def _crashed(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode < 0 or "Traceback (most recent call last)" in done.stderr


def lintpack(call: Call) -> Answer:
    command = [sys.executable, "-m", "lintpack", "loads", str(call.root), str(call.program.relative_to(call.root))]
    command += ["--format", "json", "--prefix", str(call.root), "--cwd", str(call.cwd)]
    command += [] if call.library_path is None else [f"--library-path={call.library_path}"]
    done = _run(command, call._replace(environment={**call.environment, "PYTHONPATH": str(ROOT)}))
    if not done.stdout:
        return Answer(None, frozenset())
    (program,) = json.loads(done.stdout)["programs"]
    paths = [str(call.root / one["path"]) for one in program["loads"] if one["inside"] and one["path"]]
    return Answer(program["fatal"] is None, _files(call.root, paths, call.cwd))


def libtree(call: Call) -> Answer:
    done = _run(["libtree", "-p", "-vvv", str(call.program)], call)
    if _crashed(done):
        return Answer(None, frozenset())
    paths = re.findall(r"[└├]── (.+?)(?: \[[^\[]*\])?$", re.sub(r"\x1b\[[0-9;]*m", "", done.stdout), re.MULTILINE)
    return Answer(done.returncode == 0, _files(call.root, [path for path in paths if "/" in path], call.cwd))


def lddtree(call: Call) -> Answer:
    tool = shutil.which("lddtree") or ""
    with Path(tool).open("rb") as file:
        script = b"python" in file.readline()
    # Started by this Python, which has pyelftools.
    done = _run([*([sys.executable] if script else []), tool, "-a", str(call.program)], call)
    if _crashed(done):
        return Answer(None, frozenset())
    paths = re.findall(r"^ +\S.* => (.+?)(?: \(.*\))?$", done.stdout, re.MULTILINE)
    missing = any(path in ("None", "not found") for path in paths)
    return Answer(done.returncode == 0 and not missing, _files(call.root, paths, call.cwd))


def auditwheel(call: Call) -> Answer:
    done = _run([_AUDITWHEEL, "lddtree", str(call.program)], call)
    text = (done.stderr + done.stdout).partition("main_lddtree:")[2]
    if _crashed(done) or not text:
        return Answer(None, frozenset())
    libraries = json.loads(text)["libraries"].values()
    paths = [one["realpath"] for one in libraries]
    return Answer(None not in paths, _files(call.root, [path for path in paths if path], call.cwd))


_AUDITWHEEL = shutil.which("auditwheel", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}") or ""
TOOLS: dict[str, Callable[[Call], Answer]] = {
    "lintpack": lintpack,
    **({"libtree": libtree} if shutil.which("libtree") else {}),
    **({"lddtree": lddtree} if shutil.which("lddtree") else {}),
    **({"auditwheel": auditwheel} if _AUDITWHEEL else {}),
}


def real(lab: Lab, scenario: Scenario) -> Answer:
    """What ld.so does: the files that the process really has mapped."""
    done = lab.start(scenario.program, scenario.library_path, None, scenario.cwd).real
    return Answer(done.status == 0, _files(lab.root, sorted(done.mapped), lab.root))


def agree(answer: Answer, truth: Answer) -> bool:
    """Where a program does not start, it is enough to say so."""
    return answer == truth if truth.starts else answer.starts is False


def call_of(lab: Lab, scenario: Scenario) -> Call:
    library_path = scenario.library_path and scenario.library_path.replace("@", str(lab.root))
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    if library_path is not None:
        environment["LD_LIBRARY_PATH"] = library_path
    return Call(lab.root, lab.root / scenario.program, lab.root / scenario.cwd, environment, library_path)


def _version(tool: str) -> str:
    command = {"lintpack": [sys.executable, "-m", "lintpack"], "auditwheel": [_AUDITWHEEL]}.get(tool, [tool])
    if tool == "lddtree":
        command = [sys.executable, shutil.which(tool) or ""]
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, cwd=ROOT, check=False)
    found = re.search(r"\d+(?:\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else "of unknown version"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="leave the programs where they are built, and say where")
    options = parser.parse_args()
    right, seconds = dict.fromkeys(TOOLS, 0), dict.fromkeys(TOOLS, 0.0)
    print(", ".join(f"{name} {_version(name)}" for name in TOOLS) + f"; {' '.join(platform.libc_ver())}\n")
    print("| scenario | " + " | ".join(TOOLS) + " |\n|---|" + "---|" * len(TOOLS))
    for scenario in SCENARIOS:
        lab = glibc_lab(Path(tempfile.mkdtemp(prefix="lintpack-compare-")))
        scenario.build(lab)
        truth = real(lab, scenario)
        call = call_of(lab, scenario)
        cells = []
        for name, tool in TOOLS.items():
            began = time.perf_counter()
            answer = tool(call)
            seconds[name] += (time.perf_counter() - began) / len(SCENARIOS)
            right[name] += agree(answer, truth)
            cells.append("yes" if agree(answer, truth) else "breaks down" if answer.starts is None else "no")
        print(f"| {scenario.title} | " + " | ".join(cells) + " |")
        if options.keep:
            print(f"  {lab.root}: {truth}", file=sys.stderr)
        else:
            shutil.rmtree(lab.root)
    print(f"| right, of {len(SCENARIOS)} | " + " | ".join(str(count) for count in right.values()) + " |")
    print("| seconds each | " + " | ".join(f"{figure:.2f}" for figure in seconds.values()) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
