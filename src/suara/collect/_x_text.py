"""What the text of a post on X tells where the export has no columns for it."""

from __future__ import annotations

import re
from html import unescape

_MENTION = re.compile(r"(?<![A-Za-z0-9_@])@([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_@])")
_HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d_]\w*)")
_LINK = re.compile(r"https?://[^\s\"'<>]+")
_REPOST = re.compile(r"RT @([A-Za-z0-9_]{1,15}):? ?")


def plain(text: str) -> str:
    """The text with its HTML entities resolved (X escapes &, < and >)."""
    return unescape(text) if "&" in text else text


def mentions(text: str) -> list[str]:
    """Handles mentioned, in order.

    Example:
        >>> mentions("@a halo @b_1 surel@c.id")
        ['a', 'b_1']
    """
    return _MENTION.findall(text) if "@" in text else []


def hashtags(text: str) -> list[str]:
    """Hashtags, without "#".

    Example:
        >>> hashtags("#KAI dan #2024 dan #ppn12")
        ['KAI', 'ppn12']
    """
    return _HASHTAG.findall(text) if "#" in text else []


def links(text: str) -> list[str]:
    """Web addresses, as they stand.

    Example:
        >>> links("lihat https://t.co/abc.")
        ['https://t.co/abc']
    """
    return [link.rstrip(".,;:!?)…") for link in _LINK.findall(text)] if "http" in text else []


def reposted(text: str) -> tuple[str | None, str]:
    """Whose post "RT @name: ..." passes on (None: it is no repost), and the rest of the text.

    Example:
        >>> reposted("RT @a: Halo"), reposted("Halo")
        (('a', 'Halo'), (None, 'Halo'))
    """
    found = _REPOST.match(text)
    return (found[1], text[found.end() :]) if found else (None, text)
