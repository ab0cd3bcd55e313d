"""What an answer says, without whom it greets, who signs it, and what else differs in texts that are the same."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import polars as pl

from suara._toml import decoded
from suara.analyse._signing import NAME, any_of, signature
from suara.coding.words import HIDDEN

MENTION = r"@[\w.-]+(?:@[\w.-]+)?"
LINK = r"(?i:https?://|www\.)\S+"
LEADING = rf"^(?:[\s.,]*{MENTION})+"
"""The mentions that a text begins with, which platforms add by themselves."""

_NUMBERED = r"[#(]*[\p{L}_/-]*\p{N}[\w/.,:-]*\)?"  # 12.30, #CASE-0042, (1/2)


class _Manners(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    greetings: tuple[str, ...]
    address: tuple[str, ...]
    joining: tuple[str, ...]


def plain(texts: pl.Series) -> pl.Series:
    """Texts without mentions, links, numbers, what others wrote, the greeting with its names, and the signature.

    Example:
        >>> plain(pl.Series(["@a_b Halo Kak Rina, laporan no 12/AB sudah kami terima. ^DN https://x.y"])).to_list()
        ['laporan no sudah kami terima.']
    """
    text = texts.to_frame("text").select(
        pl.col("text")
        .str.replace_all(f"{HIDDEN}+|{LINK}|{MENTION}", " ")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
        .str.replace(_greeting(), "")
        .str.replace(signature(), "")
        .str.replace_all(_NUMBERED, " ")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )
    return text.to_series()


@cache
def _greeting() -> str:
    """What a greeting looks like."""
    manners = decoded(Path(str(files("suara.analyse.responses") / "manners.toml")), _Manners)
    greet, call, join = (any_of(words) for words in (manners.greetings, manners.address, manners.joining))
    called = rf"(?:[\s,/&.]+(?i:{call}|{join})\b)*"
    named = rf"[\s,]+(?:{NAME}\s?){{1,3}}\s*[,.!:;]"
    greeting = rf"(?i:{greet})\b{called}(?:{named})?"
    call_alone = rf"(?i:{call})\b{called}(?:{named}|\s*[,.!:;])"  # else the word is the subject of a sentence
    return rf"^[^\p{{L}}]*(?:{greeting}|{call_alone})[\s,.!:;-]*"
