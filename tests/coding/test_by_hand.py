"""Coding by hand: what coders decide again, together, and what can't be a decision."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.coding import by_hand
from suara.coding.by_hand import HAND, checked, decided, decisions_of, replaced
from suara.errors import DataError, WorkspaceError

POSTS, TOPICS, CODERS = ["x:1", "x:2"], ["slow", "rude", "levy"], ["ani", "budi", "citra"]


@st.composite
def decisions(draw):
    """Whole decisions of some coders on some posts."""
    rows = []
    for post in POSTS:
        for coder in draw(st.sets(st.sampled_from(CODERS))):
            topics = draw(st.sets(st.sampled_from(TOPICS)))
            rows += [(post, "b", topic, coder) for topic in topics] or [(post, "b", None, coder)]
    return decisions_of(rows)


def sets(table: pl.DataFrame) -> dict[tuple, set]:
    """The codes by all that else tells rows apart."""
    key = [name for name in ("post", "codebook", "coder") if name in table.columns]
    grouped = table.group_by(key).agg("topic").rows(named=True)
    return {tuple(row[name] for name in key): set(row["topic"]) - {None} for row in grouped}


@given(decisions(), decisions())
def test_deciding_again_replaces_the_own_decision_only(known, new):
    """Each decision is the new one where there is one, and otherwise the earlier one, whole."""
    assert sets(replaced(known, new)) == sets(known) | sets(new)
    assert replaced(replaced(known, new), new).equals(replaced(known, new))


@given(decisions())
def test_together_half_of_the_coders_decide(hand):
    """A code holds where at least half of the coders of that post gave it, however the rows are ordered."""
    by_coder, expected = sets(hand), {}
    for post in POSTS:
        votes = [codes for (key, _, _), codes in by_coder.items() if key == post]
        if votes:
            expected[post, "b"] = {t for t in TOPICS if 2 * sum(t in codes for codes in votes) >= len(votes)}
    together = decided(hand)

    assert sets(together) == expected
    assert decided(hand.reverse()).equals(together)
    assert together.select(by_topic=pl.struct("post", "topic").is_unique().all()).item()


def test_books_with_one_code_a_post():
    """The code that most coders gave, then the one that stands earlier in the book; none where nobody is half."""
    rows = [("x:1", "b", "rude", "ani"), ("x:1", "b", "slow", "budi")]
    rows += [("x:2", "b", "slow", "ani"), ("x:2", "b", "rude", "budi"), ("x:2", "b", None, "citra")]
    found = decided(decisions_of(rows), {"b": ["slow", "rude"]})

    assert found.select("post", "topic").rows() == [("x:1", "slow"), ("x:2", None)]


def test_places_that_were_told_are_kept():
    """Where one coder told a place, it is that; a code that nobody placed has none."""
    rows = decisions_of([("x:1", "b", "slow", "ani"), ("x:1", "b", "slow", "budi"), ("x:1", "b", "rude", "ani")])
    at = pl.Series([None, 4, None], dtype=pl.Int64)
    found = decided(rows.with_columns(start=at, end=at + 3))

    assert found.select("topic", "start", "end").rows() == [("slow", 4, 7), ("rude", None, None)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coder": None}, "no coder"),
        ({"post": ""}, "no post"),
        ({"topic": None}, "no code holds"),
        ({"start": 4, "end": 4}, "a place"),
        ({"start": 4}, "a place"),
        ({"start": -1, "end": 4}, "a place"),
    ],
)
def test_decisions_that_contradict_themselves(change, message):
    """They are named, and nothing is kept of them."""
    row = {"post": "x:1", "codebook": "b", "coder": "ani", "topic": "slow", "at": None, "start": None, "end": None}
    table = pl.DataFrame([row | {"topic": "rude"}, row | change], schema=HAND)

    with pytest.raises(DataError, match=message):
        checked(table)


def test_the_file_keeps_what_was_decided(tmp_path):
    """Read back it is what was kept; a decision that is wrong leaves it as it was."""
    path = tmp_path / "codes" / "hand.parquet"
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    kept = by_hand.keep(path, decisions_of([("x:1", "b", "slow", "ani")]).with_columns(at=pl.lit(now)))
    before = path.read_bytes()

    assert by_hand.load(path).equals(kept)
    assert by_hand.load(path).schema == HAND
    assert by_hand.load(path)["at"].to_list() == [now]
    with pytest.raises(DataError):
        by_hand.keep(path, decisions_of([("x:1", "b", "slow", "")]))
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["hand.parquet"]


def test_no_file_is_no_decisions(tmp_path):
    """With the columns."""
    assert by_hand.load(tmp_path / "hand.parquet").schema == HAND
    assert decided(by_hand.load(tmp_path / "hand.parquet")).is_empty()


def test_a_damaged_file_is_said(tmp_path):
    """With what to do."""
    (tmp_path / "hand.parquet").write_bytes(b"PAR1 nothing")

    with pytest.raises(WorkspaceError, match="read the reviewed files again"):
        by_hand.load(tmp_path / "hand.parquet")
