"""What the text of a post on X tells where the export has no columns for it."""

from __future__ import annotations

import re
from html import unescape

_MENTION = re.compile(r"(?<![A-Za-z0-9_@])@([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_@])")
_HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d_]\w*)")
_LINK = re.compile(r"https?://[^\s\"'<>]+")
_LONG = 240  # of the 280 characters that X shows of a longer post, addresses take some
_CUT = re.compile(r"\S*…(?: https://t\.co/\S+)?$")  # X cuts off, and puts a link to the whole post there
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


def end_where_cut(text: str) -> str | None:
    """The last words of a text that X has cut, None where it is whole: "…" after some 270 characters, or in a repost.

    Example:
        >>> end_where_cut("kata " * 60 + "sam… https://t.co/abc"), end_where_cut("begitulah…")
        ('kata kata kata kata kata kata kata sam…', None)
    """
    words = text.split()
    while words and words[-1].startswith(("https://t.co/", "http://t.co/")):  # what X hangs on to the text
        words.pop()
    shown = " ".join(words)
    return shown[-40:].lstrip() if shown.endswith("…") and (len(shown) >= _LONG or shown.startswith("RT @")) else None


def uncut(text: str) -> tuple[str, bool]:
    """A text without the word that X has cut off at its end, and whether X has cut it off at 140 characters.

    Example:
        >>> uncut("a" * 100 + " di #Jaka… https://t.co/abc")[0].endswith(" di "), uncut("lalu #Jakarta…")
        (True, ('lalu #Jakarta…', False))
    """
    found = _CUT.search(text) if 100 < len(text) < 200 and "…" in text else None
    return (text[: found.start()], True) if found and (found[0][-1] != "…" or _REPOST.match(text)) else (text, False)
