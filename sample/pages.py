"""The invented posts as twarc2 collects them from the X API v2: a page of up to 100 a line."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from world import END, Account, Post, World

PAGE = 100
RETRIEVED = END + timedelta(days=10, hours=9)
USERS_MISSING, TWEETS_MISSING = 0.02, 0.05
LOST_INCLUDED = 0.5  # share of the posts in neither file that come along where a collected post refers to them
ERRORS = 2

_MENTION, _TAG, _LINK = re.compile(r"@(\w{1,15})"), re.compile(r"#(\w+)"), re.compile(r"https://t\.co/\w+")
_COUNTS = {
    "retweet_count": "retweeted",
    "reply_count": "replied_to",
    "like_count": "like",
    "quote_count": "quoted",
    "impression_count": "view",
}


def write(path: Path, world: World) -> list[Post]:
    """Write the pages, newest posts first; returns the posts that only came along as context."""
    posts = [post for post in reversed(world.posts) if post.file in ("x_api", "both")]
    lost = {post.parent for post in posts if post.parent and not post.parent.file}
    lost = sorted(lost, key=lambda post: post.id)
    context = [post for post in lost if world.chance(LOST_INCLUDED)]
    gone = [post for post in lost if post not in context][:ERRORS]
    told = set(posts) | set(context)
    starts = range(0, len(posts), PAGE)
    pages = [_page(world, posts[i : i + PAGE], told, set(gone), i // PAGE) for i in starts]
    for page, following in pairwise(pages):
        page["meta"]["next_token"] = f"contoh{following['meta']['newest_id']}"
    path.write_text("".join(json.dumps(page, ensure_ascii=False) + "\n" for page in pages), "utf-8")
    return context


def _page(world: World, posts: list[Post], told: set[Post], gone: set[Post], number: int) -> dict[str, object]:
    accounts = {account.handle: account for account in world.accounts}
    data = [_tweet(post, accounts) for post in posts]
    referred = list(dict.fromkeys(post.parent for post in posts if post.parent in told))
    # Those lost to both files have no other way in, so they are never missing here.
    referred = [post for post in referred if not post.file or not world.chance(TWEETS_MISSING)]
    tweets = [_tweet(post, accounts) for post in referred]
    users = [user for user in _users(posts, referred, accounts) if not world.chance(USERS_MISSING)]
    page: dict[str, object] = {
        "data": data,
        "includes": {"users": [_user(user) for user in users], "tweets": tweets},
        "meta": {"newest_id": str(posts[0].id), "oldest_id": str(posts[-1].id), "result_count": len(posts)},
    }
    if errors := [_error(post.parent) for post in posts if post.parent in gone]:
        page["errors"] = errors
    url = "https://api.twitter.com/2/tweets/search/all?query=contoh"
    retrieved = (RETRIEVED + timedelta(seconds=3 * number)).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    page["__twarc"] = {"url": url, "version": "2.14.0", "retrieved_at": retrieved}
    return page


def _users(posts: list[Post], referred: list[Post], accounts: dict[str, Account]) -> Iterator[Account]:
    """Whoever wrote, is replied to or is mentioned, once each."""
    found: dict[Account, None] = {}
    for post in [*posts, *referred]:
        found[post.author] = None
        if post.reference == "replied_to":
            found[post.parent.author] = None
        found.update((accounts[m[1]], None) for m in _MENTION.finditer(post.text) if m[1] in accounts)
    yield from found


def _tweet(post: Post, accounts: dict[str, Account]) -> dict[str, object]:
    number = str(post.id)
    tweet: dict[str, object] = {
        "id": number,
        "text": post.text,
        "author_id": str(post.author.id),
        "created_at": _time(post.at),
        "conversation_id": str(post.conversation),
        "lang": post.lang,
        "edit_history_tweet_ids": [number],
        "public_metrics": {name: post.counts[own] for name, own in _COUNTS.items()},
    }
    if post.parent:
        tweet["referenced_tweets"] = [{"type": post.reference, "id": str(post.parent.id)}]
    if post.reference == "replied_to":
        tweet["in_reply_to_user_id"] = str(post.parent.author.id)
    if entities := _entities(post, accounts):
        tweet["entities"] = entities
    return tweet


def _entities(post: Post, accounts: dict[str, Account]) -> dict[str, list[dict[str, object]]]:
    quoted = post.parent if post.reference == "quoted" else None
    found = {
        "mentions": [
            _span(m) | {"username": m[1], "id": str(accounts[m[1]].id)}
            for m in _MENTION.finditer(post.text)
            if m[1] in accounts
        ],
        "hashtags": [_span(m) | {"tag": m[1]} for m in _TAG.finditer(post.text)],
        "urls": [_span(m) | {"url": m[0], "expanded_url": _expanded(m[0], quoted)} for m in _LINK.finditer(post.text)],
    }
    return {name: things for name, things in found.items() if things}


def _span(found: re.Match[str]) -> dict[str, object]:
    return {"start": found.start(), "end": found.end()}


def _expanded(link: str, quoted: Post | None) -> str:
    """Where a link leads: to the quoted post, or nowhere (example.org is reserved)."""
    if quoted:
        return f"https://twitter.com/{quoted.author.handle}/status/{quoted.id}"
    return f"https://example.org/{link.rsplit('/', 1)[1]}"


def _user(account: Account) -> dict[str, object]:
    return {
        "id": str(account.id),
        "username": account.handle,
        "name": account.name,
        "created_at": _time(account.joined),
        "verified": account.role == "agency",
        "public_metrics": {"followers_count": account.followers},
    } | ({"location": account.city} if account.city else {})


def _error(post: Post) -> dict[str, object]:
    return {
        "value": str(post.id),
        "detail": f"Could not find tweet with referenced_tweets.id: [{post.id}].",
        "title": "Not Found Error",
        "resource_type": "tweet",
        "parameter": "referenced_tweets.id",
        "resource_id": str(post.id),
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    }


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
