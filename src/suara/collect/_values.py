"""Values as exports write them: ids, times, numbers, lists. What can't be is refused, never guessed."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

EARLIEST = datetime(2004, 1, 1, tzinfo=UTC)  # older than any platform that suara reads
LATEST = datetime.now(UTC) + timedelta(days=1)  # clocks differ; a day's grace

_MONTHS = {
    m: i for i, m in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_TWITTER = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d):(\d\d):(\d\d) \+0000 (\d{4})")
_WHOLE = re.compile(r"(\d+)(?:\.0+)?")


def is_id(text: str) -> bool:
    """Whether a numeric id is whole: digits only. A spreadsheet makes 1.23E+18 of it.

    Example:
        >>> is_id("1600000000000000001"), is_id("1.6E+18"), is_id("")
        (True, False, False)
    """
    return text.isascii() and text.isdecimal()


def possible(at: datetime | None) -> bool:
    """Whether a post can be of this time: not before 2004, not after tomorrow. Unknown is possible.

    Example:
        >>> possible(datetime(1970, 1, 1, tzinfo=UTC)), possible(None)
        (False, True)
    """
    return at is None or (at.tzinfo is not None and EARLIEST <= at <= LATEST)


def time(text: str) -> datetime | None:
    """A time as X writes it, now (ISO 8601) or formerly, in UTC; None where there is none.

    Raises:
        ValueError: it isn't a time, has no zone, or can't be the time of a post.

    Example:
        >>> time("Wed Oct 10 20:19:24 +0000 2018") == time("2018-10-10T20:19:24.000Z")
        True
    """
    if not text:
        return None
    if found := _TWITTER.fullmatch(text):
        month, *rest = found.groups()
        day, hour, minute, second, year = map(int, rest)
        at = datetime(year, _MONTHS.get(month, 0), day, hour, minute, second, tzinfo=UTC)
    else:
        at = datetime.fromisoformat(text)
    if not possible(at):
        raise ValueError("before 2004, in the future, or without a time zone")
    return at.astimezone(UTC)


def epoch(text: str) -> datetime | None:
    """Seconds since 1970 as a time in UTC; None where there is none.

    Raises:
        ValueError: it isn't a number, or can't be the time of a post.
    """
    if not text:
        return None
    try:
        at = datetime.fromtimestamp(float(text), UTC)
    except (OverflowError, OSError):
        raise ValueError("not a time") from None
    if not possible(at):
        raise ValueError("before 2004 or in the future")
    return at


def count(text: str | None) -> int | None:
    """A count; None where it is not told or not a number.

    Example:
        >>> count("12"), count("12.0"), count(""), count("many")
        (12, 12, None, None)
    """
    found = _WHOLE.fullmatch(text) if text else None
    return int(found[1]) if found and len(found[1]) <= 18 else None


def many(text: str | None) -> list[str]:
    """The parts of a list that is written with bars.

    Example:
        >>> many("a|b"), many("")
        (['a', 'b'], [])
    """
    return [part for part in text.split("|") if part] if text else []


def made_id(*parts: str | None) -> str:
    """An id for a post whose platform tells none: the same for the same parts, and seen to be made by its "~".

    Example:
        >>> made_id("warga_contoh", None, "halo") == made_id("warga_contoh", None, "halo")
        True
    """
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    return "~" + hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
