"""The views: what they join, by which posts, and that private people stay private on the page of all of them."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import polars as pl
import pytest
from tests.invented import CITIZEN, COMMUTER, KAI, OTHER, PLN, built, complaint, post
from tests.maps import written

from suara import _rooms
from suara.analyse.communities import leiden
from suara.analyse.network import Network
from suara.analyse.responses.tables import respond
from suara.coding.statements import shaped
from suara.graph.build import Graph
from suara.present.map import views, write_views
from suara.present.map.page import words
from suara.present.map.scene import SHAPES, Source, View, answer_band

SECRET = b"rahasia"
URL = "https://x.com/{}/status/{}"


def graph() -> Graph:
    """Two people complain to two agencies, one of which answers; hashtags stand together."""
    return built(
        complaint("10", url=URL.format("warga_contoh", 10), hashtags=["keluhan", "kai"]),
        post(
            "11",
            KAI,
            30,
            CITIZEN,
            text="maaf @warga_contoh, sudah kami proses",
            reply_to="10",
            url=URL.format("KAI121", 11),
        ),
        complaint("12", 60, PLN, author=OTHER, hashtags=["keluhan", "pln"], url=URL.format("orang_contoh", 12)),
        post("13", OTHER, 80, CITIZEN, text="sama kak @warga_contoh, wa 0812-3456-7890", hashtags=["keluhan", "kai"]),
        post("14", CITIZEN, 60 * 24 * 20, OTHER, KAI, text="masih lelet banget", hashtags=["pln"]),
        post("15", COMMUTER, 90, KAI, text="info"),
    )


def source(names: str = "public", **more: object) -> Source:
    made = graph()
    members, _ = leiden.find(Network.of(made.tables["INTERACTS"]))
    return Source(made, members, respond(made), names, SECRET, **more)


def view_of(name: str, given: Source | None = None) -> View:
    (made,) = views.made(given or source(), [name])
    return made


@pytest.mark.parametrize("name", views.names())
def test_views_keep_the_contract(name: str) -> None:
    """Words in both languages; keys once; known kinds; ties among nodes; kinds of ties that the dictionary has."""
    module = _rooms.load(views, name)
    assert set(module.TITLE) == set(module.ABOUT) == set(words())
    said = pl.DataFrame(
        {
            "person": ["x:1", "x:2"],
            "concept": "complaints:slow_service",
            "qualifier": [0, 0],
            "document": ["x:10", "x:12"],
        }
    )
    found = view_of(name, source(statements=shaped(said)))
    assert found.nodes["key"].is_unique().all()
    assert set(found.nodes["kind"]) <= set(SHAPES)
    assert {*found.ties["source"], *found.ties["target"]} <= set(found.nodes["key"])
    assert all(kind in told for kind in found.ties["kind"] for told in words().values())
    assert found.ties["weight"].min() >= 1


def test_weights_are_numbers_of_posts() -> None:
    """Those of the posts that are shown behind a tie, so that a reader can count them."""
    found = view_of("accounts")
    counted = found.tie_posts.group_by("source", "target", "kind").agg(n=pl.col("post").n_unique())
    both = found.ties.join(counted, on=["source", "target", "kind"])
    assert both.height == found.ties.height
    assert (both["weight"] == both["n"]).all()
    tie = found.ties.filter(source="x:1", target="agency kai")
    assert tie["weight"].to_list() == [2]  # 10 and 14


def test_hashtags_are_joined_by_posts_and_by_accounts() -> None:
    ties = {
        (a, b, kind): n
        for a, b, kind, n in view_of("hashtags").ties.select("source", "target", "kind", "weight").rows()
    }
    assert ties == {
        ("#kai", "#keluhan", "together"): 2,
        ("#keluhan", "#pln", "together"): 1,
        ("#kai", "#keluhan", "shared"): 2,
        ("#kai", "#pln", "shared"): 2,
        ("#keluhan", "#pln", "shared"): 2,
    }


def test_ways_of_complaints_end_where_the_table_says() -> None:
    """As many cases end with an answer as the table of agencies counts."""
    given = source()
    ends = view_of("answers", given).ties.filter(kind="ends")
    answered = ends.filter(
        pl.col("target").is_in(["outcome hour", "outcome day", "outcome three_days", "outcome later"])
    )
    assert answered["weight"].sum() == given.answered.agencies["answered"].sum() > 0
    assert ends["weight"].sum() == given.answered.agencies["complaints"].sum()


def test_soonest_answering_agency_stands_on_top() -> None:
    found = view_of("answers").nodes.filter(kind="agency").sort("y")
    assert found["key"].to_list()[0] == "agency kai"


def test_statements_of_others_are_masked() -> None:
    """A name that a hand coder wrote is nobody's whose fame we know; organisations are named."""
    said = shaped(
        pl.DataFrame(
            {
                "person": ["Budi Contoh", None, None],
                "organisation": [None, "YLKI", "pln"],
                "concept": ["tarif", "tarif", "tarif"],
                "qualifier": [1, 0, None],
            }
        )
    )
    found = view_of("discourse", source(statements=said))
    labels = dict(found.nodes.select("key", "label").rows())
    assert labels["organisation YLKI"] == "YLKI"
    assert "agency pln" in labels
    assert not [label for label in labels.values() if "Budi" in label]
    assert sorted(found.ties["kind"]) == ["agrees", "names", "opposes"]
    assert "Budi Contoh" in view_of("discourse", source("all", statements=said)).nodes["label"].to_list()


