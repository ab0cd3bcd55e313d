"""The corpus: all posts of a workspace, as Parquet files that are only ever added.

One row per (platform, id). An import that brings nothing new adds nothing. Where it brings a newer copy of a post
that is there, it adds the post's merged row, and of several rows of one post the latest file's counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from suara._files import whole
from suara.errors import WorkspaceError
from suara.posts.post import COUNTS, KEY, SCHEMA

_FIRST = [name for name in SCHEMA if name not in (*KEY, *COUNTS, "context", "collected_at")]


@dataclass
class Tally:
    """What became of the records of an import: read = imported + duplicates + rejected."""

    imported: int = 0
    duplicates: int = 0
    updated: int = 0  # of the duplicates: those that told something new
    retimed: int = 0  # of the duplicates: those with another time than before; the first time stays
    rejected: int = 0
    refused: int = 0  # fields left out of posts that were kept
    context: int = 0  # of the imported: posts that came along because others refer to them

    @property
    def read(self) -> int:
        """All records that were read."""
        return self.imported + self.duplicates + self.rejected

    def __add__(self, other: Tally) -> Tally:
        """The sum of two imports."""
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in vars(self)})


@dataclass
class Corpus:
    """The posts of a workspace.

    Example:
        >>> import tempfile
        >>> from suara.posts.post import Post, frame
        >>> corpus = Corpus(Path(tempfile.mkdtemp()))
        >>> posts = frame([Post(platform="x", id="1", likes=2), Post(platform="x", id="1", likes=5)])
        >>> corpus.add(posts).imported, corpus.add(posts).imported, corpus.read()["likes"].to_list()
        (1, 0, [5])
    """

    folder: Path
    _cache: pl.DataFrame | None = field(default=None, repr=False)
    _cached: str = field(default="", repr=False)  # the state that the cache is of

    @property
    def parts(self) -> list[Path]:
        """The Parquet files, oldest first."""
        return sorted(self.folder.glob(f"part-{'[0-9]' * 6}.parquet"))

    @property
    def state(self) -> str:
        """Changes whenever the corpus does."""
        return "+".join(f"{part.stem[5:]}:{part.stat().st_size}" for part in self.parts)

    def read(self) -> pl.DataFrame:
        """All posts, a row each, in the order in which they first came.

        Raises:
            WorkspaceError: a Parquet file is damaged.
        """
        if self._cache is None or self._cached != self.state:  # another process or Workspace may have added posts
            try:
                parts = [pl.read_parquet(part, glob=False) for part in self.parts]
                self._cache = _latest([part.select(_filled(part)) for part in parts])
                self._cached = self.state
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
                raise WorkspaceError(f"the posts in {self.folder} can't be read: {error}") from None
        return self._cache

    def add(self, posts: pl.DataFrame) -> Tally:
        """Add posts; what is there already is merged, never doubled."""
        tally = Tally()
        if posts.is_empty():
            return tally
        fresh = posts
        known = self.read()
        if known.height:
            fresh = posts.join(known.select(KEY), on=KEY, how="anti", maintain_order="left")
        new = merge(fresh)
        tally.imported, tally.context = new.height, int(new["context"].sum())
        tally.duplicates = posts.height - new.height
        changed = known.clear()
        if fresh.height < posts.height:
            again = posts.join(known.select(KEY), on=KEY, how="semi", maintain_order="left")
            old = known.join(again.select(KEY), on=KEY, how="semi", maintain_order="left")
            merged = merge(pl.concat([old, again]))
            changed = merged.filter(~_same(merged, old))
            times = again.join(old.select(*KEY, first="created_at"), on=KEY)
            tally.retimed = times.filter(pl.col("created_at") != pl.col("first")).height
        tally.updated = changed.height
        if new.height or changed.height:
            self._append(pl.concat([changed, new]))
            self._cache = _latest([known, changed, new])
            self._cached = self.state
        return tally

    def _append(self, rows: pl.DataFrame) -> None:
        """Write one more file, whole or not at all.

        Raises:
            WorkspaceError: it can't be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            last = int(self.parts[-1].stem[5:]) if self.parts else 0
            with whole(self.folder / f"part-{last + 1:06}.parquet") as unfinished:
                rows.write_parquet(unfinished, compression="zstd", compression_level=1)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise WorkspaceError(f"the posts can't be written to {self.folder}: {error}") from None


def _filled(part: pl.DataFrame) -> list[pl.Expr]:
    """The columns of today's Post; null where an older file hasn't got one."""
    return [
        pl.col(name).cast(dtype) if name in part.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in SCHEMA.items()
    ]


def _latest(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """One row a post: its latest one, at the place of its first."""
    parts = [part for part in parts if part.height]
    if not parts:
        return pl.DataFrame(schema=SCHEMA)
    rows = pl.concat(parts)
    if len(parts) == 1 or not rows.select(pl.struct(KEY).is_duplicated().any()).item():
        return rows
    first = rows.select(KEY).with_row_index("_row").unique(KEY, keep="first")
    return rows.unique(KEY, keep="last").join(first, on=KEY).sort("_row").drop("_row")


def merge(copies: pl.DataFrame) -> pl.DataFrame:
    """Copies of posts -> one row a post, in the order of first appearance.

    Counts come from the copy that was collected last (where that isn't known or equal, the highest, as counts
    mostly grow); everything else is the first that is known, so that ids and times never change.

    Example:
        >>> from suara.posts.post import Post, frame
        >>> a, b = Post(platform="x", id="1", text="Halo"), Post(platform="x", id="1", likes=3)
        >>> merge(frame([a, b, a])).select("text", "likes").rows()
        [('Halo', 3)]
    """
    several = pl.struct(KEY).is_duplicated()
    marked = copies.with_row_index("_row").with_columns(several=several)
    if not marked["several"].any():
        return copies
    counts = [pl.col(n).sort_by("collected_at", n).drop_nulls().last() for n in COUNTS]
    merged = (
        marked.filter("several")
        .group_by(KEY, maintain_order=True)
        .agg(
            pl.col("_row").first(),
            *(pl.col(name).drop_nulls().first() for name in _FIRST),
            *counts,
            pl.col("collected_at").max(),
            pl.col("context").all(),
        )
    )
    columns = ["_row", *SCHEMA]
    single = marked.filter(~pl.col("several")).select(columns)
    return pl.concat([single, merged.select(columns)]).sort("_row").drop("_row")


def _same(one: pl.DataFrame, other: pl.DataFrame) -> pl.Series:
    """Row by row, whether all fields are equal; both hold the same posts."""
    other = one.select(KEY).join(other, on=KEY, how="left", maintain_order="left").select(one.columns)
    pairs = zip(one.iter_columns(), other.iter_columns(), strict=True)
    return pl.select(pl.all_horizontal([a.eq_missing(b) for a, b in pairs])).to_series()
