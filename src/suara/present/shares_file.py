"""Who shared what when, as CooRTweet and its kin take it, with people under pseudonyms."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from suara._files import whole
from suara.analyse.coordination.coortweet import written
from suara.analyse.coordination.shares import SHARES
from suara.errors import FileError, InputError
from suara.graph.build import Graph
from suara.present.networks._people import opaque
from suara.present.people import People
from suara.present.tables import as_csv

ENDINGS = (".csv", ".parquet")

_OPEN = ("link", "hashtag")
"""Kinds of which the object itself says something that may be shown; of the others it is a post, or people."""


def check(path: Path) -> None:
    """Whether shares can be written to that file.

    Raises:
        InputError: its ending tells no format.
    """
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path} can't hold shares: name a file that ends in {' or '.join(ENDINGS)}")


def as_shown(shares: pl.DataFrame, graph: Graph, *, names: str, secret: bytes) -> pl.DataFrame:
    """Shares as others may see them: object_id, account_id, content_id, timestamp_share (seconds, UTC), kind.

    Keys of people who aren't shown, of all posts, and objects that lead to people are digits that only the workspace's
    secret can reproduce; the same in every file.
    """
    whole_rows = shares.drop_nulls(list(SHARES))
    table = written(whole_rows).with_columns(kind=whole_rows["kind"])
    if names == "all":
        return table
    people = People.of(graph, names, secret, "id")
    shown = people.accounts.filter("shown")["key"].implode()
    objects = table.select(platform=pl.col("account_id").str.extract("^([^:]+):"), text="object_id")
    texts, _ = people.texts(objects)
    seen = pl.col("kind").is_in(_OPEN) & (pl.col("object_id") == texts)
    known = pl.col("account_id").is_in(shown)
    return table.with_columns(
        pl.when(seen).then("object_id").otherwise(opaque(pl.col("object_id"), secret)).alias("object_id"),
        pl.when(known).then("account_id").otherwise(opaque(pl.col("account_id"), secret)).alias("account_id"),
        opaque(pl.col("content_id"), secret).alias("content_id"),
    )


def write(table: pl.DataFrame, path: Path) -> None:
    """Write shares as CSV or Parquet.

    Raises:
        InputError: the ending tells no format.
        FileError: the file can't be written.
    """
    check(path)
    try:
        with whole(path) as unfinished:
            if path.suffix.lower() == ".csv":
                unfinished.write_bytes(as_csv(table))
            else:
                table.write_parquet(unfinished)
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None
