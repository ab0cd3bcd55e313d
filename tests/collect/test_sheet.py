"""XLSX and Parquet as they really come: titles, merged names, several sheets, bombs, damage."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from suara.collect import _sheet
from suara.collect._header import layout
from suara.collect._importing import recognise
from suara.collect._input import Input
from suara.collect._rows import records
from suara.errors import FileError, UnknownFormat
from suara.posts import Notice

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FIXTURE = Path(__file__).parents[1] / "fixtures" / "collect" / "table" / "aduan.xlsx"


def book(tmp_path: Path, *sheets: list[list[Any]]) -> Path:
    """A workbook with these sheets."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets, 1):
        sheet = made.create_sheet(f"Lembar {number}")
        for row in rows:
            sheet.append(row)
    path = tmp_path / "buku.xlsx"
    made.save(path)
    return path


def changed(path: Path, old: bytes, new: bytes, member: str = "sheet1.xml", **more: str) -> Path:
    """The same workbook with something else in one of its parts, and with more parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as after:
        for name in [name for name in before.namelist() if name not in more]:
            data = before.read(name)
            if name.endswith(member):
                assert old in data
                data = data.replace(old, new)
            after.writestr(name, data)
        for name, text in more.items():
            after.writestr(name, text)
    path.write_bytes(content.getvalue())
    return path


def rows_of(path: Path) -> list[tuple[int, dict[str, str]]]:
    return [item[:2] for item in records(Input(path)) if isinstance(item, tuple)]


def test_names_beneath_titles_in_two_rows() -> None:
    """Titles and blank rows are passed over, and names beneath merged cells are taken with those beside them."""
    names = ["No", "Nomor tiket", "Pelapor", "Perihal", "Isi aduan", "Masuk", "Selesai", "Dinas", "Tindak lanjut"]
    assert Input(FIXTURE).header == [*names, "Kelurahan", "Lama (hari)"]
    assert rows_of(FIXTURE)[0][0] == 6


@pytest.mark.parametrize(
    ("rows", "names", "above"),
    [
        ([["id", "isi"], ["1", "halo"]], ["id", "isi"], 1),
        ([[""], ["id", "isi"], ["1", "halo"]], ["id", "isi"], 2),
        ([["Judul"], ["id", "isi"], ["1", "halo"]], ["id", "isi"], 2),
        ([["", "id", "isi"], ["0", "1", "halo"]], ["", "id", "isi"], 1),
        ([["id", "", "isi"], ["1", "", "halo"]], ["id", "", "isi"], 1),
        ([["isi\nkiriman", " akun "], ["halo", "warga_contoh"]], ["isi kiriman", "akun"], 1),
        ([["isi", "isi", ""], ["a", "b", ""]], ["isi", "isi (2)"], 1),
        ([["isi"], ["halo"]], ["isi"], 1),
    ],
)
def test_where_the_names_are(rows: list[list[str]], names: list[str], above: int) -> None:
    """The names are the first row that is about as full as the fullest."""
    found = layout(rows)
    assert found is not None
    assert (found.names, found.above) == (names, above)


def test_the_first_sheet_with_a_table(tmp_path: Path) -> None:
    """A cover sheet is passed over; further tables are told."""
    path = book(tmp_path, [["Petunjuk"], ["Isi lembar kedua."]], [["id", "isi"], ["1", "halo"]], [["a", "b"], [1, 2]])
    assert rows_of(path) == [(2, {"id": "1", "isi": "halo"})]
    notices = [item for item in records(Input(path)) if isinstance(item, Notice)]
    assert [(notice.kind, notice.example) for notice in notices] == [("other_sheets", "Lembar 3")]


def test_the_sheet_that_is_named(tmp_path: Path) -> None:
    """The mapping may name another sheet; one that isn't there is told."""
    path = book(tmp_path, [["id", "isi"], ["1", "halo"]], [["kode", "isi"], ["2", "hai"]])
    mapping = tmp_path / "peta.toml"
    mapping.write_text('platform = "web"\nsheet = "Lembar 2"\n[columns]\nid = "kode"\n')
    assert Input(path, mapping).header == ["kode", "isi"]
    mapping.write_text('platform = "web"\nsheet = "Lembar 9"\n[columns]\nid = "kode"\n')
    with pytest.raises(FileError, match=r"no sheet 'Lembar 9'; it has Lembar 1, Lembar 2"):
        recognise(path, mapping)


def test_cells_as_text(tmp_path: Path) -> None:
    """Whole numbers have no point, dates are ISO 8601, errors and formulas that were never reckoned are unknown."""
    cells = [3.0, 2.5, True, datetime(2024, 8, 5, 9, 30), date(2024, 8, 5), "#N/A", "=1+1", 1.7e18, None, "teks"]
    path = book(tmp_path, [[f"k{n}" for n in range(len(cells))], cells])
    expected = ["3", "2.5", "True", "2024-08-05T09:30:00", "2024-08-05T00:00:00", "", "", "1.7e+18", "", "teks"]
    assert list(rows_of(path)[0][1].values()) == expected


