"""The questions of cypher/read: each says what it asks, has a limit, and answers on the sample."""

import json
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import empty_neo4j
from tests.invented import (
    CITIZEN,
    COMMUTER,
    DUKCAPIL,
    HANDLES,
    KAI,
    OTHER,
    PLN,
    START,
    built,
    complaint,
    post,
)

import suara
from suara.analyse.paths.handoffs import handoffs
from suara.analyse.responses.tables import respond
from suara.errors import QueryError, StoreError
from suara.graph import queries
from suara.graph.stores import opened
from suara.posts import Post
from suara.present import tables

QUESTIONS = queries.questions()
NOT_IN_THE_SAMPLE = {  # have their rows on graphs made for them: below, in test_statement_queries.py, and test_coordination.py
    *("hand_off_ways", "hand_offs_back_and_forth", "where_coalitions_stand"),
    *("agencies_targeted_together", "coordinating_accounts", "coordinating_complaints"),
    *("actors_between_sides", "changed_positions", "positions_of_critics", "positions_of_organisations"),
    *("opponents_with_common_friends", "strongest_agreement", "statements_behind_tie", "who_agrees_with_whom"),
}
WORDED_TWICE = sorted((queries.folder() / "read" / "neo4j").glob("*.cypher"))


def test_there_are_many():
    """Twenty and more, each with another question."""
    assert len({question.asks for question in QUESTIONS}) == len(QUESTIONS) >= 20


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_each_question_answers(question, result):
    """Its first line is the question, its parameters have examples, and the sample gives it rows within the limit."""
    found = suara.query(result.workspace, question.name, {"limit": 3})

    assert question.asks.endswith("?")
    assert question.text.rstrip().endswith("LIMIT $limit")
    assert "ORDER BY" in question.text
    assert {name for name in question.parameters if f"${name}" not in question.text.split("MATCH", 1)[1]} == set()
    assert (0 if question.name in NOT_IN_THE_SAMPLE else 1) <= found.height <= 3


@pytest.mark.parametrize("path", WORDED_TWICE, ids=lambda path: path.stem)
def test_what_is_worded_twice_asks_the_same(path):
    """Neo4j's own wording takes the place of the embedded store's, with the same question and parameters."""
    own, common = queries.found(path.stem, on_server=True), queries.found(path.stem)

    assert own == queries.read(path)
    assert own.text != common.text
    assert (own.name, own.asks, own.parameters) == (common.name, common.asks, common.parameters)


def test_own_cypher_and_files(result, tmp_path):
    """Cypher itself and a file of it are questions too."""
    path = tmp_path / "mine.cypher"
    path.write_text("// How many?\n// $least = 0\nMATCH (p:Post) WHERE p.likes >= $least RETURN count(p) AS n")
    text = "MATCH (p:Post) WHERE p.likes >= 0 RETURN count(p) AS n"

    assert suara.query(result.workspace, str(path)).equals(suara.query(result.workspace, text))


def test_a_file_that_is_not_utf_8(result, tmp_path):
    """It is named."""
    path = tmp_path / "latin.cypher"
    path.write_bytes("// Siapa? \u00e9\nMATCH (p:Post) RETURN count(p) AS n".encode("latin-1"))

    with pytest.raises(QueryError, match=r"latin\.cypher isn't UTF-8"):
        suara.query(result.workspace, str(path))


def test_queries_do_not_write(result):
    """A question can't change the graph."""
    with pytest.raises(QueryError):
        suara.query(result.workspace, "MATCH (p:Post) DETACH DELETE p")


@pytest.mark.parametrize(
    "text",
    [
        "COPY (MATCH (p:Post) RETURN p.key) TO 'posts.csv'",
        "INSTALL httpfs",
        "LOAD FROM '/etc/passwd' RETURN *",
        "MATCH (p:Post) WITH p LOAD CSV FROM 'http://x.y' AS line RETURN line",
        "RETURN 1; RETURN 2",
        "/* MATCH */ DROP TABLE Post",
    ],
)
def test_questions_touch_nothing_but_the_graph(result, text):
    """No files, no network, nothing after a semicolon."""
    with pytest.raises(QueryError):
        suara.query(result.workspace, text + "\n")


@pytest.mark.parametrize("name", ["nosuch", "../read/hand_offs", "read/nosuch"])
def test_unknown_question(result, name):
    """It says where the questions are listed."""
    with pytest.raises(QueryError, match="query list"):
        queries.found(name)


