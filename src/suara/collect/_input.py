"""A file as an adapter sees it: decompressed, in lines, with its first bytes at hand."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO

import msgspec
import pyarrow as pa

from suara.collect import _sheet
from suara.collect._header import unique
from suara.collect._mapping import Mapping, beside, load
from suara.collect._wrapped import delimiter_of, padding, unwrapped
from suara.errors import FileError
from suara.posts import Problem

HEAD = 1 << 16
LONGEST_LINE = 1 << 28  # a page of the X API has some 500 kB; more than 256 MB on one line is no such file
LONGEST_DOCUMENT = 1 << 30
LONGEST_FIELD = 1 << 24
RAW_KEPT = 1 << 20  # of a rejected record

_ROOT = re.compile(  # what comes before the first element is passed over without ever going back
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*+(?:\[.*?\])?[^>]*+>)*+<([a-z][\w:.-]*)", re.IGNORECASE | re.DOTALL
)
_HTML = {"html", "head", "body", "meta", "title", "link", "script"}

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = (EOFError, zlib.error, OSError)  # OSError: what gzip and Arrow raise, and a disk that fails
NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)  # the last: nested a thousand levels deep


class Input:
    """One file of posts; plain, gzip or zstd, told by its first bytes and never by its name.

    `mapping` says which column of a table is what; without it, a TOML file beside the table says so, if one is there.

    Raises:
        FileError: it is missing, a directory, empty or not readable.
    """

    def __init__(self, path: Path, mapping: Path | None = None) -> None:
        self.path = path
        self.mapping = mapping or beside(path)
        self.lines_read = 0
        self.cut_off: str | None = None
        self._position = 0
        try:
            if path.is_dir():
                raise FileError(f"{path} is a directory: name the files in it, for example {path}/*.jsonl")
            self.size = path.stat().st_size
            self._raw: IO[bytes] = path.open("rb")
            self._raw.close()
        except FileNotFoundError:
            raise FileError(f"{path} isn't there: check the name") from None
        except OSError as error:
            raise FileError(f"{path} can't be read: {error.strerror}") from None

    @property
    def position(self) -> int:
        """How many bytes of the file on disk have been read."""
        return self._position if self._raw.closed else self._raw.tell()

    @cached_property
    def mapped(self) -> Mapping | None:
        """What a person says of the columns of this table; None where nobody does, or it is no table.

        Raises:
            DataError: the mapping is wrong.
        """
        return load(self.mapping) if self.mapping is not None and self.kind != "json" else None

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """The decompressed bytes from the beginning."""
        with self.path.open("rb") as raw:
            self._raw = raw
            try:
                yield _decompressed(raw)
            finally:
                self._position = self.size if raw.closed else raw.tell()

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Number and bytes of each line; stops, and says so in `cut_off`, where the file is broken off."""
        number = 0
        with self.opened() as stream, self.noticing():
            while line := stream.readline(LONGEST_LINE):
                number += 1
                self.lines_read = number
                yield number, line

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Say in `cut_off` where the file turns out to be broken off."""
        try:
            yield
        except BROKEN as error:
            self.cut_off = f"the compressed file is damaged or cut off after line {self.lines_read}: {error}"

    @cached_property
    def head(self) -> bytes:
        """The first 64 kB, decompressed."""
        try:
            with self.opened() as stream:
                head: bytes = stream.read(HEAD)
        except BROKEN as error:
            raise FileError(f"{self.path} is a damaged compressed file: {error}") from None
        if head.startswith(_OLE):
            raise FileError(f"{self.path} is an old Excel file (.xls) or has a password: save it as .xlsx without one")
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
    def kind(self) -> str:
        """What the first bytes say: "xlsx", "parquet", "json", "html", "xml" or, of all else, "csv"."""
        if self.head.startswith(b"PK\x03\x04"):
            return "xlsx"
        if self.head.startswith(b"PAR1"):
            return "parquet"
        start = self.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith((b"{", b"[")):
            return "json"
        if start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\x00<")) and (root := self.root):
            return "html" if root in _HTML else "xml"
        return "csv"

    @cached_property
    def root(self) -> str:
        """The name of the first element of a file with markup, in lower case; "" where there is none."""
        return root_of(self.head.decode(self.encoding, "replace"))

    @cached_property
    def first_json(self) -> object | None:
        """The first line that is JSON among the first five, else the whole file if that is JSON, else None."""
        for number, line in self.lines():
            try:
                return msgspec.json.decode(line)  # type: ignore[no-any-return]
            except NOT_JSON:
                if number >= 5:
                    break
        try:
            return msgspec.json.decode(self.whole) if self.kind == "json" else None
        except NOT_JSON:
            return None

    @cached_property
    def whole(self) -> bytes:
        """All of the file, where it is one JSON document; a bigger one than 1 GB is left at that."""
        with self.opened() as stream, self.noticing():
            return stream.read(LONGEST_DOCUMENT).removeprefix(b"\xef\xbb\xbf")
        return b""

    @cached_property
    def header(self) -> list[str]:
        """The names in the first row of a table (CSV, XLSX or Parquet); empty where it isn't one."""
        if self.mapped and self.mapped.header:
            return self.mapped.header
        if self.kind in ("xlsx", "parquet"):
            return _sheet.header(self)
        if self.kind in ("json", "html", "xml"):
            return []
        try:
            inner = unwrapped(self.first_row, self.delimiter)
            plain = self.first_row.rstrip("\r").removesuffix(self.padding)
            return unique(inner or next(csv.reader([plain], delimiter=self.delimiter), []))
        except csv.Error:
            return []

    @cached_property
    def first_row(self) -> str:
        """The first line of a CSV file that isn't blank, without its end."""
        return self.head.decode(self.encoding, "replace").lstrip("\ufeff\r\n").split("\n", 1)[0]

    @cached_property
    def delimiter(self) -> str:
        """The separator of a CSV file, by what its first row has most of."""
        if self.mapped and self.mapped.delimiter:
            return self.mapped.delimiter
        return delimiter_of(self.first_row)

    @cached_property
    def padding(self) -> str:
        """What a spreadsheet has put behind each row of a CSV file: ";" for each empty cell, in most files nothing."""
        return padding(self.first_row, self.delimiter)


def _decompressed(raw: IO[bytes]) -> IO[bytes]:
    magic = raw.read(4)
    raw.seek(0)
    if magic.startswith(_GZIP):
        return io.BufferedReader(gzip.GzipFile(fileobj=raw))
    if magic.startswith(_ZSTD):
        return io.BufferedReader(pa.CompressedInputStream(raw, "zstd"))
    return raw


def root_of(markup: str) -> str:
    """The name of the first element of XML or HTML, in lower case; "" of what is neither.

    Example:
        >>> root_of("<?xml version='1.0'?><!-- warta --><rss>"), root_of("nama,umur")
        ('rss', '')
    """
    found = _ROOT.match(markup.lstrip("\ufeff"))
    return found[1].lower() if found else ""


def raw_text(record: bytes | str) -> str:
    """A rejected record as text: whole up to 1 MB, bytes that aren't UTF-8 shown as escapes."""
    if isinstance(record, bytes):
        record = record.decode("utf-8", "backslashreplace")
    else:
        record = record.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if len(record) > RAW_KEPT:
        record = f"{record[:RAW_KEPT]}... ({len(record)} characters)"
    return record.rstrip("\r\n")


def rejected(line: int, reason: str, raw: bytes | str, field: str | None = None, kind: str = "broken") -> Problem:
    """A problem with its record; see `Problem`."""
    return Problem(line=line, reason=reason, raw=raw_text(raw), field=field, kind=kind)
