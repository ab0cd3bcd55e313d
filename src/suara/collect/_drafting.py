"""A first mapping of a table that no source knows, by looking at its names and values; a person completes it."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice

from suara.collect._columns import Column, looked_at
from suara.collect._input import Input
from suara.collect._mapping import Mapping
from suara.collect._rows import records
from suara.errors import UnknownFormat
from suara.posts.post import COUNTS, SCHEMA

_LOOKED_AT = 20_000  # rows
_PLATFORMS = {
    "x": r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/",
    "facebook": r"https?://(?:\w+\.)?(?:facebook|fb)\.com/",
    "instagram": r"https?://(?:www\.)?instagram\.com/",
    "tiktok": r"https?://(?:\w+\.)?tiktok\.com/",
    "youtube": r"https?://(?:www\.)?(?:youtube\.com|youtu\.be)/",
    "threads": r"https?://(?:www\.)?threads\.(?:net|com)/",
    "bluesky": r"https?://bsky\.app/|at://",
}
_IDS = {name for name in SCHEMA if name == "conversation" or name.endswith(("_id", "_to", "_of"))} | {"id"}
_TIMES: tuple[str, ...] = ("created_at", "collected_at", "tickets.answered_at")
_NO_TEXT = re.compile(r"alamat|address|url|link|location|lokasi|geo|nama|name", re.IGNORECASE)


def draft(file: Input) -> str:
    """A mapping of a table, as TOML with comments; `# ?` is where a person has to look.

    No value of the table stands in it.

    Raises:
        FileError: the file can't be read.
        UnknownFormat: it isn't a table.
    """
    if file.kind == "json":
        raise UnknownFormat(f"{file.path} is JSON: a mapping is for tables (CSV, TSV, XLSX, Parquet)")
    shape = _shape(Input(file.path))
    table = Input(file.path)
    table.mapped = shape
    rows = [item[1] for item in islice(records(table), _LOOKED_AT) if isinstance(item, tuple)]
    if not rows or len(table.header) < (1 if shape.header else 2):
        raise UnknownFormat(f"{file.path} isn't a table with columns and rows")
    columns = looked_at([name for name in table.header if name], rows)
    return "\n".join(_Draft(shape, columns).lines()) + "\n"


def _shape(table: Input) -> Mapping:
    """What has to be said for the table to be read at all: how fields are parted, and names where it has none."""
    table.mapped = None
    if table.kind != "csv":
        return Mapping()
    text = table.head.decode(table.encoding, "replace").lstrip("\ufeff\r\n")
    lines = list(islice(io.StringIO(text, newline=""), 21))
    widths: dict[str, list[int]] = {}
    for delimiter in ("\t", table.delimiter, ",", ";", "|"):  # a tab stands in no name and in few texts
        try:
            widths[delimiter] = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row][:20]
        except csv.Error:
            continue
    even = [delimiter for delimiter, found in widths.items() if len(set(found)) == 1 and found[0] > 1]
    delimiter = even[0] if even else table.delimiter
    first = next(csv.reader(lines, delimiter=delimiter), [])
    named = not any(len(name) > 60 or len(name.split()) > 8 for name in first)
    return Mapping(
        delimiter=None if delimiter == table.delimiter else delimiter,  # type: ignore[arg-type]
        header=None if named else [f"kolom {number}" for number in range(1, len(first) + 1)],
    )


@cache
def _synonyms() -> dict[str, dict[str, int]]:
    """For each field, names of columns and how likely each is (0 is likeliest)."""
    found = tomllib.loads((files("suara.collect") / "_synonyms.toml").read_text(encoding="utf-8"))
    found |= {f"tickets.{field}": names for field, names in found.pop("tickets").items()}
    return {field: {name: rank for rank, name in enumerate(names)} for field, names in found.items()}


def _plain(name: str) -> str:
    """A name without case, marks and the joints of words."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", parted.lower()))


