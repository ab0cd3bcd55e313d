"""From files to the corpus: which source reads a file, what it gives, and what became of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import ModuleType

import polars as pl

from suara import _rooms, collect
from suara.collect._input import Input
from suara.errors import BadRecord, InputError, UnknownFormat
from suara.posts import Corpus, Post, Problem, Tally
from suara.posts.post import frame

BATCH = 50_000

Progress = Callable[[int], None]
Reject = Callable[[Path, Problem], None]


def sources() -> dict[str, ModuleType]:
    """The sources there are, by name: a module in this room each.

    Example:
        >>> sorted(sources())
        ['tweet_harvest', 'twitwi', 'x_api']
    """
    return {name: _rooms.load(collect, name) for name in _rooms.names(collect)}


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
    file = Input(path)
    tally = Tally()
    frames: list[pl.DataFrame] = []
    with _no_garbage_collection():
        posts = _only_posts(source.read(file), path, tally, strict, reject)
        while batch := list(islice(posts, BATCH)):
            frames.append(frame(batch))
            progress(file.position)
    if file.cut_off:
        problem = Problem(line=0, reason=file.cut_off, raw="")
        if strict:
            raise BadRecord(f"{path}: {file.cut_off}")
        reject(path, problem)
        tally.rejected += 1
    return tally + corpus.add(pl.concat(frames)) if frames else tally


def _only_posts(
    found: Iterator[Post | Problem], path: Path, tally: Tally, strict: bool, reject: Reject
) -> Iterator[Post]:
    """The posts of what an adapter finds; its problems are counted and handed on."""
    for item in found:
        if isinstance(item, Post):
            yield item
        else:
            if strict and item.field != "errors":
                raise BadRecord(f"{path}, line {item.line}: {item.reason}")
            tally.rejected += item.field is None
            tally.refused += item.field is not None
            reject(path, item)


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
