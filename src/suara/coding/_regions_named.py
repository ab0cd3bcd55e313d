"""The region that follows the name of an agency: "dukcapil Kab. Bogor", "PLN UP3 Bekasi", "Polres Metro Jakarta Selatan"."""

from __future__ import annotations

import polars as pl

from suara.coding.regions import ANY, Regions, simplified

_REACH = 100  # characters after the name of an agency in which its region is looked for
_LONGEST = 7  # words of the name of a region
_PIECE = r"[^\p{L}\p{N}]*[\p{L}\p{N}]+"  # a word, with what stands before it
_SAME_BREATH = r"^[^.,;:!?\n…\"“”@\x{E000}]*"


def with_regions(texts: pl.Series, found: pl.DataFrame, regions: Regions) -> pl.DataFrame:
    """Names in texts with the regions that follow them.

    Args:
        texts: the texts.
        found: names in them: row, end (in characters), regional (whether a region is looked for), needs (the kind that
            has to follow, or null).
        regions: the regions.

    Returns:
        The rows whose need is met, with `regions` (the ids of all that the words may mean, none: an empty list), and `end`
        moved behind them.
    """
    looked = pl.col("regional") | pl.col("needs").is_not_null()
    marked = found.with_row_index("_name")
    after = _after(texts, marked.filter(looked), regions)
    where = _named(after, regions)
    joined = marked.join(where, on="_name", how="left", maintain_order="left")
    return (
        joined.with_columns(
            regions=pl.col("regions").fill_null([]),
            end=pl.col("end") + pl.col("length").fill_null(0),
        )
        .filter(pl.col("needs").is_null() | (pl.col("regions").list.len() > 0))
        .drop("_name", "length")
    )


def _after(texts: pl.Series, found: pl.DataFrame, regions: Regions) -> pl.DataFrame:
    """What follows each name in the same breath: _name, needs, pieces (a word each), linked (how many of them only link)."""
    text = texts.gather(found["row"]).to_frame("text").hstack(found.select("_name", "end", "needs"))
    rest = pl.col("text").str.slice(pl.col("end"), _REACH)
    if regions.abbreviations:
        rest = rest.str.replace_all(rf"(?i)\b({'|'.join(sorted(regions.abbreviations))})\.", "$1 ")
    pieces = rest.str.extract(f"({_SAME_BREATH})").str.extract_all(_PIECE)
    words = simplified(pieces.list.join(""))
    links = f"^(?:(?:{'|'.join(sorted(regions.links))}) )*" if regions.links else "^"
    return text.select(
        "_name",
        "needs",
        pieces=pieces,
        words=words,
        linked=(words + " ").str.extract(f"({links})").str.count_matches(" "),
    ).with_columns(words=pl.col("words").str.split(" ").list.slice(pl.col("linked"), _LONGEST))


def _named(after: pl.DataFrame, regions: Regions) -> pl.DataFrame:
    """The regions that the words begin with, by the longest name that fits: _name, regions, length (in characters)."""
    called = regions.called.select(begin="words", region="region", kind="kind")
    may = called["begin"].str.split(" ").list.first().unique()
    after = after.filter(pl.col("words").list.first().is_in(may.implode()))
    begins = pl.concat(
        [
            after.filter(pl.col("words").list.len() >= n).with_columns(
                number=pl.lit(n), begin=pl.col("words").list.head(n).list.join(" ")
            )
            for n in range(_LONGEST, 0, -1)
        ]
    )
    fitting = begins.join(called, on="begin").filter(
        pl.col("needs").is_null() | (pl.col("needs") == ANY) | (pl.col("needs") == pl.col("kind"))
    )
    fitting = fitting.filter(pl.col("number") == pl.col("number").max().over("_name"))
    length = pl.col("pieces").list.head(pl.col("linked") + pl.col("number")).list.join("").str.len_chars()
    return fitting.group_by("_name", maintain_order=True).agg(
        regions=pl.col("region").unique().sort(), length=length.first().cast(pl.Int64)
    )
