"""Pairs of posts by which two accounts share the same object within a time window: coordinated sharing as published.

1. Only accounts with at least p shares count.
2. Two shares of the same object that are at most w seconds apart (w itself counts) are a pair; but not two of the same
   account or in the same post, nor where the object is one of the two posts.
3. Accounts with at least p shares in the posts that are in pairs are the participants; a pair counts if at least one of
   its two posts is a participant's.

Source: Righetti & Balluff, CooRTweet (R package, 2025), after Giglietto, Righetti, Rossi & Marino 2020, It takes a
village to manipulate the media, Information, Communication & Society 23(6).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.analyse.coordination.shares import SECOND, Coded, Flags, Numbers

PAIRS = {
    "object": pl.String,
    "account": pl.String,
    "post": pl.String,
    "partner": pl.String,
    "partner_post": pl.String,
    "seconds": pl.Float64,
}
"""The columns of a table of pairs: `account` and `post` are the earlier, `partner` and `partner_post` the later."""

BLOCK = 1 << 21  # pairs that are listed at a time


def pairs(shares: pl.DataFrame, window: float, *, participation: int = 2, loops: bool = False) -> pl.DataFrame:
    """All pairs of shares as published; for as many as fit into memory (some 100 bytes a pair).

    Args:
        shares: see `suara.analyse.coordination.shares.SHARES`.
        window: the most seconds between two shares.
        participation: the least number of shares of an account.
        loops: keep pairs of the same account, of the same post, and with the object as one of the posts.

    Returns:
        See `PAIRS`; sorted by object and times.

    Example:
        >>> from datetime import UTC, datetime, timedelta
        >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
        >>> times = [noon + timedelta(seconds=s) for s in (0, 60, 300, 361)]
        >>> rows = {"object": list("uuvv"), "account": list("abab"), "post": list("1234"), "time": times}
        >>> pairs(pl.DataFrame(rows), window=60, participation=1).select("account", "partner", "seconds").rows()
        [('a', 'b', 60.0)]
    """
    found = Paired.of(Coded.of(shares), window, participation=participation, loops=loops)
    coded, blocks = found.shares, [np.zeros((2, 0), dtype=np.int64), *found.blocks()]
    one, two = np.concatenate(blocks, axis=1)
    one, two = (side[np.lexsort((two, one))] for side in (one, two))
    return pl.DataFrame(
        {
            "object": coded.objects.gather(coded.object[one]),
            "account": coded.accounts.gather(coded.account[one]),
            "post": coded.posts.gather(coded.post[one]),
            "partner": coded.accounts.gather(coded.account[two]),
            "partner_post": coded.posts.gather(coded.post[two]),
            "seconds": (coded.time[two] - coded.time[one]) / SECOND,
        },
        schema=PAIRS,
    )


@dataclass(frozen=True)
class Paired:
    """The shares that are in pairs; `ends` is where the window of each share ends, `active` whose are participants'."""

    shares: Coded
    ends: Numbers
    active: Flags
    loops: bool = False

    @classmethod
    def of(cls, coded: Coded, window: float, *, participation: int = 2, loops: bool = False) -> Paired:
        """Leave out, before any pair is listed, what can't be in one."""
        coded = coded.where(_often(coded.account, participation))
        listed = coded if loops else coded.where(~coded.own)
        near = _with_others(listed, window, loops)
        posts = np.zeros(len(coded.posts), dtype=bool)
        posts[listed.post[near]] = True
        again = posts[coded.post]  # also where a post shares something else
        again[again] = _often(coded.account[again], participation)
        active = np.zeros(len(coded.posts), dtype=bool)
        active[coded.post[again]] = True
        listed = listed.where(near)
        return cls(listed, _bounds(listed, listed.object, window)[1], active[listed.post], loops)

    @property
    def counts(self) -> Numbers:
        """How many later shares are in the window of each share; more than its pairs where some are its account's."""
        return self.ends - np.arange(1, len(self.ends) + 1)

    def blocks(self) -> Iterator[Numbers]:
        """The pairs as two rows of numbers of shares, the earlier and the later, some at a time."""
        counts = self.counts
        number = np.cumsum(counts) // BLOCK
        for begin, end in zip(*_stretches(number), strict=True):
            many = counts[begin:end]
            one = np.repeat(np.arange(begin, end), many)
            two = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(many) - many, many)
            keep = self.active[one] | self.active[two]
            if not self.loops:
                keep &= self.shares.account[one] != self.shares.account[two]
                keep &= self.shares.post[one] != self.shares.post[two]
            yield np.stack((one[keep], two[keep]))


def _often(numbers: Numbers, least: int) -> Flags:
    """Which numbers are there at least so many times."""
    return np.bincount(numbers)[numbers] >= least if len(numbers) else np.zeros(0, dtype=bool)


def _with_others(coded: Coded, window: float, loops: bool) -> Flags:
    """Which shares have another in their window that they make a pair with."""
    apart = _within(coded, coded.object, window)
    if loops:
        return apart > 1
    own = _joined(coded.object, coded.account)
    apart -= _within(coded, own, window)
    author = np.zeros(len(coded.posts), dtype=np.int64)
    author[coded.post] = coded.account
    if (author[coded.post] != coded.account).any():  # a post of several accounts: the same post is no other either
        apart -= _within(coded, _joined(coded.object, coded.post), window)
        apart += _within(coded, _joined(own, coded.post), window)
    return apart > 0


def _within(coded: Coded, group: Numbers, window: float) -> Numbers:
    """How many shares of its group each share has in its window on both sides, itself included."""
    begins, ends = _bounds(coded, group, window)
    return ends - begins


def _bounds(coded: Coded, group: Numbers, window: float) -> tuple[Numbers, Numbers]:
    """Where the window of each share begins and ends among the shares sorted by group and time.

    Times are compared as places among all times, so that a group and a time fit into one number.
    """
    times, reach = np.sort(coded.time), round(window * SECOND)
    base = group * (len(times) + 1)
    sorted_ = np.sort(base + np.searchsorted(times, coded.time))
    begins = np.searchsorted(sorted_, base + np.searchsorted(times, coded.time - reach))
    return begins, np.searchsorted(sorted_, base + np.searchsorted(times, coded.time + reach, side="right"))


def _joined(one: Numbers, two: Numbers) -> Numbers:
    """A number for each two numbers, without gaps."""
    return np.unique(one * (two.max(initial=0) + 1) + two, return_inverse=True)[1]


def _stretches(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Where each stretch of equal numbers begins and ends."""
    begins = np.flatnonzero(np.diff(numbers, prepend=-1))
    return begins, np.append(begins, len(numbers))[1:]
