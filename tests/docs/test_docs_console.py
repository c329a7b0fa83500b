"""Each command in the documentation is run, and prints what the page says."""

from __future__ import annotations

import difflib
import platform
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.docs.docs_pages import PAGES, ROOT, Command, blocks, commands, parts
from tests.docs.docs_session import SETUPS, run, same
from tests.docs.not_run import NOT_RUN, reason

if TYPE_CHECKING:
    from pathlib import Path

RUN = [page for page in PAGES if commands(page.read_text(encoding="utf-8"))]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def sessions(found: list[Command]) -> list[list[Command]]:
    """The commands that share a shell and a folder."""
    groups: list[list[Command]] = []
    for command in found:
        if command.setup is not None or not groups:
            groups.append([])
        groups[-1].append(command)
    return groups


@pytest.mark.skipif(
    platform.machine() != "x86_64" or platform.system() != "Linux" or not shutil.which("gcc"),
    reason="the pages show what an x86-64 Linux prints, and build an example with gcc",
)
@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_commands_print_what_the_page_says(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = page.read_text(encoding="utf-8")
    printed: dict[int, str] = {}
    wrong: list[str] = []
    for number, group in enumerate(sessions(commands(text))):
        chosen = [command for command in group if not reason(command.text)]
        outputs = run([command.text for command in chosen], tmp_path / str(number), group[0].setup)
        for command, output in zip(chosen, outputs, strict=True):
            if not same(command.output, output):
                printed[command.line] = output
                wrong += difflib.unified_diff(
                    command.output.rstrip().split("\n"),
                    output.split("\n"),
                    f"{name_of(page)}:{command.line}",
                    f"$ {command.text}",
                    lineterm="",
                )
    if printed and request.config.getoption("--update"):
        page.write_text(rewritten(text, printed), encoding="utf-8")
    else:
        assert not wrong, "\n".join([*wrong, "", "`pytest tests/docs --update` writes what was printed into the page"])


def rewritten(text: str, printed: dict[int, str]) -> str:
    """The page with new outputs, by the line of their command; others stay, with what they leave out."""
    for block in reversed([one for one in blocks(text) if one.kind == "console"]):
        lines: list[str] = []
        for at, words, output in parts(block.text):
            lines += ["$ " + words.replace("\n", "\n> ")]
            shown = printed.get(block.line + 1 + at, output)
            lines += [shown] if shown else []
        text = text[: block.start] + "\n".join(lines) + "\n" + text[block.end :]
    return text


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_stand_where_they_are_run(page: Path) -> None:
    """Blocks of another name would hide commands from the test above."""
    kinds = {(block.line, block.kind) for block in blocks(page.read_text(encoding="utf-8"))}
    assert not [f"{name_of(page)}:{line}: {kind or 'no name'}" for line, kind in kinds if kind in ("", "sh", "shell")]


def test_what_is_not_run_is_needed_and_little() -> None:
    every = [command.text for page in RUN for command in commands(page.read_text(encoding="utf-8"))]
    assert [start for start in NOT_RUN if not any(command.startswith(start) for command in every)] == []
    assert sum(bool(reason(command)) for command in every) * 5 <= len(every)


def test_setups_are_used() -> None:
    used = {command.setup for page in RUN for command in commands(page.read_text(encoding="utf-8"))} - {None}
    assert used == {path.stem for path in SETUPS.glob("*.sh")}


@pytest.mark.parametrize(
    ("expected", "printed", "equal"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\nb", "a\nc", False),
        ("a", "a\nb", False),
        ("a\nb", "a", False),
        ("a\n…\nd", "a\nb\nc\nd", True),
        ("a\n…\nd", "a\nd", True),
        ("a\n…\nd", "a\nb", False),
        ("…\nb\n…\nb", "a\nb\nc\nb", True),
        ("a …", "a b c", True),
        ("a … c", "a b d", False),
        ("took 0.2 s", "took 1.35 s", True),
        ("took 0.2 s", "took long", False),
        ("2 scripts", "3 scripts", False),
        ("", "a", False),
    ],
)
def test_what_is_left_out(expected: str, printed: str, equal: bool) -> None:
    assert same(expected, printed) is equal


def test_new_output_replaces_the_old() -> None:
    text = "# A\n\n```console\n$ a\nold\n$ b \\\n>   c\nkept …\n```\n\nEnd.\n"
    assert rewritten(text, {4: "new\nlines"}) == text.replace("old", "new\nlines")
