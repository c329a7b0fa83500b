"""Random bundles, held against the real loaders; `bench/loader_random.py` does many more."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

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
