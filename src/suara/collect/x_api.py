"""X API v2, as twarc2 writes it: one page a line, or one flattened tweet a line; or a page over many lines.

A page holds the collected tweets in `data`, and in `includes` what they refer to. Both become posts; the latter
with `context` set. Field names: X API v2 data dictionary; twarc `expansions.ensure_flattened`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, NamedTuple

import msgspec

from suara.collect._input import NOT_JSON, Input, rejected
from suara.collect._json import documents, fields_of
from suara.collect._values import is_id, possible
from suara.collect._x_text import plain
from suara.posts import Post, Problem
from suara.posts.post import SCHEMA

TITLE = "X API v2 (twarc2 JSONL, pages or flattened)"
LOOKS_FOR = "JSON lines with tweets: `data` of objects with `id` and `text`, or such objects themselves"


_Count = Annotated[int, msgspec.Meta(le=(1 << 63) - 1)]  # what a column of the corpus can hold


class _Of(msgspec.Struct, gc=False):
    """A hashtag, a link or a mention: whichever of these fields it has."""

    tag: str | None = None
    expanded_url: str | None = None
    url: str | None = None
    username: str | None = None
    id: str | None = None
    start: int | None = None


class _Entities(msgspec.Struct, gc=False):
    hashtags: list[_Of] = []
    mentions: list[_Of] = []
    urls: list[_Of] = []


class _Metrics(msgspec.Struct, gc=False):
    like_count: _Count | None = None
    retweet_count: _Count | None = None
    reply_count: _Count | None = None
    quote_count: _Count | None = None
    impression_count: _Count | None = None
    followers_count: _Count | None = None


class _User(msgspec.Struct, gc=False):
    id: str | None = None
    username: str | None = None
    name: str | None = None
    verified: bool | None = None
    public_metrics: _Metrics | None = None


class _Place(msgspec.Struct, gc=False):
    id: str | None = None
    full_name: str | None = None


class _Geo(msgspec.Struct, gc=False):
    place_id: str | None = None
    full_name: str | None = None


class _Note(msgspec.Struct, gc=False):
    """The whole of a post of more than 280 characters, whose `text` is cut."""

    text: str | None = None
    entities: _Entities | None = None


class _Tweet(msgspec.Struct, gc=False):
    id: str | None = None
    text: str | None = None
    author_id: str | None = None
    created_at: datetime | None = None
    conversation_id: str | None = None
    in_reply_to_user_id: str | None = None
    lang: str | None = None
    entities: _Entities | None = None
    note_tweet: _Note | None = None
    public_metrics: _Metrics | None = None
    referenced_tweets: list[_Reference] | None = None
    geo: _Geo | None = None
    author: _User | None = None  # in flattened files
    in_reply_to_user: _User | None = None  # in flattened files


class _Reference(_Tweet, gc=False):
    type: str | None = None


class _Includes(msgspec.Struct, gc=False):
    users: list[_User] = []
    tweets: list[_Tweet] = []
    places: list[_Place] = []


class _Fetched(msgspec.Struct, gc=False):
    retrieved_at: datetime | None = None


class _Line(_Tweet, gc=False):
    """A page, a page of one (streaming), an error, or a flattened tweet."""

    data: list[_Tweet] | _Tweet | None = None
    includes: _Includes | None = None
    errors: list[dict[str, Any]] | None = None
    meta: dict[str, Any] | None = None
    fetched: _Fetched | None = msgspec.field(default=None, name="__twarc")
    collected: _Fetched | None = msgspec.field(default=None, name="__suara")  # in journals of `suara collect`

    @property
    def tweets(self) -> list[_Tweet]:
        if isinstance(self.data, list):
            return self.data
        return [self.data] if self.data else [self] if self.id is not None else []


_decode = msgspec.json.Decoder(_Line | list[_Line]).decode
_NONE: list[Any] = []  # told to be none; shared, as nobody changes it
_NOBODY, _NOTHING, _NO_COUNTS = _User(), _Entities(), _Metrics()
_TELLING = {"author_id", "edit_history_tweet_ids", "conversation_id", "public_metrics"}
_ABOUT_USERS = (
    *("created_at", "description", "entities", "location", "pinned_tweet_id", "profile_image_url", "protected"),
    *(
        "url",
        "verified_type",
        "withheld",
        "most_recent_tweet_id",
        "subscription_type",
        "profile_banner_url",
        "pinned_tweet",
    ),
)
TAKES = fields_of(_Line)
LEAVES = frozenset(
    {"includes.media", "includes.polls", "includes.topics", "__twarc", "matching_rules", "*.attachments"}
    | {"*.context_annotations", "*.edit_history_tweet_ids", "*.edit_controls", "*.possibly_sensitive", "*.source"}
    | {"*.reply_settings", "*.withheld", "*.entities.annotations", "*.entities.cashtags", "*.geo"}
    | {"*.conversation_settings", "*.non_public_metrics", "*.organic_metrics", "*.promoted_metrics", "*.edit_stats"}
    | {f"*.entities.{kind}.{at}" for kind in ("hashtags", "mentions", "urls") for at in ("start", "end")}
    | {f"*.entities.urls.{more}" for more in ("display_url", "title", "description", "unwound_url", "status", "images")}
    | {"*.entities.urls.media_key", "*.entities.mentions", "includes.places", "*.public_metrics.bookmark_count"}
    | {f"*.public_metrics.{of}_count" for of in ("following", "tweet", "listed", "media", "like")}
    | {f"{who}.{more}" for who in ("*.author", "includes.users", "*.in_reply_to_user") for more in _ABOUT_USERS}
)
TELLS = frozenset(set(SCHEMA) - {"platform", "source", "context"})
CANNOT = "views of old posts; a post whose account was locked or deleted since"


def recognise(file: Input) -> bool:
    """Whether the first JSON line is a page of tweets or a flattened tweet."""
    first = file.first_json
    if isinstance(first, list) and first:
        first = first[0]
    if not isinstance(first, dict):
        return False
    data = first.get("data", first)
    if isinstance(data, list):
        data = data[0] if data else {}
    if not isinstance(data, dict):
        return False
    kept = first.get("__suara")
    collected_here = isinstance(kept, dict) and kept.get("source") == "x_api"
    empty_page = ("__twarc" in first or collected_here) and not first.get("data")
    return empty_page or ("text" in data and "id" in data and bool(data.keys() & _TELLING))


def read(file: Input) -> Iterator[Post | Problem]:
    """The tweets of a file and the tweets they refer to, as posts."""
    for document in documents(file):
        if isinstance(document, Problem):
            yield document
            continue
        number, line = document
        try:
            decoded = _decode(line)
        except NOT_JSON:
            yield from _with_care(number, line)
            continue
        pages = decoded if isinstance(decoded, list) else [decoded]
        if all(_sound(tweet) for page in pages for tweet in page.tweets):
            for page in pages:
                yield from _page(page, number, line)
        else:
            yield from _with_care(number, line)


def _sound(tweet: _Tweet) -> bool:
    """Whether a tweet's ids are some and its time can be; what isn't is looked at with care."""
    others = (tweet.conversation_id, tweet.author_id, tweet.in_reply_to_user_id)
    return (
        tweet.id is not None
        and is_id(tweet.id)
        and all(other is None or is_id(other) for other in others)
        and all(other.id is None or is_id(other.id) for other in tweet.referenced_tweets or ())
        and possible(tweet.created_at)
    )


def _page(page: _Line, number: int, line: bytes) -> Iterator[Post | Problem]:
    """The posts of a decoded page, those collected first."""
    for error in page.errors or ():
        yield rejected(number, _told(error), msgspec.json.encode(error), "errors", "api_error")
    tweets = page.tweets
    if not tweets:
        if page.meta is None:  # a page with no results has its `meta`
            yield rejected(number, "no post in it" if not page.errors else "an API error instead of posts", line)
        return
    includes = page.includes or _Includes()
    world = _World(
        {user.id: user for user in includes.users},
        {user.username: user.id for user in includes.users},
        {tweet.id: tweet for tweet in (*includes.tweets, *tweets)},
        {place.id: place for place in includes.places},
        (page.fetched or page.collected or _Fetched()).retrieved_at,
    )
    for tweet in tweets:
        yield _post(tweet, world)
    for tweet in includes.tweets:
        if _sound(tweet):
            yield _post(tweet, world, context=True)
        else:
            yield rejected(number, "a tweet referred to, with a mangled id or an impossible time", line)
    for tweet in tweets:
        for reference in tweet.referenced_tweets or ():
            if reference.text is not None and _sound(reference):  # flattened: the whole tweet is inside
                yield _post(reference, world, context=True)


class _World(NamedTuple):
    """What a page says beside its tweets."""

    users: dict[str | None, _User]
    named: dict[str | None, str | None]  # ids by handle: before 2022 a mention had no id
    tweets: dict[str | None, _Tweet]
    places: dict[str | None, _Place]
    fetched: datetime | None

    def author(self, tweet: _Tweet | None) -> _User:
        if tweet is None or tweet.author_id is None:
            return _NOBODY
        return tweet.author or self.users.get(tweet.author_id) or _User(id=tweet.author_id)


def _post(tweet: _Tweet, world: _World, *, context: bool = False) -> Post:
    author = world.author(tweet)
    whole = tweet.note_tweet
    text = whole.text if whole and whole.text else tweet.text
    entities = (whole.entities if whole else None) or tweet.entities or _NOTHING
    counts = tweet.public_metrics or _NO_COUNTS
    mentions = entities.mentions
    reply_to = repost_of = quote_of = None
    reposted = quoted = _NOBODY
    for reference in tweet.referenced_tweets or ():
        other = reference if reference.author_id else world.tweets.get(reference.id)
        if reference.type == "replied_to":
            reply_to = reference.id
        elif reference.type == "quoted":
            quote_of, quoted = reference.id, world.author(other)
        elif reference.type == "retweeted":
            repost_of, reposted = reference.id, world.author(other)
            # "RT @name: ..." begins with the author of the original: that is no mention
            leading = [m for m in mentions if m.start == 3]
            mentions = [m for m in mentions if m.start != 3]
            if reposted is _NOBODY and leading:
                reposted = _User(id=leading[0].id, username=leading[0].username)
    answered = tweet.in_reply_to_user_id
    return Post(
        platform="x",
        id=tweet.id,  # type: ignore[arg-type]
        url=f"https://x.com/{author.username or 'i'}/status/{tweet.id}",
        author_id=tweet.author_id,
        author_handle=author.username,
        author_name=author.name or None,
        author_followers=author.public_metrics.followers_count if author.public_metrics else None,
        author_verified=author.verified,
        text=plain(text) if text else text,
        lang=tweet.lang,
        created_at=tweet.created_at,
        conversation=tweet.conversation_id,
        reply_to=reply_to,
        reply_to_author_id=answered,
        reply_to_author_handle=_handle(answered, tweet, world),
        repost_of=repost_of,
        repost_of_author_id=reposted.id,
        repost_of_author_handle=reposted.username,
        quote_of=quote_of,
        quote_of_author_id=quoted.id,
        quote_of_author_handle=quoted.username,
        mention_ids=[m.id or world.named.get(m.username) for m in mentions] if mentions else _NONE,
        mention_handles=[m.username for m in mentions] if mentions else _NONE,
        hashtags=[h.tag for h in entities.hashtags if h.tag] if entities.hashtags else _NONE,
        links=[link for u in entities.urls if (link := u.expanded_url or u.url)] if entities.urls else _NONE,
        likes=counts.like_count,
        reposts=counts.retweet_count,
        replies=counts.reply_count,
        quotes=counts.quote_count,
        views=counts.impression_count,
        place=_place(tweet.geo, world) if tweet.geo else None,
        collected_at=world.fetched,
        source="x_api",
        context=context,
    )


def _handle(account: str | None, tweet: _Tweet, world: _World) -> str | None:
    """The handle of the account that a tweet answers, wherever the page tells it."""
    if account is None:
        return None
    user = tweet.in_reply_to_user or world.users.get(account)
    if user is not None:
        return user.username
    return next((m.username for m in (tweet.entities or _NOTHING).mentions if m.id == account), None)


def _place(geo: _Geo, world: _World) -> str | None:
    place = world.places.get(geo.place_id)
    return geo.full_name or (place.full_name if place else geo.place_id)


def _told(error: dict[str, Any]) -> str:
    return f"the API says: {error.get('title') or error.get('detail') or 'an error'}"


def _with_care(number: int, line: bytes) -> Iterator[Post | Problem]:
    """A line that isn't as it should be: whatever of it can be taken, tweet by tweet."""
    try:
        decoded = msgspec.json.decode(line)
    except NOT_JSON as error:
        yield rejected(number, f"not JSON: {error}", line, kind="not_json")
        return
    for page in decoded if isinstance(decoded, list) else [decoded]:
        if not isinstance(page, dict):
            yield rejected(number, "not a page or a post", line)
            continue
        data = page.get("data", page if "id" in page else [])
        tweets: list[_Tweet] = []
        for raw in data if isinstance(data, list) else [data]:
            tweet, problems = _repaired(raw, number)
            yield from problems
            if tweet is not None:
                tweets.append(tweet)
        rest = {k: v for k, v in page.items() if k in ("includes", "errors", "meta", "__twarc", "__suara")}
        try:
            whole = msgspec.convert(rest, _Line, strict=False)
        except msgspec.ValidationError as error:
            yield rejected(number, f"what the posts refer to can't be read: {error}", line, field="includes")
            whole = _Line()
        whole.data = tweets
        if tweets or not data:
            yield from _page(whole, number, line)


