"""Zeeschuimer NDJSON of comments on TikTok: each names the video (`aweme_id`) and the comment that it answers."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from suara.collect import _captions
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
    with_whole_ids,
)
from suara.posts import Notice, Post, Problem

TITLE = "Zeeschuimer NDJSON of TikTok comments (also 4CAT's)"
LOOKS_FOR = "JSON lines with `source_platform` tiktok-comments, and the comment in `data` or beside `__import_meta`"
PLATFORMS = frozenset({"tiktok-comments"})


class _User(msgspec.Struct):
    uid: Number | None = None
    unique_id: str | None = None
    nickname: str | None = None


class _Extra(msgspec.Struct):
    """A mention or a hashtag within the text."""

    user_id: Number | None = None
    hashtag_name: str | None = None


class _Share(msgspec.Struct):
    url: str | None = None


class _Comment(msgspec.Struct):
    cid: Number | None = None
    aweme_id: Number | None = None
    reply_id: Number | None = None  # of the comment that began the exchange; "0" where it is this one
    reply_to_reply_id: Number | None = None  # of the comment that is answered within the exchange
    text: str | None = None
    create_time: Number | None = None
    digg_count: Number | None = None
    reply_comment_total: Number | None = None
    comment_language: str | None = None
    user: _User | None = None
    share_info: _Share | None = None
    text_extra: list[_Extra] | None = None
    reply_comment: list[_Comment] | None = None  # some of the answers; Zeeschuimer gets them as items too


_ABOUT_COMMENTS = (
    *("id", "status", "author_pin", "stick_position", "is_author_digged", "user_digged", "user_buried", "label_list"),
    *("share_info.title", "share_info.desc", "share_info.acl", "image_list", "no_show", "trans_btn_style"),
    *("is_comment_translatable", "allow_download_photo", "collect_stat", "forbid_reply_with_video", "is_high_purchase_intent"),
    *("comment_post_item_ids", "fold_status", "sort_extra_score", "label_text", "label_type", "label_info"),
    *("reply_to_userid", "reply_to_username", "alias_aweme_id", "need_hide_reply", "reply_score", "show_more_score"),
    *("is_creator_digged", "create_source", "collapse_by_default", "sticker", "voice_comment", "has_bullet_comment_tag"),
    *("start", "end", "sec_uid", "type", "hashtag_id", "text_extra.aweme_id", "text_extra.sub_type"),
)
_ABOUT_USERS = (
    *("user.avatar_thumb", "user.avatar_uri", "user.account_labels", "user.ad_cover_url", "user.sec_uid"),
    *("user.custom_verify", "user.enterprise_verify_reason", "user.predicted_age_group", "user.signature"),
    *("user.followers_detail", "user.user_tags", "user.verification_type", "user.relative_users", "user.region"),
    *("user.allow_status", "user.short_id", "user.mention_status", "user.is_star", "user.user_buried"),
)
TAKES = takes(_Comment)
LEAVES = leaves(*_ABOUT_COMMENTS, *_ABOUT_USERS, "reply_comment")
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "text", "lang", "created_at", "conversation"}
    | {"reply_to", "mention_ids", "mention_handles", "hashtags", "likes", "replies", "collected_at"}
)
CANNOT = "followers of who comments; comments that nobody scrolled to"
_NONE = ("0", "")


def recognise(file: Input) -> bool:
    """Whether the first item is a comment captured on TikTok."""
    return platform(file) in PLATFORMS


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The comments of a file."""
    for item in items(file, _Comment, PLATFORMS):
        if isinstance(item, Problem):
            yield item
            continue
        try:
            post = _post(item)
        except ValueError as error:
            reason = f"an impossible time: {str(item.data.create_time)[:40]} ({error})"
            yield rejected(item.line, reason, item.raw, kind="impossible_time")
        else:
            yield from with_whole_ids(post, item.line, item.raw)
