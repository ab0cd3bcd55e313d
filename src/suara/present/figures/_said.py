"""Numbers, times and names as they are said in the language of a figure."""

from __future__ import annotations

from collections.abc import Sequence

from suara.present._text import clean

NAMED = 6
"""Names in a sentence; of more, the number of the others is said."""

_UNITS = {"id": ("menit", "jam", "hari"), "en": ("min", "h", "days")}
_MORE = {"id": "dan {n} lainnya", "en": "and {n} more"}


def listed(labels: Sequence[str], lang: str) -> str:
    """Names in a sentence.

    Example:
        >>> listed(list("abcdefgh"), "en")
        'a, b, c, d, e, f and 2 more'
    """
    shown = ", ".join(clean(label, 60) for label in labels[:NAMED])
    rest = len(labels) - NAMED
    return shown if rest <= 0 else f"{shown} {_MORE[lang].format(n=number(rest, lang))}"


def number(value: float, lang: str, digits: int = 0) -> str:
    """A number as the language writes it.

    Example:
        >>> number(1234.5, "id", 1), number(1234, "en")
        ('1.234,5', '1,234')
    """
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "id" else text


def duration(minutes: float, lang: str) -> str:
    """A time in the unit that suits it.

    Example:
        >>> duration(12, "en"), duration(201, "id"), duration(5000, "en")
        ('12 min', '3,4 jam', '3.5 days')
    """
    at = 0 if minutes < 120 else 1 if minutes < 48 * 60 else 2
    value = minutes / (1, 60, 1440)[at]
    return f"{number(value, lang, 1 if value < 9.95 else 0).removesuffix(',0').removesuffix('.0')} {_UNITS[lang][at]}"
