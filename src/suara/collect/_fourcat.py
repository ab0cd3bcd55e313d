"""What the columns of 4CAT's CSVs are, platform by platform.

Column names: 4CAT, `map_item` of each data source. Most fields are a column; what takes more than one is in a function.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from suara.collect import _captions
from suara.collect import _x_text as x_text
from suara.collect._ids import is_code
from suara.collect._instagram import media_id
from suara.collect._values import is_id

Row = dict[str, str]
"""The cells of a row by column; "" where a cell is empty."""

_MANGLED = re.compile(r"[\d.,]+[eE][+-]?\d+|\d+[.,]\d*")
_CHAT = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_PROFILE = re.compile(r"profile\.php\?id=(\d+)")
_DIGITS = re.compile(r"@(\d+)")


def not_mangled(text: str) -> bool:
    """Whether an id of no known form is one: not empty, and not what a spreadsheet makes of a number.

    Example:
        >>> not_mangled("laporan-7"), not_mangled("1,83E+18"), not_mangled("12.0"), not_mangled("")
        (True, False, False, False)
    """
    return bool(text) and _MANGLED.fullmatch(text) is None


class Layout(NamedTuple):
    """The columns of one platform: how it is told, and where the fields of a post stand."""

    platform: str
    needs: frozenset[str]
    columns: dict[str, tuple[str, ...]]  # by field of Post; the first that is filled
    whole: Callable[[str], bool] = not_mangled  # whether an id of a post is one
    utc: bool = False  # `timestamp` is UTC; elsewhere it is the clock of whoever ran 4CAT
    more: Callable[[Row], dict[str, Any]] = lambda row: {}
    takes: frozenset[str] = frozenset()  # what `more` reads


def yes(text: str) -> bool | None:
    """A flag: 4CAT writes yes and no, or True and False; Zeeschuimer true and false.

    Example:
        >>> yes("yes"), yes("False"), yes("")
        (True, False, None)
    """
    return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.get(text.lower())


def parts(text: str) -> list[str]:
    """The parts of a list that is written with commas; those within an address part nothing.

    Example:
        >>> parts("a,b"), parts("https://a.example/1,2,https://b.example"), parts("")
        (['a', 'b'], ['https://a.example/1,2', 'https://b.example'], [])
    """
    pattern = r",(?=https?://)" if text.startswith(("http://", "https://")) else ","
    return [part.strip() for part in re.split(pattern, text) if part.strip()]


def _x(row: Row) -> dict[str, Any]:
    original = row.get("retweeted_user", "").lower()
    mentions = [name for name in parts(row.get("mentions", "")) if name.lower() != original]
    found: dict[str, Any] = {"text": x_text.plain(row["body"]) or None, "mention_handles": mentions}
    return found | ({"views": None} if row.get("impression_count") == "0" else {})  # 0 where X told none


def _tiktok_comment(row: Row) -> dict[str, Any]:
    """A comment answers a comment, or else the video; who hides the handle is given by id ("@123")."""
    answered = row["thread_id"] if yes(row["is_comment_on_comment"]) else row["post_id"]
    by_id = _DIGITS.fullmatch(row["author"])
    return {"reply_to": answered or None} | ({"author_id": by_id[1], "author_handle": None} if by_id else {})


def _instagram(row: Row) -> dict[str, Any]:
    """4CAT writes 0 for what isn't told: of hidden likes, of views of pictures, and of posts seen in a grid."""
    tagged = parts(row.get("usertags", ""))
    own = media_id(row["id"]) or row["id"]
    found: dict[str, Any] = {
        "id": own,
        "conversation": own,
        "mention_handles": list(dict.fromkeys([*_captions.mentions(row["body"]), *tagged])),
    }
    if yes(row.get("likes_hidden", "")):
        found["likes"] = None
    if row.get("play_count") == "0":
        found["views"] = None
    if yes(row.get("partial_item", "")):
        found |= {"likes": None, "replies": None, "author_verified": yes(row.get("verified", "")) or None}
        found |= {"place": None} if row["body"] else {"mention_handles": None, "hashtags": None}
    return found


