"""How those who write for an agency sign: ^AB, *SteveM, -Rina, /RN, "Salam, Rina"."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from suara._toml import decoded

NAME = r"\p{Lu}[\p{L}'’.-]{1,19}"
"""What may be a name."""


class _Signs(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    closings: tuple[str, ...]


@cache
def signature() -> str:
    """The pattern of a signature at the end of a text, with what may stand behind it.

    Example:
        >>> import polars as pl
        >>> texts = ["Siap kak ^AB", "Done *SteveM 2/2", "Baik. Salam, Rina", "Listrik-PLN", "a - b"]
        >>> pl.Series(texts).str.contains(signature()).to_list()
        [True, True, True, False, False]
    """
    closings = decoded(Path(str(files("suara.analyse") / "signing.toml")), _Signs).closings
    signs = (
        r"[\^~|*]\s?[\p{L}\p{N}]{1,20}",
        r"\s/\s?\p{L}{2,3}",
        rf"(?:^|\s)[-–—]\s?{NAME}",
        rf"\b(?i:{any_of(closings)})[,:]?\s+{NAME}",
    )
    return rf"(?:{'|'.join(signs)})[\s.!\d/()]*$"


def any_of(words: tuple[str, ...]) -> str:
    r"""A pattern of any of some words, the longest first.

    Example:
        >>> any_of(("salam", "salam hangat"))
        'salam\\s+hangat|salam'
    """
    return "|".join(word.replace(" ", r"\s+") for word in sorted(words, key=len, reverse=True))
