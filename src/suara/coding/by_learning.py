"""Coding by learning: what people decided on some texts, carried over to all the others by a linear model.

One linear support vector machine a code on the words and letters of the texts (see `suara.coding._features`), whose
scores are made probabilities by those of texts that it hasn't learned from. How good it is, is told by the same texts:
in five folds each is coded by a model that hasn't seen it. A code that too few texts have, or lack, isn't learned.

Nothing is kept in a file: who has the decisions learns the same model again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.coding._features import Matrix, Vocabulary
from suara.coding._machine import Flags, Machine, Numbers, Scale, given, learn, probable

Embedding = Callable[[pl.Series], npt.NDArray[np.float32]]
"""Texts -> a row of numbers each, of length 1; see `suara.coding.transformer`."""

ENOUGH = 20  # texts that must have a code, and as many that mustn't, for it to be learned
_HINT = np.float32(0.5)  # what a hint weighs beside words and letters: on few texts more is better, on many less

PERFORMANCE = {
    "topic": pl.String,
    "positives": pl.Int64,
    "negatives": pl.Int64,
    "learned": pl.Boolean,
    "precision": pl.Float64,
    "recall": pl.Float64,
    "f1": pl.Float64,
    "threshold": pl.Float64,
}
"""Columns of what is to be known of a learned code; the figures are of texts that weren't learned from, null where the
code wasn't learned (or precision of a code that was given to no text). `threshold` is the probability from which on it
is given; null where codes exclude each other, for there it is the one that is told from the others best."""


@dataclass(frozen=True)
class Model:
    """A learned coder; see `train`."""

    topics: tuple[str, ...]  # the codes it has learned
    performance: pl.DataFrame  # see PERFORMANCE; of all codes
    held_out: pl.DataFrame  # of each text that was learned from, which codes it got while it was held out
    exclusive: bool
    _vocabulary: Vocabulary
    _machine: Machine
    _scales: tuple[Scale, ...]
    _embedding: Embedding | None

    def probabilities(self, texts: pl.Series, hints: pl.DataFrame | None = None) -> pl.DataFrame:
        """How probable each learned code is for each text: a column a code, a row a text."""
        columns = probable(self._scores(texts, hints), self._scales)
        schema = dict.fromkeys(self.topics, pl.Float64)
        return pl.DataFrame({topic: columns[:, at] for at, topic in enumerate(self.topics)}, schema=schema)

    def decided(self, texts: pl.Series, hints: pl.DataFrame | None = None) -> pl.DataFrame:
        """Which learned codes each text gets: a column a code, a row a text, true or false."""
        got = given(self._scores(texts, hints), self._scales, exclusive=self.exclusive)
        return pl.DataFrame(
            {topic: got[:, at] for at, topic in enumerate(self.topics)},
            schema=dict.fromkeys(self.topics, pl.Boolean),
        )

    def predict(self, posts: pl.DataFrame, hints: pl.DataFrame | None = None) -> pl.DataFrame:
        """The learned codes of posts (columns `key`, `text`): post, topic, probability; a row a code that is given."""
        scores = self._scores(posts["text"], hints)
        got = given(scores, self._scales, exclusive=self.exclusive)[:, : len(self.topics)]
        row, topic = np.nonzero(got)
        return pl.DataFrame(
            {
                "post": posts["key"].gather(row),
                "topic": pl.Series(self.topics, dtype=pl.String).gather(topic),
                "probability": probable(scores, self._scales)[row, topic],
            }
        )

    def _scores(self, texts: pl.Series, hints: pl.DataFrame | None) -> Numbers:
        scores, done = [np.zeros((0, len(self._scales)))], 0
        for counts in self._vocabulary.blocks(texts) if self.topics else ():
            many = counts[0].shape[0]
            more = _beside(
                texts.slice(done, many), None if hints is None else hints[done : done + many], self._embedding
            )
            scores.append(self._machine.scores(counts, more))
            done += many
        return np.concatenate(scores)


def hints_of(codes: pl.DataFrame, posts: pl.Series, topics: Sequence[str]) -> pl.DataFrame:
    """How much the words of a codebook say, as hints for `train`: ln(1 + pieces of evidence), a column a code.

    `codes` are those by words (see `suara.coding.codes.CODES`) of one codebook, `posts` the keys of the texts in turn.

    Example:
        >>> codes = pl.DataFrame({"post": ["x:1", "x:1"], "topic": ["slow", "slow"]})
        >>> hints_of(codes, pl.Series(["x:1", "x:2"]), ["slow"])["slow"].round(2).to_list()
        [1.1, 0.0]
    """
    keys = posts.to_frame("post")
    counted = codes.group_by("post", "topic").len()
    columns = []
    for topic in topics:
        many = keys.join(counted.filter(topic=topic), on="post", how="left", maintain_order="left")["len"]
        columns.append(many.fill_null(0).cast(pl.Float64).log1p().alias(topic))
    return pl.DataFrame(columns)


def train(
    texts: pl.Series,
    labels: pl.DataFrame | pl.Series,
    *,
    hints: pl.DataFrame | None = None,
    embedding: Embedding | None = None,
    exclusive: bool = False,
) -> Model:
    """Learn codes from texts that people have coded; the same texts give the same model.

    Args:
        texts: the texts.
        labels: which codes they have: a column of true and false a code; or one column of names, a name a text (null:
            none of them), where codes exclude each other.
        hints: what else is known of each text, numbers or true and false (whether words of a codebook were found, say).
            Who predicts passes the same columns.
        embedding: sentences as numbers, beside words and letters.
        exclusive: a text has one code at most.

    Returns:
        The model, with `performance` told by cross-validation in five folds. Codes that fewer than `ENOUGH` texts
        have, or lack, aren't in its `topics`.

    Example:
        >>> texts = pl.Series([f"antri {n} jam" for n in range(30)] + [f"petugas {n} ramah" for n in range(30)])
        >>> model = train(texts, pl.Series(["slow"] * 30 + ["kind"] * 30))
        >>> model.topics, model.predict(pl.DataFrame({"key": ["x:1"], "text": ["antri lama"]}))["topic"].to_list()
        (('kind', 'slow'), ['slow'])
    """
    if isinstance(labels, pl.Series):
        labels, exclusive = _columns(labels), True
    names = labels.columns
    truth = labels.to_numpy().astype(bool).reshape(len(texts), len(names))
    have = truth.sum(axis=0)
    vocabulary = Vocabulary.of(texts)
    counts, more = vocabulary.counts(texts), _beside(texts, hints, embedding)
    features = sum(matrix.shape[1] for matrix in (*counts, *more))
    learned = (have >= ENOUGH) & (len(texts) - have >= ENOUGH) & (features > 0)
    topics = tuple(name for name, enough in zip(names, learned, strict=True) if enough)
    classes = truth[:, learned]
    if exclusive and topics and (rest := ~classes.any(axis=1)).any():
        classes = np.column_stack([classes, rest])  # none of the codes is one more
    machine, scales, got = learn(counts, more, classes, exclusive=exclusive)
    held_out = pl.DataFrame({t: got[:, at] for at, t in enumerate(topics)}, schema=dict.fromkeys(topics, pl.Boolean))
    thresholds = {} if exclusive else {topic: scale.threshold for topic, scale in zip(topics, scales, strict=True)}
    performance = _performance(names, truth, held_out, thresholds)
    return Model(topics, performance, held_out, exclusive, vocabulary, machine, scales, embedding)


def _columns(names: pl.Series) -> pl.DataFrame:
    """One column of names as a column of true and false each."""
    return pl.DataFrame({name: names.eq(name).fill_null(value=False) for name in names.unique().drop_nulls().sort()})


def _beside(texts: pl.Series, hints: pl.DataFrame | None, embedding: Embedding | None) -> list[Matrix]:
    """Features that aren't words or letters."""
    from scipy.sparse import csr_array

    parts = []
    if hints is not None and hints.width:
        parts.append(csr_array(_HINT * hints.cast(pl.Float32).to_numpy().reshape(len(texts), hints.width)))
    if embedding is not None:
        parts.append(csr_array(embedding(texts)))
    return parts


def _performance(names: list[str], truth: Flags, held_out: pl.DataFrame, thresholds: dict[str, float]) -> pl.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for at, name in enumerate(names):
        have = int(truth[:, at].sum())
        figures: tuple[float | None, ...] = (None, None, None)
        if name in held_out.columns:
            got = held_out[name].to_numpy()
            right, found = int((got & truth[:, at]).sum()), int(got.sum())
            precision = right / found if found else None
            figures = (precision, right / have, 2 * right / (found + have))
        rows.append((name, have, len(truth) - have, name in held_out.columns, *figures, thresholds.get(name)))
    return pl.DataFrame(rows, schema=PERFORMANCE, orient="row")
