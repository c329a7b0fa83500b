"""Nothing is missing in the pages that promise all of something."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from lintpack.configfile import load
from tests.docs.docs_pages import PAGES, ROOT, Block, blocks
from tools.make_rules_page import PAGE, text

if TYPE_CHECKING:
    from pathlib import Path

CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "lintpack" / "lintpack.schema.json").read_text(encoding="utf-8"))


def test_the_index_of_rules_is_what_its_tool_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == text(), "python tools/make_rules_page.py"


@pytest.mark.parametrize("key", SCHEMA["properties"])
def test_every_key_of_the_configuration_has_an_example(key: str) -> None:
    section = re.search(rf"^### `{key}`\n(.*?)(?=^##|\Z)", CONFIGURATION, re.MULTILINE | re.DOTALL)
    assert section is not None, f"docs/configuration.md has no section `{key}`"
    examples = [block.text for block in blocks(section[1]) if block.kind == "toml"]
    assert any(re.search(rf"^\[?{key}\b", example, re.MULTILINE) for example in examples)
    assert f"(#{key})" in CONFIGURATION


TOML = [(page, block) for page in PAGES for block in blocks(page.read_text(encoding="utf-8")) if block.kind == "toml"]


@pytest.mark.parametrize(("page", "block"), TOML, ids=[f"{page.name}-{block.line}" for page, block in TOML])
def test_configurations_are_taken(page: Path, block: Block, tmp_path: Path) -> None:
    name = "pyproject.toml" if "[tool.lintpack" in block.text else "lintpack.toml"
    (tmp_path / name).write_text(block.text, encoding="utf-8")
    assert load(str(tmp_path / name)) != load_nothing(tmp_path), f"{page.name}:{block.line}"


def load_nothing(folder: Path) -> object:
    empty = folder / "empty" / "lintpack.toml"
    empty.parent.mkdir()
    empty.write_text("", encoding="utf-8")
    return load(str(empty))


def test_the_readme_s_figures_are_those_of_the_comparison() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    comparison = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
    script = re.search(r"^\| the script alone \| (\d+) \| (\d+) \| (\d+) \|$", comparison, re.MULTILINE)
    left = re.search(r"^\| warnings left in the mended scripts \| \| (\d+) \| ([\d,]+) \|$", comparison, re.MULTILINE)
    right = re.search(r"^\| right, of 28 (\|.*\|)$", comparison, re.MULTILINE)
    assert script and left and right
    words = " ".join(readme.split())
    assert (
        f"Of the {script[1]} that the script alone shows, lintpack catches {script[2]}, ShellCheck {script[3]}."
        in words
    )
    assert f"lintpack leaves {left[1]} warnings to read, ShellCheck {left[2]}:" in words
    assert f"| agrees with the loader (glibc 2.36) {right[1]}" in readme


def test_pages_are_reached_from_the_readme() -> None:
    """Every page of the documentation is linked from another that is reached from README.md."""
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md" and page.is_file():
            reached.add(page)
            for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
                if not re.match(r"[a-z]+:", target):
                    waiting.append((page.parent / target).resolve())
    assert {str(page.relative_to(ROOT)) for page in ROOT.glob("docs/*.md")} <= {
        str(page.relative_to(ROOT)) for page in reached
    }


YAML = [(page, block) for page in PAGES for block in blocks(page.read_text(encoding="utf-8")) if block.kind == "yaml"]


@pytest.mark.parametrize(("page", "block"), YAML, ids=[f"{page.name}-{block.line}" for page, block in YAML])
def test_recipes_name_what_there_is(page: Path, block: Block) -> None:
    """The inputs of the action, and the hooks of pre-commit."""
    action = (ROOT / "action.yml").read_text(encoding="utf-8")
    inputs = set(
        re.findall(r"^  ([a-z-]+):$", action.partition("\ninputs:\n")[2].partition("\noutputs:")[0], re.MULTILINE)
    )
    for used in re.finditer(r"^( *)- uses: OWNER/lintpack.*\n((?:\1  .*\n)*)", block.text, re.MULTILINE):
        given = re.findall(rf"^{used[1]}    ([a-z-]+):", used[2].partition("with:")[2], re.MULTILINE)
        assert set(given) <= inputs, f"{page.name}:{block.line}"
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    if "/lintpack" in block.text and "hooks:" in block.text:
        known = set(re.findall(r"^- id: (\S+)", hooks, re.MULTILINE))
        assert set(re.findall(r"- id: (\S+)", block.text)) <= known, f"{page.name}:{block.line}"
