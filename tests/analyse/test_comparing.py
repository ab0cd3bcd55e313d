"""Groups of cases beside each other: by what they can be grouped, whether they wait alike, and who is answered sooner."""

import pytest
from tests.invented import CITIZEN, KAI, OTHER, PLN, built, complaint, post

import suara
from suara.analyse.responses.grouping import GROUPS, grouped
from suara.analyse.responses.tables import FIGURES, respond
from suara.errors import DataError
from suara.steps import compare_responses, equity, response_groups


def found(*posts):
    """What is known of their answers."""
    return respond(built(*posts))


SOME = (
    complaint("10", 0, KAI),
    complaint("11", 0, KAI, PLN, author=OTHER, author_followers=7000),
    post("20", KAI, 5, CITIZEN, reply_to="10"),
    post("21", PLN, 9, OTHER, reply_to="11"),
)


@pytest.mark.parametrize("by", GROUPS)
def test_groups_hold_all_cases(by):
    """Each group has its figures; those of all but topics add up to the cases."""
    told = found(*SOME)
    groups = response_groups(told, by)

    assert groups.columns == [by, *FIGURES]
    assert groups["complaints"].sum() == told.cases.height
    assert groups["answered"].sum() == (told.cases["status"] == "answered").sum()


def test_sizes_that_nobody_tells_are_unknown():
    """Not "under 100"."""
    groups = response_groups(found(*SOME), "account_size")

    assert dict(groups.select("account_size", "complaints").iter_rows()) == {"5,000 and more": 2, None: 1}


def test_months_begin_where_they_are_said_to():
    """The first of March in UTC is still February in New York."""
    cases = found(complaint("10", 0)).cases

    assert grouped(cases, "month", timezone="America/New_York")["month"].to_list() == ["2026-02"]
    assert grouped(cases, "month")["month"].to_list() == ["2026-03"]


def test_there_is_no_other_group():
    """What there is, is told."""
    with pytest.raises(DataError, match="account_size"):
        grouped(found(*SOME).cases, "colour")


def test_groups_of_the_sample_compare(result):
    """Agencies of the sample don't wait alike; those with few cases are left out."""
    compared = compare_responses(result.responses, "agency")

    assert compared.overall["p"].item() < 0.001
    assert set(compared.pairs["agency_a"]) <= set(result.responses.agencies.filter("ranked")["agency"])
    assert (compared.pairs["p_holm"] >= compared.pairs["p"]).all()


@pytest.mark.commands
def test_who_is_answered_sooner(result):
    """The regression of the sample says how many complaints it saw, in both languages."""
    sooner = equity(suara.Workspace.find(result.workspace.root), by="platform")

    seen = result.responses.cases.filter(result.responses.cases["status"] != "unobserved")
    assert f"{seen.height} complaints" in sooner.equity.says["en"][0]
    assert f"{seen.height} keluhan" in sooner.equity.says["id"][0]
    assert sooner.differences["platform"].to_list() == ["x"]
