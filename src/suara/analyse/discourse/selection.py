"""Which statements a discourse network is made of: what is left out, why, and what counts as said twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl

from suara.errors import InputError
from suara.posts.post import TIME

Values = Mapping[str, Collection[str]]
"""Columns, and values in them."""

DUPLICATES = ("include", "document", "day", "week", "month", "year", "ever")
"""Within what a statement counts once; `include`: each counts."""

_PERIODS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}
_REPEATS = {"document": " in its document", "ever": "", **{name: f" of its {name}" for name in _PERIODS}}


@dataclass(frozen=True)
class Selected:
    """The statements that stay, and what became of the others.

    A part of them, such as those of a window of time, is `dataclasses.replace(selected, table=part)`: levels and scale
    stay those of the whole.
    """

    table: pl.DataFrame  # by time, unknown times last; the columns of the statements, `qualifier` is the position
    dropped: pl.DataFrame  # reason, statements: each under the first reason that holds, in the order of the filters
    actor: str  # the column that says who
    concept: str  # the column that says about what
    qualified: bool  # each has a position, and those that differ in it only are no repetitions
    levels: pl.Series  # the positions there are in all statements, ascending; 0 and 1 where there are no others
    scale: float | None  # how far the ends of the scale are apart; None where positions are words
    middle: float | None = None  # of the scale; None where positions are words
    weight: str | None = None  # the column that says how much a statement counts; each counts 1 where there is none

    def sides(self) -> pl.Expr:
        """Where each statement stands between the ends of the scale: from -1 to 1; 0 is its middle.

        Raises:
            InputError: positions are words, which have no scale.
        """
        if self.scale is None or self.middle is None:
            raise InputError("where a position stands is told of numbers, not words")
        return (pl.col("qualifier").cast(pl.Float64) - self.middle) / ((self.scale or 1.0) / 2)

    @property
    def actors(self) -> pl.Series:
        """Who has made a statement, by name."""
        return self.table[self.actor].cast(pl.String).unique().sort().alias("actor")

    @property
    def concepts(self) -> pl.Series:
        """What statements are about, by name."""
        return self.table[self.concept].cast(pl.String).unique().sort().alias("concept")


def select(
    statements: pl.DataFrame,
    *,
    actor: str = "organisation",
    concept: str = "concept",
    qualifier: bool = True,
    position: str = "qualifier",
    scale: tuple[int, int] | None = None,
    duplicates: str = "include",
    exclude: Values | None = None,
    where: Values | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    timezone: str = "UTC",
) -> Selected:
    """The statements that a network is made of, by the filters of Discourse Network Analyzer in their order.

    Statements are sorted by time (equal times keep their order, unknown ones come last). Then those go that are out of
    the time asked for, those with excluded values, those without an actor, a concept or, where it counts, a position;
    of the rest, each that repeats an earlier one that stayed: the same type, actor, concept and, where it counts,
    position, in the same document, period, or ever. A period is of one year: January 2024 isn't January 2025. Of a
    statement without a time, or a document, nobody can say whether it repeats another of that period, or document: it
    stays.

    Args:
        statements: a table of statements, see `suara.coding.statements.STATEMENTS`; times without a zone are UTC.
        actor: the column of the actors: `person`, `organisation`, or an attribute.
        concept: the column of the concepts.
        qualifier: whether positions count; what is for `ignore` is selected without.
        position: the column of the positions: whole numbers, or words.
        scale: the ends of the scale of the positions; by default 0 and 1, or else the least and the greatest there is.
        duplicates: one of `DUPLICATES`; weeks are ISO 8601's.
        exclude: column -> values; statements with one of them go.
        where: column -> values; statements with none of them go.
        since: statements before it go.
        until: statements from it on go.
        timezone: where days, weeks, months and years begin, and the clock of `since` and `until` without a zone stands.

    Raises:
        InputError: a column or a value isn't there, or positions aren't on the scale.
        ValueError: there are no such duplicates.

    Example:
        >>> said = pl.DataFrame({
        ...     "organisation": ["PLN", "PLN", "YLKI", None], "concept": ["tarif naik"] * 4, "qualifier": [1, 1, 0, 1],
        ...     "document": ["a", "a", "b", "b"],
        ... })
        >>> found = select(said, duplicates="document")
        >>> found.actors.to_list(), found.dropped.rows()
        (['PLN', 'YLKI'], [('no organisation', 1), ('repeats another in its document', 1)])

    Source: Leifeld, Gruber & Bossner 2018, Discourse Network Analyzer Manual; what differs, in docs/discourse.md.
    """
    if duplicates not in DUPLICATES:
        raise ValueError(f"duplicates are counted within one of {', '.join(DUPLICATES)}, not {duplicates!r}")
    said = [actor, concept, *([position] if qualifier else [])]
    _check(statements, [*said, *(exclude or {}), *(where or {})])
    table = _sorted(statements)
    positions = _positions(table, position)
    levels = _levels(positions, scale)
    reasons = {
        **_outside(since, until, timezone),
        **{f"excluded {column}": _in(table, column, values) for column, values in (exclude or {}).items()},
        **{f"other {column}": ~_in(table, column, values) for column, values in (where or {}).items()},
        **{f"no {column}": _empty(column) for column in said},
    }
    why = pl.coalesce(*(pl.when(left).then(pl.lit(reason)) for reason, left in reasons.items()))
    table = table.with_columns(positions.alias("qualifier"), _why=why)
    kept = table.filter(pl.col("_why").is_null()).drop("_why")
    once = _once(kept, [actor, concept, *(["qualifier"] if qualifier else [])], duplicates, timezone)
    counts = dict(table["_why"].drop_nulls().value_counts().iter_rows())
    dropped = [(reason, counts[reason]) for reason in reasons if reason in counts]
    if repeats := kept.height - once.height:
        dropped.append((f"repeats another{_REPEATS[duplicates]}", repeats))
    return Selected(
        once,
        pl.DataFrame(dropped, schema={"reason": pl.String, "statements": pl.Int64}, orient="row"),
        actor,
        concept,
        qualifier,
        levels,
        *_ends(levels, scale),
    )


def most_active(selected: Selected, most: int) -> Selected:
    """The statements of so many actors, those who make most of them; the others are told as dropped.

    Args:
        selected: the statements.
        most: actors.

    Example:
        >>> said = pl.DataFrame({"organisation": ["PLN", "PLN", "YLKI"], "concept": ["tarif"] * 3, "qualifier": [1, 0, 0]})
        >>> found = most_active(select(said), 1)
        >>> found.actors.to_list(), found.dropped.rows()
        (['PLN'], [('of actors with few statements', 1)])
    """
    counts = selected.table.group_by(selected.actor).len().sort("len", selected.actor, descending=[True, False])
    kept = selected.table.join(counts.head(most), on=selected.actor, how="semi", maintain_order="left")
    if kept.height == selected.table.height:
        return selected
    reason = {"reason": ["of actors with few statements"], "statements": [selected.table.height - kept.height]}
    return replace(selected, table=kept, dropped=pl.concat([selected.dropped, pl.DataFrame(reason)]))


def _check(statements: pl.DataFrame, columns: Collection[str]) -> None:
    for column in columns:
        if column not in statements.columns:
            raise InputError(f"statements have no column {column!r}; they have {', '.join(statements.columns)}")


def _sorted(statements: pl.DataFrame) -> pl.DataFrame:
    """By time, in UTC; the columns that filters may ask for are there, empty where they weren't."""
    for name in ("type", "document", "time"):
        if name not in statements.columns:
            statements = statements.with_columns(pl.lit(None, pl.String).alias(name))
    time = statements["time"]
    if time.dtype == pl.Null or time.null_count() == len(time):
        time = pl.Series("time", [None] * len(time), TIME)
    elif not time.dtype.is_temporal():
        raise InputError(f"the times of statements are {time.dtype}, not dates or times")
    elif isinstance(time.dtype, pl.Datetime) and time.dtype.time_zone is not None:
        time = time.dt.convert_time_zone("UTC")
    else:
        time = time.cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    return statements.with_columns(time.cast(TIME)).sort("time", maintain_order=True, nulls_last=True)


