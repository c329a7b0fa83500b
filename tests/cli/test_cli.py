"""The command as a user meets it: what it prints where, and its exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lintpack import __version__
from lintpack import examine as checking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lintpack.repository import Repository
    from lintpack.script.plan import Plan
    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

BAD = """\
cp third_party/lib/libz.so.1 "$pack/lib"
cp third_party/lib/liblz4.so.1 "$pack/lib"
cp third_party/lib/libzmq.so "$pack/lib"
"""
GOOD = BAD.replace("libzmq.so", "libzmq.so.3")


def test_clean_is_0_findings_are_1(lintpack: Lintpack, project: Project) -> None:
    project({"good.sh": GOOD, "bad.sh": BAD})
    assert lintpack("good.sh") == (0, "no findings in 1 script\n", "")
    done = lintpack("check", "bad.sh")
    assert done.status == 1
    assert done.out.startswith("warning[dropped-version-suffix]: packs `libzmq.so`")
    assert " --> bad.sh:3:20\n" in done.out
    assert done.err == ""


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--fail-on", "error"], 0),
        (["--fail-on=never"], 0),
        (["--fail-on", "note"], 1),
        (["--exit-zero"], 0),
        (["--ignore", "LP101"], 0),
        (["--ignore", "dropped-version-suffix,LP004"], 0),
        (["--select", "LP0"], 0),
        (["--select", "LP1"], 1),
        (["--min-confidence", "high"], 0),
    ],
    ids=str,
)
def test_options_that_decide_the_status(lintpack: Lintpack, project: Project, options: list[str], status: int) -> None:
    project({"bad.sh": BAD})
    assert lintpack(*options, "bad.sh").status == status


def test_what_cannot_be_read_is_named_and_costs_nothing_else(lintpack: Lintpack, project: Project) -> None:
    root = project({"bad.sh": BAD, "prog": b"\x7fELF\x02\x01\0\0", "empty/readme.txt": "", "nul.sh": b"a\0b\n"})
    os.mkfifo(root / "pipe")
    done = lintpack("nowhere.sh", "pipe", "empty", "prog", "nul.sh", "bad.sh")
    assert done.status == 2
    assert "packs `libzmq.so`" in done.out
    assert sorted(done.err.splitlines()) == [
        "lintpack: empty: no shell scripts in this folder",
        "lintpack: nowhere.sh: no such file or directory",
        "lintpack: nul.sh: a binary file, not a shell script",
        "lintpack: pipe: not a regular file",
        "lintpack: prog: a binary file, not a shell script",
    ]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(lintpack: Lintpack, project: Project) -> None:
    (project({"x.sh": ""}) / "x.sh").chmod(0)
    assert lintpack("x.sh").err == "lintpack: x.sh: permission denied\n"


def test_a_failure_of_lintpack_itself_costs_only_that_script(
    lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project({"bad.sh": BAD, "odd.sh": ""})
    real = checking.plan

    def fails(repository: Repository, path: str, variables: Mapping[str, str]) -> Plan:
        if path == "odd.sh":
            raise KeyError("x" * 500)
        return real(repository, path, variables)

    monkeypatch.setattr(checking, "plan", fails)
    done = lintpack("odd.sh", "bad.sh")
    assert done.status == 2
    assert "packs `libzmq.so`" in done.out
    assert done.err.startswith("lintpack: odd.sh: internal error, please report it: KeyError: 'xxx")
    assert done.err.count("\n") == 1
    assert len(done.err) < 400


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "what should be read? usage: lintpack check PATH…"),
        (["rule"], "what should be read? usage: lintpack rule NAME|CODE"),
        (["--formt", "json", "x"], "there is no option `--formt`; did you mean `--format`?"),
        (
            ["--format", "sarf", "x"],
            "`--format` is one of text, concise, json, sarif, github, gitlab, junit, markdown; not `sarf`",
        ),
        (["plan", "--exit-zero", "x"], "`lintpack plan` has no option `--exit-zero`"),
        (["--set", "1=2", "x"], "`--set 1=2`: it takes NAME=VALUE, and NAME is a variable's"),
        (["--report", "json", "x"], "`--report json`: it takes FORMAT=FILE, and FORMAT is one of text, concise, json"),
        (["x", "--format"], "option `--format` needs a value: --format FORMAT"),
        (["--exit-zero=1", "x"], "option `--exit-zero` takes no value"),
        (["--select", "LP999", "x"], "--select: no rule `LP999`"),
        (["rule", "droped-version-suffix"], "no rule `droped-version-suffix`; did you mean `dropped-version-suffix`?"),
        (["chek"], "chek: no such file or directory; did you mean `check`?"),
        (["--config", "nowhere.toml", "x"], "nowhere.toml: no such file or directory"),
    ],
    ids=str,
)
def test_wrong_usage_is_2_and_one_line_says_why(
    lintpack: Lintpack, project: Project, words: list[str], message: str
) -> None:
    project({})
    done = lintpack(*words)
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines()[0].startswith(f"lintpack: {message}")


def test_version(lintpack: Lintpack) -> None:
    assert lintpack("--version") == (0, f"lintpack {__version__}\n", "")
    assert lintpack("-V").out == lintpack("--version", "x").out


def test_rules_and_pages(lintpack: Lintpack) -> None:
    assert "LP101  dropped-version-suffix" in lintpack("rules").out
    listed = json.loads(lintpack("rules", "--format", "json").out)
    assert listed["version"] == 1
    assert {"code", "name", "summary", "level", "confidence", "needs", "since", "aliases"} == set(listed["rules"][0])
    page = lintpack("rule", "lp101").out
    assert page.startswith("# LP101 dropped-version-suffix\n")
    assert lintpack("rule", "dropped-version-suffix").out == page


def test_json_says_where_in_code_points(lintpack: Lintpack, project: Project) -> None:
    project({"bad.sh": "# \u65e5\u672c \U0001f600\n" + BAD})
    done = lintpack("check", "--format", "json", "bad.sh")
    document = json.loads(done.out)
    assert document["version"] == 1
    found = document["findings"][0]
    assert {k: found[k] for k in ("code", "level", "path", "line", "column", "end_line", "end_column")} == {
        "code": "LP101",
        "level": "warning",
        "path": "bad.sh",
        "line": 4,
        "column": 20,
        "end_line": 4,
        "end_column": 29,
    }
    assert document["summary"]["warnings"] == 1
    # A report is a report also where there was nothing to read.
    assert json.loads(lintpack("--format", "json", "nowhere.sh").out)["findings"] == []


def test_reports_beside_the_one_that_is_shown(lintpack: Lintpack, project: Project) -> None:
    root = project({"bad.sh": BAD})
    done = lintpack("--report", "json=out.json", "--report=concise=out.txt", "--format", "concise", "bad.sh")
    assert (root / "out.txt").read_text() == done.out
    assert json.loads((root / "out.json").read_text())["findings"][0]["line"] == 3
    done = lintpack("--report", "json=no/such/folder", "bad.sh")
    assert (done.status, done.err) == (2, "lintpack: no/such/folder: there is no folder `no/such`\n")


def test_standard_input(lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project({"scripts/common.sh": "copy_file() { cp -L $*; }\n"})
    script = ". scripts/common.sh\n" + BAD.replace("cp ", "copy_file ")

    def feed() -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(script.encode())))

    feed()
    assert lintpack("-", "--format", "concise").out.startswith("<stdin>:4:27: warning: packs `libzmq.so`")
    feed()
    done = lintpack("--stdin-filename", "scripts/pack.sh", "--format", "concise", "-")
    assert done.out.startswith("scripts/pack.sh:4:27: warning: packs `libzmq.so`")


@pytest.mark.parametrize(
    ("option", "environment", "coloured"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(
    lintpack: Lintpack,
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    option: list[str],
    environment: dict[str, str],
    coloured: bool,
) -> None:
    project({"bad.sh": BAD})
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\033[" in lintpack(*option, "bad.sh").out) is coloured


def test_configuration(lintpack: Lintpack, project: Project) -> None:
    project({"bad.sh": BAD, "lintpack.toml": 'per-file-ignores = { "*.sh" = ["LP101"] }'})
    assert lintpack("bad.sh").status == 0
    assert lintpack("--no-config", "bad.sh").status == 1
    project({"lintpack.toml": 'fail-on = "error"'})
    assert lintpack("bad.sh").status == 0
    assert lintpack("--fail-on", "warning", "bad.sh").status == 1
    project({"lintpack.toml": "[variables]\nname = 'libzmq.so.3'\n", "bad.sh": BAD.replace("libzmq.so", "$name")})
    assert lintpack("bad.sh").status == 0
    assert lintpack("--set", "name=libzmq.so", "bad.sh").status == 1
    project({"lintpack.toml": "\nfial-on = 1"})
    done = lintpack("bad.sh")
    assert (done.status, done.out) == (2, "")
    assert done.err == "lintpack: lintpack.toml:2:1: unknown key `fial-on`; did you mean `fail-on`?\n"


def test_paths_are_shown_from_where_one_stands(
    lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project({".git/HEAD": "", "a/scripts/bad.sh": BAD, "b/x.txt": ""})
    for folder, shown in (("a", "scripts/bad.sh"), ("b", "../a/scripts/bad.sh"), (".", "a/scripts/bad.sh")):
        monkeypatch.chdir(root / folder)
        assert lintpack("--format", "concise", shown).out.startswith(f"{shown}:3:20: ")
    assert lintpack("--format", "concise", str(root / "a" / "scripts" / "bad.sh")).out.startswith(
        "a/scripts/bad.sh:3:20: "
    )


def test_a_fault_in_a_sourced_file_is_reported_once(lintpack: Lintpack, project: Project) -> None:
    project(
        {
            "common.sh": f"pack_all() {{\n{BAD}}}\n",
            "a.sh": ". ./common.sh\npack_all\n",
            "b.sh": ". ./common.sh\npack_all\n",
        }
    )
    done = lintpack("--format", "json", ".")
    found = [f for f in json.loads(done.out)["findings"] if f["code"] == "LP101"]
    assert [(f["path"], f["line"]) for f in found] == [("common.sh", 4)]


def test_the_order_does_not_depend_on_the_order_of_paths(lintpack: Lintpack, project: Project) -> None:
    project({"a.sh": BAD, "b.sh": BAD, "c.sh": BAD})
    assert lintpack("c.sh", "a.sh", "b.sh").out == lintpack(".").out


def test_a_reader_that_leaves_early_hears_nothing(project: Project) -> None:
    root = project({f"bad{n}.sh": BAD for n in range(200)})
    command = f"{sys.executable} -m lintpack . | head -n 1"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    done = subprocess.run(
        ["bash", "-c", command], cwd=root, capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.startswith("warning[dropped-version-suffix]")
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_said_in_one_line(project: Project) -> None:
    root = project({"bad.sh": BAD})
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-m", "lintpack", "bad.sh"]
        done = subprocess.run(words, cwd=root, stdout=full, stderr=subprocess.PIPE, check=False, env=environment)
    assert done.returncode == 2
    assert done.stderr == b"lintpack: standard output: no space left on device\n"


def test_plan(lintpack: Lintpack, project: Project) -> None:
    project(
        {
            "common.sh": 'copy_file() { cp -L "$@"; }\n',
            "pack.sh": ". ./common.sh\n"
            'if [ "$jemalloc" = on ]; then\n    copy_file lib/libjemalloc.so.2 ${pack}/bin/\nfi\n'
            "ln -s libz.so.1 $pack/lib/libz.so\nexport LD_LIBRARY_PATH=/opt/lib\ntar czf $pack.tar.gz $pack\n",
        }
    )
    document = json.loads(lintpack("plan", "--format", "json", "pack.sh").out)
    copy = document["transfers"][0]
    assert document["version"] == 1
    assert (copy["op"], copy["source"], copy["path"], copy["line"]) == ("cp", "lib/libjemalloc.so.2", "pack.sh", 3)
    assert copy["destination"] == "${pack}/bin/libjemalloc.so.2"
    assert "jemalloc" in copy["guard"]
    assert [call["name"] for call in copy["calls"] if call["kind"] == "function"] == ["copy_file"]
    assert copy["resolved"] is True
    assert document["links"][0]["target"] == "libz.so.1"
    assert document["exports"][0]["name"] == "LD_LIBRARY_PATH"
    assert document["archives"][0]["op"] == "create"
    text = lintpack("plan", "pack.sh").out
    assert "lib/libjemalloc.so.2 → ${pack}/bin/" in text
    assert "via copy_file" in text
