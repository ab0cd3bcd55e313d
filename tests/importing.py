"""One file into a corpus, for tests that need no workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from suara.collect._importing import read_file
from suara.posts import Corpus, Problem, Tally


def import_file(
    path: Path,
    source: ModuleType,
    corpus: Corpus,
    *,
    strict: bool = False,
    reject: Callable[[Path, Problem], None] = lambda path, problem: None,
    progress: Callable[[int], None] = lambda position: None,
) -> Tally:
    """What became of its records; `reject` gets each problem, `progress` the bytes read so far."""
    reading = read_file(path, source, strict=strict, progress=progress)
    for problem in reading.problems:
        reject(path, problem)
    return reading.tally + corpus.add(reading.posts)
