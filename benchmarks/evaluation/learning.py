"""Coding by what was learned from coded texts."""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt
import polars as pl

from evaluation.figures import Flags
from evaluation.sets import Labelled
from suara.coding import by_learning, by_words

Numbers = npt.NDArray[np.int64]


def learned(tried: Labelled) -> Flags:
    """The labels that a model gives which learned from the set's own training part, or by cross-validation.

    What words find is among what it learns from. Labels with too few texts aren't learned, and so never given.
    """
    given = np.zeros_like(tried.truth)
    applies = np.ones_like(tried.truth) if tried.applies is None else tried.applies
    for pattern in np.unique(applies, axis=1).T:  # the labels of a file can be given to its own texts only
        columns = np.flatnonzero((applies == pattern[:, None]).all(0))
        given[np.ix_(pattern, columns)] = _learned(tried, np.flatnonzero(pattern), columns)
    return given


def _learned(tried: Labelled, rows: Numbers, columns: Numbers) -> Flags:
    labels = [tried.labels[k] for k in columns]
    texts = tried.texts.gather(rows)
    hints = _hints(tried, texts, columns)
    if tried.learn_from is None:
        truth = pl.DataFrame(tried.truth[np.ix_(rows, columns)], schema=labels)
        found = by_learning.train(texts, truth, hints=hints, exclusive=tried.otherwise is not None).held_out
    else:
        seen, truth_seen = tried.learn_from
        truth = pl.DataFrame(truth_seen[:, columns], schema=labels)
        model = by_learning.train(
            seen, truth, hints=_hints(tried, seen, columns), exclusive=tried.otherwise is not None
        )
        found = model.decided(texts, hints)
    return np.column_stack(
        [found[label].to_numpy() if label in found.columns else np.zeros(len(rows), np.bool_) for label in labels]
    )


def _hints(tried: Labelled, texts: pl.Series, columns: Numbers) -> pl.DataFrame:
    """What words say, as `suara code --learn` has it: of an exclusive book all that they say."""
    codes = sorted({code for k in columns for code in tried.stands_for[k]})
    keys = pl.int_range(len(texts), eager=True).cast(pl.String)
    book = msgspec.structs.replace(tried.book, exclusive=False)
    return by_learning.hints_of(by_words.code(pl.DataFrame({"key": keys, "text": texts}), [book]), keys, codes)