def _threads(row: Row) -> dict[str, Any]:
    return {"mention_handles": _captions.mentions(row["body"])}


def _bluesky(row: Row) -> dict[str, Any]:
    """Posts are told by address; only where that has an account's id, or names the first post, is there an id."""
    languages = [language for language in parts(row["languages"]) if language != "N/A"]
    mentions = parts(row["mentions"])
    return {
        "lang": languages[0] if len(languages) == 1 else None,
        "reply_to": _uri(row["replied_to_post"], row["thread_id"]),
        "quote_of": _uri(row["quoted_post"], ""),
        "mention_ids": [name if name.startswith("did:") else None for name in mentions],
        "mention_handles": [None if name.startswith("did:") else name for name in mentions],
    } | _account("reply_to_author", row["replied_to_user"])


def _uri(url: str, first: str) -> str | None:
    """The id of a post on Bluesky by its address, which mostly has a handle where the id has an account's id."""
    account, _, key = url.removeprefix("https://bsky.app/profile/").partition("/post/")
    if account.startswith("did:") and key:
        return f"at://{account}/app.bsky.feed.post/{key}"
    return first if key and first.endswith(f"/{key}") else None


def _account(field: str, name: str) -> dict[str, Any]:
    return {f"{field}_id": name, f"{field}_handle": None} if name.startswith("did:") else {}


def _facebook(row: Row) -> dict[str, Any]:
    """Who has no name of his own in his address has his id there."""
    by_id = _PROFILE.fullmatch(row["author"])
    found: dict[str, Any] = {"conversation": row["id"], "hashtags": _captions.hashtags(row["body"])}
    return found | ({"author_id": by_id[1], "author_handle": None} if by_id else {})


def _telegram(row: Row) -> dict[str, Any]:
    """Messages are numbered within their chat."""
    chat, _, number = row["id"].rpartition("-")
    answered = row["reply_to"]
    return {
        "url": f"https://t.me/{chat}/{number}" if _CHAT.fullmatch(chat) else None,
        "reply_to": f"{chat}-{answered}" if answered else None,
        "hashtags": _captions.hashtags(row["body"]),
    }


def _telegram_id(text: str) -> bool:
    chat, _, number = text.rpartition("-")
    return bool(chat) and is_id(number)


def _youtube_video(row: Row) -> dict[str, Any]:
    title = row.get("videoTitle", "")
    return {"conversation": row["id"], "text": "\n".join(filter(None, (title, row["body"]))) or None}


