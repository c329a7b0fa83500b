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


def beside(**others: str) -> list[str]:
    """The folders of the start script that are reported, where other files than scripts lie in the repository."""
    path = "images/db/entrypoint.sh"
    texts = {path: START, **{name.replace("__", "/").replace("_d_", "."): text for name, text in others.items()}}
    outcome = check([(path, MemoryRepository(texts), path)], Settings(selected(("LP109",), ()), {}))
    return [found.place.text for found in outcome.report.findings if found.place is not None]


def test_what_a_workflow_says() -> None:
    workflow = "on: push\n    context: images/db\n    platforms: linux/amd64,linux/arm64\n"
    assert beside(_d_github__workflows__x_d_yml=workflow) == ["x86_64-linux-gnu"]
    assert beside(_d_github__workflows__x_d_yml=workflow.replace("images/db", "images/web")) == []
    assert beside(_d_github__workflows__x_d_yml=workflow.replace(",linux/arm64", "")) == []
    assert beside(_d_github__workflows__x_d_yml=workflow.replace("    platforms", "  # platforms")) == []


def test_what_the_images_own_file_says() -> None:
    image = "FROM debian\nARG TARGETARCH\nRUN wget https://x.org/gosu-$TARGETARCH\nCOPY entrypoint.sh /\n"
    assert beside(images__db__Dockerfile=image) == ["x86_64-linux-gnu"]
    assert beside(images__db__Dockerfile=image.replace("$TARGETARCH", "amd64")) == []
    assert beside(images__db__Dockerfile=image.replace("COPY", "# COPY").replace("entrypoint", "x")) == []