def _positions(table: pl.DataFrame, column: str) -> pl.Series:
    """Whole numbers, or words; words of nothing but spaces are none."""
    if column not in table.columns:
        return pl.Series("qualifier", [None] * table.height, pl.Int64)
    positions = table[column]
    if positions.dtype in (pl.String, pl.Categorical, pl.Enum):
        return positions.cast(pl.String).to_frame().select(pl.when(~_empty(column)).then(column)).to_series()
    if positions.dtype.is_integer() or positions.dtype in (pl.Boolean, pl.Null):
        return positions.cast(pl.Int64)
    raise InputError(f"{column} is {positions.dtype}: positions are whole numbers or words")


def _levels(positions: pl.Series, scale: tuple[int, int] | None) -> pl.Series:
    levels = positions.drop_nulls().unique().sort().alias("level")
    if levels.dtype == pl.String:
        if scale is not None:
            raise InputError("positions are words, which have no scale")
        return levels
    if scale is not None and not (scale[0] < scale[1] and levels.is_between(*scale).all()):
        found = f"{levels[0]} to {levels[-1]}" if len(levels) else "none"
        raise InputError(f"{scale[0]} to {scale[1]} is no scale of the positions that there are: {found}")
    if scale in (None, (0, 1)) and levels.is_in([0, 1]).all():
        return pl.Series("level", [0, 1], pl.Int64)
    return levels


