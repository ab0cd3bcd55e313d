"""Hand-offs: who is sent where, who arrives, and the whole ways, on invented posts and on real tickets."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import BOOKS, CITIZEN, COMMUTER, DUKCAPIL, HANDLES, KAI, OTHER, PLN, built, complaint, post

from suara.analyse.paths._answers import Answers
from suara.analyse.paths.handoffs import handoffs
from suara.coding import agencies, by_words
from suara.coding.agencies_named import NAMED
from suara.graph.build import build
from suara.graph.model import RELATIONS
from suara.posts import Post

DAY = 24 * 60


def says(number: str, by: str, minute: float, *to: str, person: str = CITIZEN, **more: object) -> Post:
    """What an agency says to a person, in the thread of complaint 10; it sends on to those that it names behind that."""
    text = f"@{HANDLES[person]} silakan hubungi " + " ".join(f"@{HANDLES[other]}" for other in to)
    return post(number, by, minute, person, *to, text=text, **({"conversation": "10", "reply_to": "10"} | more))


def steps(*posts: Post) -> list[tuple]:
    found = handoffs(built(*posts)).steps
    return found.select("case", "step", "agency", "to", "response", "arrival", "minutes", "status").rows()


def ways(*posts: Post) -> list[tuple]:
    return handoffs(built(*posts)).ways.select("case", "path", "minutes", "end", "ping_pong").rows()


def test_sent_on_and_arrived():
    """The first later post of the agency named to that person ends it."""
    posts = (
        complaint(),
        post("19", PLN, 2, CITIZEN),
        says("20", KAI, 5, PLN),
        post("21", PLN, 7, OTHER),
        post("22", PLN, 9, CITIZEN),
        post("23", PLN, 11, CITIZEN),
    )

    assert steps(*posts) == [("x:10", 1, "kai", "pln", "x:20", "x:22", 4.0, "arrived")]
    assert ways(*posts) == [("x:10", "kai > pln", 9.0, "arrived", False)]


def test_evidence_of_an_arrival():
    """An answer in the complaint's thread is known by it, one elsewhere by a mention; only that has to come within days."""
    sent = (complaint(), says("20", KAI, 5, PLN))
    late = 30 * DAY

    def evidence(answer: Post) -> str | None:
        return handoffs(built(*sent, answer)).steps["evidence"].item()

    assert evidence(post("21", PLN, late, CITIZEN, conversation="10", reply_to="10")) == "reply_id"
    assert evidence(post("21", PLN, late, CITIZEN, conversation="10")) == "conversation"
    assert evidence(post("21", PLN, 60, CITIZEN)) == "mention"
    assert evidence(post("21", PLN, 5 + 7 * DAY, CITIZEN)) == "mention"
    assert evidence(post("21", PLN, 6 + 7 * DAY, CITIZEN)) is None


@pytest.mark.parametrize(
    ("more", "end"),
    [
        ([], "unobserved"),
        ([post("30", PLN, 1)], "dead_end"),
        ([post("30", PLN, 1), post("31", KAI, 90, CITIZEN, conversation="10", reply_to="10")], "by_another"),
        ([post("31", COMMUTER, 90, CITIZEN, conversation="10", reply_to="10")], "by_another"),
        ([post("30", PLN, 1, context=True)], "unobserved"),
        ([post("30", PLN, 1), post("31", PLN, 3, CITIZEN)], "dead_end"),
    ],
    ids=["never collected", "nobody", "the first again", "a third", "came along only", "before"],
)
def test_how_a_way_ends(more, end):
    """Nothing collected of an agency isn't a no; nor is an answer before it was named an answer to that."""
    found = handoffs(built(complaint(), says("20", KAI, 5, PLN), *more))

    assert found.ways["end"].to_list() == [end]
    assert found.ways["minutes"].to_list() == ([90.0] if end == "by_another" else [None])
    seen = any(answer.author_id == PLN and not answer.context for answer in more)
    assert found.steps["status"].to_list() == ["censored" if seen else "unobserved"]