@pytest.mark.neo4j
def test_both_stores_answer_alike(result, sample, neo4j_address, tmp_path):
    """A run into Neo4j leaves the same tables, and each question has the same rows on both stores."""
    empty_neo4j(neo4j_address)
    other = suara.run(sample, tmp_path / "w", store=neo4j_address)

    for name in ("accounts", "topics"):
        assert getattr(other, name).equals(getattr(result, name))
    assert other.responses.responses.equals(result.responses.responses)
    for question in QUESTIONS:
        one = suara.query(result.workspace, question.name, {"limit": 100_000})
        two = suara.query(other.workspace, question.name, {"limit": 100_000})
        assert one.columns == two.columns, question.name
        assert [close(row) for row in one.rows()] == [close(row) for row in two.rows()], question.name


@pytest.mark.neo4j
def test_others_data_is_left_alone(sample, neo4j_address, tmp_path):
    """A database with posts that suara didn't load is refused before anything is taken out."""
    empty_neo4j(neo4j_address)
    with opened(neo4j_address, tmp_path) as store:
        store.ask("CREATE (:Post {key: 'blog:1'})")
        with pytest.raises(StoreError, match="suara didn't load"):
            suara.run(sample, tmp_path / "w", store=neo4j_address)

        assert store.ask("MATCH (p:Post) RETURN p.key").item() == "blog:1"
    empty_neo4j(neo4j_address)


def close(row: tuple) -> tuple:
    """The row with its fractions to nine digits: sums of them depend on their order."""
    return tuple(float(f"{value:.9g}") if isinstance(value, float) else value for value in row)


# ------------------------------------------------------------------------------------------------- both stores


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def ask(request: pytest.FixtureRequest, tmp_path: Path):
    """Asks a question, by its name or in Cypher, of a graph of a few posts, in either store."""
    address = request.getfixturevalue("neo4j_address") if request.param == "neo4j" else None
    loaded = None

    def rows_of(question: str, *posts: Post, **parameters: object) -> pl.DataFrame:
        nonlocal loaded
        asked = queries.found(question, on_server=address is not None)
        with opened(address, tmp_path / "graph.lbug") as store:
            if loaded != posts:
                store.setup()
                store.load(graph(*posts))
                loaded = posts
            return store.ask(asked.text, queries.values(asked, parameters))

    if address:
        empty_neo4j(address)
    return rows_of


def graph(*posts: Post) -> dict[str, pl.DataFrame]:
    """The tables of posts, with who answered what."""
    made = built(*posts)
    return made.tables | respond(made).relations | handoffs(made).relations


def test_a_hand_off_that_ends_nowhere(ask):
    """Only a later post of the other agency to that person ends it, not an earlier one nor one to somebody else."""
    posts = (
        complaint("10", 0, KAI),
        post("20", PLN, 2, CITIZEN),
        post("21", KAI, 5, CITIZEN, PLN, reply_to="10"),
        complaint("11", 6, KAI, author=OTHER),
        post("22", KAI, 7, OTHER, PLN, reply_to="11"),
        post("23", PLN, 9, OTHER),
    )
    found = ask("hand_offs_without_answer", *posts)

    assert ask("hand_offs", *posts)["times"].to_list() == [2]
    assert found.select("agency", "sent_to", "posts_of_sent_to", "handle", "complaint", "response").rows() == [
        ("PT Kereta Api Indonesia", "PLN", 2, "warga_contoh", "x:10", "x:21")
    ]


def test_an_agency_of_the_thread_is_no_hand_off(ask):
    """A complaint to both isn't sent on when one of them mentions the other."""
    posts = (complaint("10", 0, KAI, PLN), post("20", KAI, 5, CITIZEN, PLN, reply_to="10"))

    assert ask("hand_offs_without_answer", *posts).is_empty()


def test_back_and_forth(ask):
    """Two that send people on to each other are one row; one way only is none."""
    there = (complaint("10", 0, KAI), post("20", KAI, 5, CITIZEN, PLN, reply_to="10"))
    back = (complaint("11", 8, PLN, author=OTHER), post("21", PLN, 9, OTHER, KAI, reply_to="11"))

    assert ask("hand_offs_back_and_forth", *there).is_empty()
    assert ask("hand_offs_back_and_forth", *there, *back).rows() == [("PT Kereta Api Indonesia", "PLN", 1, 1, 0)]


def says(number: str, by: str, minute: float, *to: str) -> Post:
    """What an agency says in the thread of complaint 10, sending the citizen on."""
    text = "@warga_contoh silakan hubungi " + " ".join(f"@{HANDLES[other]}" for other in to)
    return post(number, by, minute, CITIZEN, *to, text=text, conversation="10", reply_to="10")


