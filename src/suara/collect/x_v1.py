"""X API v1.1: tweets as twarc 1, tweepy (`_json`) and the streaming API wrote them until 2023.

One tweet a line, an array of them, or an answer of the search (`statuses`). A repost and a quote hold the whole other
tweet; those come along as context. A long text stands in `full_text`, in `extended_tweet`, or is lost. Tweets that
were fetched as a web page embeds them have the same shape, with `quoted_tweet`, `parent` and `conversation_count`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec

from suara.collect._input import Input, rejected
from suara.collect._json import decoded, fields_of, first
from suara.collect._values import count, time
from suara.collect._whole_ids import Id, rejected_whole, whole
from suara.collect._x_text import hashtags, plain
from suara.posts import Notice, Post, Problem
from suara.posts.post import SCHEMA

TITLE = "X API v1.1 (twarc 1, tweepy, streams, embedded tweets)"
LOOKS_FOR = "JSON tweets with `id_str`, `created_at`, `text` or `full_text`, and their `user`"

_Count = Annotated[int, msgspec.Meta(le=(1 << 63) - 1)]  # what a column of the corpus can hold


class _User(msgspec.Struct, gc=False):
    id_str: Id = None
    id: Id = None
    screen_name: str | None = None
    name: str | None = None
    followers_count: _Count | None = None
    verified: bool | None = None
    location: str | None = None


class _Of(msgspec.Struct, gc=False):
    """A hashtag, a link or a mention: whichever of these fields it has."""

    text: str | None = None
    expanded_url: str | None = None
    url: str | None = None
    screen_name: str | None = None
    id_str: str | None = None


class _Entities(msgspec.Struct, gc=False):
    hashtags: list[_Of] = []
    user_mentions: list[_Of] = []
    urls: list[_Of] = []


class _Extended(msgspec.Struct, gc=False):
    full_text: str | None = None
    entities: _Entities | None = None


class _Place(msgspec.Struct, gc=False):
    full_name: str | None = None


class _Views(msgspec.Struct, gc=False):
    count: str | int | None = None


class _Tweet(msgspec.Struct, gc=False):
    id_str: Id = None
    id: Id = None
    created_at: str | None = None
    text: str | None = None
    full_text: str | None = None
    extended_tweet: _Extended | None = None
    truncated: bool | None = None
    entities: _Entities | None = None
    user: _User | None = None
    lang: str | None = None
    in_reply_to_status_id_str: Id = None
    in_reply_to_status_id: Id = None
    in_reply_to_user_id_str: Id = None
    in_reply_to_user_id: Id = None
    in_reply_to_screen_name: str | None = None
    retweeted_status: _Tweet | None = None
    quoted_status: _Tweet | None = None
    quoted_tweet: _Tweet | None = None  # embedded: the same as quoted_status
    parent: _Tweet | None = None  # embedded: what it answers
    quoted_status_id_str: Id = None
    quoted_status_id: Id = None
    favorite_count: _Count | None = None
    retweet_count: _Count | None = None
    reply_count: _Count | None = None
    conversation_count: _Count | None = None  # embedded: the same as reply_count
    quote_count: _Count | None = None
    ext_views: _Views | None = None
    place: _Place | None = None

    @property
    def whole_text(self) -> str | None:
        extended = self.extended_tweet.full_text if self.extended_tweet else None
        return extended or self.full_text or self.text

    @property
    def quoted(self) -> _Tweet | None:
        """The quoted tweet; what a repost seems to quote is quoted by its original."""
        return None if self.retweeted_status else self.quoted_status or self.quoted_tweet

    @property
    def is_cut(self) -> bool:
        return bool(self.truncated) and self.full_text is None and self.extended_tweet is None

    @property
    def told(self) -> _Entities:
        extended = self.extended_tweet.entities if self.extended_tweet else None
        return extended or self.entities or _Entities()


class _Record(_Tweet, gc=False):
    """A tweet, or an answer of the search."""

    statuses: list[_Tweet] | None = None


TAKES = fields_of(_Record)
LEAVES = frozenset(
    {"search_metadata", "delete", "limit", "*.geo", "*.coordinates", "*.contributors", "*.source", "*.filter_level"}
    | {"*.collection_source", "*.display_text_range", "*.entities", "*.extended_entities", "*.matching_rules"}
    | {"*.timestamp_ms", "*.favorited", "*.retweeted", "*.is_quote_status", "*.possibly_sensitive", "*.metadata"}
    | {"*.possibly_sensitive_appealable", "*.quoted_status_permalink", "*.supplemental_language", "*.card"}
    | {"*.current_user_retweet", "*.scopes", "*.withheld_copyright", "*.withheld_in_countries", "*.withheld_scope"}
    | {"*.conversation_id", "*.conversation_id_str", "*.self_thread", "*.ext", "*.ext_edit_control", "*.place"}
    | {"*.ext_views", "*.extended_tweet", "*.user", "collection_time"}
    | {f"*.{embedded}" for embedded in ("__typename", "birdwatch_pivot", "edit_control", "isEdited", "isStaleEdit")}
    | {f"*.{embedded}" for embedded in ("mediaDetails", "news_action_type", "photos", "video")}
)
TELLS = frozenset(set(SCHEMA) - {"platform", "source", "context", "conversation", "collected_at"})
CANNOT = "the conversation, when it was fetched; replies and quotes (only some accesses)"


def recognise(file: Input) -> bool:
    """Whether the first JSON object is a tweet of the API v1.1, or an answer of its search."""
    found = first(file)
    statuses = found.get("statuses")
    if isinstance(statuses, list):
        found = statuses[0] if statuses and isinstance(statuses[0], dict) else found
        return "search_metadata" in found or _is_tweet(found)
    return _is_tweet(found)


def _is_tweet(found: dict[str, Any]) -> bool:
    has_text = "text" in found or "full_text" in found
    user = found.get("user")
    return has_text and "id_str" in found and "created_at" in found and isinstance(user, dict) and "id_str" in user


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The tweets of a file and those within them, as posts."""
    for found in decoded(file, _Record):
        if isinstance(found, Problem):
            yield found
            continue
        line, record, raw = found
        for tweet in [record] if record.statuses is None else record.statuses:
            yield from _posts(tweet, line, raw)


