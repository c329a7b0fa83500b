"""Many scripts and archives in one run: the same for any number of processes; no failure costs more than its file."""

from __future__ import annotations

import ctypes
import io
import json
import os
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lintpack import examine
from lintpack.parallel import Lost, cpus, spread
from lintpack.shard import Shard
from lintpack.source import Place, Source
from tests.elf.forge import Forge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NoReturn

    from lintpack.repository import Repository
    from lintpack.script.plan import Plan
    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

ROOT = Path(__file__).parent.parent.parent
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")
COMMON = 'copy() {\n    cp -L "$@" out\n}\ncp libssl.so.1.1.1k out  # lintpack: ignore[LP102] on purpose\n'


def scripts(count: int) -> dict[str, str | bytes]:
    """Scripts that share a file, with faults in it and in their own lines, and comments that hide some or nothing."""
    files: dict[str, str | bytes] = {"common.sh": COMMON, ".git/HEAD": ""}
    for number in range(count):
        lines = ["#!/bin/bash", "source ../common.sh", f"copy libz{number}.so.1 libcrypto.so.1.1.1k"]
        if number % 3 == 0:
            lines.append("cp libfoo.so.1 libbar.so.2 liblz4.so out  # lintpack: ignore[LP101] it is a plug-in")
        if number % 4 == 1:
            lines.append("# lintpack: ignore[LP207] nothing is here")
        lines.append('export LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\ncp "$UNKNOWN"/lib*.so out')
        files[f"s{number % 5}/pack{number}.sh"] = "\n".join([*lines, ""])
    return files


def archive(needed: str) -> bytes:
    """An archive whose program needs a library that it does not bring under this name."""
    members = {
        "x/bin/server": Forge(interpreter="/lib64/ld-linux-x86-64.so.2", needed=(needed,), runpath="$ORIGIN/../lib"),
        "x/out/libcrypto.so.1.1.1k": Forge(soname="libcrypto.so.1.1"),
    }
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as made:
        for name, forge in members.items():
            info, data = tarfile.TarInfo(name), forge.build()
            info.size, info.mode = len(data), 0o755
            made.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_the_same_for_every_number_of_jobs(lintpack: Lintpack, project: Project, form: str) -> None:
    project(scripts(20))
    one = lintpack("--format", form, "--jobs", "1", ".")
    assert one.status == 1
    assert "real-name-packed" in one.out or "LP102" in one.out
    for jobs in ("2", "5"):
        assert lintpack("--format", form, "--jobs", jobs, ".") == one
    assert lintpack("--format", form, ".") == one


def test_archives_too(lintpack: Lintpack, project: Project) -> None:
    names = [f"a{number}.tar.gz" for number in range(17)]
    project(
        scripts(20)
        | {name: archive(f"libcrypto.so.{number}") for number, name in enumerate(names)}
        | {"bad.zip": b"no"}
    )
    words = [word for name in (*names, "bad.zip", "none.tar") for word in ("--archive", name)]
    words += ["--profile", "debian-12", "--format", "json", "."]
    one = lintpack("--jobs", "1", *words)
    assert lintpack("--jobs", "3", *words) == one
    document = json.loads(one.out)
    assert (one.status, document["summary"]["scripts"], document["summary"]["archives"]) == (2, 21, 17)
    assert {error.partition(":")[0] for error in document["errors"]} == {"bad.zip", "none.tar"}
    assert {f["code"] for f in document["findings"]} >= {"LP102", "LP402"}
    # Alone, an archive is not held in a file: it says the same.
    alone = json.loads(lintpack("--archive", "a4.tar.gz", *words[-5:]).out)["findings"]
    mine = [[f for f in found if f["path"].startswith("a4.tar.gz")] for found in (alone, document["findings"])]
    assert mine[0] == mine[1] != []


