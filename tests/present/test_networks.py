"""Networks that can be exported: what is tied to what, and whose names are in it."""

from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from tests.invented import CITIZEN, KAI, OTHER, PLN, built, complaint, post

from suara.analyse.responses.tables import respond
from suara.coding.statements import empty
from suara.errors import InputError
from suara.graph.build import WAYS, Graph, interactions
from suara.graph.model import NODES
from suara.present import networks
from suara.present.networks import Source
from suara.present.node_link import NodeLink

HANDLES = {"warga_contoh", "orang_contoh", "Ani Contoh"}


def made(graph: Graph, what: str, **more: object) -> NodeLink:
    """A network of a graph that nobody has measured."""
    unmeasured = {name: pl.lit(None, dtype) for name, dtype in NODES["Account"].measures.items()}
    accounts = graph.tables["Account"].select("key", posts=pl.lit(1), complaints=pl.lit(0), **unmeasured)
    told = {"secret": b"secret", "statements": lambda: STATEMENTS} | more
    return networks.network(what, Source(graph, accounts, respond(graph), **told))


STATEMENTS = pl.concat(
    [
        empty(),
        pl.DataFrame(
            {
                "document": ["x:11", "x:14", "a", "a", "b", "c"],
                "person": [f"x:{CITIZEN}", f"x:{OTHER}", "Ani Contoh", None, None, None],
                "organisation": [None, None, None, "pln", "YLKI", "YLKI"],
                "concept": ["tarif", "tarif", "tarif", "tarif", "tarif", "subsidi"],
                "qualifier": [0, 0, 0, 1, 0, 1],
            }
        ),
    ],
    how="diagonal_relaxed",
)
ANSWER = "Baik @warga_contoh, lewat @pln_123"
GRAPH = built(
    complaint("11", 0, KAI, hashtags=["Kereta", "lambat"]),
    post("12", KAI, 5, CITIZEN, reply_to="11", reply_to_author_id=CITIZEN, conversation="11", text=ANSWER),
    post("13", OTHER, 6, PLN, repost_of="11", repost_of_author_id=CITIZEN, hashtags=["KERETA", "warga_contoh"]),
    complaint("14", 7, PLN, author=OTHER, hashtags=["lambat", "kereta", "Lambat"]),
)


def test_accounts_are_tied_by_all_ways_or_some():
    """A repost isn't a reply."""
    everything, replies = made(GRAPH, "accounts"), made(GRAPH, "accounts", ties=["replies"])

    assert everything.links.select("weight", *WAYS).sum().row(0) == (5, 1, 4, 1, 0)
    assert replies.links.select("weight", "replies").rows() == [(1, 1)]
    assert replies.nodes.height == everything.nodes.height


def test_complaints_lead_from_people_to_agencies_to_topics():
    """Cases, not posts; answered ones are counted."""
    links = made(GRAPH, "complaints", names="all").links.select("source", "target", "kind", "weight", "answered")

    assert links.filter(kind="complains_to").rows() == [
        (f"x:{CITIZEN}", "agency kai", "complains_to", 1, 1),
        (f"x:{OTHER}", "agency pln", "complains_to", 1, 0),
    ]
    assert links.filter(kind="about")["target"].unique().to_list() == ["complaints:slow_service"]


def test_hashtags_that_stand_together():
    """Each pair once a post, whatever the order and case; a hashtag that is somebody's handle isn't shown."""
    made_of = made(GRAPH, "hashtags")

    assert made_of.nodes.select("id", "posts", "complaints").rows() == [("#kereta", 3, 2), ("#lambat", 2, 2)]
    assert made_of.links.select("source", "target", "weight").rows() == [("#kereta", "#lambat", 2)]
    assert not made_of.directed
    assert "#warga_contoh" in made(GRAPH, "hashtags", names="all").nodes["id"]


def test_posts_reply_and_repost():
    """Between the same two posts, each kind is a link of its own; texts hide who isn't shown."""
    links = made(GRAPH, "posts", names="all").links
    texts = made(GRAPH, "posts").nodes["text"].drop_nulls().to_list()

    assert links.select("source", "target", "kind").rows() == [("x:12", "x:11", "reply"), ("x:13", "x:11", "repost")]
    assert any("@pln_123" in text for text in texts)
    assert not any(handle in text for text in texts for handle in HANDLES)


def test_actors_and_concepts():
    """Who speaks for an organisation counts as that; positions are counted beside all statements."""
    links = made(GRAPH, "discourse", names="all").links.select("source", "target", "weight", "agree", "disagree")

    assert (f"x:{CITIZEN}", "concept tarif", 1, 0, 1) in links.rows()
    assert ("organisation YLKI", "concept subsidi", 1, 1, 0) in links.rows()
    assert links.height == 6


def test_a_scale_has_a_mean():
    """Points of a scale are neither agreement nor disagreement."""
    scale = STATEMENTS.with_columns(qualifier=pl.Series([1, 2, 3, 4, 5, 5]))
    links = made(GRAPH, "discourse", statements=lambda: scale).links

    assert links["agree"].null_count() == links.height
    assert links["position"].sum() == 20


