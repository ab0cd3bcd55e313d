"""CSV of older tweepy scripts: posts of X without an author, with the replied-to id as a number.

The script wrote the replied-to id through a column of numbers, which rounded it (1.5995e+18): every one is destroyed,
and is refused while its post is kept. A repost is seen by its text, "RT @name:"; texts over 140 characters are cut.
"""

from __future__ import annotations

from collections.abc import Iterator

from suara.collect import _x_text as x_text
from suara.collect._input import Input, rejected
from suara.collect._rows import records
from suara.collect._tweepy import at
from suara.collect._values import count
from suara.collect._whole_ids import rejected_whole, whole
from suara.posts import Notice, Post, Problem

TITLE = "tweepy CSV (older scripts, without an author)"
LOOKS_FOR = "a header with `tweet_id`, `text`, `created_at`, `reply_to_status` and `reply_to_user`"

_NEEDED = {"tweet_id", "text", "created_at", "reply_to_status", "reply_to_user"}
TAKES = frozenset(_NEEDED | {"favorite_count", "retweet_count"})
LEAVES = frozenset({"source", "retweets", "favorites"})  # the last two are the same as the counts
TELLS = frozenset(
    {"id", "url", "text", "created_at", "reply_to", "reply_to_author_handle", "repost_of_author_handle"}
    | {"mention_handles", "hashtags", "links", "likes", "reposts"}
)
CANNOT = "who wrote a post; which post is passed on (only whose), replies, views, the ends of long texts"


def recognise(file: Input) -> bool:
    """Whether the header has the script's columns."""
    return set(file.header) >= _NEEDED


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        ids, problems = whole({"tweet_id": row["tweet_id"], "reply_to_status": row["reply_to_status"]}, line, raw)
        if ids["tweet_id"] is None:
            mangled = [rejected_whole(problem) for problem in problems if problem.field == "tweet_id"]
            yield from mangled or [rejected(line, "not a post: it has no id", raw, kind="not_a_post")]
            continue
        try:
            created_at, zoneless = at(row["created_at"])
        except ValueError as error:
            reason = f"an impossible time: {row['created_at'][:40]!r} ({error})"
            yield rejected(line, reason, raw, kind="impossible_time")
            continue
        yield from problems
        if zoneless:
            yield Notice(kind="zone_doubt", line=line, example="UTC")
        text = x_text.plain(row["text"])
        there, is_cut = x_text.uncut(text)
        if is_cut and not text.endswith("…"):  # those that do are seen by it
            yield Notice(kind="truncated", line=line, example=text[-40:])
        repost_of, rest = x_text.reposted(there)
        mentions = x_text.mentions(rest)
        yield Post(
            platform="x",
            id=ids["tweet_id"],
            url=f"https://x.com/i/status/{ids['tweet_id']}",
            text=text,
            created_at=created_at,
            reply_to=ids["reply_to_status"],
            reply_to_author_handle=row["reply_to_user"] or None,
            repost_of_author_handle=repost_of,
            mention_ids=[None] * len(mentions),
            mention_handles=list(mentions),
            hashtags=x_text.hashtags(rest),
            links=x_text.links(rest),
            likes=count(row.get("favorite_count")),
            reposts=count(row.get("retweet_count")),
            source="tweepy_csv",
        )
