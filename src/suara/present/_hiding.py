"""Texts without what leads to private people: handles, links to profiles and posts, addresses and numbers of persons.

What is hidden is as long as it was, so that places in the text stay the same. Names that people write without "@" stay:
nothing tells them from other words.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterable
from hashlib import sha256

import polars as pl

from suara.collect._personal import PATTERNS

_HANDLE = r"@[\p{L}\p{N}_](?:[\p{L}\p{N}_.\-]*[\p{L}\p{N}_])?(?:@[a-z0-9.\-]+\.[a-z]{2,})?"
_HOSTS = (
    "t.co", "x.com", "twitter.com", "instagram.com", "threads.net", "threads.com", "facebook.com", "fb.com", "fb.watch",
    "fb.me", "tiktok.com", "youtube.com", "youtu.be", "bsky.app", "wa.me", "t.me", "linktr.ee",
)  # fmt: skip
_HOST = "|".join(re.escape(host) for host in _HOSTS)
_LINK = rf"(?i)https?://(?:[a-z0-9\-]+\.)*(?:{_HOST})/\S+"
_MASTODON = r"(?i)https?://[a-z0-9.\-]+/(?:@|users/)\S+"
_CHARACTER = re.compile(r"\w")
_LONGEST = 80  # characters that a handle has at most


def hidden(posts: pl.DataFrame, shown: pl.DataFrame, keys: pl.DataFrame, secret: bytes) -> tuple[pl.Series, int]:
    """Texts of posts as others may see them, and how many places in them were hidden.

    The same person is hidden in the same way each time: by the first letters of the pseudonym, where the handle is long
    enough for them.

    Args:
        posts: `platform` and `text`.
        shown: `platform` and `handle` (lower case) of the accounts whose handles stay.
        keys: `platform`, `handle` (lower case) and `key` of the accounts that are known.
        secret: the key of the pseudonyms.

    Example:
        >>> posts = pl.DataFrame({"platform": ["x"], "text": ["@budi_s @PLN_123 wa 0812-3456-7890"]})
        >>> shown = pl.DataFrame({"platform": ["x"], "handle": ["pln_123"]})
        >>> keys = pl.DataFrame({"platform": ["x"], "handle": ["budi_s"], "key": ["x:7"]})
        >>> hidden(posts, shown, keys, b"secret")[0].to_list()
        ['@4082bf @PLN_123 wa xxxx-xxxx-xxxx']
    """
    parts, count = [], 0
    for (platform,), of in posts.with_row_index("row").group_by("platform", maintain_order=True):
        stay = set(shown.filter(platform=platform)["handle"])
        known = dict(keys.filter(platform=platform).select("handle", "key").iter_rows())
        swaps = _swaps(of["text"], stay, _alias(secret, str(platform), known))
        texts, places = _swapped(of["text"], swaps)
        parts.append(of.select("row", text=texts))
        count += places
    if not parts:
        return posts["text"], 0
    return pl.concat(parts).sort("row")["text"], count


def _alias(secret: bytes, platform: str, known: dict[str, str]) -> Callable[[str], str]:
    """What stands for a handle; of a known account the same letters as in its pseudonym."""

    def alias(handle: str) -> str:
        key = known.get(handle.lower(), f"{platform}:@{handle.lower()}")
        digest = hmac.new(secret, key.encode(), sha256).hexdigest()
        return (digest * (len(handle) // len(digest) + 1))[: len(handle)]

    return alias


def _swaps(texts: pl.Series, stay: set[str], alias: Callable[[str], str]) -> dict[str, str]:
    """What is to be put for what, each as long as the other; what stays stands for itself, as it may hold another."""
    swaps: dict[str, str] = {}
    for mention in _found(texts, _HANDLE):
        known = _known(mention, stay)
        swaps[known or mention] = known or "@" + alias(mention[1:])
    for link in (*_found(texts, _LINK), *_found(texts, _MASTODON)):
        head = link.index("/", link.index("//") + 2) + 1
        swaps[link] = link[:head] + _CHARACTER.sub("x", link[head:])
    for pattern in PATTERNS.values():
        swaps |= {found: _CHARACTER.sub("x", found) for found in _found(texts, pattern)}
    return swaps


def _found(texts: pl.Series, pattern: str) -> Iterable[str]:
    found: list[str] = texts.str.extract_all(pattern).explode().drop_nulls().unique().to_list()
    return found


def _known(mention: str, stay: set[str]) -> str:
    """A mention as far as it is an account that stays: "@pln_123" of "@pln_123.Tolong"; "" where it is none."""
    ends = [i for i, mark in enumerate(mention[:_LONGEST]) if mark in ".-@" and i]
    return next((mention[:i] for i in (len(mention), *reversed(ends)) if mention[1:i].lower() in stay), "")


def _swapped(texts: pl.Series, swaps: dict[str, str]) -> tuple[pl.Series, int]:
    """Texts with all of it done at once, of what begins at the same place the longest; and how often."""
    if not swaps:
        return texts, 0
    ordered = sorted(swaps, key=len, reverse=True)
    found = texts.str.extract_many(ordered, leftmost=True).explode().drop_nulls()
    changed = pl.Series([each for each in ordered if swaps[each] != each], dtype=pl.String)
    done = texts.str.replace_many(ordered, [swaps[each] for each in ordered], leftmost=True)
    return done, int(found.is_in(changed.implode()).sum())
