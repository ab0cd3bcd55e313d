"""What is measured on the graph, kept as tables and in the stored graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import polars as pl

from suara._html import card
from suara.analyse import centrality as _centrality
from suara.analyse import gds
from suara.analyse.centrality import betweenness, pagerank
from suara.analyse.communities import components, describe, leiden
from suara.analyse.network import Network
from suara.analyse.paths.handoffs import handoffs
from suara.analyse.responses.cases import SAME_CASE
from suara.analyse.responses.grouping import grouped
from suara.analyse.responses.limits import load as load_service
from suara.analyse.responses.link import WINDOW
from suara.analyse.responses.tables import FIGURES, Responses, by_group, respond
from suara.analyse.topics.ranking import rank
from suara.errors import StoreError
from suara.graph.build import Graph, activity
from suara.graph.model import NODES
from suara.graph.stores import Store
from suara.steps._importing import Report, silent
from suara.steps._storing import built_graph, is_built, record
from suara.workspace import Workspace


def network_of(made: Graph) -> Network:
    """The ties among accounts."""
    return Network.of(made.tables["INTERACTS"])


ENGINES = ("auto", "igraph", "gds")
"""Where accounts are measured: here (igraph, and NetworKit for estimates), or in a Neo4j with Graph Data Science."""

GDS_FROM = 5_000_000
"""Ties from which on `auto` measures in the database, where that is a Neo4j with GDS."""


def _chosen(store: Store, made: Graph, engine: str) -> str:
    """The engine that measures: "igraph" or "gds".

    Raises:
        StoreError: "gds" was asked for, and the store has none.
    """
    if engine == "igraph" or (engine == "auto" and made.tables["INTERACTS"].height < GDS_FROM):
        return "igraph"
    if gds.version(store) is not None:
        return "gds"
    if engine == "gds":
        raise StoreError("the store has no Graph Data Science: give --store a Neo4j with GDS, or leave --engine out")
    return "igraph"


def centrality(workspace: Workspace, *, engine: str = "auto", report: Report = silent) -> pl.DataFrame:
    """Degree, strength, PageRank and betweenness of the accounts; returns the table `accounts`.

    Args:
        workspace: the workspace.
        engine: one of `ENGINES`; see `suara.analyse.gds` for how their results differ.
        report: see `Report`.

    Returns:
        key, platform, handle, name, agency, followers, posts, complaints, in_degree, out_degree, in_strength,
        out_strength, pagerank, betweenness, betweenness_error, community, component; the most central first. Accounts
        that interact with nobody have no measures.

    Raises:
        StoreError: the engine is "gds" and the store has none.
    """
    with workspace.lock():
        made = built_graph(workspace, report)
        report("centrality", 0, 0)
        with workspace.store() as store:
            engine = _chosen(store, made, engine)
            measured = (
                gds.measured(store, workspace.identity) if engine == "gds" else _centrality.measured(network_of(made))
            )
            return keep_centrality(store, workspace, made, measured, engine)


def keep_centrality(
    store: Store, workspace: Workspace, made: Graph, measured: pl.DataFrame, engine: str = "igraph"
) -> pl.DataFrame:
    """Set the measures in the stored graph; returns the table `accounts`."""
    store.update("Account", measured)
    parameters = {
        "measures": _centrality.measures(),
        "exact_up_to": betweenness.EXACT_UP_TO,
        "engine": engine,
    }
    record(store, workspace, "centrality", parameters)
    return accounts_of(made, store)


def accounts_of(made: Graph, store: Store) -> pl.DataFrame:
    """The table `accounts`: what posts tell, and the measures that the store holds."""
    measures = list(NODES["Account"].measures)
    returned = ", ".join(f"a.{name} AS {name}" for name in measures)
    held = store.ask(f"MATCH (a:Account) RETURN a.key AS key, {returned}")
    typed = {"key": pl.String} | NODES["Account"].measures
    held = held.select(pl.col(name).cast(dtype) for name, dtype in typed.items())  # an empty answer has no types
    table = (
        made.tables["Account"]
        .join(activity(made.tables), on="key", how="left", maintain_order="left")
        .join(held, on="key", how="left", maintain_order="left")
        .with_columns(pl.col("posts", "complaints").fill_null(0))
        .sort("pagerank", "key", descending=[True, False], nulls_last=True)
    )
    return table.select("key", "platform", "handle", "name", "agency", "followers", "posts", "complaints", *measures)


@dataclass(frozen=True)
class Communities:
    """The table `communities`, and how well they part the network (-0.5 to 1)."""

    table: pl.DataFrame
    modularity: float

    def _repr_html_(self) -> str:
        facts = {"communities": self.table.height, "modularity": self.modularity}
        return card("Communities", facts, self.table)


def communities(
    workspace: Workspace, *, resolution: float = 1.0, engine: str = "auto", report: Report = silent
) -> Communities:
    """Leiden communities of the accounts, each described; see `suara.analyse.communities`.

    Raises:
        StoreError: the engine (see `ENGINES`) is "gds" and the store has none.
    """
    with workspace.lock():
        made = built_graph(workspace, report)
        report("communities", 0, 0)
        network = network_of(made)
        with workspace.store() as store:
            engine = _chosen(store, made, engine)
            members, modularity = (
                gds.find(store, workspace.identity, resolution=resolution)
                if engine == "gds"
                else members_of(network, resolution)
            )
            found = described(made, members, modularity, pagerank.measure(network))
            keep_communities(store, workspace, members, found, resolution, engine)
        return found


def members_of(network: Network, resolution: float = 1.0) -> tuple[pl.DataFrame, float]:
    """The community and the component of each account, and the modularity of the communities."""
    members, modularity = leiden.find(network, resolution=resolution)
    return members.join(components.find(network), on="key", maintain_order="left"), modularity


def members_held(workspace: Workspace, made: Graph) -> pl.DataFrame:
    """Key and community of the accounts, as communities were last asked for; Leiden's where nobody has asked yet."""
    if is_built(workspace):
        with workspace.store(read_only=True) as store:
            members = store.ask("MATCH (a:Account) RETURN a.key AS key, a.community AS community")
        if members["community"].count():
            return members
    return members_of(network_of(made))[0]


