"""The tables that come with the package are those of bashlex's grammar, and a run does not build any."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lintpack.bash import build_tables, grammar, parse, table_data, tables, upstream
from tests.bash import shapes

SCRIPT = "f() { if a; then b | c; fi; }; for x in y; do case $x in z) ;; esac; done"


def test_the_shipped_tables_are_what_is_made_of_the_grammar() -> None:
    built = grammar.build()
    assert build_tables.TARGET.read_text(encoding="ascii") == build_tables.source(built)
    assert build_tables.TARGET.with_name(tables.DATA_FILE).read_bytes() == tables.pack(built)


def test_tables_survive_packing() -> None:
    built, shipped = grammar.build(), tables.shipped()
    for name in ("length", "left", "key", "default", "absorbs", "action", "goto", "operators", "special"):
        assert getattr(shipped, name) == getattr(built, name), name


def test_another_bashlex_gets_its_own_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the digest differs they are made in memory, and serve as well."""
    expected = shapes.statements(parse(SCRIPT).body)
    built = []
    build = grammar.build

    def counted() -> tables.Tables:
        built.append(build())
        return built[-1]

    monkeypatch.setattr(grammar, "build", counted)
    monkeypatch.setattr(tables, "_loaded", None)
    monkeypatch.setattr(table_data, "DIGEST", 1)
    script = parse(SCRIPT)
    assert len(built) == 1
    assert script.problems == ()
    assert shapes.statements(script.body) == expected


def test_a_grammar_that_cannot_be_read_is_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upstream, "_installed", "/nowhere")
    assert upstream.digest() == 0


def modules_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_a_parse_loads_nothing_of_bashlex() -> None:
    loaded = modules_after(f"from lintpack.bash import parse; assert not parse({SCRIPT!r}).problems")
    assert not [name for name in loaded if name.startswith("bashlex")]
    assert loaded.isdisjoint({"inspect", "dataclasses", "ast"})


@pytest.mark.parametrize("first", ["bashlex", "lintpack.bash"])
def test_bashlex_itself_still_works(first: str) -> None:
    code = f"import {first}, bashlex; from lintpack.bash import parse; parse('a'); assert bashlex.parse('a b')[0].parts"
    assert "bashlex.parser" in modules_after(code)
