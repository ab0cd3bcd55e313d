"""CSV as PHP writes it: what a backslash before a quote means."""

from __future__ import annotations

from pathlib import Path

import pytest

from suara.collect._escaped import records
from suara.collect._input import Input
from suara.posts import Problem


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1,halo,2", ["1", "halo", "2"]),
        (",,", ["", "", ""]),
        ('1,"a, b",2', ["1", "a, b", "2"]),
        ('1,"kata ""air""",2', ["1", 'kata "air"', "2"]),
        (r'1,"kata \"air\" mati",2', ["1", r"kata \"air\" mati", "2"]),
        (r'1,"kata \"a, b\" mati",2', ["1", r"kata \"a, b\" mati", "2"]),
        (r'1,"kata \"air\"",2', ["1", r"kata \"air\"", "2"]),
        (r'1,"akhir \",2', ["1", "akhir \\", "2"]),
        (r'1,"dua \\",2', ["1", r"dua \\", "2"]),
        (r'1,"ular \""air\"" kadut",2', ["1", r"ular \"air\" kadut", "2"]),
        (r'1,"a \"b\" c","d \"e\" f"', ["1", r"a \"b\" c", r"d \"e\" f"]),
        (r"1,c:\air,2", ["1", r"c:\air", "2"]),
    ],
)
def test_rows(row: str, expected: list[str], tmp_path: Path) -> None:
    """Each row has its three values, whatever stands before its quotes."""
    path = tmp_path / "berkas"
    path.write_text(f"satu,dua,tiga\n{row}\n")
    (found,) = records(Input(path))
    assert not isinstance(found, Problem)
    assert list(found[1].values()) == expected


def test_tabs_without_quotes(tmp_path: Path) -> None:
    """Between tabs a lone quote is a letter."""
    path = tmp_path / "berkas"
    path.write_text('satu\tdua\n1\t"halo\n2\tdia bilang "ya"\n')
    assert [list(found[1].values()) for found in records(Input(path)) if not isinstance(found, Problem)] == [
        ["1", '"halo'],
        ["2", 'dia bilang "ya"'],
    ]


def test_what_is_no_row(tmp_path: Path) -> None:
    """Lines that aren't rows are told, each with its number, and don't cost the next."""
    path = tmp_path / "berkas"
    path.write_bytes(b'satu,dua\n1,"buka\n2,b\n3\nsatu,dua\n\xff,x\n\n4,d\n')
    found = list(records(Input(path)))
    assert [(item.line, item.kind) for item in found if isinstance(item, Problem)] == [
        (2, "field_count"),
        (4, "field_count"),
        (5, "header_again"),
        (6, "not_text"),
    ]
    assert [item[0] for item in found if not isinstance(item, Problem)] == [3, 8]


def test_hostile_quotes_take_no_time(tmp_path: Path) -> None:
    """A line of nothing but quotes and backslashes is given up at once."""
    path = tmp_path / "berkas"
    path.write_text("satu,dua\n" + '"' + '\\"' * 200_000 + "\n" + '"' + '\\""' * 100_001 + "\n")
    assert [item.kind for item in records(Input(path)) if isinstance(item, Problem)] == ["field_count"] * 2
