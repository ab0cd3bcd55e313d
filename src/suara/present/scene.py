"""The graph as the map shows it: people, agencies, topics and hashtags as nodes, and the ties among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl

from suara.analyse.centrality import pagerank
from suara.analyse.network import Network
from suara.graph.build import COMPLAINTS, Graph, activity
from suara.present.people import WORD, People, is_shown, pseudonym

_WORDS = {
    "id": {
        "posts": "Unggahan", "complaints": "Keluhan", "followers": "Pengikut", "answered": "Dijawab",
        "median": "Median waktu jawab (menit)", "share": "Bagian dari keluhan", "interacts": "menyapa",
        "addressed": "mengadu ke", "about": "dikeluhkan tentang", "tagged": "memakai tagar",
    },
    "en": {
        "posts": "Posts", "complaints": "Complaints", "followers": "Followers", "answered": "Answered",
        "median": "Median minutes to an answer", "share": "Share of complaints", "interacts": "turns to",
        "addressed": "addresses", "about": "is complained to about", "tagged": "uses the hashtag",
    },
}  # fmt: skip


def scene(
    graph: Graph,
    members: pl.DataFrame,
    agencies: pl.DataFrame,
    *,
    names: str = "public",
    secret: bytes = b"",
    lang: str = "id",
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The nodes and ties of the map, as `suara.present.map.write_map` takes them.

    The accounts of an agency are one node with it. People are shown under pseudonyms that only the workspace's
    secret can reproduce, unless they are public (agencies, verified, or many followers) or `names` says otherwise.
    Nodes are sized by their PageRank in the network that is drawn.

    Args:
        graph: the graph.
        members: `key` and `community` of accounts.
        agencies: the table `agencies`.
        names: "public", "all" or "none".
        secret: the key of the pseudonyms.
        lang: "id" or "en".
    """
    words = _WORDS[lang]
    graph = _without(graph, People.of(graph, names, secret, lang).tags())
    ties = _ties(graph, words)
    nodes = pl.concat(
        [
            _people(graph, members, names, pseudonym(secret, WORD[lang]), words),
            _agencies(graph, members, agencies, words),
            _topics(graph, lang, words),
            _hashtags(graph, words),
        ]
    )
    rank = pagerank.measure(Network.of(ties.select(pl.col("source").alias("from"), to="target", weight="weight")))
    sized = nodes.join(rank.rename({"pagerank": "size"}), on="key", how="left", maintain_order="left")
    in_use = (pl.col("kind") == "citizen") | pl.col("size").is_not_null()
    return sized.filter(in_use).with_columns(pl.col("size").fill_null(0.0)), ties


def _without(graph: Graph, tags: pl.Series) -> Graph:
    """The graph without the hashtags that are handles of those who aren't named."""
    tagged, hashtags = graph.tables["TAGGED"], graph.tables["Hashtag"]
    kept = hashtags.filter(~pl.col("tag").is_in(tags.implode()))
    return replace(
        graph,
        tables=graph.tables | {"Hashtag": kept, "TAGGED": tagged.join(kept, left_on="to", right_on="key", how="semi")},
    )


def _ties(graph: Graph, words: dict[str, str]) -> pl.DataFrame:
    """Who turns to whom; agencies and the topics complained about to them; who uses which hashtag."""
    tables = graph.tables
    home = tables["Account"].select("key", node=pl.coalesce(_agency_key("agency"), "key"))
    start, end = (home.rename({"key": side, "node": node}) for side, node in (("from", "source"), ("to", "target")))
    complaints = tables["Post"].filter("complaint").select(post="key")
    by = tables["POSTED"].join(start, on="from").select("source", post="to")
    about = complaints.join(tables["ADDRESSED_TO"].rename({"from": "post", "to": "agency"}), on="post").join(
        tables["ABOUT"].select(post="from", target="to"), on="post"
    )
    named = tables["ADDRESSED_TO"].filter(evidence="name").select(post="from", target=_agency_key("to"))
    parts = {
        "interacts": tables["INTERACTS"]
        .join(start, on="from")
        .join(end, on="to")
        .select("source", "target", n="weight"),
        "addressed": named.join(by, on="post").select("source", "target", n=pl.lit(1, pl.Int64)),
        "about": about.select(_agency_key("agency").alias("source"), "target", n=pl.lit(1, pl.Int64)),
        "tagged": tables["TAGGED"]
        .select(post="from", target="to")
        .join(by, on="post")
        .select("source", "target", n=pl.lit(1, pl.Int64)),
    }
    return (
        pl.concat([part.with_columns(kind=pl.lit(words[kind])) for kind, part in parts.items()])
        .filter(pl.col("source") != pl.col("target"))
        .group_by("source", "target", "kind")
        .agg(weight=pl.col("n").sum())
        .sort("source", "target", "kind")
    )


