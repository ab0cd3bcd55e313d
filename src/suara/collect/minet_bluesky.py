"""minet CSV of Bluesky posts, as twitwi writes it; of the API, of the firehose, or of Tap.

`text` is put together by twitwi from the post, its links and what it quotes: `original_text` is what was written. Times
are told in seconds, and their fractions in `local_time`. A row of a feed may say who reposted the post: that makes two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from suara.collect import _at
from suara.collect._input import Input, rejected
from suara.collect._rows import records
from suara.collect._twitwi_clock import collected
from suara.collect._values import count, epoch, many
from suara.posts import Notice, Post, Problem

TITLE = "minet CSV of Bluesky posts"
LOOKS_FOR = "a CSV header with `uri`, `timestamp_utc`, `user_did`, `original_text` and `to_post_uri`"

_NEEDED = {"uri", "timestamp_utc", "user_did", "original_text", "to_post_uri"}
_REFERENCES = ("to_post_uri", "to_root_post_uri", "quoted_uri")
TAKES = frozenset(
    {*_NEEDED, *_REFERENCES, "url", "local_time", "user_handle", "user_display_name", "user_langs", "collection_time"}
    | {"like_count", "repost_count", "reply_count", "quote_count", "links", "hashtags", "match_query"}
    | {"mentioned_user_dids", "mentioned_user_handles", "quoted_user_handle"}
    | {"repost_by_user_did", "repost_by_user_handle", "repost_created_at", "repost_timestamp_utc"}
)
LEAVES = frozenset(
    {
        "cid",
        "did",
        "indexed_at_utc",
        "firehose_timestamp_us",
        "text",
        "bookmark_count",
        "bridgy_original_url",
        "user_url",
    }
    | {"user_avatar", "user_created_at", "user_timestamp_utc", "quoted_created_at", "quoted_timestamp_utc"}
    | {f"to_{post}_{part}" for post in ("post", "root_post") for part in ("cid", "did", "url")}
    | {"to_user_did", "to_root_user_did", "quoted_cid", "quoted_did", "quoted_url", "quoted_user_did", "quoted_status"}
    | {"domains", "card_link", "card_title", "card_description", "card_thumbnail", "collected_via"}
    | {"media_urls", "media_thumbnails", "media_types", "media_alt_texts"}
    | {"replies_rules", "replies_rules_created_at", "replies_rules_timestamp_utc", "hidden_replies_uris"}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "text", "lang", "created_at", "conversation", "reply_to"}
    | {"reply_to_author_id", "repost_of", "repost_of_author_id", "repost_of_author_handle", "quote_of"}
    | {"quote_of_author_id", "quote_of_author_handle", "mention_ids", "mention_handles", "hashtags", "links"}
    | {"likes", "reposts", "replies", "quotes", "collected_at"}
)
CANNOT = "followers, views; the handle of the account that is answered (its DID is told); hashtags are in lower case"


def recognise(file: Input) -> bool:
    """Whether the header has minet's columns for Bluesky."""
    return set(file.header) >= _NEEDED


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts; of a row with a repost, the repost and what was reposted."""
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        if not _at.is_post(row["uri"]) or not _at.is_did(row["user_did"]):
            wrong = row["user_did"] if _at.is_post(row["uri"]) else row["uri"]
            yield rejected(line, f"a mangled id: {wrong[:80]!r}", raw, kind="mangled_id")
            continue
        try:
            created_at = _exact(row["timestamp_utc"], row.get("local_time", ""))
            reposted_at = _exact(row.get("repost_timestamp_utc", ""), row.get("repost_created_at", ""))
        except ValueError as error:
            yield rejected(line, f"an impossible time ({error})", raw, kind="impossible_time")
            continue
        for field in _REFERENCES:
            if row.get(field) and not _at.is_uri(row[field]):
                yield rejected(line, f"a mangled id: {row[field][:80]!r}", raw, field, "mangled_id")
                row[field] = ""
        filled = {name: value or None for name, value in row.items()}
        post = _post(filled, created_at)
        yield post
        if by := filled.get("repost_by_user_did"):
            if _at.is_did(by):
                yield _repost(post, by, filled.get("repost_by_user_handle"), reposted_at)
            else:
                yield rejected(line, f"a mangled id: {by[:80]!r}", raw, "repost_of", "mangled_id")


def _post(row: dict[str, str | None], created_at: datetime | None) -> Post:
    get = row.get
    uri = get("uri") or ""
    ids, handles = _mentions(get("mentioned_user_dids"), get("mentioned_user_handles"))
    quote_of = quoted if _at.is_post(quoted := get("quoted_uri")) else None
    return Post(
        platform="bluesky",
        id=uri,
        url=get("url"),
        author_id=get("user_did"),
        author_handle=_at.handle(get("user_handle")),
        author_name=get("user_display_name"),
        text=get("original_text"),
        lang=next(iter(many(get("user_langs"))), None),
        created_at=created_at,
        conversation=get("to_root_post_uri") if get("to_post_uri") else uri,
        reply_to=get("to_post_uri"),
        reply_to_author_id=_at.author(get("to_post_uri")),
        quote_of=quote_of,
        quote_of_author_id=_at.author(quote_of),
        quote_of_author_handle=_at.handle(get("quoted_user_handle")) if quote_of else None,
        mention_ids=ids,
        mention_handles=handles,
        hashtags=many(get("hashtags")),
        links=many(get("links")),
        likes=count(get("like_count")),
        reposts=count(get("repost_count")),
        replies=count(get("reply_count")),
        quotes=count(get("quote_count")),
        collected_at=collected(get("collection_time"), get("local_time"), created_at),
        source="minet_bluesky",
        # "0" where a quote or a thread brought it along
        context=get("match_query") in ("0", "False", "false") or get("repost_by_user_did") is not None,
    )


def _repost(post: Post, by: str, handle: str | None, at: datetime | None) -> Post:
    return Post(
        platform="bluesky",
        id=_at.repost(post.id, by),
        author_id=by,
        author_handle=_at.handle(handle),
        created_at=at,
        repost_of=post.id,
        repost_of_author_id=post.author_id,
        repost_of_author_handle=post.author_handle,
        collected_at=post.collected_at,
        source="minet_bluesky",
    )


def _exact(seconds: str, local: str) -> datetime | None:
    """A time with the fraction of a second that the same time by another clock tells."""
    at = epoch(seconds)
    try:
        return at and at.replace(microsecond=datetime.fromisoformat(local).microsecond)
    except ValueError:
        return at


def _mentions(dids: str | None, handles: str | None) -> tuple[list[str | None], list[str | None]]:
    """Ids and handles of the mentions; where they are out of step, the handles are left out."""
    ids = many(dids)
    names = (handles or "").split("|")
    if len(names) != len(ids):
        names = [""] * len(ids)
    return list(ids), [_at.handle(name) for name in names]