def _posts(tweet: _Tweet, line: int, raw: bytes) -> Iterator[Post | Problem | Notice]:
    """A tweet and those within it, of which one without a text was deleted or locked."""
    yield from _post(tweet, line, raw, context=False)
    waiting = _within(tweet)
    while waiting:
        other = waiting.pop()
        if other.whole_text is not None:
            yield from _post(other, line, raw, context=True)
        waiting += _within(other)


def _within(tweet: _Tweet) -> list[_Tweet]:
    return [other for other in (tweet.retweeted_status, tweet.quoted, tweet.parent) if other]


def _post(tweet: _Tweet, line: int, raw: bytes, *, context: bool) -> Iterator[Post | Problem | Notice]:
    original, quoted = tweet.retweeted_status, tweet.quoted
    author, reposted, cited = (_user(other) for other in (tweet, original, quoted))
    body = original if original and original.whole_text else tweet
    ids, problems = whole(
        {
            "id_str": tweet.id_str or tweet.id,
            "user.id_str": author.id_str or author.id,
            "in_reply_to_status_id_str": tweet.in_reply_to_status_id_str or tweet.in_reply_to_status_id,
            "in_reply_to_user_id_str": tweet.in_reply_to_user_id_str or tweet.in_reply_to_user_id,
            "retweeted_status.id_str": (original.id_str or original.id) if original else None,
            "retweeted_status.user.id_str": reposted.id_str or reposted.id,
            "quoted_status_id_str": _quoted_id(tweet),
            "quoted_status.user.id_str": cited.id_str or cited.id,
        },
        line,
        raw,
    )
    text = body.whole_text
    if ids["id_str"] is None or text is None:
        mangled = [rejected_whole(problem) for problem in problems if problem.field == "id_str"]
        yield from mangled or [rejected(line, "not a post: it has no id or no text", raw, kind="not_a_post")]
        return
    try:
        created_at = time(tweet.created_at or "")
    except ValueError as error:
        reason = f"an impossible time: {(tweet.created_at or '')[:40]!r} ({error})"
        yield rejected(line, reason, raw, kind="impossible_time")
        return
    yield from problems
    if body.is_cut:
        yield Notice(kind="truncated", line=line, example=text[-40:])
    entities = body.told
    mentions = [mention for mention in entities.user_mentions if mention.screen_name]
    yield Post(
        platform="x",
        id=ids["id_str"],
        url=f"https://x.com/{author.screen_name or 'i'}/status/{ids['id_str']}",
        author_id=ids["user.id_str"],
        author_handle=author.screen_name or None,
        author_name=author.name or None,
        author_followers=author.followers_count,
        author_verified=author.verified,
        text=plain(f"RT @{reposted.screen_name or ''}: {text}" if body is original else text),
        lang=tweet.lang,
        created_at=created_at,
        reply_to=ids["in_reply_to_status_id_str"],
        reply_to_author_id=ids["in_reply_to_user_id_str"],
        reply_to_author_handle=tweet.in_reply_to_screen_name or None,
        repost_of=ids["retweeted_status.id_str"],
        repost_of_author_id=ids["retweeted_status.user.id_str"],
        repost_of_author_handle=reposted.screen_name or None,
        quote_of=ids["quoted_status_id_str"],
        quote_of_author_id=ids["quoted_status.user.id_str"],
        quote_of_author_handle=cited.screen_name or None,
        mention_ids=[mention.id_str for mention in mentions],
        mention_handles=[mention.screen_name for mention in mentions],
        hashtags=[hashtag.text for hashtag in entities.hashtags if hashtag.text] or hashtags(text),
        links=_links(entities, body),
        likes=tweet.favorite_count,
        reposts=(original.retweet_count if original and not tweet.retweet_count else tweet.retweet_count),
        replies=tweet.conversation_count if tweet.reply_count is None else tweet.reply_count,
        quotes=tweet.quote_count,
        views=count(str(tweet.ext_views.count)) if tweet.ext_views else None,
        place=(tweet.place.full_name if tweet.place else None) or author.location or None,
        source="x_v1",
        context=context,
    )


def _user(tweet: _Tweet | None) -> _User:
    return (tweet.user if tweet else None) or _User()


def _quoted_id(tweet: _Tweet) -> Id:
    """The id of the quoted tweet, which may be told where the tweet itself isn't there any more."""
    if tweet.retweeted_status:
        return None
    inside = tweet.quoted
    return tweet.quoted_status_id_str or tweet.quoted_status_id or ((inside.id_str or inside.id) if inside else None)


def _links(entities: _Entities, tweet: _Tweet) -> list[str]:
    """The links of a tweet, without that to the rest of its own text."""
    links = [link for url in entities.urls if (link := url.expanded_url or url.url)]
    return [link for link in links if not link.endswith(f"twitter.com/i/web/status/{tweet.id_str}")]
