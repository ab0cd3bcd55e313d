"""What CSV files of tweepy scripts have in common: times."""

from __future__ import annotations

from datetime import datetime

from suara.collect._values import time


def at(text: str) -> tuple[datetime | None, bool]:
    """A time as tweepy gives it, and whether it has no zone: before version 4 it is UTC without saying so.

    Raises:
        ValueError: it isn't a time, or can't be the time of a post.

    Example:
        >>> from datetime import UTC
        >>> at("2022-12-04 23:13:47+00:00") == (datetime(2022, 12, 4, 23, 13, 47, tzinfo=UTC), False)
        True
        >>> at("2019-12-04 23:13:47") == (datetime(2019, 12, 4, 23, 13, 47, tzinfo=UTC), True)
        True
    """
    try:
        naive = bool(text) and datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        naive = False
    return time(f"{text}+00:00" if naive else text), naive
