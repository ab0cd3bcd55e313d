"""What cases can be grouped by: agency, topic, platform, region, month, account size."""

from __future__ import annotations

import polars as pl

from suara.errors import DataError

GROUPS = ("agency", "topic", "platform", "region", "month", "account_size")
"""What cases can be grouped by. A case with several topics counts for each; `month` is that in which it was first said."""

_SIZES = (100, 1_000, 5_000)
_SIZE_NAMES = ("under 100", "100 to 999", "1,000 to 4,999", "5,000 and more")


def grouped(cases: pl.DataFrame, by: str, *, timezone: str = "Asia/Jakarta") -> pl.DataFrame:
    """Cases (see `suara.analyse.responses.cases.by_case`) with the column `by`, null where it isn't known.

    Args:
        cases: cases.
        by: one of `GROUPS`.
        timezone: in which months begin (an IANA name).

    Raises:
        DataError: there is no such group.

    Example:
        >>> grouped(pl.DataFrame({"case": ["a", "b"], "followers": [150, None]}), "account_size")["account_size"].to_list()
        ['100 to 999', None]
    """
    if by not in GROUPS:
        raise DataError(f"cases can't be grouped by {by!r}: name one of {', '.join(GROUPS)}")
    if by == "topic":
        return cases.explode("topics", empty_as_null=True).rename({"topics": "topic"})
    if by == "month":
        return cases.with_columns(month=pl.col("first_at").dt.convert_time_zone(timezone).dt.strftime("%Y-%m"))
    if by == "account_size":
        reached = pl.sum_horizontal((pl.col("followers") >= size).cast(pl.Int64) for size in _SIZES)
        name = reached.replace_strict(range(len(_SIZE_NAMES)), _SIZE_NAMES, return_dtype=pl.String)
        return cases.with_columns(account_size=pl.when(pl.col("followers").is_not_null()).then(name))
    return cases
