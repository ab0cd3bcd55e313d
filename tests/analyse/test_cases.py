"""Threads of any depth, cases of several posts, answers by others: what counts as answered, and from when."""

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import CITIZEN, COMMUTER, HANDLES, KAI, OTHER, PLN, START, built, complaint, post

from suara.analyse.responses import columns
from suara.analyse.responses.cases import by_case
from suara.analyse.responses.grouping import grouped
from suara.analyse.responses.pairs import pairs, waiting
from suara.analyse.responses.tables import respond
from suara.analyse.responses.threads import reached
from suara.posts import Post


def told(*posts: Post) -> list[tuple]:
    """Complaint, response and evidence of each."""
    return respond(built(*posts)).responses.select("complaint", "response", "evidence").rows()


def cases(*posts: Post, clock: str = "first", **options) -> list[tuple]:
    """Case, number of its complaints, minutes, status."""
    found = by_case(pairs(built(*posts), **options).pairs, clock)
    return found.sort("case").select("case", "complaints", "minutes", "status").rows()


def thread(*authors: str) -> list[Post]:
    """A complaint and replies on top of each other, five minutes apart, without ids of the conversation."""
    made = [complaint("10", conversation=None)]
    for i, author in enumerate(authors):
        made.append(post(str(11 + i), author, 5 * (i + 1), reply_to=str(10 + i), conversation=None))
    return made


@pytest.mark.parametrize(
    ("authors", "answer"),
    [
        ([KAI], "x:11"),
        ([CITIZEN, KAI], "x:12"),
        ([CITIZEN, CITIZEN, CITIZEN, KAI], "x:14"),
        ([KAI, CITIZEN, KAI], "x:11"),
        ([PLN, KAI], "x:12"),
        ([OTHER, KAI], None),
        ([OTHER, CITIZEN, KAI], None),
        ([CITIZEN, OTHER], None),
    ],
)
def test_an_answer_deep_in_the_thread(authors, answer):
    """Through posts of the person and of agencies it leads to the complaint; another person ends the way."""
    assert told(*thread(*authors))[0][1] == answer


def test_a_parent_that_was_not_collected_ends_the_way():
    """Nobody knows to whom that was said."""
    posts = thread(CITIZEN, KAI)

    assert told(posts[0], posts[2])[0][1] is None


def test_a_very_deep_thread():
    """Two hundred replies on top of each other."""
    assert told(*thread(*[CITIZEN] * 200, KAI))[0][1] == "x:211"


def test_a_reply_that_is_its_own_parent():
    """Damaged data: the way ends."""
    assert told(complaint("10"), post("20", KAI, 5, reply_to="21"), post("21", KAI, 6, reply_to="20"))[0][1] is None


def test_another_agency_is_counted_apart():
    """Its answer is no answer of the agency that was asked."""
    found = respond(built(complaint("10"), post("20", PLN, 5, CITIZEN, reply_to="10"), post("30", KAI, 9, OTHER)))

    assert found.responses.select("status", "other_agency", "other_minutes").rows() == [("censored", "pln", 5.0)]
    assert found.agencies.select("agency", "answered", "by_others").rows() == [("kai", 0, 1)]


def test_the_parent_is_no_other_agency():
    """KAI answers for KAI Commuter."""
    found = respond(built(complaint("10", 0, COMMUTER), post("20", KAI, 5, CITIZEN, reply_to="10")))

    assert found.responses.select("status", "other_agency").rows() == [("answered", None)]


def test_a_second_post_in_the_thread_does_not_restart_the_clock():
    """Unless that is asked for."""
    posts = [
        complaint("10"),
        complaint("11", 60, conversation="10", reply_to="10"),
        post("20", KAI, 90, CITIZEN, conversation="10", reply_to="11"),
    ]

    assert cases(*posts) == [("x:10", 2, 90.0, "answered")]
    assert cases(*posts, clock="latest") == [("x:10", 2, 30.0, "answered")]


def test_the_same_again_is_one_case():
    """The same topic within a day, in another conversation; not a week later, and not of another person."""
    again = complaint("11", 60)

    assert cases(complaint("10"), again) == [("x:10", 2, None, "unobserved")]
    assert [row[0] for row in cases(complaint("10"), again, same_case=timedelta(minutes=30))] == ["x:10", "x:11"]
    assert [row[0] for row in cases(complaint("10"), complaint("11", 60, author=OTHER))] == ["x:10", "x:11"]
    assert [row[0] for row in cases(complaint("10"), complaint("11", 60, PLN))] == ["x:10", "x:11"]


