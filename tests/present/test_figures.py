"""Figures: the numbers in them are the tables' own, hostile names stay text, and nothing to draw is said."""

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import polars.selectors as cs
import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import OTHER, built, complaint

from suara.analyse.discourse.course import COURSE
from suara.analyse.responses.survival import curve, quantiles
from suara.analyse.timeline.behind import REASONS
from suara.analyse.timeline.changes import CHANGES, changes
from suara.analyse.timeline.periods import PERIODS, periods
from suara.analyse.topics.ranking import rank
from suara.errors import FileError, InputError
from suara.present import drawing
from suara.present.course import APART, NODES, TIES
from suara.present.figures import figure, names
from suara.present.sankey import laid_out

SCRIPT = "<script>alert(1)</script>"
EVIL = [
    SCRIPT,
    "</svg><img src=x onerror=alert(2)>",
    "javascript:alert(3)",
    "\u202edesrever\u200b\u2066",
    "x" * 500,
    "a\"b'c&d]]>",
    "' + alert(4) + '",
    "{'5': 1}[datum.value]\n\\n\\",
    "",
]
START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # a Monday, 8:30 in Jakarta


def cases(**waits: list[float]) -> pl.DataFrame:
    """Cases of each agency: minutes to the answer; negative: still waiting so long."""
    rows = [
        (agency, "answered" if wait >= 0 else "censored", abs(wait)) for agency, told in waits.items() for wait in told
    ]
    return pl.DataFrame(rows, schema=["agency", "status", "waited"], orient="row")


AGENCY = {
    "agency": pl.String, "name": pl.String, "complaints": pl.Int64, "answered": pl.Int64, "unobserved": pl.Int64,
    "rate": pl.Float64, "rate_low": pl.Float64, "rate_high": pl.Float64, "median_minutes": pl.Float64,
    "median_low": pl.Float64, "median_high": pl.Float64, "ranked": pl.Boolean,
}  # fmt: skip
TOPIC = {
    "codebook": pl.String, "topic": pl.String, "label": pl.String, "posts": pl.Int64, "share": pl.Float64,
    "share_low": pl.Float64, "share_high": pl.Float64, "survey_share": pl.Float64,
}  # fmt: skip
WAY = {"case": pl.String, "names": pl.List(pl.String), "end": pl.String}
RESPONSE = {
    "created_at": pl.Datetime("us", "UTC"), "response": pl.String, "responded_at": pl.Datetime("us", "UTC"),
}  # fmt: skip


def agencies(*rows: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=AGENCY, orient="row")


def ways(*told: tuple[str, ...]) -> pl.DataFrame:
    """Ways from name to name; the last of each is its end."""
    return pl.DataFrame([(f"x:{i}", list(way[:-1]), way[-1]) for i, way in enumerate(told)], schema=WAY, orient="row")


def tables(labels: list[str]) -> dict[str, pl.DataFrame]:
    """All that figures are drawn of, with such names."""
    keys = [f"k{i}" for i in range(len(labels))]
    waits: dict[str, list[float]] = {key: [3.0, 50.0, 2000.0, -9000.0] for key in keys}
    rows = [
        (key, name, 14, 10, 0, 0.7, 0.5, 0.8, 50.0, 3.0, None, True) for key, name in zip(keys, labels, strict=True)
    ]
    unseen = [(f"u{key}", name, 2, None, 2, *[None] * 6, False) for key, name, *_ in rows]
    topics = [("complaints", key, name, 3, 0.3, 0.1, 0.6, 4.0) for key, name in zip(keys, labels, strict=True)]
    topics += [("complaints", f"u{key}", name, 0, 0.0, 0.0, 0.1, 4.0) for _, key, name, *_ in topics]
    return {
        "cases": cases(**waits),
        "agencies": agencies(*rows, *unseen),
        "topics": pl.DataFrame(topics, schema=TOPIC, orient="row"),
        "ways": ways(
            *((label, other, "arrived") for label, other in zip(labels, labels[1:] + labels[:1], strict=True))
        ),
        "responses": pl.DataFrame([(START, "r", START + timedelta(hours=1))], schema=RESPONSE, orient="row"),
        **line([3] * 14 + [9] * 14, labels),
        **debate(labels),
    }


