"""Shares: which account has shared which object in which post, and when. What coordination is looked for in."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.posts.post import TIME

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SHARES: dict[str, pl.DataType | type[pl.DataType]] = {
    "object": pl.String,
    "account": pl.String,
    "post": pl.String,
    "time": TIME,
}
"""The columns of a table of shares; one row an object that a post shares. A row that lacks one of them counts nowhere.

A column `kind` may say what sort of object it is: each kind is looked at by itself.
"""

SECOND = 1_000_000  # in microseconds, which times are counted in

_ARRAYS = ("kind", "object", "account", "post", "time", "own")


@dataclass(frozen=True)
class Coded:
    """Shares as numbers, sorted by object and time; an object is of one kind. Lists of names tell what a number means.

    Example:
        >>> from datetime import UTC, datetime
        >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
        >>> row = {"object": ["u", "u"], "account": ["b", "a"], "post": ["1", "2"], "time": [noon, noon]}
        >>> coded = Coded.of(pl.DataFrame(row, schema=SHARES))
        >>> coded.accounts.to_list(), coded.account.tolist()
        (['a', 'b'], [1, 0])
    """

    kind: Numbers
    object: Numbers
    account: Numbers
    post: Numbers
    time: Numbers  # microseconds
    own: Flags  # whether the object is the post itself
    kinds: pl.Series
    objects: pl.Series
    accounts: pl.Series
    posts: pl.Series

    @classmethod
    def of(cls, shares: pl.DataFrame) -> Coded:
        """The shares that lack nothing as numbers; see `SHARES`."""
        if "kind" not in shares.columns:
            shares = shares.with_columns(kind=pl.lit(""))
        whole = shares.drop_nulls(["kind", *SHARES])
        coded = whole.select("time", own=pl.col("object") == pl.col("post"))
        names = {"kind": ["kind"], "object": ["kind", "object"], "account": ["account"], "post": ["post"]}
        lists = []
        for name, by in names.items():
            distinct = whole.select(by).unique().sort(by).with_columns(number=pl.int_range(pl.len()))
            numbers = whole.select(by).join(distinct, on=by, maintain_order="left")["number"]
            coded = coded.with_columns(numbers.alias(name))
            lists.append(distinct[name])
        coded = coded.sort("object", "time", "post", "account")
        kind, object, account, post, time = (coded[name].cast(pl.Int64).to_numpy() for name in _ARRAYS[:-1])
        return cls(kind, object, account, post, time, coded["own"].to_numpy(), *lists)

    def where(self, keep: Flags | Numbers) -> Coded:
        """Some of the shares, or all in another order."""
        return replace(self, **{name: getattr(self, name)[keep] for name in _ARRAYS})

    @property
    def sharer(self) -> Numbers:
        """A number for each account in each kind."""
        return self.kind * len(self.accounts) + self.account

    @property
    def sharing(self) -> Numbers:
        """A number for each post in each kind."""
        return self.kind * len(self.posts) + self.post

    def __len__(self) -> int:
        """How many shares there are."""
        return len(self.object)
