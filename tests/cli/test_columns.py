"""Tables in a narrow terminal: what a row is about, dates and numbers can be read."""

from __future__ import annotations

import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from suara.cli import _show
from suara.cli._columns import fitted, widths


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    file = io.StringIO()
    monkeypatch.setattr(_show, "out", Console(file=file, width=80, highlight=False))
    return file


def test_agencies_are_told_apart_and_their_numbers_are_whole(narrow: io.StringIO) -> None:
    names = ["Direktorat Jenderal Contoh", "Direktorat Jenderal Teladan"]
    frame = pl.DataFrame({
        "agency": names, "complaints": [39, 76], "answered (95 %)": ["46 % (32-61)"] * 2,
        "median wait (95 %)": ["24.9 (20.2-65.8) min"] * 2, "in 3 days": ["47 %"] * 2, "other_communities": [4, 0],
    })  # fmt: skip
    _show.table(frame)
    told = narrow.getvalue()
    assert "…" not in told
    assert all(word in told.split() for word in ("Contoh", "Teladan", "(20.2-65.8)"))
    assert max(map(len, told.splitlines())) <= 80


def test_dates_are_whole(narrow: io.StringIO) -> None:
    frame = pl.DataFrame({"start": ["2026-01-01"], "end": ["2026-02-01"]} | {f"measured_{i}": [i] for i in range(5)})
    _show.table(frame)
    assert "2026-01-01 2026-02-01" in narrow.getvalue()


@given(st.lists(st.tuples(st.integers(0, 90), st.booleans()), min_size=1, max_size=9), st.integers(20, 120))
def test_columns_fit_where_numbers_do(columns: list[tuple[int, bool]], room: int) -> None:
    whole, texts = [wide for wide, _ in columns], [text for _, text in columns]
    wide = widths(whole, texts, room)
    least = sum(min(w, 4) if text else w for w, text in columns)
    assert sum(wide) <= max(room, least)
    assert all(w == all_ for w, all_, text in zip(wide, whole, texts, strict=True) if not text)


@given(st.lists(st.from_regex(r"[a-z]{1,9}([_ ][a-z]{1,9}){0,3}", fullmatch=True), min_size=1, max_size=9))
def test_headings_lose_nothing_when_broken(heads: list[str]) -> None:
    broken, wide, _ = fitted(heads, [["1"]] * len(heads), [False] * len(heads), 10)
    for head, lines, most in zip(heads, broken, wide, strict=True):
        assert lines.replace("\n", "").replace(" ", "") == head.replace(" ", "")
        assert all(len(line) <= most for line in lines.split("\n"))
