"""To whom posts speak: ambiguous names in their context, and the regions of branches."""

import polars as pl
import pytest
from tests.invented import CITIZEN, COMMUTER, KAI, OTHER, PLN, built, post

from suara.coding import agencies
from suara.graph.build import Graph
from suara.posts import Post


def addressed(made: Graph, number: str) -> list[tuple[str, str]]:
    return (
        made.tables["ADDRESSED_TO"].filter(pl.col("from") == f"x:{number}").select("to", "evidence").sort("to").rows()
    )


def settled(made: Graph) -> list[tuple[str | None, str | None]]:
    return made.named.filter(~pl.col("certain")).select("agency", "settled_by").rows()


def says(number: str, text: str, *to: str, author: str = CITIZEN, **more: object) -> Post:
    return post(number, author, int(number), *to, text=text, **more)


@pytest.mark.parametrize(
    ("posts", "agency", "by"),
    [
        ([says("1", "KAI payah")], None, None),
        ([says("1", "KAI payah", KAI)], "kai", "mention"),
        ([says("1", "KAI payah", COMMUTER)], "kai_commuter", "mention"),
        ([says("1", "KAI payah", KAI, reply_to_author_handle="CommuterLine")], "kai_commuter", "reply"),
        ([says("1", "KAI payah, PT KAI")], "kai", "name"),
        ([says("1", "KAI payah, KAI Commuter juga, PT KAI juga")], None, None),
        ([says("1", "KAI payah", PLN)], None, None),
        ([says("2", "KAI payah", reply_to="1"), says("1", "halo", KAI, author=OTHER)], "kai", "parent"),
        ([says("2", "KAI payah", reply_to="1"), says("1", "halo", author=KAI)], "kai", "parent"),
        ([says("3", "KAI payah", conversation="1"), says("1", "halo", KAI, author=OTHER)], "kai", "conversation"),
        ([says("3", "KAI payah", conversation="1"), says("2", "baik", author=KAI, conversation="1")], "kai", "conversation"),
        (
            [says("3", "KAI payah", conversation="1"), says("1", "halo", KAI, COMMUTER, author=OTHER)],
            None,
            None,
        ),
        ([says("3", "KAI payah", conversation="1"), says("2", "KAI", author=OTHER, conversation="1")], None, None),
    ],
)  # fmt: skip
def test_what_settles_an_ambiguous_name(posts, agency, by):
    """The post itself, the one it answers, or its conversation, if they tell just one of the candidates."""
    assert settled(built(*posts))[0] == (agency, by)


def test_an_open_name_addresses_nobody():
    """It is told of in the graph's `named`, with what it may mean."""
    made = built(says("1", "BPJS lelet banget"))

    assert addressed(made, "1") == []
    assert made.named["candidates"].to_list() == [["bpjs_kesehatan", "bpjs_ketenagakerjaan"]]
    assert made.tables["Post"]["complaint"].to_list() == [False]


def test_a_settled_name_is_evidence_by_name():
    """The context only says which agency the name means; what the post does itself is better evidence."""
    made = built(
        says("2", "KAI lelet banget", reply_to="1"), says("1", "halo", KAI, author=OTHER), says("3", "KAI", KAI)
    )

    assert addressed(made, "2") == [("kai", "name")]
    assert addressed(made, "3") == [("kai", "mention")]
    assert made.tables["Post"].filter("complaint")["key"].to_list() == ["x:2"]


def test_contexts_on_other_platforms_do_not_count():
    """Ids of posts are a platform's own."""
    other = Post(platform="mastodon", id="1", author_id="9", text="PT KAI")

    assert settled(built(says("2", "KAI payah", reply_to="1"), other)) == [(None, None)]


@pytest.mark.parametrize(
    ("text", "to", "region"),
    [
        ("PLN Depok", (), "kota_depok"),
        ("PLN Depok", (PLN,), "kota_depok"),
        ("PLN", (PLN,), None),
        ("PLN Bekasi", (), None),  # kabupaten or kota
        ("PLN Depok dan PLN Solo", (), None),
        ("PLN Depok ya, PLN", (), "kota_depok"),
        ("halo", (PLN,), None),
    ],
)
def test_region_of_what_is_addressed(text, to, region):
    """The one that the text names with the agency, whatever tells that it is addressed; null where several are."""
    assert built(says("1", text, *to)).tables["ADDRESSED_TO"].select("to", "region").rows() == [("pln", region)]


def test_an_agency_with_a_region_of_its_own():
    """It counts where the text names none."""
    made = built(says("1", "Transjakarta penuh"))

    assert made.tables["ADDRESSED_TO"].select("to", "region").rows() == [("transjakarta", "dki_jakarta")]
    assert made.tables["Agency"].filter(key="transjakarta")["region"].to_list() == ["dki_jakarta"]


def test_a_registry_without_ambiguous_names():
    """Nothing is open, and nothing breaks."""
    registry = agencies.Registry((agencies.Agency(id="a", name="A", names=["Dinas A"]),), agencies.bundled_regions())
    made = built(says("1", "Dinas A, KAI"), registry=registry)

    assert addressed(made, "1") == [("a", "name")]
    assert settled(made) == []
