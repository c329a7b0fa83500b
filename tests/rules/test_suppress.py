"""Which findings a comment hides, and what is said of comments that hide none."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import MODULES, selected

CONTEXT = "cp third/libz.so.1 third/liblz4.so.1 third/libuuid.so.1 out\n"
IGNORE = "# lintpack: ignore[LP101] on purpose"


def run(script: str, select: tuple[str, ...] = (), **files: str) -> tuple[list[tuple[str, int]], int]:
    """The findings (code, line) of warnings in `script`, and how many were hidden."""
    repository = MemoryRepository({"pack.sh": script, **{f"{name}.sh": text for name, text in files.items()}})
    outcome = check([("pack.sh", repository, "pack.sh")], Settings(selected(select, ()) if select else MODULES, {}))
    assert outcome.errors == ()
    found = [(f.code, f.place.line) for f in outcome.report.findings if f.place is not None and f.level != "note"]
    return found, len(outcome.report.suppressed)


@pytest.mark.parametrize(
    "script",
    [
        f"{CONTEXT}cp third/libssl.so out  {IGNORE}\n",
        f"{CONTEXT}{IGNORE}\ncp third/libssl.so out\n",
        f"{CONTEXT}{IGNORE}\n# more words\n\ncp third/libssl.so out\n",
        f"{CONTEXT}{IGNORE}\ncp \\\n    third/libssl.so \\\n    out\n",
        f"{CONTEXT}cp \\\n    third/libssl.so \\\n    out  {IGNORE}\n",
        f'{CONTEXT}{IGNORE}\nif [ -n "$x" ]; then\n    cp third/libssl.so out\nfi\n',
        f"{CONTEXT}cp third/libssl.so out  # lintpack: ignore[dropped-version-suffix]\n",
        f"{CONTEXT}cp third/libssl.so out  # lintpack:ignore[LP004, LP101]\n",
        f"{CONTEXT}for lib in third/libssl.so; do  {IGNORE}\n    cp $lib out\ndone\n",
        f"{CONTEXT}for lib in \\\n    third/libssl.so; do  {IGNORE}\n    cp $lib out\ndone\n",
        f"{CONTEXT}libs=(\n    third/libssl.so  {IGNORE}\n)\ncp ${{libs[@]}} out\n",
        f"{CONTEXT}true\n  {IGNORE}\n{IGNORE.replace('LP101', 'LP201')}\ncp third/libssl.so out\n",
        f"#!/bin/sh\n{CONTEXT}cp third/libssl.so out\n# lintpack: file-ignore[LP101] none has a version\n",
    ],
)
def test_hides(script: str) -> None:
    found, hidden = run(script, ("LP1",))
    assert (found, hidden) == ([], 1)


@pytest.mark.parametrize(
    "script",
    [
        f"{CONTEXT}{IGNORE}\ncp third/libz.so.1 out\ncp third/libssl.so out\n",
        f"{IGNORE}\n{CONTEXT}cp third/libssl.so out\n",
        f"{CONTEXT}cp third/libssl.so out  # lintpack: ignore[LP004]\n",
        f"{CONTEXT}cp third/libssl.so out  # lintpack: ignore\n",
        f"{CONTEXT}if [ -e x ]; then\n    cp third/libssl.so out\nfi  {IGNORE}\n",
        f"{CONTEXT}true &&  {IGNORE}\n    cp third/libssl.so out\n",
        f"{CONTEXT}libs=(\n    third/libz.so.1  {IGNORE}\n    third/libssl.so\n)\ncp ${{libs[@]}} out\n",
        f"{CONTEXT}echo '{IGNORE}'\ncp third/libssl.so out\n",
    ],
)
def test_does_not_hide(script: str) -> None:
    found, hidden = run(script, ("LP1",))
    assert ([code for code, _ in found], hidden) == (["LP101"], 0)


def test_a_launcher_is_part_of_the_command_that_writes_it() -> None:
    launcher = (
        "cat > run.sh <<'EOF'\n#!/bin/sh\nhere=$(dirname \"$0\")\n"
        'export LD_LIBRARY_PATH=$here/lib:$LD_LIBRARY_PATH\nexec "$here/server" "$@"\nEOF\n'
    )
    ignore = IGNORE.replace("LP101", "LP302")
    assert run(launcher, ("LP302",)) == ([("LP302", 4)], 0)
    assert run(f"{ignore}\n{launcher}", ("LP302",)) == ([], 1)
    assert run(launcher.replace("'EOF'\n", f"'EOF'  {ignore}\n"), ("LP302",)) == ([], 1)


def test_a_comment_that_hides_nothing_is_reported_with_its_place() -> None:
    assert run(f"{CONTEXT}{IGNORE}\ncp third/libcurl.so.4 out\n")[0] == [("LP002", 2)]
    assert run(f"{CONTEXT}# lintpack: file-ignore[LP101] x\n")[0] == [("LP002", 2)]
    # Of two that cover one finding, both are used.
    assert run(f"# lintpack: file-ignore[LP101]\n{CONTEXT}{IGNORE}\ncp third/libssl.so out\n") == ([], 1)


def test_a_rule_that_did_not_run_is_not_missed() -> None:
    assert run(f"{CONTEXT}{IGNORE}\n", ("LP0",))[0] == []


def test_a_function_that_is_not_called_here_may_be_called_elsewhere() -> None:
    function = f"pack() {{\n    {IGNORE}\n    cp third/libcurl.so.4 out\n}}\n"
    assert run(function)[0] == []
    assert run(f"{function}pack\n")[0] == [("LP002", 2)]


def test_what_a_sourced_file_ignores_is_hidden_and_not_blamed_on_the_entry() -> None:
    common = f"pack() {{\n    {CONTEXT}    cp third/libssl.so out  {IGNORE}\n}}\nold() {{\n    {IGNORE}\n    true\n}}\n"
    assert run(". ./common.sh\npack\n", common=common) == ([], 1)


@pytest.mark.parametrize(
    "comment", ["# lintpack: ignore[LP999]", "# lintpack: ignore", "# lintpack: ignore[]", "# lintpack: disable=LP101"]
)
def test_a_comment_that_names_no_rule_is_reported(comment: str) -> None:
    assert run(f"{CONTEXT}{comment}\n")[0] == [("LP003", 2)]
