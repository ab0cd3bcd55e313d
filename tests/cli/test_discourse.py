"""`suara discourse`, as a person uses it."""

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from suara import steps
from suara.cli import cli
from suara.errors import InputError
from suara.workspace import Workspace

DEBATE = "sample/pernyataan.csv"


FIVE = """\
pdam,tariff,1,2026-03-01,a
lsm,audit,1,2026-03-02,b
dprd,tariff,0,2026-03-02,b
dprd,tariff,0,2026-03-03,c
dprd,audit,1,2026-03-04,c
"""


def suara(*arguments):
    return CliRunner().invoke(cli, list(arguments))


def words(done) -> str:
    """What was printed, whatever the width of the table."""
    return " ".join(done.output.split())


def written(tmp_path: Path, text: str) -> str:
    file = tmp_path / "debate.csv"
    file.write_text("organisation,concept,agreement,time,document\n" + text)
    return str(file)


def test_a_file_of_statements_needs_no_workspace(here, monkeypatch):
    """The strongest ties of both signs by name, and the matrix where it is small."""
    monkeypatch.chdir(here / "sample")
    done = suara("discourse", "--statements", "pernyataan.csv", "--normalise", "none")

    assert done.exit_code == 0, done.output
    assert done.output.startswith("32 statements of 32, by 8 actors on 7 concepts\n")
    assert "20 ties: subtract Who agrees most" in words(done)
    assert "Himpunan Pengusaha Contoh Serikat Pekerja Air Contoh 3" in words(done)
    assert "Koalisi Air untuk Semua Contoh Pemerintah Kota Contoh -4" in words(done)
    assert "All ties actor 1 2 3 4 5 6 7 8 1 DPRD Kota Contoh 0 -1 1 0 0 -1 0 -1" in words(done)


def test_ties_and_the_matrix_are_files(here):
    """Pairs once; the matrix whole, symmetric."""
    ties, matrix = here / "ties.csv", here / "matrix.json"
    assert suara("discourse", "--statements", DEBATE, "-o", str(ties)).exit_code == 0
    assert suara("discourse", "--statements", DEBATE, "--matrix", "-o", str(matrix)).exit_code == 0

    table = pl.read_csv(ties)
    assert table.columns == ["source", "target", "weight", "source_name", "target_name"]
    assert table.height == 20
    assert table.row(0) == (
        "lsm_air_contoh", "pemkot_contoh", -1.0, "Koalisi Air untuk Semua Contoh", "Pemerintah Kota Contoh",
    )  # fmt: skip
    cells = {
        (row["actor"], name): row[name] for row in json.loads(matrix.read_text()) for name in row if name != "actor"
    }
    assert len(cells) == 64
    assert all(cells[one, other] == weight == cells[other, one] for one, other, weight, *_ in table.iter_rows())


def test_networks_of_a_workspace_name_people_by_their_handles_and_concepts_by_their_labels(here):
    done = suara("discourse", "-w", "hasil", "--qualifier", "sentiment", "--network", "two-mode", "--lang", "en")

    assert done.exit_code == 0, done.output
    assert "661 statements of 918, by 310 actors on 13 concepts" in done.output
    assert "Left out: 257 no qualifier" in done.output
    assert "_contoh" in done.output
    assert "complaints:" not in done.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--where", "organisation=pdam", "--where", "organisation=lsm"], "2 statements of 5, by 2 actors"),
        (["--exclude", "concept=tariff"], "2 statements of 5, by 2 actors on 1 concept Left out: 3 excluded concept"),
        (["--duplicates", "ever"], "4 statements of 5, by 3 actors on 2 concepts Left out: 1 repeats another"),
        (["--since", "2026-03-03"], "2 statements of 5, by 1 actor on 2 concepts Left out: 3 too early"),
        (["--until", "2026-03-02"], "1 statement of 5, by 1 actor on 1 concept Left out: 4 too late"),
        (["--network", "concepts"], "1 tie: subtract, divided by average"),
        (
            ["--network", "concepts", "--aggregation", "conflict", "--normalise", "cosine"],
            "What the same actors take diff",
        ),
        (
            ["--aggregation", "ignore", "--normalise", "none"],
            "Who speaks about the same actor other weight dprd pdam 2",
        ),
        (["--network", "two-mode", "--aggregation", "combine"], "Who takes which positions"),
        (["--network", "two-mode", "--position", "document", "--aggregation", "combine"], "Who takes which positions"),
        (["--scale", "-5", "5", "--aggregation", "congruence"], "Who agrees most"),
    ],
)
def test_statements_are_selected(arguments, says, tmp_path):
    """Each option changes the outcome."""
    done = suara("discourse", "--statements", written(tmp_path, FIVE), *arguments)

    assert done.exit_code == 0, done.output
    assert says in words(done)


