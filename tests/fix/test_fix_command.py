"""`--fix`, `--unsafe-fixes` and `--diff` as a user meets them: what the files are after, and what is said."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lintpack.fix import files, mend

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Lintpack

    Project = Callable[[dict[str, str | bytes]], Path]

# One finding with a safe fix (LP302), one with an unsafe one (LP207).
LAUNCHER = """\
#!/bin/bash
here=$(cd "$(dirname "$0")" && pwd)
ln -s libz.so.1.2 "$here/lib/libz.so.1"
export LD_LIBRARY_PATH=$here/lib:$LD_LIBRARY_PATH
exec "$here/bin/server" "$@"
"""
SAFE = LAUNCHER.replace("lib:$LD_LIBRARY_PATH", "lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}")
BOTH = SAFE.replace("ln -s ", "ln -sfn ")


def test_fix_makes_the_safe_ones_and_the_status_tells_what_remains(lintpack: Lintpack, project: Project) -> None:
    root = project({"start.sh": LAUNCHER})
    before = lintpack("start.sh")
    assert before.status == 1
    assert "= fix: let the expansion bring its own colon (`--fix` makes it)" in before.out
    assert before.out.endswith("2 warnings in 1 script (1 fixable with --fix, 1 more fixable with --unsafe-fixes)\n")
    done = lintpack("--fix", "start.sh")
    assert (root / "start.sh").read_text() == SAFE
    assert done.status == 1
    assert "[empty-path-element]" not in done.out
    assert done.out.endswith("1 warning in 1 script (1 fixed, 1 fixable with --unsafe-fixes)\n")
    assert lintpack("--unsafe-fixes", "start.sh") == (0, "no findings in 1 script (1 fixed)\n", "")
    assert (root / "start.sh").read_text() == BOTH
    assert lintpack("--fix", "start.sh") == (0, "no findings in 1 script (0 fixed)\n", "")


def test_json_counts_what_was_fixed(lintpack: Lintpack, project: Project) -> None:
    project({"start.sh": LAUNCHER})
    assert "fixed" not in json.loads(lintpack("--format", "json", "start.sh").out)["summary"]
    document = json.loads(lintpack("--format", "json", "--fix", "start.sh").out)
    assert document["summary"]["fixed"] == 1
    assert [f["code"] for f in document["findings"]] == ["LP207"]


def test_diff_shows_and_changes_nothing(lintpack: Lintpack, project: Project) -> None:
    root = project({"bin/start.sh": LAUNCHER})
    done = lintpack("--diff", "bin/start.sh")
    assert (done.status, done.err) == (1, "")
    assert done.out.startswith("--- a/bin/start.sh\n+++ b/bin/start.sh\n@@ -1,5 +1,5 @@\n")
    assert '-ln -s libz.so.1.2 "$here/lib/libz.so.1"\n' not in done.out
    both = lintpack("--diff", "--unsafe-fixes", "bin/start.sh").out
    assert (root / "bin" / "start.sh").read_text() == LAUNCHER
    for text, wanted in ((done.out, SAFE), (both, BOTH)):
        (root / "bin" / "start.sh").write_text(LAUNCHER)
        subprocess.run(["git", "apply", "-"], input=text, text=True, cwd=root, check=True)
        assert (root / "bin" / "start.sh").read_text() == wanted
    assert lintpack("--diff", "--unsafe-fixes", "bin/start.sh") == (0, "", "")


@pytest.mark.parametrize(
    "before",
    [
        LAUNCHER.encode().replace(b"\n", b"\r\n").replace(b"#!/bin/bash\r\n", b"#!/bin/bash\n"),
        b"\xef\xbb\xbf" + LAUNCHER.encode(),
        LAUNCHER.encode().rstrip(b"\n"),
        LAUNCHER.encode() + b"# caf\xe9 \x85\n",
        LAUNCHER.encode() + "# 日本 \U0001f600 \u2028\x0c\n".encode(),
    ],
    ids=["CRLF", "BOM", "no newline at the end", "Latin-1", "odd characters"],
)
def test_every_other_byte_stays(lintpack: Lintpack, project: Project, before: bytes) -> None:
    root = project({"start.sh": before})
    wanted = before.replace(b"lib:$LD_LIBRARY_PATH", b"lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    words = [sys.executable, "-m", "lintpack", "--select", "LP302", "start.sh"]
    shown = subprocess.run([*words, "--diff"], cwd=root, capture_output=True, check=False, env=environment).stdout
    lintpack("--select", "LP302", "--fix", "start.sh")
    assert wanted != before
    assert (root / "start.sh").read_bytes() == wanted
    (root / "start.sh").write_bytes(before)
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=shown, cwd=root, check=True)
    assert (root / "start.sh").read_bytes() == wanted


def test_mode_and_links_stay_and_nothing_is_left_behind(lintpack: Lintpack, project: Project) -> None:
    root = project({"real/start.sh": LAUNCHER, "twice/start.sh": LAUNCHER})
    (root / "real" / "start.sh").chmod(0o754)
    (root / "link.sh").symlink_to("real/start.sh")
    (root / "other.sh").hardlink_to(root / "twice" / "start.sh")
    assert lintpack("--fix", "link.sh", "other.sh").out.endswith("(2 fixed, 2 fixable with --unsafe-fixes)\n")
    assert (root / "link.sh").readlink() == Path("real/start.sh")
    assert (root / "real" / "start.sh").read_text() == SAFE
    assert stat.S_IMODE((root / "real" / "start.sh").stat().st_mode) == 0o754
    assert (root / "other.sh").read_text() == (root / "twice" / "start.sh").read_text() == SAFE
    assert sorted(p.name for p in root.rglob("*")) == ["link.sh", "other.sh", "real", "start.sh", "start.sh", "twice"]


def test_a_file_of_two_names_is_mended_once(lintpack: Lintpack, project: Project) -> None:
    root = project({"start.sh": LAUNCHER})
    (root / "link.sh").symlink_to("start.sh")
    assert lintpack("--unsafe-fixes", "start.sh", "link.sh").status == 0
    assert (root / "start.sh").read_text() == BOTH
    assert (root / "link.sh").is_symlink()


def test_what_cannot_be_written_stays_and_is_still_reported(
    lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project({"a.sh": LAUNCHER, "b.sh": LAUNCHER})
    real = os.replace

    def full(old: str, new: str) -> None:
        if new.endswith("a.sh"):
            raise OSError(28, "No space left on device")
        real(old, new)

    monkeypatch.setattr(os, "replace", full)
    done = lintpack("--fix", "--select", "LP302", "--format", "concise", "a.sh", "b.sh")
    assert done.status == 2
    assert done.err == "lintpack: a.sh: no space left on device; not fixed\n"
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["a.sh"]
    assert (root / "a.sh").read_text() == LAUNCHER
    assert (root / "b.sh").read_text() == SAFE
    assert sorted(p.name for p in root.iterdir()) == ["a.sh", "b.sh"]


def test_a_file_that_changed_meanwhile_is_left_alone(project: Project) -> None:
    root = project({"a.sh": "echo new\n"})
    assert files.write(str(root / "a.sh"), "echo old\n", "echo mended\n").startswith("was changed")
    assert (root / "a.sh").read_text() == "echo new\n"


def test_a_character_that_the_encoding_lacks(project: Project) -> None:
    root = project({"a.sh": b"# caf\xe9\n"})
    assert "encoding" in files.write(str(root / "a.sh"), "# caf\xe9\n", "# \u65e5\n")
    assert (root / "a.sh").read_bytes() == b"# caf\xe9\n"


def test_only_the_files_that_were_given_are_mended(lintpack: Lintpack, project: Project) -> None:
    common = "export LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH\n"
    root = project({"env.sh": common, "start.sh": '#!/bin/bash\n. ./env.sh\nexec ./server "$@"\n'})
    done = lintpack("--fix", "--format", "concise", "start.sh")
    assert done.out.startswith("env.sh:1:8: ")
    assert (root / "env.sh").read_text() == common
    lintpack("--fix", "start.sh", "env.sh")
    assert "${LD_LIBRARY_PATH:+:" in (root / "env.sh").read_text()


def test_what_is_ignored_or_not_sure_enough_is_not_mended(lintpack: Lintpack, project: Project) -> None:
    root = project({"start.sh": LAUNCHER})
    lintpack("--fix", "--min-confidence", "high", "start.sh")
    lintpack("--fix", "--ignore", "LP302", "start.sh")
    ignored = LAUNCHER.replace("$LD_LIBRARY_PATH\n", "$LD_LIBRARY_PATH  # lintpack: ignore[LP302] on purpose\n")
    assert (root / "start.sh").read_text() == LAUNCHER
    project({"start.sh": ignored})
    lintpack("--fix", "start.sh")
    assert (root / "start.sh").read_text() == ignored


def test_standard_input_is_shown_but_not_mended(
    lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project({})
    assert lintpack("--fix", "-").status == 2
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LAUNCHER.encode())))
    done = lintpack("--diff", "--stdin-filename", "start.sh", "-")
    assert "+export LD_LIBRARY_PATH=$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}\n" in done.out


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("true  # lintpack: ignore[LP101] x\n", "true\n"),
        ("  # lintpack: ignore[LP101] x\ntrue\n", "true\n"),
        ("true\n# lintpack: ignore[LP101]", "true\n"),
        ("true # why # lintpack: ignore[LP101] x\n", "true # why\n"),
        ("true # lintpack: ignore[LP101,LP201]\n", "true\n"),
        ("# lintpack: file-ignore[LP101] x\r\ntrue\r\n", "true\r\n"),
    ],
)
def test_unused_comments_go(lintpack: Lintpack, project: Project, before: str, after: str) -> None:
    root = project({"x.sh": before.encode()})
    assert "unused-ignore" not in lintpack("--fix", "x.sh").out
    assert (root / "x.sh").read_bytes() == after.encode()


@pytest.mark.parametrize("names", ["LP101, LP302", "LP302,LP101", "LP302 LP101", "LP101, LP302 ,LP201"])
def test_of_a_comment_only_what_is_not_needed_goes(lintpack: Lintpack, project: Project, names: str) -> None:
    line = "export LD_LIBRARY_PATH=/opt/x/lib:$LD_LIBRARY_PATH  # lintpack: ignore[{}] on purpose\n"
    root = project({"start.sh": "#!/bin/bash\n" + line.format(names) + 'exec server "$@"\n'})
    assert lintpack("--fix", "start.sh").status == 0
    assert line.format("LP302") in (root / "start.sh").read_text().replace("LP302 ]", "LP302]")


def test_nothing_goes_on_for_ever(lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Comments whose parts overlap take a round each; the rest stays for another run."""
    monkeypatch.setattr(mend, "ROUNDS", 2)
    root = project({"x.sh": "cp a/libz.so.1 b/libssl.so.1 out\n" + "true # lintpack: ignore[LP101]\n" * 3})
    lintpack("--fix", "x.sh")
    assert "lintpack" not in (root / "x.sh").read_text()


