"""snscrape JSONL: posts of X as its Twitter module wrote them until June 2023, in any of its generations.

The text is `rawContent`, before 2023 `content`; ids are numbers. A repost and a quote hold the whole other post; those
come along as context. What is null was nothing: no hashtags, no mentions; what isn't there at all was not yet written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from suara.collect import _x_text as x_text
from suara.collect._input import Input, rejected
from suara.collect._json import decoded, fields_of, first
from suara.collect._values import is_id, time
from suara.collect._whole_ids import Id, rejected_whole, whole
from suara.posts import Post, Problem
from suara.posts.post import SCHEMA

TITLE = "snscrape JSONL (Twitter)"
LOOKS_FOR = "JSON lines with `url` at twitter.com, `date`, `id`, and `rawContent` or `content`"

_Count = Annotated[int, msgspec.Meta(le=(1 << 63) - 1)]  # what a column of the corpus can hold


class _User(msgspec.Struct, gc=False):
    username: str | None = None
    id: Id = None
    id_text: str | None = msgspec.field(default=None, name="id.str")  # written for readers that round numbers
    displayname: str | None = None
    followersCount: _Count | None = None
    verified: bool | None = None
    location: str | None = None


class _Link(msgspec.Struct, gc=False):
    url: str | None = None


class _Place(msgspec.Struct, gc=False):
    fullName: str | None = None


class _Tweet(msgspec.Struct, gc=False):
    id: Id = None
    id_text: str | None = msgspec.field(default=None, name="id.str")
    url: str | None = None
    date: str | None = None
    rawContent: str | None = None
    content: str | None = None
    user: _User | None = None
    username: str | None = None  # before `user`
    conversationId: Id = None
    conversation_text: str | None = msgspec.field(default=None, name="conversationId.str")
    lang: str | None = None
    inReplyToTweetId: Id = None
    reply_text: str | None = msgspec.field(default=None, name="inReplyToTweetId.str")
    inReplyToUser: _User | None = None
    retweetedTweet: _Tweet | None = None
    quotedTweet: _Tweet | None = None
    mentionedUsers: list[_User] | msgspec.UnsetType | None = msgspec.UNSET
    hashtags: list[str] | msgspec.UnsetType | None = msgspec.UNSET
    links: list[_Link] | msgspec.UnsetType | None = msgspec.UNSET
    outlinks: list[str] | msgspec.UnsetType | None = msgspec.UNSET  # before `links`
    likeCount: _Count | None = None
    retweetCount: _Count | None = None
    replyCount: _Count | None = None
    quoteCount: _Count | None = None
    viewCount: _Count | None = None
    place: _Place | str | None = None

    @property
    def text(self) -> str | None:
        return self.content if self.rawContent is None else self.rawContent

    @property
    def quoted(self) -> _Tweet | None:
        """The quoted post; what a repost seems to quote is quoted by its original."""
        return None if self.retweetedTweet else self.quotedTweet

    @property
    def author(self) -> _User:
        return self.user or _User(username=self.username)


TAKES = fields_of(_Tweet)
LEAVES = frozenset(
    {"*._type", "_snscrape", "*.renderedContent", "*.source", "*.sourceUrl", "*.sourceLabel", "*.media", "*.cashtags"}
    | {"*.coordinates", "*.card", "*.vibe", "*.bookmarkCount", "*.pinned", "*.editState", "*.outlinksss"}
    | {"*.conversationControlPolicy", "*.tcooutlinks", "*.tcooutlinksss", "*.user", "*.inReplyToUser"}
    | {"*.mentionedUsers", "*.place", "*.links", "*.textLinks", "text"}
)
TELLS = frozenset(set(SCHEMA) - {"platform", "source", "context", "collected_at"})
CANNOT = "when it was fetched; views before 2023; posts after June 2023, when X locked snscrape out"


def recognise(file: Input) -> bool:
    """Whether the first JSON object is a post as snscrape's Twitter module writes it."""
    found = first(file)
    if str(found.get("_type", "")).startswith("snscrape.modules.twitter."):
        return "date" in found or found["_type"].endswith((".Tombstone", ".TweetRef"))
    has_text = "rawContent" in found or "content" in found
    return has_text and {"date", "id", "url"} <= found.keys() and "twitter.com/" in str(found["url"])


def read(file: Input) -> Iterator[Post | Problem]:
    """The posts of a file and those within them."""
    for found in decoded(file, _Tweet):
        if isinstance(found, Problem):
            yield found
            continue
        line, tweet, raw = found
        if tweet.text is None and (tweet.id is not None or tweet.id_text):
            yield rejected(line, "a post that couldn't be seen any more: only its id is there", raw, kind="api_error")
            continue
        yield from _post(tweet, line, raw, context=False)
        waiting = _within(tweet)
        while waiting:
            other = waiting.pop()
            if other.text is not None:
                yield from _post(other, line, raw, context=True)
            waiting += _within(other)


