"""Samples to review as files: CSV or XLSX out, and back in however a spreadsheet has kept them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from suara._files import whole
from suara.coding.codebook import Codebook
from suara.coding.review import CODE
from suara.coding.reviewed import Marked
from suara.errors import FileError
from suara.present import _table_file, tables

ENDINGS = (".csv", ".xlsx")
_WIDTHS = {"post": 24, "text": 70, "found": 24, "words": 30, "note": 30}
_FOR_THE_PROGRAM = ("codebook", "sample", "stratum", "stratum_posts", "probability")  # hidden in XLSX
_MARKS = '"1,0"'


def write(table: pl.DataFrame, path: Path, book: Codebook, *, lang: str = "id") -> None:
    """Write a sample (see `suara.coding.review.sheet`) as CSV or XLSX, by the ending of the file.

    No text in it is a formula to a spreadsheet. In XLSX the header stays in sight, each code's label and definition is a
    comment on its column, marks are chosen from a list, and columns that tell how the sample was drawn are hidden.

    Raises:
        FileError: the ending is another, or the file can't be written.
    """
    if path.suffix.lower() not in ENDINGS:
        raise FileError(f"{path} must end in .csv or .xlsx, so that it is known what to write")
    if path.suffix.lower() == ".csv":
        tables.write(table, "csv", path)
        return
    try:
        with whole(path) as unfinished:
            _workbook(table, book, lang).save(unfinished)
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None


def _workbook(table: pl.DataFrame, book: Codebook, lang: str) -> Any:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    workbook = Workbook()
    page = workbook.active
    page.title = "review"
    for number, row in enumerate((table.columns, *table.iter_rows()), 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                cell = page.cell(number, column, value)
                cell.data_type, cell.quotePrefix = "s", True  # a text, whatever it begins with
    page.freeze_panes = page.cell(2, table.columns.index("text") + 2)
    rows = DataValidation("list", formula1=_MARKS, allow_blank=True, showErrorMessage=True, error="1, 0")
    page.add_data_validation(rows)
    for number, name in enumerate(table.columns, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = _WIDTHS.get(name, 14)
        page.column_dimensions[letter].hidden = name in _FOR_THE_PROGRAM
        page[f"{letter}1"].font = Font(bold=True)
        if name == "text":
            for (cell,) in page[f"{letter}2:{letter}{table.height + 1}"]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        if name.startswith(CODE) or name == "reviewed":
            rows.add(f"{letter}2:{letter}{table.height + 1}")
    _explained(page, table.columns, book, lang)
    return workbook


def _explained(page: Any, columns: list[str], book: Codebook, lang: str) -> None:
    """What each code means, as a comment on the head of its column."""
    from openpyxl.comments import Comment

    for code in book.codes:
        told = "\n".join(filter(None, (code.label.get(lang, code.id), code.definition.get(lang, ""))))
        page.cell(1, columns.index(CODE + code.id) + 1).comment = Comment(told, "suara", height=120, width=320)


def read(path: Path) -> Marked:
    """A sample that people have marked, CSV or XLSX.

    Whatever separates its fields, UTF-8, UTF-16 and Windows-1252 are read. Rows are numbered as a spreadsheet numbers them.

    Raises:
        FileError: it isn't there, is no table, or one of its rows is torn.
    """
    table = _table_file.read(path)
    if table is None:
        raise FileError(f"{path} is no sample to review: it must be CSV or XLSX")
    for problem in table.problems:
        raise FileError(f"{path}, line {problem.line}: {problem.reason}")
    if table.cut_off:
        raise FileError(f"{path}: {table.cut_off}")
    if not table.rows:
        raise FileError(f"{path} has no rows to read")
    columns = table.columns
    numbers = table.numbers if table.kind == "xlsx" else range(2, len(table.rows) + 2)
    rows = pl.DataFrame([[fields[name] for name in columns] for fields in table.rows], schema=columns, orient="row")
    rows = rows.with_columns(row=pl.Series(numbers, dtype=pl.Int64))
    empty = pl.all_horizontal(pl.col(columns) == "")
    return Marked(path, rows.filter(~empty), table.narrow)
