"""`suara agencies` on the bundled sample: its impersonators, and its agencies when the registry lacks one."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from suara.analyse.agencies.lookalikes import lookalikes
from suara.analyse.agencies.suggest import suggest
from suara.cli import cli
from suara.coding import agencies
from suara.coding.agencies_named import agencies_named
from suara.coding.codebook import load as book
from suara.coding.codes import CODES
from suara.graph.build import build
from suara.posts.post import KEYED

IMPERSONATORS = {"bantukai_contoh": "kai", "cs_pln_contoh": "pln", "cs_bpjs_contoh": "bpjs_kesehatan"}


def said(*arguments: object) -> str:
    done = CliRunner().invoke(cli, ["agencies", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def table(*arguments: object) -> list[dict]:
    return json.loads(said(*arguments, "--format", "json"))


@pytest.fixture(scope="module")
def hasil(result, tmp_path_factory) -> Path:
    """The sample's workspace, to be changed."""
    folder = tmp_path_factory.mktemp("agencies") / "hasil"
    shutil.copytree(result.workspace.root, folder)
    return folder


def test_impersonators_of_the_sample_are_flagged_and_not_suggested(hasil):
    """All three, and nobody else, look like an agency; nobody behaves like one that the registry lacks."""
    flagged = {row["handle"]: row["resembles"] for row in table("check", "-w", hasil, "--table", "lookalikes")}

    assert flagged.keys() == IMPERSONATORS.keys()
    for handle, agency in IMPERSONATORS.items():
        assert agency in flagged[handle].split("; ")
    assert table("check", "-w", hasil) == []


@pytest.mark.parametrize(
    ("gone", "handles"),
    [("pln", ["pln_123"]), ("kai", ["KAI121", "keretaapikita"]), ("indihome", ["IndiHomeCare"]), ("polri", ["DivHumas_Polri"])],
)  # fmt: skip
def test_an_agency_that_is_taken_out_is_found_again(result, gone, handles):
    """Its accounts, and nobody else's, are suggested."""
    known = agencies.load()
    registry = agencies.Registry(tuple(a for a in known.agencies if a.id != gone), known.regions)
    posts = result.workspace.corpus.read()
    named = agencies_named(posts.select(KEYED.alias("key"), "text").drop_nulls(), registry)
    made = build(posts, pl.DataFrame(schema=CODES), named, registry, [book("complaints")])

    assert suggest(made, lookalikes(made, registry))["handle"].sort().to_list() == sorted(handles)


def test_a_draft_completes_the_registry(hasil, tmp_path):
    """Without PLN its account is suggested; with the draft in use, nothing is lacking any more."""
    without = tmp_path / "without.toml"
    without.write_text('[[agency]]\nid = "pln"\nname = "No more"\n', encoding="utf-8")
    draft = tmp_path / "draft.toml"
    CliRunner().invoke(cli, ["code", "-w", str(hasil), "--agencies", str(without)], catch_exceptions=False)
    assert "@pln_123" in said("check", "-w", hasil, "--draft", draft)

    coded = ["code", "-w", str(hasil), "--agencies", str(without), "--agencies", str(draft)]
    CliRunner().invoke(cli, coded, catch_exceptions=False)
    assert table("check", "-w", hasil) == []
    assert [row["handles"] for row in table("list", "-w", hasil) if row["agency"] == "pln_123"] == ["x:@pln_123"]

    again = CliRunner().invoke(cli, ["agencies", "check", "-w", str(hasil), "--draft", str(draft)])
    assert "is there already" in str(again.exception)


def test_ambiguous_names_of_the_sample(result):
    """Those that the sample writes on purpose are counted."""
    rows = {row["name"]: row for row in table("check", "-w", result.workspace.root, "--table", "ambiguous")}

    for name in ("KAI", "Imigrasi"):
        row = rows[name]
        assert row["posts"] == row["open"] + sum(
            row[f"by_{by}"] for by in ("reply", "mention", "name", "parent", "conversation")
        )
        assert row["open"] > 0


def test_show_says_why_in_both_languages(tmp_path, monkeypatch):
    """Also where there is no workspace."""
    monkeypatch.chdir(tmp_path)

    assert "bagian dari kemendagri" in said("show", "dukcapil")
    assert "dukcapil (kab_bogor): the name" in said("show", "Dukcapil Kab. Bogor", "--lang", "en")
    assert "mirip x:@kai121" in said("show", "@KAI_121")
    assert "No agency" in said("show", "halo")


def test_a_new_file_is_right_and_never_overwritten(tmp_path):
    """It can be loaded as it is."""
    path = tmp_path / "own.toml"
    said("new", path)

    assert "contoh" in said("list", "--agencies", path)
    again = CliRunner().invoke(cli, ["agencies", "new", str(path)])
    assert "is there already" in str(again.exception)


def test_a_broken_file_is_told_with_its_line(tmp_path):
    """In one line."""
    path = tmp_path / "own.toml"
    path.write_text('[[agency]]\nid = "a"\nname = "A"\nregion = "kota_x"\n', encoding="utf-8")
    done = CliRunner().invoke(cli, ["agencies", "list", "--agencies", str(path)])

    assert str(done.exception).startswith(f"{path}, line 4: ")