def fails(how: Callable[[], NoReturn], monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, lintpack fails over `s1/pack6.sh`."""
    real = examine.plan

    def plan(repository: Repository, path: str, variables: Mapping[str, str]) -> Plan:
        if path == "s1/pack6.sh":
            how()
        return real(repository, path, variables)

    monkeypatch.setattr(examine, "plan", plan)


def _recurse() -> NoReturn:
    _recurse()


def _exhaust() -> NoReturn:
    raise MemoryError


def _kill() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def _segfault() -> NoReturn:
    ctypes.string_at(0)
    raise AssertionError


def _leave() -> NoReturn:
    os._exit(0)


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (_leave, "lintpack ended unexpectedly over it (status 0), please report it"),
        (_kill, "lintpack ended unexpectedly over it (signal SIGKILL), please report it"),
        (_segfault, "lintpack ended unexpectedly over it (signal SIGSEGV), please report it"),
        (_recurse, "internal error, please report it: RecursionError"),
        (_exhaust, "internal error, please report it: MemoryError"),
    ],
)
def test_a_crash_costs_one_script(
    lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch, how: Callable[[], NoReturn], says: str
) -> None:
    project(scripts(20))
    whole = json.loads(lintpack("--format", "json", ".").out)
    fails(how, monkeypatch)
    done = lintpack("--format", "json", "--jobs", "2", ".")
    assert done.status == 2
    assert done.err.startswith(f"lintpack: s1/pack6.sh: {says}")
    assert done.err.count("\n") == 1
    others = [finding for finding in whole["findings"] if finding["path"] != "s1/pack6.sh"]
    assert 0 < len(others) < len(whole["findings"])
    assert json.loads(done.out)["findings"] == others
    assert json.loads(done.out)["scripts"] == [path for path in whole["scripts"] if path != "s1/pack6.sh"]


def test_fixes_are_made_in_many_scripts(lintpack: Lintpack, project: Project) -> None:
    launcher = '#!/bin/sh\nhere=$(dirname "$0")\nexport LD_LIBRARY_PATH=$here/lib:$LD_LIBRARY_PATH\nexec "$here/x"\n'
    root = project({f"start{number}.sh": launcher for number in range(20)})
    done = lintpack("--fix", "--jobs", "2", "--select", "LP302", ".")
    assert done == (0, "no findings in 20 scripts (20 fixed)\n", "")
    assert all("lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" in path.read_text() for path in root.glob("*.sh"))


def test_a_run_of_few_scripts_starts_no_process(project: Project) -> None:
    project(scripts(4))
    code = (
        "import sys; from lintpack.cli import main; main(sys.argv[1:]);"
        "print([name for name in sys.modules if name in ('multiprocessing', 'pickle', 'lintpack.workers')])"
    )
    words = [sys.executable, "-c", code, "--jobs", "4", "--no-config", "--exit-zero", "."]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=environment)
    assert done.stdout.splitlines()[-1] == "[]"


SLOW = """\
import os, signal, sys, time
from lintpack import examine
from lintpack.cli import main
# A shell starts what runs in its background with SIGINT ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
def plan(*_):
    sys.stderr.write(f"{os.getpid()}\\n")
    time.sleep(60)
examine.plan = plan
sys.exit(main(["--jobs", "2", "--no-config", "."]))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are seen in /proc")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -15)])
def test_an_interrupt_leaves_no_process_behind(project: Project, number: signal.Signals, status: int) -> None:
    root = project(scripts(20))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", SLOW]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment, cwd=root) as process:
        assert process.stderr is not None
        workers = [process.stderr.readline().strip() for _ in range(2)]
        process.send_signal(number)
        if number == signal.SIGTERM:
            # Killed outright, it says nothing to its workers: they see it when they have done what they do.
            for worker in workers:
                os.kill(int(worker), signal.SIGTERM)
        assert process.wait(timeout=20) == status
        assert process.stderr.read() == ""
    for _ in range(100):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            return
        time.sleep(0.05)
    pytest.fail(f"{workers} still run")


def test_results_come_in_order_and_sources_once() -> None:
    text = "a\nb\n"
    known: dict[tuple[str, str], Source] = {}

    def work(number: int) -> Place | int:
        return Place(Source("x.sh", text), number, number + 1) if number % 2 else number

    results = list(spread(200, work, 3, known))
    assert [result for result in results if isinstance(result, int)] == list(range(0, 200, 2))
    places = [result for result in results if isinstance(result, Place)]
    assert [place.start for place in places] == list(range(1, 200, 2))
    assert {id(place.source) for place in places} == {id(known["x.sh", text])}


def test_every_task_may_crash() -> None:
    assert list(spread(20, lambda number: _leave() if number % 3 else number, 2)) == [
        Lost("status 0") if number % 3 else number for number in range(20)
    ]


def test_at_least_one_processor() -> None:
    assert 1 <= cpus() <= (os.cpu_count() or 1)


# --- shards


def test_sixteen_shards_merged_are_one_run(lintpack: Lintpack, project: Project) -> None:
    root = project(scripts(40))
    for form in ("json", "sarif", "junit"):
        whole = lintpack("--format", form, ".")
        assert whole.status == 1
        parts = []
        for part in range(1, 17):
            assert lintpack("--shard", f"{part}/16", "--report", f"{form}={part}.{form}", ".").status in (0, 1)
            parts.append(f"{part}.{form}")
        done = lintpack("merge", "--format", form, *parts)
        assert done.status == whole.status
        assert done.out == whole.out
        for name in parts:
            (root / name).unlink()


def test_a_path_alone_decides() -> None:
    paths = [f"scripts/{number}.sh" for number in range(1000)]
    shards = [{path for path in paths if Shard(f"{part}/16").has(path)} for part in range(1, 17)]
    assert sorted(path for shard in shards for path in shard) == sorted(paths)
    assert min(map(len, shards)) > 30
    # Once shipped, it stays so: machines of several versions may share the work.
    assert [part for part in range(1, 17) if Shard(f"{part}/16").has("scripts/pack_server.sh")] == [9]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--jobs", "0"], "`--jobs 0`: it takes a number from 1 on"),
        (["--jobs", "many"], "`--jobs many`: it takes a number from 1 on"),
        (["--shard", "3"], "`--shard 3`: it takes K/N, and K is from 1 to N"),
        (["--shard", "0/4"], "`--shard 0/4`: it takes K/N, and K is from 1 to N"),
        (["--shard", "5/4"], "`--shard 5/4`: it takes K/N, and K is from 1 to N"),
        (["--shard", "1/2", "--archive", "x.tar"], "`--shard` divides scripts, or archives; what is said of both"),
        (["--shard", "1/2", "--fix"], "`--shard` does not go with"),
    ],
    ids=" ".join,
)
def test_wrong_usage(lintpack: Lintpack, project: Project, words: list[str], message: str) -> None:
    project({"x.sh": ""})
    done = lintpack(*words, ".")
    assert done.status == 2
    assert done.err.startswith(f"lintpack: {message}")
