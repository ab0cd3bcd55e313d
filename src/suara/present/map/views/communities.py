"""Communities as nodes that open."""

from __future__ import annotations

import polars as pl

from suara.present.map.scene import Source, View
from suara.present.map.views import _parts as parts

ORDER = 40
TITLE = {"id": "Komunitas", "en": "Communities"}
ABOUT = {
    "id": "Tiap komunitas satu simpul; buka untuk melihat anggotanya.",
    "en": "Each community is one node; open it to see its members.",
}
NAMING = 3  # members that stand for all


def view(source: Source) -> View | None:
    """The view; a community's label is those of its members that most turn to, by name if there are any."""
    joining = parts.spoken(source)
    if joining.is_empty():
        return None
    ranked = parts.accounts(source)
    named = source.called.filter("shown").select(key="account", named=pl.lit(value=True))
    members = ranked.drop_nulls("community").join(named, on="key", how="left").sort(
        (pl.col("kind") == "agency") | pl.col("named"), "size", "key", descending=[True, True, False], nulls_last=True
    )  # fmt: skip
    if members["community"].n_unique() < 2:
        return None
    home = members.select("key", home=_key())
    between = (
        joining.join(home.rename({"key": "source", "home": "from"}), on="source")
        .join(home.rename({"key": "target", "home": "to"}), on="target")
        .filter(pl.col("from") != pl.col("to"))
        .select("post", source="from", target="to", kind=pl.lit("between"))
        .unique()
    )
    nodes = members.group_by("community", maintain_order=True).agg(
        size=pl.len(),
        members=pl.len(),
        label=pl.col("label").head(NAMING).str.join(" · "),
        label_en=pl.col("label_en").fill_null(pl.col("label")).head(NAMING).str.join(" · "),
        posts=pl.col("posts").sum(),
        complaints=pl.col("complaints").filter(kind="citizen").sum(),
    )
    nodes = nodes.with_columns(key=_key(), kind=pl.lit("community")).filter(pl.col("members") > 1)
    posted = parts.posted(source).join(home, on="key").select("post", key="home")
    return View("communities", nodes, parts.weighed(between), posted, between, radii=(16, 44), opens="accounts")


def _key() -> pl.Expr:
    """A community's number as a node key."""
    return pl.lit("community ") + pl.col("community").cast(pl.String)