def test_coalitions_have_a_colour_and_what_they_say_behind_their_ties() -> None:
    """Who agrees is of one group; a tie has the posts of both on what both speak about."""
    rows = [
        ("x:1", None, "tarif", 0, "x:10"), ("x:2", None, "tarif", 0, "x:12"), (None, "pln", "tarif", 1, "x:15"),
        (None, "YLKI", "tarif", 1, "b"), (None, "YLKI", "audit", 1, "c"), ("x:1", None, "parkir", 1, "x:14"),
        ("Budi Contoh", None, "tarif", None, "d"),
    ]  # fmt: skip
    names = ["person", "organisation", "concept", "qualifier", "document"]
    said = shaped(pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None))
    found = view_of("coalitions", source(statements=said))

    ties = {frozenset(ends): told for *ends, told in found.ties.select("source", "target", "kind").rows()}
    assert ties == {
        frozenset(("x:1", "x:2")): "agrees", frozenset(("agency pln", "organisation YLKI")): "agrees",
        frozenset(("x:1", "agency pln")): "opposes", frozenset(("x:1", "organisation YLKI")): "opposes",
        frozenset(("x:2", "agency pln")): "opposes", frozenset(("x:2", "organisation YLKI")): "opposes",
    }  # fmt: skip
    groups = dict(found.nodes.select("key", "community").rows())
    assert groups["x:1"] == groups["x:2"] != groups["agency pln"] == groups["organisation YLKI"]
    behind = found.tie_posts.filter(
        pl.concat_list("source", "target").list.set_difference(["x:1", "organisation YLKI"]) == []
    )
    assert sorted(behind["post"]) == ["b", "x:10"]
    assert dict(found.nodes.select("key", "size").rows())["organisation YLKI"] == 2
    assert "Budi" not in str(found.nodes.rows())


def test_without_positions_there_are_no_coalitions() -> None:
    said = shaped(pl.DataFrame({"person": ["x:1", "x:2"], "concept": "tarif", "qualifier": None}))
    assert views.made(source(statements=said), ["coalitions"]) == []


def test_unknown_view_is_refused() -> None:
    with pytest.raises(ValueError, match="peta"):
        views.made(source(), ["peta"])


def test_chosen_views_are_alone_and_in_order() -> None:
    assert [view.name for view in views.made(source(), ["hashtags", "accounts"])] == ["hashtags", "accounts"]


@pytest.mark.parametrize(
    ("minutes", "waiting", "band"), [(60, 0, 0), (61, 0, 1), (4320, 0, 2), (4321, 1, 3), (None, 1, 4)]
)
def test_bands_of_answers(minutes: float | None, waiting: int, band: int) -> None:
    frame = pl.DataFrame({"minutes": [minutes], "waiting": [waiting]}, schema_overrides={"minutes": pl.Float64})
    assert frame.select(answer_band("minutes", pl.col("waiting") > 0)).item() == band


# ----------------------------------------------------------------------------------------- posts and people


def drawn(path: Path, names: str) -> str:
    given = source(names)
    write_views(views.made(given), path, source=given)
    return json.dumps(written(path), ensure_ascii=False)