CHAIN = (
    complaint(),
    says("20", KAI, 5, PLN),
    says("21", PLN, 60, DUKCAPIL),
    says("22", DUKCAPIL, 200, COMMUTER, conversation="22", reply_to=None),
    post("23", COMMUTER, 500, CITIZEN, conversation="10", reply_to="10"),
)


def test_a_whole_way():
    """From agency to agency; the way goes on in a thread of its own too."""
    assert ways(*CHAIN) == [("x:10", "kai > pln > dukcapil > kai_commuter", 500.0, "arrived", False)]
    assert [step[1:4] for step in steps(*CHAIN)] == [
        (1, "kai", "pln"), (2, "pln", "dukcapil"), (3, "dukcapil", "kai_commuter"),
    ]  # fmt: skip


def test_all_of_a_thread_is_no_way():
    """Each reply begins with all whom the thread mentions; only who is named behind that is sent to."""
    auto = f"@{HANDLES[CITIZEN]} @{HANDLES[KAI]} @{HANDLES[DUKCAPIL]} sabar ya"
    answer = post("22", PLN, 9, CITIZEN, KAI, DUKCAPIL, text=auto, conversation="10", reply_to="21")
    nudge = post("21", CITIZEN, 8, KAI, PLN, DUKCAPIL, text="halo?", conversation="10", reply_to="20")

    assert ways(complaint(), says("20", KAI, 5, PLN), nudge, answer) == [
        ("x:10", "kai > pln", 9.0, "arrived", False),
    ]  # fmt: skip


def test_ping_pong():
    """Sent back to where one came from, and once more."""
    there, back = says("20", KAI, 5, PLN), says("21", PLN, 9, KAI)

    assert ways(complaint(), there, back) == [("x:10", "kai > pln > kai", None, "dead_end", True)]
    assert ways(complaint(), there, back, says("22", KAI, 12, PLN)) == [
        ("x:10", "kai > pln > kai > pln", None, "dead_end", True)
    ]
    assert ways(complaint(), there, back, post("22", KAI, 30, CITIZEN)) == [
        ("x:10", "kai > pln > kai", 30.0, "arrived", True)
    ]


def test_sent_there_again():
    """The same agency that says it twice makes no longer way; it is told."""
    found = handoffs(built(complaint(), says("20", KAI, 5, PLN), says("21", KAI, 9, PLN)))

    assert found.steps.select("response", "again", "step").rows() == [("x:20", False, 1), ("x:21", True, None)]
    assert found.ways["path"].to_list() == ["kai > pln"]
    assert found.between.select("times", "people", "observed").rows() == [(2, 1, 0)]


def test_sent_to_two_at_once():
    """Each is a way of its own."""
    found = ways(complaint(), says("20", KAI, 5, PLN, DUKCAPIL), post("21", PLN, 9, CITIZEN))

    assert found == [
        ("x:10", "kai > dukcapil", None, "unobserved", False),
        ("x:10", "kai > pln", 9.0, "arrived", False),
    ]  # fmt: skip


def test_to_each_their_own():
    """Another person's way isn't this one's."""
    posts = (
        complaint(),
        says("20", KAI, 5, PLN),
        complaint("11", 6, author=OTHER),
        says("21", PLN, 9, DUKCAPIL, person=OTHER, conversation="21", reply_to=None),
    )

    assert [way[1] for way in ways(*posts)] == ["kai > pln"]


def test_what_answers_no_complaint_is_no_way():
    """A question that is sent on doesn't count; a way may begin with it and become one."""
    question = post("10", CITIZEN, 0, KAI, text="jam buka?")
    later = complaint("11", 30, PLN)
    to_it = says("21", PLN, 40, DUKCAPIL, conversation="11", reply_to="11")

    assert ways(question, says("20", KAI, 5, PLN)) == []
    assert ways(question, says("20", KAI, 5, PLN), later, to_it) == [
        ("x:11", "pln > dukcapil", None, "unobserved", False)
    ]


def test_a_new_complaint_where_one_was_sent_goes_on():
    """The person goes there and complains anew: it is the same way."""
    later = complaint("11", 30, PLN)
    to_it = says("21", PLN, 40, DUKCAPIL, conversation="11", reply_to="11")

    assert ways(complaint(), says("20", KAI, 5, PLN), later, to_it) == [
        ("x:10", "kai > pln > dukcapil", None, "unobserved", False)
    ]


