"""Accounts as others may see them: those that aren't shown have a pseudonym, and nothing that leads to them."""

from __future__ import annotations

import hmac
from hashlib import sha256

import polars as pl

from suara.graph.model import CALLED
from suara.present.networks import Source
from suara.present.people import WORD, is_public, is_shown, pseudonym

_TOLD = ("handle", "name", "followers")
"""What is said of those only who are shown."""


def people(source: Source) -> pl.DataFrame:
    """The accounts: key (which stays here), id, label, kind, platform, agency, handle, name, followers.

    The id is the key where the account is shown, else 16 digits that only the workspace's secret can reproduce; the
    label begins with the same ones. Kinds are "agency", "public" and "private".
    """
    shown = is_shown(source.names)
    alias = pl.col("key").map_elements(pseudonym(source.secret, WORD[source.lang]), return_dtype=pl.String)
    kind = pl.when(pl.col("agency").is_not_null()).then(pl.lit("agency")).when(is_public()).then(pl.lit("public"))
    return source.graph.tables["Account"].select(
        "key",
        id=pl.when(shown).then("key").otherwise(opaque(pl.col("key"), source.secret)),
        label=pl.when(shown).then(CALLED).otherwise(alias),
        kind=kind.otherwise(pl.lit("private")),
        platform="platform",
        agency="agency",
        **{name: pl.when(shown).then(name) for name in _TOLD},
    )


def opaque(keys: pl.Expr, secret: bytes) -> pl.Expr:
    """Keys as digits that tell nothing without the secret, and are the same each time.

    Example:
        >>> pl.select(opaque(pl.lit("x:1"), b"secret")).item() == pl.select(opaque(pl.lit("x:1"), b"secret")).item()
        True
    """

    def digits(key: str) -> str:
        return hmac.new(secret, key.encode(), sha256).hexdigest()[:16]

    return keys.map_elements(digits, return_dtype=pl.String)
