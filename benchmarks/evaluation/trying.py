"""All ways of coding on one set, with their figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from evaluation import ways
from evaluation.figures import Flags, macro_f1, per_code
from evaluation.learning import learned
from evaluation.sets import Labelled

PLAIN, WORDS, LEARNED = "plain substrings", "words", "learned"


@dataclass(frozen=True)
class Tried:
    """A set, and which labels each way of coding gave its texts."""

    of: Labelled
    given: dict[str, Flags]  # by way

    @cached_property
    def summary(self) -> pl.DataFrame:
        """One row a part of the set and way: part, way, texts, labels, macro_f1, low, high, accuracy (one-label sets)."""
        truth = self.of.truth
        whole = np.ones(len(truth), np.bool_), np.ones(truth.shape[1], np.bool_)
        rows = []
        for part, (texts, labels) in {"all": whole, **self.of.parts}.items():
            true = truth[np.ix_(texts, labels)]
            for way, given in self.given.items():
                mine = given[np.ix_(texts, labels)]
                accuracy = None if self.of.otherwise is None else float((mine == true).all(1).mean())
                rows.append((part, way, len(true), int(true.any(0).sum()), *macro_f1(true, mine), accuracy))
        schema = dict.fromkeys(("part", "way"), pl.String) | dict.fromkeys(("texts", "labels"), pl.Int64)
        schema |= dict.fromkeys(("macro_f1", "low", "high", "accuracy"), pl.Float64)
        return pl.DataFrame(rows, schema=schema, orient="row")

    def codes(self) -> pl.DataFrame:
        """One row a label and way; see `per_code`."""
        tables = [
            per_code(self.of.truth, given, self.of.labels).with_row_index("label").with_columns(way=pl.lit(way))
            for way, given in self.given.items()
        ]
        return pl.concat(tables).sort("label", maintain_order=True)


def tried(labelled: Labelled) -> Tried:
    """Our ways of coding on a set, behind those of others."""
    ours = {
        PLAIN: ways.given(labelled, ways.plainly(labelled.book, labelled.texts)),
        WORDS: ways.given(labelled, ways.in_words(labelled.book, labelled.texts)),
        LEARNED: learned(labelled),
    }
    return Tried(labelled, {**labelled.others, **ours})
