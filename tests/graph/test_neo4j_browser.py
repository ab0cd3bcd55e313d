"""Neo4j Browser as a person meets it: log in, see the guide, put on the colours, run the tours."""

import base64
import os
from collections.abc import Iterator
from typing import Any

import pytest

from suara.graph import explore, queries

pytestmark = [pytest.mark.neo4j, pytest.mark.browser]

DROP = """([name, content]) => {
    const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0)), transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name));
    document.querySelector(".filedrop").dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true}));
}"""


class Browser:
    """Neo4j Browser in a page, logged in."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        page.set_default_timeout(20_000)
        page.goto(f"{address}/browser/")
        page.fill("[data-testid=username]", "neo4j")
        page.fill("[data-testid=password]", os.environ["SUARA_NEO4J_PASSWORD"])
        page.click("[data-testid=connect]")
        self.guide = page.locator("[data-testid=guidesDrawer]")

    def run(self, command: str) -> Any:
        """Write a command in the editor, run it, and wait for the frame of its answer."""
        before = self.page.locator("[data-testid=frame]").count()
        self.page.click("[data-testid=activeEditor] .monaco-editor")
        self.page.keyboard.insert_text(command)
        self.page.click("[data-testid=editor-Run]")
        return self.newest(before)

    def newest(self, before: int) -> Any:
        """The frame on top, once there are more than before."""
        self.page.wait_for_function(
            "before => document.querySelectorAll('[data-testid=frame]').length > before", arg=before
        )
        frame = self.page.locator("[data-testid=frame]").first
        frame.locator("[data-testid=frameContents]").first.wait_for()
        assert frame.locator("text=ERROR").count() == 0, frame.inner_text()
        return frame

    def clear(self) -> None:
        """Take all frames away, of which Browser keeps a limited number."""
        for button in self.page.locator("[data-testid=frame] [title=Close]").all()[::-1]:
            button.click()

    def drop(self, name: str, content: bytes) -> None:
        """Drop a file onto the page."""
        self.page.evaluate(DROP, [name, base64.b64encode(content).decode()])


@pytest.fixture(scope="module")
def browser(
    chromium: Any, neo4j_sample: Any, neo4j_address: str, neo4j_browser: str, tmp_path_factory: Any
) -> Iterator[Browser]:
    explore.setup(neo4j_address, tmp_path_factory.mktemp("browser"))
    page = chromium.new_page(viewport={"width": 1400, "height": 860})
    yield Browser(page, neo4j_browser)
    page.close()


def test_guide_opens_by_itself(browser: Browser) -> None:
    """After the login; each slide has the statements as the files have them."""
    browser.guide.locator("h3", has_text="suara: who speaks").wait_for()
    for tour in explore.tours():
        browser.page.click("[data-testid=guideNextSlide]")
        browser.guide.locator("h3", has_text=tour.asks).wait_for()
        assert browser.guide.locator("pre.runnable").text_content() == explore.explained(tour)[1]


def test_questions_of_the_guide_run(browser: Browser) -> None:
    """Parameters by the short boxes, rows by the long one."""
    browser.page.click(f"[data-testid=pagination-{len(explore.tours()) + 2}]")
    browser.guide.locator("h3", has_text="Questions").wait_for()
    boxes = browser.guide.locator("pre.runnable")
    questions = queries.questions()
    at = [question.name for question in questions].index("addressed_without_topic")
    first = sum(len(question.parameters) + 1 for question in questions[:at])
    for i in range(first, first + len(questions[at].parameters) + 1):
        before = browser.page.locator("[data-testid=frame]").count()
        boxes.nth(i).locator("i").click()
        frame = browser.newest(before)

    frame.locator("[data-testid=cypherFrameSidebarTable]").wait_for()
    frame.locator("text=BPJS Kesehatan").first.wait_for()
    assert frame.locator("text=ERROR").count() == 0
    browser.clear()


@pytest.mark.parametrize("how", ["guide", "file"])
def test_style_colours_the_nodes(browser: Browser, how: str) -> None:
    """By a click in the guide, or by the file dropped onto Browser."""
    browser.run(":style reset")
    before = browser.page.locator("[data-testid=frame]").count()
    if how == "file":
        browser.drop(explore.STYLE, (explore.folder() / explore.STYLE).read_bytes())
    else:
        browser.page.click("[data-testid=pagination-1]")
        browser.guide.locator("[data-exec]").click()
    browser.newest(before)
    frame = browser.run("MATCH (a:Agency)<-[r:ADDRESSED_TO]-(p:Post)-[o:ABOUT]->(t:Topic) RETURN * LIMIT 5")
    frame.locator("[aria-label^=graph-node]").first.wait_for()
    fills = frame.locator("[aria-label^=graph-node] circle.b-outline").evaluate_all(
        "circles => circles.map(circle => circle.getAttribute('fill'))"
    )
    rules = explore.style()

    assert set(fills) == {rules[f"node.{kind}"]["color"] for kind in ("Agency", "Post", "Topic")}
    browser.clear()


@pytest.mark.parametrize("tour", explore.tours(), ids=lambda tour: tour.name)
def test_tours_draw_a_graph(browser: Browser, tour: queries.Question) -> None:
    """The whole file, as it is, in the editor."""
    frame = browser.run(tour.text)
    nodes = frame.locator("[aria-label^=graph-node]")
    nodes.first.wait_for()

    assert 5 < nodes.count() <= 300
    browser.clear()


def test_saved_cypher_is_taken(browser: Browser, tmp_path: Any) -> None:
    """The archive dropped onto Browser makes two folders under the star."""
    browser.drop(explore.ARCHIVE, explore._archive(tmp_path / explore.ARCHIVE).read_bytes())
    browser.page.click("[data-testid=navigationFavorites]")
    browser.page.click("[data-testid='expandFolder-suara tours']")
    browser.page.locator(f"[data-testid='scriptTitle-{explore.tours()[0].asks}']").wait_for()

    assert browser.page.locator("[data-testid='expandFolder-suara questions']").count() == 1
