"""Each rule's page: its examples are run, and its sections are there."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import MODULES, page

SECTIONS = ("What it does", "Why", "Example", "Use instead", "When it is wrong", "References")
MARK = re.compile(r"# bad: (LP\d+)$")


class Example(NamedTuple):
    """`files`: further scripts of the example, by name."""

    code: str
    section: str
    number: int
    script: str
    files: dict[str, str]


def examples() -> list[Example]:
    """The blocks of all pages. ```bash is an entry script; ```bash NAME is a file beside the one before it."""
    found: list[Example] = []
    for module in MODULES:
        for section, body in re.findall(r"^## (.+)\n(.*?)(?=^## |\Z)", page(module), re.MULTILINE | re.DOTALL):
            for info, text in re.findall(r"^```bash *(.*)\n(.*?)^```$", body, re.MULTILINE | re.DOTALL):
                if info:
                    found[-1].files[info] = text
                else:
                    found.append(Example(module.RULE.code, section, len(found), text, {}))
    return found


def name_of(example: Example) -> str:
    return f"{example.code}-{example.section.replace(' ', '-')}-{example.number}"


@pytest.mark.parametrize("example", examples(), ids=name_of)
def test_examples_are_reported_where_they_are_marked(example: Example) -> None:
    repository = MemoryRepository({"script.sh": example.script, **example.files})
    outcome = check([("script.sh", repository, "script.sh")], Settings(MODULES, {}))
    assert outcome.errors == ()
    found = {(f.place.line, f.code) for f in outcome.report.findings if f.place is not None and f.level != "note"}
    own = {(f.place.line, f.code) for f in outcome.report.findings if f.place is not None and f.code == example.code}
    marked = {
        (number, match[1])
        for number, line in enumerate(example.script.split("\n"), 1)
        if (match := MARK.search(line)) is not None
    }
    assert bool(marked) == (example.section == "Example"), "bad lines stand under Example, and each Example has one"
    assert found | own == marked


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.RULE.code)
def test_pages_are_whole(module: object) -> None:
    rule = next(m for m in MODULES if m is module).RULE
    text = page(next(m for m in MODULES if m is module))
    assert text.startswith(
        f"# {rule.code} {rule.name}\n\n{rule.level} · confidence {rule.confidence} · needs a {rule.needs}\n"
    )
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