def test_who_waits_how_long_is_told_the_short_way_as_the_long_way():
    """What a timeline needs of the cases, without kinds of answers and working time."""
    graph = built(
        *(complaint("10"), complaint("11", 60), complaint("12", 70, conversation="10", reply_to="10")),
        post("20", KAI, 5, CITIZEN, reply_to="10"),
        *(complaint("13", 80, author=OTHER), post("21", KAI, 95, OTHER, reply_to="13"), complaint("14", 5, PLN)),
        *(complaint("15", 3_000), post("22", PLN, 3_100, OTHER, reply_to="15")),
    )
    short = waiting(graph)

    assert set(short["status"]) == {"answered", "censored"}
    assert short.equals(respond(graph).cases.select(short.columns).sort("asked_at", "case", "agency"))


def test_an_answer_before_the_complaint_is_none():
    """Clocks differ, posts are edited: it is counted and left."""
    found = pairs(built(complaint("10", 10), post("20", KAI, 5, reply_to="10")))

    assert found.before == 1
    assert found.pairs["status"].to_list() == ["censored"]


def test_replies_whose_thread_was_not_collected_are_told():
    """Of three replies one can be linked; a mention out of nowhere is no reply."""
    found = respond(
        built(
            complaint("10"),
            post("20", KAI, 5, CITIZEN, reply_to="10", conversation="10"),
            post("21", KAI, 6, CITIZEN, reply_to="77", conversation="70"),
            post("22", KAI, 7, CITIZEN, conversation="71"),
            post("23", KAI, 8, CITIZEN),
        )
    )

    assert found.agencies.select("replies", pl.col("linkable").round(3)).rows() == [(3, 0.333)]


def test_reposts_and_quotes_amplify():
    """They are counted with the complaint and are none of their own."""
    found = respond(
        built(
            complaint("10"),
            post("11", OTHER, 3, text="lelet banget", repost_of="10", repost_of_author_id=CITIZEN),
            post("12", OTHER, 4, text="nih", quote_of="10"),
        )
    )

    assert found.responses.select("complaint", "passed_on").rows() == [("x:10", 2)]


happenings = st.lists(
    st.tuples(st.sampled_from([CITIZEN, OTHER, KAI, PLN]), st.integers(0, 5000), st.integers(0, 12), st.booleans()),
    min_size=1,
    max_size=14,
)


def made(rows: list[tuple], shift: int = 0) -> list[Post]:
    """Posts that complain, answer, nudge, in reply to an earlier one or not."""
    posts = []
    for i, (author, minute, to, says) in enumerate(rows):
        text = "lelet banget" if says and author in (CITIZEN, OTHER) else "halo"
        more = {"reply_to": str(100 + to), "conversation": None} if to < i else {}
        posts.append(post(str(100 + i), author, minute + shift, KAI, text=text, **more))
    return posts


@pytest.mark.commands
@settings(max_examples=25)
@given(happenings, st.integers(-300_000, 300_000))
def test_shifting_all_times_changes_nothing_but_times(rows, shift):
    """Durations, cases and statuses are the same."""
    columns = ["complaint", "agency", "case", "response", "minutes", "waited", "status"]
    one, other = (pairs(built(*made(rows, by))).pairs.select(columns) for by in (0, shift))

    assert one.sort("complaint", "agency").equals(other.sort("complaint", "agency"))


@pytest.mark.commands
@settings(max_examples=25)
@given(happenings, st.randoms(use_true_random=False))
def test_the_order_of_posts_changes_nothing(rows, random):
    """Two files or one, whichever comes first."""
    posts = made(rows)
    shuffled = random.sample(posts, len(posts))

    def of(some: list[Post]) -> pl.DataFrame:
        return by_case(pairs(built(*some)).pairs).sort("agency", "case").select("agency", "case", "minutes", "status")

    assert of(posts).equals(of(shuffled))