@pytest.mark.parametrize("names", ["public", "none"])
def test_no_private_person_is_on_the_page(tmp_path: Path, names: str) -> None:
    """No handle, no id, no link to their posts, no number in their texts; wherever in the page."""
    told = drawn(tmp_path / "map.html", names)
    for handle in ("warga_contoh", "orang_contoh", "0812", "x:1", "x:2", "x:10", "status/10", "status/12"):
        assert handle not in told
    assert URL.format("KAI121", 11) in told  # an agency's
    assert "sudah kami proses" in told


def test_all_names_are_shown_if_asked_for(tmp_path: Path) -> None:
    told = drawn(tmp_path / "map.html", "all")
    assert "@warga_contoh" in told
    assert URL.format("warga_contoh", 10) in told


def test_posts_behind_are_counted_and_complaints_come_first(tmp_path: Path) -> None:
    drawn(tmp_path / "map.html", "public")
    data = written(tmp_path / "map.html")
    node = data["nodes"]["label"].index("PT Kereta Api Indonesia")
    shown = data["nodes"]["posts"][node]
    assert data["nodes"]["behind"][node] == len(shown) == 4  # 10, 11, 14, 15
    assert [data["posts"]["complaint"][i] for i in shown] == [1, 1, 0, 0]
    assert data["posts"]["at"][shown[0]] > data["posts"]["at"][shown[1]]


def test_only_posts_with_a_hashtag_are_behind_it(tmp_path: Path) -> None:
    """Also where people who use another one as well tie the two."""
    drawn(tmp_path / "map.html", "public")
    data = written(tmp_path / "map.html")
    behind = {label: data["nodes"]["behind"][i] for i, label in enumerate(data["nodes"]["label"]) if label[0] == "#"}
    assert behind == {"#kai": 2, "#keluhan": 3, "#pln": 2}


def test_filters_ask_for_the_posts_behind(tmp_path: Path) -> None:
    """The tie from one person to the other has posts of two steps; that of the other one has one."""
    drawn(tmp_path / "map.html", "public")
    data = written(tmp_path / "map.html")
    view = next(view for view in data["views"] if view["name"] == "accounts")
    label = [data["nodes"]["label"][i] for i in view["nodes"]]
    kai, pln = label.index("PT Kereta Api Indonesia"), label.index("PLN")
    ends = list(zip([label[a] for a in view["from"]], view["to"], strict=True))
    to_kai = next(t for t, (one, b) in enumerate(ends) if b == kai and one != "KAI Commuter")
    to_pln = view["to"].index(pln)
    assert data["time"]["unit"] == "1d"
    assert len(data["time"]["bins"]) == 21
    assert view["owned"]["early"][to_kai] == 1 + 2**20
    assert view["owned"]["early"][to_pln] == 1
    agencies = [label for label, _ in data["facets"]["agency"]]
    assert view["owned"]["agency"][to_pln] == 1 << agencies.index("PLN")


def test_platforms_are_a_filter_where_there_are_several(tmp_path: Path) -> None:
    elsewhere = [msgspec.structs.replace(complaint(str(40 + i), author=OTHER), platform="youtube") for i in range(2)]
    made = built(complaint("10"), *elsewhere)
    members, _ = leiden.find(Network.of(made.tables["INTERACTS"]))
    given = Source(made, members, respond(made), "public", SECRET)
    write_views(views.made(given, ["everything"]), tmp_path / "map.html", source=given)
    data = written(tmp_path / "map.html")
    assert data["facets"]["platform"] == [["youtube", "youtube"], ["x", "x"]]
    node = data["nodes"]["label"].index("PT Kereta Api Indonesia")
    assert data["nodes"]["platform"][node] == 2  # its account on YouTube is no account of the agency that we know


def test_old_posts_share_the_first_step(tmp_path: Path) -> None:
    """One of long ago doesn't make all others a single step of years."""
    many = [complaint(str(100 + i), 60 * 24 * i % (60 * 24 * 300), author=OTHER) for i in range(300)]
    made = built(complaint("10", -60 * 24 * 365 * 15), *many)
    given = Source(made, made.tables["Account"].select("key", community=pl.lit(1, pl.Int64)), respond(made))
    write_views(views.made(given, ["accounts"]), tmp_path / "map.html", source=given)
    time = written(tmp_path / "map.html")["time"]
    assert time["unit"] == "1w"
    assert time["earlier"]
    assert 40 < len(time["bins"]) <= 60
