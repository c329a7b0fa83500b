"""Random bundles, held against the real loaders; `bench/loader_random.py` does many more."""

from __future__ import annotations

import random
import tarfile
from typing import TYPE_CHECKING

import pytest

from lintpack.bundle.reading import read_bundle
from lintpack.loader.survey import Survey
from tests.loader.lab import Lab, compare, glibc_lab, musl_lab
from tests.loader.random_trees import plant, symbols_missing

if TYPE_CHECKING:
    from pathlib import Path


def hold(lab: Lab, seed: int) -> None:
    got = lab.start(*plant(lab, random.Random(seed)))
    if symbols_missing(got):
        pytest.skip("a copy under a wrong name: what symbols do is not asked here")
    compare(got)


@pytest.mark.parametrize("seed", range(40))
def test_glibc(tmp_path: Path, seed: int) -> None:
    hold(glibc_lab(tmp_path), seed)


@pytest.mark.parametrize("seed", range(15))
def test_musl(tmp_path: Path, seed: int) -> None:
    hold(musl_lab(tmp_path), seed)


@pytest.mark.parametrize("seed", range(100, 115))
def test_folders_and_archives_load_alike(tmp_path: Path, seed: int) -> None:
    """The same tree by system calls, by folder entries laid over the system, and as an archive at the same place."""
    lab = glibc_lab(tmp_path)
    call = plant(lab, random.Random(seed))
    with tarfile.open(tmp_path.parent / f"{tmp_path.name}.tar", "w") as archive:
        archive.add(lab.root, ".")
    real = lab.start(*call).ours
    cwd = str(lab.root / call.cwd)
    values = [value and value.replace("@", str(lab.root)) for value in (call.library_path, call.preload)]
    for path in (str(lab.root), str(tmp_path.parent / f"{tmp_path.name}.tar")):
        survey = Survey(read_bundle(path), prefix=str(lab.root))
        other = survey.start(call.program, values[0], values[1], cwd).result
        assert [one.path for one in other.loads] == [one.path for one in real.loads]
        assert [one.inside for one in other.loads] == [one.inside for one in real.loads]
        assert other.warnings == real.warnings
        if not any(one.tried and one.tried[-1].outcome == "damaged" for one in real.loads):
            assert other.errors == real.errors
