"""What a person says of the columns of a table: a small TOML file beside it, or one that is named.

platform = "x"                     # or, under [columns], platform = "the column that tells it"
zone = "Asia/Jakarta"              # of times that have none

[columns]                          # field of a post = column of the table
id = "tweet_id"
text = "isi"                       # or several: ["judul", "isi"]
created_at = "tanggal"

[formats]                          # of times that aren't in ISO 8601, in seconds since 1970 or as X writes them
created_at = "%d/%m/%Y %H:%M"      # or several: the first that fits

[ids]
whole_floats = true                # "3.0" is 3

[left]                             # left out on purpose
columns = ["catatan"]

[tickets]                          # rows are tickets: the post is to this agency, and so is the answer by it
agency = "Dinas"
answered_at = "Selesai"
answer = "Tindak lanjut"
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

from suara._toml import decoded
from suara.errors import DataError
from suara.posts.post import SCHEMA

Platform = Literal[
    "x", "youtube", "tiktok", "instagram", "threads", "facebook", "bluesky", "mastodon", "web", "open311"
]
PLATFORMS: frozenset[str] = frozenset(typing.get_args(Platform))
FIELDS = frozenset(SCHEMA) - {"source", "context"}
TIMES = ("created_at", "collected_at", "answered_at")

OneOrMore = str | Annotated[list[str], msgspec.Meta(min_length=1)]


class Ids(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How ids are written."""

    whole_floats: bool = False  # a program took them for numbers with a decimal point: 3.0; below 2^53 nothing is lost


class Left(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What is left out on purpose."""

    columns: list[str] = []


class Tickets(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Columns of service tickets: whom a ticket is for, and when and with which words that agency dealt with it."""

    agency: str
    answered_at: str | None = None
    answer: OneOrMore = []


class Mapping(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True, dict=True):
    """A mapping, as it stands in the file."""

    platform: Platform | None = None
    zone: str | None = None
    sheet: str | None = None  # of an XLSX file; without it the first that holds a table
    delimiter: Literal[",", ";", "\t", "|"] | None = None
    header: list[str] | None = None  # the names of the columns, where the table has no row with them
    columns: dict[str, OneOrMore] = {}
    formats: dict[str, OneOrMore] = {}
    ids: Ids = Ids()
    left: Left = Left()
    tickets: Tickets | None = None

    @property
    def taken(self) -> list[tuple[str, str]]:
        """Each column that is read, with the place in the file that names it."""
        ticket = self.tickets
        named: list[tuple[str, OneOrMore | None]] = [(f"[columns] {f}", c) for f, c in self.columns.items()]
        if ticket is not None:
            named += [(f"[tickets] {f}", getattr(ticket, f)) for f in ("agency", "answered_at", "answer")]
        return [(place, column) for place, columns in named for column in several(columns)]

    @property
    def takes(self) -> frozenset[str]:
        """The columns that are read."""
        return frozenset(column for _, column in self.taken)

    @property
    def leaves(self) -> frozenset[str]:
        """The columns that are left out on purpose."""
        return frozenset(self.left.columns) - self.takes


def several(given: OneOrMore | None) -> list[str]:
    """What is one or more as a list."""
    return [given] if isinstance(given, str) else given or []


def beside(path: Path) -> Path | None:
    """The mapping that lies beside a table, named like it with .toml at the end; None where none does."""
    mapping = path.with_name(f"{path.name}.toml")
    return mapping if path.name and mapping.is_file() else None


def load(path: Path) -> Mapping:
    """A mapping file, checked.

    Raises:
        DataError: it can't be read, isn't TOML, or says what can't be.
    """
    mapping = decoded(path, Mapping)
    for problem in _problems(mapping):
        raise DataError(f"{path}: {problem}")
    return mapping


def check(mapping: Mapping, header: list[str], path: Path, table: Path) -> None:
    """Whether a table has the columns that a mapping names.

    Raises:
        DataError: it lacks one; the message names the place in the mapping and the columns there are.
    """
    for place, column in mapping.taken:
        if column not in header:
            there = ", ".join(name for name in header if name)
            raise DataError(
                f'{path}: {place} = "{column}": {table} has no such column{_close(column, header)}. It has: {there}'
            )


def _problems(mapping: Mapping) -> Iterator[str]:
    """What a mapping says that can't be."""
    columns = mapping.columns
    for field, given in columns.items():
        if field not in FIELDS:
            yield f"[columns] {field}: a post has no such field{_close(field, FIELDS)}. Fields: {', '.join(sorted(FIELDS))}"
        if not isinstance(given, str) and field != "text":
            yield f"[columns] {field}: name one column (only text may be made of several)"
    if "text" not in columns and "id" not in columns:
        yield "[columns] names neither id nor text: nothing tells one post from another"
    if mapping.platform is None and "platform" not in columns:
        yield f'platform is missing: write platform = "facebook", or another of {", ".join(sorted(PLATFORMS))}'
    if ("mention_ids" in columns) and ("mention_handles" not in columns):
        yield "[columns] mention_ids: needs mention_handles too, in the same order"
    if mapping.zone is not None and not _is_zone(mapping.zone):
        yield f'zone = "{mapping.zone}": no such time zone; Indonesia has Asia/Jakarta, Asia/Makassar and Asia/Jayapura'
    for field, given in mapping.formats.items():
        if field not in TIMES:
            yield f"[formats] {field}: only {', '.join(TIMES)} have formats"
        for form in several(given):
            if not _is_format(form):
                yield f'[formats] {field} = "{form}": no format of a time, such as "%d/%m/%Y %H:%M"'
    if mapping.header is not None and len(set(mapping.header)) < len(mapping.header):
        yield "header: a name stands there twice"
    if mapping.tickets is not None and {"reply_to", "mention_handles"} & columns.keys():
        yield "[tickets]: a ticket is to its agency, so leave reply_to and mention_handles out of [columns]"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _is_format(form: str) -> bool:
    """Whether `strptime` understands a format, and it has a day at least."""
    try:
        at = datetime(2020, 10, 31, 13, 5, 9)
        return datetime.strptime(at.strftime(form), form).date() == at.date()
    except (ValueError, LookupError):
        return False


def _close(name: str, there: Iterable[str]) -> str:
    by_name = {other.casefold().strip(): other for other in there}
    found = get_close_matches(name.casefold().strip(), by_name, 1)
    return f' (perhaps "{by_name[found[0]]}")' if found else ""