def test_a_size_that_is_written_wrongly(tmp_path: Path) -> None:
    """Some programs write that a sheet has one cell; all its columns are read even so."""
    path = changed(book(tmp_path, [["id", "isi"], ["1", "halo"]]), b'<dimension ref="A1:B2"', b'<dimension ref="A1"')
    assert rows_of(path) == [(2, {"id": "1", "isi": "halo"})]


def test_texts_that_cells_share(tmp_path: Path) -> None:
    """Texts kept apart from the cells, as Excel does, are found by their number; in parts of several styles too."""
    path = changed(
        book(tmp_path, [["id", "isi"], ["1", "halo"]]),
        b'<c r="B2" t="inlineStr"><is><t>halo</t></is></c>',
        b'<c r="B2" t="s"><v>1</v></c>',
    )
    shared = f'<sst xmlns="{MAIN}"><si><t>lain</t></si><si><r><t>apa </t></r><r><t>kabar</t></r></si></sst>'
    kind = '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    kind += 'spreadsheetml.sharedStrings+xml"/></Types>'
    changed(path, b"</Types>", kind.encode(), "[Content_Types].xml", **{"xl/sharedStrings.xml": shared})
    assert rows_of(path) == [(2, {"id": "1", "isi": "apa kabar"})]


def test_rows_that_are_nowhere(tmp_path: Path) -> None:
    """A row number beyond what a sheet can have doesn't keep the reader busy for ever."""
    path = changed(book(tmp_path, [["id", "isi"], ["1", "halo"], ["2", "hai"]]), b'<row r="3"', b'<row r="99999999999"')
    file = Input(path)
    assert [item[0] for item in records(file) if isinstance(item, tuple)] == [2]
    assert "damaged" in (file.cut_off or "")


def test_bombs_are_refused(tmp_path: Path) -> None:
    """A small file that grows beyond all measure when opened is refused before it does."""
    path = changed(book(tmp_path, [["id", "isi"], ["1", "halo"]]), b"<sheetData>", b"<sheetData>" + b" " * (1 << 27))
    assert path.stat().st_size < 1 << 18
    with pytest.raises(FileError, match="would grow"):
        recognise(path)


def test_a_compressed_workbook_has_an_end_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook in gzip is unpacked up to a limit."""
    path = tmp_path / "buku.xlsx.gz"
    path.write_bytes(pa.compress(FIXTURE.read_bytes(), codec="gzip", asbytes=True))
    monkeypatch.setattr(_sheet, "UNPACKED", 100)
    with pytest.raises(FileError, match="more than 1 GB"):
        _ = Input(path).header


@pytest.mark.parametrize("cut", [100, 2000, 6000, -200, -10])
def test_half_a_workbook(cut: int, tmp_path: Path) -> None:
    """A workbook that breaks off isn't one: its list of contents is at its end."""
    path = tmp_path / "buku.xlsx"
    path.write_bytes(FIXTURE.read_bytes()[:cut])
    with pytest.raises(UnknownFormat):
        recognise(path)


def test_a_sheet_that_breaks_off(tmp_path: Path) -> None:
    """Of a sheet that is damaged, the rows before are read, and the damage is told."""
    rows = [["id", "isi"], *([str(n), f"halo {n}"] for n in range(2000))]
    path = changed(book(tmp_path, rows), b'<row r="1500"', b'<<row r="1500"')
    file = Input(path)
    assert 1400 < len([item for item in records(file) if isinstance(item, tuple)]) < 1500
    assert "damaged or cut off after row" in (file.cut_off or "")


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_old_workbooks(content: bytes, file_of: Any) -> None:
    """An .xls, or a workbook with a password, is refused with what to do."""
    with pytest.raises(FileError, match=r"save it as \.xlsx"):
        recognise(file_of(content))


def test_other_archives(tmp_path: Path) -> None:
    """A ZIP that holds no workbook is no table."""
    path = tmp_path / "arsip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("catatan.txt", "halo")
    assert Input(path).header == []
    with pytest.raises(UnknownFormat):
        recognise(path)


def test_parquet_as_text(tmp_path: Path) -> None:
    """Times to the nanosecond, lists, unknown numbers and whole floats come as in the other tables."""
    table = pa.table(
        {
            "waktu": pa.array([1722824580000000123], pa.timestamp("ns", "UTC")),
            "tagar": [["a", "b"]],
            "suka": pa.array([float("nan")]),
            "id": pa.array([1608764220451213101], pa.int64()),
            "balasan": pa.array([3.0]),
        }
    )
    path = tmp_path / "tabel.parquet"
    pq.write_table(table, path)
    at = datetime(2024, 8, 5, 2, 23, tzinfo=UTC).isoformat()
    assert rows_of(path) == [
        (2, {"waktu": at, "tagar": "a|b", "suka": "", "id": "1608764220451213101", "balasan": "3"})
    ]
