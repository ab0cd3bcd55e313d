"""Zeeschuimer NDJSON of Instagram: posts and reels, in three shapes.

Items of lists (`code`, `taken_at`), the older graph (`shortcode`, `edge_media_to_caption`), and what a grid holds
("XIGPolaris...", or marked `_zs_partial`), which has neither time nor likes until somebody opens the post. A post is
known by its code, as in its address; the numeric ids differ between the shapes.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from suara.collect import _captions
from suara.collect._ids import is_code, with_whole_ids
from suara.collect._input import Input, rejected
from suara.collect._instagram import media_id
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

TITLE = "Zeeschuimer NDJSON of Instagram (also 4CAT's)"
LOOKS_FOR = "JSON lines with `source_platform` instagram.com, and the post in `data` or beside `__import_meta`"
PLATFORMS = frozenset({"instagram.com"})


class _User(msgspec.Struct):
    pk: Number | None = None
    id: Number | None = None
    username: str | None = None
    full_name: str | None = None
    is_verified: bool | None = None


class _Text(msgspec.Struct):
    text: str | None = None


class _Node(msgspec.Struct):
    """What stands at the end of an edge: a caption, or somebody tagged."""

    text: str | None = None
    user: _User | None = None


class _Edge(msgspec.Struct):
    node: _Node | None = None


class _Edges(msgspec.Struct):
    edges: list[_Edge] | None = None


class _Count(msgspec.Struct):
    count: Number | None = None


class _Tag(msgspec.Struct):
    user: _User | None = None


class _Tags(msgspec.Struct):
    tagged: list[_Tag] | None = msgspec.field(default=None, name="in")


class _Location(msgspec.Struct):
    name: str | None = None


class _Media(msgspec.Struct):
    typename: str | None = msgspec.field(default=None, name="__typename")
    partial: bool | None = msgspec.field(default=None, name="_zs_partial")
    code: str | None = None
    taken_at: Number | None = None
    caption: _Text | None = None
    user: _User | None = None
    owner: _User | None = None
    like_count: Number | None = None
    comment_count: Number | None = None
    view_count: Number | None = None
    play_count: Number | None = None
    usertags: _Tags | None = None
    like_and_view_counts_disabled: bool | None = None
    location: _Location | None = None
    shortcode: str | None = None  # from here on: the older graph
    taken_at_timestamp: Number | None = None
    edge_media_to_caption: _Edges | None = None
    edge_media_to_tagged_user: _Edges | None = None
    edge_media_preview_like: _Count | None = None
    edge_media_preview_comment: _Count | None = None
    edge_media_to_comment: _Count | None = None
    video_view_count: Number | None = None


_ABOUT_MEDIA = (
    *("_zs_instagram_view", "_zs_html_embedded_json", "pk", "id", "media_type", "product_type", "caption_is_edited"),
    *("carousel_media", "carousel_media_count", "carousel_media_ids", "carousel_parent_id", "image_versions2"),
    *("video_versions", "video_dash_manifest", "video_duration", "video_codec", "video_subtitles_uri", "has_audio"),
    *("original_height", "original_width", "number_of_qualities", "is_dash_eligible", "display_uri", "thumbnails"),
    *("device_timestamp", "filter_type", "client_cache_key", "strong_id__", "fbid", "media_id", "deleted_reason"),
    *(
        "accessibility_caption",
        "organic_tracking_token",
        "logging_info_token",
        "inventory_source",
        "integrity_review_decision",
    ),
    *("has_liked", "has_viewer_saved", "saved_collection_ids", "is_seen", "viewer_can_reshare", "can_viewer_reshare"),
    *("can_viewer_save", "can_reply", "can_reshare", "can_save", "can_see_insights_as_brand", "photo_of_you"),
    *("top_likers", "facepile_top_likers", "likers", "social_context", "friendship_status", "fb_like_count"),
    *("fb_comment_count", "fb_play_count", "fb_user_tags", "ig_play_count", "media_repost_count", "share_count"),
    *(
        "reshare_count",
        "repost_count",
        "comments",
        "preview_comments",
        "comment_threading_enabled",
        "comments_disabled",
    ),
    *("comment_likes_enabled", "commenting_disabled_for_viewer", "has_more_comments", "comment_inform_treatment"),
    *("max_num_visible_preview_comments", "can_view_more_preview_comments", "hide_view_all_comment_entrypoint"),
    *("inline_composer_display_condition", "media_level_comment_controls", "coauthor_producers"),
    *("invited_coauthor_producers", "sponsor_tags", "is_paid_partnership", "commerciality_status", "affiliate_info"),
    *("boost_unavailable_identifier", "boost_unavailable_reason", "boosted_status", "ad_action", "ad_id", "link"),
    *("link_text", "story_cta", "shop_routing_user_id", "product_tags", "product_suggestions", "shopping"),
    *("clips_metadata", "clips_attribution_info", "clips_tab_pinned_user_ids", "timeline_pinned_user_ids", "headline"),
    *(
        "music_metadata",
        "sharing_friction_info",
        "media_cropping_info",
        "media_overlay_info",
        "media_attributions_data",
    ),
    *("profile_grid_thumbnail_fitting_style", "profile_grid_control_enabled", "profile_grid_thumbnail_crop"),
    *("upcoming_event", "explore", "explore_context", "explore_hide_comments", "main_feed_carousel_starting_media_id"),
    *("open_carousel_submission_state", "open_carousel_show_follow_button", "previous_submitter", "audience"),
    *("all_previous_submitters", "ig_media_sharing_disabled", "should_request_ads", "is_unified_video", "title"),
    *(
        "is_visual_reply_commenter_notice_enabled",
        "is_auto_created",
        "is_cutout_sticker_allowed",
        "cutout_sticker_info",
    ),
    *("is_third_party_downloads_eligible", "is_reshare_of_text_post_app_media_in_ig", "is_post_live_clips_media"),
    *(
        "is_tagged_media_shared_to_viewer_profile_grid",
        "is_organic_product_tagging_eligible",
        "is_comments_gif_composer_enabled",
    ),
    *("is_reuse_allowed", "is_artist_pick", "is_in_profile_grid", "is_open_to_public_submission", "is_quiet_post"),
    *("has_delayed_metadata", "has_privately_liked", "has_shared_to_fb", "has_translation", "has_tagged_users"),
    *(
        "crosspost_metadata",
        "cross_post",
        "fundraiser_tag",
        "tagged_users",
        "featured_products",
        "meta_ai_content_deep_dive_prompt",
    ),
    *("meta_ai_suggested_prompts", "gen_ai_detection_method", "gen_ai_chat_with_ai_cta_info", "mezql_token"),
    *("avatar_stickers", "story_bloks_stickers", "lat", "lng", "expiring_at", "imported_taken_at", "highlights_info"),
    *(
        "subscribe_cta_visible",
        "creator_viewer_insights",
        "report_info",
        "translated_langs_for_autodub",
        "collab_follow_button_info",
    ),
    *(
        "enable_waist",
        "enable_media_notes_production",
        "media_notes",
        "visible_comments",
        "original_media_has_visual_reply_media",
    ),
    *("owner_id", "reel_media_background", "ranking_info_token", "recommendation_data", "follow_hashtag_info"),
)
_ABOUT_CAPTIONS = tuple(
    f"caption.{name}"
    for name in (
        *("bit_flags", "content_type", "created_at", "created_at_utc", "did_report_as_spam", "has_translation"),
        *("is_covered", "is_edited", "is_ranked_comment", "media_id", "pk", "id", "private_reply_status"),
        *("share_enabled", "status", "type", "user", "user_id", "text_translation", "hashtags", "mentions"),
    )
)
_ABOUT_USERS = (
    *("profile_pic_url", "profile_pic_id", "hd_profile_pic_url_info", "is_private", "is_unpublished", "is_favorite"),
    *("account_badges", "account_type", "fan_club_info", "friendship_status", "has_anonymous_profile_picture"),
    *("has_onboarded_to_text_post_app", "text_post_app_is_private", "is_embeds_disabled", "is_ring_creator"),
    *(
        "latest_reel_media",
        "live_broadcast_id",
        "live_broadcast_visibility",
        "transparency_label",
        "show_account_transparency_details",
    ),
    *(
        "transparency_product",
        "transparency_product_enabled",
        "fbid_v2",
        "pk_id",
        "strong_id__",
        "interop_messaging_user_fbid",
    ),
    *(
        "show_ring_award",
        "third_party_downloads_enabled",
        "feed_post_reshare_disabled",
        "can_see_quiet_post_attribution",
    ),
    *("is_active_on_text_post_app", "text_post_app_take_a_break_setting", "eligible_for_text_app_activation_badge"),
    *("user.__typename", "owner.__typename", "liked_media_count", "seen", "ai_agent_owner_username"),
    *("followed_by_viewer", "requested_by_viewer", "blocked_by_viewer", "has_blocked_viewer", "restricted_by_viewer"),
    *("edge_followed_by", "edge_owner_to_timeline_media", "pass_tiering_recommendation", "supervision_info"),
)
_ABOUT_THE_REST = (
    *("usertags.in.position", "usertags.in.duration_in_video_in_sec", "usertags.in.start_time_in_video_in_sec"),
    *("usertags.in.show_category_of_user", "usertags.in.categories", "node.x", "node.y", "node.created_at"),
    *(f"location.{n}" for n in ("address", "city", "short_name", "slug", "has_public_page", "facebook_places_id")),
    *("location.external_source", "location.profile_pic_url", "location.is_eligible_for_guides", "location.__typename"),
    *("dimensions", "display_url", "display_resources", "thumbnail_src", "thumbnail_resources", "media_preview"),
    *(
        "is_video",
        "video_url",
        "video_play_count",
        "dash_info",
        "tracking_token",
        "gating_info",
        "fact_check_information",
    ),
    *("fact_check_overall_rating", "sensitivity_friction_info", "edge_sidecar_to_children", "edge_liked_by"),
    *("edge_media_to_parent_comment", "edge_media_to_hoisted_comment", "edge_media_to_sponsor_user", "edges.cursor"),
    *("edge_media_preview_comment.edges", "edge_media_to_comment.edges", "edge_media_to_comment.page_info"),
    *("edge_media_preview_like.edges", "edge_media_preview_comment.page_info", "has_ranked_comments"),
    *("viewer_has_liked", "viewer_has_saved", "viewer_has_saved_to_collection", "viewer_in_photo_of_you", "is_ad"),
    *("clips_music_attribution_info", "felix_profile_grid_crop", "pinned_for_users", "nft_asset_info", "is_affiliate"),
)
TAKES = takes(_Media)
LEAVES = leaves(*_ABOUT_MEDIA, *_ABOUT_CAPTIONS, *_ABOUT_USERS, *_ABOUT_THE_REST)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_verified", "text", "created_at", "conversation"}
    | {"mention_ids", "mention_handles", "hashtags", "likes", "replies", "views", "place", "collected_at"}
)
CANNOT = "comments, followers, how often a post was passed on; times and likes of what was seen in a grid only"


def recognise(file: Input) -> bool:
    """Whether the first item was captured on Instagram."""
    return platform(file) in PLATFORMS


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The posts of a file; of those that are only partly there it is said."""
    for item in items(file, _Media, PLATFORMS):
        if isinstance(item, Problem):
            yield item
            continue
        media = item.data
        try:
            post = _post(item)
        except ValueError as error:
            reason = f"an impossible time: {str(media.taken_at or media.taken_at_timestamp)[:40]} ({error})"
            yield rejected(item.line, reason, item.raw, kind="impossible_time")
            continue
        for found in with_whole_ids(post, item.line, item.raw, is_code):
            if isinstance(found, Post) and (media.partial or found.created_at is None):
                yield Notice(kind="partial", line=item.line)
            yield found


