"""Texts without what leads to private people: handles, links to profiles and posts, addresses and numbers of persons.

What is hidden is as long as it was, so that places in the text stay the same. Handles of known accounts are hidden as
hashtags too, and without "@" where they can be nothing else: with a digit or "_" in them. Other names that people write
without "@" stay: nothing tells them from other words.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Iterable
from hashlib import sha256

import polars as pl

from suara.collect._personal import PATTERNS

# Signs that nobody sees (\p{Cf}) may stand in a handle, so that it isn't found.
_LETTER = r"\p{L}\p{N}_\p{Cf}"
_HANDLE = rf"[@＠][{_LETTER}](?:[{_LETTER}.\-]*[{_LETTER}])?(?:@[a-z0-9.\-]+\.[a-z]{{2,}})?"
_WORD = r"[\p{L}\p{N}_]+(?:[.\-][\p{L}\p{N}_]+)*"
_HOSTS = (
    "t.co", "x.com", "twitter.com", "instagram.com", "threads.net", "threads.com", "facebook.com", "fb.com", "fb.watch",
    "fb.me", "tiktok.com", "youtube.com", "youtu.be", "bsky.app", "wa.me", "t.me", "linktr.ee",
)  # fmt: skip
_HOST = "|".join(re.escape(host) for host in _HOSTS)
_LINK = rf"(?i)\b(?:https?://)?(?:[a-z0-9\-]+\.)*(?:{_HOST})/\S+"
_NUMBER = r"[0-9]{10,}"  # of a post, an account, a customer
_MASTODON = r"(?i)https?://[a-z0-9.\-]+/(?:@|users/)\S+"
_CHARACTER = re.compile(r"\w")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
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
    private = _unmistakable(keys, shown)
    for (platform,), of in posts.with_row_index("row").group_by("platform", maintain_order=True):
        mentions = _found(of["text"], _HANDLE)
        here = pl.Series([start for mention in mentions for start in _starts(mention)], dtype=pl.String)
        stay = set(shown.filter(pl.col("handle").is_in(here.implode()), platform=platform)["handle"])
        named = keys.filter(pl.col("handle").is_in(here.implode()), platform=platform)
        alias = _alias(secret, str(platform), dict(named.select("handle", "key").iter_rows()))
        swaps = _mentions(mentions, stay, alias) | _bare(of["text"], private, secret) | _others(of["text"])
        texts, places = _swapped(of["text"], swaps)
        parts.append(of.select("row", text=texts))
        count += places
    if not parts:
        return posts["text"], 0
    return pl.concat(parts).sort("row")["text"], count


def _alias(secret: bytes, platform: str, known: dict[str, str]) -> Callable[[str], str]:
    """What stands for a handle; of a known account the same letters as in its pseudonym."""

    def alias(handle: str) -> str:
        plain = _INVISIBLE.sub("", handle).lower()
        return _digits(secret, known.get(plain, f"{platform}:@{plain}"), len(handle))

    return alias


def _digits(secret: bytes, key: str, length: int) -> str:
    digest = hmac.new(secret, key.encode(), sha256).hexdigest()
    return (digest * (length // len(digest) + 1))[:length]


def _unmistakable(keys: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """The handles of those who aren't shown: handle, key, and whether it is `odd`, so that it can be no other word."""
    others = keys.join(shown, on="handle", how="anti").unique("handle", keep="first", maintain_order=True)
    return others.select("handle", "key", odd=pl.col("handle").is_in(odd_ones(others["handle"]).implode()))


def odd_ones(handles: pl.Series) -> pl.Series:
    """The handles that can be no other word.

    Example:
        >>> odd_ones(pl.Series(["budi_s", "listrik", "kai121", "5g"])).to_list()
        ['budi_s', 'kai121']
    """
    return handles.filter(
        handles.str.contains(r"[\d_]") & handles.str.contains(r"\p{L}") & (handles.str.len_chars() >= 6)
    )


def _starts(mention: str) -> list[str]:
    """What a mention may be the beginning of, the longest first: "pln_123.tolong" and "pln_123" of "@PLN_123.Tolong"."""
    ends = [i for i, mark in enumerate(mention[:_LONGEST]) if mark in ".-@" and i]
    return [mention[1:i].lower() for i in (len(mention), *reversed(ends))]


def _mentions(mentions: Iterable[str], stay: set[str], alias: Callable[[str], str]) -> dict[str, str]:
    """What is to be put for mentions, each as long as the other; what stays stands for itself, as it may hold another."""
    swaps: dict[str, str] = {}
    for mention in mentions:
        known = next((mention[: len(start) + 1] for start in _starts(mention) if start in stay), "")
        swaps[known or mention] = known or "@" + alias(mention[1:])
    return swaps


def _bare(texts: pl.Series, private: pl.DataFrame, secret: bytes) -> dict[str, str]:
    """What is to be put for handles that stand without "@": as hashtags, or bare where they can be no other word."""
    spoken = [word for pattern in (_WORD, "#" + _WORD) for word in _found(texts, pattern)]
    spoken += [
        word[3:] for word in _found(texts, "%[0-9A-Fa-f]{2}" + _WORD)
    ]  # within an address that is within an address
    words = pl.DataFrame({"word": pl.Series(spoken, dtype=pl.String)})
    words = words.with_columns(handle=pl.col("word").str.strip_prefix("#").str.to_lowercase())
    found = words.join(private, on="handle").filter(pl.col("odd") | pl.col("word").str.starts_with("#"))
    return {
        word: word[: len(word) - len(handle)] + _digits(secret, key, len(handle))
        for word, handle, key in found.select("word", "handle", "key").iter_rows()
        if len(word) - len(handle) in (0, 1)
    }


def _others(texts: pl.Series) -> dict[str, str]:
    """What is to be put for links, and for numbers and addresses of persons."""
    swaps: dict[str, str] = {}
    for link in (*_found(texts, _LINK), *_found(texts, _MASTODON)):
        head = link.index("/", link.find("//") + 2 if "//" in link[:10] else 0) + 1
        swaps[link] = link[:head] + _CHARACTER.sub("x", link[head:])
    for pattern in (_NUMBER, *PATTERNS.values()):
        swaps |= {found: _CHARACTER.sub("x", found) for found in _found(texts, pattern)}
    return swaps


def _found(texts: pl.Series, pattern: str) -> list[str]:
    found: list[str] = texts.str.extract_all(pattern).explode().drop_nulls().unique().to_list()
    return found


def _swapped(texts: pl.Series, swaps: dict[str, str]) -> tuple[pl.Series, int]:
    """Texts with all of it done at once, of what begins at the same place the longest; and how often."""
    if not swaps:
        return texts, 0
    ordered = sorted(swaps, key=len, reverse=True)
    found = texts.str.extract_many(ordered, leftmost=True).explode().drop_nulls()
    changed = pl.Series([each for each in ordered if swaps[each] != each], dtype=pl.String)
    done = texts.str.replace_many(ordered, [swaps[each] for each in ordered], leftmost=True)
    return done, int(found.is_in(changed.implode()).sum())
