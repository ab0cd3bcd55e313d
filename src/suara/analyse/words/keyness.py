"""Which words set a group of posts apart from the others."""

from __future__ import annotations

import polars as pl

from suara.analyse.words.frequency import per_post
from suara.analyse.words.terms import Terms

PRIOR = 500.0
"""How many words the prior is worth, in the proportions of all posts together."""

KEYNESS = {
    "group": pl.String,
    "word": pl.String,
    "posts": pl.Int64,
    "times": pl.Int64,
    "rest_times": pl.Int64,
    "share": pl.Float64,
    "log_odds": pl.Float64,
    "z": pl.Float64,
    "g2": pl.Float64,
    "log_ratio": pl.Float64,
}
"""The columns of keyness; with stems also `forms`."""


def keyness(terms: Terms, groups: pl.DataFrame, *, at_least: int = 5, prior: float = PRIOR) -> pl.DataFrame:
    """The terms of each group of posts, those first that set it apart most from the posts outside it.

    A post of several groups is in each of them, and in the rest of none of these.

    Args:
        terms: where terms occur.
        groups: `row` (number of the post) and `value`, its group; a post without a group takes no part.
        at_least: terms that are rarer, in all groups together, are left out.
        prior: see `PRIOR`; more of it distrusts rare words more.

    Returns:
        group, word, posts and times in the group, rest_times, share (of the group's posts), log_odds and its z (see
        `log_odds`), g2 (see `log_likelihood`), log_ratio (of the relative frequencies, to base 2: 1 is twice as
        frequent; Hardie 2014; a word that one side lacks counts there as half a time); of stems also forms.
    """
    counted = per_post(terms)
    known = groups.drop_nulls("value").unique()
    inside = counted.join(known, on="row").group_by("value", *terms.parts)
    of_group = inside.agg(posts=pl.len().cast(pl.Int64), times=pl.col("times").sum())
    whole = counted.join(known.select("row").unique(), on="row", how="semi")
    of_all = whole.group_by(terms.parts).agg(all=pl.col("times").sum())
    size = of_group.group_by("value").agg(n=pl.col("times").sum())
    posts = known.group_by("value").agg(group_posts=pl.len().cast(pl.Int64))
    n_all = int(of_all["all"].sum())
    table = (
        of_group.join(of_all, on=terms.parts)
        .filter(pl.col("all") >= at_least)
        .join(size, on="value")
        .join(posts, on="value")
        .with_columns(rest_times=pl.col("all") - pl.col("times"), rest_n=n_all - pl.col("n"))
    )
    a, b, n, m = (pl.col(name) for name in ("times", "rest_times", "n", "rest_n"))
    expected = prior * pl.col("all") / max(n_all, 1)
    delta, z = log_odds(a, b, n, m, expected, prior)
    compared = pl.when(m > 0)
    table = table.with_columns(
        share=pl.col("posts") / pl.col("group_posts"),
        log_odds=compared.then(delta),
        z=compared.then(z),
        g2=compared.then(log_likelihood(a, b, n, m)),
        log_ratio=compared.then(_ratio(a, n).log(2) - _ratio(b, m).log(2)),
        group="value",
    )
    columns = [*KEYNESS, *(["forms"] if terms.forms is not None else [])]
    named = terms.named(table).select(columns)
    return named.sort("group", "z", "times", "word", descending=[False, True, True, False], nulls_last=True)


def _ratio(times: pl.Expr, n: pl.Expr) -> pl.Expr:
    return pl.when(times > 0).then(times.cast(pl.Float64)).otherwise(0.5) / n


def log_odds(
    a: pl.Expr, b: pl.Expr, n: pl.Expr, m: pl.Expr, expected: pl.Expr, prior: float
) -> tuple[pl.Expr, pl.Expr]:
    """The log-odds ratio of a word with an informative Dirichlet prior, and its z; beyond +-1.96 is rarely chance.

    Source: Monroe, Colaresi & Quinn 2008, Fightin' Words, Political Analysis 16(4), sections 3.3.4 and 3.4.

    Args:
        a: how often the word is in the group.
        b: how often it is in the rest.
        n: words of the group.
        m: words of the rest.
        expected: how often the prior has it.
        prior: words of the prior.

    Example:
        >>> counts = [pl.lit(n) for n in (1, 0, 9, 9)]
        >>> round(pl.select(log_odds(*counts, pl.lit(0.05), 0.55)[1]).item(), 6)
        0.689423
    """
    here, there = a + expected, b + expected
    delta = (here / (n + prior - here)).log() - (there / (m + prior - there)).log()
    return delta, delta / (1 / here + 1 / there).sqrt()


def log_likelihood(a: pl.Expr, b: pl.Expr, n: pl.Expr, m: pl.Expr) -> pl.Expr:
    """The log-likelihood ratio G2 of a word in two corpora, of all four cells; above 3.84 is rarely chance, for one word.

    Source: Dunning 1993, Accurate methods for the statistics of surprise and coincidence; for the comparison of corpora
    Rayson & Garside 2000.

    Args:
        a: how often the word is in the one.
        b: how often it is in the other.
        n: words of the one.
        m: words of the other.

    Example:
        >>> counts = [pl.lit(n) for n in (110, 2442, 221, 31777 - 221)]
        >>> round(pl.select(log_likelihood(*counts)).item(), 2)
        270.72
    """
    both = a + b
    cells = ((a, n, both), (b, m, both), (n - a, n, n + m - both), (m - b, m, n + m - both))
    parts = [
        pl.when(observed > 0).then(observed * (observed * (n + m) / (row * column)).log()).otherwise(0.0)
        for observed, row, column in cells
    ]
    return (2 * pl.sum_horizontal(parts)).clip(lower_bound=0.0)
