"""The codings of a project (`.qdpx`) of any program as statements: the code is the concept, the source the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from suara.coding.refi._archive import Archive, opened
from suara.coding.refi._document import Coding, Document
from suara.coding.refi._places import Selected, settled
from suara.coding.refi._reading import read as read_xml
from suara.coding.statement_words import columns_of, positions
from suara.coding.statements import DOCUMENTS, STATEMENTS, Read, shaped, titled
from suara.posts import Problem
from suara.posts.post import TIME

CODING = "coding"
"""The type of statements that are codings."""

_TOLD = ("person", "organisation", "qualifier", "time")
_TEXTS = dict.fromkeys(
    ("document", "person", "organisation", "qualifier", "time", "concept", "text", "coder"), pl.String
)
_ROWS = {**_TEXTS, "start": pl.Int64, "end": pl.Int64}


def read(path: Path) -> Read:
    """The codings of text in a project as statements.

    Who made a statement, when, and whether they agree is what the variables of the source say that are called so (see
    `suara.coding.statement_words`), else those of a case that holds the source or the selection; where none does, it isn't
    known. Other variables are attributes.

    Raises:
        FileError: it isn't there, or can't be read.
        DataError: it isn't REFI-QDA, breaks its rules (with the line), or its archive is broken or harmful.
    """
    with opened(path) as archive:
        with archive.project() as (stream, where):
            document = read_xml(stream, where)
        found = Read(pl.DataFrame())
        for element, number in document.passed_over.items():
            if element not in ("Variable", "Case"):
                found.notes[f"{element} has no place among statements"] += number
        rows, documents = _rows(document, archive, found)
    extra = sorted({name for row in rows for name in row} - set(_ROWS))
    frame = pl.DataFrame(rows, schema=_ROWS | dict.fromkeys(extra, pl.String), orient="row")
    numbers, wrong = positions(frame["qualifier"])
    if no := int(wrong.sum()):
        found.notes["positions are neither agreement nor whole numbers, and are unknown"] += no
    once = frame.with_columns(numbers.alias("qualifier"), _times(frame["time"], found), type=pl.lit(CODING)).unique(
        maintain_order=True
    )
    found.doubled = frame.height - once.height
    found.statements, found.documents = shaped(once), documents
    return found


def _rows(document: Document, archive: Archive, found: Read) -> tuple[list[dict[str, object]], pl.DataFrame]:
    """A row for each coding, and the documents with their texts."""
    codes = {node.guid: node.name for node in document.codes}
    columns = columns_of(list(dict.fromkeys(document.variables.values())))
    named = {guid: _own(columns[name]) for guid, name in document.variables.items()}
    names = titled([source.name for source in document.sources], list(range(1, len(document.sources) + 1)))
    held: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for case in document.cases:
        for member in case.members:
            held[member].append(case.values)
    of: dict[int, list[Coding]] = defaultdict(list)
    for coding in document.codings:
        of[coding.source].append(coding)
    rows: list[dict[str, object]] = []
    texts: list[tuple[str, str | None, str | None]] = []
    for number, (source, name) in enumerate(zip(document.sources, names, strict=True)):
        text = source.text if source.text is not None else archive.text(source.path or "")
        plain, places = settled(text or "", [Selected(c.start or 0, c.end or 0, c.name) for c in of[number]])
        texts.append((name, source.name or None, plain or None))
        for coding, (start, end) in zip(of[number], places, strict=True):
            if coding.code not in codes:
                reason = "its code isn't in the codebook (NVivo codes cases like this)"
                found.problems.append(Problem(line=source.line, reason=reason, raw=coding.guid))
                continue
            whole = coding.start is None or text is None
            rows.append(
                _told([source.values, *held[source.guid], *held[coding.selection]], named)
                | {
                    "document": name,
                    "concept": codes[coding.code],
                    "coder": document.users.get(coding.user) or None,
                    "text": (coding.name or None) if whole else plain[start:end],
                    "start": None if whole else start,
                    "end": None if whole else end,
                }
            )
    made = pl.DataFrame(texts, schema=dict.fromkeys(("document", "title", "text"), pl.String), orient="row")
    return rows, pl.concat([pl.DataFrame(schema=DOCUMENTS), made], how="diagonal")


def _own(column: str) -> str:
    """What a variable becomes: what statements are told by, or an attribute that is called like no other column."""
    return f"variable {column}" if column in STATEMENTS and column not in _TOLD else column


def _told(holders: Sequence[Mapping[str, str]], named: Mapping[str, str]) -> dict[str, object]:
    """What variables say: those of the source, then of the cases that hold it, then of those that hold the selection."""
    told: dict[str, object] = {}
    for values in holders:
        for guid, value in values.items():
            if guid in named and value.strip():
                told.setdefault(named[guid], value.strip())
    return told


def _times(texts: pl.Series, found: Read) -> pl.Series:
    """Times in ISO 8601, as REFI-QDA has them, in UTC."""
    times: dict[str, datetime | None] = {}
    for text in texts.drop_nulls().unique():
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            found.notes["times can't be read, and are unknown"] += 1
            continue
        if at.tzinfo is None:
            found.notes["times have no zone and are taken as UTC"] += 1
        times[text] = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)
    return (
        pl.DataFrame({"time": texts})
        .select(pl.col("time").replace_strict(times, default=None, return_dtype=TIME))
        .to_series()
    )
