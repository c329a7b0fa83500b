"""Links in the documentation lead somewhere, and what it says about the command is so."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from lintpack.options import COMMANDS, OPTIONS, UsageError, parse
from lintpack.rules import find
from tests.docs.docs_pages import PAGES, ROOT, anchors, code_spans, links

if TYPE_CHECKING:
    from pathlib import Path

RULES = sorted((ROOT / "lintpack" / "rules").glob("*.md"))
LINKED = [*PAGES, *RULES]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    broken: list[str] = []
    for line, target in links(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = page if not path else (page.parent / path)
        known = anchors(file.read_text(encoding="utf-8")) if file.suffix == ".md" and file.is_file() else set()
        if not file.exists() or (anchor and anchor not in known):
            broken.append(f"{name_of(page)}:{line}: {target}")
    assert broken == []


def test_pictures_are_told_to_those_who_do_not_see_them() -> None:
    shown: set[str] = set()
    for page in PAGES:
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            assert len(words.split()) > 10, f"{name_of(page)}: {target}"
            shown.add(str((page.parent / target).resolve().relative_to(ROOT)))
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert {name_of(picture) for picture in pictures} <= shown
    # Nothing that a reader's browser would have to fetch, and no script.
    assert not [p for p in pictures if re.search(r"(?:href|src)=|<script|url\((?!#)", p.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_place_of_one_machine(page: Path) -> None:
    assert not re.search(r"/(?:root|tmp/pytest-|Users|home/(?!user))", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", LINKED, ids=name_of)
def test_commands_in_sentences_are_known(page: Path) -> None:
    """`lintpack …` in a sentence is a command line that lintpack takes; an option alone is one that it has."""
    names = {*(option.name for option in OPTIONS), "--help", "--version"}
    wrong: list[str] = []
    for line, span in code_spans(page.read_text(encoding="utf-8")):
        words = re.split(r" [|>&;] ?", span.split(" # ")[0])[0]
        try:
            if words.startswith("lintpack ") and re.match(r"[a-z-]|PATH|ARCHIVE", words[9:]):
                parse(shlex.split(words.replace("[", "").replace("]", ""))[1:])
        except (UsageError, ValueError) as error:
            # A sentence may name a command without what it reads.
            if not str(error).startswith("what should be read?"):
                wrong.append(f"{name_of(page)}:{line}: `{span}`: {error}")
    assert wrong == []
    ours = {option for _, span in code_spans(page.read_text(encoding="utf-8")) for option in _alone(span)}
    foreign = {"--amend", "--no-verify", "--help", "--parents", "--update", "--from-ref", "--to-ref"}
    assert {one for one in ours if one not in names | foreign and name_of(page) in _OURS} == set()


def _alone(span: str) -> list[str]:
    return re.findall(r"^--[a-z-]+", span)


# The pages on which an option that stands alone is lintpack's own; rules' pages speak of cp's and tar's.
_OURS = {"README.md", *(name_of(page) for page in PAGES if page.parent.name == "docs")}


def test_codes_in_the_documentation_are_rules() -> None:
    wrong = [
        f"{name_of(page)}: {code}"
        for page in LINKED
        for code in re.findall(r"\bLP\d{3}\b", page.read_text(encoding="utf-8"))
        if find(code) is None and not code.endswith("00")
    ]
    assert wrong == []


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [c.name for c in COMMANDS if not re.search(rf"lintpack {c.name}\b", readme) and c.name != "check"] == []
