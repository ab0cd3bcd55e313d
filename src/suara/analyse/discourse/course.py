"""The course of a debate: who agrees and who disagrees, window by window, and the phases that it goes through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from suara.analyse.discourse.debate import debate
from suara.analyse.discourse.kernels import Slices
from suara.analyse.discourse.matrix import Matrix
from suara.analyse.discourse.phases import Numbers, Phases, distances, phases
from suara.analyse.discourse.selection import Selected
from suara.analyse.discourse.signed import Groups, grouped
from suara.analyse.discourse.through_time import networks, parts
from suara.analyse.discourse.windows import Windows
from suara.graph.model import Columns
from suara.posts.post import TIME

COURSE: Columns = {
    "window": pl.Int64,
    "start": TIME,
    "end": TIME,
    "statements": pl.Int64,
    "actors": pl.Int64,
    "agreeing": pl.Int64,
    "disagreeing": pl.Int64,
    "congruence": pl.Float64,
    "conflict": pl.Float64,
    "agreement": pl.Float64,
    "phase": pl.Int64,
}
"""The columns of the course of a debate, one row a window.

window, start, end  see `suara.analyse.discourse.windows.WINDOWS`; of a smoothed slice both are its moment
statements    with a position, that it has; actors: who made them
agreeing      pairs of actors that agree on something; disagreeing: that disagree on something (the same may do both)
congruence    the sum of the ties of agreement, each pair once; conflict: of those of disagreement
agreement     congruence / (congruence + conflict); null where there is neither
phase         which phase it belongs to, see `suara.analyse.discourse.phases.phases`
"""

TIES: Columns = {
    "window": pl.Int64,
    "source": pl.String,
    "target": pl.String,
    "congruence": pl.Float64,
    "conflict": pl.Float64,
}
"""The columns of the ties of a debate, one row a window and pair of actors; 0 is no tie."""


@dataclass(frozen=True)
class Course:
    """A debate in windows (or smoothed slices), with the networks of each."""

    selected: Selected
    found: Windows | Slices
    congruence: list[Matrix]
    conflict: list[Matrix]
    distance: str = "absdiff"
    timezone: str = "UTC"  # by whose clock windows begin

    @cached_property
    def within(self) -> int:
        """How many statements are in any window; the last ones aren't where they fill no whole one."""
        if isinstance(self.found, Slices):
            return self.found.statements.height
        inside = self.found.members().drop_nulls("statement") if "statement" in self.found.statements.columns else None
        return self.found.statements.height if inside is None else inside["statement"].n_unique()

    @cached_property
    def apart(self) -> Numbers:
        """How far each two windows are apart, by their ties of congruence less conflict; see `distances`."""
        both = zip(self.congruence, self.conflict, strict=True)
        less = [Matrix(near.rows, near.columns, near.values - far.values, near.statements, True) for near, far in both]
        return distances(less, self.distance)

    @cached_property
    def phases(self) -> Phases:
        """The phases of the debate."""
        return phases(self.apart)

    @cached_property
    def groups(self) -> Groups:
        """The groups of actors in the debate as a whole, see `suara.analyse.discourse.signed.grouped`."""
        whole = debate(self.selected)
        return grouped(whole.actors.to_list(), whole.congruence, whole.conflict)

    @cached_property
    def table(self) -> pl.DataFrame:
        """The windows; see `COURSE`."""
        times = self.found.table.select(
            ("window", "start", "end") if isinstance(self.found, Windows)
            else (pl.col("slice").alias("window"), pl.col("at").alias("start"), pl.col("at").alias("end"))
        )  # fmt: skip
        near, far = ([matrix.values.sum() / 2 for matrix in each] for each in (self.congruence, self.conflict))
        columns = {
            "statements": [matrix.statements for matrix in self.congruence],
            "actors": [part.table[part.actor].n_unique() for part in parts(self.selected, self.found)],
            "agreeing": [matrix.values.nnz // 2 for matrix in self.congruence],
            "disagreeing": [matrix.values.nnz // 2 for matrix in self.conflict],
            "congruence": near,
            "conflict": far,
            "phase": self.phases.labels,
        }
        schema = {name: dtype for name, dtype in COURSE.items() if name in columns}
        both = pl.col("congruence") + pl.col("conflict")
        told = times.hstack(pl.DataFrame(columns, schema=schema))
        return told.with_columns(agreement=pl.when(both > 0).then(pl.col("congruence") / both)).select(*COURSE)

    @cached_property
    def ties(self) -> pl.DataFrame:
        """The ties of each window; see `TIES`."""
        pairs = ["window", "source", "target"]
        near, far = (
            pl.concat(
                [pl.DataFrame(schema={name: TIES[name] for name in pairs} | {kind: pl.Float64})]
                + [
                    matrix.edges().select(pl.lit(i, pl.Int64).alias("window"), "source", "target", pl.col("weight").alias(kind))
                    for i, matrix in enumerate(each, start=1)
                ]
            )
            for kind, each in (("congruence", self.congruence), ("conflict", self.conflict))
        )  # fmt: skip
        both = near.join(far, on=pairs, how="full", coalesce=True).with_columns(
            pl.col("congruence", "conflict").fill_null(0.0)
        )
        return both.select(*TIES).sort(pairs)


def course(
    selected: Selected,
    found: Windows | Slices,
    *,
    normalisation: str = "average",
    distance: str = "absdiff",
    timezone: str = "UTC",
) -> Course:
    """The course of a debate.

    Args:
        selected: statements with their positions, see `suara.analyse.discourse.selection.select`.
        found: windows or slices of `selected.table`.
        normalisation: what ties are divided by, see `suara.analyse.discourse.norms`.
        distance: one of `suara.analyse.discourse.phases.DISTANCES`.
        timezone: by whose clock the windows begin.

    Raises:
        InputError: there are too many actors and moments, or positions are words and there are too many actors.

    Example:
        >>> from datetime import UTC, datetime
        >>> from suara.analyse.discourse.selection import select
        >>> from suara.analyse.discourse.windows import by_time
        >>> said = pl.DataFrame({"organisation": ["PLN", "YLKI"] * 2, "concept": "tarif", "qualifier": [1, 0, 1, 1],
        ...                      "time": [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 1, 2, 2)]})
        >>> selected = select(said)
        >>> found = course(selected, by_time(selected.table, width=1), normalisation="none")
        >>> found.table.select("window", "agreeing", "disagreeing", "agreement").rows()
        [(1, 0, 1, 0.0), (2, 1, 0, 1.0)]
    """
    near, far = (
        networks(selected, found, aggregation=how, normalisation=normalisation) for how in ("congruence", "conflict")
    )
    return Course(selected, found, near, far, distance, timezone)
