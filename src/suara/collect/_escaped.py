r"""CSV as PHP writes it: a quote after a backslash isn't doubled. One record a line.

`"he said \"no\"",2` is a row of two, and so is `"ends with \",2`: what a backslash means is told by what gives a row
as long as the header. Older programs put values between tabs without any quotes, so that is tried at last.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator

from suara.collect import _sheet
from suara.collect._input import LONGEST_FIELD, Input, rejected
from suara.collect._rows import Record
from suara.posts import Notice, Problem


def records(file: Input) -> Iterator[Record | Problem | Notice]:
    """Line number, fields by column name and raw text of each row, or the problem with it."""
    if file.kind in ("xlsx", "parquet"):
        yield from _sheet.records(file)
        return
    csv.field_size_limit(LONGEST_FIELD)
    header: list[str] = []
    for number, line in _texts(file):
        if not line.strip():
            continue
        if isinstance(line, bytes):
            yield rejected(number, "not text in UTF-8", line, kind="not_text")
        elif not header:
            header = file.header
        elif (values := _parted(line, file.delimiter, len(header))) is None:
            yield rejected(number, f"not a row of {len(header)} fields, as the header has", line, kind="field_count")
        elif values == header:
            yield rejected(number, "the header again", line, kind="header_again")
        else:
            yield number, dict(zip(header, values, strict=True)), line


def _texts(file: Input) -> Iterator[tuple[int, str | bytes]]:
    """Each line as text; as bytes where it is none."""
    if file.encoding == "utf-16":
        yield from enumerate(file.whole.decode("utf-16", "replace").split("\n"), 1)
        return
    for number, line in file.lines():
        try:
            yield number, line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            yield number, line


def _parted(line: str, delimiter: str, width: int) -> list[str] | None:
    """The values of a row, by the first way of reading that gives as many as there are columns."""
    for way in _WAYS:
        values = way(line, delimiter)
        if values is not None and len(values) == width:
            return values
    return None


def _doubled(line: str, delimiter: str) -> list[str] | None:
    """As RFC 4180 has it: a quote within quotes is written twice, a backslash is a letter like any other."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return None


def _backslashed(line: str, delimiter: str) -> list[str] | None:
    r"""As PHP has it: \" is those two letters and ends nothing, unless a delimiter follows and nothing else fits."""
    field = re.compile(rf'(?:"((?:\\"|""|[^"])*)"|([^"{delimiter}][^{delimiter}]*)?)({delimiter}|$)')
    values, at, stop = [], 0, delimiter
    while stop:
        found = field.match(line, at)
        if found is None:
            return None
        quoted, bare, stop = found.groups()
        values.append(quoted.replace('""', '"') if quoted is not None else bare or "")
        at = found.end()
    return values


def _bare(line: str, delimiter: str) -> list[str] | None:
    """Between tabs without quotes."""
    return line.split("\t") if delimiter == "\t" else None


_WAYS: tuple[Callable[[str, str], list[str] | None], ...] = (_doubled, _backslashed, _bare)
