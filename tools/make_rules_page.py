"""Write docs/rules.md, the index of all rules, from the rules themselves.

    python tools/make_rules_page.py

tests/docs holds the page against what this makes.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lintpack.rules import MODULES  # noqa: E402

PAGE = ROOT / "docs" / "rules.md"
# The hundreds, what they are about, and what their rules go by.
PARTS = (
    ("LP0", "lintpack itself", "What could not be read or told, and comments that hide findings."),
    ("LP1", "What is packed, and under what name", "Found in scripts; a build folder or an archive makes them surer."),
    ("LP2", "Links and copies", "Found in scripts."),
    ("LP3", "The loader's environment", "Found in scripts, and in the launchers that they write."),
    ("LP4", "The archive", "Found in archives (`--archive`): what each of their programs would load."),
    ("LP5", "Script against archive", "Found where both are given."),
)
HEAD = """\
# Rules

<!-- Made by tools/make_rules_page.py -->

`lintpack rules` prints this list, `lintpack rule NAME` a rule's page: what it sees, why it matters, examples, and when
it is wrong. `--select` and `--ignore` take codes, names, and prefixes such as `LP1`. Neither a code nor a name is ever
used again for something else.

Level and confidence are what a rule starts from: evidence raises them, and a finding tells its own. Findings of low
confidence are hidden unless `--min-confidence low` is given.
"""


def text() -> str:
    """The page."""
    lines = [HEAD]
    for prefix, title, about in PARTS:
        lines += [f"## {title}\n", f"{about}\n", "| rule | | level | confidence |", "|---|---|---|---|"]
        for module in MODULES:
            rule = module.RULE
            if rule.code.startswith(prefix):
                path = f"../lintpack/rules/{rule.name.replace('-', '_')}.md"
                summary = rule.summary.replace("|", "\\|")
                lines.append(f"| [{rule.code} {rule.name}]({path}) | {summary} | {rule.level} | {rule.confidence} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
