"""From files to the corpus: which source reads a file, what it gives, and what became of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import ModuleType

import msgspec
import polars as pl

from suara import _rooms, collect
from suara.collect._fields import fields
from suara.collect._input import Input
from suara.collect._json import first
from suara.collect._mapping import beside
from suara.collect._personal import masked
from suara.errors import BadRecord, InputError, UnknownFormat
from suara.posts import Notice, Post, Problem, Tally
from suara.posts.post import SCHEMA, frame

BATCH = 50_000

Progress = Callable[[int], None]


def sources() -> dict[str, ModuleType]:
    """The sources there are, by name: a module in this room each.

    Example:
        >>> {'tweet_harvest', 'twitwi', 'x_api'} <= set(sources())
        True
    """
    return {name: _rooms.load(collect, name) for name in _rooms.names(collect)}


def recognise(path: Path, mapping: Path | None = None) -> tuple[str, ModuleType]:
    """Name and module of the source that knows this file, by its content; a mapping of its columns goes before that.

    Raises:
        DataError: the mapping is wrong.
        FileError: it can't be read at all.
        UnknownFormat: no source knows it; the message says what it holds and what is known.
    """
    file = Input(path, mapping)
    if not file.head:
        raise AssertionError("an empty head is an error already")
    for name, source in sorted(sources().items(), key=lambda pair: pair[0] != "table"):
        if source.recognise(file):
            return name, source
    known = "; ".join(source.TITLE for source in sources().values())
    table = (
        f"If it is a table of posts, `suara inspect {path} --draft FILE.toml` drafts what its columns are. "
        if file.kind != "json" and file.header
        else ""
    )
    raise UnknownFormat(f"{path}: no source knows this file. It holds {contents(file)}. {table}Known formats: {known}")


_ELSEWHERE = {
    ".dna": "`suara statements import` reads what people coded in Discourse Network Analyzer",
    ".qdpx": "`suara refi import` reads what people coded in NVivo, MAXQDA, ATLAS.ti or QualCoder",
    ".qdc": "`suara refi import` reads codebooks",
}
"""Files of people who code, which other commands read."""


def contents(file: Input) -> str:
    """The first columns or fields of a file that no source knows."""
    if elsewhere := _ELSEWHERE.get(file.path.suffix.lower()):
        return f"no posts: {elsewhere}"
    names = file.header if file.kind != "json" else list(first(file))
    if not names:
        return "no table"
    return ", ".join(repr(name[:40]) for name in names[:12]) + (", ..." if len(names) > 12 else "")


def without_mappings(paths: Sequence[Path]) -> list[Path]:
    """The files without those that are only the mapping of another of them, as `folder/*` names both."""
    mappings = {beside(path) for path in paths}
    return [path for path in paths if path not in mappings]


def recognise_all(paths: Sequence[Path], mapping: Path | None = None) -> list[ModuleType]:
    """The source of each file; all that is wrong with any of them is said at once, before anything is imported.

    Raises:
        DataError: a mapping is wrong.
        InputError: the first problem, with the others counted.
    """
    found, problems = [], []
    for path in paths:
        try:
            found.append(recognise(path, mapping)[1])
        except InputError as error:
            problems.append(error)
    if len(problems) == 1:
        raise problems[0]
    if problems:
        *others, last = map(str, sorted(problems, key=lambda problem: isinstance(problem, UnknownFormat)))
        first_sentences = [message.split(" Known formats: ")[0] for message in others]
        raise type(problems[0])("\n".join([*first_sentences, last]))
    return found


@dataclass
class Reading:
    """What one file holds: its posts as columns, what couldn't be taken of it, and what is to be known of it."""

    path: Path
    source: ModuleType
    posts: pl.DataFrame
    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    known_fields: list[str] = field(default_factory=list)  # that the source takes
    unknown_fields: list[str] = field(default_factory=list)  # that it neither takes nor leaves on purpose

    @property
    def tally(self) -> Tally:
        """The records that gave no post, and the fields that were left out."""
        refused = sum(problem.field is not None for problem in self.problems)
        return Tally(rejected=len(self.problems) - refused, refused=refused)

    def redacted(self) -> Reading:
        """The same without identity numbers, phone numbers and e-mail addresses in texts and rejected records."""
        raws = pl.DataFrame({"raw": [problem.raw for problem in self.problems]}, schema={"raw": pl.String})
        clean = raws.select(masked(pl.col("raw")))["raw"]
        problems = [msgspec.structs.replace(p, raw=raw) for p, raw in zip(self.problems, clean, strict=True)]
        return replace(self, posts=self.posts.with_columns(masked(pl.col("text"))), problems=problems)


def read_file(
    path: Path,
    source: ModuleType,
    *,
    mapping: Path | None = None,
    strict: bool = False,
    progress: Progress = lambda position: None,
) -> Reading:
    """Read one file; `progress` gets the bytes read so far.

    Raises:
        BadRecord: `strict`, and a record is broken.
    """
    file = Input(path, mapping)
    reading = Reading(path, source, pl.DataFrame(schema=SCHEMA))
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
    reading.known_fields, reading.unknown_fields = fields(file, source)
    return reading


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
