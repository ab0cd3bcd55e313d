"""Passwords of coders as DNA keeps them: it opens no file without one. They protect nothing, as anybody can read the file."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from functools import lru_cache

_ROUNDS, _SALT = 100_000, 16


@lru_cache(maxsize=8)
def hashed(password: str, salt: bytes) -> str:
    """A password as DNA writes it: by the `StrongPasswordEncryptor` of Jasypt 1.9, SHA-256 100,000 times over.

    Args:
        password: what the coder types.
        salt: 16 bytes.

    Example:
        >>> check("suara", hashed("suara", bytes(16))), check("Suara", hashed("suara", bytes(16)))
        (True, False)
    """
    digest = hashlib.sha256(salt + unicodedata.normalize("NFC", password).encode()).digest()
    for _ in range(_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode()


def check(password: str, told: str) -> bool:
    """Whether a password is the one that is kept."""
    return hmac.compare_digest(hashed(password, base64.b64decode(told)[:_SALT]), told)
