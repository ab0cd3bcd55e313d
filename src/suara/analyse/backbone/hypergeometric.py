"""The hypergeometric backbone of a two-mode network: pairs who share more than two who choose at random would."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import sparse

SHARED = {"from": pl.String, "to": pl.String, "shared": pl.Int64, "p": pl.Float64}


def measure(affiliations: sparse.csr_array, names: pl.Series) -> pl.DataFrame:
    """How likely two share as much by chance: `from`, `to`, `shared`, `p`; the backbone is `p < 0.05`, or another level.

    Of N things, one has a and the other b. Were each a choice at random among all N, they would share s of them or more with
    the probability p of the hypergeometric distribution. What a tie weighs hangs on how active both are; p doesn't. That
    some things are chosen by nearly everybody isn't accounted for: there p is too small. Levels aren't corrected for the
    number of pairs.

    Source: Tumminello et al. 2011, Statistically validated networks in bipartite complex systems; the fixed row model of
    Neal, Domagalski & Sagan 2021, Comparing alternatives to the fixed degree sequence model.

    Args:
        affiliations: who (rows) has what (columns): anything but 0.
        names: of the rows.

    Returns:
        A row a pair that shares anything, the lesser name first; sorted.

    Example:
        >>> has = sparse.csr_array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 1, 1, 1]])
        >>> measure(has, pl.Series(["a", "b", "c"])).with_columns(pl.col("p").round(4)).rows()
        [('a', 'b', 2, 0.1667), ('a', 'c', 1, 1.0), ('b', 'c', 1, 1.0)]
    """
    from scipy import stats  # takes half a second to load

    has = sparse.csr_array(affiliations, dtype=np.float64, copy=True)
    has.eliminate_zeros()
    has = has.sign().power(2)
    things = int((np.asarray(has.sum(axis=0)).ravel() > 0).sum())
    each = np.asarray(has.sum(axis=1)).ravel().astype(np.int64)
    pairs = sparse.triu(has @ has.T, k=1).tocoo()
    shared = pairs.data.round().astype(np.int64)
    sizes = np.sort(np.column_stack((each[pairs.row], each[pairs.col])), axis=1)
    kinds, of = np.unique(np.column_stack((shared, sizes)), axis=0, return_inverse=True)
    p = stats.hypergeom.sf(kinds[:, 0] - 1, things, kinds[:, 1], kinds[:, 2]) if len(kinds) else np.empty(0)
    one, other = (names.cast(pl.String).gather(at) for at in (pairs.row, pairs.col))
    table = pl.DataFrame({"from": one, "to": other, "shared": shared, "p": np.clip(p[of.ravel()], 0, 1)}, schema=SHARED)
    ends = {"from": pl.min_horizontal("from", "to"), "to": pl.max_horizontal("from", "to")}
    return table.with_columns(**ends).sort("from", "to")
