"""What came between complaints and answers; and between complaints and the end of the collection."""

import pytest
from tests.invented import CITIZEN, HANDLES, KAI, OTHER, PLN, built, complaint, post

from suara.analyse.paths.escalation import COLUMNS, EVENTS, Escalation, escalation
from suara.analyse.responses.tables import respond
from suara.coding import agencies, media
from suara.posts import Post

ANSWER = post("20", KAI, 60, CITIZEN, conversation="10", reply_to="10")
END = post("99", KAI, 600)


def escalated(*posts: Post, **options) -> Escalation:
    graph = built(*posts)
    return escalation(graph, respond(graph).responses, **options)


def events(*posts: Post) -> list[tuple]:
    return escalated(*posts).events.select("complaint", "event", "post", "minutes_after").rows()


def others(number: str, minute: float, *, author: str = OTHER, **more: object) -> Post:
    """What somebody else posts."""
    return post(number, author, minute, **({"conversation": None} | more))


def mentioning(number: str, minute: float, handle: str, **more: object) -> Post:
    """A post by somebody else that mentions an account."""
    bare = others(number, minute, **more)
    told = {name: getattr(bare, name) for name in bare.__struct_fields__}
    return Post(**told | {"mention_ids": [None], "mention_handles": [handle]})


def test_what_others_pass_on():
    """Reposts and quotes of it before the answer, not after, nor those of other posts."""
    assert events(
        complaint(),
        others("11", 5, repost_of="10"),
        others("12", 6, quote_of="10"),
        others("13", 7, repost_of="12"),
        others("14", 70, repost_of="10"),
        others("15", 60, repost_of="10"),
        ANSWER,
    ) == [("x:10", "repost", "x:11", 5.0), ("x:10", "quote", "x:12", 6.0)]


def test_by_large_accounts():
    """Followers that aren't known are neither many nor few."""
    posts = (
        complaint(),
        others("11", 5, repost_of="10", author_followers=4_999),
        post("12", PLN, 6, repost_of="10", conversation=None, author_followers=900_000),
        ANSWER,
    )
    big = others("13", 7, quote_of="10", author_followers=5_000)

    assert escalated(*posts).complaints["by_large"].to_list() == [0]
    assert escalated(*posts, big).complaints.select("by_large", "last_large").row(0) == (2, True)  # the latest is known
    assert escalated(*posts, big, large=5_001).complaints["by_large"].to_list() == [0]
    assert escalated(complaint(), others("11", 5, repost_of="10"), ANSWER).events["large"].to_list() == [None]


@pytest.mark.parametrize(
    ("more", "event"),
    [
        (mentioning("11", 5, "DETIKCOM", reply_to="10", conversation="10"), "medium"),
        (mentioning("11", 5, "detikcom", conversation="10"), "medium"),
        (mentioning("11", 5, "OmbudsmanRI137", conversation="10"), "ombudsman"),
        (others("11", 5, reply_to="10", text="lapor Ombudsman RI saja"), "ombudsman"),
        (others("11", 5, reply_to="10", text="sabar ya"), None),
        (mentioning("11", 5, "detikcom"), None),
        (post("11", CITIZEN, 5, KAI, conversation="10", text="halo?"), "nudge"),
        (post("11", CITIZEN, 5, KAI, text="halo?"), None),
        (post("11", CITIZEN, 5, KAI, text="masih lelet banget"), "nudge"),
        (post("11", CITIZEN, 5, repost_of="10", conversation=None), "nudge"),
        (post("11", CITIZEN, 5, repost_of="77", conversation="10"), None),
        (post("11", KAI, 5, conversation="10", quote_of="10"), None),
        (complaint("11", 5, KAI, author=OTHER, conversation="10", reply_to="10"), None),
    ],
    ids=[
        "replying to a medium", "in its conversation", "the Ombudsman", "by name", "a reply", "elsewhere", "again", "another",
        "the same case", "own repost", "own repost of another", "an agency", "somebody else's complaint",
    ],
)  # fmt: skip
def test_what_may_happen(more, event):
    """In the thread that the complaint began, or by the person in the same case."""
    found = [kind for at, kind, _, _ in events(complaint(), more, ANSWER) if at == "x:10"]

    assert found == ([event] if event else [])


def test_a_thread_of_others_is_not_its_own():
    """Under an agency's announcement many speak; only what answers this complaint, or the same person says, is of it."""
    announced = post("9", KAI, -10, conversation="9")
    asked = complaint(conversation="9", reply_to="9")
    loud = mentioning("11", 5, "detikcom", conversation="9", reply_to="9")
    again = post("12", CITIZEN, 6, KAI, conversation="9", text="halo?", reply_to="9")
    answer = post("20", KAI, 60, CITIZEN, conversation="9", reply_to="10")

    assert events(announced, asked, loud, again, answer) == [("x:10", "nudge", "x:12", 6.0)]


