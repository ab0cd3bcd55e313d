"""How many pairs each two accounts make, counted block by block so that no list of all pairs has to fit into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from suara.analyse.coordination.pairs import BLOCK, Paired, expanded, numbered, stretches
from suara.analyse.coordination.shares import Flags, Numbers

MOST = 20_000_000
"""Pairs that are listed at most. Where there would be more, the objects that make the most are crowded: see `Weighed`."""

HELD = 8_000_000  # rows of subtotals that are kept before they are added up


@dataclass(frozen=True)
class Weighed:
    """The ties of accounts by their numbers: account, partner (the greater), weight.

    An object that very many share at once would make more pairs than can be listed (100,000 shares in a minute make
    5,000,000,000). Such *crowded* objects bring no two accounts together; they add to the weight of those whom other
    objects have brought together.
    """

    paired: Paired
    crowd: Paired
    ties: pl.DataFrame
    distinct: bool

    @property
    def pairs(self) -> int:
        """How many pairs there are, those in crowded objects only as far as they were counted."""
        return int(self.ties["weight"].sum())

    def evidence(self, ties: pl.DataFrame) -> pl.DataFrame:
        """The pairs that make some of the ties, in numbers; a row for each object that two posts share."""
        keys = np.sort(ties.select(_key(self.paired, pl.col("account"), pl.col("partner"))).to_series().to_numpy())
        blocks = [np.zeros((2, 0), dtype=np.int64)]
        for block in self.paired.blocks():
            blocks.append(block[:, _in(_keys(self.paired, block), keys)])
        listed = np.concatenate(blocks, axis=1)
        met = np.concatenate([blocks[0], *_met(self.crowd, ties)], axis=1)
        found = pl.concat([numbered(self.paired.shares, *listed), numbered(self.crowd.shares, *met)])
        return found.sort("account", "partner", "post", "partner_post", "kind", "object")


def weigh(paired: Paired, *, distinct: bool = False, most: int = MOST) -> Weighed:
    """The weight of each tie.

    Args:
        paired: the shares that are in pairs.
        distinct: two posts that share several objects are one pair; as published, they are one for each object.
        most: see `MOST`.
    """
    crowded = _crowded(paired, most)
    rest, crowd = _part(paired, ~crowded), _part(paired, crowded)
    ties = _added(rest, rest.blocks(), distinct)
    if len(crowd.shares):
        ties = _sum(pl.concat([ties, _added(crowd, _met(crowd, ties), distinct)]))
    return Weighed(rest, crowd, ties.sort("account", "partner"), distinct)


def _crowded(paired: Paired, most: int) -> Flags:
    """Which shares are of objects that are too much: the greatest, until the others make no more than `most` pairs."""
    pairs = np.bincount(paired.shares.object, weights=paired.counts, minlength=len(paired.shares.objects))
    order = np.argsort(-pairs, kind="stable")
    left = pairs.sum() - np.cumsum(pairs[order]) + pairs[order]  # before each one is set aside
    aside = np.zeros(len(pairs), dtype=bool)
    aside[order[left > most]] = True
    return aside[paired.shares.object]


def _part(paired: Paired, keep: Flags) -> Paired:
    """Some objects with all of their shares."""
    before = np.append(0, np.cumsum(keep))
    ends = before[paired.ends[keep]]
    return replace(paired, shares=paired.shares.where(keep), ends=ends, active=paired.active[keep])


def _added(paired: Paired, blocks: Iterable[Numbers], distinct: bool) -> pl.DataFrame:
    """The ties of blocks of pairs."""
    nothing = pl.DataFrame(schema={"account": pl.Int64, "partner": pl.Int64, "weight": pl.Int64})
    parts, held = [nothing], 0
    for block in blocks:
        parts.append(_subtotal(paired, block, distinct))
        held += parts[-1].height
        if held > HELD:
            parts, held = [_sum(pl.concat(parts))], 0
    return _sum(pl.concat(parts))


def _subtotal(paired: Paired, pairs: Numbers, distinct: bool) -> pl.DataFrame:
    """The weights that some pairs add."""
    accounts = np.sort(paired.shares.account[pairs], axis=0)
    frame = pl.DataFrame({"account": accounts[0], "partner": accounts[1]})
    if distinct:
        posts = np.sort(paired.shares.post[pairs], axis=0)
        both = pl.DataFrame({"lesser": posts[0], "greater": posts[1]})
        frame = frame.hstack(both).unique(["lesser", "greater"])
    return frame.group_by("account", "partner").agg(weight=pl.len().cast(pl.Int64))


def _sum(ties: pl.DataFrame) -> pl.DataFrame:
    return ties.group_by("account", "partner").agg(pl.col("weight").sum())


def _met(crowd: Paired, ties: pl.DataFrame) -> Iterator[Numbers]:
    """The pairs that accounts with a tie make in crowded objects, some at a time.

    For each share of one of them, the other's are looked up that are in its window: nobody else's are touched.
    """
    shares, total = crowd.shares, len(crowd.shares)
    by_account = np.lexsort((np.arange(total), shares.account))
    keys = shares.account[by_account] * (total + 1) + by_account
    there = np.unique(shares.account)
    ends = ties.filter(pl.all_horizontal(pl.col("account", "partner").is_in(there)))
    one, two = (ends[name].to_numpy() for name in ("account", "partner"))
    one, two = np.concatenate([one, two]), np.concatenate([two, one])
    first, last = (np.searchsorted(shares.account[by_account], one, side=side) for side in _SIDES)
    for begin, end in zip(*stretches(np.cumsum(last - first) // BLOCK), strict=True):
        tie, place = expanded(first[begin:end], last[begin:end])
        share, other = by_account[place], two[begin:end][tie] * (total + 1)
        low = np.searchsorted(keys, other + share, side="right")
        which, found = expanded(low, np.searchsorted(keys, other + crowd.ends[share]))
        pair = np.stack((share[which], by_account[found]))
        active = crowd.active[pair].any(axis=0)
        yield pair[:, active & (shares.post[pair[0]] != shares.post[pair[1]])]


_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")


def _keys(paired: Paired, pairs: Numbers) -> Numbers:
    one, two = np.sort(paired.shares.account[pairs], axis=0)
    keys: Numbers = one * len(paired.shares.accounts) + two
    return keys


def _key(paired: Paired, one: pl.Expr, two: pl.Expr) -> pl.Expr:
    return one * len(paired.shares.accounts) + two


def _in(values: Numbers, those: Numbers) -> Flags:
    """Which values are among those, which are sorted."""
    at = np.minimum(np.searchsorted(those, values), max(len(those) - 1, 0))
    return those[at] == values if len(those) else np.zeros(len(values), dtype=bool)
