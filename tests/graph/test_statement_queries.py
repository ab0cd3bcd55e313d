"""The questions about statements, on a debate of a few actors, in either store."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import empty_neo4j
from tests.invented import CITIZEN, KAI, OTHER, built, complaint, post

from suara.analyse.discourse.networks import one_mode
from suara.analyse.discourse.selection import select
from suara.coding.statements import shaped
from suara.graph import queries
from suara.graph.statement_tables import tables_of
from suara.graph.stores import opened

MARCH, MAY = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
SAID = [  # document, time, person, organisation, concept, position
    ("a", MARCH, "Ani", "LSM", "tarif", 0),
    ("a", MARCH, "Ani", "LSM", "audit", 1),
    ("b", MARCH, "Budi", "PDAM", "tarif", 1),
    ("b", MARCH, "Budi", "PDAM", "audit", 0),
    ("c", MARCH, "Citra", "DPRD", "tarif", 1),
    ("c", MARCH, "Citra", "DPRD", "audit", 1),
    ("d", MAY, "Citra", "DPRD", "tarif", 0),
    ("x:10", MARCH, "x:1", None, "tarif", 0),
    ("x:11", MARCH, "x:2", None, "audit", None),
]


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Asks a question by its name, of that debate."""
    address = request.getfixturevalue("neo4j_address") if request.param == "neo4j" else None
    path = Path(tmp_path_factory.mktemp("debate")) / "graph.lbug"
    made = built(complaint("10", 0, KAI, author=CITIZEN), post("11", OTHER, 5, text="audit")).tables
    names = ["document", "time", "person", "organisation", "concept", "qualifier"]
    rows = shaped(pl.DataFrame(SAID, schema=names, orient="row", infer_schema_length=None))
    if address:
        empty_neo4j(address)
    with opened(address, path) as store:
        store.setup()
        store.load(made | tables_of(rows, made) | _agreement(rows))

    def rows_of(question: str, **parameters: object) -> pl.DataFrame:
        asked = queries.found(question, on_server=address is not None)
        with opened(address, path, read_only=True) as store:
            return store.ask(asked.text, queries.values(asked, parameters))

    return rows_of


def _agreement(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Congruence and conflict of the people."""
    said = select(rows, actor="person")
    return {
        kind: one_mode(said, aggregation=aggregation).edges().rename({"source": "from", "target": "to"})
        for kind, aggregation in (("AGREES_WITH", "congruence"), ("DISAGREES_WITH", "conflict"))
    }


def test_strongest_agreement(ask):
    """Citra has been on both sides of the tariff, which is agreement and disagreement."""
    found = ask("strongest_agreement").select("actor", "other", "agreement", "disagreement", "concepts")

    assert found.rows() == [
        ("Ani", "Citra", 2.0, 1.0, 2),
        ("Ani", "x:1", 1.0, 0.0, 1),
        ("Citra", "x:1", 1.0, 1.0, 1),
        ("Budi", "Citra", 1.0, 2.0, 2),
    ]


def test_opponents_with_common_friends(ask):
    """Ani and Budi hold opposite positions, and each holds some with Citra."""
    found = ask("opponents_with_common_friends").select("actor", "other", "disagreement", "agree_with_both")

    assert ("Ani", "Budi", 2.0, 1) in found.rows()
    assert ("Ani", "Citra", 1.0, 1) in found.rows()
    assert found["agree_with_both"].min() > 0


def test_contested_concepts(ask):
    """Where most stand on both sides first; those without a position beside them."""
    found = ask("contested_concepts").select("concept", "agree", "disagree", "without_position", "statements").rows()

    assert found == [("tarif", 4, 5, 0, 5), ("audit", 4, 2, 1, 4)]


def test_who_agrees_with_whom(ask):
    """Actors of one kind, by the concepts on which they hold the same; who changed sides is on both."""
    found = set(ask("who_agrees_with_whom").rows())

    assert ("Ani", "Citra", 2, 1) in found
    assert ("DPRD", "LSM", 2, 1) in found
    assert ("Ani", "Budi", 0, 2) in found
    assert not any("Ani" in row[:2] and "LSM" in row[:2] for row in found)
    assert not any("x:1" in row[:2] for row in found)


def test_statements_behind_a_tie(ask):
    """Each pair of statements on the same concept, with their positions."""
    found = ask("statements_behind_tie", actor="LSM", other="DPRD")

    assert found.select("label_id", "agree", "document", "document_of_other").rows() == [
        ("audit", True, "a", "c"),
        ("tarif", False, "a", "c"),
        ("tarif", True, "a", "d"),
    ]


def test_positions_of_critics(ask):
    """Of those who reject something in a post to an agency."""
    found = ask("positions_of_critics").select("rejected", "critics", "statements", "agreed_with")

    assert found.rows() == [("tarif", 1, 1, None)]


def test_actors_between_sides(ask):
    """Who changed, or holds something of both, opposes and agrees with the same others."""
    found = {row[0]: row[2:] for row in ask("actors_between_sides").rows()}

    assert found["Citra"] == found["DPRD"] == (2, 2)
    assert found["Ani"] == (1, 2)


def test_changed_positions(ask):
    """First the one, then the other, for good."""
    found = ask("changed_positions").select("actor", "concept", "agreed_last", "rejected_first", "for_good").rows()

    assert found == [("Citra", "tarif", MARCH, MAY, True), ("DPRD", "tarif", MARCH, MAY, True)]


def test_positions_of_organisations(ask):
    """And how many people hold the same, and the opposite."""
    found = set(ask("positions_of_organisations").rows())

    assert ("PDAM", "tarif", True, 1, 2, 3) in found
    assert ("LSM", "audit", True, 1, 2, 1) in found
