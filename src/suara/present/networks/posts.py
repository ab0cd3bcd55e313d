"""Posts, and which of them replies to, reposts or quotes which."""

from __future__ import annotations

import polars as pl

from suara.present.networks import Source
from suara.present.networks._looks import looks
from suara.present.networks._people import opaque, people
from suara.present.node_link import NodeLink

_COUNTS = ("likes", "reposts", "replies", "quotes", "views")
_KINDS = {"REPLIES_TO": "reply", "REPOSTS": "repost", "QUOTES": "quote"}


def network(source: Source) -> NodeLink:
    """All posts, those that are only referred to as well (`collected` is false); kinds are "reply", "repost", "quote".

    Ids and links of posts of people who aren't shown stay here, and what leads to them is hidden in all texts. Of a post
    that wasn't collected nobody knows whose it is.
    """
    tables = source.graph.tables
    who = people(source)
    by = tables["POSTED"].select(account="from", key="to").join(
        who.select("label", "kind", account="key", shown=pl.col("key") == pl.col("id")), on="account", maintain_order="left"
    )  # fmt: skip
    posts = tables["Post"].join(by, on="key", how="left", maintain_order="left")
    shown = pl.col("shown").fill_null(source.names == "all")
    texts, _ = source.people.texts(posts.select("platform", "text"))
    nodes = posts.select(
        "key",
        pl.when(shown).then("key").otherwise(opaque(pl.col("key"), source.secret)).alias("id"),
        "label", "kind", "platform", "lang", "created_at", "collected", "context", "complaint", *_COUNTS,
        pl.when(shown).then("url").alias("url"),
        texts.alias("text"),
    )  # fmt: skip
    ids = nodes.select("key", "id")
    links = pl.concat([tables[name].with_columns(kind=pl.lit(kind)) for name, kind in _KINDS.items()])
    links = links.join(ids.rename({"key": "from", "id": "source"}), on="from", maintain_order="left").join(
        ids.rename({"key": "to", "id": "target"}), on="to", maintain_order="left"
    )
    links = links.select("source", "target", pl.lit(1).alias("weight"), "kind")
    return looks(NodeLink.of(nodes.drop("key"), links, title="suara: posts"), "likes", colour="kind")
