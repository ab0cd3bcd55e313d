"""Windows, kernels and networks through time: beside a plain count, and beside what Discourse Network Analyzer gave."""

import itertools
import random
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from suara.analyse.discourse.kernels import KERNELS, kernel, slices
from suara.analyse.discourse.matrix import Matrix
from suara.analyse.discourse.phases import distances, modularity, phases
from suara.analyse.discourse.selection import select
from suara.analyse.discourse.through_time import networks
from suara.analyse.discourse.windows import UNITS, by_events, by_time
from suara.coding.dna import reading
from suara.errors import InputError
from suara.posts.post import TIME

START = datetime(2026, 3, 2, tzinfo=UTC)


def said(*rows: tuple[float | None, str, str, int]) -> pl.DataFrame:
    """Statements: days after the start, organisation, concept, position."""
    times = [None if day is None else START + timedelta(days=day) for day, *_ in rows]
    names = {"organisation": 1, "concept": 2, "qualifier": 3}
    columns = {name: [row[place] for row in rows] for name, place in names.items()}
    keys = [f"s{i:03}" for i in range(len(rows))]
    return pl.DataFrame({"statement": keys, "time": times, **columns}, schema_overrides={"time": TIME})


drawn = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from("ABCD"), st.sampled_from("xyz"), st.integers(0, 1)),
    min_size=1,
    max_size=40,
)


@given(drawn, st.sampled_from(["day", "week", "hour"]), st.integers(1, 9), st.integers(1, 5))
def test_a_window_holds_what_is_said_in_it(rows, unit, width, step):
    """Its first moment included, its end not; each is as long as asked, and none reaches beyond the last unit."""
    statements = said(*rows)
    found = by_time(statements, unit=unit, width=width, step=step)
    length = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}[unit]

    for number, start, end in found.table.select("window", "start", "end").iter_rows():
        inside = statements.filter(pl.col("time") >= start, pl.col("time") < end)
        assert sorted(found.part(number)["statement"]) == sorted(inside["statement"])
        assert end - start == width * length
    starts = found.table["start"].to_list()
    assert all(later - earlier == step * length for earlier, later in itertools.pairwise(starts))
    days = max(row[0] for row in rows) - min(row[0] for row in rows) + 1
    if unit == "day":
        assert len(starts) == max(0, (days - width) // step + 1)


def test_even_widths_are_exact():
    """Eight days are eight, not nine."""
    found = by_time(said(*((day, "A", "x", 1) for day in range(22))), width=8)

    assert found.table.height == 15
    assert set(found.table["statements"]) == {8}


def test_months_and_years_are_those_of_the_calendar():
    """By the clock of the place."""
    statements = said((0, "A", "x", 1), (100, "A", "x", 1))
    months = by_time(statements, unit="month", width=1, timezone="Asia/Jakarta").table

    assert months["start"].dt.convert_time_zone("Asia/Jakarta").dt.strftime("%d %H:%M").unique().to_list() == [
        "01 00:00"
    ]
    assert (months["end"] - months["start"]).dt.total_days().to_list() == [31, 30, 31, 30]
    assert by_time(statements, unit="year", width=1).table["statements"].to_list() == [2]


def test_windows_between_given_times():
    """The first begins where it is told to; windows without a statement are there, and are empty."""
    found = by_time(said((3, "A", "x", 1)), width=2, step=2, since=datetime(2026, 3, 2), until=datetime(2026, 3, 9))

    assert found.table.select("start", "statements").rows() == [
        (START, 0), (START + timedelta(days=2), 1), (START + timedelta(days=4), 0),
    ]  # fmt: skip
    assert found.members()["statement"].to_list() == [None, "s000", None]


def test_what_has_no_time_is_in_no_window():
    """And is counted."""
    found = by_time(said((None, "A", "x", 1), (1, "A", "x", 1)), width=1)

    assert (found.undated, found.table["statements"].to_list()) == (1, [1])
    assert by_time(said((None, "A", "x", 1))).table.is_empty()
    assert by_events(said((None, "A", "x", 1)), width=1).table.is_empty()
    assert slices(said((None, "A", "x", 1))).table.is_empty()


@given(drawn, st.integers(1, 9), st.integers(1, 5), st.randoms())
def test_windows_of_events_do_not_hang_on_the_order_of_rows(rows, width, step, chance):
    """Those of equal times are always in the same order."""
    statements = said(*rows)
    mixed = statements.sample(fraction=1, shuffle=True, seed=chance.randint(0, 99))
    here, there = (by_events(table, width=width, step=step) for table in (statements, mixed))

    assert here.members().equals(there.members())
    assert set(here.table["statements"]) <= {width}
    assert here.table.height == max(0, (len(rows) - width) // step + 1)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"unit": "fortnight"}, "there is no unit 'fortnight'"),
        ({"width": 0}, "1 wide at least"),
        ({"step": -1}, "moves on by 1"),
        ({"unit": "second"}, "too many"),
    ],
)
def test_windows_that_cannot_be(options, says):
    """Are refused."""
    with pytest.raises(InputError, match=says):
        by_time(said((0, "A", "x", 1), (9, "A", "x", 1)), **options)


def test_all_units_are_taken():
    """Of two statements a second apart."""
    statements = said((0, "A", "x", 1), (1 / 86400, "A", "x", 1))
    assert {unit: by_time(statements, unit=unit, width=1).table["statements"].to_list() for unit in UNITS} == {
        "second": [1, 1], "minute": [2], "hour": [2], "day": [2], "week": [2], "month": [2], "year": [2],
    }  # fmt: skip


