"""Discourse networks of a workspace, or of a file of statements: who shares positions with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from suara._html import card
from suara.analyse.crosstab.attributes import check_timezone
from suara.analyse.discourse import called
from suara.analyse.discourse.called import ACTOR
from suara.analyse.discourse.matrix import Matrix
from suara.analyse.discourse.networks import one_mode, two_mode
from suara.analyse.discourse.selection import Selected, select
from suara.coding.statements import Read
from suara.errors import InputError
from suara.steps._importing import Report, silent
from suara.steps._statement_files import read_statements
from suara.steps._statements import statements
from suara.workspace import Workspace

NETWORKS = ("actors", "concepts", "two-mode")
"""What is tied: actors with each other, concepts with each other, or actors with concepts."""


@dataclass(frozen=True)
class Discourse:
    """A discourse network, and the statements that it is made of."""

    of: str  # one of NETWORKS
    aggregation: str
    normalisation: str
    matrix: Matrix
    selected: Selected
    said: int  # statements that there are, selected or not
    read: Read | None = None  # what became of a file of statements

    def names(self, lang: str) -> tuple[dict[str, str], dict[str, str]]:
        """What people call the rows and the columns."""
        actors, concepts = called.actors(self.selected), called.concepts(self.selected, lang)
        of: dict[str, tuple[dict[str, str], dict[str, str]]]
        of = {"actors": (actors, actors), "concepts": (concepts, concepts), "two-mode": (actors, concepts)}
        return of[self.of]

    def ties(self, lang: str = "id", most: int | None = None) -> pl.DataFrame:
        """The ties, the strongest first: source, target, weight, source_name, target_name."""
        rows, columns = self.names(lang)
        source, target = (pl.col(name).replace(names) for name, names in (("source", rows), ("target", columns)))
        return self.matrix.edges(most).with_columns(source_name=source, target_name=target)

    @property
    def reason(self) -> str | None:
        """Why there is no tie, if there is none."""
        if self.matrix.values.nnz:
            return None
        actors, concepts = len(self.selected.actors), len(self.selected.concepts)
        if not actors:
            return "no statement is left"
        if self.of == "actors" and actors == 1:
            return f"there is only one actor, {self.selected.actors[0]}"
        if self.of == "concepts" and concepts == 1:
            return f"there is only one concept, {self.selected.concepts[0]}"
        if self.of == "two-mode":
            return "of all actors, what they say for and against a concept is as much"
        what = {"actors": "two actors that speak about the same concept", "concepts": "two concepts of the same actor"}
        return f"there are no {what[self.of]}" + (
            "" if self.aggregation == "ignore" else f" and have {_HAVE[self.aggregation]}"
        )

    def _repr_html_(self) -> str:
        facts: dict[str, object] = {"positions": self.aggregation, "normalisation": self.normalisation}
        facts |= {"statements": self.selected.table.height, "left out": self.said - self.selected.table.height}
        return card(f"Discourse network: {self.of}", facts, self.ties(most=50))


_HAVE = {
    "congruence": "the same position",
    "conflict": "different positions",
    "subtract": "more agreement than disagreement, or less",
}


def discourse_of(
    said: pl.DataFrame,
    *,
    network: str = "actors",
    aggregation: str = "subtract",
    normalisation: str | None = None,
    actor: str = ACTOR,
    **selecting: Any,
) -> Discourse:
    """The discourse network of a table of statements.

    Args:
        said: see `suara.coding.statements.STATEMENTS`.
        network: one of `NETWORKS`.
        aggregation: what becomes of positions; see `suara.analyse.discourse.networks`.
        normalisation: what ties are divided by; see `suara.analyse.discourse.norms`. By default average activity among
            actors and among concepts, and nothing between them.
        actor: "actor" (the organisation, else the person), or a column of the statements.
        selecting: see `suara.analyse.discourse.selection.select`.

    Raises:
        InputError: there is no such network, column, value, scale or time zone, or it would be too large.

    Example:
        >>> said = pl.DataFrame({
        ...     "person": ["Ani", "Budi", None], "organisation": [None, None, "PLN"], "concept": ["tarif"] * 3,
        ...     "qualifier": [0, 0, 1],
        ... })
        >>> discourse_of(said, normalisation="none").ties().select("source", "target", "weight").rows()
        [('Ani', 'Budi', 1.0), ('Ani', 'PLN', -1.0), ('Budi', 'PLN', -1.0)]
    """
    if network not in NETWORKS:
        raise InputError(f"there is no network of {network!r}: it is of {', '.join(NETWORKS)}")
    check_timezone(selecting.get("timezone", "UTC"))
    if actor == ACTOR:
        said = called.with_actor(said)
    selected = select(said, actor=actor, qualifier=aggregation != "ignore", **selecting)
    normalisation = normalisation or ("none" if network == "two-mode" else "average")
    try:
        if network == "two-mode":
            matrix = two_mode(selected, aggregation=aggregation, normalisation=normalisation)
        else:
            matrix = one_mode(selected, of=network, aggregation=aggregation, normalisation=normalisation)
    except ValueError as error:  # options that don't go together
        raise InputError(str(error)) from None
    return Discourse(network, aggregation, normalisation, matrix, selected, said.height)


def discourse(
    workspace: Workspace,
    *,
    concepts: str | Sequence[str] | None = None,
    qualifier: str = "stance",
    of: str = "all",
    report: Report = silent,
    **asked: Any,
) -> Discourse:
    """A discourse network of the statements of a workspace; `keep_agreement` puts it into the stored graph.

    Args:
        workspace: the workspace.
        concepts: see `suara.steps.statements`.
        qualifier: see there.
        of: see there.
        report: see `Report`.
        asked: see `discourse_of`.

    Raises:
        InputError: see there, and `suara.steps.statements`.
        NotYet: there are neither posts nor imported statements.
    """
    said = statements(workspace, concepts=concepts, qualifier=qualifier, of=of, report=report)
    report("tying", 0, 0)
    return discourse_of(said, **asked)


def discourse_in_file(path: str | Path, *, timezone: str = "UTC", report: Report = silent, **asked: Any) -> Discourse:
    """A discourse network of a file of statements, without a workspace.

    Args:
        path: a table, a .dna file or a .qdpx project; see `suara.steps.import_statements`.
        timezone: where the clock of times without a zone stands, and where days begin.
        report: see `Report`.
        asked: see `discourse_of`.

    Raises:
        InputError: the file can't be read; or see `discourse_of`.
        DataError: it is damaged, or holds no statements.
    """
    check_timezone(timezone)
    report(f"reading {Path(path).name}", 0, 0)
    read = read_statements(Path(path), timezone)
    return replace(discourse_of(read.statements, timezone=timezone, **asked), read=read)
