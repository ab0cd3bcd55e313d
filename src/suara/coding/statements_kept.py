"""The statements of files that a workspace keeps, and their documents."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from suara._files import whole
from suara.coding.statements import DOCUMENTS, Read, empty, together
from suara.errors import WorkspaceError
from suara.posts import Tally

STATEMENTS_FILE, DOCUMENTS_FILE = "statements.parquet", "documents.parquet"


def load(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The statements and documents in a folder; none where there are no files.

    Raises:
        WorkspaceError: they are damaged.
    """
    found = []
    for name, schema in ((STATEMENTS_FILE, empty().schema), (DOCUMENTS_FILE, DOCUMENTS)):
        path = folder / name
        try:
            table = pl.read_parquet(path, glob=False) if path.is_file() else pl.DataFrame(schema=schema)
            found.append(table.with_columns(pl.col(column).cast(dtype) for column, dtype in schema.items()))
        except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
            raise WorkspaceError(f"{path} can't be read: {error}; move it away, then import the files again") from None
    return found[0], found[1]


def merged(known: tuple[pl.DataFrame, pl.DataFrame], read: Read) -> tuple[tuple[pl.DataFrame, pl.DataFrame], Tally]:
    """What is kept with what was read, and what became of the statements: read = imported + duplicates + rejected.

    A statement that is kept already stays, with the attributes that the newer file gives it.

    Example:
        >>> from suara.coding.statements import shaped
        >>> file = Read(shaped(pl.DataFrame({"person": ["Ani"], "concept": ["tarif"]})))
        >>> once, first = merged((empty(), pl.DataFrame(schema=DOCUMENTS)), file)
        >>> again, second = merged(once, file)
        >>> first.imported, second.imported, second.duplicates, again[0].height
        (1, 0, 1, 1)
    """
    statements, documents = known
    again = read.statements.join(statements, on="statement", how="semi").height
    kept = _replaced(statements, read.statements, "statement")
    fresh = read.documents.unique("document", keep="last", maintain_order=True)
    tally = Tally(imported=read.statements.height - again, duplicates=again + read.doubled, rejected=len(read.problems))
    return (kept, _replaced(documents, fresh, "document")), tally


def _replaced(known: pl.DataFrame, fresh: pl.DataFrame, key: str) -> pl.DataFrame:
    """Rows of which those with the same key are the fresh ones; in the order in which they first came."""
    order = pl.concat([known.select(key), fresh.select(key)]).unique(maintain_order=True)
    rest = known.join(fresh.select(key), on=key, how="anti")
    return order.join(together([known.clear(), rest, fresh]), on=key, maintain_order="left").select(
        together([known.clear(), fresh.clear()]).columns
    )


def save(folder: Path, kept: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    """Keep statements and documents, each whole or not at all.

    Raises:
        WorkspaceError: they can't be written.
    """
    folder.mkdir(exist_ok=True)
    for name, table in zip((STATEMENTS_FILE, DOCUMENTS_FILE), kept, strict=True):
        try:
            with whole(folder / name) as unfinished:
                table.write_parquet(unfinished)
        except OSError as error:
            raise WorkspaceError(f"{folder / name} can't be written: {error.strerror}") from None
