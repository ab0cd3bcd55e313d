"""Discourse networks beside their definitions, worked out one by one, and beside what others publish."""

import itertools
import json
import math
import sqlite3
from collections import Counter
from dataclasses import replace

import networkx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.analyse.discourse import _counts, networks, norms
from suara.analyse.discourse.matrix import MOST_CELLS, Matrix
from suara.analyse.discourse.networks import ONE_MODE, TWO_MODE, one_mode, two_mode
from suara.analyse.discourse.selection import select
from suara.errors import InputError

DEBATE = pl.DataFrame(
    [
        ("Dinas Air", "tarif naik", 1), ("Dinas Air", "tarif naik", 1), ("Dinas Air", "subsidi", 0),
        ("Forum Warga", "tarif naik", 0), ("Forum Warga", "subsidi", 1), ("Forum Warga", "audit", 1),
        ("Serikat", "tarif naik", 0), ("Serikat", "tarif naik", 1), ("Serikat", "audit", 1),
        ("Toko", "parkir", 1),
    ],
    schema={"organisation": pl.String, "concept": pl.String, "qualifier": pl.Int64},
    orient="row",
)  # fmt: skip
ACTORS = ["Dinas Air", "Forum Warga", "Serikat", "Toko"]


def chosen(statements: pl.DataFrame, aggregation: str, **options):
    return select(statements, qualifier=aggregation != "ignore", **options)


def cells(matrix: Matrix) -> dict[tuple[str, str], float]:
    ties = matrix.values.tocoo()
    return {
        (matrix.rows[row], matrix.columns[column]): float(weight)
        for row, column, weight in zip(ties.row.tolist(), ties.col.tolist(), ties.data, strict=True)
    }


def upper(matrix: Matrix) -> list[float]:
    return [float(weight) for weight in matrix.values.toarray()[np.triu_indices(len(matrix.rows), 1)]]


# --- by hand ---


@pytest.mark.parametrize(
    ("aggregation", "ties"),  # Dinas-Forum, Dinas-Serikat, Dinas-Toko, Forum-Serikat, Forum-Toko, Serikat-Toko
    [
        ("ignore", [3, 4, 0, 3, 0, 0]),
        ("congruence", [0, 2, 0, 2, 0, 0]),
        ("conflict", [3, 2, 0, 1, 0, 0]),
        ("subtract", [-3, 0, 0, 1, 0, 0]),
    ],
)
def test_ties_by_hand(aggregation, ties):
    found = one_mode(chosen(DEBATE, aggregation), aggregation=aggregation)
    assert found.rows.to_list() == ACTORS
    assert upper(found) == ties
    assert found.statements == 10
    assert found.values.nnz == 2 * sum(1 for tie in ties if tie)  # what isn't there isn't stored


@pytest.mark.parametrize(
    ("normalisation", "ties"),  # of congruence; Dinas-Serikat and Forum-Serikat
    [
        ("none", [2, 2]),
        ("average", [2 / 3, 2 / 3]),
        # Dinas {tarif+, subsidi-}, Serikat {tarif-, tarif+, audit+}, Forum {tarif-, subsidi+, audit+}
        ("jaccard", [1 / 4, 2 / 4]),
        ("cosine", [2 / math.sqrt(5 * 3), 2 / math.sqrt(3 * 3)]),
        ("dna_jaccard", [2 / (1 + 2 + 2), 2 / (1 + 1 + 2)]),
        ("dna_cosine", [2 / 9, 2 / 9]),
    ],
)
def test_normalised_ties_by_hand(normalisation, ties):
    found = upper(one_mode(select(DEBATE), normalisation=normalisation))
    assert [found[1], found[3]] == pytest.approx(ties)