def line(counts: list[int], labels: list[str]) -> dict[str, pl.DataFrame]:
    """Days with so many posts, their changes, and things of such names behind each."""
    whole = periods(START, START + timedelta(days=len(counts), hours=-9), "day", "Asia/Jakarta")
    days = whole.with_columns(posts=pl.Series(counts, dtype=pl.Int64))
    found = changes(days, "posts", unit="day").table
    counted = (8, 1, 0.8, 0.1, 9.0, "x:1", None)
    things = [(None, period, "word", name, name, *counted) for period in found["period"] for name in labels]
    local = cs.datetime().dt.convert_time_zone("Asia/Jakarta")
    told = {"periods": days, "changes": found, "behind": pl.DataFrame(things, schema=REASONS, orient="row")}
    return {name: table.with_columns(local) for name, table in told.items()}


def debate(labels: list[str]) -> dict[str, pl.DataFrame]:
    """Two windows in which all agree with the next, and then disagree."""
    days = [START, START + timedelta(days=1), START + timedelta(days=2)]
    windows = [(i, days[i - 1], days[i], 9, len(labels), 1, 1, 1.0, 1.0, 0.5, i) for i in (1, 2)]
    places = [i / len(labels) for i in range(len(labels))]
    actors = [(i, label, True, 1, x, x, 3 * i) for i in (1, 2) for label, x in zip(labels, places, strict=True)]
    ties = [(i, x, x, y, y, i == 1, 1.0) for i in (1, 2) for x, y in itertools.pairwise(places)]
    told = {"course": (windows, COURSE), "course_actors": (actors, NODES), "course_ties": (ties, TIES)}
    told["course_apart"] = ([(i, j, float(i != j)) for i in (1, 2) for j in (1, 2)], APART)
    return {name: pl.DataFrame(rows, schema=columns, orient="row") for name, (rows, columns) in told.items()}


NOTHING = {
    "course": pl.DataFrame(schema=COURSE),
    "course_actors": pl.DataFrame(schema=NODES),
    "course_ties": pl.DataFrame(schema=TIES),
    "course_apart": pl.DataFrame(schema=APART),
    "periods": pl.DataFrame(schema=PERIODS | {"posts": pl.Int64}),
    "changes": pl.DataFrame(schema=CHANGES),
    "behind": pl.DataFrame(schema=REASONS),
    "cases": cases(a=[1.0]).clear(),
    "agencies": agencies(),
    "topics": pl.DataFrame(schema=TOPIC),
    "ways": ways(),
    "responses": pl.DataFrame(schema=RESPONSE),
}


def chart(name: str, of: dict[str, pl.DataFrame], **options: Any) -> Any:
    module = figure(name)
    return module.chart(*(of[table] for table in module.OF), **options)


def rows(spec: Any) -> Iterator[list[dict[str, Any]]]:
    """The data of a spec, wherever they are in it."""
    yield from spec["datasets"].values()


def having(spec: Any, *columns: str) -> list[list[dict[str, Any]]]:
    return [data for data in rows(spec) if data and set(columns) <= data[0].keys()]


@pytest.mark.parametrize("name", names())
def test_hostile_names_stay_text(name, tmp_path):
    """SVG and page hold no element of theirs, no script, no handler, no address but those of SVG itself."""
    of = tables(EVIL)
    wide, narrow = (chart(name, of, lang="en", wide=wide) for wide in (True, False))
    drawing.written(wide, tmp_path / "a.html", lang="en", narrow=narrow)
    drawing.written(wide, tmp_path / "a.svg")

    ElementTree.parse(tmp_path / "a.svg")
    for file in ("a.html", "a.svg"):
        text = (tmp_path / file).read_text(encoding="utf-8")
        shown = text if file == "a.svg" else text.split("<body>")[1].removesuffix("</body></html>\n")
        elements = set(re.findall(r"<(\w+)", shown))
        assert elements <= {"div", "svg", "style", "rect", "g", "path", "line", "text", "tspan", "title"}
        attributes = set(re.findall(r'\s([\w:-]+)="', re.sub(r">[^<]*<", "><", shown)))
        assert not {a for a in attributes if a.startswith("on") or a in ("href", "xlink:href", "src", "style")}
        assert set(re.findall(r"https?://[^\"'\s<)]+", text)) <= {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1999/xlink",
        }
        assert "url(" not in text
        assert not set("\u202e\u2066\u200b") & set(text)
        if name not in ("week", "waiting", "phases"):  # they name nobody
            assert "&lt;script&gt;" in text
            assert "x" * 100 not in text
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert '<html lang="en">' in page


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("name", names())
def test_nothing_to_draw_is_said(name, lang, wide, tmp_path):
    """The figure is whole, and says why it is empty."""
    made = chart(name, NOTHING, lang=lang, wide=wide)

    said = " ".join(drawing.heading(made)[1])
    assert said.startswith({"id": "Tidak ada yang dapat digambar: ", "en": "Nothing to draw: "}[lang])
    if not wide:
        return
    drawing.written(made, tmp_path / "a.svg")
    texts = [node.text or "" for node in ElementTree.parse(tmp_path / "a.svg").iter()]
    assert any(text.startswith(said[:15]) for text in texts)


