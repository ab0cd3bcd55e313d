"""What posts share: which are the same thing, and which are nothing."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from tests.invented import BOOKS, REGISTRY

from suara.analyse.coordination.kinds import KINDS, shared
from suara.coding.agencies_named import NAMED
from suara.coding.codes import CODES
from suara.graph.build import Graph, build
from suara.posts import Post
from suara.posts.post import frame

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "loket dukcapil hari ini tutup lagi padahal jam kerja"


def post(number: str, author: str | None = None, at: datetime | None = NOON, **more: object) -> Post:
    """A post of somebody."""
    return Post(platform="x", id=number, author_id=author or f"a{number}", created_at=at, **more)


def graph(*posts: Post) -> Graph:
    """The graph of posts, not coded."""
    return build(frame(list(posts)), pl.DataFrame(schema=CODES), pl.DataFrame(schema=NAMED), REGISTRY, BOOKS)


def objects(kind: str, *posts: Post, **options) -> dict[str, list[str]]:
    """The objects of a kind that each post shares."""
    found = shared(graph(*posts), [kind], **options).shares
    assert set(found["kind"]) <= {kind}
    by_post = found.group_by("post").agg(pl.col("object").sort())
    return {key.removeprefix("x:"): list(values) for key, values in by_post.iter_rows()}


def test_a_repost_shares_the_original_only():
    """Not its link, text or hashtags."""
    repost = post("2", repost_of="1", text=f"RT @a: {TEXT}", links=["https://a.example/x"], hashtags=["A", "B"])

    assert objects("repost", repost) == {"2": ["x:1"]}
    assert [objects(kind, repost) for kind in KINDS if kind != "repost"] == [{}] * 5


def test_a_repost_of_which_only_the_author_is_told_shares_nothing():
    """Which post it was isn't known."""
    assert objects("repost", post("2", repost_of_author_handle="a")) == {}


def test_links_are_the_same_in_every_writing():
    """Tracking, case and fragment don't matter; an empty one and one that leads to no page are nothing."""
    written = ["https://Warta.example/a?utm_source=x#atas", "https://warta.example/a", "", "mailto:a@b.example"]
    found = objects("link", *(post(str(i), links=[link]) for i, link in enumerate(written)))

    assert found == {"0": ["https://warta.example/a"], "1": ["https://warta.example/a"]}


def test_a_link_counts_once_a_post():
    """However often it stands there."""
    assert objects("link", post("1", links=["https://a.example/", "https://a.example", "https://b.example/"])) == {
        "1": ["https://a.example/", "https://b.example/"]
    }


def test_hashtags_are_a_set():
    """In any order and case; one alone is what everybody uses."""
    found = objects(
        "hashtag", post("1", hashtags=["B", "a", "A"]), post("2", hashtags=["a"]), post("3", hashtags=["#x", "a"])
    )

    assert found["1"] == ["#a #b"]
    assert "2" not in found


def test_mentions_are_a_set():
    """Of two accounts at least."""
    both = {"mention_ids": [None, None], "mention_handles": ["Siti_contoh", "budi_contoh"]}

    assert objects("mention", post("1", **both), post("2", mention_ids=[None], mention_handles=["siti_contoh"])) == {
        "1": ["x:@budi_contoh x:@siti_contoh"]
    }


def test_replies_share_what_they_answer():
    """The post."""
    assert objects("reply", post("2", reply_to="1")) == {"2": ["x:1"]}


def test_texts_that_are_nearly_the_same():
    """Another greeting, link or mention makes no other text; a text that nobody repeats is nothing."""
    found = objects(
        "text",
        post("1", text=TEXT),
        post("2", text=f"{TEXT.upper()}!! https://a.example/1 @budi_contoh"),
        post("3", text="antre di rumah sakit dari subuh sampai sore belum dipanggil"),
        post("4", text=None),
    )

    assert set(found) == {"1", "2"}
    assert found["1"] == found["2"]


def test_short_texts_are_nothing():
    """Links, mentions and hashtags are no words."""
    short = "padam lagi nih gais #PadamLagi #PLN https://a.example/x @pln_123"

    assert objects("text", post("1", text=short), post("2", text=short)) == {}
    assert set(objects("text", post("1", text=short), post("2", text=short), words=4)) == {"1", "2"}


def test_huge_texts_are_compared_like_others():
    """A text of 100,000 characters, in words or as one word."""
    words, word = "aduh lama sekali antre di loket " * 3_000, "a" * 100_000
    found = objects("text", *(post(str(i), text=text) for i, text in enumerate([words, words, word, word])))

    assert set(found) == {"0", "1"}


def test_what_is_not_looked_at_is_counted():
    """Posts without an author or a time, of agencies and of media, and none of them twice."""
    made = graph(
        post("1", text=TEXT),
        Post(platform="x", id="2", text=TEXT, created_at=NOON),
        post("3", at=None, text=TEXT),
        Post(platform="x", id="4", text=TEXT, created_at=NOON, author_id="9", author_handle="pln_123"),
        Post(platform="x", id="5", text=TEXT, author_id="9", author_handle="pln_123"),
        post("6", text=TEXT, context=True),
        post("7", text=TEXT),
    )
    found = shared(made, ["text"])

    assert found.left_out == {"no_author": 1, "no_time": 2, "agencies": 1}
    assert found.posts == 2
    assert set(found.shares["post"]) == {"x:1", "x:7"}
    assert set(shared(made, ["text"], agencies=True).shares["post"]) == {"x:1", "x:4", "x:7"}


def test_media_are_kept_apart():
    """As agencies are: their templates are their work."""
    medium = Post(platform="x", id="1", text=TEXT, created_at=NOON, author_id="9", author_handle="detikcom")

    assert shared(graph(medium), ["text"]).left_out["agencies"] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_of_nothing_comes_nothing(kind):
    """Every kind gives a table with its columns, also where no post has anything to share."""
    found = shared(graph(post("1", at=NOON + timedelta(1))), [kind])

    assert found.shares.columns == ["kind", "object", "account", "post", "time"]
    assert found.shares.is_empty()
