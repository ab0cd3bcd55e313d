"""Web pages by the real client, from sites on this machine: what is fetched, what is left alone, what is survived."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.collect.live.web_server import Reply, Site, site

from suara.collect import web as source
from suara.collect._importing import read_file
from suara.collect.live import _manners, _pages
from suara.collect.live._collecting import collect
from suara.collect.live._manners import Guest, agent
from suara.collect.live._sitemaps import listed
from suara.collect.live.web import Visits, first_of, name_of, read_list, seeds
from suara.errors import SourceError

SENTENCE = "Warga Kelurahan Contoh mengeluhkan {} sejak hari Minggu, dan belum ada petugas yang datang memeriksa."


def article(about: str, head: str = "", charset: str = "utf-8") -> str:
    words = "".join(f"<p>{SENTENCE.format(f'{about} ({n})')}</p>" for n in ("pagi", "siang", "malam"))
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="{charset}"><title>Keluhan {about}</title>{head}</head>'
        f"<body><nav><a href='/'>Beranda</a></nav><article><h1>Keluhan {about}</h1>{words}</article></body></html>"
    )


def rss(*items: tuple[str, str]) -> Reply:
    entries = "".join(f"<item><link>{url}</link><pubDate>{at}</pubDate></item>" for url, at in items)
    return Reply(f'<rss version="2.0"><channel>{entries}</channel></rss>', type="application/rss+xml")


def urlset(*urls: str, changed: str = "2026-03-02") -> str:
    rows = "".join(f"<url><loc>{url}</loc><lastmod>{changed}</lastmod></url>" for url in urls)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


class Clock:
    """A time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def one() -> Iterator[Site]:
    with site() as found:
        yield found


@pytest.fixture
def other() -> Iterator[Site]:
    with site("localhost") as found:
        yield found


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Collecting:
    """Collections into one journal, with a clock of their own."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.journal, self.clock = folder / "raw" / "web" / "uji.jsonl", clock
        self.said: list[str] = []
        self.local = True

    def __call__(self, *urls: str, feeds: Any = (), sitemaps: Any = (), limit: int | None = None, **more: Any) -> Any:
        guest = Guest(agent(), local=self.local, sleep=self.clock.sleep, clock=lambda: self.clock.now)
        items = seeds(urls, feeds, sitemaps)
        visits = Visits(items, self.journal, guest, say=self.said.append, **more)
        first = first_of(items, more.get("since"), more.get("until"))
        return collect(
            self.journal, first, visits, source="web", limit=limit, say=self.said.append, sleep=self.clock.sleep
        )

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.journal.read_text().splitlines()]

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """Path and kind of what wasn't fetched."""
        return [("/" + line["asked"].split("/", 3)[3], line["left_out"]) for line in self.lines if "left_out" in line]

    def posts(self) -> Any:
        return read_file(self.journal, source)


@pytest.fixture
def collecting(tmp_path: Path, clock: Clock) -> Collecting:
    return Collecting(tmp_path, clock)


def test_pages_of_two_sites(one: Site, other: Site, collecting: Collecting) -> None:
    """Each page becomes a post of its site, whose text is the article without the menu."""
    one.pages["/air"] = Reply(article("air mati"))
    other.pages["/lampu"] = Reply(article("lampu padam"))
    result = collecting(one.url("/air"), other.url("/lampu?utm_source=x"))
    read = collecting.posts()
    assert (result.pages, result.posts, result.finished) == (2, 2, True)
    assert read.posts["id"].to_list() == [one.url("/air"), other.url("/lampu")]
    assert read.posts["author_handle"].to_list() == ["127.0.0.1", "localhost"]
    assert read.posts["text"][0].startswith("Keluhan air mati\n\nWarga Kelurahan Contoh")
    assert "Beranda" not in read.posts["text"][0]
    assert read.posts["collected_at"].null_count() == 0


def test_says_who_asks(one: Site, collecting: Collecting) -> None:
    """The sites are told the name of the program, for robots.txt too."""
    one.pages["/air"] = Reply(article("air mati"))
    collecting(one.url("/air"))
    (said,) = one.agents
    assert said.startswith("suara/")
    assert agent("riset@contoh.example").endswith("contact: riset@contoh.example)")


