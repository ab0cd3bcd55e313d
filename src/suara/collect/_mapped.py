"""The fields of a post from a row of a table, as a mapping says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from suara.collect import _x_text as x_text
from suara.collect._input import rejected
from suara.collect._mapping import PLATFORMS, TIMES, Mapping, several
from suara.collect._times import Clock, relative
from suara.collect._values import count, is_id, made_id
from suara.posts import Problem
from suara.posts.post import COUNTS, SCHEMA

_IDS = tuple(name for name in SCHEMA if name == "conversation" or name.endswith(("_id", "_to", "_of")))
_LISTS = ("mention_ids", "mention_handles", "hashtags", "links")
UNKNOWN = frozenset({"", "nan", "NaN", "None", "null", "NULL", "<NA>", "NaT", "N/A", "n/a", "-"})
_MANGLED = re.compile(r"\d+[.,]\d*(?:[eE]\+?\d+)?|\d+[eE]\+?\d+")
_FLOAT = re.compile(r"([0-9]{1,16})\.0+")
_EXACT = 1 << 53  # whole numbers below it survive as floats
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_APART = re.compile(r"[\s,;|\[\]'\"]+")
_AT = re.compile(r"(?<![\w@./])@([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)")
_MENTIONING = PLATFORMS - {"facebook", "web", "open311"}  # where "@name" in a text is a mention, and the name a handle
_OTHER_NAMES = {"twitter": "x", "x (twitter)": "x", "fb": "facebook", "ig": "instagram", "yt": "youtube"}
_YES, _NO = frozenset({"1", "true", "yes", "ya", "y"}), frozenset({"0", "false", "no", "tidak", "n"})


class Refused(Exception):
    """A record, or a field of it, that can't be taken: why, and of which kind that is."""


class Row:
    """A row of the table, of whose cells some are unknown."""

    def __init__(self, line: int, cells: dict[str, str], raw: str) -> None:
        self.line, self._cells, self.raw = line, cells, raw

    def get(self, column: str | None) -> str | None:
        """What a column says; None where it says nothing."""
        value = self._cells[column].strip() if column is not None else ""
        return None if value in UNKNOWN else value

    def text(self, columns: list[str]) -> str | None:
        """The text of one column, or of several one after the other."""
        return "\n".join(self._cells[column] for column in columns if self.get(column) is not None) or None


