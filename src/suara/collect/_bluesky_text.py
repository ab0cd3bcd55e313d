"""What is marked in the text of a Bluesky post: mentions, hashtags and links."""

from __future__ import annotations

from typing import Any, NamedTuple

from suara.collect import _at

_GIFS = "https://media.tenor.com/"  # pictures, put in as links
_LONGEST = 253  # characters of a handle


class Marked(NamedTuple):
    """What is marked, each once, in the order of the text."""

    mention_ids: list[str | None]
    mention_handles: list[str | None]
    hashtags: list[str]
    links: list[str]


def marked(
    text: str, facets: list[dict[str, Any]], embed: dict[str, Any] | None, tags: list[str], known: dict[str, str]
) -> Marked:
    """What a record marks: its facets, its card and its hidden tags; `known` are handles by DID.

    Facets and cards are open: programs put into them what they like, so only texts where texts belong are taken.
    """
    mentions: dict[str | None, str | None] = {}
    hashtags: dict[str, None] = {}
    links: dict[str, None] = {}
    for facet in facets:
        features = facet.get("features")
        for feature in features if isinstance(features, list) else []:
            if _at.is_did(did := told(feature, "did")):
                mentions.setdefault(did, _named(text, facet.get("index")) or known.get(did or ""))
            elif tag := told(feature, "tag") or told(feature, "hashtag"):
                hashtags[tag.strip().lstrip("#＃")] = None
            elif link := told(feature, "uri") or told(feature, "external", "uri"):
                links[link] = None
    for tag in tags:
        hashtags[tag.strip().lstrip("#＃")] = None
    for card in (told(embed, "external", "uri"), told(embed, "media", "external", "uri")):
        if card and not card.startswith(_GIFS):
            links[card] = None
    return Marked(list(mentions), list(mentions.values()), [tag for tag in hashtags if tag], list(links))


def told(value: object, *path: str) -> str | None:
    """The text at the end of a path through objects; None where there is none.

    Example:
        >>> told({"external": {"uri": "https://foto.example/1"}}, "external", "uri"), told({"external": 3}, "external", "uri")
        ('https://foto.example/1', None)
    """
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) and value else None


def _named(text: str, index: object) -> str | None:
    """The handle that stands where a mention is marked, in bytes of UTF-8; some programs mark a little more or less."""
    start, end = (index.get(name) if isinstance(index, dict) else None for name in ("byteStart", "byteEnd"))
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        return None
    raw = text.encode("utf-8", "replace")
    at = raw.find(b"@", start, end)
    begin = start if at < 0 else at + 1
    return _at.leading_handle(raw[begin : begin + _LONGEST].decode("utf-8", "ignore").lower())
