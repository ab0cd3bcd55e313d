"""`suara structure`, as a person uses it."""

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from suara import steps
from suara.cli import cli
from suara.errors import InputError
from suara.steps._structured import TABLES
from suara.workspace import Workspace

OF = ("--workspace", "hasil", "--qualifier", "sentiment", "--least", "6")


def suara(*arguments):
    done = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def debate(tmp_path, monkeypatch) -> Path:
    """A workspace of a hand-coded debate: two camps of four, who all agree on one concept, and one who turns in March."""
    monkeypatch.chdir(tmp_path)
    rows = []
    for i, who in enumerate(("Ani", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gita", "Hadi")):
        for concept in ("tarif", "subsidi", "swasta"):
            for month in ("01", "03"):
                turned = who == "Dewi" and month == "03"
                rows.append((f"2026-{month}-10", who, concept, int((i < 4) != turned)))
        rows.append(("2026-01-10", who, "air bersih", 1))
    table = pl.DataFrame(rows, schema=["time", "person", "concept", "qualifier"], orient="row")
    table.with_columns(document=pl.format("{}-{}", "time", "person")).write_csv("debat.csv")
    suara("statements", "import", "debat.csv", "--workspace", "debat")
    return tmp_path


def test_it_says_in_words_what_it_found(debate):
    """Who is with whom, what divides and unites them, that it is no chance, and that a test would be circular."""
    said = suara("structure", "--workspace", "debat", "--least", "7", "--backbone", "--concepts-backbone").output

    assert said.startswith("56 statements with a position by 8 actors on 4 concepts")
    assert "who agrees with whom is no chance" in said
    assert "all ways to divide the actors were tried" in said
    assert "What divides them" in said
    assert "so that this is no test" in said
    divides, _, unites = said.partition("What unites them")
    assert all(concept in divides for concept in ("tarif", "subsidi", "swasta"))
    assert "air bersih" in unites


def test_two_periods_beside_each_other(debate):
    """Who turned, on what, and in which words; the coalition follows."""
    of = ("structure", "--workspace", "debat", "--compare", "2026-02-01", "--json")
    turned = [row for row in json.loads(suara(*of, "--table", "positions").stdout) if row["change"] == "turned"]
    members = {row["actor"]: row for row in json.loads(suara(*of, "--table", "members").stdout)}
    said = json.loads(suara(*of, "--table", "said").stdout)

    assert {(row["actor"], row["concept"]) for row in turned} == {("Dewi", c) for c in ("tarif", "subsidi", "swasta")}
    assert [who for who, row in members.items() if row["change"] == "changed"] == ["Dewi"]
    assert [row["period"] for row in said] == ["before", "after"] * 3
    shown = suara(*of[:-1]).output
    assert "Who changed side on what" in shown
    assert "adjusted Rand index" in shown


def test_every_table_can_be_written(here):
    """With the columns that it has, also as CSV."""
    found = steps.structure(Workspace.find(Path("hasil")), qualifier="sentiment", least=5)
    for name in TABLES:
        if name not in ("ties", "positions", "said", "members"):
            table = found.table(name)
            assert table.height, name
    suara("structure", *OF, "--table", "accounts-backbone", "--output", "akun.csv")
    accounts = pl.read_csv("akun.csv")

    assert accounts.columns == ["from", "to", "weight", "alpha", "score", "deviation", "sigmas"]
    assert accounts["alpha"].is_sorted()
    assert accounts["alpha"].is_between(0, 1).all()


def test_coalitions_are_in_the_graph(here):
    """As the table says; a run tells how they came about."""
    table = pl.DataFrame(json.loads(suara("structure", *OF, "--json").stdout))
    query = "MATCH (a:Actor) WHERE a.coalition IS NOT NULL RETURN a.key AS key, a.coalition AS coalition ORDER BY key"
    stored = json.loads(suara("query", query, "--workspace", "hasil", "--json").stdout)

    kept = table.drop_nulls("coalition").sort("actor")
    assert [(row["key"], row["coalition"]) for row in stored] == kept.select("actor", "coalition").rows()
    runs = suara("query", "MATCH (r:Run {command: 'structure'}) RETURN r.parameters AS p", "-w", "hasil", "--json")
    assert json.loads(json.loads(runs.stdout)[0]["p"])["camps"] == 2


def test_where_coalitions_stand_is_a_question_of_the_graph(here):
    """The statements of each coalition on each concept, as in the table."""
    table = pl.DataFrame(json.loads(suara("structure", *OF, "--table", "concepts", "--json").stdout))
    rows = json.loads(suara("query", "where_coalitions_stand", "-w", "hasil", "--json").stdout)
    asked = sorted((row["coalition"], row["actors"], row["statements"]) for row in rows)

    assert asked == sorted(table.select("coalition", "actors", "statements").rows())


def test_groups_of_other_kinds(here):
    """Communities of the accounts, and attributes of the statements."""
    workspace = Workspace.find(Path("hasil"))
    for by in ("community", "platform", "person.verified"):
        found = steps.structure(workspace, qualifier="sentiment", least=3, by=by)
        assert found.ei_table["group"][0] is None
        assert found.ei_table["actors"][0] == found.grouping.drop_nulls().len()
        assert found.brokers["group"].null_count() == 0
    assert -1 <= found.ei.ei <= 1


def test_nothing_is_no_error(here):
    """Without positions there are no coalitions, and it says why."""
    done = suara("structure", "--workspace", "hasil", "--qualifier", "none")

    assert "No coalitions: 0 actors agree or disagree with anybody, too few for 2 camps." in done.output
    assert (
        json.loads(suara("structure", "-w", "hasil", "--qualifier", "none", "--table", "brokers", "--json").stdout)
        == []
    )


def test_too_many_actors_are_told_how_to_become_fewer(here, monkeypatch):
    """Before anything is worked out; what needs no ties of all with all goes on."""
    monkeypatch.setattr("suara.steps._structured.MOST", 50)
    found = steps.structure(Workspace.find(Path("hasil")), qualifier="sentiment")
    for name in ("coalitions", "clusters", "backbone"):
        with pytest.raises(InputError, match=r"310 actors are too many .* --least 4 leaves 42;"):
            found.table(name)

    assert found.table("accounts-backbone").height


def test_what_cannot_be_is_said(here):
    """Wrong names and numbers, and periods without a date."""
    workspace = Workspace.find(Path("hasil"))
    with pytest.raises(InputError, match="statements have no 'agama' to group actors by"):
        _ = steps.structure(workspace, by="agama", qualifier="sentiment").ei
    with pytest.raises(InputError, match="say when the second one begins"):
        steps.structure(workspace).table("ties")
    with pytest.raises(InputError, match="at least 2 coalitions"):
        steps.structure(workspace, camps=1)
    with pytest.raises(InputError, match="ties are interactions or congruence"):
        steps.structure(workspace, ties="reposts")
    with pytest.raises(InputError, match="no column 'partai'"):
        steps.structure(workspace, actor="partai")


def test_the_figure_names_nobody_who_is_private(here, debate_names):
    """Pseudonyms of the workspace unless asked otherwise; organisations by name."""
    suara("structure", *OF, "--table", "clusters", "--figure", "a.svg", "--figure", "b.html", "--lang", "en")
    suara("structure", *OF, "--table", "clusters", "--figure", "c.svg", "--names", "all")
    hidden, page, told = (Path(name).read_text(encoding="utf-8") for name in ("a.svg", "b.html", "c.svg"))

    assert "citizen " in hidden
    assert debate_names
    assert all(name in told for name in debate_names)
    assert not any(name in hidden or name in page for name in debate_names)


@pytest.fixture
def debate_names(here) -> list[str]:
    """Handles of the private people who take part."""
    found = steps.structure(Workspace.find(Path("hasil")), qualifier="sentiment", least=6)
    accounts = found.graph.tables["Account"].filter(
        pl.col("key").is_in(found.selected.actors.implode()),
        pl.col("agency").is_null(),
        ~pl.col("verified").fill_null(False),
    )
    return accounts.filter(pl.col("followers").fill_null(0) <= 5000)["handle"].drop_nulls().to_list()


def test_people_of_hand_coders_are_hidden_in_figures(debate):
    """Nobody knows whether they are public."""
    suara("structure", "--workspace", "debat", "--table", "clusters", "--figure", "a.svg")
    suara("structure", "--workspace", "debat", "--table", "clusters", "--figure", "b.svg", "--names", "all")

    assert "Dewi" not in Path("a.svg").read_text(encoding="utf-8")
    assert "Dewi" in Path("b.svg").read_text(encoding="utf-8")