def test_between_agencies():
    """How often, and which share arrived, with its interval; who can't be observed is in no share."""
    posts = [post("99", PLN, 0)]
    for i in range(4):
        posts += [
            complaint(f"1{i}", i * 10 * DAY),
            says(f"2{i}", KAI, i * 10 * DAY + 5, PLN, conversation=f"1{i}", reply_to=f"1{i}"),
        ]
        if i < 3:
            posts.append(post(f"3{i}", PLN, i * 10 * DAY + 6 + i, CITIZEN, conversation=f"1{i}", reply_to=f"1{i}"))
    posts += [complaint("18", 90 * DAY), says("28", KAI, 90 * DAY + 5, DUKCAPIL, conversation="18", reply_to="18")]
    posts += [complaint("19", 99 * DAY, PLN), says("29", PLN, 99 * DAY + 5, KAI, conversation="19", reply_to="19")]
    found = handoffs(built(*posts)).between
    row = found.row(by_predicate=(pl.col("agency") == "kai") & (pl.col("to") == "pln"), named=True)

    assert (row["times"], row["people"], row["observed"], row["arrived"], row["times_back"]) == (4, 1, 4, 3, 1)
    assert (row["rate"], round(row["rate_low"], 4), round(row["rate_high"], 4)) == (0.75, 0.3006, 0.9544)
    assert row["median_minutes"] == 2.0
    unseen = found.filter(to="dukcapil")
    assert unseen.select("times", "observed", "rate", "median_minutes").rows() == [(1, 0, None, None)]


def test_relations():
    """What the stored graph holds: who sends on to whom, and which post followed."""
    relations = handoffs(built(*CHAIN)).relations

    assert relations["HANDS_ON"].columns == list(RELATIONS["HANDS_ON"].columns)
    assert relations["HANDS_ON"].select("from", "to", "status").rows() == [
        ("x:20", "pln", "arrived"), ("x:21", "dukcapil", "arrived"), ("x:22", "kai_commuter", "arrived"),
    ]  # fmt: skip
    assert relations["HANDED_OFF_TO"].rows() == [
        ("dukcapil", "kai_commuter", 1),
        ("kai", "pln", 1),
        ("pln", "dukcapil", 1),
    ]
    assert relations["FOLLOWS_UP"].rows() == [("x:21", "x:20", 55.0), ("x:22", "x:21", 140.0), ("x:23", "x:22", 300.0)]


def test_nothing_to_hand_on():
    """Empty tables have their columns."""
    none, some = handoffs(built(complaint())), handoffs(built(*CHAIN))

    for name in ("steps", "ways", "between"):
        assert getattr(none, name).is_empty()
        assert getattr(none, name).schema == getattr(some, name).schema, name
    for name, table in none.relations.items():
        assert table.schema == RELATIONS[name].columns


minute = st.integers(0, 3000)
answering = st.tuples(st.sampled_from([KAI, PLN, DUKCAPIL]), minute, st.sampled_from([None, KAI, PLN, DUKCAPIL]),
                      st.sampled_from([CITIZEN, OTHER]))  # fmt: skip


@settings(max_examples=25)
@given(st.lists(answering, max_size=8), st.integers(-500_000, 500_000))
def test_ways_hold_together(told, shift):
    """Each way goes forward in time, from the agency where the last step ended; times don't matter but by their differences."""

    def posts(by: int) -> list[Post]:
        made = [complaint("10", by), complaint("11", by, PLN, author=OTHER)]
        for i, (agency, at, to, person) in enumerate(told):
            named = [] if to in (None, agency) else [to]
            thread = "10" if person == CITIZEN else "11"
            made.append(says(f"2{i}", agency, by + at, *named, person=person, conversation=thread, reply_to=thread))
        return made

    found, moved = handoffs(built(*posts(0))), handoffs(built(*posts(shift)))

    assert found.ways.select("path", "minutes", "end").equals(moved.ways.select("path", "minutes", "end"))
    for way in found.ways.iter_rows(named=True):
        agencies_met = way["path"].split(" > ")
        mine = found.steps.filter(pl.col("response").is_in(way["responses"]), ~pl.col("again"))
        times = [mine.filter(response=r)["at"][0] for r in way["responses"]]
        assert len(agencies_met) == way["hand_offs"] + 1 == len(way["responses"]) + 1
        assert times == sorted(set(times))
        assert way["complained_at"] <= times[0]
        assert way["ping_pong"] == (len(set(agencies_met)) < len(agencies_met))
    reached = {response for way in found.ways["responses"] for response in way}
    assert set(found.steps.filter(~pl.col("again"))["response"]) == reached


