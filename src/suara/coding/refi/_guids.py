"""GUIDs and colours that follow from what they stand for, so that the same content gives the same file."""

from __future__ import annotations

import colorsys
import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

SPACE = UUID("3bf1aa16-c89e-4ff2-83a1-03d29883e9fd")
"""The namespace of what is the same everywhere: codebooks, codes, the program as a coder."""

_GOLDEN = (
    0.618034  # of the circle of hues between one colour and the next: neighbours stay apart however many there are
)


def space_of(secret: bytes) -> UUID:
    """The namespace of one workspace, whose GUIDs nobody can trace back to posts and people without its secret.

    Example:
        >>> space_of(b"a") == space_of(b"a"), space_of(b"a") == space_of(b"b")
        (True, False)
    """
    return UUID(bytes=hmac.new(secret, b"refi-qda", hashlib.sha256).digest()[:16])


def guids(space: UUID, names: Iterable[str]) -> list[str]:
    """The GUIDs of many names at once: UUIDs of version 5 (RFC 9562), as `uuid.uuid5` gives them.

    Example:
        >>> from uuid import uuid5
        >>> guids(SPACE, ["code"]) == [str(uuid5(SPACE, "code"))]
        True
    """
    start, sha1 = space.bytes, hashlib.sha1
    return [_as_uuid(sha1(start + name.encode(), usedforsecurity=False).hexdigest()) for name in names]


def _as_uuid(digest: str) -> str:
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def guid(*parts: str, space: UUID = SPACE) -> str:
    """The GUID of one thing, named by its parts.

    Example:
        >>> guid("code", "complaints", "slow_service")
        '563414bb-753b-5eb3-8689-61130ef22ae4'
    """
    return guids(space, ["\n".join(parts)])[0]


def colour(number: int) -> str:
    """The colour of the code with this number, dark enough for white and light enough for black letters.

    Example:
        >>> colour(0), colour(1)
        ('#bf4d4d', '#4d6ebf')
    """
    red, green, blue = colorsys.hls_to_rgb(number * _GOLDEN % 1, 0.525, 0.47)
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"