def test_sent_back(ask):
    """Those are counted apart who were sent back to the agency that had sent them."""
    posts = (complaint(), says("20", KAI, 5, PLN), says("21", PLN, 9, KAI), says("22", KAI, 12, PLN))

    assert ask("hand_offs", *posts).rows() == [
        ("PT Kereta Api Indonesia", "PLN", 2),
        ("PLN", "PT Kereta Api Indonesia", 1),
    ]
    assert ask("hand_offs_back_and_forth", *posts).rows() == [("PT Kereta Api Indonesia", "PLN", 2, 1, 2)]


def test_whole_ways(ask):
    """From agency to agency, with the times; one hand-off is no way, and a way isn't told again from its middle."""
    posts = (
        complaint(),
        says("20", KAI, 5, PLN),
        says("21", PLN, 60, DUKCAPIL),
        says("22", DUKCAPIL, 200, COMMUTER),
        post("23", COMMUTER, 500, CITIZEN, conversation="10", reply_to="10"),
        complaint("11", 0, KAI, author=OTHER),
        post("24", KAI, 5, OTHER, PLN, conversation="11", reply_to="11"),
    )
    found = ask("hand_off_ways", *posts)

    assert found.select("complaint", "agency", "sent_to", "then_to", "third_to", "fourth_to").rows() == [
        ("x:10", "PT Kereta Api Indonesia", "PLN", "Ditjen Dukcapil", "KAI Commuter", None)
    ]
    assert found.select("status", "minutes").rows() == [("arrived", 495.0)]
    assert [at and (at - START).seconds // 60 for at in found.select("sent_at", "then_at", "third_at", "fourth_at").row(0)] == [
        5, 60, 200, None,
    ]  # fmt: skip
    assert ask("hand_off_ways", *posts[:3])["status"].to_list() == ["unobserved"]
    assert ask("hand_off_ways", *posts[:2]).is_empty()


def test_four_hand_offs(ask):
    """The longest way that the question tells; the longest come first."""
    on = [(KAI, PLN), (PLN, DUKCAPIL), (DUKCAPIL, COMMUTER), (COMMUTER, KAI)]
    steps = [says(f"2{i}", by, 10 * i + 5, to) for i, (by, to) in enumerate(on)]
    posts = (complaint(), *steps, complaint("11", 0, KAI, author=OTHER))
    found = ask("hand_off_ways", *posts)

    assert found.select("third_to", "fourth_to", "status", "minutes").rows() == [
        ("KAI Commuter", "PT Kereta Api Indonesia", "censored", None)
    ]


def test_shortest_ways(ask):
    """Directly, by way of who quoted it, and by way of another agency."""
    posts = (
        complaint(),
        post("12", OTHER, 3, quote_of="10"),
        says("20", KAI, 5, PLN),
        post("21", PLN, 9, CITIZEN),
        post("22", DUKCAPIL, 30, OTHER, reply_to="12", conversation="12"),
        complaint("11", 40, DUKCAPIL, author=OTHER),
        post("23", DUKCAPIL, 45, OTHER),
    )

    def ways(agency: str) -> list[tuple]:
        found = ask("shortest_way_to_answer", *posts, agency=agency)
        return found.select("steps", "complaint", "response").rows()

    assert ways("kai") == [(1, "x:10", "x:20")]
    assert ways("pln") == [(2, "x:10", "x:21")]
    assert ways("dukcapil") == [(1, "x:11", "x:23"), (2, "x:10", "x:22")]
    assert ask("shortest_way_to_answer", *posts, agency="kai", topic="complaints:expensive").is_empty()


def test_who_answers_least(ask):
    """A parent's answer counts, few complaints don't, and of an agency without a collected post nothing is said."""
    posts = (
        complaint("10", 0, KAI),
        complaint("11", 1, KAI, author=OTHER),
        post("20", KAI, 5, CITIZEN, reply_to="10"),
        complaint("12", 10, PLN),
        complaint("13", 11, PLN),
        post("21", PLN, 12),
        complaint("14", 20, COMMUTER),
        post("22", KAI, 25, CITIZEN, conversation="14", reply_to="14"),
        complaint("15", 30, DUKCAPIL),
    )
    pln, kai, commuter = ("PLN", 2, 0, 1), ("PT Kereta Api Indonesia", 2, 1, 2), ("KAI Commuter", 1, 1, 2)

    assert ask("answers_least", *posts, at_least=1).rows() == [pln, kai, commuter]
    assert ask("answers_least", *posts, at_least=2).rows() == [pln, kai]
    assert ask("answered_by_parent", *posts).rows()[0] == ("KAI Commuter", "PT Kereta Api Indonesia", 1, 0, 1)
    assert ask("topics_answered_least", *posts, at_least=1).select("complaints", "answered").rows() == [(5, 2)]
    assert ask("unanswered_longest", *posts)["complaint"].to_list() == ["x:11", "x:12", "x:13"]
    assert ask("complaining_again", *posts, at_least=2).select("handle", "agency", "complaints", "answered").rows() == [
        ("warga_contoh", "PLN", 2, 0)
    ]


