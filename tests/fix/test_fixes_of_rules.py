"""Every fix that a rule offers helps: the examples of all pages are mended and checked again."""

from __future__ import annotations

import re

import pytest

from lintpack.bash import parse
from lintpack.check import Settings
from lintpack.fix.mend import mend
from lintpack.repository import MemoryRepository
from lintpack.rules import MODULES, page


def examples() -> list[tuple[str, str, dict[str, str]]]:
    """All bash examples of the pages: rule and number, script, and the files beside it."""
    found: list[tuple[str, str, dict[str, str]]] = []
    for module in MODULES:
        for info, text in re.findall(r"^```bash *([^\n]*)\n(.*?)^```$", page(module), re.MULTILINE | re.DOTALL):
            if info:
                found[-1][2][info] = text
            else:
                found.append((f"{module.RULE.code}-{len(found)}", text, {}))
    return found


@pytest.mark.parametrize(("script", "files"), [pytest.param(s, f, id=name) for name, s, f in examples()])
def test_mended_examples_have_nothing_left_to_mend(script: str, files: dict[str, str]) -> None:
    repository = MemoryRepository({"script.sh": script, **files})
    done = mend([("script.sh", repository, "script.sh")], Settings(MODULES, {}), unsafe=True)
    assert done.outcome.errors == ()
    left = [
        (f.code, f.place.line if f.place else 0, f.message)
        for f in done.outcome.report.findings
        if any(fix.safety != "display" for fix in f.fixes)
        and all(edit.place.path == "script.sh" for fix in f.fixes for edit in fix.edits)
    ]
    assert left == []
    for change in done.changes:
        assert len(parse(change.after).problems) <= len(parse(change.before).problems)
        # What is added is little: a fix does not rewrite a script.
        assert abs(len(change.after) - len(change.before)) < 200
