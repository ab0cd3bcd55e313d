"""The posts behind nodes and ties: which of them are on the page, and as others may see them."""

from __future__ import annotations

from typing import Any

import polars as pl

from suara.present._text import all_clean
from suara.present.map.scene import Source

POSTS = 5_000
"""Posts on the page, at most."""

PER_NODE, PER_TIE = 8, 4
"""Posts of a node and of a tie, at most; how many there are behind it is told."""

LENGTH = 240
"""Characters of a text, at most."""

ADDRESS = r"^https?://[!-~]{1,500}$"
"""What is an address of the web."""

LABEL = 60
"""Characters of a name, at most."""

Json = dict[str, Any]


def ordered(source: Source | None) -> pl.DataFrame:
    """The posts that were collected, in the order in which they are shown: complaints first, then the latest.

    Returns:
        `post`, and `order` from 0.
    """
    if source is None:
        return pl.DataFrame(schema={"post": pl.String, "order": pl.Int64})
    posts = source.graph.tables["Post"].filter("collected").select("complaint", "created_at", post="key")
    best = posts.sort(~pl.col("complaint"), "created_at", "post", descending=[False, True, False], nulls_last=True)
    return best.select("post", order=pl.int_range(pl.len(), dtype=pl.Int64))


def packed(
    behind: pl.DataFrame, order: pl.DataFrame, source: Source | None, nodes: int, bins: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, Json]:
    """The posts of each owner by number, how many there are behind it, and what the page tells of them.

    Args:
        behind: `owner` (the nodes by number, then the ties), `order`.
        order: `post`, `order`.
        source: where the posts are; without, there are none.
        nodes: how many of the owners are nodes.
        bins: `post`, `bin`: the step of the slider of each post.
    """
    counts = behind.group_by("owner").agg(n=pl.len())
    if source is None:
        return pl.DataFrame(schema={"owner": pl.Int64, "p": pl.List(pl.Int64)}), counts, {"text": [], "bin": []}
    chosen = _chosen(behind, nodes)
    numbers = chosen.select(pl.col("order").unique(maintain_order=True)).with_row_index("p")
    lists = chosen.join(numbers, on="order", maintain_order="left").group_by("owner", maintain_order=True).agg("p")
    numbers = numbers.join(order, on="order", how="left", maintain_order="left")
    told = _told(source, numbers["post"]).join(bins, on="post", how="left", maintain_order="left")
    by, by_en = (all_clean(told[column], LABEL) for column in ("by", "by_en"))
    names = {name: i for i, name in enumerate(by.unique(maintain_order=True))}
    english = dict(zip(by, by_en, strict=True))
    return lists, counts, {
        "text": told["text"].to_list(),
        "at": (told["at"].dt.epoch("s") // 60).to_list(),
        "by": [names[name] for name in by],
        "names": list(names),
        "english": {i: english[name] for name, i in names.items() if english[name] != name},
        "url": {i: url for i, url in enumerate(told["url"]) if url},
        "complaint": told["complaint"].fill_null(value=False).cast(pl.Int8).to_list(),
        "bin": told["bin"].to_list(),
    }  # fmt: skip


def _chosen(behind: pl.DataFrame, nodes: int) -> pl.DataFrame:
    """The posts that stand on the page behind what: owner, order; at most `POSTS` different ones, the first of all first."""
    first = [
        behind.filter(of).group_by("owner").agg(pl.col("order").bottom_k(most).sort())
        for of, most in ((pl.col("owner") < nodes, PER_NODE), (pl.col("owner") >= nodes, PER_TIE))
    ]
    listed = pl.concat(first).sort("owner").explode("order", empty_as_null=False, keep_nulls=False)
    ranked = listed.with_columns(rank=pl.int_range(pl.len()).over("owner"))
    best = ranked.group_by("order").agg(pl.col("rank").min(), pl.col("owner").min()).sort("rank", "owner", "order")
    return ranked.join(best.head(POSTS), on="order", how="semi", maintain_order="left").select("owner", "order")


def _told(source: Source, posts: pl.Series) -> pl.DataFrame:
    """Posts as others may see them: post, text, at, by, by_en, url, platform, complaint.

    The address of a post is given where the one who wrote it is shown by name, and it is one of the web.
    """
    keys = posts.to_frame("post")
    of = keys.join(source.graph.posts.rename({"key": "post"}), on="post", how="left", maintain_order="left")
    written = of.select("post", "platform", "text", "created_at", "url")
    text, _ = source.people.texts(written.select("platform", pl.col("text").fill_null("")))
    by = source.graph.accounts.authors.select(post="key", account="account").unique("post", keep="first")
    of_complaints = source.graph.tables["Post"].select(post="key", complaint="complaint")
    told = (
        written.with_columns(text=all_clean(text, LENGTH))
        .join(by, on="post", how="left", maintain_order="left")
        .join(source.called, on="account", how="left", maintain_order="left")
        .join(of_complaints, on="post", how="left", maintain_order="left")
    )
    links = source.people.links(told, ADDRESS)
    return told.select(
        "post", "text", "platform", "complaint", at="created_at", by="label", by_en="label_en", url=links
    )  # fmt: skip
