"""The schema for editors says what the loader does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import lintpack
from lintpack.config import ConfigError
from lintpack.configfile import keys, load
from lintpack.findings import CONFIDENCES, LEVELS
from lintpack.rules import MODULES
from lintpack.severities import CHOICES

SCHEMA: dict[str, Any] = json.loads((Path(lintpack.__file__).parent / "lintpack.schema.json").read_text())


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "")
    return SCHEMA["definitions"][reference.rpartition("/")[2]] if reference else schema


def test_its_keys_are_the_loader_s() -> None:
    assert list(SCHEMA["properties"]) == list(keys())
    assert SCHEMA["additionalProperties"] is False
    assert all(text["description"].endswith(".") for text in SCHEMA["properties"].values())


def test_its_choices_are_the_loader_s() -> None:
    properties = SCHEMA["properties"]
    assert tuple(properties["fail-on"]["enum"]) == (*LEVELS, "never")
    assert tuple(properties["min-confidence"]["enum"]) == CONFIDENCES
    assert tuple(properties["severities"]["additionalProperties"]["enum"]) == CHOICES


def test_its_pattern_takes_every_rule() -> None:
    pattern = SCHEMA["definitions"]["rule"]["pattern"]
    assert all(re.search(pattern, word) for m in MODULES for word in (m.RULE.code, m.RULE.name, m.RULE.code[:3]))
    assert not re.search(pattern, "LP1011")


# A value of each type, in TOML.
VALUES = {"string": '"LP101"', "array": '["LP101"]', "object": "{}", "integer": "3"}


@pytest.mark.parametrize("key", SCHEMA["properties"])
@pytest.mark.parametrize("kind", VALUES)
def test_the_loader_takes_the_types_that_it_allows(
    key: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = resolved(SCHEMA["properties"][key])
    monkeypatch.chdir(tmp_path)
    value = VALUES[kind]
    if "enum" in schema and kind == "string":
        value = f'"{schema["enum"][0]}"'
    Path("lintpack.toml").write_text(f"{key} = {value}\n", encoding="utf-8")
    if kind == schema.get("type", "string"):
        load("lintpack.toml")
    else:
        with pytest.raises(ConfigError, match=rf"^lintpack\.toml:1:1: `{key}` is "):
            load("lintpack.toml")
