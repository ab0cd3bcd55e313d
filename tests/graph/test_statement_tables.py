"""Statements as kinds of the graph."""

import polars as pl
from tests.invented import CITIZEN, KAI, built, post

from suara.coding.statements import empty, shaped
from suara.graph.model import NODES, RELATIONS
from suara.graph.statement_tables import KINDS, tables_of


def rows(**more: object) -> pl.DataFrame:
    """Two statements, of a citizen and of an agency."""
    told = {
        "document": ["x:10", "x:11"],
        "person": ["x:1", "x:91"],
        "organisation": [None, "kai"],
        "concept": ["tarif", "tarif"],
    }
    return shaped(pl.DataFrame(told | {"qualifier": [0, 1]} | more))


def test_who_states_what_on_which_concept():
    """Persons and organisations state; posts hold; actors are joined to accounts."""
    graph = built(post("10", CITIZEN, 0, text="a"), post("11", KAI, 1, text="b")).tables
    statements = rows()
    first, second = statements["statement"]
    made = tables_of(statements, graph)

    assert set(made["Actor"].select("key", "kind").rows()) == {
        ("x:1", "person"),
        ("x:91", "person"),
        ("kai", "organisation"),
    }
    assert set(made["STATES"].rows()) == {("x:1", first), ("x:91", second), ("kai", second)}
    assert set(made["CONCERNS"].rows()) == {(first, "tarif"), (second, "tarif")}
    assert set(made["HOLDS"].rows()) == {("x:10", first), ("x:11", second)}
    assert set(made["IS_ACCOUNT"].rows()) == {("x:1", "x:1"), ("x:91", "x:91"), ("kai", "x:91")}


def test_kinds_have_their_columns():
    """Also of nothing."""
    for table in (rows(), empty()):
        made = tables_of(table, {})
        assert set(made) == set(KINDS)
        for name, kind in made.items():
            assert dict(kind.schema) == dict((NODES.get(name) or RELATIONS[name]).columns), name


def test_who_is_both_is_one_organisation():
    """A name that stands for a person here and for an organisation there."""
    made = tables_of(rows(person=["kai", "x:91"]), {})

    assert made["Actor"].filter(key="kai")["kind"].to_list() == ["organisation"]


def test_labels_are_in_both_languages():
    """Those of codes; of hand coders' concepts what these call them."""
    made = tables_of(rows(**{"concept.label_id": ["Tarif", None], "concept.label_en": ["Tariff", None]}), {})

    assert made["Concept"].rows() == [("tarif", "Tarif", "Tariff")]
    assert tables_of(rows(), {})["Concept"].rows() == [("tarif", "tarif", "tarif")]
