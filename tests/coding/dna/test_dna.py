"""Files of Discourse Network Analyzer: what is written comes back, and real ones are read as DNA reads them."""

import base64
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from suara.coding.dna._tables import TABLES, WITHOUT_POSITION
from suara.coding.dna._units import characters, units
from suara.coding.dna.passwords import check, hashed
from suara.coding.dna.reading import read
from suara.coding.dna.writing import PASSWORD, write
from suara.coding.statements import DOCUMENTS, shaped

NONE = pl.DataFrame(schema=DOCUMENTS)
TEXT = "Rapat 💧 air: Kami menolak kenaikan tarif. Kami mendukung subsidi."
AT = datetime(2026, 3, 12, 2, 30, tzinfo=UTC)


def documents(*rows: dict[str, object]) -> pl.DataFrame:
    """Documents with what is told of them."""
    return pl.DataFrame([dict.fromkeys(DOCUMENTS) | row for row in rows], schema=DOCUMENTS)


RAPAT = documents(
    {"document": "Rapat", "title": "Rapat", "text": TEXT, "time": AT, "author": "Ani", "section": "7", "coder": "ina"}
)


def statement(**told: object) -> dict[str, object]:
    """A statement in that document."""
    of_document = {"document": "Rapat", "title": "Rapat", "time": AT, "author": "Ani", "section": "7", "coder": "ina"}
    return {"type": "DNA Statement", "person": "Ani", "organisation": "LSM", "concept": "tarif"} | of_document | told


def again(rows: list[dict[str, object]], told: pl.DataFrame = RAPAT) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Statements as they are, and as they come back from a file."""
    made = shaped(pl.DataFrame(rows, infer_schema_length=None))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "debat.dna"
        write(path, made, told)
        return made, read(path).statements


def test_what_is_written_comes_back():
    """Actors, concepts, positions, places, evidence, attributes of all kinds, coders and times."""
    start = TEXT.index("Kami menolak")
    place = {"text": TEXT[start : start + 28], "start": start, "end": start + 28}
    rows = [
        statement(qualifier=0, **place) | {"organisation.type": "NGO", "concept.notes": "x", "wave": 2, "urgent": True},
        statement(person="Budi", organisation="PDAM", concept="subsidi", qualifier=1, **place)
        | {"organisation.type": None, "wave": 1, "urgent": False},
        statement(type="Annotation", person=None, organisation=None, concept=None, **place) | {"note": "a" * 500},
    ]

    made, back = again(rows)

    made = made.with_columns(pl.col("urgent").cast(pl.Int64))
    assert_frame_equal(back.select(made.columns), made)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ani", "Budi 💧", "a" * 300, None]),
            st.sampled_from(["tarif", 'subsidi; "air"', "=1+1"]),
            st.sampled_from([1, 0, None]),
            st.integers(0, 30),
            st.integers(1, 30),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_statement_comes_back(rows):
    """In number, position, place and words; of long names the beginning, and each its own."""
    made, back = again(
        [
            statement(
                person=person, concept=concept, qualifier=position, start=at, end=at + long, text=TEXT[at : at + long]
            )
            for person, concept, position, at, long in rows
        ]
    )

    assert back.height == made.height
    same = ["organisation", "concept", "qualifier", "text", "start", "end", "time", "document", "coder", "type"]
    assert_frame_equal(back.select(same), made.select(same))
    assert back["person"].n_unique() == made["person"].n_unique()
    assert back["person"].str.head(100).equals(made["person"].str.head(100))


def test_what_dna_has_no_place_for(tmp_path):
    """Statements without a position have a type of their own, those without a place the whole document, and no time is 1970."""
    rows = shaped(
        pl.DataFrame(
            [statement(qualifier=1), statement(qualifier=None), statement(document="Surat", title=None, time=None)]
        )
    )
    done = write(tmp_path / "d.dna", rows, RAPAT)
    with sqlite3.connect(tmp_path / "d.dna") as connection:
        labels = [label for (label,) in connection.execute("SELECT Label FROM STATEMENTTYPES ORDER BY ID")]
        places = connection.execute("SELECT Start, Stop FROM STATEMENTS ORDER BY ID").fetchall()
    back = read(tmp_path / "d.dna").statements

    assert (done.without_position, done.without_time, done.documents) == (2, 1, 2)
    assert labels == ["DNA Statement", "DNA Statement" + WITHOUT_POSITION]
    assert places[0] == (0, len(TEXT) + 1)  # the drop is two units of UTF-16
    assert set(back["type"]) == {"DNA Statement"}
    assert back["qualifier"].to_list() == [1, None, None]
    assert back["time"].to_list() == [AT, AT, None]


def test_evidence_makes_the_text_of_a_document_that_nobody_has(tmp_path):
    """Each once, and each statement stands at its own."""
    rows = [statement(text="lama", start=70, end=74), statement(text="mahal"), statement(text="lama", person="Budi")]
    write(tmp_path / "d.dna", shaped(pl.DataFrame(rows)), NONE)
    found = read(tmp_path / "d.dna")

    assert found.documents["text"].to_list() == ["lama\n\nmahal"]
    assert found.statements.select("text", "start").rows() == [("lama", 0), ("mahal", 6), ("lama", 0)]


def test_scales_are_whole_numbers():
    """A position beside 0 and 1 makes the variable an integer."""
    made, back = again([statement(qualifier=-2), statement(qualifier=3, person="Budi")])

    assert back["qualifier"].to_list() == made["qualifier"].to_list() == [-2, 3]


def test_the_file_is_sound(tmp_path):
    """Its keys hold, its cells keep DNA's rules, and the same content gives the same bytes."""
    rows = shaped(pl.DataFrame([statement(qualifier=1), statement(qualifier=0, person="Budi", coder="budi")]))
    for name in ("a", "b"):
        write(tmp_path / f"{name}.dna", rows, RAPAT)
    with sqlite3.connect(tmp_path / "a.dna") as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT COUNT(*) FROM CODERRELATIONS").fetchone() == (6,)
        assert [n for (n,) in connection.execute("SELECT Name FROM CODERS ORDER BY ID")] == ["Admin", "budi", "ina"]
        (told,) = connection.execute("SELECT Password FROM CODERS WHERE ID = 1").fetchone()
    assert check(PASSWORD, told)
    assert not check("sandi lain", told)
    assert (tmp_path / "a.dna").read_bytes() == (tmp_path / "b.dna").read_bytes()