class _Draft:
    """Gives each field its column."""

    def __init__(self, shape: Mapping, columns: list[Column]) -> None:
        self._shape = shape
        self._free = {column.name: column for column in columns}
        self._chosen: dict[str, Column] = {}
        self._doubts: dict[str, str] = {}  # of fields
        self._spoilt: list[str] = []  # lines on columns that are called like a field, and can't be it
        self._shifted: list[str] = []  # names of those that hold what another column should
        self.platform, self._sure = self._platform(columns)
        for field in _synonyms():
            self._choose_by_name(field)
        if not self._shifted:
            self._choose_by_values()

    def lines(self) -> Iterator[str]:
        """The mapping, line by line."""
        chosen = self._chosen
        yield "# What the columns of this table are. Lines with # ? are guesses: look at them, then import:"
        yield "#     suara import TABLE --mapping THIS_FILE"
        if self._shifted:
            yield f"# ? The columns seem to be shifted: see {' and '.join(self._shifted)}. Mend the table's names first."
        yield ""
        yield f"platform = {_toml(self.platform)}" + ("" if self._sure else "  # ? or x, facebook, instagram, ...")
        if self._shape.delimiter:
            yield f"delimiter = {_toml(self._shape.delimiter)}"
        if self._shape.header:
            yield f"header = {_toml(self._shape.header)}  # ? the table has no row with names, so these are made up"
        times = {field: chosen[field] for field in _TIMES if field in chosen}
        if any(column.without_zone for column in times.values()):
            yield 'zone = "Asia/Jakarta"  # ? the times have none; Asia/Makassar is WITA, Asia/Jayapura WIT'
        yield "\n[columns]"
        plain = {field: column for field, column in chosen.items() if not field.startswith("tickets.")}
        for field in sorted(plain, key=list(SCHEMA).index):
            doubt = self._doubts.get(field)
            yield f"{field} = {_toml(plain[field].name)}" + (f"  # ? {doubt}" if doubt else "")
        if "id" not in chosen:
            yield "# ? id: no column holds ids, so they are made of author, time and text"
        if "text" not in chosen:
            yield "# ? text: no column holds texts"
        yield from self._spoilt
        yield from self._formats(times)
        if any(column.whole_floats for field, column in chosen.items() if field in _IDS):
            yield "\n[ids]\nwhole_floats = true  # they are written as 3.0"
        if "tickets.agency" in chosen:
            yield "\n[tickets]"
            for field in ("agency", "answered_at", "answer"):
                if f"tickets.{field}" in chosen:
                    yield f"{field} = {_toml(chosen[f'tickets.{field}'].name)}"
        if self._free:
            yield "\n[left]\ncolumns = [  # nothing of these is read"
            yield from (f"    {_toml(column.name)},  # {column.kind}" for column in self._free.values())
            yield "]"

    def _formats(self, times: dict[str, Column]) -> Iterator[str]:
        first = times["created_at"].formats if "created_at" in times else None
        needed = {
            field.removeprefix("tickets."): column
            for field, column in times.items()
            if column.formats and (field == "created_at" or column.formats != first)  # which the others have too
        }
        if needed:
            yield "\n[formats]"
        for field, column in needed.items():
            formats = column.formats or []
            doubt = "  # ? day or month first" if column.day_or_month else ""
            yield f"{field} = {_toml(formats[0] if len(formats) == 1 else formats)}{doubt}"

    def _platform(self, columns: list[Column]) -> tuple[str, bool]:
        """The platform, by the web addresses of the posts or their ids; and whether that is sure."""
        for column in columns:
            if _plain(column.name) in _synonyms()["url"]:
                for platform, pattern in _PLATFORMS.items():
                    if column.share(re.compile(pattern).match) > 0.8:
                        return platform, True
        names = {_plain(column.name) for column in columns}
        if any("tweet" in name for name in names) or names & {"id str", "full text", "user screen name"}:
            return "x", True
        if names & _synonyms()["tickets.agency"].keys() and names & _synonyms()["tickets.answered_at"].keys():
            return "open311", False
        return "web", False

    def _choose_by_name(self, field: str) -> None:
        """Take the column that is called like a field, if its values can be that."""
        if field in self._chosen or (field.startswith("tickets.") and not self._is_tickets(field)):
            return
        names = _synonyms()[field]
        called = sorted(
            (c for c in self._free.values() if _plain(c.name) in names), key=lambda c: names[_plain(c.name)]
        )
        for column in called:
            if self._can_be(field, column):
                self._take(field, column)
                return
            self._spoil(field, column)

    def _choose_by_values(self) -> None:
        """Where no name tells the text or the time: the longest texts, the first times."""
        timed = [column for column in self._free.values() if column.is_times and not column.is_digits]
        if "created_at" not in self._chosen and timed:
            self._take("created_at", timed.pop(0), "by its values: these are times")
        free = [column for column in self._free.values() if not _NO_TEXT.search(column.name) and column not in timed]
        worded = [column for column in free if column.words >= 3 and not column.is_category]
        if "text" not in self._chosen and worded:
            longest = max(worded, key=lambda column: column.words)
            self._take("text", longest, "by its values: these are the longest texts")

    def _is_tickets(self, field: str) -> bool:
        return self.platform == "open311" and (field == "tickets.agency" or "tickets.agency" in self._chosen)

    def _take(self, field: str, column: Column, doubt: str | None = None) -> None:
        if field == "tickets.about":  # a ticket may have no words but its type
            if "text" in self._chosen:
                return
            field, doubt = "text", "the type of the ticket stands for its text"
        if field == "id" and column.is_running:
            doubt = "a running number: another table may have the same"
        elif field == "id" and column.distinct < 0.9:
            doubt = "some stand there several times: they are taken as one post"
        self._chosen[field] = self._free.pop(column.name)
        if doubt is not None:
            self._doubts[field] = doubt

    def _can_be(self, field: str, column: Column) -> bool:
        if column.is_empty:
            return False
        if field in _TIMES:
            return column.is_times
        if field in COUNTS:
            return column.is_counts
        if field == "author_id" and self.platform == "x":
            return column.is_digits
        if field in _IDS:
            return column.is_ids and (field != "id" or column.distinct > 0.3)
        if field == "text":
            return column.words >= 1.5
        if field in ("author_handle", "reply_to_author_handle"):
            return column.words < 1.2 and not column.is_counts
        return True

    def _spoil(self, field: str, column: Column) -> None:
        """Say what is wrong with a column of the right name; an author's handle may stand beneath another name."""
        if (
            field == "author_id"
            and column.words < 1.2
            and "author_handle" not in self._chosen
            and not column.is_mangled
        ):
            self._take("author_handle", column, "named as an id, and holds names")
        elif field == "author_handle" and column.words >= 1.2 and "author_name" not in self._chosen:
            self._take("author_name", column)
        elif not column.is_empty and _plain(column.name) not in ("status", "post", "unit", "name", "user"):
            why = "ids that a spreadsheet has destroyed" if column.is_mangled else column.kind
            if (field in COUNTS and column.is_times) or (field == "text" and column.is_counts):
                self._shifted.append(_toml(column.name))
            self._spoilt.append(f"# ? {field.removeprefix('tickets.')} = {_toml(column.name)}: holds {why}")


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