def test_both_languages_say_the_same_things():
    """Each word there is has its counterpart."""
    for name in names():
        words = figure(name)._WORDS
        assert words["id"].keys() == words["en"].keys()
        for key in words["id"]:
            assert re.findall(r"\{\w+\}", words["id"][key]) == re.findall(r"\{\w+\}", words["en"][key]), (name, key)


def test_survival_is_the_curve():
    """Shares answered and their band as Kaplan-Meier has them, and those at risk as they are counted."""
    waits = [3.0, 3.0, 40.0, -50.0, 2000.0, -9000.0]
    table = cases(a=waits, b=[-7.0, 8.0])
    spec = chart("survival", {"cases": table, "agencies": tables(["A"])["agencies"]}, lang="en").to_dict()
    at, left, low, high = curve(np.abs(waits), np.array(waits) >= 0)

    drawn = next(data for data in having(spec, "answered") if data[-1]["minutes"] == 9000 and len(data) == at.size + 1)
    assert drawn[0] | {"low": None, "high": None} == {"minutes": 0.0, "answered": 0.0, "low": None, "high": None}
    assert [row["minutes"] for row in drawn[1:]] == at.tolist()
    assert [row["answered"] for row in drawn[1:]] == (1 - left).tolist()
    band = [(row["low"], row["high"]) for row in drawn[1:]]
    assert band == [(1 - h, 1 - lo) for lo, h in zip(low, high, strict=True)]
    risk = having(spec, "at_risk")[0]
    assert [(row["minutes"], row["at_risk"]) for row in risk] == [(5, 4), (60, 2), (1440, 2), (10_080, 0)]
    assert "a, n = 6" in {panel["title"]["text"] for panel in spec["concat"]}


def test_survival_says_who_isnt_drawn():
    """Agencies beyond those there is room for, and those that weren't observed; the latter's complaints don't count."""
    waits = {f"k{i}": [1.0] * (20 - i) for i in range(12)}
    table = pl.concat([cases(**waits), pl.DataFrame({"agency": ["uk0"], "status": ["unobserved"], "waited": [5.0]})])
    made = chart(
        "survival", {"cases": table, "agencies": tables([f"Agency {i}" for i in range(12)])["agencies"]}, lang="en"
    )
    notes = " ".join(drawing.heading(made)[1])

    assert [panel.title.text for panel in made.concat][:2] == ["Agency 0, n = 20", "Agency 1, n = 19"]
    assert len(made.concat) == figure("survival").PANELS
    assert "9 of 12 agencies" in notes
    assert "Not observed, as no post of theirs was collected: Agency 0 (2)" in notes
    assert "and 6 more" in notes


def test_survival_of_many_is_thinned_without_moving():
    """As many points as the axis can show, each one of the curve."""
    waits = np.random.default_rng(1).exponential(500, 20_000)
    spec = chart("survival", {"cases": cases(a=waits.tolist()), "agencies": agencies()}, lang="en").to_dict()
    at, left, *_ = curve(waits, np.ones(waits.size, dtype=bool))

    drawn = having(spec, "answered")[0]
    assert len(drawn) < 400
    curve_points = set(zip(at.tolist(), (1 - left).tolist(), strict=True))
    assert {(row["minutes"], row["answered"]) for row in drawn[1:]} <= curve_points
    assert drawn[-1]["minutes"] == at[-1]


