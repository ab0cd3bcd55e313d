"""The hypergeometric backbone against counting all choices there are."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from suara.analyse.backbone import hypergeometric


@st.composite
def affiliations(draw):
    rows, columns = draw(st.integers(0, 5)), draw(st.integers(1, 6))
    cells = draw(st.lists(st.integers(-1, 2), min_size=rows * columns, max_size=rows * columns))
    return np.array(cells, dtype=float).reshape(rows, columns)


@given(affiliations())
def test_all_choices_are_counted(table):
    """Of all ways in which the one could choose as many things, the share that has so much in common with the other's."""
    names = pl.Series([f"a{i}" for i in range(len(table))], dtype=pl.String)
    things = [k for k in range(table.shape[1]) if table[:, k].any()] if len(table) else []
    found = {(a, b): (shared, p) for a, b, shared, p in hypergeometric.measure(sparse.csr_array(table), names).rows()}
    expected = {}
    for i, j in combinations(range(len(table)), 2):
        mine, theirs = ({k for k in things if table[who, k]} for who in (i, j))
        if shared := len(mine & theirs):
            choices = [len(set(choice) & theirs) >= shared for choice in combinations(things, len(mine))]
            expected[f"a{i}", f"a{j}"] = (shared, pytest.approx(sum(choices) / len(choices)))

    assert found == expected


@given(affiliations(), st.randoms())
def test_order_changes_nothing(table, random):
    """Rows in another order are the same people."""
    order = list(range(len(table)))
    random.shuffle(order)
    names = pl.Series([f"a{i}" for i in range(len(table))], dtype=pl.String)
    other = hypergeometric.measure(sparse.csr_array(table[order]), names.gather(order))

    assert hypergeometric.measure(sparse.csr_array(table), names).equals(other)
