"""What is posted when, on the benchmark's posts: counts and change points, shares of topics, answers, windows of statements.

The graph is built before the clock starts. Beside them, one bare group_by of the same posts by day. Statements are
invented here: as many as there are posts, by 10,000 actors about 200 concepts.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl
from run import posts_file

import suara
from suara.analyse.crosstab.attributes import Asked
from suara.analyse.discourse.course import course
from suara.analyse.discourse.selection import select
from suara.analyse.discourse.windows import by_time
from suara.analyse.timeline.changes import changes
from suara.analyse.timeline.periods import periods
from suara.analyse.timeline.telling import told
from suara.steps import graph


def seconds(work) -> float:
    """How long it takes, once."""
    start = perf_counter()
    work()
    return perf_counter() - start


def debate(size: int) -> pl.DataFrame:
    """Statements of a year."""
    chance = np.random.default_rng(7)
    days = pl.Series(chance.integers(0, 365 * 86_400, size))
    return pl.DataFrame(
        {
            "statement": pl.int_range(size, eager=True).cast(pl.String),
            "organisation": pl.Series(chance.integers(0, 10_000, size)).cast(pl.String),
            "concept": pl.Series(chance.integers(0, 200, size)).cast(pl.String),
            "qualifier": chance.integers(0, 2, size),
        }
    ).with_columns(time=pl.lit(datetime(2026, 1, 1, tzinfo=UTC)) + pl.duration(seconds=days))


def searched(hours: int) -> float:
    """How long change points of so many hours take."""
    first = datetime(2026, 1, 1, tzinfo=UTC)
    whole = periods(first, first + timedelta(hours=hours, seconds=-1), "hour", "UTC")
    table = whole.with_columns(n=pl.Series(np.random.default_rng(1).poisson(20, hours)))
    return seconds(lambda: changes(table, "n", unit="hour"))


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000, 1_000_000])
    sizes = parser.parse_args().sizes
    print(f"change points of a year of hours: {searched(8_760):.2f} s")
    print(f"{'posts':>10}{'bare group_by':>15}{'by day':>9}{'by topic':>10}{'answered':>10}{'windows':>9}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            workspace = suara.Workspace.create(Path(folder) / "study")
            suara.import_files(workspace, [posts_file(size)])
            made = graph(workspace)
        selected = select(debate(size))
        windows = by_time(selected.table, unit="week", width=1)
        each = [
            seconds(lambda m=made: m.posts.group_by(pl.col("created_at").dt.truncate("1d")).len()),
            seconds(lambda m=made: told(Asked(m))),
            seconds(lambda m=made: told(Asked(m), by="topic", count="complaints")),
            seconds(lambda m=made: told(Asked(m), count="answered")),
            seconds(lambda s=selected, w=windows: course(s, w)),
        ]
        print(f"{size:>10,}{each[0]:>15.3f}{each[1]:>9.2f}{each[2]:>10.2f}{each[3]:>10.2f}{each[4]:>9.2f}")


if __name__ == "__main__":
    main()
