"""Linear machines: one separation a class, their scores as probabilities, and what they give to texts held out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from suara.coding._features import Matrix, Weights

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Folds = npt.NDArray[np.int64]

FOLDS = 5


def learn(
    counts: tuple[Matrix, ...], more: list[Matrix], classes: Flags, *, exclusive: bool
) -> tuple[Machine, tuple[Scale, ...], Flags]:
    """A machine for some classes, its scales, and which classes each text got while it was held out."""
    if not classes.shape[1]:
        return Machine(Weights(()), np.zeros((0, 0)), np.zeros(0)), (), classes
    fold = folds(classes)
    scores = held_out(counts, more, classes, fold)
    scales = tuple(Scale.of(scores[:, at], classes[:, at]) for at in range(classes.shape[1]))
    return Machine.trained(counts, more, classes), scales, cross_fitted(scores, classes, fold, exclusive=exclusive)


@dataclass(frozen=True)
class Machine:
    """A linear separation a class."""

    weights: Weights
    coefficients: Numbers
    intercepts: Numbers

    @classmethod
    def trained(cls, counts: tuple[Matrix, ...], more: list[Matrix], truth: Flags) -> Machine:
        """One that tells each class from all other texts; rare classes count as much as frequent ones."""
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
        """How far each text lies on the side of each class."""
        found: Numbers = np.asarray(self.weights.weighted(counts, more) @ self.coefficients) + self.intercepts
        return found


@dataclass(frozen=True)
class Scale:
    """From scores to probabilities, and the probability from which on a code is given."""

    slope: float
    offset: float
    threshold: float = 0.5

    @classmethod
    def of(cls, scores: Numbers, truth: Flags) -> Scale:
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
        """How probable the class is, by the score."""
        return 1 / (1 + np.exp(-np.clip(self.slope * scores + self.offset, -500, 500)))


def folds(classes: Flags, many: int = FOLDS) -> Folds:
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


def held_out(counts: tuple[Matrix, ...], more: list[Matrix], classes: Flags, fold: Folds) -> Numbers:
    """The scores of each text by a machine that hasn't learned from it."""
    scores = np.zeros(classes.shape)
    for number in range(FOLDS):
        out, seen = fold == number, fold != number
        machine = Machine.trained(_some(counts, seen), list(_some(tuple(more), seen)), classes[seen])
        scores[out] = machine.scores(_some(counts, out), list(_some(tuple(more), out)))
    return scores


def _some(matrices: tuple[Matrix, ...], rows: Flags) -> tuple[Matrix, ...]:
    return tuple(matrix[rows] for matrix in matrices)


def cross_fitted(scores: Numbers, classes: Flags, fold: Folds, *, exclusive: bool) -> Flags:
    """Which classes texts get where curve and threshold, too, are those of the other folds."""
    found = np.zeros(classes.shape, dtype=bool)
    for number in range(FOLDS):
        out, seen = fold == number, fold != number
        scales = tuple(Scale.of(scores[seen, at], classes[seen, at]) for at in range(classes.shape[1]))
        found[out] = given(scores[out], scales, exclusive=exclusive)
    return found


def given(scores: Numbers, scales: tuple[Scale, ...], *, exclusive: bool) -> Flags:
    """Which classes texts get.

    Of those that exclude each other it is the one with the highest score, which, other than the probability, doesn't
    depend on how frequent each is among the texts that were learned from.
    """
    if exclusive and scales:
        best: Flags = scores.argmax(axis=1)[:, None] == np.arange(len(scales))
        return best
    enough: Flags = probable(scores, scales) >= np.array([scale.threshold for scale in scales])
    return enough


def probable(scores: Numbers, scales: tuple[Scale, ...]) -> Numbers:
    """Scores as probabilities, a column a class."""
    columns = [scale.probability(scores[:, at]) for at, scale in enumerate(scales)]
    return np.stack(columns, axis=1) if columns else np.zeros((len(scores), 0))
