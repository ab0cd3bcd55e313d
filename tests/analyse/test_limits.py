"""Hours and limits as data, and what is overdue by them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.analyse.responses.limits import load, overdue
from suara.errors import DataError

TIME = pl.Datetime("us", "UTC")
SERVICE = load()


def at(text: str) -> datetime:
    """What a clock in Jakarta shows, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Jakarta")).astimezone(UTC)


def case(asked: str, answered: str | None = None, status: str | None = None, **more) -> dict:
    told = {"agency": "kai", "asked_at": at(asked), "responded_at": at(answered) if answered else None}
    return told | {"status": status or ("answered" if answered else "censored"), **more}


def cases(*rows: dict) -> pl.DataFrame:
    times = {"asked_at": TIME, "responded_at": TIME, "substantive_at": TIME}
    return pl.DataFrame(rows, schema_overrides={name: times[name] for name in times if name in rows[0]})


def judged(*rows: dict, service=SERVICE, now: str = "2025-08-31 00:00", **options) -> list[tuple]:
    found = overdue(cases(*rows), service, at(now), **options)
    return found.select(pl.col("^(substantive_)?(limit|overdue_now|overdue_answered)$")).rows()


@pytest.fixture
def own(tmp_path: Path):
    """Hours and limits with a file of somebody's own."""

    def loaded(text: str):
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return load([path])

    return loaded


def test_bundled_is_said_to_be_unverified():
    """Nobody has read the regulations themselves; each entry says where it is from."""
    assert [limit.within for limit in SERVICE.limits] == [3, 5, 14, 60]
    assert all(one.source and not one.verified for one in (*SERVICE.hours, *SERVICE.limits))
    assert all(set(limit.label) == {"id", "en"} for limit in SERVICE.limits)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (case("2025-08-04 09:00", "2025-08-07 08:59"), ("lapor_first", False, False)),
        (case("2025-08-04 09:00", "2025-08-07 09:01"), ("lapor_first", False, True)),
        (case("2025-08-04 09:00"), ("lapor_first", True, None)),
        (case("2025-08-29 09:00"), ("lapor_first", False, None)),
        (case("2025-08-04 09:00", status="unobserved"), ("lapor_first", None, None)),
    ],
)
def test_three_days_to_the_first_response(row, expected):
    """Open or answered, in time or late, or not to be said."""
    assert judged(row) == [expected]


def test_kinds_of_complaints_have_their_limits():
    """In working days, to the first substantive answer; where the kind isn't told no limit applies."""
    kinds = ("normative", "non_supervisory", "supervisory", "urgent", None)
    rows = [case("2025-07-01 09:00", complaint_kind=kind, substantive_at=at("2025-07-10 09:00")) for kind in kinds]
    found = overdue(cases(*rows), SERVICE, at("2025-08-31 00:00"), to="substantive")

    assert found["substantive_due_at"].to_list() == [
        at("2025-07-09 00:00"),
        at("2025-07-22 00:00"),
        at("2025-09-26 00:00"),  # 18 August and 5 September are free
        None,
        None,
    ]
    assert found["substantive_overdue_answered"].to_list() == [True, False, False, None, None]


def test_without_kinds_no_limit_of_kinds_applies():
    """The column may be missing altogether."""
    assert judged(case("2025-07-01 09:00", substantive_at=None), to="substantive") == [(None, None, None)]


def test_the_end_may_differ_by_platform():
    """An expression says when the collection ended for each case."""
    ends = pl.Series([at("2025-08-05 00:00"), at("2025-08-31 00:00")])
    rows = cases(case("2025-08-04 09:00"), case("2025-08-04 09:00")).with_columns(end=ends)

    assert overdue(rows, SERVICE, pl.col("end"))["overdue_now"].to_list() == [False, True]


def test_own_limits_go_before(own):
    """For an agency, for a topic; what is listed later counts."""
    service = own(
        """
        [[limit]]
        id = "rail"
        agencies = ["kai"]
        within = 2
        unit = "working hours"
        [[limit]]
        id = "rude"
        topics = ["rude_staff"]
        within = 30
        unit = "hours"
        """
    )
    asked = "2025-08-15 15:00"  # a Friday; Monday is free
    rows = [
        case(asked, topics=["slow_service"]),
        case(asked, topics=["slow_service", "rude_staff"]),
        case(asked, topics=[]) | {"agency": "pln"},
        case(asked, topics=None) | {"agency": None},
    ]
    found = overdue(cases(*rows), service, at("2025-08-31 00:00"))

    assert found["limit"].to_list() == ["rail", "rude", "lapor_first", "lapor_first"]
    assert found["due_at"].to_list() == [
        at("2025-08-19 08:00"),
        at("2025-08-16 21:00"),
        at("2025-08-18 15:00"),
        at("2025-08-18 15:00"),
    ]


