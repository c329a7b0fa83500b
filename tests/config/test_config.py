"""Which configuration counts, and what is said of a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lintpack.config import ConfigError, find
from lintpack.configfile import keys, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Project = Callable[[dict[str, str | bytes]], Path]

WHOLE = """\
select = ["LP1", "unparsable-script"]
ignore = ["LP101"]
exclude = ["vendor/"]
build-dirs = ["build/lib"]
own-libraries = ["libharbor*"]
provided = ["libstdc++.so.6"]
runtime-paths = ["/opt/x/lib"]
fail-on = "error"
min-confidence = "low"

[variables]
BUILD_DIR = "build"

[per-file-ignores]
"tools/*" = ["LP004"]

[severities]
LP3 = "note"
empty-path-element = "error"
lp207 = "off"
"""


def test_reads_every_key(project: Project) -> None:
    project({"lintpack.toml": WHOLE})
    config = load("lintpack.toml")
    assert config.select == ("LP1", "unparsable-script")
    assert config.ignore == ("LP101",)
    assert config.exclude == ("vendor/",)
    assert (config.fail_on, config.min_confidence) == ("error", "low")
    assert config.variables == (("BUILD_DIR", "build"),)
    assert config.per_file_ignores == (("tools/*", ("LP004",)),)
    assert (config.build_dirs, config.own_libraries) == (("build/lib",), ("libharbor*",))
    assert (config.provided, config.runtime_paths) == (("libstdc++.so.6",), ("/opt/x/lib",))
    assert config.severities == (("LP3", "note"), ("empty-path-element", "error"), ("lp207", "off"))
    assert set(keys()) == {key.replace("_", "-") for key in config.__match_args__} - {"path", "folder"}


def test_reads_the_same_from_pyproject(project: Project) -> None:
    project({"pyproject.toml": '[project]\nname = "x"\n[tool.lintpack]\nselect = ["LP101"]\n'})
    assert load("pyproject.toml").select == ("LP101",)


def test_the_place_is_that_of_our_own_table(project: Project) -> None:
    project({"pyproject.toml": "[tool.ruff]\nselect = 1\n[tool.lintpack]\nselect = 1\n"})
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:4:1: `select` is a list of strings$"):
        load("pyproject.toml")
    project({"pyproject.toml": "[tool]\nlintpack = 1\n"})
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:2:1: `tool\.lintpack` is a table$"):
        load("pyproject.toml")
    project({"pyproject.toml": '[tool.lintpack.severities]\nLP101 = "x"\n'})
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:2:1: `LP101` is one of"):
        load("pyproject.toml")


def test_nearest_file_up_to_the_git_root(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(
        {
            "lintpack.toml": "",
            "repo/.git/HEAD": "",
            "repo/pyproject.toml": "[tool.black]\n",
            "repo/a/b/x.sh": "",
            "repo/c/pyproject.toml": "[tool.lintpack]\n",
            "repo/c/d/x.sh": "",
        }
    )
    monkeypatch.chdir(root / "repo" / "a" / "b")
    assert find() is None  # the one above the repository does not count, one without our table neither
    monkeypatch.chdir(root / "repo" / "c" / "d")
    assert find() == "../pyproject.toml"
    monkeypatch.chdir(root)
    assert find() == "lintpack.toml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\nselct = ["LP1"]\n', "lintpack.toml:2:1: unknown key `selct`; did you mean `select`?"),
        ('select = "LP1"\n', "lintpack.toml:1:1: `select` is a list of strings"),
        ('  ignore = ["LP999"]\n', "lintpack.toml:1:3: no rule `LP999`"),
        ('ignore = ["dropped-version-sufix"]', "lintpack.toml:1:1: no rule `dropped-version-sufix`; did you mean"),
        ('fail-on = "warnings"', "lintpack.toml:1:1: `fail-on` is one of note, warning, error, never; did you mean"),
        ("min-confidence = 3", "lintpack.toml:1:1: `min-confidence` is one of low, medium, high"),
        ("variables = 1", "lintpack.toml:1:1: `variables` is a table"),
        ("[variables]\nJOBS = 4\n", "lintpack.toml:2:1: the value of variable `JOBS` is a string"),
        ('[variables]\n"a-b" = ""\n', "lintpack.toml:2:2: `a-b` is not the name of a variable"),
        (
            '[severities]\nLP101 = "eror"\n',
            "lintpack.toml:2:1: `LP101` is one of note, warning, error, off; did you mean",
        ),
        ('[severities]\nLP999 = "off"\n', "lintpack.toml:2:1: no rule `LP999`"),
        (
            'severities = { LP101 = "off", LP102 = 1 }',
            "lintpack.toml:1:31: `LP102` is one of note, warning, error, off",
        ),
        ('severities.LP101 = "eror"', "lintpack.toml:1:12: `LP101` is one of"),
        ('severities = "off"', "lintpack.toml:1:1: `severities` is a table"),
        ('\nruntime-path = ["x"]', "lintpack.toml:2:1: unknown key `runtime-path`; did you mean `runtime-paths`?"),
        ('runtime-paths = "x"', "lintpack.toml:1:1: `runtime-paths` is a list of strings"),
        ("build-dirs = [1]", "lintpack.toml:1:1: `build-dirs` is a list of strings"),
        ('[variables]\nignore = "x"\n[per-file-ignores]\nignore = 1', "lintpack.toml:4:1: `ignore` is a list of"),
        ('[per-file-ignores]\n"a.b/*.sh" = ["LP9x"]', "lintpack.toml:2:2: no rule `LP9x`"),
        ("select = [\n", "lintpack.toml:1:11: not TOML: "),
        (b"\xff", "lintpack.toml: not UTF-8 (byte 1)"),
    ],
)
def test_one_line_says_what_is_wrong_and_where(project: Project, text: str | bytes, message: str) -> None:
    project({"lintpack.toml": text})
    with pytest.raises(ConfigError) as raised:
        load("lintpack.toml")
    assert "\n" not in str(raised.value)
    # Python's TOML readers word and place syntax errors differently.
    if "not TOML" in message:
        assert str(raised.value).startswith("lintpack.toml:")
        assert "not TOML: " in str(raised.value)
    else:
        assert str(raised.value).startswith(message)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(ConfigError, match=r"^nowhere\.toml: no such file or directory$"):
        load("nowhere.toml")
