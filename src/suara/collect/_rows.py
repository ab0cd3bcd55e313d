"""Tables as records, whatever they are kept in: CSV, XLSX or Parquet."""

from __future__ import annotations

from collections.abc import Iterator

from suara.collect import _csv, _sheet
from suara.collect._input import Input
from suara.posts import Notice, Problem

Record = tuple[int, dict[str, str], str]
"""Line number, fields by column name ("" where there is none), and the row as it stands."""


def records(file: Input) -> Iterator[Record | Problem | Notice]:
    """The rows of a table, or the problem with each; and what is to be known of them."""
    return _sheet.records(file) if file.kind in ("xlsx", "parquet") else _csv.records(file)
