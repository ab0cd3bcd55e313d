"""A drafted mapping: what it finds by names and values, that it imports, and that it tells nothing of anybody."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from suara.collect._columns import formats_of
from suara.collect._drafting import draft
from suara.collect._importing import read_file, recognise
from suara.collect._input import Input
from suara.errors import UnknownFormat

FIXTURES = Path(__file__).parents[1] / "fixtures" / "collect" / "table"


def drafted(path: Path) -> dict[str, Any]:
    return tomllib.loads(draft(Input(path)))


def test_a_spreadsheet_by_hand(tmp_path: Path) -> None:
    """Names in Indonesian, a day before its month, no ids: all of it is found, and it imports as it stands."""
    path = tmp_path / "rekap.csv"
    path.write_text(
        "No;Tanggal;Nama akun;Isi komentar;Jumlah suka;Tautan;Petugas\n"
        "1;24/12/2024 09.30;warga_contoh;air mati sejak pagi;1.250;https://www.instagram.com/p/a;Budi Contoh\n"
        "2;05/08/2024 10.15;sari_contoh;lampu jalan padam lagi;;https://www.instagram.com/p/b;Budi Contoh\n"
    )
    found = drafted(path)
    assert found == {
        "platform": "instagram",
        "zone": "Asia/Jakarta",
        "columns": {
            "url": "Tautan",
            "author_handle": "Nama akun",
            "text": "Isi komentar",
            "created_at": "Tanggal",
            "likes": "Jumlah suka",
        },
        "formats": {"created_at": "%d/%m/%Y %H.%M"},
        "left": {"columns": ["No", "Petugas"]},
    }
    mapping = tmp_path / "peta.toml"
    mapping.write_text(draft(Input(path)), encoding="utf-8")
    name, source = recognise(path, mapping)
    reading = read_file(path, source, mapping=mapping)
    assert (name, reading.posts.height, reading.problems, reading.unknown_fields) == ("table", 2, [], [])
    assert reading.posts["likes"].to_list() == [1250, None]


@pytest.mark.parametrize("name", ["kiriman.csv", "aduan.xlsx", "komentar.parquet"])
def test_drafts_import_as_they_are(name: str, tmp_path: Path) -> None:
    """The draft of each fixture is a mapping, and gives posts."""
    mapping = tmp_path / "peta.toml"
    mapping.write_text(draft(Input(FIXTURES / name)), encoding="utf-8")
    _, source = recognise(FIXTURES / name, mapping)
    reading = read_file(FIXTURES / name, source, mapping=mapping)
    assert reading.posts.height
    assert reading.unknown_fields == []


def test_tickets() -> None:
    """An agency and a time of closing make tickets of rows."""
    found = drafted(FIXTURES / "aduan.xlsx")
    assert found["tickets"]["agency"] == "Dinas"
    assert found["tickets"]["answer"] == "Tindak lanjut"
    assert found["columns"]["id"] == "Nomor tiket"


def test_nothing_of_anybody() -> None:
    """No value of the table stands in the draft."""
    written = draft(Input(FIXTURES / "kiriman.csv"))
    assert [
        word for word in ("warga_contoh", "Warga Contoh", "keruh", "9000000041", "Kelurahan") if word in written
    ] == []


def test_ids_that_a_spreadsheet_has_destroyed(tmp_path: Path) -> None:
    """They aren't taken, and it says why."""
    path = tmp_path / "rusak.csv"
    path.write_text("id_str,full_text\n1.6E+18,air mati sejak pagi\n1.7E+18,lampu jalan padam lagi\n")
    assert '# ? id = "id_str": holds ids that a spreadsheet has destroyed' in draft(Input(path))
    assert "id" not in drafted(path)["columns"]


def test_columns_that_are_shifted(tmp_path: Path) -> None:
    """Times beneath a count and numbers beneath a text are said to be shifted, and no text is guessed."""
    path = tmp_path / "geser.csv"
    rows = "".join(f"tentang saya dan kota saya {n},{n},2024-08-0{n} 10:00:00,{n}\n" for n in range(1, 6))
    path.write_text("bio,followers,retweetcount,text\n" + rows)
    written = draft(Input(path))
    assert 'seem to be shifted: see "text" and "retweetcount"' in written
    assert "text" not in tomllib.loads(written)["columns"]


def test_no_row_with_names(tmp_path: Path) -> None:
    """A first row that is a text is no row of names, and commas in texts part nothing."""
    path = tmp_path / "tanpa.tsv"
    path.write_text(
        "".join(f"petugas ramah , antre cepat , tempat bersih dan nyaman sekali {n}\tpositif\n" for n in range(9))
    )
    found = drafted(path)
    assert (found["delimiter"], found["header"], found["columns"]) == (
        "\t",
        ["kolom 1", "kolom 2"],
        {"text": "kolom 1"},
    )


def test_names_with_quotes_and_lines(tmp_path: Path) -> None:
    """Whatever a column is called, the draft is TOML."""
    path = tmp_path / "aneh.csv"
    path.write_text('"isi ""kiriman""",a\\b,"\x7f",""\nair mati sejak pagi,1,2,3\nlampu padam lagi,2,3,4\n')
    assert 'isi "kiriman"' in str(drafted(path))


@pytest.mark.parametrize("content", ['{"a": 1}\n', "halo\n", "isi,suka\n"])
def test_what_is_no_table(content: str, file_of: Any) -> None:
    """JSON, a word, and a header alone have no mapping."""
    with pytest.raises(UnknownFormat):
        draft(Input(file_of(content)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["24/12/2024", "05/08/2024"], ["%d/%m/%Y"]),
        (["12/24/2024", "8/5/2024"], ["%m/%d/%Y"]),
        (["05/08/2024", "06/08/2024"], ["%d/%m/%Y"]),
        (["9/24/2021", "10/04/21", "10/17/21", "9/13/2021"], ["%m/%d/%Y", "%m/%d/%y"]),
        (["04/12/2018 11:11:26 AM", "04/13/2018 01:11:26 PM"], ["%m/%d/%Y %I:%M:%S %p"]),
        (["5 Agustus 2024 10.15", "12 Mei 2024 09.00"], ["%d %B %Y %H.%M"]),
        (["2024-08-05T10:15:00Z", "2024-08-05T10:15:00Z"], []),
        (["1722824580", "1722824999"], []),
        (["2 hari yang lalu", "3 jam yang lalu"], []),
        (["warga_contoh", "sari_contoh"], None),
        (["12", "7"], None),
        ([], None),
    ],
)
def test_formats(values: list[str], expected: list[str] | None) -> None:
    """The format of times, the day before the month where both could be."""
    assert formats_of(values) == expected
