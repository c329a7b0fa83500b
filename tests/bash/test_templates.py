"""A script with ERB's or Jinja's tags: what is outside of them is read."""

from __future__ import annotations

import pytest

from lintpack.bash import parse
from lintpack.bash.templates import TEMPLATE
from lintpack.bash.tree import SimpleCommand
from lintpack.bash.walk import each
from tests.rules.reporting import said, warned

ERB = (
    "set -eu\n<%\n  x = ''\n  if_link('a') do |a|\n    x = a.p('b')\n  end\n%>\n"
    "<% if p('libs').size > 0 %>\ncp deps/libz.so out/\n<% end %>\ncurl \"<%= x %>/y\"\n"
)
JINJA = "{% if (a) %}\ncp deps/libz.so out/\n{% else %}\ncp {{ libs | join(' ') }} out/\n{% endif %}\n{# (it's) #}\n"


@pytest.mark.parametrize(("text", "words"), [(ERB, ["set", "cp", "curl"]), (JINJA, ["cp", "cp"])])
def test_the_commands_outside_of_the_tags_are_there(text: str, words: list[str]) -> None:
    script = parse(text)
    commands = [node for node in each(script, SimpleCommand) if node.words]
    assert [text[node.words[0].start : node.words[0].end] for node in commands] == words
    assert [problem.message for problem in script.problems] == [TEMPLATE]
    assert script.end == len(text)


def test_one_finding_says_that_it_is_a_template() -> None:
    assert [(found.line, found.level) for found in said("LP001", ERB)] == [(2, "note")]


def test_what_is_wrong_outside_of_the_tags_is_seen_where_it_is() -> None:
    assert warned("LP101", ERB.replace("libz.so ", "libz.so.1 deps/liba.so.2 deps/libb.so ")) == [(9, "libb.so")]


def test_a_script_without_tags_keeps_its_problems() -> None:
    assert {found.level for found in said("LP001", "if (; then\ncp x.so lib/\n")} == {"warning"}


def test_blocks_make_a_template_whatever_stands_in_them() -> None:
    text = "{% block deps %}\nbin/x(jail=)\n{% endblock %}\ncp x.so lib/\n"
    assert {found.level for found in said("LP001", text)} == {"note"}
    assert {found.level for found in said("LP001", text.replace("%", "#"))} == {"warning"}


def test_tags_in_what_a_script_writes_do_not_make_it_a_template() -> None:
    text = "cat > x.erb <<'E'\n<% if (a) %>\nE\n"
    assert parse(text).problems == ()
