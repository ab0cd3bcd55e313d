"""`suara statements`: shown, imported, exported, kept in the graph, and gone from it when the posts are others."""

import json
import shutil
import sqlite3
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from suara import steps
from suara.cli._main import cli
from suara.coding.dna.passwords import check
from suara.coding.dna.reading import read
from suara.errors import DataError, InputError, NotYet, SuaraError, WorkspaceError
from suara.graph import runs
from suara.workspace import Workspace

SAMPLE = Path(__file__).parent.parent.parent / "sample"


def suara(*arguments: object, error: type[SuaraError] | None = None) -> str:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    if error is None:
        assert result.exception is None, result.exception
    else:
        assert isinstance(result.exception, error)
        return str(result.exception)
    return result.stdout


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the bundled debate, coded."""
    root = tmp_path_factory.mktemp("debate") / "hasil"
    suara("import", SAMPLE / "debat.csv", "--workspace", root)
    books = ("--codebook", SAMPLE / "debat_konsep.toml", "--codebook", "stance")
    suara("code", "--workspace", root, *books, "--agencies", SAMPLE / "debat_pihak.toml")
    return root


@pytest.fixture
def root(coded: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(coded, tmp_path / "hasil"))


def test_show(root, tmp_path):
    """How many there are and of whom; and all of them as a file."""
    told = suara("statements", "show", "--workspace", root, "--concepts", "debat", "--lang", "en")
    suara("statements", "show", "--workspace", root, "--concepts", "debat", "--output", tmp_path / "p.json")
    rows = json.loads((tmp_path / "p.json").read_text())

    assert told.startswith(f"{len(rows)} statements: ")
    assert "without a position" in told
    assert "Rise of the water tariff" in told
    assert rows[0]["person"].startswith("x:")


def test_qualifiers(root):
    """Positions from elsewhere, or none; a codebook that isn't in use codes by words for this alone."""
    given = steps.statements(Workspace(root), concepts="debat", qualifier="given")
    none = steps.statements(Workspace(root), concepts="debat", qualifier="none")
    mood = steps.statements(Workspace(root), concepts="debat", qualifier="sentiment")

    assert set(given["qualifier"]) == {1}
    assert none["qualifier"].null_count() == none.height == given.height
    assert mood["qualifier"].count() > 0
    assert Workspace(root).settings.codebooks[1:] == ["stance"]


def test_organisations_have_positions(root):
    """Though the codebook of positions is made for people's posts."""
    table = steps.statements(Workspace(root), concepts="debat").drop_nulls("organisation")

    assert table["qualifier"].count() > 50


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"concepts": "nosuch"}, "no codebook 'nosuch' is in use here"),
        ({"qualifier": "mood"}, "no qualifier 'mood'"),
        ({"of": "nobody"}, "no statements of 'nobody'"),
    ],
)
def test_what_is_not_there_is_named(options, told, root):
    """With what there is."""
    with pytest.raises(InputError, match=told):
        steps.statements(Workspace(root), **options)


def test_import_twice_changes_nothing(root):
    """The second time all are duplicates, and the kept file is the same to the byte."""
    first = suara("statements", "import", SAMPLE / "pernyataan.csv", "--workspace", root, "--timezone", "Asia/Jakarta")
    kept = (root / "codes" / "statements.parquet").read_bytes()
    second = suara("statements", "import", SAMPLE / "pernyataan.csv", "--workspace", root, "--timezone", "Asia/Jakarta")

    assert "32 read = 32 imported + 0 duplicates + 0 rejected" in first
    assert "32 read = 0 imported + 32 duplicates + 0 rejected" in second
    assert (root / "codes" / "statements.parquet").read_bytes() == kept


def test_rejected_rows_are_kept(root, tmp_path):
    """In tables/rejected.csv, with file, line and why; the rest goes on."""
    (tmp_path / "p.csv").write_text("nama,konsep,sikap\nAni,tarif,setuju\nBudi,tarif,entah\n")
    told = suara("statements", "import", tmp_path / "p.csv", "--workspace", root)
    rejected = pl.read_csv(root / "tables" / "rejected.csv")

    assert "2 read = 1 imported + 0 duplicates + 1 rejected" in told
    assert rejected.select("line", "reason").row(0) == (
        3,
        "its position is neither agreement nor a whole number: 'entah'",
    )


def test_a_bad_file_stops_all(root, tmp_path):
    """Nothing of the others is kept then."""
    (tmp_path / "d.dna").write_bytes(b"SQLite format 3\x00 and no more")
    told = suara(
        "statements", "import", SAMPLE / "pernyataan.csv", tmp_path / "d.dna", "--workspace", root, error=DataError
    )

    assert "d.dna is damaged" in told
    assert not (root / "codes" / "statements.parquet").exists()
    assert "no time zone" in suara(
        "statements", "import", SAMPLE / "pernyataan.csv", "--workspace", root, "--timezone", "Mars", error=InputError
    )


def test_files_alone_are_a_study(tmp_path):
    """A workspace needs no posts; without either it says so."""
    root = tmp_path / "kosong"
    suara("statements", "import", SAMPLE / "pernyataan.csv", "--workspace", root)

    assert "32 statements" in suara("statements", "show", "--workspace", root)
    suara("statements", "export", tmp_path / "p.dna", "--workspace", root)
    assert read(tmp_path / "p.dna").statements.height == 32
    Workspace.create(tmp_path / "leer")
    suara("statements", "show", "--workspace", tmp_path / "leer", error=NotYet)


