"""Tables as records, whatever they are kept in: CSV, XLSX or Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from suara.collect import _csv, _sheet
from suara.collect._input import Input
from suara.posts import Notice, Problem

Record = tuple[int, dict[str, str], str]
"""Line number, fields by column name ("" where there is none), and the row as it stands."""

_LOOKED_AT = 500
_EXACT_DIGITS = 15  # that a spreadsheet keeps of a number; the rest become zeros
_CHANCE = 8  # so many zeros where any digit could stand are no accident
_LONG = re.compile(r"[1-9]\d{15,19}")


def records(file: Input) -> Iterator[Record | Problem | Notice]:
    """The rows of a table, or the problem with each; and what is to be known of them.

    An id that a spreadsheet has rounded is written so that it is seen to be none.
    """
    found = _sheet.records(file) if file.kind in ("xlsx", "parquet") else _csv.records(file)
    first = list(islice(found, _LOOKED_AT))
    rounded = _rounded([item[1] for item in first if isinstance(item, tuple)])
    for items in (first, found):
        yield from (_seen(item, rounded) for item in items) if rounded else items


def _rounded(rows: list[dict[str, str]]) -> list[str]:
    """Columns of long numbers of which all end in zeros where a spreadsheet has no digits left."""
    found = []
    for name in rows[0] if rows else ():
        long = {row[name] for row in rows if _LONG.fullmatch(row[name])}
        lost = sum(len(value) - _EXACT_DIGITS for value in long)
        if lost >= _CHANCE and not any(value[_EXACT_DIGITS:].strip("0") for value in long):
            found.append(name)
    return found


def _seen(item: Record | Problem | Notice, rounded: list[str]) -> Record | Problem | Notice:
    """A row whose rounded numbers are written as what they are."""
    if isinstance(item, tuple):
        row = item[1]
        for name in rounded:
            if _LONG.fullmatch(row[name]):
                row[name] = f"{float(row[name]):.14e}"
    return item
