"""What the values of a column look like: times and their formats, ids, counts, texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import pairwise, product
from typing import Any

from suara.collect._mapped import UNKNOWN, counted, mangled
from suara.collect._times import Clock, relative

_VALUES = 3_000  # of a column that are looked at, each once
_DATES = (
    *("%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%d.%m.%Y", "%Y/%m/%d"),
    *("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%Y%m%d"),
)
_HOURS = ("", "%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%H.%M", "%H.%M.%S", "pukul %H.%M", "pukul %H:%M")
_FORMATS = [date + joint + hour for date, hour in product(_DATES, _HOURS) for joint in ((" ", ", ") if hour else ("",))]
_ADDRESS = re.compile(r"https?://\S+")
_NEVER = ["%Y never"]
_DIGITS = re.compile(r"\d+(?:\.0+)?")


def _time_like(value: str) -> bool:
    return 6 <= len(value) <= 45 and sum(c.isdigit() for c in value) >= 3


class Column:
    """One column of a table: its name and values, the unknown ones left out."""

    def __init__(self, name: str, values: Iterable[str]) -> None:
        self.name = name
        told = [value for value in values if value not in UNKNOWN]
        self._told = len(told)
        self._values = list(dict.fromkeys(told))
        self._some = self._values[:: max(1, len(self._values) // _VALUES)]

    def share(self, test: Callable[[str], object]) -> float:
        """How many of the values a test is true of."""
        return sum(bool(test(value)) for value in self._some) / len(self._some) if self._some else 0.0

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self._told

    @property
    def distinct(self) -> float:
        """How many different values there are among those told: 1 where each is there once."""
        return len(self._values) / self._told if self._told else 0.0

    @cached_property
    def is_running(self) -> bool:
        """Whether it only numbers the rows."""
        if len(self._values) < max(2, self._told) or not all(v.isdecimal() and len(v) < 10 for v in self._values):
            return False
        numbers = [int(value) for value in self._values]
        steps = sum(after - before == 1 for before, after in pairwise(numbers))
        return numbers[0] in (0, 1) and steps >= 0.95 * (len(numbers) - 1)

    @cached_property
    def words(self) -> float:
        """Words a value, on average."""
        return sum(len(value.split()) for value in self._some) / len(self._some) if self._some else 0.0

    @property
    def is_category(self) -> bool:
        """Whether the same few values stand in it again and again."""
        return len(self._values) <= 30 and self._told > 2 * len(self._values)

    @cached_property
    def is_counts(self) -> bool:
        """Whether it holds numbers of something."""
        return self.share(_is_count) > 0.8

    @cached_property
    def is_mangled(self) -> bool:
        """Whether it holds ids that a spreadsheet has destroyed."""
        return self.share(lambda value: mangled(value) and not _DIGITS.fullmatch(value)) > 0.2

    @cached_property
    def whole_floats(self) -> bool:
        """Whether it holds whole numbers that are written with a decimal point, and none that is too long for that."""
        return self.share(lambda value: value.endswith(".0") and _DIGITS.fullmatch(value)) > 0.5

    @cached_property
    def is_digits(self) -> bool:
        """Whether it holds ids of digits."""
        return self.share(_DIGITS.fullmatch) > 0.95

    @cached_property
    def is_ids(self) -> bool:
        """Whether it holds ids: one word each, and none destroyed."""
        return self.words <= 1.05 and not self.is_mangled and not self.is_empty

    @cached_property
    def formats(self) -> list[str] | None:
        """The formats of its times, none where they need none to be told; None where it holds no times."""
        return formats_of(self._some)

    @property
    def is_times(self) -> bool:
        """Whether it holds times, or how long ago something was."""
        return self.formats is not None

    @cached_property
    def day_or_month(self) -> bool:
        """Whether its times can be read both ways: 05/08 is the fifth of August or the eighth of May."""
        first = (self.formats or [""])[0]
        swapped = first.replace("%d", "%M_").replace("%m", "%d").replace("%M_", "%m")
        return swapped != first and swapped in _FORMATS and _fitting(self._some, [swapped]) == len(self._some)

    @cached_property
    def without_zone(self) -> bool:
        """Whether it holds times that don't tell their zone."""
        clock = Clock(self.formats or [])
        _read(clock, self._some)
        return clock.without_zone > 0

    @property
    def kind(self) -> str:
        """What it holds, in words, with nothing of it."""
        if self.is_empty:
            return "nothing"
        if self.is_running:
            return "running numbers"
        if self.is_times and not self.is_digits:
            return "times"
        if self.is_mangled:
            return "numbers with a decimal point"
        if self.share(lambda value: re.fullmatch(r"-?\d+(?:[.,]\d+)?", value)) > 0.9:
            return "numbers"
        if self.share(_ADDRESS.fullmatch) > 0.8:
            return "web addresses"
        if self.is_category:
            return f"{len(self._values)} different values" if len(self._values) > 1 else "always the same"
        return "texts" if self.words >= 3 else "short texts"


def looked_at(names: list[str], rows: list[dict[str, str]]) -> list[Column]:
    """The columns of a table."""
    return [Column(name, (row[name].strip() for row in rows)) for name in names]


def formats_of(values: list[str]) -> list[str] | None:
    """Formats by which nearly all values are times, day before month where both fit; None where there are none.

    Example:
        >>> formats_of(["24/12/2024 09.30", "5/8/2024 10.15"]), formats_of(["2024-12-24T09:30:00Z"]), formats_of(["7"])
        (['%d/%m/%Y %H.%M'], [], None)
    """
    timed = [value for value in values if not relative(value)]
    if len(timed) < 0.5 * len(values):
        return []
    if not timed or sum(map(_time_like, timed)) < 0.9 * len(timed):
        return None
    if _fitting(timed, []) >= 0.98 * len(timed):
        return []
    found: list[str] = []
    while left := [value for value in timed if not _fits(value, found or _NEVER)]:
        possible = [form for form in _FORMATS if _fitting(left[:10], [form])]
        if len(left) <= 0.02 * len(timed) or not possible:
            break
        found.append(max(possible, key=lambda form: _fitting(left[:300], [form])))
    return found if found and len(left) < 0.2 * len(timed) else None


def _fitting(values: list[str], formats: list[str]) -> int:
    return sum(_fits(value, formats) for value in values)


def _fits(value: str, formats: list[str]) -> bool:
    return _read(Clock(formats), [value]) == 1


def _read(clock: Clock, values: Iterable[str]) -> int:
    found = 0
    for value in values:
        try:
            found += clock.read(value) is not None
        except (ValueError, OverflowError):
            continue
    return found


def _is_count(value: str) -> Any:
    return counted(value) is not None