def _agency_key(column: str) -> pl.Expr:
    """An agency's id as a node key that no account, topic or hashtag has."""
    return pl.lit("agency ") + pl.col(column)


def _card(**lines: pl.Expr) -> pl.Expr:
    """A card: names and values as text, without those that are unknown."""
    line = [
        pl.struct(name=pl.lit(name.replace("_", " ")), value=value.cast(pl.String)) for name, value in lines.items()
    ]
    return pl.concat_list(line).list.filter(pl.element().struct.field("value").is_not_null())


def _people(
    graph: Graph, members: pl.DataFrame, names: str, alias: Callable[[str], str], words: dict[str, str]
) -> pl.DataFrame:
    people = (
        graph.tables["Account"]
        .filter(pl.col("agency").is_null())
        .join(activity(graph.tables), on="key", how="left", maintain_order="left")
        .join(members.select("key", "community"), on="key", how="left", maintain_order="left")
    )
    shown = is_shown(names)
    hidden = pl.col("key").map_elements(alias, return_dtype=pl.String)
    label = pl.coalesce(pl.lit("@") + pl.col("handle"), "name", "id")
    card = _card(
        **{
            words["posts"]: pl.col("posts"),
            words["complaints"]: pl.col("complaints"),
            words["followers"]: pl.when(shown).then("followers"),
        }
    )
    return people.select(
        "key",
        pl.when(shown).then(label).otherwise(hidden).alias("label"),
        pl.lit("citizen").alias("kind"),
        "community",
        card.alias("card"),
    )


def _agencies(graph: Graph, members: pl.DataFrame, agencies: pl.DataFrame, words: dict[str, str]) -> pl.DataFrame:
    """One node an agency, in the community of the account of it that has one."""
    home = (
        graph.tables["OPERATED_BY"]
        .join(members.select("key", "community").drop_nulls(), left_on="from", right_on="key")
        .group_by(key="to")
        .agg(pl.col("community").mode().min())
    )
    told = (
        graph.tables["Agency"]
        .join(home, on="key", how="left")
        .join(agencies.rename({"agency": "key"}).drop("name"), on="key", how="left")
    )
    percent = pl.format(
        "{} % ({}-{} %)",
        *((pl.col(c) * 100).round(0).cast(pl.Int64) for c in ("rate", "rate_low", "rate_high")),
    )
    card = _card(
        **{
            words["complaints"]: pl.col("complaints"),
            words["answered"]: percent,
            words["median"]: pl.col("median_minutes").round(1),
        }
    )
    return told.select(
        _agency_key("key").alias("key"),
        pl.col("name").alias("label"),
        pl.lit("agency").alias("kind"),
        "community",
        card.alias("card"),
    )


def _topics(graph: Graph, lang: str, words: dict[str, str]) -> pl.DataFrame:
    of = graph.tables["ABOUT"].join(
        graph.tables["Post"].filter("complaint").select("key"), left_on="from", right_on="key", how="semi"
    )
    counts = of.group_by(key="to").agg(n=pl.len())
    whole = max(of["from"].n_unique(), 1)
    share = (pl.col("n") * 100 / whole).round(1).cast(pl.String) + " %"
    card = _card(**{words["complaints"]: pl.col("n"), words["share"]: share})
    topics = graph.tables["Topic"].filter(pl.col("key").str.starts_with(f"{COMPLAINTS}:"))
    return topics.join(counts, on="key").select(
        "key",
        pl.col(f"label_{lang}").alias("label"),
        pl.lit("topic").alias("kind"),
        pl.lit(None, pl.Int64).alias("community"),
        card.alias("card"),
    )


def _hashtags(graph: Graph, words: dict[str, str]) -> pl.DataFrame:
    counts = graph.tables["TAGGED"].group_by(key="to").agg(n=pl.len())
    return (
        graph.tables["Hashtag"]
        .join(counts, on="key", maintain_order="left")
        .select(
            "key",
            pl.col("key").alias("label"),
            pl.lit("hashtag").alias("kind"),
            pl.lit(None, pl.Int64).alias("community"),
            _card(**{words["posts"]: pl.col("n")}).alias("card"),
        )
    )
