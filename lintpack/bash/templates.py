"""Scripts that are made of templates: ERB's `<% … %>`, Jinja's `{% … %}` and `{{ … }}`.

What stands in a tag is no shell, and nobody knows what comes of it. A tag that is replaced by a value is read as a
placeholder of the same length, `@…@`; one with a statement or a comment as blanks, so that both sides of a condition
are read, one after the other. Offsets stay what they were.
"""

from __future__ import annotations

import re

from lintpack.bash.tree import Problem, Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# What a problem of a whole template says.
TEMPLATE = "a template, of which only what is outside of its tags is read"
_ERB = r"<%(?P<value>=)?[^%]*(?:%(?!>)[^%]*)*%>"
_JINJA = r"\{%(?:[^%]|%(?!\}))*%\}|\{#(?:[^#]|#(?!\}))*#\}|(?P<value>\{)\{[^{}\n]*\}\}"

_BLOCK = r"(?m)^[ \t]*\{%-?[ \t]*(?:block|extends|endblock)\b[^\n]*%\}"


def parse_template(text: str, first: Script, parse: Callable[[str], Script]) -> Script:
    """The tree of `text` without its tags, where that has fewer problems than the `first` one or a tag leaves no doubt,
    and a problem that says so, on the first tag."""
    pattern = _pattern(text)
    tag = re.search(pattern, text) if pattern else None
    if tag is None:
        return first
    second = parse(re.sub(pattern, _replaced, text))
    # A block has no other use: the file is a template, whatever stands in its blocks.
    if len(second.problems) >= len(first.problems) and not re.search(_BLOCK, text):
        return first
    problems = (Problem(tag.start(), tag.end(), TEMPLATE), *second.problems)
    return Script(second.start, second.end, second.body, second.comments, problems)


def _pattern(text: str) -> str:
    if "<%" in text and "%>" in text:
        return _ERB
    return _JINJA if "{%" in text and "%}" in text else ""


def _replaced(match: re.Match[str]) -> str:
    tag = match[0]
    if match["value"] and "\n" not in tag:
        return "@" + re.sub(r"\W", "_", tag[1:-1]) + "@"
    return re.sub(r"[^\n]", " ", tag)
