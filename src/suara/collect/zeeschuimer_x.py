"""Zeeschuimer NDJSON of X: posts as the website gets them.

Two shapes: that of today (`rest_id`, `legacy`, `core`), and the older "adaptive" one (`legacy`, `user`). The `id` is
never read: Zeeschuimer makes a number of it for replies, which rounds it. What a post passes on or quotes is inside it
and becomes a post that came along. A long post has its whole text in `note_tweet`; `full_text` is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import msgspec

from suara.collect import _x_text as x_text
from suara.collect._ids import with_whole_ids
from suara.collect._input import Input, rejected
from suara.collect._values import time
from suara.collect._zeeschuimer import Item, Number, items, leaves, number, platform, takes, text_id
from suara.posts import Notice, Post, Problem
from suara.posts.post import SCHEMA

TITLE = "Zeeschuimer NDJSON of X (also 4CAT's)"
LOOKS_FOR = "JSON lines with `source_platform` twitter.com, and the post in `data` or beside `__import_meta`"
PLATFORMS = frozenset({"twitter.com", "x.com"})


class _Names(msgspec.Struct):
    screen_name: str | None = None
    name: str | None = None


class _OldUser(_Names):
    id_str: str | None = None
    followers_count: Number | None = None
    verified: bool | None = None


class _Verification(msgspec.Struct):
    verified: bool | None = None


class _User(msgspec.Struct):
    rest_id: str | None = None
    core: _Names | None = None
    legacy: _OldUser | None = None
    is_blue_verified: bool | None = None
    verification: _Verification | None = None


class _UserResult(msgspec.Struct):
    result: _User | None = None


class _Core(msgspec.Struct):
    user_results: _UserResult | None = None


class _Of(msgspec.Struct):
    """A hashtag, a mention, a link or a picture: whichever of these fields it has."""

    text: str | None = None
    id_str: str | None = None
    screen_name: str | None = None
    expanded_url: str | None = None
    url: str | None = None


class _Entities(msgspec.Struct):
    hashtags: list[_Of] | None = None
    user_mentions: list[_Of] | None = None
    urls: list[_Of] | None = None
    media: list[_Of] | None = None


class _Note(msgspec.Struct):
    text: str | None = None
    entity_set: _Entities | None = None


class _NoteResult(msgspec.Struct):
    result: _Note | None = None


class _NoteTweet(msgspec.Struct):
    note_tweet_results: _NoteResult | None = None


class _Views(msgspec.Struct):
    count: Number | None = None


class _Place(msgspec.Struct):
    full_name: str | None = None


class _Permalink(msgspec.Struct):
    expanded: str | None = None


class _Legacy(msgspec.Struct):
    id_str: str | None = None
    user_id_str: str | None = None
    full_text: str | None = None
    created_at: str | None = None
    lang: str | None = None
    conversation_id_str: str | None = None
    in_reply_to_status_id_str: str | None = None
    in_reply_to_user_id_str: str | None = None
    in_reply_to_screen_name: str | None = None
    retweeted_status_id_str: str | None = None  # in the older shape
    quoted_status_id_str: str | None = None
    quoted_status_permalink: _Permalink | None = None
    entities: _Entities | None = None
    place: _Place | None = None
    favorite_count: Number | None = None
    retweet_count: Number | None = None
    reply_count: Number | None = None
    quote_count: Number | None = None


class _Inner(msgspec.Struct):
    """A post that another passes on or quotes."""

    rest_id: Number | None = None
    core: _Core | None = None
    legacy: _Legacy | None = None
    note_tweet: _NoteTweet | None = None
    views: _Views | None = None


class _Wrapped(_Inner):
    """The same; one more level down where X limits who may see or answer it."""

    tweet: _Inner | None = None


class _Result(msgspec.Struct):
    result: _Wrapped | None = None


class _OuterLegacy(_Legacy):
    retweeted_status_result: _Result | None = None


class _Outer(_Inner):
    legacy: _OuterLegacy | None = None
    quoted_status_result: _Result | None = None
    user: _OldUser | None = None  # of the older shape
    ext_views: _Views | None = None  # of the older shape


class _Tweet(_Outer):
    tweet: _Outer | None = None


_ABOUT_TWEETS = (
    *("__typename", "id", "type", "source", "promoted", "is_translatable", "grok_analysis_button", "unmention_data"),
    *("grok_analysis_followups", "grok_annotations", "grok_share_attachment", "grok_translated_post"),
    *(
        "has_birdwatch_notes",
        "birdwatch_pivot",
        "card",
        "unified_card",
        "edit_control",
        "previous_counts",
        "quick_promote_eligibility",
    ),
    *("quotedRefResult", "limitedActionResults", "tombstone", "views.state", "ext_views.state", "unmention_info"),
    *("note_tweet.is_expandable", "note_tweet_results.result.id", "note_tweet_results.result.richtext"),
    *("note_tweet_results.result.media", "article", "community_results", "community_relationship", "author_community"),
    *("post_video_description", "post_image_description", "superFollowsReplyUserResult", "trusted_friends_info_result"),
    *("exclusive_tweet_info", "vibe", "post_context", "socialContext", "conversation_muted", "is_grok_analyzable"),
)
_ABOUT_LEGACY = (
    *("bookmark_count", "bookmarked", "conversation_control", "display_text_range", "extended_entities", "favorited"),
    *("is_quote_status", "limited_actions", "possibly_sensitive", "possibly_sensitive_editable", "retweeted"),
    *("quoted_status_permalink.display", "quoted_status_permalink.url", "scopes", "self_thread", "withheld_scope"),
    *("withheld_status", "withheld_in_countries", "withheld_copyright", "withheld_text", "contributors", "coordinates"),
    *("geo", "in_reply_to_status_id", "in_reply_to_user_id", "user_id", "conversation_id", "retweeted_status_id"),
    *(
        "quoted_status_id",
        "truncated",
        "supplemental_language",
        "ext",
        "ext_edit_control",
        "ext_views",
        "bookmark_count_v2",
    ),
    *(f"place.{name}" for name in ("bounding_box", "country", "country_code", "id", "name", "place_type", "url")),
    *("place.attributes", "place.contained_within", "entities.symbols", "entities.timestamps", "entity_set.symbols"),
    *("entity_set.timestamps", "indices", "display_url", "media", "user_mentions.name", "user_mentions.id"),
)
_ABOUT_USERS = (
    *("affiliates_highlighted_label", "has_graduated_access", "professional", "profile_image_shape", "avatar"),
    *("super_follow_eligible", "super_followed_by", "super_following", "smart_blocked_by", "smart_blocking"),
    *("dm_permissions", "media_permissions", "privacy", "relationship_perspectives", "tipjar_settings", "profile_bio"),
    *("parody_commentary_fan_label", "profile_description_language", "location", "verification.verified_type"),
    *("user_results.result.core.created_at", "user_results.result.reason", "user_results.result.message"),
    *(
        f"user_results.result.legacy.{name}"
        for name in (
            *("can_dm", "can_media_tag", "created_at", "default_profile", "default_profile_image", "description"),
            *("entities", "fast_followers_count", "favourites_count", "followed_by", "following", "friends_count"),
            *("has_custom_timelines", "is_translator", "listed_count", "media_count", "normal_followers_count"),
            *("pinned_tweet_ids_str", "profile_banner_url", "profile_image_url_https", "profile_interstitial_type"),
            *("protected", "statuses_count", "translator_type", "url", "verified_type", "want_retweets", "blocking"),
            *("notifications", "muting", "blocked_by", "follow_request_sent", "live_following", "birthdate"),
        )
    ),
)
TAKES = takes(_Tweet)
LEAVES = leaves(*_ABOUT_TWEETS, *_ABOUT_LEGACY, *_ABOUT_USERS)
TELLS = frozenset(set(SCHEMA) - {"platform", "source", "context"})
CANNOT = "posts that the browser didn't show: a thread is as complete as somebody scrolled it"
_AUTHOR_IN_URL = re.compile(r"https?://(?:x|twitter)\.com/([A-Za-z0-9_]{1,15})/status/")


def recognise(file: Input) -> bool:
    """Whether the first item was captured on X."""
    return platform(file) in PLATFORMS


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The posts of a file, and those that they pass on or quote."""
    for item in items(file, _Tweet, PLATFORMS):
        if isinstance(item, Problem):
            yield item
        else:
            yield from _posts(item)


