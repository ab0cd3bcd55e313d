"""The structure of a debate, each part worked out when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import polars as pl
from scipy import sparse

from suara.analyse.backbone import disparity, hypergeometric, noise_corrected
from suara.analyse.communities import leiden
from suara.analyse.discourse import (
    brokers,
    called,
    clusters,
    coalitions,
    comparing,
    concept_backbone,
    core_periphery,
    ei_index,
)
from suara.analyse.discourse._counts import counted
from suara.analyse.discourse.chance import Judged, judged
from suara.analyse.discourse.debate import Debate, debate
from suara.analyse.discourse.interacting import interactions
from suara.analyse.discourse.selection import Selected
from suara.analyse.discourse.signed import Groups
from suara.errors import InputError
from suara.graph.build import Graph
from suara.steps._importing import Report, silent
from suara.steps._measuring import network_of

TIES = ("interactions", "congruence")
"""Where E-I index, brokers and core are looked for: who turns to whom on the platforms, or who agrees with whom."""

MOST = 3_000
"""Actors of whom each is compared with each."""

LARGE = 200
"""Actors above which camps are searched from fewer beginnings, and chance is asked less often."""


@dataclass(frozen=True)
class Structure:
    """The structure of a debate, each part worked out when it is asked for."""

    selected: Selected
    graph: Graph | None  # None where there are only statements of files
    ties_of: str  # one of TIES
    by: str  # the groups of E-I index and brokers
    camps: int
    balanced: bool
    seed: int
    said: int = 0  # statements there are, with and without a position
    left_out: int = 0  # actors with too few statements
    asked: int | None = None  # how often chance is to be asked; by default as `LARGE` says
    at: datetime | None = None  # when the second period begins
    report: Report = field(default=silent, repr=False)

    @property
    def restarts(self) -> int:
        """Random beginnings of the search for camps."""
        return 3 if len(self.selected.actors) <= LARGE else 1

    @property
    def draws(self) -> int:
        """How often chance is asked."""
        return self.asked or (100 if len(self.selected.actors) <= LARGE else 40)

    def check(self) -> None:
        """Whether ties of all with all can be worked out.

        Raises:
            InputError: there are more than `MOST` actors.
        """
        actors = len(self.selected.actors)
        if actors > MOST:
            sizes = self.selected.table.group_by(self.selected.actor).len()["len"].sort(descending=True)
            least = int(sizes[MOST]) + 1
            raise InputError(
                f"{actors:,} actors are too many to compare each with each ({MOST:,} can be): --least {least} leaves "
                f"{int((sizes >= least).sum()):,}; or take --actor organisation, or a shorter time"
            )

    @cached_property
    def debate(self) -> Debate:
        """Congruence and conflict of the actors, by average activity."""
        self.check()
        return debate(self.selected)

    @cached_property
    def judged(self) -> Judged:
        """The coalitions, how polarised they are, and what chance gives."""
        self.check()
        self.report("looking for coalitions", 0, 0)
        return judged(
            self.selected,
            camps=self.camps,
            balanced=self.balanced,
            restarts=self.restarts,
            draws=self.draws,
            seed=self.seed,
            told=lambda done, whole: self.report("asking chance", done, whole),
        )

    @cached_property
    def coalitions(self) -> pl.DataFrame:
        """actor, coalition."""
        return self.judged.found.members.rename({"camp": "coalition"})

    @cached_property
    def members(self) -> pl.DataFrame:
        """See `suara.analyse.discourse.coalitions.members`."""
        return coalitions.members(self.selected, self.debate, self.coalitions)

    @cached_property
    def concepts(self) -> pl.DataFrame:
        """See `suara.analyse.discourse.coalitions.concepts`."""
        return coalitions.concepts(self.selected, self.coalitions)

    @property
    def groups(self) -> Groups:
        """Groups by signed modularity, as many as there are."""
        return self.judged.groups

    @property
    def polarisation(self) -> pl.DataFrame:
        """See `suara.analyse.discourse.chance.MEASURES`."""
        return self.judged.measures

    @cached_property
    def ties(self) -> sparse.csr_array:
        """Who turns to whom, or who agrees with whom."""
        if self.ties_of == "congruence" or self.graph is None:
            found: sparse.csr_array = self.debate.congruence
            return found
        return interactions(self.graph.tables, self.selected.actors)

    @cached_property
    def grouping(self) -> pl.Series:
        """The group of each actor; null where it isn't known."""
        actors = self.selected.actors.cast(pl.String).to_frame("actor")
        return actors.join(self._grouped(), on="actor", how="left", maintain_order="left")["group"].cast(pl.String)

    def _grouped(self) -> pl.DataFrame:
        if self.by == "coalition":
            return self.coalitions.rename({"coalition": "group"})
        if self.by == "community":
            if self.graph is None:
                raise InputError("there are no posts, and so no communities: group --by something else")
            return leiden.find(network_of(self.graph))[0].rename({"key": "actor", "community": "group"})
        if self.by not in self.selected.table.columns:
            known = ", ".join(["coalition", "community", *self.selected.table.columns])
            raise InputError(f"statements have no {self.by!r} to group actors by: name one of {known}")
        said = self.selected.table.select(
            actor=pl.col(self.selected.actor).cast(pl.String), group=pl.col(self.by).cast(pl.String)
        ).drop_nulls()
        most = said.group_by("actor", "group").len().sort("len", "group", descending=[True, False])
        return most.unique("actor", keep="first", maintain_order=True).select("actor", "group")

    @cached_property
    def ei(self) -> ei_index.EI:
        """Whether ties lead out of the groups."""
        return ei_index.measure(self.ties, self.grouping, seed=self.seed)

    @cached_property
    def ei_table(self) -> pl.DataFrame:
        """The index of all groups together (group is null) with its test, then that of each."""
        found = self.ei
        inside, outside = found.groups["internal"].sum(), found.groups["external"].sum()
        whole = {"group": None, "actors": found.groups["actors"].sum(), "external": outside, "internal": inside}
        whole |= {name: getattr(found, name) for name in ("ei", "expected", "low", "high", "p")}
        schema = ei_index.GROUPS | dict.fromkeys(("expected", "low", "high", "p"), pl.Float64)
        return pl.concat([pl.DataFrame([whole], schema=schema), found.groups], how="diagonal")

    @cached_property
    def brokers(self) -> pl.DataFrame:
        """See `suara.analyse.discourse.brokers.measure`."""
        return brokers.measure(self.ties, self.selected.actors, self.grouping)

    @cached_property
    def core(self) -> core_periphery.CorePeriphery:
        """Who is in the core of the ties, whether there are any, not how often."""
        return core_periphery.measure(self.ties.sign(), self.selected.actors)

    @cached_property
    def clusters(self) -> clusters.Clusters:
        """Actors who say the same, merged pair by pair."""
        self.check()
        return clusters.clustered(self.selected)

    @cached_property
    def backbone(self) -> pl.DataFrame:
        """Who agrees with whom more than chance would give, by three filters, the most significant first.

        `shared` is of positions (a concept and a side), and `p` of the hypergeometric filter; null where two agree in part only.
        """
        made, ties = self.debate, self.debate.congruence.tocoo()
        half = ties.row < ties.col
        ends = {"from": made.actors.gather(ties.row[half]), "to": made.actors.gather(ties.col[half])}
        counts = counted(self.selected, None, None, of_concepts=False)
        shared = hypergeometric.measure(counts.table, counts.rows)
        found = filtered(pl.DataFrame({**ends, "weight": ties.data[half]}), directed=False)
        return found.join(shared, on=["from", "to"], how="left", maintain_order="left")

    @cached_property
    def accounts_backbone(self) -> pl.DataFrame:
        """Who turns to whom more than chance would give; all accounts, whether they state anything or not."""
        empty = pl.DataFrame(schema={"from": pl.String, "to": pl.String, "weight": pl.Int64})
        ties = empty if self.graph is None else self.graph.tables["INTERACTS"].select("from", "to", "weight")
        return filtered(ties, directed=True)

    @cached_property
    def concept_backbone(self) -> pl.DataFrame:
        """See `suara.analyse.discourse.concept_backbone.nested`; `backbone` is whether the penalised one has it."""
        layers = concept_backbone.Layers.of(self.selected)
        kept = concept_backbone.penalised(layers, seed=self.seed).concepts
        return concept_backbone.nested(layers).join(kept, on="concept", how="left", maintain_order="left")

    @cached_property
    def compared(self) -> comparing.Compared:
        """What has changed from before a time to after it.

        Raises:
            InputError: no time was asked for.
        """
        if self.at is None:
            raise InputError("to compare two periods, say when the second one begins: --compare 2026-03-01")
        self.check()
        self.report("comparing periods", 0, 0)
        before, after = comparing.split(self.selected, self.at)
        options = {"camps": self.camps, "balanced": self.balanced, "restarts": self.restarts, "seed": self.seed}
        return comparing.compared(before, after, draws=max(self.draws // 2, 1), **options)  # type: ignore[arg-type]

    @cached_property
    def names(self) -> dict[str, str]:
        """How people call the actors."""
        return called.actors(self.selected)

    def labels(self, lang: str) -> dict[str, str]:
        """What concepts are called."""
        return called.concepts(self.selected, lang)

    def work_out(self, *, backbone: bool = False, concepts: bool = False) -> None:
        """Work out what an overview shows, while progress can be told."""
        _ = (self.judged, self.members, self.concepts, self.ei, self.brokers, self.core)
        if backbone:
            _ = self.backbone
        if concepts:
            _ = self.concept_backbone
        if self.at is not None:
            _ = self.compared

    def table(self, name: str) -> pl.DataFrame:
        """A table by its name, one of `TABLES`."""
        found: pl.DataFrame = TABLES[name](self)
        return found


TABLES: dict[str, Any] = {
    "coalitions": lambda found: found.members,
    "concepts": lambda found: found.concepts,
    "polarisation": lambda found: found.polarisation,
    "groups": lambda found: found.groups.members,
    "ei": lambda found: found.ei_table,
    "brokers": lambda found: found.brokers,
    "core": lambda found: found.core.members,
    "clusters": lambda found: found.clusters.members,
    "merges": lambda found: found.clusters.merges,
    "backbone": lambda found: found.backbone,
    "accounts-backbone": lambda found: found.accounts_backbone,
    "concepts-backbone": lambda found: found.concept_backbone,
    "ties": lambda found: found.compared.ties,
    "positions": lambda found: found.compared.positions,
    "said": lambda found: found.compared.said,
    "members": lambda found: found.compared.members,
}
"""The tables of a structure; the last four are of two periods."""


def filtered(ties: pl.DataFrame, *, directed: bool) -> pl.DataFrame:
    """Ties with the figures of both backbones, the most significant first."""
    found = disparity.measure(ties, directed=directed)
    other = noise_corrected.measure(ties, directed=directed).drop("weight")
    return found.join(other, on=["from", "to"], maintain_order="left").sort(
        "alpha", "sigmas", "from", "to", descending=[False, True, False, False], nulls_last=True
    )
