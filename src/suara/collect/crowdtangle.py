"""CrowdTangle's CSV of posts of Facebook pages and groups, and of Instagram accounts.

Times carry the short name of the zone that was set in the dashboard. Of a group the columns that name an author name
the group: who wrote a post there isn't told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from suara.collect import _instagram
from suara.collect._facebook import post_id
from suara.collect._input import Input, rejected
from suara.collect._loose import tally
from suara.collect._refusing import begun, other_ids
from suara.collect._rows import records
from suara.collect._zones import zone
from suara.posts import Notice, Post, Problem

TITLE = "CrowdTangle CSV (Facebook or Instagram)"
LOOKS_FOR = (
    "a CSV header with `Post Created`, `URL`, `Likes` and either `Facebook Id` and `Message`, "
    "or `Account` and `Description`"
)

_FACEBOOK = {"Post Created", "URL", "Likes", "Facebook Id", "Message"}
_INSTAGRAM = {"Post Created", "URL", "Likes", "Account", "Description"}
_WEIGHED = (  # as they stand unless somebody has set other weights
    "(weighted  —  Likes 1x Shares 1x Comments 1x Love 1x Wow 1x Haha 1x Sad 1x Angry 1x Care 1x )",
    "(weighted  —  Likes 1x Comments 1x )",
)
TAKES = frozenset(
    _FACEBOOK
    | _INSTAGRAM
    | {"Page Name", "User Name", "Followers at Posting", "Likes at Posting", "Comments", "Shares", "Post Views"}
    | {"Views", "Link", "Final Link", "Type", "Group Name"}
)
LEAVES = frozenset(
    {"Page Category", "Page Admin Top Country", "Page Description", "Page Created", "Post Created Date"}
    | {"Post Created Time", "Total Interactions", "Love", "Wow", "Haha", "Sad", "Angry", "Care", "Image Text"}
    | {"Link Text", "Video Share Status", "Is Video Owner?", "Total Views", "Total Views For All Crossposts"}
    | {"Video Length", "Sponsor Id", "Sponsor Name", "Sponsor Category", "Overperforming Score", "Photo", "Title"}
    | {f"{of} {weights}" for of in ("Overperforming Score", "Total Interactions") for weights in _WEIGHED}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_handle", "author_name", "author_followers", "text", "created_at"}
    | {"conversation", "mention_handles", "hashtags", "links", "likes", "reposts", "replies", "views"}
)
CANNOT = "comments; who wrote a post in a group; reactions other than likes; whose post a shared one was"


def recognise(file: Input) -> bool:
    """Whether the header has the columns of either export."""
    return set(file.header) >= _FACEBOOK or set(file.header) >= _INSTAGRAM


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    facebook = set(file.header) >= _FACEBOOK
    unknown: Counter[str] = Counter()
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        own = post_id(row["URL"]) if facebook else _instagram.post_id(row["URL"])
        if own is None:
            yield rejected(line, f"an address without a post's id: {row['URL'][:80]!r}", raw, kind="not_a_post")
            continue
        *at, name = row["Post Created"].rsplit(" ", 1)
        known = zone(name)
        if not at[0:1] or ":" in name:  # no name at all
            at, name = [row["Post Created"]], ""
        head = begun(line, raw, "1", at[0], known or UTC)
        if isinstance(head, Problem):
            yield head
            continue
        if known is None:
            unknown[name] += 1
        yield from other_ids(line, raw, row, ("Facebook Id",))
        told = {column: value or None for column, value in row.items()}
        yield _facebook_post(told, own, head[1]) if facebook else _instagram_post(told, own, head[1])
    for name, count in sorted(unknown.items()):
        yield Notice(kind="zone_doubt", count=count, example=f"UTC ({name})" if name else "UTC")


def _facebook_post(row: dict[str, str | None], own: str, created_at: datetime | None) -> Post:
    get = row.get
    page = "Group Name" not in row
    link = get("Final Link") or get("Link")
    return Post(
        platform="facebook",
        id=own,
        url=get("URL"),
        author_id=get("Facebook Id") if page else None,
        author_handle=get("User Name") if page else None,
        author_name=get("Page Name") if page else None,
        author_followers=_or(get("Followers at Posting"), get("Likes at Posting")) if page else None,
        text=get("Message"),
        created_at=created_at,
        conversation=own,
        hashtags=_instagram.hashtags(get("Message")),
        links=[link] if link and link != get("URL") else [],
        likes=tally(get("Likes")),
        reposts=tally(get("Shares")),
        replies=tally(get("Comments")),
        views=tally(get("Post Views")) if "video" in (get("Type") or "").lower() else None,  # 0 of all others
        source="crowdtangle",
    )


def _instagram_post(row: dict[str, str | None], own: str, created_at: datetime | None) -> Post:
    get = row.get
    mentioned = _instagram.mentions(get("Description"))
    return Post(
        platform="instagram",
        id=own,
        url=get("URL"),
        author_handle=get("User Name"),
        author_name=get("Account"),
        author_followers=tally(get("Followers at Posting")),
        text=get("Description"),
        created_at=created_at,
        conversation=own,
        mention_ids=None if mentioned is None else [None] * len(mentioned),
        mention_handles=None if mentioned is None else [*mentioned],
        hashtags=_instagram.hashtags(get("Description")),
        likes=tally(get("Likes")),
        replies=tally(get("Comments")),
        views=tally(get("Views")) if "video" in (get("Type") or "").lower() else None,
        source="crowdtangle",
    )


def _or(first: str | None, second: str | None) -> int | None:
    found = tally(first)
    return tally(second) if found is None else found
