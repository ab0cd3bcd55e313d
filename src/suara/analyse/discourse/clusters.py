"""Clusters of actors, or of concepts, that are alike: merged pair by pair, and cut where they are best told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.analyse.discourse.networks import one_mode
from suara.analyse.discourse.selection import Selected
from suara.analyse.network import by_size
from suara.errors import InputError

MOST = 5_000
"""Nodes whose distances are worked out."""

CUTS = 12
"""Clusters up to which a cut is looked for."""

MERGES = {"merge": pl.Int64, "left": pl.Int64, "right": pl.Int64, "distance": pl.Float64, "size": pl.Int64}


@dataclass(frozen=True)
class Clusters:
    """A tree of clusters, and where it is cut.

    members     name, cluster (from 1, the largest first), leaf: the place from left to right in the tree, from 0
    merges      a row a merge (`MERGES`): the nodes are 0 to n-1 in the order of `members`, merge i makes the node n-1+i
    silhouette  of the cut: from -1 to 1, how much nearer members are to their own than to the next cluster; null without a cut
    cuts        clusters, silhouette: of each cut that was looked at
    reason      why there is no cut
    """

    members: pl.DataFrame
    merges: pl.DataFrame
    silhouette: float | None
    cuts: pl.DataFrame
    reason: str | None = None


def clustered(
    selected: Selected, *, of: str = "actors", similarity: str = "cosine", linkage: str = "average"
) -> Clusters:
    """Merge the two clusters that are nearest to each other, again and again; cut where the mean silhouette is greatest.

    The distance of two is 1 less their congruence, divided so that it is a cosine or a Jaccard index
    (`suara.analyse.discourse.norms`): 0 for two who say the same, 1 for two who share no position.

    Source: Sokal & Michener 1958 (average linkage); Rousseeuw 1987, Silhouettes; computed by SciPy and scikit-learn.

    Args:
        selected: the statements.
        of: `actors` or `concepts`.
        similarity: `cosine` or `jaccard`.
        linkage: `average`, `complete` or `single`.

    Raises:
        InputError: there are more than `MOST` nodes.
        ValueError: there is no such similarity or linkage.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = [(who, what, who in "ab") for who in "abxy" for what in ("tarif", "subsidi")]
        >>> found = clustered(select(pl.DataFrame(said, schema=["organisation", "concept", "qualifier"], orient="row")))
        >>> found.members.rows(), found.silhouette
        ([('a', 1, 0), ('b', 1, 1), ('x', 2, 2), ('y', 2, 3)], 1.0)
    """
    from scipy.cluster import hierarchy  # these take a third of a second to load
    from scipy.spatial.distance import squareform

    if similarity not in ("cosine", "jaccard") or linkage not in ("average", "complete", "single"):
        raise ValueError(
            f"clusters are made by cosine or jaccard and average, complete or single linkage, not {linkage!r}"
        )
    network = one_mode(selected, of=of, aggregation="congruence", normalisation=similarity)
    order = network.rows.arg_sort().to_numpy()
    names = network.rows.gather(order).cast(pl.String).alias("name")
    n = len(names)
    if n > MOST:
        raise InputError(f"{n:,} {of} are too many for a tree of clusters ({MOST:,} can be): select fewer")
    if n < 3:
        return _alone(names, f"{n} {of} are too few for clusters")
    distances = (1 - np.clip(network.values[order][:, order].toarray(), 0, 1)).round(12)
    np.fill_diagonal(distances, 0)
    tree = hierarchy.linkage(squareform(distances, checks=False), method=linkage)
    cuts = _cuts(tree, distances)
    leaf = np.empty(n, dtype=np.int64)
    leaf[hierarchy.leaves_list(tree)] = np.arange(n)
    best = cuts.filter(pl.col("silhouette") == pl.col("silhouette").max()).head(1)
    labels = hierarchy.fcluster(tree, best["clusters"][0], criterion="maxclust") if best.height else np.ones(n)
    members = pl.DataFrame({"name": names, "cluster": by_size(labels.astype(np.int64)), "leaf": leaf})
    reason = None if best.height else "all are equally far from each other, so that no cut is better than another"
    return Clusters(members, _merges(tree), best["silhouette"][0] if best.height else None, cuts, reason)


def _alone(names: pl.Series, reason: str) -> Clusters:
    members = pl.DataFrame({"name": names, "cluster": [1] * len(names), "leaf": range(len(names))})
    cuts = pl.DataFrame(schema={"clusters": pl.Int64, "silhouette": pl.Float64})
    schema = {"name": pl.String, "cluster": pl.Int64, "leaf": pl.Int64}
    return Clusters(members.cast(schema), pl.DataFrame(schema=MERGES), None, cuts, reason)  # type: ignore[arg-type]


def _cuts(tree: npt.NDArray[np.float64], distances: npt.NDArray[np.float64]) -> pl.DataFrame:
    """The mean silhouette of each number of clusters; where merges are equally far, a number may not be there."""
    from scipy.cluster import hierarchy
    from sklearn.metrics import silhouette_score  # takes half a second to load

    found = {}
    for count in range(2, min(CUTS, len(distances) - 1) + 1):
        labels = hierarchy.fcluster(tree, count, criterion="maxclust")
        many = len(np.unique(labels))
        if 1 < many < len(distances) and many not in found:
            found[many] = round(float(silhouette_score(distances, labels, metric="precomputed")), 12)
    schema = {"clusters": pl.Int64, "silhouette": pl.Float64}
    return pl.DataFrame(list(found.items()), schema=schema, orient="row")


def _merges(tree: npt.NDArray[np.float64]) -> pl.DataFrame:
    left, right, distance, size = tree.T
    columns = {"merge": np.arange(1, len(tree) + 1), "left": left, "right": right, "distance": distance, "size": size}
    return pl.DataFrame(columns).cast(MERGES)  # type: ignore[arg-type]