def _ends(levels: pl.Series, scale: tuple[int, int] | None) -> tuple[float | None, float | None]:
    """How far the ends of the scale are apart, and what lies in its middle."""
    if levels.dtype == pl.String:
        return None, None
    low, high = scale or (levels[0], levels[-1])
    return float(high - low), (low + high) / 2


def _outside(since: datetime | None, until: datetime | None, timezone: str) -> dict[str, pl.Expr]:
    reasons = {}
    if since is not None or until is not None:
        reasons["no time"] = pl.col("time").is_null()
    if since is not None:
        reasons["too early"] = pl.col("time") < _moment(since, timezone)
    if until is not None:
        reasons["too late"] = pl.col("time") >= _moment(until, timezone)
    return reasons


def _moment(time: datetime, timezone: str) -> datetime:
    return (time.replace(tzinfo=ZoneInfo(timezone)) if time.tzinfo is None else time).astimezone(UTC)


def _in(table: pl.DataFrame, column: str, values: Collection[str]) -> pl.Expr:
    """Whether a column has one of some values, all of which must be there."""
    there = table[column].cast(pl.String).drop_nulls()
    for value in values:
        if value not in there:
            few = ", ".join(there.value_counts(sort=True)[column].head(12))
            raise InputError(f"no statement has {column} = {value!r}" + (f"; there is {few}" if few else ""))
    return pl.col(column).cast(pl.String).is_in(list(values)).fill_null(value=False)


def _empty(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.strip_chars().fill_null("") == ""


def _once(kept: pl.DataFrame, said: list[str], duplicates: str, timezone: str) -> pl.DataFrame:
    """The first of those that say the same, within what duplicates are counted in; unknown is like nothing else."""
    if duplicates == "include":
        return kept
    within = {
        "ever": pl.lit(""),
        "document": pl.col("document").cast(pl.String),
        **{name: pl.col("time").dt.convert_time_zone(timezone).dt.strftime(form) for name, form in _PERIODS.items()},
    }[duplicates]
    unknown = pl.when(within.is_null()).then(pl.int_range(pl.len()))
    keys = kept.select("type", *said, within=within, unknown=unknown)
    first = keys.with_row_index("_row").unique(keys.columns, keep="first")["_row"].sort()
    return kept[first]