@pytest.mark.commands
@settings(max_examples=25)
@given(happenings)
def test_each_case_is_counted_once(rows):
    """Complaints are those of the cases, and a case is answered if one of its complaints is."""
    found = pairs(built(*made(rows))).pairs
    grouped = by_case(found)

    assert grouped["complaints"].sum() == found.height
    answered = set(found.filter(status="answered").select("agency", "case").rows())
    assert set(grouped.filter(status="answered").select("agency", "case").rows()) == answered


def test_the_agency_addressed_most_plainly_stands_for_a_complaint():
    """A reply goes before a mention, and that before a name."""
    found = respond(built(complaint("10", 0, KAI, PLN, reply_to="9", reply_to_author_handle="pln_123")))

    assert found.responses["agency"].to_list() == ["pln"]


def test_every_column_is_explained():
    """In help and documentation."""
    found = respond(built(complaint("10"), post("20", KAI, 5, CITIZEN, reply_to="10")))

    assert set(found.responses.columns) == set(columns.COMPLAINTS)
    assert set(found.agencies.columns) == set(columns.GROUPS)
    assert set(found.cases.columns) == set(columns.CASES)


def test_an_agency_that_answers_thousands_in_one_thread():
    """Pairs are made by person: two thousand in one conversation link in no time and little memory."""
    people = [f"p{i}" for i in range(2000)]
    posts = [
        post("1", CITIZEN, 0, KAI, text="lelet banget", conversation="1"),
        *(
            Post(
                platform="x", id=f"c{i}", author_id=who, author_handle=who, created_at=START + timedelta(minutes=1),
                text="lelet banget", conversation="1", mention_handles=[HANDLES[KAI]], mention_ids=[None],
            )
            for i, who in enumerate(people)
        ),
        *(
            Post(
                platform="x", id=f"a{i}", author_id=KAI, author_handle=HANDLES[KAI], conversation="1",
                created_at=START + timedelta(minutes=2), mention_handles=[who], mention_ids=[who],
            )
            for i, who in enumerate(people)
        ),
    ]  # fmt: skip
    told = pairs(built(*posts))

    assert told.every.height == 2000
    assert told.pairs.filter(status="answered").height == 2000


def test_replies_in_a_circle_end():
    """Damaged data: a post that replies to itself, and two to each other, are followed once."""
    posts = pl.DataFrame(
        {"key": ["a", "b", "c"], "parent": ["b", "a", "c"], "account": ["p"] * 3, "by_agency": [False] * 3}
    )
    answers = pl.DataFrame({"response": ["r", "s"], "reply_to": ["a", "c"]})

    assert sorted(reached(answers, posts, pl.Series(["b", "c"])).rows()) == [("r", "b"), ("s", "c")]


def test_a_case_goes_on_from_its_last_post():
    """Not from the first of its thread; and threads that take turns are one case."""
    last = complaint("11", 23 * 60, conversation="10", reply_to="10")

    assert cases(complaint("10"), last, complaint("12", 30 * 60)) == [("x:10", 3, None, "unobserved")]
    turns = [complaint(str(20 + i), 20 * i, conversation=str(20 + i % 2)) for i in range(4)]
    assert cases(*turns) == [("x:20", 4, None, "unobserved")]


def test_substance_never_comes_before_the_answer():
    """Better evidence goes before an earlier time; what is of substance is looked for from there on."""
    told = pairs(
        built(
            complaint("10"),
            post("20", KAI, 5, CITIZEN, conversation="10", text="Gangguan sudah kami perbaiki di stasiun tadi pagi"),
            post("21", KAI, 9, CITIZEN, conversation="10", reply_to="10", text="Oke"),
        )
    ).pairs

    assert told.select("response", "substantive_at").rows() == [("x:21", None)]


def test_months_are_those_in_which_it_was_first_said():
    """Whichever clock is used."""
    posts = [
        complaint("10", 30 * 24 * 60),
        complaint("11", 32 * 24 * 60, conversation="10", reply_to="10"),
        post("20", KAI, 33 * 24 * 60, CITIZEN, conversation="10", reply_to="11"),
    ]
    latest = by_case(pairs(built(*posts)).pairs, "latest")

    assert grouped(latest, "month")["month"].to_list() == ["2026-03"]
    assert latest["asked_at"].dt.month().to_list() == [4]
