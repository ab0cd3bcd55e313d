"""Tables of comments on posts of Facebook pages: Netvizz's, and those of facebook-page-post-scraper.

Netvizz repeats the post in each row: it comes along as context. Whose comment a reply answers it doesn't tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from suara.collect._facebook import parted
from suara.collect._input import Input
from suara.collect._instagram import hashtags
from suara.collect._loose import moment, tally, yes
from suara.collect._refusing import begun, other_id
from suara.collect._rows import records
from suara.posts import Notice, Post, Problem

TITLE = "Facebook comments CSV (Netvizz, facebook-page-post-scraper)"
LOOKS_FOR = "a CSV header with `comment_id`, `comment_message`, `comment_published` and `post_id` or `status_id`"

_NEEDED = {"comment_id", "comment_message", "comment_published"}
_SCRAPERS_CLOCK = timezone(timedelta(hours=-5))  # facebook-page-post-scraper takes five hours off, summer and winter
TAKES = frozenset(
    _NEEDED
    | {"post_id", "status_id", "parent_id", "is_reply", "comment_by", "comment_author"}
    | {"post_by", "post_text", "post_published", "comment_like_count", "num_likes", "num_reactions"}
)
LEAVES = frozenset(
    {"position", "attachment_type", "attachment_url", "num_special"}
    | {f"num_{of}" for of in ("loves", "wows", "hahas", "sads", "angrys")}
)
TELLS = frozenset(
    {"id", "author_id", "author_name", "text", "created_at", "conversation", "reply_to", "hashtags", "likes"}
)
CANNOT = "handles and ids of commenters, replies' counts; in Netvizz's, which comment a reply answers"


def recognise(file: Input) -> bool:
    """Whether the header has the columns of comments and of their post."""
    header = set(file.header)
    return header >= _NEEDED and bool(header & {"post_id", "status_id"})


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts; the posts that they are about first, as context."""
    scraped = "status_id" in file.header
    seen: set[str] = set()
    naive: Counter[str] = Counter()
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        at = row["comment_published"]
        head = begun(line, raw, row["comment_id"], at, _SCRAPERS_CLOCK if scraped else UTC)
        if isinstance(head, Problem):
            yield head
            continue
        naive["UTC"] += not scraped and "+" not in at and "Z" not in at and not at.isdecimal()
        whole, problem = other_id(
            line, raw, "status_id" if scraped else "post_id", row.get("status_id" if scraped else "post_id")
        )
        yield from problem
        parent, problem = other_id(line, raw, "parent_id", row.get("parent_id"))
        yield from problem
        page, under = parted(whole) if whole else (None, None)
        if under and row.get("post_text") and under not in seen:
            yield _begun_by(row, page, under)
        seen.add(under or "")
        yield _comment({name: value or None for name, value in row.items()}, head, under, parent)
    if naive["UTC"]:
        yield Notice(kind="zone_doubt", count=naive["UTC"], example="UTC")


def _comment(
    row: dict[str, str | None], head: tuple[str, datetime | None], under: str | None, parent: str | None
) -> Post:
    get = row.get
    likes = tally(get("comment_like_count") or get("num_likes"))
    return Post(
        platform="facebook",
        id=head[0],
        author_name=get("comment_by") or get("comment_author"),
        text=get("comment_message"),
        created_at=head[1],
        conversation=under,
        reply_to=parent or (None if yes(get("is_reply")) else under),
        hashtags=hashtags(get("comment_message")),
        likes=tally(get("num_reactions")) if likes is None else likes,
        source="facebook_comments",
    )


def _begun_by(row: dict[str, str], page: str | None, under: str) -> Post:
    """The post that the comments are about."""
    try:
        created_at = moment(row.get("post_published"), UTC)
    except ValueError:
        created_at = None
    return Post(
        platform="facebook",
        id=under,
        author_id=page,
        author_name=row.get("post_by") or None,
        text=row["post_text"],
        created_at=created_at,
        conversation=under,
        hashtags=hashtags(row["post_text"]),
        source="facebook_comments",
        context=True,
    )
