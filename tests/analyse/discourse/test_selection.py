"""Which statements a discourse network is made of: filters in their order, and what is said twice."""

from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.analyse.discourse.selection import DUPLICATES, select
from suara.errors import InputError

COLUMNS = ("organisation", "concept", "qualifier", "document", "time")


def said(*rows: tuple, **attributes: list) -> pl.DataFrame:
    """Statements: organisation, concept, qualifier, document, ISO time."""
    table = pl.DataFrame(list(rows), schema=dict.fromkeys(COLUMNS, pl.String), orient="row", strict=False)
    table = table.with_columns(
        pl.col("qualifier").cast(pl.Int64), pl.col("time").str.to_datetime(time_zone="UTC", time_unit="us")
    )
    return table.with_columns(
        pl.Series("statement", [str(number) for number in range(table.height)]),
        *(pl.Series(name, values) for name, values in attributes.items()),
    )


def kept(statements: pl.DataFrame, **options) -> list[str]:
    return select(statements, **options).table["statement"].to_list()


def test_statements_are_in_the_order_of_time_and_unknown_times_come_last():
    statements = said(
        ("B", "x", 1, "1", None),
        ("B", "x", 1, "1", "2026-02-01"),
        ("A", "x", 1, "1", "2026-01-01"),
        ("C", "x", 1, "1", "2026-02-01"),
    )
    assert kept(statements) == ["2", "1", "3", "0"]


def test_each_statement_that_goes_is_counted_under_the_first_reason():
    statements = said(
        ("A", "x", None, "1", "2025-12-31"),  # before all
        ("B", "x", None, "1", "2026-01-01"),  # excluded, and without a position
        ("", "x", None, "1", "2026-01-01"),
        ("A", " ", 1, "1", "2026-01-01"),
        ("A", "x", None, "1", "2026-01-01"),
        ("A", "x", 1, "1", "2026-01-02"),
        ("A", "x", 1, "1", "2026-01-03"),
        ("A", "y", 1, "1", "2026-01-03"),
        ("A", "x", 1, "1", "2026-02-01"),
        ("A", "x", 1, "1", None),
        section=["1"] * 7 + ["2"] + ["1"] * 2,
    )
    found = select(
        statements, duplicates="document", exclude={"organisation": ["B"]}, where={"section": ["1"]},
        since=datetime(2026, 1, 1, tzinfo=UTC), until=datetime(2026, 2, 1, tzinfo=UTC),
    )  # fmt: skip
    assert found.dropped.rows() == [
        ("no time", 1), ("too early", 1), ("too late", 1), ("excluded organisation", 1), ("other section", 1),
        ("no organisation", 1), ("no concept", 1), ("no qualifier", 1), ("repeats another in its document", 1),
    ]  # fmt: skip
    assert found.table["statement"].to_list() == ["5"]
    assert found.table.height + found.dropped["statements"].sum() == statements.height


def test_a_repetition_counts_only_if_the_earlier_one_stayed():
    statements = said(("A", "x", 1, "1", "2026-01-01"), ("A", "x", 1, "1", "2026-01-02"), place=["city", "village"])
    assert kept(statements, duplicates="ever") == ["0"]
    assert kept(statements, duplicates="ever", exclude={"place": ["city"]}) == ["1"]


@pytest.mark.parametrize(
    ("duplicates", "stay"),
    [
        ("include", [0, 1, 2, 3, 4, 5]),
        ("document", [0, 2, 3, 4, 5]),
        ("day", [0, 2, 3, 4, 5]),
        ("week", [0, 3, 4, 5]),
        ("month", [0, 4, 5]),
        ("year", [0, 5]),
        ("ever", [0]),
    ],
)
def test_duplicates(duplicates, stay):
    """Also those that Discourse Network Analyzer takes for one: the same month, or week, of two years."""
    statements = said(
        ("A", "x", 1, "1", "2026-01-05T00:00:00"),  # a Monday
        ("A", "x", 1, "1", "2026-01-05T23:00:00"),
        ("A", "x", 1, "2", "2026-01-11T23:59:59"),  # the Sunday of that week
        ("A", "x", 1, "3", "2026-01-12T00:00:00"),
        ("A", "x", 1, "4", "2026-02-10"),
        ("A", "x", 1, "5", "2027-01-05"),
    )
    assert kept(statements, duplicates=duplicates) == [str(number) for number in stay]


def test_a_week_across_the_end_of_a_year_is_one():
    statements = said(("A", "x", 1, "1", "2025-12-29"), ("A", "x", 1, "2", "2026-01-04"))
    assert kept(statements, duplicates="week") == ["0"]
    assert kept(statements, duplicates="year") == ["0", "1"]


def test_days_begin_where_it_is_asked_for():
    statements = said(("A", "x", 1, "1", "2026-01-01T16:00:00"), ("A", "x", 1, "2", "2026-01-01T18:00:00"))
    assert kept(statements, duplicates="day") == ["0"]
    assert kept(statements, duplicates="day", timezone="Asia/Jakarta") == ["0", "1"]


def test_of_what_is_unknown_nobody_can_say_whether_it_repeats():
    statements = said(("A", "x", 1, None, None), ("A", "x", 1, None, None))
    assert kept(statements, duplicates="document") == ["0", "1"]
    assert kept(statements, duplicates="month") == ["0", "1"]
    assert kept(statements, duplicates="ever") == ["0"]