def _repaired(raw: object, number: int) -> tuple[_Tweet | None, list[Problem]]:
    """A tweet with its ids as text; secondary ids that are mangled are left out, and said."""
    record = msgspec.json.encode(raw)
    if not isinstance(raw, dict):
        return None, [rejected(number, "not a post", record)]
    problems = []
    for field in ("conversation_id", "author_id", "in_reply_to_user_id", "id"):
        value = raw.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            value = raw[field] = str(value)
        if value is None or (isinstance(value, str) and is_id(value)):
            continue
        if field == "id":
            return None, [rejected(number, f"a mangled id: {value!r}", record, kind="mangled_id")]
        problems.append(rejected(number, f"a mangled id: {value!r}", record, field, "mangled_id"))
        raw[field] = None
    if raw.get("id") is None or "text" not in raw:
        return None, [rejected(number, "not a post: it has no id or no text", record)]
    references = raw.get("referenced_tweets")
    if isinstance(references, list):
        for reference in references:
            value = reference.get("id") if isinstance(reference, dict) else None
            if value is not None and not (isinstance(value, str) and is_id(value)):  # a number may have been rounded
                problems.append(rejected(number, f"a mangled id: {value!r}", record, "referenced_tweets", "mangled_id"))
                reference["id"] = None
    try:
        tweet = msgspec.convert(raw, _Tweet)
    except msgspec.ValidationError as error:
        return None, [rejected(number, f"not a post: {error}", record)]
    if not possible(tweet.created_at):
        return None, [rejected(number, f"an impossible time: {raw['created_at']}", record, kind="impossible_time")]
    return tweet, problems
