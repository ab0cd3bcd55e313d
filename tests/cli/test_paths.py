"""`suara paths` as a person meets it: its tables, its figures, its mistakes."""

import json
import re

import polars as pl
import pytest
from click.testing import CliRunner

import suara
from suara.cli import cli


def run(*arguments: object, code: int = 0) -> str:
    """What a command says."""
    done = CliRunner().invoke(cli, ["paths", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done.output


def test_what_is_printed_adds_up(here, result):
    """The hand-offs of the sample, as the tables have them; every one that was planted is among them where it can be."""
    found = suara.paths(result.workspace)
    said = run("-w", here / "hasil")
    handed = pl.read_csv(here / "sample" / "truth" / "responses.csv", infer_schema=False).filter(
        pl.col("handed_to") != ""
    )
    planted = {(f"x:{c}", f"x:{r}", to) for c, r, to in handed.select("complaint", "response", "handed_to").iter_rows()}
    known = set(found.responses.responses.drop_nulls("response").select("complaint", "response").rows())
    ours = set(found.handoffs.steps.select("case", "response", "to").rows())

    assert f"{found.handoffs.steps.height} hand-offs of" in said
    assert {row for row in planted if row[:2] in known} <= ours
    assert len(ours & planted) >= 20
    for row in found.handoffs.between.head(2).iter_rows(named=True):
        assert re.search(rf" {row['times']} ", said)


@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        ([], {"agency", "to", "times", "observed", "arrived", "rate", "rate_low", "rate_high", "median_minutes"}),
        (["--by", "way"], {"case", "path", "hand_offs", "end", "minutes", "ping_pong"}),
        (["--by", "step"], {"case", "step", "agency", "to", "response", "status"}),
        (["--kind", "escalation"], {"event", "complaints", "answered", "rate"}),
        (
            ["--kind", "escalation", "--by", "complaint"],
            {"complaint", "reposts", "by_large", "last_event", "minutes_since_last"},
        ),
        (["--kind", "escalation", "--by", "post"], {"complaint", "event", "post", "minutes_after"}),
        (["--kind", "shortest"], {"topic", "agency", "steps", "step", "how", "post", "minutes"}),
    ],
)
def test_tables(here, arguments, columns):
    """Each is written as any other."""
    rows = json.loads(run("-w", here / "hasil", *arguments, "-f", "json"))

    assert rows
    assert columns <= rows[0].keys()


def test_escalation_says_what_it_does_not_say(here):
    """Nobody is to read it as a cause."""
    said = run("-w", here / "hasil", "--kind", "escalation")

    assert "None of this says that an answer came because of it" in said
    assert "nothing" in said


def test_large_accounts(here):
    """How many followers that are may be said."""

    def passed(large: int) -> int:
        rows = json.loads(run("-w", here / "hasil", "--kind", "escalation", "--large", large, "-f", "json"))
        return next(row["complaints"] for row in rows if row["event"] == "large")

    assert passed(0) > passed(5_000) > passed(10_000_000) == 0


@pytest.mark.parametrize("ending", ["svg", "html", "png"])
def test_figures(here, ending):
    """In either language; told on standard error, as a table may follow."""
    rows = run("-w", here / "hasil", "--figure", here / f"alih.{ending}", "--lang", "en", "--by", "way", "-f", "csv")
    data = (here / f"alih.{ending}").read_bytes()

    assert rows.splitlines()[0].startswith("case,") or "case," in rows
    assert data.startswith(b"\x89PNG") or b"Where do agencies send people" in data


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--by", "post"], "agency or way or step"),
        (["--topic", "slow_service"], "--kind shortest"),
        (["--kind", "escalation", "--agency", "pln"], "--kind shortest"),
        (["--figure", "a.pdf"], "a.pdf can't be drawn"),
    ],
)
def test_mistakes_in_use(here, arguments, told):
    """Said in a line, before any work."""
    done = CliRunner().invoke(cli, ["paths", "-w", str(here / "hasil"), *arguments])

    assert done.exit_code != 0
    assert told in done.output or told in str(done.exception)


@pytest.mark.parametrize(
    ("wrong", "near"),
    [({"topic": "nosuch"}, "slow_service"), ({"agency": "nosuch"}, "pln"), ({"topic": ""}, "slow_service")],
)
def test_unknown_topics_and_agencies(result, wrong, near):
    """The ones there are are named."""
    with pytest.raises(suara.SuaraError, match=rf"there is no (topic|agency) '(nosuch)?': name one of .*\b{near}\b"):
        suara.paths(result.workspace).shortest(**wrong)


def test_nothing_there(tmp_path):
    """A workspace whose posts hold no complaint: said, and empty tables with columns."""
    posts = tmp_path / "p.csv"
    posts.write_text(
        "id_str,full_text,created_at,conversation_id_str,user_id_str\n"
        "1700000000000000001,halo,2026-03-01T08:00:00.000Z,1700000000000000001,1\n"
    )
    workspace = suara.Workspace.create(tmp_path / "w")
    suara.import_files(workspace, [posts])

    assert "No hand-offs" in run("-w", tmp_path / "w")
    assert "No way" in run("-w", tmp_path / "w", "--kind", "shortest")
    assert "nothing" in run("-w", tmp_path / "w", "--kind", "escalation")
    assert run("-w", tmp_path / "w", "--by", "way", "-f", "csv").startswith("case,account")
    run("-w", tmp_path / "w", "--figure", tmp_path / "a.svg")
    assert "Tidak ada yang dapat digambar" in (tmp_path / "a.svg").read_text(encoding="utf-8")
