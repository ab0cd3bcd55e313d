"""Where coalitions and actors stand on concepts, along whatever scale."""

import polars as pl
import pytest

from suara.analyse.discourse.coalitions import concepts
from suara.analyse.discourse.comparing import compared
from suara.analyse.discourse.selection import select
from suara.errors import InputError

SAID = pl.DataFrame({"organisation": ["Dinas", "Warga"], "concept": ["tarif"] * 2, "qualifier": [1, 4]})
BOTH = pl.DataFrame({"actor": ["Dinas", "Warga"], "coalition": [1, 2]})


@pytest.mark.parametrize(
    ("scale", "positions", "verdict"),
    [
        ((-5, 5), [0.2, 0.8], "mixed"),  # both are for it, though not as much
        ((-4, 6), [0.0, 0.6], "mixed"),
        (None, [-1.0, 1.0], "divides"),  # of 1 to 4 they are the ends
    ],
)
def test_positions_stand_on_the_scale_that_is_given(scale, positions, verdict):
    """Not on what of it happens to be used."""
    found = concepts(select(SAID, scale=scale), BOTH).sort("coalition")

    assert found["position"].to_list() == pytest.approx(positions)
    assert found["verdict"].unique().to_list() == [verdict]


def test_who_stays_for_it_has_not_turned():
    """From 4 to 1 on a scale from -5 to 5."""
    before, after = (select(SAID.with_columns(qualifier=pl.lit(said)), scale=(-5, 5)) for said in (4, 1))
    found = compared(before, after, draws=2).positions

    assert found.select("before", "after", "change").unique().rows() == [(0.8, 0.2, "shifted")]


def test_words_stand_nowhere():
    """They have no scale."""
    words = select(SAID.with_columns(qualifier=pl.lit("setuju")))
    with pytest.raises(InputError, match="numbers, not words"):
        concepts(words, BOTH)
    with pytest.raises(InputError, match="numbers, not words"):
        compared(words, words, draws=2)
