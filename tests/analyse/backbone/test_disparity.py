"""The disparity filter against the paper's integral, and what may not change it."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from suara.analyse.backbone import disparity
from suara.errors import InputError

edges = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 20)), max_size=25)
SCHEMA = {"from": pl.String, "to": pl.String, "weight": pl.Int64}


def ties(rows) -> pl.DataFrame:
    return pl.DataFrame([(f"a{a}", f"a{b}", w) for a, b, w in rows], schema=SCHEMA, orient="row")


def slow(table: pl.DataFrame, directed: bool) -> dict[tuple[str, str], float]:
    """As the paper writes it: 1 - (k - 1) times the integral of (1 - x)^(k - 2) from 0 to the share."""
    weights: dict[tuple[str, str], float] = {}
    for a, b, w in table.iter_rows():
        ends = (a, b) if directed else (min(a, b), max(a, b))
        if a != b and w > 0:
            weights[ends] = weights.get(ends, 0) + w

    def alpha(weight: float, mine: list[float]) -> float:
        k = len(mine)
        if k == 1:
            return 1.0
        return 1 - (k - 1) * quad(lambda x: (1 - x) ** (k - 2), 0, weight / sum(mine))[0]

    found = {}
    for (a, b), weight in weights.items():
        out = [w for ends, w in weights.items() if (ends[0] == a if directed else a in ends)]
        into = [w for ends, w in weights.items() if (ends[1] == b if directed else b in ends)]
        found[a, b] = min(alpha(weight, out), alpha(weight, into))
    return found


@given(edges, st.booleans())
def test_agrees_with_the_integral(rows, directed):
    """Any network, both kinds."""
    table = ties(rows)
    found = {(a, b): alpha for a, b, _, alpha in disparity.measure(table, directed=directed).iter_rows()}

    assert found == pytest.approx(slow(table, directed), abs=1e-9)


@given(edges, st.booleans(), st.sampled_from((0.01, 3, 1e6)))
def test_a_unit_changes_nothing(rows, directed, factor):
    """Weights in another unit give the same significance."""
    table = ties(rows)
    scaled = table.with_columns(weight=pl.col("weight") * factor)

    one, other = (disparity.measure(t, directed=directed) for t in (table, scaled))
    assert one["alpha"].to_list() == pytest.approx(other["alpha"].to_list())


@given(edges)
def test_direction_of_undirected_ties_changes_nothing(rows):
    """Turned round, and in another order."""
    turned = ties([(b, a, w) for a, b, w in reversed(rows)])

    assert disparity.measure(ties(rows), directed=False).equals(disparity.measure(turned, directed=False))


def test_nothing_and_loops():
    """Without ties the table has its columns."""
    found = disparity.measure(ties([(1, 1, 5), (1, 2, 0)]))

    assert found.is_empty()
    assert found.columns == ["from", "to", "weight", "alpha"]


@pytest.mark.parametrize("weight", [-1.0, float("nan"), None])
def test_what_is_no_weight_is_refused(weight):
    """Signed ties are told how to go on."""
    with pytest.raises(InputError, match="a backbone takes weights from 0 up"):
        disparity.measure(pl.DataFrame({"from": ["a"], "to": ["b"], "weight": [weight]}))