def test_what_a_medium_posts_itself():
    """A quote by a medium is both; what the registry calls a medium is one."""
    quote = Post(platform="x", id="11", author_id="5", author_handle="tempodotco", quote_of="10",
                 created_at=complaint("1", 5).created_at)  # fmt: skip

    assert [event for _, event, _, _ in events(complaint(), quote, ANSWER)] == ["quote", "medium"]


def test_a_medium_of_ones_own(tmp_path):
    """An agency of the kind "media" is a medium, and its posts are no answers."""
    own = tmp_path / "own.toml"
    own.write_text(
        f'[[agency]]\nid = "radio"\nname = "Radio"\nkind = "media"\nhandles = {{ x = ["{HANDLES[OTHER]}"] }}'
    )
    graph = built(complaint(), others("11", 5, quote_of="10"), ANSWER, registry=agencies.load([own]))
    found = escalation(graph, respond(graph).responses)

    assert found.events["event"].to_list() == ["quote", "medium"]


def test_complaints_to_the_ombudsman():
    """To whom one complains is no escalation."""
    asked = mentioning("10", 0, "OmbudsmanRI137", author=CITIZEN, conversation="10", text="lelet banget")
    again = mentioning("11", 5, "OmbudsmanRI137", author=CITIZEN, conversation="10", text="halo?")

    assert events(asked, again, post("98", PLN, 600)) == [("x:10", "nudge", "x:11", 5.0)]


def test_after_which_the_answer_came():
    """The last event before it, and how long after."""
    row = escalated(
        complaint(), others("11", 5, repost_of="10"), others("12", 50, quote_of="10"), ANSWER
    ).complaints.row(0, named=True)

    assert (row["reposts"], row["quotes"], row["nudges"], row["status"]) == (1, 1, 0, "answered")
    assert (row["last_event"], row["last_post"], row["last_by"], row["minutes_since_last"]) == (
        "quote",
        "x:12",
        "x:2",
        10.0,
    )
    assert row["minutes"] == 60.0


def test_without_an_answer():
    """The same is told up to the end of the collection; there is nothing that it came before."""
    row = escalated(complaint(), others("11", 500, repost_of="10"), END).complaints.row(0, named=True)

    assert (row["status"], row["reposts"], row["last_event"], row["minutes_since_last"]) == (
        "censored",
        1,
        "repost",
        None,
    )


def test_summary():
    """Those to which something happened beside those to which nothing did; who can't be observed is in neither."""
    later = 3 * 24 * 60
    posts = (
        complaint("10", 0, conversation="10"),
        others("30", 5, repost_of="10", author_followers=9_000),
        post("20", KAI, 25, CITIZEN, reply_to="10", conversation="10"),
        complaint("11", 0, author=OTHER, conversation="11"),
        others("31", 7, author=CITIZEN, repost_of="11", author_followers=10),
        complaint("12", later, conversation="12"),
        post("22", KAI, later + 10, CITIZEN, reply_to="12", conversation="12"),
        complaint("13", later, author=OTHER, conversation="13"),
        complaint("19", later, PLN, conversation="19"),
        others("39", later + 1, repost_of="19"),
        post("99", KAI, 3 * later),
    )
    rows = {row["event"]: row for row in escalated(*posts).summary.iter_rows(named=True)}

    assert list(rows) == ["none", "any", *EVENTS, "large"]
    assert {event: (row["complaints"], row["answered"]) for event, row in rows.items()} == {
        "none": (2, 1), "any": (2, 1), "repost": (2, 1), "large": (1, 1),
        "quote": (0, 0), "medium": (0, 0), "ombudsman": (0, 0), "nudge": (0, 0),
    }  # fmt: skip
    assert (rows["repost"]["rate"], round(rows["repost"]["rate_low"], 4)) == (0.5, 0.0945)
    assert (rows["repost"]["median_minutes"], rows["none"]["median_minutes"]) == (20.0, 10.0)
    assert (rows["quote"]["rate"], rows["quote"]["median_minutes"]) == (None, None)


def test_nothing_happened():
    """Tables keep their columns."""
    none, some = escalated(complaint(), ANSWER), escalated(complaint(), others("11", 5, quote_of="10"), ANSWER)

    assert none.events.columns == COLUMNS
    for name in ("complaints", "events", "summary"):
        assert getattr(none, name).schema == getattr(some, name).schema, name
    assert none.summary.filter(event="none").select("complaints", "answered", "median_minutes").row(0) == (1, 1, 60.0)


def test_media_are_no_agencies_of_the_registry():
    """Nobody is both, and no account is listed twice."""
    known = media.accounts()
    clash = known.join(agencies.load().accounts, on=["platform", "handle"], how="semi")

    assert known.select("platform", "handle").is_duplicated().sum() == 0
    assert clash.is_empty()
    assert known.height >= 20