def test_two_mode_by_hand():
    ignore = two_mode(select(DEBATE, qualifier=False))
    assert cells(ignore)["Dinas Air", "tarif naik"] == 2
    assert ignore.values.sum() == 10
    subtract = cells(two_mode(select(DEBATE), aggregation="subtract"))
    assert subtract["Dinas Air", "tarif naik"] == 2
    assert subtract["Dinas Air", "subsidi"] == -1
    assert ("Serikat", "tarif naik") not in subtract
    combine = cells(two_mode(select(DEBATE), aggregation="combine"))
    assert [combine[actor, "tarif naik"] for actor in ACTORS[:3]] == [1, 2, 3]
    activity = two_mode(select(DEBATE, qualifier=False), normalisation="activity")
    assert activity.values.toarray().sum(axis=1) == pytest.approx([1, 1, 1, 1])
    prominence = two_mode(select(DEBATE), aggregation="subtract", normalisation="prominence")
    assert cells(prominence)["Dinas Air", "tarif naik"] == pytest.approx(2 / 5)


def test_the_example_of_the_manual():
    """On a scale from -5 to 5, -4 said twice and +2 said three times contribute 2.4 to congruence."""
    statements = pl.DataFrame({"organisation": ["A"] * 2 + ["B"] * 3, "concept": "x", "qualifier": [-4] * 2 + [2] * 3})
    chosen = select(statements, scale=(-5, 5))
    assert cells(one_mode(chosen))["A", "B"] == pytest.approx(2.4)
    assert cells(one_mode(chosen, aggregation="conflict"))["A", "B"] == pytest.approx(3.6)
    assert cells(two_mode(chosen, aggregation="subtract")) == {("A", "x"): -8, ("B", "x"): 6}


def test_two_that_say_the_same_have_a_cosine_and_a_jaccard_of_1():
    statements = pl.DataFrame(
        {"organisation": ["A", "A", "B", "B"], "concept": ["x", "y"] * 2, "qualifier": [1, 0] * 2}
    )
    for normalisation in ("cosine", "jaccard"):
        for aggregation in ("ignore", "congruence", "subtract"):
            tie = one_mode(chosen(statements, aggregation), aggregation=aggregation, normalisation=normalisation)
            assert cells(tie)["A", "B"] == pytest.approx(1)
    assert cells(one_mode(select(statements), normalisation="dna_cosine"))["A", "B"] == 0.5


def test_names_of_nodes_and_ties():
    found = one_mode(select(DEBATE), of="concepts", aggregation="subtract")
    assert found.rows.to_list() == ["audit", "parkir", "subsidi", "tarif naik"]
    assert found.edges().rows() == [
        ("subsidi", "tarif naik", -3.0), ("audit", "subsidi", 1.0), ("audit", "tarif naik", -1.0),
    ]  # fmt: skip
    assert found.edges(1).rows() == [("subsidi", "tarif naik", -3.0)]
    assert found.to_frame().row(0) == ("audit", 0.0, 0.0, 1.0, -1.0)


def test_the_strongest_ties_are_the_first_of_all():
    found = one_mode(select(DEBATE, qualifier=False), aggregation="ignore")
    for most in range(5):
        assert found.edges(most).equals(found.edges().head(most))


def test_nodes_can_be_asked_for_that_say_nothing():
    whole = select(DEBATE)
    part = replace(whole, table=whole.table.filter(organisation="Toko"))
    assert one_mode(part).rows.to_list() == ["Toko"]
    found = one_mode(part, actors=whole.actors, concepts=whole.concepts)
    assert (found.rows.to_list(), found.values.nnz, found.statements) == (ACTORS, 0, 1)
    assert two_mode(part, actors=whole.actors, concepts=whole.concepts).values.shape == (4, 4)


# --- what is wrong or of no use ---


@pytest.mark.parametrize("aggregation", ONE_MODE)
@pytest.mark.parametrize("normalisation", norms.ONE_MODE)
@pytest.mark.parametrize("of", ["actors", "concepts"])
@pytest.mark.parametrize("rows", [0, 1, 2])
def test_nobody_or_only_one(aggregation, normalisation, of, rows):
    statements = DEBATE.head(rows)
    found = one_mode(chosen(statements, aggregation), of=of, aggregation=aggregation, normalisation=normalisation)
    assert found.edges().schema == {"source": pl.String, "target": pl.String, "weight": pl.Float64}
    assert found.edges().is_empty()
    assert found.to_frame().shape == (min(rows, 1), min(rows, 1) + 1)


