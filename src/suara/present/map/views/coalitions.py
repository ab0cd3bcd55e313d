"""Who agrees with whom: actors, tied by the concepts on which they hold the same positions, or different ones."""

from __future__ import annotations

import polars as pl

from suara.analyse.discourse.matrix import Matrix
from suara.analyse.discourse.networks import one_mode
from suara.analyse.discourse.selection import Selected, select
from suara.analyse.discourse.signed import grouped
from suara.present.map.scene import Source, View, typed
from suara.present.map.views import _parts as parts
from suara.present.map.views.discourse import actors, keyed

ORDER = 65
OF_STATEMENTS = True
TITLE = {"id": "Koalisi", "en": "Coalitions"}
ABOUT = {
    "id": "Siapa sependapat dengan siapa: garis biru lebih banyak setuju, jingga lebih banyak berselisih; warna simpul ialah "
    "kelompok yang paling sependapat.",
    "en": "Who agrees with whom: blue lines are more agreement, vermilion ones more disagreement; nodes have the colour of the "
    "group that agrees most.",
}
MOST = 20_000
"""Ties of a view at most, the strongest."""

RESTARTS = 2
"""Random orders in which groups are looked for."""


def view(source: Source) -> View | None:
    """The view; None where no two actors hold positions on the same concept.

    The weight of a tie is how much more often the two agree than disagree, or the other way round, on a concept; behind
    it are what both say about concepts of both. Groups are those of the highest signed modularity.
    """
    if source.statements is None or source.statements.is_empty():
        return None
    told = keyed(source, source.statements)
    said = select(told, actor="source", concept="target")
    signed = one_mode(said, aggregation="subtract").edges(MOST)
    if signed.is_empty():
        return None
    ties = signed.select(
        "source",
        "target",
        kind=pl.when(pl.col("weight") > 0).then(pl.lit("agrees")).otherwise(pl.lit("opposes")),
        weight=pl.col("weight").abs(),
    )
    people = (typed(kind(source)) for kind in (parts.people, parts.agencies))
    known = pl.concat([*people, actors(source, told)]).unique("key", keep="first", maintain_order=True)
    counts = said.table.group_by(key="source").agg(size=pl.len().cast(pl.Float64))
    nodes = (
        known.drop("community", "size")
        .join(counts, on="key", maintain_order="left")
        .join(_groups(said), on="key", how="left", maintain_order="left")
    )
    own = said.table.select(key="source", post="document").unique()
    return View("coalitions", nodes, ties, own, _behind(said, ties), of_both=False, colours="coalitions")


def _groups(said: Selected) -> pl.DataFrame:
    """key, community: the group of each actor."""
    agree, oppose = (_divided(said, kind) for kind in ("congruence", "conflict"))
    found = grouped(agree.rows.to_list(), agree.values, oppose.values, restarts=RESTARTS)
    return found.members.select(key="actor", community=pl.col("group").cast(pl.Int64))


def _divided(said: Selected, aggregation: str) -> Matrix:
    return one_mode(said, aggregation=aggregation, normalisation="average")


def _behind(said: Selected, ties: pl.DataFrame) -> pl.DataFrame:
    """What two actors say about the concepts of both: source, target, kind, post."""
    of = said.table.select("source", concept="target", post="document").unique()
    one = ties.select("source", "target", "kind").join(of, on="source")
    other = ties.select("source", "target", "kind").join(of.rename({"source": "target"}), on="target")
    ends = ["source", "target", "kind", "concept"]
    both = [one.join(other, on=ends, how="semi"), other.join(one, on=ends, how="semi")]
    return pl.concat([part.select("source", "target", "kind", "post") for part in both]).unique()
