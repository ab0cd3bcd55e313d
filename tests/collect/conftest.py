"""What the tests of the sources share: a place for files, and an import that keeps what was refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from tests.importing import import_file

from suara.collect._importing import recognise
from suara.posts import Corpus, Problem, Tally

FIXTURES = Path(__file__).parents[1] / "fixtures" / "collect"


@dataclass
class Read:
    """What came of one import."""

    source: str
    tally: Tally
    posts: pl.DataFrame
    problems: list[Problem]

    def post(self, ending: str) -> dict[str, object]:
        """The one post whose id, or the address that shows it, ends like this."""
        found = self.posts.filter(pl.col("id").str.ends_with(ending)).to_dicts()
        if not found:
            found = self.posts.filter(pl.col("url").str.strip_chars_end("/").str.ends_with(ending)).to_dicts()
        (post,) = found
        return post

    @property
    def told(self) -> list[tuple[int, str | None]]:
        """Line and field of each problem."""
        return [(problem.line, problem.field) for problem in self.problems]


def bring_in(path: Path, corpus: Corpus, *, strict: bool = False) -> Read:
    problems: list[Problem] = []
    name, source = recognise(path)
    tally = import_file(path, source, corpus, strict=strict, reject=lambda _, problem: problems.append(problem))
    return Read(name, tally, corpus.read(), problems)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "posts")


@pytest.fixture
def fixture_file() -> Callable[[str], Path]:
    return lambda name: FIXTURES / name


@pytest.fixture
def file_of(tmp_path: Path) -> Callable[..., Path]:
    """A file that holds these bytes or this text."""

    def made(content: bytes | str, name: str = "berkas") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return made


@pytest.fixture
def read(corpus: Corpus) -> Callable[..., Read]:
    """Import a file (a path, or the name of a fixture) into the corpus of the test."""

    def imported(path: Path | str, *, strict: bool = False) -> Read:
        return bring_in(FIXTURES / path if isinstance(path, str) else path, corpus, strict=strict)

    return imported


@pytest.fixture
def read_alone(tmp_path: Path) -> Callable[..., Read]:
    """The same, each time into a corpus of its own."""
    number = iter(range(1_000_000))

    def imported(path: Path | str) -> Read:
        alone = Corpus(tmp_path / f"posts-{next(number)}")
        return bring_in(FIXTURES / path if isinstance(path, str) else path, alone)

    return imported