RANKED = agencies(
    ("a", "Slow", 40, 10, 0, 0.25, 0.14, 0.4, None, 900.0, None, True),
    ("b", "Fast", 30, 27, 2, 27 / 28, 0.82, 0.99, 13.0, 9.0, 20.0, True),
    ("c", "Few", 4, 4, 0, 1.0, 0.51, 1.0, 5.0, None, 8.0, False),
    ("d", "Unseen", 3, None, 3, None, None, None, None, None, None, False),
    ("e", None, 20, 0, 0, 0.0, 0.0, 0.16, None, None, None, True),
)


def test_ranking_holds_the_table():
    """Rates and medians with both ends of their intervals; null stays null."""
    spec = chart("ranking", {"agencies": RANKED}, lang="en").to_dict()
    rates, waits = having(spec, "agency", "value")
    by = RANKED.select("agency", "rate", "rate_low", "rate_high", "median_minutes", "median_low", "median_high")

    told = {row[0]: row[1:] for row in by.iter_rows() if row[0] != "d"}
    assert {row["agency"]: (row["value"], row["low"], row["high"]) for row in rates} == {
        k: v[:3] for k, v in told.items()
    }
    assert {row["agency"]: (row["value"], row["low"], row["high"]) for row in waits} == {
        k: v[3:] for k, v in told.items()
    }
    assert {row["agency"]: row["said"] for row in rates} == {"a": "10/40", "b": "27/28", "c": "4/4", "e": "0/20"}
    assert {row["agency"]: row["said"] for row in waits} == {"a": "> 15 h", "b": "13 min", "c": "5 min", "e": "–"}


def test_ranking_parts_those_with_too_few():
    """The best of those with enough comes first; the others stand below a line; unobserved ones are named."""
    made = chart("ranking", {"agencies": RANKED}, lang="en")
    spec = made.to_dict()
    order = [panel["layer"][0]["encoding"]["y"]["scale"]["domain"] for panel in spec["hconcat"]]

    line = "too few to rank (< 10):\u00a0"
    assert order[0] == ["Fast", "Slow", "e", line, "Few"]
    assert order[1] == ["Fast", "Slow", "e", line, "Few"]
    assert "collected: Unseen." in " ".join(drawing.heading(made)[1])


