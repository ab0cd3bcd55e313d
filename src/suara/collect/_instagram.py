"""What the text and the addresses of Instagram tell (and those of TikTok, whose handles look the same)."""

from __future__ import annotations

import re

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_CODE = re.compile(r"instagram\.com/(?:[\w.]+/)?(?:p|reel|reels|tv)/([A-Za-z0-9_-]+)")
_MENTION = re.compile(r"(?<![A-Za-z0-9_.@])@([A-Za-z0-9_.]{0,29}[A-Za-z0-9_])")
_HASHTAG = re.compile(r"#(\w+)")


def media_id(shortcode: str) -> str | None:
    """The id that the short code of a post stands for; None where it is none.

    Example:
        >>> media_id("DZxvMgyH8yR")
        '3923124318436838545'
    """
    code = shortcode[:11]  # private posts have 28 characters more
    if not code or any(digit not in _DIGITS for digit in code):
        return None
    number = 0
    for digit in code:
        number = number * 64 + _DIGITS.index(digit)
    return str(number)


def post_id(url: str | None) -> str | None:
    """The id of the post that an address of Instagram shows; None where it shows none.

    Example:
        >>> post_id("https://www.instagram.com/p/DZxvMgyH8yR/c/18093536360613690")
        '3923124318436838545'
        >>> post_id("https://www.instagram.com/p/3923124318436838545/")
        '3923124318436838545'
    """
    found = _CODE.search(url or "")
    if not found:
        return None
    return found[1] if found[1].isdecimal() and len(found[1]) > 11 else media_id(found[1])


def mentions(text: str | None) -> list[str] | None:
    """Handles mentioned in a text, in order; None without a text.

    Example:
        >>> mentions("@dinas.contoh tolong, surel@c.id @warga_1.")
        ['dinas.contoh', 'warga_1']
    """
    return _MENTION.findall(text) if text else None


def hashtags(text: str | None) -> list[str] | None:
    """Hashtags in a text, without "#"; None without a text.

    Example:
        >>> hashtags("#banjir#rob, lagi")
        ['banjir', 'rob']
    """
    return _HASHTAG.findall(text) if text else None
