"""Words: counted as they are meant, compared as the papers say, and as SciPy computes it."""

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.invented import CITIZEN, KAI, built, post

from suara.analyse.words.collocations import COLLOCATIONS, association, collocations
from suara.analyse.words.frequency import FREQUENCY, frequency
from suara.analyse.words.keyness import KEYNESS, keyness, log_likelihood, log_odds
from suara.analyse.words.terms import Terms, of_marks, of_words
from suara.coding.words import stream


def terms(*texts: str, **options) -> Terms:
    return of_words(stream(pl.Series(texts, dtype=pl.String)), **options)


def counted(*texts: str, authors: list[str | None] | None = None, **options) -> dict[str, tuple[int, int, int]]:
    found = frequency(
        terms(*texts, **options), pl.Series(authors or [str(i) for i in range(len(texts))], dtype=pl.String)
    )
    return {row[0]: row[1:4] for row in found.rows()}


def values(*expressions: pl.Expr) -> list[float]:
    return list(pl.select(value.alias(str(i)) for i, value in enumerate(expressions)).row(0))


def literals(*numbers: float) -> list[pl.Expr]:
    return [pl.lit(number) for number in numbers]


# ------------------------------------------------------------------------------------------------- frequency


def test_words_are_counted_as_meant():
    """By posts, accounts and times; stop words, mentions and links don't count."""
    texts = ("Petugasnya ramah, petugas!!", "@KAI121 petugasss https://x.co/petugas", "yang itu")
    found = counted(*texts, authors=["a", "a", None])

    assert found == {"petugas": (2, 1, 3), "ramah": (1, 1, 1)}
    assert "yang" in counted("yang itu", keep_stop_words=True)


def test_stems_and_their_forms():
    """Words of one stem are one; their forms stand beside it, the most frequent first."""
    found = frequency(terms("pelayanan melayani", "pelayanan", stems=True), pl.Series(["a", "b"]))

    assert found.select("word", "posts", "times", "forms").rows() == [("layan", 2, 3, "pelayanan; melayani")]


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("antre panjang di loket", 2, ["antre panjang"]),
        ("antrean di loket", 3, ["antrean di loket"]),
        ("kartu kuning habis", 2, ["kartu kuning", "kuning habis"]),
        ("kartu, kuning", 2, []),
        ("kartu @kai kuning", 2, []),
        ("kartu @kai kuning", 3, []),
        ("kartu", 2, []),
        ("", 4, []),
    ],
)
def test_words_in_a_row(text, length, expected):
    """Of one clause, nothing between; stop words only inside."""
    assert sorted(counted(text, length=length)) == expected


def test_rows_of_words_stay_in_their_post():
    """The end of one text and the beginning of the next are no row."""
    assert counted("kartu kuning", "habis stok", length=2) == {"kartu kuning": (1, 1, 1), "habis stok": (1, 1, 1)}


def test_marks():
    """Hashtags, mentions and sites as the platform tells them, once a post."""
    graph = built(
        post(
            "10",
            CITIZEN,
            0,
            KAI,
            text="#Macet #macet",
            hashtags=["Macet", "macet"],
            links=["https://www.berita.example/a"],
        )
    )
    posts = pl.DataFrame({"row": [0], "post": ["x:10"]})
    told = {
        kind: frequency(of_marks(graph.tables, posts, kind), pl.Series(["a"]))
        for kind in ("hashtags", "mentions", "links")
    }

    assert {kind: table.select("word", "posts", "times").rows() for kind, table in told.items()} == {
        "hashtags": [("#macet", 1, 1)],
        "mentions": [("@KAI121", 1, 1)],
        "links": [("berita.example", 1, 1)],
    }


