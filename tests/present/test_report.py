"""The report: what it says is what the tables say, as sure as they are; hostile posts stay text, in any reader."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import suara
from suara.analyse.responses.survival import quantiles
from suara.errors import FileError, InputError, NotYet
from suara.posts import Post
from suara.posts.post import frame
from suara.present.report import printing, sections
from suara.present.report.parts import Finding, Section, Text
from suara.present.report.words import _all

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ATTACK = (
    "</script></style><script>window.pwned=1</script><img src=http://127.0.0.1:9/x onerror=window.pwned=1>"
    "\"'><svg onload=window.pwned=1><a href=javascript:window.pwned=1>{{7*7}}{% raw %}${7*7}"
    "\u202e\u2066\u200b\u2028]]><!--` | *_[x](javascript:alert(1)) =cmd|'/C calc'!A0"
)
LONG = "x" * 100_000


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def complaint(number: int, agency: str, **more: Any) -> Post:
    told = {
        "platform": "x", "id": f"1{number}", "author_id": f"7{number}", "author_handle": f"warga_{number}", "lang": "id",
        "text": f"@{agency} lelet banget", "created_at": START + timedelta(hours=number), "conversation": f"1{number}",
        "mention_ids": [None], "mention_handles": [agency],
    }  # fmt: skip
    return Post(**(told | more))


def answer(to: Post, agency: str, minutes: int = 9, **more: Any) -> Post:
    told = {
        "platform": "x", "id": f"2{to.id}", "author_id": f"9{agency}", "author_handle": agency, "reply_to": to.id,
        "text": "Baik, kami sudah memeriksa laporan ini", "created_at": to.created_at + timedelta(minutes=minutes),
        "conversation": to.conversation,
    }  # fmt: skip
    return Post(**(told | more))


def asked(agency: str, n: int, answered: int, first: int) -> list[Post]:
    """Complaints to an agency, the first of them answered, and a post of its own so that it is observed."""
    complaints = [complaint(first + i, agency) for i in range(n)]
    told = {"platform": "x", "author_id": f"9{agency}", "author_handle": agency, "text": "halo", "created_at": START}
    own = [Post(id=f"3{first}{i}", **told) for i in range(10)]
    return [*complaints, *(answer(post, agency) for post in complaints[:answered]), *own]


def workspace(folder: Path, *posts: Post) -> suara.Workspace:
    made = suara.Workspace.create(folder / "hasil")
    made.corpus.add(frame(list(posts)))
    return made


def told(made: suara.Workspace, path: Path, **options: Any) -> dict[str, Section]:
    return {section.name: section for section in suara.report(made, path, **({"lang": "en"} | options)).sections}


def findings(section: Section) -> list[Finding]:
    return [part for part in section.parts if isinstance(part, Finding)]


def texts(section: Section) -> list[str]:
    return [says for part in section.parts if isinstance(part, Text) for says in part.says]


def of(sections_: dict[str, Section], start: str) -> Finding:
    return next(finding for finding in findings(sections_["findings"]) if finding.says.startswith(start))


@pytest.fixture(scope="module")
def of_sample(result, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Section]:
    """The report of the sample, in English; its page is beside it."""
    return told(result.workspace, tmp_path_factory.mktemp("report") / "report.html")


# ---------------------------------------------------------------------------------------------- what it says


def test_the_whole_is_what_the_cases_are(result, of_sample):
    """Answered, of how many, and the median."""
    cases = result.responses.cases.filter(pl.col("status") != "unobserved")
    answered = cases.filter(status="answered").height
    finding = of(of_sample, f"{answered} of {cases.height} complaints were answered")

    assert f"{cases.height - answered} weren't by then" in finding.says
    median = quantiles(cases, 0, [])["median_minutes"].item()
    assert f"within {median / 60:.0f}\u00a0h" in finding.sure[0]


def test_each_agency_is_what_its_row_is(result, of_sample):
    """Numbers and shares of the table of agencies, for each that has a finding."""
    rows = {row["name"]: row for row in result.responses.agencies.iter_rows(named=True)}
    for finding in findings(of_sample["agencies"]):
        row = rows[finding.name]
        seen = row["complaints"] - row["unobserved"]
        if row["ranked"]:
            low, high = (f"{100 * row[end]:.0f}" for end in ("rate_low", "rate_high"))
            assert finding.says.startswith(f"{row['answered']} of {seen} complaints to {finding.name} were answered (")
            assert f"{100 * row['rate']:.0f}\u00a0%; 95\u00a0% interval {low}–{high}\u00a0%" in finding.says


def test_the_worst_has_the_lowest_upper_end(result, of_sample):
    """And those whose intervals overlap with its own are named as such, those whose don't as well."""
    ranked = result.responses.agencies.filter("ranked").sort("rate_high")
    worst = ranked.row(0, named=True)
    finding = of(of_sample, "Answers least")
    overlap = ranked[1:].filter(pl.col("rate_low") <= worst["rate_high"])["name"].to_list()

    assert f": {worst['name']}. {worst['answered']} of {worst['complaints']} complaints" in finding.says
    assert all(name in finding.sure[0] for name in overlap)
    assert not any(name in finding.sure[0] for name in set(ranked["name"]) - set(overlap) - {worst["name"]})
    assert finding.posts


