"""Zeeschuimer NDJSON of comments on TikTok: each names the video (`aweme_id`) and the comment that it answers."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from suara.collect._ids import with_whole_ids
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
    reply_to_userid: Number | None = None
    text: str | None = None
    create_time: Number | None = None
    digg_count: Number | None = None
    reply_comment_total: Number | None = None
    comment_language: str | None = None
    user: _User | None = None
    share_info: _Share | None = None
    text_extra: list[_Extra] | None = None
    reply_comment: list[_Comment] | None = None  # the first answers, before anybody asks for all


_ABOUT_COMMENTS = (
    *("id", "status", "author_pin", "stick_position", "is_author_digged", "user_digged", "user_buried", "label_list"),
    *("share_info.title", "share_info.desc", "share_info.acl", "image_list", "no_show", "trans_btn_style"),
    *(
        "is_comment_translatable",
        "allow_download_photo",
        "collect_stat",
        "forbid_reply_with_video",
        "is_high_purchase_intent",
    ),
    *("comment_post_item_ids", "fold_status", "sort_extra_score", "label_text", "label_type", "label_info"),
    *("reply_to_username", "reply_to_nickname", "alias_aweme_id", "need_hide_reply", "reply_score", "show_more_score"),
    *(
        "is_creator_digged",
        "create_source",
        "collapse_by_default",
        "sticker",
        "voice_comment",
        "has_bullet_comment_tag",
    ),
    *("start", "end", "sec_uid", "type", "hashtag_id", "text_extra.aweme_id", "text_extra.sub_type"),
)
_ABOUT_USERS = (
    *("user.avatar_thumb", "user.avatar_uri", "user.account_labels", "user.ad_cover_url", "user.sec_uid"),
    *("user.custom_verify", "user.enterprise_verify_reason", "user.predicted_age_group", "user.signature"),
    *("user.followers_detail", "user.user_tags", "user.verification_type", "user.relative_users", "user.region"),
    *("user.allow_status", "user.short_id", "user.mention_status", "user.is_star", "user.user_buried"),
)
TAKES = takes(_Comment)
LEAVES = leaves(*_ABOUT_COMMENTS, *_ABOUT_USERS)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "text", "lang", "created_at", "conversation"}
    | {"reply_to", "reply_to_author_id", "mention_ids", "hashtags", "likes", "replies"}
    | {"collected_at"}
)
CANNOT = "followers of who comments, handles of who is mentioned (only ids); comments that nobody scrolled to"


def recognise(file: Input) -> bool:
    """Whether the first item is a comment captured on TikTok."""
    return platform(file) in PLATFORMS


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The comments of a file, and at its end how many answers to them it lacks."""
    counted: dict[str, int] = {}
    there: dict[str, set[str]] = {}
    for item in items(file, _Comment, PLATFORMS):
        if isinstance(item, Problem):
            yield item
            continue
        for comment in (item.data, *(item.data.reply_comment or ())):
            for found in _told(comment, item):
                if isinstance(found, Post):
                    counted[found.id] = found.replies or 0
                    there.setdefault(_id(comment.reply_id) or "", set()).add(found.id)
                yield found
    missing = sum(max(0, replies - len(there.get(id, ()))) for id, replies in counted.items())
    if missing:
        yield Notice(kind="replies_missing", count=missing)


def _told(comment: _Comment, item: Item[_Comment]) -> Iterator[Post | Problem]:
    """A comment as a post, with what is wrong with it."""
    try:
        post = _post(comment, item)
    except ValueError as error:
        reason = f"an impossible time: {str(comment.create_time)[:40]} ({error})"
        yield rejected(item.line, reason, item.raw, kind="impossible_time")
    else:
        yield from with_whole_ids(post, item.line, item.raw)


def _post(comment: _Comment, item: Item[_Comment]) -> Post:
    user = comment.user or _User()
    mentioned = [id for extra in comment.text_extra or () if (id := _id(extra.user_id))]
    video = _id(comment.aweme_id)
    return Post(
        platform="tiktok",
        id=_id(comment.cid) or "",
        url=comment.share_info.url or None if comment.share_info else None,
        author_id=_id(user.uid),
        author_handle=user.unique_id or None,
        author_name=user.nickname or None,
        text=comment.text or None,
        lang=comment.comment_language if comment.comment_language not in ("", "un") else None,
        created_at=seconds(comment.create_time),
        conversation=video,
        reply_to=_id(comment.reply_to_reply_id) or _id(comment.reply_id) or video,
        reply_to_author_id=_id(comment.reply_to_userid),
        mention_ids=[*mentioned],
        mention_handles=[None] * len(mentioned),  # the text shows the name that somebody goes by
        hashtags=[extra.hashtag_name for extra in comment.text_extra or () if extra.hashtag_name],
        likes=number(comment.digg_count),
        replies=number(comment.reply_comment_total),
        collected_at=item.collected_at,
        source="zeeschuimer_tiktok_comments",
    )


def _id(value: Number | None) -> str | None:
    """An id as text; TikTok writes 0 where there is none."""
    return None if value in (0, "0") else text_id(value)
