"""Texts as words: as they are written, and as they are meant.

A word is a run of letters and digits, or an emoji. A link, an @mention, and what another person wrote (see
`suara.coding.own`) is one hidden word that no phrase can hold. All of it works on whole columns: what words mean is
worked out once for each word of the vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.compute as pc

from suara.coding._meant import meant_of, stems_of

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

HIDDEN = "\ue000"
"""Stands for what isn't the author's: of Unicode's private use area, so in no phrase."""

_MARK = "\ue001"  # stands before each token of a text whose places are asked for
_WORD = r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['’][\p{L}\p{M}]+)*"
_TOKEN = rf"\b(?i:https?://|www\.)[^\s\x{{E001}}]+|@\w+(?:[.-]\w+)*|\x{{E000}}+|{_WORD}|\p{{Extended_Pictographic}}|[.!?;\n…]+|[,:]+"
_SENTENCE_END = r"^[.!?;\n…]"
_CLAUSE_END = r"^[.!?;\n…,:]"


@dataclass(frozen=True)
class Stream:
    """The words of texts one after the other: arrays of one length, and the vocabulary that `word` numbers.

    A word as written may stand for several as meant ("gabisa"); these share `token`, the number of the token among
    all tokens of the text (punctuation counts, so that places can be found again).
    """

    row: Numbers  # number of the text
    token: Numbers
    clause: Numbers  # ends at any punctuation
    sentence: Numbers  # ends at a full stop and the like
    written: Numbers  # number in `spellings`
    word: Numbers  # number in `vocabulary`
    spellings: pl.Series  # as written, in lower case
    vocabulary: pl.Series  # as meant

    def where(self, keep: Flags) -> Stream:
        """Some of the words."""
        arrays = {n: getattr(self, n)[keep] for n in ("row", "token", "clause", "sentence", "written", "word")}
        return Stream(**arrays, spellings=self.spellings, vocabulary=self.vocabulary)


def stream(texts: pl.Series) -> Stream:
    """Texts as a stream of words; hidden ones are there, as `HIDDEN`."""
    pieces = texts.fill_null("").str.extract_all(_TOKEN)
    counts = pieces.list.len().to_numpy().astype(np.int64)
    flat = pieces.explode(empty_as_null=False, keep_nulls=False)
    coded = pc.dictionary_encode(flat.to_arrow(compat_level=pl.CompatLevel.oldest()))
    tokens = pl.Series(coded.dictionary, dtype=pl.String)
    number = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    row = np.repeat(np.arange(len(texts)), counts)
    token = np.arange(len(row)) - np.repeat(counts.cumsum() - counts, counts)
    ends_clause, ends_sentence = (tokens.str.contains(end).to_numpy() for end in (_CLAUSE_END, _SENTENCE_END))
    # Both grow with the row as well, so that no two texts share a clause.
    clause, sentence = (np.cumsum(ends[number]) + row for ends in (ends_clause, ends_sentence))
    spellings = tokens.str.to_lowercase()
    means = _means(spellings, ends_clause)
    first, many = _offsets(means)
    copies = many[number]  # a token of punctuation means no word
    each = np.repeat(np.arange(len(number)), copies)
    within = np.arange(len(each)) - np.repeat(copies.cumsum() - copies, copies)
    words = pc.dictionary_encode(means.explode(empty_as_null=False).to_arrow(compat_level=pl.CompatLevel.oldest()))
    word = words.indices.to_numpy(zero_copy_only=False).astype(np.int64)[first[number[each]] + within]
    vocabulary = pl.Series(words.dictionary, dtype=pl.String)
    return Stream(row[each], token[each], clause[each], sentence[each], number[each], word, spellings, vocabulary)


def _means(spellings: pl.Series, punctuation: Flags) -> pl.Series:
    """For each spelling the list of words that it means: none for punctuation, one hidden word for what is hidden."""
    hidden = spellings.str.contains(r"^(?:https?://|www\.|@|\x{E000})")
    meant = meant_of(spellings)
    frame = pl.DataFrame({"meant": meant, "hidden": hidden, "punctuation": punctuation})
    told = pl.when("hidden").then(pl.lit(HIDDEN)).otherwise("meant").str.split(" ")
    nothing = pl.lit([], dtype=pl.List(pl.String))
    return frame.select(pl.when("punctuation").then(nothing).otherwise(told).alias("means")).to_series()


def _offsets(lists: pl.Series) -> tuple[Numbers, Numbers]:
    many = lists.list.len().to_numpy().astype(np.int64)
    return many.cumsum() - many, many


def words(texts: pl.Series) -> pl.DataFrame:
    """One row a word: row (number of the text), at (of the word in it), start, end (characters), word, meant, clause.

    `word` is as written, in lower case; `meant` as `suara.coding._meant` tells it, in several words where one stands
    for several. Links, mentions and others' words aren't there.

    Example:
        >>> words(pl.Series(["@KAI121 Gabisa login!!"])).select("start", "word", "meant").rows()
        [(8, 'gabisa', 'tidak bisa'), (15, 'login', 'login')]
    """
    found = stream(texts)
    found = found.where(~found.vocabulary.eq(HIDDEN).to_numpy()[found.word])
    rows = pl.DataFrame(
        {
            "row": found.row,
            "token": found.token,
            "word": found.spellings.gather(found.written),
            "meant": found.vocabulary.gather(found.word),
            "clause": found.clause,
        }
    )
    rows = rows.group_by("row", "token", maintain_order=True).agg(
        pl.col("word", "clause").first(), pl.col("meant").str.join(" ")
    )
    token = rows["token"].to_numpy()
    start, end = spans(texts, rows["row"].to_numpy(), token, token)
    return rows.with_columns(at=pl.int_range(pl.len()).over("row"), start=pl.Series(start), end=pl.Series(end)).select(
        "row", "at", "start", "end", "word", "meant", "clause"
    )


def stems(meant: pl.Series) -> pl.Series:
    """The stems of words as meant, word by word; see `suara.coding._meant.stems_of`.

    Example:
        >>> stems(pl.Series(["pelayanan", "melayani", "antre"])).to_list()
        ['layan', 'layan', 'antre']
    """
    distinct = meant.unique()
    apart = pl.DataFrame({"meant": distinct, "one": distinct.str.split(" ")}).explode("one")
    stemmed = apart.with_columns(stem=stems_of(apart["one"])).group_by("meant").agg(pl.col("stem").str.join(" "))
    return meant.to_frame("meant").join(stemmed, on="meant", how="left", maintain_order="left")["stem"]


def spans(texts: pl.Series, row: Numbers, first: Numbers, last: Numbers) -> tuple[Numbers, Numbers]:
    """Where rows of tokens stand: start and end in characters of their text.

    Example:
        >>> start, end = spans(pl.Series(["", "a, bc"]), np.array([1, 1]), np.array([0, 1]), np.array([0, 2]))
        >>> start.tolist(), end.tolist()
        ([0, 1], [1, 5])
    """
    rows, which = np.unique(row, return_inverse=True)
    asked = texts.gather(rows).to_frame("text")
    marked = pl.col("text").str.replace_all(_MARK, " ", literal=True).str.replace_all(_TOKEN, _MARK + "${0}")
    # The first piece is what stands before the first token; each other one is a token and what follows it.
    pieces, tokens = asked.select(marked.str.split(_MARK), found=pl.col("text").str.extract_all(_TOKEN))
    (piece_from, piece_length), (token_from, token_length) = _lengths(pieces), _lengths(tokens)
    until = piece_length.cumsum()
    before = (until - piece_length)[piece_from]
    start = until[piece_from[which] + first] - before[which]
    end = until[piece_from[which] + last] - before[which] + token_length[token_from[which] + last]
    return start, end


def _lengths(lists: pl.Series) -> tuple[Numbers, Numbers]:
    """Where each list of texts begins among all of them, and the length of each text in characters."""
    first, _ = _offsets(lists)
    flat = lists.explode(empty_as_null=False, keep_nulls=False)
    return first, flat.str.len_chars().to_numpy().astype(np.int64)