def test_nothing_is_a_file_too(tmp_path):
    """Of no statements, that DNA opens all the same."""
    done = write(tmp_path / "d.dna", shaped(pl.DataFrame(schema={"person": pl.String})), NONE)

    assert (done.statements, read(tmp_path / "d.dna").statements.height) == (0, 0)


@given(st.text(alphabet="a💧é\U0010ffff", max_size=12), st.data())
def test_places_are_counted_as_java_counts(text, data):
    """In units of UTF-16, and back."""
    at = data.draw(st.integers(0, len(text)))
    counted = units(pl.Series([text]), pl.Series([at]))

    assert counted.to_list() == [len(text[:at].encode("utf-16-le")) // 2]
    assert characters(pl.Series([text]), counted).to_list() == [at]


def test_passwords_are_salted():
    """With 16 bytes, which stand before the digest."""
    salt = bytes(range(16))

    assert base64.b64decode(hashed("sandi", salt))[:16] == salt
    assert hashed("sandi", salt) != hashed("sandi", bytes(16))


@pytest.mark.real_data
def test_the_sample_of_dna(real_data):
    """As it is published: 41 statements in 7 documents, 40 of them of 7 organisations on 6 concepts."""
    found = read(real_data / "dna-sample" / "sample.dna")
    of_type = found.statements.filter(type="DNA Statement")

    assert (found.rows, len(found.problems), found.documents.height, of_type.height) == (41, 0, 7, 40)
    assert (of_type["organisation"].n_unique(), of_type["concept"].n_unique()) == (7, 6)
    assert of_type.filter(qualifier=1).height + of_type.filter(qualifier=0).height == 40
    assert of_type.filter(section="867").height > 0
    assert set(found.statements["coder"]) <= {"Coder 1", "Coder 2", "Coder 3"}
    assert found.statements["time"].min() == datetime(2005, 1, 26, tzinfo=UTC)


@pytest.mark.real_data
def test_the_sample_of_dna_written_again(real_data, tmp_path):
    """It comes back the same, in tables of the same columns; its passwords are made as ours."""
    source = real_data / "dna-sample" / "sample.dna"
    found = read(source)
    write(tmp_path / "again.dna", found.statements, found.documents)
    back = read(tmp_path / "again.dna")

    assert_frame_equal(back.statements, found.statements, check_column_order=False)
    assert_frame_equal(back.documents, found.documents)
    with (
        sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True) as theirs,
        sqlite3.connect(tmp_path / "again.dna") as ours,
    ):
        for name in TABLES:
            asked = f"PRAGMA table_info({name})"
            columns = [{row[1]: row[2] for row in each.execute(asked)} for each in (theirs, ours)]
            assert columns[0] == columns[1], name
        assert check("sample", theirs.execute("SELECT Password FROM CODERS").fetchone()[0])