def test_an_agency_with_one_complaint_tops_no_list(tmp_path):
    """Neither by answering it in four minutes nor by not answering it; it is said to have too few."""
    one = complaint(900, "pln_123")
    posts = [*asked("KAI121", 12, 10, 0), *asked("CommuterLine", 12, 3, 100), *asked("ccdukcapil", 1, 0, 200), one]
    made = told(workspace(tmp_path, *posts, answer(one, "pln_123", 4)), tmp_path / "r.html")
    says = [finding.says for finding in findings(made["findings"])]

    assert any(text.startswith("Answers least, as far as can be told: KAI Commuter. 3 of 12") for text in says)
    assert any(
        text.startswith("Answers most, as far as can be told: PT Kereta Api Indonesia. 10 of 12") for text in says
    )
    assert "Ditjen Dukcapil (1)" in of(made, "Answers least").notes[0]
    small = next(finding for finding in findings(made["agencies"]) if finding.name == "PLN")
    assert small.says.startswith("Only 1 complaint to PLN was observed, 1 of them answered: too few to say")
    assert not small.sure


def test_who_cant_be_told_apart_isnt(tmp_path):
    """Two agencies that answer about alike."""
    posts = [*asked("KAI121", 12, 6, 0), *asked("CommuterLine", 12, 5, 100)]
    finding = of(told(workspace(tmp_path, *posts), tmp_path / "r.html"), "Answers least")

    assert "KAI Commuter" in finding.says
    assert "can't be told apart from PT Kereta Api Indonesia" in finding.sure[0]
    assert finding.sure[1] == "It can't be told apart from any other agency: the order isn't certain."


def test_who_is_surely_the_worst_is(tmp_path):
    """Where no other interval reaches its own."""
    posts = [*asked("KAI121", 40, 38, 0), *asked("pln_123", 40, 2, 100)]
    finding = of(told(workspace(tmp_path, *posts), tmp_path / "r.html"), "Answers least")

    assert finding.sure[0].startswith("How sure: the intervals of all 1 other agencies")
    assert "only 12 posts of PLN itself" in finding.cautions[0]


def test_who_was_hardly_collected_is_not_compared(tmp_path):
    """The silence of an agency of which one post was collected may be the collection's."""
    posts = [*asked("KAI121", 12, 6, 0), *asked("pln_123", 30, 0, 100)[:31]]
    finding = of(told(workspace(tmp_path, *posts), tmp_path / "r.html"), "Answers least")

    assert "PT Kereta Api Indonesia. 6 of 12" in finding.says
    assert finding.notes == ["Not compared, as fewer than 10 posts of their own were collected: PLN."]


def test_where_nothing_can_be_said_nothing_is(tmp_path):
    """Where most complaints are to agencies of which hardly a post was collected there is no share, and no worst topic."""
    made = told(workspace(tmp_path, *asked("KAI121", 30, 0, 0)[:31]), tmp_path / "r.html")
    says = [finding.says for finding in findings(made["findings"])]

    assert says[0].startswith("Of 30 complaints, 0 have an answer that can be linked.")
    assert says[1].startswith("Which agency answers least can't be said")
    assert not any("Within 3 days" in text or "topic answered least" in text for text in says)


def test_too_few_are_said_to_be(tmp_path):
    """No ranking of nothing."""
    made = told(workspace(tmp_path, *asked("KAI121", 3, 1, 0)), tmp_path / "r.html")

    assert of(made, "Which agency answers least can't be said").notes == [
        "Not compared, with fewer than 10 complaints: PT Kereta Api Indonesia (3)."
    ]


def test_agencies_that_werent_observed_are_in_no_share(tmp_path):
    """Of them nothing is said but that."""
    made = told(workspace(tmp_path, *(complaint(i, "KAI121") for i in range(12))), tmp_path / "r.html")

    assert of(made, "All 12 complaints are to agencies of which no post was collected")
    assert not findings(made["agencies"])
    assert any(
        "can't be said whether they were answered: PT Kereta Api Indonesia (12)" in text
        for text in texts(made["agencies"])
    )