def test_ranking_points_where_an_end_isnt_known(tmp_path):
    """Arrows to the left for one, to the right for the other; none in the ranking of rates."""
    drawing.written(chart("ranking", {"agencies": RANKED}, lang="en"), tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text()
    found = re.findall(r'd="M[-\d.]+,[-\d.]+L[^"]*L[^"]*Z" fill="(#\w+)"', svg)

    assert found == [drawing.GREY, drawing.BLUE]  # the end of `few` to the left, of `slow` to the right


def test_ranking_of_hundreds_says_so():
    """The ones with the most complaints are drawn."""
    many = agencies(*((f"k{i:03}", f"A{i:03}", 400 - i, 9, 0, 0.5, 0.4, 0.6, 5.0, 4.0, 6.0, True) for i in range(200)))
    made = chart("ranking", {"agencies": many}, lang="en")

    assert "30 of 200 agencies" in " ".join(drawing.heading(made)[1])
    assert {row["agency"] for row in made.hconcat[0].data.values} == {f"k{i:03}" for i in range(30)}


UNSEEN = cases(b=[9.0]).with_columns(status=pl.lit("unobserved"))


def test_waiting_counts_each_once():
    """Bars that double, answered and still waiting apart; the median is Kaplan-Meier's, the naive one is called so."""
    table = pl.concat(
        [
            cases(a=[0.0, 0.4, 1.0, 1.9, 2.0, 70.0, -1.5, -100.0]),
            cases(b=[9.0]).with_columns(status=pl.lit("unobserved")),
        ]
    )
    made = chart("waiting", {"cases": table}, lang="en")
    bars = having(made.to_dict(), "start")[0]

    assert [(bar["start"], bar["end"], bar["answered"], bar["n"]) for bar in bars] == [
        (0.5, 1.0, True, 2), (1.0, 2.0, True, 2), (1.0, 2.0, False, 1), (2.0, 4.0, True, 1), (64.0, 128.0, True, 1),
        (64.0, 128.0, False, 1),
    ]  # fmt: skip
    assert [bar["height"] > 0 for bar in bars] == [bar["answered"] for bar in bars]
    median = quantiles(table.filter(pl.col("status") != "unobserved"), 0)["median_minutes"][0]
    assert having(made.to_dict(), "median") == [[{"median": median}]]
    notes = " ".join(drawing.heading(made)[1])
    assert "complaints that were answered (6)" in notes
    assert "Median of the answered alone: 1.4 min" in notes
    assert "Not counted, as no post of their agency was collected: 1." in notes


def test_waiting_without_a_median():
    """Of which fewer than half are answered: it says so and marks none."""
    made = chart("waiting", {"cases": cases(a=[1.0, -5.0, -6.0])}, lang="en")

    assert "No median" in " ".join(drawing.heading(made)[1])
    assert not having(made.to_dict(), "median")


def test_week_is_local():
    """168 hours, zero where nothing was; complaints without a time are said; an answer to two complaints is one."""
    table = pl.DataFrame(
        [(START, "r", START + timedelta(hours=20)), (START, "r", START + timedelta(hours=20)), (None, None, None)],
        schema=RESPONSE,
        orient="row",
    )
    local = table.with_columns(pl.col("created_at", "responded_at").dt.convert_time_zone("Asia/Jakarta"))
    made = chart("week", {"responses": local}, lang="en")
    asked, given = (panel.data.values for panel in made.hconcat)

    assert [len(asked), len(given)] == [168, 168]
    assert [(cell["day"], cell["hour"], cell["n"]) for cell in asked if cell["n"]] == [("Monday", 8, 2)]
    assert [(cell["day"], cell["hour"], cell["n"]) for cell in given if cell["n"]] == [("Tuesday", 4, 1)]
    notes = " ".join(drawing.heading(made)[1])
    assert "Asia/Jakarta" in notes
    assert "Complaints without a known time, which aren't drawn: 1." in notes
    utc = chart("week", {"responses": table}, lang="id").hconcat[0].data.values
    assert [(cell["day"], cell["hour"]) for cell in utc if cell["n"]] == [("Senin", 1)]


def test_week_tells_counts_when_pointed_at(tmp_path):
    """And to those who don't see it."""
    drawing.written(chart("week", tables(["a"]), lang="en"), tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")

    assert "<title>Monday 01:00–01:59: 1</title></path>" in svg
    assert svg.count("<title>") == 2 * 168


def test_topics_are_those_of_the_ranking():
    """Shares of a graph's ranking with their intervals, the survey's as a share too; topics of no post are named."""
    graph = built(complaint("1"), complaint("2", author=OTHER), complaint("3", minute=5))
    table = rank(graph.tables, "en")
    made = chart("topics", {"topics": table}, lang="en")

    met = table.filter(pl.col("posts") > 0)
    columns = ["topic", "posts", "share", "share_low", "share_high"]
    drawn = made.data.values
    assert [tuple(row[c] for c in columns) for row in drawn] == met.select(columns).rows()
    assert [row["survey"] for row in drawn] == (met["survey_share"] / 100).to_list()
    notes = " ".join(drawing.heading(made)[1])
    assert "measure different things" in notes
    assert "In no post: " in notes


def test_topics_of_another_codebook_have_no_survey():
    """Nothing is said of one, and other codebooks aren't mixed in."""
    table = tables(["a"])["topics"].with_columns(survey_share=pl.lit(None, pl.Float64))
    other = table.with_columns(codebook=pl.lit("other"), topic=pl.lit("z"))
    made = chart("topics", {"topics": pl.concat([table, other])}, lang="en")

    assert [row["topic"] for row in made.data.values] == ["k0"]
    assert "survey" not in " ".join(drawing.heading(made)[1])


WAYS = ways(
    ("KAI", "PLN", "arrived"),
    ("KAI", "PLN", "arrived"),
    ("KAI", "PLN", "KAI", "dead_end"),
    ("PLN", "KAI", "unobserved"),
    ("KAI", "PLN", "KAI", "PLN", "KAI", "by_another"),
)


def test_ways_flow_from_agency_to_agency():
    """Each node has the ways that pass it at that step; ribbons say from where to where, and their colour how they end."""
    spec = chart("handoffs", {"ways": WAYS}, lang="en").to_dict()
    ribbons, nodes = having(spec, "ribbon")[0], having(spec, "top")[0]

    assert [(node["column"], node["label"]) for node in nodes] == [
        (0, "KAI 4"), (0, "PLN 1"), (1, "PLN 4"), (1, "KAI 1"), (2, "KAI 2"), (3, "PLN 1"),
        (4, "answered there 2"), (4, "by another 1"), (4, "no answer yet 1"), (4, "not observed 1"),
    ]  # fmt: skip
    told = {row["told"]: row["colour"] for row in ribbons}
    assert told["KAI → no answer yet: 1"] == drawing.ORANGE
    assert told["PLN → answered there: 2"] == drawing.BLUE
    assert told["KAI → not observed: 1"] == drawing.GREY
    assert "1 ways go on after" in " ".join(drawing.heading(chart("handoffs", {"ways": WAYS}, lang="en"))[1])


def test_ribbons_are_shown_when_pointed_at(tmp_path):
    """And are told to those who don't see them; every colour has its counterpart in the dark."""
    drawing.written(chart("handoffs", {"ways": WAYS}, lang="en"), tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")

    assert "<title>KAI → PLN: 2</title></path>" in svg
    assert set(re.findall(r'(?:fill|stroke)="(#\w+)"', svg.split("</style>")[1])) <= set(drawing._DARK) | {"#000"}


def test_many_agencies_are_drawn_as_others():
    """The most frequent of a column by name."""
    many = ways(*((f"A{i:02}", "PLN", "arrived") for i in range(20) for _ in range(20 - i)))
    nodes = having(chart("handoffs", {"ways": many}, lang="en").to_dict(), "top")[0]
    first = [node["label"] for node in nodes if node["column"] == 0]

    assert len(first) == 9
    assert first[:2] == ["12 others 78", "A00 20"]


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from("abcd"), min_size=2, max_size=5), st.sampled_from(["arrived", "dead_end"])),
        min_size=1,
        max_size=12,
    )
)
def test_what_flows_in_flows_out(told):
    """In a node ribbons lie beside each other without gap or overlap; nodes of a column don't overlap, and all fit."""
    module = figure("handoffs")
    flows = module._flows(ways(*((*names_, end) for names_, end in told)), 3, module._WORDS["en"], True)
    nodes, ribbons = laid_out(flows, 400, 10)

    for side, where, node in (("from", "column", "source"), ("to", "to_column", "target")):
        for (column, name), part in ribbons.group_by(where, node):
            own = nodes.row(by_predicate=(pl.col("column") == column) & (pl.col("node") == name), named=True)
            spans = part.select(f"{side}_top", f"{side}_bottom").sort(f"{side}_top").rows()
            assert spans[0][0] == pytest.approx(own["top"], abs=1e-6)
            assert all(a[1] == pytest.approx(b[0], abs=1e-6) for a, b in itertools.pairwise(spans))
            assert part["n"].sum() == own["n"] or where == "column"
            assert spans[-1][1] <= own["bottom"] + 1e-6
    for _, column in nodes.group_by("column"):
        spans = column.sort("top").select("top", "bottom").rows()
        assert all(a[1] < b[0] for a, b in itertools.pairwise(spans))
    assert nodes["top"].min() == 0
    assert nodes["bottom"].max() == pytest.approx(400)
    assert nodes.filter(column=0)["n"].sum() == len(told) == nodes.filter(column=4)["n"].sum()


