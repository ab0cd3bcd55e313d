"""CSV as it really comes: no row is lost without a word."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from suara.collect._csv import LONGEST_RECORD, records
from suara.collect._importing import read_file, sources
from suara.collect._input import RAW_KEPT, Input
from suara.posts import Notice, Problem

HEADER = "satu,dua,tiga\n"
ROWS = st.lists(
    st.lists(st.sampled_from(["a", "bc", "", '"', ",", '""', " ", '"a"', "é", "\x00", "\t"]), max_size=7).map("".join),
    max_size=25,
)


Found = tuple[int, dict[str, str], str] | Problem


def of(content: bytes | str) -> list[Found]:
    return [found for found in all_of(content) if not isinstance(found, Notice)]


def all_of(content: bytes | str) -> list[Found | Notice]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "berkas"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(records(Input(path)))


def line_of(found: Any) -> int:
    return found.line if isinstance(found, Problem) else found[0]


@given(ROWS)
@settings(deadline=None, max_examples=300)
@example(['"', "a,bc,", "a,bc,"])
@example(['a,bc,"', "a,bc,", '"', "a,bc,d"])
@example(["", '"', ""])
def test_no_row_is_lost(rows: list[str]) -> None:
    """Each line that isn't blank is in exactly one row or problem, and they come in the order of the file."""
    lines = [row + "\n" for row in rows]
    seen = []
    for found in of(HEADER + "".join(lines)):
        start = line_of(found)
        height = 1 if isinstance(found, Problem) else found[2].count("\n")
        if isinstance(found, tuple):
            assert "".join(lines[start - 2 : start - 2 + height]) == found[2]
        seen += range(start, start + height)
    assert sorted(set(seen)) == seen
    blank = {number for number, line in enumerate(lines, 2) if line.isspace()}
    assert set(range(2, len(lines) + 2)) - blank == set(seen) - blank


@given(st.lists(st.lists(st.text(alphabet='ab",;\n é', max_size=9), min_size=3, max_size=3), max_size=15))
@settings(deadline=None, max_examples=200)
@example([["", "", ""], ["satu", "dua", "tigas"]])
def test_what_is_written_is_read(rows: list[list[str]]) -> None:
    """Whatever a CSV writer has written is read back as it was, without a problem."""
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    found = of(HEADER + written.getvalue())
    assert rows == [list(record[1].values()) for record in found if isinstance(record, tuple)]


@given(st.lists(st.sampled_from(["a,b,c", "satu,dua,tiga", "a,b", '"a,b,c', '"a\nb",c,d']), max_size=20), st.booleans())
@settings(deadline=None)
def test_utf16_is_no_different(rows: list[str], crlf: bool) -> None:
    """The rows and problems of a file don't depend on its encoding."""
    content = HEADER + "".join(row + "\n" for row in rows)
    if crlf:
        content = content.replace("\n", "\r\n")
    assert of(content) == of(content.encode("utf-16"))


def test_line_numbers() -> None:
    """The number is that of a record's first line, counted from the header's 1."""
    found = of(HEADER + 'a,b,c\n"d\nd",e,f\n\ng,h,i\nj\nk,l,m\n')
    assert [line_of(record) for record in found] == [2, 3, 6, 7, 8]


def test_reading_goes_on_after_an_open_quote() -> None:
    """What an open quote has swallowed is read again, from the line after it on."""
    found = of(HEADER + 'a,b,"c\n' + "d,e,f\n" * 5)
    assert [record.line for record in found if isinstance(record, Problem)] == [2]
    assert [record[0] for record in found if isinstance(record, tuple)] == [3, 4, 5, 6, 7]


def test_open_quote_in_a_long_file() -> None:
    """An open quote costs its own line, not the rest of the file."""
    found = of(HEADER + 'a,b,"c\n' + "d,e,f\n" * (LONGEST_RECORD * 3))
    assert [record.line for record in found if isinstance(record, Problem)] == [2]
    assert sum(isinstance(record, tuple) for record in found) == LONGEST_RECORD * 3


def test_last_row_without_an_end_of_line() -> None:
    """The last row counts without an end of line, too."""
    assert [line_of(record) for record in of(HEADER + "a,b,c\nd,e,f")] == [2, 3]


def test_header_only() -> None:
    """A header with no rows is a file of no records."""
    assert of(HEADER) == []


def test_huge_record_is_kept_in_part() -> None:
    """Of a rejected record of several megabytes the first is kept."""
    (problem,) = of(HEADER + "a" * (3 * RAW_KEPT) + "\n")
    assert isinstance(problem, Problem)
    assert RAW_KEPT <= len(problem.raw) < RAW_KEPT + 100


