"""That hostile text stays text, and that a page asks nothing of the network; opened in a browser too."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.invented import CITIZEN, KAI, OTHER, built, post
from tests.maps import ATTACK, NODES, TIES, Tags, Visit, hostile, invented, node, written

from suara.analyse.responses.tables import respond
from suara.coding.statements import shaped
from suara.present.map import Source, View, views, write_map, write_views
from suara.present.map.page import sha256, vis


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "map.html"


def test_hostile_text_stays_text(page: Path) -> None:
    write_map(*hostile(), page, title=ATTACK)
    text = page.read_text("utf-8")
    tags = Tags(text).found
    assert sum(tag == "script" for tag, _ in tags) == 3
    assert not [tag for tag, attrs in tags if tag == "img" or any(name.startswith("on") for name in attrs)]
    data = re.search(r'type="application/json">(.*?)</script>', text, re.S)
    assert data
    assert not re.search("[<>&\u2028\u2029]", data[1])
    assert "\\u003c/script\\u003e" in data[1]


def test_signs_that_hide_or_turn_text_are_gone(page: Path) -> None:
    write_map(*hostile(), page, title=ATTACK)
    body = page.read_text("utf-8").replace(vis(), "")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2028\ufeff]", body)
    data = written(page)
    everything = json.dumps(data, ensure_ascii=False)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2028\ufeff]", everything)
    assert max(map(len, data["nodes"]["label"])) == 60


def test_page_asks_nothing_of_the_network(page: Path) -> None:
    """Every address in the page is a data: one, and its policy forbids all but the page's own scripts."""
    write_map(*invented(80), page)
    text = page.read_text("utf-8")
    tags = Tags(text).found
    assert "sourceMappingURL" not in text
    addresses = [attrs[a] for _, attrs in tags for a in ("src", "href", "srcset", "action", "data") if a in attrs]
    assert all(str(address).startswith("data:") for address in addresses)
    assert not re.search(r"@import|url\(", re.sub(r"<script>.*?</script>", "", text, flags=re.S))
    policy = next(attrs["content"] for tag, attrs in tags if tag == "meta" and "http-equiv" in attrs) or ""
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.S)
    assert f"style-src 'sha256-{sha256(style)}'" in policy
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    assert [f"'sha256-{sha256(script)}'" in policy for script in scripts] == [True, True]


# ------------------------------------------------------------------------------------- whole posts, in a browser

LONG = "A" * 100_000
LINKS = (
    "javascript:window.pwned=1",
    "JaVaScRiPt:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    'https://contoh.invalid/"onmouseover=window.pwned=1',
    "https://contoh.invalid/\u202ecod",
    "//contoh.invalid",
)
EVERY_CARD = """() => {
  for (let i = 0; i < view.count; i++) select(i);
  for (let t = 0; t < view.ties; t++) selectTie(t);
  document.querySelectorAll("summary").forEach(each => each.click());
  dispatchEvent(new Event("beforeprint"));
  return [view.count, svgText()];
}"""
FOREIGN = """() => [...document.querySelectorAll("*")].filter(each =>
  each.matches("img, iframe, object, embed, base, link[href^=http], script[src]")
  || [...each.attributes].some(attribute => /^on/i.test(attribute.name))).length"""
ALL_LINKS = """() => view.nodes.flatMap((_, i) => {
  select(i);
  return [...card.querySelectorAll("a")].map(a => [a.href, a.rel, a.innerText]);
})"""


