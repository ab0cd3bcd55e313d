"""Times as web pages and feeds write them: ISO 8601 or mail dates, English or Indonesian, some without hour or zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from suara.collect._values import possible
from suara.posts import Notice

_ZONES = {"WIB": "+0700", "WITA": "+0800", "WIT": "+0900"}
_MONTHS = {name.lower(): name for name in ["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Sep", "Nov"]}
_MONTHS |= {
    "peb": "Feb",
    "mei": "May",
    "agu": "Aug",
    "agt": "Aug",
    "ags": "Aug",
    "okt": "Oct",
    "nop": "Nov",
    "des": "Dec",
}
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\b", re.IGNORECASE)
_ZONE = re.compile(rf"\b({'|'.join(_ZONES)})\b")
_LONGEST = 100


class Moment(NamedTuple):
    """A time in UTC, and the kind of notice it needs where it is less than that."""

    at: datetime
    doubt: str | None = None

    def notices(self, line: int) -> list[Notice]:
        """What is to be known of it."""
        if self.doubt is None:
            return []
        return [
            Notice(kind=self.doubt, line=line, example="UTC" if self.doubt == "zone_doubt" else f"{self.at:%Y-%m-%d}")
        ]


def moment(text: str) -> Moment:
    """A written time. A day without an hour is its midnight in UTC; a time without a zone is taken as UTC.

    Raises:
        ValueError: it isn't a time, or can't be that of a post.

    Example:
        >>> moment("Sen, 06 Mei 2024 10:00:00 WIB").at.isoformat()
        '2024-05-06T03:00:00+00:00'
        >>> moment("2024-05-06").doubt, moment("2024-05-06T10:00").doubt
        ('date_only', 'zone_doubt')
    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise ValueError("too long for a time")
    at, doubt = _day(text) or _iso(text) or _mail(text)
    if not possible(at):
        raise ValueError("before 2004 or in the future")
    return Moment(at, doubt)


def maybe(text: object) -> Moment | None:
    """The same, or None where it isn't a time of a post.

    Example:
        >>> maybe("2 hari yang lalu") is None
        True
    """
    try:
        return moment(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _day(text: str) -> Moment | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return Moment(datetime(day.year, day.month, day.day, tzinfo=UTC), "date_only")


def _iso(text: str) -> Moment | None:
    try:
        return _utc(datetime.fromisoformat(_ZONE.sub(lambda found: _ZONES[found[1]], text)))
    except ValueError:
        return None


def _mail(text: str) -> Moment:
    text = _MONTH.sub(lambda found: _MONTHS[found[1].lower()], text)
    text = _ZONE.sub(lambda found: _ZONES[found[1]], text)
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, IndexError, OverflowError):
        raise ValueError("not a time") from None
    return _utc(at.replace(tzinfo=UTC)) if text.endswith("-0000") else _utc(at)


def _utc(at: datetime) -> Moment:
    if at.tzinfo is None:
        return Moment(at.replace(tzinfo=UTC), "zone_doubt")
    try:
        return Moment(at.astimezone(UTC))
    except OverflowError:
        raise ValueError("not a time of this world") from None
