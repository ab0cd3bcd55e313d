"""How good the program's codes are, told by the posts that people have reviewed: precision, recall and F1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

DRAWS = 4000
PRIOR = 0.5
FIGURES = ("precision", "recall", "f1")
PERFORMANCE = {
    "codebook": pl.String,
    "by": pl.String,
    "kind": pl.String,
    "topic": pl.String,
    "posts": pl.Int64,
    "by_hand": pl.Int64,
    "found": pl.Int64,
    "right": pl.Int64,
    **{f"{name}{end}": pl.Float64 for name in FIGURES for end in ("", "_low", "_high")},
    "weighted": pl.Boolean,
}
"""Columns of performance. `by` is what coded ("words", "learning"), `kind` is "code" for a code, "macro" for the mean over
the codes, "micro" for all their decisions together. `posts` were reviewed; `by_hand` have the code as people decided,
`found` as the program did, `right` as both. The figures are estimates for all posts that the sample was drawn from
(`weighted`), or of the reviewed posts alone; null where nothing tells them."""

DESIGN = {"sample": pl.String, "stratum": pl.String, "post": pl.String, "stratum_posts": pl.Int64}
"""Where reviewed posts came from: the sample, the stratum in it, and how many posts that stratum had."""


def table(
    decided: pl.DataFrame, coded: pl.DataFrame, design: pl.DataFrame, topics: Mapping[str, Mapping[str, Sequence[str]]]
) -> pl.DataFrame:
    """Precision, recall and F1 of each code, each with a 95 % interval.

    A post stands for as many as its stratum had for each that was reviewed (Horvitz and Thompson 1952, A generalization
    of sampling without replacement from a finite universe); samples count by how many of their posts were reviewed.
    The intervals are of the posterior with half a post of prior on either side, by simulation: among posts that have the
    code by the program, and among those that haven't, each stratum's unseen posts are like its seen ones (Webber 2013,
    Approximate recall confidence intervals, who finds this the most reliable). So recall stays uncertain as long as few
    of the posts without a code have been reviewed, even if none of these was wrong. (The mean of recall over many codes
    of few posts leans to too high: where nothing was missed in the sample, it counts as 1.) For a simple sample the
    interval of precision is that of Jeffreys (Brown, Cai and DasGupta 2001, Interval estimation for a binomial proportion).

    Args:
        decided: what people decided together: post, codebook, topic (null for none).
        coded: what the program found on these posts: post, codebook, topic, by.
        design: see `DESIGN`, with a column `codebook`; posts that aren't in it were chosen otherwise, and count only
            where no post of the book is in it.
        topics: for each codebook, for each way of coding the codes that it knows.

    Returns:
        See `PERFORMANCE`.
    """
    rows: list[dict[str, Any]] = []
    for book, ways in topics.items():
        reviewed = decided.filter(codebook=book)
        if reviewed.is_empty():
            continue
        drawn = _strata(reviewed.select("post").unique(), design.filter(codebook=book))
        for by, codes in ways.items():
            found = coded.filter(codebook=book, by=by)
            rows += [{"codebook": book, "by": by} | row for row in _of_book(reviewed, found, drawn, codes)]
    return pl.DataFrame(rows, schema=PERFORMANCE, orient="row")


def corrections(decided: pl.DataFrame, coded: pl.DataFrame) -> pl.DataFrame:
    """Where people and the program differ: codebook, by, topic, kind ("missed", or found "wrongly"), post, evidence.

    `decided` as for `table`; `coded` has the column evidence as well: the words that misled, one row each.

    Example:
        >>> said = {"post": "x:1", "codebook": "b"}
        >>> decided = pl.DataFrame([said | {"topic": "slow"}])
        >>> coded = pl.DataFrame([said | {"topic": "rude", "by": "words", "evidence": "kasar"}])
        >>> corrections(decided, coded).select("topic", "kind", "evidence").rows()
        [('rude', 'wrongly', 'kasar'), ('slow', 'missed', None)]
    """
    code = ["post", "codebook", "topic"]
    reviewed = decided.select("post", "codebook").unique()
    found = coded.join(reviewed, on=["post", "codebook"], how="semi")
    wrongly = found.join(decided, on=code, how="anti").with_columns(kind=pl.lit("wrongly"))
    ways = coded.select("codebook", "by").unique()
    asked = decided.drop_nulls("topic").select(code).unique().join(ways, on="codebook")
    missed = asked.join(found, on=[*code, "by"], how="anti").with_columns(
        kind=pl.lit("missed"), evidence=pl.lit(None, pl.String)
    )
    columns = ["codebook", "by", "topic", "kind", "post", "evidence"]
    return pl.concat([wrongly.select(columns), missed.select(columns)]).unique().sort(columns, nulls_last=True)


def _strata(posts: pl.DataFrame, design: pl.DataFrame) -> pl.DataFrame:
    """Reviewed posts with their stratum (its number), and `of`: the posts that it stands for; null where nobody knows.

    A post that two samples have drawn is there twice.
    """
    drawn = posts.join(design, on="post").unique(["sample", "post"]).sort("sample", "stratum", "post")
    if drawn.is_empty():
        return posts.sort("post").with_columns(stratum=pl.lit(0, pl.Int64), of=pl.lit(None, pl.Float64))
    share = pl.len().over("sample") / pl.len()
    return drawn.select(
        "post",
        stratum=pl.struct("sample", "stratum").rank("dense").cast(pl.Int64) - 1,
        of=share * pl.max_horizontal("stratum_posts", pl.len().over("sample", "stratum")),
    )


def _of_book(
    reviewed: pl.DataFrame, found: pl.DataFrame, drawn: pl.DataFrame, codes: Sequence[str]
) -> list[dict[str, Any]]:
    """The rows of one codebook and way of coding."""
    said = {"posts": drawn["post"].n_unique(), "weighted": drawn["of"].null_count() == 0}
    rows, codes_figures, pooled, pooled_draws = [], [], [], []
    for number, topic in enumerate(codes):
        true = drawn["post"].is_in(reviewed.filter(topic=topic)["post"].implode()).to_numpy()
        has = drawn["post"].is_in(found.filter(topic=topic)["post"].implode()).to_numpy()
        cells = Cells.of(drawn, true, has)
        pooled.append(cells.estimate())
        pooled_draws.append(cells.drawn(number, PRIOR / len(codes)))  # all codes together are one figure, one prior
        figures = _figures(pooled[-1]), _figures(cells.drawn(number, PRIOR))
        if pooled[-1].sum() > 0:  # a code that nobody gave says nothing
            codes_figures.append(figures)
        posts = drawn.select("post", true=pl.Series(true), has=pl.Series(has)).unique("post")
        counts = posts.select(pl.col("true").sum(), pl.col("has").sum(), both=(pl.col("true") & pl.col("has")).sum())
        rows.append(_row("code", topic, said, counts.row(0), *figures))
    if len(codes) < 2:
        return rows
    sums = [sum(int(row[name]) for row in rows) for name in ("by_hand", "found", "right")]
    macro = [_mean([pair[at] for pair in codes_figures]) for at in (0, 1)]
    micro = [_figures(np.sum(parts, axis=0)) for parts in (pooled, pooled_draws)]
    return [*rows, _row("macro", None, said, sums, *macro), _row("micro", None, said, sums, *micro)]


class Cells(NamedTuple):
    """Reviewed posts by whether the program found the code (rows: not found, found) and by stratum (columns)."""

    seen: Numbers  # posts that were reviewed
    true: Numbers  # those of them that have the code
    size: Numbers  # posts that they stand for
    endless: bool  # these are as many as one likes: nobody knows how many

    @classmethod
    def of(cls, drawn: pl.DataFrame, true: Flags, has: Flags) -> Cells:
        """Count posts; a stratum's part in which the program found the code is as big as it is among those reviewed."""
        stratum = drawn["stratum"].to_numpy()
        strata = int(stratum.max()) + 1

        def count(kept: Flags) -> Numbers:
            return np.bincount(stratum[kept], minlength=strata).astype(np.float64)

        seen = np.stack([count(~has), count(has)])
        endless = drawn["of"].null_count() > 0
        of = np.zeros(strata)
        of[stratum] = drawn["of"].fill_null(drawn.height).to_numpy()
        size = seen * of / np.maximum(seen.sum(axis=0), 1)
        return cls(seen, np.stack([count(true & ~has), count(true & has)]), size, endless)

    def estimate(self) -> Numbers:
        """The number of posts right, found wrongly, and missed."""
        each = self.size / np.maximum(self.seen, 1)
        outcomes: Numbers = self._outcomes((self.true * each)[:, None])[0]
        return outcomes

    def drawn(self, seed: int, prior: float) -> Numbers:
        """The same, a row a draw from what is possible; `prior` is in posts, on either side, shared by the strata."""
        rng = np.random.default_rng(seed)
        whole = self.size.sum(axis=1, keepdims=True)
        shared = prior * self.size / np.where(whole > 0, whole, 1)
        yes, no = (np.maximum(posts + shared, 1e-9)[:, None] for posts in (self.true, self.seen - self.true))
        rate = rng.beta(yes, no, size=(2, DRAWS, self.seen.shape[1]))
        if self.endless:
            return self._outcomes(rate * self.size[:, None])
        unseen = np.maximum(np.rint(self.size - self.seen), 0).astype(np.int64)
        more = rng.binomial(unseen[:, None], rate)
        return self._outcomes(np.minimum(self.true[:, None] + more, self.size[:, None]))

    def _outcomes(self, true: Numbers) -> Numbers:
        missed, right = true.sum(axis=2)
        return np.stack([right, self.size[1].sum() - right, missed], axis=-1)


