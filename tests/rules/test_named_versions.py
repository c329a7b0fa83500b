"""LP126 for libraries whose version a variable has, in the script or in one beside it."""

from __future__ import annotations

import pytest

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected
from tests.rules.reporting import warned

BUILD = 'VERSION=2.4.0\ncp "src/libpulsar.so.$VERSION" dist/\n'
GET = 'V=1.16.3\ncurl -L "https://x.org/v$V/quicknet-linux-$arch-$V.tgz" | tar xz\n'


def test_one_beside_it_packs_another() -> None:
    script = 'ln -s "$d/lib/libpulsar.so.2.3.0" /usr/lib/libpulsar.so.2\n'
    assert warned("LP126", script, build=BUILD) == [(1, "libpulsar.so.2.3.0")]
    assert warned("LP126", script.replace("2.3.0", "2.4.0"), build=BUILD) == []
    assert warned("LP126", script.replace("2.3.0", "1.0.0"), build=BUILD) == []


@pytest.mark.parametrize(
    "use", ["export LD_PRELOAD={}", "cp {} out/", "ln -s {} libquicknet.so.1"], ids=["preload", "copy", "link"]
)
def test_the_script_unpacks_another(use: str) -> None:
    script = GET + use.format("$d/libquicknet.so.{}")
    assert warned("LP126", script.format("1.15.1")) == [(3, "libquicknet.so.1.15.1")]
    assert warned("LP126", script.format("1.16.3")) == []
    assert warned("LP126", script.format("$V")) == []
    # As libtool counts.
    assert warned("LP126", script.format("1.0.5")) == []


def test_several_versions_are_meant() -> None:
    assert warned("LP126", f"{GET}cp a/libquicknet.so.1.15.1 out/\ncp a/libquicknet.so.1.14.0 out/\n") == []


@pytest.mark.parametrize(
    ("folder", "wrong"),
    [("pulsar-2.1.3", True), ("acme-pulsar-1.0.0", True), ("pulsar-2.4.0", False), ("x-1.0.0", False)],
)
def test_a_maintainers_script_of_another_version(folder: str, wrong: bool) -> None:
    script = f"#!/bin/sh\necho /opt/acme/{folder}/lib > /etc/ld.so.conf.d/pulsar.conf\nldconfig\n"
    texts = {"debian/postinst": script, "debian/changelog": "acme-pulsar (1:2.4.0-1) unstable; urgency=low\n"}
    entry = [("debian/postinst", MemoryRepository(texts), "debian/postinst")]
    outcome = check(entry, Settings(selected(("LP126",), ()), {}, "medium"))
    assert ["debian/changelog" in one.message for one in outcome.report.findings] == [True] * wrong
