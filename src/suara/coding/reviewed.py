"""What people have marked in a sample: checked against the posts and the codebook, and read as decisions.

Nothing is guessed: what can't be right is said with its row, and then nothing of any file is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from suara._files import whole
from suara.coding.by_hand import HAND, kept
from suara.coding.codebook import Codebook
from suara.coding.review import CODE, codes_of, shown
from suara.errors import FileError
from suara.posts.post import TIME

REVIEWS = {
    "post": pl.String,
    "codebook": pl.String,
    "coder": pl.String,
    "sample": pl.String,
    "stratum": pl.String,
    "stratum_posts": pl.Int64,
    "note": pl.String,
}
"""Columns of what is to be known of a decision beside its codes: the sample that the post was drawn in, its stratum and how
many posts that has, and the coder's note."""

NEEDED = ("post", "text", "found", "reviewed", "coder", "codebook", "sample", "stratum", "stratum_posts")
YES, NO = ("1", "x", "1.0", "1,0", "true"), ("", "0", "0.0", "0,0", "false")
_MOST = 10  # problems that are told at a time
_EXPONENT = r"\d[.,]?\d*[eE][+]?\d+$"
_DEFUSED = r"^'([=+\-@\t\r])"


class Marked(NamedTuple):
    """A file that people have marked: its rows as text, with `row` for their numbers."""

    path: Path
    rows: pl.DataFrame
    narrow: bool = False  # it was kept in an encoding that has no emoji


class Reviewed(NamedTuple):
    """What was read: decisions (see `HAND`, without their time), reviews (see `REVIEWS`), and rows left unmarked."""

    decisions: pl.DataFrame
    reviews: pl.DataFrame
    unmarked: int


def reviewed(
    files: Sequence[Marked], posts: pl.DataFrame, books: Mapping[str, Codebook], coder: str | None = None
) -> Reviewed:
    """The decisions that marked files hold; a row counts where it says so, or where its marks aren't those it came with.

    Args:
        files: the files.
        posts: `key` and `text` of all posts.
        books: the codebooks by name.
        coder: who marked the rows that name nobody.

    Raises:
        FileError: a column is missing, a post isn't there, a text has changed, a mark is none, nobody is named, a post
            was marked twice by the same coder; with file and row.
    """
    parts = [_of_file(file, posts, books, coder) for file in files]
    decisions = pl.concat([pl.DataFrame(schema=HAND).drop("at"), *(part.decisions for part in parts)])
    reviews = pl.concat([pl.DataFrame(schema=REVIEWS), *(part.reviews for part in parts)])
    twice = reviews.filter(pl.struct("post", "codebook", "coder").is_duplicated())
    for row in twice.head(1).iter_rows(named=True):
        names = ", ".join(str(file.path) for file in files)
        raise FileError(f"{names}: {row['coder']} has reviewed {row['post']} twice: leave one of the rows")
    return Reviewed(decisions, reviews, sum(part.unmarked for part in parts))


def _of_file(file: Marked, posts: pl.DataFrame, books: Mapping[str, Codebook], coder: str | None) -> Reviewed:
    book = _book(file, books)
    rows = file.rows.with_columns(
        pl.col("post", "codebook", "sample", "stratum", "stratum_posts", "found").str.strip_chars(),
        _mark("reviewed"),
        *(_mark(CODE + code.id) for code in book.codes),
        coder=pl.col("coder").str.strip_chars().replace("", coder),
    )
    came = [pl.col("found").str.split(" ").list.contains(code.id).alias(CODE + code.id) for code in book.codes]
    same = pl.all_horizontal(pl.col(CODE + code.id) == found for code, found in zip(book.codes, came, strict=True))
    rows = rows.with_columns(counts=pl.col("reviewed").fill_null(value=True) | ~same.fill_null(value=False))
    _refuse(file, list(_problems(file, rows, posts, book)))
    done = rows.filter("counts").with_columns(coder=pl.col("coder").fill_null(""))
    topics = [pl.when(CODE + code.id).then(pl.lit(code.id)) for code in book.codes]
    decisions = (
        done.select("post", "codebook", "coder", topic=pl.concat_list(topics).list.drop_nulls())
        .explode("topic", empty_as_null=True)
        .select(
            pl.col(n) if n in ("post", "codebook", "topic", "coder") else pl.lit(None, dtype=d).alias(n)
            for n, d in HAND.items()
            if n != "at"
        )
    )
    noted = {"note": pl.col("note")} if "note" in done.columns else {"note": pl.lit("")}
    reviews = done.with_columns(**noted).select(
        pl.col(name).replace("", None).cast(dtype) if name != "note" else _undone(pl.col(name)).replace("", None)
        for name, dtype in REVIEWS.items()
    )
    return Reviewed(decisions, reviews, rows.height - done.height)


def _book(file: Marked, books: Mapping[str, Codebook]) -> Codebook:
    """The codebook that a file is marked by; refuses what has other columns."""
    columns = file.rows.columns
    if missing := [name for name in NEEDED if name not in columns]:
        raise FileError(
            f"{file.path} has no column {missing[0]!r}: it must have all that `suara review --output` wrote"
        )
    named = file.rows["codebook"].str.strip_chars().unique().sort().to_list()
    if len(named) != 1 or named[0] not in books:
        told = ", ".join(map(repr, named)) or "no codebook"
        raise FileError(f"{file.path} is marked by {told}; it must be one of the workspace: {', '.join(books)}")
    book = books[named[0]]
    known, marked = [code.id for code in book.codes], codes_of(columns)
    if unknown := [topic for topic in marked if topic not in known]:
        raise FileError(f"{file.path} has a column for {unknown[0]!r}, which is no code of {book.name}")
    if unasked := [topic for topic in known if topic not in marked]:
        raise FileError(f"{file.path} has no column for {unasked[0]!r} of {book.name}: it was left out, or is newer")
    return book


