"""Any table, by what a person says of its columns in a mapping (`_mapping`): CSV, TSV, XLSX or Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from suara.collect._input import Input, rejected
from suara.collect._mapped import Fields, Refused, Row, in_text
from suara.collect._mapping import Tickets, check, several
from suara.collect._rows import records
from suara.posts import Notice, Post, Problem
from suara.posts.post import SCHEMA

TITLE = "a table with a mapping (CSV, TSV, XLSX, Parquet)"
LOOKS_FOR = "a mapping of its columns: FILE.toml beside it, or --mapping"

TAKES: frozenset[str] = frozenset()  # the mapping says; see `fields`
LEAVES: frozenset[str] = frozenset()
TELLS = frozenset(SCHEMA) - {"platform", "source", "context"}
CANNOT = "what the mapping doesn't name"


def recognise(file: Input) -> bool:
    """Whether a person has said what the columns are.

    Raises:
        DataError: the mapping is wrong, or names a column that isn't there.
    """
    if file.mapped is None or file.mapping is None:
        return False
    check(file.mapped, file.header, file.mapping, file.path)
    return True


def fields(file: Input) -> tuple[frozenset[str], frozenset[str]]:
    """The columns of this table that are taken, and those that are left out on purpose."""
    return (file.mapped.takes, file.mapped.leaves) if file.mapped else (TAKES, LEAVES)


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a table, as posts; of a ticket that was dealt with, the agency's answer as well."""
    if file.mapped is None:
        yield rejected(1, "nobody says which column is what: a mapping is missing", "")
        return
    found = Fields(file.mapped)
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        row = Row(*record)
        try:
            told, problems = found.of(row)
        except Refused as refused:
            reason, kind = refused.args
            yield rejected(row.line, reason, row.raw, kind=kind)
            continue
        yield from problems
        if file.mapped.tickets is None:
            yield Post(**told)
        else:
            yield from _ticket(row, told, file.mapped.tickets, found)
    yield from _notices(found, zone_told=file.mapped.zone is not None)


def _ticket(row: Row, told: dict[str, Any], ticket: Tickets, found: Fields) -> Iterator[Post | Problem]:
    """A ticket as a post to its agency, and what that agency did about it as an answer."""
    agency = row.get(ticket.agency)
    if agency is not None:
        told |= {"mention_handles": [agency], "mention_ids": [None]}
    if told.get("author_id") is None and told.get("author_handle") is None:
        told["author_id"] = f"{told['id']}/requester"  # somebody asked: without that, tickets would be no complaints
    yield Post(**told)
    answer = row.text(several(ticket.answer))
    try:
        at = found.time("answered_at", ticket.answered_at, row)
    except Refused as refused:
        yield rejected(row.line, refused.args[0], row.raw, "answered_at", refused.args[1])
        at = None
    if at is None and answer is None:
        return
    mine = {
        "platform": told["platform"],
        "id": f"{told['id']}/1",
        "author_handle": agency,
        "author_name": agency,
        "text": answer,
        "created_at": at,
        "conversation": told.get("conversation") or told["id"],
        "reply_to": told["id"],
        "reply_to_author_id": told.get("author_id"),
        "reply_to_author_handle": told.get("author_handle"),
        "source": told["source"],
    }
    yield Post(**mine | in_text(answer, told["platform"]))


def _notices(found: Fields, *, zone_told: bool) -> Iterator[Notice]:
    """What is to be known of all rows."""
    if found.made:
        yield Notice(kind="no_ids", count=found.made)
    if found.relative:
        line, example = found.relative[0]
        yield Notice(kind="relative_time", line=line, count=len(found.relative), example=example)
    without_zone = sum(clock.without_zone for clock in found.clocks.values())
    if without_zone and not zone_told:
        yield Notice(kind="zone_doubt", count=without_zone, example="UTC")
    clock = found.clocks["created_at"]
    if clock.midnights * 2 > clock.read_so_far:
        yield Notice(kind="date_only", count=clock.midnights)
    if found.shifted:
        yield Notice(kind="shifted", example=", ".join(found.shifted))
