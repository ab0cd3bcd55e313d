"""Rows that a spreadsheet has wrapped whole in quotes, and the row within.

A spreadsheet that parts cells at ";" opens a file that is parted at "," with each row in one cell, and writes that
cell back in quotes, with ";" for each cell to its right: `"1,""halo, min"",2";;;`. Where the text held a ";", the
row lies in several cells.
"""

from __future__ import annotations

import csv
import io

DELIMITERS = ",;\t"


def delimiter_of(first: str) -> str:
    """What parts the columns, by what the first row has most of; what a spreadsheet put behind it doesn't count.

    Example:
        >>> delimiter_of('id,text;;;;')
        ','
    """
    return max(DELIMITERS, key=first.rstrip(f"{DELIMITERS}\r\n").count)


def padding(first: str, delimiter: str) -> str:
    """What a spreadsheet put behind the header, and so behind each row: ";" in a table that isn't parted by it.

    Example:
        >>> padding('id,text;;;', ","), padding('id;text;;;', ";")
        (';;;', '')
    """
    first = first.rstrip("\r\n")
    return "" if delimiter == ";" else first[len(first.rstrip(";")) :]


def unwrapped(row: str, delimiter: str, width: int | None = None) -> list[str] | None:
    """The fields of a row that is wrapped whole in quotes; None where it isn't.

    Args:
        row: the row as it stands in the file.
        delimiter: what parts its fields.
        width: how many fields it must have; None for a header, which has two or more.

    Example:
        >>> unwrapped('"1,""halo, min"",2";;;', ",", 3)
        ['1', 'halo, min', '2']
        >>> unwrapped('"1","halo, min"', ",", 3) is None
        True
    """
    plain = _only_row(row, delimiter)
    if plain and (any(plain[1:]) or len(plain) == width):  # as wide as it should be: its own row, if an empty one
        return None
    for outer in DELIMITERS:
        cells = plain if outer == delimiter else _only_row(row, outer)
        values = _only_row(outer.join(cells).rstrip(outer), delimiter) if cells else None
        if values and (len(values) == width if width else len(values) > 1):
            return values
    return None


def _only_row(text: str, delimiter: str) -> list[str] | None:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
