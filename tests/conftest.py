"""What several rooms' tests share: the sample, run once, and the real files where they are."""

import os
from pathlib import Path

import pytest

import suara

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sample() -> list[Path]:
    """The files of the bundled sample."""
    return [ROOT / "sample" / "posts_x_api.jsonl", ROOT / "sample" / "keluhan.csv"]


@pytest.fixture(scope="session")
def result(sample: list[Path], tmp_path_factory: pytest.TempPathFactory):
    """The sample, run once; tests only read it."""
    return suara.run(sample, tmp_path_factory.mktemp("run") / "hasil")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files, which aren't part of the project."""
    folder = Path(os.environ.get("SUARA_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"real data isn't there: {folder}")
    return folder
