"""`lintpack baseline` and `--baseline`: what an old repository has is known by what it says, not by where it stands."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

FILE = "lintpack-baseline.json"
# LP102, each.
SSL = "cp -v libssl.so.1.1.1k out\n"
CRYPTO = "cp -v libcrypto.so.1.1.1k out\n"


def test_only_what_is_new_is_shown(lintpack: Lintpack, project: Project) -> None:
    root = project({"scripts/server.sh": CRYPTO, "scripts/client.sh": SSL})
    done = lintpack("baseline", "write", "scripts")
    assert done.status == 0
    assert done.out == (
        f'2 findings written to {FILE}; write `baseline = "{FILE}"` into lintpack.toml, or give `--baseline {FILE}`\n'
    )
    assert lintpack("--baseline", FILE, "scripts") == (0, "no findings in 2 scripts (2 in the baseline)\n", "")
    # Moved, indented and wrapped, it is the same; what is added is new, though it is the same fault.
    moved = SSL.replace("-v ", "-v \\\n        ")
    (root / "scripts/client.sh").write_text(f"# words\n\nif true; then\n    {moved}fi\n{CRYPTO}")
    done = lintpack("--baseline", FILE, "--format", "concise", "scripts")
    assert done.status == 1
    assert [line.split(":")[1] for line in done.out.splitlines()] == ["7"]


def test_the_second_of_two_alike_is_new(lintpack: Lintpack, project: Project) -> None:
    root = project({"client.sh": SSL})
    lintpack("baseline", "write", ".")
    (root / "client.sh").write_text(SSL * 2)
    assert "1 warning in 1 script (1 in the baseline" in lintpack("--baseline", FILE, ".").out
    lintpack("baseline", "write", ".")
    assert json.loads((root / FILE).read_text())["findings"][0]["count"] == 2
    assert lintpack("--baseline", FILE, ".").status == 0


def test_what_is_gone_is_stale(lintpack: Lintpack, project: Project) -> None:
    root = project({"server.sh": CRYPTO, "client.sh": SSL, "gone.sh": SSL})
    lintpack("baseline", "write", ".")
    (root / "client.sh").write_text("cp -v libssl.so.1.1 out\n")
    (root / "gone.sh").unlink()
    done = lintpack("--baseline", FILE, ".")
    assert done.status == 0
    lines = done.err.splitlines()
    assert [line.split(": ")[3] for line in lines if "stale: " in line] == ["client.sh", "gone.sh"]
    assert lines[-1] == f"lintpack: {FILE}: `lintpack baseline write` takes out what is stale"
    done = lintpack("baseline", "check", ".")
    assert done.status == 1
    assert "1 finding of lintpack-baseline.json is still there, 0 findings are new, 2 entries are stale\n" in done.out
    lintpack("baseline", "write", ".")
    assert lintpack("baseline", "check", ".").status == 0


def test_what_was_not_looked_at_is_not_stale(lintpack: Lintpack, project: Project) -> None:
    root = project({"server.sh": CRYPTO, "client.sh": SSL})
    lintpack("baseline", "write", ".")
    (root / "client.sh").write_text("")
    assert lintpack("--baseline", FILE, "server.sh").err == ""
    assert lintpack("--baseline", FILE, "--select", "LP3", ".").err == ""
    assert "stale: client.sh" in lintpack("--baseline", FILE, "client.sh").err


def test_the_configuration_names_it_and_it_counts_from_every_folder(
    lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(
        {"scripts/server.sh": CRYPTO, "lintpack.toml": 'baseline = "ci/known.json"\n', "ci/readme": "", ".git/x": ""}
    )
    done = lintpack("baseline", "write", ".")
    assert (done.status, done.out) == (0, "1 finding written to ci/known.json\n")
    assert json.loads((root / "ci/known.json").read_text())["findings"][0]["path"] == "../scripts/server.sh"
    monkeypatch.chdir(root / "scripts")
    assert lintpack(".").status == 0
    assert lintpack("baseline", "check", ".").status == 0
    assert lintpack("--no-config", ".").status == 1


def test_it_is_the_same_file_whatever_the_order_of_the_paths(lintpack: Lintpack, project: Project) -> None:
    root = project({f"{name}.sh": CRYPTO + SSL for name in "bca"})
    lintpack("baseline", "write", "a.sh", "b.sh", "c.sh")
    first = (root / FILE).read_text()
    lintpack("baseline", "write", "c.sh", "a.sh", "b.sh", "--jobs", "1")
    assert (root / FILE).read_text() == first
    # One line for each, sorted by path, so that git can show and join what changed.
    lines = first.splitlines()[1:-1]
    assert len(lines) == 6
    assert [json.loads(line.rstrip(","))["path"] for line in lines] == ["a.sh"] * 2 + ["b.sh"] * 2 + ["c.sh"] * 2


ENTRY = '{"path": "a.sh", "code": "LP102", "name": "n", "count": 1, "key": "%s", "message": "m"}'
KEY = "0123456789abcdef" * 2


def listed(*entries: str) -> str:
    return '{ "version": 1, "findings": [\n' + ",\n".join(entries) + "\n] }\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "known.json:1:1: not JSON: expecting value"),
        ("[]", "known.json: not a baseline: it has no `version`"),
        ('{"version": 2, "findings": []}', "known.json: version 2; this lintpack reads version 1"),
        ('{"version": true, "findings": []}', "known.json: version True; this lintpack reads version 1"),
        ('{"version": 1}', "known.json: `findings` is a list"),
        ('{"version": 1,\n<<<<<<< HEAD\n', "known.json:2:1: not JSON: expecting property name"),
        (listed(ENTRY % KEY, "{}"), "known.json:3:1: finding 2: `path` is a string"),
        (listed(ENTRY % KEY, ENTRY % "xyz"), "known.json:3:1: finding 2: `key` is 32 hexadecimal digits"),
        (listed(ENTRY % KEY, ENTRY % KEY), f"known.json:3:1: finding 2: key {KEY} is there twice"),
        (listed((ENTRY % KEY).replace("1,", "0,")), "known.json:2:1: finding 1: `count` is a number from 1 on"),
        (listed("7"), "known.json: finding 1: is no object"),
        (b"\xff\xfe", "known.json: not UTF-8 (byte 1)"),
        ("[" * 100_000, "known.json: not a baseline: it is nested too deep"),
        (None, "known.json: no such file or directory; `lintpack baseline write --baseline known.json PATH…` makes it"),
        ("folder", "known.json: not a regular file"),
        ("pipe", "known.json: not a regular file"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_bad_baseline_hides_nothing_and_fails(
    lintpack: Lintpack, project: Project, content: str | bytes | None, message: str
) -> None:
    root = project({"client.sh": SSL})
    if content == "folder":
        (root / "known.json").mkdir()
    elif content == "pipe":
        os.mkfifo(root / "known.json")
    elif content is not None:
        (root / "known.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    done = lintpack("--baseline", "known.json", "client.sh")
    assert done.status == 2
    assert "[real-name-packed]" in done.out
    assert done.err.startswith(f"lintpack: {message}")
    assert done.err.count("\n") == 1
    assert lintpack("baseline", "check", "--baseline", "known.json", "client.sh").status == 2


def test_half_of_it_is_not_written(lintpack: Lintpack, project: Project) -> None:
    root = project({"client.sh": SSL})
    done = lintpack("baseline", "write", "client.sh", "nowhere.sh")
    assert done.status == 2
    assert f"{FILE}: not written, since not everything could be checked" in done.err
    assert not (root / FILE).exists()
    assert lintpack("baseline", "write", "--baseline", "no/folder.json", "client.sh").status == 2


def test_odd_paths(lintpack: Lintpack, project: Project) -> None:
    names = ["a b.sh", "new\nline.sh", "quo'te\".sh", "ü.sh", os.fsdecode(b"not-utf8-\xff.sh")]
    root = project(dict.fromkeys(names, SSL))
    assert lintpack("baseline", "write", ".").status == 0
    (root / FILE).read_bytes().decode("ascii")
    assert lintpack("--baseline", FILE, ".").out == "no findings in 5 scripts (5 in the baseline)\n"
    (root / names[1]).write_text("")
    assert lintpack("--baseline", FILE, ".").err.count("\n") == 2


def test_reports_count_what_is_in_the_baseline(lintpack: Lintpack, project: Project) -> None:
    project({"client.sh": SSL})
    lintpack("baseline", "write", ".")
    document = json.loads(lintpack("--baseline", FILE, "--format", "json", ".").out)
    assert document["findings"] == []
    assert document["summary"]["baselined"] == 1
    assert [(one["reason"], one["path"]) for one in document["hidden"]] == [("baseline", "client.sh")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["baseline"], "what should be read? usage: lintpack baseline write|check PATH…"),
        (["baseline", "write"], "what should be read? usage: lintpack baseline write|check PATH…"),
        (["baseline", "wirte", "."], "`lintpack baseline` is followed by write or check; not `wirte`"),
        (["baseline", "check", "--fix", "."], "`lintpack baseline` has no option `--fix`"),
    ],
    ids=str,
)
def test_wrong_usage(lintpack: Lintpack, project: Project, words: list[str], message: str) -> None:
    project({})
    done = lintpack(*words)
    assert done.status == 2
    assert done.err.splitlines()[0].startswith(f"lintpack: {message}")