def test_from_complaint_to_answer(ask):
    """What passed it on after the answer doesn't count; the first before it is shown."""
    found = ask(
        "passed_on_then_answered",
        complaint("10", 0, KAI),
        post("12", OTHER, 3, repost_of="10", conversation=None),
        post("13", OTHER, 4, quote_of="10"),
        post("20", KAI, 9, CITIZEN, reply_to="10"),
        post("14", OTHER, 20, repost_of="10", conversation=None),
    )

    assert found.select("complaint", "passed_on", "first_passed_on", "first_by", "response", "minutes").rows() == [
        ("x:10", 2, "x:12", "orang_contoh", "x:20", 9.0)
    ]


def test_passed_on_by_large_accounts(ask):
    """Followers that nobody knows are none."""
    asked, answer = complaint("10", 0, KAI), post("20", KAI, 9, CITIZEN, reply_to="10")
    big = (asked, post("12", OTHER, 3, repost_of="10", conversation=None, author_followers=9_000), answer)
    unknown = (asked, post("12", OTHER, 3, repost_of="10", conversation=None), answer)

    assert ask("passed_on_then_answered", *big, followers=5_000)["most_followers"].to_list() == [9_000]
    assert ask("passed_on_then_answered", *big, followers=9_001).is_empty()
    assert ask("passed_on_then_answered", *unknown)["most_followers"].to_list() == [None]
    assert ask("passed_on_then_answered", *unknown, followers=1).is_empty()


def test_months_are_those_of_utc(ask):
    """A minute before April is March."""
    april = 31 * 24 * 60
    posts = (complaint("10", 0, KAI), complaint("11", april - 1, KAI), complaint("12", april, KAI))

    assert ask("complaints_per_month", *posts).rows() == [
        ("2026-03", "PT Kereta Api Indonesia", 2, 0),
        ("2026-04", "PT Kereta Api Indonesia", 1, 0),
    ]
    assert ask("topics_per_month", *posts, at_least=1).select("month", "complaints").rows() == [
        ("2026-03", 2),
        ("2026-04", 1),
    ]


def test_unknown_followers_are_neither_many_nor_few(ask):
    """They are a row of their own, the last."""
    posts = (
        complaint("10", 0, KAI, author_followers=9000),
        complaint("11", 1, KAI, author=OTHER),
        post("20", KAI, 5, CITIZEN, reply_to="10"),
    )

    assert ask("answered_and_followers", *posts).rows() == [(True, 1, 1, 1, 5.0), (None, 1, 1, 0, None)]


def test_a_parameter_without_a_value_is_named(ask):
    """Not taken for null; what only looks like one, in a text or a comment, needs none."""
    text = "// costs $9\nMATCH (p:Post) WHERE p.text <> '$x' RETURN p.key AS key LIMIT $most"

    assert ask(text, complaint("10", 0, KAI), most=3)["key"].to_list() == ["x:10"]
    with pytest.raises(QueryError, match=r"\$most"):
        ask(text, complaint("10", 0, KAI))


def test_values_with_parts_are_json_in_csv(ask):
    """Nodes, relations, paths, lists and maps, with all that they hold."""
    text = """MATCH way = (a:Account)-[r:POSTED]->(p:Post) MATCH (a)-[tie:INTERACTS]->(:Account)
              RETURN p, tie, way, [1, 2] AS list, {key: p.key} AS map, nodes(way) AS nodes"""
    csv = tables.as_csv(ask(text, complaint("10", 0, KAI)))
    (row,) = pl.read_csv(csv).rows(named=True)
    told = {name: json.loads(value) for name, value in row.items()}

    assert (told["p"]["key"], told["p"]["created_at"]) == ("x:10", "2026-03-01T00:00:00Z")
    assert (told["tie"]["weight"], told["list"], told["map"]) == (1, [1, 2], {"key": "x:10"})
    assert told["way"]["_NODES"][1]["text"] == told["nodes"][1]["text"] == "lelet banget"
    assert len(told["way"]["_RELS"]) == 1


@pytest.mark.neo4j
def test_what_only_neo4j_returns(neo4j_address, tmp_path):
    """Dates and durations become text in CSV; a list of different kinds is a QueryError, as in the embedded store."""
    with opened(neo4j_address, tmp_path) as store:
        found = store.ask("RETURN date('2026-03-01') AS day, duration('P1D') AS span")
        with pytest.raises(QueryError, match="different kinds"):
            store.ask("RETURN [1, 'a'] AS list")

    assert tables.as_csv(found) == b"day,span\n2026-03-01,P1D\n"
