"""Shares in the shape of CooRTweet: object_id, account_id, content_id, timestamp_share (seconds since 1970)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from suara.analyse.coordination.shares import SECOND, SHARES
from suara.errors import FileError, UnknownFormat
from suara.posts.post import TIME

COLUMNS = {"object": "object_id", "account": "account_id", "post": "content_id", "time": "timestamp_share"}
"""The columns of a table of shares, and what CooRTweet calls them."""

_RENAMED = {"id_object": "object_id", "id_user": "account_id", "id_account": "account_id", "id_content": "content_id"}


def read(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The shares of a CSV (also gzip or zstd) or Parquet file, and the rows of it that can't be used.

    Times are seconds since 1970, or as in 2026-03-01 12:00:00 (UTC without a zone). Empty cells, "NA" and "null" are
    nothing. A column `kind` is kept, "" where it is empty; others don't matter.

    Returns:
        Shares (see `suara.analyse.coordination.shares.SHARES`); and line, reason of the rows that lack something, lines
        counted as rows beneath the header, which is line 1.

    Raises:
        FileError: the file is missing, empty or not readable.
        UnknownFormat: it has none of the formats, or lacks a column.
    """
    table = _table(path)
    table = table.rename(
        {old: new for old, new in _RENAMED.items() if old in table.columns and new not in table.columns}
    )
    if missing := [column for column in COLUMNS.values() if column not in table.columns]:
        raise UnknownFormat(
            f"{path} has no column {missing[0]}: it needs {', '.join(COLUMNS.values())}, and has "
            f"{', '.join(table.columns[:8]) or 'none'}"
        )
    told = table.select(_told(column, name) for name, column in COLUMNS.items() if name != "time")
    found = told.with_columns(table.select(time=_time(table, COLUMNS["time"]))["time"])
    lacking = [
        pl.when(pl.col(name).is_null()).then(
            pl.lit(f"no {column}" if name != "time" else f"no {column} that is a time")
        )
        for name, column in COLUMNS.items()
    ]
    reasons = found.select(
        line=pl.int_range(2, pl.len() + 2), reason=pl.concat_str(lacking, separator="; ", ignore_nulls=True)
    )
    if "kind" in table.columns:
        found = found.with_columns(table.select(_told("kind", "kind").fill_null(""))["kind"]).select("kind", *SHARES)
    return found.drop_nulls(), reasons.filter(pl.col("reason") != "")


def written(shares: pl.DataFrame) -> pl.DataFrame:
    """Shares as CooRTweet reads them; a row that lacks something is left out, as R would stop at it.

    Example:
        >>> from datetime import UTC, datetime
        >>> row = {"object": "u", "account": "a", "post": "1", "time": datetime(2026, 1, 1, tzinfo=UTC)}
        >>> written(pl.DataFrame([row], schema=SHARES)).rows()
        [('u', 'a', '1', 1767225600.0)]
    """
    seconds = pl.col("time").dt.epoch("us") / SECOND
    whole = shares.drop_nulls(list(SHARES))
    return whole.select(
        *(pl.col(name).alias(COLUMNS[name]) for name in ("object", "account", "post")), timestamp_share=seconds
    )


def _table(path: Path) -> pl.DataFrame:
    """The cells of a file; those of a CSV as text."""
    if not path.is_file():
        raise FileError(f"{path} is {'a folder' if path.is_dir() else 'not there'}: name a CSV or Parquet file")
    if path.stat().st_size == 0:
        raise FileError(f"{path} is empty")
    try:
        with path.open("rb") as file:
            parquet = file.read(4) == b"PAR1"
        if parquet:
            return pl.read_parquet(path, glob=False)
        return pl.read_csv(path, infer_schema=False, glob=False, truncate_ragged_lines=True)
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise FileError(f"{path} can't be read as CSV or Parquet: {str(error).splitlines()[0]}") from None


def _told(column: str, name: str) -> pl.Expr:
    text = pl.col(column).cast(pl.String).str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(["", "na", "null", "nan"])).then(text).alias(name)


def _time(table: pl.DataFrame, column: str) -> pl.Expr:
    """A time of any of the ways in which it is told; null where it is none."""
    kind = table.schema[column]
    if isinstance(kind, pl.Datetime):
        at = pl.col(column).dt.cast_time_unit("us")
        return at.dt.convert_time_zone("UTC") if kind.time_zone else at.dt.replace_time_zone("UTC")
    text = pl.col(column).cast(pl.String).str.strip_chars()
    seconds = text.cast(pl.Float64, strict=False)
    near = pl.when(seconds.is_finite() & (seconds.abs() < 1e11)).then((seconds * SECOND).round())
    written = text.str.replace("T", " ", literal=True).str.strip_suffix("Z")
    zoned = written.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%:z", strict=False, time_unit="us", time_zone="UTC")
    plain = written.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", strict=False, time_unit="us").dt.replace_time_zone("UTC")
    return pl.coalesce(pl.from_epoch(near.cast(pl.Int64), "us").cast(TIME), zoned, plain)
