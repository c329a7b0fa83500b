"""LP101 in lists of which nothing is seen to be copied: the neighbours have versions, and one has lost its own."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said, warned

REPORTED = {
    "an array": 'stubs=(\n  libz.so.1\n  libssl.so.3\n  libcap.so.2\n  libxml2.so\n)\nmake_stubs "${stubs[@]}"',
    "a loop's words": 'for l in libz.so.1 libssl.so.3 "libxml2.so" libcap.so.2; do make_stub "$l"; done',
    "a quoted list": 'SYSTEM_LIBS="libz.so.1 libxml2.so libssl.so.3 libcap.so.2"\nmake_stubs $SYSTEM_LIBS',
    "lines of a here-document": "make_stubs <<E\nlib/libz.so.1\nlib/libxml2.so\nlib/libssl.so.3\nlib/liblz4.so.1\nE",
    "a command's words": "make_stubs libz.so.1 libssl.so.3 libcap.so.2 libxml2.so",
    "commands in a row": "stub libz.so.1\nstub libssl.so.3\nstub libxml2.so\nstub libcap.so.2",
    "commands in a subshell": "(\n  stub libz.so.1\n  stub libssl.so.3\n  stub libxml2.so\n  stub libcap.so.2\n)",
    "a plug-in among them": "make_stubs libz.so.1 libssl.so.3 libcap.so.2 libnss3.so libxml2.so",
    "two neighbours, and another line": "make_stubs libz.so.1 libxml2.so libssl.so.3\necho libxml2.so.2",
    "a library of no table": "make_stubs libz.so.1 libmine.so libssl.so.3\ncheck out/libmine.so.4",
}


@pytest.mark.parametrize("script", REPORTED.values(), ids=REPORTED.keys())
def test_reported(script: str) -> None:
    assert [text for _, text in warned("LP101", script + "\n")] == [
        "libmine.so" if "libmine" in script else "libxml2.so"
    ]


SILENT = {
    "two neighbours and the table only": "make_stubs libz.so.1 libxml2.so libssl.so.3",
    "a library of which nothing is known": "make_stubs libz.so.1 libssl.so.3 libcap.so.2 libmine.so",
    "several without a version": "make_stubs libz.so.1 libssl.so.3 libcap.so.2 libpng16.so.16 libxml2.so libcurl.so",
    "both names": "make_stubs libz.so.1 libssl.so.3 libcap.so.2 libxml2.so libxml2.so.2",
    "its pattern elsewhere": "make_stubs libz.so.1 libssl.so.3 libcap.so.2 libxml2.so\nls lib/libxml2.so.*",
    "the dev name elsewhere": "make_stubs libz.so.1 libssl.so.3 libcap.so.2 libxml2.so\nls lib/libxml2.so",
    "a comment beside it": "l=(\n  libz.so.1\n  libssl.so.3\n  libcap.so.2\n  libxml2.so # no version\n)\nstub $l",
    "a plug-in": "make_stubs libz.so.1 libssl.so.3 libcap.so.2 plugins/libxml2.so",
    "what is removed": "rm -f libz.so.1 libssl.so.3 libcap.so.2 libxml2.so",
    "a list of what is removed": 'to_remove="libz.so.1 libssl.so.3 libcap.so.2 libxml2.so"\nclean $to_remove',
    "what a package provides": "provides=('libz.so.1' 'libssl.so.3' 'libcap.so.2' 'libxml2.so')",
    "what is asked of gcc": "for l in libz.so.1 libssl.so.3 libxml2.so libcap.so.2; do gcc -print-file-name=$l; done",
    "words that are mostly no libraries": "text='needs libz.so.1 or libssl.so.3 or libcap.so.2 but no libxml2.so here'",
    "mentions in comments": "l=(\n  libz.so.1\n  # libssl.so.3\n  # libcap.so.2\n  libxml2.so\n)\nstub $l",
}


@pytest.mark.parametrize("script", SILENT.values(), ids=SILENT.keys())
def test_silent(script: str) -> None:
    assert warned("LP101", script + "\n") == []


def test_the_message_names_what_programs_ask_for() -> None:
    (one,) = said("LP101", "make_stubs libz.so.1 libssl.so.3 libcap.so.2 libcurl.so\n")
    assert one.message == "names `libcurl.so`, which programs ask for as `libcurl.so.4`"


def test_own_libraries_have_no_version_where_the_configuration_says_so() -> None:
    from lintpack.check import Settings, check
    from lintpack.repository import MemoryRepository
    from lintpack.rules import selected

    script = "make_stubs libz.so.1 libssl.so.3 libcap.so.2 libxml2.so\n"
    entry = [("p.sh", MemoryRepository({"p.sh": script}), "p.sh")]
    settings = Settings(selected(("LP101",), ()), {}, "medium", own=("libxml2",))
    assert check(entry, settings).report.findings == ()
