"""Statements: who said about which concept what, when, in which document. The unit of discourse network analysis."""

from __future__ import annotations

import polars as pl

from suara.posts.post import TIME

STATEMENTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "statement": pl.String,
    "type": pl.String,
    "document": pl.String,
    "time": TIME,
    "person": pl.String,
    "organisation": pl.String,
    "concept": pl.String,
    "qualifier": pl.Int64,
    "text": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "coder": pl.String,
}
"""The columns that every table of statements has, one row a statement.

statement     its key, unique in the table
type          the kind of statement, as the coding scheme calls it; "post" for those that come from the codes of posts
document      where it was made: the key of a post, or what a hand coder called the document
time          when it was made (UTC); null where that isn't known
person        who made it: the key of an account, or a name
organisation  for whom: the id of an agency, or a name
concept       what it is about: the key of a topic, or what a hand coder called the concept
qualifier     the position: 1 agrees, 0 disagrees, or a point on a scale of whole numbers; null where none was taken
text          the words that are the evidence
start, end    their place in the document, in characters
coder         who coded it: "words", "learning", "hand", or a name

Columns beside these are attributes, of the document (`section`), or of an actor or concept (`organisation.type`):
selections can ask for them by their names.
"""


def empty() -> pl.DataFrame:
    """The table without a statement.

    Example:
        >>> empty().columns[:4]
        ['statement', 'type', 'document', 'time']
    """
    return pl.DataFrame(schema=STATEMENTS)