@pytest.mark.parametrize("name", KERNELS)
def test_kernels_are_symmetric_and_of_one(name):
    """Over all distances they come to 1; what is later counts as what is earlier."""
    distance = np.linspace(-9, 9, 180_001)
    weights = kernel(name, distance)

    assert weights == pytest.approx(weights[::-1])
    assert weights.sum() * 1e-4 == pytest.approx(1, abs=1e-3)
    assert weights.max() == weights[90_000]


@given(
    drawn,
    st.sampled_from(KERNELS),
    st.integers(1, 20),
    st.sampled_from(["congruence", "conflict", "subtract", "ignore"]),
)
def test_smoothed_ties_are_those_of_the_definition(rows, name, width, aggregation):
    """Summed over each pair of statements, one by one."""
    statements = said(*rows)
    selected = select(statements, qualifier=aggregation != "ignore")
    found = slices(selected.table, name=name, width=width, step=7)
    told = networks(selected, found, aggregation=aggregation)

    actors = selected.actors.to_list()
    for at, matrix in zip(found.table["at"], told, strict=True):
        plain = np.zeros((len(actors), len(actors)))
        for one in selected.table.iter_rows(named=True):
            for other in selected.table.iter_rows(named=True):
                i, j = (actors.index(each["organisation"]) for each in (one, other))
                if i != j and one["concept"] == other["concept"]:
                    d = np.array([(each["time"] - at) / timedelta(days=width / 2) for each in (one, other)])
                    apart = abs(one["qualifier"] - other["qualifier"])
                    like = {"congruence": 1 - apart, "conflict": apart, "subtract": 1 - 2 * apart, "ignore": 1}
                    plain[i, j] += np.sqrt(kernel(name, d).prod()) * like[aggregation]
        assert matrix.values.toarray() == pytest.approx(plain, abs=1e-9)


def test_wide_windows_are_the_whole():
    """One window over everything is the network of everything; congruence and conflict differ in windows, too."""
    chance = random.Random(3)
    rows = [(chance.randint(0, 20), chance.choice("ABC"), chance.choice("xy"), chance.randint(0, 1)) for _ in range(30)]
    selected = select(said(*rows, (0, "A", "x", 1), (20, "B", "y", 0)))
    found = by_time(selected.table, width=21)

    (near,) = networks(selected, found, aggregation="congruence")
    (far,) = networks(selected, found, aggregation="conflict")
    (whole,) = networks(selected, found, aggregation="ignore")
    assert (near.values + far.values).toarray() == pytest.approx(whole.values.toarray())
    assert (near.values != far.values).nnz


def test_networks_have_the_same_actors():
    """Also where one of them says nothing."""
    selected = select(said((0, "A", "x", 1), (0, "B", "x", 1), (9, "C", "x", 0)))
    told = networks(selected, by_time(selected.table, width=1))

    assert {tuple(matrix.rows) for matrix in told} == {("A", "B", "C")}
    assert [float(matrix.values.sum()) for matrix in told] == [2.0] + [0.0] * 9
    assert [m.values.shape for m in networks(selected, by_time(selected.table), of="both")] == [(3, 1)] * 4


def matrices(*ties: float) -> list[Matrix]:
    names = pl.Series(["a", "b", "c"])
    each = (csr_array(np.array([[0, tie, 0], [tie, 0, 1], [0, 1, 0]], dtype=float)) for tie in ties)
    return [Matrix(names, names, values, 1, True) for values in each]


def test_spectra_are_of_the_laplacian():
    """Eigenvalues by hand: of a path 0, 1, 3; of a path with a tie of two, (3 +- sqrt 3) and 0."""
    far = distances(matrices(1, 2, 1), "spectral")
    path, heavy = np.array([0, 1, 3]) / 4, np.array([0, 3 - 3**0.5, 3 + 3**0.5]) / 6

    assert far[0, 2] == pytest.approx(0, abs=1e-9)
    assert far[0, 1] == pytest.approx(1)
    assert np.linalg.norm(path - heavy) > 0.02
    assert distances(matrices(), "spectral").shape == (0, 0)


def test_phases_are_told_apart():
    """Two of them, and a return to the first; where all is the same there is but one."""
    found = phases(distances(matrices(1, 1.1, 1, 9, 9.1, 9, 1, 1.1)))

    assert found.labels == [1, 1, 1, 2, 2, 2, 1, 1]
    assert found.modularity > 0
    assert phases(distances(matrices(2, 2, 2, 2))).labels == [1, 1, 1, 1]
    assert phases(distances(matrices(2))).labels == [1]


def test_modularity_is_that_of_igraph():
    """On a random weighted network."""
    import igraph

    chance = np.random.default_rng(1)
    near = np.triu(chance.uniform(0, 1, (9, 9)), 1)
    near += near.T
    labels = chance.integers(0, 3, 9)
    graph = igraph.Graph.Weighted_Adjacency(near, mode="undirected")

    assert modularity(near, labels) == pytest.approx(graph.modularity(labels.tolist(), weights="weight"))


@pytest.mark.real_data
def test_windows_of_the_dna_sample(real_data):
    """Seven days from 26 January to 16 February 2005: the sums and numbers of statements that the program itself gives.

    It gives them for congruence and, by mistake, for conflict as well; here conflict is another network.
    """
    statements = reading.read(real_data / "dna-sample" / "sample.dna").statements
    selected = select(statements.filter(type="DNA Statement"), qualifier=True)
    found = by_time(selected.table, width=7)

    assert found.table["statements"].to_list() == [4, *[16] * 7, 0, *[4] * 6, 20]
    near, far, less = (
        [float(each.values.sum()) for each in networks(selected, found, aggregation=how)]
        for how in ("congruence", "conflict", "subtract")
    )
    assert near == [0, *[44] * 7, *[0] * 7, 26]
    assert far == [*[0] * 15, 20]
    assert less == [0, *[44] * 7, *[0] * 7, 6]