def _posts(item: Item[_Tweet]) -> Iterator[Post | Problem | Notice]:
    """The post of an item, then those that came along."""
    tweet: _Outer = item.data.tweet or item.data
    if tweet.legacy is None:
        yield rejected(
            item.line, "a post that X doesn't show (deleted, withheld or locked)", item.raw, kind="api_error"
        )
        return
    reposted = _opened(tweet.legacy.retweeted_status_result)
    quoted = _opened(tweet.quoted_status_result)
    yield from _told(item, tweet, reposted, quoted)
    for inner in (reposted, quoted):
        if inner is not None and inner.legacy is not None:
            yield from _told(item, inner, context=True)


def _opened(found: _Result | None) -> _Inner | None:
    """The post in a result; None where it can't be seen."""
    inner: _Inner | None = found.result if found else None
    if isinstance(inner, _Wrapped) and inner.tweet:
        inner = inner.tweet
    return inner if inner and (inner.rest_id or inner.legacy) else None


def _told(
    item: Item[_Tweet],
    tweet: _Inner,
    reposted: _Inner | None = None,
    quoted: _Inner | None = None,
    *,
    context: bool = False,
) -> Iterator[Post | Problem | Notice]:
    """One post, with what is wrong with it or to be known of it."""
    legacy = tweet.legacy or _Legacy()
    try:
        created_at = time(legacy.created_at or "")
    except ValueError as error:
        reason = f"an impossible time: {str(legacy.created_at)[:40]!r} ({error})"
        yield rejected(item.line, reason, item.raw, kind="impossible_time")
        return
    post = _post(tweet, legacy, reposted, quoted, created_at, item.collected_at, context)
    for found in with_whole_ids(post, item.line, item.raw):
        end = x_text.end_where_cut(_content(reposted or tweet)[0] or "")
        if isinstance(found, Post) and end and not (reposted or tweet).note_tweet:
            yield Notice(kind="truncated", line=item.line, example=end)
        yield found


