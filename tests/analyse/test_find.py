"""Searching texts: what is found where, in which order, and how a wrong query is told."""

from contextlib import suppress
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.analyse.words.find import FOUND, find
from suara.analyse.words.query import DEEPEST, MOST_WORDS, All, Either, Near, Node, Phrase, Word, parse
from suara.errors import InputError
from suara.posts.post import TIME


def posts(*texts: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "key": [f"x:{number}" for number in range(len(texts))],
            "text": texts,
            "own": texts,
            "created_at": [datetime(2026, 3, 1, tzinfo=UTC)] * len(texts),
            "account": ["x:7"] * len(texts),
            "handle": ["@warga_contoh"] * len(texts),
            "agency": [None] * len(texts),
        },
        schema_overrides={"text": pl.String, "own": pl.String, "created_at": TIME, "agency": pl.String},
    )


TEXTS = (
    "Kartu saya hilang di loket, antre tiga jam",
    "antrean loket panjang",
    "kartu kuning",
    "gak ada kartu",
    "@kartu https://kartu.example #kartu",
)


def matches(query: str, *texts: str, **options) -> list[tuple[int, str]]:
    found = find(posts(*(texts or TEXTS)), query, **options)
    return [(int(post.removeprefix("x:")), match) for post, match in found.select("post", "match").rows()]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kartu", [(0, "Kartu"), (2, "kartu"), (3, "kartu"), (4, "kartu")]),
        ('"kartu kuning"', [(2, "kartu kuning")]),
        ("“kartu kuning”", [(2, "kartu kuning")]),
        ("tidak", [(3, "gak")]),
        ("nggak", [(3, "gak")]),
        ('"tidak ada"', [(3, "gak ada")]),
        ("antre", [(0, "antre")]),
        ("antre*", [(0, "antre"), (1, "antrean")]),
        ("antre~", [(0, "antre"), (1, "antrean")]),
        ("kartu kuning", [(2, "kartu"), (2, "kuning")]),
        ("kartu AND kuning", [(2, "kartu"), (2, "kuning")]),
        ("kuning OR panjang", [(1, "panjang"), (2, "kuning")]),
        ("kartu NOT kuning NOT ada NOT loket", [(4, "kartu")]),
        ("kartu AND NOT (kuning OR ada OR loket)", [(4, "kartu")]),
        ("NOT kartu loket", [(1, "loket")]),
        ("kuning OR loket panjang", [(1, "loket"), (1, "panjang"), (2, "kuning")]),
        ("(kuning OR loket) panjang", [(1, "loket"), (1, "panjang")]),
        ("kartu NEAR/4 loket", [(0, "Kartu saya hilang di loket")]),
        ("loket NEAR/4 kartu", [(0, "Kartu saya hilang di loket")]),
        ("kartu NEAR/3 loket", []),
        ("(kuning OR hilang) NEAR/2 kartu", [(0, "Kartu saya hilang"), (2, "kartu kuning")]),
        ("kartu NEAR/2 hilang NEAR/2 loket", [(0, "Kartu saya hilang di loket")]),
        ("kart* NEAR/1 saya", [(0, "Kartu saya")]),
        ('"ant* tiga"', [(0, "antre tiga")]),
        ("near", []),
        ("#kuning", [(2, "kuning")]),
        ("example*", []),
    ],
)
def test_queries(query, expected):
    """Words as they are meant, in rows, joined; links and mentions are nobody's words."""
    assert matches(query) == expected


def test_places_and_context():
    """Characters of the text; the words asked for on each side, with what stands between them."""
    found = find(posts("😤 @a: Hilang, di loket!\nAntre  lama banget"), "loket", context=2)

    assert found.schema == FOUND
    assert found.select("left", "match", "right", "start", "end").row(0) == (
        "Hilang, di ",
        "loket",
        "!\nAntre  lama",
        17,
        22,
    )
    assert find(posts("a b loket c"), "loket", context=0).select("left", "right").row(0) == ("", "")
    assert find(posts("😤 di loket c!"), "loket", context=9).select("left", "right").row(0) == ("😤 di ", " c!")


def test_a_word_that_means_several():
    """Is one place, whichever of them is looked for."""
    assert matches("bisa", "gabisa login") == matches('"tidak bisa"', "gabisa login") == [(0, "gabisa")]


def test_what_others_wrote_isnt_searched():
    """It stays in the context."""
    table = posts("loket RT @a: loket").with_columns(
        own=pl.lit("loket \ue000\ue000\ue000\ue000\ue000\ue000\ue000\ue000\ue000\ue000\ue000\ue000")
    )

    assert find(table, "loket").select("start", "right").rows() == [(0, " RT @a: loket")]


