"""The way of complaints: what they are about, which agency they ask, and how soon it answers."""

from __future__ import annotations

import polars as pl

from suara.present.map.scene import ANSWERS, Source, View, answer_band, typed
from suara.present.map.views import _parts as parts

ORDER = 50
TITLE = {"id": "Jalan keluhan", "en": "Ways of complaints"}
ABOUT = {
    "id": "Topik keluhan, instansi yang diminta, dan kapan ia menjawab; satu kasus dengan beberapa topik dihitung di tiap topik.",
    "en": "What complaints are about, whom they ask, and how soon it answers; a case with several topics counts for each.",
}
OUTCOMES = (*ANSWERS, "unobserved")
LABELS = {
    "hour": ("dalam 1 jam", "within 1 hour"),
    "day": ("dalam 1 hari", "within 1 day"),
    "three_days": ("dalam 3 hari", "within 3 days"),
    "later": ("lebih lambat", "later"),
    "not_yet": ("belum dijawab", "not answered yet"),
    "unobserved": ("tak teramati", "not observed"),
}
WIDE, STEP = 520, 66  # between the columns, and between nodes of one


def view(source: Source) -> View | None:
    """The view, in three columns; answers are counted by case, as in the table `agencies`."""
    cases = source.answered.cases
    if cases.is_empty():
        return None
    told = cases.select("agency", "topics", "response", post="case", outcome=_outcome())
    joining = pl.concat([_asking(told), _answering(told)])
    ties = parts.weighed(joining.filter(~pl.col("response")).drop("response"))
    volume = pl.concat([ties.select("weight", key="source"), ties.select("weight", key="target")])
    sizes = volume.group_by("key").agg(size=pl.col("weight").max().cast(pl.Float64))
    kinds = pl.concat([typed(parts.topics(source)), typed(parts.agencies(source)), typed(_outcomes())])
    nodes = kinds.drop("size", "x", "y", "community").join(sizes, on="key")
    placed = _placed(nodes, ties)
    headings = tuple((column * WIDE, -STEP, word) for column, word in enumerate(("topics", "agencies", "answers")))
    return View(
        "answers", placed, ties, None, joining.drop("response"), radii=(7, 16), colours="answers", headings=headings
    )


def _outcome() -> pl.Expr:
    band = answer_band("minutes", pl.col("status") == "censored").replace_strict(dict(enumerate(ANSWERS)), default=None)
    return pl.when(pl.col("status") == "unobserved").then(pl.lit("unobserved")).otherwise(band)


def _asking(told: pl.DataFrame) -> pl.DataFrame:
    """From topics to agencies: the complaints."""
    topics = told.select("agency", "post", topic="topics").explode("topic").drop_nulls("topic")
    return topics.select(
        "post", source=pl.lit("complaints:") + pl.col("topic"), target=parts.agency_key("agency"), kind=pl.lit("asks"),
        response=pl.lit(value=False),
    )  # fmt: skip


def _answering(told: pl.DataFrame) -> pl.DataFrame:
    """From agencies to outcomes: the complaints, and the answers."""
    ends = {
        "source": parts.agency_key("agency"),
        "target": pl.lit("outcome ") + pl.col("outcome"),
        "kind": pl.lit("ends"),
    }
    told = told.drop_nulls("outcome")
    complaints = told.select("post", **ends, response=pl.lit(value=False))
    answers = told.drop_nulls("response").select(post="response", **ends, response=pl.lit(value=True))
    return pl.concat([complaints, answers]).unique()


def _outcomes() -> pl.DataFrame:
    rows = [
        (f"outcome {name}", "outcome", *LABELS[name], i if name in ANSWERS else None) for i, name in enumerate(OUTCOMES)
    ]
    return pl.DataFrame(rows, ["key", "kind", "label", "label_en", "answer"], orient="row")


def _placed(nodes: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    """Topics left from the most frequent down, agencies from who answers soonest, outcomes by time."""
    column = pl.col("kind").replace_strict({"topic": 0, "agency": 1, "outcome": 2}, return_dtype=pl.Float64)
    outcomes = pl.DataFrame({"key": [f"outcome {name}" for name in OUTCOMES]})
    outcomes = outcomes.with_columns(order=pl.int_range(pl.len()).cast(pl.Float64))
    soon = ties.join(outcomes.rename({"key": "target"}), on="target").group_by(key="source").agg(
        order=(pl.col("order") * pl.col("weight")).sum() / pl.col("weight").sum()
    )  # fmt: skip
    ranked = nodes.join(pl.concat([outcomes, soon]), on="key", how="left")
    ranked = ranked.sort("order", "size", "key", descending=[False, True, False])
    tallest = max(nodes.group_by("kind").len()["len"])
    row = pl.int_range(pl.len()).over("kind")
    spread = pl.lit((tallest - 1) * STEP) / pl.max_horizontal(pl.len().over("kind") - 1, pl.lit(1))
    return ranked.with_columns(x=column * WIDE, y=(row * spread).cast(pl.Float64)).drop("order")
