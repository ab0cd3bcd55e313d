"""Phrases in texts: whole words, whatever stands between them; and the place in the text where they stand.

A text is taken as a row of words: runs of letters and digits, in lower case. A link or an @mention is one word that
no phrase can hold. All of it works on whole columns.
"""

from __future__ import annotations

import polars as pl

from suara.errors import DataError

_HIDDEN = "\ue000"  # stands for a link or a mention; of Unicode's private use area, so in no phrase
_LINK_OR_MENTION = r"\bhttps?://\S+|@\w+"
_WORD = r"[\p{L}\p{N}\x{E000}]+"
_BETWEEN = r"[^\p{L}\p{N}\x{E000}]+"
_PIECE = rf"{_LINK_OR_MENTION}|{_WORD}|[^\p{{L}}\p{{N}}\x{{E000}}@]+|@"


def normalised(texts: pl.Series) -> pl.Series:
    r"""Texts as their words with one space before, between and after them.

    Example:
        >>> normalised(pl.Series(["@KAI121 Lelet banget!! https://x.co/a", ""])).str.replace_all("\ue000", "_").to_list()
        [' _ lelet banget _ ', ' ']
    """
    shown = pl.col("text").str.replace_all(_LINK_OR_MENTION, f" {_HIDDEN} ")
    padded = pl.concat_str(pl.lit(" "), shown, pl.lit(" "))
    words = padded.str.replace_all(_BETWEEN, " ").str.to_lowercase()
    return texts.to_frame("text").select(words=words).to_series()


def phrases_of(words: list[str]) -> list[str]:
    """Phrases as they are compared.

    Raises:
        DataError: a phrase has no letter and no digit.

    Example:
        >>> phrases_of(["Ber-belit"])
        [' ber belit ']
    """
    made: list[str] = normalised(pl.Series(words, dtype=pl.String)).to_list()
    for word, phrase in zip(words, made, strict=True):
        if not phrase.strip():
            raise DataError(f"{word!r} is no phrase: it has no letter and no digit")
    return made


def occurrences(texts: pl.Series, phrases: list[str]) -> pl.DataFrame:
    """Where phrases stand in texts: `row`, `phrase` and the numbers of the `first` and `last` word.

    Phrases that overlap are all found. `phrases` are as `phrases_of` makes them.

    Example:
        >>> found = occurrences(pl.Series(["Sangat lambat", "cepat"]), [" lambat ", " sangat lambat "])
        >>> sorted(found.rows())
        [(0, ' lambat ', 1, 1), (0, ' sangat lambat ', 0, 1)]
    """
    words = pl.DataFrame({"row": pl.int_range(len(texts), eager=True), "words": normalised(texts)})
    words = words.filter(pl.col("words").str.contains_any(phrases)) if phrases else words.clear()
    found = words.select(
        "row",
        "words",
        phrase=pl.col("words").str.extract_many(phrases, overlapping=True),
        at=pl.col("words").str.find_many(phrases, overlapping=True),
    ).explode("phrase", "at")
    before = pl.col("words").cast(pl.Binary).bin.slice(0, pl.col("at")).cast(pl.String)
    return found.select(
        pl.col("row").cast(pl.Int64),
        "phrase",
        first=before.str.count_matches(" ", literal=True).cast(pl.Int64),
        length=pl.col("phrase").str.count_matches(" ", literal=True).cast(pl.Int64),
    ).select("row", "phrase", "first", last=pl.col("first") + pl.col("length") - 2)


def located(texts: pl.Series, found: pl.DataFrame) -> pl.DataFrame:
    """Occurrences with the `words` as they were written, and their `start` and `end` in characters of the text.

    Example:
        >>> texts = pl.Series(["@KAI121 Sangat  LAMBAT!"])
        >>> located(texts, occurrences(texts, [" sangat lambat "])).select("words", "start", "end").rows()
        [('Sangat  LAMBAT', 8, 22)]
    """
    rows = found.select("row").unique().sort("row")
    pieces = rows.with_columns(piece=texts.gather(rows["row"]).str.extract_all(_PIECE)).explode("piece")
    end = pl.col("piece").str.len_chars().cast(pl.Int64).cum_sum().over("row")
    words = (
        pieces.with_columns(end=end, start=end - pl.col("piece").str.len_chars().cast(pl.Int64))
        .filter(pl.col("piece").str.contains(rf"^(?:{_LINK_OR_MENTION}|{_WORD})"))
        .with_columns(word=pl.int_range(pl.len()).over("row"))
        .select("row", "word", "start", "end")
    )
    placed = found.join(
        words.rename({"word": "first"}).drop("end"), on=["row", "first"], how="left", maintain_order="left"
    ).join(words.rename({"word": "last"}).drop("start"), on=["row", "last"], how="left", maintain_order="left")
    text = texts.gather(placed["row"])
    written = text.to_frame("t").select(words=pl.col("t").str.slice(placed["start"], placed["end"] - placed["start"]))
    return placed.with_columns(written["words"])


def inside(found: pl.DataFrame, other: pl.DataFrame, *, by: list[str]) -> pl.DataFrame:
    """The occurrences that lie within one of the other occurrences in the same row, and have the same `by`."""
    both = found.join(other.select("row", *by, other_first="first", other_last="last"), on=["row", *by], how="inner")
    return both.filter(pl.col("first") >= pl.col("other_first"), pl.col("last") <= pl.col("other_last")).select(
        found.columns
    )