def _mark(name: str) -> pl.Expr:
    """A mark as true or false; null where it is none."""
    value = pl.col(name).str.strip_chars().str.to_lowercase()
    return pl.when(value.is_in(YES)).then(True).when(value.is_in(NO)).then(False).alias(name)


def _refuse(file: Marked, problems: list[tuple[int, str]]) -> None:
    """Say all that is wrong with a file, up to some, and take nothing of it; what is the same in many rows is said once."""
    rows: dict[str, list[int]] = {}
    for row, problem in sorted(problems):
        rows.setdefault(problem, []).append(row)
    lines = [
        f"{file.path}, row {numbers[0]}{f' and {len(numbers) - 1:,} more' * (len(numbers) > 1)}: {problem}"
        for problem, numbers in rows.items()
    ]
    if lines:
        more = len(lines) - _MOST
        raise FileError("\n".join(lines[:_MOST] + [f"and {more:,} more problems"] * (more > 0)))


def _problems(file: Marked, rows: pl.DataFrame, posts: pl.DataFrame, book: Codebook) -> Iterator[tuple[int, str]]:
    """(row, what is wrong) of rows whose marks have been read."""
    texts = posts.select(post="key", expected=shown(pl.col("text")), there=pl.lit(value=True))
    rows = rows.join(texts, on="post", how="left", maintain_order="left")
    strange = rows.filter(pl.col("there").is_null())
    for row in strange.iter_rows(named=True):
        cause = ": a spreadsheet has rounded its id" if pl.Series([row["post"]]).str.contains(_EXPONENT)[0] else ""
        yield row["row"], f"{row['post']!r} is no post of this workspace{cause}"
    rows = rows.filter("there").drop("there")
    changed = pl.Series(_plain(rows["text"], file.narrow)) != pl.Series(_plain(rows["expected"], file.narrow))
    for row in rows.filter(changed).iter_rows(named=True):
        yield row["row"], f"the text isn't that of {row['post']}: the rows have been mixed up, or the text was edited"
    for row in rows.filter(pl.col("post").is_duplicated(), pl.struct("post", "coder").is_duplicated()).iter_rows(
        named=True
    ):
        yield row["row"], f"{row['post']} stands there twice"
    for name in ("reviewed", *(CODE + code.id for code in book.codes)):
        for number, value in zip(rows.filter(pl.col(name).is_null())["row"], _values(file, rows, name), strict=True):
            yield number, f"{value!r} under {name} is no mark: write 1 or x for yes, 0 or nothing for no"
    for row in rows.filter("counts", pl.col("coder").fill_null("") == "").iter_rows(named=True):
        yield row["row"], "nobody is named under coder: fill it in, or give --coder NAME"
    if book.exclusive:
        for row in rows.filter("counts", _lowest(book) > 1).iter_rows(named=True):
            yield row["row"], f"more than one code, where {book.name} allows one a post"
    sized = (pl.col("stratum_posts") == "") == (pl.col("sample") == "")
    for row in rows.filter(~sized | ~pl.col("stratum_posts").str.contains(r"^[1-9]?\d*$")).iter_rows(named=True):
        yield row["row"], f"{row['stratum_posts']!r} under stratum_posts is no number of posts"


def _lowest(book: Codebook) -> pl.Expr:
    """How many codes are marked, without those above another that is."""
    above = {code.id: code.parent for code in book.codes}

    def under(topic: str) -> list[str]:
        lower = [code for code, parent in above.items() if parent == topic]
        return [*lower, *(code for one in lower for code in under(one))]

    alone = [
        pl.col(CODE + topic) & ~pl.any_horizontal(pl.lit(value=False), *(pl.col(CODE + code) for code in under(topic)))
        for topic in above
    ]
    return pl.sum_horizontal(alone)


def _values(file: Marked, rows: pl.DataFrame, name: str) -> list[str]:
    """What stands where a mark is none."""
    wrong = rows.filter(pl.col(name).is_null()).select("row")
    return wrong.join(file.rows, on="row", how="left", maintain_order="left")[name].to_list()


def _undone(text: pl.Expr) -> pl.Expr:
    """A text without the apostrophe that kept a spreadsheet from taking it for a formula."""
    return text.str.replace(_DEFUSED, "${1}")


def _plain(texts: pl.Series, narrow: bool) -> list[str]:
    """Texts as they are compared: what programs change in keeping them makes no difference."""
    plain = texts.to_frame("t").select(_undone(pl.col("t")).str.replace_all(r"\s+", " ").str.strip_chars()).to_series()
    if narrow:
        plain = pl.Series([text.encode("cp1252", "replace").decode("cp1252") for text in plain], dtype=pl.String)
        plain = plain.str.replace_all(r"\?+", "?")
    return plain.to_list()


def load_reviews(path: Path) -> pl.DataFrame:
    """The reviews that a Parquet file keeps; none where there is no file.

    Raises:
        WorkspaceError: it is damaged.
    """
    return kept(path, REVIEWS)


def keep_reviews(path: Path, new: pl.DataFrame) -> None:
    """Add reviews to a Parquet file; of the same coder, post and sample the newer one stays."""
    key = ["post", "codebook", "coder", "sample"]
    kept = pl.concat([load_reviews(path), new]).unique(key, keep="last", maintain_order=True)
    path.parent.mkdir(exist_ok=True)
    with whole(path) as unfinished:
        kept.write_parquet(unfinished)


def at(decisions: pl.DataFrame, time: object) -> pl.DataFrame:
    """Decisions with the time when they were read."""
    return decisions.with_columns(at=pl.lit(time, dtype=TIME)).select(*HAND)
