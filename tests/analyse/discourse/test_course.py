"""The course of a debate: what is counted in each window, what is drawn, and whose names go out."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from tests.invented import CITIZEN, KAI, OTHER, built, complaint, post

from suara.analyse.discourse.course import course
from suara.analyse.discourse.kernels import slices
from suara.analyse.discourse.selection import select
from suara.analyse.discourse.windows import by_time
from suara.coding.statements import DOCUMENTS, STATEMENTS
from suara.present.course import Called, node_link, panels
from suara.present.exports.gexf import as_gexf
from suara.present.statements_hidden import shown

START = datetime(2026, 3, 2, tzinfo=UTC)


def said(*rows: tuple[float, str, str, int]) -> pl.DataFrame:
    """Statements: days after the start, actor, concept, position."""
    columns = {"day": pl.Int64, "actor": pl.String, "concept": pl.String, "qualifier": pl.Int64}
    table = pl.DataFrame(rows, schema=columns, orient="row")
    time = pl.lit(START) + pl.duration(hours=pl.col("day") * 24)
    known = table.with_columns(
        pl.format("s{}", pl.int_range(pl.len())).alias("statement"),
        time.cast(STATEMENTS["time"]).alias("time"),
        organisation="actor",
    )
    return pl.concat([pl.DataFrame(schema=STATEMENTS), known.drop("day")], how="diagonal")


DEBATE = said(
    (0, "PLN", "tarif", 1), (0, "ESDM", "tarif", 1), (1, "YLKI", "tarif", 0), (1, "YLKI", "subsidi", 1),
    (2, "PLN", "tarif", 1), (3, "YLKI", "tarif", 1), (4, "ESDM", "subsidi", 0),
)  # fmt: skip


def test_windows_are_counted():
    """By hand: PLN and ESDM agree, both disagree with YLKI; then PLN and YLKI agree. The last day is in no window."""
    selected = select(DEBATE, actor="actor")
    found = course(selected, by_time(selected.table, width=2, step=2), normalisation="none")

    assert found.table.select("window", "statements", "actors", "agreeing", "disagreeing", "congruence", "conflict").rows() == [
        (1, 4, 3, 1, 2, 1.0, 2.0), (2, 2, 2, 1, 0, 1.0, 0.0),
    ]  # fmt: skip
    assert found.table["agreement"].to_list() == [1 / 3, 1.0]
    assert found.ties.rows() == [
        (1, "ESDM", "PLN", 1.0, 0.0), (1, "ESDM", "YLKI", 0.0, 1.0), (1, "PLN", "YLKI", 0.0, 1.0), (2, "PLN", "YLKI", 1.0, 0.0),
    ]  # fmt: skip
    assert (found.within, selected.table.height) == (6, 7)


def test_slices_have_a_course_too():
    """All statements count in each, with their weights."""
    selected = select(DEBATE, actor="actor")
    found = course(selected, slices(selected.table, width=4, step=2))

    assert found.table["start"].equals(found.table["end"], check_names=False)
    assert found.table["statements"].to_list() == [7, 7, 7]
    assert found.within == 7


def test_nothing_has_a_course_of_no_windows():
    """With its columns."""
    selected = select(said(), actor="actor")
    found = course(selected, by_time(selected.table))

    assert (found.table.height, found.ties.height, found.phases.labels) == (0, 0, [])
    nodes, ties = panels(found, Called.of(selected.table, selected.table, "actor"))[1:]
    assert (nodes.height, ties.height) == (0, 0)
    assert node_link(found, Called.of(selected.table, selected.table, "actor")).nodes.height == 0


def test_gexf_has_the_windows_as_spells():
    """Of agreement and of disagreement apart; windows that follow on each other are one."""
    selected = select(DEBATE, actor="actor")
    found = course(selected, by_time(selected.table, width=1), normalisation="none")
    network = node_link(found, Called.of(selected.table, selected.table, "actor"))

    assert network.nodes["id"].to_list() == ["ESDM", "PLN", "YLKI"]
    assert network.links.select("source", "target", "kind", "weight").rows() == [("ESDM", "PLN", "agree", 1.0)]
    second = timedelta(seconds=1)
    assert network.links["spells"].to_list() == [[{"start": START, "end": START + timedelta(days=1) - second}]]
    assert network.nodes.filter(id="YLKI")["spells"].to_list() == [
        [
            {"start": START + timedelta(days=1), "end": START + timedelta(days=2) - second},
            {"start": START + timedelta(days=3), "end": START + timedelta(days=4) - second},
        ]
    ]
    assert 'kind="agree"' in as_gexf(network)


def test_places_are_the_same_in_all_windows_and_each_time():
    """Whatever the order of the rows."""
    drawn = []
    for statements in (DEBATE, DEBATE.reverse()):
        selected = select(statements, actor="actor")
        found = course(selected, by_time(selected.table, width=1))
        drawn.append(panels(found, Called.of(selected.table, selected.table, "actor"))[1])

    assert drawn[0].equals(drawn[1])
    assert drawn[0].group_by("label").agg(pl.col("x", "y").n_unique()).select("x", "y").unique().rows() == [(1, 1)]


@pytest.mark.parametrize("names", ["public", "none", "all"])
def test_private_people_have_no_names(names):
    """In the file for Gephi, and in the figure: neither their handle nor their key."""
    graph = built(complaint("11", 0, KAI), post("12", KAI, 5, CITIZEN), complaint("13", 9, KAI, author=OTHER))
    people = [f"x:{CITIZEN}", f"x:{OTHER}"]
    rows = [(person, "x:11", day, 1) for day in range(2) for person in people]
    table = pl.DataFrame(rows, schema=["person", "document", "day", "qualifier"], orient="row").with_row_index("number")
    time = pl.lit(START) + pl.duration(days=pl.col("day"))
    statements = pl.concat(
        [
            pl.DataFrame(schema=STATEMENTS),
            table.select(
                pl.format("s{}", "number").alias("statement"), "person", "document", "qualifier", concept=pl.lit("tarif"),
                type=pl.lit("post"), time=time.cast(STATEMENTS["time"]),
            ),
        ], how="diagonal",
    ).with_columns(actor="person")  # fmt: skip
    selected = select(statements, actor="actor")
    found = course(selected, by_time(selected.table, width=1))
    seen = shown(selected.table, pl.DataFrame(schema=DOCUMENTS), graph, names=names, secret=b"secret").statements
    called = Called.of(selected.table, seen, "actor")

    out = as_gexf(node_link(found, called)) + str(panels(found, called)[1].rows())
    leaked = [name for name in (*people, "warga_contoh", "orang_contoh") if name in out]
    assert (leaked == []) == (names != "all")
    assert called.table["named"].to_list() == [names == "all"] * 2
