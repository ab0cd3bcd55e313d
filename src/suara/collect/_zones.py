"""Time zones by the short names that exports write."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone, tzinfo

_HOURS: dict[str, float] = {
    **{"UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "SAST": 2},
    **{"WIB": 7, "WITA": 8, "WIT": 9, "SGT": 8, "MYT": 8, "PHT": 8, "HKT": 8, "ICT": 7, "JST": 9, "KST": 9},
    **{"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10},
    **{"AEST": 10, "AEDT": 11, "ACST": 9.5, "AWST": 8, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3, "PKT": 5},
}
"""Names that stand for one zone only; CST, IST and BST stand for several and aren't here."""


def zone(name: str) -> tzinfo | None:
    """The zone of that name; None where it isn't known or stands for several.

    Example:
        >>> zone("WIB"), zone("IST")
        (datetime.timezone(datetime.timedelta(seconds=25200)), None)
    """
    hours = _HOURS.get(name.upper())
    return None if hours is None else UTC if hours == 0 else timezone(timedelta(hours=hours))
