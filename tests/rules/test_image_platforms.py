"""LP109 and images that a script beside builds for several machines."""

from __future__ import annotations

from tests.rules.reporting import said

START = "lib=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2\nexport LD_PRELOAD=$lib\nexec server\n"
BAKE = "docker buildx build --platform {} --push .\n"


def test_an_image_for_several_machines() -> None:
    (finding,) = said("LP109", START, **{"bake": BAKE.format("linux/amd64,linux/arm64")})
    assert finding.line == 1


def test_an_image_for_one() -> None:
    for platforms in ("linux/amd64", "linux/arm64,linux/arm/v7"):
        assert said("LP109", START, **{"bake": BAKE.format(platforms)}) == []
