"""Links that are right, or once, on the machine where a package is installed (LP203, LP207)."""

from __future__ import annotations

import pytest

from tests.rules.reporting import said

COPY = "cp api/libprobe.so.2 {0}/libprobe.so.2.0.0\nln -snf libprobe.so.{1} {0}/libprobe.so\n"


@pytest.mark.parametrize(
    ("folder", "major", "level"),
    [
        ("$ROOT/usr/lib64", "2", "note"),
        ("${RPM_BUILD_ROOT}/${LIBDIR}", "2", "note"),
        ("pkg/usr/lib/x86_64-linux-gnu", "2", "note"),
        ("$ROOT/usr/lib64", "3", "warning"),
        ("$ROOT/opt/x/lib", "2", "warning"),
        ("prog.AppDir/usr/lib", "2", "warning"),
    ],
)
def test_what_ldconfig_makes(folder: str, major: str, level: str) -> None:
    (one,) = said("LP203", f"mkdir -p {folder}\n" + COPY.format(folder, major))
    assert one.level == level


@pytest.mark.parametrize(
    ("before", "level", "when"),
    [
        ("", "warning", "each time the package is installed"),
        ("apt-get install -y libprobe2\n", "warning", "in each run"),
        ("# for the Docker image\ndnf -y install probe\n", "note", "in each run"),
    ],
)
def test_who_gets_packages_is_no_package(before: str, level: str, when: str) -> None:
    from lintpack.check import Settings, check
    from lintpack.repository import MemoryRepository
    from lintpack.rules import selected

    path = "release/install_requirements.sh"
    text = f"#!/bin/bash\nset -e\n{before}ln -s /usr/lib/libprobe.so.1t64 /usr/lib/libprobe.so.1\n"
    found = check(
        [(path, MemoryRepository({path: text}), path)], Settings(selected(("LP207",), ()), {})
    ).report.findings
    assert [(one.level, when in one.message) for one in found] == [(level, True)]
