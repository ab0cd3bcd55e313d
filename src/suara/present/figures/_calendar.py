"""Days and hours on an axis, by the clock of a place, in the language of a figure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import altair as alt

MONTHS = {
    "id": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


def wall(at: datetime) -> str:
    """What the clock shows, as an axis takes it: the zone of the machine that draws makes no difference."""
    return f"{at.replace(tzinfo=None).isoformat()}Z"


def _shown(at: datetime) -> int:
    """The same as an axis takes its ticks: milliseconds."""
    return round(at.replace(tzinfo=UTC).timestamp() * 1000)


def brief(at: datetime, lang: str) -> str:
    """A day without its year."""
    return f"{at.day} {MONTHS[lang][at.month - 1]}"


def day(at: datetime, lang: str, *, hour: bool = False) -> str:
    """A day, or an hour of it.

    Example:
        >>> day(datetime(2026, 5, 2, 9), "id"), day(datetime(2026, 5, 2, 9), "en", hour=True)
        ('2 Mei 2026', '2 May 2026, 09:00')
    """
    told = f"{brief(at, lang)} {at.year}"
    clock = f"{at:%H:%M}" if lang == "en" else f"{at:%H.%M}"
    return f"{told}, {clock}" if hour else told


TICKS = {True: 10, False: 4}
"""Of an axis at most, on a screen and on a phone."""


def days_axis(name: str, starts: Sequence[datetime], end: datetime, *, lang: str, wide: bool, **axis: Any) -> alt.X:
    """A field of times (see `wall`) from left to right; ticks stand where periods start, and tell hours, days or months."""
    first, each = starts[0], -(-len(starts) // TICKS[wide])
    length = end - first
    # The words are ours, and JSON of them is an expression; nothing of the data comes in here.
    month = f"{json.dumps(MONTHS[lang])}[utcmonth(datum.value)]"
    dated = f"utcdate(datum.value) + ' ' + {month}"
    label = dated
    if length > timedelta(days=300):
        label = f"{month} + ' ' + utcyear(datum.value)"
    elif length < timedelta(days=4):
        label = f"{dated} + utcFormat(datum.value, {json.dumps(', %H:%M' if lang == 'en' else ', %H.%M')})"
    scale = alt.Scale(type="utc", domain=[wall(first), wall(end)], nice=False)
    places = [_shown(at) for at in starts[::each]]
    drawn = alt.Axis(
        labelExpr=label, values=places, labelOverlap="greedy", labelSeparation=8, labelFlush=False, grid=False, **axis
    )
    return alt.X(f"{name}:T", title=None, scale=scale, axis=drawn)