def _post(
    tweet: _Inner,
    legacy: _Legacy,
    reposted: _Inner | None,
    quoted: _Inner | None,
    created_at: datetime | None,
    collected_at: datetime | None,
    context: bool,
) -> Post:
    id = text_id(tweet.rest_id) or legacy.id_str or ""
    author_id, author, handle = _author(tweet)
    original_id, _, original_handle = _author(reposted) if reposted else (None, None, None)
    quoted_id, _, quoted_handle = _author(quoted) if quoted else (None, None, None)
    text, entities = _content(reposted or tweet)
    mentions = [of for of in entities.user_mentions or () if of.screen_name]
    repost_of = (_id(reposted) if reposted else None) or legacy.retweeted_status_id_str or None
    original_handle = original_handle or x_text.reposted(legacy.full_text or "")[0]
    if reposted:  # its own text is cut at 140 characters; the original is whole
        text = f"RT @{original_handle}: {text or ''}" if original_handle else text
    elif original_handle:
        mentions = mentions[1:]  # "RT @name: ..." mentions nobody
    is_repost = bool(repost_of or original_handle)
    quote_of = None if is_repost else legacy.quoted_status_id_str or (_id(quoted) if quoted else None)
    if quote_of and not quoted_handle and legacy.quoted_status_permalink:
        quoted_handle = _named(legacy.quoted_status_permalink.expanded)
    old = tweet if isinstance(tweet, _Outer) else None
    views = tweet.views or (old.ext_views if old else None)
    return Post(
        platform="x",
        id=id,
        url=f"https://x.com/{handle or 'i'}/status/{id}",
        author_id=author_id,
        author_handle=handle,
        author_name=_name(author),
        author_followers=number(author.legacy.followers_count) if author.legacy else None,
        author_verified=_verified(author),
        text=x_text.plain(text) if text else None,
        lang=legacy.lang or None,
        created_at=created_at,
        conversation=legacy.conversation_id_str or None,
        reply_to=legacy.in_reply_to_status_id_str or None,
        reply_to_author_id=legacy.in_reply_to_user_id_str or None,
        reply_to_author_handle=legacy.in_reply_to_screen_name or None,
        repost_of=repost_of,
        repost_of_author_id=original_id,
        repost_of_author_handle=original_handle,
        quote_of=quote_of,
        quote_of_author_id=quoted_id if quote_of else None,
        quote_of_author_handle=quoted_handle if quote_of else None,
        mention_ids=[of.id_str or None for of in mentions],
        mention_handles=[of.screen_name for of in mentions],
        hashtags=[of.text for of in entities.hashtags or () if of.text],
        links=[link for of in entities.urls or () if (link := of.expanded_url or of.url)],
        likes=number(legacy.favorite_count),
        reposts=number(legacy.retweet_count),
        replies=number(legacy.reply_count),
        quotes=number(legacy.quote_count),
        views=number(views.count) if views else None,
        place=(legacy.place.full_name or None) if legacy.place else None,
        collected_at=collected_at,
        source="zeeschuimer_x",
        context=context,
    )


