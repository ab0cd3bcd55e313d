"""`Post`: declared once, and everything else is derived from it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import polars as pl
import pytest

from suara.posts import Post
from suara.posts.post import COUNTS, KEY, KEYED, SCHEMA, frame

FULL = Post(
    platform="x",
    id="1",
    url="https://contoh.example/1",
    author_id="9",
    author_handle="warga_contoh",
    author_name="Warga",
    author_followers=41,
    author_verified=False,
    text="halo 😀",
    lang="in",
    created_at=datetime(2023, 9, 8, 1, 2, 3, 456000, tzinfo=UTC),
    conversation="1",
    reply_to="2",
    reply_to_author_id="8",
    reply_to_author_handle="layanan_contoh",
    repost_of="3",
    repost_of_author_id="7",
    repost_of_author_handle="kabar_contoh",
    quote_of="4",
    quote_of_author_id="6",
    quote_of_author_handle="sari_contoh",
    mention_ids=["8", None],
    mention_handles=[None, "sari_contoh"],
    hashtags=["Pipa"],
    links=[],
    likes=0,
    reposts=1,
    replies=2,
    quotes=3,
    views=1 << 62,
    place="Kota Contoh",
    collected_at=datetime(2023, 9, 9, tzinfo=UTC),
    source="contoh",
    context=True,
)


def test_columns_are_the_fields() -> None:
    """The corpus has a column per field of Post, in its order."""
    assert list(Post.__struct_fields__) == list(SCHEMA)


def test_types_are_derived() -> None:
    """The types of the columns follow from those of the fields."""
    assert pl.String == SCHEMA["id"]
    assert pl.Int64 == SCHEMA["likes"]
    assert pl.Boolean == SCHEMA["author_verified"]
    assert pl.Datetime("us", "UTC") == SCHEMA["created_at"]
    assert pl.List(pl.String) == SCHEMA["mention_ids"]


def test_every_count_is_a_number() -> None:
    """Counts and key name fields there are, counts whole numbers."""
    assert {*COUNTS, *KEY} <= set(SCHEMA)
    assert {pl.Int64} == {SCHEMA[name] for name in COUNTS}


@pytest.mark.parametrize("posts", [[], [Post(platform="x", id="1")], [FULL], [FULL, Post(platform="x", id="2"), FULL]])
def test_frame_keeps_everything(posts: list[Post]) -> None:
    """Posts as columns and back are the same posts, and the columns are always the same."""
    table = frame(posts)
    assert dict(table.schema) == SCHEMA
    assert [msgspec.structs.asdict(post) for post in posts] == table.to_dicts()


def test_frame_turns_times_into_utc() -> None:
    """A time of another zone is the same time in UTC."""
    at = datetime(2023, 9, 8, 8, tzinfo=timezone(timedelta(hours=7)))
    assert datetime(2023, 9, 8, 1, tzinfo=UTC) == frame([Post(platform="x", id="1", created_at=at)])["created_at"][0]


def test_all_but_the_key_is_unknown() -> None:
    """A post of which only the key is known has no 0 and no "" in it."""
    unknown = {k: v for k, v in msgspec.structs.asdict(Post(platform="x", id="1")).items() if k not in KEY}
    assert {None, False} == set(unknown.values())
    assert unknown["context"] is False


def test_posts_do_not_change() -> None:
    """A post can't be changed after it was made."""
    with pytest.raises(AttributeError):
        FULL.likes = 5  # type: ignore[misc]


def test_key_in_text() -> None:
    """After the corpus the key of a post is its platform and id in one."""
    assert frame([FULL]).select(KEYED)["platform"].to_list() == ["x:1"]
