"""Agencies that texts name: by names that tell one, by names that may mean several, and with the region of a branch."""

from __future__ import annotations

import polars as pl

from suara.coding._names import names_in
from suara.coding._regions_named import with_regions
from suara.coding.agencies import Registry
from suara.coding.words import Stream, stream

NAMED = {
    "post": pl.String,
    "agency": pl.String,
    "region": pl.String,
    "certain": pl.Boolean,
    "candidates": pl.List(pl.String),
    "regions": pl.List(pl.String),
    "name": pl.String,
    "evidence": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
}
"""Columns of the agencies named in texts: the agency (null where the name may mean several, or something else), the region of
its branch (null where none is named or the words fit several), whether the name is certain, all that agency and region may
be, the name as the registry has it, and the words in the text (with the region's) and their place in characters."""


def agencies_named(posts: pl.DataFrame, registry: Registry, words: Stream | None = None) -> pl.DataFrame:
    """The agencies that posts (columns `key`, `text`) name; one row per post, agency and region; see `NAMED`.

    Names are compared as meant. One inside a longer name counts as part of that only. A name that is certain for one
    agency and ambiguous for others is certain. A branch for which the registry has an entry of its own (with the agency
    as its parent, and the region) is that one. `words`: the texts as a stream, if they are one already.

    Example:
        >>> from suara.coding.agencies import load
        >>> posts = pl.DataFrame({"key": ["x:1"], "text": ["Dukcapil Kab. Bogor dan BPJS lelet"]})
        >>> found = agencies_named(posts, load())
        >>> found.select("agency", "region", "evidence").rows()
        [('dukcapil', 'kab_bogor', 'Dukcapil Kab. Bogor'), (None, None, 'BPJS')]
        >>> found["candidates"].to_list()[1]
        ['bpjs_kesehatan', 'bpjs_ketenagakerjaan']
    """
    texts, names = posts["text"], registry.names
    placed = names_in(texts, stream(texts) if words is None else words, names["name"].unique().sort().to_list())
    found = with_regions(texts, placed.join(names, on="name", maintain_order="left"), registry.regions)
    meanings = _meanings(_branches(_whole(found), registry))
    evidence = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    return meanings.with_columns(
        post=posts["key"].gather(meanings["row"]),
        text=texts.gather(meanings["row"]),
        region=pl.when(pl.col("regions").list.len() == 1).then(pl.col("regions").list.first()),
    ).select(*(evidence.alias(name) if name == "evidence" else name for name in NAMED))


def _whole(found: pl.DataFrame) -> pl.DataFrame:
    """The names that aren't part of a longer one; of a name with and without a region, that with it."""
    spans = found.select("row", f="first", l="last").unique()
    within = found.join(spans, on="row").filter(
        pl.col("first") >= pl.col("f"), pl.col("last") <= pl.col("l"),
        pl.col("last") - pl.col("first") < pl.col("l") - pl.col("f"),
    )  # fmt: skip
    place = ["row", "first", "last"]
    met = pl.col("needs").is_not_null()
    return (
        found.join(within, on=place, how="anti", maintain_order="left")
        .filter(met | ~met.any().over(*place, "agency"))
        .filter(pl.col("certain") | ~pl.col("certain").any().over(place))
    )


def _branches(found: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """Agencies with a region are the registry's entry for that branch, where it has one."""
    own = registry.frame.drop_nulls(["parent", "region"]).select(
        agency="parent", only=pl.concat_list("region"), branch="agency"
    )
    own = own.unique(["agency", "only"], keep="first", maintain_order=True)
    return found.join(
        own, left_on=["agency", "regions"], right_on=["agency", "only"], how="left", maintain_order="left"
    ).with_columns(agency=pl.coalesce("branch", "agency"))


def _meanings(found: pl.DataFrame) -> pl.DataFrame:
    """One row per text, agency (or agencies, of an ambiguous name) and region: its first place."""
    place = ["row", "first", "last", "name", "start", "end", "regions"]
    sure = found.filter("certain").select(*place, "agency", "certain", candidates=pl.concat_list("agency"))
    unsure = (
        found.filter(~pl.col("certain"))
        .group_by(*place, "certain", maintain_order=True)
        .agg(candidates=pl.col("agency").unique().sort())
        .with_columns(agency=pl.lit(None, pl.String))
        .select(sure.columns)
    )
    both = pl.concat([sure, unsure]).sort("row", "first", "last", "candidates", maintain_order=True)
    return both.unique(["row", "certain", "candidates", "regions"], keep="first", maintain_order=True)
