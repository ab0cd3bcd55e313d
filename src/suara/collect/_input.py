"""A file as an adapter sees it: decompressed, in lines, with its first bytes at hand."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import IO

import msgspec
import zstandard

from suara.errors import FileError
from suara.posts import Problem

HEAD = 1 << 16
LONGEST_LINE = 1 << 28  # a page of the X API has some 500 kB; more than 256 MB on one line is no such file
LONGEST_FIELD = 1 << 24
RAW_KEPT = 1 << 20  # of a rejected record

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError)


class Input:
    """One file of posts; plain, gzip or zstd, told by its first bytes and never by its name.

    `start` and `end` (bytes; at the beginnings of lines) make it a part of a plain file.

    Raises:
        FileError: it is missing, a directory, empty or not readable.
    """

    def __init__(self, path: Path, start: int = 0, end: int | None = None) -> None:
        self.path = path
        self.start, self.end = start, end
        self.lines_read = 0
        self.cut_off: str | None = None
        try:
            if path.is_dir():
                raise FileError(f"{path} is a directory: name the files in it, for example {path}/*.jsonl")
            self.size = path.stat().st_size
            self._raw: IO[bytes] = path.open("rb")
        except FileNotFoundError:
            raise FileError(f"{path} isn't there: check the name") from None
        except OSError as error:
            raise FileError(f"{path} can't be read: {error.strerror}") from None

    @property
    def position(self) -> int:
        """How many bytes of the file on disk have been read."""
        return self._raw.tell() if not self._raw.closed else self.size

    def open(self) -> IO[bytes]:
        """The decompressed bytes from the beginning."""
        self._raw.close()
        self._raw = self.path.open("rb")
        magic = self._raw.read(4)
        self._raw.seek(0)
        if magic.startswith(_GZIP):
            return io.BufferedReader(gzip.GzipFile(fileobj=self._raw))
        if magic.startswith(_ZSTD):
            reader = zstandard.ZstdDecompressor().stream_reader(self._raw, read_across_frames=True)
            return io.BufferedReader(reader)
        return self._raw

    def parts(self, number: int, smallest: int) -> list[tuple[int, int]]:
        """Start and end of up to `number` parts of a plain file, each of some lines and at least `smallest` bytes."""
        if self.head.startswith((b"\xff\xfe", b"\xfe\xff")) or self._raw_head.startswith((_GZIP, _ZSTD)):
            return [(0, self.size)]
        number = max(1, min(number, self.size // smallest))
        cuts = [0]
        with self.path.open("rb") as raw:
            for i in range(1, number):
                raw.seek(self.size * i // number)
                raw.readline(LONGEST_LINE)
                cuts.append(raw.tell())
        cuts.append(self.size)
        return [(start, end) for start, end in pairwise(cuts) if start < end]

    @cached_property
    def _raw_head(self) -> bytes:
        with self.path.open("rb") as raw:
            return raw.read(4)

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Number and bytes of each line; stops, and says so in `cut_off`, where the file is broken off."""
        stream = self.open()
        number = 0
        left = None if self.end is None else self.end - self.start
        if self.start:
            stream.seek(self.start)
        try:
            while (left is None or left > 0) and (line := stream.readline(LONGEST_LINE)):
                number += 1
                self.lines_read = number
                if left is not None:
                    left -= len(line)
                yield number, line
        except _BROKEN as error:
            self.cut_off = f"the compressed file is damaged or cut off after line {number}: {error}"

    @cached_property
    def head(self) -> bytes:
        """The first 64 kB, decompressed."""
        try:
            head = self.open().read(HEAD)
        except _BROKEN as error:
            raise FileError(f"{self.path} is a damaged compressed file: {error}") from None
        if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
            raise FileError(f"{self.path} is empty: nothing to import")
        return head

    @cached_property
    def encoding(self) -> str:
        """The text encoding that the first bytes give away, else UTF-8."""
        if self.head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        return "utf-8-sig"

    @cached_property
    def first_json(self) -> object | None:
        """The first line that is JSON among the first five, or None."""
        for number, line in self.lines():
            try:
                return msgspec.json.decode(line)  # type: ignore[no-any-return]
            except (msgspec.DecodeError, UnicodeDecodeError):
                if number >= 5:
                    return None
        return None

    @cached_property
    def header(self) -> list[str]:
        """The names in the first row of a CSV file; empty where it isn't one."""
        first = self.head.decode(self.encoding, "replace").lstrip("\ufeff\r\n").split("\n", 1)[0]
        if first.lstrip().startswith(("{", "[")):
            return []
        return next(csv.reader([first], delimiter=self.delimiter), [])

    @cached_property
    def delimiter(self) -> str:
        """The separator of a CSV file, by what its first row has most of."""
        first = self.head.decode(self.encoding, "replace").lstrip("\ufeff\r\n").split("\n", 1)[0]
        return max(",;\t", key=first.count)


def raw_text(record: bytes | str) -> str:
    """A rejected record as text: whole up to 1 MB, bytes that aren't UTF-8 shown as escapes."""
    if isinstance(record, bytes):
        record = record.decode("utf-8", "backslashreplace")
    else:
        record = record.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if len(record) > RAW_KEPT:
        record = f"{record[:RAW_KEPT]}... ({len(record)} characters)"
    return record.rstrip("\r\n")


def rejected(line: int, reason: str, raw: bytes | str, field: str | None = None) -> Problem:
    """A problem with its record; see `Problem`."""
    return Problem(line=line, reason=reason, raw=raw_text(raw), field=field)
