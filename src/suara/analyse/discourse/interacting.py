"""The ties of interaction among the actors of a debate: who replies to, mentions and passes on whom."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import sparse

from suara.graph.model import Tables


def interactions(tables: Tables, actors: pl.Series) -> sparse.csr_array:
    """How often each actor (rows) turns to each other one (columns), in the order of the actors.

    An actor is an account, by its key, or an agency, by its id: then all accounts that it operates are it. Other accounts and
    ties with oneself are left out.

    Args:
        tables: the tables of the graph.
        actors: the actors' names in statements.

    Example:
        >>> accounts = pl.DataFrame({"key": ["x:1", "x:2"], "agency": [None, "pln"]}, schema_overrides={"agency": pl.String})
        >>> ties = pl.DataFrame({"from": ["x:1"], "to": ["x:2"], "weight": [3]})
        >>> interactions({"Account": accounts, "INTERACTS": ties}, pl.Series(["pln", "x:1"])).toarray().tolist()
        [[0.0, 0.0], [3.0, 0.0]]
    """
    at = pl.DataFrame({"actor": actors.cast(pl.String), "at": np.arange(len(actors), dtype=np.int64)})
    accounts = tables["Account"].select("key", actor=pl.coalesce(pl.col("agency"), pl.col("key")))
    known = pl.concat([accounts, tables["Account"].select("key", actor="key")]).unique()
    placed = known.join(at, on="actor").group_by("key").agg(pl.col("at").min())
    ends = {name: placed.rename({"key": name, "at": f"{name}_at"}) for name in ("from", "to")}
    ties = tables["INTERACTS"].join(ends["from"], on="from").join(ends["to"], on="to")
    ties = ties.filter(pl.col("from_at") != pl.col("to_at"))
    pairs = (ties["from_at"].to_numpy(), ties["to_at"].to_numpy())
    found = sparse.coo_array((ties["weight"].cast(pl.Float64).to_numpy(), pairs), shape=(len(actors), len(actors)))
    return sparse.csr_array(found)