LAYOUTS = (
    Layout(
        "x",
        frozenset({"thread_id", "retweet_count", "is_retweet", "retweeted_user"}),
        {
            "url": ("link",),
            "author_id": ("author_id",),
            "author_name": ("author_fullname",),
            "author_followers": ("author_followers",),
            "author_verified": ("verified",),
            "lang": ("language_guess",),
            "conversation": ("thread_id",),
            "reply_to_author_handle": ("replied_author", "replied_user"),
            "repost_of_author_handle": ("retweeted_user",),
            "quote_of": ("quote_tweet_id",),
            "quote_of_author_handle": ("quote_author", "quoted_user"),
            "hashtags": ("hashtags",),
            "links": ("urls",),
            "likes": ("like_count",),
            "reposts": ("retweet_count",),
            "replies": ("reply_count",),
            "quotes": ("quote_count",),
            "views": ("impression_count",),
            "place": ("place_name",),
        },
        is_id,
        utc=True,
        more=_x,
        takes=frozenset({"mentions"}),
    ),
    Layout(
        "tiktok",
        frozenset({"thread_id", "tiktok_url", "plays", "comments"}),
        {
            "url": ("tiktok_url",),
            "author_name": ("author_full",),
            "author_followers": ("author_followers",),
            "conversation": ("thread_id",),
            "hashtags": ("hashtags",),
            "likes": ("likes",),
            "reposts": ("shares",),
            "replies": ("comments",),
            "views": ("plays",),
            "place": ("location_created",),
        },
        is_id,
        utc=True,
    ),
    Layout(
        "tiktok",
        frozenset({"thread_id", "post_id", "comment_url", "is_comment_on_comment"}),
        {
            "url": ("comment_url",),
            "author_name": ("author_full",),
            "lang": ("language_guess",),
            "conversation": ("post_id",),
            "likes": ("likes",),
            "replies": ("replies",),
        },
        is_id,
        more=_tiktok_comment,
    ),
    Layout(
        "instagram",
        frozenset({"thread_id", "parent_id", "num_likes", "num_comments"}),
        {
            "url": ("url",),
            "author_id": ("author_id",),
            "author_name": ("author_fullname",),
            "author_verified": ("verified", "is_verified"),
            "hashtags": ("hashtags",),
            "likes": ("num_likes",),
            "replies": ("num_comments",),
            "views": ("play_count",),
            "place": ("location_name",),
        },
        is_code,
        more=_instagram,
        takes=frozenset({"usertags", "likes_hidden", "partial_item"}),
    ),
    Layout(
        "threads",
        frozenset({"thread_id", "link_url", "reposts", "quotes", "replies"}),
        {
            "url": ("url",),
            "author_verified": ("author_is_verified",),
            "hashtags": ("hashtags",),
            "links": ("link_url",),
            "likes": ("likes",),
            "reposts": ("reposts",),
            "replies": ("replies",),
            "quotes": ("quotes",),
        },
        is_code,
        more=_threads,
    ),
    Layout(
        "bluesky",
        frozenset({"thread_id", "repost_count", "replied_to_post", "replied_to_user", "quoted_post", "languages"})
        | {"mentions"},
        {
            "url": ("link",),
            "author_id": ("author_id",),
            "author_name": ("author_display_name",),
            "conversation": ("thread_id",),
            "reply_to_author_handle": ("replied_to_user",),
            "quote_of_author_handle": ("quoted_user",),
            "hashtags": ("tags",),
            "links": ("links",),
            "likes": ("like_count",),
            "reposts": ("repost_count",),
            "replies": ("reply_count",),
            "quotes": ("quote_count",),
        },
        lambda text: text.startswith("at://"),
        more=_bluesky,
    ),
    Layout(
        "facebook",
        frozenset({"url", "author_name", "is_in_group", "group_name"}),
        {"url": ("url",), "author_name": ("author_name",)},
        more=_facebook,
    ),
    Layout(
        "telegram",
        frozenset({"thread_id", "chat", "author_username", "reply_to"}),
        {
            "author_id": ("author",),
            "author_handle": ("author_username",),
            "author_name": ("author_name",),
            "repost_of_author_id": ("author_forwarded_from_id",),
            "repost_of_author_handle": ("author_forwarded_from_username",),
            "mention_handles": ("entities_mentioned",),
            "links": ("link_attached",),
            "views": ("views",),
        },
        _telegram_id,
        more=_telegram,
    ),
    Layout(
        "youtube",
        frozenset({"thread_id", "isReplyTo", "authorName"}),
        {
            "author_id": ("authorChannelId",),
            "author_name": ("authorName",),
            "reply_to": ("isReplyTo",),
            "likes": ("likeCount",),
            "replies": ("replyCount",),
        },
        utc=True,
        more=lambda row: {"author_handle": row["author"][1:] if row["author"].startswith("@") else None},
    ),
    Layout(
        "youtube",
        frozenset({"thread_id", "videoId", "channelId", "channelTitle"}),
        {
            "url": ("youtube_url",),
            "author_id": ("channelId",),
            "author_name": ("channelTitle",),
            "views": ("viewCount",),
            "likes": ("likeCount",),
            "replies": ("commentCount",),
        },
        utc=True,
        more=lambda row: _youtube_video(row) | {"author_handle": None},
        takes=frozenset({"videoTitle"}),
    ),
    Layout("web", frozenset({"thread_id", "timestamp"}), {"conversation": ("thread_id",), "hashtags": ("hashtags",)}),
)
"""The platforms, the most particular first; the last is an upload of one's own, of which 4CAT asks only the least."""
