"""The questions of cypher/read: each says what it asks, has a limit, and answers on the sample."""

import pytest

import suara
from suara.errors import QueryError, StoreError
from suara.graph import queries
from suara.graph.stores import opened

QUESTIONS = queries.questions()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_each_question_answers(question, result):
    """Its first line is the question, its parameters have examples, and the sample gives it rows within the limit."""
    found = suara.query(result.workspace, question.name, {"limit": 3})

    assert question.asks.endswith("?")
    assert question.text.rstrip().endswith("LIMIT $limit")
    assert {name for name in question.parameters if f"${name}" not in question.text.split("MATCH", 1)[1]} == set()
    assert 1 <= found.height <= 3


def test_own_cypher_and_files(result, tmp_path):
    """Cypher itself and a file of it are questions too."""
    path = tmp_path / "mine.cypher"
    path.write_text("// How many?\n// $least = 0\nMATCH (p:Post) WHERE p.likes >= $least RETURN count(p) AS n")
    text = "MATCH (p:Post) WHERE p.likes >= 0 RETURN count(p) AS n"

    assert suara.query(result.workspace, str(path)).equals(suara.query(result.workspace, text))


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
    with opened(neo4j_address, tmp_path) as store:
        store.ask("MATCH (n) DETACH DELETE n")
    other = suara.run(sample, tmp_path / "w", store=neo4j_address)

    for name in ("accounts", "topics"):
        assert getattr(other, name).equals(getattr(result, name))
    assert other.responses.responses.equals(result.responses.responses)
    for question in QUESTIONS:
        one = suara.query(result.workspace, question.name, {"limit": 1000})
        two = suara.query(other.workspace, question.name, {"limit": 1000})
        assert one.columns == two.columns, question.name
        assert [close(row) for row in one.rows()] == [close(row) for row in two.rows()], question.name


@pytest.mark.neo4j
def test_others_data_is_left_alone(sample, neo4j_address, tmp_path):
    """A database with posts that suara didn't load is refused before anything is taken out."""
    with opened(neo4j_address, tmp_path) as store:
        store.ask("MATCH (n) DETACH DELETE n")
        store.ask("CREATE (:Post {key: 'blog:1'})")
        with pytest.raises(StoreError, match="suara didn't load"):
            suara.run(sample, tmp_path / "w", store=neo4j_address)

        assert store.ask("MATCH (p:Post) RETURN p.key").item() == "blog:1"
        store.ask("MATCH (n) DETACH DELETE n")


def close(row: tuple) -> tuple:
    """The row with its fractions to nine digits: sums of them depend on their order."""
    return tuple(float(f"{value:.9g}") if isinstance(value, float) else value for value in row)