def attacked() -> Source:
    """Posts with an attack in every field that others fill in, words of 100,000 characters among them; all named."""
    told = {
        "author_name": ATTACK,
        "place": ATTACK,
        "lang": ATTACK,
        "hashtags": [ATTACK, LONG, "__proto__", "constructor"],
    }
    posts = [
        post("10", CITIZEN, 0, KAI, text=f"lelet banget {ATTACK} {LONG}", url=LINKS[0], author_handle=ATTACK, **told),
        post("11", KAI, 5, CITIZEN, text=ATTACK, reply_to="10", url=LINKS[1], links=list(LINKS), **told),
        post("12", OTHER, 9, KAI, text=f"{LONG} lelet banget", url=LINKS[2], author_handle=LONG, **told),
        *(
            post(str(20 + i), KAI, 20 + i, OTHER, text=f"{LONG}{ATTACK}", url=link, **told)
            for i, link in enumerate(LINKS)
        ),
    ]
    graph = built(*[each for each in posts if each])
    members = graph.tables["Account"].select("key", community=pl.lit(1, pl.Int64))
    said = pl.DataFrame(
        {"person": [ATTACK, LONG], "organisation": [None, ATTACK], "concept": [ATTACK, LONG], "qualifier": [1, -5],
         "document": ["x:10", ATTACK], "text": [ATTACK, LONG], "organisation.name": [None, LONG]}
    )  # fmt: skip
    return Source(graph, members, respond(graph), "all", b"", shaped(said))


def planted() -> View:
    """A view whose own words are attacks, too."""
    card = [
        {"name": ATTACK, "value": LONG},
        {"name": "__proto__", "value": ATTACK},
        {"name": "median", "value": ATTACK},
    ]
    rows = [
        node(f"{ATTACK}{i}", label=text, label_en=LONG, card=card) for i, text in enumerate((ATTACK, LONG, "__proto__"))
    ]
    ties = [{"source": f"{ATTACK}{i}", "target": f"{ATTACK}{i + 1}", "kind": kind, "weight": 1.0}
            for i, kind in enumerate((ATTACK, "constructor"))]  # fmt: skip
    nodes = pl.DataFrame(rows, schema=NODES | {"label_en": pl.String})
    words = {"id": ATTACK, "en": LONG}
    return View(ATTACK, nodes, pl.DataFrame(ties, schema=TIES), title=words, about=words, headings=((0, 0, ATTACK),))


@pytest.mark.browser
def test_attacks_in_every_field_run_nothing(chromium: Any, page: Path) -> None:
    """Every view, node and tie is opened, searched for, listed, saved and printed; in both languages."""
    source = attacked()
    made = [*views.made(source), planted()]
    assert len(made) >= 5
    write_views(made, page, source=source, title=ATTACK)
    visit = Visit(chromium, page)
    for each in [*range(len(made)), *range(len(made))]:
        visit.page.locator("#tabs button").nth(each).click()
        count, svg = visit.page.evaluate(EVERY_CARD)
        elements = list(ET.fromstring(svg).iter())
        assert not [e for e in elements if e.tag.endswith("script") or any(name.startswith("on") for name in e.attrib)]
        visit.page.click("#as-list")
        assert visit.page.locator("#table tbody tr").count() == count
        visit.page.click("#as-map")
        visit.page.fill("#search", "script")
        visit.page.keyboard.press("Enter")
        visit.page.click("#other-lang")
    visit.page.wait_for_timeout(300)
    assert "window.pwned=1" in visit.page.inner_text("h1"), "the attack isn't even there"
    assert visit.page.evaluate("window.pwned") is None
    assert visit.page.evaluate(FOREIGN) == 0
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert visit.requests == [page.as_uri()]
    assert visit.complaints == []
    visit.page.close()


@pytest.mark.browser
def test_links_lead_to_the_web_only(chromium: Any, page: Path) -> None:
    """Whatever a file says is the address of a post; and what is clicked says where it leads."""
    source = attacked()
    write_views(views.made(source, ["accounts"]), page, source=source)
    urls = list(written(page)["posts"]["url"].values())
    assert urls == ['https://contoh.invalid/"onmouseover=window.pwned=1']
    visit = Visit(chromium, page)
    found = visit.page.evaluate(ALL_LINKS)
    assert found
    for href, rel, text in found:
        assert href.startswith("https://contoh.invalid/")
        assert "noopener" in rel
        assert "contoh.invalid" in text
    assert visit.complaints == []
    visit.page.close()
