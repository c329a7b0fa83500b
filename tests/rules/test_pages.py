"""Each rule's page: its examples are run, and its sections are there."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from lintpack.check import Settings, check
from lintpack.provenance import Provenance, Puts, meant
from lintpack.repository import MemoryRepository, Repository
from lintpack.rules import MODULES, page
from lintpack.rules.context import Context
from lintpack.rules.shared.archive import Archive
from lintpack.script import interpret
from lintpack.script.plan import Plan
from tests.described import describe, target
from tests.trees import plant

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = ("What it does", "Why", "Example", "Use instead", "When it is wrong", "References")
# The name of the ```elf block beside a script: the archive that it built.
ARCHIVE = "ARCHIVE"
# The names of ```bash blocks beside a script: itself at the base, and its build folder (tests/trees.py).
BASE, TREE = "BASE", "TREE"
MARK = re.compile(r"# bad: (LP\d+)$")


class Example(NamedTuple):
    """`files`: further scripts of the example, by name. `kind`: bash, or elf for a bundle (tests/described.py)."""

    code: str
    section: str
    number: int
    script: str
    files: dict[str, str]
    kind: str = "bash"


def examples() -> list[Example]:
    """The blocks of all pages. ```bash is an entry script; ```bash NAME is a file beside the one before it; ```elf is a
    bundle that is described by its facts."""
    found: list[Example] = []
    for module in MODULES:
        for section, body in re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page(module), re.MULTILINE | re.DOTALL):
            for kind, info, text in re.findall(r"^```(bash|elf) *([^\n]*)\n(.*?)^```$", body, re.MULTILINE | re.DOTALL):
                if info:
                    found[-1].files[info] = text
                else:
                    found.append(Example(module.RULE.code, section, len(found), text, {}, kind))
    return found


def name_of(example: Example) -> str:
    return f"{example.code}-{example.section.replace(' ', '-')}-{example.number}"


def marks(text: str) -> set[tuple[int, str]]:
    return {
        (number, match[1])
        for number, line in enumerate(text.split("\n"), 1)
        if (match := MARK.search(line)) is not None
    }


@pytest.mark.parametrize("example", [e for e in examples() if e.kind == "elf"], ids=name_of)
def test_bundles_are_reported_where_they_are_marked(example: Example, tmp_path: Path) -> None:
    archive = Archive(describe(example.script), target(example.script, tmp_path), "/opt/bundle")
    context = Context(Plan("", (), ()), archive=archive)
    findings = [f for module in MODULES if module.RULE.needs == "archive" for f in module.check(context)]
    members = {line.split()[0]: number for number, line in enumerate(example.script.split("\n"), 1) if line.split()}
    found = {
        (members[f.facts[0].subject.partition("!")[2]], f.code)
        for f in findings
        if f.level != "note" or f.code == example.code
    }
    assert bool(marks(example.script)) == (example.section == "Example"), "bad lines stand under Example"
    assert found == marks(example.script)


@pytest.mark.parametrize("example", [e for e in examples() if ARCHIVE in e.files], ids=name_of)
def test_scripts_with_archives_are_reported_where_they_are_marked(example: Example, tmp_path: Path) -> None:
    plan = interpret("script.sh", MemoryRepository({"script.sh": example.script}))
    bundle = describe(example.files[ARCHIVE])
    provenance = Provenance(bundle, Puts([meant(plan)]))
    profile = target(example.files[ARCHIVE], tmp_path)
    archive = Archive(bundle, profile, "/opt/bundle", provenance.trail, provenance, 1)
    context = Context(Plan("", (), ()), archive=archive)
    findings = [f for module in MODULES if module.RULE.needs != "script" for f in module.check(context)]
    lines = {line.split()[0]: n for n, line in enumerate(example.files[ARCHIVE].split("\n"), 1) if line.split()}
    inside = {(lines[f.path.partition("!")[2]], f.code) for f in findings if f.place is None}
    assert {(f.place.line, f.code) for f in findings if f.place is not None} == marks(example.script)
    assert inside == marks(example.files[ARCHIVE])
    assert bool(findings) == (example.section == "Example")


@pytest.mark.parametrize("example", [e for e in examples() if {BASE, TREE} & e.files.keys()], ids=name_of)
def test_scripts_with_a_past_or_a_build_tree(example: Example, tmp_path: Path) -> None:
    if BASE in example.files:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        (tmp_path / "script.sh").write_text(example.files[BASE])
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "base"]):
            subprocess.run(
                ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *command],
                cwd=tmp_path,
                check=True,
                env=environment,
            )
    plant(tmp_path, example.files.get(TREE, ""))
    (tmp_path / "script.sh").write_text(example.script)
    settings = Settings(MODULES, {}, build_dirs=(str(tmp_path),), base="HEAD" if BASE in example.files else "")
    reported(example, Repository(str(tmp_path)), settings)


@pytest.mark.parametrize(
    "example",
    [e for e in examples() if e.kind == "bash" and not {ARCHIVE, BASE, TREE} & e.files.keys()],
    ids=name_of,
)
def test_examples_are_reported_where_they_are_marked(example: Example) -> None:
    reported(example, MemoryRepository({"script.sh": example.script, **example.files}), Settings(MODULES, {}))


def reported(example: Example, repository: Repository, settings: Settings) -> None:
    outcome = check([("script.sh", repository, "script.sh")], settings)
    assert outcome.errors == ()
    found = {(f.place.line, f.code) for f in outcome.report.findings if f.place is not None and f.level != "note"}
    own = {(f.place.line, f.code) for f in outcome.report.findings if f.place is not None and f.code == example.code}
    marked = marks(example.script)
    assert bool(marked) == (example.section == "Example"), "bad lines stand under Example, and each Example has one"
    assert found | own == marked


def article(needs: str) -> str:
    return "an" if needs.startswith("a") else "a"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.RULE.code)
def test_pages_are_whole(module: object) -> None:
    rule = next(m for m in MODULES if m is module).RULE
    text = page(next(m for m in MODULES if m is module))
    needs = f"needs {article(rule.needs)} {rule.needs}"
    assert text.startswith(f"# {rule.code} {rule.name}\n\n{rule.level} · confidence {rule.confidence} · {needs}\n")
    assert tuple(re.findall(r"^## (.+)$", text, re.MULTILINE)) == SECTIONS
    assert text.endswith("\n")


def test_codes_and_names_are_never_given_twice() -> None:
    codes = [module.RULE.code for module in MODULES]
    names = [name for module in MODULES for name in (module.RULE.name, *module.RULE.aliases)]
    assert codes == sorted(set(codes))
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"LP\d{3}", code) for code in codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", name) for name in names)
    assert all(len(module.RULE.summary) <= 100 for module in MODULES)