@pytest.mark.parametrize("aggregation", TWO_MODE)
def test_nobody_on_anything(aggregation):
    found = two_mode(chosen(DEBATE.head(0), aggregation), aggregation=aggregation)
    assert found.values.shape == (0, 0)
    assert found.edges().columns == ["source", "target", "weight"]


def test_concepts_on_which_all_agree_have_no_conflict():
    agreed = select(DEBATE.with_columns(qualifier=pl.lit(1)))
    assert one_mode(agreed, aggregation="conflict").values.nnz == 0
    same = one_mode(select(DEBATE.with_columns(qualifier=pl.lit(7))))  # a scale of one level
    assert upper(same) == [3, 4, 0, 3, 0, 0]


def test_networks_that_there_are_not_are_refused():
    without = select(DEBATE, qualifier=False)
    for wrong in (
        lambda: one_mode(without),
        lambda: two_mode(without, aggregation="combine"),
        lambda: one_mode(select(DEBATE), aggregation="combine"),
        lambda: one_mode(select(DEBATE), of="documents"),
        lambda: one_mode(select(DEBATE), normalisation="activity"),
        lambda: two_mode(select(DEBATE), aggregation="combine", normalisation="activity"),
    ):
        with pytest.raises(ValueError, match=r"."):
            wrong()
    words = select(DEBATE, position="concept")
    with pytest.raises(InputError, match="words can't be subtracted"):
        two_mode(words, aggregation="subtract")
    levels = pl.DataFrame({"organisation": "A", "concept": "x", "qualifier": list(range(53))})
    with pytest.raises(InputError, match="53 different positions"):
        two_mode(select(levels), aggregation="combine")
    wide = pl.DataFrame({"organisation": [str(n) for n in range(MOST_CELLS + 1)], "concept": "x", "qualifier": 1})
    with pytest.raises(InputError, match=r"1,000,001 x 1"):
        two_mode(select(wide), aggregation="subtract").to_frame()


def test_too_many_ties_are_refused_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(networks, "MOST_TIES", 5)
    with pytest.raises(InputError, match="more than 2 ties among 4 nodes: exclude what almost all share"):
        one_mode(select(DEBATE, qualifier=False), aggregation="ignore")


def test_blocks_of_rows_make_no_difference(monkeypatch):
    whole = [one_mode(select(DEBATE), aggregation=a, normalisation=n) for a in ONE_MODE for n in norms.ONE_MODE]
    monkeypatch.setattr(_counts, "_CELLS", 6)
    parts = [one_mode(select(DEBATE), aggregation=a, normalisation=n) for a in ONE_MODE for n in norms.ONE_MODE]
    for one, other in zip(whole, parts, strict=True):
        assert one.edges().equals(other.edges())


def test_a_concept_that_is_called_like_the_heading():
    statements = pl.DataFrame({"organisation": ["A"], "concept": ["actor"], "qualifier": [1]})
    assert two_mode(select(statements), aggregation="subtract").to_frame().to_dicts() == [{"actor_": "A", "actor": 1.0}]


# --- the definitions, one by one ---


def looped(counts: Counter, names: list, others: list, levels: list, aggregation: str, scale: float | None) -> dict:
    """Ties of all pairs, also of a node with itself; positions are words where there is no scale."""
    ties = {}
    for i, h in itertools.product(names, names):
        tie = 0.0
        for j in others:
            for k, m in itertools.product(levels, levels):
                both = counts[i, j, k] * counts[h, j, m]
                if aggregation == "ignore":
                    tie += both
                elif scale is not None:
                    far = abs(k - m) / scale if scale else 0.0
                    tie += both * {"congruence": 1 - far, "conflict": far, "subtract": 1 - 2 * far}[aggregation]
                elif k == m:
                    congruence = both
                    conflict = 0
                    if counts[i, j, k] and not counts[h, j, k]:
                        conflict = counts[i, j, k]
                    if counts[h, j, k] and not counts[i, j, k]:
                        conflict = counts[h, j, k]
                    tie += {
                        "congruence": congruence, "conflict": conflict, "subtract": congruence - conflict
                    }[aggregation]  # fmt: skip
        ties[i, h] = tie
    return ties


