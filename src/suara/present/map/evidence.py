"""What filters ask of nodes and ties: the topics, agencies, platforms and times of the posts behind them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from suara.graph.build import COMPLAINTS
from suara.present.map.scene import Source

BITS = 30
"""Values of a filter, at most, the most frequent ones; each is a bit of a number."""

BINS = 60
"""Steps of the time slider, at most, in two numbers of `BITS`."""

UNITS = ("1d", "1w", "1mo", "1q", "1y")
FACETS = ("topic", "agency", "platform")
MASKS = (*FACETS, "early", "late")
"""What filters ask of nodes and ties: a bit for each value that a post behind them has."""


@dataclass(frozen=True)
class Evidence:
    """What the page knows of posts.

    `masks`: post, and a number for each of `MASKS`. `steps`: post, bin (the step of the slider). `labels`: of the values
    of each facet, label and label_en in the order of their bits. `unit` and `bins`: how long the steps of the slider are,
    and when they begin; `earlier` whether the first holds older posts too.
    """

    masks: pl.DataFrame
    steps: pl.DataFrame
    labels: dict[str, pl.DataFrame]
    unit: str
    bins: list[str]
    earlier: bool


def evidence(source: Source | None, posts: pl.Series) -> Evidence:
    """What filters ask of these posts (keys); nothing of none."""
    if source is None or not len(posts):
        none = pl.DataFrame(schema={"post": pl.String, **dict.fromkeys(MASKS, pl.Int64)})
        return Evidence(none, none.select("post"), {facet: pl.DataFrame() for facet in FACETS}, "", [], earlier=False)
    tables = source.graph.tables
    told = tables["Post"].select("platform", "created_at", post="key").join(
        posts.unique().to_frame("post"), on="post", how="semi", maintain_order="left"
    )  # fmt: skip
    agencies = tables["Agency"].select("key", label="name", label_en="name")
    topics = tables["Topic"].filter(pl.col("key").str.starts_with(f"{COMPLAINTS}:"))
    platforms = told.select(key="platform", label="platform", label_en="platform").unique("key")
    rows = {
        "topic": (tables["ABOUT"].select(post="from", value="to"), topics.select("key", "label_en", label="label_id")),
        "agency": (_of_agencies(source), agencies),
        "platform": (told.select("post", value="platform"), platforms),
    }
    masks, labels = told.select("post"), {}
    for facet, (values, named) in rows.items():
        bits, labels[facet] = _bits(values.join(masks, on="post", how="semi"), named)
        masks = masks.join(bits.rename({"mask": facet}), on="post", how="left", maintain_order="left")
    steps, unit, bins, earlier = _steps(told)
    masks = masks.join(_halves(steps), on="post", how="left", maintain_order="left").fill_null(0)
    return Evidence(masks, steps, labels, unit, bins, earlier)


def _of_agencies(source: Source) -> pl.DataFrame:
    """Posts addressed to agencies, and posts of their accounts."""
    tables = source.graph.tables
    by = tables["OPERATED_BY"].join(tables["POSTED"].select("from", post="to"), on="from")
    return pl.concat([tables["ADDRESSED_TO"].select(post="from", value="to"), by.select("post", value="to")]).unique()


def _bits(values: pl.DataFrame, named: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A bit for each of the most frequent values; each post's bits as `mask`, and the labels in their order."""
    known = values.join(named.select(value="key"), on="value", how="semi").unique()
    order = known.group_by("value").len().sort("len", "value", descending=[True, False]).head(BITS)
    order = order.with_columns(bit=pl.lit(2, pl.Int64).pow(pl.int_range(pl.len())).cast(pl.Int64))
    bits = known.join(order, on="value").group_by("post").agg(mask=pl.col("bit").sum())
    told = order.join(named.rename({"key": "value"}), on="value", how="left", maintain_order="left")
    return bits, told.select("label", "label_en")


def _steps(told: pl.DataFrame) -> tuple[pl.DataFrame, str, list[str], bool]:
    """The step of the slider of each post; few posts that are far older than the others share the first one."""
    dated = told.drop_nulls("created_at").select("post", at="created_at").sort("at")
    if dated.is_empty():
        return pl.DataFrame(schema={"post": pl.String, "bin": pl.Int64}), "", [], False
    first, last = dated["at"][dated.height // 200], dated["at"][-1]
    starts = pl.Series([], dtype=pl.Datetime)
    for unit in UNITS:
        truncated = pl.lit(first).dt.truncate(unit)
        starts = pl.select(at=pl.datetime_range(truncated, pl.lit(last), unit, time_zone="UTC"))["at"]
        if len(starts) <= BINS:
            break
    starts = starts.tail(BINS)
    begins = starts.cast(dated["at"].dtype).to_frame("at").with_columns(bin=pl.int_range(pl.len()))
    placed = dated.join_asof(begins, on="at").select("post", pl.col("bin").fill_null(0))
    return placed, unit, starts.dt.date().cast(pl.String).to_list(), bool(dated["at"][0] < starts[0])


def _halves(steps: pl.DataFrame) -> pl.DataFrame:
    """Steps as bits of two numbers."""
    bit = pl.lit(2, pl.Int64).pow(pl.col("bin") % BITS).cast(pl.Int64)
    early = pl.col("bin") < BITS
    return steps.select("post", early=pl.when(early).then(bit).otherwise(0), late=pl.when(early).then(0).otherwise(bit))
