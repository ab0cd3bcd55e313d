"""Zeeschuimer NDJSON of Threads: posts and replies, as the website gets them.

A reply tells whose post it answers, but not which. What a post passes on or quotes is inside it and becomes a post
that came along. A post is known by its code, as in its address.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import msgspec

from suara.collect import _captions
from suara.collect._ids import is_code, with_whole_ids
from suara.collect._input import Input, rejected
from suara.collect._zeeschuimer import (
    Item,
    Number,
    items,
    leaves,
    number,
    platform,
    seconds,
    takes,
    text_id,
)
from suara.posts import Post, Problem

TITLE = "Zeeschuimer NDJSON of Threads (also 4CAT's)"
LOOKS_FOR = "JSON lines with `source_platform` threads.net, and the post in `data` or beside `__import_meta`"
PLATFORMS = frozenset({"threads.net", "threads.com"})


class _User(msgspec.Struct):
    pk: Number | None = None
    id: Number | None = None
    username: str | None = None
    full_name: str | None = None
    is_verified: bool | None = None


class _Text(msgspec.Struct):
    text: str | None = None


class _Mention(msgspec.Struct):
    mentioned_user: _User | None = None


class _Link(msgspec.Struct):
    uri: str | None = None


class _Fragment(msgspec.Struct):
    """A part of the text: as it stands, a mention, a link, or a tag (which Threads shows without "#")."""

    fragment_type: str | None = None
    plaintext: str | None = None
    mention_fragment: _Mention | None = None
    link_fragment: _Link | None = None


class _Fragments(msgspec.Struct):
    fragments: list[_Fragment] | None = None


class _Preview(msgspec.Struct):
    url: str | None = None


class _InnerInfo(msgspec.Struct):
    is_reply: bool | None = None
    reply_to_author: _User | None = None
    direct_reply_count: Number | None = None
    repost_count: Number | None = None
    quote_count: Number | None = None
    link_preview_attachment: _Preview | None = None
    text_fragments: _Fragments | None = None


class _Inner(msgspec.Struct):
    """A post that another passes on or quotes."""

    code: str | None = None
    taken_at: Number | None = None
    caption: _Text | None = None
    user: _User | None = None
    like_count: Number | None = None
    like_and_view_counts_disabled: bool | None = None
    text_post_app_info: _InnerInfo | None = None


class _Shared(msgspec.Struct):
    quoted_post: _Inner | None = None
    reposted_post: _Inner | None = None


class _Info(_InnerInfo):
    share_info: _Shared | None = None


class _Post(_Inner):
    text_post_app_info: _Info | None = None


_ABOUT_POSTS = (
    *("pk", "id", "__typename", "media_type", "carousel_media", "carousel_media_count", "image_versions2", "audio"),
    *("video_versions", "original_height", "original_width", "has_audio", "accessibility_caption", "has_liked"),
    *("canonical_url", "caption_is_edited", "caption_add_on", "is_paid_partnership", "is_fb_only", "is_internal_only"),
    *("media_overlay_info", "organic_tracking_token", "logging_info_token", "giphy_media_info", "transcription_data"),
    *("gen_ai_detection_method", "ig_media_sharing_disabled", "is_dash_eligible", "number_of_qualities", "title"),
    *("video_dash_manifest", "translation_info", "shop_routing_user_id", "client_cache_key", "filter_type", "location"),
    *(
        "usertags",
        "fb_like_count",
        "expiring_at",
        "product_type",
        "community_notes_info",
        "meta_place",
        "crosspost_metadata",
    ),
    *("text_with_entities", "snippet_attachment_info", "text_app_has_liked", "inventory_source", "boosted_status"),
    *("boost_unavailable_identifier", "boost_unavailable_reason", "is_viewer_restricted_from_reposting", "media_notes"),
    *(
        "caption.pk",
        "caption.has_translation",
        "caption.created_at",
        "caption.user",
        "caption.id",
        "caption.__typename",
    ),
)
_ABOUT_INFOS = tuple(
    f"text_post_app_info.{name}"
    for name in (
        *(
            "can_reply",
            "can_private_reply",
            "can_viewer_reply",
            "hush_info",
            "impression_count",
            "is_first_party_fb_shared",
        ),
        *(
            "is_liked_by_root_author",
            "is_markup",
            "is_post_unavailable",
            "is_reply_limited_for_viewer",
            "linked_inline_media",
        ),
        *("pinned_post_info", "post_unavailable_reason", "private_reply_partner_name", "related_trends_info"),
        *("reply_approval_info", "reply_control", "reply_facepile_users", "reshare_count", "self_thread_count"),
        *("self_thread_context", "special_effects_enabled_str", "tag_header", "text_with_entities", "games_info"),
        *("fediverse_info", "ghost_post_exp_time_ms", "is_ghost_post", "is_spoiler_media", "spoiler_info", "poll_info"),
        *("can_share_to_ig", "podcast_info", "custom_feed_preview_info", "can_reply_to_ghost_post", "community_info"),
        *(
            "parent_id",
            "root_post_author",
            "nested_reply_count",
            "self_thread_info",
            "post_preview_caption",
            "event_info",
        ),
    )
)
_ABOUT_THE_REST = (
    *("profile_pic_url", "hd_profile_pic_versions", "friendship_status", "transparency_label", "transparency_product"),
    *("transparency_product_enabled", "has_onboarded_to_text_post_app", "text_post_app_is_private", "fbid_v2"),
    *(
        "eligible_for_text_app_activation_badge",
        "hide_text_app_activation_badge_on_text_app",
        "is_private",
        "bio_links",
    ),
    *("is_active_on_text_post_app", "show_threads_verified_badge", "user.__typename", "reply_to_author.__typename"),
    *(
        "link_preview_attachment.display_url",
        "link_preview_attachment.favicon_url",
        "link_preview_attachment.image_url",
    ),
    *("link_preview_attachment.raw_image_url", "link_preview_attachment.title", "link_preview_attachment.description"),
    *("fragments.tag_fragment", "fragments.linkified_web_url", "fragments.styling_info", "fragments.spoiler_fragment"),
    *("link_fragment.display_text", "fragments.code_fragment", "share_info.can_quote_post", "share_info.can_repost"),
    *("share_info.is_reposted_by_viewer", "share_info.repost_restricted_reason", "share_info.quoted_post_caption"),
    *("share_info.quoted_attachment_post", "share_info.quoted_attachment_post_unavailable", "share_info.reposted_by"),
    *("quoted_post.text_post_app_info.share_info", "reposted_post.text_post_app_info.share_info"),
    *("share_info.quoted_attachment_author_attribution_allowed",),
)
TAKES = takes(_Post)
LEAVES = leaves(*_ABOUT_POSTS, *_ABOUT_INFOS, *_ABOUT_THE_REST)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_verified", "text", "created_at", "conversation"}
    | {"reply_to_author_id", "reply_to_author_handle", "repost_of", "repost_of_author_id", "repost_of_author_handle"}
    | {"quote_of", "quote_of_author_id", "quote_of_author_handle", "mention_ids", "mention_handles", "hashtags"}
    | {"links", "likes", "reposts", "replies", "quotes", "collected_at"}
)
CANNOT = "which post a reply answers (only whose), followers, views"


def recognise(file: Input) -> bool:
    """Whether the first item was captured on Threads."""
    return platform(file) in PLATFORMS


def read(file: Input) -> Iterator[Post | Problem]:
    """The posts of a file, and those that they pass on or quote."""
    for item in items(file, _Post, PLATFORMS):
        if isinstance(item, Problem):
            yield item
            continue
        info = item.data.text_post_app_info
        shared = (info.share_info if info else None) or _Shared()
        yield from _told(item, item.data, shared)
        for inner in (shared.reposted_post, shared.quoted_post):
            if inner is not None and inner.code:
                yield from _told(item, inner, _Shared(), context=True)


def _told(item: Item[_Post], post: _Inner, shared: _Shared, *, context: bool = False) -> Iterator[Post | Problem]:
    """One post, with what is wrong with it."""
    try:
        made = _made(item, post, shared, context)
    except ValueError as error:
        reason = f"an impossible time: {str(post.taken_at)[:40]} ({error})"
        yield rejected(item.line, reason, item.raw, kind="impossible_time")
    else:
        yield from with_whole_ids(made, item.line, item.raw, is_code)


def _made(item: Item[_Post], post: _Inner, shared: _Shared, context: bool) -> Post:
    info = post.text_post_app_info or _InnerInfo()
    answered = info.reply_to_author or _User()
    reposted, quoted = shared.reposted_post or _Inner(), shared.quoted_post or _Inner()
    user, original, other = (of.user or _User() for of in (post, reposted, quoted))
    text = (post.caption.text or None) if post.caption else None
    parts = (info.text_fragments.fragments if info.text_fragments else None) or []
    mention_ids, mention_handles = _mentions(parts, text)
    is_reply = info.is_reply or info.reply_to_author is not None
    return Post(
        platform="threads",
        id=post.code or "",
        url=f"https://www.threads.com/@{user.username or ''}/post/{post.code}",
        author_id=_id(user),
        author_handle=user.username or None,
        author_name=user.full_name or None,
        author_verified=user.is_verified,
        text=text,
        created_at=seconds(post.taken_at),
        conversation=None if is_reply else post.code,
        reply_to_author_id=_id(answered),
        reply_to_author_handle=answered.username or None,
        repost_of=reposted.code or None,
        repost_of_author_id=_id(original),
        repost_of_author_handle=original.username or None,
        quote_of=quoted.code or None,
        quote_of_author_id=_id(other),
        quote_of_author_handle=other.username or None,
        mention_ids=mention_ids,
        mention_handles=mention_handles,
        hashtags=_hashtags(parts, text),
        links=_links(parts, info.link_preview_attachment),
        likes=None if post.like_and_view_counts_disabled else number(post.like_count),
        reposts=number(info.repost_count),
        replies=number(info.direct_reply_count),
        quotes=number(info.quote_count),
        collected_at=item.collected_at,
        source="zeeschuimer_threads",
        context=context,
    )


def _id(user: _User) -> str | None:
    return text_id(user.pk) or text_id(user.id)


def _mentions(parts: list[_Fragment], text: str | None) -> tuple[list[str | None], list[str | None]]:
    """Ids and handles of who is mentioned, by the parts of the text or else by the text."""
    users = [part.mention_fragment.mentioned_user for part in parts if part.mention_fragment]
    known = {user.username: _id(user) for user in users if user and user.username}
    handles = list(dict.fromkeys([*_captions.mentions(text), *known]))
    return [known.get(handle) for handle in handles], [*handles]


def _hashtags(parts: list[_Fragment], text: str | None) -> list[str]:
    tags = [
        part.plaintext.strip().lstrip("#") for part in parts if part.fragment_type == "text_app_tag" and part.plaintext
    ]
    return list(dict.fromkeys(tag for tag in (*tags, *_captions.hashtags(text)) if tag))


def _links(parts: list[_Fragment], preview: _Preview | None) -> list[str]:
    """The addresses in a post; Threads leads each over a page of its own, which has the address in `u`."""
    urls = [part.link_fragment.uri for part in parts if part.link_fragment] + [preview.url if preview else None]
    return list(dict.fromkeys(_target(url) for url in urls if url))


def _target(url: str) -> str:
    try:
        found = urlsplit(url)
        led_over = (found.hostname or "").startswith("l.")
        return parse_qs(found.query).get("u", [url])[0] if led_over else url
    except ValueError:
        return url
