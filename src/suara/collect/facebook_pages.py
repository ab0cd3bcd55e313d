"""Tables of posts of Facebook pages: BuzzFeed's, which have no text, and those of facebook-page-post-scraper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from suara.collect._facebook import parted
from suara.collect._input import Input
from suara.collect._instagram import hashtags
from suara.collect._loose import tally
from suara.collect._refusing import begun, other_ids
from suara.collect._rows import records
from suara.posts import Notice, Post, Problem

TITLE = "Facebook page posts CSV (BuzzFeed, facebook-page-post-scraper)"
LOOKS_FOR = (
    "a CSV header with `account_id`, `post_id`, `Page` and `Date Published`, "
    "or with `status_id`, `status_message` and `status_published`"
)

_BUZZFEED = {"account_id", "post_id", "Page", "Date Published"}
_SCRAPER = {"status_id", "status_message", "status_published"}
SCRAPERS_CLOCK = timezone(timedelta(hours=-5))  # facebook-page-post-scraper takes five hours off, summer and winter
TAKES = frozenset(
    _BUZZFEED
    | _SCRAPER
    | {"Post URL", "share_count", "reaction_count", "comment_count"}
    | {"status_link", "num_likes", "num_reactions", "num_shares", "num_comments"}
)
LEAVES = frozenset(
    {"Category", "Post Type", "Rating", "Debate", "link_name", "status_type", "status_author", "num_special"}
    | {f"num_{of}" for of in ("loves", "wows", "hahas", "sads", "angrys")}
)
TELLS = frozenset(
    {"id", "url", "author_id", "author_name", "text", "created_at", "conversation", "hashtags", "links"}
    | {"likes", "reposts", "replies"}
)
CANNOT = "comments, handles, views; of BuzzFeed's also the text, the hour, and likes apart from other reactions"


def recognise(file: Input) -> bool:
    """Whether the header has the columns of either."""
    return set(file.header) >= _BUZZFEED or set(file.header) >= _SCRAPER


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The rows of a file, as posts."""
    buzzfeed = set(file.header) >= _BUZZFEED
    dates, example = 0, None
    for record in records(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, row, raw = record
        if buzzfeed:
            head = begun(line, raw, row["post_id"], row["Date Published"], UTC)
        else:
            head = begun(line, raw, row["status_id"], row["status_published"], SCRAPERS_CLOCK)
        if isinstance(head, Problem):
            yield head
            continue
        if buzzfeed and len(row["Date Published"]) == len("2016-09-19"):
            dates, example = dates + 1, example or row["Date Published"]
        yield from other_ids(line, raw, row, ("account_id",))
        told = {name: value or None for name, value in row.items()}
        yield _buzzfeed_post(told, *head) if buzzfeed else _scraped_post(told, *head)
    if dates:
        yield Notice(kind="date_only", count=dates, example=example)


def _buzzfeed_post(row: dict[str, str | None], own: str, created_at: datetime | None) -> Post:
    get = row.get
    _, post = parted(own)
    return Post(
        platform="facebook",
        id=post,
        url=get("Post URL"),
        author_id=get("account_id"),
        author_name=get("Page"),
        created_at=created_at,
        conversation=post,
        likes=tally(get("reaction_count")),
        reposts=tally(get("share_count")),
        replies=tally(get("comment_count")),
        source="facebook_pages",
    )


def _scraped_post(row: dict[str, str | None], own: str, created_at: datetime | None) -> Post:
    get = row.get
    page, post = parted(own)
    likes = tally(get("num_likes"))
    return Post(
        platform="facebook",
        id=post,
        url=f"https://www.facebook.com/{page}/posts/{post}" if page else None,
        author_id=page,
        text=get("status_message"),
        created_at=created_at,
        conversation=post,
        hashtags=hashtags(get("status_message")),
        links=[link] if (link := get("status_link")) else [],
        likes=tally(get("num_reactions")) if likes is None else likes,
        reposts=tally(get("num_shares")),
        replies=tally(get("num_comments")),
        source="facebook_pages",
    )
