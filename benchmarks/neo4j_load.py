"""Loads one graph into a real Neo4j in several ways, side by side: suara, its second load, and loops written by hand.

Needs a server whose database may be emptied: SUARA_NEO4J_PASSWORD=... python benchmarks/neo4j_load.py ADDRESS --yes
(`make neo4j` starts one). Every way fills an empty database with the same constraints; a round before the measured ones
warms the server up. The graph is made from the posts before the clock starts, for all alike.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import neo4j
import polars as pl
from run import machine, posts_file, tell  # beside this file

from suara import steps
from suara.graph.model import NODES, RELATIONS, Tables
from suara.graph.stores.server import schema
from suara.posts.post import TIME
from suara.workspace import Workspace

ONE_BY_ONE = 2_000  # posts: more would take minutes and tell the same
BATCHES = (5_000, 10_000, 20_000)


def one_by_one(driver: neo4j.Driver, tables: Tables) -> int:
    """A transaction per post, with all that begins at it and who posted it, but not the ties among accounts."""
    posts = tables["Post"].head(ONE_BY_ONE).join(tables["POSTED"].rename({"to": "key", "from": "by"}), on="key")
    names = [name for name in tables["Post"].columns if name != "key"]
    query = "MERGE (a:Account {key: $row.by}) MERGE (p:Post {key: $row.key}) SET "
    query += ", ".join(f"p.`{name}` = $row.`{name}`" for name in names) + " MERGE (a)-[:POSTED]->(p)"
    for kind in RELATIONS.values():
        if kind.source == "Post" and kind.name in tables:
            ends = tables[kind.name].group_by(key="from").agg(pl.col("to").alias(kind.name))
            posts = posts.join(ends, on="key", how="left")
            end = f"MERGE (n:`{kind.target}` {{key: k}}) MERGE (p)-[:`{kind.name}`]->(n)"
            query += f" FOREACH (k IN coalesce($row.`{kind.name}`, []) | {end})"
    with driver.session() as session:
        for row in posts.iter_rows(named=True):
            session.run(query, row=row).consume()
    return posts.height


def by_hand(driver: neo4j.Driver, tables: Tables, batch: int) -> int:
    """The fastest loop we could write: CREATE from lists, with times as text, which only an empty database allows."""

    def feed(statement: str, table: pl.DataFrame) -> None:
        times = [name for name, dtype in table.schema.items() if dtype == TIME]
        table = table.with_columns(pl.col(times).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ"))
        with driver.session() as session:
            for part in table.iter_slices(batch):
                session.run(f"UNWIND $rows AS row {statement}", rows=[list(row) for row in part.rows()]).consume()

    def filled(table: pl.DataFrame, but: tuple[str, ...] = ()) -> str:
        cells = {
            name: f"datetime(row[{i}])" if dtype == TIME else f"row[{i}]"
            for i, (name, dtype) in enumerate(table.schema.items())
        }
        return ", ".join(f"`{name}`: {cell}" for name, cell in cells.items() if name not in but)

    for name, table in tables.items():
        if name in NODES:
            feed(f"CREATE (:`{name}` {{{filled(table)}}})", table)
    for name, table in tables.items():
        if name in RELATIONS:
            kind = RELATIONS[name]
            ends = f"MATCH (a:`{kind.source}` {{key: row[0]}}) MATCH (b:`{kind.target}` {{key: row[1]}})"
            feed(f"{ends} CREATE (a)-[:`{name}` {{{filled(table, ('from', 'to'))}}}]->(b)", table)
    return tables["Post"].height


def empty(driver: neo4j.Driver) -> None:
    driver.session().run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
    for statement in schema():
        driver.execute_query(statement)
    driver.execute_query("CALL db.awaitIndexes(300)")


def timed(load: Callable[[], int]) -> float:
    """Posts per second."""
    start = time.perf_counter()
    posts = load()
    return posts / (time.perf_counter() - start)


def measured(driver: neo4j.Driver, workspace: Workspace) -> Iterator[tuple[str, float]]:
    tables = steps.graph(workspace).tables

    def suara() -> int:
        return steps.build(workspace)["Post"]

    empty(driver)
    yield "suara build", timed(suara)
    yield "suara build again", timed(suara)
    empty(driver)
    yield "one MERGE per post", timed(lambda: one_by_one(driver, tables))
    for batch in BATCHES:
        empty(driver)
        yield f"UNWIND CREATE by hand, {batch:,} rows", timed(lambda batch=batch: by_hand(driver, tables, batch))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", help="neo4j://user@host:7687")
    parser.add_argument("--yes", action="store_true", help="the database may be emptied")
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    if not asked.yes:
        sys.exit("all that the database holds is deleted: say --yes if that is right")
    if "SUARA_NEO4J_PASSWORD" not in os.environ:
        sys.exit("set SUARA_NEO4J_PASSWORD to the server's password")
    user, _, host = asked.address.partition("://")[2].rpartition("@")
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="suara-bench-") as name:
        workspace = Workspace.create(Path(name) / "workspace", asked.address)
        steps.import_files(workspace, [posts_file(asked.posts)])
        steps.graph(workspace)
        auth = (user or "neo4j", os.environ["SUARA_NEO4J_PASSWORD"])
        with neo4j.GraphDatabase.driver(f"bolt://{host}", auth=auth, notifications_min_severity="OFF") as driver:
            for turn in range(asked.rounds + 1):
                for way, speed in measured(driver, workspace):
                    tell(f"round {turn}: {way}: {speed:,.0f} posts/s")
                    if turn:
                        found.setdefault(way, []).append(speed)
            empty(driver)
    print(f"{machine()}; {asked.posts:,} posts, {asked.rounds} rounds\n")
    middle = {way: median(speeds) for way, speeds in found.items()}
    for way, speed in middle.items():
        print(f"{way:<36} {speed:>10,.0f} posts/s")
    best = max(speed for way, speed in middle.items() if "by hand" in way)
    print(f"\nsuara / the best by hand: {middle['suara build'] / best:.2f} (aim: at least 0.7)")
    print(f"suara / one by one:       {middle['suara build'] / middle['one MERGE per post']:.0f} (aim: at least 20)")
    print(f"second / first load:      {middle['suara build again'] / middle['suara build']:.1f} (aim: at least 3)")


if __name__ == "__main__":
    main()
