"""The measures of accounts, computed where the graph is: in a Neo4j, by its Graph Data Science library (GDS).

The same ties as `Network`'s, the same columns as the measures in `centrality/` and `communities/`. Degree, strength, PageRank
(to 1e-6), exact betweenness and components agree with those; Leiden finds communities of its own, of about the same modularity.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import polars as pl

from suara.analyse import centrality
from suara.analyse.centrality.betweenness import BATCHES, EXACT_UP_TO, SOURCES, from_batches
from suara.analyse.communities.leiden import SEED
from suara.analyse.network import Network, by_size
from suara.errors import QueryError
from suara.graph.model import empty
from suara.graph.stores import Store

_PROJECT = """
MATCH (a:Account)-[r:INTERACTS]->(b:Account) WHERE a <> b
WITH gds.graph.project($name, a, b, {relationshipProperties: {weight: r.weight}}, $options) AS made
RETURN made.nodeCount AS nodes"""

_WEIGHTED = {"relationshipWeightProperty": "weight"}


def version(store: Store) -> str | None:
    """The version of GDS in a store; None where there is none."""
    try:
        return str(store.ask("RETURN gds.version() AS version").item())
    except QueryError:
        return None


def measured(store: Store, name: str, exact_up_to: int = EXACT_UP_TO) -> pl.DataFrame:
    """Degree, strength, PageRank and betweenness of the accounts that have ties; see `suara.analyse.centrality`.

    Above `exact_up_to` accounts betweenness is estimated. GDS picks the sources by their degree, which leans towards short
    ways: the estimate was a tenth too low on an invented network, and `betweenness_error` doesn't cover that.

    Args:
        store: a Neo4j with GDS.
        name: of the projection, which is gone afterwards.
        exact_up_to: accounts.

    Source: Neo4j Graph Data Science manual 2.13, Centrality.
    """
    with _projected(store, name, {}) as accounts:
        if accounts.is_empty():
            return centrality.measured(Network.of(empty("INTERACTS")))
        degrees = {
            f"{way}_{what}": _stream(store, "degree", name, {"orientation": orientation, **weights}).cast(pl.Int64)
            for what, weights in (("degree", {}), ("strength", _WEIGHTED))
            for way, orientation in (("in", "REVERSE"), ("out", "NATURAL"))
        }
        ranks = _stream(store, "pageRank", name, {**_WEIGHTED, "maxIterations": 1000, "tolerance": 1e-15})
        values, errors = _betweenness(store, name, len(accounts), exact_up_to)
    return pl.DataFrame(
        {
            "key": accounts,
            "betweenness": values,
            "betweenness_error": pl.Series(errors).fill_nan(None),
            **degrees,
            "pagerank": ranks / ranks.sum(),  # GDS lets the rank of accounts without ties to others seep away
        }
    )


def find(store: Store, name: str, *, resolution: float = 1.0) -> tuple[pl.DataFrame, float]:
    """Communities by Leiden and weakly connected components (`key`, `community`, `component`), and the modularity.

    Source: Neo4j Graph Data Science manual 2.13, Community detection; see `suara.analyse.communities.leiden`.
    """
    with _projected(store, name, {"undirectedRelationshipTypes": ["*"]}) as accounts:
        if accounts.is_empty():
            return pl.DataFrame(schema={"key": pl.String, "community": pl.Int64, "component": pl.Int64}), 0.0
        leiden = {
            **_WEIGHTED,
            "gamma": resolution,
            "randomSeed": SEED,
            "concurrency": 1,
        }  # repeatable with one thread only
        _ask(store, "leiden.mutate", name, {**leiden, "mutateProperty": "community"}, "modularity")
        communities = _stream(store, "graph.nodeProperty", name, "community", "propertyValue")
        components = _stream(store, "wcc", name, {}, "componentId")
        plain = _ask(store, "modularity.stats", name, {**_WEIGHTED, "communityProperty": "community"}, "modularity")
    members = {"community": by_size(communities.to_numpy()), "component": by_size(components.to_numpy())}
    return pl.DataFrame({"key": accounts, **members}), float(plain["modularity"].item())


def _betweenness(store: Store, name: str, accounts: int, exact_up_to: int) -> tuple[Any, Any]:
    pairs = max((accounts - 1) * (accounts - 2), 1)
    if accounts <= exact_up_to:
        return _stream(store, "betweenness", name, {}).to_numpy() / pairs, np.zeros(accounts)
    options = [{"samplingSize": SOURCES, "samplingSeed": batch, "concurrency": 1} for batch in range(BATCHES)]
    sampled = [_stream(store, "betweenness", name, chosen).to_numpy() for chosen in options]
    return from_batches(np.array(sampled) * accounts / SOURCES / pairs)


@contextmanager
def _projected(store: Store, name: str, options: dict[str, Any]) -> Iterator[pl.Series]:
    """The ties in GDS' memory, dropped at the end; gives the accounts that have ties, sorted."""
    drop = "CALL gds.graph.drop($name, false) YIELD graphName RETURN graphName"
    store.ask(drop, {"name": name})  # one that a killed program has left
    try:
        store.ask(_PROJECT, {"name": name, "options": options})
        yield store.ask(
            "MATCH (a:Account) WHERE EXISTS { MATCH (a)-[:INTERACTS]-(b:Account) WHERE a <> b } "
            "RETURN a.key AS key ORDER BY key"
        )["key"]
    finally:
        store.ask(drop, {"name": name})


def _stream(store: Store, algorithm: str, name: str, options: dict[str, Any] | str, value: str = "score") -> pl.Series:
    """What an algorithm, or a property it has left, says of each account, in the order of their keys."""
    query = (
        f"CALL gds.{algorithm}.stream($name, $options) YIELD nodeId, {value} "
        f"RETURN gds.util.asNode(nodeId).key AS key, {value} AS value ORDER BY key"
    )
    return store.ask(query, {"name": name, "options": options})["value"]


def _ask(store: Store, procedure: str, name: str, options: dict[str, Any], told: str) -> pl.DataFrame:
    query = f"CALL gds.{procedure}($name, $options) YIELD {told} RETURN {told}"
    return store.ask(query, {"name": name, "options": options})
