"""Names of the AT Protocol, on which Bluesky stands: `at://did/collection/key`, DIDs and handles."""

from __future__ import annotations

import re

POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"

_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]+")
_HANDLE = re.compile(
    r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE | re.ASCII
)
_URI = re.compile(r"at://([A-Za-z0-9._:%-]+)/([A-Za-z0-9.-]+)/([A-Za-z0-9._~:-]+)")


def is_did(text: str | None) -> bool:
    """Whether this is the id of an account.

    Example:
        >>> is_did("did:plc:contoh"), is_did("warga-contoh.example")
        (True, False)
    """
    return text is not None and _DID.fullmatch(text) is not None


def handle(text: str | None) -> str | None:
    """A handle as Bluesky writes it; None for what is none, as `handle.invalid` of an account without a valid one.

    Example:
        >>> handle("@Warga-Contoh.example "), handle("handle.invalid"), handle("warga")
        ('Warga-Contoh.example', None, None)
    """
    bare = (text or "").strip().removeprefix("@")
    return bare if bare != "handle.invalid" and _HANDLE.fullmatch(bare) else None


def leading_handle(text: str) -> str | None:
    """The handle that a text begins with.

    Example:
        >>> leading_handle("warga-contoh.example, apa kabar?"), leading_handle("warga, apa kabar?")
        ('warga-contoh.example', None)
    """
    found = _HANDLE.match(text)
    return found[0] if found else None


def is_uri(text: str | None) -> bool:
    """Whether this is a whole address of the AT Protocol; most that are answered are posts, but not all.

    Example:
        >>> is_uri("at://did:plc:contoh/app.bsky.feed.post/3kaa"), is_uri("3.7E+18")
        (True, False)
    """
    return _URI.fullmatch(text or "") is not None


def is_post(uri: str | None) -> bool:
    """Whether this is the address of a post, and not of a list, a feed or a profile.

    Example:
        >>> is_post("at://did:plc:contoh/app.bsky.feed.post/3kaa"), is_post("at://did:plc:contoh/app.bsky.graph.list/3")
        (True, False)
    """
    found = _URI.fullmatch(uri or "")
    return found is not None and found[2] == POST


def author(uri: str | None) -> str | None:
    """The account in whose repository something is; None where the address has its handle, which may have moved on.

    Example:
        >>> author("at://did:plc:contoh/app.bsky.feed.post/3kaa")
        'did:plc:contoh'
    """
    found = _URI.fullmatch(uri or "")
    return found[1] if found and is_did(found[1]) else None


def web(uri: str, name: str | None) -> str | None:
    """The page of a post on bsky.app.

    Example:
        >>> web("at://did:plc:contoh/app.bsky.feed.post/3kaa", "warga-contoh.example")
        'https://bsky.app/profile/warga-contoh.example/post/3kaa'
    """
    found = _URI.fullmatch(uri)
    return f"https://bsky.app/profile/{name or found[1]}/post/{found[3]}" if found else None


def repost(of: str, by: str) -> str:
    """The id of a repost: made of whose and what, as most answers of Bluesky and all CSV files leave its own out.

    Example:
        >>> repost("at://did:plc:a/app.bsky.feed.post/3kaa", "did:plc:b")
        'at://did:plc:a/app.bsky.feed.post/3kaa#repost-did:plc:b'
    """
    return f"{of}#repost-{by}"
