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
"""The columns of a table of shares; one row an object that a post shares. A row that lacks one of them counts nowhere."""

SECOND = 1_000_000  # in microseconds, which times are counted in


@dataclass(frozen=True)
class Coded:
    """Shares as numbers, sorted by object and time; `accounts` and `posts` name the numbers, in their own order.

    Example:
        >>> from datetime import UTC, datetime
        >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
        >>> row = {"object": ["u", "u"], "account": ["b", "a"], "post": ["1", "2"], "time": [noon, noon]}
        >>> coded = Coded.of(pl.DataFrame(row, schema=SHARES))
        >>> coded.accounts.to_list(), coded.account.tolist()
        (['a', 'b'], [1, 0])
    """

    object: Numbers
    account: Numbers
    post: Numbers
    time: Numbers  # microseconds
    own: Flags  # whether the object is the post itself
    objects: pl.Series
    accounts: pl.Series
    posts: pl.Series

    @classmethod
    def of(cls, shares: pl.DataFrame) -> Coded:
        """The shares that lack nothing as numbers; see `SHARES`."""
        whole = shares.drop_nulls(list(SHARES))
        coded = whole.select("time", own=pl.col("object") == pl.col("post"))
        names = {}
        for name in ("object", "account", "post"):
            names[name] = whole[name].unique().sort()
            numbers = pl.DataFrame({name: names[name], "number": pl.int_range(len(names[name]), eager=True)})
            coded = coded.with_columns(whole.join(numbers, on=name, maintain_order="left")["number"].alias(name))
        coded = coded.sort("object", "time", "post", "account")
        object, account, post, time = (coded[name].cast(pl.Int64).to_numpy() for name in SHARES)
        return cls(object, account, post, time, coded["own"].to_numpy(), *names.values())

    def where(self, keep: Flags) -> Coded:
        """Some of the shares."""
        columns = {name: getattr(self, name)[keep] for name in (*SHARES, "own")}
        return replace(self, **columns)

    def __len__(self) -> int:
        """How many shares there are."""
        return len(self.object)
