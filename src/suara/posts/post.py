"""`Post`: what somebody wrote, on any platform. Declared once; every list of columns is derived from here."""

from __future__ import annotations

import types
import typing
from datetime import datetime
from operator import attrgetter

import msgspec
import polars as pl
import pyarrow as pa


class Post(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One post, comment or reply. What a platform doesn't tell is None, never 0 or "".

    Ids are text. Times are UTC. Handles are without "@", in the writing of the platform.

    Example:
        >>> Post(platform="x", id="1", text="Halo").likes is None
        True
    """

    platform: str  # x, youtube, tiktok, ...
    id: str  # the platform's own id
    url: str | None = None
    author_id: str | None = None
    author_handle: str | None = None
    author_name: str | None = None
    author_followers: int | None = None
    author_verified: bool | None = None
    text: str | None = None
    lang: str | None = None  # as the platform says (BCP 47; X writes Indonesian "in")
    created_at: datetime | None = None
    conversation: str | None = None  # id of the post that began the thread
    reply_to: str | None = None  # id of the post it answers
    reply_to_author_id: str | None = None
    reply_to_author_handle: str | None = None
    repost_of: str | None = None
    repost_of_author_id: str | None = None
    repost_of_author_handle: str | None = None
    quote_of: str | None = None
    quote_of_author_id: str | None = None
    quote_of_author_handle: str | None = None
    mention_ids: list[str | None] | None = None  # in step with mention_handles
    mention_handles: list[str | None] | None = None
    hashtags: list[str] | None = None  # without "#"
    links: list[str] | None = None  # resolved where the platform resolves them
    likes: int | None = None
    reposts: int | None = None
    replies: int | None = None
    quotes: int | None = None
    views: int | None = None
    place: str | None = None
    collected_at: datetime | None = None  # when this copy was fetched
    source: str | None = None  # the adapter that read it
    context: bool = False  # not collected itself: it came along because a collected post refers to it


class Problem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A record, or one field of it, that can't be taken: where, why, and the record itself.

    `field` is None where the whole record is rejected; otherwise the post is kept without that field.
    """

    line: int
    reason: str
    raw: str
    field: str | None = None
    kind: str = "broken"  # what sort of problem it is: a name in collect/_words.toml


class Notice(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a reader of the posts should know of a record that was taken, or of the whole file (line 0).

    Example:
        >>> Notice(kind="replies_missing", line=3, count=57).count
        57
    """

    kind: str  # a name in collect/_words.toml
    line: int = 0
    count: int = 1
    example: str | None = None


COUNTS = ("likes", "reposts", "replies", "quotes", "views", "author_followers")
"""Fields of which a newer copy of the same post knows better."""

KEY = ("platform", "id")
"""What makes a post the same post."""

TIME = pl.Datetime("us", "UTC")


_DTYPES: dict[type, pl.DataType | type[pl.DataType]] = {
    str: pl.String,
    int: pl.Int64,
    bool: pl.Boolean,
    datetime: TIME,
}


def _dtype(hint: object) -> pl.DataType | type[pl.DataType]:
    """The column type of a field: its Python type without the None."""
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        (hint,) = [part for part in typing.get_args(hint) if part is not types.NoneType]
    if typing.get_origin(hint) is list:
        return pl.List(_dtype(typing.get_args(hint)[0]))
    return _DTYPES[typing.cast(type, hint)]


SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    name: _dtype(hint) for name, hint in typing.get_type_hints(Post).items()
}
"""The columns of the corpus: one per field of Post, in its order."""


_ARROW = {
    field.name: field.type
    for field in pl.DataFrame(schema=SCHEMA).to_arrow().schema
    if pa.types.is_large_list(field.type) or pa.types.is_timestamp(field.type)
}


def frame(posts: list[Post]) -> pl.DataFrame:
    """Posts as columns.

    Example:
        >>> frame([Post(platform="x", id="1")]).select("platform", "id", "likes").row(0)
        ('x', '1', None)
    """
    return pl.DataFrame([_column(name, list(map(attrgetter(name), posts))) for name in SCHEMA])


def _column(name: str, values: list[object]) -> pl.Series:
    """One field of many posts; lists and times by way of Arrow, which is 5 to 30 times as fast at these."""
    if name in _ARROW:
        return pl.Series(name, pa.array(values, type=_ARROW[name]))
    return pl.Series(name, values, dtype=SCHEMA[name])


IS_REPOST = pl.any_horizontal(pl.col("repost_of", "repost_of_author_id", "repost_of_author_handle").is_not_null())
"""Whether a post passes another on; some sources tell whose it was, but not which."""

KEYED = pl.concat_str("platform", pl.lit(":"), "id")
"""The key of a post everywhere after the corpus: `x:1600000000000000000`."""
