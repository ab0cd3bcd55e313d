"""Hashtags, and which of them stand together in a post."""

from __future__ import annotations

import polars as pl

from suara.analyse.communities import leiden
from suara.analyse.network import Network
from suara.present.networks import Source
from suara.present.networks._looks import looks
from suara.present.node_link import NodeLink


def network(source: Source) -> NodeLink:
    """`posts` that have a hashtag, `complaints` among them; `weight` is the number of posts that have both.

    Reposts count too, as amplification; posts that only came along with others don't. A hashtag that is the handle of
    somebody who isn't shown is left out.
    """
    tables = source.graph.tables
    counted = tables["Post"].filter("collected", ~pl.col("context")).select("complaint", post="key")
    hidden = ("#" + source.people.tags()).implode()
    tagged = tables["TAGGED"].select(post="from", tag="to").filter(~pl.col("tag").is_in(hidden))
    tagged = tagged.join(counted, on="post", maintain_order="left")
    nodes = tagged.group_by(id="tag").agg(posts=pl.len(), complaints=pl.col("complaint").sum()).sort("id")
    pairs = tagged.join(tagged, on="post").filter(pl.col("tag") < pl.col("tag_right"))
    links = pairs.group_by(source="tag", target="tag_right").agg(weight=pl.len()).sort("source", "target")
    members, _ = leiden.find(Network.of(links.rename({"source": "from", "target": "to"})))
    nodes = nodes.join(members.rename({"key": "id"}), on="id", how="left", maintain_order="left")
    told = nodes.select("id", pl.col("id").alias("label"), "posts", "complaints", "community")
    return looks(NodeLink.of(told, links, directed=False, title="suara: hashtags"), "posts")
