"""Agreement between people who coded the same posts: Cohen's kappa and Krippendorff's alpha, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

Numbers = npt.NDArray[np.float64]

RESAMPLES = 1000
AGREEMENT = {
    "codebook": pl.String,
    "topic": pl.String,
    "coders": pl.Int64,
    "posts": pl.Int64,
    "agreed": pl.Float64,
    **{f"{name}{end}": pl.Float64 for name in ("kappa", "alpha") for end in ("", "_low", "_high")},
}
"""Columns of agreement: how many coders and posts (coded by two of them at least), the share of pairs of coders that
agree, kappa and alpha with 95 % intervals. A row a code (given or not) and one with `topic` null for the book as a
whole, for which the same codes must all be the same. Null where there is nothing that could differ."""


class Estimate(NamedTuple):
    """A figure and its 95 % interval; None where it can't be told."""

    value: float | None
    low: float | None
    high: float | None


def table(hand: pl.DataFrame, topics: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """The agreement on each code, and on each codebook as a whole.

    Args:
        hand: decisions; see `suara.coding.by_hand.HAND`.
        topics: the codes of each codebook.

    Returns:
        See `AGREEMENT`; codebooks that no two people coded the same posts by aren't there.
    """
    rows: list[tuple[Any, ...]] = []
    for book, codes in topics.items():
        decided = _decisions(hand.filter(codebook=book)).filter(pl.len().over("post") > 1)
        if decided.is_empty():
            continue
        many = (decided["coder"].n_unique(), decided["post"].n_unique())
        for topic in (None, *codes):
            value = pl.col("codes").list.join(" ") if topic is None else pl.col("codes").list.contains(topic)
            units = Units.of(decided.select("post", "coder", value=value.cast(pl.String)))
            rows.append((book, topic, *many, units.agreed(), *units.estimate("kappa"), *units.estimate("alpha")))
    return pl.DataFrame(rows, schema=AGREEMENT, orient="row")


def _decisions(hand: pl.DataFrame) -> pl.DataFrame:
    """One row a post and coder, with the `codes` in order; none is an empty list."""
    return hand.group_by("post", "coder").agg(codes=pl.col("topic").drop_nulls().unique().sort()).sort("post", "coder")


def alpha(codings: pl.DataFrame) -> float | None:
    """Krippendorff's alpha for nominal values: 1 is perfect agreement, 0 is what chance gives.

    `codings` has a row a post and coder: post, coder, value. Coders may have left posts out, and there may be any number
    of them. None where all values are the same, or no post has two.

    Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability.

    Example:
        >>> by_two = pl.DataFrame({"post": [1, 1, 2, 2, 3, 3], "coder": list("ababab"), "value": list("xxxyyy")})
        >>> round(alpha(by_two), 3)
        0.444
    """
    return Units.of(codings).value("alpha")


def kappa(codings: pl.DataFrame) -> float | None:
    """Cohen's kappa of two coders on the posts that both coded; of more coders, the mean over all pairs.

    `codings` as for `alpha`. None where neither of a pair ever differs from one and the same value.

    Sources: Cohen 1960, A coefficient of agreement for nominal scales; for the mean, Light 1971, Measures of response
    agreement for qualitative data.

    Example:
        >>> by_two = pl.DataFrame({"post": [1, 1, 2, 2, 3, 3], "coder": list("ababab"), "value": list("xxxyyy")})
        >>> round(kappa(by_two), 3)
        0.4
    """
    return Units.of(codings).value("kappa")


class Units(NamedTuple):
    """Posts that were coded, as numbers: codes[post, coder] is the number of the value, -1 where there is none."""

    codes: npt.NDArray[np.int64]
    values: int

    @classmethod
    def of(cls, codings: pl.DataFrame) -> Units:
        """From one row a post and coder: post, coder, value."""
        numbered = codings.drop_nulls("value").select(
            pl.col(name).rank("dense").cast(pl.Int64) - 1 for name in ("post", "coder", "value")
        )
        if numbered.is_empty():
            return cls(np.full((0, 0), -1), 0)
        last = numbered.max().row(0)
        codes = np.full((last[0] + 1, last[1] + 1), -1)
        codes[numbered["post"].to_numpy(), numbered["coder"].to_numpy()] = numbered["value"].to_numpy()
        return cls(codes, last[2] + 1)

    def agreed(self) -> float | None:
        """The share of pairs of coders of the same post that gave the same value."""
        same, pairs = self._pairs()
        return float(same.sum() / pairs.sum()) if pairs.sum() else None

    def value(self, name: str) -> float | None:
        """Kappa or alpha."""
        (found,) = self._weighted(name, np.ones((1, len(self.codes))))
        return None if np.isnan(found) else float(found)

    def estimate(self, name: str) -> Estimate:
        """Kappa or alpha, with the 95 % interval of the percentile bootstrap over posts.

        The posts are drawn again, with what all coders said of each: Zapf et al. 2016, Measuring inter-rater reliability
        for nominal data - which coefficients and confidence intervals are appropriate?
        """
        value, posts = self.value(name), len(self.codes)
        if value is None:
            return Estimate(None, None, None)
        drawn = np.random.default_rng(0).multinomial(posts, np.full(posts, 1 / posts), size=RESAMPLES)
        low, high = np.nanquantile(self._weighted(name, drawn.astype(np.float64)), [0.025, 0.975])
        return Estimate(value, float(low), float(high))

    def _weighted(self, name: str, weights: Numbers) -> Numbers:
        """Kappa or alpha for each row of weights of the posts; NaN where it can't be told."""
        if not self.values:
            return np.full(len(weights), np.nan)
        return self._kappas(weights) if name == "kappa" else self._alphas(weights)

    def _counts(self) -> Numbers:
        """How many coders gave a post each value."""
        given = self.codes[:, :, None] == np.arange(self.values)
        counts: Numbers = given.sum(axis=1).astype(np.float64)
        return counts

    def _pairs(self) -> tuple[Numbers, Numbers]:
        """For each post the ordered pairs of coders that agree, and all of them."""
        counts = self._counts()
        coders = counts.sum(axis=1)
        return (counts * (counts - 1)).sum(axis=1), coders * (coders - 1)

    def _alphas(self, weights: Numbers) -> Numbers:
        counts, (same, _) = self._counts(), self._pairs()
        coders = counts.sum(axis=1)
        paired = coders > 1
        observed = weights[:, paired] @ (same[paired] / (coders[paired] - 1))
        each = weights[:, paired] @ counts[paired]
        whole = each.sum(axis=1)
        expected = (each * (each - 1)).sum(axis=1)
        return _ratio((whole - 1) * observed - expected, whole * (whole - 1) - expected)

    def _kappas(self, weights: Numbers) -> Numbers:
        """The mean over pairs of coders."""
        found = [np.full(len(weights), np.nan)]
        for one, other in combinations(self.codes.T, 2):
            both = (one >= 0) & (other >= 0)
            weight, a, b = weights[:, both], one[both], other[both]
            whole = weight.sum(axis=1)
            observed = weight @ (a == b)
            chance = sum((weight @ (a == value)) * (weight @ (b == value)) for value in range(self.values))
            found.append(_ratio(whole * observed - chance, whole * whole - chance))
        of_pairs = np.stack(found)
        told = (~np.isnan(of_pairs)).sum(axis=0)
        return _ratio(np.nansum(of_pairs, axis=0), told.astype(np.float64))


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    """Division, where 0 by 0 can't be told."""
    told = np.abs(below) > 1e-12
    return np.where(told, above / np.where(told, below, 1), np.nan)


def disagreements(hand: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The posts on which coders differ: codebook, post, codings ("ani: rude, slow; budi: none"), text.

    `texts` has the columns post and text.

    Example:
        >>> from suara.coding.by_hand import decisions_of
        >>> hand = decisions_of([("x:1", "b", "slow", "ani"), ("x:1", "b", None, "budi")])
        >>> disagreements(hand, pl.DataFrame({"post": ["x:1"], "text": ["lama"]})).row(0)
        ('b', 'x:1', 'ani: slow; budi: none', 'lama')
    """
    codes = pl.col("topic").drop_nulls().unique().sort().str.join(", ")
    said = hand.group_by("codebook", "post", "coder").agg(codes=codes).sort("codebook", "post", "coder")
    told = pl.when(pl.col("codes") == "").then(pl.lit("none")).otherwise("codes")
    return (
        said.filter(pl.col("codes").n_unique().over("codebook", "post") > 1)
        .group_by("codebook", "post", maintain_order=True)
        .agg(codings=pl.concat_str("coder", pl.lit(": "), told).str.join("; "))
        .join(texts, on="post", how="left", maintain_order="left")
        .select("codebook", "post", "codings", "text")
    )