def test_export_to_dna(root, tmp_path, monkeypatch):
    """Named as people name them, private people under pseudonyms, and the password from the environment."""
    monkeypatch.setenv("SUARA_DNA_PASSWORD", "sandi uji")
    told = suara("statements", "export", tmp_path / "d.dna", "--workspace", root, "--concepts", "debat", "--lang", "en")
    found = read(tmp_path / "d.dna")
    table = steps.statements(Workspace(root), concepts="debat")

    assert "under pseudonyms" in told
    assert "$SUARA_DNA_PASSWORD" in told
    assert "sandi uji" not in told
    assert found.rows == table.height
    assert "Rise of the water tariff" in set(found.statements["concept"])
    assert {"Perumda Air Tirta Contoh", "Warta Contoh"} <= set(found.statements["organisation"])
    assert found.statements["qualifier"].sum() == table["qualifier"].sum()
    people = found.statements.filter(pl.col("organisation").is_null())["person"]
    assert people.str.starts_with("citizen ").all()
    assert b"sari" not in (tmp_path / "d.dna").read_bytes()
    with sqlite3.connect(tmp_path / "d.dna") as connection:
        assert check("sandi uji", connection.execute("SELECT Password FROM CODERS").fetchone()[0])


def test_export_of_other_kinds(root, tmp_path):
    """An event list comes back with as many statements; other endings are refused."""
    suara("statements", "export", tmp_path / "e.csv", "--workspace", root, "--concepts", "debat", "--event-list")
    again = tmp_path / "lain"
    suara("statements", "import", tmp_path / "e.csv", "--workspace", again)
    table = steps.statements(Workspace(root), concepts="debat")

    assert steps.statements(Workspace(again)).height == table.height
    for name in ("p.csv", "p.parquet", "p.json"):
        suara("statements", "export", tmp_path / name, "--workspace", root, "--concepts", "debat")
    assert pl.read_parquet(tmp_path / "p.parquet").height == table.height
    suara("statements", "export", tmp_path / "p.txt", "--workspace", root, error=InputError)
    suara("statements", "export", tmp_path / "p.json", "--workspace", root, "--event-list", error=InputError)


def test_statements_go_with_the_posts_they_are_of(root, tmp_path):
    """Kept in the graph; gone when posts or codes change; and back, as they were asked for, with a question about them."""
    workspace = Workspace(root)
    kept = steps.keep_statements(workspace, concepts="debat")
    asked = steps.query(workspace, "MATCH (s:Statement) RETURN count(s) AS n")["n"].item()

    posts = pl.read_csv(SAMPLE / "debat.csv", infer_schema=False)
    new = posts.head(1).with_columns(id_str=pl.lit("1"), conversation_id_str=pl.lit("1"))
    new.write_csv(tmp_path / "lagi.csv")
    steps.import_files(workspace, [tmp_path / "lagi.csv"])
    steps.build(workspace)
    with workspace.store(read_only=True) as store:
        left = [runs.number(store, kind) for kind in ("Statement", "Actor", "Concept", "STATES")]
    back = steps.query(workspace, "contested_concepts")

    assert kept["Statement"] == asked > 300
    assert left == [0, 0, 0, 0]
    assert back["concept"].str.starts_with("debat:").all()


def test_statements_go_with_the_files_they_are_of(root):
    """What is imported later is there when statements are asked about."""
    workspace = Workspace(root)
    count = "MATCH (s:Statement) RETURN count(s) AS n"
    steps.keep_statements(workspace, concepts="debat")
    before = steps.query(workspace, count)["n"].item()
    steps.import_statements(workspace, [SAMPLE / "pernyataan.csv"])

    assert steps.query(workspace, count)["n"].item() == before + 32


def test_what_was_worked_out_from_other_statements_goes(root):
    """Ties and coalitions stay while the statements are the same, and no longer."""
    workspace = Workspace(root)

    def left() -> tuple[int, int]:
        with workspace.store(read_only=True) as store:
            told = store.ask("MATCH (a:Actor) WHERE a.coalition IS NOT NULL RETURN count(a) AS n")["n"].item()
            return runs.number(store, "AGREES_WITH"), told

    steps.keep_statements(workspace, concepts="debat")
    with workspace.store() as store:
        keys = store.ask("MATCH (a:Actor) RETURN a.key AS key ORDER BY key LIMIT 2")["key"]
        store.load({"AGREES_WITH": pl.DataFrame({"from": keys[:1], "to": keys[1:], "weight": [1.0]})})
        store.update("Actor", pl.DataFrame({"key": keys, "coalition": [1, 2]}))
    steps.keep_statements(workspace, concepts="debat")
    same = left()
    steps.keep_statements(workspace, concepts="debat", qualifier="given")

    assert same == (1, 2)
    assert left() == (0, 0)


def test_keep_says_what_it_keeps(root):
    """How many statements, actors and concepts."""
    assert "on 7 concepts in the graph" in suara("statements", "keep", "--workspace", root, "--concepts", "debat")


def test_damaged_files_of_ours_are_named(root):
    """With what to do."""
    (root / "codes" / "statements.parquet").write_bytes(b"PAR1")

    assert "import the files again" in suara("statements", "show", "--workspace", root, error=WorkspaceError)