def _post(item: Item[_Media]) -> Post:
    media = item.data
    code = media.code or media.shortcode or ""
    own = media_id(code) or code
    user, owner = media.user or _User(), media.owner or _User()
    text = _caption(media)
    mention_ids: list[str | None] | None
    mention_handles: list[str | None] | None
    mention_ids, mention_handles = _mentions(media, text)
    hidden = bool(media.like_and_view_counts_disabled)  # then the count is 0, or that of a few friends
    views = next((n for n in (media.view_count, media.play_count, media.video_view_count) if n is not None), None)
    grid = media.partial or "polaris" in (media.typename or "").lower()
    if text is None and grid:  # it may have words that the grid doesn't show
        mention_ids = mention_handles = None
    return Post(
        platform="instagram",
        id=own,
        url=f"https://www.instagram.com/p/{code}/",
        author_id=text_id(user.pk) or text_id(user.id) or text_id(owner.pk) or text_id(owner.id),
        author_handle=user.username or owner.username or None,
        author_name=user.full_name or owner.full_name or None,
        author_verified=owner.is_verified if user.is_verified is None else user.is_verified,
        text=text,
        created_at=seconds(media.taken_at or media.taken_at_timestamp or None),
        conversation=own or None,
        mention_ids=mention_ids,
        mention_handles=mention_handles,
        hashtags=None if text is None and grid else _captions.hashtags(text),
        likes=None if hidden else number(_first(media.like_count, media.edge_media_preview_like)),
        replies=number(_first(media.comment_count, media.edge_media_preview_comment, media.edge_media_to_comment)),
        views=None if hidden else number(views),
        place=(media.location.name or None) if media.location else None,
        collected_at=item.collected_at,
        source="zeeschuimer_instagram",
    )


def _caption(media: _Media) -> str | None:
    if media.caption:
        return media.caption.text or None
    edges = media.edge_media_to_caption.edges if media.edge_media_to_caption else None
    return next((edge.node.text for edge in edges or () if edge.node and edge.node.text), None)


def _mentions(media: _Media, text: str | None) -> tuple[list[str | None], list[str | None]]:
    """Ids and handles of who is mentioned in the caption, then of who is tagged in the picture; each once."""
    tags = media.usertags.tagged if media.usertags else None
    edges = media.edge_media_to_tagged_user.edges if media.edge_media_to_tagged_user else None
    users = [tag.user for tag in tags or ()] + [edge.node.user for edge in edges or () if edge.node]
    tagged = {user.username: text_id(user.pk) or text_id(user.id) for user in users if user and user.username}
    handles = list(dict.fromkeys([*_captions.mentions(text), *tagged]))
    return [tagged.get(handle) for handle in handles], [*handles]


def _first(count: Number | None, *others: _Count | None) -> Number | None:
    """The first count that is told."""
    return next((n for n in (count, *(other.count for other in others if other)) if n is not None), None)
