"""Where a series changes its level: counts (Poisson) or shares (binomial), cut where that explains them best."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from suara.analyse._intervals import Z95

Numbers = npt.NDArray[np.float64]

TRIMMED, EXPECTED = 0.9, 0.62318
"""The share of squared differences that tell the noise, and what the mean of these is where there is none but chance."""


@dataclass(frozen=True)
class Observed:
    """What was counted in each period: events, among so many of which each could be one.

    Args:
        events: counts.
        among: of counts, how much of an ordinary period it is that they were counted in; of shares, the number of trials.
        share: whether it is shares.
        noise: how much more it varies than by chance alone (1).
    """

    events: Numbers
    among: Numbers
    share: bool = False
    noise: float = 1.0

    def sums(self) -> Numbers:
        """Running sums of events and of trials, of which every segment's cost is a difference; two rows."""
        return np.cumsum(np.pad([self.events, self.among], ((0, 0), (1, 0))), axis=1)

    def deviance(self, sums: Numbers, end: int, starts: slice) -> Numbers:
        """Twice the negative log-likelihood of segments with a level of their own, but for what all cuts share."""
        events, among = sums[:, end, None] - sums[:, starts]
        fitted = _times_log(events, events) - _times_log(events, among)
        if self.share:
            fitted += _times_log(among - events, among - events) - _times_log(among - events, among)
        return -2 * fitted / self.noise

    def level(self, start: int, end: int) -> tuple[float | None, float | None, float | None]:
        """The level of a segment and its 95 % interval; null where nothing was observed.

        Source: the score interval, of shares Wilson 1927, widened by the noise.
        """
        events, among = float(self.events[start:end].sum()), float(self.among[start:end].sum())
        if among <= 0:
            return None, None, None
        z2, n = Z95**2 * self.noise, among
        level = events / n
        spread = level * (1 - level) if self.share else level
        middle, half = level + z2 / (2 * n), np.sqrt(z2 * (spread / n + z2 / (4 * n * n)))
        shrink = 1 + z2 / n if self.share else 1.0
        return level, float(max((middle - half) / shrink, 0.0)), float((middle + half) / shrink)


def _times_log(number: Numbers, of: Numbers) -> Numbers:
    """That number times log(of), and 0 where the number is 0."""
    return np.where(number > 0, number * np.log(np.where(of > 0, of, 1.0)), 0.0)


def with_noise(observed: Observed) -> Observed:
    """The series with its `noise`, told by how neighbours differ, so that a change of level doesn't count as noise.

    By chance alone the squared difference of two neighbours, over its variance, is 1 on the average. The largest tenth is
    left out, as changes are among them. The noise is never taken to be less than chance's.

    Example:
        >>> with_noise(Observed(np.array([9.0, 11, 10, 9, 50, 51, 50, 49]), np.ones(8))).noise
        1.0
    """
    known = observed.among > 0
    events, among = observed.events[known], observed.among[known]
    level = (events[1:] + events[:-1]) / (among[1:] + among[:-1])
    variance = level * (1 - level) if observed.share else level
    spread = variance * (1 / among[1:] + 1 / among[:-1])
    squared = np.diff(events / among) ** 2
    told = np.sort(squared[spread > 0] / spread[spread > 0])
    kept = told[: max(1, int(TRIMMED * told.size))]
    return replace(observed, noise=max(1.0, float(kept.mean()) / EXPECTED) if kept.size else 1.0)


def penalty(periods: int, series: int = 1) -> float:
    """What a change has to explain to count: 3 log(periods), and 2 log(series) where it is looked for in several.

    Source: Zhang & Siegmund 2007, A modified Bayes information criterion with applications to the analysis of comparative
    genomic hybridization data, as the R package changepoint takes it for one parameter (Killick & Eckley 2014).

    Example:
        >>> round(penalty(70), 2)
        12.75
    """
    return 3 * float(np.log(max(periods, 2))) + 2 * float(np.log(max(series, 1)))


def cuts(observed: Observed, *, shortest: int, penalty: float) -> list[int]:
    """The places at which a series is cut into segments of one level each, so that deviance and penalties are least.

    The best of all ways to cut it, found by going on from the best of each beginning; the first of equals. What PELT prunes
    isn't left out here: with a shortest segment, pruning can miss the best.

    Source: Jackson et al. 2005, An algorithm for optimal partitioning of data on an interval; Killick, Fearnhead & Eckley
    2012, Optimal detection of changepoints with a linear computational cost (PELT), which has the same optimum.

    Args:
        observed: the series.
        shortest: periods that a segment has at least.
        penalty: of each cut.

    Example:
        >>> cuts(Observed(np.array([2.0, 3, 2, 3, 20, 22, 19, 21]), np.ones(8)), shortest=2, penalty=penalty(8))
        [4]
    """
    sums, size = observed.sums(), observed.events.size
    best, before = np.full(size + 1, np.inf), np.zeros(size + 1, dtype=np.int64)
    best[0] = -penalty
    for end in range(shortest, size + 1):
        starts = slice(0, end - shortest + 1)
        whole = best[starts] + penalty + observed.deviance(sums, end, starts)
        before[end] = start = int(whole.argmin())
        best[end] = whole[start]
    found, at = [], int(before[size])
    while at > 0:
        found.append(at)
        at = int(before[at])
    return found[::-1]
