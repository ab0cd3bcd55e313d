"""tweet-harvest CSV or XLSX: posts of X, in any of its header generations.

It has no replied-to id, no repost flag, and no columns for hashtags and mentions: the conversation and the replied-to
handle link replies, and the rest is read from the text. Where the handle of the author is missing (`username` empty,
`tweet_url` with "undefined"), the account lives from `user_id_str`. A spreadsheet rounds ids, of which none can be told
to be right; where `tweet_url` is there, it holds the post's id as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from suara.collect import _x_text as x_text
from suara.collect._input import Input, rejected
from suara.collect._rows import records
from suara.collect._values import count, is_id, time
from suara.posts import Notice, Post, Problem

TITLE = "tweet-harvest CSV or XLSX"
LOOKS_FOR = "a CSV or XLSX header with `id_str`, `full_text` (or `TEXT`), `created_at` and `conversation_id_str`"

_NEEDED = {"id_str", "created_at", "conversation_id_str"}
_TEXT = {"full_text", "TEXT"}  # the latter in tables that were made ready for labels
TAKES = frozenset(
    _NEEDED
    | _TEXT
    | {"user_id_str", "username", "tweet_url", "in_reply_to_screen_name", "lang", "location"}
    | {"favorite_count", "retweet_count", "reply_count", "quote_count"}
)
LEAVES = frozenset({"image_url"})
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "text", "lang", "created_at", "conversation", "reply_to_author_handle"}
    | {
        "repost_of_author_handle",
        "mention_handles",
        "hashtags",
        "links",
        "likes",
        "reposts",
        "replies",
        "quotes",
        "place",
    }
)
CANNOT = "which post is answered or passed on (only whose), followers, views"
_ID_IN_URL = re.compile(r"https?://(?:x|twitter)\.com/\w+/status/([0-9]+)")
_AUTHOR_IN_URL = re.compile(r"https?://(?:x|twitter)\.com/([A-Za-z0-9_]{1,15})/status/")


def recognise(file: Input) -> bool:
    """Whether the header has tweet-harvest's columns."""
    return set(file.header) >= _NEEDED and bool(_TEXT & set(file.header))


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    replies_told = "in_reply_to_screen_name" in file.header
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        if not is_id(row["id_str"]) and (found := _ID_IN_URL.fullmatch(row.get("tweet_url", ""))):
            yield Notice(kind="recovered_id", line=line, example=row["id_str"][:40])
            row["id_str"] = found[1]
        if not is_id(row["id_str"]):
            yield rejected(line, f"a mangled id: {row['id_str'][:40]!r}", raw, kind="mangled_id")
            continue
        try:
            created_at = time(row["created_at"])
        except ValueError as error:
            yield rejected(
                line, f"an impossible time: {row['created_at'][:40]!r} ({error})", raw, kind="impossible_time"
            )
            continue
        for field in ("conversation_id_str", "user_id_str"):
            if row.get(field) and not is_id(row[field]):
                yield rejected(line, f"a mangled id: {row[field][:40]!r}", raw, field, "mangled_id")
                row[field] = ""
        text = x_text.plain(row.get("full_text") or row.get("TEXT", ""))
        repost_of, rest = x_text.reposted(text)
        mentions = x_text.mentions(rest)
        conversation = row["conversation_id_str"] or None
        answered = row.get("in_reply_to_screen_name") or None
        if not replies_told and conversation != row["id_str"] and rest.startswith("@") and not repost_of:
            answered = next(iter(mentions), None)  # a reply on X begins with the name of whom it answers
        handle = row.get("username") or _author(row.get("tweet_url", ""))
        yield Post(
            platform="x",
            id=row["id_str"],
            url=f"https://x.com/{handle or 'i'}/status/{row['id_str']}",
            author_id=row.get("user_id_str") or None,
            author_handle=handle,
            text=text,
            lang=row.get("lang") or None,
            created_at=created_at,
            conversation=conversation,
            reply_to_author_handle=answered,
            repost_of_author_handle=repost_of,
            mention_ids=[None] * len(mentions),
            mention_handles=list(mentions),
            hashtags=x_text.hashtags(rest),
            links=x_text.links(rest),
            likes=count(row.get("favorite_count")),
            reposts=count(row.get("retweet_count")),
            replies=count(row.get("reply_count")),
            quotes=count(row.get("quote_count")),
            place=row.get("location") or None,
            source="tweet_harvest",
        )


def _author(url: str) -> str | None:
    found = _AUTHOR_IN_URL.match(url)
    return found[1] if found and found[1] not in ("undefined", "i") else None
