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

from suara.coding._features import Matrix, Vocabulary, Weights

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Embedding = Callable[[pl.Series], npt.NDArray[np.float32]]
"""Texts -> a row of numbers each, of length 1; see `suara.coding.transformer`."""

ENOUGH = 20  # texts that must have a code, and as many that mustn't, for it to be learned
FOLDS = 5

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
is given; where codes exclude each other, the one is given that is the most probable measured by its threshold."""


@dataclass(frozen=True)
class Model:
    """A learned coder; see `train`."""

    topics: tuple[str, ...]  # the codes it has learned
    performance: pl.DataFrame  # see PERFORMANCE; of all codes
    held_out: pl.DataFrame  # of each text that was learned from, which codes it got while it was held out
    exclusive: bool
    _vocabulary: Vocabulary
    _machine: _Machine
    _scales: tuple[_Scale, ...]
    _embedding: Embedding | None

    def probabilities(self, texts: pl.Series, hints: pl.DataFrame | None = None) -> pl.DataFrame:
        """How probable each learned code is for each text: a column a code, a row a text."""
        columns = self._probabilities(texts, hints)
        return pl.DataFrame({topic: columns[:, at] for at, topic in enumerate(self.topics)}, schema=self._schema)

    def decided(self, texts: pl.Series, hints: pl.DataFrame | None = None) -> pl.DataFrame:
        """Which learned codes each text gets: a column a code, a row a text, true or false."""
        given = self._given(self._probabilities(texts, hints))
        return pl.DataFrame(
            {topic: given[:, at] for at, topic in enumerate(self.topics)},
            schema=dict.fromkeys(self.topics, pl.Boolean),
        )

    def predict(self, posts: pl.DataFrame, hints: pl.DataFrame | None = None) -> pl.DataFrame:
        """The learned codes of posts (columns `key`, `text`): post, topic, probability; a row a code that is given."""
        columns = self._probabilities(posts["text"], hints)
        row, topic = np.nonzero(self._given(columns))
        return pl.DataFrame(
            {
                "post": posts["key"].gather(row),
                "topic": pl.Series(self.topics, dtype=pl.String).gather(topic),
                "probability": columns[row, topic],
            }
        )

    @property
    def _schema(self) -> dict[str, Any]:
        return dict.fromkeys(self.topics, pl.Float64)

    def _given(self, probabilities: Numbers) -> Flags:
        return _given(probabilities, self._scales, exclusive=self.exclusive)[:, : len(self.topics)]

    def _probabilities(self, texts: pl.Series, hints: pl.DataFrame | None) -> Numbers:
        if not self.topics:
            return np.zeros((len(texts), 0))
        scores, done = [], 0
        for counts in self._vocabulary.blocks(texts):
            many = counts[0].shape[0]
            more = _beside(
                texts.slice(done, many), None if hints is None else hints[done : done + many], self._embedding
            )
            scores.append(self._machine.scores(counts, more))
            done += many
        found = np.concatenate(scores) if scores else np.zeros((0, len(self._scales)))
        return np.stack([scale.probability(found[:, at]) for at, scale in enumerate(self._scales)], axis=1)


@dataclass(frozen=True)
class _Machine:
    """A linear separation a class."""

    weights: Weights
    coefficients: Numbers
    intercepts: Numbers

    @classmethod
    def trained(cls, counts: tuple[Matrix, ...], more: list[Matrix], truth: Flags) -> _Machine:
        from sklearn.svm import LinearSVC

        weights = Weights.of(counts)
        features = weights.weighted(counts, more)
        machines = [
            LinearSVC(class_weight="balanced", random_state=0).fit(features, truth[:, at])
            for at in range(truth.shape[1])
        ]
        coefficients = np.concatenate([machine.coef_ for machine in machines]).T
        return cls(weights, coefficients, np.concatenate([machine.intercept_ for machine in machines]))

    def scores(self, counts: tuple[Matrix, ...], more: list[Matrix]) -> Numbers:
        found: Numbers = np.asarray(self.weights.weighted(counts, more) @ self.coefficients) + self.intercepts
        return found


@dataclass(frozen=True)
class _Scale:
    """From scores to probabilities, and the probability from which on a code is given."""

    slope: float
    offset: float
    threshold: float = 0.5

    @classmethod
    def of(cls, scores: Numbers, truth: Flags) -> _Scale:
        """By a logistic curve (Platt 1999, Probabilistic outputs for support vector machines).

        The threshold is where the codes given are the best, by F1: Lipton et al. 2014, Optimal thresholding of
        classifiers to maximize F1 measure.
        """
        from sklearn.linear_model import LogisticRegression

        if truth.all() or not truth.any():
            return cls(0.0, 30.0 if truth.all() else -30.0)
        curve = LogisticRegression().fit(scores.reshape(-1, 1), truth)
        scale = cls(max(float(curve.coef_[0, 0]), 1e-3), float(curve.intercept_[0]))
        probable = scale.probability(scores)
        order = np.argsort(-probable, kind="stable")
        right = np.cumsum(truth[order])
        f1 = 2 * right / (np.arange(1, len(order) + 1) + truth.sum())
        best = int(np.argmax(f1))
        below = probable[order[best + 1]] if best + 1 < len(order) else 0.0
        return cls(scale.slope, scale.offset, float((probable[order[best]] + below) / 2))

    def probability(self, scores: Numbers) -> Numbers:
        return 1 / (1 + np.exp(-np.clip(self.slope * scores + self.offset, -500, 500)))


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
        The model, with `performance` told by cross-validation in `FOLDS` folds. Codes that fewer than `ENOUGH` texts
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
    if exclusive and (rest := ~classes.any(axis=1)).any() and topics:
        classes = np.column_stack([classes, rest])
    fold = folds(classes)
    scores = _held_out(counts, more, classes, fold) if topics else np.zeros(classes.shape)
    given = _cross_fitted(scores, classes, fold, exclusive=exclusive)[:, : len(topics)]
    scales = tuple(_Scale.of(scores[:, at], classes[:, at]) for at in range(classes.shape[1])) if topics else ()
    machine = (
        _Machine.trained(counts, more, classes) if topics else _Machine(Weights(()), np.zeros((0, 0)), np.zeros(0))
    )
    held_out = pl.DataFrame({t: given[:, at] for at, t in enumerate(topics)}, schema=dict.fromkeys(topics, pl.Boolean))
    thresholds = {topic: scale.threshold for topic, scale in zip(topics, scales, strict=False)}
    performance = _performance(names, truth, held_out, thresholds)
    return Model(topics, performance, held_out, exclusive, vocabulary, machine, scales, embedding)


def folds(classes: Flags, many: int = FOLDS) -> npt.NDArray[np.int64]:
    """The fold of each text, such that each fold has its share of each class; the rarest class of a text decides.

    Example:
        >>> folds(np.array([[True], [False]] * 10), 5).tolist().count(0)
        4
    """
    have = classes.sum(axis=0)
    rarity = np.where(classes, have, len(classes) + 1)
    rarest = np.where(classes.any(axis=1), rarity.argmin(axis=1) if classes.shape[1] else 0, -1)
    order = np.random.default_rng(0).permutation(len(classes))
    order = order[np.argsort(rarest[order], kind="stable")]
    fold = np.empty(len(classes), dtype=np.int64)
    fold[order] = np.arange(len(classes)) % many
    return fold


def _columns(names: pl.Series) -> pl.DataFrame:
    """One column of names as a column of true and false each."""
    return pl.DataFrame({name: names.eq(name).fill_null(value=False) for name in names.unique().drop_nulls().sort()})


def _beside(texts: pl.Series, hints: pl.DataFrame | None, embedding: Embedding | None) -> list[Matrix]:
    """Features that aren't words or letters."""
    from scipy.sparse import csr_array

    parts = []
    if hints is not None and hints.width:
        parts.append(csr_array(hints.cast(pl.Float32).to_numpy().reshape(len(texts), hints.width)))
    if embedding is not None:
        parts.append(csr_array(embedding(texts)))
    return parts