def test_positions_and_types_tell_statements_apart_where_they_count():
    statements = said(("A", "x", 1, "1", None), ("A", "x", 0, "1", None), ("A", "x", None, "1", None))
    assert kept(statements, duplicates="ever") == ["0", "1"]
    assert kept(statements, duplicates="ever", qualifier=False) == ["0"]
    typed = statements.with_columns(type=pl.Series(["news", "speech", "news"]))
    assert kept(typed, duplicates="ever", qualifier=False) == ["0", "1"]


def test_times_of_any_zone_are_compared_as_moments():
    west, east = timezone(timedelta(hours=-5)), timezone(timedelta(hours=7))
    moments = [datetime(2026, 1, 1, 22, tzinfo=west), datetime(2026, 1, 2, 9, tzinfo=east)]
    local = said(("A", "x", 1, "1", None), ("B", "x", 1, "1", None)).with_columns(
        time=pl.Series([moment.astimezone(UTC) for moment in moments]).dt.convert_time_zone("Asia/Jakarta")
    )
    assert kept(local) == ["1", "0"]
    naive = local.with_columns(pl.col("time").dt.convert_time_zone("UTC").dt.replace_time_zone(None))
    assert kept(naive, since=datetime(2026, 1, 2, 3)) == ["0"]
    assert kept(naive, since=datetime(2026, 1, 2, 10), timezone="Asia/Jakarta") == ["0"]
    assert kept(naive, since=moments[0]) == ["0"]
    assert select(naive).table.schema["time"] == pl.Datetime("us", "UTC")


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"actor": "party"}, "no column 'party'; they have organisation"),
        ({"exclude": {"concept": ["xx"]}}, "no statement has concept = 'xx'; there is x"),
        ({"where": {"section": ["1"]}}, "no column 'section'"),
        ({"scale": (2, 3)}, "2 to 3 is no scale of the positions that there are: 1 to 1"),
        ({"scale": (1, 1)}, "no scale"),
        ({"position": "time"}, "whole numbers or words"),
        ({"position": "document", "scale": (0, 1)}, "words, which have no scale"),
    ],
)
def test_what_cannot_be_selected_is_said(options, wrong):
    with pytest.raises(InputError, match=wrong):
        select(said(("A", "x", 1, "1", None)), **options)


def test_times_that_are_words_and_unknown_duplicates_are_refused():
    with pytest.raises(InputError, match="not dates or times"):
        select(said(("A", "x", 1, "1", None)).with_columns(time=pl.lit("yesterday")))
    with pytest.raises(ValueError, match="acrossrange"):
        select(said(("A", "x", 1, "1", None)), duplicates="acrossrange")


@pytest.mark.parametrize(
    ("positions", "scale", "levels", "distance"),
    [
        ([1, 1], None, [0, 1], 1),
        ([None, None], None, [0, 1], 1),
        ([-2, 3], None, [-2, 3], 5),
        ([-2, 3], (-5, 5), [-2, 3], 10),
        ([0, 1], (-1, 1), [0, 1], 2),
        ([4, 4], None, [4], 0),
        (["yes", "no"], None, ["no", "yes"], None),
        ([True, False], None, [0, 1], 1),
    ],
)
def test_levels_and_the_distance_of_their_ends(positions, scale, levels, distance):
    statements = said(("A", "x", 1, "1", None), ("A", "x", 1, "1", None)).with_columns(
        pl.Series("qualifier", positions)
    )
    found = select(statements, scale=scale)
    assert (found.levels.to_list(), found.scale) == (levels, distance)


def test_levels_are_those_of_all_statements_not_of_those_that_stay():
    statements = said(("A", "x", -2, "1", None), ("B", "x", 2, "2", None))
    found = select(statements, exclude={"organisation": ["A"]})
    assert (found.levels.to_list(), found.scale) == ([-2, 2], 4)


def test_no_statement_at_all():
    found = select(said(), duplicates="month")
    assert (found.table.height, found.actors.to_list(), found.dropped.height) == (0, [], 0)


MOMENTS = st.none() | st.datetimes(datetime(2024, 12, 20), datetime(2026, 1, 10))
ROWS = st.tuples(st.sampled_from(["A", "B", ""]), st.sampled_from("xy"), st.sampled_from([0, 1, None]),
                 st.sampled_from(["1", "2", None]), MOMENTS)  # fmt: skip


def looped(rows: list[tuple], duplicates: str, qualifier: bool) -> list[int]:
    """The same by comparing each with all before it."""
    stay: list[int] = []
    for number in sorted(range(len(rows)), key=lambda n: (rows[n][4] is None, rows[n][4] or datetime.min)):
        organisation, concept, position, document, time = rows[number]
        if not organisation or (qualifier and position is None):
            continue
        for earlier in stay:
            other, its_concept, its_position, its_document, its_time = rows[earlier]
            known = None not in (time, its_time)
            near = {
                "include": False,
                "ever": True,
                "document": document is not None and document == its_document,
                "day": known and time.date() == its_time.date(),
                "week": known and time.isocalendar()[:2] == its_time.isocalendar()[:2],
                "month": known and (time.year, time.month) == (its_time.year, its_time.month),
                "year": known and time.year == its_time.year,
            }[duplicates]
            same = (organisation, concept) == (other, its_concept) and (not qualifier or position == its_position)
            if near and same:
                break
        else:
            stay.append(number)
    return stay


@given(st.lists(ROWS, max_size=12), st.sampled_from(DUPLICATES), st.booleans())
def test_the_filter_is_what_comparing_each_with_all_before_it_gives(rows, duplicates, qualifier):
    statements = said(*((*row[:4], None if row[4] is None else row[4].isoformat()) for row in rows))
    assert kept(statements, duplicates=duplicates, qualifier=qualifier) == [
        str(number) for number in looped(rows, duplicates, qualifier)
    ]
