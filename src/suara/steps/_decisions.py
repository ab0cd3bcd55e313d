"""What people decided on posts: files of it read, and kept in the workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from suara.coding import by_hand, reviewed
from suara.coding.codebook import Codebook
from suara.present import review_file
from suara.workspace import Workspace

HAND, REVIEWS = "hand.parquet", "reviews.parquet"


def read(
    files: Sequence[str | Path], posts: pl.DataFrame, books: Sequence[Codebook], coder: str | None = None
) -> reviewed.Reviewed:
    """The decisions that marked files hold; nothing is kept yet. `posts` has key and text of all posts.

    Raises:
        FileError: a file, or a row of it, can't be right.
    """
    marked = [review_file.read(Path(file)) for file in files]
    return reviewed.reviewed(marked, posts, {book.name: book for book in books}, coder)


def hand(workspace: Workspace) -> pl.DataFrame:
    """All decisions by hand; see `suara.coding.by_hand.HAND`."""
    return by_hand.load(workspace.root / "codes" / HAND)


def reviews(workspace: Workspace) -> pl.DataFrame:
    """What is to be known of them; see `suara.coding.reviewed.REVIEWS`."""
    return reviewed.load_reviews(workspace.root / "codes" / REVIEWS)


def keep(workspace: Workspace, decisions: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Keep decisions (without their time) and reviews; returns all decisions that are kept then."""
    folder = workspace.root / "codes"
    now = datetime.now(UTC)
    reviewed.keep_reviews(folder / REVIEWS, told)
    return by_hand.keep(folder / HAND, reviewed.at(decisions, now))
