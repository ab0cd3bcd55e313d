"""Heat maps: what stands in them, and that hostile labels stay text."""

import re
from pathlib import Path

import polars as pl
import pytest
from defusedxml import ElementTree

from suara.analyse.crosstab.attributes import Attribute
from suara.analyse.crosstab.table import SHOWN, Crosstab, tabulate
from suara.errors import FileError, InputError
from suara.present import drawing, heatmap

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\x00\u202e&\"'"


def crosstab(rows: list[str | None], columns: list[str | None]) -> Crosstab:
    posts = pl.DataFrame({"post": [f"p{i}" for i in range(len(rows))]}).with_columns(unit="post")
    sides = [
        Attribute(
            name, posts.select("post", value=pl.Series(told, dtype=pl.String)).drop_nulls(), {}, "(tidak diketahui)"
        )
        for name, told in (("agency", rows), ("code:buku", columns))
    ]
    return tabulate(posts, *sides, left_out={})


def drawn(made: Crosstab, path: Path, **options) -> list[str]:
    """All texts of the SVG, in their order."""
    heatmap.draw(made, path, **options)
    return [node.text or "" for node in ElementTree.parse(path).iter() if node.tag.endswith(("text", "tspan"))]


def test_values_and_labels(tmp_path):
    """Rows, columns, the number in each cell, and the words of the language."""
    made = crosstab(["kai", "kai", "pln", None], ["lambat", "mahal", "lambat", "mahal"])
    texts = drawn(made, tmp_path / "a.svg")

    assert {"instansi × buku", "kai", "pln", "(tidak diketahui)", "lambat", "mahal", "Jumlah"} <= set(texts)
    assert texts.count("1*") == 3
    assert "1" in texts
    assert "Number" in drawn(made, tmp_path / "a.svg", lang="en")


@pytest.mark.parametrize(
    ("show", "expected"), [("counts", "1*"), ("rows", "50 %*"), ("columns", "100 %*"), ("residuals", "+0.9*")]
)
def test_what_is_shown(tmp_path, show, expected):
    """Each with its own writing, and its star where few are expected."""
    texts = drawn(crosstab(["kai", "kai", "pln"], ["lambat", "mahal", "lambat"]), tmp_path / "a.svg", show=show)

    assert expected in texts
    assert set(SHOWN) == {"counts", "rows", "columns", "residuals"}


def test_hostile_labels_stay_text(tmp_path):
    """SVG and page have no element of theirs, ask no network, and hold no script."""
    made = crosstab([EVIL, "kai", EVIL + "2"], ["a", EVIL, "a"])
    for name in ("a.svg", "a.html"):
        heatmap.draw(made, tmp_path / name)
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "&lt;/script&gt;" in text
        assert not re.search(r"<(script|img|foreignObject|a|iframe)\b", text)
        assert set(re.findall(r"https?://[^\"'\s]+", text)) <= {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1999/xlink",
        }
    ElementTree.parse(tmp_path / "a.svg")
    assert "default-src 'none'" in text


def test_png(tmp_path):
    """A picture."""
    heatmap.draw(crosstab(["kai", "pln"], ["a", "b"]), tmp_path / "a.PNG")

    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")


def test_more_than_there_is_room_for(tmp_path):
    """The most frequent are drawn, and it says so."""
    rows = [f"r{i:02}" for i in range(45) for _ in range(1 + (i < 40))]
    texts = drawn(crosstab(rows, ["a", *["b"] * (len(rows) - 1)]), tmp_path / "a.svg", lang="en")

    assert "agency: 40 of 45 (the most frequent)" in texts
    assert {"r00", "r39"} <= set(texts)
    assert "r40" not in texts


def test_nothing(tmp_path):
    """An empty crosstab is an empty picture."""
    assert "Number" in drawn(crosstab([], []), tmp_path / "a.svg", lang="en")


def test_files_that_cant_be(tmp_path):
    """Said by name."""
    with pytest.raises(InputError, match=r"a.jpg can't be drawn: .*\.svg"):
        drawing.check(Path("a.jpg"))
    with pytest.raises(FileError, match="nosuch"):
        heatmap.draw(crosstab(["kai"], ["a"]), tmp_path / "nosuch" / "a.svg")
