"""Corpus and codes -> tables: who is who, who turns to whom, what is a complaint."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.coding import agencies, by_words, codebook
from suara.coding.agencies_named import NAMED, agencies_named
from suara.graph.build import Graph, build
from suara.graph.model import DERIVED, NODES, RELATIONS
from suara.posts import Post
from suara.posts.post import KEYED, frame

BOOKS = [codebook.load("complaints")]
REGISTRY = agencies.load()
START = datetime(2026, 3, 1, tzinfo=UTC)


def graph(*posts: Post) -> Graph:
    table = frame(list(posts))
    texts = table.filter(pl.col("repost_of").is_null(), pl.col("text").is_not_null()).select(KEYED.alias("key"), "text")
    return build(table, by_words.code(texts, BOOKS), agencies_named(texts, REGISTRY), REGISTRY, BOOKS)


def post(number: int, author: int = 1, **more: object) -> Post:
    return Post(platform="x", id=str(number), author_id=str(author), created_at=START, **more)


def complaints(made: Graph) -> list[str]:
    return made.tables["Post"].filter("complaint")["id"].to_list()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"text": "lelet banget", "mention_ids": [None], "mention_handles": ["KAI121"]}, True),
        ({"text": "lelet banget", "mention_ids": [None], "mention_handles": ["kai121"]}, True),
        ({"text": "lelet banget", "reply_to": "9", "reply_to_author_handle": "KAI121"}, True),
        ({"text": "lelet banget, dasar Dukcapil"}, True),
        ({"text": "lelet banget"}, False),
        ({"text": "halo", "mention_ids": [None], "mention_handles": ["KAI121"]}, False),
        ({"text": "lelet banget", "mention_ids": [None], "mention_handles": ["bukanKAI121"]}, False),
        ({"text": "lelet, Dukcapil", "repost_of": "9"}, False),
        ({"text": "lelet, Dukcapil", "author_handle": "ccdukcapil"}, False),
        ({"text": "lelet, Dukcapil", "context": True}, False),
    ],
)
def test_what_a_complaint_is(told, expected):
    """Addressed to an agency and coded, by someone whom no agency operates, and not a repost."""
    assert complaints(graph(post(1, **told))) == (["1"] if expected else [])


@pytest.mark.parametrize(
    ("told", "evidence"),
    [
        ({"mention_ids": [None], "mention_handles": ["KAI121"]}, "mention"),
        ({"mention_ids": [None], "mention_handles": ["KAI121"], "reply_to_author_handle": "KAI121"}, "reply"),
    ],
)
def test_best_evidence_of_address(told, evidence):
    """One row per post and agency, with a reply before a mention before a name."""
    made = graph(post(1, text="PT Kereta Api Indonesia", **told))

    assert made.tables["ADDRESSED_TO"].select("to", "evidence").rows() == [("kai", evidence)]


def test_handle_and_id_are_one_account():
    """A mention by handle finds the account whose id another post tells; without one the handle is the key."""
    made = graph(
        post(1, 7, author_handle="Warga_contoh"),
        post(2, 8, mention_ids=[None, None], mention_handles=["warga_CONTOH", "Orang_contoh"]),
    )

    assert made.tables["MENTIONS"]["to"].to_list() == ["x:7", "x:@orang_contoh"]
    assert made.tables["Account"].filter(key="x:@orang_contoh")["id"].to_list() == [None]


def test_latest_profile_is_kept():
    """Followers, names and handles come from the copy that was collected last."""
    made = graph(
        post(1, author_followers=10, author_handle="baru", collected_at=START + timedelta(days=9)),
        post(2, author_followers=5, author_handle="lama", collected_at=START),
    )

    assert made.tables["Account"].select("followers", "handle").rows() == [(10, "baru")]


def test_what_is_only_referred_to_is_a_node_too():
    """An uncollected post is there with collected = false and nothing made up."""
    made = graph(post(1, reply_to="99"))
    stub = made.tables["Post"].filter(id="99").to_dicts()[0]

    assert stub["collected"] is False
    assert {value for name, value in stub.items() if name not in ("key", "platform", "id", "collected")} == {None}


def test_interactions_count_posts_once_and_ways_apart():
    """A reply that also mentions is one post of weight; kinds are counted each for itself."""
    made = graph(
        post(1, reply_to="9", reply_to_author_id="2", mention_ids=["2"], mention_handles=[None]),
        post(2, repost_of="8", repost_of_author_id="2"),
        post(3, quote_of="8", quote_of_author_id="2", context=True),
    )
    columns = ("from", "to", "weight", "replies", "mentions", "reposts", "quotes")

    assert made.tables["INTERACTS"].select(columns).rows() == [("x:1", "x:2", 2, 1, 1, 1, 0)]


def test_hashtags_without_case_and_sites_without_www():
    """#KAI and #kai are one; a site is the host."""
    made = graph(post(1, hashtags=["KAI"], links=["https://WWW.Kompas.id/a?b"]), post(2, hashtags=["kai"]))

    assert made.tables["Hashtag"]["key"].to_list() == ["#kai"]
    assert made.tables["LINKS_TO"].rows() == [("x:1", "kompas.id")]