def test_without_complaints_it_says_so(tmp_path):
    """In each section, and without posts there is no report."""
    made = told(workspace(tmp_path, Post(platform="x", id="1", text="selamat pagi")), tmp_path / "r.html")

    assert of(made, "There are no complaints")
    assert {name: len(section.parts) for name, section in made.items() if name in ("agencies", "topics", "handoffs")} == {
        "agencies": 1, "topics": 1, "handoffs": 1,
    }  # fmt: skip
    with pytest.raises(NotYet):
        suara.report(suara.Workspace.create(tmp_path / "none"), tmp_path / "n.html")
    assert not (tmp_path / "n.html").exists()


def test_both_languages_say_the_same_things():
    """Each text has its counterpart, with the same places for what is put in, and as many lines."""
    for part, words in _all().items():
        for name, pair in words.items():
            assert set(pair) == {"id", "en"}, (part, name)
            one, other = pair["id"], pair["en"]
            assert type(one) is type(other)
            if isinstance(one, list):
                assert len(one) == len(other), (part, name)
            else:
                fields = [set(re.findall(r"\{\w+\}", text)) for text in (one, other)]
                assert fields[0] == fields[1], (part, name)


def test_indonesian_is_written_as_indonesian_is(result, tmp_path):
    """Thousands with a point, units and months in Indonesian, no English left."""
    suara.report(result.workspace, tmp_path / "r.html", lang="id")
    text = Page((tmp_path / "r.html").read_text(encoding="utf-8")).text

    assert "2.961 unggahan publik di X, 2\u00a0Maret\u00a02026 sampai 10\u00a0Mei\u00a02026" in text
    assert re.search(r"\d+,\d\u00a0jam", text)
    assert not re.search(r"\b(complaints to|agencies|answered|interval 95 % of)\b", text.replace("--by agency", ""))


# ---------------------------------------------------------------------------------------------- how it is written


def test_the_page_is_whole_for_those_who_dont_see_it(of_sample, result, tmp_path):
    """One language, one main heading, headings without gaps, tables with scopes, figures with names, no script, no address."""
    suara.report(result.workspace, tmp_path / "r.html", lang="en", examples=0)
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    page = Page(text)
    names = [tag for tag, _ in page.tags]
    levels = [int(tag[1]) for tag in names if re.fullmatch("h[1-6]", tag)]

    assert dict(page.tags[0][1]) == {"lang": "en"}
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert all(told["scope"] in ("row", "col") for tag, told in page.tags if tag == "th")
    assert names.count("caption") == names.count("table") > 3
    assert names.count("figcaption") == names.count("figure") > 5
    assert not {"script", "link", "iframe", "img", "object", "form", "base"} & set(names)
    assert all(not name.startswith("on") for _, told in page.tags for name in told)
    anchors = [told["href"] for tag, told in page.tags if tag == "a"]
    assert anchors == [f"#{section}" for section in sections.names() if f'id="{section}"' in text]
    csp = next(told["content"] for tag, told in page.tags if tag == "meta" and told.get("http-equiv"))
    assert csp is not None
    assert csp.startswith("default-src 'none'; style-src 'unsafe-inline';")


def test_markdown_has_its_figures_beside_it(result, tmp_path):
    """Each that it shows, and no other."""
    made = suara.report(result.workspace, tmp_path / "a b.md", lang="en")
    text = made.path.read_text(encoding="utf-8")

    shown = re.findall(r"\]\(<([^>]+)>\)", text)
    assert {f"a%20b_figures/{path.name}" for path in made.figures} <= set(shown)
    assert all(path.read_text(encoding="utf-8").startswith("<svg") for path in made.figures)


def test_what_cant_be_is_said_before_the_work(result, tmp_path, monkeypatch):
    """Another ending, a time zone, names, and a PDF without a browser."""
    with pytest.raises(InputError, match=r"r\.docx can't be a report: name a file that ends in \.html, \.md, \.pdf"):
        suara.report(result.workspace, tmp_path / "r.docx")
    with pytest.raises(InputError, match="no time zone"):
        suara.report(result.workspace, tmp_path / "r.html", timezone="Jakarta")
    with pytest.raises(InputError, match="names is one of"):
        suara.report(result.workspace, tmp_path / "r.html", names="some")
    with pytest.raises(FileError, match="nosuch"):
        suara.report(result.workspace, tmp_path / "nosuch" / "r.html")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileError, match=r"there is no Chromium, Chrome or Edge: install one .*SUARA_BROWSER"):
        suara.report(result.workspace, tmp_path / "r.pdf")
    monkeypatch.setenv("SUARA_BROWSER", "nosuch")
    with pytest.raises(FileError, match="nosuch, which SUARA_BROWSER names, isn't there"):
        printing.browser()
    assert not list(tmp_path.iterdir())


