"""`suara coordination` as a person meets it: whom it flags in the second sample, and what the others show without them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from tests.conftest import empty_neo4j

import suara
from suara import steps
from suara.analyse.coordination.rules import Rules
from suara.cli import cli
from suara.errors import InputError, NotYet
from suara.graph.model import DERIVED

ROOT = Path(__file__).parent.parent.parent
SEED_FILE = ROOT / "sample" / "serempak.csv"
CAMPAIGN = [f"suara{number}rakyat_co" for number in range(1, 7)]
RING = [f"lingkar{number}_contoh" for number in range(1, 4)]


def run(*arguments: object, code: int = 0) -> str:
    """What a command says."""
    done = CliRunner().invoke(cli, list(map(str, arguments)))
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(scope="module")
def made(sample, tmp_path_factory) -> suara.Workspace:
    """Both samples in one workspace."""
    workspace = suara.Workspace.create(tmp_path_factory.mktemp("serempak") / "hasil")
    suara.import_files(workspace, [*sample, SEED_FILE])
    suara.coordination(workspace)
    return workspace


@pytest.fixture
def workspace(made, tmp_path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(made.root, tmp_path / "hasil")
    return tmp_path / "hasil"


def test_the_generator_makes_the_very_file(tmp_path):
    """The second sample in the repository is what its generator writes."""
    subprocess.run([sys.executable, ROOT / "sample" / "make_serempak.py", tmp_path], check=True)

    assert (tmp_path / "serempak.csv").read_bytes() == SEED_FILE.read_bytes()


def test_the_planted_groups_are_found_and_nobody_else(made):
    """Neither the choir, nor those who shared the news, nor the neighbours, nor who repeats himself."""
    found = suara.coordination(made)
    groups = found.accounts.group_by("component").agg(pl.col("handle").sort()).sort("component")

    assert groups["handle"].to_list() == [[f"@{name}" for name in names] for names in (CAMPAIGN, RING)]
    assert found.evidence.drop_nulls(["text", "partner_text", "url", "partner_url"]).height == found.evidence.height
    assert found.shared.left_out["agencies"] == 728


def test_the_first_sample_has_none(result):
    """Nothing was planted in it, and nobody is flagged."""
    assert suara.coordination(result.workspace).accounts.is_empty()


def test_what_is_said(workspace):
    """What was looked at, what chance gives, who is flagged, and that it is no verdict."""
    said = run("coordination", "-w", workspace)

    assert "728 of agencies and media" in said
    assert "18 ties of 3 pairs or more; with times of day shuffled" in said
    assert "Flagged: 9 accounts in 2 groups, 18 ties. This is a screen, no verdict" in said
    assert "@lingkar1_contoh" in said


@pytest.mark.parametrize(
    ("table", "rows", "columns"),
    [
        (
            "accounts",
            9,
            {"account", "platform", "handle", "kinds", "partners", "posts", "weight", "seconds", "symmetry"},
        ),
        ("pairs", 18, {"account", "handle", "partner", "partner_handle", "weight", "kinds", "by_clock", "e_value"}),
        ("evidence", 261, {"kind", "object", "account", "post", "partner", "partner_post", "seconds", "text", "url"}),
        ("chance", 8, {"weight", "ties", "ties_by_chance"}),
    ],
)
def test_tables(workspace, table, rows, columns):
    """Each is written as any other."""
    found = json.loads(run("coordination", "-w", workspace, "--table", table, "-f", "json"))

    assert len(found) == rows
    assert columns <= found[0].keys()


def test_kinds_and_windows(workspace):
    """The ring shares links only; the campaign isn't there in the same second."""
    links = json.loads(run("coordination", "-w", workspace, "--kind", "link", "-f", "json"))
    fast = json.loads(
        run("coordination", "-w", workspace, "--window", "60", "--window", "text=0", "--kind", "text", "--json")
    )

    assert {row["handle"] for row in links} == {f"@{name}" for name in RING}
    assert fast == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--kind", "tunes"], "'tunes' is not one of"),
        (["--window", "soon"], "'soon' is none: write seconds, or as in repost=600"),
        (["--window", "nan"], "'nan' is none"),
        (["--window", "tune=3"], "'tune=3' is none"),
        (["--window", "-1"], "'-1' is none"),
        (["--quantile", "nan"], "it isn't a number"),
        (["--e-value", "nan"], "it isn't a number"),
        (["--quantile", "2"], "is not in the range"),
        (["--min-weight", "0"], "is not in the range"),
        (["--file", "x.csv", "--kind", "link"], "--file goes without --kind"),
    ],
)
def test_mistakes(workspace, arguments, says):
    """Each is told in a line, and nothing is screened."""
    assert says in run("coordination", "-w", workspace, *arguments, code=2)


def test_a_file_of_coortweets(tmp_path):
    """It is screened without a workspace; lines that can't be used are told."""
    rows = [f"u{day},{name},{name}{day},{day * 86400 + second}" for day in range(4) for second, name in enumerate("ab")]
    file = tmp_path / "shares.csv"
    file.write_text("\n".join(["object_id,account_id,content_id,timestamp_share", *rows, "u,a,,1"]))
    said = run("coordination", "--file", file)

    assert "8 shares (1 line couldn't be used, the first: line 10, no content_id)." in said
    assert "Flagged: 2 accounts in 1 group, 1 tie." in said
    assert "Flagged: nobody" in run("coordination", "--file", file, "--published")
    assert [row["weight"] for row in json.loads(run("coordination", "--file", file, "--table", "pairs", "--json"))] == [
        4
    ]
    assert "not there" in CliRunner().invoke(cli, ["coordination", "--file", "absent.csv"]).exception.args[0]


