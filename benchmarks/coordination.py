"""Who shares the same things at once, on the benchmark's posts with groups planted among them.

The graph is built before the clock starts. Planted are groups of accounts that share a link and nearly the same text within
half a minute, again and again; all of them are to be found, and nobody else. Beside it, one bare `group_by` of the same
shares by object, which is what any way of finding pairs begins with.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import polars as pl
from run import posts_file

import suara
from suara.analyse.coordination.kinds import USUAL, shared
from suara.analyse.coordination.screen import screen
from suara.steps import graph

GROUPS, TIMES = (2, 3, 5, 8, 20, 50), 8
WORDS = (
    *("waduh", "loket", "tutup", "padahal", "masih", "siang", "antre"),
    *("panjang", "begini", "terus", "kapan", "selesai", "urusan"),
)


def planted(posts: pl.DataFrame, seed: int = 1) -> pl.DataFrame:
    """Posts of the groups, in the columns of the corpus, at times that the other posts have."""
    rng, rows = np.random.default_rng(seed), []
    first, last = posts["created_at"].min(), posts["created_at"].max()
    for group, size in enumerate(GROUPS):
        for time in range(TIMES):
            at = first + (last - first) * rng.random()
            said = " ".join([*rng.permutation(WORDS), f"kasus{group}", f"hari{time}"])
            for member in range(size):
                rows.append(
                    {
                        "platform": "x",
                        "id": f"9{group:02d}{time:02d}{member:03d}",
                        "author_id": f"planted-{group}-{member}",
                        "text": f"{said} https://warta.example/{group}/{time}",
                        "links": [f"https://warta.example/{group}/{time}"],
                        "created_at": at + timedelta(seconds=float(rng.random() * 30)),
                        "context": False,
                    }
                )
    schema = {name: posts.schema[name] for name in rows[0]}
    return pl.concat([posts, pl.DataFrame(rows, schema=schema)], how="diagonal")


def measured(size: int) -> str:
    """One size, in this process: what it takes, as a line."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = suara.Workspace.create(Path(folder) / "study")
        suara.import_files(workspace, [posts_file(size)])
        suara.code(workspace)
        corpus, all_posts = workspace.corpus, planted(workspace.corpus.read())
        corpus.read = lambda: all_posts  # the planted posts beside those that were imported
        made = graph(workspace)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    start, busy = perf_counter(), process_time()
    looked_at = shared(made, USUAL)
    told = perf_counter()
    found = screen(looked_at.shares)
    done, busy = perf_counter(), process_time() - busy
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    looked_at.shares.group_by("kind", "object").agg(pl.len(), pl.col("time").min())
    bare = perf_counter() - done
    right = found.accounts["account"].str.contains("planted-")
    return (
        f"{size:>10,}{found.shares:>10,}{bare:>10.2f}{told - start:>9.2f}{done - told:>9.2f}{done - start:>8.2f}{busy:>8.2f}"
        f"{before:>9.2f}{after:>8.2f}{right.sum():>7}/{sum(GROUPS)}{(~right).sum():>8}"
    )


def main() -> None:
    """Print one line a size; each is measured in a process of its own, so that memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000, 1_000_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(measured(given.one), flush=True)
        return
    print(f"{'':20}{'seconds':>40}{'GB at most':>22}")
    print(
        f"{'posts':>10}{'shares':>10}{'group_by':>10}{'kinds':>9}{'screen':>9}{'all':>8}{'CPU':>8}{'before':>9}{'after':>8}"
        f"{'found':>10}{'others':>8}",
        flush=True,
    )
    for size in given.sizes:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)


if __name__ == "__main__":
    main()