def test_nothing_is_a_table_with_its_columns():
    """No posts, no words, nothing so frequent."""
    nobody = pl.Series([], dtype=pl.String)
    groups = pl.DataFrame(schema={"row": pl.Int64, "value": pl.String})

    assert frequency(terms(), nobody).schema == FREQUENCY
    assert frequency(terms("kartu"), pl.Series(["a"]), at_least=2).schema == FREQUENCY
    assert keyness(terms(), groups).schema == KEYNESS
    assert keyness(terms("kartu"), groups).schema == KEYNESS
    assert collocations(stream(pl.Series([], dtype=pl.String))).schema == COLLOCATIONS
    assert collocations(stream(pl.Series(["kartu"]))).schema == COLLOCATIONS


words = st.lists(st.sampled_from(["kartu", "kuning", "antre", "yang", "@kai", ",", "Antriii"]), max_size=8)


@settings(max_examples=50, deadline=None)
@given(st.lists(words, max_size=6), st.integers(1, 4))
def test_counts_add_up(texts, length):
    """A post has a word at least once; nobody wrote in more posts than there are; rarer ones are what is left out."""
    made = terms(*map(" ".join, texts), length=length)
    found = frequency(made, pl.Series([str(i % 2) for i in range(len(texts))], dtype=pl.String))

    assert found["times"].sum() == made.found.height
    assert (found["posts"] <= found["times"]).all()
    assert (found["accounts"] <= found["posts"]).all()
    assert found["word"].is_unique().all()
    often = frequency(made, pl.Series([None] * len(texts), dtype=pl.String), at_least=2)
    assert often["word"].to_list() == found.filter(pl.col("times") >= 2)["word"].to_list()


# --------------------------------------------------------------------------------------------------- keyness


@pytest.mark.parametrize(
    ("word", "here", "there", "expected"),
    [("brown", 1, 0, 0.6894227886807968), ("over", 1, 1, 0.0), ("donkey", 0, 1, -0.6894227886807968)],
)
def test_log_odds_as_elsewhere(word, here, there, expected):
    """Two sentences of nine words, a flat prior of 0.05: values in the readme of the package fightin-words."""
    z = values(log_odds(*literals(here, there, 9, 9, 0.05), prior=11 * 0.05)[1])

    assert z == [pytest.approx(expected)], word


def test_log_odds_by_hand():
    """Equations 15, 20 and 22 of the paper, with a prior in the proportions of the whole."""
    (delta, z) = values(*log_odds(*literals(30, 20, 1000, 4000, 5.0), prior=500.0))
    expected = math.log(35 / (1500 - 35)) - math.log(25 / (4500 - 25))

    assert delta == pytest.approx(expected)
    assert z == pytest.approx(expected / math.sqrt(1 / 35 + 1 / 25))


@pytest.mark.parametrize(
    ("both", "first", "second", "whole", "expected"), [(110, 2552, 221, 31777, 270.72), (8, 13, 32, 31777, 95.29)]
)
def test_log_likelihood_as_published(both, first, second, whole, expected):
    """Dunning 1993, table 2."""
    (found,) = values(log_likelihood(*literals(both, second - both, first, whole - first)))

    assert round(found, 2) == expected


count = st.integers(0, 500)


@given(count, count, st.integers(1, 5000), st.integers(1, 5000))
def test_log_likelihood_is_scipys(here, there, others_here, others_there):
    """Of all four cells, without correction."""
    n, m = here + others_here, there + others_there
    (found,) = values(log_likelihood(*literals(here, there, n, m)))
    if here + there == 0:
        assert found == 0
    else:
        table = [[here, there], [others_here, others_there]]
        expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
        assert found == pytest.approx(expected, abs=1e-6, rel=1e-9)


