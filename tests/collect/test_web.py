"""Web pages as they were kept: which address, time and text a page has, and what it must not bring about."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import web as source
from suara.collect._importing import read_file
from suara.errors import SourceError

WORDS = (
    "<p>Warga Kelurahan Contoh mengeluhkan air yang mati sejak Minggu pagi, dan belum ada petugas yang datang.</p>"
    "<p>Perbaikan pipa induk berlangsung dua hari, kata petugas loket ketika ditemui di kantor kecamatan pada Senin.</p>"
    "<p>Seorang warga berkata bahwa ia harus membeli air galon untuk memasak bagi keluarganya selama tiga hari itu.</p>"
)
URL = "https://kabar-contoh.example/air"


def html(head: str = "", words: str = WORDS) -> str:
    return (
        f"<!DOCTYPE html><html><head><title>Air mati</title>{head}</head><body><article>{words}</article></body></html>"
    )


def line(text: str | None = None, **more: Any) -> str:
    told = {"url": URL, "asked": URL, "page": "page", "status": 200, "text": html() if text is None else text}
    return json.dumps({**told, **more}) + "\n"


@pytest.fixture
def reading(file_of: Any) -> Any:
    """One line of a journal, read: its posts as dicts, its problems and notices."""
    return lambda content: read_file(file_of(content), source)


def test_field_by_field(read: Any) -> None:
    """A page with all that a page may tell."""
    post = read("web/journal.jsonl").post("/air-mati")
    expected = dict.fromkeys(post) | {
        "platform": "web",
        "id": "https://kabar-contoh.example/air-mati",
        "url": "https://kabar-contoh.example/air-mati",
        "author_handle": "kabar-contoh.example",
        "author_name": "Sari Contoh",
        "text": post["text"],
        "lang": "id",
        "created_at": datetime(2026, 3, 2, 1, 30, tzinfo=UTC),
        "conversation": "https://kabar-contoh.example/air-mati",
        "links": ["https://air-contoh.example/pengumuman/12"],
        "collected_at": datetime(2026, 3, 5, 2, tzinfo=UTC),
        "source": "web",
        "context": False,
    }
    assert expected == post
    title, empty, first, *rest = post["text"].split("\n")
    assert (title, empty) == ("Air mati tiga hari di Kelurahan Contoh", "")
    assert first.startswith("Warga Kelurahan Contoh mengeluhkan")
    assert len(rest) == 2
    assert "Di tempat saya juga mati" not in post["text"]  # a reader's comment
    assert "Hak cipta" not in post["text"]


def test_what_was_not_fetched(read: Any) -> None:
    """A page that is gone, forbidden, dead or none is a record that says so; so is one without a text."""
    result = read("web/journal.jsonl")
    assert [(problem.line, problem.kind) for problem in result.problems] == [
        (6, "page_gone"),
        (7, "page_refused"),
        (8, "page_failed"),
        (9, "not_a_page"),
        (10, "no_text"),
    ]
    assert (result.tally.read, result.tally.imported) == (9, 4)  # the feed is no record


def test_saved_page(read: Any) -> None:
    """A page saved from a browser has its address in a comment, and its encoding in its head."""
    post = read("web/saved.html").post("/kabar/lampu")
    assert post["author_handle"] == "desa-contoh.example"
    assert "— seperti kafé tanpa pelayan —" in post["text"]
    assert post["collected_at"] is None


def test_saved_page_without_an_address(reading: Any) -> None:
    """A page that doesn't tell its address can't be told from others."""
    result = reading(html())
    assert [(problem.line, problem.kind) for problem in result.problems] == [(1, "no_address")]


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("https://kabar-contoh.example/air?hal=semua", "https://kabar-contoh.example/air?hal=semua"),
        ("/berita/7?utm_campaign=x", "https://kabar-contoh.example/berita/7"),
        ("https://www.kabar-contoh.example/air", "https://www.kabar-contoh.example/air"),
        ("https://kabar-contoh.example/", URL),
        ("https://lain-contoh.example/air", URL),
        ("javascript:alert(1)", URL),
        ("http://[", URL),
        ("", URL),
    ],
)
def test_address_that_a_page_gives_itself(canonical: str, expected: str, reading: Any) -> None:
    """It counts if it is of the same site and not its first page: many a site calls all its pages by that."""
    result = reading(line(html(f'<link rel="canonical" href="{canonical}">')))
    assert result.posts["id"].to_list() == [expected]


@pytest.mark.parametrize(
    ("head", "listed", "expected", "doubt"),
    [
        (
            '<meta property="article:published_time" content="2026-03-02T08:30:00+07:00">',
            None,
            "2026-03-02 01:30",
            None,
        ),
        ('<meta property="article:published_time" content="2026-03-02 08:30">', None, "2026-03-02 08:30", "zone_doubt"),
        ('<meta property="article:published_time" content="2026-03-02">', None, "2026-03-02 00:00", "date_only"),
        ('<meta itemprop="datePublished" content="2 hari yang lalu">', None, None, "partial"),
        ('<meta property="article:published_time" content="1999-01-01T00:00:00Z">', None, None, "partial"),
        ('<meta property="article:published_time" content="2999-01-01T00:00:00Z">', None, None, "partial"),
        (
            '<meta property="article:published_time" content="2026-03-02">',
            "2026-03-02T08:30:00Z",
            "2026-03-02 08:30",
            None,
        ),
        ("", "Senin kemarin", None, "partial"),
        ("", "2026-03-02", "2026-03-02 00:00", "date_only"),
    ],
)
def test_time(head: str, listed: str | None, expected: str | None, doubt: str | None, reading: Any) -> None:
    """A time with its zone is taken before one without, that before a day; what isn't a time isn't taken for one."""
    result = reading(line(html(head), listed={"published": listed}))
    at = None if expected is None else datetime.fromisoformat(f"{expected}+00:00")
    assert result.posts["created_at"].to_list() == [at]
    assert [notice.kind for notice in result.notices] == ([doubt] if doubt else [])


def test_time_of_a_comment_is_not_that_of_the_page(reading: Any) -> None:
    """Times deeper in what a page says of itself are those of comments and other articles."""
    told = {"@type": "NewsArticle", "comment": [{"@type": "Comment", "datePublished": "2026-03-09T00:00:00Z"}]}
    told["datePublished"] = "2026-03-02T00:00:00Z"
    result = reading(line(html(f'<script type="application/ld+json">{json.dumps(told)}</script>')))
    assert result.posts["created_at"].to_list() == [datetime(2026, 3, 2, tzinfo=UTC)]


@pytest.mark.parametrize("told", ["{" * 100_000, '{"@type":[' * 100_000, "[1, null, {}]", '{"@graph": 7}', "halo", '"'])
def test_broken_json_of_a_page(told: str, reading: Any) -> None:
    """What a page says of itself may be broken in any way, without taking minutes or the text with it."""
    begun = time.monotonic()
    result = reading(line(html(f'<script type="application/ld+json">{told}</script>')))
    assert time.monotonic() - begun < 10
    assert result.posts.height == 1


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 100_000 + "halo",
        "<p><b>" * 50_000,
        "<!--" * 10_000,
        "\x00<html>\x0b\ufffe" + WORDS,
        "<html><head><base href='http://['>" + WORDS,
        f"<html lang='{'x' * 10_000}'>{WORDS}",
        "<svg><math><table><tr><td><select>" * 1000,
        "<html></html>" * 1000,
    ],
    ids=range(8),
)
def test_hostile_pages(text: str, reading: Any) -> None:
    """A page made to break its reader is a post or a rejected record."""
    result = reading(line(text))
    assert result.posts.height + len(result.problems) == 1


def test_links(reading: Any) -> None:
    """Links of the article are whole addresses, each once, without what tracks the reader; other kinds aren't links."""
    links = "".join(
        f'<a href="{to}">tautan</a> ' for to in ("/b", "b", "https://x.example/?fbclid=1&amp;id=2", "mailto:a@b", "#c")
    )
    result = reading(line(html(words=WORDS + f"<p>Baca juga berita tentang pipa dan air di sini: {links}</p>")))
    assert result.posts["links"].to_list() == [["https://kabar-contoh.example/b", "https://x.example/?id=2"]]


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"text": None}, "not_a_post"),
        ({"url": 7}, "not_a_post"),
        ({"left_out": "rahasia", "reason": "x"}, "broken"),
        ({"left_out": "page_gone"}, "page_gone"),
        ({"url": "ftp://contoh.example/"}, "no_address"),
        ({"listed": []}, "not_a_post"),
    ],
)
def test_changed_by_hand(changed: dict[str, Any], kind: str, reading: Any) -> None:
    """A line that isn't as it was written is refused with a reason."""
    told = json.loads(line()) | changed
    assert [problem.kind for problem in reading(json.dumps(told)).problems] == [kind]


def test_without_the_package(reading: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without trafilatura no page can be read, and what to install is said."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(SourceError, match=r"pip install 'suara\[live\]'"):
        reading(line())