class Fields:
    """Reads rows as a mapping says; counts what is to be known of all of them."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self.column = {field: column for field, column in mapping.columns.items() if isinstance(column, str)}
        self.texts = several(mapping.columns.get("text"))
        formats = mapping.formats
        self.clocks = {
            field: Clock(several(formats.get(field) or formats.get("created_at")), mapping.zone) for field in TIMES
        }
        self.made = 0  # posts whose ids had to be made
        self.relative: list[tuple[int, str]] = []  # times that aren't known: line and what stands there
        self._fit, self._unfit = Counter[str](), Counter[str]()  # values of a column that its field can be, and can't
        self._readers = [(field, self.column[field], _reader(field)) for field in SCHEMA if self._is_plain(field)]

    def of(self, row: Row) -> tuple[dict[str, Any], list[Problem]]:
        """The fields of a row's post, and what had to be refused of them.

        Raises:
            Refused: the row gives no post.
        """
        told: dict[str, Any] = {"platform": self._platform(row), "source": "table"}
        problems = []
        for field, column, read in self._readers:
            if (value := row.get(column)) is None:
                continue
            try:
                told[field] = self._id(value, told["platform"]) if read is None else read(value)
            except Refused as refused:
                reason, kind = refused.args
                problems.append(rejected(row.line, f"{column}: {reason}: {value[:40]!r}", row.raw, field, kind))
                self._unfit[column] += field not in _IDS
            else:
                self._fit[column] += 1
        told["created_at"] = self.time("created_at", self.column.get("created_at"), row)
        told["collected_at"] = self.time("collected_at", self.column.get("collected_at"), row)
        text = row.text(self.texts)
        told["text"] = x_text.plain(text) if text and told["platform"] == "x" else text
        if text:
            (self._unfit if text.strip().isdecimal() else self._fit)[self.texts[0]] += 1
        told["id"] = self._id_of(row, told)
        told |= in_text(told["text"], told["platform"]) | self._lists(row, told["platform"])
        return told, problems

    @property
    def shifted(self) -> list[str]:
        """Columns that never hold what their name says: counts without a number, texts that are only numbers."""
        return [column for column, times in self._unfit.items() if times >= 3 and not self._fit[column]]

    def time(self, field: str, column: str | None, row: Row) -> datetime | None:
        """The time in a column; None where it isn't told, or only how long ago it was.

        Raises:
            Refused: it can't be a time.
        """
        if (value := row.get(column)) is None:
            return None
        try:
            return self.clocks[field].read(value)
        except (ValueError, OverflowError) as error:
            if relative(value):
                self.relative.append((row.line, value[:40]))
                return None
            raise Refused(f"{column}: an impossible time: {value[:40]!r} ({error})", "impossible_time") from None

    def _is_plain(self, field: str) -> bool:
        return field in self.column and field not in ("platform", "id", "text", *TIMES, *_LISTS)

    def _platform(self, row: Row) -> str:
        column = self.column.get("platform")
        name = (row.get(column) or self._mapping.platform or "").lower()
        platform = _OTHER_NAMES.get(name, name)
        if platform not in PLATFORMS:
            raise Refused(f"{column}: no platform that is known: {name[:40]!r}", "broken")
        return platform

    def _id_of(self, row: Row, told: dict[str, Any]) -> str:
        """The post's own id; where the table has none, one made of who wrote what, and when."""
        if (column := self.column.get("id")) is not None:
            if (value := row.get(column)) is None:
                raise Refused(f"{column}: no id", "broken")
            try:
                return self._id(value, told["platform"])
            except Refused as refused:
                raise Refused(f"{column}: {refused.args[0]}: {value[:40]!r}", refused.args[1]) from None
        if told["text"] is None:
            raise Refused("neither an id nor a text: nothing tells it from others", "broken")
        self.made += 1
        author = told.get("author_id") or told.get("author_handle") or told.get("author_name")
        at = told["created_at"]
        return made_id(author, at.isoformat() if at else None, told["text"])

    def _id(self, value: str, platform: str) -> str:
        if self._mapping.ids.whole_floats and (found := _FLOAT.fullmatch(value)) and int(found[1]) < _EXACT:
            return found[1]
        if mangled(value):
            raise Refused("a mangled id", "mangled_id")
        if platform == "x" and not is_id(value):
            raise Refused("not an id of X", "mangled_id")
        return value

    def _lists(self, row: Row, platform: str) -> dict[str, Any]:
        """The lists that have columns of their own, however they are parted: a|b, a, b or ['a', 'b']."""
        found: dict[str, Any] = {}
        for field in _LISTS:
            if field in self.column:
                value = row.get(self.column[field])
                parts = [part.lstrip("@#") for part in _APART.split(value or "")]
                found[field] = None if value is None else [part for part in parts if part]
        if "mention_handles" in found:
            found["mention_ids"] = self._in_step(found["mention_handles"], found.get("mention_ids"), platform)
        return found

    def _in_step(self, handles: list[str] | None, ids: list[str] | None, platform: str) -> list[str | None] | None:
        """The ids of mentions, where it is known which belongs to which handle."""
        if handles is None:
            return None
        try:
            whole: list[str | None] = [self._id(value, platform) for value in ids or ()]
        except Refused:
            whole = []
        return whole if len(whole) == len(handles) else [None] * len(handles)


def in_text(text: str | None, platform: str) -> dict[str, Any]:
    """What a text tells of itself: mentions, hashtags, links, and on X whose post it passes on."""
    if text is None:
        return {}
    found: dict[str, Any] = {}
    rest = text
    if platform == "x":
        whose, rest = x_text.reposted(text)
        found = {"repost_of_author_handle": whose} if whose else {}
    if platform in _MENTIONING:
        handles = x_text.mentions(rest) if platform == "x" else _AT.findall(rest)
        found |= {"mention_handles": handles, "mention_ids": [None] * len(handles)}
    return found | {"hashtags": x_text.hashtags(rest), "links": x_text.links(rest)}


def _reader(field: str) -> Callable[[str], Any] | None:
    """What makes the value of a field of a text; None for ids, which need to know their platform."""
    if field in _IDS:
        return None
    if field in COUNTS:
        return _count
    if field == "author_verified":
        return _yes
    return _handle if field.endswith("_handle") else str


def _handle(value: str) -> str:
    return value.lstrip("@")


def mangled(value: str) -> bool:
    """Whether a program has taken an id for a number: 1.6E+18, 3.0.

    Example:
        >>> mangled("1.6E+18"), mangled("3.0"), mangled("1600000000000000001"), mangled("18-00269879")
        (True, True, False, False)
    """
    return _MANGLED.fullmatch(value) is not None


def counted(value: str) -> int | None:
    """A count; points and commas between thousands are no decimals, for nothing is counted in thousandths.

    Example:
        >>> counted("1.234"), counted("12,000"), counted("7.0"), counted("banyak")
        (1234, 12000, 7, None)
    """
    return count(re.sub("[.,]", "", value) if _GROUPED.fullmatch(value) else value)


def _count(value: str) -> int:
    if (number := counted(value)) is None:
        raise Refused("not a number", "broken")
    return number


def _yes(value: str) -> bool:
    if (told := value.lower()) in _YES | _NO:
        return told in _YES
    raise Refused("neither yes nor no", "broken")
