"""Statements in posts: which position goes with which concept, who makes them, and what is never made up."""

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import REGISTRY, built, post

from suara.coding import by_words, codebook
from suara.coding.agencies_named import NAMED
from suara.coding.codebook import Code, Codebook
from suara.coding.statements import STATEMENTS
from suara.graph.build import build
from suara.graph.statements import ATTRIBUTES, POSITIONS, of_posts, values
from suara.posts import Post
from suara.posts.post import KEYED, frame

BOOK = Codebook(
    name="debate",
    of="all",
    codes=[
        Code(
            id="rise", label={"id": "Kenaikan tarif", "en": "Tariff rise"}, phrases={"id": ["kenaikan", "tarif baru"]}
        ),
        Code(id="aid", label={"id": "Bantuan", "en": "Aid"}, phrases={"id": ["bantuan"]}),
    ],
)
STANCE = Codebook(
    name="stance",
    of="all",
    codes=[Code(id="support", phrases={"id": ["dukung"]}), Code(id="oppose", phrases={"id": ["tolak"]})],
)


def made(*texts: str, **more: object) -> pl.DataFrame:
    """The statements in posts with these texts."""
    table = frame([post(str(i), "1", i, text=text, **more) for i, text in enumerate(texts, 10)])
    posts = table.select(KEYED.alias("key"), "text")
    codes = by_words.code(posts, [BOOK])
    graph = build(table, codes, pl.DataFrame(schema=NAMED), REGISTRY, [BOOK])
    return of_posts(graph, codes, values(by_words.code(posts, [STANCE]), POSITIONS["stance"]), [BOOK])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kami tolak kenaikan", {("rise", 0)}),
        ("kami dukung bantuan, tapi kami tolak kenaikan", {("aid", 1), ("rise", 0)}),
        ("kenaikan lagi. Kami tolak", {("rise", 0)}),
        ("kami dukung. Soal kenaikan ini dan hal lain yang panjang sekali kami tolak", {("rise", 0)}),
        ("dukung kenaikan tolak", {("rise", 1), ("rise", 0)}),
        ("kenaikan mulai Maret", {("rise", None)}),
        ("kami tolak kenaikan! Kami dukung tarif baru!", {("rise", 0), ("rise", 1)}),
        ("kami tolak", set()),
    ],
)
def test_a_concept_takes_the_nearest_position(text, expected):
    """In its own sentence first; as near on both sides both; none where the post has none."""
    found = made(text)

    assert {
        (concept.removeprefix("debate:"), value) for concept, value in found.select("concept", "qualifier").rows()
    } == expected


def test_evidence_stands_where_it_says():
    """The words of the concept, their place, and the words of the position."""
    row = made("Warga tolak kenaikan itu").row(0, named=True)

    assert "Warga tolak kenaikan itu"[row["start"] : row["end"]] == row["text"] == "kenaikan"
    assert row["qualifier.text"] == "tolak"
    assert (row["concept.label_id"], row["concept.label_en"]) == ("Kenaikan tarif", "Tariff rise")


def test_without_a_place_all_positions_are_taken():
    """Codes given to the whole post, by hand or learned, are near to everything."""
    graph = built(post("10", "1", 0, text="dukung bantuan tolak"))
    codes = by_words.code(graph.posts.select("key", "text"), [BOOK]).with_columns(
        start=pl.lit(None, pl.Int64), end=pl.lit(None, pl.Int64), by=pl.lit("hand")
    )
    positions = values(by_words.code(graph.posts.select("key", "text"), [STANCE]), POSITIONS["stance"])

    found = of_posts(graph, codes, positions, [BOOK])

    assert set(found.select("qualifier", "coder").rows()) == {(1, "hand"), (0, "hand")}


def test_who_when_where_and_to_whom():
    """The account is the person, its agency the organisation, the post the document."""
    graph = built(
        post("10", "1", 5, "91", text="tolak kenaikan", place="Bogor"), post("11", "91", 7, text="kami dukung kenaikan")
    )
    posts = graph.posts.select("key", "text")
    found = of_posts(
        graph, by_words.code(posts, [BOOK]), values(by_words.code(posts, [STANCE]), POSITIONS["stance"]), [BOOK]
    )

    assert found.select("document", "person", "organisation", "qualifier", "agency").rows() == [
        ("x:10", "x:1", None, 0, "kai"),
        ("x:11", "x:91", "kai", 1, None),
    ]
    assert found["time"].to_list() == [datetime(2026, 3, 1, 0, 5, tzinfo=UTC), datetime(2026, 3, 1, 0, 7, tzinfo=UTC)]
    assert found["person.name"].to_list() == ["@warga_contoh", "@KAI121"]
    assert found["organisation.name"].drop_nulls().to_list() == [REGISTRY.frame.filter(agency="kai")["name"].item()]
    assert found.schema == {**STATEMENTS, **ATTRIBUTES}


def test_what_came_along_makes_no_statement():
    """Nobody collected it alike."""
    assert made("tolak kenaikan", context=True).is_empty()


def test_given_and_none():
    """Who names a concept agrees with it, or nothing is said."""
    graph = built(post("10", "1", 0, text="tolak kenaikan"))
    codes = by_words.code(graph.posts.select("key", "text"), [BOOK])

    assert of_posts(graph, codes, 1, [BOOK])["qualifier"].to_list() == [1]
    assert of_posts(graph, codes, None, [BOOK])["qualifier"].to_list() == [None]


def test_nobody_is_made_up():
    """A post without an author makes a statement of nobody."""
    nobody = Post(platform="x", id="10", text="tolak kenaikan")
    graph = built(nobody)
    codes = by_words.code(graph.posts.select("key", "text"), [BOOK])

    assert of_posts(graph, codes, None, [BOOK]).select("person", "time").rows() == [(None, None)]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["kenaikan", "bantuan", "dukung", "tolak", "lalu", ". "]), max_size=9))
def test_one_statement_a_post_concept_and_position(words):
    """Keys are unique; who has a position on a concept has no statement without one; every coded concept is there."""
    text = " ".join(words)
    found = made(text)

    assert found["statement"].is_unique().all()
    for concept in ("rise", "aid"):
        held = set(found.filter(concept=f"debate:{concept}")["qualifier"])
        assert bool(held) == ({"rise": "kenaikan", "aid": "bantuan"}[concept] in words)
        assert held <= {None} or None not in held
        assert (None in held) == (bool(held) and not {"dukung", "tolak"} & set(words))


def test_the_codebooks_that_tell_positions_have_their_codes():
    """The codes that are positions are codes of the bundled books."""
    for name, codes in POSITIONS.items():
        assert set(codes) <= {code.id for code in codebook.load(name).codes}
