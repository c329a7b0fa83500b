"""LP001: one finding for what could not be parsed, and a note for a template."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected

PERL = (
    "#!/bin/sh\n# lib/libx.so\n{-\n  sub shlib {\n    my $lib = (1 . ($x{y} || 2));\n  }\n  if (1) { output(3); }\n-}\n"
)
ADDS = "export LD_LIBRARY_PATH=/x/lib:${LD_LIBRARY_PATH:-}\n"


def said(path: str, text: str, code: str = "LP001") -> list[tuple[str, int, tuple[str, ...]]]:
    found = check([(path, MemoryRepository({path: text}), path)], Settings(selected((code,), ()), {})).report.findings
    return [(one.level, one.place.line if one.place else 0, one.notes) for one in found]


@pytest.mark.parametrize("name", ["wrap.sh.in", "wrap.sh.j2", "wrap.sh.tmpl", "wrap.template"])
def test_a_template_by_its_name(name: str) -> None:
    assert [level for level, _, _ in said(name, PERL)] == ["note"]


def test_what_follows_from_the_first_is_named_there() -> None:
    ((level, _, notes),) = said("wrap.sh", PERL)
    assert level == "warning"
    assert len(notes) == 1
    assert "could not be parsed either" in notes[0]


def test_other_rules_go_on() -> None:
    for name in ("wrap.sh", "wrap.sh.in"):
        assert [line for _, line, _ in said(name, f"{ADDS}{PERL}", "LP302")] == [1]
    assert said("wrap.sh", "if true; then\n  x\nfi\n") == []


PATCH = "--- install.sh.orig\n+++ install.sh\n@@ -1,2 +1,2 @@\n fi\n-done\n+esac\n"


@pytest.mark.parametrize("text", [PATCH, f"diff --git a/x.sh b/x.sh\n{PATCH}", f"Index: x.sh\n======\n{PATCH}"])
def test_a_patch_is_no_script(text: str) -> None:
    assert said("patch-install.sh", text) == []
    assert said("install.sh", text.partition("\n@@")[2]) != []


def test_a_patch_with_words_before_it_is_no_script() -> None:
    assert said("patch-install.sh", f"Don't look for libz here.\n\n{PATCH}") == []
    assert said("dpatch.sh", f"#! /bin/sh /usr/share/dpatch/dpatch-run\n## Don't\n\n@DPATCH@\n{PATCH}") == []
    assert said("install.sh", f"#!/bin/sh\nfi\npatch -p0 <<'EOF'\n{PATCH}EOF\n") != []
    assert said("install.sh", f"fi\npatch -p0 <<'EOF'\n{PATCH}EOF\n") != []


@pytest.mark.parametrize(
    "body", ['check() name=x _check "$@"\n', 'is_x() [ "$1" = x ]\n', 'select "$1" a b\n', "function main { }\n"]
)
def test_what_other_shells_take(body: str) -> None:
    """Where nothing says that bash is to read it."""
    for start, wanted in (("", "note"), ("#!/bin/sh\n", "note"), ("#!/bin/bash\n", "warning")):
        assert [level for level, _, _ in said("form.sh", f"{start}{body}. /x/lib/y.sh\n")] == [wanted]
    assert [level for level, _, _ in said("form.sh", "#!/bin/sh\nx )\n. /x/lib/y.sh\n")] == ["warning"]


@pytest.mark.parametrize(
    "line", ["cp a/libx.so.1 out", "export LD_PRELOAD=x", "ls $P/lib/", "cd lib", "tar -czf x.tgz out"]
)
def test_where_nothing_of_ours_stands_it_is_a_note(line: str) -> None:
    assert [level for level, _, _ in said("x.sh", "main() { }\necho calibrate libs\n")] == ["note"]
    assert [level for level, _, _ in said("x.sh", f"main() {{ }}\n{line}\n")] == ["warning"]


def test_placeholders_of_bazel() -> None:
    text = 'export LD_LIBRARY_PATH=x\nexec "$(rlocation ssh/{}(TOOL))"\n'
    assert [level for level, _, _ in said("x.sh", text.format("%"))] == ["note"]
    assert [level for level, _, _ in said("x.sh", text.format("x"))] == ["warning"]
