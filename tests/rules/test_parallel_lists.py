"""LP105 in lists of one script: what is packed in one place, and looked for in another."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said, warned

ALL = ["libssl.so.3", "libz.so.1", "libxml2.so.2", "libxslt.so.1", "liblzma.so.5"]
COPY = "for l in {}; do cp /opt/deps/lib/$l out/lib/; done\n"
LOOK = "for l in {}; do\n  test -f out/lib/$l || exit 1\ndone\n"
APART = "echo packed\n\n\n\n"


def listed(*left_out: str) -> str:
    return " \\\n  ".join(name for name in ALL if name not in left_out)


@pytest.mark.parametrize("name", ALL)
def test_one_lacks_a_name(name: str) -> None:
    script = "set -e\n" + COPY.format(listed()) + APART + LOOK.format(listed(name))
    (finding,) = said("LP105", script)
    assert name in finding.message
    assert finding.level == "warning"
    assert finding.line > script[: script.index("echo packed")].count("\n")
    assert len(warned("LP105", "set -e\n" + COPY.format(listed(name)) + APART + LOOK.format(listed()))) == 1


def test_all_have_it() -> None:
    assert said("LP105", COPY.format(listed()) + APART + LOOK.format(listed())) == []


def test_branches_are_alternatives() -> None:
    script = f"if x; then\n{COPY.format(listed())}\n\n\nelse\n{LOOK.format(listed('libz.so.1'))}fi\n"
    assert warned("LP105", script) == []


def test_it_is_spoken_of_elsewhere() -> None:
    script = COPY.format(listed()) + APART + LOOK.format(listed("libz.so.1")) + APART + "test -f out/lib/libz.so.1\n"
    assert said("LP105", script) == []


def test_the_short_lists_agree() -> None:
    script = COPY.format(listed()) + 2 * (APART + LOOK.format(listed("libz.so.1")))
    assert said("LP105", script) == []


def test_two_names_are_another_list() -> None:
    script = COPY.format(listed()) + APART + LOOK.format(listed("libz.so.1", "libssl.so.3"))
    assert said("LP105", script) == []
