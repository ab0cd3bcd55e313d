"""Tables of statements as people make them: headers in two languages, times of all sorts, and rows that can't be taken."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.coding.dna.reading import read as read_dna
from suara.coding.statement_words import columns_of, positions, words
from suara.coding.statements import DOCUMENTS, STATEMENTS, shaped, titled, together
from suara.errors import DataError, FileError
from suara.present import tables
from suara.present.statements_file import read
from suara.present.statements_out import event_list


def file(tmp_path: Path, content: str | bytes, name: str = "p.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


HEADERS = [
    "person,organisation,concept,qualifier,time,document,text",
    "Nama;Lembaga;Konsep;Sikap;Tanggal;Dokumen;Kutipan",
    "Speaker\tOrganization\tTopic\tAgreement\tDate\tArticle\tQuote",
    "NAMA,ORGANISASI,ISU,POSISI,WAKTU,BERITA,ISI",
]


@pytest.mark.parametrize("header", HEADERS)
def test_headers_in_two_languages(header, tmp_path):
    """Whatever they are called and separated by, the same statement."""
    apart = next(sign for sign in ";\t," if sign in header)
    row = apart.join(["Ani", "LSM Air", "tarif", "tidak setuju", "2026-03-12 09:30", "Rapat", "kami menolak"])
    found = read(file(tmp_path, f"{header}\n{row}\n"), timezone="Asia/Jakarta").statements

    assert found.select("person", "organisation", "concept", "qualifier", "document", "text").rows() == [
        ("Ani", "LSM Air", "tarif", 0, "Rapat", "kami menolak")
    ]
    assert found["time"].to_list() == [datetime(2026, 3, 12, 2, 30, tzinfo=UTC)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding, tmp_path):
    """As spreadsheets save them."""
    content = "Nama,Konsep\nAndré,tarif\n".encode(encoding)

    assert read(file(tmp_path, content)).statements["person"].to_list() == ["André"]


def test_times_with_and_without_a_zone(tmp_path):
    """Each in UTC; those without a zone are counted, and taken where the reader says."""
    times = [
        "2026-03-12T09:30:00+09:00",
        "12/03/2026 09:30",
        "12 Maret 2026 09.30 WIB",
        "12/03/1998",
        "Kamis, 12 Maret 2026",
        "",
    ]
    content = "nama,konsep,tanggal\n" + "".join(f'Ani,tarif {i},"{time}"\n' for i, time in enumerate(times))
    found = read(file(tmp_path, content), timezone="Asia/Jakarta")

    assert [time and time.strftime("%Y-%m-%d %H:%M") for time in found.statements["time"]] == [
        "2026-03-12 00:30", "2026-03-12 02:30", "2026-03-12 02:30", "1998-03-11 17:00", "2026-03-11 17:00", None,
    ]  # fmt: skip
    assert dict(found.notes) == {"times have no zone and are taken as Asia/Jakarta": 3}


def test_rows_that_cannot_be_taken(tmp_path):
    """Each with its line and why; read = taken + twice + rejected."""
    rows = [
        "Ani,tarif,setuju,12/03/2026,0",
        "Budi,tarif,mungkin,,",
        "Citra,tarif,,kapan,",
        ",,setuju,,",
        "Dodi,tarif,1.5,,",
        "Eka,tarif,,,-3",
        "Ani,tarif,setuju,12/03/2026,0",
        "Fitri,tarif",
        ",,,,",
    ]
    found = read(file(tmp_path, "nama,konsep,sikap,tanggal,mulai\n" + "\n".join(rows)))

    assert (found.rows, found.statements.height, found.doubled, len(found.problems)) == (8, 1, 1, 6)
    told = {problem.line: problem.reason for problem in found.problems}
    assert told[3] == "its position is neither agreement nor a whole number: 'mungkin'"
    assert "time can't be read: 'kapan'" in told[4]
    assert "neither an actor nor a concept" in told[5]
    assert "'1.5'" in told[6]
    assert "start is no place" in told[7]
    assert "2 fields" in told[9]


def test_a_table_of_something_else(tmp_path):
    """Is refused with what is missing."""
    with pytest.raises(DataError, match=r"p\.csv: no column of warna, ukuran is one of person"):
        read(file(tmp_path, "warna,ukuran\nmerah,3\n"))
    with pytest.raises(DataError, match="no table of statements"):
        read(file(tmp_path, '{"person": "Ani"}', "p.json"))
    with pytest.raises(FileError, match="nosuch"):
        read(tmp_path / "nosuch.csv")


def test_our_own_statements_do_not_come_back_as_anothers(tmp_path):
    """Rows that suara has found in posts are left, and told."""
    rows = pl.DataFrame({"type": ["post", None], "person": ["x:1", "Ani"], "concept": ["a", "b"]})
    found = read(file(tmp_path, rows.write_csv()))

    assert found.statements["person"].to_list() == ["Ani"]
    assert "suara review" in found.problems[0].reason


def test_attributes_and_formulas(tmp_path):
    """Other columns are attributes under their names; the guard of a text that looks like a formula is taken off."""
    content = "person,Person Type,organisation.kind,Gelombang,text,concept\nAni,warga,,2,'=1+1,tarif\n"
    found = read(file(tmp_path, content)).statements

    assert found.select("person.type", "gelombang", "text").rows() == [("warga", "2", "=1+1")]
    assert b"'=1+1" in tables.as_csv(found)


def test_a_table_that_went_out_comes_back(tmp_path):
    """All columns and attributes, with the same keys."""
    rows = {
        "type": "statement",
        "person": "Ani",
        "organisation": "LSM",
        "concept": 'tarif; "naik"',
        "qualifier": -1,
        "text": "a,b\nc",
    }
    made = shaped(
        pl.DataFrame(
            [rows | {"time": datetime(2026, 3, 1, tzinfo=UTC), "organisation.kind": "ngo", "start": 3, "end": 8}]
        )
    )
    found = read(file(tmp_path, tables.as_csv(made))).statements

    assert found.select(made.columns).equals(made)


def test_event_lists_come_back(tmp_path):
    """As DNA writes them: semicolons, positions as numbers, documents told by title and number."""
    rows = [
        {
            "document": "Rapat",
            "title": "Rapat",
            "person": "Ani",
            "organisation": "LSM",
            "concept": 'tarif "air"; naik',
            "qualifier": 0,
            "text": "=lama",
        },
        {
            "document": "Surat",
            "title": "Surat",
            "person": None,
            "organisation": "PDAM",
            "concept": "audit",
            "qualifier": None,
            "section": "7",
        },
    ]
    made = shaped(
        pl.DataFrame(rows, infer_schema_length=None).with_columns(time=pl.datetime(2026, 3, 12, 2, 30, time_zone="UTC"))
    )
    content = event_list(made, pl.DataFrame(schema=DOCUMENTS), lang="id")
    found = read(file(tmp_path, content))

    header = content.decode().splitlines()[0].replace('"', "")
    assert header == (
        "statement_id;time;person;organization;concept;agreement;start_position;stop_position;text;coder;document_id;"
        "document_title;document_author;document_source;document_section;document_type"
    )
    same = ["person", "organisation", "qualifier", "time", "document"]
    assert found.statements.select(same).equals(made.select(same))
    assert found.statements["concept"].to_list() == ["tarif 'air', naik", "audit"]
    assert found.statements["text"][0] == "=lama"
    assert found.statements["section"].to_list() == [None, "7"]


def test_words_are_each_of_one_column():
    """No name stands for two columns, and no word for two positions."""
    names = [name for known in words().columns.values() for name in known]
    told = [word for known in words().positions.values() for word in known]

    assert len(names) == len(set(names))
    assert len(told) == len(set(told))


@given(st.lists(st.text(max_size=12), max_size=12, unique=True))
def test_every_column_has_a_name_of_its_own(names):
    """However they are called."""
    found = columns_of(names)

    assert list(found) == names
    assert len(set(found.values())) == len(names)
    assert all(found.values())


@given(st.integers(-10, 10))
def test_scales(number):
    """Whole numbers are what they are, however a spreadsheet writes them."""
    numbers, wrong = positions(pl.Series([str(number), f"{number}.0", f" {number} "]))

    assert numbers.to_list() == [number] * 3
    assert not wrong.any()


def test_titles():
    """One document, one name."""
    assert titled(["a", None, "a", " b "], [1, 2, 3, 4]) == ["a (1)", "document 2", "a (3)", "b"]


def test_attributes_of_two_kinds_are_text():
    """Where one file has numbers and another words."""
    one = shaped(pl.DataFrame({"person": ["a"], "wave": [1]}))
    two = shaped(pl.DataFrame({"person": ["b"], "wave": ["x"]}))

    assert together([one, two])["wave"].to_list() == ["1", "x"]
    assert list(together([one, two]).columns)[: len(STATEMENTS)] == list(STATEMENTS)


@pytest.mark.real_data
def test_real_event_list_of_dna(real_data, tmp_path):
    """The sample of DNA as an event list has the statements of the sample."""
    whole = read_dna(real_data / "dna-sample" / "sample.dna")
    made = whole.statements.filter(type="DNA Statement")
    found = read(file(tmp_path, event_list(made, whole.documents, lang="en"))).statements

    same = ["person", "organisation", "concept", "qualifier", "time", "document", "section", "start", "end"]
    assert found.select(same).equals(made.select(same))


def test_workbooks(tmp_path):
    """XLSX, with dates that are dates and numbers that are numbers."""
    from openpyxl import Workbook

    book = Workbook()
    for row in (["Nama", "Konsep", "Sikap", "Tanggal"], ["Ani", "tarif", 0, datetime(2026, 3, 12, 9, 30)]):
        book.active.append(row)
    book.save(tmp_path / "p.xlsx")
    found = read(tmp_path / "p.xlsx", timezone="Asia/Jakarta").statements

    assert found.select("person", "qualifier", "time").rows() == [("Ani", 0, datetime(2026, 3, 12, 2, 30, tzinfo=UTC))]
