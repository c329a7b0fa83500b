"""lintpack as SARIF's `tool`: all rules, whichever ran, since GitHub takes a rule that is missing for gone."""

from __future__ import annotations

import re

from lintpack import __version__
from lintpack.rules import MODULES, page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lintpack.rules.rule import Rule

# GitHub's bound for descriptions, in characters.
_LONGEST = 1024
_SEVERITIES = {"error": "error", "warning": "warning", "note": "recommendation"}
_TAGS = {
    "LP0": "lintpack",
    "LP1": "file-names",
    "LP2": "links",
    "LP3": "loader-environment",
    "LP4": "archive",
    "LP5": "archive",
}


def driver() -> dict[str, Any]:
    return {
        "name": "lintpack",
        "semanticVersion": __version__,
        "version": __version__,
        "shortDescription": {"text": "Finds what makes a shipped program load the wrong shared library."},
        "fullDescription": {
            "text": "Finds what makes a shipped program load the wrong shared library, or none: "
            "in shell packaging scripts and in the archives that they build."
        },
        "informationUri": "https://pypi.org/project/lintpack/",
        "rules": [_rule(module.RULE, page(module)) for module in MODULES],
    }


def indexes() -> dict[str, int]:
    """The place of each code in the list of rules."""
    return {module.RULE.code: number for number, module in enumerate(MODULES)}


def _rule(rule: Rule, text: str) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": _what_it_does(text) or rule.summary},
        "help": {"text": _plain(text), "markdown": text},
        "defaultConfiguration": {"level": rule.level},
        "properties": {
            "tags": ["packaging", "shared-libraries", _TAGS[rule.code[:3]]],
            # Findings that an archive proves are wrong only if lintpack is.
            "precision": "very-high" if rule.code[:3] == "LP4" and rule.confidence == "high" else rule.confidence,
            "problem.severity": _SEVERITIES[rule.level],
        },
    }


def _what_it_does(text: str) -> str:
    """The first paragraph of the page's first section, in one line."""
    section = text.partition("## What it does\n")[2].strip()
    paragraph = " ".join(_plain(section.partition("\n\n")[0]).split())
    if paragraph.endswith(":"):
        paragraph = paragraph[:-1] + "."
    return paragraph if len(paragraph) <= _LONGEST else paragraph[: _LONGEST - 1] + "…"


def _plain(text: str) -> str:
    """A page without the marks of Markdown that disturb a reader of plain text."""
    text = re.sub(r"^```.*\n?", "", text, flags=re.MULTILINE)
    text = re.sub(r"^#+ ", "", text, flags=re.MULTILINE)
    return re.sub(r"\[([^\]]*)\]\([^)\s]*\)", r"\1", text)