@pytest.mark.real_data
def test_tickets(real_data: Path, tmp_path: Path):
    """52 hand-overs in the notes of 50 requests: where the agency named closes it, somebody has arrived."""
    from tests.importing import import_file

    from suara.collect import open311
    from suara.posts import Corpus

    file = real_data / "chicago-open311" / "requests.extracted.json"
    if not file.is_file():
        pytest.skip(f"real data isn't there: {file}")
    corpus = Corpus(tmp_path)
    import_file(file, open311, corpus)
    posts = corpus.read()
    notes = posts.filter(pl.col("reply_to").is_not_null())
    known = pl.concat([notes["author_handle"], posts["mention_handles"].explode()]).drop_nulls().unique().sort()
    own = tmp_path / "own.toml"
    own.write_text(
        "replace = true\n"
        + "".join(
            f'[[agency]]\nid = "a{i}"\nname = "{name}"\nhandles = {{ open311 = ["{name}"] }}\n'
            for i, name in enumerate(known)
        )
    )
    registry = agencies.load([own])
    none = pl.DataFrame(schema={"key": pl.String, "text": pl.String})
    graph = build(posts, by_words.code(none, BOOKS), pl.DataFrame(schema=NAMED), registry, BOOKS)
    found = handoffs(graph, answers_to_requests(graph))

    # The same from the notes themselves: who is named, and whether a later note of the same ticket is by it.
    named = notes.filter(pl.col("mention_handles").list.len() > 0).select(
        "conversation", "created_at", to=pl.col("mention_handles").list.first()
    )
    later = named.join(notes.select("conversation", closed="created_at", to="author_handle"), on=["conversation", "to"])
    closed = later.filter(pl.col("closed") > pl.col("created_at")).unique(["conversation", "to", "created_at"]).height
    by_another = notes.filter(pl.col("text").str.contains("Closed")).height

    assert found.steps.height == named.height == 52
    assert (found.steps["status"] == "arrived").sum() == closed == 48
    assert found.steps.group_by("status").len().sort("status").rows() == [
        ("arrived", 48), ("censored", 1), ("unobserved", 3),
    ]  # fmt: skip
    assert found.steps["again"].sum() == 1
    assert by_another >= 51
    assert found.ways["end"].value_counts().sort("end").rows() == [("arrived", 47), ("by_another", 4)]


def answers_to_requests(graph) -> Answers:
    """All notes as answers to their request: what a request is about isn't coded."""
    posts = graph.posts.select(
        "key", "platform", "created_at", parent=pl.concat_str("platform", pl.lit(":"), "reply_to")
    )
    written = graph.accounts.authors.select("key", "account")
    agency = graph.tables["OPERATED_BY"].select(account="from", agency="to")
    asked = posts.filter(pl.col("parent").is_null()).join(written, on="key")
    notes = posts.filter(pl.col("parent").is_not_null()).join(written, on="key").join(agency, on="account")
    links = notes.select("agency", response="key", at="created_at", parent="parent", evidence=pl.lit("reply_id")).join(
        asked.select("platform", "account", parent="key", complaint="key", complained_at="created_at"), on="parent"
    )
    return Answers(links.drop("parent"), links.select("response", "agency", "account", "at").clear())


def test_the_window():
    """It is for what isn't said to the same complaint."""
    posts = (complaint(), says("20", KAI, 5, PLN), post("21", PLN, 60, CITIZEN))

    assert handoffs(built(*posts), window=timedelta(minutes=54)).steps["status"].to_list() == ["censored"]
    assert handoffs(built(*posts), window=timedelta(minutes=55)).steps["status"].to_list() == ["arrived"]