def test_bytes_that_are_no_text() -> None:
    """A row with bytes that aren't UTF-8 is rejected as that, and those around it are read."""
    found = of(HEADER.encode() + b"a,b,c\nd,\xe9,f\ng,h,i\n")
    assert [line_of(record) for record in found] == [2, 3, 4]
    assert found[1].reason == "not UTF-8 text"  # type: ignore[union-attr]


def through_a_spreadsheet(rows: list[str], width: int) -> list[str]:
    """Lines of a table as a spreadsheet that parts cells at ";" writes them back."""
    cells = [next(csv.reader([row], delimiter=";"), []) for row in rows]
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\n").writerows(row + [""] * (width - len(row)) for row in cells)
    return written.getvalue().splitlines(keepends=True)


TEXT = st.text(alphabet='ab",; é', max_size=9).filter(lambda text: ';"' not in f'{text}"')  # whose quote gets lost


@given(st.lists(st.tuples(st.integers(1), TEXT, st.sampled_from(["x", "y"])), max_size=8), st.integers(1, 9))
@settings(deadline=None, max_examples=300)
def test_wrapped_by_a_spreadsheet(rows: list[tuple[int, str, str]], width: int) -> None:
    """What a spreadsheet has wrapped in quotes and padded is read as it was before, and it is said of how many rows."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([("satu", "dua", "tiga"), *rows])
    lines = through_a_spreadsheet(written.getvalue().splitlines(), width)
    found = all_of("".join(lines))
    assert [[str(value) for value in row] for row in rows] == [
        list(record[1].values()) for record in found if isinstance(record, tuple)
    ]


@pytest.mark.parametrize(
    "header", ["satu,dua,tiga", '"satu,dua,tiga"', '"""satu"",""dua"",""tiga"""', '"satu,""dua"",tiga";;;']
)
@pytest.mark.parametrize("row", ['"1,""a, b"",c"', '"1,""a, b"",c";;;', '"""1"",""a, b"",""c"""', '1,"a, b",c'])
def test_wrapped_rows_and_headers(header: str, row: str) -> None:
    """A header may be wrapped or not, and so may each row."""
    (found,) = of(f"{header}\n{row}\n")
    assert isinstance(found, tuple)
    assert found[1] == {"satu": "1", "dua": "a, b", "tiga": "c"}


def test_wrapped_rows_are_told() -> None:
    """How many rows were wrapped is told, with the first of them; a text of two lines within is whole."""
    found = all_of(HEADER + 'a,b,c\n"d,""e, e"",f"\n"g,""h\nh"",i"\n')
    assert found[-1] == Notice(kind="unwrapped", line=3, count=2)
    assert [record[1]["dua"] for record in found if isinstance(record, tuple)] == ["b", "e, e", "h\nh"]


@pytest.mark.parametrize("row", ['"a","b, c"', '"a, b"', '"a, ""b"', '"a;b, c, d, e"', '"a",'])
def test_a_row_too_short_is_not_unwrapped(row: str) -> None:
    """A row of which fields are missing stays rejected, though its texts have commas."""
    (found,) = all_of(f"{HEADER}{row}\n")
    assert isinstance(found, Problem)
    assert found.kind == "field_count"


FIXTURES = Path(__file__).parents[1] / "fixtures" / "collect"
TABLES = [
    (name, path)
    for name in sources()
    if name not in ("youtube_data_tools", "table")  # one has a reader of its own, the other's files want a mapping
    for path in sorted((FIXTURES / name).glob("*"))
    if Input(path).kind == "csv" and Input(path).encoding != "utf-16" and path.name != "wrapped.csv"
]


@pytest.mark.parametrize(("name", "path"), TABLES, ids=[f"{name}-{path.name}" for name, path in TABLES])
def test_wrapped_rows_of_every_source(name: str, path: Path, tmp_path: Path) -> None:
    """Each source of tables reads rows that a spreadsheet has wrapped whole, and says so."""
    rows = [found[2].rstrip("\r\n") for found in records(Input(path)) if isinstance(found, tuple)]
    header = Input(path).first_row.rstrip("\r")
    plain, wrapped = tmp_path / "biasa", tmp_path / "terbungkus"
    plain.write_text("\n".join([header, *rows]), newline="")
    wrapped.write_text("\n".join([header, *(f'"{row.replace(chr(34), chr(34) * 2)}"' for row in rows)]), newline="")
    expected, found = (read_file(file, sources()[name]) for file in (plain, wrapped))
    assert found.posts.equals(expected.posts)
    assert sum(notice.count for notice in found.notices if notice.kind == "unwrapped") == len(rows)
