"""Time zones by the short names that exports write."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone, tzinfo

_NAMES: dict[float, str] = {
    -10: "HST",
    -9: "AKST",
    -8: "PST AKDT",
    -7: "MST PDT",
    -6: "MDT",
    -5: "EST CDT",
    -4: "EDT",
    -3: "BRT ART",
    0: "UTC GMT WET",
    1: "CET WEST",
    2: "EET CEST SAST",
    3: "EEST MSK",
    5: "PKT",
    7: "WIB ICT",
    8: "WITA SGT MYT PHT HKT AWST",
    9: "WIT JST KST",
    9.5: "ACST",
    10: "AEST",
    11: "AEDT",
    12: "NZST",
    13: "NZDT",
}
_HOURS = {name: hours for hours, names in _NAMES.items() for name in names.split()}
"""Names that stand for one zone only; CST, IST and BST stand for several and aren't here."""


def zone(name: str) -> tzinfo | None:
    """The zone of that name; None where it isn't known or stands for several.

    Example:
        >>> zone("WIB"), zone("IST")
        (datetime.timezone(datetime.timedelta(seconds=25200)), None)
    """
    hours = _HOURS.get(name.upper())
    return None if hours is None else UTC if hours == 0 else timezone(timedelta(hours=hours))
