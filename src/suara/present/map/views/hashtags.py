"""Hashtags that stand in the same posts, or that the same accounts use."""

from __future__ import annotations

import polars as pl

from suara.analyse.communities import leiden
from suara.analyse.network import Network
from suara.present.map.scene import Source, View, typed
from suara.present.map.views import _parts as parts

ORDER = 30
TITLE = {"id": "Tagar", "en": "Hashtags"}
ABOUT = {
    "id": "Tagar dalam unggahan yang sama, atau dipakai sedikitnya dua akun yang sama; komunitas di sini ialah kelompok tagar.",
    "en": "Hashtags in the same posts, or used by at least two of the same accounts; communities here are groups of hashtags.",
}
MOST = 1_000
"""Hashtags among which ties are looked for, the most frequent ones: pairs grow with their square."""

SAME = 2
"""Accounts that have to use both."""


def view(source: Source) -> View | None:
    """The view; a hashtag without ties is drawn alone."""
    tagged = source.graph.tables["TAGGED"].select(post="from", tag="to")
    if tagged.is_empty():
        return None
    often = tagged.group_by("tag").len().sort("len", "tag", descending=[True, False]).head(MOST)
    used = tagged.join(often, on="tag", how="semi").join(parts.posted(source), on="post", how="left")
    together = _pairs(used.select("post", "tag").unique(), "post")
    shared = _pairs(used.drop_nulls("key").select("key", "tag").unique(), "key")
    weights = shared.group_by("source", "target").agg(weight=pl.len()).filter(pl.col("weight") >= SAME)
    weights = weights.with_columns(kind=pl.lit("shared"))
    ties = pl.concat([parts.weighed(together.with_columns(kind=pl.lit("together"))), weights], how="diagonal")
    groups, _ = leiden.find(Network.of(ties.select(pl.col("source").alias("from"), to="target", weight="weight")))
    nodes = typed(parts.hashtags(source)).drop("community").join(groups, on="key", how="left", maintain_order="left")
    joining = pl.concat(
        [together.with_columns(kind=pl.lit("together")), _behind(shared, weights, used)], how="diagonal"
    )
    sized = typed(nodes).with_columns(size=pl.col("posts"))
    own = tagged.select("post", key="tag")
    return View("hashtags", sized, ties, own, joining, of_both=False, colours="hashtags")


def _pairs(used: pl.DataFrame, by: str) -> pl.DataFrame:
    """Pairs of hashtags that have the same post or account: source, target, and that."""
    pairs = used.join(used, on=by, suffix="_other").filter(pl.col("tag") < pl.col("tag_other"))
    return pairs.select(by, source="tag", target="tag_other")


def _behind(shared: pl.DataFrame, ties: pl.DataFrame, used: pl.DataFrame) -> pl.DataFrame:
    """The posts of accounts that use both hashtags of a tie, with one of them."""
    pairs = shared.join(ties, on=["source", "target"], how="semi")
    posts = used.drop_nulls("key")
    of = [pairs.join(posts.rename({"tag": end}), on=["key", end]) for end in ("source", "target")]
    return pl.concat([each.select("source", "target", "post") for each in of]).with_columns(kind=pl.lit("shared"))
