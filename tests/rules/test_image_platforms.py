"""LP109 and images that a script beside builds for several machines."""

from __future__ import annotations

from lintpack.check import Settings, check
from lintpack.repository import MemoryRepository
from lintpack.rules import selected

START = "lib=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2\nexport LD_PRELOAD=$lib\nexec server\n"


def lines(platforms: str) -> list[int]:
    """The lines of the image's start script that are reported."""
    path = "docker/entrypoint.sh"
    texts = {path: START, "docker/bake.sh": f"docker buildx build --platform {platforms} --push .\n"}
    outcome = check([(path, MemoryRepository(texts), path)], Settings(selected(("LP109",), ()), {}))
    return [found.place.line for found in outcome.report.findings if found.place is not None]


def test_an_image_for_several_machines() -> None:
    assert lines("linux/amd64,linux/arm64") == [1]


def test_an_image_for_one_or_for_others() -> None:
    assert lines("linux/amd64") == []
    assert lines("linux/arm64,linux/arm/v7") == []