def test_groups_are_compared_with_the_others():
    """Counts of group and rest; what only the group has comes first; posts without a group take no part."""
    texts = ["suap suap loket", "loket", "loket antre", "suap"]
    groups = pl.DataFrame({"row": [0, 1, 2], "value": ["a", "a", "b"]})
    found = keyness(terms(*texts), groups, at_least=1)
    rows = {row["group"] + " " + row["word"]: row for row in found.iter_rows(named=True)}

    assert found.select("group", "word").rows() == [("a", "suap"), ("a", "loket"), ("b", "antre"), ("b", "loket")]
    assert [rows["a suap"][name] for name in ("posts", "times", "rest_times", "share")] == [1, 2, 0, 0.5]
    assert [rows["b loket"][name] for name in ("times", "rest_times")] == [1, 2]
    assert rows["a suap"]["log_ratio"] == pytest.approx(math.log2((2 / 4) / (0.5 / 2)))
    assert rows["b loket"]["log_ratio"] == pytest.approx(0)
    assert rows["a suap"]["z"] > rows["a loket"]["z"]


def test_a_post_of_two_groups_is_in_the_rest_of_neither():
    """Its words count for both."""
    groups = pl.DataFrame({"row": [0, 0, 1], "value": ["a", "b", "b"]})
    found = keyness(terms("suap", "loket"), groups, at_least=1)
    told = {(row["group"], row["word"]): (row["times"], row["rest_times"]) for row in found.iter_rows(named=True)}

    assert told == {("a", "suap"): (1, 0), ("b", "suap"): (1, 0), ("b", "loket"): (1, 0)}
    assert found.filter(group="b")["z"].null_count() == 2  # there is nothing outside b


# ---------------------------------------------------------------------------------------------- collocations


@pytest.mark.parametrize(
    ("both", "first", "second", "measure", "expected"),
    [
        (8, 15828, 4675, "t", 0.9999),
        (20, 42, 20, "t", 4.4721),
        (20, 42, 20, "pmi", 18.38),
        (20, 15019, 15629, "pmi", 0.29),
    ],
)
def test_associations_as_published(both, first, second, measure, expected):
    """Manning & Schütze 1999, sections 5.3.2 and 5.4: new companies, Ayatollah Ruhollah, over many."""
    found = pl.select(association(*literals(both, first, second, 14_307_668))).row(0, named=True)

    assert round(found[measure], 4 if measure == "t" else 2) == expected


def test_npmi_has_limits():
    """1 where one never comes without the other, 0 by chance."""
    always, chance = (
        pl.select(association(*literals(*counts))).row(0, named=True) for counts in ((5, 5, 5, 50), (5, 10, 25, 50))
    )

    assert always["npmi"] == pytest.approx(1)
    assert chance["npmi"] == pytest.approx(0)
    assert pl.select(association(*literals(5, 5, 5, 5)))["npmi"].item() == 1


def pairs(*texts: str, **options) -> dict[str, int]:
    found = collocations(stream(pl.Series(texts)), at_least=1, **options)
    return {f"{row['first']} {row['second']}": row["times"] for row in found.iter_rows(named=True)}


def test_pairs_within_a_window():
    """The second within so many words after the first, of the same post; stop words have a place but no pairs."""
    rest = ("stok habis", "loket tutup")
    others = dict.fromkeys(rest, 1)

    assert pairs("kartu yang kuning", *rest, window=1) == others
    assert pairs("kartu yang kuning", *rest, window=2) == {"kartu kuning": 1, **others}
    assert pairs("kartu @kai kuning", *rest, window=1) == others
    assert pairs("kartu", "kuning", *rest, window=5) == others
    assert "yang kuning" in pairs("kartu yang kuning", *rest, window=1, keep_stop_words=True)
    assert pairs("stok habis", window=5) == {}  # all there is, so no more than by chance


@settings(max_examples=50, deadline=None)
@given(st.lists(words, max_size=6), st.integers(1, 4))
def test_pairs_are_those_of_a_loop(texts, window):
    """Counted one by one."""
    plain = [[word for word in text if word in ("kartu", "kuning", "antre")] for text in texts]
    loop: dict[str, int] = {}
    for text in plain:
        for i, first in enumerate(text):
            for second in text[i + 1 : i + 1 + window]:
                loop[f"{first} {second}"] = loop.get(f"{first} {second}", 0) + 1
    found = pairs(*map(" ".join, plain), window=window)

    assert found.items() <= loop.items()