def divided(counts: Counter, names: list, others: list, levels: list, aggregation, normalisation, scale) -> dict:
    """The same, normalised."""
    args = (names, others, levels)
    once = Counter(dict.fromkeys(counts, 1))
    if aggregation == "ignore":
        once = Counter({(i, j, levels[0]): 1 for i, j, _ in counts})
    near = "ignore" if aggregation == "ignore" else "congruence"
    if normalisation == "jaccard":
        ties, shared = looped(once, *args, aggregation, scale), looped(once, *args, near, scale)
        divisors = {(i, h): shared[i, i] + shared[h, h] - shared[i, h] for i, h in ties}
    else:
        ties = looped(counts, *args, aggregation, scale)
        own = aggregation if aggregation == "ignore" or (aggregation == "subtract" and scale is not None) else near
        squares = looped(counts, *args, own, scale)
        size = {i: sum(n for (name, _, _), n in counts.items() if name == i) for i in names}
        cells = list(itertools.product(others, levels))
        divisors = {}
        for i, h in ties:
            divisors[i, h] = {
                "none": 1,
                "average": (size[i] + size[h]) / 2,
                "cosine": math.sqrt(max(squares[i, i], 0) * max(squares[h, h], 0)),
                "dna_cosine": size[i] * size[h],
                "dna_jaccard": sum(counts[i, j, k] for j, k in cells if not counts[h, j, k])
                + sum(counts[h, j, k] for j, k in cells if not counts[i, j, k])
                + sum(counts[i, j, k] * counts[h, j, k] for j, k in cells),
            }[normalisation]
    return {pair: tie / divisors[pair] if divisors[pair] > 1e-12 else 0.0 for pair, tie in ties.items()}


POSITIONS = {"boolean": [0, 1], "scale": [-3, -1, 0, 2], "one": [4], "words": ["cost", "right", "risk"]}


@given(
    st.data(),
    st.sampled_from(sorted(POSITIONS)),
    st.sampled_from(ONE_MODE),
    st.sampled_from(norms.ONE_MODE),
    st.sampled_from(["actors", "concepts"]),
)
def test_the_algebra_is_what_the_definitions_say_one_by_one(data, kind, aggregation, normalisation, of):
    levels = POSITIONS[kind]
    row = st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz"), st.sampled_from(levels))
    rows = data.draw(st.lists(row, max_size=14))
    position = pl.String if kind == "words" else pl.Int64
    statements = pl.DataFrame(
        rows, schema={"organisation": pl.String, "concept": pl.String, "qualifier": position}, orient="row"
    )
    scale = (-5, 5) if kind == "scale" else None
    distance = {"boolean": 1, "scale": 10, "one": 0, "words": None}[kind]
    if not rows and kind == "one":
        distance = 1
    found = one_mode(
        chosen(statements, aggregation, scale=scale), of=of, aggregation=aggregation, normalisation=normalisation
    )
    counts = Counter((i, j, k) if of == "actors" else (j, i, k) for i, j, k in rows)
    names, others = sorted({i for i, _, _ in counts}), sorted({j for _, j, _ in counts})
    expected = divided(counts, names, others, levels, aggregation, normalisation, distance)
    assert found.rows.to_list() == names
    dense = found.values.toarray()
    assert np.array_equal(dense, dense.T)
    assert not dense.diagonal().any()
    for (a, i), (b, h) in itertools.product(enumerate(names), enumerate(names)):
        if i != h:
            assert dense[a, b] == pytest.approx(expected[i, h], abs=1e-9)


