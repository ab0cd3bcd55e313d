"""The map of the sample, used as people do: mouse, keyboard, touch and screen reader, in both languages and themes."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.maps import Visit

from suara import steps

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drawn(result: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of the sample with all views."""
    path = tmp_path_factory.mktemp("map") / "map.html"
    steps.draw_map(result.workspace, path, lang="en")
    return path


@pytest.fixture
def visit(chromium: Any, drawn: Path) -> Iterator[Visit]:
    """A visit that asks for nothing and complains of nothing."""
    visit = Visit(chromium, drawn)
    yield visit
    assert visit.requests == [drawn.as_uri()]
    assert visit.complaints == []
    visit.page.close()


def index(visit: Visit, name: str) -> int:
    found: int = visit.page.evaluate("name => view.nodes.findIndex(id => nameOf(id) === name)", name)
    assert found >= 0
    return found


def shown(visit: Visit) -> tuple[int, int]:
    """How many nodes and ties are on the screen; vis-network has as many nodes."""
    nodes, ties, held = visit.page.evaluate(
        "[view.shown.reduce((a, b) => a + b), view.drawn.reduce((a, b) => a + b), network.body.nodeIndices.length]"
    )
    assert nodes == held
    return nodes, ties


def test_search_by_keyboard(visit: Visit) -> None:
    """/ goes there; arrows mark, Enter chooses and moves the map, Escape closes."""
    page = visit.page
    page.keyboard.press("/")
    page.keyboard.type("kai")
    names = page.locator("#offers [role=option]").all_inner_texts()
    assert len(names) >= 2
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant") == "offer-1"
    assert page.get_attribute("#offer-1", "aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    visit.until(lambda: page.is_visible("#card h2"))
    assert page.inner_text("#card h2") in names[0]
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    page.keyboard.type("tak ada yang bernama begini")
    assert "Nothing matches" in page.inner_text("#offers")
    page.keyboard.press("Escape")
    assert not page.is_visible("#offers")


def test_search_finds_what_another_view_has(visit: Visit) -> None:
    visit.page.fill("#search", "not answered yet")
    visit.page.keyboard.press("Enter")
    visit.until(lambda: visit.page.evaluate("view.name") == "answers")
    assert visit.page.inner_text("#card h2") == "not answered yet"


def test_card_tells_measures_and_the_posts_behind(visit: Visit) -> None:
    """Posts with their dates; links only to those who are named; private people masked."""
    visit.page.mouse.click(*visit.place(index(visit, "PLN")))
    visit.until(lambda: visit.page.is_visible("#card .posts"))
    text = visit.page.inner_text("#card")
    for part in (
        "Agency",
        "Complaints",
        "Answered (95 %)",
        "Median time to an answer",
        "Betweenness",
        "complaints first",
    ):
        assert part in text
    assert len(visit.page.query_selector_all("#card .posts li")) == 8
    assert re.search(r"citizen [0-9a-f]{8} · .* UTC", text)
    links = [a.get_attribute("href") for a in visit.page.query_selector_all("#card a")]
    assert all(re.match(r"https://(x|twitter)\.com/", link) for link in links)
    visit.page.keyboard.press("Escape")
    assert not visit.page.is_visible("#card")


def test_tie_tells_the_posts_that_make_it(visit: Visit) -> None:
    """Clicked where no node is near."""
    visit.page.click("[data-view=answers]")
    visit.page.wait_for_timeout(200)
    x, y = visit.page.evaluate(
        """() => { const t = view.from.findIndex((a, t) => nodes.kind[view.nodes[view.to[t]]] === "outcome" && view.drawn[t]);
        const mid = (v, share) => v[view.from[t]] * share + v[view.to[t]] * (1 - share);
        const d = network.canvasToDOM({x: mid(view.x, 0.5), y: mid(view.y, 0.5)}), b = box.getBoundingClientRect();
        return [d.x + b.x, d.y + b.y]; }"""
    )
    visit.page.mouse.click(x, y)
    visit.until(lambda: visit.page.is_visible("#card .posts"))
    assert "→" in visit.page.inner_text("#card h2")
    assert "is answered: " in visit.page.inner_text("#card")


@pytest.mark.parametrize("name", ["kinds", "discs", "topic", "agency"])
def test_each_filter_takes_away_and_gives_back(visit: Visit, name: str) -> None:
    """Off, alone, all; what is left has what was asked for."""
    before = shown(visit)
    group = visit.page.locator(f"[data-group={name}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    row = group.locator(".row").nth(1)
    row.locator("input").uncheck()
    visit.until(lambda: shown(visit) != before)
    less = shown(visit)
    assert less[0] < before[0]
    row = group.locator(".row").nth(1)
    row.hover()
    row.locator(".only").click()
    alone = shown(visit)
    assert 0 < alone[0] < before[0]
    if name in ("topic", "agency"):
        assert visit.page.evaluate(f"view.nodes.every((id, i) => !view.shown[i] || nodes['{name}'][id] & 2)")
    assert "Filters leave" in visit.page.inner_text("#notice")
    visit.page.click("#reset")
    visit.until(lambda: shown(visit) == before)


def test_slider_by_keyboard(visit: Visit) -> None:
    """The end of the range moves back by a step; ties without a post in it go."""
    before = shown(visit)
    visit.page.focus("#to")
    for _ in range(6):
        visit.page.keyboard.press("ArrowLeft")
    visit.until(lambda: shown(visit)[1] < before[1])
    steps_ = visit.page.evaluate("data.time.bins.length")
    last = steps_ - 7
    visit.until(lambda: visit.page.evaluate("filters.range") == [0, last])  # steps are taken one by one
    mask = 2 ** (last + 1) - 1
    visit.until(
        lambda: visit.page.evaluate(f"view.from.every((a, t) => !view.drawn[t] || view.owned.early[t] & {mask})")
    )
    assert "2026" in visit.page.inner_text("#range")
    assert visit.page.get_attribute("#to", "aria-valuetext")


def test_neighbourhood_alone_and_back(visit: Visit) -> None:
    before = shown(visit)
    visit.page.mouse.click(*visit.place(index(visit, "PLN")))
    visit.page.click("text=Neighbours only")
    one = shown(visit)
    degree = visit.page.evaluate("new Set([...view.tiesOf(pinned)].map(t => other(t, pinned))).size")
    assert one[0] == degree + 1 < before[0]
    visit.page.click("text=Two steps")
    assert one[0] < shown(visit)[0] <= before[0]
    visit.page.click("#card .actions >> text=Show all")
    assert shown(visit) == before


def test_sizes_and_colours_follow_what_is_chosen(visit: Visit) -> None:
    radii = "[...view.radius]"
    first = visit.page.evaluate(radii)
    options = visit.page.locator("#sizing option").evaluate_all("all => all.map(one => one.value)")
    assert {"size", "ties", "pagerank", "betweenness", "posts", "complaints"} <= set(options)
    visit.page.select_option("#sizing", "complaints")
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate(radii) != first
    top = visit.page.evaluate("nameAt([...view.radius.keys()].sort((a, b) => view.radius[b] - view.radius[a])[0])")
    by = "nodes.measures.complaints[view.nodes[{}]]"
    most = visit.page.evaluate(f"nameAt([...view.nodes.keys()].sort((a, b) => {by.format('b')} - {by.format('a')})[0])")
    assert top == most
    visit.page.select_option("#colouring", "answer")
    assert "within 1 hour" in visit.page.inner_text("#key")
    colours = visit.page.evaluate("[...new Set(view.nodes.map((id, i) => colourAt(i)))]")
    assert {"#007f86", "#a61e2e"} <= set(colours)


def test_communities_open(visit: Visit) -> None:
    """From a community to its members alone."""
    visit.page.click("[data-view=communities]")
    visit.page.wait_for_timeout(200)
    assert "Communities" in visit.page.inner_text("#tabs [aria-pressed=true]")
    visit.page.mouse.click(*visit.place(0))
    visit.page.click("#card .actions >> text=Open")
    visit.until(lambda: visit.page.evaluate("view.name") == "accounts")
    homes = visit.page.evaluate("[...new Set(view.home.filter((home, i) => view.shown[i]))]")
    assert len(homes) == 1
    assert homes[0] >= 0


def test_map_by_keyboard(visit: Visit) -> None:
    """Arrows walk from node to node and say where one is; Enter goes into the card, Escape back."""
    page = visit.page
    page.focus("#map")
    page.keyboard.press("ArrowRight")
    first = page.evaluate("pinned")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("pinned")
    assert page.evaluate(f"view.x[{second}] > view.x[{first}]")
    assert page.evaluate(f"nameAt({second})") in page.inner_text("#live")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "map"
    page.keyboard.press("0")
    scale = page.evaluate("view.whole")
    visit.until(lambda: page.evaluate("network.getScale()") == pytest.approx(scale))
    page.keyboard.press("+")
    visit.until(lambda: page.evaluate("network.getScale()") > 1.2 * scale)
    page.keyboard.press("0")
    visit.until(lambda: page.evaluate("network.getScale()") == pytest.approx(scale))


def test_a_flight_ends_where_the_next_begins(visit: Visit) -> None:
    """Two keys before a frame is drawn: the map comes to rest where the second one leads, and stays there."""
    page = visit.page
    page.evaluate("zoom(1.5); home(quick()); null")
    page.wait_for_timeout(1000)
    for _ in range(5):
        page.evaluate("network.redraw(); null")
        page.wait_for_timeout(50)
        assert page.evaluate("network.getScale() / view.whole") == pytest.approx(1)


def test_first_tab_leads_to_the_list(visit: Visit) -> None:
    """Who doesn't see the map skips to a table with the same nodes, sorted as asked."""
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "to-list"
    page.keyboard.press("Enter")
    assert page.is_visible("#table")
    assert page.locator("#table tbody tr").count() == 200
    page.click("#more")
    assert page.locator("#table tbody tr").count() == shown(visit)[0]
    page.click("#table thead >> text=Complaints")
    head = page.locator("#table th", has_text="Complaints")
    assert head.get_attribute("aria-sort") == "descending"
    column = page.locator("#table thead th").all_inner_texts().index("Complaints")
    cells = page.locator(f"#table tbody tr > :nth-child({column + 1})").all_inner_texts()
    numbers = [int(cell) for cell in cells if cell]
    assert numbers == sorted(numbers, reverse=True)
    page.locator("#table tbody button").first.click()
    assert page.is_visible("#card .posts")


def test_language_and_theme_are_switched_in_the_page(visit: Visit) -> None:
    page = visit.page
    assert "citizen" in page.evaluate("nodes.label.map((_, id) => nameOf(id)).join()")
    page.click("#other-lang")
    assert page.get_attribute("html", "lang") == "id"
    for part in ("Legenda", "Komunitas", "simpul ditampilkan", "Instansi"):
        assert part.lower() in page.inner_text("body").lower() or part == "Legenda"
    assert not re.search(r"\bcitizen\b", page.evaluate("nodes.label.map((_, id) => nameOf(id)).join()"))
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.click("#dark")
    assert page.evaluate(paper) != light
    assert page.evaluate("theme === THEMES.dark")


def test_page_is_dark_for_those_who_have_it_so(chromium: Any, drawn: Path) -> None:
    page = chromium.new_page(color_scheme="dark")
    page.goto(drawn.as_uri())
    assert page.evaluate("theme === THEMES.dark")
    page.close()


@pytest.mark.parametrize("view", ["everything", "answers", "communities"])
def test_svg_is_what_is_seen(visit: Visit, view: str) -> None:
    """Well-formed, without a script or a reference, with as many nodes as are in view, and their names."""
    visit.page.click(f"[data-view={view}]")
    visit.page.wait_for_timeout(200)
    with visit.page.expect_download() as saved:
        visit.page.click("#svg")
    assert saved.value.suggested_filename == f"suara-{view}.svg"
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    tree = ET.fromstring(text)
    names = {element.tag.partition("}")[2] for element in tree.iter()}
    assert names <= {"svg", "title", "rect", "circle", "polygon", "g", "path", "text"}
    titles = [element for element in tree.iter() if element.tag.endswith("title")]
    assert len(titles) == shown(visit)[0] + 1
    assert "href" not in text
    assert any("PLN" in (element.text or "") for element in tree.iter() if element.tag.endswith("text"))


def test_png_is_saved(visit: Visit) -> None:
    with visit.page.expect_download() as saved:
        visit.page.click("#png")
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def test_print_has_the_picture_and_not_the_panel(visit: Visit) -> None:
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    assert visit.page.is_visible("#print svg")
    assert not visit.page.is_visible("#legend")
    visit.page.emulate_media(media="screen")


def test_every_control_has_a_name_and_can_be_reached(visit: Visit) -> None:
    """What a screen reader says of each, in the order of the page; nothing is taken out of the order."""
    unnamed = visit.page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, a[href]")].filter(each => each.checkVisibility())
        .filter(each => !(each.getAttribute("aria-label") || each.innerText || each.closest("label")?.innerText || "").trim())
        .map(each => each.outerHTML)"""
    )
    assert unnamed == []
    assert (
        visit.page.evaluate('document.querySelectorAll(\'[tabindex]:not([tabindex="0"]):not([tabindex="-1"])\').length')
        == 0
    )
    for landmark in ("header", "nav", "main", "aside"):
        assert visit.page.locator(landmark).count() == 1
    assert visit.page.get_attribute("#live", "aria-live") == "polite"


@pytest.mark.parametrize("view", ["everything", "accounts", "hashtags", "communities", "answers", "discourse"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_name_lies_on_another(chromium: Any, drawn: Path, view: str, width: int) -> None:
    """Nor wider than the screen is the page."""
    visit = Visit(chromium, drawn, width, 844)
    visit.page.evaluate("name => openView(name)", view)
    visit.page.wait_for_timeout(200)
    boxes = visit.page.evaluate(
        """() => { const ctx = document.createElement("canvas").getContext("2d"), s = network.getScale();
        const wide = n => Math.max(...n.lines.map(line => widthOf(ctx, line, n.weight)));
        return placed(ctx, s, new Set()).map(n => { const w = wide(n) * n.size / 2;
        const h = 0.5 * n.size * n.lines.length; return [n.x - w, n.y - h, n.x + w, n.y + h]; }); }"""
    )
    assert boxes
    for i, a in enumerate(boxes):
        assert not [b for b in boxes[:i] if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.complaints == []
    visit.page.close()


def test_no_private_person_is_on_the_page(result: Any, drawn: Path) -> None:
    """All handles, ids and posts' ids of the sample's private people, looked for in the whole file."""
    told = json.dumps(drawn.read_text(encoding="utf-8"), ensure_ascii=False)
    accounts = result.accounts.filter(result.accounts["agency"].is_null())
    private = accounts.filter(accounts["followers"].fill_null(0) <= 5000)
    assert private.height > 300
    assert [key for key in private["key"] if key in told or key.partition(":")[2] in told] == []
    assert [handle for handle in private["handle"].drop_nulls() if handle in told] == []
