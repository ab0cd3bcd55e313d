"""What an id, a handle or a text resolves to in the registry, and by what."""

from __future__ import annotations

import polars as pl

from suara.analyse.agencies.lookalikes import near
from suara.coding.agencies import Registry
from suara.coding.agencies_named import agencies_named
from suara.graph.model import Columns

RESOLVED: Columns = {
    "agency": pl.String,
    "name": pl.String,
    "region": pl.String,
    "certain": pl.Boolean,
    "candidates": pl.List(pl.String),
    "regions": pl.List(pl.String),
    "evidence": pl.String,
    "how": pl.String,
    "of": pl.String,
}
"""Columns of what something resolves to: the agency with its name (null where it isn't certain), its region, all that
agency and region may be, the words or the account that tell it, `how` (see `resolve`), and what it was compared `of`: the id,
the official account or the name as the registry has it."""


def resolve(asked: str, registry: Registry) -> pl.DataFrame:
    """What something that a person asks for is in the registry; see `RESOLVED`.

    - entry: it is the id of an agency.
    - id, handle: it is (or a text holds) an account of that agency.
    - signs, letter: a handle looks like an official one; see `suara.analyse.agencies.lookalikes`. Not certain.
    - name, ambiguous: a text names the agency; see `suara.coding.agencies_named`.

    Example:
        >>> from suara.coding.agencies import load
        >>> resolve("dukcapil Kab. Bogor, @KAI_121", load()).select("agency", "region", "how", "of").rows()
        [('dukcapil', 'kab_bogor', 'name', 'Dukcapil'), (None, None, 'signs', 'x:@kai121')]
    """
    asked = asked.strip()
    entry = registry.frame.filter(agency=asked).select(
        "agency", "region", certain=pl.lit(True), evidence=pl.lit(asked), how=pl.lit("entry"), of="agency"
    )
    account = pl.concat_str("platform", pl.lit(":"), "id")
    by_id = registry.accounts.filter((pl.col("id") == asked) | (account == asked)).select(
        "agency", certain=pl.lit(True), evidence=pl.lit(asked), how=pl.lit("id"), of=account
    )
    if entry.height or by_id.height:
        return _told(pl.concat([entry, by_id], how="diagonal"), registry)
    posts = pl.DataFrame({"key": ["asked"], "text": [asked]})
    named = agencies_named(posts, registry).with_columns(
        how=pl.when("certain").then(pl.lit("name")).otherwise(pl.lit("ambiguous")), of="name"
    )
    return _told(pl.concat([named.drop("name"), _handles(asked, registry)], how="diagonal"), registry)


def _handles(asked: str, registry: Registry) -> pl.DataFrame:
    """The handles in a text that are official on some platform, or look so."""
    handles = pl.Series([asked]).str.extract_all(r"@[\w.]*\w").explode(empty_as_null=False).unique(maintain_order=True)
    known = registry.accounts.drop_nulls("handle")
    written = pl.DataFrame({"evidence": handles, "handle": handles.str.strip_prefix("@").str.to_lowercase()})
    official = written.join(known.drop("id"), on="handle", maintain_order="left").select(
        "agency", "evidence", certain=pl.lit(True), how=pl.lit("handle"), of=_called("platform", "handle")
    )
    others = written.join(known, on="handle", how="anti").join(known.select("platform").unique(), how="cross")
    looked = others.select("platform", "handle", account=_called("platform", "evidence"), evidence="evidence")
    similar = (
        near(looked, registry)
        .join(looked, on="account")
        .select(
            "evidence",
            "how",
            certain=pl.lit(False),
            candidates=pl.concat_list("resembles"),
            of=_called("platform", "official"),
        )
    )
    return pl.concat([official, similar.sort("evidence", "of")], how="diagonal")


def _called(platform: str, handle: str) -> pl.Expr:
    return pl.concat_str(platform, pl.lit(":@"), pl.col(handle).str.strip_prefix("@"))


def _told(found: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """All columns; where an agency is certain it is the one candidate, and its own region counts."""
    whole = pl.concat([pl.DataFrame(schema=RESOLVED).drop("name"), found], how="diagonal")
    own = registry.frame.select("agency", "name", own="region")
    told = whole.join(own, on="agency", how="left", maintain_order="left")
    return told.with_columns(
        region=pl.coalesce("region", "own"),
        candidates=pl.coalesce("candidates", pl.concat_list("agency")),
        regions=pl.col("regions").fill_null([]),
    ).select(*RESOLVED)
