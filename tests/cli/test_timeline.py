"""`suara timeline`, as a person uses it."""

import json
import re
import shlex
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from suara import steps
from suara.cli import cli
from suara.errors import InputError
from suara.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent


def suara(*arguments):
    return CliRunner().invoke(cli, list(arguments))


def test_it_shows_bars_and_says_that_nothing_changed(here):
    """The sample is as busy at its end as at its beginning."""
    done = suara("timeline", "--workspace", "hasil", "--unit", "week")

    assert done.exit_code == 0, done.output
    assert done.output.startswith("2,454 posts in 10 weeks, Asia/Jakarta\n")
    assert "No change of level that lasts" in done.output


def test_the_worked_example_of_the_page(here):
    """What docs/timeline.md shows is what the command before it prints."""
    page = (ROOT / "docs" / "timeline.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```console\n(suara [^\n]*)\n```\n\n```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)

    assert shown
    for command, output in shown:
        printed = suara(*shlex.split(command)[1:]).stdout
        assert [line.rstrip() for line in printed.splitlines()] == output.splitlines()


def test_every_post_is_in_a_period(here):
    """In each unit the counts add up to those of the workspace."""
    found = {
        unit: steps.timeline(Workspace.find(Path("hasil")), unit=unit) for unit in ("hour", "day", "week", "month")
    }

    assert {unit: line.table["posts"].sum() for unit, line in found.items()} == dict.fromkeys(found, 2454)
    assert {line.table["complaints"].sum() for line in found.values()} == {727}
    assert {line.posts + line.table["reposts"].sum() for line in found.values()} == {2954}


def test_planted_waves_of_reposts_are_found_with_the_posts_behind_them(here):
    """Two posts that many passed on: each rise names the post."""
    done = suara("timeline", "-w", "hasil", "--unit", "hour", "--count", "reposts", "--kind", "behind", "-f", "json")

    rows = json.loads(done.stdout)
    rises = [row for row in rows if row["kind"] == "post" and row["rest_posts"] == 0 and row["posts"] > 15]
    assert [row["period"] for row in rises] == ["2026-03-05 09:00", "2026-04-07 05:00"]
    posts = pl.read_csv(here / "sample" / "truth" / "posts.csv", infer_schema_length=0)
    assert all(key.removeprefix("x:") in posts["id"] for row in rises for key in row["examples"].split("; "))


def test_shares_of_topics(here):
    """Of each week's complaints; a complaint with two topics counts for both."""
    found = steps.timeline(Workspace.find(Path("hasil")), unit="week", by="topic", count="complaints", lang="en")

    whole = found.table.filter(series=found.table["series"][0])
    assert whole["total"].sum() == 727
    assert whole["n"].sum() == found.table.group_by("series").agg(pl.col("n").sum())["n"].max()
    assert found.table.filter(pl.col("share") > pl.col("share_high")).is_empty()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--since", "2030-01-01"], "Nothing to show: no post with a time is left."),
        (["--since", "2026-03-02", "--until", "2026-03-02T20:00"], "0 whole periods are too few"),
        (["--unit", "month"], "2 whole periods are too few to look for changes: it takes 6"),
        (["--where", "platform=x", "--agency", "kai", "--unit", "week"], "posts in 10 weeks"),
    ],
)
def test_little_is_said_to_be_little(arguments, says, here):
    """And is no error."""
    done = suara("timeline", "-w", "hasil", *arguments)

    assert done.exit_code == 0, done.output
    assert says in done.output


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"unit": "year"}, "a unit is one of hour, day, week, month"),
        ({"count": "likes"}, "what is counted one of"),
        ({"by": "mood"}, "posts have no attribute 'mood'"),
        ({"by": "topic", "count": "accounts"}, "shares are of posts"),
        ({"timezone": "Mars/Olympus"}, "there is no time zone"),
        ({"where": ["agency=nobody"]}, "no post has agency = 'nobody'"),
        ({"shortest": 1}, "a level lasts at least 2 periods"),
    ],
)
def test_what_cannot_be_is_refused(options, says, here):
    """In a line that says what can be."""
    with pytest.raises(InputError, match=says):
        steps.timeline(Workspace.find(Path("hasil")), **options)


def test_since_and_until_are_by_the_clock_of_the_place(here):
    """A day in Jakarta isn't a day in UTC."""
    days = {}
    for zone in ("Asia/Jakarta", "UTC"):
        done = suara(
            "timeline",
            "-w",
            "hasil",
            "--since",
            "2026-03-10",
            "--until",
            "2026-03-11",
            "--timezone",
            zone,
            "-f",
            "json",
        )
        (days[zone],) = json.loads(done.stdout)

    assert [day["start"] for day in days.values()] == ["2026-03-09T17:00:00Z", "2026-03-10T00:00:00Z"]
    assert {day["covered"] for day in days.values()} == {1.0}
    assert suara("timeline", "-w", "hasil", "--since", "yesterday").exit_code == 2


def test_a_debate_in_windows(here):
    """A row a window; statements without a position are told; the figure and the file for Gephi name no private person."""
    arguments = ["timeline", "-w", "hasil", "--windows", "2", "--unit", "week", "--qualifier", "sentiment"]
    done = suara(*arguments, "--gexf", "debat.gexf", "--figure", "debat.html")

    assert done.exit_code == 0, done.output
    assert "661 statements with a position by 310 actors, 5 windows, Asia/Jakarta" in done.output
    assert "left out, as no qualifier: 257" in done.output
    accounts = pl.read_csv("hasil/tables/accounts.csv").filter(pl.col("agency").is_null())
    private = accounts.filter(pl.col("followers") <= 5000)["handle"]
    for file in ("debat.gexf", "debat.html"):
        text = (here / file).read_text()
        assert [handle for handle in private if f"@{handle}" in text] == []
    ties = suara(*arguments, "--kind", "ties", "-f", "csv")
    assert ties.stdout.startswith("window,source,target,congruence,conflict\n")


def test_accounts_over_time_are_played_by_gephi(here):
    """The file has the days on which accounts turned to each other."""
    done = suara("timeline", "-w", "hasil", "--gexf", "waktu.gexf", "-f", "csv")

    text = (here / "waktu.gexf").read_text()
    assert done.exit_code == 0, done.output
    assert 'mode="dynamic"' in text
    assert text.count("<spells>") > 3000


@pytest.mark.parametrize(
    "arguments",
    [["--kind", "ties"], ["--step", "2"], ["--unit", "year"], ["--windows", "2", "--by", "topic"], ["--windows", "0"]],
)
def test_what_does_not_go_together_is_refused(arguments, here):
    """By the command, with its exit code for wrong usage."""
    assert suara("timeline", "-w", "hasil", *arguments).exit_code == 2


def test_positions_are_apart_by_the_scale_that_is_given(tmp_path, monkeypatch):
    """1 and 4 agree for the most part from -5 to 5, and not at all where they are the ends."""
    monkeypatch.chdir(tmp_path)
    Path("debat.csv").write_text("organisation,concept,position,time\nA,tarif,1,2026-01-01\nB,tarif,4,2026-01-01\n")
    suara("statements", "import", "debat.csv", "--workspace", "hasil")
    told = [
        json.loads(suara("timeline", "-w", "hasil", "--windows", "1", "--json", *more).stdout)[0]["agreement"]
        for more in ((), ("--scale", "-5", "5"))
    ]
    assert told == [0.0, 0.7]