def _figures(outcomes: Numbers) -> Numbers:
    """Precision, recall and F1 of (right, wrong, missed), NaN where they can't be told; for rows of them, columns."""
    right, wrong, missed = np.moveaxis(outcomes, -1, 0)
    below = np.stack([right + wrong, right + missed, right + (wrong + missed) / 2], axis=-1)
    figures: Numbers = np.where(below > 0, right[..., None] / np.where(below > 0, below, 1), np.nan)
    return figures


def _mean(figures: list[Numbers]) -> Numbers:
    """The mean over codes of what can be told."""
    if not figures:
        return np.full(3, np.nan)
    several = np.stack(figures)
    many = (~np.isnan(several)).sum(axis=0)
    mean: Numbers = np.where(many > 0, np.nansum(several, axis=0) / np.maximum(many, 1), np.nan)
    return mean


def _row(
    kind: str, topic: str | None, said: dict[str, Any], counts: Sequence[int], figures: Numbers, draws: Numbers
) -> dict[str, Any]:
    row = {"kind": kind, "topic": topic, **said}
    row |= dict(zip(("by_hand", "found", "right"), counts, strict=True))
    for at, name in enumerate(FIGURES):
        if not np.isnan(figures[at]):
            low, high = np.nanquantile(draws[:, at], [0.025, 0.975])
            value = float(figures[at])  # within its interval also where that leans to the middle
            row |= {name: value, f"{name}_low": min(float(low), value), f"{name}_high": max(float(high), value)}
    return row
