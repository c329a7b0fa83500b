"""All sources of evidence together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lintpack.evidence.build_tree import BuildTree
from lintpack.evidence.evidence import SOURCES, Evidence, Witness
from lintpack.evidence.git import Git
from lintpack.repository import MemoryRepository, Repository
from lintpack.rules.shared.packed import Packed, packed
from lintpack.script import interpret
from lintpack.script.values import Hole, Text

_ROOT = Path(__file__).parents[2]
_OLD = 'source "$(dirname "$0")/common.sh"\ncopy_file ./lib/libtcmalloc.so.4 out/\ncopy_file ./lib/libkept.so.1 out/\n'
_NEW = _OLD.replace("libtcmalloc.so.4", "libtcmalloc.so")
_COMMON = "copy_file() {\n  cp -L $*\n}\n"


def _of(plan_text: str) -> tuple[Packed, ...]:
    return packed(interpret("pack.sh", MemoryRepository({"pack.sh": plan_text})))


def _short(found: tuple[Witness, ...]) -> list[tuple[str, str, str]]:
    return [(w.source, w.confidence, w.name) for w in found]


def _git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)


def _commits(folder: Path, *states: dict[str, str]) -> None:
    _git(folder, "init", "-q")
    for number, files in enumerate(states):
        for name in [p for p in folder.rglob("*.sh") if ".git" not in p.parts]:
            name.unlink()
        for path, text in files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text)
        _git(folder, "add", "-A")
        _git(folder, "commit", "-qm", str(number))


def _library(path: Path, soname: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    options = [f"-Wl,-soname,{soname}"] if soname else []
    subprocess.run(["gcc", "-shared", "-nostdlib", "-x", "c", "/dev/null", "-o", path, *options], check=True)


def test_without_any_source_there_is_no_witness() -> None:
    evidence = Evidence(table=False)
    assert evidence.soname(("lib/libssl.so",)) == ()
    assert evidence.soname(("README",)) == ()
    assert evidence.look(("lib/libssl.so",)) is None
    assert evidence.before == ()
    assert evidence.beside == ()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        (("lib/libtcmalloc_and_profiler.so",), ["libtcmalloc_and_profiler.so.4"]),
        (("/usr/lib/libSDL2.so",), ["libSDL2-2.0.so.0"]),
        (("lib/libzstd.so.1.5.2",), ["libzstd.so.1"]),
        (("lib/libdsn_utils.so",), []),
        (("lib/libssl.so.", Hole("${V}")), []),
        (("lib/libssl.so.",), []),
    ],
)
def test_the_table_is_asked(source: Text, names: list[str]) -> None:
    found = Evidence().soname(source)
    assert [w.name for w in found] == names
    assert all(w.source == "table" for w in found)
    if names == ["libtcmalloc_and_profiler.so.4"]:
        assert "libgoogle-perftools4" in found[0].says
        assert "Debian 1" in found[0].says


def test_a_suffix_dropped_by_a_change_is_seen_through_a_sourced_function(tmp_path: Path) -> None:
    _commits(
        tmp_path,
        {"scripts/pack.sh": _OLD, "scripts/common.sh": _COMMON},
        {"scripts/pack.sh": _NEW, "scripts/common.sh": _COMMON},
    )
    now = packed(interpret("scripts/pack.sh", Repository(str(tmp_path))))
    evidence = Evidence("scripts/pack.sh", now, git=Git(str(tmp_path)), base="HEAD~1", interpret=interpret, table=False)
    (witness,) = evidence.soname(("lib/libtcmalloc.so",), now[0])
    assert (witness.source, witness.confidence, witness.name) == ("git", "high", "libtcmalloc.so.4")
    assert witness.place is not None
    assert witness.place.path == "scripts/pack.sh@HEAD~1"
    assert (witness.place.line, witness.place.text) == (2, "libtcmalloc.so.4")
    # What is still packed so is no loss.
    assert [w.source for w in evidence.soname(("lib/libkept.so",))] == ["script"]


def test_a_renamed_script_is_compared_with_its_old_self(tmp_path: Path) -> None:
    common = "scripts/common.sh"
    _commits(
        tmp_path,
        {"scripts/pack.sh": _OLD + "# more\n" * 9, common: _COMMON},
        {"scripts/bundle.sh": _NEW + "# more\n" * 9, common: _COMMON},
    )
    evidence = Evidence("scripts/bundle.sh", git=Git(str(tmp_path)), base="HEAD~1", interpret=interpret, table=False)
    assert _short(evidence.soname(("lib/libtcmalloc.so",))) == [("git", "high", "libtcmalloc.so.4")]


@pytest.mark.parametrize("base", ["", "gone", "HEAD"])
def test_without_an_earlier_state_git_is_no_witness(tmp_path: Path, base: str) -> None:
    _commits(tmp_path, {"pack.sh": "cp lib/libtcmalloc.so out/\n"})
    evidence = Evidence("pack.sh", git=Git(str(tmp_path)), base=base, interpret=interpret, table=False)
    assert evidence.soname(("lib/libtcmalloc.so",)) == ()
    new = Evidence("new.sh", git=Git(str(tmp_path)), base=base, interpret=interpret, table=False)
    assert new.plan_before() is None


def test_the_build_tree_says_what_is_right_and_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _library(tmp_path / "out/lib/libfoo.so.4.6", "libfoo.so.4")
    (tmp_path / "out/lib/libfoo.so").symlink_to("libfoo.so.4.6")
    _library(tmp_path / "out/lib/libown.so", "libown.so")
    _library(tmp_path / "out/lib/libplug.so")
    evidence = Evidence(build_tree=lambda: BuildTree(["out"]), table=False)
    (wrong,) = evidence.soname((Hole("${BUILD}"), "/lib/libfoo.so"))
    assert (wrong.source, wrong.confidence, wrong.name) == ("build-tree", "high", "libfoo.so.4")
    assert wrong.says == "`out/lib/libfoo.so` has the SONAME `libfoo.so.4`"
    assert wrong.fact is not None
    assert wrong.fact.lines == ("link to  libfoo.so.4.6", "SONAME   libfoo.so.4")
    for name in ("libown.so", "libplug.so"):
        assert _short(evidence.soname((Hole("${BUILD}"), f"/lib/{name}"))) == [("build-tree", "high", name)]
    # Only the name is found: a weaker witness.
    assert _short(evidence.soname((Hole("${X}"), "/libfoo.so"))) == [("build-tree", "low", "libfoo.so.4")]


def test_branches_siblings_and_the_bundle() -> None:
    now = _of("if [ $X = 1 ]; then cp a/libfoo.so out/; else cp a/libfoo.so.3 out/; fi\ncp a/libbar.so out/")
    sibling = interpret("tools.sh", MemoryRepository({"tools.sh": "cp a/libbar.so.2 a/libfoo.so.3 out/\n"}))
    evidence = Evidence(
        "pack.sh",
        now,
        siblings=lambda: [sibling],
        needed={"libfoo.so.4": ("bin/server",), "libc.so.6": ("bin/server",)},
        table=False,
    )
    one = next(p for p in now if p.name.text == "libfoo.so")
    found = evidence.soname(("a/libfoo.so",), one)
    assert _short(found) == [
        ("bundle", "high", "libfoo.so.4"),
        ("script", "medium", "libfoo.so.3"),
        ("sibling", "medium", "libfoo.so.3"),
    ]
    assert found[1].place is not None
    assert found[1].place.text == "libfoo.so.3"
    assert found[2].place is not None
    assert found[2].place.path == "tools.sh"
    assert _short(evidence.soname(("a/libbar.so",))) == [("sibling", "medium", "libbar.so.2")]


def test_the_strongest_source_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _commits(tmp_path, {"pack.sh": "cp lib/libssl.so.3 out/\n"}, {"pack.sh": "cp lib/libssl.so out/\n"})
    _library(tmp_path / "lib/libssl.so", "libssl.so.3")
    now = packed(interpret("pack.sh", Repository(".")))
    sibling = interpret("x.sh", MemoryRepository({"x.sh": "cp lib/libssl.so.3 out/\n"}))
    evidence = Evidence(
        "pack.sh",
        now,
        build_tree=lambda: BuildTree(repository="."),
        git=Git("."),
        base="HEAD~1",
        interpret=interpret,
        siblings=lambda: [sibling],
        needed={"libssl.so.3": ()},
    )
    found = evidence.soname(("lib/libssl.so",), now[0])
    sources = [w.source for w in found]
    assert sources == ["bundle", "build-tree", "git", "sibling", "table"]
    assert sources == sorted(sources, key=SOURCES.index)
    assert {w.name for w in found} == {"libssl.so.3"}


def test_each_source_is_loaded_only_when_asked() -> None:
    code = (
        "import sys, lintpack.evidence.evidence as e; e.Evidence();"
        "print([m for m in sys.modules if m in ('subprocess', 'zlib', 'difflib', 'mmap', 'elftools')"
        " or m.startswith('lintpack.evidence.') and m != 'lintpack.evidence.evidence'])"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(_ROOT)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() in ("[]", "['zlib']")
