"""Hashtags that stand in the same posts."""

from __future__ import annotations

import polars as pl

from suara.analyse.communities import leiden
from suara.analyse.network import Network
from suara.present.map.scene import Source, View, typed
from suara.present.map.views import _parts as parts

ORDER = 30
TITLE = {"id": "Tagar", "en": "Hashtags"}
ABOUT = {
    "id": "Tagar yang dipakai dalam unggahan yang sama; komunitas di sini ialah kelompok tagar.",
    "en": "Hashtags used in the same posts; communities here are groups of hashtags.",
}


def view(source: Source) -> View | None:
    """The view; a hashtag that never stands beside another is drawn alone."""
    tagged = source.graph.tables["TAGGED"].select(post="from", tag="to")
    if tagged.is_empty():
        return None
    pairs = tagged.join(tagged, on="post", suffix="_other").filter(pl.col("tag") < pl.col("tag_other"))
    joining = pairs.select("post", source="tag", target="tag_other", kind=pl.lit("together"))
    ties = parts.weighed(joining)
    groups, _ = leiden.find(Network.of(ties.select(pl.col("source").alias("from"), to="target", weight="weight")))
    nodes = typed(parts.hashtags(source)).drop("community").join(groups, on="key", how="left", maintain_order="left")
    nodes = typed(nodes).with_columns(size=pl.col("posts"))
    return View("hashtags", nodes, ties, tagged.select("post", key="tag"), joining, colours="hashtags")
