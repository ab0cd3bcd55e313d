"""Ids of posts and accounts: whole ones stay, mangled ones are refused and said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from suara.collect._input import rejected
from suara.collect._values import is_id
from suara.posts import Post, Problem

_OF_POSTS = ("conversation", "reply_to", "repost_of", "quote_of")
_OF_ACCOUNTS = ("author_id", "reply_to_author_id", "repost_of_author_id", "quote_of_author_id")
_CODE = re.compile(r"[A-Za-z0-9_-]{5,60}")


def is_code(text: str) -> bool:
    """Whether this can be the code of a post on Instagram or Threads, as in its address.

    Example:
        >>> is_code("C1contoh_-1"), is_code("1.6E+18"), is_code("")
        (True, False, False)
    """
    return _CODE.fullmatch(text) is not None


def with_whole_ids(
    post: Post,
    line: int,
    raw: bytes | str,
    of_posts: Callable[[str], bool] = is_id,
    of_accounts: Callable[[str], bool] = is_id,
) -> Iterator[Post | Problem]:
    """A post whose ids are whole; without those that aren't, and not at all where it is its own."""
    if not of_posts(post.id):
        yield rejected(line, f"a mangled id: {post.id[:40]!r}", raw, kind="mangled_id")
        return
    mangled: dict[str, Any] = {}
    for name in (*_OF_POSTS, *_OF_ACCOUNTS):
        value = getattr(post, name)
        if value is not None and not (of_posts if name in _OF_POSTS else of_accounts)(value):
            yield rejected(line, f"a mangled id: {value[:40]!r}", raw, name, "mangled_id")
            mangled[name] = None
    if post.mention_ids and not all(id is None or of_accounts(id) for id in post.mention_ids):
        yield rejected(line, "a mangled id among the mentions", raw, "mention_ids", "mangled_id")
        mangled["mention_ids"] = [id if id and of_accounts(id) else None for id in post.mention_ids]
    yield msgspec.structs.replace(post, **mangled) if mangled else post
