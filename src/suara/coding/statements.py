"""Statements: who said about which concept what, when, in which document. The unit of discourse network analysis."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from suara.posts import Problem
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


DOCUMENTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "document": pl.String,
    "title": pl.String,
    "text": pl.String,
    "time": TIME,
    "author": pl.String,
    "source": pl.String,
    "section": pl.String,
    "notes": pl.String,
    "kind": pl.String,
    "coder": pl.String,
}
"""The columns of the documents that statements were made in, where a file tells of them; `kind` is what DNA calls their
type, `coder` who has added them. They are documents of hand coders; posts aren't among them."""

OF_DOCUMENT = {"title": "title", "author": "author", "source": "source", "section": "section", "kind": "document.kind"}
"""What statements have of their document as attributes, and what the attribute is called."""

ROLES = ("person", "organisation", "concept")
"""The columns whose values are entities with attributes of their own: `person.type`."""


@dataclass
class Read:
    """What a file of statements holds, and what couldn't be taken."""

    statements: pl.DataFrame
    documents: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=DOCUMENTS))
    doubled: int = 0  # statements that the file has twice, word for word
    problems: list[Problem] = field(default_factory=list)  # rejected statements
    notes: Counter[str] = field(default_factory=Counter)  # what is to be known, and how often it was so

    @property
    def rows(self) -> int:
        """The statements that the file has, whatever became of them."""
        return self.statements.height + self.doubled + len(self.problems)


def empty() -> pl.DataFrame:
    """The table without a statement.

    Example:
        >>> empty().columns[:4]
        ['statement', 'type', 'document', 'time']
    """
    return pl.DataFrame(schema=STATEMENTS)


def shaped(rows: pl.DataFrame) -> pl.DataFrame:
    """Statements with all columns in their order, keys that follow from what they say, and their attributes behind.

    The key of a statement is made of its columns, so the same statement has the same key in whichever file it comes; what
    a file says several times has keys of its own. Texts are stripped; what is blank is null.

    Example:
        >>> rows = pl.DataFrame({"person": ["Ani", "Ani"], "concept": [" tarif", "tarif"], "organisation": ["", None]})
        >>> made = shaped(rows)
        >>> made.select("person", "organisation", "concept").unique().rows(), made["statement"].n_unique()
        ([('Ani', None, 'tarif')], 2)
    """
    extra = [name for name in rows.columns if name not in STATEMENTS]
    known = {name: dtype for name, dtype in STATEMENTS.items() if name != "statement"}
    whole = rows.select(
        *(
            pl.col(name).cast(dtype) if name in rows.columns else pl.lit(None, dtype).alias(name)
            for name, dtype in known.items()
        ),
        *extra,
    )
    blank = [name for name, dtype in whole.schema.items() if dtype == pl.String and name != "text"]
    whole = whole.with_columns(pl.col(blank).str.strip_chars().replace("", None))
    return whole.with_columns(statement=_keys(whole.select(list(known)))).select(*STATEMENTS, *extra)


def _keys(rows: pl.DataFrame) -> pl.Series:
    said = rows.select(pl.concat_str(pl.all().cast(pl.String).fill_null("\x00"), separator="\x1f").alias("said"))
    again = said.with_columns(again=pl.int_range(pl.len()).over("said"))
    hashed = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in again["said"]]
    suffix = pl.when(again["again"] > 0).then(pl.concat_str(pl.lit("-"), again["again"] + 1)).otherwise(pl.lit(""))
    return pl.select(pl.concat_str(pl.Series("statement", hashed, pl.String), suffix)).to_series()


def together(tables: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Tables of statements as one, with the attributes of all; one that is of several kinds is text.

    Example:
        >>> one = empty().with_columns(scale=pl.lit(None, pl.Int64))
        >>> together([one, empty()]).columns[-1]
        'scale'
    """
    dtypes: dict[str, set[pl.DataType]] = {}
    for table in tables:
        for name, dtype in table.schema.items():
            dtypes.setdefault(name, set()).add(dtype)
    torn = [name for name, several in dtypes.items() if len(several) > 1]
    alike = [
        table.with_columns(pl.col(name).cast(pl.String) for name in torn if name in table.columns) for table in tables
    ]
    return pl.concat(alike, how="diagonal") if alike else empty()


def titled(titles: Sequence[str | None], numbers: Sequence[object]) -> list[str]:
    """What documents are called: by their title, and with their number where others have the same or they have none.

    Example:
        >>> titled(["Rapat", "Rapat", "Sidang", ""], [1, 2, 3, 4])
        ['Rapat (1)', 'Rapat (2)', 'Sidang', 'document 4']
    """
    bare = [(title or "").strip() for title in titles]
    times = Counter(bare)
    return [
        f"document {number}" if not title else title if times[title] == 1 else f"{title} ({number})"
        for title, number in zip(bare, numbers, strict=True)
    ]


def called(statements: pl.DataFrame, key: str, name: str) -> pl.Expr:
    """What the first statement that has a name for a key calls it; the key itself where none has.

    Example:
        >>> rows = pl.DataFrame({"concept": ["a", "a", "b"], "concept.label_en": [None, "Tariff", None]})
        >>> rows.select(called(rows, "concept", "concept.label_en")).to_series().to_list()
        ['Tariff', 'Tariff', 'b']
    """
    if name not in statements.columns:
        return pl.col(key)
    return pl.coalesce(pl.col(name).drop_nulls().first().over(key), key)