@pytest.mark.parametrize(
    ("rows", "arguments", "says"),
    [
        ("pdam,tariff,1,,a", [], "No ties: there is only one actor, pdam."),
        ("pdam,tariff,1,,a\nlsm,audit,1,,a", [], "No ties: there are no two actors that speak about the same concept"),
        ("pdam,tariff,1,,a\nlsm,tariff,1,,a", ["--aggregation", "conflict"], "and have different positions."),
        (
            "pdam,tariff,,,a\nlsm,tariff,,,a",
            [],
            "No ties: no statement is left: where there is no stance there may be --qualifier sentiment",
        ),
        ("pdam,tariff,1,,a", ["--network", "concepts"], "No ties: there is only one concept, tariff."),
        (
            "pdam,tariff,1,,a\npdam,tariff,0,,a",
            ["--network", "two-mode"],
            "what they say for and against a concept is as much",
        ),
        ("pdam,tariff,1,,a\npdam,tariff,1,,b", ["--aggregation", "ignore"], "No ties: there is only one actor, pdam."),
        ("pdam,tariff,1,,a", ["--since", "2026-01-01"], "No ties: no statement is left."),
    ],
)
def test_nothing_is_said_to_be_nothing_and_why(rows, arguments, says, tmp_path):
    """No traceback; the table has its columns."""
    file = written(tmp_path, rows + "\n")
    done = suara("discourse", "--statements", file, *arguments)
    assert done.exit_code == 0, done.output
    assert says in words(done)

    table = suara("discourse", "--statements", file, *arguments, "--format", "csv")
    assert table.stdout == "source,target,weight,source_name,target_name\n"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"exclude": {"concept": ["nothing"]}}, "no statement has concept = 'nothing'; there is tariff"),
        ({"where": {"party": ["red"]}}, "no column 'party'"),
        ({"actor": "party"}, "no column 'party'"),
        ({"timezone": "Mars"}, "no time zone 'Mars'"),
        ({"network": "documents"}, "it is of actors, concepts, two-mode"),
        ({"aggregation": "combine"}, "positions are treated as one of ignore, congruence, conflict, subtract"),
        ({"normalisation": "activity"}, "ties divided by one of none, average"),
        ({"scale": (3, 5)}, "3 to 5 is no scale of the positions"),
        ({"network": "two-mode", "position": "document"}, "words can't be subtracted"),
    ],
)
def test_what_cannot_be_is_refused(options, says, tmp_path):
    """In a line that says what can be."""
    with pytest.raises(InputError, match=says):
        steps.discourse_in_file(written(tmp_path, FIVE), **options)


@pytest.mark.parametrize(
    "arguments",
    [["--exclude", "concept"], ["--where", "=1"], ["--since", "yesterday"], ["--duplicates", "acrossrange"]],
)
def test_options_that_are_not_right(arguments, tmp_path):
    assert suara("discourse", "--statements", written(tmp_path, FIVE), *arguments).exit_code == 2


def test_rows_that_could_not_be_read_are_told(tmp_path):
    done = suara("discourse", "--statements", written(tmp_path, FIVE + "pdam,tariff,maybe,2026-03-01,a\n"))

    assert done.exit_code == 0, done.output
    assert "1 statement couldn't be read; line 7" in words(done)


