"""Working time: known days, a count minute by minute, and what holds for any two times."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from suara.analyse.responses.deadlines import after_working_days, after_working_minutes
from suara.analyse.responses.working import COVERED, Calendar, days_off, working_minutes

NINE_TO_FIVE = (((540, 1020),),) * 5 + ((), ())
ALWAYS = (((0, 1440),),) * 7
CIVIL = (((450, 720), (780, 960)),) * 4 + (((450, 690), (780, 990)),) + ((), ())
INDONESIA = Calendar("Asia/Jakarta", CIVIL, "ID")
PLAIN = Calendar("Asia/Jakarta", CIVIL)
NEW_YORK = Calendar("America/New_York", NINE_TO_FIVE)


def at(text: str, zone: str = "Asia/Jakarta") -> datetime:
    """What a clock shows, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def worked(start: datetime | None, end: datetime | None, calendar: Calendar = INDONESIA) -> float | None:
    (minutes,) = working_minutes(pl.Series([start], dtype=TIME), pl.Series([end], dtype=TIME), calendar)
    return minutes


TIME = pl.Datetime("us", "UTC")
moments = st.datetimes(datetime(2023, 1, 1), datetime(2026, 12, 31)).map(lambda when: when.replace(tzinfo=UTC))
zones = st.sampled_from(
    ["Asia/Jakarta", "Asia/Jayapura", "America/New_York", "Atlantic/Azores", "Australia/Lord_Howe", "Pacific/Apia"]
)
spans = st.lists(st.integers(0, 1440), min_size=2, max_size=4, unique=True).map(sorted)
weeks = st.tuples(*[spans.map(lambda ends: tuple(zip(ends[::2], ends[1::2], strict=False))) | st.just(())] * 7)
countries = st.sampled_from([None, "ID", "US"])
calendars = st.builds(Calendar, zones, weeks, countries)
steady = st.builds(Calendar, st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "America/Sao_Paulo"]), weeks, countries)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2025-01-06 00:00", "2025-01-13 00:00", 37.5),  # a week without a holiday
        ("2025-01-10 15:30", "2025-01-13 08:00", 1.5),  # Friday to Monday
        ("2025-01-10 11:00", "2025-01-10 13:30", 1.0),  # Friday's prayer
        ("2025-03-27 15:00", "2025-04-08 09:00", 2.5),  # Nyepi, Lebaran and their cuti bersama
        ("2023-08-17 00:00", "2023-08-18 00:00", 0.0),  # Independence Day, a Thursday
        ("2025-08-15 16:00", "2025-08-19 07:30", 0.5),  # it is a Sunday, and Monday is cuti bersama
        ("2025-08-19 08:00", "2025-08-19 08:00", 0.0),
        ("2025-08-19 10:00", "2025-08-19 09:00", -1.0),
    ],
)
def test_known_days(start, end, hours):
    """What an office in Jakarta works between two times."""
    assert worked(at(start), at(end)) == hours * 60


@pytest.mark.parametrize(("zone", "minutes"), [("Asia/Jakarta", 0.0), ("Asia/Makassar", 30.0), ("Asia/Jayapura", 90.0)])
def test_each_zone_has_its_own_morning(zone, minutes):
    """When it is 07:00 in Jakarta it is 08:00 in Makassar and 09:00 in Jayapura."""
    end = at("2025-01-06 07:00")

    assert worked(end - timedelta(hours=8), end, Calendar(zone, CIVIL)) == minutes


def test_what_is_not_known_stays_null():
    """Either time may be missing, or lie where no calendar reaches."""
    known, never = at("2025-01-06 08:00"), datetime(1601, 1, 1, tzinfo=UTC)

    assert worked(None, known) is None
    assert worked(known, None) is None
    assert worked(never, known) is None
    assert worked(known, datetime(9999, 1, 1, tzinfo=UTC)) is None
    assert working_minutes(pl.Series([], dtype=TIME), pl.Series([], dtype=TIME), INDONESIA).len() == 0


def test_never_open():
    """No hours, no working time; and no limit in working time ends."""
    closed = Calendar("Asia/Jakarta", ((),) * 7)
    start = pl.Series([at("2025-01-06 08:00")])

    assert worked(at("2025-01-06 08:00"), at("2025-01-07 08:00"), closed) == 0.0
    assert after_working_days(start, 1, closed).to_list() == [None]
    assert after_working_minutes(start, 1, closed).to_list() == [None]


def test_own_free_days():
    """Besides those of the country."""
    own = Calendar("Asia/Jakarta", CIVIL, "ID", frozenset({date(2025, 1, 6)}))

    assert worked(at("2025-01-06 00:00"), at("2025-01-07 00:00"), own) == 0.0


@pytest.mark.parametrize(
    ("country", "day", "off"),
    [
        ("ID", "2025-03-31", True),  # Idul Fitri
        ("ID", "2025-04-04", True),  # cuti bersama
        ("ID", "2025-04-08", False),
        ("US", "2025-07-04", True),
        ("US-AK", "2025-10-17", True),  # Alaska Day, the 18th, a Saturday
        ("US", "2025-10-17", False),
    ],
)
def test_days_off(country, day, off):
    """Of a country, and of a region."""
    assert (date.fromisoformat(day) in days_off(country, [2025])) == off


@pytest.mark.parametrize("country", ["XX", "US-ZZ", "", "IDN", "__name__", "HolidayBase"])
def test_unknown_country(country):
    """It isn't taken for one without holidays."""
    with pytest.raises(LookupError, match="no holidays are known"):
        days_off(country, [2025])


