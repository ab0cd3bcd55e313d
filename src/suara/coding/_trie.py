"""Many sequences of words looked for at once: a trie that is walked word by word from every place where one may begin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

Numbers = npt.NDArray[np.int64]


def occurrences(word: Numbers, row: Numbers, sequences: Sequence[tuple[int, ...]]) -> pl.DataFrame:
    """Where sequences of numbered words stand within a row: sequence (its number), first, last (places in `word`).

    Example:
        >>> word, row = np.array([5, 7, 5, 7, 9]), np.array([0, 0, 0, 1, 1])
        >>> occurrences(word, row, [(5, 7), (7,), (7, 9)]).sort("first", "last").rows()
        [(0, 0, 1), (1, 1, 1), (1, 3, 3), (2, 3, 4)]
    """
    edges: dict[tuple[int, int], int] = {}  # (node, word) -> node; 0 is the root
    ends = []
    for sequence in sequences:
        node = 0
        for each in sequence:
            node = edges.setdefault((node, each), len(edges) + 1)
        ends.append(node)
    ended = pl.DataFrame({"node": ends, "sequence": range(len(ends))}, schema={"node": pl.Int64, "sequence": pl.Int64})
    hits = _walked(word, row, edges, np.isin(np.arange(len(edges) + 1), ends))
    return hits.join(ended, on="node").select("sequence", "first", "last")


def _walked(
    word: Numbers, row: Numbers, edges: dict[tuple[int, int], int], stops: npt.NDArray[np.bool_]
) -> pl.DataFrame:
    """The places at which a walk reaches a node that ends a sequence: node, first, last."""
    size = 1 + max(int(word.max(initial=0)), *(each for _, each in edges), 0)
    keys = np.array([node * size + each for node, each in edges], dtype=np.int64)
    order = keys.argsort()
    keys, targets = keys[order], np.array(list(edges.values()), dtype=np.int64)[order]
    begins = np.zeros(size, dtype=np.bool_)
    begins[[each for node, each in edges if node == 0]] = True
    first = np.flatnonzero(begins[word])
    at, node = first, np.zeros(len(first), dtype=np.int64)
    schema = {"node": pl.Int64, "first": pl.Int64, "last": pl.Int64}
    found = [pl.DataFrame(schema=schema)]
    while len(first):
        key = node * size + word[at]
        place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        on = keys[place] == key
        first, at, node = first[on], at[on], targets[place[on]]
        stop = stops[node]
        found.append(pl.DataFrame({"node": node[stop], "first": first[stop], "last": at[stop]}, schema=schema))
        inside = at + 1 < len(word)
        inside[inside] = row[at[inside] + 1] == row[first[inside]]
        first, at, node = first[inside], at[inside] + 1, node[inside]
    return pl.concat(found)