# ---------------------------------------------------------------------------------------------- hostile posts


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report of posts, agencies and codes that attack wherever they can, all people named."""
    folder = tmp_path_factory.mktemp("attacked")
    quoted = ATTACK.translate({ord('"'): '\\"', ord("\\"): "\\\\", 0x2028: " "})
    (folder / "agencies.toml").write_text(
        f'[[agency]]\nid = "evil"\nname = "{quoted}"\nnames = ["Instansi Jahat"]\nhandles = {{ x = ["evil_id"] }}\n'
        f'[[agency]]\nid = "long"\nname = "{LONG[:5000]}"\nnames = ["Instansi Panjang"]\nhandles = {{ x = ["long_id"] }}\n',
        encoding="utf-8",
    )
    (folder / "codes.toml").write_text(
        f'name = "complaints"\nextends = "complaints"\n[[code]]\nid = "evil"\nlabel = {{ id = "{quoted}", en = "{quoted}" }}\n'
        'phrases = { id = ["kentut"] }\n',
        encoding="utf-8",
    )
    posts = []
    for i in range(24):
        agency = "evil_id" if i % 2 else "long_id"
        evil = {
            "text": f"@{agency} kentut lelet {ATTACK if i % 3 else LONG}", "author_name": ATTACK, "author_handle": f"{ATTACK}{i}",
            "url": ("javascript:window.pwned=1", f"https://x.com/a\"onmouseover=window.pwned=1//{i}")[i % 2], "lang": ATTACK[:40],
            "hashtags": [ATTACK], "links": ["javascript:window.pwned=1"], "place": ATTACK, "author_verified": True,
        }  # fmt: skip
        asked_ = complaint(i, agency, **evil)
        posts += [
            asked_,
            answer(asked_, agency, text=f"{ATTACK} {LONG if i % 5 else ''}", url="javascript:window.pwned=1"),
        ]
    made = workspace(folder, *posts)
    suara.code(made, codebooks=[str(folder / "codes.toml")], agencies=[str(folder / "agencies.toml")])
    for ending in ("html", "md"):
        suara.report(made, folder / f"report.{ending}", names="all", title=ATTACK, lang="en", examples=9)
    return folder


def test_hostile_posts_stay_text(attacked):
    """No element, handler or address of theirs; no sign that turns or hides text; no word that widens the page."""
    text = (attacked / "report.html").read_text(encoding="utf-8")
    page = Page(text)
    names = {tag for tag, _ in page.tags}

    assert not {"script", "img", "iframe", "object", "a:", "link"} & names
    hrefs = [told.get("href") or "" for tag, told in page.tags if tag == "a"]
    assert all(href.startswith("#") for href in hrefs)  # their addresses hold what no address holds
    assert all(not name.startswith("on") and name != "src" for _, told in page.tags for name in told)
    assert not set("\u202e\u2066\u200b\u2028") & set(text)
    assert "{{7*7}}" in page.text
    assert max(map(len, re.split(r"\s", page.text))) < 1000


def test_hostile_posts_stay_text_in_markdown(attacked):
    """A reader of Markdown that lets HTML pass makes no element and no address of them."""
    markdown_it = pytest.importorskip("markdown_it")
    text = (attacked / "report.md").read_text(encoding="utf-8")
    made = markdown_it.MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").render(text)
    page = Page(made)

    assert not {"script", "style", "svg", "a"} & {tag for tag, _ in page.tags}
    assert {str(told["src"]).partition("/")[0] for tag, told in page.tags if tag == "img"} == {"report_figures"}
    assert all(not name.startswith("on") for _, told in page.tags for name in told)
    assert not set("\u202e\u2066\u200b\u2028") & set(text)


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_hostile_posts_do_nothing_in_a_browser(attacked, chromium, width, scheme):
    """No script runs, nothing is asked for, the console stays empty, and the page is as wide as the screen."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    requests, said = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((attacked / "report.html").as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    page.mouse.move(200, 300)

    assert page.evaluate("window.pwned") is None
    assert requests == [(attacked / "report.html").as_uri()]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_the_report_of_the_sample_in_a_browser(result, tmp_path, chromium, width):
    """It fits the screen, its contents lead to its sections, and what can be folded is opened by the keyboard."""
    suara.report(result.workspace, tmp_path / "r.html", lang="id")
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "r.html").as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown = page.locator("svg:visible").count()
    assert shown == page.locator("figure").count()
    page.locator("nav a").last.click()
    assert page.locator("#again").bounding_box()["y"] < 900
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None
    assert said == []
    context.close()


@pytest.mark.browser
def test_printed_by_a_browser(result, tmp_path, chromium):
    """A PDF of several pages, without the addresses of this machine."""
    made = suara.report(result.workspace, tmp_path / "r.pdf", examples=1).path.read_bytes()

    assert made.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) > 5
    assert b"file://" not in made
    assert str(tmp_path).encode() not in made