def test_names_that_look_the_same_stay_apart():
    """Rows aren't merged."""
    made = chart("ranking", tables(["KAI", "KAI", "KAI\u200b", "KAI (2)", "K" * 300, "K" * 301]), lang="en")
    labels = [row["label"] for row in made.hconcat[0].data.values]

    assert len(set(labels)) == 6


def test_light_and_dark(tmp_path):
    """Every colour of the ink and the paper has its counterpart in the dark; a picture is light."""
    drawing.written(chart("ranking", tables(["a"])), tmp_path / "a.svg")
    svg = (tmp_path / "a.svg").read_text()
    used = set(re.findall(r'(?:fill|stroke)="(#\w+)"', svg.split("</style>")[1]))

    assert used <= set(drawing._DARK) | {"#000"}  # what no reader sees
    assert "prefers-color-scheme: dark" in svg
    drawing.written(chart("ranking", tables(["a"])), tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_files_that_cant_be(tmp_path):
    """Said by name."""
    made = chart("week", NOTHING)
    with pytest.raises(InputError, match=r"a.pdf can't be drawn"):
        drawing.written(made, tmp_path / "a.pdf")
    with pytest.raises(FileError, match="nosuch"):
        drawing.written(made, tmp_path / "nosuch" / "a.svg")


def test_timeline_is_the_table():
    """The bars are the counts by day, the levels those of the changes; the change has its number, day and reason."""
    of = line([3] * 14 + [9] * 14, ["listrik"])
    spec = chart("timeline", of, lang="en").to_dict()

    (bars,) = having(spec, "n")
    assert [bar["n"] for bar in bars] == [3] * 14 + [9] * 14
    assert (bars[0]["from"], bars[0]["said"]) == ("2026-03-02T00:00:00Z", "2 Mar 2026: 3")
    (levels,) = having(spec, "level")
    assert [(level["from"], level["to"], level["level"]) for level in levels] == [
        ("2026-03-03T00:00:00Z", "2026-03-16T00:00:00Z", 3.0),
        ("2026-03-16T00:00:00Z", "2026-03-30T00:00:00Z", 9.0),
    ]
    assert spec["title"]["subtitle"][-1].startswith("1: 16 Mar 2026, from 3.0 (")
    assert spec["title"]["subtitle"][-1].endswith("behind it the word “listrik” (10 % to 80 %).")
    assert "Pale bars: a day that was collected only in part." in spec["title"]["subtitle"]


def test_timeline_of_many_periods_is_drawn_of_means(tmp_path):
    """And says so; a bar is never thinner than can be seen."""
    hours = periods(START, START + timedelta(hours=1999), "hour", "UTC").with_columns(posts=pl.lit(2))
    made = chart("timeline", line([], []) | {"periods": hours}, lang="en")

    (bars,) = having(made.to_dict(), "n")
    assert len(bars) == 667
    assert "Each bar is the average of 3 of unit hour." in drawing.heading(made)[1]


def test_timeline_names_no_person():
    """An account or a post behind a change is one account or one post, whatever it says."""
    of = line([3] * 14 + [9] * 14, ["@budi: saya"])
    for kind in ("account", "post"):
        behind = of["behind"].with_columns(kind=pl.lit(kind))
        for lang in ("id", "en"):
            assert "budi" not in str(chart("timeline", of | {"behind": behind}, lang=lang).to_dict())


def test_coalitions_have_everybody_in_one_place():
    """A panel a window; who agrees is tied in blue, who disagrees in dashed orange; each actor says how much it says."""
    spec = chart("coalitions", debate(["PLN", "YLKI"]), lang="en").to_dict()

    first, then = having(spec, "label")
    assert [(row["label"], row["x"], row["said"]) for row in first] == [
        ("PLN", 0.0, "PLN: 3"),
        ("YLKI", 0.5, "YLKI: 3"),
    ]
    assert [(row["x"], row["y"]) for row in first] == [(row["x"], row["y"]) for row in then]
    assert [tie["agree"] for ties in having(spec, "agree") for tie in ties] == [True, False]
    assert "Phases (networks that are like each other): 1 (2 Mar 2026), 2 (3 Mar 2026)." in spec["title"]["subtitle"]


def test_phases_are_squares_of_distances():
    """Each with each; the phase stands on the diagonal."""
    spec = chart("phases", debate(["PLN", "YLKI"]), lang="en").to_dict()

    (cells,) = having(spec, "apart")
    assert [(cell["window"], cell["other"], cell["apart"]) for cell in cells] == [
        (1, 1, 0),
        (1, 2, 1),
        (2, 1, 1),
        (2, 2, 0),
    ]
    (numbers,) = having(spec, "phase")
    assert [row["phase"] for row in numbers] == ["1", "2"]
