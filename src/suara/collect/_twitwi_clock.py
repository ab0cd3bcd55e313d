"""When a post was fetched, by the clock of the machine that twitwi ran on."""

from __future__ import annotations

from datetime import UTC, datetime


def collected(fetched: str | None, local: str | None, created_at: datetime | None) -> datetime | None:
    """`fetched` in UTC. Both it and `local`, the time of the post, have no zone: the latter shows how far it is from UTC.

    Example:
        >>> collected("2023-09-08T09:30:00", "2023-09-08T08:00:00", datetime(2023, 9, 8, 1, tzinfo=UTC))
        datetime.datetime(2023, 9, 8, 2, 30, tzinfo=datetime.timezone.utc)
    """
    try:
        by_the_clock, of_the_post = datetime.fromisoformat(fetched or ""), datetime.fromisoformat(local or "")
    except ValueError:
        return None
    if created_at is None or by_the_clock.tzinfo is not None or of_the_post.tzinfo is not None:
        return None
    offset = of_the_post.replace(microsecond=0) - created_at.replace(microsecond=0, tzinfo=None)
    try:
        return (by_the_clock - offset).replace(tzinfo=UTC)
    except OverflowError:
        return None
