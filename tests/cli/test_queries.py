"""The queries as a person meets them: what they print, what they leave, and how they say what is wrong."""

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

import suara
from suara.cli import cli


def said(result, *arguments: str) -> str:
    """What a command prints, on the workspace of the sample."""
    done = CliRunner().invoke(cli, [*arguments, "-w", str(result.workspace.root)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_crosstab_prints_matrix_and_test(result, capfd):
    """Counts of posts, what wasn't counted, and why there is or isn't a chi-square."""
    single = said(result, "crosstab", "month", "complaint", "--lang", "en")
    multiple = said(result, "crosstab", "agency", "topic", "--lang", "en", "--count", "complaints")

    assert "posts not counted: 500 reposts" in single
    assert "Pearson chi-square" in single
    assert "multiple response" in multiple
    assert "expected count below 5" in multiple
    assert "more; all of them with --format csv" in multiple


def test_crosstab_counts_what_other_tables_count(result, tmp_path):
    """Complaints by agency, and posts by topic, as in their own tables."""
    made = suara.crosstab(result.workspace, "agency", "complaint", count="complaints").table
    by_agency = dict(made.filter(column="yes").drop_nulls("row").select("row", "n").iter_rows())
    expected = dict(result.responses.agencies.select("agency", "complaints").iter_rows())

    assert by_agency == expected
    topics = suara.crosstab(result.workspace, "topic", "complaint", count="complaints").table
    counted = dict(topics.drop_nulls("row").select("row", "n").iter_rows())
    assert counted == dict(result.topics.filter(pl.col("posts") > 0).select("topic", "posts").iter_rows())


def test_communities_are_those_of_the_store(result):
    """As `suara communities` last told them."""
    made = suara.crosstab(result.workspace, "community", "complaint", count="accounts").table
    known = set(result.communities.table["community"].cast(pl.String))

    assert set(made["row"].drop_nulls()) <= known
    assert made["row"].n_unique() > 3


@pytest.mark.parametrize("ending", ["svg", "html", "png"])
def test_crosstab_draws(result, tmp_path, ending):
    """A file of that kind."""
    figure = tmp_path / f"peta.{ending}"
    assert f"heat map: {figure}" in said(result, "crosstab", "agency", "topic", "--figure", str(figure)).replace(
        "\n", ""
    )

    assert figure.stat().st_size > 5_000


def test_words_of_groups_are_printed_by_their_names(result):
    """Under the names that people know; ids in the table."""
    printed = said(result, "words", "--by", "agency", "--lang", "id")

    assert "Korlantas Polri" in printed
    table = suara.words(result.workspace, by="agency").table
    assert "korlantas" in table["group"]
    assert suara.words(result.workspace, by="agency", where=["agency=kai"]).table["z"].is_null().any()


def test_words_and_find_agree(result):
    """As many places as times, as many posts as posts."""
    row = suara.words(result.workspace, where=["complaint=yes"]).table.row(0, named=True)
    found = suara.find(result.workspace, row["word"], where=["complaint=yes"]).table

    assert found["post"].n_unique() == row["posts"]
    assert found.height == row["times"]
    assert found["account"].n_unique() == row["accounts"]


def test_find_prints_words_in_context(result):
    """A line each, and how many there are."""
    printed = said(result, "find", "pungli*", "--context", "3")

    assert "places in" in printed
    assert "ungli" in printed
    assert "0 places in 0 posts by 0 accounts" in said(result, "find", "xyzzyz")


@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        (["crosstab", "agency", "topic", "--where", "complaint=yes"], "row,column,n,row_share,row_low,row_high"),
        (["words", "--at-least", "100000"], "word,posts,accounts,times,share"),
        (["words", "--by", "topic"], "group,word,posts,times,rest_times"),
        (["words", "--collocations", "--at-least", "100000"], "first,second,posts,times"),
        (["find", "xyzzyz"], "post,created_at,account,handle,agency,left,match,right,start,end"),
    ],
)
def test_tables_have_their_columns(result, arguments, columns):
    """Also where there is nothing."""
    assert said(result, *arguments, "--format", "csv").startswith(columns)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["crosstab", "colour", "topic"], "they have agency, topic"),
        (["crosstab", "agency", "sentimen"], "they have agency, topic"),
        (["crosstab", "agency", "day", "--timezone", "Jakarta"], "no time zone"),
        (["crosstab", "agency", "topic", "--figure", "a.jpg"], "a.jpg can't be drawn"),
        (["crosstab", "agency", "topic", "--where", "agency=nobody"], "no post has agency = 'nobody'; there is"),
        (["words", "--by", "colour"], "they have agency"),
        (["words", "--hashtags", "--ngrams", "2"], "hashtags have no collocations"),
        (["words", "--collocations", "--by", "agency"], "collocations are of pairs"),
        (["find", "kartu ("], "character 8"),
    ],
)
def test_mistakes(result, arguments, told):
    """One line that says what there is."""
    with pytest.raises(suara.SuaraError, match=told.replace("(", r"\(")):
        CliRunner().invoke(cli, [*arguments, "-w", str(result.workspace.root)], catch_exceptions=False)


@pytest.mark.parametrize("arguments", [["crosstab", "agency", "topic"], ["words"], ["find", "kartu"]])
def test_a_workspace_without_posts(tmp_path, arguments):
    """Says how to get some."""
    suara.Workspace.create(tmp_path / "w")
    with pytest.raises(suara.SuaraError, match="has no posts yet"):
        CliRunner().invoke(cli, [*arguments, "-w", str(tmp_path / "w")], catch_exceptions=False)


def test_hostile_posts_stay_text(tmp_path):
    """Signs that move the cursor, markup and formulas in texts, languages and hashtags; a lonely post besides."""
    evil = "=1+1 [red]\x1b[31m</script>"
    tweet = {"id": "1", "text": f"lelet loket {evil} @KAI121", "author_id": "7", "created_at": "2026-03-01T00:00:00Z",
             "lang": evil, "entities": {"mentions": [{"username": "KAI121"}], "hashtags": [{"tag": evil}]}}  # fmt: skip
    path = tmp_path / "posts.jsonl"
    path.write_text(json.dumps({"data": [tweet], "meta": {}}) + "\n")
    workspace = suara.Workspace.create(tmp_path / "w")
    suara.import_files(workspace, [path])
    for arguments in (
        ["crosstab", "lang", "agency", "--figure", str(tmp_path / "a.svg")],
        ["crosstab", "agency", "lang"],
        ["words", "--hashtags"],
        ["words", "--by", "lang", "--at-least", "1"],
        ["find", "loket"],
    ):
        done = CliRunner().invoke(cli, [*arguments, "-w", str(workspace.root)], catch_exceptions=False)
        assert done.exit_code == 0
        assert "\x1b" not in done.output
        csv = (
            CliRunner().invoke(cli, [*arguments, "-w", str(workspace.root), "-f", "csv"], catch_exceptions=False).output
        )
        assert not any(cell.startswith("=") for line in csv.splitlines() for cell in line.replace('"', "").split(","))
    assert "<script" not in Path(tmp_path / "a.svg").read_text()
