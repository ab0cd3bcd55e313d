"""Damaged and harmful `.dna` files: a clear line, and nothing of them is run."""

import sqlite3
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.coding.dna._tables import TABLES
from suara.coding.dna.reading import read
from suara.coding.dna.writing import write
from suara.coding.statements import DOCUMENTS, shaped
from suara.errors import DataError, FileError, InputError

ROW = {
    "type": "DNA Statement",
    "document": "Rapat",
    "person": "Ani",
    "organisation": "LSM",
    "concept": "tarif",
    "qualifier": 1,
    "text": "kenaikan",
}


@pytest.fixture
def path(tmp_path) -> Path:
    """A good file."""
    rows = [ROW | {"time": datetime(2026, 3, 12, tzinfo=UTC), "person": f"warga {i}"} for i in range(40)]
    write(tmp_path / "d.dna", shaped(pl.DataFrame(rows)), pl.DataFrame(schema=DOCUMENTS))
    return tmp_path / "d.dna"


def change(path: Path, *commands: str) -> None:
    """Run SQL on a file, as somebody with bad intent could."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    for command in commands:
        connection.execute(command)
    connection.commit()
    connection.close()


def swapped(table: str, instead: str) -> list[str]:
    """A table under another name, and something else under its."""
    return [f"ALTER TABLE {table} RENAME TO hidden_away", instead]


def test_it_is_there(path, tmp_path):
    """What isn't, is told."""
    with pytest.raises(FileError, match=r"nosuch\.dna can't be read"):
        read(tmp_path / "nosuch.dna")
    with pytest.raises(FileError, match="directory"):
        read(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"SQLite format 3", b"<html>", b"SQLite format 3\x00" + b"\x00" * 200]
)
def test_no_database(content, tmp_path):
    """It says what it should have been."""
    (tmp_path / "d.dna").write_bytes(content)

    with pytest.raises(DataError, match=r"d\.dna .*(SQLite|damaged|no \.dna)"):
        read(tmp_path / "d.dna")


@settings(max_examples=40)
@given(st.floats(0.001, 0.999), st.integers(0, 255))
def test_damage_anywhere_is_one_line(share, byte):
    """Cut short, or with a page overwritten: read as far as it is whole, or refused; never a traceback."""
    with tempfile.TemporaryDirectory() as folder:
        good = Path(folder) / "d.dna"
        rows = [ROW | {"time": datetime(2026, 3, 12, tzinfo=UTC), "person": f"warga {i}"} for i in range(12)]
        write(good, shaped(pl.DataFrame(rows)), pl.DataFrame(schema=DOCUMENTS))
        content = good.read_bytes()
        at = int(share * len(content))
        for damaged in (content[:at], content[:at] + bytes([byte]) * 64 + content[at + 64 :]):
            good.write_bytes(damaged)
            with suppress(DataError, InputError):
                read(good)


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"VARIABLELINKS", "REGEXES", "CODERRELATIONS"}))
def test_missing_tables_are_named(table, path):
    """Each that is needed."""
    change(path, f"DROP TABLE {table}")

    with pytest.raises(DataError, match=f"no table {table}"):
        read(path)


@pytest.mark.parametrize(
    ("commands", "told"),
    [
        (swapped("STATEMENTS", "CREATE VIEW STATEMENTS AS SELECT * FROM hidden_away"), "isn't a plain table"),
        (
            swapped(
                "DATALONGTEXT",
                "CREATE TABLE DATALONGTEXT(StatementId, VariableId, Value TEXT AS (hex(zeroblob(9000000))) VIRTUAL)",
            ),
            "isn't a plain table",
        ),
        (swapped("SETTINGS", "CREATE VIRTUAL TABLE SETTINGS USING fts5(Property, Value)"), "isn't a plain table"),
        (swapped("CODERS", "CREATE TABLE CODERS(ID INTEGER)"), "no column NAME"),
        (["UPDATE SETTINGS SET Value = '2.0' WHERE Property = 'version'"], "of DNA 2.0"),
        (["DELETE FROM SETTINGS"], "doesn't say its version"),
        ([f"UPDATE DOCUMENTS SET Text = zeroblob({60_000_000})"], "too big"),
    ],
    ids=["view", "generated", "virtual", "columns", "DNA 2", "no version", "huge"],
)
def test_what_is_no_file_of_dna_is_refused(commands, told, path):
    """And why is told."""
    change(path, *commands)

    with pytest.raises(DataError, match=told):
        read(path)


def test_triggers_and_views_are_left_alone(path):
    """They do nothing to who only reads; what nobody asks for isn't looked at."""
    change(
        path,
        "CREATE TRIGGER evil AFTER INSERT ON STATEMENTS BEGIN DELETE FROM STATEMENTS; END",
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    )
    before = path.read_bytes()

    assert read(path).statements.height == 40
    assert path.read_bytes() == before
    assert {each.name for each in path.parent.iterdir()} == {"d.dna"}


def test_cells_of_another_type(path):
    """SQLite lets a cell be anything: it is taken as what the column should be."""
    change(
        path,
        "PRAGMA ignore_check_constraints = ON",
        "UPDATE STATEMENTS SET Start = 'abc', Stop = 99999999999 WHERE ID = 1",
        "UPDATE DATABOOLEAN SET Value = 'ya' WHERE StatementId = 2",
        "UPDATE ENTITIES SET Value = x'ff00fe' WHERE ID = 3",
        "UPDATE DOCUMENTS SET Date = 9e18",
    )
    found = read(path)

    assert found.rows == 40
    assert found.statements["time"].null_count() == 40
    assert found.notes["documents have a time that can't be"] == 1
    assert found.statements["text"][0] is None


def test_lost_ends_are_rejected(path):
    """A statement whose document isn't there is one that can't be taken; the others are."""
    change(
        path,
        "UPDATE STATEMENTS SET DocumentId = 77 WHERE ID <= 3",
        "UPDATE STATEMENTS SET StatementTypeId = 9 WHERE ID = 4",
    )
    found = read(path)

    assert (found.statements.height, len(found.problems), found.rows) == (36, 4, 40)
    assert found.problems[0].line == 1
    assert "document (77)" in found.problems[0].reason


def test_too_many_variables(path):
    """A table of a million columns is no table."""
    values = ", ".join(f"({i + 100}, 'v{i}', 'short text', 1)" for i in range(600))
    texts = ", ".join(f"({i + 1000}, 1, {i + 100}, 2)" for i in range(600))
    change(
        path,
        f"INSERT INTO VARIABLES(ID, Variable, DataType, StatementTypeId) VALUES {values}",
        f"INSERT INTO DATASHORTTEXT(ID, StatementId, VariableId, Entity) VALUES {texts}",
    )

    with pytest.raises(DataError, match="more than 500"):
        read(path)


def test_changes_that_are_not_in_the_file_yet(path):
    """DNA has it open: who imports it now is told so."""
    path.with_name("d.dna-wal").write_bytes(b"x")

    assert any("open in DNA" in note for note in read(path).notes)