@pytest.mark.parametrize("when", ["2025-03-07", "2025-10-31"])
def test_clocks_put_forward_and_back(when):
    """Friday 16:00 to Monday 10:00 is two hours, whatever the clocks do on Sunday."""
    start = at(f"{when} 16:00", "America/New_York")
    monday = date.fromisoformat(when) + timedelta(days=3)

    assert worked(start, at(f"{monday} 10:00", "America/New_York"), NEW_YORK) == 120


def test_a_day_that_is_left_out():
    """Samoa went from Thursday to Saturday in 2011: nobody worked on that Friday."""
    start, end = at("2011-12-29 09:00", "Pacific/Apia"), at("2011-12-31 17:00", "Pacific/Apia")

    assert worked(start, end, Calendar("Pacific/Apia", NINE_TO_FIVE)) == 480
    assert worked(start, end, Calendar("Pacific/Apia", ALWAYS)) == 32 * 60


@given(zones, moments, moments)
def test_always_open_is_elapsed_time(zone, start, end):
    """Also on the days when clocks are changed, or a day is left out."""
    assert worked(start, end, Calendar(zone, ALWAYS)) == pytest.approx((end - start).total_seconds() / 60)


@given(calendars, moments, moments, moments)
def test_additive(calendar, one, another, third):
    """What is worked until a time in between, and from then on, is all that is worked."""
    first, middle, last = sorted((one, another, third))
    parts = worked(first, middle, calendar) + worked(middle, last, calendar)

    assert worked(first, last, calendar) == pytest.approx(parts)
    assert worked(last, first, calendar) == -worked(first, last, calendar)


@given(calendars, moments, moments)
def test_never_more_than_elapsed(calendar, one, another):
    """Nor less than nothing."""
    first, last = sorted((one, another))

    assert 0 <= worked(first, last, calendar) <= (last - first).total_seconds() / 60


@given(st.dates(date(2023, 1, 1), date(2026, 12, 31)), st.integers(0, 899), st.integers(0, 899))
def test_zero_at_night(day, one, another):
    """From 16:30 to 07:30."""
    evening = at(f"{day} 16:30")
    first, last = sorted(evening + timedelta(minutes=minutes) for minutes in (one, another))

    assert worked(first, last) == 0


@given(moments, moments, st.integers(-60, 60))
def test_weeks_are_alike_without_holidays(start, end, number):
    """Shifted by whole weeks, the same is worked."""
    shift = timedelta(weeks=number)

    assert worked(start + shift, end + shift, PLAIN) == pytest.approx(worked(start, end, PLAIN))


@given(steady, st.datetimes(datetime(2025, 1, 1), datetime(2025, 12, 28)), st.integers(0, 4000))
def test_counted_minute_by_minute(calendar, start, length):
    """As somebody would who looks at the clock on the wall each minute."""
    first = start.replace(second=0, microsecond=0, tzinfo=UTC)
    zone, off = ZoneInfo(calendar.timezone), days_off(calendar.country, [2025]) if calendar.country else set()

    def is_open(when: datetime) -> bool:
        minute = when.hour * 60 + when.minute
        hours = calendar.week[when.weekday()]
        return when.date() not in off and any(opens <= minute < closes for opens, closes in hours)

    count = sum(is_open((first + timedelta(minutes=m)).astimezone(zone)) for m in range(length))

    assert worked(first, first + timedelta(minutes=length), calendar) == count


# ------------------------------------------------------------------------------------------------ deadlines


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        ("2025-01-06 08:00", 1, "2025-01-08 00:00"),  # Monday: until the end of Tuesday
        ("2025-01-10 23:30", 1, "2025-01-14 00:00"),  # Friday night: until the end of Monday
        ("2025-01-11 12:00", 5, "2025-01-18 00:00"),  # Saturday: until the end of Friday
        ("2025-03-27 10:00", 3, "2025-04-11 00:00"),  # Lebaran lies in between
    ],
)
def test_working_days_end_at_midnight(asked, days, due):
    """The day of the complaint doesn't count."""
    assert after_working_days(pl.Series([at(asked)]), days, INDONESIA).to_list() == [at(due)]


@given(calendars, moments, st.integers(1, 60))
def test_so_many_working_days_lie_before(calendar, start, days):
    """Between the day of the complaint and the deadline are just so many, and the last day is one."""
    assume(any(calendar.week))
    zone = ZoneInfo(calendar.timezone)
    (due,) = after_working_days(pl.Series([start]), days, calendar).to_list()
    first, last = start.astimezone(zone).date(), (due - timedelta(hours=2)).astimezone(zone).date()
    working = calendar.days(first + timedelta(days=1), last)

    assert (working.len(), working[-1]) == (days, last)


@given(calendars, moments, st.integers(1, 10_000))
def test_so_many_minutes_are_worked_until_then(calendar, start, minutes):
    """And not a second earlier."""
    assume(any(calendar.week))
    (due,) = after_working_minutes(pl.Series([start]), minutes, calendar).to_list()

    assert worked(start, due, calendar) == pytest.approx(minutes)
    assert worked(start, due - timedelta(seconds=1), calendar) < minutes


def test_deadlines_of_what_is_not_known():
    """Null in, null out."""
    start = pl.Series([None, datetime(9999, 1, 1, tzinfo=UTC), COVERED[0]], dtype=TIME)

    assert after_working_days(start, 2, INDONESIA).is_null().to_list() == [True, True, False]
    assert after_working_minutes(start, 60, INDONESIA).is_null().to_list() == [True, True, False]
