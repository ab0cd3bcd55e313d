"""The shortest way from a topic to an agency that answers: by hand, and as NetworkX finds it."""

import networkx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import CITIZEN, DUKCAPIL, HANDLES, KAI, OTHER, PLN, built, complaint, post

from suara.analyse.paths import government_path
from suara.analyse.paths.government_path import shortest
from suara.analyse.paths.handoffs import handoffs
from suara.analyse.responses.tables import respond
from suara.graph.build import Graph
from suara.posts import Post


def found(*posts: Post, **options) -> pl.DataFrame:
    graph = built(*posts)
    return shortest(graph, respond(graph).relations | handoffs(graph).relations, **options)


def ways(*posts: Post, **options) -> dict[tuple[str, str], list[tuple]]:
    """Each way as pairs of how and post."""
    table = found(*posts, **options)
    return {
        (topic, agency): way.select("how", "post").rows()
        for (topic, agency), way in table.group_by("topic", "agency", maintain_order=True)
    }


def answer(number: str, by: str, minute: float, *to: str, **more: object) -> Post:
    return post(number, by, minute, *(to or (CITIZEN,)), **({"conversation": "10", "reply_to": "10"} | more))


def test_directly():
    """One step, of the complaint that was answered fastest."""
    posts = (
        complaint("10", 0),
        answer("20", KAI, 50),
        complaint("11", 100, author=OTHER),
        answer("21", KAI, 110, OTHER, conversation="11", reply_to="11"),
    )

    assert ways(*posts) == {("slow_service", "kai"): [("complained", "x:11"), ("answered", "x:21")]}
    assert found(*posts).select("steps", "step", "of_agency", "minutes", "by").rows() == [
        (1, 0, None, None, "@orang_contoh"), (1, 1, "kai", 10.0, "@KAI121"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "steps"),
    [
        ([post("12", OTHER, 3, quote_of="10"), answer("22", PLN, 9, OTHER, reply_to="12", conversation="12")],
         [("quoted", "x:12"), ("replied", "x:22")]),
        ([post("12", OTHER, 3, repost_of="10", conversation=None), answer("22", PLN, 9, OTHER, reply_to="12", conversation=None)],
         [("reposted", "x:12"), ("replied", "x:22")]),
        ([post("12", OTHER, 3, PLN, quote_of="10"), post("22", PLN, 9, OTHER)],
         [("quoted", "x:12"), ("mentioned", "x:22")]),
        ([answer("20", KAI, 5, CITIZEN, PLN, text=f"@{HANDLES[CITIZEN]} tanya @{HANDLES[PLN]}"), post("22", PLN, 9, CITIZEN)],
         [("answered", "x:20"), ("handed_on", "x:22")]),
        ([post("12", CITIZEN, 3, reply_to="10", conversation="10"), answer("22", PLN, 9, reply_to="12")],
         [("replied", "x:12"), ("replied", "x:22")]),
    ],
    ids=["quote", "repost", "mention", "hand-off", "reply"],
)  # fmt: skip
def test_by_way_of_others(more, steps):
    """What passes it on, and who is mentioned or sent to, leads to an agency that wasn't asked."""
    assert ways(complaint(), *more, agency="pln")["slow_service", "pln"] == [("complained", "x:10"), *steps]


@pytest.mark.parametrize(
    "more",
    [
        [post("22", PLN, 9, repost_of="10", conversation=None)],
        [post("12", OTHER, 3, PLN), post("22", PLN, 9, OTHER)],
        [post("12", OTHER, 3, PLN, quote_of="10"), post("22", PLN, 2, OTHER)],
        [post("12", OTHER, 3, PLN, quote_of="10"), post("22", PLN, 3 + 8 * 24 * 60, OTHER)],
        [post("12", OTHER, 3, PLN, quote_of="10"), post("22", PLN, 9, CITIZEN)],
        [post("12", OTHER, -3), answer("22", PLN, 9, OTHER, reply_to="12", conversation="12")],
    ],
    ids=["a repost by it", "another post", "before", "too late", "to another", "an earlier one"],
)
def test_no_way(more):
    """Ways go forward in time, from post to post."""
    assert ways(complaint(), *more, agency="pln") == {}


def test_fewer_steps_go_before_less_time():
    """A slow answer is a shorter way than a fast one by way of somebody."""
    posts = (
        complaint(),
        post("12", OTHER, 1, quote_of="10"),
        answer("21", KAI, 2, OTHER, reply_to="12", conversation="12"),
        answer("20", KAI, 5000),
    )

    assert ways(*posts)["slow_service", "kai"] == [("complained", "x:10"), ("answered", "x:20")]


def test_topics_and_agencies():
    """A complaint about two topics begins ways for both; one may ask for one of them."""
    posts = (
        post("10", CITIZEN, 0, KAI, text="lelet banget, ada pungli pula"),
        answer("20", KAI, 5),
        complaint("11", 0, DUKCAPIL, author=OTHER),
        answer("21", DUKCAPIL, 9, OTHER, conversation="11", reply_to="11"),
    )

    assert set(ways(*posts)) == {("illegal_levies", "kai"), ("slow_service", "kai"), ("slow_service", "dukcapil")}
    assert set(ways(*posts, topic="illegal_levies")) == {("illegal_levies", "kai")}
    assert set(ways(*posts, agency="dukcapil")) == {("slow_service", "dukcapil")}
    assert ways(*posts, topic="nosuch") == {}


def test_nobody_answers():
    """An empty table has its columns."""
    none, some = found(complaint()), found(complaint(), answer("20", KAI, 5))

    assert none.is_empty()
    assert none.schema == some.schema


def graph_of(told: list[tuple]) -> Graph:
    """A graph of replies, quotes and mentions among a few."""
    people = (CITIZEN, OTHER, KAI, PLN)
    posts = [complaint("10", 0), complaint("11", 3, author=OTHER)]
    for i, (who, minute, way, target) in enumerate(told):
        to = str(10 + target % (2 + i))
        more = {way: to, "conversation": None} if way != "mention" else {"conversation": None}
        mentioned = [people[target % 4]] if way == "mention" else []
        posts.append(post(str(12 + i), people[who], minute, *mentioned, **more))
    return built(*posts)


post_of = st.tuples(
    st.integers(0, 3), st.integers(0, 50), st.sampled_from(["reply_to", "quote_of", "mention"]), st.integers(0, 30)
)


@settings(max_examples=25)
@given(st.lists(post_of, max_size=12))
def test_as_networkx_finds_it(told):
    """Fewest steps, then least time, over the same posts."""
    graph = graph_of(told)
    relations = respond(graph).relations | handoffs(graph).relations
    table = shortest(graph, relations)
    posts = government_path._posts(graph)
    edges = government_path._edges(graph, relations, posts, government_path.linking.WINDOW)
    other = networkx.DiGraph()
    other.add_nodes_from(posts["number"])
    other.add_weighted_edges_from((a, b, 1e9 + m) for a, b, m in edges.select("one", "two", "minutes").iter_rows())
    begins = set(government_path._about(graph, posts, None)["number"])
    far = networkx.multi_source_dijkstra_path_length(other, begins)
    expected = {}
    for number, agency in posts.drop_nulls("of_agency").select("number", "of_agency").iter_rows():
        if number in far:
            expected[agency] = min(expected.get(agency, far[number]), far[number])
    ours = table.group_by("agency").agg(pl.col("steps").first() * 1e9 + pl.col("minutes").sum())

    assert dict(ours.rows()) == pytest.approx(expected, rel=1e-15, abs=1e-4)