def _id(tweet: _Inner) -> str | None:
    return text_id(tweet.rest_id) or (tweet.legacy.id_str if tweet.legacy else None) or None


def _content(tweet: _Inner) -> tuple[str | None, _Entities]:
    """The whole text of a post, and what is in it."""
    legacy = tweet.legacy or _Legacy()
    results = tweet.note_tweet.note_tweet_results if tweet.note_tweet else None
    note = results.result if results else None
    if note and note.text:
        return note.text, note.entity_set or legacy.entities or _Entities()
    return legacy.full_text, legacy.entities or _Entities()


def _author(tweet: _Inner) -> tuple[str | None, _User, str | None]:
    """Id, account and handle of the author; where X left the account out, a picture's address still has the handle."""
    legacy = tweet.legacy or _Legacy()
    results = tweet.core.user_results if tweet.core else None
    user = (results.result if results else None) or _User()
    if isinstance(tweet, _Outer) and tweet.user:
        user = _User(rest_id=tweet.user.id_str, legacy=tweet.user)
    handle = next((names.screen_name for names in (user.core, user.legacy) if names and names.screen_name), None)
    if handle is None and legacy.entities:
        handle = next((name for of in legacy.entities.media or () if (name := _named(of.expanded_url))), None)
    return legacy.user_id_str or user.rest_id or None, user, handle


def _name(user: _User) -> str | None:
    return next((names.name for names in (user.core, user.legacy) if names and names.name), None)


def _verified(user: _User) -> bool | None:
    """Whether an account has any tick; None where none of them is told."""
    ticks = (
        user.is_blue_verified,
        user.legacy.verified if user.legacy else None,
        user.verification.verified if user.verification else None,
    )
    told = [tick for tick in ticks if tick is not None]
    return any(told) if told else None


def _named(url: str | None) -> str | None:
    """The handle in the address of a post or of its picture."""
    found = _AUTHOR_IN_URL.match(url or "")
    return found[1] if found and found[1] != "i" else None