def test_times_of_several_zones_are_moments(tmp_path):
    """The same moment in two zones is the same day, and earlier is earlier."""
    rows = "pdam,tariff,1,2026-03-01T23:30:00-05:00,a\npdam,tariff,1,2026-03-02T11:30:00+07:00,b\n"
    found = steps.discourse_in_file(written(tmp_path, rows), duplicates="day", timezone="Asia/Jakarta")

    assert found.selected.table.height == 1
    assert found.selected.table["time"].dt.strftime("%Y-%m-%d %H:%M").to_list() == ["2026-03-02 04:30"]


def agreement(workspace: Workspace, kind: str) -> pl.DataFrame:
    asked = f"MATCH (a:Actor)-[r:{kind}]->(b:Actor) RETURN a.key AS source, b.key AS target, r.weight AS weight"
    return steps.query(workspace, f"{asked} ORDER BY source, target")


def test_agreement_is_kept_in_the_graph_with_a_run(here):
    """The congruence and the conflict of the network that is shown; the next one takes its place."""
    workspace = Workspace.find(Path("hasil"))
    asked = {"qualifier": "sentiment", "where": {"platform": ["x"]}}
    for normalisation in ("none", "average"):
        found = steps.discourse(workspace, normalisation=normalisation, **asked)
        kept = steps.keep_agreement(workspace, found, qualifier="sentiment")
        sizes = []
        for kind, aggregation in (("AGREES_WITH", "congruence"), ("DISAGREES_WITH", "conflict")):
            expected = steps.discourse(workspace, normalisation=normalisation, aggregation=aggregation, **asked)
            ties = expected.matrix.edges().sort("source", "target")
            assert agreement(workspace, kind).equals(ties)
            sizes.append(ties.height)
        assert (kept.agree, kept.disagree, kept.left_out) == (*sizes, 0)
        assert min(sizes) > 100
    runs = steps.query(workspace, "MATCH (r:Run {command: 'discourse'}) RETURN r.parameters AS told ORDER BY r.at")
    told = [json.loads(parameters) for parameters in runs["told"].tail(2)]  # others may have asked before
    assert [run["by"] for run in told] == ["none", "average"]
    assert told[-1]["AGREES_WITH"] == sizes[0]


def test_questions_about_agreement_bring_it(here):
    """Of the statements that are in the graph; where there are none, of complaints and stance, which the sample lacks."""
    workspace = Workspace.find(Path("hasil"))
    assert agreement(workspace, "AGREES_WITH").height == 0
    steps.keep_statements(workspace, qualifier="sentiment")
    found = steps.query(workspace, "strongest_agreement")
    assert found.height == 20
    assert (found["agreement"] > 1).all()
    assert agreement(workspace, "AGREES_WITH").height > 10_000


def test_agreement_goes_when_the_posts_change(here):
    """And with it what was worked out of it."""
    workspace = Workspace.find(Path("hasil"))
    found = steps.discourse(workspace, qualifier="sentiment")
    assert steps.keep_agreement(workspace, found, qualifier="sentiment").agree > 10_000
    more = here / "more.csv"
    first, row, *_ = (here / "sample" / "keluhan.csv").read_text().splitlines()
    more.write_text(first + "\n" + row.replace(row.split(",")[0], "999999999"))
    assert steps.import_files(workspace, [more]).total.imported == 1
    steps.build(workspace)
    with workspace.store(read_only=True) as store:
        assert store.ask("MATCH ()-[r:AGREES_WITH]->() RETURN count(r) AS n").item() == 0


def test_what_is_no_agreement_of_people_is_not_kept(here):
    workspace = Workspace.find(Path("hasil"))
    for options in ({"network": "concepts"}, {"aggregation": "ignore"}, {"actor": "platform"}):
        assert steps.keep_agreement(workspace, steps.discourse(workspace, **options)) is None