def test_a_fix_that_does_not_help_is_taken_back(
    lintpack: Lintpack, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lintpack.findings import Edit, Fix
    from lintpack.rules.shared import own_colon

    for replacement in ("export LD_LIBRARY_PATH=:$LD_LIBRARY_PATH", "if"):

        def useless(setting: object, text: str = replacement) -> tuple[Fix, ...]:
            place = setting.place  # type: ignore[attr-defined]
            return (Fix("useless", "safe", (Edit(place.source.place(place.start - 7, place.end), text),)),)

        monkeypatch.setattr(own_colon, "own_colon", useless)
        root = project({"start.sh": LAUNCHER})
        done = lintpack("--fix", "--select", "LP302,LP207", "start.sh")
        assert (root / "start.sh").read_text() == LAUNCHER
        assert "(0 fixed" in done.out


def test_statistics_count_by_rule_most_first(lintpack: Lintpack, project: Project) -> None:
    project({"a.sh": LAUNCHER, "b.sh": LAUNCHER + "# lintpack: ignore[LP101]\n", "c.sh": LAUNCHER})
    done = lintpack("--statistics", "--select", "LP0,LP302,LP101", ".")
    rows = [line.split() for line in done.out.split("\n\n")[0].splitlines()]
    assert rows == [["3", "LP302", "empty-path-element"], ["1", "LP002", "unused-ignore"]]
    assert done.status == 1
    document = json.loads(lintpack("--statistics", "--format", "json", "--select", "LP0,LP302,LP101", ".").out)
    assert document["statistics"][0] == {"code": "LP302", "name": "empty-path-element", "count": 3}
    assert len(document["findings"]) == 4
    assert lintpack("--statistics", "--format", "concise", ".").status == 2
    project({"a.sh": "", "b.sh": "", "c.sh": ""})
    assert lintpack("--statistics", ".").out == "no findings in 3 scripts\n"
