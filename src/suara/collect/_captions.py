"""What a caption on Instagram, Threads or TikTok tells: hashtags and mentions stand in its text alone."""

from __future__ import annotations

import re

_MENTION = re.compile(r"(?<![\w.@/])@([A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?)(?![A-Za-z0-9_@])")
_HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d_]\w*)")


def mentions(text: str | None) -> list[str]:
    """Handles mentioned, in order, each once; a full stop after one isn't part of it.

    Example:
        >>> mentions("halo @layanan.contoh. @a surel@c.id @a")
        ['layanan.contoh', 'a']
    """
    return list(dict.fromkeys(_MENTION.findall(text))) if text and "@" in text else []


def hashtags(text: str | None) -> list[str]:
    """Hashtags, without "#".

    Example:
        >>> hashtags("#JalanRusak dan #2024")
        ['JalanRusak']
    """
    return _HASHTAG.findall(text) if text and "#" in text else []
