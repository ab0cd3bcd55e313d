"""RSS and Atom: field by field, comments, broken feeds and those made to harm."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import feed as source
from suara.collect._importing import read_file, recognise
from suara.errors import SourceError, UnknownFormat


def rss(item: str, before: str = "") -> str:
    return f'{before}<rss version="2.0"><channel><link>https://kabar-contoh.example/</link>{item}</channel></rss>'


@pytest.fixture
def reading(file_of: Any) -> Any:
    return lambda content: read_file(file_of(content), source)


def test_field_by_field(read: Any) -> None:
    """An entry with its whole text; the summary, the script in it and the category are left out."""
    post = read("feed/rss.xml").post("/banjir")
    expected = dict.fromkeys(post) | {
        "platform": "web",
        "id": "https://www.kabar-contoh.example/banjir",
        "url": "https://www.kabar-contoh.example/banjir",
        "author_handle": "kabar-contoh.example",
        "author_name": "Sari Contoh",
        "text": "Banjir & macet di Jalan Contoh\n\nJalan Contoh tergenang setinggi lutut.\nLaporan ada di situs pengaduan.",
        "lang": "id-ID",
        "created_at": datetime(2026, 3, 1, 10, 45, tzinfo=UTC),
        "conversation": "https://www.kabar-contoh.example/banjir",
        "links": ["https://lapor-contoh.example/41"],
        "replies": 7,
        "source": "feed",
        "context": False,
    }
    assert expected == post


def test_comment(read: Any) -> None:
    """An entry of a feed of comments answers the page; its author isn't the site, and its title isn't a text."""
    post = read("feed/comments.xml").post("comment-311")
    assert post["id"] == "https://www.kabar-contoh.example/banjir#comment-311"
    assert post["text"] == "Selokan di depan kafé itu tidak pernah dikeruk."
    assert (post["author_handle"], post["author_name"]) == (None, "Budi Contoh")
    assert post["conversation"] == post["reply_to"] == "https://www.kabar-contoh.example/banjir"
    assert post["reply_to_author_handle"] == "kabar-contoh.example"


def test_atom(read: Any) -> None:
    """Atom's entries and, by their extension for threads, their comments."""
    result = read("feed/atom.xml")
    entry, comment = result.post("antre-ktp.html"), result.post("#c9")
    assert entry["text"] == "Antre KTP empat jam\n\nBlangko habis lagi di kantor kecamatan."
    assert entry["created_at"] == datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
    assert comment["reply_to"] == comment["conversation"] == entry["id"]


def test_faults(read: Any, fixture_file: Any) -> None:
    """An entry without address or text is rejected by its line; a day without an hour and a text cut short are said."""
    result = read("feed/rss.xml")
    assert [(problem.line, problem.kind) for problem in result.problems] == [(29, "no_address"), (33, "no_text")]
    notices = read_file(fixture_file("feed/rss.xml"), source).notices
    assert [(notice.line, notice.kind) for notice in notices] == [(18, "truncated"), (24, "date_only")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon, 02 Mar 2026 08:00:00 +0700", "2026-03-02T01:00"),
        ("02 Mar 2026 08:00 GMT", "2026-03-02T08:00"),
        ("Sen, 02 Maret 2026 08:00:00 WITA", "2026-03-02T00:00"),
        ("Rabu, 20 Mei 2026 08:00:00 WIT", "2026-05-19T23:00"),
        ("Mon, 02 Mar 2026 08:00:00 -0000", "2026-03-02T08:00"),
        ("2026-03-02T08:00:00Z", "2026-03-02T08:00"),
        ("2026-03-02 08:00:00 WIB", "2026-03-02T01:00"),
    ],
)
def test_times(written: str, expected: str, reading: Any) -> None:
    """Mail dates and ISO 8601, English or Indonesian, with Indonesia's zones."""
    result = reading(rss(f"<item><title>a</title><link>/a</link><pubDate>{written}</pubDate></item>"))
    assert result.posts["created_at"].to_list() == [datetime.fromisoformat(f"{expected}+00:00")]
    assert result.notices == []


@pytest.mark.parametrize(
    "written", ["kemarin", "2 hari yang lalu", "Mon, 02 Mar 1970 08:00:00 GMT", "0", "9" * 500, "-"]
)
def test_no_times(written: str, reading: Any) -> None:
    """What isn't a time is refused, and the entry kept without one."""
    result = reading(rss(f"<item><title>a</title><link>/a</link><pubDate>{written}</pubDate></item>"))
    assert result.posts["created_at"].to_list() == [None]
    assert [(problem.field, problem.kind) for problem in result.problems] == [("created_at", "impossible_time")]


def test_guid_in_place_of_an_address(reading: Any) -> None:
    """An entry without a link is known by what its feed calls it."""
    result = reading(rss('<item><title>a</title><guid isPermaLink="false">tag:contoh,1</guid></item>'))
    assert result.posts.select("id", "url", "author_handle").row(0) == ("tag:contoh,1", None, None)


def test_markup_that_is_broken(reading: Any) -> None:
    """A feed that isn't well-formed, or breaks off, is read as far as it goes."""
    result = reading(rss("<item><title>Air & listrik mati</title><link>/a</link></item><item><title>b</tit"))
    assert result.posts["text"][0] == "Air & listrik mati"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_encodings(encoding: str, reading: Any, file_of: Any) -> None:
    """The encoding that the file declares, or gives away by its first bytes."""
    told = encoding.removesuffix("-sig")
    content = rss("<item><title>Kafé tutup</title><link>/a</link></item>", f'<?xml version="1.0" encoding="{told}"?>')
    assert recognise(file_of(content.encode(encoding)))[0] == "feed"
    assert reading(content.encode(encoding)).posts["text"].to_list() == ["Kafé tutup"]


BOMB = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))


@pytest.mark.parametrize(
    "content",
    [
        rss("<item><title>&j;</title><link>/a</link></item>", f'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">{BOMB}]>'),
        rss(
            "<item><title>&f;</title><link>/a</link></item>", '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        ),
        rss("<item><description>" + "<a " * 50_000),
        rss("<item>" * 20_000),
        rss("<item><description>" + "&lt;div&gt;" * 50_000 + "</description><link>/a</link></item>"),
    ],
    ids=["entities", "file", "tags", "items", "deep"],
)
def test_made_to_harm(content: str, reading: Any) -> None:
    """Entities aren't opened, files not read, and nothing takes minutes."""
    begun = time.monotonic()
    result = reading(content)
    assert time.monotonic() - begun < 10
    texts = "".join(result.posts["text"].drop_nulls())
    assert "root:" not in texts
    assert len(texts) < 1000


@pytest.mark.parametrize("content", ["<?xml version='1.0'?><urlset></urlset>", "<kml></kml>", "<a", "<rs"])
def test_other_markup(content: str, file_of: Any) -> None:
    """Other XML is unknown."""
    with pytest.raises(UnknownFormat):
        recognise(file_of(content))


def test_without_the_package(reading: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without feedparser no feed can be read, and what to install is said."""
    monkeypatch.setitem(sys.modules, "feedparser", None)
    with pytest.raises(SourceError, match=r"pip install 'suara\[live\]'"):
        reading(rss(""))
