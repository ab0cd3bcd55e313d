"""CSV as it really comes: repeated headers, open quotes, rows cut short, bytes that aren't text."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from itertools import islice

from suara.collect._input import HEAD, LONGEST_FIELD, Input, rejected
from suara.collect._wrapped import unwrapped
from suara.posts import Notice, Problem

LONGEST_RECORD = 300  # lines; a quote that is never closed would swallow the rest of the file
_INDEXED = 50  # rows that must all begin with a running number which the header doesn't name


def records(file: Input) -> Iterator[tuple[int, dict[str, str], str] | Problem | Notice]:
    """Line number, fields by column name and raw text of each row, or the problem with it.

    After a row that can't be right, reading goes on at the line after its first: what an open quote has swallowed
    is read again. How many rows were wrapped whole in quotes is told at the end.
    """
    csv.field_size_limit(LONGEST_FIELD)
    lines = _Lines(file)
    if not (file.mapped and file.mapped.header):
        next((line for line in lines if line.strip("\ufeff\r\n")), "")  # the first that isn't blank is the header
    header = file.header
    if header and _has_index(file):
        header = ["", *header]
        yield Notice(kind="index_column")
    reader = csv.reader(lines, delimiter=file.delimiter)
    wrapped: list[int] = []
    while True:
        lines.taken.clear()
        lines.broken = lines.unclosed = False
        start = lines.number + 1
        try:
            values = next(reader)
        except StopIteration:
            if lines.ended and not lines.taken:
                break
            values = []
        except csv.Error as error:
            values = _joined(lines.taken, file.delimiter)
            if len(values) == len(header) and not lines.broken:
                yield start, dict(zip(header, values, strict=True)), lines.taken[0]
                continue
            yield rejected(start, f"not a row of a CSV file: {error}", lines.take_back(), kind="open_quote")
            continue
        raw = "".join(lines.taken)
        if (not values and raw.isspace()) or (file.padding and not raw.strip(";\r\n")):
            continue
        doubtful = len(values) != len(header) or '";' in raw or ';"' in raw
        if doubtful and (inner := unwrapped(raw, file.delimiter, len(header))):
            wrapped.append(start)
            values = inner
        elif file.padding and values:
            values[-1] = values[-1].rstrip(";")
        if lines.broken:
            yield rejected(
                start, f"not {file.encoding.removesuffix('-sig').upper()} text", lines.take_back(), kind="not_text"
            )
        elif lines.unclosed:
            yield rejected(start, "a quote that isn't closed", lines.take_back(), kind="open_quote")
        elif len(values) != len(header):
            reason = f"{len(values)} fields where the header has {len(header)}"
            if len(lines.taken) > 1:
                reason += " (perhaps a quote that isn't closed)"
            yield rejected(start, reason, lines.take_back(), kind="field_count")
        elif values == header:
            yield rejected(start, "the header again", raw, kind="header_again")
        else:
            yield start, dict(zip(header, values, strict=True)), raw
    if wrapped:
        yield Notice(kind="unwrapped", line=wrapped[0], count=len(wrapped))


def _has_index(file: Input) -> bool:
    """Whether all of the first rows have one field more than the header, and begin with a number that grows.

    So a data frame is written whose rows are numbered and whose numbers have no name.
    """
    text = file.head.decode(file.encoding, "replace").lstrip("\ufeff\r\n")
    lines = islice(io.StringIO(text, newline=""), _INDEXED * 4)
    try:
        rows = [row for row in csv.reader(lines, delimiter=file.delimiter) if row][1:]
        rows = rows[: -1 if len(file.head) == HEAD else None][:_INDEXED]  # the last row of the head may be cut
        index = [int(row[0]) for row in rows]
    except (csv.Error, ValueError):
        return False
    return len(index) > 1 and index == sorted(set(index)) and {len(row) for row in rows} == {len(file.header) + 1}


def _joined(taken: list[str], delimiter: str) -> list[str]:
    """The fields of a line with carriage returns outside of quotes: they break the text, not the row."""
    if len(taken) != 1 or "\r" not in taken[0] or "\v" in taken[0]:
        return []
    try:
        (values,) = csv.reader([taken[0].rstrip("\r\n").replace("\r", "\v")], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError):
        return []
    return [value.replace("\v", "\n") for value in values]


def _decoded(file: Input) -> Iterator[str]:
    if file.encoding == "utf-16":
        with (
            file.opened() as stream,
            io.TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="") as lines,
            file.noticing(),
        ):
            for text in lines:
                file.lines_read += 1
                yield text
        return
    for number, line in file.lines():
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        yield line.decode("utf-8", "surrogateescape")


class _Lines:
    """The physical lines of a file as text, of which a reader can give some back."""

    def __init__(self, file: Input) -> None:
        self.taken: list[str] = []
        self.broken = False  # a line of this record isn't text in the file's encoding
        self.unclosed = False  # the lines ran out within a record, which happens only between quotes
        self.ended = False
        self.number = 0
        self._back: deque[str] = deque()
        self._source = _decoded(file)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= LONGEST_RECORD:
            self.unclosed = True
            raise StopIteration
        line = self._back.popleft() if self._back else next(self._source, None)
        if line is None:
            self.ended, self.unclosed = True, bool(self.taken)
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        if not line.isascii() and any("\udc80" <= c <= "\udcff" for c in line):
            self.broken = True
        return line

    def take_back(self) -> str:
        """Give back all but the first line of the record, and return that one."""
        first, *rest = self.taken or [""]
        self._back.extendleft(reversed(rest))
        self.number -= len(rest)
        return first