def test_coalitions_agree_and_disagree():
    """Ties within have weights above 0, ties between below; both kinds are drawn."""
    network = made(GRAPH, "coalitions", names="all")
    ties = {frozenset((a, b)): weight for a, b, weight in network.links.select("source", "target", "weight").rows()}

    assert ties[frozenset((f"x:{CITIZEN}", f"x:{OTHER}"))] == 1
    assert ties[frozenset((f"x:{CITIZEN}", "organisation pln"))] == -1
    assert network.nodes.filter(id="organisation pln")["community"].to_list() == [None]
    assert not network.directed


@pytest.mark.parametrize("what", networks.names())
@pytest.mark.parametrize("names", ["public", "none", "all"])
def test_private_people_are_in_no_column(what: str, names: str):
    """Neither handle nor key of account or post, unless all names are asked for; agencies always."""
    network = made(GRAPH, what, names=names)
    cells = {
        str(cell)
        for table in (network.nodes, network.links)
        for column in table.get_columns()
        for cell in column.drop_nulls().unique()
    }
    private = {
        cell
        for cell in cells
        if cell in {f"x:{CITIZEN}", f"x:{OTHER}", "x:11", "x:13", "x:14"} or any(h in cell for h in HANDLES)
    }

    assert (private == set()) == (names != "all" or what == "agencies")


def test_a_pseudonym_is_the_same_in_every_network():
    """So that files of one workspace can be put together; another workspace has others."""
    one, two = (set(made(GRAPH, what).nodes.filter(kind="private")["id"]) for what in ("accounts", "complaints"))
    other = set(made(GRAPH, "accounts", secret=b"other").nodes.filter(kind="private")["id"])

    assert two <= one
    assert not one & other


def test_accounts_over_time_have_the_days_on_which_they_turned_to_each_other():
    """The first and the third day in Jakarta; who is turned to is there, too. All else is as in the network of accounts."""
    day = 24 * 60
    graph = built(complaint("11", 0, KAI), complaint("12", 5, KAI), complaint("13", 2 * day, KAI))
    played, still = made(graph, "accounts_over_time", names="all"), made(graph, "accounts", names="all")

    (spells,) = played.links["spells"].to_list()
    assert [(spell["end"] - spell["start"]).total_seconds() for spell in spells] == [day * 60 - 1] * 2
    assert [(spell["start"] - spells[0]["start"]).days for spell in spells] == [0, 2]
    assert spells[0]["start"].astimezone(ZoneInfo("Asia/Jakarta")).hour == 0
    assert [there for there in played.nodes["spells"].to_list() if there] == [spells] * 2
    assert played.nodes.drop("spells").equals(still.nodes)


@pytest.mark.parametrize("what", networks.names())
def test_networks_of_nothing(what: str):
    """No posts: no nodes but what is known anyhow, and no links."""
    assert made(built(), what, statements=empty).links.height == 0


def test_no_such_network():
    """It says which there are."""
    with pytest.raises(InputError, match="accounts, accounts_over_time, agencies, coalitions, complaints"):
        networks.check("friends")


@pytest.mark.real_data
def test_counts_of_twarc_network(real_data: Path, tmp_path: Path):
    """What twarc-network counts in its own test file, or why not."""
    from tests.importing import import_file

    from suara.coding import agencies, by_words, codebook
    from suara.coding.agencies_named import NAMED
    from suara.collect._importing import recognise
    from suara.graph.build import build
    from suara.posts import Corpus

    path = real_data / "twarc2-jsonl" / "twarc-network-tweets.jsonl"
    corpus = Corpus(tmp_path)
    import_file(path, recognise(path)[1], corpus)
    books = [codebook.load("complaints")]
    no_codes = by_words.code(pl.DataFrame(schema={"key": pl.String, "text": pl.String}), books)
    graph = build(corpus.read(), no_codes, pl.DataFrame(schema=NAMED), agencies.load(), books)

    def counted(*ways: str) -> tuple[int, int, int]:
        ties = interactions(graph.accounts, ways)
        return pl.concat([ties["from"], ties["to"]]).n_unique(), ties.height, int(ties["weight"].sum())

    assert counted("reposts") == (420, 345, 367)
    assert counted("quotes") == (30, 17, 18)
    assert counted("mentions") == (279, 252, 277)  # 279 there: two posts mention somebody twice
    assert counted("replies") == (60, 36, 40)  # 51, 31, 35 there: five posts reply to a person, but to no post
    assert counted(*WAYS) == (656, 618, 670)  # 699 there: a post that replies and mentions counts twice

    network = made(graph, "accounts", names="all").of_components
    with_ties = pl.concat([network().links["source"], network().links["target"]]).unique()
    assert network(4).nodes.height == 469
    assert network(1, 15).nodes.filter(pl.col("id").is_in(with_ties.implode())).height == 355

    tags = made(graph, "hashtags", names="all")
    tied = pl.concat([tags.links["source"], tags.links["target"]]).n_unique()
    # 352 hashtags with 2,239 ties of 3,796 there: those have a direction, and a hashtag that stands twice is tied to itself
    assert (tags.nodes.height, tied, tags.links.height, tags.links["weight"].sum()) == (359, 352, 2178, 3783)