ids = st.integers(1, 6).map(str)
maybe = st.none() | ids
texts = st.sampled_from([None, "", "lelet KAI", "Dukcapil pungli", "halo", "#"])


@st.composite
def posts(draw: st.DrawFn) -> list[Post]:
    made = {}
    for number in draw(st.sets(ids, max_size=6)):
        mentions = draw(st.lists(st.tuples(maybe, st.sampled_from([None, "KAI121", "a_contoh"])), max_size=3))
        made[number] = Post(
            platform="x",
            id=number,
            author_id=draw(maybe),
            author_handle=draw(st.sampled_from([None, "a_contoh", "ccdukcapil"])),
            text=draw(texts),
            created_at=START,
            reply_to=draw(maybe),
            reply_to_author_id=draw(maybe),
            repost_of=draw(maybe),
            quote_of=draw(maybe),
            mention_ids=[i for i, _ in mentions],
            mention_handles=[h for _, h in mentions],
            hashtags=draw(st.lists(st.sampled_from(["a", "A", "b"]), max_size=2)),
            context=draw(st.booleans()),
        )
    return list(made.values())


@pytest.mark.commands
@settings(max_examples=60, deadline=None)
@given(posts())
def test_tables_keep_to_the_model(some):
    """Declared columns, one row a key, and both ends of every relation are nodes."""
    made = graph(*some).tables

    assert made.keys() == (NODES.keys() | RELATIONS.keys()) - {"Run", *DERIVED}
    for name, table in made.items():
        kind = NODES.get(name) or RELATIONS[name]
        assert dict(table.schema) == kind.columns
        key = ["key"] if name in NODES else ["from", "to"]
        assert table.select(key).is_unique().all()
        assert table.select(key).null_count().sum_horizontal().item() == 0
    for relation in RELATIONS.values():
        if relation.name not in DERIVED:
            assert set(made[relation.name]["from"]) <= set(made[relation.source]["key"])
            assert set(made[relation.name]["to"]) <= set(made[relation.target]["key"])


@pytest.mark.commands
@settings(max_examples=40, deadline=None)
@given(posts(), st.randoms(use_true_random=False))
def test_order_of_posts_does_not_matter(some, random):
    """The same posts in another order give the same relations."""
    shuffled = random.sample(some, len(some))
    one, other = graph(*some).tables, graph(*shuffled).tables

    for name in RELATIONS.keys() - set(DERIVED):
        columns = [c for c in one[name].columns if c != "evidence" or name == "ADDRESSED_TO"]
        assert one[name].select(columns).sort(columns).equals(other[name].select(columns).sort(columns)), name


@pytest.mark.real_data
def test_counts_of_twarc_network(real_data: Path, tmp_path: Path):
    """656 accounts and 618 ties, as twarc-network counts them in its own test file; retweets, quotes, mentions, posts too."""
    from tests.importing import import_file

    from suara.collect._importing import recognise
    from suara.posts import Corpus

    path = real_data / "twarc2-jsonl" / "twarc-network-tweets.jsonl"
    corpus = Corpus(tmp_path)
    import_file(path, recognise(path)[1], corpus)
    tables = build(corpus.read(), by_words.code(pl.DataFrame(schema={"key": pl.String, "text": pl.String}), BOOKS),
                   pl.DataFrame(schema=NAMED), REGISTRY, BOOKS).tables  # fmt: skip
    ties = tables["INTERACTS"]

    assert pl.concat([ties["from"], ties["to"]]).n_unique() == 656
    assert ties.height == 618
    assert ties.filter(pl.col("from") == pl.col("to")).height == 22
    assert ties.select((pl.col("reposts", "quotes", "mentions") > 0).sum()).row(0) == (345, 17, 252)
    assert ties.select(pl.col("reposts", "quotes").sum()).row(0) == (367, 18)
    assert nx.number_weakly_connected_components(nx.DiGraph(list(ties.select("from", "to").iter_rows()))) == 119
    collected = tables["Post"].filter(~pl.col("context")).select(pl.col("key").alias("from"))
    posts = [tables[kind].join(collected, on="from", how="semi") for kind in ("REPOSTS", "QUOTES", "REPLIES_TO")]
    assert [part.height for part in posts] == [367, 18, 35]
    links = pl.concat(part.select("from", "to") for part in posts).unique()
    assert (links.height, pl.concat([links["from"], links["to"]]).n_unique()) == (420, 613)