def test_exported_shares_flag_the_same(made, tmp_path):
    """Under pseudonyms: as many accounts, ties and pairs, and as fast."""
    steps.export_shares(made, tmp_path / "bagian.csv")
    there, here = suara.coordination_in_file(tmp_path / "bagian.csv"), suara.coordination(made)
    numbers = ["kinds", "partners", "posts", "weight", "seconds", "component"]

    assert there.rejected.is_empty()
    assert there.screen.accounts.select(numbers).sort(numbers).equals(here.accounts.select(numbers).sort(numbers))
    assert there.screen.chance["ties"].equals(here.screen.chance["ties"])


def test_in_the_graph(made):
    """Every flagged tie is a relation, from the lesser key to the greater; questions find them."""
    found = suara.coordination(made)
    held = suara.query(
        made, "MATCH (a:Account)-[r:COORDINATES_WITH]->(b:Account) RETURN a.key, b.key, r.weight, r.kinds, r.seconds"
    )

    assert "COORDINATES_WITH" in DERIVED
    assert sorted(held.rows()) == sorted(found.ties.select("account", "partner", "weight", "kinds", "seconds").rows())
    assert suara.query(made, "coordinating_complaints").row(0) == ("High cost", 48, 92, 6)
    assert suara.query(made, "agencies_targeted_together").rows() == [("PLN", 48, 6, 48, 108)]
    accounts = suara.query(made, "coordinating_accounts")
    assert accounts.select("account", "partners", "pairs", "complaints").row(0) == (CAMPAIGN[0], 5, 40, 8)
    assert accounts.height == 9


@pytest.mark.neo4j
def test_in_neo4j(sample, neo4j_address, made, tmp_path):
    """The same questions have the same answers there; a later screen that flags nobody takes the relations out."""
    empty_neo4j(neo4j_address)
    served = suara.Workspace.create(tmp_path / "hasil", neo4j_address)
    suara.import_files(served, [*sample, SEED_FILE])

    for question in ("coordinating_complaints", "agencies_targeted_together", "coordinating_accounts"):
        assert suara.query(served, question).equals(suara.query(made, question)), question
    view = suara.without_coordinated(served)
    assert view.store_address is None
    assert suara.topics(view).equals(suara.topics(suara.without_coordinated(made)))
    suara.coordination(served, rules=Rules(least=1_000))
    assert suara.query(served, "coordinating_accounts").is_empty()


def test_a_question_runs_the_screen_where_nobody_has(workspace):
    """As long as the screen hasn't seen the latest posts."""
    shutil.rmtree(workspace / "graph.lbug", ignore_errors=True)
    (workspace / "graph.lbug").unlink(missing_ok=True)

    assert suara.query(suara.Workspace(workspace), "coordinating_accounts").height == 9


def test_the_view_is_the_workspace_without_their_posts(made, sample, tmp_path):
    """All of it is as if these posts had never been collected; the workspace itself stays as it is."""
    view = suara.without_coordinated(made)
    kept = suara.Workspace.create(tmp_path / "hasil")
    suara.import_files(kept, [*sample, SEED_FILE])
    posts = kept.corpus.read()
    flagged = posts["author_handle"].is_in([*CAMPAIGN, *RING])
    other = kept.without(frozenset("x:" + posts.filter(flagged)["id"]))

    assert len(view.leaves_out) == 8 * 6 + 7 * 3
    assert suara.topics(view).equals(suara.topics(other))
    assert suara.topics(view)["posts"].sum() < suara.topics(made)["posts"].sum()
    agencies = [suara.responses(one).agencies.filter(agency="pln")["complaints"].item() for one in (made, view, made)]
    assert agencies == [108, 60, 108]


COMMANDS = (
    ["topics"],
    ["centrality"],
    ["communities"],
    ["responses", "--by", "agency"],
    ["timeline", "--unit", "month"],
    ["crosstab", "agency", "topic"],
    ["words"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_rankings_without_them(made, command):
    """Each command that ranks or counts can leave them out, says how many posts that is, and then shows something else."""
    whole = run(*command, "-w", made.root)
    said = CliRunner().invoke(cli, [*command, "-w", str(made.root), "--without-coordinated"])

    assert said.exit_code == 0, said.output
    assert "69 posts of flagged accounts left out" in said.stderr
    assert said.stdout != whole


def test_both_ways(workspace):
    """A ranking side by side: who loses most by it, and ranks that are right."""
    found = pl.DataFrame(json.loads(run("coordination", "-w", workspace, "--ranking", "topics", "-f", "json")))
    cost = found.filter(topic="complaints:high_cost").row(0, named=True)

    assert list(cost.values()) == ["complaints:high_cost", 92, 4, 44, 8, -4]
    assert "6 of 13 have another rank" in run("coordination", "-w", workspace, "--ranking", "topics")
    with pytest.raises(InputError, match="there is no ranking 'tunes'"):
        suara.both_ways(suara.Workspace(workspace), "tunes")


@pytest.mark.parametrize("ranking", ["agencies", "answered", "hashtags", "accounts"])
def test_each_ranking_both_ways(made, ranking):
    """Ranks go from 1, equal values share one, and what only they used has none without them."""
    found = suara.both_ways(made, ranking)
    name = found.columns[0]

    assert found["rank"].min() == 1
    assert found.sort("value", descending=True, maintain_order=True)["rank"].is_sorted()
    assert (found["value_without"].is_null() == found["rank_without"].is_null()).all()
    if ranking == "hashtags":
        assert found.filter(pl.col(name) == "#listrikmahal").select("value", "value_without").row(0) == (48, None)


def test_without_posts(tmp_path):
    """There is nothing to screen."""
    with pytest.raises(NotYet):
        suara.coordination(suara.Workspace.create(tmp_path / "hasil"))
