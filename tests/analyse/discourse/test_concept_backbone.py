"""The backbone of concepts against a slow implementation, every set, and the reference values."""

import sqlite3
from itertools import combinations, product

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.analyse.discourse import concept_backbone
from suara.analyse.discourse.concept_backbone import Layers, fixed, nested, penalised
from suara.analyse.discourse.selection import select
from suara.errors import InputError

statements = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("uvwx"), st.integers(0, 1)), min_size=1, max_size=25
)
SCHEMA = {"organisation": pl.String, "concept": pl.String, "qualifier": pl.Int64}


def said(rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def spectrum(rows, concepts) -> list[float]:
    """The normalised eigenvalues of NetworkX's Laplacian, of a network made pair by pair."""
    actors = sorted({row[0] for row in rows})
    kept = [row for row in rows if row[1] in concepts]
    graph = nx.Graph()
    graph.add_nodes_from(actors)
    for one, other in combinations(actors, 2):
        mine, theirs = ([row for row in kept if row[0] == who] for who in (one, other))
        net = sum((1 if a[2] == b[2] else -1) for a, b in product(mine, theirs) if a[1] == b[1])
        if net > 0:
            graph.add_edge(one, other, weight=net / ((len(mine) + len(theirs)) / 2))
    values = np.sort(np.linalg.eigvalsh(nx.laplacian_matrix(graph, weight="weight").toarray()))
    return list(values / values.sum()) if values.sum() > 1e-9 else [0.0] * len(actors)


def loss(rows, concepts) -> float:
    every = {row[1] for row in rows}
    return sum(abs(a - b) for a, b in zip(spectrum(rows, every), spectrum(rows, concepts), strict=True))


@settings(max_examples=40)
@given(statements)
def test_losses_are_those_of_networkx_laplacian(rows):
    """Nested: the losses, and that no other concept's going would have lost less."""
    found = nested(Layers.of(select(said(rows))))
    left = {row[1] for row in rows}
    for step, concept, lost, many in found.iter_rows():
        losses = {other: loss(rows, left - {other}) for other in left}
        assert lost == pytest.approx(losses[concept], abs=1e-9)
        assert lost <= min(losses.values()) + 1e-9
        left.remove(concept)
        assert many == len(left)
        assert step + many == found.height


@settings(max_examples=25)
@given(statements, st.floats(0.5, 8))
def test_no_set_is_better(rows, penalty):
    """Fixed and penalised backbones are the least of all sets."""
    concepts = sorted({row[1] for row in rows})
    layers = Layers.of(select(said(rows)))
    for size in range(1, len(concepts) + 1):
        found = fixed(layers, size)
        assert found.exact
        assert found.concepts["backbone"].sum() == size
        assert found.loss == pytest.approx(min(loss(rows, set(c)) for c in combinations(concepts, size)), abs=1e-9)
    best = penalised(layers, penalty)
    if len(concepts) > 1:
        worth = {
            c: loss(rows, set(c)) * np.exp(-penalty * (len(concepts) - len(c)) / len(concepts))
            for size in range(1, len(concepts))
            for c in combinations(concepts, size)
        }
        chosen = tuple(best.concepts.filter("backbone")["concept"])
        assert worth[chosen] == pytest.approx(min(worth.values()), abs=1e-9)


@settings(max_examples=25)
@given(statements, st.randoms())
def test_order_of_statements_changes_nothing(rows, random):
    """Nor does the name of an actor."""
    shuffled = [(f"z{who}", concept, position) for who, concept, position in rows]
    random.shuffle(shuffled)

    assert nested(Layers.of(select(said(rows)))).equals(nested(Layers.of(select(said(shuffled)))))


def test_annealing_finds_what_trying_all_finds(monkeypatch):
    """On a debate that is small enough for both, with the same seed twice."""
    rng = np.random.default_rng(3)
    rows = [(f"a{rng.integers(8)}", f"c{rng.integers(9)}", int(rng.integers(2))) for _ in range(80)]
    layers = Layers.of(select(said(rows)))
    exact = fixed(layers, 4), penalised(layers)
    monkeypatch.setattr(concept_backbone, "EXACT", 1)
    annealed = fixed(layers, 4), penalised(layers)

    for one, other in zip(exact, annealed, strict=True):
        assert not other.exact
        assert other.loss == pytest.approx(one.loss)
        assert one.concepts.equals(other.concepts)
    assert penalised(layers).concepts.equals(annealed[1].concepts)


def test_bad_input():
    """No concept, one concept, one actor, too many actors, words for positions."""
    none, one = said([]), said([("a", "tax", 1), ("b", "tax", 1)])

    assert nested(Layers.of(select(none))).rows() == []
    assert penalised(Layers.of(select(none))).loss is None
    assert penalised(Layers.of(select(one))).concepts.rows() == [("tax", True)]
    assert nested(Layers.of(select(one.head(1))))["loss"].to_list() == [0.0]
    with pytest.raises(InputError, match="a backbone of 2 of 1 concepts can't be"):
        fixed(Layers.of(select(one)), 2)
    with pytest.raises(InputError, match="too much of 501 actors"):
        Layers.of(select(said([(f"a{i}", "tax", 1) for i in range(501)])))
    with pytest.raises(InputError, match="numbers, not words"):
        Layers.of(select(one.with_columns(qualifier=pl.lit("for"))))


@pytest.mark.real_data
def test_dna_sample(real_data):
    """The losses of DNA, which compares degrees, and those of the true Laplacian, with another order of deletion."""
    with sqlite3.connect(f"file:{real_data / 'dna-sample' / 'sample.dna'}?mode=ro", uri=True) as file:
        rows = file.execute(
            "SELECT o.Value, c.Value, b.Value, s.DocumentId, d.Date FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId "
            "JOIN DATASHORTTEXT x ON x.StatementId = s.ID AND x.VariableId = 2 JOIN ENTITIES o ON o.ID = x.Entity "
            "JOIN DATASHORTTEXT y ON y.StatementId = s.ID AND y.VariableId = 3 JOIN ENTITIES c ON c.ID = y.Entity "
            "JOIN DATABOOLEAN b ON b.StatementId = s.ID AND b.VariableId = 4 WHERE s.StatementTypeId = 1 ORDER BY s.ID"
        ).fetchall()
    file.close()
    schema = {**SCHEMA, "document": pl.Int64, "time": pl.Int64}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    table = table.with_columns(pl.from_epoch("time"), pl.col("document").cast(pl.String))
    selected = select(table, duplicates="document")
    dna, true = (nested(Layers.of(selected, eigenvalues=way)) for way in ("dna", "laplacian"))

    assert selected.table.height == 23
    assert dna["loss"].round(6).to_list() == [0.027258, 0.017395, 0.030614, 0.144696, 0.322651, 1.0]
    assert true["loss"].round(6).to_list() == [0.023819, 0.032099, 0.028510, 0.077547, 0.211958, 1.0]
    assert dna["concept"].to_list()[:3] == true["concept"].to_list()[:3]
    assert dna["concept"].to_list()[3:5] == true["concept"].to_list()[3:5][::-1]
