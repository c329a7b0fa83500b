"""What all tests share: snapshots of whole outputs, and running the command in this process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import settings

from lintpack.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

    Snapshot = Callable[[str, str], None]
    Lintpack = Callable[..., "Done"]

# The same examples in each run: a change is to blame for a failure, not luck. The benchmarks try others.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the snapshots anew; read the difference in git")


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """`snapshot(name, text)` compares `text` with the file `snapshots/name` beside the test."""
    folder = Path(request.path).parent / "snapshots"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--update"):
            folder.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no snapshot {path}: run pytest with --update, and read what it writes"
        assert text == path.read_text(encoding="utf-8")

    return compare


class Done(NamedTuple):
    """How a run of the command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def lintpack(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Lintpack:
    """`lintpack("check", "pack.sh")` runs the command in the working directory."""
    for name in ("NO_COLOR", "FORCE_COLOR", "LINTPACK_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str) -> Done:
        capfdbinary.readouterr()
        status = main(words)
        out, err = capfdbinary.readouterr()
        return Done(status, out.decode(), err.decode())

    return run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str | bytes]], Path]:
    """`project({"pack.sh": "…"})` writes files into an empty folder, the working directory from then on."""
    monkeypatch.chdir(tmp_path)

    def write(files: dict[str, str | bytes]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write
