"""The network of coordinated sharing: which two accounts make pairs, how many, and who is brought together by that."""

from __future__ import annotations

import polars as pl

from suara.analyse.communities import components
from suara.analyse.network import Network

TIES = {
    "account": pl.String,
    "partner": pl.String,
    "weight": pl.Int64,
    "posts": pl.Int64,
    "partner_posts": pl.Int64,
    "symmetry": pl.Float64,
    "seconds": pl.Float64,
    "mean_seconds": pl.Float64,
}
"""The columns of a table of ties; `account` sorts before `partner` (or is the same, where loops were kept).

weight: the number of pairs. posts, partner_posts: how many different posts of each of the two are in them. symmetry: the
lesser of these over the greater: near 0, one of the two was busy and the other happened to be there. seconds,
mean_seconds: between the two posts of the fastest pair, and on average.
"""


def ties(pairs: pl.DataFrame) -> pl.DataFrame:
    """The ties between accounts that make pairs.

    CooRTweet counts the posts of a tie by which was earlier; here they are counted by whose they are, as its
    documentation says. The symmetry differs where the two take turns in being first; weights are the same.

    Args:
        pairs: see `suara.analyse.coordination.pairs.PAIRS`; pairs of several kinds of objects may be stacked. Numbers in
            place of names are as good.

    Returns:
        See `TIES`; the heaviest first.

    Example:
        >>> rows = [("u", "b", "1", "a", "2", 4.0), ("v", "a", "3", "b", "4", 2.0), ("w", "a", "5", "b", "4", 9.0)]
        >>> columns = ["object", "account", "post", "partner", "partner_post", "seconds"]
        >>> ties(pl.DataFrame(rows, schema=columns, orient="row")).rows()
        [('a', 'b', 3, 3, 2, 0.6666666666666666, 2.0, 5.0)]
    """
    turned = pl.col("account") > pl.col("partner")
    ends = pairs.select(
        "seconds",
        account=pl.min_horizontal("account", "partner"),
        partner=pl.max_horizontal("account", "partner"),
        post=pl.when(turned).then("partner_post").otherwise("post"),
        partner_post=pl.when(turned).then("post").otherwise("partner_post"),
    )
    loop = pl.col("account").first() == pl.col("partner").first()
    both = pl.col("post").append(pl.col("partner_post")).n_unique()
    found = ends.group_by("account", "partner").agg(
        weight=pl.len(),
        posts=pl.when(loop).then(both).otherwise(pl.col("post").n_unique()),
        partner_posts=pl.when(loop).then(both).otherwise(pl.col("partner_post").n_unique()),
        fastest=pl.col("seconds").min(),
        mean_seconds=pl.col("seconds").mean(),
    )
    least, most = (of("posts", "partner_posts") for of in (pl.min_horizontal, pl.max_horizontal))
    found = found.with_columns(symmetry=least / most, seconds="fastest").sort(
        "weight", "account", "partner", descending=[True, False, False]
    )
    return found.select("account", "partner", *(pl.col(name).cast(TIES[name]) for name in list(TIES)[2:]))


def heavy(found: pl.DataFrame, quantile: float = 0.5, least: int = 1) -> pl.DataFrame:
    """The ties of more than the quantile of all weights (interpolated), and of at least so many pairs.

    Example:
        >>> heavy(pl.DataFrame({"weight": [1, 1, 2, 3]}), 0.5)["weight"].to_list()
        [2, 3]
    """
    above = pl.col("weight") > pl.col("weight").quantile(quantile, interpolation="linear")
    return found.filter(above & (pl.col("weight") >= least))


def parts(found: pl.DataFrame) -> pl.DataFrame:
    """The component of each account that has ties, numbered from 1 by falling size: account, component.

    Example:
        >>> rows = {"account": ["a", "c", "d"], "partner": ["b", "d", "e"], "weight": [1, 1, 1]}
        >>> parts(pl.DataFrame(rows)).rows()
        [('a', 2), ('b', 2), ('c', 1), ('d', 1), ('e', 1)]
    """
    network = Network.of(found.select(pl.col("account").alias("from"), "weight", to="partner"))
    return components.find(network).rename({"key": "account"})