@given(
    st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("wxyz"), st.sampled_from([0, 1])), max_size=25),
    st.sampled_from(["jaccard", "cosine"]),
)
def test_shares_are_shares(rows, normalisation):
    """Jaccard and cosine are at most 1, and subtract is what congruence and conflict leave, divided alike."""
    statements = pl.DataFrame(
        rows, schema={"organisation": pl.String, "concept": pl.String, "qualifier": pl.Int64}, orient="row"
    )
    for aggregation in ONE_MODE:
        found = one_mode(chosen(statements, aggregation), aggregation=aggregation, normalisation=normalisation)
        if (aggregation, normalisation) != ("conflict", "cosine"):
            assert (np.abs(found.values.toarray()) <= 1 + 1e-9).all()
    of = {a: one_mode(select(statements), aggregation=a).values.toarray() for a in ONE_MODE[1:]}
    assert np.array_equal(of["subtract"], of["congruence"] - of["conflict"])
    ignore = one_mode(select(statements, qualifier=False), aggregation="ignore").values.toarray()
    assert np.array_equal(ignore, of["congruence"] + of["conflict"])


@given(st.sets(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("vwxyz")), min_size=1))
def test_projections_of_networkx(pairs):
    """Where nobody says a thing twice, and positions don't count, this is the projection of a bipartite graph."""
    graph = networkx.Graph()
    graph.add_edges_from((f"actor {i}", f"concept {j}") for i, j in pairs)
    statements = pl.DataFrame(
        [(f"actor {i}", f"concept {j}", 1) for i, j in sorted(pairs)],
        schema=["organisation", "concept", "qualifier"],
        orient="row",
    )
    for of, kind in (("actors", "actor"), ("concepts", "concept")):
        nodes = [node for node in graph if node.startswith(kind)]
        projected = networkx.bipartite.weighted_projected_graph(graph, nodes)
        overlap = networkx.bipartite.overlap_weighted_projected_graph(graph, nodes, jaccard=True)
        for normalisation, other in (("none", projected), ("jaccard", overlap), ("dna_jaccard", overlap)):
            found = one_mode(
                select(statements, qualifier=False), of=of, aggregation="ignore", normalisation=normalisation
            )
            ties = {frozenset(pair): weight for *pair, weight in found.edges().iter_rows()}
            assert ties == pytest.approx({frozenset(pair): weight for *pair, weight in other.edges(data="weight")})


# --- the debate that Discourse Network Analyzer ships, and what that program makes of it ---

_VALUES = """
    SELECT s.ID, t.Label, d.ID, d.Date, d.Section, v.Variable, e.Value
    FROM STATEMENTS s JOIN STATEMENTTYPES t ON t.ID = s.StatementTypeId JOIN DOCUMENTS d ON d.ID = s.DocumentId
    JOIN DATASHORTTEXT x ON x.StatementId = s.ID JOIN VARIABLES v ON v.ID = x.VariableId
    JOIN ENTITIES e ON e.ID = x.Entity WHERE t.Label = 'DNA Statement'
"""


@pytest.fixture(scope="module")
def debate(real_data) -> pl.DataFrame:
    """Its 40 statements."""
    with sqlite3.connect(f"file:{real_data / 'dna-sample' / 'sample.dna'}?mode=ro", uri=True) as file:
        index = ["statement", "type", "document", "date", "section"]
        values = pl.DataFrame(file.execute(_VALUES).fetchall(), schema=[*index, "variable", "value"], orient="row")
        agreement = file.execute("SELECT StatementId, Value FROM DATABOOLEAN").fetchall()
    table = values.pivot("variable", index=index, values="value").rename({"organization": "organisation"})
    table = table.join(pl.DataFrame(agreement, schema=["statement", "qualifier"], orient="row"), on="statement")
    return table.with_columns(time=pl.from_epoch("date"))


@pytest.fixture(scope="module")
def published(real_data) -> dict:
    """Matrices of it."""
    file = real_data.parent / "reference" / "dna_sample_matrices.json"
    if not file.exists():
        pytest.skip(f"real data isn't there: {file}")
    return json.loads(file.read_text())


