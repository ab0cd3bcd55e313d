"""Pairs of posts by which two accounts share the same object within a time window: coordinated sharing as published.

1. Only accounts with at least p shares count.
2. Two shares of the same object that are at most w seconds apart (w itself counts) are a pair; but not two of the same
   account or in the same post, nor where the object is one of the two posts.
3. Accounts with at least p shares in the posts that are in pairs are the participants; a pair counts if at least one of
   its two posts is a participant's.

Where there are several kinds of objects, all this is done for each by itself.

Source: Righetti & Balluff, CooRTweet (R package, 2025), after Giglietto, Righetti, Rossi & Marino 2020, It takes a
village to manipulate the media, Information, Communication & Society 23(6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

Window = float | Mapping[str, float]
"""The most seconds between two shares, for all kinds or for each."""

BLOCK = 1 << 21  # pairs that are listed at a time


def pairs(shares: pl.DataFrame, window: Window, *, participation: int = 2, loops: bool = False) -> pl.DataFrame:
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
    one, two = np.concatenate([np.zeros((2, 0), dtype=np.int64), *found.blocks()], axis=1)
    order = np.lexsort((two, one))
    return named(found.shares, numbered(found.shares, one[order], two[order])).select(list(PAIRS))


def numbered(coded: Coded, one: Numbers, two: Numbers) -> pl.DataFrame:
    """Pairs of shares, the earlier and the later, as a table: kind and `PAIRS`, with numbers in place of names."""
    columns = {
        "kind": coded.kind[one],
        "object": coded.object[one],
        "account": coded.account[one],
        "post": coded.post[one],
        "partner": coded.account[two],
        "partner_post": coded.post[two],
        "seconds": (coded.time[two] - coded.time[one]) / SECOND,
    }
    return pl.DataFrame(columns)


def named(coded: Coded, table: pl.DataFrame) -> pl.DataFrame:
    """A table with the names that the numbers stand for, in the columns that have any."""
    lists = {
        "kind": coded.kinds,
        "object": coded.objects,
        **dict.fromkeys(("account", "partner"), coded.accounts),
        **dict.fromkeys(("post", "partner_post"), coded.posts),
    }
    names = {name: values.gather(table[name]) for name, values in lists.items() if name in table.columns}
    return table.with_columns(values.cast(pl.String).alias(name) for name, values in names.items())


@dataclass(frozen=True)
class Paired:
    """The shares that are in pairs; `ends` is where the window of each share ends, `active` whose are participants'."""

    shares: Coded
    ends: Numbers
    active: Flags
    loops: bool = False

    @classmethod
    def of(cls, coded: Coded, window: Window, *, participation: int = 2, loops: bool = False) -> Paired:
        """Leave out, before any pair is listed, what can't be in one."""
        coded = coded.where(_often(coded.sharer, participation))
        listed = coded if loops else coded.where(~coded.own)
        listed = listed.where(_with_others(listed, window, loops))
        active = _active(coded, listed, participation)
        return cls(listed, bounds(listed, listed.object, window)[1], active, loops)

    @property
    def counts(self) -> Numbers:
        """How many later shares are in the window of each share; more than its pairs where some are its account's."""
        return self.ends - np.arange(1, len(self.ends) + 1)

    def blocks(self) -> Iterator[Numbers]:
        """The pairs as two rows of numbers of shares, the earlier and the later, some at a time.

        All pairs with the same earlier post are in one block, so that two posts that share several objects are met in
        one as well.
        """
        order = np.argsort(self.shares.post, kind="stable")
        many = self.counts[order]
        new = np.diff(self.shares.post[order], prepend=-1) != 0
        number = np.maximum.accumulate(np.where(new, (np.cumsum(many) - many) // BLOCK, 0))
        for begin, end in zip(*stretches(number), strict=True):
            yield self._listed(order[begin:end], many[begin:end])

    def _listed(self, first: Numbers, many: Numbers) -> Numbers:
        which, two = expanded(first + 1, first + 1 + many)
        one = first[which]
        keep = self.active[one] | self.active[two]
        if not self.loops:
            keep &= self.shares.account[one] != self.shares.account[two]
            keep &= self.shares.post[one] != self.shares.post[two]
        return np.stack((one[keep], two[keep]))


def bounds(coded: Coded, group: Numbers, window: Window) -> tuple[Numbers, Numbers]:
    """Where the window of each share begins and ends among the shares sorted by group and time.

    Times are compared as places among all times, so that a group and a time fit into one number.

    Args:
        coded: the shares.
        group: what of each share is to be the same.
        window: the most seconds to both sides.
    """
    order = np.argsort(coded.time, kind="stable")  # looked up in order, places are found three times as fast
    times, far = coded.time[order], reach(coded.kinds, window)[coded.kind[order]]
    place, since, until = np.zeros((3, len(order)), dtype=np.int64)
    place[order] = np.searchsorted(times, times)
    since[order] = np.searchsorted(times, times - far)
    until[order] = np.searchsorted(times, times + far, side="right")
    base = group * (len(times) + 1)
    placed = np.sort(base + place)
    return np.searchsorted(placed, base + since), np.searchsorted(placed, base + until)


def reach(kinds: pl.Series, window: Window) -> Numbers:
    """The window of each kind in microseconds."""
    seconds = [window[kind] if isinstance(window, Mapping) else window for kind in kinds]
    return np.array([round(number * SECOND) for number in seconds], dtype=np.int64)


def _often(numbers: Numbers, least: int) -> Flags:
    """Which numbers are there at least so many times."""
    return np.bincount(numbers)[numbers] >= least if len(numbers) else np.zeros(0, dtype=bool)


def _active(coded: Coded, listed: Coded, participation: int) -> Flags:
    """Which of the listed shares, all of them in pairs, are in posts of participants."""
    in_pairs, active = np.zeros((2, len(coded.kinds) * len(coded.posts)), dtype=bool)
    in_pairs[listed.sharing] = True
    again = np.flatnonzero(in_pairs[coded.sharing])  # with all that these posts share
    active[coded.sharing[again[_often(coded.sharer[again], participation)]]] = True
    return active[listed.sharing]


def _with_others(coded: Coded, window: Window, loops: bool) -> Flags:
    """Which shares have another in their window that they make a pair with."""

    def within(group: Numbers) -> Numbers:
        begins, ends = bounds(coded, group, window)
        return ends - begins

    near = within(coded.object)
    if loops:
        return near > 1
    own = _joined(coded.object, coded.account)
    near -= within(own)
    author = np.zeros(len(coded.posts), dtype=np.int64)
    author[coded.post] = coded.account
    if (author[coded.post] != coded.account).any():  # a post of several accounts: the same post is no other either
        near -= within(_joined(coded.object, coded.post))
        near += within(_joined(own, coded.post))
    return near > 0


def _joined(one: Numbers, two: Numbers) -> Numbers:
    """A number for each two numbers, without gaps."""
    return np.unique(one * (two.max(initial=0) + 1) + two, return_inverse=True)[1]


def expanded(begins: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """All numbers of some ranges, and which range each is of.

    Example:
        >>> which, numbers = expanded(np.array([5, 1, 9]), np.array([7, 1, 10]))
        >>> which.tolist(), numbers.tolist()
        ([0, 0, 2], [5, 6, 9])
    """
    many = np.maximum(ends - begins, 0)
    which = np.repeat(np.arange(len(many)), many)
    return which, begins[which] + np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)


def stretches(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Where each stretch of equal numbers begins and ends."""
    begins = np.flatnonzero(np.diff(numbers, prepend=-1))
    return begins, np.append(begins, len(numbers))[1:]