def _within(tweet: _Tweet) -> list[_Tweet]:
    return [other for other in (tweet.retweetedTweet, tweet.quoted) if other]


def _post(tweet: _Tweet, line: int, raw: bytes, *, context: bool) -> Iterator[Post | Problem]:
    original, quoted = tweet.retweetedTweet, tweet.quoted
    author, answered = tweet.author, tweet.inReplyToUser or _User()
    reposted, cited = (other.author if other else _User() for other in (original, quoted))
    body = original if original and original.text is not None else tweet
    ids, problems = whole(
        {
            "id": tweet.id_text or tweet.id,
            "user.id": author.id_text or author.id,
            "conversationId": tweet.conversation_text or tweet.conversationId,
            "inReplyToTweetId": tweet.reply_text or tweet.inReplyToTweetId,
            "inReplyToUser.id": answered.id_text or answered.id,
            "retweetedTweet.id": (original.id_text or original.id) if original else None,
            "retweetedTweet.user.id": reposted.id_text or reposted.id,
            "quotedTweet.id": (quoted.id_text or quoted.id) if quoted else None,
            "quotedTweet.user.id": cited.id_text or cited.id,
        },
        line,
        raw,
    )
    text = body.text
    if ids["id"] is None or text is None:
        mangled = [rejected_whole(problem) for problem in problems if problem.field == "id"]
        yield from mangled or [rejected(line, "not a post: it has no id or no text", raw, kind="not_a_post")]
        return
    try:
        created_at = time(tweet.date or "")
    except ValueError as error:
        reason = f"an impossible time: {(tweet.date or '')[:40]!r} ({error})"
        yield rejected(line, reason, raw, kind="impossible_time")
        return
    yield from problems
    said_of, rest = x_text.reposted(text) if body is not original and original else (None, text)
    mentions = _mentions(body, rest, said_of)
    yield Post(
        platform="x",
        id=ids["id"],
        url=tweet.url or None,
        author_id=ids["user.id"],
        author_handle=author.username or None,
        author_name=author.displayname or None,
        author_followers=author.followersCount,
        author_verified=author.verified,
        text=x_text.plain(f"RT @{reposted.username or ''}: {text}" if body is original else text),
        lang=tweet.lang or None,
        created_at=created_at,
        conversation=ids["conversationId"],
        reply_to=ids["inReplyToTweetId"],
        reply_to_author_id=ids["inReplyToUser.id"],
        reply_to_author_handle=answered.username or None,
        repost_of=ids["retweetedTweet.id"],
        repost_of_author_id=ids["retweetedTweet.user.id"],
        repost_of_author_handle=reposted.username or said_of,
        quote_of=ids["quotedTweet.id"],
        quote_of_author_id=ids["quotedTweet.user.id"],
        quote_of_author_handle=cited.username or None,
        mention_ids=[account for account, _ in mentions],
        mention_handles=[handle for _, handle in mentions],
        hashtags=_or_none(body.hashtags, x_text.hashtags(rest)),
        links=_links(body, rest),
        likes=tweet.likeCount,
        reposts=tweet.retweetCount,
        replies=tweet.replyCount,
        quotes=tweet.quoteCount,
        views=tweet.viewCount,
        place=_place(tweet.place) or author.location or None,
        source="snscrape",
        context=context,
    )


def _mentions(tweet: _Tweet, text: str, original: str | None) -> list[tuple[str | None, str | None]]:
    """Ids and handles of the mentions; the "RT @name" of a repost is none."""
    if isinstance(tweet.mentionedUsers, msgspec.UnsetType):
        return [(None, handle) for handle in x_text.mentions(text)]
    users = [user for user in tweet.mentionedUsers or [] if user.username]
    if original and users and users[0].username == original:
        users = users[1:]
    return [(_id(user), user.username) for user in users]


def _id(user: _User) -> str | None:
    text = user.id_text or str(user.id)
    return text if is_id(text) else None


def _links(tweet: _Tweet, text: str) -> list[str]:
    if not isinstance(tweet.links, msgspec.UnsetType):
        return [link.url for link in tweet.links or [] if link.url]
    return _or_none(tweet.outlinks, x_text.links(text))


def _or_none(told: list[str] | msgspec.UnsetType | None, in_text: list[str]) -> list[str]:
    """What is told, of which null is none; what a generation didn't write yet is read from the text."""
    return in_text if isinstance(told, msgspec.UnsetType) else told or []


def _place(place: _Place | str | None) -> str | None:
    return place.fullName if isinstance(place, _Place) else place
