"""News media and their accounts, as data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import polars as pl

from suara._toml import decoded

BUNDLED = Path(str(files("suara.coding") / "media.toml"))

KIND = "media"
"""The kind of an agency in the registry that is a medium."""


class Medium(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A medium; handles by platform, without "@"."""

    name: str
    handles: dict[str, list[str]]


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    version: str
    media: list[Medium] = msgspec.field(name="medium")


@cache
def accounts() -> pl.DataFrame:
    """The accounts of media: medium, platform, handle (lower case).

    Example:
        >>> accounts().filter(handle="detikcom").rows()
        [('detikcom', 'x', 'detikcom')]
    """
    rows = [
        (medium.name, platform, handle.lower())
        for medium in decoded(BUNDLED, _File).media
        for platform, handles in medium.handles.items()
        for handle in handles
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("medium", "platform", "handle"), pl.String), orient="row")