def _held_out(counts: tuple[Matrix, ...], more: list[Matrix], classes: Flags, fold: npt.NDArray[np.int64]) -> Numbers:
    """The scores of each text by a machine that hasn't learned from it."""
    scores = np.zeros(classes.shape)
    for number in range(FOLDS):
        out, seen = fold == number, fold != number
        machine = _Machine.trained(_some(counts, seen), list(_some(tuple(more), seen)), classes[seen])
        scores[out] = machine.scores(_some(counts, out), list(_some(tuple(more), out)))
    return scores


def _some(matrices: tuple[Matrix, ...], rows: Flags) -> tuple[Matrix, ...]:
    return tuple(matrix[rows] for matrix in matrices)


def _cross_fitted(scores: Numbers, classes: Flags, fold: npt.NDArray[np.int64], *, exclusive: bool) -> Flags:
    """Which classes texts get where curve and threshold, too, are those of the other folds."""
    given = np.zeros(classes.shape, dtype=bool)
    for number in range(FOLDS):
        out, seen = fold == number, fold != number
        scales = tuple(_Scale.of(scores[seen, at], classes[seen, at]) for at in range(classes.shape[1]))
        columns = [scale.probability(scores[out, at]) for at, scale in enumerate(scales)]
        if columns:
            given[out] = _given(np.stack(columns, axis=1), scales, exclusive=exclusive)
    return given


def _given(probabilities: Numbers, scales: tuple[_Scale, ...], *, exclusive: bool) -> Flags:
    against = probabilities / np.array([scale.threshold for scale in scales])
    best = against.argmax(axis=1)[:, None] == np.arange(len(scales)) if exclusive and scales else against >= 1
    given: Flags = best
    return given


def _performance(names: list[str], truth: Flags, held_out: pl.DataFrame, thresholds: dict[str, float]) -> pl.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for at, name in enumerate(names):
        have = int(truth[:, at].sum())
        figures: tuple[float | None, ...] = (None, None, None)
        if name in held_out.columns:
            given = held_out[name].to_numpy()
            right, all_given = int((given & truth[:, at]).sum()), int(given.sum())
            precision = right / all_given if all_given else None
            figures = (precision, right / have, 2 * right / (all_given + have))
        rows.append((name, have, len(truth) - have, name in held_out.columns, *figures, thresholds.get(name)))
    return pl.DataFrame(rows, schema=PERFORMANCE, orient="row")
