"""Smoothed slices of a debate: at each moment, statements count the more the nearer they are to it.

A statement at time s has, at the moment t, the weight K(d) with d = 2 (s - t) / width, so that a width reaches half of it to
either side. The tie of two actors is the sum over concepts, and over each pair of their statements, of
sqrt(K(d) K(d')) times how near (or far) their positions are: that of the networks without kernels, of counts in
which a statement counts sqrt(K(d)) in place of 1.

Source: Leifeld's kernels in Discourse Network Analyzer 3.1 and rDNA (dna_phaseTransitions). Its triangular kernel is
|1 - d|, which isn't symmetric in time; here it is 1 - |d|. Its ties with oneself, its divisor for averages and its rule that
widths are even aren't taken over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.analyse.discourse.windows import Windows, by_time
from suara.errors import InputError

Numbers = npt.NDArray[np.float64]

KERNELS = ("uniform", "gaussian", "epanechnikov", "triangular")
"""What weights can be; all but the gaussian are 0 where |d| > 1."""

LENGTHS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30.436875),
    "year": timedelta(days=365.2425),
}
"""How long units are; months and years on the average."""


def kernel(name: str, distance: Numbers) -> Numbers:
    """The weight of what is so far away, in half widths.

    - uniform: 1/2. triangular: 1 - |d|. epanechnikov: 3/4 (1 - d^2). Each within |d| <= 1.
    - gaussian: the density of the normal distribution at d, wherever that is.

    Raises:
        InputError: there is no such kernel.

    Example:
        >>> kernel("triangular", np.array([-2.0, -0.25, 0.0, 0.25])).tolist()
        [0.0, 0.75, 1.0, 0.75]
    """
    inside = np.abs(distance) <= 1
    match name:
        case "uniform":
            return np.where(inside, 0.5, 0.0)
        case "triangular":
            return np.where(inside, 1 - np.abs(distance), 0.0)
        case "epanechnikov":
            return np.where(inside, 0.75 * (1 - distance**2), 0.0)
        case "gaussian":
            density: Numbers = np.exp(-(distance**2) / 2) / np.sqrt(2 * np.pi)
            return density
        case _:
            raise InputError(f"there is no kernel {name!r}: name one of {', '.join(KERNELS)}")


@dataclass(frozen=True)
class Slices:
    """Moments, and the statements that count at each."""

    table: pl.DataFrame  # slice (from 1), at (UTC), statements (that count), weight (of them all)
    statements: pl.DataFrame  # in order; those without a time are left out
    undated: int  # statements that were left out
    name: str  # of the kernel
    width: timedelta

    def part(self, number: int) -> pl.DataFrame:
        """The statements that count in a slice, with `weight`: sqrt(K(d))."""
        weights = self._weights(self.table["at"][number - 1])
        return self.statements.with_columns(weight=pl.Series(np.sqrt(weights))).filter(pl.col("weight") > 0)

    def _weights(self, at: datetime) -> Numbers:
        apart = (self.statements["time"] - at).dt.total_microseconds().to_numpy()
        return kernel(self.name, 2 * apart / (self.width / timedelta(microseconds=1)))


def slices(
    statements: pl.DataFrame,
    *,
    name: str = "gaussian",
    unit: str = "day",
    width: int = 7,
    step: int = 1,
    since: datetime | None = None,
    until: datetime | None = None,
    timezone: str = "UTC",
) -> Slices:
    """Slices at the beginning of every so manieth unit, from the first statement to the last.

    Args:
        statements: with `time` (UTC); see `suara.coding.statements.STATEMENTS`.
        name: one of `KERNELS`.
        unit: see `suara.analyse.discourse.windows.UNITS`.
        width: of the kernel, in units.
        step: units from a slice to the next.
        since: the first moment; by default when the unit of the first statement begins.
        until: moments are before it; by default the end of the unit of the last statement.
        timezone: by whose clock days, weeks, months and years begin.

    Raises:
        InputError: there is no such kernel or unit, width or step aren't positive, or there would be too many slices.

    Example:
        >>> from datetime import UTC
        >>> days = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 4)]
        >>> said = pl.DataFrame({"statement": ["a", "b", "c"], "time": days})
        >>> found = slices(said, name="triangular", width=4)
        >>> found.table.select("slice", "statements", "weight").rows()
        [(1, 2, 1.5), (2, 2, 1.5), (3, 2, 1.0), (4, 1, 1.0)]
    """
    kernel(name, np.zeros(0))
    if width < 1:
        raise InputError(f"a kernel is 1 wide at least, not {width}")
    at: Windows = by_time(statements, unit=unit, width=1, step=step, since=since, until=until, timezone=timezone)
    found = Slices(pl.DataFrame(), at.statements, at.undated, name, width * LENGTHS[unit])
    weights = [found._weights(moment) for moment in at.table["start"]]
    table = pl.DataFrame(
        {
            "slice": at.table["window"],
            "at": at.table["start"],
            "statements": [int((each > 0).sum()) for each in weights],
            "weight": [float(each.sum()) for each in weights],
        },
        schema_overrides={"statements": pl.Int64, "weight": pl.Float64},
    )
    return Slices(table, at.statements, at.undated, name, width * LENGTHS[unit])
