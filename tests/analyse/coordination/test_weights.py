"""Ties weighed in blocks: as listing all pairs gives them, also where objects are too much to be listed."""

import tracemalloc
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.analyse.coordination import pairs as listing
from suara.analyse.coordination import weights as module
from suara.analyse.coordination.pairs import Paired, pairs
from suara.analyse.coordination.shares import SHARES, Coded
from suara.analyse.coordination.ties import ties
from suara.analyse.coordination.weights import weigh

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def shares(rows) -> pl.DataFrame:
    """Shares of rows of kind, object, account, post and seconds after noon."""
    timed = [(k, o, a, p, NOON + timedelta(seconds=s)) for k, o, a, p, s in rows]
    return pl.DataFrame(timed, schema={"kind": pl.String, **SHARES}, orient="row")


def by_name(weighed) -> dict[tuple[str, str], int]:
    """The weight of each two accounts."""
    names = weighed.paired.shares.accounts
    return {(names[a], names[b]): weight for a, b, weight in weighed.ties.iter_rows()}


some = st.lists(
    st.tuples(st.sampled_from("kl"), st.sampled_from("uvw"), st.sampled_from("abcd"), st.integers(0, 40)), max_size=30
).map(lambda rows: [(k, o, a, f"{a}{s}", s) for k, o, a, s in rows])  # a post has one author and one time


@settings(max_examples=150)
@given(some, st.integers(0, 15), st.integers(1, 3))
def test_weights_are_what_listing_gives(rows, window, participation):
    """As published: a pair for each object, kind by kind."""
    table = shares(rows)
    weighed = weigh(Paired.of(Coded.of(table), window, participation=participation))
    listed = [pairs(part, window, participation=participation) for _, part in table.group_by("kind")]
    expected = ties(pl.concat(listed)) if listed else ties(pairs(table, window))

    assert by_name(weighed) == {(a, b): w for a, b, w in expected.select("account", "partner", "weight").iter_rows()}
    assert weighed.pairs == expected["weight"].sum()


@settings(max_examples=150)
@given(some, st.integers(0, 15), st.integers(1, 60))
def test_two_posts_are_one_pair_however_much_they_share(rows, window, block):
    """Distinct pairs of posts are counted, whatever the size of the blocks; and the evidence holds just these."""
    table = shares(rows)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(listing, "BLOCK", block)
        patched.setattr(module, "HELD", 3)
        weighed = weigh(Paired.of(Coded.of(table), window, participation=1), distinct=True)
        evidence = weighed.evidence(weighed.ties)
    listed = [pairs(part, window, participation=1) for _, part in table.group_by("kind")]
    once = pl.concat([pairs(table.clear(), 0), *listed]).unique(["post", "partner_post"])

    assert by_name(weighed) == {(a, b): w for a, b, w in ties(once).select("account", "partner", "weight").iter_rows()}
    assert evidence.height == sum(part.height for part in listed)
    assert evidence.unique(["post", "partner_post"]).height == once.height


def crowd(size: int, seconds: int = 60) -> list[tuple]:
    """An object that everybody shares at once."""
    return [("k", "viral", f"x{i}", f"v{i}", i * seconds / size) for i in range(size)]


def test_a_crowd_adds_to_those_whom_others_bring_together():
    """Two accounts with two pairs elsewhere have three with the crowded object; strangers in the crowd have none."""
    two = [("k", o, a, f"{o}{a}", i) for o in "uv" for i, a in enumerate(("x3", "x4"))]
    weighed = weigh(Paired.of(Coded.of(shares(crowd(300) + two)), 60, participation=1), most=1_000)

    assert by_name(weighed) == {("x3", "x4"): 3}
    assert len(weighed.crowd.shares) == 300
    assert weighed.evidence(weighed.ties).height == 3


def test_without_need_nothing_is_a_crowd():
    """As long as all pairs can be listed they are."""
    weighed = weigh(Paired.of(Coded.of(shares(crowd(100))), 60, participation=1), most=4_950)

    assert weighed.pairs == 4_950
    assert len(weighed.crowd.shares) == 0


def test_the_greatest_go_first():
    """Of two objects the one that makes more pairs is set aside."""
    small = [("k", "small", f"y{i}", f"s{i}", i) for i in range(20)]
    weighed = weigh(Paired.of(Coded.of(shares(crowd(100) + small)), 60, participation=1), most=190)

    assert set(weighed.crowd.shares.objects.gather(weighed.crowd.shares.object)) == {"viral"}
    assert weighed.pairs == 190


def test_a_hundred_thousand_shares_in_a_minute_fit():
    """Their 5,000,000,000 pairs are never listed."""
    table = shares([]).vstack(
        pl.select(
            kind=pl.lit("k"),
            object=pl.lit("viral"),
            account=pl.int_range(100_000).cast(pl.String),
            post=pl.concat_str(pl.lit("p"), pl.int_range(100_000)),
            time=pl.lit(NOON).cast(SHARES["time"]) + pl.duration(microseconds=pl.int_range(100_000) * 600),
        )
    )
    tracemalloc.start()
    weighed = weigh(Paired.of(Coded.of(table), 60, participation=1))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert weighed.ties.is_empty()
    assert len(weighed.crowd.shares) == 100_000
    assert most < 200_000_000


@settings(max_examples=150)
@given(some, st.integers(0, 15), st.integers(0, 20), st.integers(1, 40))
def test_with_crowds_no_weight_is_wrong(rows, window, most, block):
    """Whoever has a tie has the weight that listing all pairs gives; who has none is brought together by crowds only."""
    paired = Paired.of(Coded.of(shares(rows)), window, participation=1)
    exact = by_name(weigh(paired))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "BLOCK", block)
        weighed = weigh(paired, most=most)
        evidence = weighed.evidence(weighed.ties)
    found = by_name(weighed)

    assert found == {pair: weight for pair, weight in exact.items() if pair in found}
    assert evidence.height == sum(found.values())
    assert weighed.paired.counts.sum() <= most
