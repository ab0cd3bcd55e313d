"""What is known of a complaint before anybody answers it, as numbers that a regression takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

PARTS_OF_DAY = ("00-06", "06-12", "12-18", "18-24")
TOLD = ("followers", "verified", "reposts", "platform", "tone")
SAME = 1e-8
"""Of its variance, what a covariate has to have apart from the others."""


@dataclass(frozen=True, eq=False)
class Covariate:
    """A column of the regression, and what it compares."""

    kind: str  # a name in _equity_words.toml
    values: pl.Series
    known: pl.Series | None = None  # of sizes: where they are told; None where it is a yes or no
    level: str | None = None
    reference: str | None = None

    @property
    def name(self) -> str:
        """Its name in the tables."""
        return self.kind if self.level is None else f"{self.kind}: {self.level}"

    def told_of(self, answered: pl.Series) -> int:
        """How many answers there are on the smaller side: with and without it, or with a size that is known."""
        if self.known is not None:
            return int((answered & self.known).sum()) if self.values.n_unique() > 1 else 0
        yes = self.values == 1
        return min(int((answered & yes).sum()), int((answered & ~yes).sum()))


@dataclass(frozen=True)
class Kept:
    """The covariates to be used, and those that can't be, with the reason: "untold", "rare" or "inseparable"."""

    covariates: list[Covariate]
    left_out: list[tuple[str, Covariate]]


def chosen(rows: pl.DataFrame, strata: Sequence[str], enough: int) -> Kept:
    """The covariates of complaints that a regression can tell something of.

    Left out is what these data don't tell, what has fewer than `enough` answers on either side (levels of a text then count as
    the reference), and what goes together with others, so that nobody can tell them apart (within the strata).

    Args:
        rows: answered, local (the time by the agency's clock), the strata, and as far as they are told followers,
            verified, reposts, platform, tone.
        strata: columns.
        enough: answers.
    """
    nothing = pl.Series([], dtype=pl.Float64)
    left_out = [("untold", Covariate(f"{name}_untold", nothing)) for name in TOLD if not _told(rows, name)]
    found = [*_sizes(rows), *_levels(rows), *_times(rows), *_unknowns(rows)]
    common = [one for one in found if one.told_of(rows["answered"]) >= enough]
    left_out += [("rare", one) for one in found if one not in common]
    apart = _apart(rows, common, strata)
    left_out += [("inseparable", one) for one in common if one not in apart]
    return Kept(apart, left_out)


def _told(rows: pl.DataFrame, name: str) -> bool:
    return name in rows.columns and rows[name].null_count() < rows.height


def _sizes(rows: pl.DataFrame) -> Iterator[Covariate]:
    """Sizes by powers of ten; what isn't known has their mean, and a covariate of its own."""
    for name, size in (("followers", pl.col("followers").clip(1)), ("reposts", pl.col("reposts").clip(0) + 1)):
        if _told(rows, name):
            power = rows.select(size.cast(pl.Float64).log10()).to_series()
            yield Covariate(name, power.fill_null(strategy="mean"), known=power.is_not_null())
    if _told(rows, "verified"):
        yield Covariate("verified", rows["verified"].fill_null(False).cast(pl.Float64))


def _levels(rows: pl.DataFrame) -> Iterator[Covariate]:
    """Each level of a text against the most frequent one."""
    for name in ("platform", "tone"):
        if not _told(rows, name):
            continue
        texts = rows[name].fill_null("-")
        levels = texts.value_counts().sort("count", name, descending=[True, False])[name].to_list()
        for level in levels[1:]:
            yield Covariate(name, (texts == level).cast(pl.Float64), level=level, reference=levels[0])


def _times(rows: pl.DataFrame) -> Iterator[Covariate]:
    part = rows["local"].dt.hour() // 6
    for number, name in enumerate(PARTS_OF_DAY):
        if name != "06-12":
            yield Covariate("hour", (part == number).cast(pl.Float64), level=name, reference="06-12")
    yield Covariate("weekend", (rows["local"].dt.weekday() >= 6).cast(pl.Float64))


def _unknowns(rows: pl.DataFrame) -> Iterator[Covariate]:
    for name in ("followers", "reposts", "verified"):
        if _told(rows, name) and rows[name].null_count():
            yield Covariate(f"{name}_unknown", rows[name].is_null().cast(pl.Float64))


def _apart(rows: pl.DataFrame, covariates: list[Covariate], strata: Sequence[str]) -> list[Covariate]:
    """Those that say something which the ones before them don't, within the strata."""
    table = pl.DataFrame({str(i): one.values for i, one in enumerate(covariates)})
    if table.is_empty():
        return []
    layers = table.with_columns(rows.select(strata))
    means = [pl.col(name).mean().over(*strata) if strata else pl.col(name).mean() for name in table.columns]
    within = layers.select(pl.col(name) - mean for name, mean in zip(table.columns, means, strict=True)).to_numpy()
    alike = within.T @ within
    whole = table.to_numpy().var(axis=0) * table.height
    kept: list[int] = []
    for i in range(len(covariates)):
        shared = alike[i, kept] @ np.linalg.solve(alike[np.ix_(kept, kept)], alike[kept, i])
        if alike[i, i] - shared > SAME * whole[i]:
            kept.append(i)
    return [covariates[i] for i in kept]
