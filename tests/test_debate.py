"""The bundled debate: what its generator plants, and how much of it is found again."""

import runpy
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from suara import steps
from suara.workspace import Workspace

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample"
ON = ["id", "concept"]


@pytest.fixture(scope="module")
def planted() -> pl.DataFrame:
    """The statements that were planted."""
    types = {"id": pl.String, "account": pl.String, "position": pl.Int64}
    return pl.read_csv(SAMPLE / "truth" / "debat.csv", schema_overrides=types)


@pytest.fixture(scope="module")
def debate(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with the debate, coded."""
    workspace = Workspace.create(tmp_path_factory.mktemp("debate") / "hasil")
    steps.import_files(workspace, [SAMPLE / "debat.csv"])
    steps.code(workspace, codebooks=[SAMPLE / "debat_konsep.toml"], agencies=[SAMPLE / "debat_pihak.toml"])
    return workspace


@pytest.fixture(scope="module")
def found(debate: Workspace) -> pl.DataFrame:
    """The statements that are found in its posts, called as the truth calls them."""
    return steps.statements(debate, concepts="debat").select(
        "person",
        "organisation",
        id=pl.col("document").str.strip_prefix("x:"),
        concept=pl.col("concept").str.strip_prefix("debat:"),
        position="qualifier",
    )


def test_generator_makes_the_very_files(tmp_path):
    """The files in the repository are what the generator writes."""
    subprocess.run([sys.executable, SAMPLE / "make_debate.py", tmp_path], check=True, capture_output=True)

    for name in ("debat.csv", "pernyataan.csv", "truth/debat.csv", "truth/debat_pihak.csv"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name


def test_everybody_is_invented():
    """No account of the debate is one of the registry's agencies, and all say that they are examples."""
    handles = pl.read_csv(SAMPLE / "truth" / "debat_pihak.csv")["handle"]

    assert handles.str.ends_with("_contoh").all()
    assert handles.is_unique().all()


def test_concepts_that_are_found_are_right(found, planted):
    """Nothing is found that wasn't planted; a quarter isn't found, as it is called otherwise than the codebook has it."""
    right = found.join(planted, on=ON, how="semi").height

    assert right / found.height >= 0.98
    assert 0.7 <= right / planted.height <= 0.9


def test_positions_that_are_found_are_right(found, planted):
    """Nearly all positions that words tell are the planted ones; those that are only implied no words can tell."""
    told, true = found.drop_nulls("position"), planted.drop_nulls("position")
    right = told.join(true, on=[*ON, "position"], how="semi").height
    implied = true.filter(outright=0)

    assert right / told.height >= 0.95
    assert 0.55 <= right / true.height <= 0.8
    assert implied.join(told, on=ON, how="semi").height / implied.height <= 0.05


def test_who_made_them(found, planted):
    """Accounts and organisations are the planted ones."""
    both = found.join(planted, on=ON, suffix="_planted")

    assert (both["person"] == "x:" + both["account"]).all()
    assert both["organisation"].eq_missing(both["organisation_planted"]).all()
    assert both["organisation"].drop_nulls().n_unique() == 9


def test_sides_are_there_and_change_once(debate):
    """Those who change sides hold what their old side holds before the shift, and what their new one holds after it."""
    sides = runpy.run_path(str(SAMPLE / "debate.py"))["SIDES"]
    held = pl.DataFrame(
        [(side, f"debat:{concept}", value) for side, concepts in sides.items() for concept, value in concepts.items()],
        schema=["side", "concept", "held"],
        orient="row",
    )
    actors = pl.read_csv(SAMPLE / "truth" / "debat_pihak.csv", schema_overrides={"account": pl.String})
    after = pl.col("time") >= pl.datetime(2026, 5, 4, time_zone="UTC")
    found = (
        steps.statements(debate, concepts="debat")
        .drop_nulls("qualifier")
        .with_columns(account=pl.col("person").str.strip_prefix("x:"), after=after)
        .join(actors, on="account")
        .with_columns(side=pl.when("after").then("side_after").otherwise("side_before"))
        .join(held, on=["side", "concept"])
        .group_by("role", "side", "after")
        .agg(share=(pl.col("qualifier") == pl.col("held")).mean())
    )

    assert found.height == 2 * 2 + 2 * 2 + 2  # core and changing, by side; and those who bridge them
    assert (found["share"] >= 0.8).all()


def test_hand_coded_statements_go_with_those_in_posts(debate):
    """Each row is taken, at its time in Jakarta, with the concepts and organisations of the posts."""
    done = steps.import_statements(debate, [SAMPLE / "pernyataan.csv"], timezone="Asia/Jakarta")
    table = steps.statements(debate, concepts="debat")
    hand = table.filter(pl.col("type") != "post")

    assert (done.total.imported, done.total.duplicates, done.total.rejected) == (32, 0, 0)
    assert hand["time"].min().isoformat() == "2026-03-12T02:39:00+00:00"
    assert set(hand["concept"]) <= set(table.filter(type="post")["concept"])
    assert set(hand["organisation"]) <= set(table.filter(type="post")["organisation"])
    assert steps.import_statements(debate, [SAMPLE / "pernyataan.csv"], timezone="Asia/Jakarta").total.duplicates == 32


@pytest.mark.parametrize(
    "question",
    ["contested_concepts", "who_agrees_with_whom", "statements_behind_tie", "positions_of_critics", "actors_between_sides",
     "changed_positions", "positions_of_organisations"],
)  # fmt: skip
def test_questions_about_statements_answer(question, debate):
    """Each has rows on the debate, whatever was kept before, once its statements are."""
    steps.keep_statements(debate, concepts="debat")

    assert 1 <= steps.query(debate, question, {"limit": 5}).height <= 5
