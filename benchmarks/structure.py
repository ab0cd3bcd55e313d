"""Measures the structure of large debates: polarisation, chance, groups, backbones; each on the same invented debate.

python benchmarks/structure.py [--actors 2000] [--ties 1000000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from suara.analyse.backbone import disparity, noise_corrected
from suara.analyse.discourse import core_periphery, ei_index
from suara.analyse.discourse.debate import dealt, debate
from suara.analyse.discourse.polarisation import polarised
from suara.analyse.discourse.selection import select
from suara.analyse.discourse.signed import grouped

CONCEPTS = 200
SEED = 7


def invented(actors: int, statements: int) -> pl.DataFrame:
    """Statements of two camps that mostly hold opposite positions."""
    rng = np.random.default_rng(SEED)
    who, what = rng.integers(0, actors, statements), rng.integers(0, CONCEPTS, statements)
    side = (who % 2 == what % 2) ^ (rng.random(statements) < 0.25)
    return pl.DataFrame(
        {
            "organisation": pl.Series(who).cast(pl.String),
            "concept": pl.Series(what).cast(pl.String),
            "qualifier": side.astype(int),
        }
    )


def timed(what: str, work: Callable[[], Any]) -> Any:
    start = time.perf_counter()
    found = work()
    print(f"{what:<44} {time.perf_counter() - start:7.2f} s", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actors", type=int, default=2_000)
    parser.add_argument("--ties", type=int, default=1_000_000)
    given = parser.parse_args()
    # each two of n actors with m statements on 200 concepts share one with about 1 - exp(-(m / n)^2 / 200)
    pairs = given.actors * (given.actors - 1) / 2
    share = min(given.ties / pairs, 0.99)
    each = np.sqrt(-np.log(1 - share) * CONCEPTS)
    selected = select(invented(given.actors, int(each * given.actors)))
    made = timed("congruence and conflict", lambda: debate(selected))
    both = made.congruence + made.conflict
    print(f"{given.actors:,} actors, {selected.table.height:,} statements, {both.nnz // 2:,} ties")
    names = made.actors.to_list()
    for balanced in (True, False):
        sizes = "equal sizes" if balanced else "free sizes"
        found = timed(
            f"polarisation, {sizes}, 2 beginnings",
            lambda balanced=balanced: polarised(names, made.congruence, made.conflict, balanced=balanced, restarts=1),
        )
    rng = np.random.default_rng(SEED)
    timed("positions dealt anew, once", lambda: dealt(selected, rng))
    timed(
        "groups by signed modularity, 2 beginnings", lambda: grouped(names, made.congruence, made.conflict, restarts=1)
    )
    timed("E-I index, 1,000 permutations", lambda: ei_index.measure(made.congruence, found.members["camp"]))
    timed("core and periphery", lambda: core_periphery.measure(made.congruence.sign(), made.actors))
    ties = both.tocoo()
    half = ties.row < ties.col
    table = pl.DataFrame(
        {
            "from": made.actors.gather(ties.row[half]),
            "to": made.actors.gather(ties.col[half]),
            "weight": ties.data[half],
        }
    )
    timed("disparity filter", lambda: disparity.measure(table, directed=False))
    timed("noise-corrected backbone", lambda: noise_corrected.measure(table, directed=False))


if __name__ == "__main__":
    main()
