"""Discourse networks: statements selected, actors tied, beside the barest way to count and to multiply them.

Statements are invented: 10,000 actors, 200 concepts, positions for and against. `dense`: few speak often and of everything,
and any two actors are tied in the end, which is as bad as it gets. `sparse`: each actor keeps to three concepts.
Bare are one group_by that counts statements by actor, concept and position, and one product of the matrix of these
counts with itself.
"""

from __future__ import annotations

import argparse
import resource
from datetime import UTC, datetime
from time import perf_counter

import numpy as np
import polars as pl
from scipy import sparse

from suara.analyse.discourse.networks import one_mode, two_mode
from suara.analyse.discourse.selection import select

ACTORS, CONCEPTS = 10_000, 200


def seconds(work) -> float:
    """How long it takes, once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def statements(size: int, kind: str) -> pl.DataFrame:
    """Invented statements of a year."""
    chance = np.random.default_rng(7)
    if kind == "dense":
        actor, concept = (chance.choice(n, size, p=zipf(n)) for n in (ACTORS, CONCEPTS))
    else:
        actor = chance.integers(0, ACTORS, size)
        concept = (actor * 7 + chance.integers(0, 3, size) * 31) % CONCEPTS
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return pl.DataFrame(
        {
            "statement": pl.int_range(size, eager=True).cast(pl.String),
            "organisation": pl.Series(actor).cast(pl.String),
            "concept": pl.Series(concept).cast(pl.String),
            "qualifier": chance.integers(0, 2, size),
            "document": pl.Series(chance.integers(0, size // 3 + 1, size)).cast(pl.String),
        }
    ).with_columns(time=pl.lit(start) + pl.duration(seconds=pl.Series(chance.integers(0, 365 * 86_400, size))))


def zipf(number: int) -> np.ndarray:
    """Shares that fall with the rank."""
    shares = 1 / np.arange(1, number + 1) ** 0.8
    return shares / shares.sum()


def bare(table: pl.DataFrame) -> tuple[float, float]:
    """Counting, and multiplying."""
    keys = ["organisation", "concept", "qualifier"]
    counting = seconds(lambda: table.group_by(keys).len())
    row = table["organisation"].cast(pl.Int64).to_numpy()
    column = table["concept"].cast(pl.Int64).to_numpy() * 2 + table["qualifier"].to_numpy()
    counts = sparse.csr_array(sparse.coo_array((np.ones(len(row)), (row, column)), shape=(ACTORS, 2 * CONCEPTS)))
    return counting, seconds(lambda: counts @ counts.T)


def main() -> None:
    """Print one line a size and kind; seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000, 1_000_000])
    heads = ("group_by", "select", "two-mode", "product", "congruence", "average", "cosine", "concepts", "MB")
    print(f"{'statements':>10}{'kind':>8}{'ties':>12}" + "".join(f"{head:>11}" for head in heads))
    for size in parser.parse_args().sizes:
        for kind in ("sparse", "dense"):
            table = statements(size, kind)
            counting, multiplying = bare(table)
            selecting = seconds(lambda table=table: select(table, duplicates="week"))
            said = select(table)
            ties = one_mode(said).values.nnz // 2
            took = [
                counting,
                selecting,
                seconds(lambda said=said: two_mode(said, aggregation="subtract")),
                multiplying,
                *(
                    seconds(lambda n=n, said=said: one_mode(said, normalisation=n))
                    for n in ("none", "average", "cosine")
                ),
                seconds(lambda said=said: one_mode(said, of="concepts", normalisation="cosine")),
            ]
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{size:>10,}{kind:>8}{ties:>12,}" + "".join(f"{t:>11.2f}" for t in took) + f"{peak:>11,.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