@pytest.mark.parametrize("contact", ["a\r\nX-Jahat: 1", "sari@contoh.example\x00", "café"])
def test_contact_that_is_no_header(contact: str) -> None:
    """A contact can't put more into a request than itself."""
    with pytest.raises(SourceError, match="--contact"):
        agent(contact)


def test_robots(one: Site, collecting: Collecting) -> None:
    """What robots.txt forbids is not asked for but said; it is fetched once; its rules for others aren't ours."""
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: suara\nDisallow: /pelanggan\nDisallow: /*.php$\n"
    one.pages |= {"/robots.txt": Reply(rules, type="text/plain"), "/air": Reply(article("air mati"))}
    collecting(one.url("/pelanggan/7"), one.url("/cari.php"), one.url("/air"))
    assert one.asked == ["/robots.txt", "/air"]
    assert collecting.left_out == [("/pelanggan/7", "page_refused"), ("/cari.php", "page_refused")]
    assert "doesn't allow it" in collecting.posts().problems[0].reason


def test_robots_of_where_it_leads(one: Site, other: Site, collecting: Collecting) -> None:
    """A redirect doesn't lead past the robots.txt of another site."""
    one.pages["/a"] = Reply(status=301, headers={"Location": other.url("/rahasia")})
    other.pages |= {"/robots.txt": Reply("User-agent: *\nDisallow: /rahasia"), "/rahasia": Reply(article("x"))}
    collecting(one.url("/a"))
    assert other.asked == ["/robots.txt"]
    assert collecting.left_out == [("/a", "page_refused")]


def test_robots_out_of_order(one: Site, collecting: Collecting) -> None:
    """A site whose robots.txt can't be read is left alone, after some tries."""
    one.pages |= {"/robots.txt": Reply(status=500), "/a": Reply(article("air"))}
    collecting(one.url("/a"))
    assert one.asked == ["/robots.txt"] * 3
    assert collecting.left_out == [("/a", "page_failed")]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots(status: int, one: Site, collecting: Collecting) -> None:
    """A site without a robots.txt, or that gives it to nobody, forbids nothing (RFC 9309)."""
    one.pages |= {"/robots.txt": Reply(status=status), "/a": Reply(article("air"))}
    assert collecting(one.url("/a")).posts == 1


def test_huge_robots(one: Site, collecting: Collecting) -> None:
    """Of an endless robots.txt the beginning counts."""
    one.pages |= {
        "/robots.txt": Reply("User-agent: *\nDisallow: /pelanggan\n" + "# isi\n" * 200_000, type="text/plain"),
        "/pelanggan": Reply(article("x")),
    }
    collecting(one.url("/pelanggan"))
    assert collecting.left_out == [("/pelanggan", "page_refused")]


def test_pace(one: Site, other: Site, collecting: Collecting, clock: Clock) -> None:
    """Two seconds pass between two requests to a host, robots.txt among them; other hosts don't wait for it."""
    one.pages |= {path: Reply(article(path)) for path in ("/a", "/b")}
    other.pages |= {path: Reply(article(path)) for path in ("/c", "/d")}
    collecting(one.url("/a"), one.url("/b"), other.url("/c"), other.url("/d"))
    assert clock.slept == [2.0, 2.0, 2.0, 2.0]
    assert other.asked == ["/robots.txt", "/c", "/d"]


def test_crawl_delay(one: Site, collecting: Collecting, clock: Clock) -> None:
    """A longer pause that robots.txt asks for is kept."""
    one.pages |= {"/robots.txt": Reply("User-agent: *\nCrawl-delay: 10"), "/a": Reply(article("a"))}
    one.pages["/b"] = Reply(article("b"))
    collecting(one.url("/a"), one.url("/b"))
    assert clock.slept == [10.0, 10.0]


def test_crawl_delay_of_a_day(one: Site, collecting: Collecting) -> None:
    """A site that asks for a day between pages is left alone, and that is said."""
    one.pages |= {"/robots.txt": Reply("User-agent: *\nCrawl-delay: 86400"), "/a": Reply(article("a"))}
    collecting(one.url("/a"))
    assert collecting.left_out == [("/a", "page_refused")]
    assert "86400 seconds between pages" in collecting.lines[0]["reason"]


def test_feed(one: Site, collecting: Collecting) -> None:
    """A feed leads to its pages, each once; what it says of the time is kept with them."""
    at = "Mon, 02 Mar 2026 10:15:00 +0700"
    one.pages |= {"/feed": rss(("/a?utm_source=rss", at), ("/b", at), ("/a", at)), "/a": Reply(article("air"))}
    one.pages["/b"] = Reply(article("banjir"))
    result = collecting(feeds=[one.url("/feed")])
    read = collecting.posts()
    assert one.asked == ["/robots.txt", "/feed", "/a", "/b"]
    assert (result.pages, result.posts) == (3, 2)
    assert set(read.posts["created_at"]) == {datetime(2026, 3, 2, 3, 15, tzinfo=UTC)}
    assert (read.problems, read.notices) == ([], [])


def test_time_that_is_asked_for(one: Site, collecting: Collecting) -> None:
    """Pages that a feed says are older or younger aren't fetched; those without a time are."""
    days = ["Sun, 01 Mar 2026 23:59:59 +0000", "Mon, 02 Mar 2026 00:00:00 +0000", "2026-03-03", "04/03/26", ""]
    one.pages["/feed"] = rss(*((f"/{n}", day) for n, day in enumerate(days)))
    between = {"since": datetime(2026, 3, 2, tzinfo=UTC), "until": datetime(2026, 3, 3, tzinfo=UTC)}
    collecting(feeds=[one.url("/feed")], **between)
    assert one.asked == ["/robots.txt", "/feed", "/1", "/3", "/4"]
    assert f"{one.url('/feed')}: 5 addresses, 3 of the time that is asked for" in collecting.said


def test_feed_of_known_pages(one: Site, collecting: Collecting) -> None:
    """A page that is in the workspace isn't fetched again because a feed lists it; one that is named is."""
    one.pages |= {"/feed": rss(("/a", ""), ("/b", ""), ("/c", "")), "/b": Reply(article("b"))}
    known = frozenset({one.url("/a"), one.url("/b"), one.url("/c")})
    assert collecting(one.url("/b"), feeds=[one.url("/feed")], known=known).finished
    assert one.asked == ["/robots.txt", "/b", "/feed"]


def test_sitemaps(one: Site, collecting: Collecting) -> None:
    """A sitemap of sitemaps leads to those, packed or plain, and to the pages; other sites' pages are not its own."""
    index = f"<sitemapindex><sitemap><loc>{one.url('/1.xml.gz')}</loc></sitemap><sitemap><loc>/2.txt</loc></sitemap>"
    packed = gzip.compress(urlset(one.url("/a"), "https://lain-contoh.example/x").encode())
    one.pages |= {
        "/sitemap.xml": Reply(f"{index}</sitemapindex>", type="application/xml"),
        "/1.xml.gz": Reply(packed, type="application/x-gzip"),
        "/2.txt": Reply(f"{one.url('/b')}\n{one.url('/a')}\n", type="text/plain"),
        "/a": Reply(article("a")),
        "/b": Reply(article("b")),
    }
    assert collecting(sitemaps=[one.url("/sitemap.xml")]).posts == 2
    assert one.asked == ["/robots.txt", "/sitemap.xml", "/1.xml.gz", "/2.txt", "/a", "/b"]


def test_sitemap_and_time(one: Site, collecting: Collecting) -> None:
    """What wasn't changed since is older; what was changed later may still be of the time."""
    one.pages["/s"] = Reply(urlset("/a", changed="2026-03-01"), type="text/xml")
    one.pages["/t"] = Reply(urlset("/b", changed="2026-06-01"), type="text/xml")
    between = {"since": datetime(2026, 3, 2, tzinfo=UTC), "until": datetime(2026, 3, 3, tzinfo=UTC)}
    collecting(sitemaps=[one.url("/s"), one.url("/t")], **between)
    assert one.asked == ["/robots.txt", "/s", "/t", "/b"]


def test_sitemaps_without_end(one: Site, collecting: Collecting) -> None:
    """Sitemaps that always list another one are followed three deep."""
    for n in range(9):
        one.pages[f"/{n}"] = Reply(
            f"<sitemapindex><sitemap><loc>/{n + 1}</loc></sitemap></sitemapindex>", type="text/xml"
        )
    collecting(sitemaps=[one.url("/0")])
    assert one.asked == ["/robots.txt", "/0", "/1", "/2", "/3"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)


def test_entities_that_grow(one: Site, collecting: Collecting) -> None:
    """A feed or sitemap whose entities would fill the memory is refused or read without them."""
    one.pages |= {
        "/s": Reply(f"{BOMB}]><urlset><url><loc>&j;</loc></url></urlset>", type="text/xml"),
        "/f": Reply(f"{BOMB}]><rss><channel><item><link>/a&j;</link></item></channel></rss>", type="text/xml"),
        "/r": Reply(
            '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><title>&f;</title></channel></rss>'
        ),
    }
    begun = time.monotonic()
    collecting(sitemaps=[one.url("/s")], feeds=[one.url("/f"), one.url("/r")])
    assert time.monotonic() - begun < 5
    assert ("/s", "not_a_page") in collecting.left_out
    assert "root:" not in collecting.journal.read_text()


def test_packed_sitemap_that_grows() -> None:
    """A small file that unpacks to gigabytes is refused before it does."""
    from suara.collect.live import _sitemaps

    with pytest.raises(ValueError, match="50 MB"):
        _sitemaps.unpacked(gzip.compress(bytes(60 << 20)))


@pytest.mark.parametrize("content", [b"", b"<html><body>", b"{}", b"halo dunia", b"\xff\xfe<\x00"])
def test_no_sitemap(content: bytes) -> None:
    """What isn't a sitemap is said to be none."""
    with pytest.raises(ValueError, match="not a sitemap"):
        assert listed(content)


def test_page_in_place_of_a_feed(one: Site, collecting: Collecting) -> None:
    """A page where a feed should be, and the other way round, is said."""
    one.pages |= {"/feed": Reply(article("air")), "/a": rss(("/b", ""))}
    collecting(one.url("/a"), feeds=[one.url("/feed")])
    assert [line["reason"] for line in collecting.lines] == [
        "it is a feed: name it with --feed",
        "not a feed (RSS or Atom)",
    ]


def test_redirect(one: Site, other: Site, collecting: Collecting, clock: Clock) -> None:
    """The address at the end counts; within a host a redirect is one visit."""
    one.pages |= {
        "/a": Reply(status=302, headers={"Location": "/b?fbclid=1"}),
        "/b": Reply(status=308, headers={"Location": other.url("/c")}),
    }
    other.pages["/c"] = Reply(article("c"))
    collecting(one.url("/a"))
    assert collecting.posts().posts["id"].to_list() == [other.url("/c")]
    assert collecting.lines[0]["asked"] == one.url("/a")
    assert clock.slept == [2.0, 2.0]  # after each robots.txt


@pytest.mark.parametrize("to", ["/a", "/b", "ftp://contoh.example/", "http://u:p@contoh.example/", "http://[", None])
def test_redirects_to_nowhere(to: str | None, one: Site, collecting: Collecting) -> None:
    """A circle, another protocol or no address at all ends the visit of this page, not the collection."""
    one.pages |= {
        "/a": Reply(status=302, headers={"Location": to} if to else {}),
        "/b": Reply(status=302, headers={"Location": "/a"}),
        "/baik": Reply(article("c")),
    }
    result = collecting(one.url("/a"), one.url("/baik"))
    assert (result.posts, collecting.left_out) == (1, [("/a", "page_failed")])


def test_redirects_without_end(one: Site, collecting: Collecting) -> None:
    """Ten redirects are followed."""
    for n in range(50):
        one.pages[f"/{n}"] = Reply(status=302, headers={"Location": f"/{n + 1}"})
    collecting(one.url("/0"))
    assert len(one.asked) == 12
    assert collecting.left_out == [("/0", "page_failed")]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, "page_gone") for status in (404, 410)),
        *((status, "page_refused") for status in (401, 403, 451)),
        *((status, "page_failed") for status in (204, 400, 418)),
    ],
)
def test_status(status: int, kind: str, one: Site, collecting: Collecting) -> None:
    """A page that isn't there or isn't given is a rejected record that says so, at once and without stopping."""
    one.pages |= {"/a": Reply("x", status), "/b": Reply(article("b"))}
    result = collecting(one.url("/a"), one.url("/b"))
    read = collecting.posts()
    assert (result.pages, result.posts, one.asked.count("/a")) == (2, 1, 1)
    assert [(problem.line, problem.kind) for problem in read.problems] == [(1, kind)]
    assert str(status) in read.problems[0].reason


def test_asks_to_wait(one: Site, collecting: Collecting, clock: Clock) -> None:
    """A pause that a site asks for is kept, second by second."""
    one.pages["/a"] = lambda n: Reply(status=429, headers={"Retry-After": "7"}) if n == 0 else Reply(article("a"))
    assert collecting(one.url("/a")).posts == 1
    assert next(line for line in collecting.said if "going on" in line).endswith("answered 429: going on in 0:07")
    assert sum(clock.slept) == 2.0 + 7.0


def test_asks_to_wait_for_ever(one: Site, collecting: Collecting) -> None:
    """A site that always asks for a pause is given up after three; the next page comes."""
    one.pages |= {"/a": Reply(status=503, headers={"Retry-After": "1"}), "/b": Reply(article("b"))}
    assert collecting(one.url("/a"), one.url("/b")).posts == 1
    assert (one.asked.count("/a"), collecting.left_out) == (3, [("/a", "page_failed")])


def test_asks_to_wait_for_hours(one: Site, collecting: Collecting) -> None:
    """A limit of hours stops the collection, which goes on from there; a server out of order for hours doesn't."""
    hours = {"Retry-After": "7200"}
    one.pages |= {"/a": Reply(status=503, headers=hours), "/b": Reply(status=429, headers=hours)}
    asked = one.url("/a"), one.url("/b")
    with pytest.raises(SourceError, match=r"answered 429, for 2\.0 hours: the same command goes on then"):
        collecting(*asked)
    one.pages["/b"] = Reply(article("b"))
    assert collecting(*asked).posts == 1
    assert collecting.left_out == [("/a", "page_failed")]


def test_out_of_order_for_a_moment(one: Site, collecting: Collecting) -> None:
    """A server that fails once is asked again."""
    one.pages["/a"] = lambda n: Reply(status=500) if n == 0 else Reply(article("a"))
    assert collecting(one.url("/a")).posts == 1


@pytest.mark.parametrize("type", ["text/html", None])
def test_cut_connection(type: str | None, one: Site, collecting: Collecting) -> None:
    """Half a page is no page: it is asked for again."""
    whole, half = Reply(article("a"), type=type), Reply(article("a"), type=type, cut=300)
    one.pages["/a"] = lambda n: half if n == 0 else whole
    assert collecting(one.url("/a")).posts == 1
    assert one.asked.count("/a") == 2


def test_dead_host(one: Site, collecting: Collecting) -> None:
    """A host that isn't there is tried three times, its other pages once; then it goes on."""
    with site() as gone:
        dead = gone.base
    one.pages["/a"] = Reply(article("a"))
    assert collecting(f"{dead}/1", f"{dead}/2", one.url("/a")).posts == 1
    assert collecting.left_out == [("/1", "page_failed"), ("/2", "page_failed")]
    assert len([line for line in collecting.said if "going on in 0:01" in line]) == 2


def test_unknown_host(collecting: Collecting) -> None:
    """A name that no computer has is said."""
    collecting("http://tidak-ada-contoh.invalid/")
    assert "isn't known" in collecting.lines[0]["reason"]


def test_drips(one: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that comes a byte at a time for ever is given up when its time is over."""
    one.pages["/a"] = Reply(drip=0.02)
    begun = time.monotonic()
    with pytest.raises(_pages.Broken, match="more than 1 seconds"):
        _pages.get(one.url("/a"), "suara", local=True, longest=1.0)
    assert time.monotonic() - begun < 5


def test_too_big(one: Site, collecting: Collecting, monkeypatch: pytest.MonkeyPatch) -> None:
    """A huge page is left out, and so is a small one that unpacks to a huge one."""
    bomb = gzip.compress(bytes(200 << 20))
    one.pages |= {
        "/besar": Reply(b"<html>" + b"a" * (11 << 20)),
        "/bom": Reply(bomb, headers={"Content-Encoding": "gzip"}),
        "/rusak": Reply(b"\x1f\x8brusak", headers={"Content-Encoding": "gzip"}),
        "/aneh": Reply(b"rusak", headers={"Content-Encoding": "br"}),
        "/baik": Reply(gzip.compress(article("air").encode()), headers={"Content-Encoding": "gzip"}),
    }
    collecting(*(one.url(path) for path in ("/besar", "/bom", "/rusak", "/aneh", "/baik")))
    kinds = ["not_a_page", "not_a_page", "page_failed", "not_a_page"]
    assert [kind for _, kind in collecting.left_out] == kinds
    assert collecting.posts().posts.height == 1


@pytest.mark.parametrize("type", ["application/pdf", "image/png", "application/json", "video/mp4"])
def test_no_page(type: str, one: Site, collecting: Collecting) -> None:
    """What isn't a page isn't downloaded, and said."""
    one.pages["/a"] = Reply(bytes(1000), type=type)
    collecting(one.url("/a"))
    assert collecting.lines[0]["reason"] == f"{type} is no web page"


@pytest.mark.parametrize(
    ("encoding", "told", "type"),
    [
        ("cp1252", "utf-8", "text/html; charset=windows-1252"),
        ("cp1252", "iso-8859-1", "text/html"),
        ("cp1252", "entah", "text/html"),
        ("utf-8", "utf-8", "text/html; charset=ISO-8859-1"),
        ("utf-16", "utf-16", "text/html"),
    ],
)
def test_charset(encoding: str, told: str, type: str, one: Site, collecting: Collecting) -> None:
    """A page is read in the encoding it is in, also where header and page contradict each other."""
    one.pages["/a"] = Reply(article("kafé “Contoh”", charset=told).encode(encoding), type=type)
    collecting(one.url("/a"))
    assert "kafé “Contoh”" in collecting.posts().posts["text"][0]


@pytest.mark.parametrize("body", ["", "<html>", "<html><body><div id=app></div><script>mulai()</script></body></html>"])
def test_no_text(body: str, one: Site, collecting: Collecting) -> None:
    """An empty page, or one whose text a program would make, is a rejected record."""
    one.pages["/a"] = Reply(body)
    collecting(one.url("/a"))
    read = collecting.posts()
    assert [(problem.kind, problem.line) for problem in read.problems] == [("no_text", 1)]


def test_killed_and_gone_on(one: Site, collecting: Collecting) -> None:
    """After a kill the queue is what it was: pages of a feed that has changed since neither get lost nor come twice."""
    one.pages["/feed"] = lambda n: rss(*((f"/{i}", "") for i in (range(5) if n == 0 else range(3, 9))))
    one.pages |= {f"/{i}": Reply(article(str(i))) for i in range(9)}
    asked: dict[str, Any] = {"feeds": [one.url("/feed")]}
    collecting(**asked, limit=2)
    with collecting.journal.open("ab") as file:
        file.write(b'{"url": "http')  # what a kill leaves
    assert collecting(**asked).finished
    assert one.asked == ["/robots.txt", "/feed", "/0", "/1", "/robots.txt", "/2", "/3", "/4"]
    assert collecting(**asked).pages == 0


def test_another_list(one: Site, collecting: Collecting) -> None:
    """A journal isn't gone on with by another list of addresses."""
    collecting(one.url("/a"))
    with pytest.raises(SourceError, match="another request"):
        collecting(one.url("/a"), one.url("/b"))


def test_name_of_a_collection(tmp_path: Path) -> None:
    """Made of the site and what is asked; a feed that was read to its end is read anew, into a new journal."""
    pages, feed = (first_of(items) for items in (seeds(["www.contoh.example/a"]), seeds([], ["contoh.example/feed"])))
    for first, again in ((pages, ""), (feed, "-2")):
        name = name_of(tmp_path, first)
        assert name.startswith("contoh-example-")
        (tmp_path / f"{name}.jsonl").touch()
        (tmp_path / f"{name}.cursor.json").write_text('{"next": {"at": 3}}')
        assert name_of(tmp_path, first) == name
        (tmp_path / f"{name}.cursor.json").write_text('{"next": null}')
        assert name_of(tmp_path, first) == name + again


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "::"),
    ],
)
def test_own_network(address: str) -> None:
    """Addresses of one's own network aren't public, also where they hide in another."""
    assert not _pages.is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_own_network_is_left_alone(host: str, one: Site, collecting: Collecting) -> None:
    """However it is written, a page of this machine isn't fetched unless that is allowed."""
    collecting.local = False
    collecting(one.url("/a").replace("127.0.0.1", host))
    assert one.asked == []
    assert collecting.lines[0]["left_out"] in ("page_refused", "page_failed")


def test_redirect_to_own_network(one: Site, collecting: Collecting, monkeypatch: pytest.MonkeyPatch) -> None:
    """A redirect doesn't lead into one's own network either: the address is looked at again at each step."""
    one.pages["/a"] = Reply(status=302, headers={"Location": one.url("/rahasia").replace("127.0.0.1", "localhost")})
    looked_up = _pages._looked_up
    monkeypatch.setattr(_pages, "is_public", lambda address: not asked.count("localhost"))
    asked: list[str] = []

    def noting(host: str, port: int) -> Any:
        asked.append(host)
        return looked_up(host, port)

    monkeypatch.setattr(_pages, "_looked_up", noting)
    collecting.local = False
    collecting(one.url("/a"))
    assert one.asked == ["/robots.txt", "/a"]
    assert collecting.left_out == [("/a", "page_refused")]


@pytest.mark.parametrize(
    "wrong",
    [
        "ftp://contoh.example/",
        "http://u:rahasia@contoh.example/",
        "http://[",
        "https://",
        "http://a\nb/",
        "javascript:alert(1)",
    ],
)
def test_no_address(wrong: str) -> None:
    """What isn't an address is said before anything is asked; a password doesn't get into a journal."""
    with pytest.raises(SourceError, match="address"):
        seeds(["contoh.example", wrong])


def test_list_in_a_file(tmp_path: Path) -> None:
    """One a line; empty lines and comments don't count."""
    path = tmp_path / "daftar.txt"
    path.write_bytes(b"\xef\xbb\xbf# warta\n\n contoh.example/a \r\nhttps://contoh.example/b\n")
    assert read_list(path) == ["contoh.example/a", "https://contoh.example/b"]
    with pytest.raises(SourceError, match="can't be read"):
        read_list(tmp_path)
    path.write_bytes(b"\xff\xfea\xd8")
    with pytest.raises(SourceError, match="can't be read"):
        read_list(path)


def test_missing_package(collecting: Collecting, one: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the packages for it nothing is asked, and what to install is said."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(SourceError, match=r"pip install 'suara\[live\]'"):
        collecting(one.url("/a"))
    assert one.asked == []


def test_retry_after_as_a_date() -> None:
    """The time to come back may be told as a date."""
    assert _manners._retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert _manners._retry_after("besok") is None


def test_command(one: Site, tmp_path: Path) -> None:
    """The real command: pages into the workspace, said in a few lines; again it asks for the feed only."""
    one.pages |= {"/feed": rss(("/a", "Mon, 02 Mar 2026 10:15:00 +0700"), ("/hilang", "")), "/a": Reply(article("air"))}
    suara = Path(sys.executable).parent / "suara"
    command = [suara, "collect", "web", "--feed", one.url("/feed"), "--local", "--pace", "0.5", "-w", tmp_path / "ws"]
    first, second = (subprocess.run(command, capture_output=True, text=True, timeout=120) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "1 imported" in first.stdout
    assert "1 rejected" in first.stdout
    assert one.asked == ["/robots.txt", "/feed", "/a", "/hilang", "/robots.txt", "/feed", "/hilang"]
    refused = subprocess.run([*command[:5], "-w", tmp_path / "ws2"], capture_output=True, text=True, timeout=120)
    assert "own network" in refused.stderr + refused.stdout
