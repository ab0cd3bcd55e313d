"""Zeeschuimer NDJSON of TikTok: videos as the website gets them.

The author is an object where the website asked for the video, and a bare handle where the video stood in the page.
"""

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
from suara.posts import Post, Problem

TITLE = "Zeeschuimer NDJSON of TikTok (also 4CAT's)"
LOOKS_FOR = "JSON lines with `source_platform` tiktok.com, and the video in `data` or beside `__import_meta`"
PLATFORMS = frozenset({"tiktok.com"})


class _Author(msgspec.Struct):
    id: Number | None = None
    uniqueId: str | None = None
    nickname: str | None = None
    verified: bool | None = None


class _AuthorStats(msgspec.Struct):
    followerCount: Number | None = None


class _Stats(msgspec.Struct):
    diggCount: Number | None = None
    shareCount: Number | None = None
    commentCount: Number | None = None
    playCount: Number | None = None


class _Extra(msgspec.Struct):
    """A hashtag or a mention within the description."""

    hashtagName: str | None = None
    userId: Number | None = None
    userUniqueId: str | None = None


class _Challenge(msgspec.Struct):
    title: str | None = None


class _Duet(msgspec.Struct):
    duetFromId: Number | None = None  # "0" where it is none


class _Poi(msgspec.Struct):
    name: str | None = None


class _Video(msgspec.Struct):
    id: Number | None = None
    desc: str | None = None
    createTime: Number | None = None
    author: _Author | str | None = None
    nickname: str | None = None  # where the author is a bare handle
    authorId: Number | None = None  # likewise
    authorStats: _AuthorStats | None = None
    stats: _Stats | None = None
    textExtra: list[_Extra] | None = None
    challenges: list[_Challenge] | None = None
    duetInfo: _Duet | None = None
    textLanguage: str | None = None
    poi: _Poi | None = None
    locationCreated: str | None = None  # a country


_STATS = ("statsV2", "authorStatsV2", "stats.collectCount", "stats.repostCount")
_ABOUT_VIDEOS = (
    *("music", "video", "imagePost", "stickersOnItem", "effectStickers", "contents", "diversificationLabels"),
    *("diversificationId", "suggestedWords", "videoSuggestWordsList", "warnInfo", "anchors", "anchorTypes"),
    *("adAuthorization", "adLabelVersion", "isAd", "isECVideo", "AIGCDescription", "aigcLabelType", "IsAigc"),
    *("CategoryType", "backendSourceEventTracking", "brandOrganicType", "channelTags", "collected", "digged"),
    *("comments", "creatorAIComment", "duetEnabled", "duetDisplay", "forFriend", "indexEnabled", "event"),
    *("isActivityItem", "isPinnedItem", "isReviewing", "itemCommentStatus", "itemControl", "itemMute", "item_control"),
    *("keywordTags", "maskType", "moderationAigcInfo", "officalItem", "originalItem", "playlistId"),
    *("privateItem", "secret", "shareEnabled", "showNotPass", "stitchEnabled", "stitchDisplay", "takeDown", "vl1"),
    *("textTranslatable", "titleLanguage", "titleTranslatable", "authorSecId", "avatarThumb", "scheduleTime"),
    *("HasPromoteEntry", "botMetadata", "customDescription", "hasAdAuthorization", "voteInfo", "poi"),
)
_ABOUT_EXTRAS = (
    *("awemeId", "start", "end", "hashtagId", "isCommerce", "secUid", "subType", "type"),
    *(f"challenges.{n}" for n in ("id", "desc", "profileThumb", "profileMedium", "profileLarger", "coverThumb")),
    *("challenges.coverMedium", "challenges.coverLarger", "challenges.stats", "challenges.splitTitle"),
)
_ABOUT_AUTHORS = (
    *("avatarLarger", "avatarMedium", "signature", "ftc", "relation", "openFavorite", "commentSetting", "duetSetting"),
    *("stitchSetting", "privateAccount", "downloadSetting", "isADVirtual", "isEmbedBanned", "canExpPlaylist"),
    *("suggestAccountBind", "ttSeller", "roomId", "uniqueIdModifyTime", "createTime", "nickNameModifyTime"),
    *("followingVisibility", "shortId", "UserStoryStatus", "userStoryStatus", "commerceUserInfo", "bioLink"),
    *("authorStats.diggCount", "followingCount", "heart", "heartCount", "videoCount", "friendCount"),
)
TAKES = takes(_Video)
LEAVES = leaves(*_STATS, *_ABOUT_VIDEOS, *_ABOUT_EXTRAS, *_ABOUT_AUTHORS)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_followers", "author_verified", "text", "lang"}
    | {"created_at", "conversation", "quote_of", "mention_ids", "mention_handles", "hashtags", "likes", "reposts"}
    | {"replies", "views", "place", "collected_at"}
)
CANNOT = "the comments (Zeeschuimer collects them on their own), and whose video a duet answers"


def recognise(file: Input) -> bool:
    """Whether the first item was captured on TikTok."""
    return platform(file) in PLATFORMS


def read(file: Input) -> Iterator[Post | Problem]:
    """The videos of a file."""
    for item in items(file, _Video, PLATFORMS):
        if isinstance(item, Problem):
            yield item
            continue
        try:
            post = _post(item)
        except ValueError as error:
            reason = f"an impossible time: {str(item.data.createTime)[:40]} ({error})"
            yield rejected(item.line, reason, item.raw, kind="impossible_time")
        else:
            yield from with_whole_ids(post, item.line, item.raw)


def _post(item: Item[_Video]) -> Post:
    """A video as a post; of its shares nobody knows which were public, so all count as reposts."""
    video = item.data
    author = (
        video.author if isinstance(video.author, _Author) else _Author(video.authorId, video.author, video.nickname)
    )
    stats = video.stats or _Stats()
    extras = video.textExtra or []
    mentions = [extra for extra in extras if extra.userUniqueId or extra.userId]
    id = text_id(video.id) or ""
    duet = text_id(video.duetInfo.duetFromId) if video.duetInfo else None
    return Post(
        platform="tiktok",
        id=id,
        url=f"https://www.tiktok.com/@{author.uniqueId or ''}/video/{id}",
        author_id=text_id(author.id),
        author_handle=author.uniqueId or None,
        author_name=author.nickname or None,
        author_followers=number(video.authorStats.followerCount) if video.authorStats else None,
        author_verified=author.verified,
        text=video.desc or None,
        lang=video.textLanguage if video.textLanguage not in ("", "un") else None,
        created_at=seconds(video.createTime),
        conversation=id or None,
        quote_of=None if duet == "0" else duet,
        mention_ids=[text_id(extra.userId) for extra in mentions],
        mention_handles=[extra.userUniqueId or None for extra in mentions],
        hashtags=_hashtags(video, extras),
        likes=number(stats.diggCount),
        reposts=number(stats.shareCount),
        replies=number(stats.commentCount),
        views=number(stats.playCount),
        place=(video.poi.name if video.poi else None) or video.locationCreated or None,
        collected_at=item.collected_at,
        source="zeeschuimer_tiktok",
    )


def _hashtags(video: _Video, extras: list[_Extra]) -> list[str]:
    """The hashtags of the description, or else the challenges that TikTok made of them."""
    return [extra.hashtagName for extra in extras if extra.hashtagName] or [
        challenge.title for challenge in video.challenges or () if challenge.title
    ]
