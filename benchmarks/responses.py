"""Who answers whom, on the benchmark's posts: linking alone, and with kinds of answer, cases, working time and statistics.

The graph is built before the clock starts. Beside them, one bare join of the same posts on what they reply to.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from time import perf_counter

import polars as pl
from run import posts_file

import suara
from suara.analyse.responses import link
from suara.analyse.responses.tables import respond
from suara.steps import graph


def seconds(work) -> float:
    """How long it takes, once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000, 1_000_000])
    print(f"{'posts':>10}{'complaints':>12}{'bare join':>11}{'linking':>9}{'all of it':>11}")
    for size in parser.parse_args().sizes:
        with tempfile.TemporaryDirectory() as folder:
            workspace = suara.Workspace.create(Path(folder) / "study")
            suara.import_files(workspace, [posts_file(size)])
            made = graph(workspace)
        written = link.written(made)
        asked = link.complaints(made, written)
        parents = made.tables["PART_OF"].select(agency="from", parent="to")

        def linked(made=made, written=written, asked=asked, parents=parents) -> pl.DataFrame:
            answers = link.answers(made, link.written(made))
            return link.link(asked, answers, parents, above=link.above(made, asked, answers, written))

        bare = seconds(lambda w=written: w.join(w.select(parent="key", other="account"), on="parent"))
        print(
            f"{size:>10,}{asked.height:>12,}{bare:>11.2f}{seconds(linked):>9.2f}{seconds(lambda m=made: respond(m)):>11.2f}"
        )


if __name__ == "__main__":
    main()
