"""Words that stand together more often than by chance."""

from __future__ import annotations

import numpy as np
import polars as pl

from suara.analyse.words.keyness import log_likelihood
from suara.analyse.words.terms import Terms, silent_words, stemmed
from suara.coding.words import Stream

COLLOCATIONS = {
    "first": pl.String,
    "second": pl.String,
    "posts": pl.Int64,
    "times": pl.Int64,
    "first_times": pl.Int64,
    "second_times": pl.Int64,
    "pmi": pl.Float64,
    "npmi": pl.Float64,
    "t": pl.Float64,
    "g2": pl.Float64,
}
"""The columns of collocations."""


def collocations(
    stream: Stream, *, window: int = 5, at_least: int = 5, keep_stop_words: bool = False, stems: bool = False
) -> pl.DataFrame:
    """Pairs of words of which the second follows the first within `window` words of a post, the surest first.

    Counted are pairs of places: a word twice near another makes two. What is expected follows from how often each word
    is first or second in such pairs (Evert 2005). Pairs that are rarer than by chance are left out.

    Args:
        stream: the words of texts.
        window: how many words after the first the second may be; 1 is the very next.
        at_least: rarer pairs are left out.
        keep_stop_words: whether pairs may have stop words.
        stems: whether words of one stem are one word.

    Returns:
        first, second, posts, times (pairs), first_times and second_times (pairs with that word), and the measures of
        `association`: pmi, npmi, t, g2.

    Example:
        >>> from suara.coding.words import stream
        >>> texts = pl.Series(["kartu kuning habis", "kartu kuning hilang", "stok habis"])
        >>> collocations(stream(texts), window=1, at_least=2).select("first", "second", "times", "pmi").rows()
        [('kartu', 'kuning', 2, 1.3219280948873624)]
    """
    terms = _pairs(stream, window, keep_stop_words, stems)
    pairs = terms.found.group_by("w0", "w1").agg(times=pl.len().cast(pl.Int64))
    sides = {
        name: pairs.group_by(part).agg(pl.col("times").sum().alias(name))
        for part, name in (("w0", "first_times"), ("w1", "second_times"))
    }
    whole = pl.lit(terms.found.height)
    often = pairs.filter(pl.col("times") >= at_least)
    of_posts = terms.found.join(often, on=["w0", "w1"], how="semi").unique()
    posts = of_posts.group_by("w0", "w1").agg(posts=pl.len().cast(pl.Int64))
    table = (
        often.join(posts, on=["w0", "w1"])
        .join(sides["first_times"], on="w0")
        .join(sides["second_times"], on="w1")
        .with_columns(association(pl.col("times"), pl.col("first_times"), pl.col("second_times"), whole))
        .filter(pl.col("pmi") > 0)
    )
    first, second = (terms.vocabulary.gather(table[name]) for name in ("w0", "w1"))
    named = table.with_columns(first=first, second=second)
    return named.sort("g2", "first", "second", descending=[True, False, False]).select(list(COLLOCATIONS))


def _pairs(stream: Stream, window: int, keep_stop_words: bool, stems: bool) -> Terms:
    """All pairs of words that stand within the window of each other: row, w0, w1."""
    words, vocabulary = stream.word, stream.vocabulary
    spoken = ~silent_words(vocabulary, keep_stop_words)[words]
    if stems:
        words, vocabulary = stemmed(stream)
    rows, words = stream.row.astype(np.int32), words.astype(np.int32)
    parts = [pl.DataFrame(schema={"row": pl.Int32, "w0": pl.Int32, "w1": pl.Int32})]
    for apart in range(1, window + 1):
        keep = (rows[:-apart] == rows[apart:]) & spoken[:-apart] & spoken[apart:]
        parts.append(pl.DataFrame({"row": rows[:-apart][keep], "w0": words[:-apart][keep], "w1": words[apart:][keep]}))
    return Terms(pl.concat(parts), vocabulary)


def association(both: pl.Expr, first: pl.Expr, second: pl.Expr, whole: pl.Expr) -> list[pl.Expr]:
    """How strongly two words are tied: pmi, npmi, t, g2.

    pmi: pointwise mutual information in bits, high also for what is just rare (Church & Hanks 1990); npmi: the same
    from -1 to 1 (Bouma 2009); t: above 2.58 is rarely chance, favours frequent pairs (Church et al. 1991); g2: see
    `log_likelihood`, for both.

    Args:
        both: how often they are together.
        first: how often the first is there.
        second: how often the second is there.
        whole: the number of pairs.

    Example:
        >>> counts = [pl.lit(n) for n in (20, 42, 20, 14_307_668)]
        >>> [round(value, 2) for value in pl.select(association(*counts)).row(0)]
        [18.38, 0.94, 4.47, 521.09]
    """
    n = both.cast(pl.Float64)
    expected = first.cast(pl.Float64) * second / whole
    pmi = (n / expected).log(2)
    return [
        pmi.alias("pmi"),
        pl.when(both < whole).then(pmi / -(n / whole).log(2)).otherwise(1.0).alias("npmi"),
        ((n - expected) / n.sqrt()).alias("t"),
        log_likelihood(n, second - n, first.cast(pl.Float64), (whole - first).cast(pl.Float64)).alias("g2"),
    ]
