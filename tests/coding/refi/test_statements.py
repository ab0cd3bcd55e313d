"""Codings of projects as statements: who made them is what variables say, and nothing else."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from suara.coding.refi.statements import read
from suara.errors import DataError

NAMESPACE = "urn:QDA-XML:project:1.0"
TEXT = "Kami menolak kenaikan.\nSubsidi kami dukung."


def guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


INA, RISE, AID, PERSON, PARTY, AT, SIDE, WAVE, FIRST, SECOND, ONE, TWO = map(guid, range(1, 13))


def value(variable: str, told: str, kind: str = "TextValue") -> str:
    return f'<VariableValue><VariableRef targetGUID="{variable}"/><{kind}>{told}</{kind}></VariableValue>'


def selection(number: str, start: int, end: int, code: str) -> str:
    coding = f'<Coding guid="{guid(900 + start)}" creatingUser="{INA}"><CodeRef targetGUID="{code}"/></Coding>'
    name = TEXT[start:end].strip()
    place = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="{number}" name="{name}" {place}>{coding}</PlainTextSelection>'


def project(tmp_path: Path, *, of_source: str = "", cases: str = "", codings: str = "") -> Path:
    """A project with one source, coded twice."""
    variables = {PERSON: "Pembicara", PARTY: "Lembaga", AT: "Tanggal", SIDE: "Sikap", WAVE: "Gelombang"}
    xml = (
        f'<Project xmlns="{NAMESPACE}" name="p"><Users><User guid="{INA}" name="Ina"/></Users>'
        f'<CodeBook><Codes><Code guid="{RISE}" name="Kenaikan" isCodable="true"/>'
        f'<Code guid="{AID}" name="Subsidi" isCodable="true"/></Codes></CodeBook><Variables>'
        + "".join(f'<Variable guid="{g}" name="{n}" typeOfVariable="Text"/>' for g, n in variables.items())
        + f'</Variables><Cases>{cases}<Case guid="{guid(99)}" name="kosong"/></Cases><Sources>'
        f'<TextSource guid="{FIRST}" name="Rapat"><PlainTextContent>{TEXT}</PlainTextContent>'
        + (codings or selection(ONE, 5, 21, RISE) + selection(TWO, 23, 30, AID))
        + f"{of_source}</TextSource></Sources></Project>"
    )
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", xml)
    return path


def test_codings_are_statements(tmp_path):
    """The code is the concept, the source the document, its selection the evidence; of the rest nobody tells."""
    found = read(project(tmp_path))

    assert found.statements.select("type", "document", "concept", "text", "start", "end", "coder").rows() == [
        ("coding", "Rapat", "Kenaikan", "menolak kenaikan", 5, 21, "Ina"),
        ("coding", "Rapat", "Subsidi", "Subsidi", 23, 30, "Ina"),
    ]
    unknown = ["person", "organisation", "qualifier", "time"]
    assert found.statements.select(unknown).null_count().row(0) == (2, 2, 2, 2)
    assert found.documents.select("document", "text").rows() == [("Rapat", TEXT)]


def test_variables_of_the_source_tell_who_and_when(tmp_path):
    """By their names, in Indonesian too; another is an attribute."""
    told = (
        value(PERSON, "Ani")
        + value(AT, "2026-03-12T09:30:00+07:00", "DateTimeValue")
        + value(SIDE, "menolak")
        + value(WAVE, "2", "IntegerValue")
    )
    table = read(project(tmp_path, of_source=told)).statements

    assert table.select("person", "time", "qualifier", "gelombang").unique().rows() == [
        ("Ani", datetime(2026, 3, 12, 2, 30, tzinfo=UTC), 0, "2")
    ]


def test_cases_tell_where_the_source_does_not(tmp_path):
    """A case of one selection tells of that one only, and never against the source."""
    of_all = value(PARTY, "LSM Air") + value(PERSON, "Budi") + f'<SourceRef targetGUID="{FIRST}"/>'
    of_one = value(SIDE, "setuju") + f'<SelectionRef targetGUID="{TWO}"/>'
    cases = f'<Case guid="{guid(50)}" name="LSM">{of_all}</Case><Case guid="{guid(51)}" name="Citra">{of_one}</Case>'
    table = read(project(tmp_path, of_source=value(PERSON, "Ani"), cases=cases)).statements

    assert table.select("person", "organisation", "qualifier").rows() == [
        ("Ani", "LSM Air", None),
        ("Ani", "LSM Air", 1),
    ]


def test_what_cannot_be_taken_is_told(tmp_path):
    """A code that isn't in the codebook, times and positions that are none, a whole source coded."""
    whole = f'<Coding guid="{guid(70)}" creatingUser="{INA}"><CodeRef targetGUID="{AID}"/></Coding>'
    told = value(AT, "kemarin", "DateTimeValue") + value(SIDE, "entah")
    found = read(project(tmp_path, of_source=told, codings=selection(ONE, 5, 21, SECOND) + whole))

    assert (found.rows, found.statements.height, len(found.problems)) == (2, 1, 1)
    assert found.statements.select("concept", "text", "start").rows() == [("Subsidi", None, None)]
    assert {
        "times can't be read, and are unknown",
        "positions are neither agreement nor whole numbers, and are unknown",
    } <= set(found.notes)


def test_no_project(tmp_path):
    """It says what it should have been."""
    (tmp_path / "p.qdpx").write_text("no zip")

    with pytest.raises(DataError, match=r"no \.qdpx project"):
        read(tmp_path / "p.qdpx")


def test_a_project_without_codings(tmp_path):
    """Is a table without rows, with its columns."""
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", f'<Project xmlns="{NAMESPACE}" name="p"/>')

    assert read(path).statements.height == 0
    assert read(path).statements.schema["qualifier"] == pl.Int64
