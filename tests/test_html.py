"""What notebooks show of results: small, escaped, and no script of its own."""

import re
from pathlib import Path

import polars as pl
import pytest
from scipy.sparse import csr_array

import suara
from suara import _html
from suara.analyse.discourse.matrix import Matrix
from suara.present.node_link import NodeLink

EVIL = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"
TAG = re.compile(r"<([a-z]+)")
HARMLESS = {"div", "p", "strong", "b", "span", "bdi", "table", "thead", "tbody", "tr", "th", "td", "iframe", "img"}


def calls():
    """What a notebook may end a cell with, by the name of the step."""
    return {
        "status": lambda result, folder: suara.status(result.workspace),
        "run": lambda result, folder: result,
        "responses": lambda result, folder: result.responses,
        "communities": lambda result, folder: result.communities,
        "import_files": lambda result, folder: result.imported,
        "figure": lambda result, folder: suara.figure(result.workspace, "ranking", folder / "a.svg"),
        "export": lambda result, folder: suara.export(result.workspace, folder / "a.gexf"),
        "node_link": lambda result, folder: suara.node_link(result.workspace, "complaints"),
        "paths": lambda result, folder: suara.paths(result.workspace),
        "words": lambda result, folder: suara.words(result.workspace),
        "find": lambda result, folder: suara.find(result.workspace, "antre~"),
        "codes_of": lambda result, folder: suara.codes_of(result.workspace, "2030575491410306943"),
        "coordination": lambda result, folder: suara.coordination(result.workspace),
        "timeline": lambda result, folder: suara.steps.timeline(result.workspace, unit="week"),
        "compare_responses": lambda result, folder: suara.compare_responses(result.responses, "agency"),
    }  # fmt: skip


@pytest.mark.commands
@pytest.mark.parametrize("step", calls())
def test_results_show_themselves(result, tmp_path: Path, step: str):
    """In a few kilobytes of harmless elements; a drawing may be larger."""
    html = calls()[step](result, tmp_path)._repr_html_()

    assert set(TAG.findall(html)) <= HARMLESS
    assert len(html) < (400_000 if step == "figure" else 20_000)


@pytest.mark.commands
def test_maps_and_reports_are_pages_in_a_sandbox(result, tmp_path: Path):
    """Each in one frame, with nothing beside it."""
    for drawn in (
        suara.draw_map(result.workspace, tmp_path / "a.html"),
        suara.report(result.workspace, tmp_path / "b.html"),
    ):
        html = drawn._repr_html_()
        assert TAG.findall(html) == ["iframe"]
        assert 'sandbox="allow-scripts allow-downloads"' in html


def hostile() -> list[str]:
    table = pl.DataFrame({EVIL: [EVIL]})
    nodes = pl.DataFrame({"id": [EVIL], "label": [EVIL]})
    network = NodeLink.of(nodes, pl.DataFrame({"source": [EVIL], "target": [EVIL], "weight": [1]}), title=EVIL)
    matrix = Matrix(pl.Series([EVIL]), pl.Series([EVIL]), csr_array([[1.0]]), 1)
    return [_html.card(EVIL, {EVIL: EVIL}, table), network._repr_html_(), matrix._repr_html_()]


@pytest.mark.parametrize("html", hostile())
def test_nothing_in_it_is_markup(html: str):
    """Headings, names, cells."""
    assert set(TAG.findall(html)) <= HARMLESS - {"img", "iframe"}
    assert "&lt;script&gt;" in html


def test_long_tables_and_texts_are_cut():
    """And what is left out is counted."""
    html = _html.card("Long", table=pl.DataFrame({"text": ["kata " * 1000] * 1500}))

    assert html.count("<tr>") == 1 + _html.ROWS
    assert "… 1,490 more" in html
    assert len(html) < 4000


def test_a_page_is_in_a_sandbox_of_its_own(tmp_path: Path):
    """It can't reach the notebook: no same origin, and its quotes don't end the attribute."""
    page = tmp_path / "map.html"
    page.write_text('<script>parent.document.title = "x"</script>')
    html = _html.file(page, EVIL)

    assert TAG.findall(html) == ["iframe"]
    assert "allow-same-origin" not in html


def test_a_page_that_is_gone_or_too_big_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Notebooks stay small."""
    page = tmp_path / "map.html"
    assert str(page) in _html.file(page, "Map")

    page.write_text("<p>" * 10)
    monkeypatch.setattr(_html, "BIGGEST", 10)
    assert "iframe" not in _html.file(page, "Map")