@pytest.mark.real_data
def test_all_matrices_of_the_debate(debate, published):
    assert len(published["onemode"]) == 32
    for name, expected in published["onemode"].items():
        aggregation, normalisation, duplicates = name.split("|")
        normalisation = {"no": "none", "jaccard": "dna_jaccard", "cosine": "dna_cosine"}.get(
            normalisation, normalisation
        )
        found = one_mode(
            chosen(debate, aggregation, duplicates=duplicates), aggregation=aggregation, normalisation=normalisation
        )
        assert found.rows.to_list() == published["orgs"]
        np.testing.assert_allclose(found.values.toarray(), expected, rtol=0, atol=1e-12, err_msg=name)
    for aggregation in ("ignore", "subtract"):
        found = two_mode(chosen(debate, aggregation), aggregation=aggregation)
        assert found.columns.to_list() == published["concepts"]
        assert found.values.toarray().tolist() == published[f"twomode_{aggregation}"]


SUMS = {  # aggregation: statements and sums with duplicates included, in one document left out; none to dna_cosine
    "ignore": (40, [276, 46.261854, 24.469002, 8.872727], 22, [78, 24.847619, 15.942857, 9.097778]),
    "congruence": (40, [160, 25.802436, 13.610663, 4.806061], 23, [48, 14.638095, 10.190476, 4.975556]),
    "conflict": (40, [116, 20.459418, 10.858340, 4.066667], 23, [38, 11.457143, 6.557143, 3.9]),
    "subtract": (40, [44, 5.343018, 2.752323, 0.739394], 23, [10, 3.180952, 3.633333, 1.075556]),
}


@pytest.mark.real_data
@pytest.mark.parametrize("aggregation", SUMS)
def test_sums_that_the_program_prints(debate, aggregation):
    all_of_it, sums, without, other_sums = SUMS[aggregation]
    for duplicates, statements, expected in (("include", all_of_it, sums), ("document", without, other_sums)):
        selected = chosen(debate, aggregation, duplicates=duplicates)
        for normalisation, total in zip(("none", "average", "dna_jaccard", "dna_cosine"), expected, strict=True):
            found = one_mode(selected, aggregation=aggregation, normalisation=normalisation)
            assert found.statements == statements
            assert found.values.sum() == pytest.approx(total, abs=1e-6)


@pytest.mark.real_data
def test_affiliations_and_selections_of_the_debate(debate):
    ignore, yes_no = select(debate, qualifier=False), select(debate)
    found = two_mode(ignore)
    assert (found.values.shape, found.values.nnz, found.values.sum()) == ((7, 6), 22, 40)
    assert two_mode(yes_no, aggregation="subtract").values.sum() == 18
    assert two_mode(yes_no, aggregation="combine").values.sum() == 30
    for normalisation, sums in (("activity", [7.0, 2.118182]), ("prominence", [6.0, 3.778571])):
        totals = [
            two_mode(ignore, normalisation=normalisation).values.sum(),
            two_mode(yes_no, aggregation="subtract", normalisation=normalisation).values.sum(),
        ]
        assert totals == pytest.approx(sums, abs=1e-6)
    ties = {frozenset(pair): weight for *pair, weight in one_mode(ignore, aggregation="ignore").edges().iter_rows()}
    assert len(ties) == 21
    agency, alliance = "Environmental Protection Agency", "Alliance to Save Energy"
    assert ties[frozenset((agency, alliance))] == 10
    assert ties[frozenset((agency, "Energy and Environmental Analysis, Inc."))] == 2
    fewer = {
        "concept": ["There should be legislation to regulate emissions."],
        "organisation": ["Senate", "Sierra Club"],
    }
    found = one_mode(select(debate, exclude=fewer), normalisation="average")
    assert found.values.shape == (5, 5)
    assert found.values.sum() == pytest.approx(9.809524, abs=1e-6)
    assert one_mode(select(debate, where={"section": ["1"]})).values.shape == (4, 4)
