"""What every record needs, an id that is whole and a time that can be; and what becomes of it without."""

from __future__ import annotations

from datetime import datetime, tzinfo

from suara.collect._input import rejected
from suara.collect._loose import Loose, identity, moment
from suara.posts import Problem


def begun(
    line: int, raw: bytes | str, own: Loose, at: Loose, zone: tzinfo | None = None
) -> tuple[str, datetime | None] | Problem:
    """Id and time of a record, or the problem with it; `zone` is that of times which name none."""
    try:
        found = identity(own)
    except ValueError as error:
        return rejected(line, str(error), raw, kind="mangled_id")
    if found is None:
        return rejected(line, "it has no id", raw, kind="not_a_post")
    try:
        return found, moment(at, zone)
    except ValueError as error:
        return rejected(line, f"an impossible time: {str(at)[:40]!r} ({error})", raw, kind="impossible_time")


def other_id(line: int, raw: bytes | str, field: str, value: Loose) -> tuple[str | None, list[Problem]]:
    """An id that a record names beside its own; none, and a problem, where it is mangled."""
    try:
        return identity(value), []
    except ValueError as error:
        return None, [rejected(line, str(error), raw, field, "mangled_id")]


def other_ids(line: int, raw: str, row: dict[str, str], fields: tuple[str, ...]) -> list[Problem]:
    """The same for some columns of a row, from which the mangled ones are taken out."""
    problems = []
    for field in fields:
        found, problem = other_id(line, raw, field, row.get(field))
        problems += problem
        if field in row:
            row[field] = found or ""
    return problems