def test_orders():
    """By time, or by the words to the right whatever stands between."""
    table = posts("loket ya", "loket, antre", "loket Bayar")
    table = table.with_columns(
        created_at=pl.Series([datetime(2026, 3, day, tzinfo=UTC) for day in (3, 1, 2)], dtype=TIME)
    )

    assert find(table, "loket")["post"].to_list() == ["x:1", "x:2", "x:0"]
    assert find(table, "loket", sort="right")["post"].to_list() == ["x:1", "x:2", "x:0"]
    assert find(table, "loket", sort="right")["right"].to_list() == [", antre", " Bayar", " ya"]


def test_nothing():
    """A table with its columns, whether or not there are posts."""
    assert find(posts(), "kartu").schema == FOUND
    assert find(posts("", "loket"), "kartu NEAR/3 loket").schema == FOUND


def test_grammar():
    """OR binds least, then AND, then NOT, then NEAR."""
    a, b, c, d = (Phrase((Word(text, at=at),)) for text, at in (("a", 1), ("b", 6), ("c", 12), ("d", 21)))

    assert parse("a OR b NOT c NEAR/5 d") == Either((a, All((b,), (Near(c, d, 5),))))


@pytest.mark.parametrize(
    ("query", "at", "why"),
    [
        ("", None, "empty"),
        ("  ", None, "empty"),
        ('kartu "kuning', 7, "quote isn't closed"),
        ("(kartu", 1, "isn't closed"),
        ("kartu)", 6, "no ( before"),
        ("kartu ()", 8, "a word is wanted here, not )"),
        ("kartu OR", 9, "not the end"),
        ("AND kartu", 1, "not AND"),
        ("kartu OR OR b", 10, "not OR"),
        ("NOT kartu", 1, "NOT alone"),
        ("kartu OR NOT b", 10, "NOT alone"),
        ("NOT NOT kartu", 5, "not NOT"),
        ("kartu NEAR b", 7, "write NEAR/5"),
        ("kartu NEAR/0 b", 7, "write NEAR/5"),
        ("kartu NEAR/51 b", 7, "1 to 50"),
        ("kartu NEAR/x b", 7, "write NEAR/5"),
        ("kartu NEAR/5", 13, "not the end"),
        ("kartu NEAR/5 (a b)", 14, "NEAR joins"),
        ("(a NOT b) NEAR/5 kartu", 1, "NEAR joins"),
        ("kartu *", 7, "no letter"),
        ("kar*tu", 1, "last sign"),
        ('kartu " "', 8, "nothing between"),
        ('"a kar*tu"', 4, "last sign"),
    ],
)
def test_wrong_queries(query, at, why):
    """Named with the character where it goes wrong."""
    with pytest.raises(InputError) as raised:
        parse(query)

    assert why in str(raised.value)
    assert at is None or f"character {at} " in str(raised.value)


@pytest.mark.parametrize("query", ["@kartu", "https://kartu.example", "...", 'kartu "@a kartu"'])
def test_what_is_no_word(query):
    """Can't stand in a text."""
    with pytest.raises(InputError, match="is no word"):
        matches(query)


def test_limits():
    """Deep or long queries are refused, not tried."""
    for query, why in (
        ("(" * (DEEPEST + 1) + "a", "at most 30 deep"),
        ("(" * 100_000, "at most 30 deep"),
        ("a " * (MOST_WORDS + 1), "at most 200"),
        ("a NEAR/1 " * 1000 + "a", "at most 200"),
        ("NOT " * 100_000, "not NOT"),
        ("AND " * 100_000, "not AND"),
    ):
        with pytest.raises(InputError, match=why):
            parse(query)


def test_many_places_near_each_other():
    """A text of one word a thousand times has no more pairs than the window lets it have."""
    assert len(matches("a NEAR/50 b", "a b " * 1000)) < 1000 * 2 * 51


query_words = st.sampled_from(["kartu", "kuning", "loket", "antre"])
queries = st.recursive(
    query_words,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} OR {pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} NOT {pair[1]})"),
    ),
    max_leaves=6,
)


def true_of(node: Node, words: set[str]) -> bool:
    if isinstance(node, Phrase):
        return node.words[0].text in words
    assert not isinstance(node, Near)
    found = [true_of(part, words) for part in node.parts]
    if isinstance(node, Either):
        return any(found)
    return all(found) and not any(true_of(part, words) for part in node.without)


@settings(max_examples=40, deadline=None)
@given(queries, st.lists(st.lists(query_words, max_size=4), min_size=1, max_size=5))
def test_boolean_queries_are_true_of_what_they_find(query, texts):
    """Text by text, word by word."""
    found = find(posts(*map(" ".join, texts)), query)
    expected = [f"x:{number}" for number, text in enumerate(texts) if true_of(parse(query), set(text))]

    assert found["post"].unique().sort().to_list() == expected
    assert (found["match"] == pl.select(pl.lit("")).item()).sum() == 0


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='ab "()*~/5NEAROT“@😤\n', max_size=25))
def test_any_text_is_a_query_or_an_error(query):
    """Nothing else."""
    with suppress(InputError):
        assert find(posts("a b", "b a 😤"), query).schema == FOUND
