"""`suara export`: every network in every format, and nobody's name in it who isn't public."""

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from tests import gephi

import suara
import suara.steps
from suara.analyse.coordination import coortweet
from suara.analyse.coordination.kinds import KINDS
from suara.cli import cli
from suara.present import exports, networks


@pytest.fixture(scope="module")
def private(result) -> set[str]:
    """What leads to private people: their handles, ids, and the ids of their posts."""
    tables = suara.steps.graph(result.workspace).tables
    people = tables["Account"].filter(
        pl.col("agency").is_null()
        & ~(pl.col("verified").fill_null(False) | (pl.col("followers") > 5_000).fill_null(False))
    )
    posts = tables["POSTED"].join(people, left_on="from", right_on="key", how="semi")["to"].str.replace("^[^:]+:", "")
    return {text for text in (*people["handle"], *people["id"], *posts) if text and len(text) > 5}


@pytest.mark.parametrize(
    ("what", "form"), [*((what, "gexf") for what in networks.names()), *(("posts", form) for form in exports.names())]
)
def test_every_network_in_every_format(result, private, tmp_path: Path, what: str, form: str):
    """It is written, and holds nothing that leads to private people."""
    done = suara.export(result.workspace, tmp_path / f"a.{form}", what=what)

    assert done.nodes > 0 or what == "coalitions"  # nobody takes a position in complaints
    for path in done.paths:
        content = path.read_bytes() if form != "parquet" else repr(pl.read_parquet(path).to_dicts()).encode()
        assert [text for text in private if text.encode() in content] == []


@pytest.mark.slow
def test_gephi_opens_every_network_without_a_warning(result, tmp_path: Path):
    """All of the sample's, in both formats."""
    made = {
        path: suara.export(result.workspace, path, what=what)
        for what in networks.names()
        for path in (tmp_path / f"{what}.gexf", tmp_path / f"{what}.graphml")
    }

    for told in gephi.read(list(made)):
        done = made[Path(told["file"])]
        assert gephi.complaints(told) == [], told["file"]
        assert (told["verified"], told["nodes"]) == (True, done.nodes)
        assert told["edges"] == done.links or told["file"].endswith("posts.graphml")  # which has no kinds of links


def test_all_names_only_when_asked_for(result, private, tmp_path: Path):
    """The test above isn't empty."""
    suara.export(result.workspace, tmp_path / "a.gexf", what="posts", names="all")
    content = (tmp_path / "a.gexf").read_text()

    assert len([text for text in private if text in content]) > 100


def test_components_that_are_left_out_are_counted(here: Path):
    """As twarc-network's options have it."""
    command = ["export", "a.csv", "-w", "hasil", "--min-component", "4", "--max-component", "9"]
    done = CliRunner().invoke(cli, command, catch_exceptions=False)

    assert "left out" in done.output
    assert pl.read_csv("a_nodes.csv").height < 50


def test_an_empty_network_is_said_to_be_one(here: Path):
    """Nobody takes a position in complaints: the file is there, with nothing in it."""
    done = CliRunner().invoke(cli, ["export", "a.gexf", "-w", "hasil", "--what", "coalitions"], catch_exceptions=False)

    assert "empty" in done.output
    assert Path("a.gexf").is_file()


@pytest.mark.parametrize("arguments", [["a.pickle"], ["a.gexf", "--what", "friends"], ["nowhere/a.gexf"]])
def test_what_cannot_be_exported(here: Path, arguments: list[str]):
    """Formats and networks that aren't there, and folders that aren't."""
    assert CliRunner().invoke(cli, ["export", *arguments, "-w", "hasil"]).exit_code != 0


@pytest.mark.parametrize("kind", list(KINDS))
def test_shares_lead_to_nobody(result, private, tmp_path: Path, kind: str):
    """As CooRTweet takes them; with all names they are those that are screened."""
    suara.steps.export_shares(result.workspace, tmp_path / "a.csv", kinds=[kind])
    suara.steps.export_shares(result.workspace, tmp_path / "b.csv", kinds=[kind], names="all")
    hidden, named = (pl.read_csv(tmp_path / name, infer_schema=False) for name in ("a.csv", "b.csv"))

    assert hidden.columns == ["object_id", "account_id", "content_id", "timestamp_share", "kind"]
    assert [text for text in private if text in (tmp_path / "a.csv").read_text()] == []
    assert named.height == hidden.height
    assert [named[name].n_unique() for name in named.columns] == [hidden[name].n_unique() for name in hidden.columns]


def test_shares_are_read_back(result, tmp_path: Path):
    """By what reads CooRTweet's files: the same pairs as from the posts themselves."""
    done = suara.steps.export_shares(result.workspace, tmp_path / "a.csv", names="all")
    shares, problems = coortweet.read(tmp_path / "a.csv")

    assert (shares.height, problems.height) == (done.shares, 0)
    assert shares["time"].min() >= result.workspace.corpus.read()["created_at"].min()