def described(made: Graph, members: pl.DataFrame, modularity: float, ranks: pl.DataFrame) -> Communities:
    """The communities with what describes them."""
    ranked = members.join(ranks.select("key", "pagerank"), on="key")
    return Communities(describe.describe(made.tables, ranked), modularity)


def keep_communities(
    store: Store,
    workspace: Workspace,
    members: pl.DataFrame,
    found: Communities,
    resolution: float = 1.0,
    engine: str = "igraph",
) -> None:
    """Set communities and components in the stored graph."""
    store.update("Account", members)
    parameters = {
        "resolution": resolution,
        "seed": leiden.SEED,
        "modularity": found.modularity,
        "engine": engine,
    }
    record(store, workspace, "communities", parameters)


def responses(
    workspace: Workspace,
    *,
    window: timedelta = WINDOW,
    same_case: timedelta = SAME_CASE,
    clock: str = "first",
    limits: Sequence[str | Path] = (),
    report: Report = silent,
) -> Responses:
    """Who answered which complaint, and how each agency answers; see `suara.analyse.responses.tables.respond`.

    Args:
        workspace: the workspace.
        window: how long after a complaint an answer may come that is known by a mention only.
        same_case: how soon a complaint of the same person to the same agency about the same topic is the same case.
        clock: from when a case is counted: its "first" post, or its "latest" before the answer.
        limits: TOML files with hours and limits of service, added to those that come with suara.
        report: see `Report`.

    Raises:
        DataError: a file of limits is wrong.
    """
    service = load_service(limits)
    with workspace.lock():
        made = built_graph(workspace, report)
        report("responses", 0, 0)
        found = respond(made, window=window, same_case=same_case, clock=clock, service=service)
        with workspace.store() as store:
            keep_responses(store, workspace, made, found, window)
        return found


def response_groups(found: Responses, by: str, *, timezone: str = "Asia/Jakarta") -> pl.DataFrame:
    """How often and how fast the complaints of each group are answered, the largest group first.

    Args:
        found: as `responses` gives it.
        by: one of `suara.analyse.responses.grouping.GROUPS`.
        timezone: in which months begin.

    Returns:
        by, and the columns that `suara.analyse.responses.columns.GROUPS` explains; null is a group too: unknown.

    Raises:
        DataError: there is no such group.
    """
    table = by_group(grouped(found.cases, by, timezone=timezone), by).select(by, *FIGURES)
    return table.sort(by, nulls_last=True) if by == "month" else table.sort("complaints", by, descending=[True, False])


def keep_responses(
    store: Store, workspace: Workspace, made: Graph, found: Responses, window: timedelta = WINDOW
) -> None:
    """Load what the analysis of responses, and of the ways that go on from them, adds to the stored graph."""
    store.load(found.relations | handoffs(made, window=window).relations)
    record(store, workspace, "responses", {"window_days": window / timedelta(days=1)})


def topics(workspace: Workspace, *, lang: str = "id", report: Report = silent) -> pl.DataFrame:
    """The ranking of the topics; see `suara.analyse.topics.ranking.rank`."""
    return rank(built_graph(workspace, report).tables, lang)
