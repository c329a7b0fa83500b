"""A finding keeps its fingerprint through edits that do not concern it, and loses it through those that do."""

from __future__ import annotations

import pytest

from lintpack.findings import Finding
from lintpack.fingerprint import content_key, fingerprints
from lintpack.record import replace
from lintpack.source import Source

COMMAND = "cp -L lib/libz.so $out/lib"


def found(text: str, marked: str = "lib/libz.so", path: str = "pack.sh", message: str = "packs `libz.so`") -> Finding:
    source = Source(path, text)
    start = text.index(marked)
    place = source.place(start, start + len(marked))
    return Finding("LP101", "dropped-version-suffix", "warning", "medium", message, path, place)


@pytest.mark.parametrize(
    "text",
    [
        "# a new line\n\n" + COMMAND,
        "if x; then\n\t" + COMMAND + "\nfi\n",
        "cp  -L   lib/libz.so\t$out/lib  ",
        "cp -L lib/libz.so \\\n    $out/lib\n",
        "cp -L \\\n lib/libz.so \\\n $out/lib # why",
        COMMAND + "  # a comment with 'one quote",
        COMMAND + "\r\n",
    ],
)
def test_edits_elsewhere_keep_the_key(text: str) -> None:
    assert content_key(found(text)) == content_key(found(COMMAND, message="another wording"))


@pytest.mark.parametrize(
    "other",
    [
        found("cp -d lib/libz.so $out/lib"),
        found(COMMAND, path="other.sh"),
        found(COMMAND, marked="$out/lib"),
        found("cp -L lib/libz.so $out/lib '# no comment'"),
        found('cp -L lib/libz.so "$out/lib # none"'),
        found("cp -L lib/libz.so $out/lib\\#none"),
    ],
)
def test_edits_of_the_command_change_the_key(other: Finding) -> None:
    assert content_key(other) != content_key(found(COMMAND))


def test_the_key_is_the_same_everywhere_and_always() -> None:
    """A baseline that somebody committed must not be void after an update."""
    assert content_key(found(COMMAND)) == "1ec123aa07ce5abc7fc9b0cd37196738"


def test_alike_findings_are_numbered_in_order() -> None:
    text = f"{COMMAND}\ncp other .\n{COMMAND}\n"
    first = found(text)
    source = first.place.source if first.place else Source("", "")
    second = replace(first, place=source.place(text.rindex("lib/libz"), text.rindex("lib/libz") + 11))
    marks = fingerprints([first, found(text, "other"), second])
    assert len(set(marks)) == 3
    assert marks[0].removesuffix(":1") == marks[2].removesuffix(":2") == content_key(first)


def archived(path: str, message: str) -> Finding:
    return Finding("LP402", "needed-unresolved", "error", "high", message, path)


def test_an_archive_is_known_by_its_name_without_the_version() -> None:
    said = "`bin/server` needs `libz.so.1`, which is not in `{}`"
    one = archived("out/server-2.5.0-abc.tar.gz", said.format("/lib64"))
    assert content_key(one) == content_key(archived("server-2.6.1.tar.gz", said.format("/usr/lib")))
    assert content_key(one) != content_key(archived("client-2.5.0.tar.gz", said.format("/lib64")))
    assert content_key(one) != content_key(archived("server-2.5.0.tar.gz", "`bin/shell` needs `libz.so.1`"))
    member = archived("out/server-2.5.0.tar.gz!bin/server", "is `old`")
    assert content_key(member) == content_key(archived("server-2.6.tar.gz!bin/server", "is `old`"))
    assert content_key(member) != content_key(archived("server-2.6.tar.gz!bin/shell", "is `old`"))
