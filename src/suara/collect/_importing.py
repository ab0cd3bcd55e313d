"""From files to the corpus: which source reads a file, what it gives, and what became of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import ModuleType

import polars as pl

from suara import _rooms, collect
from suara.collect._fields import unknown_fields
from suara.collect._input import Input
from suara.errors import BadRecord, InputError, UnknownFormat
from suara.posts import Corpus, Notice, Post, Problem, Tally
from suara.posts.post import SCHEMA, frame

BATCH = 50_000

Progress = Callable[[int], None]
Reject = Callable[[Path, Problem], None]


def sources() -> dict[str, ModuleType]:
    """The sources there are, by name: a module in this room each.

    Example:
        >>> sorted(sources())
        ['bluesky', 'mastodon', 'minet_bluesky', 'tweet_harvest', 'twitwi', 'x_api']
    """
    return {name: _rooms.load(collect, name) for name in _rooms.names(collect)}


def name_of(source: ModuleType) -> str:
    """The name of a source: that of its module."""
    return source.__name__.rpartition(".")[2]


def recognise(path: Path) -> tuple[str, ModuleType]:
    """Name and module of the source that knows this file, by its content.

    Raises:
        FileError: it can't be read at all.
        UnknownFormat: no source knows it; the message says what was looked for.
    """
    file = Input(path)
    if not file.head:
        raise AssertionError("an empty head is an error already")
    for name, source in sources().items():
        if source.recognise(file):
            return name, source
    looked = "; ".join(f"{source.TITLE}: {source.LOOKS_FOR}" for source in sources().values())
    raise UnknownFormat(f"{path}: no source knows this file. Looked for: {looked}")


def recognise_all(paths: Sequence[Path]) -> list[ModuleType]:
    """The source of each file; all that is wrong with any of them is said at once, before anything is imported.

    Raises:
        InputError: the first problem, with the others counted.
    """
    found, problems = [], []
    for path in paths:
        try:
            found.append(recognise(path)[1])
        except InputError as error:
            problems.append(error)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        *others, last = map(str, sorted(problems, key=lambda problem: isinstance(problem, UnknownFormat)))
        first_sentences = [message.split(" Looked for: ")[0] for message in others]
        raise type(problems[0])("\n".join([*first_sentences, last]))
    return found


@dataclass
class Reading:
    """What one file holds: its posts as columns, what couldn't be taken of it, and what is to be known of it."""

    path: Path
    source: str
    posts: pl.DataFrame
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    unknown_fields: list[str] = field(default_factory=list)  # that the source neither takes nor leaves on purpose

    @property
    def tally(self) -> Tally:
        """The records that gave no post, and the fields that were left out."""
        refused = sum(problem.field is not None for problem in self.problems)
        return Tally(rejected=len(self.problems) - refused, refused=refused)


def read_file(
    path: Path, source: ModuleType, *, strict: bool = False, progress: Progress = lambda position: None
) -> Reading:
    """Read one file; `progress` gets the bytes read so far.

    Raises:
        BadRecord: `strict`, and a record is broken.
    """
    file = Input(path)
    reading = Reading(path, name_of(source), pl.DataFrame(schema=SCHEMA))
    frames: list[pl.DataFrame] = []
    with _no_garbage_collection():
        posts = _only_posts(source.read(file), reading, strict)
        while batch := list(islice(posts, BATCH)):
            frames.append(frame(batch))
            progress(file.position)
    if file.cut_off:
        if strict:
            raise BadRecord(f"{path}: {file.cut_off}")
        reading.problems.append(Problem(line=0, reason=file.cut_off, raw="", kind="cut_off"))
    if frames:
        reading.posts = pl.concat(frames)
    reading.unknown_fields = unknown_fields(file, source)
    return reading


def import_file(
    path: Path,
    source: ModuleType,
    corpus: Corpus,
    *,
    strict: bool = False,
    reject: Reject = lambda path, problem: None,
    progress: Progress = lambda position: None,
) -> Tally:
    """Read one file into the corpus; `progress` gets the bytes read so far, `reject` each problem.

    Raises:
        BadRecord: `strict`, and a record is broken.
    """
    reading = read_file(path, source, strict=strict, progress=progress)
    for problem in reading.problems:
        reject(path, problem)
    return reading.tally + corpus.add(reading.posts)


def _only_posts(found: Iterator[Post | Problem | Notice], reading: Reading, strict: bool) -> Iterator[Post]:
    """The posts of what a source finds; its problems and notices are kept in the reading."""
    for item in found:
        if isinstance(item, Post):
            yield item
        elif isinstance(item, Notice):
            reading.notices.append(item)
        else:
            if strict and item.field != "errors":
                raise BadRecord(f"{reading.path}, line {item.line}: {item.reason}")
            reading.problems.append(item)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Posts hold no cycles; looking for them costs a third of the time of an import."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
