"""Times as people write them in tables: with a format of their own, without a zone, with Indonesian months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from suara.collect import _values

_MONTHS = {
    "januari": "January",
    "februari": "February",
    "pebruari": "February",
    "maret": "March",
    "mei": "May",
    "juni": "June",
    "juli": "July",
    "agustus": "August",
    "agu": "Aug",
    "agt": "Aug",
    "ags": "Aug",
    "oktober": "October",
    "okt": "Oct",
    "nopember": "November",
    "nop": "Nov",
    "desember": "December",
    "des": "Dec",
}
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu),?\s+", re.IGNORECASE)
_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura", "UTC": "UTC", "GMT": "UTC"}
_ZONE = re.compile(rf"\s*\(?\b({'|'.join(_ZONES)})\)?$")
_RELATIVE = re.compile(
    r"\b(lalu|ago|kemarin|yesterday|baru saja|just now)\b|^\d+ ?(dtk|mnt|j|jam|hr|mgg|[smhdw])$", re.I
)
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?")
_MILLISECONDS = re.compile(r"\d{12,13}(?:\.0+)?")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


class Clock:
    """Reads times by formats; counts them, those without a zone, and those at midnight, which are mostly only days.

    `of_posts`: times before 2004 or in the future can't be right.
    """

    def __init__(self, formats: Sequence[str] = (), zone: str | None = None, *, of_posts: bool = True) -> None:
        self._formats, self._of_posts = formats, of_posts
        self._zone = ZoneInfo(zone or "UTC")
        self.read_so_far = self.without_zone = self.midnights = 0

    def read(self, text: str) -> datetime | None:
        """A time in UTC; None where there is none.

        Raises:
            ValueError: it isn't a time in any of the formats, or can't be the time of a post.

        Example:
            >>> str(Clock(["%d %B %Y %H.%M"], "Asia/Jakarta").read("Senin, 5 Agustus 2024 09.30 WIB"))
            '2024-08-05 02:30:00+00:00'
        """
        if not text:
            return None
        if _MILLISECONDS.fullmatch(text):
            return _values.epoch(str(float(text) / 1000))
        if _SECONDS.fullmatch(text):
            return _values.epoch(text)
        at = self._written(text)
        self.read_so_far += 1
        self.midnights += not (at.hour or at.minute or at.second)
        if at.tzinfo is None:
            self.without_zone += 1
            at = at.replace(tzinfo=self._zone)
        if self._of_posts and not _values.possible(at):
            raise ValueError("before 2004 or in the future")
        return at.astimezone(UTC)

    def _written(self, text: str) -> datetime:
        """A time as it is written, with the zone that is written with it."""
        plain, zone = _plain(text)
        for form in self._formats:
            try:
                at = datetime.strptime(plain, form)
            except ValueError:
                continue
            return at if zone is None or at.tzinfo else at.replace(tzinfo=zone)
        if self._formats and not _ISO.match(text):  # a spreadsheet gives its own dates in ISO 8601, whatever it shows
            raise ValueError(f"not like {self._formats[0]}")
        try:
            at = datetime.fromisoformat(plain)
        except ValueError:
            found = _values.time(text)
            if found is None:
                raise
            return found
        return at if zone is None or at.tzinfo else at.replace(tzinfo=zone)


def relative(text: str) -> bool:
    """Whether a time is told from the day somebody looked: that day isn't known, so neither is the time.

    Example:
        >>> relative("2 hari yang lalu"), relative("3h"), relative("2024-08-05")
        (True, True, False)
    """
    return _RELATIVE.search(text) is not None


def _plain(text: str) -> tuple[str, ZoneInfo | None]:
    """A time with English months and without a weekday, and the zone whose letters stand behind it."""
    if text.isascii() and not any(c.isalpha() for c in text):
        return text, None
    zone = _ZONE.search(text)
    if zone is not None:
        text = text[: zone.start()]
    text = _WEEKDAY.sub("", text)
    text = _MONTH.sub(lambda found: _MONTHS[found[1].lower()], text)
    return text, ZoneInfo(_ZONES[zone[1]]) if zone is not None else None
