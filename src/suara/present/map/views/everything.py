"""People, agencies, topics and hashtags, and all ties among them."""

from __future__ import annotations

import polars as pl

from suara.present.map.scene import Source, View, typed
from suara.present.map.views import _parts as parts

ORDER = 10
TITLE = {"id": "Semua", "en": "Everything"}
ABOUT = {
    "id": "Warga, instansi, topik keluhan, dan tagar; garis ialah unggahan yang menghubungkannya.",
    "en": "People, agencies, topics of complaints and hashtags; a line is the posts that join them.",
}


def view(source: Source) -> View | None:
    """The view; the accounts of an agency are one node with it."""
    joining = _joining(source)
    ties = parts.weighed(joining)
    kinds = (parts.people, parts.agencies, parts.topics, parts.hashtags)
    nodes = parts.sized(pl.concat([typed(kind(source)) for kind in kinds]), ties, alone=("citizen",))
    return View("everything", nodes, ties, parts.posted(source), joining)


def _joining(source: Source) -> pl.DataFrame:
    """Who turns to whom; agencies and the topics complained about to them; who uses which hashtag."""
    tables = source.graph.tables
    by = parts.posted(source).rename({"key": "source"})
    complaints = tables["Post"].filter("complaint").select(post="key")
    addressed = tables["ADDRESSED_TO"].select("evidence", post="from", agency="to")
    named = addressed.filter(evidence="name").select("post", target=parts.agency_key("agency"))
    about = tables["ABOUT"].select(post="from", target="to")
    told = {
        "interacts": parts.spoken(source),
        "addressed": named.join(by, on="post"),
        "about": complaints.join(addressed, on="post").join(about, on="post").with_columns(source=parts.agency_key("agency")),
        "tagged": tables["TAGGED"].select(post="from", target="to").join(by, on="post"),
    }  # fmt: skip
    rows = [frame.select("source", "target", "post", kind=pl.lit(kind)) for kind, frame in told.items()]
    return pl.concat(rows).filter(pl.col("source") != pl.col("target")).unique()
