"""Codes by hand, by learning and by words together: hand beats learned beats words, and evidence stays."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.coding.by_hand import decided, decisions_of
from suara.coding.codebook import Code, Codebook
from suara.coding.codes import CODES, LEARNED, combined

TOPICS = ["slow", "rude", "rest"]
BOOK = Codebook(name="b", version="3", codes=[Code(id="slow"), Code(id="rude"), Code(id="rest", residual=True)])
ONE = Codebook(name="one", version="1", exclusive=True, codes=[Code(id="up"), Code(id="down")])
POSTS = pl.DataFrame({"key": ["x:1", "x:2", "x:3"], "text": ["lama dan judes", "lama", "halo"]})
KEYS = POSTS["key"].to_list()


def by_words(*rows: tuple[str, str], book: str = "b") -> pl.DataFrame:
    """Codes by words: (post, topic), with the topic as evidence."""
    table = pl.DataFrame(rows, schema={"post": pl.String, "topic": pl.String}, orient="row")
    words = {"evidence": pl.col("topic"), "rule": pl.col("topic"), "by": pl.lit("words"), "codebook": pl.lit(book)}
    zero = pl.lit(0, pl.Int64)
    return table.with_columns(
        **words, start=zero, end=zero + 4, probability=pl.lit(None, pl.Float64), version=pl.lit("3")
    ).select(*CODES)


def learned(*rows: tuple[str, str], book: str = "b") -> pl.DataFrame:
    return pl.DataFrame([(post, book, topic, 0.75) for post, topic in rows], schema=LEARNED, orient="row")


def shown(codes: pl.DataFrame) -> list[tuple]:
    assert codes.schema == CODES
    return codes.select("post", "topic", "by", "evidence").rows()


pairs = st.sets(st.tuples(st.sampled_from(KEYS), st.sampled_from(TOPICS[:2])))


@settings(deadline=None)
@given(pairs, pairs, pairs, st.sets(st.sampled_from(KEYS)), st.sets(st.sampled_from(TOPICS[:2])))
def test_hand_beats_learned_beats_words(words, machine, hand, reviewed, topics):
    """Whatever was found, learned and decided: each code is by the best that knows of it."""
    machine = {(post, topic) for post, topic in machine if topic in topics}
    hand = {(post, topic) for post, topic in hand if post in reviewed}
    none = [(post, "b", None, "ani") for post in reviewed - {post for post, _ in hand}]
    decisions = decided(decisions_of([(post, "b", topic, "ani") for post, topic in sorted(hand)] + none))
    found = combined(
        POSTS,
        by_words(*sorted(words)),
        [BOOK],
        learned=learned(*sorted(machine)),
        topics={"b": sorted(topics)},
        decided=decisions,
    )
    expected = {(*pair, "hand") for pair in hand}
    expected |= {(*pair, "learning") for pair in machine if pair[0] not in reviewed}
    expected |= {(*pair, "words") for pair in words if pair[0] not in reviewed and pair[1] not in topics}

    assert set(found.select("post", "topic", "by").rows()) == expected
    said = {(post, topic): topic if (post, topic) in words else None for post, topic, _ in expected}
    assert {(post, topic): evidence for post, topic, _, evidence in shown(found)} == said
    assert (found["probability"].is_not_null() == (found["by"] == "learning")).all()
    assert set(found["version"].to_list()) <= {"3"}


def test_words_alone_stay_as_they_are():
    """Nobody has decided or learned anything."""
    words = by_words(("x:1", "slow"), ("x:2", "slow"))

    assert combined(POSTS, words, [BOOK]).equals(words)
    assert combined(POSTS, words.clear(), [BOOK]).schema == CODES


def test_words_of_a_place_that_a_person_told():
    """It is the evidence, in place of what a phrase found."""
    hand = decisions_of([("x:1", "b", "rude", "ani")]).with_columns(start=pl.lit(9), end=pl.lit(14))
    found = combined(POSTS, by_words(("x:1", "rude")), [BOOK], decided=decided(hand))

    assert found.select("evidence", "start", "end", "rule", "by").rows() == [("judes", 9, 14, None, "hand")]


def test_codes_and_books_that_are_gone_give_nothing():
    """A decision on them says nothing on what there is; one on another book leaves this book's codes."""
    hand = decisions_of([("x:1", "b", "gone", "ani"), ("x:2", "other", "slow", "ani"), ("x:9", "b", "slow", "ani")])
    found = combined(POSTS, by_words(("x:1", "slow"), ("x:2", "slow")), [BOOK], decided=decided(hand))

    assert shown(found) == [("x:2", "slow", "words", "slow")]


def test_one_code_a_post_where_the_book_says_so():
    """What was learned drives out what words say on another code."""
    words = by_words(("x:1", "up"), ("x:2", "up"), book="one")
    found = combined(POSTS, words, [ONE], learned=learned(("x:1", "down"), book="one"), topics={"one": ["down"]})

    assert shown(found) == [("x:1", "down", "learning", None), ("x:2", "up", "words", "up")]


def test_residual_codes_give_way_to_what_was_learned():
    """They say that there is no other code."""
    words = by_words(("x:1", "rest"), ("x:2", "rest"))
    found = combined(POSTS, words, [BOOK], learned=learned(("x:1", "rude")), topics={"b": ["rude"]})

    assert shown(found) == [("x:1", "rude", "learning", None), ("x:2", "rest", "words", "rest")]


def test_all_evidence_of_words_stays():
    """A code that two phrases gave has two rows, whoever decides."""
    words = by_words(("x:1", "slow"), ("x:1", "slow")).with_columns(rule=pl.Series(["lama", "lambat"]))
    hand = decided(decisions_of([("x:1", "b", "slow", "ani")]))
    found = combined(POSTS, words, [BOOK], decided=hand)

    assert found.select("rule", "by").rows() == [("lama", "hand"), ("lambat", "hand")]
