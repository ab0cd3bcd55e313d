"""Values that come as a number or as text, as it pleases the platform or the file."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from suara.collect._values import count, epoch, time

Loose = str | int | float | None

_ID = re.compile(r"[0-9]+(_[0-9]+)?")
_EPOCH = re.compile(r"[0-9]{9,10}(\.[0-9]+)?|[0-9]{13}")
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")


def identity(value: Loose) -> str | None:
    """An id as text; None where there is none.

    Raises:
        ValueError: it isn't whole: a number with a decimal point, or what a spreadsheet makes of a long one.

    Example:
        >>> identity(7300000000000000001), identity("184096565021911_1035057923259100"), identity("")
        ('7300000000000000001', '184096565021911_1035057923259100', None)
    """
    if value is None or value == "":
        return None
    if isinstance(value, float) or not _ID.fullmatch(text := str(value)):
        raise ValueError(f"a mangled id: {str(value)[:40]!r}")
    return text


def moment(value: Loose, zone: tzinfo | None = None) -> datetime | None:
    """A time in UTC, from seconds or milliseconds since 1970 or from ISO 8601; None where there is none.

    Times that name no zone are taken to be in `zone`; without it they are refused.

    Raises:
        ValueError: it isn't a time, or can't be that of a post.

    Example:
        >>> moment(1614560400) == moment("1614560400000") == moment("2021-03-01T08:00:00+07:00")
        True
    """
    text = "" if value is None else str(value).strip()
    if _EPOCH.fullmatch(text):
        return epoch(text[:-3] if len(text) == 13 and "." not in text else text)
    try:
        if zone is not None and text and (at := datetime.fromisoformat(text)).tzinfo is None:
            text = at.replace(tzinfo=zone).isoformat()
        return time(text)
    except OverflowError:
        raise ValueError("not a time") from None


def tally(value: Loose) -> int | None:
    """A count; None where it is not told: empty, or -1 as where likes are hidden.

    Example:
        >>> tally(7), tally("7.0"), tally("1,234"), tally(-1), tally(None)
        (7, 7, 1234, None, None)
    """
    text = "" if value is None else str(value)
    return count(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text)


def yes(value: str | bool | int | None) -> bool | None:
    """Whether a flag is set; None where it is not told.

    Example:
        >>> yes(True), yes("false"), yes(""), yes("1")
        (True, False, None, True)
    """
    return None if value in (None, "") else str(value).lower() in ("1", "true", "yes")
