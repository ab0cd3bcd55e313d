"""Periods, and what is counted in them."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.analyse.crosstab.attributes import Attribute
from suara.analyse.timeline.answering import answering, changes_of_answering
from suara.analyse.timeline.periods import UNITS, periods, place
from suara.analyse.timeline.shares import changes_of_shares, shares
from suara.analyse.timeline.volume import span, volume
from suara.errors import InputError
from suara.posts.post import TIME

ZONES = ("UTC", "Asia/Jakarta", "Asia/Kathmandu", "Europe/Amsterdam", "America/Sao_Paulo", "Australia/Lord_Howe")
times = st.datetimes(datetime(2012, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(st.lists(times, min_size=1, max_size=20), st.sampled_from(list(UNITS)), st.sampled_from(ZONES))
def test_each_time_is_in_the_period_of_its_clock(drawn, unit, zone):
    """Whatever the zone does to its clocks: periods follow on each other, and each time is between the ends of its own."""
    drawn = [min(drawn) + (time - min(drawn)) % timedelta(days=40) for time in drawn]
    found = periods(min(drawn), max(drawn), unit, zone)
    placed = place(pl.Series(drawn, dtype=TIME), found)
    told = found[placed].with_columns(at=pl.Series(drawn, dtype=TIME))

    assert found["start"][1:].equals(found["end"][:-1], check_names=False)
    assert told.filter(pl.col("at").is_between("start", "end", closed="left")).height == len(drawn)
    if unit in ("day", "month"):
        form = {"day": "%Y-%m-%d", "month": "%Y-%m"}[unit]
        assert told["period"].to_list() == told["at"].dt.convert_time_zone(zone).dt.strftime(form).to_list()
    assert placed.min() == 0
    assert placed.max() == found.height - 1


def test_a_day_with_25_hours_has_25():
    """Clocks were put back on 25 October 2026."""
    day = periods(at("2026-10-24T22:00"), at("2026-10-25T22:59"), "hour", "Europe/Amsterdam")

    assert day.height == 25
    assert day["period"].to_list().count("2026-10-25 02:00") == 2
    (whole,) = periods(at("2026-10-24T22:00"), at("2026-10-25T22:59"), "day", "Europe/Amsterdam").iter_rows(named=True)
    assert whole["end"] - whole["start"] == timedelta(hours=25)


def test_weeks_are_those_of_iso_8601():
    """The first of January 2027 is in the last week of 2026."""
    assert periods(at("2027-01-01"), at("2027-01-04"), "week", "UTC")["period"].to_list() == ["2026-W53", "2027-W01"]


def test_a_time_of_no_period_is_in_none():
    """Before, after, or unknown."""
    found = periods(at("2026-03-01"), at("2026-03-02"), "day", "UTC")
    drawn = pl.Series([at("2026-02-28T23:59"), at("2026-03-03"), None, at("2026-03-02T23:59")], dtype=TIME)

    assert place(drawn, found).to_list() == [None, None, None, 1]


def test_too_many_periods_are_refused():
    """A post of 1970 and one of today, by the hour."""
    with pytest.raises(InputError, match="name a longer unit, or --since and --until"):
        periods(at("1970-01-01"), at("2026-01-01"), "hour", "UTC")


def told(*rows: tuple[str | None, str, bool, bool]) -> pl.DataFrame:
    """Posts: when, by whom, whether a repost, whether a complaint."""
    columns = {"at": TIME, "account": pl.String, "repost": pl.Boolean, "complaint": pl.Boolean}
    posts = pl.DataFrame([(time and at(time), *rest) for time, *rest in rows], schema=columns, orient="row")
    return posts.select(pl.int_range(pl.len()).cast(pl.String).alias("post"), pl.all(), addressed="complaint")


def test_what_is_posted_is_counted():
    """A day without a post has none; a post without a time is in no day."""
    posts = told(
        ("2026-03-01T01:00", "a", False, True), ("2026-03-01T02:00", "a", False, False), ("2026-03-01T03:00", "b", True, False),
        ("2026-03-03T01:00", "b", False, True), (None, "c", False, True),
    )  # fmt: skip
    table = volume(posts, span(posts, "day", "UTC"))

    assert table.select("posts", "accounts", "complaints", "addressed", "reposts").rows() == [
        (2, 1, 1, 1, 1), (0, 0, 0, 0, 0), (1, 1, 1, 1, 0),
    ]  # fmt: skip


def test_nothing_has_no_periods():
    """No post, or none with a time."""
    for posts in (told(), told((None, "a", False, False))):
        of = span(posts, "day", "UTC")
        found = shares(posts, Attribute("topic", posts.select("post", value="account"), {}, ""), of)
        assert volume(posts, of).is_empty()
        assert found.is_empty()
        assert changes_of_shares(found, unit="day").why


def test_shares_are_of_all_posts_of_the_period():
    """Also of those without a value; a post with two values counts for both."""
    posts = told(*[("2026-03-01", "a", False, False)] * 3, ("2026-03-03", "a", False, False))
    values = pl.DataFrame({"post": ["0", "0", "1", "3"], "value": ["x", "y", "x", "y"]})
    table = shares(posts, Attribute("topic", values, {"x": "Ix"}, ""), span(posts, "day", "UTC"))

    assert table.select("series", "label", "n", "total", "share").rows() == [
        ("x", "Ix", 2, 3, 2 / 3), ("x", "Ix", 0, 0, None), ("x", "Ix", 0, 1, 0.0),
        ("y", "y", 1, 3, 1 / 3), ("y", "y", 0, 0, None), ("y", "y", 1, 1, 1.0),
    ]  # fmt: skip


def cases(*rows: tuple[str, str, float], end: str) -> pl.DataFrame:
    """When it was asked, what became of it, and the minutes until then."""
    columns = {"asked_at": TIME, "status": pl.String, "waited": pl.Float64}
    made = pl.DataFrame([(at(time), *rest) for time, *rest in rows], schema=columns, orient="row")
    return made.with_columns(end=pl.lit(at(end), TIME))


def test_who_is_too_young_makes_the_share_unknown():
    """Also where one has been answered already: late answers have had no time yet. Unobserved ones are in no share."""
    made = cases(
        ("2026-03-01T01:00", "answered", 60.0),
        ("2026-03-01T02:00", "answered", 2000.0),
        ("2026-03-01T03:00", "censored", 4140.0),
        ("2026-03-02T05:00", "unobserved", 100.0),
        ("2026-03-03T12:00", "answered", 10.0),
        ("2026-03-03T13:00", "censored", 660.0),
        end="2026-03-04T00:00",
    )
    days = periods(at("2026-03-01"), at("2026-03-04"), "day", "UTC")
    table = answering(made, days, timedelta(days=1))

    assert table.select("cases", "unobserved", "waiting", "due", "in_time", "share").rows() == [
        (3, 0, 0, 3, 1, 1 / 3), (1, 1, 0, 0, 0, None), (2, 0, 2, 0, 0, None), (0, 0, 0, 0, 0, None),
    ]  # fmt: skip
    assert table["median_minutes"].to_list() == [2000.0, None, 10.0, None]


def test_a_fall_of_answers_is_found_and_youth_is_none():
    """Nine of ten in time, then five; the last days, in which nobody is old enough yet, are no fall."""
    day = [["answered"] * 9 + ["censored"], ["answered"] * 5 + ["censored"] * 5]
    rows = [
        (f"2026-03-{number:02}T01:00", status, 60.0 if status == "answered" else 5000.0)
        for number in range(1, 29)
        for status in day[number > 14]
    ]
    made = cases(*rows, end="2026-03-29T00:00")
    days = periods(at("2026-03-01"), at("2026-03-28T23:00"), "day", "UTC")
    table = answering(made, days, timedelta(days=3))

    assert table["share"].null_count() == 3
    (row,) = changes_of_answering(table, unit="day").table.iter_rows(named=True)
    assert (row["period"], row["before"], row["after"]) == ("2026-03-15", 0.9, 0.5)
