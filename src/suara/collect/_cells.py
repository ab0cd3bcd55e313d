"""Cells of XLSX and Parquet as text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

EXACT = 1 << 53  # whole numbers above it are rounded by every program that keeps numbers as floats, as Excel does
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#GETTING_DATA"})
"""What Excel shows where it has lost what was there: "#NAME?" is what it makes of a text that begins with "-" or "="."""


def text_of(value: Any) -> str:
    """A cell as text; a whole number that a float can't hold exactly is written so that it is seen to be none.

    Example:
        >>> text_of(3.0), text_of(1.6e18), text_of(None), text_of(["a", "b"])
        ('3', '1.6e+18', '', 'a|b')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float):
        if value != value:  # NaN: what data frames keep for unknown
            return ""
        return str(int(value)) if value.is_integer() and abs(value) <= EXACT else repr(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list):
        return "|".join(map(text_of, value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return msgspec.json.encode(value, enc_hook=str).decode()
    return str(value)