def test_hours_of_an_agency(own):
    """The file's entry counts for those it names, the bundled one for the others; short names are zones."""
    service = own(
        """
        [[hours]]
        id = "round_the_clock"
        agencies = ["pln"]
        timezone = "WIT"
        monday = ["00:00-24:00"]
        sunday = ["00:00-12:00", "13:00-24:00"]
        """
    )
    rows = pl.DataFrame(
        {
            "agency": ["kai", "pln", "kai"],
            "timezone": [None, None, "WITA"],
            "asked_at": [at("2025-08-03 10:00"), at("2025-08-03 10:00"), at("2025-08-04 06:00")],
            "responded_at": [at("2025-08-04 08:00")] * 3,
        }
    )

    assert service.working_minutes(rows, "asked_at", "responded_at").to_list() == [30.0, 21 * 60.0, 90.0]
    assert service.working_minutes(rows.clear(), "asked_at", "responded_at").to_list() == []


def test_own_hours_for_all(own):
    """An entry that names no agency goes before the bundled one."""
    service = own('[[hours]]\nid = "short"\ntimezone = "WIB"\nmonday = ["10:00-11:00"]')
    rows = cases(case("2025-08-04 00:00", "2025-08-05 00:00"))

    assert service.working_minutes(rows, "asked_at", "responded_at").to_list() == [60.0]


def test_an_entry_of_the_same_id_takes_its_place(own):
    """And a file with `replace` stands alone."""
    shorter = own('[[limit]]\nid = "lapor_first"\nwithin = 1\nunit = "days"')
    alone = own('replace = true\n[[hours]]\nid = "h"\ntimezone = "UTC"\nmonday = ["08:00-12:00"]')

    assert judged(case("2025-08-04 09:00", "2025-08-05 09:01"), service=shorter) == [("lapor_first", False, True)]
    assert judged(case("2025-08-04 09:00"), service=alone) == [(None, None, None)]


HOURS = '[[hours]]\nid = "h"\n'


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (HOURS + 'timezone = "Asia/Bandung"\nmonday = ["08:00-12:00"]', 3, "is no time zone"),
        (HOURS + 'timezone = "WIB"\nmonday = ["08:00-12:00", "11:00-13:00"]', 4, "are no hours"),
        (HOURS + 'timezone = "WIB"\nmonday = ["8-12"]', 4, "are no hours"),
        (HOURS + 'timezone = "WIB"\nmonday = ["22:00-06:00"]', 4, "are no hours"),
        (HOURS + 'timezone = "WIB"\nmonday = ["22:00-29:00"]', 4, "are no hours"),
        (HOURS + 'timezone = "WIB"', 2, "never open"),
        (HOURS + 'timezone = "WIB"\ncountry = "Indonesia"\nmonday = ["08:00-12:00"]', 4, "no holidays are known"),
        (HOURS + 'timezone = "WIB"\nmonday = ["08:00-12:00"]\nclosed = ["Monday"]', 5, "Expected `date`|Invalid"),
        ('[zones]\nX = "Nowhere"', 2, "is no time zone"),
        ('[[limit]]\nid = "l"\nwithin = 0\nunit = "days"', 3, "is no limit"),
        ('[[limit]]\nid = "l"\nwithin = nan\nunit = "days"', 3, "is no limit"),
        ('[[limit]]\nid = "l"\nwithin = 1e300\nunit = "days"', 3, "is no limit"),
        ('[[limit]]\nid = "l"\nwithin = 2.5\nunit = "working days"', 3, "counted whole"),
        ('[[limit]]\nid = "l"\nwithin = 2\nunit = "weeks"', 4, "Invalid enum value"),
        (
            '[[limit]]\nid = "l"\nwithin = 2\nunit = "days"\n[[limit]]\nid = "l"\nwithin = 3\nunit = "days"',
            6,
            "id of its",
        ),
        ('[[limit]]\nid = "l"\nwithin = 2\nunit = "days"\ntopic = ["a"]', 5, "unknown field"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(own, text, line, problem):
    """Each rule, where it is broken."""
    with pytest.raises(DataError, match=rf"own\.toml, line {line}: .*({problem})"):
        own(text)


def test_somebody_has_to_work_for_all_the_others(own):
    """A file that stands alone needs hours that name no agency."""
    with pytest.raises(DataError, match="name no agencies"):
        own('replace = true\n[[hours]]\nid = "h"\ntimezone = "UTC"\nagencies = ["kai"]\nmonday = ["08:00-12:00"]')
    with pytest.raises(DataError, match="no file of service limits"):
        load(["nowhere.toml"])


def test_zones_of_rows_are_checked():
    """A zone that there isn't is no reason to take another."""
    rows = cases(case("2025-08-04 09:00", timezone="Asia/Bandung"))

    with pytest.raises(DataError, match="'Asia/Bandung' is no time zone"):
        overdue(rows, SERVICE, at("2025-08-31 00:00"))


@given(st.integers(0, 10_000), st.integers(0, 20_000), st.integers(0, 20_000))
def test_later_is_never_less_overdue(asked, end, more):
    """What is overdue stays so until it is answered."""
    begun = at("2025-01-01 00:00")
    row = case("2025-01-01 00:00") | {"asked_at": begun + timedelta(minutes=asked)}
    first, later = (
        overdue(cases(row), SERVICE, begun + timedelta(minutes=minutes))["overdue_now"].item()
        for minutes in (end, end + more)
    )

    assert first <= later
